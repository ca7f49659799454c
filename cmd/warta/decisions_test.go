package main_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	decisionRow    = regexp.MustCompile(`(?m)^\| \[(\d{4})\]\(([^)]+)\) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$`)
	decisionTitle  = regexp.MustCompile(`^# (?:0*(\d+)[.:]? )?(.+)\n`)
	decisionStatus = regexp.MustCompile(`(?m)^\*Status: (.+)\*$`)
	decisionNumber = regexp.MustCompile(`\b0\d{3}\b`)
)

// The beginnings that a status may have. What begins with the first holds whole; every
// other decision says its status below its title too.
var decisionStates = []string{"Holds.", "Holds in part: ", "Extended by ", "Replaced in part by ", "Replaced by "}

// faultsOfDecisions says where an index and the decisions, by the names of their files,
// do not agree.
func faultsOfDecisions(index string, files map[string]string) []string {
	var faults []string
	rows := map[string]bool{} // by file
	numbers := map[string]bool{}
	for name := range files {
		numbers[name[:4]] = true
	}
	last := ""
	for _, m := range decisionRow.FindAllStringSubmatch(index, -1) {
		number, file, title, date, status := m[1], m[2], m[3], m[4], m[5]
		fault := func(format string, args ...any) { faults = append(faults, number+": "+fmt.Sprintf(format, args...)) }
		text, ok := files[file]
		if rows[file] || number < last {
			fault("its row stands twice, or behind a later one")
		}
		rows[file], last = true, number
		if !ok || !strings.HasPrefix(file, number+"-") {
			fault("%s is not its file", file)
			continue
		}
		t := decisionTitle.FindStringSubmatch(text)
		if t == nil || t[2] != title || t[1] != "" && t[1] != strings.TrimLeft(number, "0") {
			fault("its file begins %q, the index says %q", firstLine(text), title)
		}
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			fault("%q is no date", date)
		}
		if !slices.ContainsFunc(decisionStates, func(s string) bool { return strings.HasPrefix(status, s) }) {
			fault("its status is %q: begin with one of %q", status, decisionStates)
		}
		for _, other := range decisionNumber.FindAllString(status, -1) {
			if !numbers[other] || other == number {
				fault("its status names %s", other)
			}
		}
		said := "Holds."
		if s := decisionStatus.FindStringSubmatch(text); s != nil {
			said = s[1]
		}
		if said != status {
			fault("its file says %q, the index %q", said, status)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if !rows[file] {
			faults = append(faults, file+" has no row")
		}
	}
	return faults
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func TestTheIndexOfDecisionsIsTrue(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "docs", "decisions")
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	index := files["README.md"]
	delete(files, "README.md")
	if len(files) < 60 {
		t.Fatalf("only %d decisions are read", len(files))
	}
	for _, fault := range faultsOfDecisions(index, files) {
		t.Errorf("docs/decisions/README.md: %s", fault)
	}
}

func TestFaultsOfTheIndexAreFound(t *testing.T) {
	t.Parallel()
	const one, two = "# 0001: The record\n\nSQLite.\n", "# 2. Commits\n\n*Status: Replaced in part by 0001.*\n\nGroups.\n"
	const rowOne = "| [0001](0001-a.md) | The record | 2026-11-23 | Holds. |\n"
	const rowTwo = "| [0002](0002-b.md) | Commits | 2026-11-23 | Replaced in part by 0001. |\n"
	for _, c := range []struct {
		name, index string
		want        []string
	}{
		{"nothing", rowOne + rowTwo, nil},
		{"no row", rowOne, []string{"0002-b.md has no row"}},
		{"another title", strings.Replace(rowOne, "The record", "Records", 1) + rowTwo, []string{`0001: its file begins "# 0001: The record", the index says "Records"`}},
		{"no date", rowOne + strings.Replace(rowTwo, "2026-11-23", "soon", 1), []string{`0002: "soon" is no date`}},
		{"the file says otherwise", rowOne + strings.Replace(rowTwo, "Replaced in part by 0001.", "Holds.", 1), []string{
			`0002: its file says "Replaced in part by 0001.", the index "Holds."`,
		}},
		{"no order", rowTwo + rowOne, []string{"0001: its row stands twice, or behind a later one"}},
		{"a file that went", rowOne + rowTwo + "| [0003](0003-c.md) | Ids | 2026-11-23 | Holds. |\n", []string{"0003: 0003-c.md is not its file"}},
	} {
		if got := faultsOfDecisions(c.index, map[string]string{"0001-a.md": one, "0002-b.md": two}); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
	unknown := map[string]string{"0001-a.md": "# The record\n\n*Status: Replaced by 0009.*\n"}
	if got := faultsOfDecisions("| [0001](0001-a.md) | The record | 2026-11-23 | Replaced by 0009. |\n", unknown); !slices.Equal(got, []string{"0001: its status names 0009"}) {
		t.Errorf("a successor that is not there: %q", got)
	}
}
