package regulations_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/internal/hostile"
	"warta/analyzers/regulations"
	"warta/analyzers/satker"
	"warta/internal/race"
)

func FuzzFind(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	g := gazetteer(f)
	for line := range strings.Lines(givenFile) {
		text, _, _ := strings.Cut(line, "\t")
		f.Add(text)
	}
	f.Add("\xff PKPU 8/2024")
	f.Add("PKPU 8/2024, 9/2024 dan")
	f.Add("90/ /PUU-XXI / 2023 putusan")
	f.Fuzz(func(t *testing.T, text string) {
		found := regulations.Find(text, g, satker.Context{})
		for _, m := range found {
			if r, ok := regulations.Parse(m.ID()); !ok || r != m.Regulation {
				t.Errorf("%q: %q is read back as %+v, %v", text, m.ID(), r, ok)
			}
			end := 0
			for _, s := range m.Spans {
				if s.Start < end || s.End <= s.Start || s.End > len(text) || utf8.ValidString(text) && !s.In(text) {
					t.Fatalf("%q: spans %v of %s", text, m.Spans, m.ID())
				}
				end = s.End
			}
		}
		if again := regulations.Find(text, g, satker.Context{}); !slices.EqualFunc(found, again, func(a, b regulations.Mention) bool {
			return a.Regulation == b.Regulation && slices.Equal(a.Spans, b.Spans)
		}) {
			t.Errorf("%q: read twice, %v and %v", text, found, again)
		}
	})
}

func TestFindIsLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	g := gazetteer(t)
	hostile.Linear(t, []string{
		"PKPU ", "PKPU 8, ", "PKPU Nomor ", "PKPU tentang ", "PKPU 8 dan PKPU ", "8/", "8 / ", "Nomor ", "Nomor 8 Tahun 2024 adalah ", "Keputusan KPU Kota ", "Keputusan KPU ",
		"putusan ", "dan ", "PKPU 8/2024 jo. ", "sebagaimana telah diubah dengan ", "(PKPU ", "terbit PKPU 8 ", ". ", "\"", "PKPU 8/2024. ", "UU Nomor 1 dan ", "1-1-1/", "Nomor 8 Tahun 2024 dan ",
	}, func(text string) { regulations.Find(text, g, satker.Context{}) })
}
