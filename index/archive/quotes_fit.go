package archive

import (
	"maps"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/people"
)

// A decision about a quote names the quote by its id, and that is made of its words:
// a new version of the article or a new reader may cut them differently, and then
// there is no quote with this id any more. The decision keeps the words for that, and
// is held against the quotes that the article has by now.

// maxFitted bounds how many words of a quote are kept and compared.
const maxFitted = 500

// sureWords is how many words in a row two quotes must have in common to be taken for
// the same, or all of the shorter one: fewer stand in many.
const sureWords = 3

// fittedWords returns the words of a quote as decisions keep them.
func fittedWords(text string) []string {
	words := strings.Fields(folded(text))
	return words[:min(len(words), maxFitted)]
}

// A verdict is what is in force about one quote that an article has.
type verdict struct {
	spoken   *spokenBy
	unsure   bool     // who speaks was corrected in words that are partly these
	hidden   bool     // not to be shown
	hiddenBy []string // the quotes whose decisions hide it
}

// verdicts returns what is in force about each of the quotes. What was decided about
// a quote that is still among them holds for it alone. What was decided about another
// holds for the quotes that it overlaps with: they are hidden if it was, for hiding
// too much is mended and showing is not; whoever was named as its speaker speaks in
// what are wholly its words; and where only some are, nobody is said to speak.
func verdicts(of map[string]correction, quotes []article.Quote) []verdict {
	out := make([]verdict, len(quotes))
	present := make(map[string]bool, len(quotes))
	for i, q := range quotes {
		present[q.ID] = true
		c := of[q.ID]
		out[i].spoken, out[i].hidden = c.spoken, c.hidden
		if c.hidden {
			out[i].hiddenBy = []string{q.ID}
		}
	}
	var words [][]string
	for _, id := range slices.Sorted(maps.Keys(of)) {
		c := of[id]
		if present[id] || len(c.words) == 0 || c.spoken == nil && !c.hidden {
			continue
		}
		if words == nil {
			for _, q := range quotes {
				words = append(words, fittedWords(q.Text))
			}
		}
		for i := range quotes {
			shared := sharedRun(c.words, words[i])
			if !overlap(shared, min(len(c.words), len(words[i]))) {
				continue
			}
			if c.hidden {
				out[i].hidden, out[i].hiddenBy = true, append(out[i].hiddenBy, id)
			}
			if c.spoken == nil || of[quotes[i].ID].spoken != nil {
				continue
			}
			sure := shared == len(words[i]) && shared >= min(sureWords, len(c.words))
			if !sure || out[i].spoken != nil && out[i].spoken.ID != c.spoken.ID {
				out[i].unsure = true
				continue
			}
			out[i].spoken = c.spoken
		}
	}
	return out
}

// overlap reports whether two quotes are about the same words, where they have a run
// of so many in common and the shorter has so many.
func overlap(shared, shorter int) bool {
	return shared > 0 && 2*shared >= shorter && shared >= min(sureWords, shorter)
}

// sharedRun returns how many words the longest run has that stands in both.
func sharedRun(a, b []string) int {
	longest := 0
	before, now := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, word := range a {
		for k, other := range b {
			now[k+1] = 0
			if word == other {
				now[k+1] = before[k] + 1
				longest = max(longest, now[k+1])
			}
		}
		before, now = now, before
	}
	return longest
}

// BecauseUnsure is the reason of a speaker who is unknown because somebody else was
// named for some of the words.
const BecauseUnsure = "an editor named the speaker of a part of it"

// applied returns the quote with who speaks in it by what was decided.
func (v verdict) applied(q article.Quote) article.Quote {
	if v.unsure {
		q.Speaker, q.Role, q.Cue = nil, nil, ""
		q.Because, q.Confidence = BecauseUnsure, 0
		return q
	}
	if v.spoken == nil {
		return q
	}
	q.Speaker, q.Role, q.Cue = nil, nil, ""
	q.Because, q.Confidence = BecauseDecided, 1
	if v.spoken.ID != "" {
		q.Speaker = &article.Person{ID: string(people.Decided) + v.spoken.ID, Name: v.spoken.Name}
	}
	return q
}
