package embedded_test

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
)

// copiedArticles makes up n articles of news, of which one in six is a copy of an earlier one by
// another office, with its quotes.
func copiedArticles(n int) [][]documents.Change {
	random := rand.New(rand.NewPCG(3, 4))
	var all []*article.Article
	batches := benchBatches(n)
	for _, batch := range batches {
		for i := range batch {
			a := batch[i].Article
			a.Publisher = &article.Office{Code: a.Satker[0]}
			if len(all) > 0 && random.IntN(6) == 0 {
				of := all[random.IntN(len(all))]
				a.Paragraphs, a.EventDates, a.Quotes = of.Paragraphs, of.EventDates, slices.Clone(of.Quotes)
				a.Origin = of.Publisher.Code
				continue
			}
			a.EventDates = []string{a.Date}
			all = append(all, a)
		}
	}
	return batches
}

// BenchmarkQuotes searches for quotes, each by itself and gathered, and reports the memory of
// the open engine.
func BenchmarkQuotes(b *testing.B) {
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	dir := b.TempDir()
	e, err := embedded.Open(b.Context(), dir, embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for i, batch := range copiedArticles(benchArticles) {
		if err := e.Apply(b.Context(), documents.Updates(batch), uint64(i+1)); err != nil {
			b.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	before := heap()
	if e, err = embedded.Open(b.Context(), dir, embedded.Options{}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	held := heap() - before
	word := index.Term{Field: index.FieldQuoteRoot, Text: "w2", Boost: 1}
	speaker := []index.Filter{{Facet: index.FacetOfficial, Where: index.Prefix{Field: index.FieldSpeaker, Text: "person12"}}}
	for _, c := range []struct {
		name string
		r    index.Request
	}{
		{"all, newest", index.Request{Sort: index.Newest}},
		{"a frequent word", index.Request{Where: word, Sort: index.ByRelevance, Keep: index.MaxRanked}},
		{"a word of some speakers", index.Request{Where: word, Filters: speaker, Sort: index.ByRelevance, Keep: index.MaxRanked}},
	} {
		for _, gathered := range []bool{false, true} {
			name := c.name
			if gathered {
				name += ", gathered"
			}
			b.Run(name, func(b *testing.B) {
				c.r.Of, c.r.Size, c.r.Collapse = index.Quotes, 11, gathered
				if gathered {
					c.r.Places = 5
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := e.Search(b.Context(), c.r); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(held, "MB")
			})
		}
	}
}
