package quotes

import (
	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// span is the text between a pair of quotation marks of a paragraph: the
// tokens from to to, and with the marks, as far as they are there, start to end.
type span struct {
	start, from, to, end int
	repaired             bool // a mark was missing
	continues            bool // in the next paragraph
	continued            bool // from the paragraph before
	used                 bool // belongs to a quote already
}

// maxOpen is how many tokens an unclosed quotation may run on, some 600
// characters.
const maxOpen = 110

// pairMarks finds the spans of all paragraphs.
func (r *reader) pairMarks() {
	open := false // a quotation is open from the paragraph before
	for i := range r.units {
		u := &r.units[i]
		open = r.pairUnit(i, open)
		if len(u.spans) == 0 {
			continue
		}
		u.spanAt = make([]int32, len(u.text.Tokens))
		for k := range u.spans {
			for j := u.spans[k].start; j < u.spans[k].end; j++ {
				u.spanAt[j] = int32(k + 1)
			}
		}
	}
}

// pairUnit pairs the marks of unit i. continued says that a quotation is open from
// the paragraph before; the result says the same for the next.
func (r *reader) pairUnit(i int, continued bool) bool {
	u := &r.units[i]
	t := u.text
	marks := 0
	for k := range t.Tokens {
		if t.Tokens[k].Kind == prose.Mark {
			marks++
		}
	}
	if marks == 0 {
		if n := len(t.Tokens); continued && n > 0 { // between the opening and the closing mark
			u.spans = append(u.spans, span{start: 0, from: 0, to: n, end: n, continues: true, continued: true})
			return true
		}
		return false
	}
	opened := -1 // token of the open mark
	lastEnd := 0 // token behind the last span
	next := newMarks(t)
	for k := range t.Tokens {
		if t.Tokens[k].Kind != prose.Mark {
			continue
		}
		look := next.look(k)
		switch {
		case opened < 0 && continued && lastEnd == 0 && look == closer && len(u.spans) == 0:
			// The quotation of the paragraph before ends here.
			u.spans = append(u.spans, span{start: 0, from: 0, to: k, end: k + 1, continued: true})
			lastEnd = k + 1
		case opened < 0 && look == closer:
			// the opening mark is missing.
			from := r.missingOpener(u, lastEnd, k)
			if from < k {
				u.spans = append(u.spans, span{start: from, from: from, to: k, end: k + 1, repaired: true})
			}
			lastEnd = k + 1
		case opened < 0:
			opened = k
		case look == opener && next.nested(k):
			next.skip = true // "pesta" within a quotation: its partner is skipped
		case next.skip:
			next.skip = false
		case look == opener && !r.isClosedBy(t, opened, k):
			// the one before was never closed.
			end := r.missingCloser(u, opened, k)
			u.spans = append(u.spans, r.cutSpeech(u, span{start: opened, from: opened + 1, to: end, end: end, repaired: true}))
			r.warn(i, opened, opened+1, article.WarnUnclosedQuote, "Tanda kutip ini tidak ditutup.")
			lastEnd = end
			opened = k
		default:
			u.spans = append(u.spans, r.cutSpeech(u, span{start: opened, from: opened + 1, to: k, end: k + 1}))
			opened, lastEnd = -1, k+1
		}
	}
	if opened < 0 {
		return false
	}
	// Open at the end of the paragraph.
	end := r.missingCloser(u, opened, len(t.Tokens))
	if r.closedLater(i) {
		end = len(t.Tokens)
	}
	if end == len(t.Tokens) && i+1 < len(r.units) && (r.closedLater(i) || opensOrCloses(r.units[i+1].text)) {
		u.spans = append(u.spans, span{start: opened, from: opened + 1, to: len(t.Tokens), end: len(t.Tokens), continues: true})
		return true
	}
	u.spans = append(u.spans, r.cutSpeech(u, span{start: opened, from: opened + 1, to: end, end: end, repaired: true}))
	r.warn(i, opened, opened+1, article.WarnUnclosedQuote, "Tanda kutip ini tidak ditutup.")
	return false
}

// mostParagraphs is how many paragraphs without a mark a quotation may take in.
const mostParagraphs = 6

// closedLater reports whether the quotation that is open at the end of
// paragraph i continues through paragraphs without marks, none of which narrates,
// to one whose first mark closes it.
func (r *reader) closedLater(i int) bool {
	for j := i + 1; j < len(r.units) && j <= i+mostParagraphs; j++ {
		t := r.units[j].text
		m := newMarks(t)
		first := -1
		for k := range t.Tokens {
			if t.Tokens[k].Kind == prose.Mark {
				first = k
				break
			}
		}
		if first < 0 {
			if r.isNarration(j, len(t.Tokens)) {
				return false
			}
			continue
		}
		return first > 0 && m.look(first) == closer && !r.isNarration(j, first)
	}
	return false
}

// isNarration reports whether paragraph j begins as narration and not as speech:
// with a connector of narration, or a name beside a verb of saying.
func (r *reader) isNarration(j, to int) bool {
	u := &r.units[j]
	t := u.text
	if to == 0 || r.narrates(u, 0) {
		return true
	}
	for k := 0; k < min(to, maxOpen); k++ {
		v, ok := prose.Saying(t.Low(k))
		if !ok {
			continue
		}
		if v.Form == prose.Active && k > 0 && u.refBefore(k) >= 0 || v.Form == prose.Bare && u.refAt(k+1) != nil || v.Form == prose.Possessive && t.Is(k-1, ",") {
			return true
		}
	}
	return false
}

// cutSpeech ends s before an attribution that the marks take in by mistake
// "“Gudang siap, ujar Rina.”", or that stands where the marks are not closed.
// Behind the latter a few words of narration may follow.
func (r *reader) cutSpeech(u *unit, s span) span {
	t := u.text
	tail := 0
	if s.repaired {
		tail = 12
	}
	for k := max(s.from+1, s.to-14-tail); k+1 < s.to; k++ {
		if !t.Is(k, ",") {
			continue
		}
		v, ok := prose.Saying(t.Low(k + 1))
		if !ok {
			continue
		}
		end := 0
		switch f := u.refAt(k + 2); {
		case v.Form == prose.Possessive:
			end = k + 2
		case v.Form == prose.Bare && f != nil && !f.Group:
			end = f.to
		default:
			continue
		}
		for end < s.to && t.Kind(end) == prose.Punct {
			end++
		}
		if end+tail >= s.to {
			s.to, s.end, s.repaired = k+1, k+1, true
			return s
		}
	}
	return s
}

// opensOrCloses reports whether a paragraph begins with a mark, or has one that
// closes before any that opens: the quotation of the paragraph before continues.
func opensOrCloses(t *prose.Text) bool {
	m := newMarks(t)
	for k := range t.Tokens {
		if t.Tokens[k].Kind != prose.Mark {
			continue
		}
		return k == 0 || m.look(k) == closer
	}
	return false
}

type look uint8

const (
	either look = iota
	opener
	closer
)

// marks judges the marks of a text by what stands around them.
type marks struct {
	t        *prose.Text
	skip     bool
	reversed bool // "”" opens: ”Siap,“ kata Rina
}

func newMarks(t *prose.Text) *marks {
	m := &marks{t: t}
	for k := range t.Tokens {
		if t.Tokens[k].Kind == prose.Mark && t.At(k) == "”" && (k == 0 || !t.Glued(k)) && t.Glued(k+1) && t.Kind(k+1) == prose.Word {
			m.reversed = true
			break
		}
	}
	return m
}

// look says what the mark at token k looks like from its place: glued to the
// word behind it opens, glued to the word or sign before it closes; a verb of
// saying behind it closes whatever else holds.
func (m *marks) look(k int) look {
	t := m.t
	if k == 0 {
		return opener
	}
	gluedLeft := t.Glued(k)
	gluedRight := k+1 < len(t.Tokens) && t.Glued(k+1)
	before := t.At(k - 1)
	stop := before == "," || before == "." || before == "?" || before == "!" || before == "…"
	after := k + 1
	if t.Is(after, ",") {
		after++
	}
	if v, ok := prose.Saying(t.Low(after)); ok && (v.Form == prose.Bare || v.Form == prose.Possessive) && (stop || gluedLeft || t.Is(k+1, ",")) {
		if !(gluedRight && !gluedLeft && t.Upper(after)) {
			return closer
		}
	}
	switch {
	case k+1 == len(t.Tokens):
		return closer
	case gluedLeft && !gluedRight:
		return closer
	case gluedRight && !gluedLeft:
		if isQuoteSign(t.At(k+1)) && t.Kind(k+2) == prose.Word {
			return opener // a quotation within begins at once
		}
		if t.Kind(k+1) == prose.Punct && !t.Is(k+1, "(") && !t.Is(k+1, "#") && !t.Is(k+1, "…") && !t.Is(k+1, ".") {
			return closer
		}
		return opener
	case gluedLeft && gluedRight:
		switch {
		case t.Kind(k+1) == prose.Punct:
			return closer
		case before == "(" || before == "[":
			return opener
		case stop && t.Upper(k+1):
			if t.At(k) == "”" && !m.reversed {
				return closer
			}
			return opener
		}
	}
	return either
}

// isQuoteSign reports whether a token is a single quotation mark.
func isQuoteSign(s string) bool { return s == "'" || s == "‘" || s == "’" || s == "`" }

// nested reports whether the mark at k, inside a quotation, opens a few words
// set off in it: its partner comes soon, and one more mark closes the whole.
func (m *marks) nested(k int) bool {
	t := m.t
	if t.Upper(k+1) && (t.Is(k-1, ".") || t.Is(k-1, ",") && !t.Glued(k)) && !m.t.Tokens[k].Glued && t.Is(k-1, ".") {
		return false
	}
	for j, n := k+1, 0; j < len(t.Tokens) && n < 16; j, n = j+1, n+1 {
		if t.Tokens[j].Kind != prose.Mark {
			continue
		}
		if m.look(j) != closer {
			return false
		}
		for e, n := j+1, 0; e < len(t.Tokens) && n < maxOpen; e, n = e+1, n+1 {
			if t.Tokens[e].Kind == prose.Mark {
				return m.look(e) != opener
			}
		}
		return false
	}
	return false
}

// isClosedBy reports whether a mark at k that looks like an opener closes the
// one at opened all the same: nothing else could ("“kaget, ” tegas").
func (r *reader) isClosedBy(t *prose.Text, opened, k int) bool {
	return k-opened > 1 && !t.Glued(k+1)
}

// missingCloser returns the token at which an unclosed quotation ends: behind
// its first sentence that is followed by narration.
func (r *reader) missingCloser(u *unit, opened, limit int) int {
	t := u.text
	limit = min(limit, opened+1+maxOpen)
	end := limit
	s := t.SentenceOf(opened + 1)
	for ; s < len(t.Sentences); s++ {
		stop := t.Sentences[s].End
		if stop >= limit {
			return limit
		}
		end = stop
		if r.narrates(u, stop) {
			return end
		}
	}
	return end
}

// narrates reports whether the sentence at token i is narration: it begins with
// a connector, or one of its first references is a subject.
func (r *reader) narrates(u *unit, i int) bool {
	t := u.text
	switch t.Low(i) {
	case "sementara", "sedangkan", "selain", "selanjutnya", "turut", "kegiatan", "acara", "rapat", "lebih", "menurut", "ia", "menanggapi", "senada", "hadir":
		return true
	case "dalam":
		return t.Is(i+1, "kesempatan") || t.Is(i+1, "arahannya") || t.Is(i+1, "sambutannya")
	case "hal":
		return true
	}
	for k := i; k < i+3; k++ {
		if f := u.refAt(k); f != nil && f.Official >= 0 {
			return true
		}
	}
	return false
}

// missingOpener returns the token at which a quotation without an opening mark
// begins: the sentence of the closing mark, or up to three sentences back where
// they are no narration.
func (r *reader) missingOpener(u *unit, low, k int) int {
	t := u.text
	s := t.SentenceOf(k - 1)
	from := max(low, t.Sentences[s].Start)
	if v, ok := prose.Saying(t.Low(from)); ok && low > 0 && from == low && (v.Form == prose.Possessive || v.Form == prose.Bare && u.refAt(from+1) != nil) {
		return k // behind an attribution the narration goes on: no speech begins there
	}
	for n := 0; n < 2 && s > 0; n++ {
		s--
		start := t.Sentences[s].Start
		if start < low || r.namesPerson(u, start, t.Sentences[s].End) || r.narrates(u, start) || !firstPerson(t, start, from) {
			break
		}
		from = start
	}
	for t.Kind(from) == prose.Punct && from < k {
		from++
	}
	return from
}

// namesPerson reports whether tokens from to to of u name a person.
func (r *reader) namesPerson(u *unit, from, to int) bool {
	k := u.refBefore(to)
	return k >= 0 && u.refs[k].from >= from
}

// firstPerson reports whether a speaker talks of himself between two tokens.
func firstPerson(t *prose.Text, from, to int) bool {
	for i := from; i < to; i++ {
		switch t.Low(i) {
		case "kami", "kita", "saya", "aku":
			return true
		}
	}
	return false
}
