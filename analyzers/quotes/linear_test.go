package quotes_test

import (
	"testing"

	"warta/analyzers/internal/hostile"
	"warta/analyzers/officials"
	"warta/analyzers/quotes"
	"warta/analyzers/satker"
	"warta/internal/race"
)

func TestReadingIsLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	hostile.Linear(t, hostile.Quotes, func(text string) {
		quotes.Find(quotes.Input{People: officials.Find(officials.Input{Paragraphs: []string{text}, Offices: g})})
	})
}
