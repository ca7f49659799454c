package main_test

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The map of docs/architecture.md: rows of packages, and whatever looks like the path of
// a file or a folder of the repository.
var (
	packageRow  = regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| ([^|]+) \\| `([^`]+)` \\|$")
	pathOfFile  = regexp.MustCompile(`(?:[\w-]+/)+[\w-]+\.(?:go|ya?ml|txt|csv|tsv|md|html|svg)\b`)
	quotedPath  = regexp.MustCompile("`((?:cmd|config|server|index|analyzers|docs)(?:/[\\w.-]+)*)`")
	usualChange = regexp.MustCompile(`(?m)^\*\*(\d+)\. [^*]+\*\* `)
)

// faultsOfMap says what is wrong with a map of the packages; exists tells whether a path
// of the repository is there.
func faultsOfMap(page string, packages []string, exists func(string) bool) []string {
	var faults, rows []string
	for _, m := range packageRow.FindAllStringSubmatch(page, -1) {
		name, first := m[1], m[3]
		if slices.Contains(rows, name) {
			faults = append(faults, name+" has two rows")
		}
		rows = append(rows, name)
		if !slices.Contains(packages, name) {
			faults = append(faults, name+" is no package")
		}
		if path.Dir(first) != name || !strings.HasSuffix(first, ".go") {
			faults = append(faults, first+" is no file of "+name)
		}
	}
	for _, name := range packages {
		if !slices.Contains(rows, name) {
			faults = append(faults, name+" has no row")
		}
	}
	named := pathOfFile.FindAllString(page, -1)
	for _, m := range quotedPath.FindAllStringSubmatch(page, -1) {
		named = append(named, m[1])
	}
	slices.Sort(named)
	for _, file := range slices.Compact(named) {
		if !exists(file) && !exists("docs/"+file) {
			faults = append(faults, file+" is named and is not there")
		}
	}
	return faults
}

func TestTheMapNamesEveryPackage(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	cmd := exec.CommandContext(t.Context(), "go", "list", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []string
	for line := range strings.Lines(string(out)) {
		packages = append(packages, strings.TrimPrefix(strings.TrimSpace(line), "warta/"))
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faultsOfMap(string(page), packages, func(name string) bool {
		_, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
		return err == nil
	}) {
		t.Errorf("docs/architecture.md: %s", fault)
	}
	var changes []string
	for _, m := range usualChange.FindAllStringSubmatch(string(page), -1) {
		changes = append(changes, m[1])
	}
	if want := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}; !slices.Equal(changes, want) {
		t.Errorf("docs/architecture.md: got usual changes %q, want ten, numbered", changes)
	}
}

func TestFaultsOfTheMapAreFound(t *testing.T) {
	t.Parallel()
	exists := func(name string) bool {
		return slices.Contains([]string{"index", "index/engine.go", "docs/images/way.svg"}, name)
	}
	const row = "| `index` | the archive | `index/engine.go` |\n"
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"nothing", row + "See images/way.svg.", nil},
		{"no row", "", []string{"index has no row"}},
		{"two rows", row + row, []string{"index has two rows"}},
		{"a package that went", row + "| `server` | answers | `server/server.go` |\n", []string{
			"server is no package", "server is named and is not there", "server/server.go is named and is not there",
		}},
		{"a file of another package", "| `index` | the archive | `index/store/put.go` |\n", []string{
			"index/store/put.go is no file of index", "index/store/put.go is named and is not there",
		}},
		{"a file in a picture", row + "```text\n──▶ index/gone.go  reads\n```", []string{"index/gone.go is named and is not there"}},
		{"a folder", row + "Look into `index/data`.", []string{"index/data is named and is not there"}},
	} {
		if got := faultsOfMap(c.page, []string{"index"}, exists); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
