package dates

import (
	"slices"

	"warta/analyzers/article"
)

// Input is an article of which the event dates are wanted. Days are ISO dates
// in the time zone of the publisher; empty where they are not known.
type Input struct {
	Kind       article.Kind
	Title      string
	Paragraphs []string // without the opening
	Opening    Opening
	URL        string
	Published  string
	AsOf       string // the day on which the article was received
}

// A Result holds what [Events] finds. Dates are ISO, in order, each once; Details
// say which words gave them, in the order of the text.
type Result struct {
	Dates    []string
	Details  []article.EventDate
	Warnings []article.Warning
}

// Events returns the days of the events that an article reports or announces. Only news has them. Dates of laws, of polling days and of earlier or
// later stages that are only mentioned are left out, as is everything inside
// quotation marks. The date in the opening counts where the text names no
// other. Days that stay unclear are left out with a warning.
func Events(in Input) Result {
	if in.Kind != article.News && in.Kind != "" {
		return Result{}
	}
	r := resolver{published: parseISO(in.Published), asOf: parseISO(in.AsOf)}
	c := collector{in: &in}
	c.collect(&r)
	if c.lacksYear() {
		r.era.date(in.Title)
		for _, text := range in.Paragraphs {
			r.era.date(text)
		}
	}
	r.settle()
	w := reporter{r: &r}
	for _, f := range c.withoutFeasts() {
		w.report(f)
	}
	if len(w.out.Dates) == 0 && in.Opening.date.n > 0 {
		w.report(finding{expression: in.Opening.date, paragraph: -1, words: in.Opening.Words})
	}
	if len(w.out.Dates) == 0 {
		if f, ok := c.titleDate(); ok {
			w.report(f)
		}
	}
	slices.Sort(w.out.Dates)
	w.out.Dates = slices.Compact(w.out.Dates)
	return w.out
}

// withoutFeasts returns what was found without the days of feasts, unless nothing else
// was found.
func (c *collector) withoutFeasts() []finding {
	if !slices.ContainsFunc(c.found, func(f finding) bool { return !f.aside }) {
		return c.found
	}
	return slices.DeleteFunc(c.found, func(f finding) bool { return f.aside })
}

// titleDate takes a date that stands in the title alone, unless it is that of an
// election, of a law or of figures, or lies far from the day of publication.
func (c *collector) titleDate() (finding, bool) {
	title := narrowed(c.in.Title)
	e, ok := next(title.text, 0)
	if !ok || e.ends[0].Year == 0 || isPollingDay(&e) || c.farOff(&e) {
		return finding{}, false
	}
	ctx := contextOf(title.text, e, nil)
	if ctx.law || ctx.dated || ctx.age || ctx.spansPeriod(&e) {
		return finding{}, false
	}
	return finding{expression: e, paragraph: -1, words: title.words(e.Span), planned: ctx.ahead}, true
}

// A collector goes through the text once and keeps what counts.
type collector struct {
	in    *Input
	found []finding
	// lead is the end of the sentence, in paragraph leadIn, up to which dates
	// are taken for what the article is about.
	leadIn, lead int
	subjects     stages // that the title or the first sentence names
}

func (c *collector) collect(r *resolver) {
	r.collect(c.in.Title, nil)
	r.collect(addressWords(c.in.URL), nil)
	if e, ok := next(c.in.Title, 0); ok && e.ends[0].Year != 0 {
		r.note(e.ends[0].Date)
	}
	if d := c.in.Opening.date; d.n > 0 && d.ends[0].Year != 0 {
		r.note(d.ends[0].Date)
	}
	c.lead = -1
	c.subjects = stagesIn(c.in.Title)
	for p, typed := range c.in.Paragraphs {
		text := narrowed(typed)
		quoted := quotedSpans(text.text, p+1 < len(c.in.Paragraphs) && startsQuoted(c.in.Paragraphs[p+1]))
		r.collect(text.text, quoted)
		c.paragraph(r, p, text, quoted)
	}
}

// lacksYear reports whether a year has to be worked out.
func (c *collector) lacksYear() bool {
	return c.in.Opening.date.n > 0 && c.in.Opening.date.ends[0].Year == 0 ||
		slices.ContainsFunc(c.found, func(f finding) bool { return f.ends[0].Year == 0 })
}

// paragraph files the dates of one paragraph.
func (c *collector) paragraph(r *resolver, p int, typed line, quoted spans) {
	text := typed.text
	if c.lead < 0 {
		c.leadIn, c.lead = p, sentenceEnd(text, 0)
		c.subjects |= stagesIn(text[:c.lead])
	}
	for at := 0; ; {
		e, ok := next(text, at)
		if !ok {
			return
		}
		at = e.End
		if quoted.hold(e.Start) {
			continue
		}
		ctx := contextOf(text, e, quoted)
		if c.invites(p, text, &e) {
			ctx.invites, ctx.ahead = true, true
		}
		inLead := p == c.leadIn && e.Start < c.lead
		counts := c.counts(&e, &ctx, inLead)
		switch d := e.ends[0].Date; {
		case d.Year < firstYear || ctx.law:
		case ctx.ahead:
			if !counts && (r.until.IsZero() || d.number() < r.until.number()) {
				r.until = d
			}
		case counts || !ctx.polling:
			r.note(d)
			for _, d := range e.ends[1:max(1, e.n)] {
				r.note(d.Date)
			}
		}
		if !counts {
			continue
		}
		if len(c.found) == 0 && !inLead { // the sentence that first names a date leads as well
			c.leadIn, c.lead = p, sentenceEnd(text, e.End)
		}
		r.count(e)
		c.found = append(c.found, finding{
			expression: e, paragraph: p, words: typed.words(e.Span), typed: typed.span(e.Span), planned: ctx.ahead, until: ctx.until,
			headless: endsRange(text, e.Start, e.ends[0].Day),
			aside:    ctx.feast && !e.hasWeekday() && !e.brackets && !precededBy(text, e.Start, "pada"),
		})
	}
}

// counts reports whether e is a day of an event of the article.
func (c *collector) counts(e *expression, ctx *context, inLead bool) bool {
	if y := e.ends[0].Year; y != 0 && y < firstYear {
		return false
	}
	reported := e.brackets && e.hasWeekday() || e.hasWeekday() && !e.words // "Selasa (4/11)": the way in which a report dates itself
	switch {
	case ctx.spansPeriod(e), e.bare && !ctx.narrates: // that figures are of; a share
		return false
	case ctx.law && ctx.issued && ctx.reportFollows: // "Putusan MK yang dibacakan Kamis (26/6), Rabu (5/11)"
		return false
	case ctx.dated, (ctx.law || ctx.age) && !e.hasWeekday(), ctx.moved && e.n == 1 && !ctx.dayBefore:
		return false
	case ctx.said && reported: // a report of that day, whatever it speaks of
		return true
	case isPollingDay(e) && !(inLead && reported), ctx.election && ctx.ahead && !e.hasWeekday() && !e.brackets:
		return false
	case ctx.polling && !ctx.rehearsal && (!reported || !inLead && (ctx.ahead || len(c.found) > 0)):
		return false
	case ctx.deadline && e.n == 1 && !reported:
		return false
	case ctx.besides && !e.hasWeekday() && ctx.reportFollows:
		return false
	}
	if inLead {
		return !(ctx.before && !ctx.dayBefore && e.n == 1 && !reported)
	}
	return c.countsLater(e, ctx, reported)
}

// countsLater decides about a date outside the sentences that lead.
func (c *collector) countsLater(e *expression, ctx *context, reported bool) bool {
	first := len(c.found) == 0
	switch {
	case ctx.dayBefore, ctx.invites:
		return true
	case ctx.before, ctx.since && e.n == 1:
		return false
	case !first && c.behind(e, ctx): // the event is later; this date is only mentioned
		return false
	case reported, e.brackets && first:
		return !ctx.deadline || e.n > 1
	case c.farOff(e): // of another time, only mentioned
		return false
	case ctx.stage != 0 && ctx.stage&c.subjects == 0: // another stage, only mentioned
		return false
	case ctx.until && !first && (e.hasWeekday() || ctx.narrates || ctx.stage != 0), ctx.said && e.hasWeekday():
		return true
	case ctx.stage != 0, ctx.deadline, ctx.done && !e.hasWeekday():
		return false
	case first:
		return e.hasWeekday() || ctx.narrates || e.n > 1
	case e.hasWeekday() && !ctx.ahead && c.allPlanned(): // the day of the report itself
		return true
	}
	return ctx.narrates
}

// farOff reports whether e, typed with its year, lies far from the day of
// publication, or where that is not known from the first date that was found.
func (c *collector) farOff(e *expression) bool {
	from := parseISO(c.in.Published)
	if from.IsZero() && len(c.found) > 0 {
		from = c.found[0].ends[0].Date
	}
	d := e.ends[0].Date
	if from.Year == 0 || d.Year == 0 {
		return false
	}
	days := d.number() - from.number()
	return max(days, -days) > sureDays
}

// behind reports whether e lies before the first date that was found: by more
// than 100 days, or in a sentence about the background, such as a death or the
// reason for the event. Two dates without a year are taken to be of the same year.
func (c *collector) behind(e *expression, ctx *context) bool {
	from, d := c.found[0].ends[0].Date, e.ends[0].Date
	if from.Year == 0 || d.Year == 0 {
		return ctx.background && from.Year == d.Year && d.before(from)
	}
	days := from.after(d)
	return days > sureDays || ctx.background && days > 0
}

// allPlanned reports whether the dates found so far are all said to be ahead.
func (c *collector) allPlanned() bool {
	return !slices.ContainsFunc(c.found, func(f finding) bool { return !f.planned })
}

func isPollingDay(e *expression) bool {
	return e.n == 1 && pollingDays[e.ends[0].Date]
}
