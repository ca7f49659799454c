package indextest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"warta/index"
	"warta/index/documents"
)

// The checks of this file are of the optional interfaces; an engine that has none of
// them passes.

// preparedAhead prepares two batches before either is taken in.
func preparedAhead(t testing.TB, e index.Engine) {
	p, ok := e.(index.Preparer)
	if !ok {
		return
	}
	var batches []index.Prepared
	for _, c := range [][]documents.Change{
		{change("a", "2025-11-04", "satu", "kata"), change("b", "2025-11-03", "satu")},
		{change("a", "2025-11-04", "dua"), {ID: "b"}, change("c", "2025-11-02", "dua", "kata")},
	} {
		take, err := p.Prepare(t.Context(), documents.Updates(c))
		if err != nil {
			t.Fatal(err)
		}
		batches = append(batches, take)
	}
	if got := search(t, e, index.Request{Size: 10}); got.Total != 0 || got.Mark != 0 {
		t.Errorf("%d articles at mark %d before a batch is taken in, want none", got.Total, got.Mark)
	}
	for i, want := range [][]string{{"a", "b"}, {"a", "c"}} {
		mark := uint64(i + 1)
		if err := batches[i](t.Context(), mark); err != nil {
			t.Fatal(err)
		}
		got := search(t, e, index.Request{Size: 10})
		wantIDs(t, got, want...)
		if got.Mark != mark {
			t.Errorf("mark %d, want %d", got.Mark, mark)
		}
	}
	wantIDs(t, search(t, e, index.Request{Size: 10, Where: body("satu")}))
	wantIDs(t, search(t, e, index.Request{Of: index.Quotes, Size: 10}), "c-0")
}

// preparedAgain calls a batch several times, as after an error.
func preparedAgain(t testing.TB, e index.Engine) {
	p, ok := e.(index.Preparer)
	if !ok {
		return
	}
	take, err := p.Prepare(t.Context(), documents.Updates([]documents.Change{change("a", "2025-11-04", "arsip", "satu", "dua")}))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := take(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if got := search(t, e, index.Request{Size: 10}); got.Total != 1 || got.Mark != 1 {
		t.Errorf("%d articles at mark %d, want 1 and 1", got.Total, got.Mark)
	}
	if got := search(t, e, index.Request{Of: index.Quotes, Size: 10}); got.Total != 2 {
		t.Errorf("%d quotes, want 2", got.Total)
	}
	if v, ok := e.(index.Vocabulary); ok {
		words, err := v.Words(t.Context(), index.WordsAsk{Fields: index.WordFields, Text: "arsip", Size: 1})
		if err != nil || len(words) != 1 || words[0].Count != 1 {
			t.Errorf("the word is counted as %v, %v, want once", words, err)
		}
	}
}

// tidied compares the answers before and after Tidy.
func tidied(t testing.TB, e index.Engine) {
	tidier, ok := e.(index.Tidier)
	if !ok {
		return
	}
	corpus := NewCorpus(5)
	for mark := range uint64(6) {
		var changes []documents.Change
		for range 10 {
			id := fmt.Sprint(corpus.random.IntN(40))
			changes = append(changes, documents.Change{ID: id, Article: corpus.Article(id)})
		}
		apply(t, e, mark+1, append(changes, documents.Change{ID: fmt.Sprint(mark)})...)
	}
	var requests []index.Request
	var before []*index.Result
	for range 20 {
		r := corpus.Request()
		requests, before = append(requests, r), append(before, search(t, e, r))
	}
	for range 2 { // also when there is nothing left to do
		if err := tidier.Tidy(t.Context()); err != nil {
			t.Fatalf("tidy: %v", err)
		}
		for i, r := range requests {
			if diff := Difference(search(t, e, r), before[i]); diff != "" {
				t.Fatalf("after it was tidied: %s\nasked %+v", diff, r)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := tidier.Tidy(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("tidy without time: %v, want %v or nothing to do", err, context.Canceled)
	}
}

// sound checks that an engine that works says so.
func sound(t testing.TB, e index.Engine) {
	var mu sync.Mutex
	if r, ok := e.(index.DamageReporter); ok {
		var reported []error
		r.OnDamage(func(err error) {
			mu.Lock()
			defer mu.Unlock()
			reported = append(reported, err)
		})
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			if len(reported) > 0 {
				t.Errorf("it reports %v of a sound engine", reported)
			}
		}()
	}
	for mark := range uint64(3) {
		apply(t, e, mark+1, change(fmt.Sprint(mark), "2025-01-01", "arsip", "kata"), documents.Change{ID: "0"})
		if h, ok := e.(index.HealthChecker); ok {
			if err := h.Healthy(); err != nil {
				t.Errorf("at %d it is not healthy: %v", mark+1, err)
			}
		}
		if v, ok := e.(index.Verifier); ok {
			if found, err := v.Verify(t.Context()); err != nil || len(found) > 0 {
				t.Errorf("at %d its files are damaged: %q, %v", mark+1, found, err)
			}
		}
	}
}

// vocabulary checks the words of few documents; likeFake those of many.
func vocabulary(t testing.TB, e index.Engine) {
	v, ok := e.(index.Vocabulary)
	if !ok {
		return
	}
	apply(t, e, 1, change("a", "", "arsip arsip arsitek"), change("b", "", "arsip"), change("c", "", "logistik"))
	for _, c := range []struct {
		ask  index.WordsAsk
		want []index.WordCount
	}{
		{index.WordsAsk{Text: "arsip", Size: 9}, []index.WordCount{{Text: "arsip", Count: 2}}},
		{index.WordsAsk{Text: "arsi", Prefix: true, Size: 9}, []index.WordCount{{Text: "arsip", Count: 2}, {Text: "arsitek", Count: 1}}},
		{index.WordsAsk{Text: "arsi", Prefix: true, Size: 1}, []index.WordCount{{Text: "arsip", Count: 2}}},
		{index.WordsAsk{Text: "asrip", Edits: 1, Size: 9}, []index.WordCount{{Text: "arsip", Count: 2}}},
		{index.WordsAsk{Text: "logik", Edits: 2, Size: 9}, nil},
		{index.WordsAsk{Text: "lgxisyy", Edits: 1, Prefix: true, Size: 9}, nil},
		{index.WordsAsk{Text: "arsitekk", Edits: 2, Size: 9}, []index.WordCount{{Text: "arsitek", Count: 1}}},
	} {
		c.ask.Fields = []string{index.FieldBody}
		got, err := v.Words(t.Context(), c.ask)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("words %+v: %v, %v, want %v", c.ask, got, err, c.want)
		}
	}
	if got, err := v.Words(t.Context(), index.WordsAsk{Fields: []string{index.FieldTitle}, Text: "arsip", Size: 9}); err != nil || len(got) > 0 {
		t.Errorf("words of a field that has none such: %v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Words(ctx, index.WordsAsk{Fields: index.WordFields, Text: "arsip", Size: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("words: got %v, want %v", err, context.Canceled)
	}
}

func vocabularyBounds(t testing.TB, e index.Engine) {
	v, ok := e.(index.Vocabulary)
	if !ok {
		return
	}
	for _, ask := range []index.WordsAsk{
		{Text: "", Size: 1},
		{Text: "a", Size: 0},
		{Text: "a", Size: index.MaxNear + 1},
		{Text: "a", Size: 1, Edits: index.MaxEdits + 1},
		{Text: "a", Size: 1, Edits: -1},
		{Text: "a", Size: 1, Fields: []string{index.KeyYear}},
		{Text: strings.Repeat("a", index.MaxText+1), Size: 1},
	} {
		if _, err := v.Words(t.Context(), ask); index.KindOf(err) != index.Invalid {
			t.Errorf("words %+v: got %v, want an error of kind invalid", ask, err)
		}
	}
}
