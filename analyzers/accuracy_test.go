package analyzers_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/internal/score"
	"warta/analyzers/samples"
)

var (
	update = flag.Bool("update", false, "write the figures that were found to testdata")
	misses = flag.Bool("misses", false, "print what was wrong in the articles that rules are written on")
)

// asOf is the day on which the built-in articles are received in tests.
const asOf = "2026-03-31"

func sourceOf(s samples.Sample) analyzers.Source {
	src := analyzers.Source{URL: s.URL, Published: s.Published, AsOf: asOf}
	if s.HTML {
		src.HTML = s.Raw
	} else {
		src.Text = s.Raw
	}
	return src
}

// reportOn reads samples and holds them against their gold.
func reportOn(t *testing.T, r *analyzers.Reader, all []samples.Sample) *score.Report {
	t.Helper()
	report := &score.Report{}
	for _, s := range all {
		got := r.Read(sourceOf(s))
		if len(got) != len(s.Gold) {
			t.Errorf("%s: read as %d articles, want %d", s.Name, len(got), len(s.Gold))
		}
		for i, gold := range s.Gold {
			var a article.Article
			if i < len(got) {
				a = got[i]
			}
			if err := report.Add(s.Name, gold, &a); err != nil {
				t.Fatal(err)
			}
		}
	}
	return report
}

func TestAccuracy(t *testing.T) {
	t.Parallel()
	r, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	press, err := samples.Press()
	if err != nil {
		t.Fatal(err)
	}
	var open, held []samples.Sample
	for _, s := range all {
		if s.Held {
			held = append(held, s)
		} else {
			open = append(open, s)
		}
	}
	parts := []struct {
		name string
		of   []samples.Sample
	}{{"written on", open}, {"held back", held}, {"press", press}}
	var b strings.Builder
	for _, part := range parts {
		report := reportOn(t, r, part.of)
		fmt.Fprintf(&b, "%s: %s\n", part.name, report.Table())
		if *misses && part.name != "held back" {
			for _, m := range report.Misses() {
				fmt.Fprintln(os.Stderr, m)
			}
		}
	}
	fmt.Println(b.String())
}
