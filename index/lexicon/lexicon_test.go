package lexicon_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"warta/index/lexicon"
	"warta/internal/race"
)

func TestEditsAreTheFewestStepsBetweenTwoWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"suara", "suara", 0},
		{"suara", "suarra", 1},
		{"suara", "sura", 1},
		{"suara", "suaea", 1},
		{"suara", "saura", 1},
		{"suara", "", 3},
		{"", "", 0},
		{"ab", "ca", 2},
		{"ca", "abc", 3},
		{"pilkada", "pemilu", 3},
	} {
		if got, back := lexicon.Edits(c.a, c.b, 2), lexicon.Edits(c.b, c.a, 2); got != c.want || back != c.want {
			t.Errorf("%q to %q: %d and back %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}

// top writes words as "word×count".
func top(of []*lexicon.Lexicon, near *lexicon.Near, size int) string {
	var out []string
	for _, w := range lexicon.Top(of, near, size) {
		out = append(out, fmt.Sprintf("%s×%d", w.Text, w.Count))
	}
	return strings.Join(out, " ")
}

func TestTheMostFrequentComeFirst(t *testing.T) {
	t.Parallel()
	var titles, names lexicon.Lexicon
	titles.Add(map[string]uint32{"pemilu": 90, "pemilih": 40, "pemungutan": 40, "pilkada": 70, "suara": 60, "pe": 1})
	titles.Add(map[string]uint32{"pemilih": 60, "pemuda": 5, "\x00": 1, "\xff\xff": 1})
	names.Add(map[string]uint32{"pemungutan": 70, "suarni": 2})
	both := []*lexicon.Lexicon{&titles, &names}
	for _, c := range []struct {
		why, text string
		edits     int
		prefix    bool
		size      int
		want      string
	}{
		{"what begins so", "pem", 0, true, 3, "pemungutan×110 pemilih×100 pemilu×90"},
		{"no more than there are", "pemu", 0, true, 9, "pemungutan×110 pemuda×5"},
		{"a beginning that is a word", "pe", 0, true, 9, "pemungutan×110 pemilih×100 pemilu×90 pemuda×5 pe×1"},
		{"the word itself", "pe", 0, false, 9, "pe×1"},
		{"a letter too many", "pemmilu", 1, false, 9, "pemilu×90"},
		{"a wrong first letter", "oemilu", 1, false, 9, "pemilu×90"},
		{"no first letter", "uara", 1, false, 9, "suara×60"},
		{"two letters swapped at the beginning", "usara", 1, true, 9, "suara×60"},
		{"a beginning with an error", "pwmi", 1, true, 9, "pemilih×100 pemilu×90"},
		{"two errors", "pemolo", 2, false, 9, "pemilu×90"},
		{"nothing", "qqq", 1, true, 9, ""},
		{"bytes that are no letters", "\xff", 0, true, 9, "\xff\xff×1"},
	} {
		if got := top(both, lexicon.NewNear(c.text, c.edits, c.prefix), c.size); got != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.why, c.text, got, c.want)
		}
	}
	if got := titles.Count("pemilih"); got != 100 {
		t.Errorf("pemilih counts %d, want 100", got)
	}
	if got := top([]*lexicon.Lexicon{new(lexicon.Lexicon)}, lexicon.NewNear("a", 0, true), 9); got != "" {
		t.Errorf("an empty lexicon has %q", got)
	}
}

// TestItFindsWhatLookingAtEveryWordFinds holds lexicons of many lists against the
// plainest way.
func TestItFindsWhatLookingAtEveryWordFinds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 0))
		word := func() string {
			b := make([]byte, 1+random.IntN(6))
			for i := range b {
				b[i] = "abc\x00\xff"[random.IntN(5)]
			}
			return string(b)
		}
		var x lexicon.Lexicon
		counts := make(map[string]int)
		for range 1 + random.IntN(30) {
			added := make(map[string]uint32)
			for range random.IntN(20) {
				w := word()
				added[w]++
				counts[w]++
			}
			x.Add(added)
		}
		for range 40 {
			text, edits, prefix := word(), random.IntN(3), random.IntN(2) == 0
			near := func(w string) bool {
				for end := 1; end < len(w) && prefix; end++ {
					if lexicon.Edits(text, w[:end], edits) <= edits {
						return true
					}
				}
				return lexicon.Edits(text, w, edits) <= edits
			}
			var want []string
			for w := range counts {
				if near(w) {
					want = append(want, w)
				}
			}
			slices.SortFunc(want, func(a, b string) int {
				return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
			})
			all := lexicon.Top([]*lexicon.Lexicon{&x}, lexicon.NewNear(text, edits, prefix), len(counts)+1)
			var got []string
			for _, w := range all {
				got = append(got, w.Text)
				if w.Count != counts[w.Text] || w.Count != x.Count(w.Text) {
					t.Fatalf("seed %d: %q counts %d, want %d", seed, w.Text, w.Count, counts[w.Text])
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: near %q (%d edits, beginning %v) are %q, want %q", seed, text, edits, prefix, got, want)
			}
			var each []string
			x.Each(lexicon.NewNear(text, edits, prefix), func(w string) { each = append(each, w) })
			slices.Sort(each)
			slices.Sort(want)
			if !slices.Equal(slices.Compact(each), want) {
				t.Fatalf("seed %d: each near %q are %q, want %q", seed, text, each, want)
			}
		}
	}
}

func TestWordsAreFoundWhileOthersAreAdded(t *testing.T) {
	t.Parallel()
	var x lexicon.Lexicon
	var wait sync.WaitGroup
	for adder := range 4 {
		wait.Go(func() {
			for n := range 50 {
				x.Add(map[string]uint32{fmt.Sprintf("kata%d-%d", adder, n): 1, "kata": 1})
			}
		})
	}
	wait.Go(func() {
		last := 0
		for range 200 {
			found := lexicon.Top([]*lexicon.Lexicon{&x}, lexicon.NewNear("kata", 0, true), 1)
			if len(found) == 1 && found[0].Count < last {
				t.Errorf("%v, after %d were counted", found, last)
				return
			}
			if len(found) == 1 && found[0].Text == "kata" {
				last = found[0].Count
			}
		}
	})
	wait.Wait()
	if n := x.Count("kata"); n != 200 {
		t.Errorf("kata counts %d, want 200", n)
	}
}

func FuzzTop(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("pemilu pemilih suara", "pwmi", 1, true)
	f.Add("a", "\xff\x00", 2, false)
	f.Fuzz(func(t *testing.T, words, text string, edits int, prefix bool) {
		if text == "" || edits < 0 || edits > 2 || len(text) > 100 {
			return
		}
		counts := make(map[string]uint32)
		for w := range strings.FieldsSeq(words) {
			counts[w]++
		}
		var x lexicon.Lexicon
		x.Add(counts)
		for _, w := range lexicon.Top([]*lexicon.Lexicon{&x}, lexicon.NewNear(text, edits, prefix), 10) {
			if uint32(w.Count) != counts[w.Text] {
				t.Errorf("%q counts %d, want %d", w.Text, w.Count, counts[w.Text])
			}
			if !prefix && lexicon.Edits(text, w.Text, edits) > edits {
				t.Errorf("%q is not near %q", w.Text, text)
			}
		}
	})
}

func TestAllHasTheSumOfTheCounts(t *testing.T) {
	t.Parallel()
	var x lexicon.Lexicon
	if got := x.All(); len(got) != 0 {
		t.Errorf("an empty lexicon has %v", got)
	}
	for i := range uint32(20) {
		x.Add(map[string]uint32{"arsip": 1, string(rune('a' + i)): i + 1})
	}
	got := x.All()
	if len(got) != 21 || got["arsip"] != 20 || got["c"] != 3 {
		t.Errorf("got %v", got)
	}
}
