package understand

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/people"
	"warta/index/query"
)

// readSubject reads what is left: the words of the subject, phrases, fields and exclusions.
func (q *quoteText) readSubject() {
	runs := q.subjectRuns()
	if len(q.words) > 0 && (q.framesOnly || runs == nil && !q.hasSpeaker() && q.unknown == nil && len(q.inPeriods) == 0 && q.ruleClauses == nil && !q.hasNodes()) {
		q.mark(0, len(q.words), subjectWord) // nothing but words of a question
		runs = []subjectRun{{0, len(q.words)}}
	}
	next := 0
	for i := range q.words {
		for next < len(runs) && runs[next].from == i {
			r := runs[next]
			next++
			text := q.text(r.from, r.to)
			q.subjects = append(q.subjects, text)
			q.marking(func() { q.subject = append(q.subject, q.subjectClauses(text)...) })
		}
		if q.words[i].use == nodeUse {
			q.readNode(q.words[i].node)
		}
	}
	q.subject, q.subjects = append(q.subject, q.ruleClauses...), append(q.subjects, q.ruleText...)
	if q.again {
		q.subject = once(q.subject)
	}
	q.out.Summary.Subject = strings.Join(q.subjects, " ")
}

func (q *quoteText) hasNodes() bool {
	return slices.ContainsFunc(q.words, func(w quoteWord) bool { return w.use == nodeUse })
}

// A subjectRun is a run of words of the subject.
type subjectRun struct{ from, to int }

// subjectRuns returns the runs of words of the subject without stop words at their ends. Runs
// of stop words alone are left out, unless the query has nothing else.
func (q *quoteText) subjectRuns() []subjectRun {
	var runs []subjectRun
	for i := 0; i < len(q.words); i++ {
		if q.words[i].use != subjectWord {
			continue
		}
		r := subjectRun{i, i}
		for r.to < len(q.words) && q.words[r.to].use == subjectWord {
			r.to++
		}
		i = r.to
		isStop := func(i int) bool { return q.words[i].folded == "" || indonesian.Stop(q.words[i].folded) }
		for r.from < r.to && isStop(r.from) {
			r.from++
		}
		for r.from < r.to && isStop(r.to-1) {
			r.to--
		}
		if r.from < r.to {
			runs = append(runs, r)
		}
	}
	return runs
}

// readNode reads a phrase, alternatives or a prefix as parts of the subject, and a field or an
// exclusion as a condition of every step.
func (q *quoteText) readNode(n query.Node) {
	switch n := n.(type) {
	case query.Phrase:
		q.marking(func() { q.exact = append(q.exact, q.operand(n)...) })
	case query.Or:
		q.marking(func() {
			var parts []index.Expr
			for _, part := range n {
				parts = append(parts, q.operand(part)...)
			}
			if parts != nil {
				q.exact = append(q.exact, index.AnyOf(parts))
			}
		})
	case query.Word: // with a prefix
		q.marking(func() {
			for _, e := range q.operand(n) {
				q.subject = append(q.subject, clause{want: e})
			}
		})
	case query.Field:
		q.fixed = append(q.fixed, q.operand(n)...)
		return
	case query.Not, query.And:
		q.node(n)
		return
	}
	q.subjects = append(q.subjects, n.String())
}

// sumUp removes what the summary has twice.
func (q *quoteText) sumUp() {
	slices.Sort(q.out.Subject.Topics)
	q.out.Subject.Topics = slices.Compact(q.out.Subject.Topics)
}

// speakerTiers returns the conditions on the speaker, the strictest first: a name at an office
// or in a post, then the name alone.
func (q *quoteText) speakerTiers() []index.Expr {
	var at index.Expr
	switch {
	case len(q.posts) > 0:
		at = index.AnyOf(q.posts)
	case len(q.offices) > 0:
		var ways []index.Expr
		for _, codes := range q.offices {
			way := q.spokenFor(codes)
			if len(q.names) > 0 {
				way = q.withLikely(way, q.people.LikelyQuotesAt(codes))
			}
			ways = append(ways, way)
		}
		at = index.AnyOf(ways)
	}
	if len(q.names) > 0 {
		named := prefer(q.speakers(), q.besideName())
		if at != nil {
			return []index.Expr{q.withLikely(index.All{named, at}, q.likelyNamed()), named}
		}
		return []index.Expr{named}
	}
	if at == nil {
		at = q.unknown
	}
	if at == nil {
		return nil
	}
	return []index.Expr{at}
}

// likelyNamed returns the quotes of those with a name of the query who are likely of the office
// that it names without a post.
func (q *quoteText) likelyNamed() people.Likely {
	var likely people.Likely
	for _, n := range q.names {
		for _, codes := range q.offices {
			if n.end-n.at > 1 && len(q.posts) == 0 {
				likely = append(likely, q.people.LikelyNamed(n.who, codes)...)
			}
		}
	}
	return likely
}

// besideName returns what a post beside a name adds to the score.
func (q *quoteText) besideName() []index.Expr {
	var more []index.Expr
	for _, e := range q.beside {
		more = append(more, index.Weigh{Of: e, Boost: q.weights.Subject.Role})
	}
	return more
}

// A wanted is what a query wants, in the forms that steps need.
type wanted struct {
	all, spelt index.Expr   // nil for no words; spelt also if no word has other spellings
	most       index.Expr   // all but one of three words or more, or nil
	any        []index.Expr // of each word
}

// wantedOf returns what clauses want.
func wantedOf(clauses []clause) wanted {
	var w wanted
	var all, spelt, words, initials []index.Expr
	widens := false
	for _, c := range clauses {
		all = append(all, c.want)
		widens = widens || c.spelt != nil
		w.any = append(w.any, c.widest())
		if c.initial {
			initials = append(initials, c.widest())
			continue
		}
		spelt = append(spelt, c.widest())
		words = append(words, c.widest())
	}
	if len(all) > 0 {
		w.all = index.AllOf(all)
	}
	if widens && len(spelt) > 0 {
		w.spelt = prefer(index.AllOf(spelt), initials)
	}
	if len(words) > 2 {
		w.most = index.All{index.Any(words), index.Weigh{Of: allButOne(words)}}
	}
	return w
}

// finishQuotes makes the steps of a query of quotes.
func (q *quoteText) finishQuotes() {
	if len(q.words) == 0 {
		return
	}
	q.out.Summary.Mode = ModeAll
	q.refine()
	tiers := q.speakerTiers()
	if tiers == nil {
		q.wordSteps(wantedOf(q.subject), nil)
	} else {
		q.speakerSteps(tiers)
	}
	if q.out.Steps == nil {
		q.out.Summary.Mode = ModeNone
	}
}

// inPeriod returns the condition that a quote is of one of the periods of the query, as a list; empty
// for a query without any.
func (q *quoteText) inPeriod() []index.Expr {
	if len(q.inPeriods) == 0 {
		return nil
	}
	return []index.Expr{index.AnyOf(q.inPeriods)}
}

// add adds a step that wants all of the parts, and the fields and exclusions of the query.
func (q *quoteText) add(step Step, parts ...[]index.Expr) {
	all := slices.Concat(append(parts, q.fixed)...)
	if !slices.ContainsFunc(all, positive) {
		all = append([]index.Expr{index.Everything{}}, all...)
	}
	step.Where = index.AllOf(all)
	q.out.Steps = append(q.out.Steps, step)
}

// one returns e as a list, empty for nil.
func one(e index.Expr) []index.Expr {
	if e == nil {
		return nil
	}
	return []index.Expr{e}
}

// wordSteps adds the steps for words without a speaker: all of them, most of them, any; the
// period narrows and is dropped where nothing of that time is found. A step is taken only if
// nothing matches unless, which may be nil.
func (q *quoteText) wordSteps(w wanted, unless index.Expr) {
	period := q.inPeriod()
	without := strings.Join(q.periodText, ", ")
	if w.all == nil {
		if len(period)+len(q.exact)+len(q.fixed) > 0 {
			q.add(Step{Mode: ModeAll, Unless: unless}, period, q.exact)
		}
		if len(period) > 0 && len(q.exact) > 0 {
			q.add(Step{Mode: ModeMost, Unless: unless, Without: without}, q.exact)
		}
		return
	}
	q.add(Step{Mode: ModeAll, Unless: unless}, one(w.all), period, q.exact)
	if w.spelt != nil {
		q.add(Step{Mode: ModeAll, Unless: unless}, one(w.spelt), period, q.exact)
	}
	if len(period) > 0 {
		q.add(Step{Mode: ModeMost, Unless: unless, Without: without}, one(w.all), q.exact)
	}
	if w.most != nil {
		q.add(Step{Mode: ModeMost, Unless: unless}, one(w.most), period, q.exact)
	}
	if len(w.any) > 1 {
		q.add(Step{Mode: ModeAny, Unless: unless}, one(index.Any(w.any)), period, q.exact)
		if len(period) > 0 {
			q.add(Step{Mode: ModeAny, Unless: unless, Without: without}, one(index.Any(w.any)), q.exact)
		}
	}
}

// speakerSteps adds the steps for a speaker: with the period and all words of the subject, with
// any of the words, without the period, and the speaker alone. If those meant have no quotes at
// all the words of the query are looked for. Of a post in a period no step drops the period: those
// who held it at another time were not asked for.
func (q *quoteText) speakerSteps(tiers []index.Expr) {
	w := wantedOf(q.subject)
	period := q.inPeriod()
	without := strings.Join(q.periodText, ", ")
	held := q.inPost() && len(period) > 0
	each := func(step Step, parts ...[]index.Expr) {
		for _, who := range tiers {
			q.add(step, append([][]index.Expr{{who}}, parts...)...)
		}
	}
	strict := len(q.out.Steps)
	each(Step{Mode: ModeAll}, one(w.all), period, q.exact)
	if w.spelt != nil {
		each(Step{Mode: ModeAll}, one(w.spelt), period, q.exact)
	}
	if len(w.any) > 1 {
		wide := len(q.out.Steps)
		each(Step{Mode: ModeMost}, one(q.allFirst(w)), period, q.exact)
		q.fillUp(strict, wide)
	}
	if len(period) > 0 && len(w.any)+len(q.exact) > 0 && !held {
		subject := []index.Expr{}
		if len(w.any) > 0 {
			subject = one(index.AnyOf(w.any))
		}
		each(Step{Mode: ModeMost, Without: without}, subject, q.exact)
	}
	switch {
	case held && len(w.any)+len(q.exact) > 0:
		each(Step{Mode: ModeAny, Bare: true}, period)
	case held:
	case len(period)+len(w.any)+len(q.exact) > 0:
		for _, who := range tiers {
			q.add(Step{Mode: ModeAny, Bare: true, Without: without}, one(preferPeriod(who, period)))
		}
	}
	if q.inPost() {
		q.askedHolders(index.AnyOf(tiers))
	}
	q.otherwise(index.AnyOf(tiers))
}

// askedHolders sets [Understanding.Holders].
func (q *quoteText) askedHolders(holders index.Expr) {
	var texts []string
	for i, word := range q.words {
		before := i+1 < len(q.words) && q.words[i+1].use == periodWord && indonesian.Stop(word.folded) // "pada mei 2024"
		if word.use != periodWord && !before {
			texts = append(texts, word.text)
		}
	}
	w := wantedOf(q.subject)
	q.out.Holders = &Holders{
		Post: strings.Join(q.postTexts, ", "), Any: holders,
		Period: strings.Join(q.periodText, ", "), Text: strings.Join(texts, " "),
		AnyTime: index.AllOf(slices.Concat(one(holders), one(w.all), q.exact, q.fixed)),
	}
}

// allFirst returns what has any of the words of a subject, what has all of them first: also before
// quotes of those who surely held a post.
func (q *quoteText) allFirst(w wanted) index.Expr {
	first := sureFirst + q.weights.First
	more := []index.Expr{index.Weigh{Of: w.all, Boost: 2 * first}}
	if w.spelt != nil {
		more = append(more, index.Weigh{Of: w.spelt, Boost: first})
	}
	return prefer(index.Any(w.any), more)
}

// fillUp lets the steps from strict to wide, which want all words of a subject, be followed by those
// from wide, which want any of them: of each speaker of the same tier.
func (q *quoteText) fillUp(strict, wide int) {
	steps := q.out.Steps
	tiers := len(steps) - wide
	for i := strict; i < wide; i++ {
		to := wide + (i-strict)%tiers
		steps[i].Fill = to
		steps[to].All = append(steps[to].All, steps[i].Where)
	}
}

// inPost reports whether the query asks for the holders of a post, none of them by name.
func (q *quoteText) inPost() bool { return len(q.posts) > 0 && len(q.names) == 0 }

// preferPeriod returns quotes of a speaker, those of the period first.
func preferPeriod(who index.Expr, period []index.Expr) index.Expr {
	var more []index.Expr
	for _, p := range period {
		more = append(more, index.Weigh{Of: p, Boost: 1})
	}
	return prefer(who, more)
}

// otherwise adds the steps for the words of the query, the names among them, in case that
// those meant have no quotes. Of a post at an office all words are wanted: some of them would find
// other holders and other offices. They are words on a subject, not those of a holder: quotes for
// the office or the body come first, and without a subject there are no such steps.
func (q *quoteText) otherwise(who index.Expr) {
	inBody := q.inPost() && q.inBody
	if inBody && len(q.subject)+len(q.exact) == 0 {
		return
	}
	var clauses []clause
	before := q.excluded
	q.excluded = true // they are neither highlighted nor reported
	for i := 0; i < len(q.words); i++ {
		from := i
		for i < len(q.words) && q.words[i].use >= nameWord && q.words[i].use <= subjectWord {
			i++
		}
		if from < i {
			clauses = append(clauses, q.subjectClauses(q.text(from, i))...)
		}
	}
	q.excluded = before
	if clauses = append(clauses, q.ruleClauses...); q.again {
		clauses = once(clauses)
	}
	w := wantedOf(clauses)
	if len(q.names) == 0 && q.unknown == nil && (len(q.codes) > 0 || len(q.subject) == 0) {
		w.most, w.any = nil, nil
	}
	first := len(q.out.Steps)
	q.wordSteps(w, who)
	if inBody {
		q.notOfHolders(q.out.Steps[first:])
	}
}

// notOfHolders says of steps for words that they do not ask for the holders of a post, and puts
// quotes of the office or body of the post first.
func (q *quoteText) notOfHolders(steps []Step) {
	var more []index.Expr
	if len(q.bodies) > 0 {
		more = one(index.Weigh{Of: index.AnyOf(q.bodies), Boost: sureFirst})
	}
	for i := range steps {
		s := &steps[i]
		s.Where, s.WithoutPost = prefer(s.Where, more), strings.Join(q.postTexts, ", ")
		if s.Mode == ModeAll {
			s.Mode = ModeMost
		}
	}
}
