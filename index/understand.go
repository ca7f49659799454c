package index

import (
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/highlight"
	"warta/index/query"
)

// The weights of the fields: a title says more than a body, and the form that
// was typed more than its family, to which it belongs too.
const (
	weighTitle     = 1.5
	weighTitleRoot = 2.5
	weighBody      = 0.7
	weighBodyRoot  = 1
	weighSpeaker   = 1
	// weighAlternative is what another word for the same weighs against the word
	// that was typed.
	weighAlternative = 0.7
)

// An understanding of a query is what it asks of an engine and what it says to people.
type understanding struct {
	all   Expr // nil where nothing was asked
	any   Expr // nil where it would be the same
	said  Understood
	marks highlight.Terms
}

// An understander works out what the words of a query mean. It is not for two
// goroutines at once.
type understander struct {
	of       Of
	analyzer indonesian.Analyzer
	out      understanding
	units    []Expr // what was typed as words
	fixed    []Expr // what is never widened: phrases, fields, exclusions
	quiet    bool   // inside an exclusion: nothing to mark or to say
}

// understand reads the text of a query.
func understand(of Of, text string) understanding {
	parsed := query.Parse(text, query.Bounds{Words: MaxWords, Bytes: MaxText})
	u := &understander{of: of}
	u.out.said = Understood{Text: text, Mode: "none", Understood: []string{}, Terms: []string{}}
	switch {
	case parsed.CutWords:
		u.out.said.Dropped = fmt.Sprintf("hanya %d kata pertama yang dicari", MaxWords)
	case parsed.CutBytes:
		u.out.said.Dropped = fmt.Sprintf("hanya %d huruf pertama yang dicari", MaxText)
	}
	var run []string // plain words that stand side by side
	flush := func() {
		u.units = append(u.units, u.words(strings.Join(run, " "))...)
		run = nil
	}
	for _, n := range parsed.And {
		if w, ok := n.(query.Word); ok && !w.Prefix {
			run = append(run, w.Text)
			continue
		}
		flush()
		u.node(n)
	}
	flush()
	u.finish()
	return u.out
}

// finish puts the expressions together.
func (u *understander) finish() {
	if len(u.units)+len(u.fixed) == 0 {
		return
	}
	u.out.said.Mode = "all"
	u.out.all = allOf(slices.Concat(u.units, u.fixed))
	if len(u.units) > 1 {
		u.out.any = allOf(append([]Expr{Any(u.units)}, u.fixed...))
	}
	if len(u.units) == 0 && !slices.ContainsFunc(u.fixed, positive) {
		u.out.all = allOf(append([]Expr{Everything{}}, u.fixed...))
	}
}

func positive(e Expr) bool {
	_, not := e.(Not)
	return !not
}

func allOf(parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	return All(parts)
}

func anyOf(parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	return Any(parts)
}

// node reads anything but a plain word between words.
func (u *understander) node(n query.Node) {
	switch n := n.(type) {
	case query.Or:
		var parts []Expr
		for _, part := range n {
			parts = append(parts, u.operand(part)...)
		}
		if parts != nil {
			u.fixed = append(u.fixed, anyOf(parts))
		}
	case query.Not:
		u.quiet = true
		parts := u.operand(n.Of)
		u.quiet = false
		if parts != nil {
			u.fixed = append(u.fixed, Not{allOf(parts)})
			u.say("-" + n.Of.String())
		}
	case query.Word: // of which only the beginning was typed
		u.units = append(u.units, u.operand(n)...)
	case query.Phrase, query.Field, query.And:
		u.fixed = append(u.fixed, u.operand(n)...)
	}
}

// operand returns what n asks for as one expression, or none where there is
// nothing in it.
func (u *understander) operand(n query.Node) []Expr {
	switch n := n.(type) {
	case query.Word:
		if n.Prefix {
			return u.prefix(n)
		}
		if parts := u.words(n.Text); parts != nil {
			return []Expr{allOf(parts)}
		}
	case query.Phrase:
		return u.phrase(n.Text)
	case query.Field:
		return u.field(n)
	case query.Not:
		quiet := u.quiet
		u.quiet = true
		parts := u.operand(n.Of)
		u.quiet = quiet
		if parts != nil {
			return []Expr{Not{allOf(parts)}}
		}
	case query.And, query.Or:
	}
	return nil
}

// fields are where a word is looked for, with its weight there.
func (u *understander) fields() []weighted {
	if u.of == Quotes {
		return quoteFields
	}
	return articleFields
}

// A weighted is a field of forms with that of its roots.
type weighted struct {
	forms, roots           string
	weighForms, weighRoots float64
}

var (
	articleFields = []weighted{
		{FieldTitle, FieldTitleRoot, weighTitle, weighTitleRoot},
		{FieldBody, FieldBodyRoot, weighBody, weighBodyRoot},
	}
	titleFields = articleFields[:1]
	quoteFields = []weighted{
		{FieldQuote, FieldQuoteRoot, weighBody, weighBodyRoot},
		{forms: FieldSpeaker, weighForms: weighSpeaker},
	}
	saidFields = quoteFields[:1]
)

// words returns an expression for each thing in a run of plain words. Stop
// words beside others are not wanted: they only weigh.
func (u *understander) words(text string) []Expr { return u.wordsIn(text, u.fields(), true) }

func (u *understander) wordsIn(text string, fields []weighted, widen bool) []Expr {
	groups := u.analyzer.Query(text)
	var alternatives []indonesian.Alternative
	if widen {
		alternatives = indonesian.Glossary().Alternatives(groups)
	}
	starts := make([]int, len(groups)+1) // of each group in the chain
	for i, g := range groups {
		starts[i+1] = starts[i] + len(g.Parts)
	}
	var wanted, weighs []Expr
	for i := 0; i < len(groups); {
		span, same := spanAt(i, starts, alternatives)
		unit, said := u.unit(groups[i:i+span], same, fields)
		if groups[i].Stop && span == 1 {
			weighs = append(weighs, unit)
		} else {
			wanted = append(wanted, unit)
			u.say(said)
		}
		i += span
	}
	if len(wanted) > 0 && len(weighs) > 0 {
		wanted[0] = Prefer{wanted[0], weighs}
	}
	return wanted
}

// spanAt returns how many groups, from i on, the longest sure alternatives
// stand for, and those; one group and none where there are no such.
func spanAt(i int, starts []int, alternatives []indonesian.Alternative) (int, []indonesian.Alternative) {
	span := 1
	var same []indonesian.Alternative
	for _, a := range alternatives {
		if a.Start != starts[i] || a.Weak {
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

// unit returns the expression for groups that belong together and for what may
// stand in their place, and how to say it.
func (u *understander) unit(groups []indonesian.Group, same []indonesian.Alternative, fields []weighted) (Expr, string) {
	parts := make([]Expr, len(groups))
	names := make([]string, len(groups))
	for i, g := range groups {
		parts[i] = u.group(g, fields)
		names[i] = g.Parts[0].Root
		if len(groups) > 1 || names[i] == "" || g.Whole != nil {
			names[i] = strings.Join(g.Words(), " ")
		}
	}
	ways := []Expr{allOf(parts)}
	said := []string{strings.Join(names, " ")}
	for _, a := range same {
		if a.Root != "" {
			ways = append(ways, u.term(indonesian.Term{Root: a.Root}, fields, weighAlternative))
			continue
		}
		if text := strings.Join(a.Words, " "); !slices.ContainsFunc(said, func(s string) bool { return glued(s) == glued(text) }) {
			said = append(said, text)
		}
		if len(a.Words) == 1 {
			root := indonesian.StemString(a.Words[0])
			ways = append(ways, u.term(indonesian.Term{Surface: a.Words[0], Root: root}, fields, weighAlternative))
		} else {
			ways = append(ways, u.phraseIn(a.Words, fields, weighAlternative))
		}
	}
	return anyOf(ways), strings.Join(said, " | ")
}

// glued takes out the spaces: another spelling is no other meaning.
func glued(text string) string { return strings.ReplaceAll(text, " ", "") }

// group returns the expression for one thing that was typed.
func (u *understander) group(g indonesian.Group, fields []weighted) Expr {
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

// term returns the expression for one word: its family is wanted, its form
// weighs more.
func (u *understander) term(t indonesian.Term, fields []weighted, weight float64) Expr {
	var ways []Expr
	for _, f := range fields {
		if t.Root != "" && f.roots != "" {
			ways = append(ways, Term{f.roots, t.Root, weight * f.weighRoots})
		}
		if t.Surface != "" {
			ways = append(ways, Term{f.forms, t.Surface, weight * f.weighForms})
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
func (u *understander) phrase(text string) []Expr {
	return u.exactly(text, u.fields())
}

func (u *understander) exactly(text string, fields []weighted) []Expr {
	var words []string
	for _, g := range u.analyzer.Query(text) {
		words = append(words, g.Words()...)
	}
	if words == nil {
		return nil
	}
	u.say(`"` + strings.Join(words, " ") + `"`)
	return []Expr{u.phraseIn(words, fields, 1)}
}

func (u *understander) phraseIn(words []string, fields []weighted, weight float64) Expr {
	var ways []Expr
	for _, f := range fields {
		boost := weight * (f.weighForms + f.weighRoots)
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
		ways = append(ways, Prefix{f.forms, text, f.weighForms})
	}
	u.say(text + "*")
	if !u.quiet {
		u.out.marks.Prefixes = append(u.out.marks.Prefixes, text)
	}
	return []Expr{anyOf(ways)}
}

// say adds to what is told of how the query was read.
func (u *understander) say(text string) {
	if !u.quiet && text != "" && !slices.Contains(u.out.said.Understood, text) {
		u.out.said.Understood = append(u.out.said.Understood, text)
	}
}
