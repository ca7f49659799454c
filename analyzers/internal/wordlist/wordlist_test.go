package wordlist

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestLists(t *testing.T) {
	t.Parallel()
	f := MustParse("lists.txt", "# a remark\nlevels: kota kabupaten # kinds of regions\n  provinsi\n\nunits: divisi\n")
	for name, want := range map[string][]string{
		"levels": {"kabupaten", "kota", "provinsi"},
		"units":  {"divisi"},
	} {
		if got := slices.Sorted(maps.Keys(f.List(name))); !slices.Equal(got, want) {
			t.Errorf("list %q: got %q, want %q", name, got, want)
		}
	}
	defer func() {
		if got := recover(); got != `lists.txt: no list "posts"` {
			t.Errorf("a list that is missing: got panic %v", got)
		}
	}()
	f.List("posts")
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"kota\nlevels: kabupaten", `line 1: "kota" stands in no list`},
		{"levels: kota\nlevels: kabupaten", `line 2: list "levels" has no name or stands twice`},
		{": kota", "has no name"},
		{"levels: kota\nKabupaten", `line 2: "Kabupaten" is not in lower case`},
		{"levels: kota\nprovinsi kota", `line 2: "kota" stands twice in "levels"`},
		{"levels: # none", `list "levels" is empty`},
	} {
		if _, err := parse(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got error %v, want one with %q", c.text, err, c.want)
		}
	}
}
