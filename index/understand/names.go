package understand

import (
	"warta/analyzers/indonesian"
	"warta/index"
)

// maxHeard is the number of words of a name that is asked for as it is heard; a longer run of
// words is no name.
const maxHeard = 8

// heardNames returns, for each group that is a word of what looks like a name, the expression
// for documents that have that name in any spelling. The words of a name share one: it scores
// for the first, and is a condition for the others. It is nil if there are none.
func (u *understander) heardNames(text string, groups []indonesian.Group, fields []textField) []index.Expr {
	if u.excluded || u.weights.Spelt == 0 {
		return nil
	}
	list := make([]index.Expr, len(groups))
	found := false
	add := func(from, to int) {
		named := u.heardName(heardWords(text, groups[from:to]), fields)
		if named == nil {
			return
		}
		found = true
		for i := from; i < to; i++ {
			way := named
			if i > from {
				way = index.Weigh{Of: named}
			}
			if list[i] != nil {
				way = index.Any{list[i], way}
			}
			list[i] = way
		}
	}
	for from := 0; from < len(groups); {
		to := from
		for to < len(groups) && mayBeName(groups[to]) {
			to++
		}
		add(from, to)
		// Words at the ends that no name is known to have may be about something else.
		begin, end := from, to
		for begin < end && !u.knowsName(groups[begin]) {
			begin++
		}
		for begin < end && !u.knowsName(groups[end-1]) {
			end--
		}
		if begin > from || end < to {
			add(begin, end)
		}
		from = to + 1
	}
	if !found {
		return nil
	}
	return list
}

// knowsName reports whether names of the registers or of the archive have the word of a group.
func (u *understander) knowsName(g indonesian.Group) bool {
	word := g.Parts[0].Surface
	return len(word) == 1 || indonesian.IsNameWord(word) || u.people.IsNameWord(word)
}

// mayBeName reports whether a group may be a word of a name.
func mayBeName(g indonesian.Group) bool {
	return g.Whole == nil && !g.Stop && g.Parts[0].Kind <= indonesian.Acronym && indonesian.MayBeName(g.Parts[0].Surface)
}

// heardWords returns the words of groups, with what an apostrophe at the end stands for.
func heardWords(text string, groups []indonesian.Group) []string {
	words := make([]string, len(groups))
	for i, g := range groups {
		words[i] = indonesian.HeardEnd(g.Parts[0].Surface, text[g.End:])
	}
	return words
}

// heardName returns the expression for documents that have a name in any spelling, nil for
// words that are none.
func (u *understander) heardName(words []string, fields []textField) index.Expr {
	if !u.isHeard(words) {
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
	named := index.AnyOf(ways)
	if like := u.likeName(words, fields); like != nil {
		return index.Any{named, like}
	}
	return named
}

// isHeard reports whether words that may be names are asked for as a name.
func (u *understander) isHeard(words []string) bool {
	switch len(words) {
	case 0:
		return false
	case 1:
		return indonesian.IsNameAlone(words[0])
	}
	return len(words) <= maxHeard && indonesian.IsNameRun(words, u.people.IsNameWord)
}

// withoutNames returns fields in which names are not asked for as they are heard.
func withoutNames(fields []textField) []textField {
	for i := range fields {
		fields[i].named = ""
	}
	return fields
}

// or returns the clause with another way to match.
func (c clause) or(way index.Expr) clause {
	if c.spelt != nil {
		c.spelt = index.Any{c.spelt, way}
	}
	c.want = index.Any{c.want, way}
	return c
}
