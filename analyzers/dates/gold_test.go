package dates_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/dates"
	"warta/analyzers/samples"
)

// A gold is what the samples say about dates.
type gold struct {
	Kind       article.Kind
	Title      string
	Paragraphs []string
	Dateline   *article.Dateline
	Published  string
	EventDates []string `json:"event_dates"`
}

// A tally counts what was found against what is to be found.
type tally struct{ right, wrong, missed int }

func (s *tally) sets(want, got []string) {
	for _, w := range want {
		if slices.Contains(got, w) {
			s.right++
		} else {
			s.missed++
		}
	}
	for _, h := range got {
		if !slices.Contains(want, h) {
			s.wrong++
		}
	}
}

func (s tally) f1() float64 {
	return 2 * float64(s.right) / float64(max(1, 2*s.right+s.wrong+s.missed))
}

// firstParagraph returns the first paragraph as it stands in the text, its
// opening included.
func firstParagraph(raw string, g gold) string {
	if len(g.Paragraphs) == 0 {
		return ""
	}
	key := g.Paragraphs[0][:min(len(g.Paragraphs[0]), 40)]
	for line := range strings.Lines(raw) {
		if line = strings.Join(strings.Fields(line), " "); strings.Contains(line, key) && line != g.Title {
			return line
		}
	}
	return g.Paragraphs[0]
}

// TestStageOnSamples measures this stage alone: title, kind and body are given
// as they should be read. What is held back is reported in figures only.
func TestStageOnSamples(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	var dateline, events [2]tally
	for _, s := range all {
		part := 0
		if s.Held {
			part = 1
		}
		for _, data := range s.Gold {
			var want gold
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if s.HTML || len(want.Paragraphs) == 0 && want.Dateline != nil {
				continue
			}
			o := dates.Dateline(firstParagraph(s.Raw, want), g)
			var wantParts, gotParts []string
			if d := want.Dateline; d != nil {
				wantParts = []string{"place " + d.Place, "host " + d.Host}
			}
			if d := o.Dateline; d != nil {
				gotParts = []string{"place " + d.Place, "host " + d.Host}
			}
			if want.Kind == article.News {
				dateline[part].sets(wantParts, gotParts)
				if !slices.Equal(wantParts, gotParts) && !s.Held {
					t.Logf("%s: dateline %q, want %q", s.Name, gotParts, wantParts)
				}
			}
			got := dates.Events(dates.Input{
				Kind: want.Kind, Title: want.Title, Paragraphs: want.Paragraphs, Opening: o,
				URL: s.URL, Published: want.Published, AsOf: "2026-11-23",
			})
			events[part].sets(want.EventDates, got.Dates)
			if !slices.Equal(got.Dates, want.EventDates) && !s.Held {
				t.Logf("%s: event dates %v, want %v: %v", s.Name, got.Dates, want.EventDates, got.Details)
			}
		}
	}
	for part, name := range [...]string{"open", "held back"} {
		t.Logf("%s: dateline %.3f %+v, event dates %.3f %+v", name, dateline[part].f1(), dateline[part], events[part].f1(), events[part])
		if f := dateline[part].f1(); f < 0.97 {
			t.Errorf("%s part: dateline %.3f, want 0.97 or more", name, f)
		}
		if f := events[part].f1(); f < 0.96 {
			t.Errorf("%s part: event dates %.3f, want 0.96 or more", name, f)
		}
	}
}
