package indonesian_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"warta/analyzers/indonesian"
)

var update = flag.Bool("update", false, "write what is got into the golden files")

// printed writes every token on a line of its own: position, place, kind, role,
// surface, root.
func printed(text string) string {
	var b strings.Builder
	for t := range new(indonesian.Analyzer).Tokens(text) {
		fmt.Fprintf(&b, "%d\t%d-%d\t%s\t%s\t%s\t%s\n", t.Position, t.Start, t.End, t.Kind, t.Role, t.Surface, t.Root)
	}
	return b.String()
}

// TestTokens reads testdata/tokens: a text and its tokens. The comment of a
// file says why it is there.
func TestTokens(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/tokens/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) != 2 {
				t.Fatalf("want a text and its tokens: %v", err)
			}
			text, want := string(ar.Files[0].Data), string(ar.Files[1].Data)
			check(t, text)
			got := printed(text)
			if *update {
				ar.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
			for i := range max(len(g), len(w)) {
				if i >= len(g) || i >= len(w) || g[i] != w[i] {
					t.Fatalf("%stext %q\nline %d\n got %q\nwant %q", ar.Comment, text, i+1, at(g, i), at(w, i))
				}
			}
		})
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
