package page_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"warta/analyzers/page"
)

var update = flag.Bool("update", false, "write what was read to testdata")

// A case is a file that says why it exists, a page, and its drafts.
func TestPages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/pages/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) != 2 {
				t.Fatalf("want a page and a want part: %v", err)
			}
			raw, want := string(ar.Files[0].Data), string(ar.Files[1].Data)
			var b strings.Builder
			for _, d := range page.Read(raw, true) {
				text, err := json.MarshalIndent(d, "", " ")
				if err != nil {
					t.Fatal(err)
				}
				b.Write(append(text, '\n'))
			}
			if *update {
				ar.Files[1].Data = []byte(b.String())
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
			} else if b.String() != want {
				t.Errorf("%s\n got %s\nwant %s", ar.Comment, b.String(), want)
			}
		})
	}
}
