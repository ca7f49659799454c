package bench_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"warta/cmd/warta/internal/bench"
	"warta/cmd/warta/internal/corpus"
	"warta/index/roster"
	"warta/index/search"
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
		queries, _, err := bench.Draw(slices.Values(corpus), seed, func(name string) string { return name })
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
		"filter_official": 6, "filter_combo": 12, "browse": 16, "newest": 20, "prefix": 15, "typo": 12, "question": 40,
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

func TestQuestionsHaveWordsOfEachFrequency(t *testing.T) {
	t.Parallel()
	corpus := articles(t)
	holders := map[string]int{}
	for _, a := range corpus {
		words := strings.FieldsFunc(strings.ToLower(a.Title+" "+a.Body), func(r rune) bool { return r < 'a' || r > 'z' })
		slices.Sort(words)
		for _, w := range slices.Compact(words) {
			holders[w]++
		}
	}
	queries, _, err := bench.Draw(slices.Values(corpus), 7, func(name string) string { return name })
	if err != nil {
		t.Fatal(err)
	}
	asking := 0
	for _, q := range queries[len(queries)-40:] {
		words := strings.Fields(q.Text)
		frequent, unknown := 0, 0
		for _, w := range words {
			if 100*holders[w] >= 15*len(corpus) {
				frequent++
			}
			if holders[w] == 0 {
				unknown++
			}
			if slices.Contains([]string{"siapa", "kapan", "berapa", "bagaimana", "mengapa", "dimana", "apakah"}, w) {
				asking++
			}
		}
		slices.Sort(words)
		if q.Class != bench.Question || len(slices.Compact(words)) != 10 || frequent < 3 || unknown < 1 || unknown > 3 {
			t.Errorf("%q: %d frequent and %d unknown words", q.Text, frequent, unknown)
		}
	}
	if asking < 10 {
		t.Errorf("%d of 40 questions have a question word", asking)
	}
}

func TestQuestionsAreBesideTheMix(t *testing.T) {
	t.Parallel()
	queries := []bench.Query{{Class: "a"}, {Class: bench.Question}, {Class: "b"}}
	run, err := bench.Measure(t.Context(), constant(3), queries, bench.Setting{Clients: 2, Rounds: 5, Deadline: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, f := range run.Figures {
		got[f.Class] = f.Searches
	}
	if want := map[string]int{"whole mix": 20, "a": 10, "b": 10, bench.Question: 10}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestACorpusThatIsTooSmallIsRefused(t *testing.T) {
	t.Parallel()
	if _, _, err := bench.Draw(slices.Values(articles(t)[:3]), 1, func(n string) string { return n }); err == nil {
		t.Error("got no error for three articles")
	}
}

// searcher fails every tenth query and answers the others.
type searcher struct{ calls atomic.Int64 }

func (s *searcher) Search(context.Context, search.Query) (*search.Page, error) {
	if s.calls.Add(1)%10 == 0 {
		return nil, errors.New("refused")
	}
	return &search.Page{Total: 7}, nil
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

func (s *searcher) Suggest(context.Context, string, int) ([]search.Suggestion, error) {
	return make([]search.Suggestion, 3), nil
}

func TestWhatIsAskedBesidesTheMix(t *testing.T) {
	t.Parallel()
	_, material, err := bench.Draw(slices.Values(articles(t)), 7, func(name string) string { return name })
	if err != nil {
		t.Fatal(err)
	}
	if len(material.Words) == 0 || len(material.Speakers) == 0 || len(material.Said) == 0 || len(material.Beginnings) == 0 || len(material.Misspelt) == 0 {
		t.Fatalf("got %d words, %d speakers, %d beginnings, %d misspelt words",
			len(material.Words), len(material.Speakers), len(material.Beginnings), len(material.Misspelt))
	}
	var arrived atomic.Int64
	var listed []roster.Row
	s := &deep{}
	figures, err := bench.Besides(t.Context(), s, bench.Material{
		Words: material.Words[:2], Speakers: material.Speakers[:5], Said: material.Said[:4], Beginnings: material.Beginnings[:7], Misspelt: material.Misspelt[:3], Holders: material.Holders,
	}, bench.Setting{Clients: 1, Rounds: 1, Deadline: time.Hour}, bench.Changes{
		Arrive: func(context.Context) error {
			arrived.Add(1)
			return nil
		},
		Enlist: func(_ context.Context, rows []roster.Row) error {
			listed = rows
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, f := range figures {
		got[f.Class] = f.Searches
	}
	want := map[string]int{
		"a frequent word by relevance": 2, "the same newest first, page 1": 2, "the same newest first, page 500": 2,
		"quotes of a speaker, newest first": 5, "quotes of a person on a subject": 4, "the first page of quotes": 4,
		"quotes of a person on a subject, with 3000 office holders": 4, "the first page of quotes, with 3000 office holders": 4, "suggestions": 7, "a word, alone": 3, "the same misspelt": 3, "what its correction adds": 3, "the start page while 20 articles/s arrive": 200,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if s.deepest != 4990 {
		t.Errorf("page 500 of ten hits began behind hit %d, want 4990", s.deepest)
	}
	if arrived.Load() == 0 {
		t.Error("nothing arrived")
	}
	if len(listed) != 6000 {
		t.Errorf("%d terms of office holders", len(listed))
	}
	speakers := 0
	for _, row := range listed {
		if row.Satker == "" || row.Post == "" || row.From == "" || row.To != "" && row.To < row.From {
			t.Errorf("a term %+v", row)
		}
		if slices.Contains(material.Speakers, row.Name) {
			speakers++
		}
	}
	if speakers == 0 {
		t.Error("no speaker is an office holder")
	}
}

// deep counts how far it is paged into.
type deep struct {
	searcher
	deepest int
}

func (d *deep) Search(_ context.Context, q search.Query) (*search.Page, error) {
	at := 0
	if _, err := fmt.Sscan(q.Cursor, &at); err == nil {
		d.deepest = max(d.deepest, at)
	}
	return &search.Page{Next: new(fmt.Sprint(at + q.Size))}, nil
}

func TestCompareTellsBroadQueriesApart(t *testing.T) {
	t.Parallel()
	queries := []bench.Query{{Class: "a"}, {Class: "a"}, {Class: "b"}}
	of := func(total int) bench.Searcher { return constant(total) }
	for _, c := range []struct {
		matches int
		want    []string
	}{
		{10, []string{"whole mix", "broad queries", "a", "b"}},
		{9, []string{"whole mix", "a", "b"}},
	} {
		got, err := bench.Compare(t.Context(), of(c.matches), of(1), queries, 100, bench.Setting{Clients: 1, Rounds: 2, Deadline: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		var classes []string
		for i, f := range got.Ours {
			classes = append(classes, f.Class)
			if got.Other[i].Class != f.Class || got.Other[i].Searches != f.Searches {
				t.Errorf("%d matches: %+v stands beside %+v", c.matches, f, got.Other[i])
			}
		}
		if !slices.Equal(classes, c.want) || got.Ours[0].Searches != 6 {
			t.Errorf("%d matches: got %v of %d searches, want %v of 6", c.matches, classes, got.Ours[0].Searches, c.want)
		}
	}
}

type constant int

func (c constant) Search(context.Context, search.Query) (*search.Page, error) {
	return &search.Page{Total: int(c)}, nil
}
