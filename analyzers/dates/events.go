package dates

import (
	"slices"
	"strings"

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
	// Quoted are the spans of each paragraph inside quotation marks; where it
	// is nil they are found by the marks.
	Quoted [][]article.Span
}

// A Result is what [Events] finds. Dates are ISO, in order, each once; Details
// say which words gave them, in the order of the text.
type Result struct {
	Dates    []string
	Details  []article.EventDate
	Warnings []article.Warning
}

// Events returns the days on which what an article tells happened or is
// planned. Only news has them. Dates of laws, of polling days and of earlier or
// later stages that are only mentioned are left out, as is everything inside
// quotation marks. The date in the opening counts where the text names no
// other.
func Events(in Input) Result {
	var out Result
	if in.Kind != article.News && in.Kind != "" {
		return out
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
	for _, f := range c.found {
		c.report(&out, &r, f)
	}
	if len(out.Dates) == 0 && in.Opening.date.n > 0 {
		c.report(&out, &r, finding{expression: in.Opening.date, paragraph: -1, words: in.Opening.Words})
	}
	if len(out.Dates) == 0 {
		c.titleDate(&out, &r)
	}
	slices.Sort(out.Dates)
	out.Dates = slices.Compact(out.Dates)
	return out
}

// A finding is an expression that counts.
type finding struct {
	expression
	paragraph int // -1 outside the paragraphs
	planned   bool
	words     string
}

// report adds the days of f, where their year can be told.
func (c *collector) report(out *Result, r *resolver, f finding) {
	v, ok := r.resolve(f.expression, f.planned)
	if !ok {
		return
	}
	for i, e := range f.ends[:f.n] {
		d := e.Date.in(v.years[i])
		if !d.valid() {
			continue
		}
		out.Dates = append(out.Dates, d.String())
		out.Details = append(out.Details, article.EventDate{Date: d.String(), Text: f.words, Basis: v.basis, Confidence: v.confidence})
		if e.weekday != noWeekday && e.weekday != d.weekday() {
			w := article.Warning{
				Code:    article.WarnWeekdayMismatch,
				Message: "Hari dan tanggal tidak cocok: " + d.String() + " adalah " + d.weekday().String() + ", bukan " + e.weekday.String() + ".",
			}
			if f.paragraph >= 0 {
				paragraph, span := f.paragraph, f.Span
				w.Paragraph, w.Span = &paragraph, &span
			}
			out.Warnings = append(out.Warnings, w)
		}
	}
}

// String returns the Indonesian name of the weekday.
func (w weekday) String() string {
	return [...]string{"", "Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}[w]
}

// titleDate takes a date that stands in the title alone.
func (c *collector) titleDate(out *Result, r *resolver) {
	if e, ok := next(c.in.Title, 0); ok && e.ends[0].Year != 0 {
		c.report(out, r, finding{expression: e, paragraph: -1, words: c.in.Title[e.Start:e.End]})
	}
}

// A collector goes through the text once and keeps what counts.
type collector struct {
	in    *Input
	found []finding
	// lead is the end of the sentence, in paragraph leadIn, up to which dates
	// are taken for what the article is about.
	leadIn, lead int
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
	for p, text := range c.in.Paragraphs {
		var quoted spans
		if c.in.Quoted == nil {
			quoted = quotedSpans(text, p+1 < len(c.in.Paragraphs) && startsQuoted(c.in.Paragraphs[p+1]))
		} else if p < len(c.in.Quoted) {
			quoted = c.in.Quoted[p]
		}
		r.collect(text, quoted)
		c.paragraph(r, p, text, quoted)
	}
}

// lacksYear reports whether a year has to be worked out.
func (c *collector) lacksYear() bool {
	return c.in.Opening.date.n > 0 && c.in.Opening.date.ends[0].Year == 0 ||
		slices.ContainsFunc(c.found, func(f finding) bool { return f.ends[0].Year == 0 })
}

// paragraph files the dates of one paragraph.
func (c *collector) paragraph(r *resolver, p int, text string, quoted spans) {
	if c.lead < 0 {
		c.leadIn, c.lead = p, sentenceEnd(text, 0)
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
		ctx := contextOf(text, e)
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
			if e.n == 2 {
				r.note(e.ends[1].Date)
			}
		}
		if !counts {
			continue
		}
		if len(c.found) == 0 && !inLead { // the sentence that first names a date leads as well
			c.leadIn, c.lead = p, sentenceEnd(text, e.End)
		}
		c.found = append(c.found, finding{e, p, ctx.ahead, text[e.Start:e.End]})
	}
}

// counts decides whether e is a day of what the article tells.
func (c *collector) counts(e *expression, ctx *context, inLead bool) bool {
	if y := e.ends[0].Year; y != 0 && y < firstYear {
		return false
	}
	reported := e.brackets && e.hasWeekday() || e.hasWeekday() && !e.words // "Selasa (4/11)": the way in which a report dates itself
	switch {
	case ctx.dated, ctx.law && !e.hasWeekday():
		return false
	case isPollingDay(e) && !(inLead && reported):
		return false
	case ctx.polling && !ctx.rehearsal && (!reported || !inLead && (ctx.ahead || len(c.found) > 0)):
		return false
	case ctx.deadline && e.n == 1 && !reported:
		return false
	case ctx.besides && !e.hasWeekday() && ctx.reportFollows:
		return false
	case inLead:
		return !(ctx.before && !ctx.dayBefore && e.n == 1 && !reported)
	case ctx.dayBefore:
		return true
	case ctx.before && e.n == 1:
		return false
	case reported, e.brackets && len(c.found) == 0:
		return !ctx.deadline || e.n == 2
	case ctx.until && len(c.found) > 0:
		return true
	case ctx.stage, ctx.deadline:
		return false
	case len(c.found) == 0:
		return e.hasWeekday() || ctx.narrates || e.n == 2
	}
	return ctx.narrates
}

func isPollingDay(e *expression) bool {
	return e.n == 1 && pollingDays[e.ends[0].Date]
}

// spans are ranges of a text in order.
type spans []article.Span

// hold reports whether byte i lies in one of the spans.
func (s spans) hold(i int) bool {
	n, _ := slices.BinarySearchFunc(s, i, func(a article.Span, i int) int {
		if a.End <= i {
			return -1
		}
		return 1
	})
	return n < len(s) && s[n].Start <= i
}

// quotedSpans finds what stands between double quotation marks. Marks pair by
// their place: one after a space or a bracket opens. A quotation that is not
// closed ends with its sentence, or runs to the end of the paragraph where it
// goes on in the next one.
func quotedSpans(text string, goesOn bool) spans {
	var out spans
	start := -1
	for i := 0; i < len(text); {
		size := quoteMark(text[i:])
		if size == 0 {
			i++
			continue
		}
		opens := (i == 0 || strings.IndexByte(" (\n", text[i-1]) >= 0) && i+size < len(text) && text[i+size] != ' '
		if start >= 0 && strings.HasPrefix(text[i:], "”") {
			opens = false // "…, ”tegas Budi"
		}
		switch {
		case start < 0 && opens:
			start = i
		case start >= 0 && opens:
			out = append(out, article.Span{Start: start, End: sentenceEnd(text[:i], start+1)})
			start = i
		case start >= 0:
			out = append(out, article.Span{Start: start, End: i + size})
			start = -1
		}
		i += size
	}
	switch {
	case start >= 0 && goesOn:
		out = append(out, article.Span{Start: start, End: len(text)})
	case start >= 0:
		out = append(out, article.Span{Start: start, End: sentenceEnd(text, start+1)})
	}
	return out
}

func startsQuoted(text string) bool {
	text = strings.TrimLeft(text, " ")
	return text != "" && quoteMark(text) > 0
}

// quoteMark returns the length in bytes of the double quotation mark that text
// begins with, or 0.
func quoteMark(text string) int {
	if text[0] == '"' {
		return 1
	}
	if text[0] == 0xE2 && len(text) >= 3 {
		switch text[:3] {
		case "“", "”", "„", "‟", "″":
			return 3
		}
	}
	return 0
}

// sentenceEnd returns the end of the sentence that text[i:] stands in.
func sentenceEnd(text string, i int) int {
	for ; i+1 < len(text); i++ {
		if b := text[i]; (b == '.' || b == '!' || b == '?') && text[i+1] == ' ' && endsSentence(text, i) {
			return i + 1
		}
	}
	return len(text)
}

// sentenceStart returns the start of the sentence that text[i:] stands in,
// looking back at most a few hundred bytes.
func sentenceStart(text string, i int) int {
	for j := i - 1; j > 0 && i-j < 400; j-- {
		if b := text[j-1]; text[j] == ' ' && (b == '.' || b == '!' || b == '?') && endsSentence(text, j-1) {
			return j + 1
		}
	}
	return max(0, i-400)
}

// endsSentence reports whether the mark at text[i], a space behind it, ends a
// sentence rather than an abbreviation.
func endsSentence(text string, i int) bool {
	if text[i] != '.' {
		return true
	}
	next := skipSpaces(text, i+1)
	if next < len(text) && !startsSentence(text, next) {
		return false
	}
	n := 0
	for j := i - 1; j >= 0 && isLetter(text[j]) && n < 5; j-- {
		n++
	}
	return n == 0 || n > 3
}
