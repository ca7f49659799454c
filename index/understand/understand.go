package understand

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/highlight"
	"warta/index/people"
	"warta/index/query"
)

// An Understanding of a query is what it asks of an engine and what it says to
// people.
type Understanding struct {
	// Steps are asked one after the other until one of them finds something. There
	// are none where nothing was asked.
	Steps []Step
	// Refine is what else weighs among the best hits.
	Refine index.Expr
	// Loose are the words that a typing error may be in, in the order typed.
	Loose []string
	Said  Understood
	Marks highlight.Terms
}

// A Step is one way to ask: the first wants everything that was typed.
type Step struct {
	Mode  string
	Where index.Expr
}

// The modes of an answer.
const (
	ModeNone = "none" // nothing was asked
	ModeAll  = "all"
	modeMost = "most" // all but one of three words or more, or but the period
	modeAny  = "any"
)

// A unit is one thing that is wanted.
type unit struct {
	want index.Expr
	// spelt also takes the words for a name that is spelt otherwise; nil where
	// that would be the same.
	spelt index.Expr
	// initial is set for one letter: of a name, it need not be written out.
	initial bool
	// period is set for a day, month or year.
	period bool
}

func (u unit) widest() index.Expr {
	if u.spelt != nil {
		return u.spelt
	}
	return u.want
}

// An understander works out what the words of a query mean. It is not for two
// goroutines at once.
type understander struct {
	of       index.Of
	weights  *Weights
	today    time.Time
	people   *people.Registry
	analyzer indonesian.Analyzer
	out      Understanding
	units    []unit       // what was typed as words
	fixed    []index.Expr // what is never widened: phrases, fields, exclusions
	pairs    [][]string
	quiet    bool   // inside an exclusion: nothing to mark or to say
	inside   bool   // people inside articles are looked for too
	alone    string // all that was typed, where it is one word
}

// Text reads the text of a query as somebody means it who types it today.
func Text(of index.Of, text string, weights *Weights, today time.Time, people *people.Registry, inside bool) Understanding {
	parsed := query.Parse(text, query.Bounds{Words: index.MaxWords, Bytes: index.MaxText})
	u := &understander{of: of, weights: weights, today: today, people: people, inside: inside}
	if words := strings.Fields(text); len(words) == 1 {
		u.alone = words[0]
	}
	u.out.Said = Understood{Text: text, Mode: ModeNone, Understood: []string{}, Terms: []string{}}
	switch {
	case parsed.CutWords:
		u.out.Said.Dropped = fmt.Sprintf("hanya %d kata pertama yang dicari", index.MaxWords)
	case parsed.CutBytes:
		u.out.Said.Dropped = fmt.Sprintf("hanya %d huruf pertama yang dicari", index.MaxText)
	}
	var run []string // plain words that stand side by side
	flush := func() {
		u.units = append(u.units, u.run(run)...)
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

// run reads plain words side by side: first the periods and offices that they
// name, then the words between.
func (u *understander) run(words []string) []unit {
	var units []unit
	var rest []string
	flush := func() {
		units = append(units, u.namedIn(strings.Join(rest, " "))...)
		rest = nil
	}
	for i := 0; i < len(words); {
		p, n := periodAt(words[i:], u.today)
		if n == 0 || !u.weighsPeriod(p) {
			rest = append(rest, words[i])
			i++
			continue
		}
		flush()
		units = append(units, u.period(p, words[i:i+n]))
		i += n
	}
	flush()
	return units
}

// finish puts the expressions together, from all that was typed to any of it.
func (u *understander) finish() {
	if len(u.units)+len(u.fixed) == 0 {
		return
	}
	u.out.Said.Mode = ModeAll
	u.refine()
	if len(u.units) == 0 {
		if !slices.ContainsFunc(u.fixed, positive) {
			u.fixed = append([]index.Expr{index.Everything{}}, u.fixed...)
		}
		u.step(ModeAll, nil)
		return
	}
	var want, spelt, words, initials, periods []index.Expr
	widens := false
	for _, unit := range u.units {
		want = append(want, unit.want)
		widens = widens || unit.spelt != nil
		switch {
		case unit.initial:
			initials = append(initials, unit.widest())
		default:
			spelt = append(spelt, unit.widest())
		}
		if unit.period {
			periods = append(periods, unit.want)
		} else if !unit.initial {
			words = append(words, unit.widest())
		}
	}
	u.step(ModeAll, index.AllOf(want))
	if widens && len(spelt) > 0 {
		u.step(ModeAll, prefer(index.AllOf(spelt), initials))
	}
	if len(words) > 0 && len(periods) > 0 {
		u.step(modeMost, prefer(index.AllOf(words), periods))
	}
	if len(words) > 2 {
		var most index.Any
		for i := range words {
			most = append(most, index.AllOf(slices.Concat(words[:i], words[i+1:])))
		}
		// Words weigh once, however many of these ways they have a part in.
		u.step(modeMost, prefer(index.All{index.Any(words), index.Weigh{Of: most}}, periods))
	}
	if len(u.units) > 1 {
		ways := make(index.Any, len(u.units))
		for i, unit := range u.units {
			ways[i] = unit.widest()
		}
		u.step(modeAny, ways)
	}
}

// step adds a way to ask for words, beside what is never widened.
func (u *understander) step(mode string, words index.Expr) {
	parts := u.fixed
	if words != nil {
		parts = append([]index.Expr{words}, u.fixed...)
	}
	u.out.Steps = append(u.out.Steps, Step{mode, index.AllOf(parts)})
}

// refine sets what weighs among the best hits: words that stand side by side as
// they were typed, and that it is news.
func (u *understander) refine() {
	var more index.Any
	if w := u.weights.Phrase; w > 0 {
		for _, pair := range u.pairs {
			for _, f := range u.fields() {
				if f.roots != "" {
					more = append(more, index.Phrase{Field: f.forms, Terms: pair, Boost: w * f.weights.Form})
				}
			}
		}
	}
	for _, r := range u.weights.Recent {
		if r.Weight > 0 {
			more = append(more, index.Weigh{Of: u.since(r.Days), Boost: r.Weight})
		}
	}
	if more != nil {
		u.out.Refine = more
	}
}

// since matches what is so many days old or newer, by whole months.
func (u *understander) since(days int) index.Expr {
	first := u.today.AddDate(0, 0, -days)
	last := u.today.AddDate(0, 1, -u.today.Day())
	return dockeys.Between(u.of, false, first.Format("2006-01")+"-01", last.Format(time.DateOnly))
}

func positive(e index.Expr) bool {
	_, not := e.(index.Not)
	return !not
}

func prefer(want index.Expr, more []index.Expr) index.Expr {
	if len(more) == 0 {
		return want
	}
	return index.Prefer{Want: want, More: more}
}

// wants returns what units want, one expression each.
func wants(units []unit) []index.Expr {
	parts := make([]index.Expr, len(units))
	for i, u := range units {
		parts[i] = u.want
	}
	return parts
}

// node reads anything but a plain word between words.
func (u *understander) node(n query.Node) {
	switch n := n.(type) {
	case query.Or:
		var parts []index.Expr
		for _, part := range n {
			parts = append(parts, u.operand(part)...)
		}
		if parts != nil {
			u.fixed = append(u.fixed, index.AnyOf(parts))
		}
	case query.Not:
		u.quiet = true
		parts := u.operand(n.Of)
		u.quiet = false
		if parts != nil {
			u.fixed = append(u.fixed, index.Not{Of: index.AllOf(parts)})
			u.say("-" + n.Of.String())
		}
	case query.Word: // of which only the beginning was typed
		for _, e := range u.operand(n) {
			u.units = append(u.units, unit{want: e})
		}
	case query.Phrase, query.Field, query.And:
		u.fixed = append(u.fixed, u.operand(n)...)
	}
}

// operand returns what n asks for as one expression, or none where there is
// nothing in it.
func (u *understander) operand(n query.Node) []index.Expr {
	switch n := n.(type) {
	case query.Word:
		if n.Prefix {
			return u.prefix(n)
		}
		if parts := wants(u.words(n.Text)); len(parts) > 0 {
			return []index.Expr{index.AllOf(parts)}
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
			return []index.Expr{index.Not{Of: index.AllOf(parts)}}
		}
	case query.And, query.Or:
	}
	return nil
}

// say adds to what is told of how the query was read.
func (u *understander) say(text string) {
	if !u.quiet && text != "" && !slices.Contains(u.out.Said.Understood, text) {
		u.out.Said.Understood = append(u.out.Said.Understood, text)
	}
}
