package search_test

import (
	"strings"
	"testing"

	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// An abbreviation counts as what it stands for, typed or found: it orders articles as its long form
// does, in titles as in texts.
func TestAnAbbreviationCountsAsItsLongForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, short, long string }{
		{"two words", "pendaftaran paslon pilkada 2024", "pendaftaran pasangan calon pilkada 2024"},
		{"three words", "penetapan dpt pemilu 2024", "penetapan daftar pemilih tetap pemilu 2024"},
		{"four words", "gudang nphd pilkada 2024", "gudang naskah perjanjian hibah daerah pilkada 2024"},
	} {
		shortForm, longForm := strings.Fields(c.short)[1], strings.Join(strings.Fields(c.long)[1:len(strings.Fields(c.long))-2], " ")
		first := strings.Fields(c.short)[0]
		s := searchtest.NewShelf(
			t,
			cast.Plain("short", "2024-01-01", "Rapat "+shortForm+" digelar", "Kegiatan di aula dihadiri banyak orang."),
			cast.Plain("long", "2024-01-01", "Rapat "+longForm+" digelar", "Kegiatan di aula dihadiri banyak orang."),
			cast.Plain("first", "2024-01-01", "Rapat digelar", "Kegiatan "+first+" di aula dihadiri banyak orang."),
			cast.Plain("else", "2024-01-01", "Rapat lain digelar", "Kegiatan di aula dihadiri pilkada pemilu."),
		)
		for _, text := range []string{c.short, c.long} {
			got := searchtest.IDs(s.Ask(search.Query{Text: text}))
			at := make(map[string]int, len(got))
			for i, id := range got {
				at[id] = i + 1
			}
			if at["short"] == 0 || at["long"] == 0 || max(at["short"], at["long"]) > 2 {
				t.Errorf("%s: %q finds %q, want both forms before the others", c.why, text, got)
				continue
			}
			for _, h := range s.Ask(search.Query{Text: text, Highlight: true}).Hits[:2] {
				if !strings.Contains(strings.ToLower(h.TitleHTML), "<mark>"+strings.Fields(map[string]string{"short": shortForm, "long": longForm}[h.ID])[0]) {
					t.Errorf("%s: %q marks %s", c.why, text, h.TitleHTML)
				}
			}
		}
	}
}
