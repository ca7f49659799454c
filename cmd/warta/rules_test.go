package main_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The forms in which a rule of docs/rules.md is named: alone, and as the ends of a range.
var (
	ruleID    = regexp.MustCompile(`\b([ANVQS])-(\d{2,3})\b`)
	ruleRange = regexp.MustCompile(`\b([ANVQS])-(\d{2,3}) (?:to|through)[\s/*#]+([ANVQS])-(\d{2,3})\b`)
	ruleLine  = regexp.MustCompile(`(?m)^\| ([ANVQS]-\d{2,3}) \| ([^|]+) \| ([^|]+) \|$`)
)

// namedRules returns the ids of rules that a text names, and whether it spans one by a
// range ("A-80 to A-93").
func namedRules(text string) (named []string, spans func(id string) bool) {
	ranges := ruleRange.FindAllStringSubmatch(text, -1)
	return ruleID.FindAllString(text, -1), func(id string) bool {
		group, number := splitRule(id)
		return slices.ContainsFunc(ranges, func(m []string) bool {
			from, _ := strconv.Atoi(m[2])
			to, _ := strconv.Atoi(m[4])
			return m[1] == group && m[3] == group && from < number && number < to
		})
	}
}

func splitRule(id string) (group string, number int) {
	group, digits, _ := strings.Cut(id, "-")
	number, _ = strconv.Atoi(digits)
	return group, number
}

// faultsOfRules says what is wrong with a rule book beside the texts that name its
// rules, by the names of their files.
func faultsOfRules(book string, texts map[string]string) []string {
	var faults []string
	lines := map[string]bool{}
	last, lastNumber := "", 0
	for _, m := range ruleLine.FindAllStringSubmatch(book, -1) {
		id, rule, example := m[1], strings.TrimSpace(m[2]), strings.TrimSpace(m[3])
		group, number := splitRule(id)
		switch {
		case lines[id]:
			faults = append(faults, id+" has two lines")
		case group == last && number < lastNumber:
			faults = append(faults, id+" stands behind a greater number")
		}
		if utf8.RuneCountInString(rule) < 10 || utf8.RuneCountInString(example) < 5 {
			faults = append(faults, id+" lacks its words or its example")
		}
		lines[id], last, lastNumber = true, group, number
	}
	if rows := strings.Count(book, "\n| ") - 2*strings.Count(book, "\n| --- |"); rows != len(lines) {
		faults = append(faults, strconv.Itoa(rows)+" rows, of which "+strconv.Itoa(len(lines))+" are rules: write `| id | rule | example |`")
	}
	named := map[string]string{} // to the first file that names it
	spanned := map[string]bool{}
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		ids, spans := namedRules(texts[file])
		for _, id := range ids {
			if _, ok := named[id]; !ok {
				named[id] = file
			}
		}
		for id := range lines {
			spanned[id] = spanned[id] || spans(id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(named)) {
		if !lines[id] {
			faults = append(faults, id+" is named in "+named[id]+" and has no line")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		if _, ok := named[id]; !ok && !spanned[id] {
			faults = append(faults, id+" has a line and is named nowhere")
		}
	}
	return faults
}

func TestTheRuleBookIsWhole(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	book, err := os.ReadFile(filepath.Join(root, "docs", "rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts := textsThatNameRules(t, root)
	if len(texts) < 300 {
		t.Fatalf("only %d files are read; is the walk broken?", len(texts))
	}
	for _, fault := range faultsOfRules(string(book), texts) {
		t.Errorf("docs/rules.md: %s", fault)
	}
}

// textsThatNameRules reads the code, the tests, the data, the description of the API and
// the documents: everything that may name a rule but the book itself. Articles of the
// samples and kept inputs of fuzz tests are texts of others, and name none.
func textsThatNameRules(t *testing.T, root string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "samples" || entry.Name() == "fuzz") {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(path) {
		case ".go", ".md", ".txt", ".yaml", ".yml", ".csv", ".tsv", ".html", ".js", ".txtar", ".json":
		default:
			return nil
		}
		if rel == "docs/rules.md" || rel == "cmd/warta/rules_test.go" {
			return nil
		}
		text, err := os.ReadFile(path)
		texts[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestFaultsOfTheRuleBookAreFound(t *testing.T) {
	t.Parallel()
	const head = "\n| id | rule | example |\n| --- | --- | --- |\n"
	const line = " | A rule in our words. | this → that |\n"
	for _, c := range []struct {
		name, book, text string
		want             []string
	}{
		{"nothing", head + "| N-01" + line, "because N-01: a post", nil},
		{"a missing line", head + "| N-01" + line, "N-01, V-03", []string{"V-03 is named in a.go and has no line"}},
		{"a line that is left over", head + "| N-01" + line + "| N-02" + line, "N-01", []string{"N-02 has a line and is named nowhere"}},
		{"within a range", head + "| N-01" + line + "| N-02" + line + "| N-04" + line, "// rules N-01 to\n// N-04", nil},
		{"the end of a range", head + "| N-01" + line, "N-01 to N-04", []string{"N-04 is named in a.go and has no line"}},
		{"two lines", head + "| N-01" + line + "| N-01" + line, "N-01", []string{"N-01 has two lines", "2 rows, of which 1 are rules: write `| id | rule | example |`"}},
		{"no order", head + "| N-02" + line + "| N-01" + line, "N-01 N-02", []string{"N-01 stands behind a greater number"}},
		{"no example", head + "| N-01 | A rule in our words. | – |\n", "N-01", []string{"N-01 lacks its words or its example"}},
		{"no rule at all", head + "| N-1" + line, "", []string{"1 rows, of which 0 are rules: write `| id | rule | example |`"}},
	} {
		if got := faultsOfRules(c.book, map[string]string{"a.go": c.text}); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
