package embedded_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
)

// The article that is removed in these tests, and what is to be found of it.
const (
	secretID   = "rahasia-yang-harus-hilang"
	secretWord = "zzyxqwtv"
)

func secret(word string) *article.Article {
	return &article.Article{
		Title: "Judul " + word, Date: "2025-11-05", Paragraphs: []string{"Isi " + word + "."},
		Quotes: []article.Quote{{ID: "q1", Text: "Kata " + word, Kind: article.Direct}},
	}
}

// holding lists the segment files in which the removed article can be found.
func holding(t *testing.T, e *embedded.Engine, dir string) (found []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			continue // merged meanwhile
		}
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(secretID)) {
			found = append(found, filepath.Base(name))
		}
	}
	for _, field := range []string{index.FieldTitle, index.FieldBody, index.FieldQuote} {
		there, err := e.HoldsTerm(field, secretWord)
		if err != nil {
			t.Fatal(err)
		}
		if there {
			found = append(found, "terms of "+field)
		}
	}
	return found
}

// apply takes in changes, each in a batch and so in a segment of its own.
func apply(t *testing.T, e index.Engine, changes ...documents.Change) {
	t.Helper()
	mark, err := e.Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		mark++
		if err := e.Apply(t.Context(), documents.Updates([]documents.Change{c}), mark); err != nil {
			t.Fatal(err)
		}
	}
}

func openWith(t *testing.T, dir string, o embedded.Options) *embedded.Engine {
	t.Helper()
	e, err := embedded.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestDeletedTextLeavesTheFiles(t *testing.T) {
	t.Parallel()
	corpus := indextest.NewCorpus(3)
	others := make([]documents.Change, 20)
	for i := range others {
		others[i] = documents.Change{ID: fmt.Sprint(i), Article: corpus.Article(fmt.Sprint(i))}
	}
	kept := secret(secretWord)
	for name, tc := range map[string]struct {
		first []documents.Change // one batch
		then  []documents.Change // a batch each
		want  int                // articles
	}{
		"removed from the only segment":         {append([]documents.Change{{ID: secretID, Article: kept}}, others...), []documents.Change{{ID: secretID}}, 20},
		"removed from one of several":           {others, []documents.Change{{ID: secretID, Article: kept}, {ID: secretID}}, 20},
		"alone in its segment and in the index": {[]documents.Change{{ID: secretID, Article: kept}}, []documents.Change{{ID: secretID}}, 0},
		"removed, come back and removed again": {others, []documents.Change{
			{ID: secretID, Article: kept}, {ID: secretID}, {ID: secretID, Article: kept}, {ID: secretID},
		}, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			e := openWith(t, dir, embedded.Options{})
			if err := e.Apply(t.Context(), documents.Updates(tc.first), 1); err != nil {
				t.Fatal(err)
			}
			apply(t, e, tc.then[:len(tc.then)-1]...)
			if got := holding(t, e, dir); len(got) < 4 {
				t.Fatalf("before it is removed the article is in %v: the test looks at the wrong place", got)
			}
			apply(t, e, tc.then[len(tc.then)-1])
			for range 2 { // the second time there is nothing to do
				if err := e.Purge(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := holding(t, e, dir); len(got) > 0 {
					t.Errorf("after the purge the article is in %v", got)
				}
				res, err := e.Search(t.Context(), index.Request{Of: index.Articles, Sort: index.Newest, Size: 50})
				if err != nil || res.Total != tc.want || len(res.Hits) != tc.want || res.Mark != uint64(1+len(tc.then)) {
					t.Errorf("searches find %+v, %v; want %d articles", res, err, tc.want)
				}
			}
		})
	}
}

func TestTextThatWasReplacedLeavesTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := openWith(t, dir, embedded.Options{})
	fill(t, e, 30)
	apply(t, e, documents.Change{ID: secretID, Article: secret(secretWord)}, documents.Change{ID: secretID, Article: secret("lain")})
	if err := e.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{index.FieldTitle, index.FieldBody, index.FieldQuote} {
		if there, err := e.HoldsTerm(field, secretWord); err != nil || there {
			t.Errorf("the old word is in %s: %v, %v", field, there, err)
		}
	}
}

func TestAPurgedEngineKeepsTheContract(t *testing.T) {
	t.Parallel()
	indextest.TestEngine(t, func(t testing.TB, dir string) index.Engine {
		e, err := embedded.Open(t.Context(), dir, embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return &purged{Engine: e}
	})
}

// purged is an engine that is purged after its first change and every fifth of
// the others.
type purged struct {
	*embedded.Engine
	applied atomic.Int64
}

func (p *purged) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	err := p.Engine.Apply(ctx, updates, mark)
	if p.applied.Add(1)%5 == 1 {
		err = errors.Join(err, p.Purge(ctx))
	}
	return err
}

func TestTheAgeOfWhatIsDeletedOutlivesAStop(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var hours atomic.Int64
	o := embedded.Options{
		PurgeAfter: 10 * time.Hour,
		Now:        func() time.Time { return time.Unix(0, 0).Add(time.Duration(1+hours.Load()) * time.Hour) },
	}
	e, err := embedded.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	together := []documents.Change{{ID: secretID, Article: secret(secretWord)}, {ID: "x", Article: secret("lain")}}
	if err := e.Apply(t.Context(), documents.Updates(together), 1); err != nil {
		t.Fatal(err)
	}
	apply(t, e, documents.Change{ID: secretID})
	for _, at := range []int64{4, 9} {
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		hours.Store(at)
		if e, err = embedded.Open(t.Context(), dir, o); err != nil {
			t.Fatal(err)
		}
		if len(holding(t, e, dir)) == 0 {
			t.Fatalf("after %d hours it is gone already: it was merged away, or the clock is not looked at", at)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	hours.Store(10)
	again := openWith(t, dir, o)
	for deadline := time.Now().Add(time.Minute); len(holding(t, again, dir)) > 0; {
		if time.Now().After(deadline) {
			t.Fatalf("ten hours after the removal the article is in %v", holding(t, again, dir))
		}
	}
}

func TestWhatWasDeletedByAClockThatWasAheadIsGoneToo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var year atomic.Int64
	year.Store(2040)
	o := embedded.Options{Now: func() time.Time { return time.Date(int(year.Load()), 1, 1, 0, 0, 0, 0, time.UTC) }}
	e, err := embedded.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	together := []documents.Change{{ID: secretID, Article: secret(secretWord)}, {ID: "x", Article: secret("lain")}}
	if err := e.Apply(t.Context(), documents.Updates(together), 1); err != nil {
		t.Fatal(err)
	}
	apply(t, e, documents.Change{ID: secretID})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	year.Store(2025)
	again := openWith(t, dir, o)
	for deadline := time.Now().Add(time.Minute); len(holding(t, again, dir)) > 0; {
		if time.Now().After(deadline) {
			t.Fatalf("the article is in %v", holding(t, again, dir))
		}
	}
}

func TestAPurgeThatIsGivenUpHarmsNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := openWith(t, dir, embedded.Options{})
	together := []documents.Change{{ID: secretID, Article: secret(secretWord)}, {ID: "x", Article: secret("lain")}}
	if err := e.Apply(t.Context(), documents.Updates(together), 1); err != nil {
		t.Fatal(err)
	}
	apply(t, e, documents.Change{ID: secretID})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Purge(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it to be given up", err)
	}
	fill(t, e, 30)
	if err := e.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := holding(t, e, dir); len(got) > 0 {
		t.Errorf("the article is in %v", got)
	}
}
