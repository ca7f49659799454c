package documents

import (
	"warta/analyzers/indonesian"
	"warta/index"
)

// openingZones say how often a word of the opening counts, by its place among the words of the
// article that are no stop words: news says first what it is about. The frequencies are chosen so
// that the saturation of BM25 makes them about 1.7, 1.4 and 1.
var openingZones = []struct{ until, times int }{{8, 4}, {16, 2}, {30, 1}}

// opening returns the roots of the first words of paragraphs, see [index.FieldOpening]. A word
// without a root, such as a number, stands for itself.
func (t *Tokenizer) opening(paragraphs []string) index.Text {
	out := index.Text{Field: index.FieldOpening}
	zone := 0
	for _, p := range paragraphs {
		t.tokens = t.analyzer.AppendString(t.tokens[:0], p)
		for _, token := range t.tokens {
			if out.Length == openingZones[zone].until {
				if zone++; zone == len(openingZones) {
					return out
				}
			}
			if indonesian.Stop(string(token.Surface)) {
				continue
			}
			word := token.Root
			if len(word) == 0 {
				word = token.Surface
			}
			for range openingZones[zone].times {
				out.Terms = append(out.Terms, string(word))
			}
			out.Length++
		}
	}
	return out
}
