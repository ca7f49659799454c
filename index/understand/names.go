package understand

import (
	"slices"
	"strings"

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
		words := heardWords(text, groups[from:to])
		named := u.heardName(words, fields)
		if named == nil {
			return
		}
		if to-from > 1 && strings.HasPrefix(strings.TrimSpace(text[groups[from].End:]), ",") { // Sembiring, Rosmaida
			if turned := u.heardName(append(words[1:len(words):len(words)], words[0]), fields); turned != nil {
				named = index.BestOf([]index.Expr{named, turned})
			}
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
		for to < len(groups) && (mayBeName(groups[to]) || u.isName && groups[to].Whole == nil && !groups[to].Stop || to > from && u.isOneName(groups[to-1], groups[to])) {
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

// hearAround sets the ways to hear the names of which the words of a query are a part, unless it
// has: a word that is read by itself may be a part of a name that no one has as it is typed.
func (u *understander) hearAround(typed []typedWord) {
	if u.around != nil || len(typed) < 2 {
		return
	}
	text := textOf(typed)
	groups := u.analyzer.Query(text)
	u.around = make(map[string]index.Expr)
	for i, way := range u.heardNames(text, groups, u.fields()) {
		if word := groups[i].Parts[0].Surface; way != nil && u.around[word] == nil {
			u.around[word] = way
		}
	}
}

// knowsName reports whether names of the registers or of the archive have the word of a group.
func (u *understander) knowsName(g indonesian.Group) bool {
	word := g.Parts[0].Surface
	return len(word) == 1 || indonesian.IsNameWord(word) || u.people.IsNameWord(word)
}

// mayBeName reports whether a group may be a word of a name.
func mayBeName(g indonesian.Group) bool {
	word, kind := g.Parts[0].Surface, g.Parts[0].Kind
	if kind != indonesian.Word && kind <= indonesian.Initials && indonesian.IsRankInitials(word) {
		return true
	}
	return g.Whole == nil && !g.Stop && kind <= indonesian.Acronym && indonesian.MayBeName(word)
}

// isOfName reports whether a group may be a word of a name, or several with a hyphen.
func (u *understander) isOfName(g indonesian.Group) bool {
	return mayBeName(g) || !g.Stop && !slices.ContainsFunc(g.Parts, func(t indonesian.Term) bool {
		return t.Kind > indonesian.Acronym || !indonesian.MayBeName(t.Surface) && !u.people.IsNameWord(t.Surface)
	})
}

// isOneName reports whether two groups are one word of known names: Sugi Harto.
func (u *understander) isOneName(a, b indonesian.Group) bool {
	if a.Whole != nil || b.Whole != nil || b.Stop || a.Parts[0].Kind > indonesian.Acronym || b.Parts[0].Kind > indonesian.Acronym {
		return false
	}
	first, second := a.Parts[0].Surface, b.Parts[0].Surface
	return indonesian.ContinuesName(first, second) || len(first) > 2 && len(second) > 2 && u.people.IsNameWord(first) && u.people.IsNameWord(first+second)
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
	if like := u.likeName(words, fields); like != nil {
		ways = append(ways, like)
	}
	if ways == nil {
		return nil
	}
	return index.AnyOf(ways)
}

// isHeard reports whether words that may be names are asked for as a name.
func (u *understander) isHeard(words []string) bool {
	switch len(words) {
	case 0:
		return false
	case 1:
		return indonesian.IsNameAlone(words[0]) || indonesian.IsUnknown(words[0]) && u.people.KnowsWord(words[0])
	}
	return len(words) <= maxHeard && (u.isName || indonesian.IsNameRun(words, u.people.IsNameWord))
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
