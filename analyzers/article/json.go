package article

import (
	"cmp"
	"encoding/json"
	"slices"
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
	if a.Regulations == nil {
		a.Regulations = []Regulation{}
	}
	if a.Warnings == nil {
		a.Warnings = []Warning{}
	}
}

// converted returns a copy of a in which every span went through convert. What
// a shares with the copy is not written to.
func (a Article) converted(convert func(*ruler, Span) Span) Article {
	title := newRuler(a.Title)
	rulers := make([]*ruler, len(a.Paragraphs))
	in := func(paragraph int, s Span) Span {
		if paragraph < 0 || paragraph >= len(a.Paragraphs) {
			return s
		}
		if rulers[paragraph] == nil {
			rulers[paragraph] = newRuler(a.Paragraphs[paragraph])
		}
		return convert(rulers[paragraph], s)
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
				p.Span = convert(title, p.Span)
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

// A ruler measures a text in bytes and in code points. It has marks, so that each
// of the many spans of a long text is found without walking through all before it.
type ruler struct {
	text  string
	marks []mark
}

// A mark is a place in a text.
type mark struct{ bytes, runes int }

// between is how many bytes lie between two marks.
const between = 1 << 10

func newRuler(text string) *ruler {
	r := &ruler{text: text, marks: []mark{{}}}
	for len(text)-r.last().bytes > between {
		at := r.last().bytes + between
		for !boundary(text, at) && at < r.last().bytes+between+utf8.UTFMax {
			at++
		}
		r.marks = append(r.marks, mark{at, r.last().runes + utf8.RuneCountInString(text[r.last().bytes:at])})
	}
	return r
}

func (r *ruler) last() mark { return r.marks[len(r.marks)-1] }

// runes returns how many code points lie before so many bytes.
func (r *ruler) runes(bytes int) int {
	i, found := slices.BinarySearchFunc(r.marks, bytes, func(m mark, b int) int { return cmp.Compare(m.bytes, b) })
	if !found {
		i--
	}
	return r.marks[i].runes + utf8.RuneCountInString(r.text[r.marks[i].bytes:bytes])
}

// bytes returns how many bytes lie before so many code points; all of them where
// there are fewer.
func (r *ruler) bytes(runes int) int {
	i, found := slices.BinarySearchFunc(r.marks, runes, func(m mark, n int) int { return cmp.Compare(m.runes, n) })
	if !found {
		i--
	}
	if i < 0 {
		return len(r.text)
	}
	n := r.marks[i].runes
	for at := range r.text[r.marks[i].bytes:] {
		if n == runes {
			return r.marks[i].bytes + at
		}
		n++
	}
	return len(r.text)
}

// toRunes turns offsets in bytes into offsets in code points; what lies outside
// the text is cut to it.
func toRunes(r *ruler, s Span) Span {
	s = clamp(s, len(r.text))
	return Span{r.runes(s.Start), r.runes(s.End)}
}

// toBytes turns offsets in code points into offsets in bytes.
func toBytes(r *ruler, s Span) Span {
	return clamp(Span{r.bytes(s.Start), r.bytes(s.End)}, len(r.text))
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
