package periods_test

import (
	"strings"
	"testing"
	"time"

	"warta/index/periods"
)

// FuzzRead holds what every reading has, whatever the words: spans in order and apart, within the
// words, whose days stand in order; and that marks, capitals and a second reading change nothing.
func FuzzRead(f *testing.F) {
	for _, line := range strings.Split(strings.TrimRight(timesFile, "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if !isHeldBack(cells[0]) {
			f.Add(cells[0], int64(20000))
		}
	}
	f.Add("antara – dan sampai dengan 2024 - 2023 s d", int64(0))
	f.Add("29 februari", int64(-40000))
	f.Add("1000 tahun lalu 1000 tahun terakhir", int64(19000))
	f.Add("Universitas sebelas maret pemilu 2019 dan 2024 – 2029", int64(20000))
	f.Fuzz(func(t *testing.T, text string, day int64) {
		const most = 60_000 // days from 1970: some 160 years
		today := time.Unix(day%most*24*60*60, 0).UTC()
		words := strings.Fields(text)
		found := periods.Read(words, today)
		end := 0
		for _, s := range found.Periods {
			if s.First < end || s.End <= s.First || s.End > len(words) {
				t.Fatalf("%q: span %d to %d behind %d, of %d words", text, s.First, s.End, end, len(words))
			}
			end = s.End
			from, to := s.Ends()
			if from == "" && to == "" || from != "" && to != "" && from > to {
				t.Fatalf("%q: days from %q to %q", text, from, to)
			}
			if s.String() == "" {
				t.Fatalf("%q: a period without a text", text)
			}
			for _, i := range found.Years {
				if i >= s.First && i < s.End {
					t.Fatalf("%q: word %d is of an election and of a period", text, i)
				}
			}
		}
		for _, i := range found.Years {
			if _, ok := periods.YearOf(strings.Trim(words[i], ".,;:()?!\"'“”‘’[]{}…*")); !ok {
				t.Fatalf("%q: %q is no year", text, words[i])
			}
		}
		again := periods.Read(words, today)
		if len(again.Periods) != len(found.Periods) {
			t.Fatalf("%q: read twice, %d and %d periods", text, len(found.Periods), len(again.Periods))
		}
	})
}
