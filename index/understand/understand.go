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
	"warta/index/periods"
	"warta/index/query"
)

// An Understanding is what a query asks of an engine, and what is shown of that.
type Understanding struct {
	// Steps are the ways to ask, from the strictest to the widest. A search takes the
	// first that finds something. An empty query has none. A text without words, such as an
	// emoji, has one that finds nothing.
	Steps []Step
	// Ranked is nil, or the widest step of a text in an order by relevance: what has any of the
	// words, those that have more of what was asked first. It takes the place of the Steps that
	// drop words. Those are then for orders by date, where a word more or less has no weight.
	Ranked *Step
	// Fills is set where Ranked is asked only if fewer than [EnoughWithAll] hits have all words. A
	// question and a long text ask for nothing but Ranked.
	Fills bool
	// Refine adds to the score of the best hits, see [index.Request.Refine].
	Refine index.Expr
	// Correctable are the words that may have a typing error, in the order typed.
	Correctable []string
	// Summary is what readers are shown, with the mode of the first step.
	Summary Understood
	// Phrases are the texts between quotation marks that are neither excluded nor the value
	// of a field, see [Options.Unmark].
	Phrases []string
	// HasWords is set for a text with words outside of quotation marks, fields and exclusions.
	HasWords bool
	// Marks are the words to highlight in hits.
	Marks highlight.Terms
	// Subject is what a query of quotes asks about. It is zero for articles.
	Subject Subject
	// ShortNames are words of a query of quotes, folded, that may be short forms of the names
	// of people, while no person with the word is known, or none at the office of the query.
	ShortNames []string
	// Holders is nil, or what a query of quotes asks for that names a post and no person.
	Holders *Holders
	// Likely are quotes, among those that a query of quotes finds, of people who are likely to
	// have held the post asked for, while nothing says so.
	Likely people.Likely
}

// A Step is one way to ask.
type Step struct {
	Mode  string // how much of the query a hit must match
	Where index.Expr
	// Without is the period, as typed, that the step leaves out.
	Without string
	// WithoutPost is the post, as typed, whose holders the step does not ask for, because no
	// quote of them is known.
	WithoutPost string
	// All are the ways to ask for what has all that a wider step asks for, the first that finds
	// something counts; nil for other steps.
	All []index.Expr
	// Fill is the number of the wider step that is asked where this one finds fewer hits than
	// [EnoughWithAll]; 0 for none. Its first hits are those of this step.
	Fill int
	// Bare is set for a step that wants none of the words that may be corrected.
	Bare bool
	// Unless is nil, or what must match nothing in the archive, whatever the filters: the
	// step is left out else. It keeps the quotes of others out of the answer on a speaker.
	Unless index.Expr
}

// Holders are those who held a post that a query of quotes names.
type Holders struct {
	Post string     // as typed, with its office
	Any  index.Expr // all of their quotes
	// Period is the period of the query, as typed; empty without one. AnyTime is then what Text, the
	// query without the period, asks for. No step does: the holders of another time were not
	// asked for.
	Period, Text string
	AnyTime      index.Expr
}

// maxShortNames limits [Understanding.ShortNames].
const maxShortNames = 2

// The modes of a step and of an answer.
const (
	ModeNone = "none" // the query is empty, or has no words and finds nothing
	ModeAll  = "all"
	ModeMost = "most" // all but the period, or all but one of three words or more
	ModeAny  = "any"
)

// Options say how to read the text of a query. Weights and People are required.
type Options struct {
	Of      index.Of // the documents that are searched
	Weights *Weights
	Today   time.Time // for "kemarin", and for the weight of recent articles
	People  *people.Registry
	Private bool // also names of private people
	// NoPeriods reads the names of days, months and years as plain words.
	NoPeriods bool
	// Unmark is a set of [Understanding.Phrases], the first as the lowest bit: their words are
	// read as words without quotation marks.
	Unmark uint64
}

// A clause is one thing that a query wants: a word, a name, an office or a period.
type clause struct {
	want index.Expr
	// spelt is want with further spellings of names; nil if there are none.
	spelt index.Expr
	// bare is want without the stop words beside it, nil if there are none.
	bare index.Expr
	// initial is set for a single letter. In a name it is optional.
	initial bool
	// period is set for a day, month or year.
	period bool
	// name is set for the name of a person and for a word that may be one of it.
	name bool
}

// alone returns the clause with all spellings and without the stop words beside it.
func (c clause) alone() index.Expr {
	if c.spelt == nil && c.bare != nil {
		return c.bare
	}
	return c.widest()
}

// preferring returns the clause with more weight for what more matches.
func (c clause) preferring(more index.Expr) clause {
	for _, e := range []*index.Expr{&c.want, &c.spelt, &c.bare} {
		if *e != nil {
			*e = prefer(*e, []index.Expr{more})
		}
	}
	return c
}

// widest returns the clause with all spellings.
func (c clause) widest() index.Expr {
	if c.spelt != nil {
		return c.spelt
	}
	return c.want
}

// An understander reads one query. It is not safe for concurrent use.
type understander struct {
	of        index.Of
	weights   *Weights
	today     time.Time
	people    *people.Registry
	private   bool // names of private people are looked up too
	noPeriods bool
	analyzer  indonesian.Analyzer
	out       Understanding
	clauses   []clause     // of plain words; wider steps drop some
	fixed     []index.Expr // phrases, fields and exclusions, which every step has
	pairs     [][]string   // words side by side
	excluded  bool         // inside an exclusion: words are neither highlighted nor reported
	only      string       // the text, if it is a single word
	// around are the ways to hear the names that words are a part of, for words that are read one
	// by one; nil for none.
	around     map[string]index.Expr
	isName     bool // the words are the name of a person whom the registry knows
	wholeNames int  // clauses that are the name of people or of an office
	asked      bool // a question: words that ask are left out
	// manyWords is set for a question and for a text of minRanked words or more: one word of a title
	// must not decide there, so titles weigh by the rarity of bodies.
	manyWords  bool
	again      bool // a word stands in the text twice
	stopsAlone bool // no word is more than a stop word
	budget     budget
	spelled    int          // regulations whose spellings are looked for
	titles     []index.Expr // what a title adds to the score of the best hits
}

// contentWords returns the plain words that are no stop words, folded, each once, and whether one
// of them stands there again.
func contentWords(nodes []query.Node) (words map[string]bool, again bool) {
	words = make(map[string]bool)
	for _, node := range nodes {
		w, ok := node.(query.Word)
		if !ok || w.Prefix {
			continue
		}
		if word := indonesian.FoldWord(w.Text); !indonesian.Stop(word) {
			again = again || words[word]
			words[word] = true
		}
	}
	return words, again
}

// once returns the clauses without those that ask for the same again: what is typed twice is asked
// for once. It is for a text that has a word twice.
func once(clauses []clause) []clause {
	asked := make(map[string]bool, len(clauses))
	var out []clause
	for _, c := range clauses {
		key := c.want
		if c.bare != nil { // without the stop words beside it
			key = c.bare
		}
		if text := key.String(); !asked[text] {
			asked[text] = true
			out = append(out, c)
		}
	}
	return out
}

// minRanked is the number of things wanted from which on a text is answered like a question.
const minRanked = 4

// EnoughWithAll is the number of hits with all words from which on a text of two or three things,
// and a subject beside a speaker, are answered by these alone: they fill the first page.
const EnoughWithAll = 10

// Text reads the text of a query. Every text has a meaning; there are no errors.
func Text(text string, o Options) Understanding {
	parsed := query.Parse(text, query.Bounds{Words: index.MaxWords, Bytes: index.MaxText})
	u := &understander{of: o.Of, weights: o.Weights, today: o.Today, people: o.People, private: o.Private, noPeriods: o.NoPeriods, budget: newBudget()}
	if words := strings.Fields(text); len(words) == 1 {
		u.only = words[0]
	}
	u.out.Summary = Understood{Text: text, Mode: ModeNone, Understood: []string{}, Terms: []string{}}
	switch {
	case parsed.CutWords:
		u.out.Summary.Cut, u.out.Summary.Dropped = true, fmt.Sprintf("only the first %d words are searched", index.MaxWords)
	case parsed.CutBytes:
		u.out.Summary.Cut, u.out.Summary.Dropped = true, fmt.Sprintf("only the first %d bytes are searched", index.MaxText)
	}
	nodes, phrases, unmarked := unmark(parsed.And, o.Unmark)
	nodes = u.withoutRepeats(nodes)
	u.out.Phrases, u.out.HasWords = phrases, slices.ContainsFunc(parsed.And, isWord)
	if u.of == index.Quotes {
		_, u.again = contentWords(nodes)
		u.quotes(knownQuestions().without(nodes, asksForQuotes(nodes)))
		u.conclude(nodes, text, unmarked)
		return u.out
	}
	typed := nodes
	nodes, kind := knownQuestions().asked(nodes)
	u.asked, u.out.Summary.Asked = kind != "", kind
	words, again := contentWords(nodes)
	u.manyWords, u.again, u.stopsAlone = u.asked || len(words) >= minRanked, again, len(words) == 0
	var run []string // plain words side by side
	flush := func() {
		u.clauses = append(u.clauses, u.regulationsIn(run)...)
		run = nil
	}
	for _, n := range nodes {
		if w, ok := n.(query.Word); ok && !w.Prefix {
			if w.Dashed {
				run = append(run, periods.Dash)
			}
			run = append(run, w.Text)
			continue
		}
		flush()
		u.node(n)
	}
	flush()
	u.finish()
	u.conclude(typed, text, unmarked)
	return u.out
}

// conclude adds to the steps and the summary what holds for articles and quotes alike.
func (u *understander) conclude(nodes []query.Node, text string, unmarked []string) {
	u.out.Summary.WithoutMarks = unmarked
	u.findNothing(text)
	u.noteExcluded(nodes)
	u.noteBudget()
}

// run reads plain words side by side: the periods and the years of elections among them, then the
// offices and people among the words between; and the stages of elections in all of them.
func (u *understander) run(words []string) []clause {
	var clauses []clause
	at := 0
	add := func(first, end int, c func() clause) {
		clauses = append(clauses, u.officesIn(strings.Join(withoutDashes(words[at:first]), " "))...)
		if at = end; c != nil {
			clauses = append(clauses, c())
		}
	}
	times := u.times(words)
	years := times.Years
	if !u.weighsPeriod(periods.Period{Year: true}) {
		years = nil
	}
	for _, s := range times.Periods {
		for len(years) > 0 && years[0] < s.First {
			add(years[0], years[0]+1, func() clause { return u.electionYear(words, years[0]) })
			years = years[1:]
		}
		if u.weighsPeriod(s.Period) {
			add(s.First, s.End, func() clause { return u.period(s.Period, words[s.First:s.End]) })
		}
	}
	for _, i := range years {
		add(i, i+1, func() clause { return u.electionYear(words, i) })
	}
	add(len(words), len(words), nil)
	return u.preferStages(clauses, words, times)
}

// finish makes the steps, from all clauses to any of them.
func (u *understander) finish() {
	if len(u.clauses)+len(u.fixed) == 0 {
		return
	}
	if u.again {
		u.clauses = once(u.clauses)
	}
	u.out.Summary.Mode = ModeAll
	u.out.Summary.NameAlone = len(u.clauses) == 1 && u.wholeNames == 1 && len(u.fixed) == 0
	u.refine()
	if len(u.clauses) == 0 {
		if !slices.ContainsFunc(u.fixed, positive) {
			u.fixed = append([]index.Expr{index.Everything{}}, u.fixed...)
		}
		u.step(ModeAll, nil)
		return
	}
	var want, spelt, words, initials, dated []index.Expr
	widens := false
	for _, c := range u.clauses {
		want = append(want, c.want)
		widens = widens || c.spelt != nil
		if c.initial {
			initials = append(initials, c.widest())
		} else {
			spelt = append(spelt, c.widest())
		}
		if c.period {
			dated = append(dated, c.want)
		} else if !c.initial {
			words = append(words, c.widest())
		}
	}
	u.step(ModeAll, index.AllOf(want))
	if widens && len(spelt) > 0 {
		u.step(ModeAll, prefer(index.AllOf(spelt), initials))
	}
	if len(words) > 0 && len(dated) > 0 {
		u.step(ModeMost, prefer(index.AllOf(words), dated))
	}
	if len(words) > 2 {
		// Weigh without a boost is a condition that adds no score: each word scores once,
		// by the first operand.
		u.step(ModeMost, prefer(index.All{index.Any(words), index.Weigh{Of: allButOne(words)}}, dated))
	}
	if len(u.clauses) > 1 {
		alternatives := make(index.Any, len(u.clauses))
		for i, c := range u.clauses {
			alternatives[i] = c.widest()
		}
		u.step(ModeAny, alternatives)
	}
	u.rank()
}

// rank sets Ranked and Fills, from the steps. Texts of two or three things want all of them where
// one has quotation marks or a field, where all may be words of a name, and where all are stop words:
// who shares one word of a name is another person.
func (u *understander) rank() {
	complete := u.weights.Complete
	switch {
	case u.of != index.Articles || len(u.clauses) < 2:
		return
	case u.asked || len(u.clauses) >= minRanked:
	case u.stopsAlone, u.isNameAlone(), slices.ContainsFunc(u.fixed, positive):
		return
	default:
		u.out.Fills, complete = true, u.weights.First
	}
	alternatives, all := make(index.Any, len(u.clauses)), make(index.All, 0, len(u.clauses))
	for i, c := range u.clauses {
		alternatives[i] = c.alone()
		if !c.initial {
			all = append(all, c.alone())
		}
	}
	if len(all) == 0 { // initials alone
		all = index.All(alternatives)
	}
	var some index.Expr = alternatives
	if complete > 0 {
		some = index.Prefer{Want: alternatives, More: []index.Expr{index.Weigh{Of: index.AllOf(all), Boost: complete}}}
	}
	ranked := &Step{Mode: ModeAny, Where: index.AllOf(append([]index.Expr{some}, u.fixed...))}
	for _, step := range u.out.Steps {
		if step.Mode == ModeAll {
			ranked.All = append(ranked.All, step.Where)
		}
	}
	u.out.Ranked = ranked
}

// isNameAlone reports whether all clauses may be words of the name of a person.
func (u *understander) isNameAlone() bool {
	return !slices.ContainsFunc(u.clauses, func(c clause) bool { return !c.name && !c.initial })
}

// allButOne returns what matches all of two parts or more but one. It halves the parts: either
// half has the one that is missing. So a part stands in it about as often as the parts can be
// halved, not once for each other part.
func allButOne(parts []index.Expr) index.Expr {
	if len(parts) == 2 {
		return index.Any(parts)
	}
	first, rest := parts[:len(parts)/2], parts[len(parts)/2:]
	ways := index.Any{index.All{index.AllOf(first), allButOne(rest)}}
	if len(first) == 1 {
		return append(ways, index.AllOf(rest))
	}
	return append(ways, index.All{allButOne(first), index.AllOf(rest)})
}

// step adds a step for words, which may be nil, together with the fixed expressions.
func (u *understander) step(mode string, words index.Expr) {
	parts := u.fixed
	if words != nil {
		parts = append([]index.Expr{words}, u.fixed...)
	}
	u.out.Steps = append(u.out.Steps, Step{Mode: mode, Where: index.AllOf(parts)})
}

// refine sets Refine: words side by side as typed, and recent dates.
func (u *understander) refine() {
	var more index.Any
	w := u.weights.Phrase
	if u.asked {
		w *= u.weights.Question
	}
	if w > 0 {
		for i, pair := range u.pairs {
			if slices.ContainsFunc(u.pairs[:i], func(before []string) bool { return slices.Equal(before, pair) }) {
				continue
			}
			for _, f := range u.fields() {
				if f.roots != "" && f.forms != "" {
					more = append(more, index.Phrase{Field: f.forms, Terms: pair, Boost: w * f.weights.Form})
				}
			}
		}
	}
	more = append(more, u.titles...)
	for _, r := range u.weights.Recent {
		if r.Weight > 0 {
			more = append(more, index.Weigh{Of: u.since(r.Days), Boost: r.Weight})
		}
	}
	if more != nil {
		u.out.Refine = more
	}
}

// since matches dates of the last days, rounded to complete months.
func (u *understander) since(days int) index.Expr {
	first := u.today.AddDate(0, 0, -days)
	last := u.today.AddDate(0, 1, -u.today.Day())
	return dockeys.Between(u.of, false, first.Format("2006-01")+"-01", last.Format(time.DateOnly))
}

// positive reports whether e is not an exclusion.
func positive(e index.Expr) bool {
	_, not := e.(index.Not)
	return !not
}

// prefer returns an expression for want to which more adds weight.
func prefer(want index.Expr, more []index.Expr) index.Expr {
	if len(more) == 0 {
		return want
	}
	return index.Prefer{Want: want, More: more}
}

// wants returns the expression of each clause.
func wants(clauses []clause) []index.Expr {
	parts := make([]index.Expr, len(clauses))
	for i, c := range clauses {
		parts[i] = c.want
	}
	return parts
}

// node reads a node of the query that is not a plain word.
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
		u.excluded = true
		parts := u.operand(n.Of)
		u.excluded = false
		if parts != nil {
			u.fixed = append(u.fixed, index.Not{Of: index.AllOf(parts)})
			u.note("-" + n.Of.String())
		}
	case query.Word: // with a prefix
		for _, e := range u.operand(n) {
			u.clauses = append(u.clauses, clause{want: e})
		}
	case query.Phrase, query.Field, query.And:
		u.fixed = append(u.fixed, u.operand(n)...)
	}
}

// operand returns the expression of n, none if n has no words.
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
		before := u.excluded
		u.excluded = true
		parts := u.operand(n.Of)
		u.excluded = before
		if parts != nil {
			return []index.Expr{index.Not{Of: index.AllOf(parts)}}
		}
	case query.And, query.Or:
	}
	return nil
}

// note adds to the summary how a part of the query was read.
func (u *understander) note(text string) {
	if !u.excluded && text != "" && !slices.Contains(u.out.Summary.Understood, text) {
		u.out.Summary.Understood = append(u.out.Summary.Understood, text)
	}
}
