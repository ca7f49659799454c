package archive_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/internal/race"
)

// A shelf is a searcher with the fake engine behind it.
type shelf struct {
	*search.Searcher
	t        *testing.T
	engine   indextest.Fake
	readings indextest.Readings
	mark     uint64
	clock    time.Time
}

func newShelf(t *testing.T, articles ...*article.Article) *shelf {
	t.Helper()
	s := &shelf{t: t, clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	s.Searcher = search.New(&s.engine, &s.readings, func() time.Time { return s.clock })
	s.put(articles...)
	return s
}

func (s *shelf) put(articles ...*article.Article) {
	s.t.Helper()
	var changes []index.Change
	for _, a := range articles {
		changes = append(changes, index.Change{ID: a.ID, Article: a})
	}
	s.mark++
	if err := s.engine.Apply(s.t.Context(), changes, s.mark); err != nil {
		s.t.Fatal(err)
	}
	s.readings.Apply(changes...)
}

func (s *shelf) ask(q search.Query) *search.Page {
	s.t.Helper()
	if q.Size == 0 {
		q.Size = 10
	}
	page, err := s.Search(s.t.Context(), q)
	if err != nil {
		s.t.Fatalf("%+v: %v", q, err)
	}
	return page
}

func hitIDs(p *search.Page) []string {
	ids := []string{}
	for _, h := range p.Hits {
		if h.Quote != nil {
			ids = append(ids, h.Quote.ID)
		} else {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// seed is an article in the form of the real ones.
func seed() *article.Article {
	return &article.Article{
		ID: "seed", URL: "https://kota-semarang.kpu.go.id/berita/1", Title: "KPU Dorong Penguatan SDM",
		Date: "2025-11-04", DateBasis: "event", EventDates: []string{"2025-11-04"},
		Publisher: &article.Office{Code: "33.74"}, Satker: []string{"33", "33.74"},
		Paragraphs: []string{
			"KPU Provinsi Jawa Tengah menata arsip dan memperkuat kelembagaan.",
			"“Kita perlu terus memperkuat komunikasi,” ujar Handi Tri Ujiono.",
		},
		Officials: []article.Official{{ID: "handi-tri-ujiono", Name: "Handi Tri Ujiono", Public: true}},
		Quotes: []article.Quote{{
			ID: "seed-1", Kind: article.Direct, Text: "Kita perlu terus memperkuat komunikasi,", Confidence: 0.98,
			Parts:   []article.Part{{In: article.InParagraph, Paragraph: 1, Span: article.Span{Start: 3, End: 42}}},
			Speaker: &article.Person{ID: "handi-tri-ujiono", Name: "Handi Tri Ujiono"},
			Role:    &article.Role{Title: "Ketua", Office: "KPU Provinsi Jawa Tengah", Satker: "33"},
		}, {
			ID: "seed-2", Kind: article.Indirect, Text: "pentingnya arsip", Confidence: 0.6,
		}},
		Topics: []article.Topic{{ID: "silog", Score: 0.6}},
	}
}

func TestSearchAnswersInTheFormOfTheContract(t *testing.T) {
	t.Parallel()
	s := newShelf(t, seed(), cast.Plain("other", "", "Logistik pemilu", "Surat suara tiba."))
	got := s.ask(search.Query{Text: "arsip", Highlight: true, Collapse: true, Facets: []search.FacetRequest{
		{Name: "official", Size: 5}, {Name: "satker", Size: 5}, {Name: "topic", Size: 5}, {Name: "date", Size: 5},
	}})
	if got.Total != 1 || got.TotalArticles != 1 || got.Next != nil || got.Mark != 1 {
		t.Errorf("total %d of %d, next %v, mark %d", got.Total, got.TotalArticles, got.Next, got.Mark)
	}
	hit := got.Hits[0]
	if hit.Score <= 0 || hit.Article == nil {
		t.Errorf("hit %+v", hit)
	}
	hit.Score, hit.Article = 0, nil
	want := search.Hit{
		ID: "seed", URL: "https://kota-semarang.kpu.go.id/berita/1", Title: "KPU Dorong Penguatan SDM",
		TitleHTML:   "KPU Dorong Penguatan SDM",
		SnippetHTML: "KPU Provinsi Jawa Tengah menata <mark>arsip</mark> dan memperkuat kelembagaan.",
		Date:        "2025-11-04", DateBasis: "event", EventDates: []string{"2025-11-04"},
		Publisher: &article.Office{Code: "33.74", Name: "KPU Kota Semarang"},
		Officials: []search.Named{{ID: "handi-tri-ujiono", Name: "Handi Tri Ujiono"}},
		Topics:    []search.Labelled{{ID: "silog", Label: "Silog"}},
	}
	if !reflect.DeepEqual(hit, want) {
		t.Errorf(" got %+v\nwant %+v", hit, want)
	}
	facets := map[string][]index.Count{
		"official": {{Value: "handi-tri-ujiono", Label: "Handi Tri Ujiono", Count: 1}},
		"satker":   {{Value: "33", Label: "Jawa Tengah", Count: 1}, {Value: "33.74", Label: "KPU Kota Semarang", Count: 1, Parent: new("33")}},
		"topic":    {{Value: "logistik", Label: "Logistik", Count: 1}, {Value: "silog", Label: "Silog", Count: 1, Parent: new("logistik")}},
		"date":     {{Value: "2025-11", Count: 1}},
	}
	if !reflect.DeepEqual(got.Facets, facets) {
		t.Errorf("facets\n got %+v\nwant %+v", got.Facets, facets)
	}
}

func TestQuotesAnswerByThemselves(t *testing.T) {
	t.Parallel()
	s := newShelf(t, seed())
	got := s.ask(search.Query{Of: index.Quotes, Official: []string{"handi-tri-ujiono"}, Text: "kuat", Highlight: true})
	if got.Total != 1 {
		t.Fatalf("%d quotes, want 1", got.Total)
	}
	q := got.Hits[0].Quote
	if q.ID != "seed-1" || q.Role.Title != "Ketua" || q.Speaker.Name != "Handi Tri Ujiono" || q.Paragraph != 1 ||
		q.TextHTML != "Kita perlu terus <mark>memperkuat</mark> komunikasi," || q.Link != "/artikel/seed#kutipan-seed-1" ||
		q.Source != "https://kota-semarang.kpu.go.id/berita/1#:~:text=Kita%20perlu%20terus%20memperkuat%20komunikasi%2C" {
		t.Errorf("quote %+v", q)
	}
	for _, c := range []struct {
		why  string
		q    search.Query
		want []string
	}{
		{"indirect ones are left out by default", search.Query{}, []string{"seed-1"}},
		{"and found when asked for", search.Query{QuoteKind: []article.QuoteKind{article.Indirect}}, []string{"seed-2"}},
		{"confidence is a floor", search.Query{QuoteKind: []article.QuoteKind{article.Indirect, article.Direct}, MinConfidence: 0.98}, []string{"seed-1"}},
		{"office and role are those of then", search.Query{Office: []string{"33"}, Role: []string{"KETUA"}}, []string{"seed-1"}},
		{"another office is not", search.Query{Office: []string{"32"}}, []string{}},
		{"an article's offices narrow too", search.Query{Satker: []string{"33.74"}}, []string{"seed-1"}},
	} {
		c.q.Of = index.Quotes
		if got := hitIDs(s.ask(c.q)); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.why, got, c.want)
		}
	}
}

// What a speaker's office takes in is what a satker takes in.
func TestTheOfficeOfASpeakerTakesInThoseBelowIt(t *testing.T) {
	t.Parallel()
	var list []*article.Article
	for _, code := range []string{"00", "32.73", "33", "33.17", "33.74", ""} {
		a := cast.Plain("of"+code, "", "x", "Kita siap.")
		a.Quotes = []article.Quote{{ID: "q" + code, Kind: article.Direct, Text: "Kita siap.", Role: &article.Role{Title: "Ketua", Satker: code}}}
		if code != "" {
			a.Satker = []string{code}
		}
		list = append(list, a)
	}
	s := newShelf(t, list...)
	for _, c := range []struct{ codes, want []string }{
		{[]string{"33"}, []string{"q33", "q33.17", "q33.74"}},
		{[]string{"33.self"}, []string{"q33"}},
		{[]string{"33.74"}, []string{"q33.74"}},
		{[]string{"33.74.self"}, []string{"q33.74"}},
		{[]string{"32"}, []string{"q32.73"}},
		{[]string{"32.self"}, []string{}},
		{[]string{"00"}, []string{"q00"}},
		{[]string{"3"}, []string{}},
		{[]string{"32", "33.self"}, []string{"q32.73", "q33"}},
	} {
		for field, q := range map[string]search.Query{"office": {Office: c.codes}, "satker": {Satker: c.codes}} {
			q.Of = index.Quotes
			got := hitIDs(s.ask(q))
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s=%q found %q, want %q", field, c.codes, got, c.want)
			}
		}
	}
}

func TestWhatWordsMean(t *testing.T) {
	t.Parallel()
	s := newShelf(
		t, seed(),
		cast.Plain("long", "2025-01-01", "Pengembangan sumber daya manusia", "Rapat di aula."),
		cast.Plain("act", "2025-02-01", "Undang-undang pemilu", "Isi undang undang itu."),
		cast.Plain("form", "2025-03-01", "Formulir", "Diisi oleh pemilih dan dikuatkan saksi."),
	)
	for _, c := range []struct {
		why, text, mode string
		understood      []string
		want            []string
	}{
		{"a word finds its family", "penguatan", "all", []string{"kuat"}, []string{"form", "seed"}},
		{"an acronym finds its long form", "sdm", "all", []string{"sdm | sumber daya manusia"}, []string{"long", "seed"}},
		{"and the other way round", "sumber daya manusia", "all", []string{"sumber daya manusia | sdm"}, []string{"long", "seed"}},
		{"all words are wanted", "arsip komunikasi", "all", []string{"arsip", "komunikasi"}, []string{"seed"}},
		{"else any of them", "arsip formulir", "any", []string{"arsip", "formulir"}, []string{"form", "seed"}},
		{"quotation marks mean exactly this", `"memperkuat kelembagaan"`, "all", []string{`"memperkuat kelembagaan"`}, []string{"seed"}},
		{"and not the family", `"penguatan kelembagaan"`, "all", []string{`"penguatan kelembagaan"`}, []string{}},
		{"they are never widened", `"menata arsip" formulir`, "any", []string{`"menata arsip"`, "formulir"}, nil},
		{"a minus excludes the family", "kuat -arsip", "all", []string{"kuat", "-arsip"}, []string{"form"}},
		{"an exclusion alone is from everything", "-arsip", "all", []string{"-arsip"}, []string{"act", "form", "long"}},
		{"one of two", "arsip OR formulir", "all", []string{"arsip", "formulir"}, []string{"form", "seed"}},
		{"a beginning", "formul*", "all", []string{"formul*"}, []string{"form"}},
		{"stop words beside others only weigh", "arsip yang dan", "all", []string{"arsip"}, []string{"seed"}},
		{"stop words alone are words", "oleh dan", "all", []string{"oleh", "dan"}, []string{"form"}},
		{"a compound in both spellings", "undang-undang", "all", nil, []string{"act"}},
		{"a compound without the hyphen", "undang undang", "all", nil, []string{"act"}},
		{"by title", "judul:undang", "all", nil, []string{"act"}},
		{"by what was said", "kutipan:komunikasi", "all", nil, []string{"seed"}},
		{"by who", "pejabat:handi", "all", []string{"pejabat:handi"}, []string{"seed"}},
		{"by office", "satker:33.74", "all", []string{"satker:33.74"}, []string{"seed"}},
		{"by the name of an office", `satker:"kota semarang"`, "all", nil, []string{"seed"}},
		{"by topic", "topik:logistik", "all", nil, []string{"seed"}},
		{"by date", "tanggal:2025-02", "all", nil, []string{"act"}},
		{"a field that names nothing is a word", "tanggal:formulir", "all", []string{"formulir"}, []string{"form"}},
		{"nothing is everything", " ! ", "none", []string{}, []string{"act", "form", "long", "seed"}},
	} {
		got := s.ask(search.Query{Text: c.text})
		ids := hitIDs(got)
		slices.Sort(ids)
		if c.want != nil && !slices.Equal(ids, c.want) {
			t.Errorf("%s: %q found %q, want %q", c.why, c.text, ids, c.want)
		}
		if c.want != nil && got.Query.Mode != c.mode {
			t.Errorf("%s: %q has mode %s, want %s", c.why, c.text, got.Query.Mode, c.mode)
		}
		if c.understood != nil && !slices.Equal(got.Query.Understood, c.understood) {
			t.Errorf("%s: %q is understood as %q, want %q", c.why, c.text, got.Query.Understood, c.understood)
		}
	}
}

func TestWhatIsTooMuchIsLeftOutAndSaid(t *testing.T) {
	t.Parallel()
	s := newShelf(t, seed())
	for _, text := range []string{strings.Repeat("arsip ", 40), "arsip " + strings.Repeat("x", 2000)} {
		if got := s.ask(search.Query{Text: text}); got.Query.Dropped == "" {
			t.Errorf("%.20q…: nothing is said of what was left out", text)
		}
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	dated := func(id, date string, events ...string) *article.Article {
		a := cast.Plain(id, date, "x", "y")
		a.EventDates = events
		return a
	}
	s := newShelf(t, dated("a", "2023-12-31"), dated("b", "2024-02-29"), dated("c", "2024-12-31", "2025-01-02"), dated("d", "2025-01-01"), dated("e", ""))
	for _, c := range []struct {
		why  string
		q    search.Query
		want []string
	}{
		{"from and to are both included", search.Query{From: "2023-12-31", To: "2024-12-31"}, []string{"c", "b", "a"}},
		{"within one month", search.Query{From: "2024-02-02", To: "2024-02-29"}, []string{"b"}},
		{"an open end", search.Query{From: "2024-12-31"}, []string{"d", "c"}},
		{"an open beginning", search.Query{To: "2024-02-28"}, []string{"a"}},
		{"the wrong way round is nothing", search.Query{From: "2025-01-01", To: "2024-01-01"}, []string{}},
		{"a year, a month, a day or none", search.Query{Date: []string{"2025", "2024-02", "2023-12-31", "none"}}, []string{"d", "b", "a", "e"}},
		{"event dates", search.Query{From: "2025-01-01", EventDate: true}, []string{"c"}},
		{"none of the event dates", search.Query{Date: []string{"none"}, EventDate: true}, []string{"d", "b", "a", "e"}},
		{"oldest first", search.Query{Sort: index.Oldest}, []string{"a", "b", "c", "d", "e"}},
	} {
		if got := hitIDs(s.ask(c.q)); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.why, got, c.want)
		}
	}
}

func TestChosenValuesStayInTheirFacet(t *testing.T) {
	t.Parallel()
	s := newShelf(t, seed())
	got := s.ask(search.Query{
		Satker: []string{"33.self", "32", "33.74"}, Date: []string{"2025", "2024-05"}, Topic: []string{"debat"},
		Facets: []search.FacetRequest{{Name: "satker", Size: 1}, {Name: "date", Size: 1}, {Name: "topic", Size: 9}},
	})
	want := map[string][]index.Count{
		"satker": {
			{Value: "33", Label: "Jawa Tengah"},
			{Value: "32", Label: "Jawa Barat", Selected: true},
			{Value: "33.74", Label: "KPU Kota Semarang", Parent: new("33"), Selected: true},
			{Value: "33.self", Label: "KPU Provinsi Jawa Tengah", Parent: new("33"), Selected: true},
		},
		"topic": {
			{Value: "logistik", Label: "Logistik", Count: 1},
			{Value: "silog", Label: "Silog", Count: 1, Parent: new("logistik")},
			{Value: "debat", Label: "Debat publik", Parent: new("kampanye"), Selected: true},
		},
	}
	// Nothing is about debat, so what the other facets count is nothing.
	want["satker"] = want["satker"][1:]
	delete(want, "date")
	for name, list := range want {
		if !reflect.DeepEqual(got.Facets[name], list) {
			t.Errorf("%s\n got %+v\nwant %+v", name, got.Facets[name], list)
		}
	}
	values := []string{}
	for _, c := range got.Facets["date"] {
		values = append(values, c.Value)
	}
	if !slices.Contains(values, "2025") || !slices.Contains(values, "2024-05") {
		t.Errorf("date has %q, want what was chosen in it", values)
	}
}

func TestFacetsArePagedAndSearched(t *testing.T) {
	t.Parallel()
	var all []*article.Article
	for i := range 30 {
		name := fmt.Sprintf("Orang Nomor%02d", i)
		a := cast.Plain(fmt.Sprint(i), "", "x", "y")
		a.Officials = []article.Official{{ID: indextest.Slug(name), Name: name, Public: true}}
		all = append(all, a)
	}
	s := newShelf(t, all...)
	var seen []string
	for after := 0; after < 30; after += 7 {
		for _, c := range s.ask(search.Query{Facets: []search.FacetRequest{{Name: "official", Size: 7, After: after}}}).Facets["official"] {
			seen = append(seen, c.Label)
		}
	}
	if len(slices.Compact(seen)) != 30 {
		t.Errorf("paged through %d values, want 30", len(seen))
	}
	got := s.ask(search.Query{Facets: []search.FacetRequest{{Name: "official", Size: 9, Prefix: "NOMOR2"}}}).Facets["official"]
	if len(got) != 9 || got[0].Value != "orang-nomor20" {
		t.Errorf("by prefix %+v", got)
	}
	if got := s.ask(search.Query{Facets: []search.FacetRequest{{Name: "official", Size: 9, Prefix: "omor"}}}).Facets["official"]; len(got) != 0 {
		t.Errorf("from the middle of a word %+v, want nothing", got)
	}
}

func TestDatesAreCountedAsTheSpanAsks(t *testing.T) {
	t.Parallel()
	s := newShelf(t,
		cast.Plain("a", "2019-12-31", "x", "y"), cast.Plain("b", "2025-01-05", "x", "y"), cast.Plain("c", "2025-01-05", "x", "y"),
		cast.Plain("d", "2025-02-20", "x", "y"), cast.Plain("e", "2025-11-04", "x", "y"), cast.Plain("f", "", "x", "y"))
	s.clock = time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		q    search.Query
		want string
	}{
		{"all of it by month", search.Query{}, "2025-11 1, 2025-02 1, 2025-01 2, 2019-12 1, none 1"},
		{"two months by day", search.Query{From: "2025-01-01", To: "2025-03-04"}, "2025-02-20 1, 2025-01-05 2"},
		{"a day more by month", search.Query{From: "2025-01-01", To: "2025-03-05"}, "2025-02 1, 2025-01 2"},
		{"until today", search.Query{From: "2025-11-01"}, "2025-11-04 1"},
		{"many years by year", search.Query{From: "2015-01-01"}, "2025 4, 2019 1"},
		{"what is chosen narrows its own list not", search.Query{From: "2025-01-01", To: "2025-02-28", Date: []string{"2025-01-05"}}, "2025-02-20 1, 2025-01-05 2*"},
		{"a month that is chosen stands among the days", search.Query{From: "2025-01-01", To: "2025-02-28", Date: []string{"2025-01"}}, "2025-02-20 1, 2025-01-05 2, 2025-01 2*"},
		{"and one without articles too", search.Query{From: "2025-01-01", To: "2025-02-28", Date: []string{"2024-07", index.NoDate}}, "2025-02-20 1, 2025-01-05 2, 2024-07 0*, none 0*"},
	} {
		c.q.Facets = []search.FacetRequest{{Name: index.FacetDate, Size: 20}}
		var got []string
		for _, v := range s.ask(c.q).Facets[index.FacetDate] {
			text := fmt.Sprintf("%s %d", v.Value, v.Count)
			if v.Selected {
				text += "*"
			}
			got = append(got, text)
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s: got %s, want %s", c.name, text, c.want)
		}
	}
}

func TestCursors(t *testing.T) {
	t.Parallel()
	build := func() (*shelf, []string) {
		s := newShelf(t)
		var ids []string
		for i := range 25 {
			id := fmt.Sprintf("%02d", i)
			ids = append(ids, id)
			s.put(cast.Plain(id, fmt.Sprintf("2025-01-%02d", 1+i%9), "arsip", strings.Repeat("arsip ", 1+i)))
		}
		return s, ids
	}
	for _, q := range []search.Query{{Sort: index.Newest}, {Sort: index.Oldest, Text: "arsip"}, {Text: "arsip"}, {Text: "arsip tidakada"}} {
		s, ids := build()
		q.Size = 4
		var seen []string
		for {
			page := s.ask(q)
			seen = append(seen, hitIDs(page)...)
			if page.Next == nil {
				break
			}
			q.Cursor = *page.Next
			s.put(cast.Plain(fmt.Sprintf("new%d", len(seen)), "2026-01-01", "arsip", "arsip"), cast.Plain("old", "2020-01-01", "arsip", "arsip"))
		}
		seen = slices.DeleteFunc(seen, func(id string) bool { return strings.HasPrefix(id, "new") || id == "old" })
		slices.Sort(seen)
		if !slices.Equal(seen, ids) {
			t.Errorf("%+v paged through %q, want each of %q once", q, seen, ids)
		}
	}
	s, _ := build()
	q := search.Query{Text: "arsip", Size: 4}
	q.Cursor = *s.ask(q).Next
	first := hitIDs(s.ask(q))
	s.put(cast.Plain("x", "", "arsip", "arsip"))
	s.clock = s.clock.Add(5*time.Minute - time.Second)
	if got := hitIDs(s.ask(q)); !slices.Equal(got, first) {
		t.Errorf("within five minutes, after a change: %q, want %q as before", got, first)
	}
	s.clock = s.clock.Add(time.Second)
	if _, err := s.Search(t.Context(), q); index.KindOf(err) != index.Expired {
		t.Errorf("after five minutes: %v, want expired", err)
	}
	for _, wrong := range []search.Query{{Text: "lain", Cursor: q.Cursor}, {Text: "arsip", Cursor: "x!"}, {Text: "arsip", Cursor: "e30"}} {
		wrong.Size = 4
		if _, err := s.Search(t.Context(), wrong); index.KindOf(err) != index.Invalid {
			t.Errorf("cursor %q for %q: %v, want invalid", wrong.Cursor, wrong.Text, err)
		}
	}
}

func TestQueriesOutOfBoundsAreRefused(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	for field, q := range map[string]search.Query{
		"size":           {Size: -1},
		"sort":           {Sort: "best"},
		"from":           {From: "2025"},
		"to":             {To: "2025-02-30"},
		"date":           {Date: []string{"2025-13"}},
		"min_confidence": {MinConfidence: 1.1},
		"facets":         {Facets: []search.FacetRequest{{Name: "colour", Size: 1}}},
		"facet_size":     {Facets: []search.FacetRequest{{Name: "topic"}}},
		"topic":          {Topic: make([]string, index.MaxValues+1)},
	} {
		_, err := s.Search(t.Context(), q)
		if index.KindOf(err) != index.Invalid || !strings.HasPrefix(index.TextOf(err), field+":") {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func FuzzSearch(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, text := range []string{"penguatan sdm", `"a" -b OR c* judul:d`, "undang-undang tanggal:2025 satker:33 OR", "pejabat:\"x y\" kutipan:z topik:arsip", "\xff", "4/11/2025 tahap II"} {
		f.Add(text, uint8(0))
	}
	var engine indextest.Fake
	var kept indextest.Readings
	change := index.Change{ID: "seed", Article: seed()}
	if err := engine.Apply(f.Context(), []index.Change{change}, 1); err != nil {
		f.Fatal(err)
	}
	kept.Apply(change)
	s := search.New(&engine, &kept, time.Now)
	f.Fuzz(func(t *testing.T, text string, of uint8) {
		page, err := s.Search(t.Context(), search.Query{Text: text, Of: index.Of(of % 2), Size: 10, Highlight: true})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if page.Total > 0 && len(page.Hits) == 0 {
			t.Errorf("%q: a total of %d and no hits", text, page.Total)
		}
	})
}
