package generationstest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"warta/analyzers/article"
	"warta/index/generations"
	"warta/index/readings"
)

// testReadings checks that the readings of stores keep the contract.
func testReadings(t *testing.T, setting func(t *testing.T) Setting) {
	for name, test := range map[string]func(*testing.T, Setting){
		"applied again":        testAppliedAgain,
		"opened again":         testOpenedAgain,
		"every field":          testEveryField,
		"set aside":            testAside,
		"never behind":         testNeverBehind,
		"one batch, one state": testTwiceInABatch,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, setting(t))
		})
	}
}

// read makes a generation and returns its readings. again opens them once more.
func read(t *testing.T, of Setting) (r generations.Readings, again func() generations.Readings) {
	t.Helper()
	s := lead(t, of)
	create(t, s, of.info(1))
	var open generations.Opened
	again = func() generations.Readings {
		if open.Engine != nil {
			closed(t, open)
		}
		open = opened(t, s, 1)
		return open.Readings
	}
	t.Cleanup(func() { closed(t, open) })
	return again(), again
}

func set(t *testing.T, r generations.Readings, mark uint64, changes ...readings.Change) {
	t.Helper()
	if err := r.Apply(t.Context(), changes, mark); err != nil {
		t.Fatal(err)
	}
}

// titles returns the titles of readings, "-" for none.
func titles(t *testing.T, r generations.Readings, ids ...string) (list []string) {
	t.Helper()
	got, err := r.Get(t.Context(), ids)
	if err != nil || len(got) != len(ids) {
		t.Fatalf("%d readings of %d, %v", len(got), len(ids), err)
	}
	for _, rd := range got {
		if rd.Article == nil {
			list = append(list, "-")
			continue
		}
		list = append(list, fmt.Sprint(rd.Article.Title, "@", rd.Seq))
	}
	return list
}

func want(t *testing.T, when string, got []string, titles ...string) {
	t.Helper()
	if !slices.Equal(got, titles) {
		t.Errorf("%s: got %v, want %v", when, got, titles)
	}
}

func titled(id, title string, seq uint64) readings.Change {
	return readings.Change{ID: id, Seq: seq, Article: &article.Article{ID: id, Title: title}}
}

func testAppliedAgain(t *testing.T, of Setting) {
	r, again := read(t, of)
	ids := of.Articles(t, 3)
	a, b, c := ids[0], ids[1], ids[2]
	for range 3 {
		set(t, r, 3, titled(a, "satu", 1), titled(b, "dua", 2), readings.Change{ID: c, Seq: 3})
		want(t, "applied", titles(t, r, b, c, a, b, "unknown"), "dua@2", "-", "satu@1", "dua@2", "-")
		if r.Len() != 2 || r.Mark() != 3 {
			t.Errorf("len %d mark %d, want 2 and 3", r.Len(), r.Mark())
		}
	}
	set(t, r, 5, readings.Change{ID: a, Seq: 4}, titled(b, "tiga", 5))
	want(t, "after a removal and a change", titles(t, r, a, b), "-", "tiga@5")
	for _, id := range []string{a, b} {
		seq, err := r.Seq(t.Context(), id)
		if err != nil || seq != map[string]uint64{b: 5}[id] {
			t.Errorf("the reading of %s is of change %d, %v", id, seq, err)
		}
	}
	if r.Len() != 1 {
		t.Errorf("%d readings, want 1", r.Len())
	}
	set(t, r, 6)
	if r = again(); r.Mark() != 6 || r.Len() != 1 {
		t.Errorf("after a batch without changes: mark %d, %d readings", r.Mark(), r.Len())
	}
}

func testTwiceInABatch(t *testing.T, of Setting) {
	r, _ := read(t, of)
	ids := of.Articles(t, 2)
	set(t, r, 4, titled(ids[0], "lama", 1), readings.Change{ID: ids[1], Seq: 2}, titled(ids[0], "baru", 3), titled(ids[1], "ada", 4))
	want(t, "the last state counts", titles(t, r, ids...), "baru@3", "ada@4")
	if r.Len() != 2 {
		t.Errorf("%d readings, want 2", r.Len())
	}
}

func testOpenedAgain(t *testing.T, of Setting) {
	const n = 300
	r, again := read(t, of)
	ids := of.Articles(t, n)
	var changes []readings.Change
	for i, id := range ids {
		changes = append(changes, titled(id, fmt.Sprint(i), uint64(i+1)))
	}
	set(t, r, n, changes...)
	r = again()
	if r.Mark() != n || r.Len() != n {
		t.Errorf("mark %d len %d, want %d each", r.Mark(), r.Len(), n)
	}
	seen := map[string]bool{}
	for rd, err := range r.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if want := ids[rd.Seq-1]; rd.Article.ID != want || rd.Article.Title != fmt.Sprint(rd.Seq-1) || seen[want] {
			t.Fatalf("reading %+v, want that of %s, once", rd, want)
		}
		seen[rd.Article.ID] = true
	}
	if len(seen) != n {
		t.Errorf("went through %d, want %d", len(seen), n)
	}
	for _, err := range r.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		break // a caller may stop early
	}
}

func testEveryField(t *testing.T, of Setting) {
	r, again := read(t, of)
	id := of.Articles(t, 1)[0]
	full := article.Article{
		ID: id, Title: "Rapat \x00 pleno\xff", Kind: article.News, Paragraphs: []string{"a", "", strings.Repeat("é", 9000)}, Satker: []string{"33.74"},
		Officials: []article.Official{{ID: "a-b", Name: "A B", Roles: []article.Role{{Title: "Ketua"}}}},
		Quotes:    []article.Quote{{ID: id + "-q", Text: "Kita mulai.", Speaker: &article.Person{ID: "a-b", Name: "A B"}, Confidence: 0.25}},
	}
	set(t, r, 1, readings.Change{ID: id, Seq: 1, Article: &full})
	for range 3 {
		got, err := r.Get(t.Context(), []string{id})
		if err != nil || !reflect.DeepEqual(got[0].Article, &full) {
			t.Errorf("%v\n got %+v\nwant %+v", err, got[0].Article, &full)
		}
		r = again()
	}
}

func testAside(t *testing.T, of Setting) {
	r, again := read(t, of)
	ids := of.Articles(t, 3)
	a, b, c := ids[0], ids[1], ids[2]
	put := func(mark uint64, id, why string) {
		t.Helper()
		change := titled(id, "Judul", mark)
		change.Aside = why
		set(t, r, mark, change)
	}
	put(1, b, "it panics\nwith a stack")
	put(2, a, strings.Repeat("é", 300))
	put(3, c, "")
	before := r.Aside()
	if len(before) != 2 || before[0] != (readings.Aside{ID: b, Seq: 1, Why: "it panics"}) {
		t.Errorf("set aside: %+v", before)
	}
	if why := before[1].Why; len(why) > 200 || !utf8.ValidString(why) || why == "" {
		t.Errorf("a long reason is kept as %q", why)
	}
	r = again()
	if got := r.Aside(); !slices.Equal(got, before) {
		t.Errorf("opened again: %+v", got)
	}
	put(4, b, "")
	if r.IsAside(b) || !r.IsAside(a) || r.AsideLen() != 1 {
		t.Errorf("after a change that does no harm: %+v", r.Aside())
	}
	set(t, r, 5, readings.Change{ID: a, Seq: 5})
	if r.AsideLen() != 0 || len(before) != 2 {
		t.Errorf("after a removal: %+v; what was listed before: %+v", r.Aside(), before)
	}
}

// testNeverBehind reads during writes: after Apply has returned, no call returns an older
// reading.
func testNeverBehind(t *testing.T, of Setting) {
	r, _ := read(t, of)
	const rounds = 60
	ids := of.Articles(t, 8)
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
				got, err := r.Get(t.Context(), []string{ids[rng.IntN(len(ids))], ids[rng.IntN(len(ids))]})
				if err != nil {
					return err
				}
				for _, rd := range got {
					// Each round writes every id, with its number as mark.
					if known > 0 && (rd.Article == nil || rd.Seq < known || rd.Article.Title != fmt.Sprint(rd.Seq)) {
						return fmt.Errorf("at mark %d got %+v", known, rd)
					}
				}
			}
		})
	}
	for n := uint64(1); n <= rounds; n++ {
		var changes []readings.Change
		for _, id := range ids {
			changes = append(changes, titled(id, fmt.Sprint(n), n))
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
