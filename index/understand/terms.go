package understand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index"
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
	if u.of == index.Quotes {
		return append(u.saidFields(), searched{forms: index.FieldSpeaker, spelt: index.FieldSpeakerSpelt, weights: FieldWeights{Form: u.weights.Name}})
	}
	list := append(u.titleFields(), searched{forms: index.FieldBody, roots: index.FieldBodyRoot, weights: u.weights.Body})
	return append(list, searched{forms: index.FieldPeople, spelt: index.FieldPeopleSpelt, weights: FieldWeights{Form: u.weights.Name}})
}

func (u *understander) titleFields() []searched {
	return []searched{{forms: index.FieldTitle, roots: index.FieldTitleRoot, weights: u.weights.Title}}
}

func (u *understander) saidFields() []searched {
	return []searched{{forms: index.FieldQuote, roots: index.FieldQuoteRoot, weights: u.weights.Quote}}
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
	var weighs []index.Expr
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
		wanted[0].want = index.Prefer{Want: wanted[0].want, More: weighs}
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
	parts := make([]index.Expr, len(groups))
	spelt := make([]index.Expr, len(groups))
	names := make([]string, len(groups))
	widens := false
	for i, g := range groups {
		parts[i] = u.group(g, fields)
		spelt[i] = parts[i]
		if s := u.spelt(g, fields); s != nil {
			spelt[i], widens = index.Any{parts[i], s}, true
		}
		names[i] = g.Parts[0].Root
		if len(groups) > 1 || names[i] == "" || g.Whole != nil {
			names[i] = strings.Join(g.Words(), " ")
		}
	}
	said := []string{strings.Join(names, " ")}
	var others []index.Expr
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
	out := unit{want: index.BestOf(append([]index.Expr{index.AllOf(parts)}, others...))}
	if widens {
		out.spelt = index.BestOf(append([]index.Expr{index.AllOf(spelt)}, others...))
	}
	out.initial = len(groups) == 1 && utf8.RuneCountInString(groups[0].Parts[0].Surface) == 1
	if same == nil && !u.quiet {
		for _, g := range groups {
			if g.Whole == nil && g.Parts[0].Kind <= indonesian.Acronym {
				u.out.Loose = append(u.out.Loose, g.Parts[0].Surface)
			}
		}
	}
	return out, strings.Join(said, " | ")
}

// glued takes out the spaces: another spelling is no other meaning.
func glued(text string) string { return strings.ReplaceAll(text, " ", "") }

// group returns the expression for one thing that was typed.
func (u *understander) group(g indonesian.Group, fields []searched) index.Expr {
	if g.Whole == nil {
		return u.term(g.Parts[0], fields, 1)
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

// minSpelt is the fewest letters that a word must have to be taken for a name in
// another spelling.
const minSpelt = 3

// spelt returns the expression for a word as part of a name that is spelt
// otherwise; nil where it cannot be one.
func (u *understander) spelt(g indonesian.Group, fields []searched) index.Expr {
	word := g.Parts[0].Surface
	if u.weights.Spelt == 0 || g.Whole != nil || g.Stop || g.Parts[0].Kind > indonesian.Acronym || len(word) < minSpelt {
		return nil
	}
	var ways []index.Expr
	for _, f := range fields {
		if f.spelt != "" {
			ways = append(ways, index.Term{Field: f.spelt, Text: indonesian.Skeleton(word), Boost: u.weights.Spelt})
		}
	}
	if ways == nil {
		return nil
	}
	return index.AnyOf(ways)
}

// term returns the expression for one word: its family is wanted, its form
// weighs more.
func (u *understander) term(t indonesian.Term, fields []searched, weight float64) index.Expr {
	var ways []index.Expr
	for _, f := range fields {
		if t.Root != "" && f.roots != "" {
			ways = append(ways, index.Term{Field: f.roots, Text: t.Root, Boost: weight * f.weights.Family})
		}
		if t.Surface != "" {
			ways = append(ways, index.Term{Field: f.forms, Text: t.Surface, Boost: weight * f.weights.Form})
		}
	}
	if !u.quiet {
		if t.Root != "" {
			u.out.Marks.Roots = append(u.out.Marks.Roots, t.Root)
		}
		if t.Surface != "" {
			u.out.Marks.Forms = append(u.out.Marks.Forms, t.Surface)
			u.out.Said.Terms = append(u.out.Said.Terms, t.Surface)
		}
	}
	return index.AnyOf(ways)
}

// phrase returns the expression for exactly these words.
func (u *understander) phrase(text string) []index.Expr { return u.exactly(text, u.fields()) }

func (u *understander) exactly(text string, fields []searched) []index.Expr {
	words := u.chain(text)
	if words == nil {
		return nil
	}
	u.say(`"` + strings.Join(words, " ") + `"`)
	return []index.Expr{u.phraseIn(words, fields, 1)}
}

func (u *understander) phraseIn(words []string, fields []searched, weight float64) index.Expr {
	var ways []index.Expr
	for _, f := range fields {
		if f.forms == index.FieldPeople {
			continue // the text has the name that was typed, the field the fullest one
		}
		boost := weight * (f.weights.Form + f.weights.Family)
		if len(words) == 1 {
			ways = append(ways, index.Term{Field: f.forms, Text: words[0], Boost: boost})
		} else {
			ways = append(ways, index.Phrase{Field: f.forms, Terms: words, Boost: boost})
		}
	}
	if !u.quiet {
		u.out.Marks.Phrases = append(u.out.Marks.Phrases, words)
		u.out.Said.Terms = append(u.out.Said.Terms, strings.Join(words, " "))
	}
	return index.AnyOf(ways)
}

// minPrefix is the fewest letters that a beginning must have; with fewer it is
// read as a word.
const minPrefix = 2

func (u *understander) prefix(w query.Word) []index.Expr {
	groups := u.analyzer.Query(w.Text)
	if len(groups) != 1 || groups[0].Whole != nil || len([]rune(groups[0].Parts[0].Surface)) < minPrefix {
		return u.operand(query.Word{Text: w.Text})
	}
	text := groups[0].Parts[0].Surface
	var ways []index.Expr
	for _, f := range u.fields() {
		ways = append(ways, index.Prefix{Field: f.forms, Text: text, Boost: f.weights.Form})
	}
	u.say(text + "*")
	if !u.quiet {
		u.out.Marks.Prefixes = append(u.out.Marks.Prefixes, text)
	}
	return []index.Expr{index.AnyOf(ways)}
}
