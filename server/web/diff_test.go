package web

import (
	"strings"
	"testing"
)

func TestWhatBecameOfTheWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, now, want string }{
		{"Kami siap besok", "Kami siap besok", "Kami siap besok"},
		{"Kami siap besok", "Kami siap lusa", "Kami siap -besok +lusa"},
		{"Kami siap", "Kami sudah siap", "Kami +sudah siap"},
		{"Kami sudah siap", "Kami siap", "Kami -sudah siap"},
		{"a b c d", "a x c y", "a -b +x c -d +y"},
		{"a b", "c d", "-a b +c d"},
		{"a a a", "a a", "a a -a"},
		{"", "a", "+a"},
		{"a", "", "-a"},
		{"", "", ""},
		{"a\n b", "a b", "a b"},
	} {
		if got := written(changes(c.before, c.now)); got != c.want {
			t.Errorf("%q, now %q: got %q, want %q", c.before, c.now, got, c.want)
		}
	}
}

// Nothing is lost of texts of any length, and long ones are compared as a whole.
func TestTheDifferenceOfLongTexts(t *testing.T) {
	t.Parallel()
	long := func(word string) string { return "awal " + strings.Repeat(word+" ", 20*maxCompared) + "akhir" }
	got := changes(long("a b"), long("b c"))
	if len(got) != 4 || got[0].Text != "awal" || !got[1].Gone || !got[2].Added || got[3].Text != "akhir" {
		t.Fatalf("got %d changes", len(got))
	}
	for _, texts := range [][2]string{{long("a b"), long("b c")}, {strings.Repeat("a b c ", 199), strings.Repeat("b a d ", 199)}} {
		var before, now []string
		for _, c := range changes(texts[0], texts[1]) {
			if !c.Added {
				before = append(before, c.Text)
			}
			if !c.Gone {
				now = append(now, c.Text)
			}
		}
		if strings.Join(before, " ") != strings.Join(strings.Fields(texts[0]), " ") || strings.Join(now, " ") != strings.Join(strings.Fields(texts[1]), " ") {
			t.Errorf("%.30s: the changes do not make up both texts", texts[0])
		}
	}
}

func written(list []Change) string {
	var b strings.Builder
	for _, c := range list {
		switch {
		case c.Gone:
			b.WriteString(" -" + c.Text)
		case c.Added:
			b.WriteString(" +" + c.Text)
		default:
			b.WriteString(" " + c.Text)
		}
	}
	return strings.TrimSpace(b.String())
}
