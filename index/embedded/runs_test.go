package embedded_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
	"warta/internal/race"
)

// Phrases of frequent words, of rare ones and of both are answered as an engine
// does that looks at every place of every word: runs are no more than a faster
// way to the same.
func TestPhrasesOfFrequentWords(t *testing.T) {
	if race.Enabled {
		t.Skip("segments are compared in one goroutine")
	}
	t.Parallel()
	const seed = 20
	random := rand.New(rand.NewPCG(seed, seed))
	words := []string{"komisi", "pemilihan", "umum", "kpu", "kota", "dan", "semarang", "bilik", "kpu-kota", "pemilihan-umum"}
	text := func(n int) string {
		list := make([]string, 1+random.IntN(n))
		for i := range list {
			list[i] = words[random.IntN(len(words))]
		}
		return strings.Join(list, " ")
	}
	var changes []documents.Change
	for i := range 120 {
		a := &article.Article{ID: fmt.Sprint(i), Title: text(6), Paragraphs: []string{text(12), text(12)}}
		a.Quotes = []article.Quote{{ID: "q" + a.ID, Kind: article.Direct, Text: text(9)}}
		changes = append(changes, documents.Change{ID: a.ID, Article: a})
	}
	var fake indextest.Fake
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Frequent: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	for from := 0; from < len(changes); from += 30 {
		mark := uint64(from + 1)
		batch := append(changes[from:from+30:from+30], documents.Change{ID: fmt.Sprint(from / 2)}) // and one is removed
		for _, engine := range []index.Engine{e, &fake} {
			if err := engine.Apply(t.Context(), documents.Updates(batch), mark); err != nil {
				t.Fatal(err)
			}
		}
	}
	found := 0
	for range 1500 {
		r := index.Request{Size: 20, Sort: index.ByRelevance}
		field := []string{index.FieldBody, index.FieldTitle, index.FieldQuote}[random.IntN(3)]
		if field == index.FieldQuote {
			r.Of = index.Quotes
		}
		phrase := func() index.Expr {
			p := index.Phrase{Field: field, Boost: 1}
			for n := 2 + random.IntN(5); len(p.Terms) < n; {
				word := words[random.IntN(8)]
				if len(p.Terms) > 0 && len(p.Terms) < n-1 && random.IntN(8) == 0 {
					word = "" // any word
				}
				p.Terms = append(p.Terms, word)
			}
			return p
		}
		switch random.IntN(3) {
		case 0:
			r.Where = phrase()
		case 1:
			r.Where = index.Any{phrase(), index.Term{Field: field, Text: "bilik", Boost: 1}}
		default:
			r.Where, r.Refine = index.Term{Field: field, Text: "kpu", Boost: 1}, phrase()
		}
		got, err := e.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		want, err := fake.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		found += want.Total
		if diff := indextest.Difference(got, want); diff != "" {
			t.Fatalf("seed %d: %s, refined by %v: %s", seed, r.Where, r.Refine, diff)
		}
	}
	if found == 0 {
		t.Error("no phrase was ever found")
	}
}
