package understand

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/highlight"
	"warta/index/labels"
)

// A Subject is what a query of quotes asks about, for finding the place where a hit has it.
type Subject struct {
	Marks  highlight.Terms
	Topics []string // ids that the subject, or a part of it, names
}

// A place is one of the places in which a word of the subject of a query of quotes counts.
type place struct {
	field  textField
	weight float64
}

// places are the places of words; topics and dates are keys.
func (u *understander) places() []place {
	w := u.weights.Subject
	one := FieldWeights{Form: 1, Family: 1}
	return []place{
		{textField{forms: index.FieldQuote, roots: index.FieldQuoteRoot, weights: one}, w.Quote},
		{textField{forms: index.FieldSpeaker, weights: one}, w.Speaker},
		{textField{roots: index.FieldAround, loose: true, weights: one}, w.Around},
		{textField{roots: index.FieldQuoteTitle, loose: true, weights: one}, w.Title},
		{textField{forms: index.FieldRole, loose: true, weights: one}, w.Role},
	}
}

// subjectClauses returns the clauses of words of the subject: each word counts in the best of
// its places. Stop words beside other words only add to the score.
func (q *quoteText) subjectClauses(text string) []clause {
	typed := q.respell(text)
	groups := typed.groups
	alternatives := indonesian.Glossary().Alternatives(groups)
	starts := make([]int, len(groups)+1) // of each group, in parts
	for i, g := range groups {
		starts[i+1] = starts[i] + len(g.Parts)
	}
	q.addPairs(groups)
	var wanted []clause
	var optional []index.Expr
	for i := 0; i < len(groups); {
		span, same := q.spanAt(i, groups, starts, alternatives)
		if groups[i].Stop && span == 1 {
			if stands(groups[:i], groups[i]) {
				i++
				continue
			}
			optional = append(optional, q.unmarked(func() index.Expr { return q.within(groups[i]) }))
		} else {
			wanted = append(wanted, q.subjectClause(groups[i:i+span], same))
			q.note(typed.summary(groups[i:i+span], same))
		}
		i += span
	}
	if len(wanted) > 0 && len(optional) > 0 {
		wanted[0].bare = wanted[0].want
		wanted[0].want = index.Prefer{Want: wanted[0].want, More: optional}
	}
	return wanted
}

// unmarked returns what build does without marking or reporting words.
func (q *quoteText) unmarked(build func() index.Expr) index.Expr {
	before := q.excluded
	q.excluded = true
	defer func() { q.excluded = before }()
	return build()
}

// subjectClause returns the clause for groups that belong together: each of the words in any
// of its places, or one of the alternatives in one place.
func (q *quoteText) subjectClause(groups []indonesian.Group, same []indonesian.Alternative) clause {
	words := make([]index.Expr, len(groups))
	spelt := make([]index.Expr, len(groups))
	widens := false
	for i, g := range groups {
		words[i] = q.word(g)
		spelt[i] = words[i]
		if s := q.spelt(g, []textField{{spelt: index.FieldSpeakerSpelt}}); s != nil {
			spelt[i], widens = index.Best{words[i], index.Weigh{Of: s, Boost: q.weights.Subject.Speaker * q.weights.Spelt}}, true
		}
	}
	var others []index.Expr
	for _, a := range same {
		others = append(others, q.alternativeInPlaces(a, float64(len(groups)))...)
	}
	if len(groups) > 1 {
		others = append(others, q.topics(wordsOfGroups(groups), float64(len(groups)))...)
	}
	out := clause{want: index.BestOf(append([]index.Expr{index.AllOf(words)}, others...))}
	if widens {
		out.spelt = index.BestOf(append([]index.Expr{index.AllOf(spelt)}, others...))
	}
	out.initial = len(groups) == 1 && isInitial(groups[0])
	if same == nil && !slices.ContainsFunc(groups, func(g indonesian.Group) bool { return q.nameLike[g.Parts[0].Surface] }) {
		q.correctable(groups)
	}
	return out
}

func wordsOfGroups(groups []indonesian.Group) []string {
	var words []string
	for _, g := range groups {
		words = append(words, g.Words()...)
	}
	return words
}

// word returns the expression for one group in its places.
func (q *quoteText) word(g indonesian.Group) index.Expr {
	var ways []index.Expr
	for i, p := range q.places() {
		in := func() index.Expr { return q.group(g, []textField{p.field}) }
		if i > 0 { // the words are marked and reported once
			ways = append(ways, index.Weigh{Of: q.unmarked(in), Boost: p.weight})
			continue
		}
		ways = append(ways, index.Weigh{Of: in(), Boost: p.weight})
	}
	ways = append(ways, q.topics(g.Words(), 1)...)
	surface := g.Parts[0].Surface
	if keys := q.softKeys[surface]; len(keys) > 0 {
		ways = append(ways, index.Weigh{Of: keysOf(index.KeyOfficial, keys), Boost: q.weights.Subject.Speaker})
	}
	if len(q.wholeKeys) > 0 {
		ways = append(ways, index.Weigh{Of: keysOf(index.KeyOfficial, q.wholeKeys), Boost: q.weights.Person.Speaks})
	}
	if q.eventYears[surface] {
		ways = append(ways, index.Weigh{Of: dockeys.Date(index.Quotes, false, surface), Boost: q.weights.Subject.Topic})
	}
	best := index.Expr(index.Best(ways))
	if q.weights.Subject.Within == 0 {
		return best
	}
	return index.Prefer{Want: best, More: []index.Expr{q.unmarked(func() index.Expr { return q.within(g) })}}
}

// within returns the expression that orders the quotes that have a group.
func (q *quoteText) within(g indonesian.Group) index.Expr {
	w, quote := q.weights.Subject.Within, q.weights.Quote
	return q.group(g, []textField{{forms: index.FieldQuote, roots: index.FieldQuoteRoot, weights: FieldWeights{Form: w * quote.Form, Family: w * quote.Family}}})
}

// alternativeInPlaces returns an alternative in each of the places, for so many words.
func (q *quoteText) alternativeInPlaces(a indonesian.Alternative, words float64) []index.Expr {
	weight := words * q.alternativeWeight(a)
	var ways []index.Expr
	for i, p := range q.places() {
		in := func() index.Expr { return q.alternative(a, 1, []textField{p.field}) }
		if i > 0 {
			ways = append(ways, index.Weigh{Of: q.unmarked(in), Boost: weight * p.weight})
			continue
		}
		ways = append(ways, index.Weigh{Of: in(), Boost: weight * p.weight})
	}
	if a.Root == "" {
		ways = append(ways, q.topics(a.Words, weight)...)
	}
	return ways
}

// topics returns the expression for the topics that words name, none if they name none.
func (q *quoteText) topics(words []string, weight float64) []index.Expr {
	if len(words) == 1 && (len(words[0]) < minSpelt || indonesian.Stop(words[0])) {
		return nil
	}
	ids := labels.TopicsNamed(strings.Join(words, " "), words)
	if len(ids) == 0 {
		roots := make([]string, len(words))
		for i, word := range words {
			roots[i] = indonesian.StemString(word)
		}
		if ids = labels.TopicsNamed(strings.Join(roots, " "), roots); len(ids) == 0 {
			return nil
		}
	}
	if !q.excluded {
		q.out.Subject.Topics = append(q.out.Subject.Topics, ids...)
	}
	return []index.Expr{index.Weigh{Of: keysOf(index.KeyTopic, ids), Boost: weight * q.weights.Subject.Topic}}
}

// marking adds to the subject what build marks.
func (q *quoteText) marking(build func()) {
	before := q.out.Marks
	build()
	m, s := &q.out.Marks, &q.out.Subject.Marks
	s.Forms = append(s.Forms, m.Forms[len(before.Forms):]...)
	s.Roots = append(s.Roots, m.Roots[len(before.Roots):]...)
	s.Prefixes = append(s.Prefixes, m.Prefixes[len(before.Prefixes):]...)
	s.Phrases = append(s.Phrases, m.Phrases[len(before.Phrases):]...)
}
