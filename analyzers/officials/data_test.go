package officials_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestData holds that the word lists are in lower case, give no word twice and
// hold no forms that the reader could not meet. Their structure is checked when
// they are loaded.
func TestData(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("data/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no data: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		forms := make(map[string]bool)
		for n, line := range strings.Split(string(data), "\n") {
			line, _, _ = strings.Cut(line, "#")
			form, _, table := strings.Cut(line, "|")
			if strings.TrimSpace(form) == "" {
				continue
			}
			if form != strings.ToLower(form) {
				t.Errorf("%s:%d: capitals in %q", file, n+1, form)
			}
			if !table {
				continue
			}
			for f := range strings.SplitSeq(form, ",") {
				if f = strings.TrimSpace(f); forms[f] || f == "" {
					t.Errorf("%s:%d: %q is empty or given twice", file, n+1, f)
				}
				forms[f] = true
			}
		}
	}
}
