package understand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/index/labels"
	"warta/index/people"
	"warta/index/query"
)

// withoutRepeats drops each plain word that repeats the word before it: "wisnu wisnu gudang" is
// read as "wisnu gudang". Stop words, single letters and numbers of one or two digits stay, for
// they may be parts of names and dates. So do words that are written twice, see isDoubled, and those that
// end one name and begin the next, see beginsName.
func (u *understander) withoutRepeats(nodes []query.Node) []query.Node {
	var out []query.Node
	last, run := "", 0 // the word before, and how often it stands at the end of out
	for at, n := range nodes {
		w, ok := n.(query.Word)
		word := ""
		if ok && !w.Prefix {
			word = indonesian.FoldWord(w.Text)
		}
		switch {
		case word == "" || word != last || w.Dashed || !mayRepeat(word):
			run = 1
		case run == 1 && (u.isDoubled(word) || u.beginsName(nodes, at)):
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

// beginsName reports whether the word at a position, which repeats the word before it, begins a
// name of its own: an office ("aceh, aceh barat"), or a person where the word before ends the name
// of another.
func (u *understander) beginsName(nodes []query.Node, at int) bool {
	var words [4]string // two before and, from the position on, two
	for i := range words {
		if j := at - 2 + i; j >= 0 && j < len(nodes) {
			if w, ok := nodes[j].(query.Word); ok && !w.Prefix {
				words[i] = indonesian.FoldWord(w.Text)
			}
		}
	}
	if words[3] == "" {
		return false
	}
	place := "kpu " + words[2] + " " + words[3]
	for _, m := range labels.Offices().Find(place, satker.Context{}) {
		if m.Start == 0 && m.End == len(place) {
			return true
		}
	}
	return words[0] != "" && len(u.meaning(words[:2])) > 0 && len(u.meaning(words[2:])) > 0
}

// soleWord returns the plain word that is the only node.
func soleWord(nodes []query.Node) (query.Word, bool) {
	if len(nodes) != 1 {
		return query.Word{}, false
	}
	w, ok := nodes[0].(query.Word)
	return w, ok && !w.Prefix
}
