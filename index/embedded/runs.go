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

// maxRun is the maximum number of words of a run. A run is a sequence of frequent words. A
// phrase search reads the positions of its words in each document that has them all; for
// frequent words, that is nearly every document. So each text field has a second field, in
// which every run of two to maxRun words is a term. A phrase that is one run costs as much
// as a word, and any other phrase is searched only in the documents that have its runs.
//
// Lucene calls pairs of this kind common grams. Longer runs serve the long names of
// offices.
const maxRun = 4

// runField returns the field of the runs of a field of texts.
func runField(field string) string { return field + ".runs" }

//go:embed frequent.txt
var frequentText string

// frequentWords returns the words that form runs.
var frequentWords = sync.OnceValue(func() map[string]bool {
	words, err := readFrequent(frequentText)
	if err != nil {
		panic(err) // the file is embedded, and a test reads it
	}
	return words
})

// readFrequent parses frequent.txt: one word a line, in ascending order; # begins a comment.
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

// runsOf returns the runs of a text, one for each occurrence. Terms at the same position
// are alternatives, as in a phrase.
func runsOf(t index.Text) []string {
	frequent := frequentWords()
	var found []spot // by position
	for i, term := range t.Terms {
		if !frequent[term] {
			continue
		}
		position := t.Positions[i]
		if n := len(found); n == 0 || found[n-1].position != position {
			found = append(found, spot{position: position, terms: t.Terms[i : i+1 : i+1]})
		} else if !slices.Contains(found[n-1].terms, term) {
			found[n-1].terms = append(found[n-1].terms, term)
		}
	}
	var runs []string
	for i, start := range found {
		begun := start.terms
		for n := 1; n < maxRun && i+n < len(found) && found[i+n].position == start.position+n; n++ {
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

// A spot is the frequent words at one position of a text.
type spot struct {
	position int
	terms    []string
}

// runs returns the longest runs in a phrase. The phrase is a single run if whole is true.
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

// inRuns returns the documents with all of the runs, and the postings of the last run. Both
// are nil for an empty list.
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
