package understand

import (
	"warta/analyzers/indonesian"
	"warta/index"
)

// Bounds of names that are asked for as they are heard.
const (
	maxHeard     = 8   // words of a name; a longer run is no name
	minHeard     = 4   // bytes of a single word
	minRunWeight = -1.0 // of each word of a name of several, see [indonesian.NameWeight]
	minOneWeight = 2.0 // of a single word
)

// heardNames returns, for each group that is a word of what looks like a name, the expression
// for documents that have that name in any spelling. The words of a name share one: it scores
// for the first, and is a condition for the others. It is nil if there are none.
func (u *understander) heardNames(text string, groups []indonesian.Group, fields []textField) []index.Expr {
	if u.excluded || u.weights.Spelt == 0 {
		return nil
	}
	var list []index.Expr
	for from := 0; from < len(groups); {
		to := from
		for to < len(groups) && mayBeName(groups[to]) {
			to++
		}
		if named := u.heardName(heardWords(text, groups[from:to]), fields); named != nil {
			if list == nil {
				list = make([]index.Expr, len(groups))
			}
			for i := from; i < to; i++ {
				list[i] = index.Weigh{Of: named}
			}
			list[from] = named
		}
		from = to + 1
	}
	return list
}

// mayBeName reports whether a group may be a word of a name: one word, that names of public
// registers have more often than the news has it as an ordinary word, or an initial.
func mayBeName(g indonesian.Group) bool {
	word := g.Parts[0].Surface
	if g.Whole != nil || g.Parts[0].Kind > indonesian.Acronym || g.Stop {
		return false
	}
	weight, _ := indonesian.NameWeight(word)
	return len(word) == 1 || weight > minRunWeight
}

// heardWords returns the words of groups, with what an apostrophe at the end stands for.
func heardWords(text string, groups []indonesian.Group) []string {
	words := make([]string, len(groups))
	for i, g := range groups {
		words[i] = g.Parts[0].Surface
		if end := min(len(text), g.End+1); indonesian.HeardEnds(text[g.Start:min(len(text), end+2)]) != text[g.Start:min(len(text), end+2)] {
			words[i] += "k"
		}
	}
	return words
}

// heardName returns the expression for documents that have a name in any spelling, nil for
// words that are none. One word at least must stand in the public registers.
func (u *understander) heardName(words []string, fields []textField) index.Expr {
	if len(words) > maxHeard || !u.isHeard(words) {
		return nil
	}
	var ways []index.Expr
	for _, f := range fields {
		if f.named == "" {
			continue
		}
		if len(words) == 1 {
			ways = append(ways, index.Term{Field: f.named, Text: indonesian.Sound(words[0]), Boost: u.weights.Spelt})
			continue
		}
		var all []index.Expr
		for _, spelt := range indonesian.AskedSounds(words) {
			one := make([]index.Expr, len(spelt))
			for i, sound := range spelt {
				one[i] = index.Term{Field: f.named, Text: sound, Boost: u.weights.Spelt}
			}
			all = append(all, index.BestOf(one))
		}
		if all != nil {
			ways = append(ways, index.AllOf(all))
		}
	}
	if ways == nil {
		return nil
	}
	return index.AnyOf(ways)
}

// isHeard reports whether words that may be names are one: one of them at least must stand in
// the public registers or in a name that the archive knows.
func (u *understander) isHeard(words []string) bool {
	known, most := false, 0.0
	for _, w := range words {
		if len(w) == 1 {
			continue
		}
		weight, in := indonesian.NameWeight(w)
		if in || u.people.IsNameWord(w) {
			known, most = true, max(most, weight)
		}
	}
	return known && (len(words) > 1 || len(words[0]) >= minHeard && most >= minOneWeight)
}

// or returns the clause with another way to match.
func (c clause) or(way index.Expr) clause {
	if c.spelt != nil {
		c.spelt = index.Any{c.spelt, way}
	}
	c.want = index.Any{c.want, way}
	return c
}
