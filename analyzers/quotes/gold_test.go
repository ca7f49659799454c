package quotes_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/internal/score"
	"warta/analyzers/officials"
	"warta/analyzers/quotes"
	"warta/analyzers/samples"
	"warta/analyzers/satker"
)

func read(g *satker.Gazetteer, publisher, title string, paragraphs ...string) article.Article {
	people := officials.Find(officials.Input{
		Title: title, Paragraphs: paragraphs, Offices: g,
		Context: g.NewContext(publisher, append([]string{title}, paragraphs...)...),
	})
	a := article.Article{Title: title, Paragraphs: paragraphs}
	a.Quotes, a.Warnings = quotes.Find(quotes.Input{People: people})
	a.Officials = people.Quoted(a.Quotes)
	return a
}

// TestGold holds what is found in the built-in articles, given their gold
// paragraphs, against their gold. Of the articles held back only figures are
// shown; MISSES=1 lists what is wrong in the others.
func TestGold(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	var parts [2]score.Report
	for _, s := range all {
		part := 0
		if s.Held {
			part = 1
		}
		for _, raw := range s.Gold {
			var gold struct {
				Title      string
				Paragraphs []string
				Publisher  struct{ Code string }
			}
			if err := json.Unmarshal(raw, &gold); err != nil {
				t.Fatal(err)
			}
			a := read(g, gold.Publisher.Code, gold.Title, gold.Paragraphs...)
			if err := parts[part].Add(s.Name, raw, &a); err != nil {
				t.Fatal(err)
			}
		}
	}
	floors := []map[string]float64{
		{"direct_quotes": 0.98, "direct_attributed": 0.96, "indirect_quotes": 0.95, "indirect_attributed": 0.95, "unmarked_quotes": 0.9, "mixed_quotes": 0.9},
		{"direct_quotes": 0.96, "direct_attributed": 0.94, "indirect_quotes": 0.95, "indirect_attributed": 0.93},
	}
	for i, name := range []string{"written on", "held back"} {
		for metric, floor := range floors[i] {
			if row, ok := parts[i].Row(metric); !ok || row.Value < floor {
				t.Errorf("%s: %s %.3f, want at least %.2f", name, metric, row.Value, floor)
			}
		}
		t.Log(name)
		for line := range strings.SplitSeq(parts[i].Table(), "\n") {
			if strings.Contains(line, "quotes") || strings.Contains(line, "speaker") || strings.Contains(line, "attrib") || strings.Contains(line, "offic") || strings.Contains(line, "roles") {
				t.Log(line)
			}
		}
		if i == 0 && os.Getenv("MISSES") != "" {
			for _, m := range parts[i].Misses() {
				if s := m; strings.Contains(s, "quote") || strings.Contains(s, "speaker") {
					t.Log(s)
				}
			}
		}
	}
}
