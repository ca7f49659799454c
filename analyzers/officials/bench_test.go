package officials_test

import (
	"encoding/json"
	"strings"
	"testing"

	"warta/analyzers/officials"
	"warta/analyzers/samples"
	"warta/analyzers/satker"
)

// BenchmarkFind reads the people of a built-in article of some 3 kB.
func BenchmarkFind(b *testing.B) {
	g, err := satker.Load()
	if err != nil {
		b.Fatal(err)
	}
	in := sampleInput(b, g, "49-jdih-jabar")
	b.ReportAllocs()
	b.SetBytes(int64(len(strings.Join(in.Paragraphs, ""))))
	for b.Loop() {
		officials.Find(in)
	}
}

// sampleInput returns the input that the gold of a built-in article gives.
func sampleInput(tb testing.TB, g *satker.Gazetteer, name string) officials.Input {
	tb.Helper()
	all, err := samples.All()
	if err != nil {
		tb.Fatal(err)
	}
	for _, s := range all {
		if s.Name != name {
			continue
		}
		var gold goldArticle
		if err := json.Unmarshal(s.Gold[0], &gold); err != nil {
			tb.Fatal(err)
		}
		return officials.Input{
			Title: gold.Title, Paragraphs: gold.Paragraphs, Offices: g,
			Context: g.NewContext(gold.Publisher.Code, gold.Paragraphs...),
		}
	}
	tb.Fatalf("no sample %q", name)
	return officials.Input{}
}
