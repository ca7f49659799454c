package embedded_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
	"warta/index/search"
)

// benchArticles is how many articles are made up: few enough for every run, or as
// many as WARTA_BENCH_ARTICLES says.
var benchArticles = func() int {
	if n, err := strconv.Atoi(os.Getenv("WARTA_BENCH_ARTICLES")); err == nil && n > 0 {
		return n
	}
	return 5000
}()

// zipfArticle makes up an article of about 250 words out of 20,000, as frequent
// as words are.
func zipfArticle(random *rand.Rand, n int) *article.Article {
	word := func() string { return fmt.Sprintf("w%d", int(math.Pow(20000, random.Float64()))) }
	text := func(words int) string {
		list := make([]string, words)
		for i := range list {
			list[i] = word()
		}
		return strings.Join(list, " ")
	}
	a := &article.Article{
		ID: fmt.Sprint(n), Title: text(9), Date: fmt.Sprintf("20%02d-%02d-%02d", 14+n%12, 1+n%11, 1+n%27),
		Satker: []string{fmt.Sprintf("%d.%02d", 11+random.IntN(30), 1+random.IntN(15))},
		Topics: []article.Topic{{ID: fmt.Sprintf("topic%d", random.IntN(80))}},
	}
	for range 5 {
		a.Paragraphs = append(a.Paragraphs, text(50))
	}
	for range 3 {
		id := fmt.Sprintf("person%d", int(math.Pow(3000, random.Float64())))
		a.Officials = append(a.Officials, article.Official{ID: id, Name: id, Public: true})
	}
	for i, o := range a.Officials {
		a.Quotes = append(a.Quotes, article.Quote{ID: fmt.Sprintf("%d-%d", n, i), Kind: article.Direct, Text: text(20), Speaker: &article.Person{ID: o.ID, Name: o.Name}})
	}
	return a
}

// benchBatches makes up at least n articles, in batches of 500.
func benchBatches(n int) [][]documents.Change {
	const size = 500
	random := rand.New(rand.NewPCG(1, 2))
	var batches [][]documents.Change
	for len(batches)*size < n {
		var batch []documents.Change
		for i := range size {
			a := zipfArticle(random, len(batches)*size+i)
			batch = append(batch, documents.Change{ID: a.ID, Article: a})
		}
		batches = append(batches, batch)
	}
	return batches
}

func benchEngine(b *testing.B, n int) *embedded.Engine {
	b.Helper()
	e, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	for i, batch := range benchBatches(n) {
		if err := e.Apply(b.Context(), documents.Updates(batch), uint64(i+1)); err != nil {
			b.Fatal(err)
		}
	}
	return e
}

func BenchmarkSearch(b *testing.B) {
	e := benchEngine(b, benchArticles)
	facets := []index.FacetAsk{
		{Facet: index.FacetOfficial, Field: index.KeyOfficial, Size: 20},
		{Facet: index.FacetSatker, Field: index.KeySatker, Size: 50},
		{Facet: index.FacetTopic, Field: index.KeyTopic, Size: 20},
		{Facet: index.FacetDate, Field: index.KeyMonth},
	}
	word := func(text string) index.Expr {
		return index.Any{
			index.Term{Field: index.FieldTitleRoot, Text: text, Boost: 2.5},
			index.Term{Field: index.FieldTitle, Text: text, Boost: 1.5},
			index.Term{Field: index.FieldBodyRoot, Text: text, Boost: 1},
			index.Term{Field: index.FieldBody, Text: text, Boost: 0.7},
		}
	}
	satker := index.Filter{Facet: index.FacetSatker, Where: index.Term{Field: index.KeySatker, Text: "33"}}
	for _, c := range []struct {
		name string
		r    index.Request
	}{
		{"browse", index.Request{Sort: index.Newest}},
		{"frequent word", index.Request{Where: word("w2")}},
		{"rare word", index.Request{Where: word("w9000")}},
		{"two words", index.Request{Where: index.All{word("w3"), word("w30")}}},
		{"three words, any", index.Request{Where: index.Any{word("w2"), word("w3"), word("w5")}}},
		{"frequent word, an office", index.Request{Where: word("w2"), Filters: []index.Filter{satker}}},
		{"frequent word, newest", index.Request{Where: word("w2"), Sort: index.Newest}},
		{"phrase of frequent words", index.Request{Where: index.Phrase{Field: index.FieldBody, Terms: []string{"w1", "w2"}, Boost: 1}}},
		{"beginning", index.Request{Where: index.Prefix{Field: index.FieldBody, Text: "w12", Boost: 1}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.r.Size, c.r.Facets = 10, facets
			if c.r.Sort == "" {
				c.r.Sort = index.ByRelevance
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Search(b.Context(), c.r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkQuestion asks for any of ten words, three of them frequent, as a first page of
// results does, and for any of three frequent ones: once with all matches scored.
func BenchmarkQuestion(b *testing.B) {
	e := benchEngine(b, max(benchArticles, 40_000)) // fewer matches have no contenders
	random := rand.New(rand.NewPCG(7, 7))
	word := func(least, most int) index.Expr {
		text := fmt.Sprintf("w%d", least+random.IntN(most-least))
		return index.Any{
			index.Term{Field: index.FieldTitleRoot, Text: text, Boost: 2.5},
			index.Term{Field: index.FieldTitle, Text: text, Boost: 1.5},
			index.Term{Field: index.FieldBodyRoot, Text: text, Boost: 1},
			index.Term{Field: index.FieldBody, Text: text, Boost: 0.7},
		}
	}
	questions, frequent := make([]index.Expr, 20), make([]index.Expr, 20)
	for i := range questions {
		questions[i] = index.Any{
			word(8, 60), word(20, 100), word(30, 150), word(600, 1800), word(600, 1800), word(1000, 2500),
			word(2500, 10_000), word(2500, 10_000), word(2500, 15_000), word(30_000, 40_000),
		}
		frequent[i] = index.Any{word(8, 60), word(20, 100), word(30, 150)}
	}
	for _, c := range []struct {
		name string
		ask  []index.Expr
		keep int
	}{
		{"ten words, first 1000", questions, index.MaxRanked},
		{"ten words, first 100", questions, 100},
		{"three frequent words, first 1000", frequent, index.MaxRanked},
		{"three frequent words, first 100", frequent, 100},
	} {
		for _, way := range []string{"contenders", "every match"} {
			b.Run(c.name+"/"+way, func(b *testing.B) {
				e.SetContests(embedded.ContestsPay)
				if way == "every match" {
					e.SetContests(embedded.ContestsNone)
				}
				b.ReportAllocs()
				for n := 0; b.Loop(); n++ {
					r := index.Request{Where: c.ask[n%len(c.ask)], Sort: index.ByRelevance, Size: 11, Keep: c.keep}
					if _, err := e.Search(b.Context(), r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkApply(b *testing.B) {
	batches := benchBatches(5000)
	e := benchEngine(b, 0)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if err := e.Apply(b.Context(), documents.Updates(batches[n%len(batches)]), uint64(n+1)); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(n*500)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkWords looks for words in a dictionary of half a million that are built
// as Indonesian ones are.
func BenchmarkWords(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		var w strings.Builder
		for range 2 + random.IntN(4) {
			w.WriteByte("ptkbdgmnlrsjhwyc"[random.IntN(16)])
			w.WriteByte("aiueo"[random.IntN(5)])
			if random.IntN(3) == 0 {
				w.WriteByte("nkmrst"[random.IntN(6)])
			}
		}
		return w.String()
	}
	e, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	const perArticle, articles = 2500, 200
	var batch []documents.Change
	for i := range articles {
		list := make([]string, perArticle)
		for j := range list {
			list[j] = word()
		}
		a := &article.Article{ID: fmt.Sprint(i), Title: "x", Paragraphs: []string{strings.Join(list, " ")}}
		batch = append(batch, documents.Change{ID: a.ID, Article: a})
	}
	if err := e.Apply(b.Context(), documents.Updates(batch), 1); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		ask  index.WordsAsk
	}{
		{"the word itself", index.WordsAsk{Text: "pelantikan"}},
		{"one edit", index.WordsAsk{Text: "pelantikan", Edits: 1}},
		{"two edits", index.WordsAsk{Text: "pelantikan", Edits: 2}},
		{"beginning of three letters", index.WordsAsk{Text: "pel", Prefix: true}},
		{"beginning of five letters, one edit", index.WordsAsk{Text: "pelan", Prefix: true, Edits: 1}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.ask.Fields, c.ask.Size = []string{index.FieldBody}, 50
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Words(b.Context(), c.ask); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSuggest completes beginnings, among them one that every official has.
func BenchmarkSuggest(b *testing.B) {
	searcher := benchSearcher(b)
	for _, text := range []string{"person12", "per", "kota sem", "w12", "perssn12"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := searcher.Suggest(b.Context(), search.SuggestQuery{Text: text, Size: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benchSearcher returns a searcher of benchArticles.
func benchSearcher(b *testing.B) *search.Searcher {
	b.Helper()
	e := benchEngine(b, benchArticles)
	var readings indextest.Readings
	for _, batch := range benchBatches(benchArticles) {
		readings.Apply(batch...)
	}
	return search.New(search.Options{Engine: e, Readings: &readings})
}

// BenchmarkCorrect searches for words that nothing has: with one error, with two,
// and beside words that are right.
func BenchmarkCorrect(b *testing.B) {
	searcher := benchSearcher(b)
	for _, text := range []string{"persob12", "xerson1234", "w12 perqon77 w30", "nothingnear"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := searcher.Search(b.Context(), search.Query{Text: text, Size: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSimilar finds what is like an article.
func BenchmarkSimilar(b *testing.B) {
	searcher := benchSearcher(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if _, err := searcher.Similar(b.Context(), fmt.Sprint(n%benchArticles), 10); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
