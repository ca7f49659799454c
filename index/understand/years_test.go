package understand

import (
	"testing"
	"time"

	"warta/index/periods"
)

func TestAnOpenEndOfTheYearsAskedStaysOpen(t *testing.T) {
	t.Parallel()
	day := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	open, closed := periods.Period{From: day(2023)}, periods.Period{From: day(2019), To: day(2019)}
	for _, read := range [][]periods.Period{{open, closed}, {closed, open}} {
		q := &quoteText{periodsRead: read}
		if from, to := q.yearsAsked(); from != 2019 || to != 0 {
			t.Errorf("%v: from %d to %d, want 2019 to an open end", read, from, to)
		}
	}
}
