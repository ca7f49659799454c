package main_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A scoredPart is what analyzers/testdata/accuracy.txt records of one part of the sets.
type scoredPart struct {
	articles int
	metrics  []string // in their order
	rows     map[string]scored
	sure     map[string]told // direct quotes, by the least confidence
}

// A scored metric has a value, as written, and how many gold values were missed.
type scored struct {
	value     string
	n, misses int
}

type told struct{ n, right int }

var (
	partLine = regexp.MustCompile(`^([a-z, ]+): (\d+) articles$`)
	rowLine  = regexp.MustCompile(`^(\w+) +([01]\.\d{3}) +n=(\d+) +misses=(\d+)(?: +precision [01]\.\d{3} +recall [01]\.\d{3})?$`)
	sureLine = regexp.MustCompile(`^direct quotes of confidence ([01]\.\d\d) and more: (\d+), right (\d+)$`)
)

// readScores reads the recorded figures; a line of another form is an error.
func readScores(text string) (map[string]*scoredPart, error) {
	parts := map[string]*scoredPart{}
	var part *scoredPart
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // digits, by the expressions
		return n
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if m := partLine.FindStringSubmatch(line); m != nil {
			part = &scoredPart{articles: number(m[2]), rows: map[string]scored{}, sure: map[string]told{}}
			parts[m[1]] = part
			continue
		}
		row, sure := rowLine.FindStringSubmatch(line), sureLine.FindStringSubmatch(line)
		switch {
		case line == "":
		case part == nil || row == nil && sure == nil:
			return nil, fmt.Errorf("accuracy.txt: what is %q?", line)
		case row != nil:
			part.metrics = append(part.metrics, row[1])
			part.rows[row[1]] = scored{row[2], number(row[3]), number(row[4])}
		default:
			part.sure[sure[1]] = told{number(sure[2]), number(sure[3])}
		}
	}
	return parts, nil
}

// A column of a table is a part, by its name in the record, under a heading.
type column struct{ part, head string }

// The parts in the tables of docs/accuracy.md.
var (
	byOthers = []column{
		{"outside, offices, held back", "offices, held back"},
		{"outside, press, held back", "press, held back"},
		{"outside, offices", "offices"},
		{"outside, press", "press"},
	}
	ofConfidence = []column{
		byOthers[0], byOthers[1], byOthers[2],
		{"outside, press", "press, other hands"},
		{"held back", "held back"},
		{"fresh, held back", "fresh, held back"},
		{"written on", "written on"},
		{"press", "press, our own"},
		{"fresh", "fresh"},
	}
	ofPages = []column{
		{"pages, held back", "pages, held back"}, {"texts, held back", "texts, held back"}, {"pages", "pages"}, {"texts", "texts"},
	}
	ours = []column{
		{"written on", "written on"}, {"held back", "held back"}, {"press", "press"}, {"fresh", "fresh"}, {"fresh, held back", "fresh, held back"},
	}
	heldBack = []string{"outside, offices, held back", "outside, press, held back", "held back", "fresh, held back"}
)

// aboutPeople are the metrics that the articles of other hands are judged on.
var aboutPeople = []string{
	"officials", "roles", "public", "direct_quotes", "direct_attributed", "indirect_quotes", "indirect_attributed", "unmarked_attributed",
}

// aboutPages are the metrics that whole pages and copied texts are judged on.
var aboutPages = []string{"title", "body", "kind", "publisher", "published", "event_dates", "topics", "main_topic"}

var confidences = []string{"0.95", "0.90", "0.80", "0.60", "0.00"}

func tableOf(head []string, rows [][]string) string {
	var b strings.Builder
	b.WriteString("| " + strings.Join(head, " | ") + " |\n|" + strings.Repeat(" --- |", len(head)) + "\n")
	for _, row := range rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return b.String()
}

// metricTable shows value and misses of metrics.
func metricTable(parts map[string]*scoredPart, columns []column, metrics []string) string {
	head := []string{"metric"}
	for _, c := range columns {
		head = append(head, fmt.Sprintf("%s (%d)", c.head, parts[c.part].articles))
	}
	var rows [][]string
	for _, metric := range metrics {
		name := strings.ReplaceAll(metric, "_", " ")
		if metric == "public" {
			name = "who is public"
		}
		row := []string{name}
		for _, c := range columns {
			cell := "–"
			if r, ok := parts[c.part].rows[metric]; ok {
				cell = fmt.Sprintf("%s (%d of %d)", r.value, r.misses, r.n)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return tableOf(head, rows)
}

// confidenceTable shows how many direct quotes of each confidence are right, and sums up
// those of 0.9 and more.
func confidenceTable(parts map[string]*scoredPart) string {
	head := []string{"confidence"}
	for _, c := range ofConfidence {
		head = append(head, c.head)
	}
	var rows [][]string
	for _, least := range confidences {
		row := []string{least + " and more"}
		for _, c := range ofConfidence {
			t := parts[c.part].sure[least]
			row = append(row, fmt.Sprintf("%d of %d", t.right, t.n))
		}
		rows = append(rows, row)
	}
	sum := func(names []string) string {
		var all told
		for _, name := range names {
			for _, least := range confidences[:2] {
				all.n += parts[name].sure[least].n
				all.right += parts[name].sure[least].right
			}
		}
		return fmt.Sprintf("%d of %d", all.right, all.n)
	}
	return tableOf(head, rows) + fmt.Sprintf(
		"\nOf those given 0.9 and more, %s are right in the two parts by other hands that are held back, %s in all parts\nheld back.\n",
		sum(heldBack[:2]), sum(heldBack))
}

// between puts what was worked out between the marks of its name in a page.
func between(page, name, table string) (string, error) {
	begin, end := "<!-- "+name+": written by go test ./cmd/warta -run AccuracyTables -update -->\n", "<!-- end of "+name+" -->\n"
	head, rest, ok := strings.Cut(page, begin)
	_, tail, ended := strings.Cut(rest, end)
	if !ok || !ended || strings.Count(page, begin) != 1 || strings.Count(page, end) != 1 {
		return "", fmt.Errorf("want the lines %q and %q once, in this order", begin, end)
	}
	return head + begin + "\n" + table + "\n" + end + tail, nil
}

// TestTheReferenceOfAccuracyTables holds the tables of docs/accuracy.md against the
// recorded figures; -update writes them.
func TestTheReferenceOfAccuracyTables(t *testing.T) {
	t.Parallel()
	parts, err := readScores(read(t, "..", "..", "analyzers", "testdata", "accuracy.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(append([]column{}, ofConfidence...), ours...) {
		if p := parts[c.part]; p == nil || len(p.metrics) == 0 || len(p.sure) != len(confidences) {
			t.Fatalf("accuracy.txt has no whole part %q", c.part)
		}
	}
	page := read(t, docs, "accuracy.md")
	for _, block := range []struct{ name, table string }{
		{"articles by other hands", metricTable(parts, byOthers, aboutPeople)},
		{"confidence", confidenceTable(parts)},
		{"pages and texts", metricTable(parts, ofPages, aboutPages)},
		{"our own sets", metricTable(parts, ours, parts["written on"].metrics)},
	} {
		if page, err = between(page, block.name, block.table); err != nil {
			t.Fatalf("docs/accuracy.md, %s: %v", block.name, err)
		}
	}
	isPage(t, filepath.Join(docs, "accuracy.md"), page)
}

func TestScoresOfAnotherFormAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"kind 1.000 n=1 misses=0\n", "press: 2 articles\nkind 1.0 n=1 misses=0\n", "press: 2 articles\nsomething\n"} {
		if parts, err := readScores(text); err == nil {
			t.Errorf("%q: got %v", text, parts)
		}
	}
}
