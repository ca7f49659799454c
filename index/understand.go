package index

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/analyzers/indonesian"
	"warta/index/highlight"
	"warta/index/query"
)

// An understanding of a query is what it asks of an engine and what it says to
// people.
type understanding struct {
	// steps are asked one after the other until one of them finds something. There
	// are none where nothing was asked.
	steps []step
	// refine is what else weighs among the best hits.
	refine Expr
	// loose are the words that a typing error may be in, in the order typed.
	loose []string
	said  Understood
	marks highlight.Terms
}

// A step is one way to ask: the first wants everything that was typed.
type step struct {
	mode  string
	where Expr
}

// The modes of an answer.
const (
	modeNone = "none" // nothing was asked
	modeAll  = "all"
	modeMost = "most" // all but one of three words or more, or but the period
	modeAny  = "any"
)

// A unit is one thing that is wanted.
type unit struct {
	want Expr
	// spelt also takes the words for a name that is spelt otherwise; nil where
	// that would be the same.
	spelt Expr
	// initial is set for one letter: of a name, it need not be written out.
	initial bool
	// period is set for a day, month or year.
	period bool
}

func (u unit) widest() Expr {
	if u.spelt != nil {
		return u.spelt
	}
	return u.want
}

// An understander works out what the words of a query mean. It is not for two
// goroutines at once.
type understander struct {
	of       Of
	weights  *Weights
	today    time.Time
	people   *registry
	analyzer indonesian.Analyzer
	out      understanding
	units    []unit // what was typed as words
	fixed    []Expr // what is never widened: phrases, fields, exclusions
	pairs    [][]string
	quiet    bool   // inside an exclusion: nothing to mark or to say
	inside   bool   // people inside articles are looked for too
	alone    string // all that was typed, where it is one word
}

// understand reads the text of a query as somebody means it who types it today.
func understand(of Of, text string, weights *Weights, today time.Time, people *registry, inside bool) understanding {
	parsed := query.Parse(text, query.Bounds{Words: MaxWords, Bytes: MaxText})
	u := &understander{of: of, weights: weights, today: today, people: people, inside: inside}
	if words := strings.Fields(text); len(words) == 1 {
		u.alone = words[0]
	}
	u.out.said = Understood{Text: text, Mode: modeNone, Understood: []string{}, Terms: []string{}}
	switch {
	case parsed.CutWords:
		u.out.said.Dropped = fmt.Sprintf("hanya %d kata pertama yang dicari", MaxWords)
	case parsed.CutBytes:
		u.out.said.Dropped = fmt.Sprintf("hanya %d huruf pertama yang dicari", MaxText)
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
	u.out.said.Mode = modeAll
	u.refine()
	if len(u.units) == 0 {
		if !slices.ContainsFunc(u.fixed, positive) {
			u.fixed = append([]Expr{Everything{}}, u.fixed...)
		}
		u.step(modeAll, nil)
		return
	}
	var want, spelt, words, initials, periods []Expr
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
	u.step(modeAll, allOf(want))
	if widens && len(spelt) > 0 {
		u.step(modeAll, prefer(allOf(spelt), initials))
	}
	if len(words) > 0 && len(periods) > 0 {
		u.step(modeMost, prefer(allOf(words), periods))
	}
	if len(words) > 2 {
		var most Any
		for i := range words {
			most = append(most, allOf(slices.Concat(words[:i], words[i+1:])))
		}
		// Words weigh once, however many of these ways they have a part in.
		u.step(modeMost, prefer(All{Any(words), Weigh{Of: most}}, periods))
	}
	if len(u.units) > 1 {
		ways := make(Any, len(u.units))
		for i, unit := range u.units {
			ways[i] = unit.widest()
		}
		u.step(modeAny, ways)
	}
}

// step adds a way to ask for words, beside what is never widened.
func (u *understander) step(mode string, words Expr) {
	parts := u.fixed
	if words != nil {
		parts = append([]Expr{words}, u.fixed...)
	}
	u.out.steps = append(u.out.steps, step{mode, allOf(parts)})
}

// refine sets what weighs among the best hits: words that stand side by side as
// they were typed, and that it is news.
func (u *understander) refine() {
	var more Any
	if w := u.weights.Phrase; w > 0 {
		for _, pair := range u.pairs {
			for _, f := range u.fields() {
				if f.roots != "" {
					more = append(more, Phrase{f.forms, pair, w * f.weights.Form})
				}
			}
		}
	}
	for _, r := range u.weights.Recent {
		if r.Weight > 0 {
			more = append(more, Weigh{u.since(r.Days), r.Weight})
		}
	}
	if more != nil {
		u.out.refine = more
	}
}

// since matches what is so many days old or newer, by whole months.
func (u *understander) since(days int) Expr {
	first := u.today.AddDate(0, 0, -days)
	last := u.today.AddDate(0, 1, -u.today.Day())
	return between(u.of, false, first.Format("2006-01")+"-01", last.Format(time.DateOnly))
}

func positive(e Expr) bool {
	_, not := e.(Not)
	return !not
}

func prefer(want Expr, more []Expr) Expr {
	if len(more) == 0 {
		return want
	}
	return Prefer{want, more}
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

func bestOf(parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	return Best(parts)
}

// wants returns what units want, one expression each.
func wants(units []unit) []Expr {
	parts := make([]Expr, len(units))
	for i, u := range units {
		parts[i] = u.want
	}
	return parts
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
		for _, e := range u.operand(n) {
			u.units = append(u.units, unit{want: e})
		}
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
		if parts := wants(u.words(n.Text)); len(parts) > 0 {
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

// say adds to what is told of how the query was read.
func (u *understander) say(text string) {
	if !u.quiet && text != "" && !slices.Contains(u.out.said.Understood, text) {
		u.out.said.Understood = append(u.out.said.Understood, text)
	}
}
