package scan

import (
	"strings"
	"testing"
)

func TestSkipSpaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		at, want int
	}{
		{"a b", 0, 0},
		{"a b", 1, 2},
		{"a \t\u00a0b", 1, 5},
		{"a\nb", 1, 1},
		{"a ", 1, 2},
		{"a", 1, 1},
		{strings.Repeat(" ", 20), 0, 8},
		{strings.Repeat(" ", 7) + "\u00a0 ", 0, 9},
	} {
		if got := SkipSpaces(c.text, c.at); got != c.want {
			t.Errorf("SkipSpaces(%q, %d): got %d, want %d", c.text, c.at, got, c.want)
		}
	}
}

func TestEdgesOfWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, after string
		starts, ends  bool
	}{
		{"", "kpu", true, false},
		{"kpu", "", false, true},
		{" ", "kpu", true, false},
		{"(", ")", true, true},
		{"3", "a", false, false},
		{"é", "1", false, false},
		{"e\u0301", "\u0301", false, false},
		{"“", "”", true, true},
		{"–", "\u00a0", true, true},
	} {
		text, at := c.before+c.after, len(c.before)
		if got := WordStarts(text, at); got != c.starts {
			t.Errorf("WordStarts(%q, %d): got %v, want %v", text, at, got, c.starts)
		}
		if got := WordEnds(text, at); got != c.ends {
			t.Errorf("WordEnds(%q, %d): got %v, want %v", text, at, got, c.ends)
		}
	}
}
