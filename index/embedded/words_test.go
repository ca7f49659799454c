package embedded_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
)

// titled returns a change with an article that has only a title.
func titled(id, title string) documents.Change {
	return documents.Change{ID: id, Article: &article.Article{ID: id, Title: title}}
}

// wordsThat returns the words of titles with a prefix.
func wordsThat(t *testing.T, e *embedded.Engine, begin string) []index.WordCount {
	t.Helper()
	found, err := e.Words(t.Context(), index.WordsAsk{Fields: []string{index.FieldTitle}, Text: begin, Prefix: true, Size: 10})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWordsAreThereAgainWhenTheIndexIsOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() *embedded.Engine {
		e, err := embedded.Open(t.Context(), dir, embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := open()
	for i := range 3 {
		if err := e.Apply(t.Context(), documents.Updates([]documents.Change{titled(fmt.Sprint(i), "kotak suara")}), uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	want := []index.WordCount{{Text: "kotak", Count: 3}}
	if got := wordsThat(t, e, "ko"); !slices.Equal(got, want) {
		t.Errorf("has %v, want %v", got, want)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = open()
	if got := wordsThat(t, e, "ko"); !slices.Equal(got, want) {
		t.Errorf("opened again it has %v, want %v", got, want)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Words(t.Context(), index.WordsAsk{Text: "ko", Size: 1}); index.KindOf(err) != index.Unavailable {
		t.Errorf("closed it answers %v, want an error of kind unavailable", err)
	}
}

func TestWordsThatAreReadAnewAreThoseThatAreLeft(t *testing.T) {
	t.Parallel()
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	var applied uint64
	put := func(c documents.Change) {
		applied++
		if err := e.Apply(t.Context(), documents.Updates([]documents.Change{c}), applied); err != nil {
			t.Fatal(err)
		}
	}
	put(titled("a", "kotak suara"))
	put(titled("b", "kota suara"))
	put(titled("a", "surat suara"))
	// Others are written while words are read: none of them is missed.
	var wait sync.WaitGroup
	wait.Go(func() {
		for range 5 {
			if err := e.ReadWords(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	for i := range 20 {
		put(titled(fmt.Sprint(i), "koran"))
	}
	wait.Wait()
	if err := e.ReadWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := wordsThat(t, e, "ko"), []index.WordCount{{Text: "koran", Count: 20}, {Text: "kota", Count: 1}}; !slices.Equal(got, want) {
		t.Errorf("has %v, want %v", got, want)
	}
	counts, err := e.Count(t.Context(), []string{index.FieldTitle}, []string{"kotak", "suara", "koran"})
	if want := []int{0, 2, 20}; err != nil || !slices.Equal(counts, want) {
		t.Errorf("counts %v, %v; want %v", counts, err, want)
	}
}
