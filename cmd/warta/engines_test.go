package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/cmd/warta/internal/bench"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
	"warta/index/indextest/judged"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
	"warta/index/search"
	"warta/internal/race"
)

// searchers returns a searcher over the embedded engine and one over OpenSearch, both with the
// articles.
func searchers(t *testing.T, articles []*article.Article, shards int, now time.Time) (ours, other *search.Searcher) {
	t.Helper()
	changes := make([]documents.Change, len(articles))
	for i, a := range articles {
		for q := range a.Quotes { // as an archive does
			a.Quotes[q].ID = cmp.Or(a.Quotes[q].ID, fmt.Sprintf("%s-%d", a.ID, q))
		}
		changes[i] = documents.Change{ID: a.ID, Article: a}
	}
	readings := new(indextest.Readings)
	readings.Apply(changes...)
	c := ostest.Client(t)
	in, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	name := ostest.Name(t, c, t.Name())
	if err := opensearch.Create(t.Context(), c, name, opensearch.IndexOptions{Shards: shards}); err != nil {
		t.Fatal(err)
	}
	over, err := opensearch.Open(t.Context(), c, name, opensearch.Options{Deadline: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	var both []*search.Searcher
	for _, e := range []index.Engine{in, over} {
		t.Cleanup(func() { _ = e.Close() })
		for i, some := range slices.Collect(slices.Chunk(changes, 500)) {
			if err := e.Apply(t.Context(), documents.Updates(some), uint64(i+1)); err != nil {
				t.Fatal(err)
			}
		}
		both = append(both, search.New(search.Options{Engine: e, Readings: readings, Now: func() time.Time { return now }}))
	}
	return both[0], both[1]
}

// differentPages says in what two pages differ, ties apart: hits whose scores differ by no more
// than single precision does may change places, also with one behind the page.
func differentPages(got, want *search.Page) string {
	switch {
	case got.Total != want.Total || got.TotalArticles != want.TotalArticles:
		return fmt.Sprintf("total %d of %d, want %d of %d", got.Total, got.TotalArticles, want.Total, want.TotalArticles)
	case asJSON(got.Facets) != asJSON(want.Facets):
		return fmt.Sprintf("facets %s, want %s", asJSON(got.Facets), asJSON(want.Facets))
	case len(got.Hits) != len(want.Hits):
		return fmt.Sprintf("%d hits, want %d", len(got.Hits), len(want.Hits))
	}
	near := func(a, b float64) bool { return math.Abs(a-b) <= 2e-6*max(math.Abs(a), math.Abs(b), 1e-3) }
	scores := make(map[string]float64)
	for _, h := range want.Hits {
		scores[hitID(h)] = h.Score
	}
	for i, h := range got.Hits {
		score, there := scores[hitID(h)]
		if !there { // tied with the last one
			score = want.Hits[len(want.Hits)-1].Score
		}
		if !near(h.Score, score) || hitID(h) != hitID(want.Hits[i]) && !near(score, want.Hits[i].Score) {
			return fmt.Sprintf("hit %d is %s with %v, want %s with %v", i, hitID(h), h.Score, hitID(want.Hits[i]), want.Hits[i].Score)
		}
	}
	return ""
}

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func hitID(h search.Hit) string {
	if h.Quote != nil {
		return h.ID + "#" + h.Quote.ID
	}
	return h.ID
}

// askBoth asks both searchers one query.
func askBoth(ctx context.Context, ours, other *search.Searcher, q search.Query) string {
	want, err := ours.Search(ctx, q)
	if err != nil {
		return fmt.Sprintf("embedded: %v", err)
	}
	got, err := other.Search(ctx, q)
	if err != nil {
		return fmt.Sprintf("OpenSearch: %v", err)
	}
	return differentPages(got, want)
}

func TestBothEnginesAnswerTheJudgedQueriesAlike(t *testing.T) {
	if race.Enabled {
		t.Skip("compares answers, one after the other")
	}
	t.Parallel()
	ostest.URLs(t)
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	var queries []judged.Query
	for _, list := range []func() ([]judged.Query, error){judged.Queries, judged.Questions, judged.Keywords} {
		some, err := list()
		if err != nil {
			t.Fatal(err)
		}
		queries = append(queries, some...)
	}
	for _, c := range judged.Collections {
		articles, err := judged.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		ours, other := searchers(t, articles, 1, judged.Today)
		var facets []search.FacetRequest
		for _, name := range index.DefaultFacets {
			facets = append(facets, search.FacetRequest{Name: name, Size: 20})
		}
		asked, wrong := 0, 0
		for _, q := range queries {
			if q.Collection != c {
				continue
			}
			asked++
			diff := askBoth(t.Context(), ours, other, search.Query{Text: q.Text, Size: judged.Depth, Collapse: true, Facets: facets})
			if diff == "" {
				continue
			}
			wrong++
			if !q.Held { // the rest stays unseen
				t.Errorf("%s, %q: %s", q.Class, q.Text, diff)
			}
		}
		t.Logf("%s: %d queries, %d answered otherwise", c, asked, wrong)
		if wrong > 0 {
			t.Errorf("%s: %d of %d queries are answered otherwise", c, wrong, asked)
		}
	}
}

// TestBothEnginesAnswerTheBenchAlike asks the queries of the bench of a small corpus, of three
// shards.
func TestBothEnginesAnswerTheBenchAlike(t *testing.T) {
	if race.Enabled {
		t.Skip("compares answers, one after the other")
	}
	t.Parallel()
	ostest.URLs(t)
	const n = 1500
	generator, err := newGenerator(1)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	var articles []*article.Article
	for made := range generator.All(t.Context(), n, runtime.GOMAXPROCS(0)) {
		for _, a := range reader.Read(incoming(made).Source) {
			a.ID = cmp.Or(a.ID, fmt.Sprint("a", len(articles)))
			articles = append(articles, &a)
		}
	}
	queries, _, err := bench.Draw(generator.All(t.Context(), n, runtime.GOMAXPROCS(0)), 1, corpusOfficialID)
	if err != nil {
		t.Fatal(err)
	}
	ours, other := searchers(t, articles, 3, time.Now())
	wrong := make(map[string]int)
	for _, q := range queries {
		if diff := askBoth(t.Context(), ours, other, q.Query); diff != "" {
			wrong[q.Class]++
			if len(diff) > 600 {
				diff = strings.ToValidUTF8(diff[:600], "") + "…"
			}
			t.Errorf("%s, %q: %s", q.Class, q.Text, diff)
		}
	}
	t.Logf("%d articles, %d queries, answered otherwise: %v", len(articles), len(queries), wrong)
}
