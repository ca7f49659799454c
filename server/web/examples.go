package web

import (
	"net/url"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/understand"
)

// plainNames names things by their ids.
type plainNames struct{}

func (plainNames) Satker(code string) string { return code }
func (plainNames) Topic(id string) string    { return id }

// examples are views with something in every place, by which New tries the
// templates.
func examples() map[string]any {
	const base = "https://warta.example"
	corrected, next, parent := "arsip", "c", "33"
	office := &article.Office{Code: "33.74", Name: "KPU Kota Semarang"}
	role := &article.Role{Title: "Ketua", Office: "KPU Provinsi Jawa Tengah", Satker: "33"}
	quote := article.Quote{
		ID: "q1", Kind: article.Direct, Text: "Kami siap.", Parts: []article.Part{{In: article.InParagraph, Span: article.Span{Start: 1, End: 11}}},
		Speaker: &article.Person{ID: "budi-santoso", Name: "Budi Santoso"}, Role: role, Because: "verb", Confidence: 0.9,
	}
	hit := search.Hit{
		ID: "a1", URL: "https://kota-semarang.kpu.go.id/1", Title: "Arsip", TitleHTML: "<mark>Arsip</mark>", SnippetHTML: "… <mark>arsip</mark> …",
		Date: "2025-11-04", Publisher: office, Officials: []search.Named{{ID: "budi-santoso", Name: "Budi Santoso"}},
		Topics: []search.Labelled{{ID: "arsip", Label: "Arsip"}}, Copies: 2,
	}
	said := hit
	said.Quote = &search.QuoteHit{Quote: quote, TextHTML: "Kami <mark>siap</mark>."}
	facets := map[string][]index.Count{
		index.FacetSatker: {{Value: "33", Label: "Jawa Tengah", Count: 3, Selected: true}, {Value: "33.74", Label: "Kota Semarang", Count: 2, Parent: &parent}},
		index.FacetDate:   {{Value: "2025-11", Count: 2}, {Value: index.NoDate, Count: 1}},
	}
	page := &search.Page{
		Total: 2, Query: understand.Understood{
			Mode: "any", All: &understand.AllWords{Total: 1}, Corrected: &corrected, Dropped: "words", Cut: true, ManyNames: true, ManyPosts: true,
			Regulations: []understand.UnderstoodRegulation{{ID: "pkpu/8/2024", Label: "Peraturan KPU Nomor 8 Tahun 2024"}},
		},
		Hits: []search.Hit{hit}, Facets: facets, Next: &next, Previous: &next, Number: 2, Moved: true,
		Near: []search.NearPage{{Number: 1, Cursor: "b"}, {Number: 2, Cursor: "c", Current: true}},
	}
	page.Query.NotTimes = []string{"31 februari", "mei 1890"}
	page.Query.Hint, page.Query.WithoutMarks = "words", []string{"siap", "kerja"}
	quotes := *page
	quotes.Query.Excluded = []string{"siap", "kerja"}
	quotes.Hits = []search.Hit{said}
	quotes.Query.Without, quotes.Query.WithoutPost = "2019", "ketua kpu bali"
	quotes.Query.OtherTimes = &understand.OtherTimes{Text: "ketua kpu bali", Period: "2019", Total: 2}
	quotes.Next, quotes.Cut = nil, &search.Cut{Reachable: 1000}
	q := search.Query{Text: "arsp", Satker: []string{"33"}, From: "2025-01-01", Publisher: []string{"33"}, Cursor: "x"}
	a := &article.Article{
		ID: "a1", URL: hit.URL, Title: "Arsip", Section: "Berita", Publisher: office, Origin: "33", Date: "2025-11-04", EventDates: []string{"2025-11-04"},
		Paragraphs: []string{"“Kami siap,” kata Budi Santoso."}, Captions: []string{"Suasana"}, Satker: []string{"33"}, Quotes: []article.Quote{quote},
		Officials:   []article.Official{{ID: "budi-santoso", Name: "Budi Santoso", Public: true, Roles: []article.Role{*role}}},
		Regulations: []article.Regulation{{ID: "pkpu/8/2024", Label: "Peraturan KPU Nomor 8 Tahun 2024"}},
		Topics:      []article.Topic{{ID: "arsip", Score: 1}}, Credits: &article.Credits{Text: "(bs)"},
	}
	forQuotes := q
	forQuotes.Of = index.Quotes
	subject := NewSubjectView(base, "/pejabat/budi-santoso", "Pejabat", "Budi Santoso", url.Values{"official": {"budi-santoso"}}, page.Hits, 1)
	subject.AddQuotes(quotes.Hits, 1)
	subject.AddIndirect(2)
	subject.AddFact("Di bawah", "KPU Provinsi Jawa Tengah", "/satker/33")
	subject.AddRole(*role, "2025-01-01", "2025-11-04")
	subject.AddListed("Ketua", "KPU Provinsi Jawa Tengah", "2023-10-24", "2028-10-24")
	subject.AddFacet("Menurut satuan kerja", index.FacetSatker, facets[index.FacetSatker])
	subject.AddMonths([]index.Count{{Value: "2025-11", Count: 2}, {Value: "2025-09", Count: 1}})
	subject.AddPerson("budi-santoso", []article.Role{*role})
	subject.AddShortName("Budi", "KPU Kota Semarang", "satu-satunya", 2)
	subject.AddMaybeSame("budi-santoso-33", "Budi Santoso", 3, []string{"Anggota, KPU Provinsi Jawa Tengah (2019–2023)"})
	people := NewPeopleView(base, "budi", []index.Count{{Value: "budi-santoso", Label: "Budi Santoso", Detail: "KPU", Count: 3}}, "b", "c")
	people.AddLike([]search.Suggestion{{Value: "budi-santosa", Label: "Budi Santosa", Detail: "KPU"}})
	found := NewSearchView(base, "/", q, page, plainNames{})
	found.AddNearby([]search.Suggestion{{Kind: search.SuggestTopic, Value: "arsip", Label: "Arsip"}})
	found.AddPersonCard(base, Whom{ID: "budi-santoso", Name: "Budi Santoso", Posts: "Ketua KPU Kota Semarang 2025"}, quotes.Hits)
	words := NewSearchView(base, "/kutipan", forQuotes, &quotes, plainNames{})
	budi := Whom{ID: "budi-santoso", Name: "Budi Santoso", Posts: "Ketua KPU Kota Semarang 2019–2024", Rest: "arsip"}
	words.AddQuestion(forQuotes, "budi", []Whom{budi, budi})
	words.AddPerson(budi)
	words.SetSubject("arsip")
	copied := NewArticleView(base, a, plainNames{})
	copied.AddCopies(page.Hits)
	copied.AddSimilar(page.Hits)
	copied.AddVersions([]archive.Version{{Version: 2, Article: a}, {Version: 1, Article: &article.Article{}}}, 1)
	now := *said.Quote
	now.Text = "Kami sudah siap."
	said.Version = 1
	said.Places = []search.Place{{Article: "a2", Quote: "q2", URL: hit.URL, Date: hit.Date, Publisher: office}}
	shown := NewQuotePageView(base, archive.FoundQuote{Hit: said, Dropped: &archive.DroppedQuote{LastVersion: 1, Now: &now}, Earlier: &archive.EarlierTelling{LastVersion: 1, Speaker: said.Quote.Speaker}})
	shown.AddCorrection(NewCorrection(archive.FoundQuote{Hit: said, Hidden: true}, []search.Suggestion{{Value: "budi-santoso", Label: "Budi Santoso"}}, "budi", "Humas", "x", true))
	return map[string]any{
		"signin":      NewSignInView("/kutipan", "Bukan kunci."),
		"quote":       shown,
		"facet":       NewFacetView(index.FacetSatker, q, "k", facets[index.FacetSatker], "c", plainNames{}),
		"widget":      NewWidgetView(base, "33", "KPU", []Value{{Value: "33", Label: "KPU", Selected: true}}),
		"subject":     subject,
		"people":      people,
		"regulations": NewRegulationsView(base, []index.Count{{Value: "pkpu/8/2024", Count: 2}, {Value: "pkpu/3/2022", Count: 1}}, true),
		"docs": &DocsView{Head: Head{Path: "/"}, Intro: []string{"One `two`."}, Groups: []DocGroup{{Name: "search", Calls: []DocCall{{
			ID: "search", Method: "GET", Path: "/v1/search", Need: "read", Text: []string{"x"}, Curl: "x",
			Parameters: []DocParameter{{Name: "q", In: "path", Values: "1", Default: "2"}}, Answers: []DocAnswer{{Example: "{}"}},
		}}}}},
		"problemtype": &ProblemTypeView{Head: Head{Path: "/"}, Slug: "gone", Status: 410},
		"search":      found,
		"quotes":      words,
		"article":     copied,
		"problem":     &ProblemView{Head: Head{Title: "Tidak ada", Path: "/"}, Status: 404, Heading: "Tidak ada", Text: "Tidak ada.", RequestID: "1"},
	}
}
