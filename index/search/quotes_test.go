package search_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

// A said is one quote of an article of its own.
type said struct {
	id, date, who, role string // role: "Ketua @33.74", "Ketua @Bawaslu Cilacap"; empty for none
	words, around       string
	title               string
	topics              []string
	publisher           string // satker; that of the role by default
}

// telling returns the article that has a quote.
func telling(s said) *article.Article {
	const before = "Rapat digelar. "
	a := cast.Plain(s.id, s.date, s.title, "")
	if a.Date == "" {
		a.Date = "2024-06-01"
	}
	if a.Title == "" {
		a.Title = "Rapat rutin"
	}
	a.Paragraphs = []string{before + s.words + " " + s.around}
	for _, t := range s.topics {
		a.Topics = append(a.Topics, article.Topic{ID: t, Score: 0.8})
	}
	o := article.Official{ID: "o", Name: s.who, Public: s.role != ""}
	q := article.Quote{
		ID: s.id, Kind: article.Direct, Text: s.words, Confidence: 0.95,
		Parts: []article.Part{{In: article.InParagraph, Span: article.Span{Start: len(before), End: len(before) + len(s.words)}}},
	}
	if s.who != "" {
		q.Speaker = &article.Person{ID: "o", Name: s.who}
	}
	code := s.publisher
	if title, at, ok := strings.Cut(s.role, " @"); ok {
		r := article.Role{Title: title, Satker: at}
		if at[0] > '9' {
			r = article.Role{Title: title, Office: at}
		} else if code == "" {
			code = at
		}
		o.Roles, q.Role = []article.Role{r}, &r
	}
	if code != "" {
		a.Publisher, a.Satker = &article.Office{Code: code}, []string{code}
	}
	if s.who != "" {
		a.Officials = []article.Official{o}
	}
	a.Quotes = []article.Quote{q}
	return a
}

// shelfOf returns a shelf with an article for each quote.
func shelfOf(t *testing.T, list ...said) *searchtest.Shelf {
	t.Helper()
	var articles []*article.Article
	for _, s := range list {
		articles = append(articles, telling(s))
	}
	return searchtest.NewShelf(t, articles...)
}

// foundQuotes returns mode and ids of what a text finds: "all a b".
func foundQuotes(s *searchtest.Shelf, text string) string {
	p := s.Ask(search.Query{Of: index.Quotes, Text: text})
	return strings.Join(append([]string{p.Query.Mode}, searchtest.IDs(p)...), " ")
}

// A table of queries over quotes, each with what it finds.
type asked struct{ why, text, want string }

func expectQuotes(t *testing.T, s *searchtest.Shelf, list []asked) {
	t.Helper()
	for _, c := range list {
		if got := foundQuotes(s, c.text); got != c.want {
			t.Errorf("%s: %q finds %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestASubjectCountsByItsPlace(t *testing.T) {
	t.Parallel()
	const wisnu, at = "Wisnu Hartawan", "Ketua @33.28"
	s := shelfOf(
		t,
		said{id: "topic", who: wisnu, role: at, words: "Kita kerja sama.", topics: []string{"pengadaan-logistik"}},
		said{id: "title", who: wisnu, role: at, words: "Kita kerja bersama.", title: "Logistik aman"},
		said{id: "around", who: wisnu, role: at, words: "Semua aman.", around: "Ia meninjau logistik pemilu."},
		said{id: "words", who: wisnu, role: at, words: "Semua logistik sudah tiba dan dijaga oleh petugas di gudang dengan baik sekali."},
		said{id: "other-words", who: "Rini Astuti", role: "Ketua @33.74", words: "Logistik logistik logistik."},
		said{id: "else", who: wisnu, role: at, words: "Selamat pagi."},
	)
	expectQuotes(t, s, []asked{
		{"name and subject", "wisnu hartawan logistik", "all words around title topic"},
		{"as a question", "apa kata wisnu hartawan soal logistik?", "all words around title topic"},
		{"the subject first", "logistik menurut pak wisnu", "all words around title topic"},
		{"in another form", "Wisnu Hartawan perlogistikan", "all words around title topic"},
		{"titles and degrees", "Dr. H. Wisnu Hartawan, S.H., M.H. logistik", "all words around title topic"},
		{"degrees in small letters", "dr h wisnu hartawan sh mh logistik", "all words around title topic"},
		{"post and name", "ketua wisnu hartawan logistik", "all words around title topic"},
		{"reversed", "hartawan wisnu logistik", "all words around title topic"},
		{"an initial", "wisnu h. logistik", "all words around title topic"},
		{"one word of the name", "wisnu logistik", "all words around title topic"},
		{"post at the office", "ketua kpu kabupaten tegal logistik", "all words around title topic"},
		{"no name", "logistik", "all other-words words around title topic"},
		{"the words said nothing", "wisnu hartawan kampanye", "any else title topic words around"},
		{"one of two words", "wisnu hartawan logistik kampanye", "most words around title topic"},
		{"misspelt", "wisnu hartawan logsitik", "all words around title topic"},
	})
	page := s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan logistik"})
	var matched []string
	for _, h := range page.Hits {
		matched = append(matched, h.Quote.Matched)
	}
	if want := []string{search.MatchedQuote, search.MatchedAround, search.MatchedTitle, search.MatchedTopic}; !slices.Equal(matched, want) {
		t.Errorf("found in %q, want %q", matched, want)
	}
	if page.Query.Subject != "logistik" {
		t.Errorf("subject %q", page.Query.Subject)
	}
	for _, h := range s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan kampanye"}).Hits {
		if h.Quote.Matched != "" {
			t.Errorf("%s has the subject in %q", h.ID, h.Quote.Matched)
		}
	}
}

func TestWordsOfOthersAreNotAround(t *testing.T) {
	t.Parallel()
	one, two := "Logistik lengkap.", "Semua aman."
	a := telling(said{id: "mine", who: "Wisnu Hartawan", role: "Ketua @33.28", words: two})
	a.Paragraphs = append([]string{"“" + one + "” kata Rini tentang gudang."}, a.Paragraphs...)
	a.Quotes[0].Parts[0].Paragraph = 1
	a.Officials = append(a.Officials, article.Official{ID: "p", Name: "Rini Astuti", Public: true, Roles: []article.Role{{Title: "Anggota", Satker: "33.28"}}})
	a.Quotes = append(a.Quotes, article.Quote{
		ID: "hers", Kind: article.Direct, Text: one, Confidence: 0.9, Speaker: &article.Person{ID: "p", Name: "Rini Astuti"},
		Parts: []article.Part{{In: article.InParagraph, Span: article.Span{Start: len("“"), End: len("“" + one)}}},
	}, article.Quote{
		ID: "unknown", Kind: article.Indirect, Text: "Rapat digelar", Confidence: 0.9,
		Parts: []article.Part{{In: article.InParagraph, Paragraph: 1, Span: article.Span{Start: 0, End: len("Rapat digelar")}}},
	})
	s := searchtest.NewShelf(t, a)
	expectQuotes(t, s, []asked{
		{"her words are not his", "wisnu hartawan logistik", "any mine"},
		{"nor those of an unknown speaker", "wisnu hartawan digelar", "any mine"},
		{"what the reporter writes is around", "wisnu hartawan gudang", "all mine"},
	})
}

func TestAPostMeansWhoHeldItOnTheDay(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "old", date: "2021-03-01", who: "Bagus Priyanto", role: "Ketua @33.74", words: "Gudang kita."},
		said{id: "old-silent", date: "2021-08-01", who: "Bagus Priyanto", publisher: "33.74", words: "Gudang lama."},
		said{id: "old-later", date: "2024-02-01", who: "Bagus Priyanto", publisher: "33.74", words: "Gudang sepi."},
		said{id: "old-former", date: "2025-01-01", who: "Bagus Priyanto", role: "Mantan Ketua @33.74", words: "Gudang dulu."},
		said{id: "new", date: "2024-03-01", who: "Nanda Prasetya", role: "Ketua @33.74", words: "Gudang baru."},
		said{id: "new-before", date: "2021-04-01", who: "Nanda Prasetya", role: "Anggota @33.74", words: "Gudang itu."},
		said{id: "acting", date: "2023-12-01", who: "Yuli Astuti", role: "Plt. Ketua @33.74", words: "Gudang sementara."},
		said{id: "both-ketua", date: "2022-02-01", who: "Tono Wibisono", role: "Ketua @33.74", words: "Gudang dua."},
		said{id: "both-anggota", date: "2022-09-01", who: "Tono Wibisono", role: "Anggota @33.74", words: "Gudang tiga."},
		said{id: "both-silent", date: "2022-10-01", who: "Tono Wibisono", publisher: "33.74", words: "Gudang empat."},
		said{id: "teknis", date: "2024-04-01", who: "Sari Dewanti", role: "Ketua Divisi Teknis Penyelenggaraan @33.74", words: "Gudang teknis."},
		said{id: "data", date: "2024-04-02", who: "Eka Yulianto", role: "Anggota Divisi Perencanaan, Data, dan Informasi @33.74", words: "Gudang data."},
		said{id: "sekretaris", date: "2024-05-01", who: "Hesti Lestari", role: "Sekretaris @33.74", words: "Gudang arsip."},
		said{id: "elsewhere", date: "2024-05-01", who: "Umi Fathoni", role: "Ketua @33.75", words: "Gudang lain."},
		said{id: "bawaslu", date: "2024-05-02", who: "Agung Nugroho", role: "Ketua @Bawaslu Kabupaten Cilacap", words: "Gudang diawasi."},
		said{id: "bawaslu-else", date: "2024-05-02", who: "Galih Nugroho", role: "Ketua @Bawaslu Kabupaten Banyumas", words: "Gudang terbuka."},
		said{id: "partai", date: "2024-05-03", who: "Dedi Kusnadi", role: "Ketua Umum @Partai Maju", words: "Gudang partai."},
	)
	expectQuotes(t, s, []asked{
		{"chairs on their days, by role or by years", "ketua kpu kota semarang gudang", "all new acting both-ketua old-silent old"},
		{"the year narrows", "ketua kpu kota semarang 2021", "all old-silent old"},
		{"only acting ones", "plt ketua kpu kota semarang", "all acting"},
		{"former ones", "mantan ketua kpu kota semarang gudang", "all old-former old-later"},
		{"members", "anggota kpu kota semarang gudang", "all data teknis both-anggota new-before"},
		{"all of the commission", "komisioner kpu kota semarang", "all data teknis new acting both-silent both-anggota both-ketua old-silent new-before old"},
		{"the secretary", "sekretaris kpu kota semarang", "all sekretaris"},
		{"a division", "kadiv teknis kpu kota semarang", "all teknis"},
		{"a division by another name of the post", "ketua divisi data kpu kota semarang", "all data"},
		{"a division without an office", "ketua divisi teknis", "all teknis"},
		{"any of the commission", "komisioner soal gudang", "all elsewhere data teknis new acting both-anggota both-ketua new-before old"},
		{"outside the KPU", "ketua bawaslu cilacap gudang", "all bawaslu"},
		{"in short", "ketum partai maju", "all partai"},
		{"a question", "siapa ketua kpu kota semarang 2024?", "all new"},
	})
}

func TestARosterGivesPosts(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "named", date: "2019-01-01", who: "Bagus Priyanto", role: "Anggota @33.74", words: "Arsip satu."},
		said{id: "chair", date: "2024-02-01", who: "Bagus Priyanto", publisher: "33.74", words: "Arsip dua."},
		said{id: "after", date: "2025-02-01", who: "Bagus Priyanto", publisher: "33.74", words: "Arsip tiga."},
	)
	s.Ask(search.Query{})
	if err := s.People.SetRoster(t.Context(), people.NewRoster(cast.RosterRows("Bagus Priyanto, Ketua @33.74 2023-06-01..2024-12-31"))); err != nil {
		t.Fatal(err)
	}
	expectQuotes(t, s, []asked{
		{"on the days of the roster", "ketua kpu kota semarang arsip", "all chair"},
		{"a member before", "anggota kpu kota semarang arsip", "all named"},
		{"the office alone", "kpu kota semarang arsip", "all chair named after"},
	})
}

func TestAnOfficeNarrowsByItsSpeakers(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "about", who: "Rini Astuti", role: "Ketua @33.75", words: "Logistik logistik.", publisher: "33.76"},
		said{id: "published", who: "Agung Nugroho", role: "Ketua @Bawaslu Tegal", words: "Logistik itu.", publisher: "33.76"},
		said{id: "spoken", who: "Wisnu Hartawan", role: "Ketua @33.76", words: "Semua siap.", around: "Logistik datang.", publisher: "33.28"},
		said{id: "else", who: "Umi Fathoni", role: "Ketua @33.74", words: "Logistik kami."},
	)
	got := s.Ask(search.Query{Of: index.Quotes, Text: "kpu kota tegal logistik"})
	if ids := searchtest.IDs(got); len(ids) != 3 || ids[0] != "spoken" || slices.Contains(ids, "else") {
		t.Errorf("found %q", ids)
	}
	want := []understand.UnderstoodOffice{{Code: "33.76", Name: "KPU Kota Tegal", Text: "kpu kota tegal"}}
	if !slices.Equal(got.Query.Offices, want) {
		t.Errorf("offices %+v, want %+v", got.Query.Offices, want)
	}
}

func TestOneNameInTwoOffices(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "tegal", who: "Siti Aminah", role: "Ketua @33.76", words: "Kita catat arsip."},
		said{id: "garut", who: "Siti Aminah", role: "Anggota @32.05", words: "Kita simpan arsip."},
	)
	expectQuotes(t, s, []asked{
		{"both", "siti aminah arsip", "all garut tegal"},
		{"by the office", "siti aminah kpu kota tegal arsip", "all tegal"},
		{"by the post", "ketua kpu kota tegal siti aminah", "all tegal"},
		{"by an office where the post was another's", "sekretaris kpu garut siti aminah arsip", "all garut"},
	})
	page := s.Ask(search.Query{Of: index.Quotes, Text: "apa kata bu siti aminah, s.pd. soal arsip"})
	if len(page.Query.People) != 2 {
		t.Fatalf("people %+v", page.Query.People)
	}
	for _, p := range page.Query.People {
		if p.Text != "siti aminah" || p.Rest != "apa kata soal arsip" {
			t.Errorf("person %+v", p)
		}
	}
	for _, p := range s.Ask(search.Query{Of: index.Quotes, Text: "apa kata siti aminah"}).Query.People {
		if p.Rest != "" {
			t.Errorf("rest %q", p.Rest)
		}
	}
}

func TestPeriodsNarrow(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "may23", date: "2023-05-04", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Arsip ditata."},
		said{id: "june23", date: "2023-06-04", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Arsip disimpan."},
		said{id: "nov25", date: "2025-11-04", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Pemilu berjalan.", around: "Pemilu 2024 selesai."},
		said{id: "other", date: "2024-05-04", who: "Rini Astuti", role: "Ketua @33.74", words: "Arsip dan pemilu."},
	)
	expectQuotes(t, s, []asked{
		{"a year", "wisnu hartawan arsip 2023", "all june23 may23"},
		{"a month", "wisnu hartawan mei 2023", "all may23"},
		{"a day", "wisnu hartawan 4 november 2025", "all nov25"},
		{"without a name", "arsip tahun 2023", "all june23 may23"},
		{"the period is dropped", "wisnu hartawan arsip 2024", "most june23 may23"},
		{"an event is no period", "wisnu hartawan pemilu 2024", "all nov25"},
		{"nothing on the subject", "wisnu hartawan kampanye 2023", "any june23 may23 nov25"},
	})
	if p := s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan arsip 2024"}); p.Query.Without != "2024" {
		t.Errorf("without %q", p.Query.Without)
	}
	if p := s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan pemilu 2024"}); p.Query.Subject != "pemilu 2024" || p.Query.Without != "" {
		t.Errorf("query %+v", p.Query)
	}
}

func TestASubjectOfFewQuotesIsFilledUp(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "both", date: "2023-05-04", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Arsip logistik ditata."},
		said{id: "newer", date: "2024-06-04", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Arsip disimpan."},
		said{id: "neither", date: "2024-06-05", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Gudang dikunci."},
		said{id: "other", date: "2024-05-04", who: "Rini Astuti", role: "Ketua @33.74", words: "Arsip logistik."},
	)
	expectQuotes(t, s, []asked{
		{"all words first, then some of them", "wisnu hartawan arsip logistik", "most both newer"},
		{"one word", "wisnu hartawan arsip", "all newer both"},
		{"no other quote has one", "wisnu hartawan gudang dikunci", "all neither"},
	})
	p := s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan arsip logistik"})
	if p.Query.All == nil || p.Query.All.Total != 1 {
		t.Errorf("quotes with all words: %+v, want 1", p.Query.All)
	}
	p = s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan arsip logistik", AllWords: true})
	if p.Total != 1 || p.Query.Mode != "all" {
		t.Errorf("all words wanted: %d quotes, mode %s", p.Total, p.Query.Mode)
	}
}

func TestNamesThatTheRegistryDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "expert", who: "Fulan Zarkasih", role: "Pakar @Universitas Jaya", words: "Arsip penting."},
		said{id: "about", who: "Rini Astuti", role: "Ketua @33.74", words: "Kita dengar Zubaidi."},
		said{id: "budi", who: "Budi Santoso", role: "Ketua @33.28", words: "Silakan masuk."},
		said{id: "virtue", who: "Rini Astuti", role: "Ketua @33.74", words: "Jaga budi pekerti."},
	)
	expectQuotes(t, s, []asked{
		{"unknown, in the words", "pak zubaidi", "all about"},
		{"unknown, nothing is corrected", "apa kata pak zubaida", "all"},
		{"by the role", "apa kata pakar soal arsip", "all expert"},
		{"an ordinary word stays soft", "budi", "all virtue budi"},
		{"behind a title it is a name", "pak budi", "all budi"},
		{"a person without words", "kutipan budi santoso soal arsip", "any budi"},
	})
}

func TestWhoHasNoQuotesIsLookedForByWords(t *testing.T) {
	t.Parallel()
	silent := cast.Plain("silent", "2024-01-01", "Rapat", "Kadir Ismoyo hadir.")
	silent.Officials = []article.Official{{ID: "k", Name: "Kadir Ismoyo", Public: true, Roles: []article.Role{{Title: "Anggota", Satker: "33.74"}}}}
	s := searchtest.NewShelf(t, silent, telling(said{id: "on-him", who: "Rini Astuti", role: "Ketua @33.74", words: "Kita sambut Kadir Ismoyo."}))
	expectQuotes(t, s, []asked{{"words about him", "pak kadir ismoyo", "all on-him"}})
}

func TestNicknamesAndFrames(t *testing.T) {
	t.Parallel()
	nicknamed := telling(said{id: "inu", who: "Handi Tri Ujiono", role: "Ketua @33", words: "Arsip kita."})
	nicknamed.Officials[0].Aliases = []string{"Inuk"}
	s := searchtest.NewShelf(t, nicknamed, telling(said{id: "remembered", who: "Rini Astuti", role: "Ketua @33.74", words: "Apa kata rakyat nanti soal itu."}))
	expectQuotes(t, s, []asked{
		{"a nickname", "pak inuk soal arsip", "all inu"},
		{"a nickname beside the name", "handi inuk", "all inu"},
		{"inside quotation marks nothing is a frame", `siapa yang bilang "apa kata rakyat"`, "all remembered"},
		{"nothing but frames", "apa kata", "all remembered"},
		{"frames in the middle", "siapa yang ngomong rakyat dong", "all remembered"},
		{"who is asked for on another", "apa kata rini astuti tentang handi tri ujiono", "any remembered"},
	})
}

func TestAWordBeforeAPeriodTurnsItsQuotes(t *testing.T) {
	t.Parallel()
	const wisnu, at = "Wisnu Hartawan", "Ketua @33.28"
	s := shelfOf(
		t,
		said{id: "2023", date: "2023-12-31", who: wisnu, role: at, words: "Logistik satu."},
		said{id: "2024", date: "2024-05-31", who: wisnu, role: at, words: "Logistik dua."},
		said{id: "2025", date: "2025-01-01", who: wisnu, role: at, words: "Logistik tiga."},
		said{id: "other", date: "2024-06-01", who: "Rini Astuti", role: "Ketua @33.74", words: "Logistik empat."},
	)
	for text, want := range map[string]string{
		"2024":                               "2024",
		"sebelum 2024":                       "2023",
		"sebelum juni 2024":                  "2023 2024",
		"sebelum 31 mei 2024":                "2023",
		"sampai 2024":                        "2023 2024",
		"hingga mei 2024":                    "2023 2024",
		"s.d. 2023":                          "2023",
		"s/d 30 mei 2024":                    "2023",
		"sejak 2024":                         "2024 2025",
		"mulai juni 2024":                    "2025",
		"dari 31 mei 2024":                   "2024 2025",
		"setelah 2023":                       "2024 2025",
		"sesudah mei 2024":                   "2025",
		"pasca 31 desember 2023":             "2024 2025",
		"2023-2024":                          "2023 2024",
		"2023–2024":                          "2023 2024",
		"2024 - 2025":                        "2024 2025",
		"mei 2024 – januari 2025":            "2024 2025",
		"2023 sampai 2024":                   "2023 2024",
		"2024 hingga 1 januari 2025":         "2024 2025",
		"2023 s.d. april 2024":               "2023",
		"dari 2023 sampai mei 2024":          "2023 2024",
		"antara 2023 dan 2024":               "2023 2024",
		"antara juni 2024 dan desember 2025": "2025",
		"2025 - 2023":                        "2023 2025", // two periods
		"2025 sampai 2023":                   "2023 2025",
	} {
		for _, query := range []string{"wisnu hartawan " + text, text + " wisnu hartawan", "apa kata wisnu hartawan soal logistik " + text} {
			p := s.Ask(search.Query{Of: index.Quotes, Text: query})
			got := searchtest.IDs(p)
			slices.Sort(got)
			if found := strings.Join(got, " "); found != want || p.Query.Mode != understand.ModeAll {
				t.Errorf("%q finds %q (%s), want %q (all)", query, found, p.Query.Mode, want)
			}
		}
	}
	p := s.Ask(search.Query{Of: index.Quotes, Text: "wisnu hartawan logistik setelah 2025"})
	if p.Query.Without != "setelah 2025" || p.Query.Subject != "logistik" || len(p.Hits) != 3 {
		t.Errorf("nothing then: without %q, subject %q, %d quotes", p.Query.Without, p.Query.Subject, len(p.Hits))
	}
	p = s.Ask(search.Query{Of: index.Quotes, Text: "[Wisnu Hartawan]… logistik"})
	if len(p.Query.Understood) == 0 || p.Query.Understood[0] != "wisnu hartawan" {
		t.Errorf("a name between marks is understood as %q", p.Query.Understood)
	}
}

// A short form of a name, which articles do not give, is offered as the name of the only person
// who fits the office or the subject.
func TestAShortNameIsOffered(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "a", who: "Fitriani Lasena", role: "Anggota @72.71", words: "Saksi kita latih."},
		said{id: "b", who: "Fitria Ningsih", role: "Anggota @33.28", words: "Gudang kita kunci."},
		said{id: "c", who: "Fitriyah Ulfa", role: "Ketua @33.74", words: "Saksi kita undang."},
		said{id: "d", who: "Rahmat Hidayat", role: "Ketua @72.71", words: "Kampanye kita awasi."},
		said{id: "e", who: "Wahyuni Sari", role: "Anggota @33.74", words: "Kotak kita hitung."},
		said{id: "f", who: "Wahyu Adi", role: "Anggota @33.28", words: "Kotak kita periksa."},
	)
	for text, want := range map[string]string{
		"bu fitri kpu kota palu":            "bu Fitriani Lasena kpu kota palu",
		"Bu Fitri KPU Kota Palu soal saksi": "Bu Fitriani Lasena KPU Kota Palu soal saksi",
		"fitri kpu kota palu":               "Fitriani Lasena kpu kota palu",
		"bu fitri gudang":                   "bu Fitria Ningsih gudang",
		"bu wahyu kpu kota semarang":        "bu Wahyuni Sari kpu kota semarang", // the one with the name is of another office
		"bu fitri saksi":                    "",                                  // two
		"bu fitri":                          "",                                  // three
		"bu fitri kampanye":                 "",                                  // none
		"bu fitriani kpu kota palu":         "",                                  // she is found
	} {
		if got := s.Ask(search.Query{Of: index.Quotes, Text: text}).Query.Offered; got != want {
			t.Errorf("%q: %q is offered, want %q", text, got, want)
		}
		if got := s.Ask(search.Query{Of: index.Quotes, Text: text, AsTyped: true}).Query.Offered; got != "" {
			t.Errorf("%q as typed: %q is offered", text, got)
		}
	}
}
