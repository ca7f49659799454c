// Package quotes finds what the people of an article say: between quotation
// marks, in reported speech, and in direct speech that was printed without
// marks, each with its speaker and the words that name the speaker.
//
// The rules are the V- and Q-rules of docs/rules.md. The reader walks the text once
// and keeps the current reporting subject, the person whose words or acts the
// narration reported last: "ujarnya" and "ia" mean that person. If the text does not
// name the speaker, the speaker stays unknown: a wrong speaker is worse than none.
package quotes

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
	"warta/analyzers/officials"
)

// Input is an article whose people have been found.
type Input struct {
	People officials.Result
}

// Find returns the quotes of an article in the order of its text, those of the
// title first, and warns of quotation marks that are not closed. It is a pure
// function, linear in the length of the text.
func Find(in Input) ([]article.Quote, []article.Warning) {
	r := reader{people: in.People}
	r.prepare()
	for i := range r.units {
		r.readUnit(i)
	}
	r.readTitle()
	return r.quotes(), r.warnings
}

// speaker is the source of a quote: a person, a post alone, or unknown.
type speaker struct {
	person int // index into the officials, or -1
	role   *article.Role
	known  bool // the text says who; person may still be -1 where it names a post only
}

var unknownSpeaker = speaker{person: -1}

// subject is the current reporting subject with how it became that.
type subject struct {
	speaker
	unit, token int
	firm        bool // subject of a reporting clause, not only of the narration
	doubtful    bool // another person or thing was the subject of a sentence since
}

// found is a quote in the making.
type found struct {
	kind     article.QuoteKind
	unit     int // index into units, -1 for the title
	parts    []part
	who      speaker
	cue      string
	because  string
	sure     float64
	repaired bool
	verbatim bool // of the title: its words stand between marks
}

// part is a range of tokens of one unit.
type part struct{ unit, from, to int }

type reader struct {
	people   officials.Result
	units    []unit
	title    unit
	current  subject
	out      []found
	warnings []article.Warning

	order   []int                  // people who have spoken, the last one last
	places  map[int][]place        // where people are named, filled when asked for
	bearing map[string][]int       // people by lower-case word of their names, likewise
	sexes   map[int]knownSex       // likewise
	held    map[article.Role][]int // holders of posts that are named alone, likewise
	guest   *speaker               // the person interviewed, likewise
	frame   frame                  // the frame that the paragraph before ended in
	said    attributed             // the attribution of the quotation read last
	told    told                   // the place behind the attribution read last
	joined  joint                  // where the statement read last ends before another of its subject
	parts   map[string][]int       // people by the part they had in the event
}

// unit is a paragraph, or the title.
type unit struct {
	paragraph int
	text      *prose.Text
	refs      []ref
	unsure    []int // tokens at which a subject begins that may be a person or not
	spans     []span
	spanAt    []int32 // by token: 1 + index of the span that it belongs to, marks included; 0 outside
	heading   bool
	read      int // tokens before it belong to a quotation that began in a paragraph before
}

// ref is a place that names a person, in tokens.
type ref struct {
	from, to   int // with posts, titles and degrees
	name, nend int // the name or the post alone
	*officials.Reference
}

// prepare sets the units with their references and spans.
func (r *reader) prepare() {
	r.units = make([]unit, len(r.people.Paragraphs))
	for i, t := range r.people.Paragraphs {
		r.units[i] = unit{paragraph: i, text: t}
	}
	r.title = unit{paragraph: officials.InTitle, text: r.people.Title}
	for i := range r.people.References {
		reference := &r.people.References[i]
		u := &r.title
		if reference.Paragraph >= 0 {
			u = &r.units[reference.Paragraph]
		}
		t := u.text
		u.refs = append(u.refs, ref{
			from: t.TokenAt(reference.Whole.Start), to: t.TokenAt(reference.Whole.End-1) + 1,
			name: t.TokenAt(reference.Span.Start), nend: t.TokenAt(reference.Span.End-1) + 1,
			Reference: reference,
		})
	}
	for _, s := range r.people.Unsure {
		if s.Paragraph >= 0 {
			u := &r.units[s.Paragraph]
			u.unsure = append(u.unsure, u.text.TokenAt(s.Span.Start))
		}
	}
	r.pairMarks()
	for i := range r.units {
		r.units[i].heading = isHeading(&r.units[i])
		r.noteParts(i)
	}
}

// isHeading reports whether a paragraph is a sub-heading, at which the
// reporting subject is forgotten.
func isHeading(u *unit) bool {
	n := len(u.text.Tokens)
	if n == 0 || n > 12 || len(u.spans) > 0 {
		return false
	}
	switch u.text.At(n - 1) {
	case ".", "!", ":", ",", ";":
		return false
	}
	for i := range u.text.Tokens {
		if v, ok := prose.Saying(u.text.Low(i)); ok && v.Form != prose.Bare {
			return false
		}
	}
	return true
}

// refAt returns the reference that begins at token i.
func (u *unit) refAt(i int) *ref {
	k, ok := slices.BinarySearchFunc(u.refs, i, func(f ref, i int) int { return f.from - i })
	if ok {
		return &u.refs[k]
	}
	return nil
}

// refBefore returns the index of the last reference that ends at or before
// token i, or -1.
func (u *unit) refBefore(i int) int {
	k, _ := slices.BinarySearchFunc(u.refs, i, func(f ref, i int) int {
		if f.to <= i {
			return -1
		}
		return 1
	})
	return k - 1
}

// in returns the span that token i belongs to, or nil.
func (u *unit) in(i int) *span {
	if i < 0 || i >= len(u.spanAt) || u.spanAt[i] == 0 {
		return nil
	}
	return &u.spans[u.spanAt[i]-1]
}

// textOf returns the text in which f stands.
func (r *reader) textOf(f *ref) *prose.Text {
	if f.Paragraph < 0 {
		return r.title.text
	}
	return r.units[f.Paragraph].text
}

// quotes turns what was found into quotes.
func (r *reader) quotes() []article.Quote {
	slices.SortStableFunc(r.out, func(a, b found) int {
		if a.parts[0].unit != b.parts[0].unit {
			return a.parts[0].unit - b.parts[0].unit
		}
		return a.parts[0].from - b.parts[0].from
	})
	var all []article.Quote
	for i := range r.out {
		if q, ok := r.quote(&r.out[i]); ok {
			all = append(all, q)
		}
	}
	return all
}

func (r *reader) quote(f *found) (article.Quote, bool) {
	q := article.Quote{Kind: f.kind, Cue: f.cue, Because: f.because, Confidence: f.sure, Verbatim: f.verbatim}
	texts := make([]string, 0, len(f.parts))
	for _, p := range f.parts {
		u := &r.title
		piece := article.Part{In: article.InTitle}
		if p.unit >= 0 {
			u = &r.units[p.unit]
			piece = article.Part{In: article.InParagraph, Paragraph: u.paragraph}
		}
		if p.from >= p.to {
			continue
		}
		piece.Span = article.Span{Start: int(u.text.Tokens[p.from].Start), End: int(u.text.Tokens[p.to-1].End)}
		texts = append(texts, piece.Span.Of(u.text.Raw))
		q.Parts = append(q.Parts, piece)
	}
	if len(q.Parts) == 0 {
		return q, false
	}
	q.Text = strings.Join(texts, " ")
	if f.repaired {
		q.Confidence *= 0.85
	}
	if f.who.person >= 0 {
		o := r.people.Person(f.who.person)
		q.Speaker = &article.Person{ID: o.ID, Name: o.Name}
		if r.people.Doubtful(f.who.person) {
			q.Confidence = min(q.Confidence, sureDoubtful)
			q.Because += "; where the name begins is not sure"
		}
		if len(o.Roles) > 0 {
			role := o.Roles[0]
			q.Role = &role
		}
	} else if f.who.role != nil {
		role := *f.who.role
		q.Role = &role
	}
	return q, true
}

// warn adds a warning for tokens from to to of unit i.
func (r *reader) warn(i, from, to int, code, message string) {
	if len(r.warnings) >= 50 {
		return
	}
	u := &r.units[i]
	paragraph := u.paragraph
	s := article.Span{Start: int(u.text.Tokens[from].Start), End: int(u.text.Tokens[to-1].End)}
	r.warnings = append(r.warnings, article.Warning{Code: code, Message: message, Paragraph: &paragraph, Span: &s})
}

// say adds a quote.
func (r *reader) say(f found) { r.out = append(r.out, f) }
