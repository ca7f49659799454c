package edits

import (
	"slices"
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"rina", "rina", 1, 0},
		{"rina", "rini", 1, 1},
		{"rina", "rna", 1, 1},
		{"rina", "riena", 1, 1},
		{"rina", "irna", 2, 2},
		{"", "ab", 2, 2},
		{"rina", "budi", 2, 3},
		{"rina", "rinawati", 3, 4},
		{strings.Repeat("a", 81), strings.Repeat("a", 81), 2, 3},
		{strings.Repeat("a", 80), strings.Repeat("a", 79) + "b", 2, 1},
	} {
		if got := Distance([]byte(c.a), []byte(c.b), c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d): got %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
		if got := Distance(strings.Split(c.a, ""), strings.Split(c.b, ""), c.limit); got != c.want {
			t.Errorf("Distance of the letters of %q and %q, limit %d: got %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

// TestOneIsWhatOneEditReaches compares One with the list of all strings that one
// edit makes of a.
func TestOneIsWhatOneEditReaches(t *testing.T) {
	t.Parallel()
	const letters = "ab"
	var all []string
	for n, last := 0, []string{""}; n <= 4; n++ {
		all = append(all, last...)
		var next []string
		for _, s := range last {
			for i := range len(letters) {
				next = append(next, s+letters[i:i+1])
			}
		}
		last = next
	}
	for _, a := range all {
		var reached []string
		for i := range len(a) + 1 {
			for j := range len(letters) {
				c := letters[j : j+1]
				reached = append(reached, a[:i]+c+a[i:])
				if i < len(a) {
					reached = append(reached, a[:i]+c+a[i+1:])
				}
			}
			if i < len(a) {
				reached = append(reached, a[:i]+a[i+1:])
			}
			if i+1 < len(a) {
				reached = append(reached, a[:i]+a[i+1:i+2]+a[i:i+1]+a[i+2:])
			}
		}
		for _, b := range all {
			if got, want := One(a, b), a != b && slices.Contains(reached, b); got != want {
				t.Errorf("One(%q, %q): got %v, want %v", a, b, got, want)
			}
		}
	}
}

func TestAnagram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"ucpanya", "ucapnya", true}, {"sutrano", "sutarno", true}, {"hendra", "hendri", false}, {"ab", "aab", false}, {"", "", true}} {
		if got := Anagram(c.a, c.b); got != c.want {
			t.Errorf("Anagram(%q, %q) = %t", c.a, c.b, got)
		}
	}
}
