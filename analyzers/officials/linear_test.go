package officials_test

import (
	"testing"

	"warta/analyzers/internal/hostile"
	"warta/analyzers/officials"
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
	hostile.Linear(t, hostile.Officials, func(text string) {
		officials.Find(officials.Input{Paragraphs: []string{text}, Offices: g})
	})
}
