package embedded

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// A run is words that all are frequent and follow each other. Looking for a
// phrase means reading the places of its words in every document that has them
// all; of words that nearly every document has, that is reading the places of
// nearly every document. So a field of texts has a second one, in which each run
// of two to maxRun words is a term: a phrase of such words is then found as fast
// as a word, and a longer one, or one with a rarer word in it, is looked for only
// where its runs are.
//
// Lucene calls two words of this kind common grams; runs of more are what the
// long name of every office calls for.
const maxRun = 4

// runField returns the field of the runs of a field of texts.
func runField(field string) string { return field + ".runs" }

//go:embed frequent.txt
var frequentText string

// frequentWords are the words that form runs.
var frequentWords = sync.OnceValue(func() map[string]bool {
	words, err := readFrequent(frequentText)
	if err != nil {
		panic(err) // a test reads the file
	}
	return words
})

func readFrequent(text string) (map[string]bool, error) {
	words := make(map[string]bool)
	last := ""
	for line := range strings.Lines(text) {
		word := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(word, "#"):
			continue
		case word <= last:
			return nil, fmt.Errorf("frequent.txt: %q behind %q: want one word a line, in order", word, last)
		case strings.ContainsAny(word, " \t"):
			return nil, fmt.Errorf("frequent.txt: %q: want one word a line", word)
		}
		words[word], last = true, word
	}
	return words, nil
}

// runsOf returns the runs of a text, each as often as it begins somewhere. Terms
// that overlie each other are alternatives, as they are for a phrase.
func runsOf(t index.Text) []string {
	frequent := frequentWords()
	var found []spot // in the order of places
	for i, term := range t.Terms {
		if !frequent[term] {
			continue
		}
		place := t.Positions[i]
		if n := len(found); n == 0 || found[n-1].place != place {
			found = append(found, spot{place: place, terms: t.Terms[i : i+1 : i+1]})
		} else if !slices.Contains(found[n-1].terms, term) {
			found[n-1].terms = append(found[n-1].terms, term)
		}
	}
	var runs []string
	for i, start := range found {
		begun := start.terms
		for n := 1; n < maxRun && i+n < len(found) && found[i+n].place == start.place+n; n++ {
			longer := make([]string, 0, len(begun)*len(found[i+n].terms))
			for _, run := range begun {
				for _, term := range found[i+n].terms {
					longer = append(longer, run+" "+term)
				}
			}
			runs = append(runs, longer...)
			begun = longer
		}
	}
	return runs
}

// A spot is the frequent words that stand at one place.
type spot struct {
	place int
	terms []string
}

// runs returns the runs that a phrase consists of or has in it: the longest ones.
// Where it is one run, whole is true.
func runs(e index.Phrase) (list []string, whole bool) {
	frequent := frequentWords()
	for from := 0; from < len(e.Terms); {
		to := from
		for to < len(e.Terms) && frequent[e.Terms[to]] {
			to++
		}
		for at := from; at+2 <= to; at++ {
			end := min(at+maxRun, to)
			list = append(list, strings.Join(e.Terms[at:end], " "))
			if end == to {
				break
			}
		}
		from = max(to, from+1)
	}
	return list, len(list) == 1 && len(e.Terms) <= maxRun && strings.Count(list[0], " ") == len(e.Terms)-1
}

// inRuns returns the documents that have all of the runs of a phrase, and the
// postings of the last; nil where it has none.
func (m *matcher) inRuns(field string, list []string) (*roaring.Bitmap, postings.PostingsList, error) {
	var set *roaring.Bitmap
	var last postings.PostingsList
	for _, run := range list {
		found, err := m.postings(runField(field), run)
		if err != nil {
			return nil, nil, err
		}
		if last = found; set == nil {
			set = documents(found)
		} else {
			set = roaring.And(set, documents(found))
		}
	}
	return set, last, nil
}
