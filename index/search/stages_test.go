package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// stageShelf has articles of stages of several elections, and some with their days or their words
// alone.
func stageShelf(t *testing.T) *searchtest.Shelf {
	t.Helper()
	s := searchtest.NewShelf(
		t,
		cast.Plain("pemilu", "2024-02-12", "Masa Tenang Pemilu, APK Diturunkan", "Bawaslu menurunkan alat peraga."),
		cast.Plain("pilkada", "2024-11-25", "Masa Tenang Pilkada, APK Diturunkan", "Bawaslu menurunkan alat peraga."),
		cast.Plain("2019", "2019-04-15", "Masa Tenang, APK Diturunkan", "Bawaslu menurunkan alat peraga."),
		cast.Plain("days", "2024-02-12", "Senam Pagi", "Pegawai bersenam di halaman."),
		cast.Plain("words", "2025-06-01", "Kajian Masa Tenang", "Mahasiswa membahas aturan masa tenang pemilu."),
		cast.Plain("coklit", "2024-07-01", "Coklit Dimulai", "Pantarlih mendatangi rumah."),
	)
	s.Clock = time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC)
	return s
}

func TestStagesAreCountedAndFiltered(t *testing.T) {
	t.Parallel()
	s := stageShelf(t)
	counts := func(q search.Query) map[string]int {
		q.Facets = []search.FacetRequest{{Name: index.FacetStage, Size: 20}}
		out := map[string]int{}
		for _, c := range s.Ask(q).Facets[index.FacetStage] {
			out[c.Value] = c.Count
			if c.Value == "pemilu-2024.masa-tenang" && (c.Label != "Masa tenang Pemilu 2024" || *c.Parent != "pemilu-2024") {
				t.Errorf("%s is called %q below %q", c.Value, c.Label, *c.Parent)
			}
		}
		return out
	}
	all := counts(search.Query{})
	for value, want := range map[string]int{
		"pemilu-2024": 1, "pemilu-2024.masa-tenang": 1, "pilkada-2024": 2, "pilkada-2024.masa-tenang": 1, "pilkada-2024.coklit": 1,
		"pemilu-2019": 1, "pemilu-2019.masa-tenang": 1,
	} {
		if all[value] != want {
			t.Errorf("%s is counted %d times, want %d", value, all[value], want)
		}
	}
	if len(all) != 7 {
		t.Errorf("counted %v, want 7 values", all)
	}
	if got := counts(search.Query{Stage: []string{"pilkada-2024.coklit"}}); got["pemilu-2024"] != 1 {
		t.Errorf("a stage narrows its own facet: %v", got)
	}
	for _, c := range []struct {
		stages []string
		want   []string
	}{
		{[]string{"pemilu-2024.masa-tenang"}, []string{"pemilu"}},
		{[]string{"pilkada-2024"}, []string{"pilkada", "coklit"}},
		{[]string{"pemilu-2024", "pemilu-2019"}, []string{"pemilu", "2019"}},
		{[]string{"pemilu-1955"}, []string{}},
	} {
		if got := searchtest.IDs(s.Ask(search.Query{Stage: c.stages})); !slices.Equal(got, c.want) {
			t.Errorf("stages %q found %q, want %q", c.stages, got, c.want)
		}
	}
	unknown := s.Ask(search.Query{Stage: []string{"masa-tenang-2024"}}).Query.Unknown
	if len(unknown) != 1 || len(unknown[0].Meant) != 2 || unknown[0].Meant[1].Value != "pemilu-2024.masa-tenang" {
		t.Errorf("an unknown stage is told as %+v", unknown)
	}
}

func TestAStageInTheQueryComesFirst(t *testing.T) {
	t.Parallel()
	s := stageShelf(t)
	for text, want := range map[string]string{
		"masa tenang pemilu 2024": "pemilu", "masa tenang pilkada 2024": "pilkada", "masa tenang 2019": "2019", "masa tenang 12 februari 2024": "pemilu",
	} {
		if got := searchtest.IDs(s.Ask(search.Query{Text: text})); len(got) == 0 || got[0] != want {
			t.Errorf("%q found %q, want %s first", text, got, want)
		}
	}
	asked := s.Ask(search.Query{Text: "masa tenang 2024"}).Query.Stages
	if len(asked) != 1 || asked[0].Sure || len(asked[0].Meant) != 2 {
		t.Errorf("a stage of two elections is understood as %+v", asked)
	}
}

func TestTimesCanBeReadAsWords(t *testing.T) {
	t.Parallel()
	s := stageShelf(t)
	on := s.Ask(search.Query{Text: "masa tenang februari 2024"})
	if p := on.Query.Periods; len(p) != 1 || p[0].Text != "februari 2024" || p[0].From != "2024-02-01" || p[0].To != "2024-02-29" {
		t.Errorf("the period is %+v", p)
	}
	off := s.Ask(search.Query{Text: "masa tenang februari 2024", NoPeriods: true})
	if len(off.Query.Periods) != 0 || !slices.ContainsFunc(off.Query.Understood, func(u string) bool { return strings.HasPrefix(u, "februari") }) {
		t.Errorf("without periods %q is understood, periods %+v", off.Query.Understood, off.Query.Periods)
	}
	of := s.Ask(search.Query{Text: "masa tenang kemarin", Of: index.Quotes, NoPeriods: true})
	if len(of.Query.Periods) != 0 || of.Query.Subject != "masa tenang kemarin" {
		t.Errorf("of quotes the subject is %q, periods %+v", of.Query.Subject, of.Query.Periods)
	}
}
