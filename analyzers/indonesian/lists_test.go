package indonesian_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

// Lists that people edit: every entry once, as the analyzer sees it.
func TestLists(t *testing.T) {
	t.Parallel()
	for file, folded := range map[string]bool{
		"stopwords.txt": true, "openers.txt": true, "degrees.txt": true, "abbreviations.txt": true, "titles.csv": true,
		"places.txt": false, "glossary.csv": false, "foreign.txt": true, "beforenames.txt": true,
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		for l := range strings.Lines(string(text)) {
			l = strings.TrimSpace(l)
			if l == "" || l[0] == '#' {
				continue
			}
			entries := []string{l}
			switch file {
			case "abbreviations.txt":
				entries = strings.Fields(l)[:1]
			case "titles.csv":
				entries = strings.Split(l, ",")[:1]
			case "glossary.csv":
				entries = []string{strings.Join(strings.SplitN(l, ",", 3)[:2], ",")}
			case "foreign.txt", "beforenames.txt":
				entries = strings.Fields(l)
			}
			for _, entry := range entries {
				if seen[entry] && file != "foreign.txt" { // languages share words
					t.Errorf("%s has %q twice", file, entry)
				}
				seen[entry] = true
				if folded && indonesian.Fold(entry) != entry {
					t.Errorf("%s: %q is not folded", file, entry)
				}
			}
		}
		if len(seen) < 40 {
			t.Errorf("%s has %d entries", file, len(seen))
		}
	}
}

// Words that carry meaning in election news are no function words.
func TestStop(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{
		"dan": true, "yang": true, "di": true, "adalah": true, "kapan": true,
		"tidak": false, "belum": false, "bukan": false, "dalam": false, "umum": false, "calon": false,
		"pemilih": false, "luar": false, "kosong": false, "satu": false, "": false,
	} {
		if got := indonesian.Stop(word); got != want {
			t.Errorf("Stop(%q) is %t, want %t", word, got, want)
		}
	}
	var a indonesian.Analyzer
	stops := func(query string) []bool {
		var out []bool
		for _, g := range a.Query(query) {
			out = append(out, g.Stop)
		}
		return out
	}
	if got := stops("yang akan di"); slices.Contains(got, true) {
		t.Errorf("a query of function words alone has them all count, got %v", got)
	}
	if got, want := stops("KPU dan Bawaslu"), []bool{false, true, false}; !slices.Equal(got, want) {
		t.Errorf("stops of a query: %v, want %v", got, want)
	}
}

func TestBeforeName(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{
		"kpu": true, "desa": true, "mbak": true, "calon": true, "camat": true, // of beforenames.txt
		"pak": true, "haji": true, "jenderal": true, // titles
		"rapat": false, "kotak": false, "": false,
	} {
		if got := indonesian.BeforeName(word); got != want {
			t.Errorf("BeforeName(%q) is %t", word, got)
		}
	}
}
