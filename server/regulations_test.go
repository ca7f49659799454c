package server_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

// ruled sends articles that name regulations, one rule in several spellings among them.
func (s *site) ruled() {
	s.Helper()
	for n, words := range []string{
		"KPU Kota Semarang membahas PKPU 8/2024.\n\n“PKPU 8/2024 mengatur syarat calon wali kota,” ujar Ketua KPU Kota Semarang Handi Tri Ujiono.",
		"KPU Kota Semarang membahas Peraturan KPU Nomor 8 Tahun 2024 dan UU Nomor 10 Tahun 2016.",
		"Rapat merujuk PKPU No. 8 Th. 2024 dan Keputusan KPU Kota Semarang Nomor 12 Tahun 2024.",
		"Rapat membahas logistik pada 8/8/2024.",
		"Rapat membahas Putusan MK Nomor 020 dan 055/PUU-XVII/2019.",
	} {
		s.post("/v1/articles?wait=searchable", fmt.Sprintf(
			`{"url":"https://kota-semarang.kpu.go.id/berita/%d","title":"Rapat KPU Kota Semarang %d","body":%q,"published":"2024-08-%02d"}`, n, n, "Semarang - "+words, n+1))
	}
}

func TestRegulationsHavePages(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	if a := s.get("/peraturan"); a.status != http.StatusOK || !strings.Contains(sound(t, "/peraturan", a.body).text(), "Belum ada berita yang menyebut peraturan") {
		t.Errorf("the list without any: %d", a.status)
	}
	s.ruled()
	list := s.get("/peraturan")
	root := sound(t, "/peraturan", list.body)
	var lines []string
	for _, li := range root.all("li") {
		if text := strings.Join(strings.Fields(li.text()), " "); strings.HasSuffix(text, "berita") {
			lines = append(lines, text)
		}
	}
	want := []string{
		"Peraturan KPU Nomor 8 Tahun 2024 3 berita", "Keputusan KPU Kota Semarang Nomor 12 Tahun 2024 1 berita", "Undang-Undang Nomor 10 Tahun 2016 1 berita",
		"Putusan MK Nomor 20/PUU-XVII/2019 1 berita", "Putusan MK Nomor 55/PUU-XVII/2019 1 berita",
	}
	if got := slices.DeleteFunc(lines, func(l string) bool { return !strings.Contains(l, "Nomor") }); !slices.Equal(got, want) {
		t.Errorf("the list has %q, want %q", got, want)
	}
	for path, texts := range map[string][]string{
		"/peraturan/pkpu/8/2024": {
			"Peraturan KPU Nomor 8 Tahun 2024", "PKPU 8/2024", "Semua 3 berita", "Semua 1 kutipan", "Menurut satuan kerja", "Berlangganan kutipan (RSS)",
		},
		"/peraturan/keputusan-kpu-daerah/3374-12/2024": {"Keputusan KPU Kota Semarang Nomor 12 Tahun 2024", "Semua 1 berita", "KPU Kota Semarang"},
		"/peraturan/pkpu/77/2019":                      {"Peraturan KPU Nomor 77 Tahun 2019", "Belum ada berita."},
	} {
		a := s.get(path)
		text := sound(t, path, a.body).text()
		for _, want := range texts {
			if a.status != http.StatusOK || !strings.Contains(text, want) {
				t.Errorf("%s: %d without %q", path, a.status, want)
			}
		}
		if got := strings.Contains(a.body, `content="noindex`); got != strings.Contains(path, "77") {
			t.Errorf("%s: kept from search engines: %v", path, got)
		}
		if !strings.Contains(a.body, `"@type":"Legislation"`) {
			t.Errorf("%s: no JSON-LD", path)
		}
	}
	for path, to := range map[string]string{
		"/peraturan/PKPU/08/2024": "/peraturan/pkpu/8/2024", "/peraturan/pkpu/8/2024/": "/peraturan/pkpu/8/2024", "/peraturan/": "/peraturan", "/peraturan/pkpu/8/2024//?x=1": "/peraturan/pkpu/8/2024?x=1",
		"/pejabat/?q=a%2Fb": "/pejabat?q=a%2Fb", "/peraturan/pkpu/8/": "", "//peraturan/": "", "//example.org/peraturan/": "", "/v1/search/": "", "/peraturan/keputusan-kpu-daerah/3374-012/2024": "/peraturan/keputusan-kpu-daerah/3374-12/2024",
		"/peraturan/putusan-mk/055-puu-xvii/2019": "/peraturan/putusan-mk/55-puu-xvii/2019", "/peraturan/putusan-mk/20-055-PUU/2019": "/peraturan/putusan-mk/20-55-puu-xvii/2019",
		"/peraturan/putusan-mk/0-puu-xvii/2019": "", "/peraturan/putusan-mk/55-puu---/2019": "", "/peraturan/putusan-mk/55-puu-xvi/2019": "",
		"/peraturan/raja/8/2024": "", "/peraturan/pkpu/8/24": "", "/peraturan/pkpu/8%2F2024/2024": "", "/peraturan/pkpu/-/2024": "", "/peraturan/keputusan-kpu-daerah/12/2024": "",
	} {
		a := s.do(http.MethodGet, path, "", nil, "Accept", "text/html")
		if status := map[bool]int{true: http.StatusMovedPermanently, false: http.StatusNotFound}[to != ""]; a.status != status || a.header.Get("Location") != to {
			t.Errorf("%s: got %d to %q, want %d to %q", path, a.status, a.header.Get("Location"), status, to)
		}
		if to != "" || !strings.HasPrefix(path, "/peraturan/") {
			continue
		}
		problem := sound(t, path, a.body)
		if !strings.Contains(problem.text(), "Peraturan tidak dikenal") || !strings.Contains(a.body, `<a href="/peraturan">Lihat semua peraturan</a>`) {
			t.Errorf("%s does not lead to the list", path)
		}
	}
	if a := s.get("/topik/raja"); a.status != http.StatusNotFound || strings.Contains(a.body, "Lihat semua peraturan") {
		t.Errorf("an unknown topic: %d", a.status)
	}
}

// The page of a regulation leads to its kind in the list where the list has that heading.
func TestAPageOfARegulationLeadsToItsKind(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	s.ruled()
	for path, want := range map[string]string{
		"/peraturan/pkpu/8/2024":  `Jenis <a href="/peraturan#pkpu">Peraturan KPU</a>`,
		"/peraturan/pkpu/77/2019": `Jenis <a href="/peraturan#pkpu">Peraturan KPU</a>`, // of others of its kind
		"/peraturan/pp/8/2024":    `Jenis <a href="/peraturan">Peraturan pemerintah</a>`,
	} {
		a := s.get(path)
		if !strings.Contains(a.body, want) {
			t.Errorf("%s lacks %s", path, want)
		}
		_, heading, linked := strings.Cut(want, "#")
		if heading, _, _ = strings.Cut(heading, `"`); linked && !strings.Contains(s.get("/peraturan").body, `id="`+heading+`"`) {
			t.Errorf("the list has no heading %s", heading)
		}
	}
}

// Pages name a regulation once, and say what the short way of writing it is.
func TestWordsAboutRegulations(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	s.ruled()
	for path, want := range map[string]string{
		"/peraturan":               "bagaimanapun cara menulisnya.",
		"/peraturan/pkpu/8/2024":   "Penulisan singkat PKPU 8/2024",
		"/?q=pkpu+8%2F2024":        "Dicari bagaimanapun cara menulisnya: Peraturan KPU Nomor 8 Tahun 2024.",
		"/kutipan?q=pkpu+8%2F2024": "Dicari bagaimanapun cara menulisnya: Peraturan KPU Nomor 8 Tahun 2024.",
		"/?regulation=pkpu/8/2024": "Peraturan KPU Nomor 8 Tahun 2024",
		"/saring/regulation":       "Peraturan KPU Nomor 8 Tahun 2024",
	} {
		a := s.get(path)
		if text := strings.Join(strings.Fields(sound(t, path, a.body).text()), " "); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q: %s", path, want, text)
		}
		words := strings.Join(strings.FieldsFunc(a.body, func(r rune) bool { return strings.ContainsRune(" \n:*+", r) }), " ")
		if strings.Contains(words, "Peraturan Peraturan") {
			t.Errorf("%s: a regulation of regulations", path)
		}
	}
	if a := s.get("/peraturan/pkpu/8/2024"); !strings.Contains(a.body, `<meta name="description" content="Peraturan KPU Nomor 8 Tahun 2024: 3 berita situs KPU`) {
		t.Error("the description names the regulation otherwise")
	}
}

func TestRegulationsAreAFacet(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	s.ruled()
	const rule = "regulation=pkpu/8/2024"
	for path, total := range map[string]int{
		"/v1/search?" + rule: 3,
		"/v1/search?regulation=uu/10/2016,pkpu%2F8%2F2024":  3,
		"/v1/search?regulation=uu/10/2016":                  1,
		"/v1/search?q=PKPU+No+8+Tahun+2024":                 3,
		"/v1/search?q=putusan+mk+20%2Fpuu-xvii%2F2019":      1,
		"/v1/search?q=putusan+mk+020%2FPUU%2F2019":          1,
		"/v1/search?regulation=putusan-mk/20-puu-xvii/2019": 1,
		"/v1/search?q=P.KPU+8%2F2024":                       3,
		"/v1/search?q=PKPU+8,+2024":                         3,
		"/v1/search?q=pkpu+ke-8+tahun+2024":                 3,
		"/v1/search?q=pkpu+nomoro+8+tahun+2024":             3,
		"/v1/search?q=U.U.+10%2F2016":                       1,
		"/v1/search?q=putusan+mk+nomor+55+tahun+2019":       1,
		"/v1/quotes?q=P.KPU+ke-8+tahun+2024":                1,
		"/v1/quotes?" + rule:                                1,
		"/v1/quotes?q=peraturan+kpu+nomor+8+tahun+2024":     1,
	} {
		if page := read[search.Page](t, s.get(path)); page.Total != total {
			t.Errorf("%s finds %d, want %d", path, page.Total, total)
		}
	}
	facet := read[struct{ Values []index.Count }](t, s.get("/v1/facets/regulation?prefix=pkpu+8"))
	if len(facet.Values) != 1 || facet.Values[0].Value != "pkpu/8/2024" || facet.Values[0].Label != "Peraturan KPU Nomor 8 Tahun 2024" || facet.Values[0].Count != 3 {
		t.Errorf("the facet has %+v", facet.Values)
	}
	if page := read[search.Page](t, s.get("/v1/search")); page.Facets["regulation"] != nil {
		t.Error("the facet is counted where it is not asked for")
	}
	if page := read[search.Page](t, s.get("/v1/search?facets=regulation")); len(page.Facets["regulation"]) != 5 {
		t.Errorf("counted %+v", page.Facets)
	}
	if unknown := read[search.Page](t, s.get("/v1/search?regulation=pkpu/8/2023")).Query.Unknown; len(unknown) != 1 || unknown[0].Meant[0].Value != "pkpu/8/2024" {
		t.Errorf("unknown: %+v", unknown)
	}
	if got := strings.Count(s.get("/v1/export?format=ndjson&"+rule).body, "\n"); got != 3 {
		t.Errorf("exported %d lines, want 3", got)
	}
	if got := len(s.feed(rule).Entries); got != 3 {
		t.Errorf("%d entries of the feed, want 3", got)
	}
	if got := s.get("/sitemap.xml?date=peraturan").body; strings.Count(got, "<loc>") != 6 || !strings.Contains(got, s.url+"/peraturan/pkpu/8/2024<") {
		t.Errorf("the sitemap: %s", got)
	}
	a := read[article.Article](t, s.get("/v1/articles/"+read[search.Page](t, s.get("/v1/search?regulation=uu/10/2016")).Hits[0].ID))
	if len(a.Regulations) != 2 || a.Regulations[1].ID != "uu/10/2016" || a.Regulations[1].Paragraph == nil {
		t.Errorf("the article names %+v", a.Regulations)
	}
}

func TestPagesOfResultsHaveRegulations(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	s.ruled()
	page := s.get("/?q=pkpu+no.+8+tahun+2024")
	text := sound(t, "/?q=", page.body).text()
	if !strings.Contains(page.body, `<a href="/peraturan/pkpu/8/2024">`) || !strings.Contains(text, "bagaimanapun cara menulisnya") {
		t.Error("the regulation of the text has no link")
	}
	if !strings.Contains(page.body, `name="regulation" value="pkpu/8/2024"`) {
		t.Error("regulations are no filter")
	}
	if a := s.get("/?regulation=pkpu/8/2024"); !strings.Contains(a.body, "Hapus filter") || !strings.Contains(a.body, "<strong>3</strong> berita") {
		t.Errorf("a chosen one: %d", a.status)
	}
	if a := s.get("/?regulation=PKPU+8/2024"); !strings.Contains(a.body, "Peraturan <q>PKPU 8/2024</q> tidak dikenal") || !strings.Contains(a.body, "?regulation=pkpu%2F8%2F2024") {
		t.Error("a name in place of an id is not told")
	}
	article := "/artikel/" + read[search.Page](t, s.get("/v1/search?regulation=uu/10/2016")).Hits[0].ID
	if a := s.get(article); !strings.Contains(a.body, `<a href="/peraturan/uu/10/2016">Undang-Undang Nomor 10 Tahun 2016</a>`) {
		t.Error("the article does not lead to the regulations that it names")
	}
}
