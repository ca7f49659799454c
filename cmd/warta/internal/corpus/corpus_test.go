package corpus_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/cmd/warta/internal/corpus"
)

func generator(tb testing.TB, seed uint64) *corpus.Generator {
	tb.Helper()
	offices := []corpus.Office{{Code: "00", Level: "nasional", Name: "KPU RI", Region: "Indonesia", Seat: "Jakarta", Domain: "kpu.go.id"}}
	for p := 11; p < 21; p++ {
		code := fmt.Sprint(p)
		offices = append(offices, corpus.Office{Code: code, Parent: "00", Level: "provinsi", Name: "KPU Provinsi " + code, Region: "Provinsi " + code, Seat: "Kota " + code, Domain: "p" + code + ".kpu.go.id"})
		for k := 1; k < 10; k++ {
			sub := fmt.Sprintf("%s.%02d", code, k)
			offices = append(offices, corpus.Office{Code: sub, Parent: code, Level: "kabupaten", Name: "KPU Kabupaten " + sub, Region: "Kabupaten " + sub, Seat: "Kota " + sub, Domain: "kab-" + sub + ".kpu.go.id"})
		}
	}
	g, err := corpus.New(offices, []corpus.Topic{
		{ID: "logistik", Cues: []string{"kotak suara", "sortir dan lipat"}},
		{ID: "dpt", Cues: []string{"daftar pemilih tetap"}},
		{ID: "arsip", Cues: []string{"arsip"}},
	}, seed)
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

func TestTheSameSeedGivesTheSameArticles(t *testing.T) {
	t.Parallel()
	short := slices.Collect(generator(t, 1).All(t.Context(), 20, 1))
	long := slices.Collect(generator(t, 1).All(t.Context(), corpus.ChunkSize+30, 2))
	other := slices.Collect(generator(t, 2).All(t.Context(), 20, 2))
	if len(short) != 20 || len(long) != corpus.ChunkSize+30 {
		t.Fatalf("got %d and %d articles", len(short), len(long))
	}
	for i := range short {
		if short[i].Body != long[i].Body || short[i].URL != long[i].URL {
			t.Errorf("article %d differs with the length of the corpus", i)
		}
		if short[i].Body == other[i].Body {
			t.Errorf("article %d is the same under another seed", i)
		}
	}
}

func TestArticlesHoldWhatTheySay(t *testing.T) {
	t.Parallel()
	urls := map[string]bool{}
	quotes, length := 0, 0
	for a := range generator(t, 3).All(t.Context(), 500, 2) {
		if urls[a.URL] || a.Title == "" || !utf8.ValidString(a.Body) {
			t.Errorf("%s: doubled, without title or not UTF-8", a.URL)
		}
		urls[a.URL] = true
		for _, name := range a.Officials {
			if !strings.Contains(a.Body, name) {
				t.Errorf("%s: %s is not in the text", a.URL, name)
			}
		}
		for _, q := range a.Quotes {
			if !strings.Contains(a.Body, q.Text) {
				t.Errorf("%s: quote %q is not in the text", a.URL, q.Text)
			}
		}
		quotes, length = quotes+len(a.Quotes), length+len(a.Body)
	}
	if quotes < 200 || length < 500*1000 {
		t.Errorf("got %d quotes and %d bytes in 500 articles; want the size of real news", quotes, length)
	}
}

func TestMakingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range generator(t, 1).All(ctx, 50_000, 2) {
		if n++; n == 10 {
			cancel()
		}
	}
	if n != 10 {
		t.Errorf("got %d articles after the context ended at 10", n)
	}
}

func BenchmarkArticles(b *testing.B) {
	g := generator(b, 1)
	b.ReportAllocs()
	for b.Loop() {
		g.Chunk(0, 100)
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
