package search_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

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
		Topics:      []article.Topic{{ID: "silog", Score: 0.6}},
		Regulations: []article.Regulation{{ID: "pkpu/8/2024", Label: "Peraturan KPU Nomor 8 Tahun 2024"}},
	}
}

func TestSearchAnswersInTheFormOfTheContract(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed(), cast.Plain("other", "", "Logistik pemilu", "Surat suara tiba."))
	got := s.Ask(search.Query{Text: "arsip", Highlight: true, Collapse: true, Facets: []search.FacetRequest{
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
	s := searchtest.NewShelf(t, seed())
	got := s.Ask(search.Query{Of: index.Quotes, Official: []string{"handi-tri-ujiono"}, Text: "kuat", Highlight: true})
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
		if got := searchtest.IDs(s.Ask(c.q)); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.why, got, c.want)
		}
	}
}

func TestWhatWordsMean(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(
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
		{"what has any of a few words is found, if few have all", "arsip formulir rapat", "any", []string{"arsip", "formulir", "rapat"}, []string{"form", "long", "seed"}},
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
		{"nothing is everything", "  ", "none", []string{}, []string{"act", "form", "long", "seed"}},
		{"what has no words finds nothing", " ! ", "none", []string{}, []string{}},
	} {
		got := s.Ask(search.Query{Text: c.text})
		ids := searchtest.IDs(got)
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

func TestLongQueriesAreCutAndSaySo(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	for text, want := range map[string]string{
		"arsip":                                  "",
		strings.Repeat("arsip ", index.MaxWords): "",
		strings.Repeat("arsip ", index.MaxWords+1):      "only the first 32 words are searched",
		"arsip " + strings.Repeat("x", 2*index.MaxText): "only the first 1024 bytes are searched",
	} {
		if got := s.Ask(search.Query{Text: text}).Query.Dropped; got != want {
			t.Errorf("%.20q…: dropped %q, want %q", text, got, want)
		}
	}
}

// A text that is corrected says as well that it was cut.
func TestACorrectedQueryKeepsWhatWasDropped(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-01-01", "Helikopter", "Helikopter."))
	got := s.Ask(search.Query{Text: "helikoptr" + strings.Repeat(" ", index.MaxText) + "x"}).Query
	if got.Corrected == nil || *got.Corrected != "helikopter" || got.Dropped == "" {
		t.Errorf("corrected %v, dropped %q", got.Corrected, got.Dropped)
	}
}

// wordless is an engine without a vocabulary.
type wordless struct{ index.Engine }

func (wordless) Words(context.Context, index.WordsAsk) ([]index.WordCount, error) {
	return nil, errors.New("this engine has no words")
}

// words is a vocabulary of a few words.
type words []string

func (w words) Words(_ context.Context, ask index.WordsAsk) ([]index.WordCount, error) {
	var near []index.WordCount
	for _, word := range w {
		if ask.Near(word) {
			near = append(near, index.WordCount{Text: word, Count: 3})
		}
	}
	return near, nil
}

// The vocabulary of the options is asked instead of the engine.
func TestAVocabularyOfItsOwn(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-01-01", "Helikopter dan helikoptar", "x"))
	o := s.Options()
	o.Engine, o.Vocabulary = wordless{o.Engine}, words{"helikoptar"}
	page, err := search.New(o).Search(t.Context(), search.Query{Text: "helikoptr", Size: 10})
	if err != nil || page.Query.Corrected == nil || *page.Query.Corrected != "helikoptar" {
		t.Errorf("%+v, %v", page, err)
	}
	list, err := search.New(o).Suggest(t.Context(), search.SuggestQuery{Text: "helikopt", Size: 5})
	if err != nil || len(list) == 0 || list[0].Value != "helikoptar" {
		t.Errorf("suggests %+v, %v", list, err)
	}
}

func TestQueriesOutOfBoundsAreRefused(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t)
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

func TestWhatHasMostOfTheWordsStandsFirst(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(
		t, cast.Plain("three", "2025-01-01", "Rapat", "Gudang logistik kota."), cast.Plain("one", "2025-01-02", "Rapat", "Gudang."),
		cast.Plain("name", "2025-01-03", "Rapat", "Aula."),
	)
	for _, c := range []struct {
		text, mode string
		want       []string
	}{
		{"gudang logistik kota", "any", []string{"three", "one"}},
		{"gudang logistik berdebu", "any", []string{"three", "one"}},
		{"gudang selatan berdebu", "any", []string{"one", "three"}},
		{"gudang logistik kota berdebu", "any", []string{"three", "one"}}, // a long text is ranked
		{"aula berdebu", "any", []string{"name"}},
		{`"gudang logistik" selatan`, "all", nil}, // the phrase is never let go, nor is a single word
	} {
		got := s.Ask(search.Query{Text: c.text})
		if ids := searchtest.IDs(got); len(ids) != len(c.want) || got.Query.Mode != c.mode || !slices.Equal(ids, c.want) && c.want != nil {
			t.Errorf("%q: mode %s, found %q; want %s, %q", c.text, got.Query.Mode, ids, c.mode, c.want)
		}
	}
}

func TestAHitIsExplainedByWhatItScores(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-12-01", "Arsip kota", "Arsip kota ditata."), cast.Plain("b", "2012-01-01", "Rapat", "Cuaca."))
	q := search.Query{Text: "arsip kota", Explain: true, AllWords: true}
	hit := s.Ask(q).Hits[0]
	why := hit.Explanation
	if why == nil || why.Mode != "all" || why.Asked == "" || len(why.Parts) == 0 {
		t.Fatalf("explained by %+v", hit.Explanation)
	}
	sum, last := 0.0, why.Parts[0].Score
	kinds := map[string]bool{}
	for _, p := range why.Parts {
		sum += p.Score
		if p.Score > last || p.Score <= 0 {
			t.Errorf("parts are not in order: %+v", why.Parts)
		}
		last = p.Score
		kind, _, _ := strings.Cut(p.Of, ":")
		kinds[kind] = true
	}
	if diff := sum - hit.Score; diff > 1e-9 || diff < -1e-9 {
		t.Errorf("parts add up to %v, the score is %v: %+v", sum, hit.Score, why.Parts)
	}
	for _, want := range []string{"title", "title.root", "body", "body.root"} {
		if !kinds[want] {
			t.Errorf("nothing is said of %s: %+v", want, why.Parts)
		}
	}
	q.Explain = false
	if got := s.Ask(q).Hits[0].Explanation; got != nil {
		t.Errorf("explained without being asked: %v", got)
	}
}

func FuzzSearch(f *testing.F) {
	for _, text := range []string{"penguatan sdm", `"a" -b OR c* judul:d`, "undang-undang tanggal:2025 satker:33 OR", "pejabat:\"x y\" kutipan:z topik:arsip", "\xff", "4/11/2025 tahap II"} {
		f.Add(text, uint8(0))
	}
	s := searchtest.NewShelf(f, seed())
	s.Clock = time.Now()
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
