package quotes

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// readSpan reads the quotation marks of unit i at s and returns the token at
// which reading continues.
func (r *reader) readSpan(i int, s *span) int {
	if s.used {
		return s.end
	}
	s.used = true
	parts, last := r.collect(i, s)
	at := r.spanEnding(last)
	a, ok := r.attribute(i, s, last.unit, at)
	if !ok {
		return s.end
	}
	if a.end == 0 {
		a.end = at
	}
	// the second half of a quotation that its attribution broke.
	for range 4 {
		next := r.secondHalf(last.unit, a.end)
		if next == nil {
			break
		}
		next.used = true
		more, end := r.collect(last.unit, next)
		parts = append(parts, more...)
		last = end
		a.end = r.spanEnding(last)
	}
	switch {
	case a.who.known && a.sure > 0:
		r.setSubject(a.who, last.unit, s.start, true)
		if last.unit != i {
			r.current.token = last.from
		}
	case a.other:
		r.current = subject{speaker: unknownSpeaker}
	}
	r.said, r.told = attributed{unit: last.unit, end: a.end, who: a.who}, told{last.unit, a.end}
	r.say(found{kind: article.Direct, unit: i, parts: parts, who: a.who, cue: a.cue, because: a.because, sure: a.sure, repaired: s.repaired})
	if last.unit == i {
		return max(s.end, a.end)
	}
	r.units[last.unit].read = max(r.units[last.unit].read, a.end)
	return s.end
}

// attributed is the attribution of the quotation read last.
type attributed struct {
	unit, end int // token behind it
	who       speaker
}

// attribute finds the speaker of the quotation that s begins; the quotation ends before token at
// of unit last. It reports false where s is no quotation.
func (r *reader) attribute(i int, s *span, last, at int) (attribution, bool) {
	u := &r.units[i]
	a := r.lookRight(last, at)
	if a.found && !a.who.known && a.end > 0 && strings.HasSuffix(a.cue, "nya") {
		a = r.toldBelow(last, a)
	}
	if !a.found {
		a = r.lookLeft(i, s)
	}
	if !a.found && r.frame.open && r.frame.unit == i-1 && r.headsUnit(u, s) {
		a = attribution{found: true, who: r.frame.who, cue: r.frame.cue, sure: sureNarrated, because: "Q-07: a list of quotations below a frame that ends in a colon"}
	}
	if !a.found {
		a = r.besideNext(last, at)
	}
	if !a.found {
		a = r.belowDash(last, at)
	}
	if !a.found {
		cue := r.toldBefore(u, s)
		if !r.isQuotation(u, s, cue != "") {
			return a, false
		}
		a = r.lookAhead(last, at)
		if !a.found && cue != "" {
			a = attribution{found: true, who: unknownSpeaker, cue: cue, sure: sureUnknown, other: true, because: "“" + cue + "” before the opening mark has a subject that is not known"}
		}
	}
	if !r.isQuotation(u, s, a.found) {
		return a, false
	}
	if !a.found {
		a = r.bare(i, s)
	}
	return a, true
}

// toldBefore returns the verb of saying, or the noun for a call, that a comma or a colon parts
// from the opening mark of s: "Seorang peserta mengeluh, “…”", "terdengar teriakan, “…”".
func (r *reader) toldBefore(u *unit, s *span) string {
	t := u.text
	if !t.Is(s.start-1, ",") && !t.Is(s.start-1, ":") {
		return ""
	}
	k := s.start - 2
	for prose.IsAdverb(t.Low(k)) {
		k--
	}
	if k < 0 || u.in(k) != nil {
		return ""
	}
	if v, ok := prose.Saying(t.Low(k)); ok && v.Form == prose.Active && !v.Topical || calls[t.Low(k)] {
		return t.Low(k)
	}
	return ""
}

// calls are nouns for what voices call.
var calls = lists.List("calls")

// toldBelow completes an attribution to a pronoun at the head of a text by the
// paragraph below: “…,” ujarnya. | Pernyataan itu datang dari X.
func (r *reader) toldBelow(i int, a attribution) attribution {
	u := &r.units[i]
	if r.current.known || i+1 >= len(r.units) || a.end >= len(u.text.Tokens) || u.text.SentenceOf(a.end) != len(u.text.Sentences)-1 && !endsSentence(u.text, a.end) {
		return a
	}
	b := r.lookAhead(i, len(u.text.Tokens))
	if !b.found || !b.who.known {
		return a
	}
	a.who, a.sure, a.because = b.who, min(b.sure, sureNarrated), b.because
	return a
}

// belowDash reads a dash and a name on the line below a quotation.
func (r *reader) belowDash(i, k int) attribution {
	none := attribution{who: unknownSpeaker}
	if k < len(r.units[i].text.Tokens) || i+1 >= len(r.units) {
		return none
	}
	u := &r.units[i+1]
	if !isDash(u.text.At(0)) {
		return none
	}
	a := r.behindDash(u, 0)
	a.end = 0
	return a
}

// besideNext attributes a quotation without a verb to the speaker of the one
// that follows it at once: “A” “B”, tutup Darmo.
func (r *reader) besideNext(i, k int) attribution {
	next := r.units[i].in(k)
	if next == nil || next.start != k || next.used || next.to-next.from < 3 {
		return attribution{who: unknownSpeaker}
	}
	a := r.lookRight(i, next.end)
	if !a.found || !a.who.known {
		return attribution{who: unknownSpeaker}
	}
	a.end, a.cue, a.sure = 0, "", min(a.sure, sureDoubt)
	a.because = "Q-06: no verb of saying; the speaker of the quotation that follows at once"
	return a
}

// collect returns the parts of the quotation that s begins, those of the
// following paragraphs included, and the last of them.
func (r *reader) collect(i int, s *span) ([]part, part) {
	u := &r.units[i]
	parts := []part{trim(u.text, part{i, s.from, s.to})}
	last := part{i, s.from, s.to}
	for n := 0; s.continues && i+1 < len(r.units) && len(r.units[i+1].spans) > 0 && n < 8; n++ {
		i++
		next := &r.units[i].spans[0]
		if next.start != 0 || next.used {
			break
		}
		next.used = true
		parts = append(parts, trim(r.units[i].text, part{i, next.from, next.to}))
		last = part{i, next.from, next.to}
		s = next
	}
	return parts, last
}

// trim takes marks off the ends of a part.
func trim(t *prose.Text, p part) part {
	for p.from < p.to && t.Kind(p.from) == prose.Mark {
		p.from++
	}
	for p.to > p.from && t.Kind(p.to-1) == prose.Mark {
		p.to--
	}
	return p
}

// spanEnding returns the token behind the span that last ends, its mark
// included.
func (r *reader) spanEnding(last part) int {
	u := &r.units[last.unit]
	if s := u.in(max(0, min(last.to, len(u.spanAt)-1))); s != nil && s.to == last.to {
		return s.end
	}
	return last.to
}

// lookLeft reads the frame before a quotation: "X menekankan, “…", "Tambahnya
// lagi, “…" (Q-07).
func (r *reader) lookLeft(i int, s *span) attribution {
	u := &r.units[i]
	t := u.text
	none := attribution{who: unknownSpeaker}
	if t.Is(s.start-1, ":") {
		if a := r.framed(i, s.start-1); a.found && a.who.known {
			return a
		}
	}
	k := s.start - 1
	for n := 0; n < 2 && (t.Is(k, ",") || t.Is(k, ":") || t.Is(k, ";") || t.Is(k, "bahwa")); n++ {
		k--
	}
	if k < 0 || u.in(k) != nil || t.Is(k, ".") {
		return none
	}
	low := r.boundary(u, k)
	if n := u.refBefore(k + 1); t.Is(s.start-1, ":") && n >= 0 && u.refs[n].to == k+1 && u.refs[n].from == low && u.refs[n].Official >= 0 {
		return attribution{found: true, who: r.speakerOf(&u.refs[n]), sure: sureBack, because: "Q-07: name and colon before the opening mark"}
	}
	colon := t.Is(s.start-1, ":") || t.Is(s.start-1, ",")
	for j := k; j >= low && k-j < 9; j-- {
		w := t.Low(j)
		if w == "menurut" && colon {
			if f := u.refAt(j + 1); f != nil && f.to > k {
				a := attribution{found: true, cue: w, who: r.speakerOf(f), sure: sureBefore, because: "“menurut” and name before the opening mark"}
				return a
			}
			return none
		}
		if w == "menurutnya" {
			a := attribution{found: true, cue: w}
			a.who, a.sure, a.because = r.understoodSpeaker(i, w)
			return a
		}
		v, ok := prose.Saying(w)
		if !ok {
			continue
		}
		switch v.Form {
		case prose.Active:
			if j < k && !addressed(t, j+1, k+1) || v.Object && !colon && s.to-s.from < leastSpoken {
				return none // "menolak “uang rokok”"
			}
			who, how := r.subjectOf(i, j)
			if how == noSubject || how == several {
				return none
			}
			a := attribution{found: true, cue: w, who: who, sure: sureBefore, because: "Q-07: subject and verb of saying before the opening mark"}
			if who.person < 0 {
				a.sure = min(a.sure, sureRole)
			}
			return a
		case prose.Possessive:
			if j == k || j+1 == k && (t.Is(k, "lagi") || t.Is(k, "pula")) {
				a := r.understood(i, j)
				a.end = 0
				return a
			}
			return none
		case prose.Passive:
			next := j + 1
			if t.Is(next, "oleh") {
				next++
			}
			if f := u.refAt(next); f != nil && f.to > k && !f.Group {
				return attribution{found: true, cue: w, who: r.speakerOf(f), sure: sureBack, because: "V-13: passive verb of saying and name before the opening mark"}
			}
		case prose.Bare:
			if f := u.refAt(j + 1); f != nil && f.to > k && colon {
				a := attribution{found: true, cue: w, who: r.speakerOf(f), sure: sureBefore, because: "Q-07: verb of saying and name before the opening mark"}
				return a
			}
			if j == k-1 && colon && (t.Is(k, "dia") || t.Is(k, "ia")) {
				a := r.named(i, j, v)
				a.end = 0
				return a
			}
		case prose.PassiveNya: // its speaker stands further back
		}
	}
	return none
}

// leastSpoken is the least number of words in marks that are speech directly behind a verb that
// takes an object; fewer are its object.
const leastSpoken = 4

// addressed reports whether tokens from to to only say to whom, when or what
// about something is said: "kepada wartawan", "hal serupa", "bahwa".
func addressed(t *prose.Text, from, to int) bool {
	switch t.Low(from) {
	case "kepada", "hal", "dengan", "pada", "saat", "dalam", "di", "bahwa", "lagi", "pula", "lebih", "pesan", "kalimat", "pendapatnya", "harapannya",
		"kesiapannya", "pandangannya", "jika", "singkat", "alasannya", "tegas":
		return true
	}
	return from == to
}

// maxClause bounds, in tokens, how far a clause is looked at on either side of
// its verb; without it one endless sentence would take quadratic time.
const maxClause = 240

// boundary returns the first token of the narration of the sentence of token k.
func (r *reader) boundary(u *unit, k int) int {
	low := max(u.text.Sentences[u.text.SentenceOf(k)].Start, k-maxClause)
	for j := k; j >= low; j-- {
		s := u.in(j)
		if s != nil && r.isTerm(u, s) {
			j = s.start
			continue
		}
		if s != nil {
			return j + 1
		}
	}
	return low
}

// lookAhead reads "Hal tersebut disampaikan X" in the sentence behind a
// quotation.
func (r *reader) lookAhead(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	if k >= len(t.Tokens) && i+1 < len(r.units) {
		i++
		u = &r.units[i]
		t, k = u.text, 0
	}
	for t.Is(k, ".") || t.Is(k, ",") {
		k++
	}
	switch t.Low(k) {
	case "hal", "demikian", "pernyataan", "ungkapan", "pesan", "ajakan", "imbauan", "harapan", "itu", "begitu", "kalimat", "penegasan", "ucapan", "kata-kata", "itulah", "pertanyaan",
		"pengakuan", "keluhan", "cerita", "jawaban":
	default:
		return attribution{who: unknownSpeaker}
	}
	for j := k; j < k+6; j++ {
		v, ok := prose.Saying(t.Low(j))
		comes := comesFrom[t.Low(j)] && t.Is(j+1, "dari")
		if (!ok || v.Form != prose.Passive || reactions[v.Root]) && !comes {
			continue
		}
		n := j + 1
		if comes {
			n++
		}
		for t.Is(n, "oleh") || t.Is(n, "langsung") {
			n++
		}
		f := u.refAt(n)
		if f == nil {
			f = r.behindDescription(u, n)
		}
		if f != nil && !f.Group {
			return attribution{
				found: true, cue: t.Low(j), who: r.speakerOf(f), sure: sureBack,
				because: "Q-08: “" + t.Cut(k, j+1) + "” and name in the sentence behind the quotation",
			}
		}
	}
	// "Demikian bunyi spanduk …", "Begitu pesan Ketua KPU X, …".
	if writings[t.Low(k+1)] && (t.Is(k, "demikian") || t.Is(k, "begitu") || t.Is(k, "itulah")) {
		if f := u.refAt(k + 2); f != nil && !f.Group {
			return attribution{found: true, who: r.speakerOf(f), sure: sureBack, because: "Q-08: “" + t.Cut(k, k+2) + "” and name behind the quotation"}
		}
		return attribution{found: true, who: unknownSpeaker, sure: sureUnknown, because: "the words of a text, which nobody speaks"}
	}
	return attribution{who: unknownSpeaker}
}

// reactions are roots of verbs whose agent answers the words of another person.
var reactions = lists.List("reactions")

// comesFrom are verbs between words and their speaker.
var comesFrom = map[string]bool{"datang": true, "keluar": true, "meluncur": true, "terlontar": true, "berasal": true, "muncul": true}

// writings are texts whose words may be quoted, and what stands for their words.
var writings = lists.List("writings")

// bare attributes a quotation without any verb to the subject of the sentence
// before it.
func (r *reader) bare(i int, s *span) attribution {
	c := r.current
	if c.known && c.person >= 0 && (c.unit == i || c.unit == i-1 && s.start == 0) {
		return attribution{who: c.speaker, sure: sureBare, because: "Q-06: no verb of saying; the subject of the sentence before"}
	}
	return attribution{who: unknownSpeaker, sure: sureUnknown, because: "the text does not say who"}
}

// secondHalf returns the span that continues a quotation after its
// attribution, which ends before token k: nothing but the rest of the
// attribution's sentence stands between them, and the second half has no verb
// of its own.
func (r *reader) secondHalf(i, k int) *span {
	u := &r.units[i]
	t := u.text
	j := k
	for ; j < len(t.Tokens) && j < k+30; j++ {
		if s := u.in(j); s != nil {
			if j > k && !t.Is(j-1, ".") && !t.Is(j-1, ",") && !t.Is(j-1, ":") || s.start != j || s.used {
				return nil
			}
			if right := r.lookRight(i, s.end); right.found {
				return nil
			}
			if s.repaired || !r.isQuotation(u, s, true) {
				return nil
			}
			return s
		}
		if t.Is(j, ".") || t.Is(j, "!") || t.Is(j, "?") {
			if u.in(j+1) == nil {
				return nil
			}
			continue
		}
		if v, ok := prose.Saying(t.Low(j)); ok && j > k && v.Form != prose.Bare {
			return nil
		}
	}
	return nil
}

// isQuotation distinguishes quotations from names, themes and single words in marks
// . attributed says that a verb of saying stands beside it.
func (r *reader) isQuotation(u *unit, s *span, attributed bool) bool {
	t := u.text
	words, stops := 0, 0
	for k := s.from; k < s.to; k++ {
		switch t.Kind(k) {
		case prose.Word, prose.Number:
			words++
		case prose.Punct:
			switch t.At(k) {
			case ".", "?", "!":
				stops++
			}
		case prose.Mark: // no word
		}
	}
	if words == 0 {
		return false
	}
	right := r.lookRightVerb(u, s.end)
	if !right {
		for k, n := s.start-1, 0; k >= 0 && n < 3 && u.in(k) == nil; k, n = k-1, n+1 {
			if t.Kind(k) == prose.Punct && !t.Is(k, ":") {
				break
			}
			if notQuotes[t.Low(k)] {
				return false
			}
		}
	}
	if attributed || right {
		return words >= 1
	}
	if words < 5 {
		return false
	}
	sentence := s.start == 0 || t.Is(s.start-1, ".") || t.Is(s.start-1, ":") || t.Is(s.start-1, "!") || t.Is(s.start-1, "?") ||
		t.Kind(s.start-1) == prose.Mark || t.SentenceOf(s.start) != t.SentenceOf(s.start-1)
	ends := t.Is(s.to-1, ".") || t.Is(s.to-1, "?") || t.Is(s.to-1, "!") || t.Is(s.to-1, ",")
	return sentence && (ends || stops > 0 || t.Is(s.end, ".") || s.end >= len(t.Tokens))
}

// lookRightVerb reports whether a verb of saying follows directly behind token
// k.
func (r *reader) lookRightVerb(u *unit, k int) bool {
	t := u.text
	if t.Is(k, ",") || t.Is(k, ".") {
		k++
	}
	v, ok := prose.Saying(t.Low(k))
	return ok && (v.Form == prose.Bare && (!v.Weak || u.refAt(k+1) != nil) || v.Form == prose.Possessive)
}
