package search_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// ruled returns articles as the reader reads them: four that name PKPU 8/2024, each in a
// spelling of its own, and others.
func ruled(t *testing.T) []*article.Article {
	t.Helper()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	var all []*article.Article
	for id, text := range map[string]string{
		"short":   "KPU Sosialisasikan PKPU 8/2024\nSurabaya – KPU Kota Surabaya menyosialisasikan aturan itu, Kamis (4/7/2024).\n\"PKPU 8/2024 mengatur syarat calon bupati dan wali kota,\" kata Ketua KPU Kota Surabaya Budi Santoso.",
		"long":    "KPU Gelar Bimtek\nMedan – KPU Kota Medan membahas Peraturan KPU Nomor 8 Tahun 2024, Jumat (5/7/2024).\n\"Kami siap menerima pendaftaran calon,\" kata Ketua KPU Kota Medan Siti Aminah.",
		"dots":    "Rakor Pencalonan\nPadang – Rakor merujuk PKPU No. 8 Th. 2024, Sabtu (6/7/2024).",
		"list":    "Rakor Peraturan\nPalu – KPU membahas PKPU Nomor 8 dan 10 Tahun 2024, Senin (8/7/2024).",
		"other":   "KPU Bahas PKPU 10 Tahun 2024\nAmbon – KPU Kota Ambon membahas PKPU Nomor 10 Tahun 2024, Rabu (10/7/2024).",
		"august":  "KPU Rapat pada Agustus\nJambi – KPU Kota Jambi menggelar rapat soal PKPU, Kamis (8/8/2024).",
		"sleman":  "KPU Tetapkan Paslon\nSleman – Keputusan KPU Kabupaten Sleman Nomor 12 Tahun 2024 dibacakan, Jumat (9/8/2024).",
		"bandung": "KPU Tetapkan Paslon Bupati\nBandung – Keputusan KPU Kabupaten Bandung Nomor 12 Tahun 2024 dibacakan, Jumat (9/8/2024).",
	} {
		a := reader.Read(analyzers.Source{Text: text, AsOf: "2025-01-01"})[0]
		a.ID = id
		all = append(all, &a)
	}
	slices.SortFunc(all, func(a, b *article.Article) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func idsOf(page *search.Page) []string {
	var ids []string
	for _, h := range page.Hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// Every spelling of a regulation finds the articles that name it in any spelling, and no month.
func TestARegulationIsFoundInEverySpelling(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, ruled(t)...)
	for _, text := range []string{
		"PKPU 8/2024", "pkpu 8/2024", "PKPU No. 8 Th. 2024", "Peraturan KPU Nomor 8 Tahun 2024", "pkpu8/2024", "pkpu 8 2024", "PKPU-8-2024",
		"Peraturan Komisi Pemilihan Umum Republik Indonesia Nomor 08 Tahun 2024", "PKPU tahun 2024 nomor 8",
	} {
		page := s.Ask(search.Query{Text: text, Size: 10})
		got := idsOf(page)
		if len(got) != 4 || got[0] != "short" {
			t.Errorf("%q finds %q, want the one with it in the title and the three others", text, got)
		}
		if want := []string{"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"}; !slices.Equal(page.Query.Understood, want) {
			t.Errorf("%q is understood as %q, want %q", text, page.Query.Understood, want)
		}
		if rules := page.Query.Regulations; len(rules) != 1 || rules[0].ID != "pkpu/8/2024" || rules[0].Text != text {
			t.Errorf("%q: regulations %+v", text, rules)
		}
	}
	for text, want := range map[string][]string{
		"pkpu 8/2024 surabaya":                       {"short"},
		"bimtek pkpu 8/2024":                         {"long"},
		"PKPU 8 dan 10 Tahun 2024":                   {"list"},
		"pkpu 8/2024 -bimtek -rakor":                 {"short"},
		"keputusan kpu kab. sleman 12/2024":          {"sleman"},
		"keputusan kpu kabupaten bandung no 12/2024": {"bandung"},
		"8/2024 pkpu":                                {"august", "short"}, // a month, or its words, and a word
	} {
		if got := idsOf(s.Ask(search.Query{Text: text, Size: 10, Exact: true})); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}

// The marks in titles and passages are those of all spellings.
func TestARegulationIsMarkedInEverySpelling(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, ruled(t)...)
	marked := map[string]string{"short": "<mark>PKPU 8/2024</mark>", "long": "<mark>Peraturan KPU Nomor 8 Tahun 2024</mark>"}
	for _, h := range s.Ask(search.Query{Text: "PKPU No 8 Tahun 2024", Size: 10, Highlight: true}).Hits {
		if want := marked[h.ID]; !strings.Contains(h.TitleHTML+h.SnippetHTML, want) {
			t.Errorf("%s: %s, %s; want %s", h.ID, h.TitleHTML, h.SnippetHTML, want)
		}
	}
}

// In a search of quotes a regulation is a subject: words that name it come before other words
// of an article that does.
func TestARegulationIsASubjectOfQuotes(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, ruled(t)...)
	for text, want := range map[string][]string{
		"peraturan kpu nomor 8 tahun 2024":                 {"short", "long"},
		"apa kata ketua kpu kota medan soal pkpu 8/2024":   {"long"},
		"Budi Santoso PKPU No. 8 Tahun 2024":               {"short"},
		"siapa yang bicara soal pkpu 8/2024 syarat calon?": {"short"},
	} {
		page := s.Ask(search.Query{Of: index.Quotes, Text: text, Size: 10})
		var got []string
		for _, h := range page.Hits {
			got = append(got, h.Article.ID)
		}
		if !slices.Equal(got, want) || page.Query.Mode != "all" {
			t.Errorf("%q finds %q (%s), want %q; understood %q", text, got, page.Query.Mode, want, page.Query.Understood)
		}
		if !strings.Contains(strings.ToLower(page.Query.Subject), "8") {
			t.Errorf("%q: the subject is %q", text, page.Query.Subject)
		}
	}
}

func TestRegulationsNarrow(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, ruled(t)...)
	page := s.Ask(search.Query{Regulation: []string{"pkpu/10/2024"}, Size: 10, Sort: index.Oldest, Facets: []search.FacetRequest{{Name: "regulation", Size: 10}, {Name: "satker", Size: 1}}})
	if got, want := idsOf(page), []string{"list", "other"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	var counts []string
	for _, c := range page.Facets["regulation"] {
		if c.Selected != (c.Value == "pkpu/10/2024") {
			t.Errorf("%+v", c)
		}
		counts = append(counts, c.Label+" "+strings.Repeat("I", c.Count))
	}
	want := []string{
		"Peraturan KPU Nomor 8 Tahun 2024 IIII", "Peraturan KPU Nomor 10 Tahun 2024 II",
		"Keputusan KPU Kabupaten Bandung Nomor 12 Tahun 2024 I", "Keputusan KPU Kabupaten Sleman Nomor 12 Tahun 2024 I",
	}
	if !slices.Equal(counts, want) {
		t.Errorf("counted %q, want %q", counts, want)
	}
	if got := s.Ask(search.Query{Of: index.Quotes, Regulation: []string{"pkpu/8/2024"}}).Total; got != 2 {
		t.Errorf("%d quotes, want those of the articles that name it", got)
	}
}

func TestRegulationsAreSuggested(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, ruled(t)...)
	for text, want := range map[string][]string{
		"pkpu":                             {"pkpu/8/2024", "pkpu/10/2024"},
		"PKPU 1":                           {"pkpu/10/2024"},
		"peraturan kpu nomor 8 tahun 20":   {"pkpu/8/2024"},
		"pkpu no 8/2024":                   {"pkpu/8/2024"},
		"keputusan kpu kab sleman 12/2024": {"keputusan-kpu-daerah/3404-12/2024"},
		"pkpu 77/2024":                     nil,
		"uu":                               nil,
	} {
		list, err := s.Suggest(t.Context(), search.SuggestQuery{Text: text, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range list {
			if l.Kind == search.SuggestRegulation {
				got = append(got, l.Value)
				if l.Label == "" || l.Count == 0 {
					t.Errorf("%q: %+v", text, l)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q suggests %q, want %q", text, got, want)
		}
	}
}

func TestAnUnknownRegulationIsTold(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, ruled(t)...)
	for id, want := range map[string][]string{
		"pkpu/8/2023": {"pkpu/8/2024"}, "uu/10/2024": {"pkpu/10/2024"}, "uu/77/1999": nil,
	} {
		unknown := s.Ask(search.Query{Regulation: []string{id, "pkpu/8/2024"}}).Query.Unknown
		if len(unknown) != 1 || unknown[0].Parameter != "regulation" || unknown[0].Value != id {
			t.Fatalf("%s: %+v", id, unknown)
		}
		var got []string
		for _, m := range unknown[0].Meant {
			got = append(got, m.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: meant %q, want %q", id, got, want)
		}
	}
	for value, want := range map[string]int{"PKPU No. 8 Tahun 2024": 1, "kampanye": 0, "": 0} {
		if meant, err := s.Meant(t.Context(), "regulation", value); err != nil || len(meant) != want {
			t.Errorf("%q: %+v, %v", value, meant, err)
		}
	}
}
