package quotes

import (
	"slices"
	"strings"
	"testing"
)

func TestPairs(t *testing.T) {
	t.Parallel()
	got, err := parsePairs("# a remark\npembawa = acara # of an event\n\npembina = apel upacara\nmoderator =\n")
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string][]string{"pembawa": {"acara"}, "pembina": {"apel", "upacara"}, "moderator": {}} {
		if seconds, ok := got[word]; !ok || !slices.Equal(seconds, want) {
			t.Errorf("%q: got %q, %v; want %q", word, seconds, ok, want)
		}
	}
}

func TestFaultsOfPairsAreFound(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"a = b\nmoderator",
		"a = b\n= acara",
		"a = b\npembawa acara = x",
		"a = b\nModerator =",
		"a = b\na = c",
	} {
		if _, err := parsePairs(text); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: got error %v, want one of line 2", text, err)
		}
	}
}
