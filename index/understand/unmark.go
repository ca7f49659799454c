package understand

import (
	"strings"

	"warta/index"
	"warta/index/query"
)

// MaxPhrases is how many phrases of a query can lose their quotation marks. Those behind them
// keep theirs.
const MaxPhrases = 64

// EveryPhrase is the value of [Options.Unmark] that takes the marks off all phrases.
const EveryPhrase = ^uint64(0)

// unmark returns nodes with words in place of the phrases in a set of [Options.Unmark], and the
// texts of all phrases and of those. The phrase of a field, and an excluded one, is none of them:
// it stays as it is.
func unmark(nodes query.And, set uint64) (out query.And, phrases, unmarked []string) {
	add := func(p query.Phrase) bool {
		i := len(phrases)
		phrases = append(phrases, p.Text)
		if i >= MaxPhrases || set&(1<<i) == 0 {
			return false
		}
		unmarked = append(unmarked, p.Text)
		return true
	}
	for _, n := range nodes {
		switch n := n.(type) {
		case query.Phrase:
			if add(n) {
				for word := range strings.FieldsSeq(n.Text) {
					out = append(out, query.Word{Text: word})
				}
				continue
			}
		case query.Or:
			var ways query.Or
			for _, way := range n {
				if p, ok := way.(query.Phrase); ok && add(p) {
					way = query.Word{Text: p.Text} // all of the words are one alternative
				}
				ways = append(ways, way)
			}
			out = append(out, ways)
			continue
		}
		out = append(out, n)
	}
	return out, phrases, unmarked
}

// isWord reports whether n is a word, with a prefix or without.
func isWord(n query.Node) bool {
	_, word := n.(query.Word)
	return word
}

// nothingToFind is [Understood.Hint] of a text without words.
const nothingToFind = "the text has no letters or digits to search for, so nothing is found: type words, or leave the text out to find everything"

// findNothing makes the step of a text that has no words, such as an emoji, a full stop or a
// character that is not seen: it finds nothing. A text of spaces alone is an empty query.
func (u *understander) findNothing(text string) {
	if u.out.Steps != nil || strings.TrimSpace(text) == "" {
		return
	}
	u.out.Summary.Hint = nothingToFind
	u.out.Steps = []Step{{Mode: ModeNone, Where: index.Any{}}}
}

// onlyExcluded is [Understood.Hint] of a text of exclusions alone.
const onlyExcluded = "every word has a minus, so nothing is searched for: what is found is all that has none of the words; leave the minus out to search for them"

// noteExcluded says of a text of exclusions alone, as of a line of options that was pasted, what is
// found.
func (u *understander) noteExcluded(nodes []query.Node) {
	if u.out.Summary.Hint != "" || len(nodes) == 0 {
		return
	}
	excluded := make([]string, len(nodes))
	for i, n := range nodes {
		not, ok := n.(query.Not)
		if !ok {
			return
		}
		excluded[i] = not.Of.String()
	}
	u.out.Summary.Hint, u.out.Summary.Excluded = onlyExcluded, excluded
}
