package periods_test

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"warta/index/periods"
)

// times.tsv has queries, the day on which they are asked, the first and the last day that they
// mean, and the words that are left.
//
//go:embed testdata/times.tsv
var timesFile string

// isHeldBack reports whether a query belongs to the third that no rule was made from.
func isHeldBack(query string) bool {
	sum := sha256.Sum256([]byte(query))
	return binary.BigEndian.Uint64(sum[:])%3 == 0
}

// TestTimes holds what is read of queries written by a hand that did not see this package. Of the
// part held back it tells the total alone.
func TestTimes(t *testing.T) {
	t.Parallel()
	right, rows := map[bool]int{}, map[bool]int{}
	for _, line := range strings.Split(strings.TrimRight(timesFile, "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		query, held := cells[0], isHeldBack(cells[0])
		today, err := time.Parse(time.DateOnly, cells[1])
		if err != nil {
			t.Fatal(err)
		}
		rows[held]++
		if got := read(query, today); got == strings.Join(cells[2:], "|") {
			right[held]++
		} else if !held {
			t.Logf("%q is read as %q, want %q", query, got, strings.Join(cells[2:], "|"))
		}
	}
	for held, least := range map[bool]float64{false: 0.97, true: 0.95} {
		share := float64(right[held]) / float64(rows[held])
		t.Logf("held back %v: %d of %d, %.3f", held, right[held], rows[held], share)
		if share < least {
			t.Errorf("held back %v: %.3f are right, want %.2f", held, share, least)
		}
	}
}

// read returns the days of a query and the words that are left.
func read(query string, today time.Time) string {
	words := strings.Fields(query)
	for i, w := range words {
		if w == "-" || w == "—" {
			words[i] = periods.Dash
		}
	}
	found := periods.Read(words, today)
	from, to, at := "", "", 0
	var rest []string
	add := func(until int) {
		for _, w := range words[at:until] {
			rest = append(rest, strings.Trim(strings.ToLower(w), ".,;:()?!"))
		}
	}
	for i, p := range found.Periods {
		add(p.First)
		at = p.End
		if i > 0 {
			rest = append(rest, "AND")
		}
		from, to = p.Ends()
	}
	add(len(words))
	return from + "|" + to + "|" + strings.Join(rest, " ")
}
