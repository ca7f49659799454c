package understand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/query"
)

// A textField is a place where words are looked for: a field of forms with the fields of its
// roots, of its names as they are heard, and of all names in the document as they are heard;
// empty where it has none.
type textField struct {
	forms, roots, spelt, named string
	partOf                     [2]string // the fields of forms and of roots that roots is a part of, see index.Term.RareIn
	loose                      bool      // without positions: the words of a phrase stand anywhere in it
	weights                    FieldWeights
}

// fields returns the places where words are looked for in the kind of documents that is asked for.
func (u *understander) fields() []textField {
	if u.of == index.Quotes {
		return append(u.quoteFields(), textField{forms: index.FieldSpeaker, spelt: index.FieldSpeakerSpelt, named: index.FieldSpeakerSpelt, weights: FieldWeights{Form: u.weights.Name}})
	}
	list := append(u.titleFields(), textField{forms: index.FieldBody, roots: index.FieldBodyRoot, named: index.FieldNames, weights: u.weights.Body})
	if w := u.weights.Opening; w > 0 {
		list = append(list, textField{roots: index.FieldOpening, partOf: [2]string{index.FieldBody, index.FieldBodyRoot}, weights: FieldWeights{Family: w}})
	}
	return append(list, textField{forms: index.FieldPeople, spelt: index.FieldPeopleSpelt, weights: FieldWeights{Form: u.weights.Name}})
}

func (u *understander) titleFields() []textField {
	title := textField{forms: index.FieldTitle, roots: index.FieldTitleRoot, weights: u.weights.Title}
	if u.manyWords {
		title.partOf = [2]string{index.FieldBody, index.FieldBodyRoot}
	}
	return []textField{title}
}

func (u *understander) quoteFields() []textField {
	return []textField{{forms: index.FieldQuote, roots: index.FieldQuoteRoot, weights: u.weights.Quote}}
}

// words returns the clauses of plain words. Stop words beside other words are optional: they
// only add to the score.
func (u *understander) words(text string) []clause { return u.wordsIn(text, u.fields()) }

// wordsIn is words, in some fields.
func (u *understander) wordsIn(text string, fields []textField) []clause {
	typed := u.respell(text)
	text, groups := typed.text, typed.groups
	alternatives := indonesian.Glossary().Alternatives(groups)
	starts := make([]int, len(groups)+1) // of each group, in parts
	for i, g := range groups {
		starts[i+1] = starts[i] + len(g.Parts)
	}
	u.addPairs(groups)
	heard := u.heardNames(text, groups, fields)
	var wanted []clause
	var optional []index.Expr
	for i := 0; i < len(groups); {
		span, same := u.spanAt(i, groups, starts, alternatives)
		marks, terms := u.out.Marks, u.out.Summary.Terms
		c := u.clause(groups[i:i+span], same, fields)
		switch around := u.around[groups[i].Parts[0].Surface]; {
		case span > 1:
		case heard != nil && heard[i] != nil:
			c = c.or(heard[i])
		case around != nil && groups[i].Whole == nil:
			c = c.or(around)
		}
		if span == 1 {
			c.name = u.isOfName(groups[i])
			for _, way := range u.joined(groups, i, fields) {
				c = c.or(way)
			}
		}
		if groups[i].Stop && span == 1 {
			if !stands(groups[:i], groups[i]) {
				optional = append(optional, c.want)
			}
			u.out.Marks, u.out.Summary.Terms = marks, terms // hits are not searched for it
		} else {
			wanted = append(wanted, c)
			u.note(typed.summary(groups[i:i+span], same))
		}
		i += span
	}
	if len(wanted) > 0 && len(optional) > 0 {
		wanted[0].bare = wanted[0].want
		wanted[0].want = index.Prefer{Want: wanted[0].want, More: optional}
	}
	return wanted
}

// stands reports whether one of the groups is the same word as another.
func stands(groups []indonesian.Group, word indonesian.Group) bool {
	return slices.ContainsFunc(groups, func(g indonesian.Group) bool { return slices.Equal(g.Words(), word.Words()) })
}

// addPairs records the words that stand side by side.
func (u *understander) addPairs(groups []indonesian.Group) {
	if u.excluded {
		return
	}
	last := ""
	for _, g := range groups {
		if g.Stop && u.asked {
			last = ""
			continue
		}
		for _, word := range g.Words() {
			if last != "" {
				u.pairs = append(u.pairs, []string{last, word})
			}
			last = word
		}
	}
}

// spanAt returns the number of groups, from i on, that the longest alternatives replace, and
// these alternatives; one group and none if there are no alternatives.
func (u *understander) spanAt(i int, groups []indonesian.Group, starts []int, alternatives []indonesian.Alternative) (int, []indonesian.Alternative) {
	span := 1
	var same []indonesian.Alternative
	for _, a := range alternatives {
		if a.Start != starts[i] || u.alternativeWeight(a) == 0 || slices.Contains(u.weights.Everywhere, groups[i].Parts[0].Surface) {
			continue
		}
		end, whole := slices.BinarySearch(starts, a.End)
		if !whole || end-i < span {
			continue
		}
		if end-i > span {
			span, same = end-i, nil
		}
		same = append(same, a)
	}
	return span, same
}

// alternativeWeight returns the weight of a, 0 if it is not searched. Of the weak ones only
// acronyms and their long forms are.
func (u *understander) alternativeWeight(a indonesian.Alternative) float64 {
	switch {
	case !a.Weak:
		return u.weights.Alternative
	case a.Source == indonesian.Acronymic:
		return u.weights.Loose
	default:
		return 0
	}
}

// clause returns the clause for groups that belong together: the words or one of their
// alternatives, whichever scores higher.
func (u *understander) clause(groups []indonesian.Group, same []indonesian.Alternative, fields []textField) clause {
	parts := make([]index.Expr, len(groups))
	spelt := make([]index.Expr, len(groups))
	widens := false
	for i, g := range groups {
		parts[i] = u.group(g, fields)
		spelt[i] = parts[i]
		if s := u.spelt(g, fields); s != nil {
			spelt[i], widens = index.Any{parts[i], s}, true
		}
	}
	var others []index.Expr
	for _, a := range same {
		others = append(others, u.alternative(a, len(groups), fields))
	}
	out := clause{want: index.BestOf(append([]index.Expr{index.AllOf(parts)}, others...))}
	if widens {
		out.spelt = index.BestOf(append([]index.Expr{index.AllOf(spelt)}, others...))
	}
	out.initial = len(groups) == 1 && isInitial(groups[0])
	if same == nil {
		u.correctable(groups)
	}
	return out
}

// isInitial reports whether a group is a single letter.
func isInitial(g indonesian.Group) bool { return utf8.RuneCountInString(g.Parts[0].Surface) == 1 }

// correctable records the words that may have a typing error.
func (u *understander) correctable(groups []indonesian.Group) {
	for _, g := range groups {
		if !u.excluded && g.Whole == nil && g.Parts[0].Kind <= indonesian.Acronym {
			u.out.Correctable = append(u.out.Correctable, g.Parts[0].Surface)
		}
	}
}

// withAlternative appends the words of an alternative to the summary of a clause, unless they
// are weak, another spelling, or differ in spaces alone.
func withAlternative(summary []string, a indonesian.Alternative) []string {
	text := strings.Join(a.Words, " ")
	if a.Root != "" || a.Weak || a.Source == indonesian.Spelling || slices.ContainsFunc(summary, func(s string) bool { return glued(s) == glued(text) }) {
		return summary
	}
	return append(summary, text)
}

// alternative returns the expression for an alternative of some words typed. It counts as much as
// the words that it stands for: a short form as all of them, a phrase as all of its own.
func (u *understander) alternative(a indonesian.Alternative, typed int, fields []textField) index.Expr {
	weight := u.alternativeWeight(a)
	switch {
	case a.Root != "":
		return u.term(indonesian.Term{Root: a.Root}, fields, weight)
	case len(a.Words) == 1:
		if a.Source == indonesian.Acronymic && !a.Weak {
			weight *= float64(typed)
		}
		return u.term(indonesian.Term{Surface: a.Words[0], Root: indonesian.StemString(a.Words[0])}, fields, weight)
	default:
		return u.phraseIn(a.Words, fields, weight)
	}
}

// glued removes spaces, in which spellings of one word differ.
func glued(text string) string { return strings.ReplaceAll(text, " ", "") }

// group returns the expression for one group: a word, or a compound and its parts.
func (u *understander) group(g indonesian.Group, fields []textField) index.Expr {
	if g.Whole == nil {
		weight := 1.0
		if u.asked && knownQuestions().isLight(g.Parts[0].Surface) {
			weight = u.weights.Light
		}
		return u.term(g.Parts[0], fields, weight)
	}
	var parts []index.Expr
	for _, t := range g.Parts {
		if t.Role != indonesian.Prefix {
			parts = append(parts, u.term(t, fields, 1))
		}
	}
	whole := u.term(*g.Whole, fields, 1)
	if parts == nil {
		return whole
	}
	return index.Any{whole, index.AllOf(parts)}
}

// minSpelt is the minimum length in bytes of a word that is searched as a name in another
// spelling.
const minSpelt = 3

// spelt returns the expression for a word as part of a name in another spelling, nil if it
// cannot be one.
func (u *understander) spelt(g indonesian.Group, fields []textField) index.Expr {
	word := g.Parts[0].Surface
	if u.weights.Spelt == 0 || g.Whole != nil || g.Stop || g.Parts[0].Kind > indonesian.Acronym || len(word) < minSpelt {
		return nil
	}
	var ways []index.Expr
	for _, f := range fields {
		if f.spelt != "" {
			ways = append(ways, index.Term{Field: f.spelt, Text: indonesian.Sound(word), Boost: u.weights.Spelt})
		}
	}
	if ways == nil {
		return nil
	}
	return index.AnyOf(ways)
}

// term returns the expression for one word: any form of its root matches, and the form as
// typed adds to the score.
func (u *understander) term(t indonesian.Term, fields []textField, weight float64) index.Expr {
	var ways []index.Expr
	for _, f := range fields {
		if f.forms == "" {
			way := index.Term{Field: f.roots, Text: t.Surface, Boost: weight * f.weights.Family, RareIn: f.partOf[0]}
			if t.Root != "" {
				way.Text, way.RareIn = t.Root, f.partOf[1]
			}
			ways = append(ways, way)
			continue
		}
		if t.Root != "" && f.roots != "" {
			ways = append(ways, index.Term{Field: f.roots, Text: t.Root, Boost: weight * f.weights.Family, RareIn: f.partOf[1]})
		}
		if t.Surface != "" {
			ways = append(ways, index.Term{Field: f.forms, Text: t.Surface, Boost: weight * f.weights.Form, RareIn: f.partOf[0]})
		}
	}
	if !u.excluded {
		if t.Root != "" {
			u.out.Marks.Roots = append(u.out.Marks.Roots, t.Root)
		}
		if t.Surface != "" {
			u.out.Marks.Forms = append(u.out.Marks.Forms, t.Surface)
			u.out.Summary.Terms = append(u.out.Summary.Terms, t.Surface)
		}
	}
	return index.AnyOf(ways)
}

// phrase returns the expression for exactly the words of text, side by side.
func (u *understander) phrase(text string) []index.Expr { return u.exactly(text, u.fields()) }

// exactly returns the expression for the words of text, side by side, in some fields.
func (u *understander) exactly(text string, fields []textField) []index.Expr {
	words := u.chain(text)
	if words == nil {
		return nil
	}
	u.note(`"` + strings.Join(words, " ") + `"`)
	return []index.Expr{u.phraseIn(words, fields, 1)}
}

// phraseIn returns the expression for words side by side in one of the fields.
func (u *understander) phraseIn(words []string, fields []textField, weight float64) index.Expr {
	var ways []index.Expr
	for _, f := range fields {
		if f.forms == index.FieldPeople || f.forms == "" && !f.loose {
			continue // people have the fullest form of a name, and openings have no positions; the text has both
		}
		boost := weight * (f.weights.Form + f.weights.Family)
		switch {
		case f.loose:
			ways = append(ways, looseIn(f, words, boost))
		case len(words) == 1:
			ways = append(ways, index.Term{Field: f.forms, Text: words[0], Boost: boost})
		default:
			ways = append(ways, index.Phrase{Field: f.forms, Terms: words, Boost: boost})
		}
	}
	if !u.excluded {
		u.out.Marks.Phrases = append(u.out.Marks.Phrases, words)
		u.out.Summary.Terms = append(u.out.Summary.Terms, strings.Join(words, " "))
	}
	return index.AnyOf(ways)
}

// looseIn returns the expression for all of the words anywhere in a field.
func looseIn(f textField, words []string, boost float64) index.Expr {
	all := make(index.All, len(words))
	for i, word := range words {
		if f.forms != "" {
			all[i] = index.Term{Field: f.forms, Text: word, Boost: boost}
		} else {
			all[i] = index.Term{Field: f.roots, Text: indonesian.StemString(word), Boost: boost}
		}
	}
	return index.AllOf(all)
}

// minPrefix is the minimum number of letters of a prefix; a shorter one is read as a word.
const minPrefix = 2

// prefix returns the expression for words that begin with w.
func (u *understander) prefix(w query.Word) []index.Expr {
	groups := u.analyzer.Query(w.Text)
	if len(groups) != 1 || groups[0].Whole != nil || len([]rune(groups[0].Parts[0].Surface)) < minPrefix {
		return u.operand(query.Word{Text: w.Text})
	}
	text := groups[0].Parts[0].Surface
	var ways []index.Expr
	for _, f := range u.fields() {
		if f.forms == "" {
			continue
		}
		ways = append(ways, index.Prefix{Field: f.forms, Text: text, Boost: f.weights.Form})
	}
	u.note(text + "*")
	if !u.excluded {
		u.out.Marks.Prefixes = append(u.out.Marks.Prefixes, text)
	}
	return []index.Expr{index.AnyOf(ways)}
}
