package indextest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

// whileApplied applies batch after batch to e, each with its number from 1 on as mark,
// while two goroutines search. look is called with the number of the last batch that
// was applied before its search begins.
func whileApplied(t testing.TB, e index.Engine, rounds int, batch func(round int) []documents.Change, look func(after uint64)) {
	t.Helper()
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	applied := uint64(0)
	group.Go(func() {
		defer cancel()
		for i := 1; i <= rounds; i++ {
			if err := e.Apply(t.Context(), documents.Updates(batch(i)), uint64(i)); err != nil {
				t.Errorf("apply: %v", err)
				return
			}
			mu.Lock()
			applied = uint64(i)
			mu.Unlock()
		}
	})
	for range 2 {
		group.Go(func() {
			for ctx.Err() == nil {
				mu.Lock()
				after := applied
				mu.Unlock()
				look(after)
			}
		})
	}
	group.Wait()
}

// roundWord is the word of a round.
func roundWord(round int) string { return fmt.Sprintf("w%d", round) }

func atOnce(t testing.TB, e index.Engine) {
	batch := func(round int) []documents.Change {
		word := roundWord(round)
		return []documents.Change{change("a", "", word, word, word)}
	}
	whileApplied(t, e, 30, batch, func(after uint64) {
		got, err := e.Search(t.Context(), index.Request{Of: index.Quotes, Sort: index.Newest, Size: 10, Facets: []index.FacetAsk{{Field: index.KeyQuoteKind}}})
		switch {
		case err != nil:
			t.Errorf("search: %v", err)
			return
		case got.Mark < after:
			t.Errorf("mark %d after %d was applied", got.Mark, after)
		case got.Mark == 0:
			return
		case got.Total != 2 || len(got.Facets[0]) != 1 || got.Facets[0][0].Count != 2:
			t.Errorf("at %d: %d quotes, facet %v; want 2", got.Mark, got.Total, got.Facets)
		}
		word := roundWord(int(got.Mark))
		one, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Where: index.All{body(word), index.Quoted{Of: index.Term{Field: index.FieldQuote, Text: word}}}})
		if e.Can().AtomicBatches && (err != nil || one.Total != 1 && one.Mark == got.Mark) {
			t.Errorf("at %d: %+v, %v; want the article by its word and its quote's", got.Mark, one, err)
		}
	})
}

// batchSize is how many articles change at once in batchAtOnce.
const batchSize = 8

// batchAtOnce applies batches in each of which all articles, and their quotes, have the
// number of the round as a topic, so that one search tells of which rounds they are.
func batchAtOnce(t testing.TB, e index.Engine) {
	const rounds = 25
	batch := func(round int) []documents.Change {
		var list []documents.Change
		for i := range batchSize {
			c := change(strconv.Itoa(i), "", roundWord(round), roundWord(round))
			c.Article.Topics = []article.Topic{{ID: strconv.Itoa(round)}}
			list = append(list, c)
		}
		return list
	}
	if err := e.Apply(t.Context(), documents.Updates(batch(0)), 0); err != nil {
		t.Fatal(err)
	}
	var whole index.Any // an article of the same round as its quote, in any round
	for i := range rounds + 1 {
		quoted := index.Term{Field: index.KeyField(index.Quotes, index.KeyTopic), Text: strconv.Itoa(i)}
		whole = append(whole, index.All{index.Term{Field: index.KeyTopic, Text: strconv.Itoa(i)}, index.Quoted{Of: quoted}})
	}
	atomic := e.Can().AtomicBatches
	whileApplied(t, e, rounds, batch, func(after uint64) {
		got, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Size: batchSize, Where: whole, Facets: []index.FacetAsk{{Field: index.KeyTopic}}})
		if err != nil {
			t.Errorf("search: %v", err)
			return
		}
		if got.Mark < after {
			t.Errorf("mark %d after %d was applied", got.Mark, after)
		}
		if got.Total != batchSize {
			t.Errorf("at %d: %d articles are of the round of their quote, want all %d", got.Mark, got.Total, batchSize)
		}
		early := func(c index.Count) bool {
			round, err := strconv.ParseUint(c.Value, 10, 64)
			return err != nil || round < got.Mark
		}
		if slices.ContainsFunc(got.Facets[0], early) {
			t.Errorf("the mark %d is ahead of the data: articles by round %v", got.Mark, got.Facets[0])
		}
		want := index.Count{Value: strconv.FormatUint(got.Mark, 10), Count: batchSize}
		if atomic && (len(got.Facets[0]) != 1 || got.Facets[0][0] != want) {
			t.Errorf("a part of a batch is seen: at %d, articles by round %v", got.Mark, got.Facets[0])
		}
	})
}
