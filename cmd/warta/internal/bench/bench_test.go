package bench_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"warta/cmd/warta/internal/bench"
	"warta/cmd/warta/internal/corpus"
	"warta/index"
)

func articles(t *testing.T) []corpus.Article {
	t.Helper()
	offices := []corpus.Office{{Code: "00", Level: "nasional", Name: "KPU RI", Region: "Indonesia", Seat: "Jakarta", Domain: "kpu.go.id"}}
	for p := 11; p < 15; p++ {
		code := fmt.Sprint(p)
		offices = append(offices,
			corpus.Office{Code: code, Parent: "00", Level: "provinsi", Name: "KPU Provinsi", Region: "P", Seat: "S", Domain: code + ".kpu.go.id"},
			corpus.Office{Code: code + ".01", Parent: code, Level: "kabupaten", Name: "KPU Kabupaten", Region: "K", Seat: "S", Domain: "k" + code + ".kpu.go.id"})
	}
	g, err := corpus.New(offices, []corpus.Topic{{ID: "dpt", Cues: []string{"daftar pemilih tetap"}}, {ID: "arsip", Cues: []string{"arsip"}}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(g.All(t.Context(), 3000, 2))
}

func TestTheMixHasItsClassesAndIsTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	corpus := articles(t)
	draw := func(seed uint64) []bench.Query {
		queries, err := bench.Draw(slices.Values(corpus), seed, func(name string) string { return name })
		if err != nil {
			t.Fatal(err)
		}
		return queries
	}
	first := draw(7)
	count := map[string]int{}
	for _, q := range first {
		count[q.Class]++
	}
	want := map[string]int{
		"word_frequent": 34, "word_mid": 34, "word_rare": 25, "and": 43, "or": 25, "inflected": 25, "phrase": 35,
		"official_name": 28, "official_and_word": 20, "filter_satker": 22, "filter_date": 20, "filter_topic": 8,
		"filter_official": 6, "filter_combo": 12, "browse": 16, "newest": 20, "prefix": 15, "typo": 12,
	}
	if !reflect.DeepEqual(count, want) {
		t.Errorf("got %v, want %v", count, want)
	}
	if !reflect.DeepEqual(first, draw(7)) {
		t.Error("the same seed gave other queries")
	}
	if reflect.DeepEqual(first, draw(8)) {
		t.Error("another seed gave the same queries")
	}
}

func TestACorpusThatIsTooSmallIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := bench.Draw(slices.Values(articles(t)[:3]), 1, func(n string) string { return n }); err == nil {
		t.Error("got no error for three articles")
	}
}

// searcher fails every tenth query and answers the others.
type searcher struct{ calls atomic.Int64 }

func (s *searcher) Search(context.Context, index.Query) (*index.Page, error) {
	if s.calls.Add(1)%10 == 0 {
		return nil, errors.New("refused")
	}
	return &index.Page{Total: 7}, nil
}

func TestARefusedQueryCountsAsItsDeadline(t *testing.T) {
	t.Parallel()
	queries := make([]bench.Query, 50)
	for i := range queries {
		queries[i].Class = fmt.Sprint("class ", i%2)
	}
	s := &searcher{}
	run, err := bench.Measure(t.Context(), s, queries, bench.Setting{Clients: 2, Rounds: 2, Deadline: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	mix := run.Figures[0]
	if mix.Searches != 200 || mix.Failed != 20 || mix.Matches != 7 || mix.P95 != 3.6e6 || mix.P50 > 1000 || len(run.Figures) != 3 {
		t.Errorf("got %+v", run)
	}
}
