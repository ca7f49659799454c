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

// TestIsVerb holds that the lexicon tells words that begin like verbs from verbs.
func TestIsVerb(t *testing.T) {
	t.Parallel()
	for kind, words := range map[string]string{
		"root":               "berkas beras merek mentor dinding diploma teras direktur menteri berita mereka menit terminal disiplin menang",
		"root and -nya":      "dirinya berkasnya beritanya dindingnya",
		"function word":      "terhadap tersebut mengenai dengan menurut melalui berikut terkait terutama",
		"person":             "tersangka terdakwa terlapor",
		"superlative":        "terbanyak terbesar terkecil terkuat terpanjang",
		"noun of an event":   "berlangsungnya berkurangnya tersusunnya",
		"without the prefix": "kotak pindah gudang",
	} {
		for w := range strings.FieldsSeq(words) {
			if isVerb(w) {
				t.Errorf("%q (%s) is a verb", w, kind)
			}
		}
	}
	for w := range strings.FieldsSeq("bertanya ditanya menanyakan berkumpul membuka memintanya dibuka dipasang terbakar tertahan terendam tertinggal menguapkan mengunggah diunggah") {
		if !isVerb(w) {
			t.Errorf("%q is no verb", w)
		}
	}
}
