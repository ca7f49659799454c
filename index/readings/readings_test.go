package readings_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"warta/analyzers/article"
	"warta/index/readings"
	"warta/internal/race"
)

func open(t testing.TB, path string, opts readings.Options) *readings.Readings {
	t.Helper()
	r, err := readings.Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// filled sets every field that v has, down to the last, each to something else; but for
// the basis of a role, which is no matter of a reading.
func filled(v reflect.Value, n *int) {
	*n++
	if v.Type() == reflect.TypeFor[article.Basis]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("s", *n))
	case reflect.Int:
		v.SetInt(int64(*n * 7))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 3)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			filled(v.Index(i), n)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			filled(field, n)
		}
	default:
		panic("article.Article has a field of a new kind: " + v.Kind().String())
	}
}

func fullArticle() *article.Article {
	a, n := new(article.Article), 0
	filled(reflect.ValueOf(a).Elem(), &n)
	return a
}

func TestEveryFieldSurvives(t *testing.T) {
	t.Parallel()
	for _, want := range []*article.Article{fullArticle(), {}} {
		got, err := readings.Decode(readings.Encode(want))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add(readings.Encode(fullArticle()))
	f.Add(readings.Encode(&article.Article{Title: "KPU", Paragraphs: []string{"a", ""}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := readings.Decode(append([]byte(nil), data...))
		if err != nil {
			return
		}
		// What can be read must come out the same when written again.
		again, err := readings.Decode(readings.Encode(a))
		if err != nil {
			t.Fatalf("%x: written again it cannot be read: %v", data, err)
		}
		if got, want := readings.Encode(again), readings.Encode(a); !bytes.Equal(got, want) {
			t.Errorf("%x\n got %x\nwant %x", data, got, want)
		}
	})
}

func TestApplyAgainChangesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "readings.db")
	r := open(t, path, readings.Options{})
	changes := []readings.Change{
		{ID: "a", Seq: 1, Article: &article.Article{ID: "a", Title: "satu"}},
		{ID: "b", Seq: 2, Article: &article.Article{ID: "b", Title: "dua"}},
		{ID: "c", Seq: 3},
	}
	for range 3 {
		if err := r.Apply(t.Context(), changes, 3); err != nil {
			t.Fatal(err)
		}
		got, err := r.Get(t.Context(), []string{"b", "c", "a", "b"})
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Article.Title != "dua" || got[1].Article != nil || got[2].Seq != 1 || got[3].Article.Title != "dua" {
			t.Errorf("got %+v", got)
		}
		if r.Len() != 2 || r.Mark() != 3 {
			t.Errorf("len %d mark %d, want 2 and 3", r.Len(), r.Mark())
		}
	}
	if err := r.Apply(t.Context(), []readings.Change{{ID: "a", Seq: 4}, {ID: "b", Seq: 5, Article: &article.Article{Title: "tiga"}}}, 5); err != nil {
		t.Fatal(err)
	}
	got, err := r.Get(t.Context(), []string{"a", "b"})
	if err != nil || got[0].Article != nil || got[1].Article.Title != "tiga" || r.Len() != 1 {
		t.Errorf("after a removal and a change: %+v, %v, len %d", got, err, r.Len())
	}
}

func TestReadingsAreThereAfterReopening(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "readings.db")
	r, err := readings.Open(t.Context(), path, readings.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var changes []readings.Change
	for n := range 700 {
		changes = append(changes, readings.Change{ID: fmt.Sprint("a", n), Seq: uint64(n + 1), Article: &article.Article{Title: fmt.Sprint(n)}})
	}
	if err := errors.Join(r.Apply(t.Context(), changes, 700), r.Close()); err != nil {
		t.Fatal(err)
	}
	r = open(t, path, readings.Options{CacheBytes: -1})
	if r.Mark() != 700 || r.Len() != 700 {
		t.Errorf("mark %d len %d, want 700 each", r.Mark(), r.Len())
	}
	n := 0
	for rd, err := range r.All(t.Context()) {
		if err != nil || rd.Article.Title != fmt.Sprint(n) {
			t.Fatalf("reading %d: %+v, %v", n, rd, err)
		}
		n++
	}
	if n != 700 {
		t.Errorf("went through %d, want 700", n)
	}
}

// TestTheCacheIsNeverBehind reads during writes: after Apply has returned, no call may return
// an older reading.
func TestTheCacheIsNeverBehind(t *testing.T) {
	t.Parallel()
	r := open(t, filepath.Join(t.TempDir(), "readings.db"), readings.Options{CacheBytes: 20_000})
	const ids, rounds = 8, 200
	var g errgroup.Group
	stop := make(chan struct{})
	for w := range 3 {
		g.Go(func() error {
			rng := rand.New(rand.NewPCG(7, uint64(w)))
			for {
				select {
				case <-stop:
					return nil
				default:
				}
				known := r.Mark()
				got, err := r.Get(t.Context(), []string{fmt.Sprint(rng.IntN(ids)), fmt.Sprint(rng.IntN(ids))})
				if err != nil {
					return err
				}
				for _, rd := range got {
					// Each round writes every id, with its number as mark.
					if known > 0 && (rd.Article == nil || rd.Seq < known) {
						return fmt.Errorf("at mark %d got %+v", known, rd)
					}
				}
			}
		})
	}
	for n := uint64(1); n <= rounds; n++ {
		var changes []readings.Change
		for id := range ids {
			changes = append(changes, readings.Change{ID: fmt.Sprint(id), Seq: n, Article: &article.Article{Title: fmt.Sprint(n)}})
		}
		if err := r.Apply(t.Context(), changes, n); err != nil {
			t.Error(err)
			break
		}
	}
	close(stop)
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

func BenchmarkGet(b *testing.B) {
	for _, bc := range []struct {
		name  string
		cache int64
	}{{"cached", 64 << 20}, {"uncached", -1}} {
		b.Run(bc.name, func(b *testing.B) {
			r := open(b, filepath.Join(b.TempDir(), "readings.db"), readings.Options{CacheBytes: bc.cache})
			p := strings.Repeat("Komisi Pemilihan Umum Kota Semarang menetapkan pemilih dalam rapat pleno terbuka. ", 5)
			var changes []readings.Change
			for n := range 5000 {
				a := &article.Article{ID: fmt.Sprint(n), Title: "KPU Kota Semarang", Paragraphs: []string{p, p + fmt.Sprint(n), p, p, p}}
				a.Officials = []article.Official{{ID: "a-b", Name: "A B", Roles: []article.Role{{Title: "Ketua"}}, Mentions: make([]article.Mention, 4)}}
				a.Quotes = []article.Quote{{ID: "x", Text: p[:80], Parts: make([]article.Part, 1), Speaker: &article.Person{ID: "a-b"}}}
				changes = append(changes, readings.Change{ID: a.ID, Seq: uint64(n), Article: a})
			}
			if err := r.Apply(b.Context(), changes, 5000); err != nil {
				b.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(1, 1))
			b.ReportAllocs()
			for b.Loop() {
				var ids []string
				for range 10 {
					ids = append(ids, fmt.Sprint(rng.IntN(5000)))
				}
				got, err := r.Get(b.Context(), ids)
				if err != nil || got[9].Article == nil {
					b.Fatal(err)
				}
			}
		})
	}
}
