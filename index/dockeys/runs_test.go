package dockeys_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index/dockeys"
)

func TestARangeOfDaysIsAFewRuns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"2024-02-29", "2024-02-29", "2024-02-29"},
		{"2024-02-01", "2024-02-29", "2024-02"},
		{"2023-02-01", "2023-02-27", "2023-02-01..2023-02-20 2023-02-21..2023-02-27"},
		{"2025-03-04", "2025-03-25", "2025-03-04..2025-03-10 2025-03-11..2025-03-20 2025-03-21..2025-03-25"},
		{"2025-03-04", "2025-03-07", "2025-03-04..2025-03-07"},
		{"2025-03-15", "2025-04-30", "2025-03-15..2025-03-20 2025-03-21..2025-03-31 2025-04"},
		{"2025-01-01", "2025-12-31", "2025"},
		{"2025-01-01", "2025-12-30", "2025-01..2025-11 2025-12-01..2025-12-20 2025-12-21..2025-12-30"},
		{"2018-10-24", "2028-10-23", "2018-10-24..2018-10-31 2018-11..2018-12 2019..2027 2028-01..2028-09 2028-10-01..2028-10-20 2028-10-21..2028-10-23"},
		{"2018-10-14", "2028-10-14", "2018-10-14..2018-10-20 2018-10-21..2018-10-31 2018-11..2018-12 2019..2027 2028-01..2028-09 2028-10-01..2028-10-10 2028-10-11..2028-10-14"},
		{"2024-07-01", "", "2024-07..2024-12 2025..2100"},
		{"", "2024-06-30", "1945..2023 2024-01..2024-06"},
		{"", "", "1945..2100"},
		{"2025-02-02", "2025-02-01", ""},
	} {
		if got := strings.Join(dockeys.DateRunTexts(c.from, c.to), " "); got != c.want {
			t.Errorf("%s to %s: got %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// The runs of a range hold each of its days once and no other.
func TestRunsHoldTheDaysOfTheRange(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 6))
	begin := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	const days = 6 * 366
	for range 300 {
		from := rng.IntN(days)
		to := from + rng.IntN(min(days-from, 1+rng.IntN(days)))
		day := func(n int) string { return begin.AddDate(0, 0, n).Format(time.DateOnly) }
		texts := dockeys.DateTexts(day(from), day(to))
		held := make(map[string]int)
		for n := range days {
			d := day(n)
			for _, part := range []string{d, d[:7], d[:4]} {
				if slices.Contains(texts, part) {
					held[d]++
				}
			}
			if want := from <= n && n <= to; (held[d] == 1) != want || held[d] > 1 {
				t.Fatalf("%s to %s: %s is held %d times", day(from), day(to), d, held[d])
			}
		}
		if n := len(dockeys.DateRunTexts(day(from), day(to))); n > 7 {
			t.Fatalf("%s", fmt.Sprint(day(from), " to ", day(to), ": ", n, " runs"))
		}
	}
}
