package understand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index/people"
	"warta/index/query"
)

// withoutRepeats drops each plain word that repeats the word before it: "wisnu wisnu gudang" is
// read as "wisnu gudang". Stop words, single letters and numbers of one or two digits stay, for
// they may be parts of names and dates. So do words that are written twice, see isDoubled.
func (u *understander) withoutRepeats(nodes []query.Node) []query.Node {
	var out []query.Node
	last, run := "", 0 // the word before, and how often it stands at the end of out
	for _, n := range nodes {
		w, ok := n.(query.Word)
		word := ""
		if ok && !w.Prefix {
			word = indonesian.FoldWord(w.Text)
		}
		switch {
		case word == "" || word != last || w.Dashed || !mayRepeat(word):
			run = 1
		case run == 1 && u.isDoubled(word):
			run++
		default:
			continue
		}
		last = word
		out = append(out, n)
	}
	if w, ok := soleWord(out); ok && len(nodes) > 1 {
		u.only = w.Text
	}
	return out
}

// mayRepeat reports whether a folded word says nothing more where it stands twice.
func mayRepeat(word string) bool {
	short := len(word) <= len("31") && strings.Trim(word, "0123456789") == ""
	return utf8.RuneCountInString(word) > 1 && !short && !indonesian.Stop(word)
}

// isDoubled reports whether a folded word, written twice, is a word or a name of its own: "undang
// undang" and "bau bau" by the list of roots, the names of people by the registry.
func (u *understander) isDoubled(word string) bool {
	joined := word + "-" + word
	if groups := u.analyzer.Query(joined); len(groups) == 1 && groups[0].Whole != nil && groups[0].Whole.Root == joined {
		return true
	}
	return slices.ContainsFunc(u.meaning([]string{word, word}), func(m people.Meaning) bool {
		words := indonesian.NameWords(m.Name)
		i := slices.Index(words, word)
		return i >= 0 && i+1 < len(words) && words[i+1] == word
	})
}

// soleWord returns the plain word that is the only node.
func soleWord(nodes []query.Node) (query.Word, bool) {
	if len(nodes) != 1 {
		return query.Word{}, false
	}
	w, ok := nodes[0].(query.Word)
	return w, ok && !w.Prefix
}
