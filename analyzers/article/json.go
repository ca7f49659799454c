package article

import (
	"encoding/json"
	"unicode/utf8"
)

// boundary reports whether i is the start of a rune in text or its end.
func boundary(text string, i int) bool {
	return i == len(text) || utf8.RuneStart(text[i])
}

// plain is Article without its methods, so that encoding it does not recurse.
type plain Article

// MarshalJSON encodes a with offsets in code points and lists that are never
// null.
func (a Article) MarshalJSON() ([]byte, error) {
	c := a.converted(toRunes)
	fillEmpty(&c)
	return json.Marshal(plain(c))
}

// UnmarshalJSON decodes what [Article.MarshalJSON] wrote; offsets become bytes
// again.
func (a *Article) UnmarshalJSON(data []byte) error {
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*a = Article(p).converted(toBytes)
	return nil
}

// CodePoints returns a quote of a for use outside of it: with offsets in code
// points, as in the JSON of a.
func (a *Article) CodePoints(q Quote) Quote {
	only := Article{Title: a.Title, Paragraphs: a.Paragraphs, Quotes: []Quote{q}}
	return only.converted(toRunes).Quotes[0]
}

func fillEmpty(a *Article) {
	if a.EventDates == nil {
		a.EventDates = []string{}
	}
	if a.Paragraphs == nil {
		a.Paragraphs = []string{}
	}
	if a.Satker == nil {
		a.Satker = []string{}
	}
	if a.Officials == nil {
		a.Officials = []Official{}
	}
	if a.Quotes == nil {
		a.Quotes = []Quote{}
	}
	if a.Topics == nil {
		a.Topics = []Topic{}
	}
	if a.Warnings == nil {
		a.Warnings = []Warning{}
	}
}

// converted returns a copy of a in which every span went through convert. What
// a shares with the copy is not written to.
func (a Article) converted(convert func(string, Span) Span) Article {
	in := func(paragraph int, s Span) Span {
		if paragraph < 0 || paragraph >= len(a.Paragraphs) {
			return s
		}
		return convert(a.Paragraphs[paragraph], s)
	}
	a.Officials = append([]Official(nil), a.Officials...)
	for i := range a.Officials {
		o := &a.Officials[i]
		if o.Roles == nil {
			o.Roles = []Role{}
		}
		o.Mentions = append([]Mention(nil), o.Mentions...)
		for j := range o.Mentions {
			m := &o.Mentions[j]
			m.Span = in(m.Paragraph, m.Span)
		}
	}
	a.Quotes = append([]Quote(nil), a.Quotes...)
	for i := range a.Quotes {
		q := &a.Quotes[i]
		q.Parts = append([]Part{}, q.Parts...)
		for j := range q.Parts {
			p := &q.Parts[j]
			if p.In == InTitle {
				p.Span = convert(a.Title, p.Span)
			} else {
				p.Span = in(p.Paragraph, p.Span)
			}
		}
	}
	a.Warnings = append([]Warning(nil), a.Warnings...)
	for i := range a.Warnings {
		w := &a.Warnings[i]
		if w.Span == nil || w.Paragraph == nil {
			continue
		}
		s := in(*w.Paragraph, *w.Span)
		w.Span = &s
	}
	return a
}

// toRunes turns offsets in bytes into offsets in code points; what lies outside
// text is cut to it.
func toRunes(text string, s Span) Span {
	s = clamp(s, len(text))
	start := utf8.RuneCountInString(text[:s.Start])
	return Span{start, start + utf8.RuneCountInString(text[s.Start:s.End])}
}

// toBytes turns offsets in code points into offsets in bytes.
func toBytes(text string, s Span) Span {
	out := Span{len(text), len(text)}
	n := 0
	for i := range text {
		if n == s.Start {
			out.Start = i
		}
		if n == s.End {
			out.End = i
			break
		}
		n++
	}
	return clamp(out, len(text))
}

func clamp(s Span, n int) Span {
	s.Start = min(max(s.Start, 0), n)
	s.End = min(max(s.End, s.Start), n)
	return s
}

type warningJSON struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Paragraph *int   `json:"paragraph,omitempty"`
	Start     *int   `json:"start,omitempty"`
	End       *int   `json:"end,omitempty"`
}

// MarshalJSON writes the span as start and end beside the paragraph.
func (w Warning) MarshalJSON() ([]byte, error) {
	j := warningJSON{Code: w.Code, Message: w.Message, Paragraph: w.Paragraph}
	if w.Span != nil {
		j.Start, j.End = &w.Span.Start, &w.Span.End
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what [Warning.MarshalJSON] wrote.
func (w *Warning) UnmarshalJSON(data []byte) error {
	var j warningJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*w = Warning{Code: j.Code, Message: j.Message, Paragraph: j.Paragraph}
	if j.Start != nil && j.End != nil {
		w.Span = &Span{*j.Start, *j.End}
	}
	return nil
}
