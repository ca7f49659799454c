package quotes_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"warta/analyzers/article"
	"warta/analyzers/satker"
)

var update = flag.Bool("update", false, "write what was found to the golden files")

// TestGolden reads the articles under testdata: what is found in each stands
// below it.
func TestGolden(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := func(name string) string {
				for _, f := range archive.Files {
					if f.Name == name {
						return strings.TrimSpace(string(f.Data))
					}
				}
				return ""
			}
			a := read(g, part("publisher"), part("title"), strings.Split(part("body"), "\n")...)
			got := render(&a)
			if *update {
				archive.Files = append(archive.Files[:3:3], txtar.File{Name: "found", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := part("found"); strings.TrimSpace(got) != want {
				t.Errorf("%s\n got:\n%s\nwant:\n%s", file, got, want)
			}
		})
	}
}

// render prints people and quotes, a line each.
func render(a *article.Article) string {
	var b strings.Builder
	for _, o := range a.Officials {
		fmt.Fprintf(&b, "%s", o.Name)
		for _, r := range o.Roles {
			fmt.Fprintf(&b, " | %s @ %s %s", r.Title, r.Office, r.Satker)
		}
		if len(o.Honorifics) > 0 {
			fmt.Fprintf(&b, " | titles %s", strings.Join(o.Honorifics, "; "))
		}
		if len(o.Aliases) > 0 {
			fmt.Fprintf(&b, " | called %s", strings.Join(o.Aliases, "; "))
		}
		var names []string
		for _, m := range o.Mentions {
			names = append(names, fmt.Sprintf("%d:%s", m.Paragraph, m.Text))
		}
		fmt.Fprintf(&b, " | %s\n", strings.Join(names, ", "))
	}
	for _, q := range a.Quotes {
		who := "?"
		if q.Speaker != nil {
			who = q.Speaker.Name
		} else if q.Role != nil {
			who = "(" + q.Role.Title + " @ " + q.Role.Office + ")"
		}
		fmt.Fprintf(&b, "%s %.2f %s [%s] %s\n", q.Kind, q.Confidence, who, q.Cue, q.Text)
	}
	for _, w := range a.Warnings {
		fmt.Fprintf(&b, "warning %s: %s\n", w.Code, w.Message)
	}
	return b.String()
}
