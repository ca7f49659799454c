package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	requirement = regexp.MustCompile(`(?m)^(?:require )?\t?(\S+) v\S+(.*)$`)
	reasonRow   = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| \\S")
)

// Each module that go.mod requires directly has a row with the reason, and no row is
// left over.
func TestEachDependencyHasAReason(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "decisions", "0096-why-each-dependency-is-there.md"))
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, m := range requirement.FindAllStringSubmatch(string(mod), -1) {
		if !strings.Contains(m[2], "// indirect") {
			want = append(want, m[1])
		}
	}
	for _, m := range reasonRow.FindAllStringSubmatch(string(page), -1) {
		got = append(got, m[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(want) < 10 || !slices.Equal(got, want) {
		t.Errorf("docs/decisions/0096 gives reasons for\n%q\ngo.mod requires\n%q", got, want)
	}
}
