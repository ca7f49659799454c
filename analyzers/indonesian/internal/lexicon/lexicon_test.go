package lexicon_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"warta/analyzers/indonesian/internal/lexicon"
)

// TestTableNamesTheFaultyLine: the error for a faulty list has its file and line.
func TestTableNamesTheFaultyLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ list, line, want string }{
		{"irregular.tsv", "lihat", "irregular.tsv:1: 1 columns, want 2"},
		{"lexicalised.tsv", "stem\tno kind\tpesawat", `lexicalised.tsv:1: kind "stem", want root or word`},
		{"not-roots.tsv", "zzzz", "not-roots.tsv:1: zzzz is not among the roots"},
		{"malindo-roots.tsv", "pilih\tmany\tcore", "malindo-roots.tsv:1: "},
	} {
		lists := fstest.MapFS{}
		entries, err := os.ReadDir("../../lexicon")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			lists[e.Name()] = &fstest.MapFile{}
		}
		lists[c.list] = &fstest.MapFile{Data: []byte(c.line + "\n")}
		_, err = lexicon.Table(lists, os.DirFS("../../../satker/data"))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("line %q of %s: got error %v, want one with %q", c.line, c.list, err, c.want)
		}
	}
}
