package analyzers_test

import (
	"slices"
	"testing"

	"warta/analyzers"
	pieces "warta/analyzers/internal/hostile"
	"warta/internal/race"
)

// The hostile pieces for one stage are given to all stages: a stage that calls another at
// each word makes quadratic time of the linear time of both.
func TestReadingIsLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	pieces.Linear(t, slices.Concat(pieces.Offices, pieces.Officials, pieces.Quotes, pieces.Dates), func(text string) {
		reader.Read(analyzers.Source{Body: text, AsOf: "2026-11-23"})
	})
	pieces.Linear(t, pieces.Pages, func(text string) {
		reader.Read(analyzers.Source{Text: text, AsOf: "2026-11-23"})
		reader.Read(analyzers.Source{HTML: text, AsOf: "2026-11-23"})
	})
}
