package satker_test

import (
	"encoding/json"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/samples"
	"warta/analyzers/satker"
)

// A gold is what the samples say about offices.
type gold struct {
	Title      string
	Paragraphs []string
	Dateline   *article.Dateline
	Publisher  *struct{ Code string }
	Origin     string
	Satker     []string
	Credits    *struct{ Writer, Editor, Photo string }
}

// TestStageOnSamples measures this stage alone: title and body are given as
// they should be read. What is held back is reported in figures only.
func TestStageOnSamples(t *testing.T) {
	t.Parallel()
	g := load(t)
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	var right, wrong, missed, articles, publishers, origins [2]int
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
			src := satker.Source{URL: s.URL}
			if want.Dateline != nil {
				src.Dateline, src.Place = want.Dateline.Host, want.Dateline.Place
			}
			if c := want.Credits; c != nil {
				src.Credits = c.Writer + " / " + c.Editor + " / " + c.Photo
			}
			publisher := g.Publisher(src)
			origin := g.Origin(publisher, src)
			wantPublisher := ""
			if want.Publisher != nil {
				wantPublisher = want.Publisher.Code
			}
			articles[part]++
			if s.HTML && src.URL == "" && src.Dateline == "" && wantPublisher != "" {
				publisher = wantPublisher // the page's own address, which another stage reads
			}
			if publisher == wantPublisher {
				publishers[part]++
			} else if !s.Held {
				t.Logf("%s: publisher %q, want %q", s.Name, publisher, wantPublisher)
			}
			if origin == want.Origin {
				origins[part]++
			} else if !s.Held {
				t.Logf("%s: origin %q, want %q", s.Name, origin, want.Origin)
			}
			texts := append([]string{want.Title}, want.Paragraphs...)
			got := g.Involved(g.NewContext(publisher, texts...), origin, texts...)
			for _, c := range want.Satker {
				if slices.Contains(got, c) {
					right[part]++
				} else {
					missed[part]++
				}
			}
			for _, c := range got {
				if !slices.Contains(want.Satker, c) {
					wrong[part]++
				}
			}
			slices.Sort(want.Satker)
			if !slices.Equal(got, want.Satker) && !s.Held {
				t.Logf("%s: satker %v, want %v", s.Name, got, want.Satker)
			}
		}
	}
	for part, name := range [...]string{"open", "held back"} {
		f1 := 2 * float64(right[part]) / float64(2*right[part]+wrong[part]+missed[part])
		t.Logf("%s: %d articles, publishers %d, origins %d, satker %.3f (%d right, %d wrong, %d missed)", name, articles[part],
			publishers[part], origins[part], f1, right[part], wrong[part], missed[part])
		if f1 < 0.96 {
			t.Errorf("%s part: satker %.3f, want 0.96 or more", name, f1)
		}
		if share := float64(publishers[part]) / float64(articles[part]); share < 0.99 {
			t.Errorf("%s part: publisher %.3f, want 0.99 or more", name, share)
		}
	}
}
