package analyzers_test

import (
	"os"
	"path/filepath"
	"testing"

	"warta/analyzers"
	"warta/analyzers/internal/score"
)

// The real article and its gold stand outside the repository, for its text is a
// site's.
func TestTheRealArticleComesOutRight(t *testing.T) {
	t.Parallel()
	shared := filepath.Join("..", "..", "shared")
	text, err := os.ReadFile(filepath.Join(shared, "seed", "article.txt"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI runs with ../shared beside the repository: %v", err)
		}
		t.Skip("skipped: there is no ../shared beside the repository, which holds the real article")
	}
	gold, err := os.ReadFile(filepath.Join(shared, "gold", "articles", "00-seed.json"))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	for name, source := range map[string]analyzers.Source{
		"with its day of publication":   {Text: string(text), Published: "2025-11-05", AsOf: "2026-11-23", URL: "https://kota-semarang.kpu.go.id/blog/read/1_x"},
		"with its day of receipt":       {Text: string(text), AsOf: "2026-11-23"},
		"with nothing but what it says": {Text: string(text)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := reader.Read(source)
			if len(got) != 1 {
				t.Fatalf("got %d articles, want 1", len(got))
			}
			report := &score.Report{}
			if source.Published != "" {
				got[0].Published = "" // the gold is of the text alone
			}
			if err := report.Add("seed", gold, &got[0]); err != nil {
				t.Fatal(err)
			}
			for _, row := range report.Rows() {
				if row.Misses > 0 {
					t.Errorf("%s: %d misses", row.Name, row.Misses)
				}
			}
			if t.Failed() {
				t.Log(report.Misses())
			}
		})
	}
}
