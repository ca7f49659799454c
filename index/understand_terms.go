package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index/query"
)

// A searched is a field of forms with that of its roots and that of its names
// in one spelling, empty where it has none.
type searched struct {
	forms, roots, spelt string
	weights             FieldWeights
}

// fields are where a word is looked for, with its weight there.
func (u *understander) fields() []searched {
	if u.of == Quotes {
		return append(u.saidFields(), searched{forms: FieldSpeaker, spelt: FieldSpeakerSpelt, weights: FieldWeights{Form: u.weights.Name}})
	}
	list := append(u.titleFields(), searched{forms: FieldBody, roots: FieldBodyRoot, weights: u.weights.Body})
	return append(list, searched{forms: FieldPeople, spelt: FieldPeopleSpelt, weights: FieldWeights{Form: u.weights.Name}})
}

func (u *understander) titleFields() []searched {
	return []searched{{forms: FieldTitle, roots: FieldTitleRoot, weights: u.weights.Title}}
}

func (u *understander) saidFields() []searched {
	return []searched{{forms: FieldQuote, roots: FieldQuoteRoot, weights: u.weights.Quote}}
}

// words returns a unit for each thing in a run of plain words. Stop words beside
// others are not wanted: they only weigh.
func (u *understander) words(text string) []unit { return u.wordsIn(text, u.fields()) }

func (u *understander) wordsIn(text string, fields []searched) []unit {
	groups := u.analyzer.Query(text)
	alternatives := indonesian.Glossary().Alternatives(groups)
	starts := make([]int, len(groups)+1) // of each group in the chain
	for i, g := range groups {
		starts[i+1] = starts[i] + len(g.Parts)
	}
	u.pairUp(groups)
	var wanted []unit
	var weighs []Expr
	for i := 0; i < len(groups); {
		span, same := u.spanAt(i, groups, starts, alternatives)
		unit, said := u.unit(groups[i:i+span], same, fields)
		if groups[i].Stop && span == 1 {
			weighs = append(weighs, unit.want)
		} else {
			wanted = append(wanted, unit)
			u.say(said)
		}
		i += span
	}
	if len(wanted) > 0 && len(weighs) > 0 {
		wanted[0].want = Prefer{wanted[0].want, weighs}
	}
	return wanted
}

// pairUp notes the words that stand side by side.
func (u *understander) pairUp(groups []indonesian.Group) {
	if u.quiet {
		return
	}
	last := ""
	for _, g := range groups {
		for _, word := range g.Words() {
			if last != "" {
				u.pairs = append(u.pairs, []string{last, word})
			}
			last = word
		}
	}
}

// spanAt returns how many groups, from i on, the longest alternatives stand for,
// and those; one group and none where there are no such. Of the looser ones only
// acronyms and their long forms are among them.
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

// alternativeWeight returns what a weighs; 0 where it is not looked for.
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

// unit returns what groups that belong together want, and how to say it: the
// words, or what may stand in their place, whichever weighs more.
func (u *understander) unit(groups []indonesian.Group, same []indonesian.Alternative, fields []searched) (unit, string) {
	parts := make([]Expr, len(groups))
	spelt := make([]Expr, len(groups))
	names := make([]string, len(groups))
	widens := false
	for i, g := range groups {
		parts[i] = u.group(g, fields)
		spelt[i] = parts[i]
		if s := u.spelt(g, fields); s != nil {
			spelt[i], widens = Any{parts[i], s}, true
		}
		names[i] = g.Parts[0].Root
		if len(groups) > 1 || names[i] == "" || g.Whole != nil {
			names[i] = strings.Join(g.Words(), " ")
		}
	}
	said := []string{strings.Join(names, " ")}
	var others []Expr
	for _, a := range same {
		weight := u.alternativeWeight(a)
		if a.Root != "" {
			others = append(others, u.term(indonesian.Term{Root: a.Root}, fields, weight))
			continue
		}
		if text := strings.Join(a.Words, " "); !a.Weak && !slices.ContainsFunc(said, func(s string) bool { return glued(s) == glued(text) }) {
			said = append(said, text)
		}
		if len(a.Words) == 1 {
			root := indonesian.StemString(a.Words[0])
			others = append(others, u.term(indonesian.Term{Surface: a.Words[0], Root: root}, fields, weight))
		} else {
			// One word was typed: a phrase weighs as one of its words does.
			others = append(others, u.phraseIn(a.Words, fields, weight/float64(len(a.Words))))
		}
	}
	out := unit{want: bestOf(append([]Expr{allOf(parts)}, others...))}
	if widens {
		out.spelt = bestOf(append([]Expr{allOf(spelt)}, others...))
	}
	out.initial = len(groups) == 1 && utf8.RuneCountInString(groups[0].Parts[0].Surface) == 1
	if same == nil && !u.quiet {
		for _, g := range groups {
			if g.Whole == nil && g.Parts[0].Kind <= indonesian.Acronym {
				u.out.loose = append(u.out.loose, g.Parts[0].Surface)
			}
		}
	}
	return out, strings.Join(said, " | ")
}

// glued takes out the spaces: another spelling is no other meaning.
func glued(text string) string { return strings.ReplaceAll(text, " ", "") }

// group returns the expression for one thing that was typed.
func (u *understander) group(g indonesian.Group, fields []searched) Expr {
	if g.Whole == nil {
		return u.term(g.Parts[0], fields, 1)
	}
	var parts []Expr
	for _, t := range g.Parts {
		if t.Role != indonesian.Prefix {
			parts = append(parts, u.term(t, fields, 1))
		}
	}
	whole := u.term(*g.Whole, fields, 1)
	if parts == nil {
		return whole
	}
	return Any{whole, allOf(parts)}
}

// minSpelt is the fewest letters that a word must have to be taken for a name in
// another spelling.
const minSpelt = 3

// spelt returns the expression for a word as part of a name that is spelt
// otherwise; nil where it cannot be one.
func (u *understander) spelt(g indonesian.Group, fields []searched) Expr {
	word := g.Parts[0].Surface
	if u.weights.Spelt == 0 || g.Whole != nil || g.Stop || g.Parts[0].Kind > indonesian.Acronym || len(word) < minSpelt {
		return nil
	}
	var ways []Expr
	for _, f := range fields {
		if f.spelt != "" {
			ways = append(ways, Term{f.spelt, indonesian.Skeleton(word), u.weights.Spelt})
		}
	}
	if ways == nil {
		return nil
	}
	return anyOf(ways)
}

// term returns the expression for one word: its family is wanted, its form
// weighs more.
func (u *understander) term(t indonesian.Term, fields []searched, weight float64) Expr {
	var ways []Expr
	for _, f := range fields {
		if t.Root != "" && f.roots != "" {
			ways = append(ways, Term{f.roots, t.Root, weight * f.weights.Family})
		}
		if t.Surface != "" {
			ways = append(ways, Term{f.forms, t.Surface, weight * f.weights.Form})
		}
	}
	if !u.quiet {
		if t.Root != "" {
			u.out.marks.Roots = append(u.out.marks.Roots, t.Root)
		}
		if t.Surface != "" {
			u.out.marks.Forms = append(u.out.marks.Forms, t.Surface)
			u.out.said.Terms = append(u.out.said.Terms, t.Surface)
		}
	}
	return anyOf(ways)
}

// phrase returns the expression for exactly these words.
func (u *understander) phrase(text string) []Expr { return u.exactly(text, u.fields()) }

func (u *understander) exactly(text string, fields []searched) []Expr {
	words := u.chain(text)
	if words == nil {
		return nil
	}
	u.say(`"` + strings.Join(words, " ") + `"`)
	return []Expr{u.phraseIn(words, fields, 1)}
}

func (u *understander) phraseIn(words []string, fields []searched, weight float64) Expr {
	var ways []Expr
	for _, f := range fields {
		if f.forms == FieldPeople {
			continue // the text has the name that was typed, the field the fullest one
		}
		boost := weight * (f.weights.Form + f.weights.Family)
		if len(words) == 1 {
			ways = append(ways, Term{f.forms, words[0], boost})
		} else {
			ways = append(ways, Phrase{f.forms, words, boost})
		}
	}
	if !u.quiet {
		u.out.marks.Phrases = append(u.out.marks.Phrases, words)
		u.out.said.Terms = append(u.out.said.Terms, strings.Join(words, " "))
	}
	return anyOf(ways)
}

// minPrefix is the fewest letters that a beginning must have; with fewer it is
// read as a word.
const minPrefix = 2

func (u *understander) prefix(w query.Word) []Expr {
	groups := u.analyzer.Query(w.Text)
	if len(groups) != 1 || groups[0].Whole != nil || len([]rune(groups[0].Parts[0].Surface)) < minPrefix {
		return u.operand(query.Word{Text: w.Text})
	}
	text := groups[0].Parts[0].Surface
	var ways []Expr
	for _, f := range u.fields() {
		ways = append(ways, Prefix{f.forms, text, f.weights.Form})
	}
	u.say(text + "*")
	if !u.quiet {
		u.out.marks.Prefixes = append(u.out.marks.Prefixes, text)
	}
	return []Expr{anyOf(ways)}
}
