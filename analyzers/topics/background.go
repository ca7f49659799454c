package topics

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:generate go run ./genbackground -news ../../cmd/warta/internal/corpus/data/words.tsv -o background.tsv

// background.tsv gives the frequency of cues in a million words of ordinary news.
//
//go:embed background.tsv
var backgroundFile string

// commonFrom is how often a million words of news hold a word that says little
// of an article, be it a cue.
const commonFrom = 40.0

// parseBackground reads lines of a word and its rate, sorted by word. Lines that
// begin with # are comments.
func parseBackground(data string) (map[string]float64, error) {
	rates := make(map[string]float64)
	before, number := "", 0
	for line := range strings.Lines(data) {
		number++
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		word, cell, ok := strings.Cut(line, "\t")
		rate, err := strconv.ParseFloat(cell, 64)
		switch {
		case !ok || err != nil || !(rate > 0 && rate < 1e6):
			return nil, fmt.Errorf("line %d: %q: want a word, a tab and a rate in a million words", number, line)
		case word <= before:
			return nil, fmt.Errorf("line %d: %q: want the words sorted, each once", number, word)
		}
		rates[word], before = rate, word
	}
	return rates, nil
}
