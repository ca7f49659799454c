package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testFunc  = regexp.MustCompile(`(?m)^func (Test\w+|Fuzz\w+)\(`)
	runOption = regexp.MustCompile(`-run '?([\w|]+)'?`)
	folderArg = regexp.MustCompile(` \./([\w/]+)`)
	testNamed = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`)
)

// testsIn returns the names of the tests in a folder of the repository, one a line.
func testsIn(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", folder, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests in %s: %v", folder, err)
	}
	var names strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testFunc.FindAllSubmatch(text, -1) {
			names.WriteString(string(m[1]) + "\n")
		}
	}
	return names.String()
}

// TestEachScriptRunsTests holds that `go test -run` in a script of .ci and on a page of docs finds a
// test for each part of its pattern. It passes by itself where a test was renamed.
func TestEachScriptRunsTests(t *testing.T) {
	t.Parallel()
	var scripts []string
	for _, pattern := range []string{".ci/*", "docs/*.md"} {
		files, err := filepath.Glob(filepath.Join("..", "..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, files...)
	}
	parts := 0
	for _, script := range scripts {
		text, err := os.ReadFile(script)
		if err != nil {
			continue // a folder
		}
		for line := range strings.Lines(string(text)) {
			run := runOption.FindStringSubmatch(line)
			if !strings.Contains(line, "go test") || run == nil {
				continue
			}
			var names strings.Builder
			for _, folder := range folderArg.FindAllStringSubmatch(line, -1) {
				names.WriteString(testsIn(t, folder[1]))
			}
			for part := range strings.SplitSeq(run[1], "|") {
				if strings.Trim(part, "xX") == "" {
					continue // no test, but benchmarks
				}
				if parts++; !strings.Contains(names.String(), part) {
					t.Errorf("%s: no test is called %s in %s", filepath.Base(script), part, strings.TrimSpace(line))
				}
			}
		}
	}
	if parts < 50 {
		t.Errorf("only %d parts of patterns", parts)
	}
}

// TestEachTestOfTheDocsIsThere holds that the tests that pages of docs name exist.
func TestEachTestOfTheDocsIsThere(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if files, _ := filepath.Glob(filepath.Join(path, "*_test.go")); len(files) > 0 {
			folder, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			all.WriteString(testsIn(t, folder))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range testNamed.FindAllString(string(text), -1) {
			if named++; !strings.Contains("\n"+all.String(), "\n"+name+"\n") {
				t.Errorf("%s names %s, which is no test", filepath.Base(page), name)
			}
		}
	}
	if named < 40 {
		t.Errorf("only %d tests are named", named)
	}
}
