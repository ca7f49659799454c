package quotes

import (
	"strconv"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// attribution is what the words beside a quotation say of its speaker.
type attribution struct {
	who     speaker
	cue     string
	because string
	sure    float64
	end     int  // token behind it
	found   bool // there is an attribution, whether or not it tells who
}

// readSpan reads the quotation marks of unit i at s and returns the token at
// which reading goes on.
func (r *reader) readSpan(i int, s *span) int {
	u := &r.units[i]
	if s.used {
		return s.end
	}
	s.used = true
	parts, last := r.collect(i, s)
	end := &r.units[last.unit]
	at := r.spanEnding(last)
	a := r.lookRight(last.unit, at)
	if !a.found {
		a = r.lookLeft(i, s)
	}
	if !a.found {
		if !r.isQuotation(u, s, false) {
			return s.end
		}
		a = r.lookAhead(last.unit, at)
	}
	if !r.isQuotation(u, s, a.found) {
		return s.end
	}
	if !a.found {
		a = r.bare(i, s)
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
	repaired := s.repaired
	if a.who.known && a.sure > 0 {
		r.setSubject(a.who, i, s.start, true)
	}
	r.say(found{kind: article.Direct, unit: i, parts: parts, who: a.who, cue: a.cue, because: a.because, sure: a.sure, repaired: repaired})
	_ = end
	if last.unit == i {
		return max(s.end, a.end)
	}
	return s.end
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
		if next.start != 0 {
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

// lookRight reads the attribution behind a quotation that ends before token k
// (V-01 to V-04, Q-01).
func (r *reader) lookRight(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	for n := 0; n < 2 && (t.Is(k, ",") || t.Is(k, ".") || t.Kind(k) == prose.Mark); n++ {
		k++
	}
	switch t.Low(k) {
	case "demikian", "begitu", "masih", "kembali":
		k++
	}
	v, ok := prose.Saying(t.Low(k))
	if u.in(k) != nil {
		return attribution{who: nobody}
	}
	if !ok {
		return r.likeSaying(i, k)
	}
	switch v.Form {
	case prose.Possessive:
		return r.understood(i, k)
	case prose.Bare:
		return r.named(i, k, v)
	case prose.Passive:
		if a := r.named(i, k, v); a.found && a.who.known {
			return a
		}
	}
	return attribution{who: nobody}
}

// likeSaying reads a word in the place of a verb of saying that is none of the
// list: "…," bisiknya. and "…," bisik Rina.
func (r *reader) likeSaying(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	none := attribution{who: nobody}
	if k < 2 || t.Upper(k) || t.Kind(k) != prose.Word || functional[t.Low(k)] {
		return none
	}
	mark := k - 1
	if t.Is(mark, ",") {
		mark--
	}
	stop := t.At(mark - 1)
	if t.Kind(mark) != prose.Mark || stop != "," && stop != "?" && stop != "!" && !t.Is(k-1, ",") {
		return none
	}
	if low := t.Low(k); len(low) > 5 && low[len(low)-3:] == "nya" && (t.Is(k+1, ".") || t.Is(k+1, ",")) {
		a := r.understood(i, k)
		a.sure = min(a.sure, sureUnmarked)
		return a
	}
	f := u.refAt(k + 1)
	if f == nil || f.Group {
		return none
	}
	a := attribution{found: true, cue: t.Low(k), end: f.to, who: r.speakerOf(f)}
	r.byName(&a, u, f)
	a.sure = min(a.sure, sureNarrated)
	return a
}

// functional words stand behind a quotation without being verbs of saying.
var functional = map[string]bool{
	"saat": true, "ketika": true, "sambil": true, "seraya": true, "dan": true, "yang": true, "dari": true, "oleh": true,
	"kepada": true, "untuk": true, "dengan": true, "di": true, "dalam": true, "pada": true, "bersama": true, "itu": true, "ini": true, "milik": true,
	"karya": true, "antara": true, "serta": true, "atau": true, "seperti": true, "bagi": true, "ke": true, "usai": true, "hingga": true, "sebagai": true,
	"adalah": true, "merupakan": true, "akan": true, "menurut": true, "begitu": true, "demikian": true, "tersebut": true, "bukan": true,
}

// understood binds "ujarnya" at token k to the current reporting subject
//
func (r *reader) understood(i, k int) attribution {
	t := r.units[i].text
	a := attribution{found: true, cue: t.Low(k), end: k + 1, who: nobody}
	for range 2 {
		switch t.Low(a.end) {
		case "lagi", "pula":
			a.cue += " " + t.Low(a.end)
			a.end++
		}
	}
	a.who, a.sure, a.because = r.understoodSpeaker(i, k, a.cue)
	return a
}

// understoodSpeaker says who "he" is at token k of unit i, how surely, and why.
func (r *reader) understoodSpeaker(i, k int, cue string) (speaker, float64, string) {
	c := r.current
	if !c.known {
		return nobody, sureNobody, "“" + cue + "” names nobody, and nobody was speaking before"
	}
	far := i - c.unit
	switch {
	case c.firm && far <= 2:
		return c.speaker, sureReported, "Q-05: “" + cue + "” means the subject of the last reporting clause"
	case !c.firm && far <= 1:
		return c.speaker, sureNarrated, "Q-05: “" + cue + "” means the subject of the sentence before"
	}
	return c.speaker, sureFar, "Q-05: “" + cue + "” means the last subject, " + strconv.Itoa(far) + " paragraphs back"
}

// named reads the subject behind the verb of saying at token k (V-03, V-04).
func (r *reader) named(i, k int, v prose.Verb) attribution {
	u := &r.units[i]
	t := u.text
	a := attribution{cue: t.Low(k), end: k + 1, who: nobody}
	j := k + 1
	for range 2 {
		switch t.Low(j) {
		case "lagi", "pula", "kemudian", "singkat", "lanjut", "oleh":
			j++
		}
	}
	switch t.Low(j) {
	case "dia", "ia", "beliau", "dirinya":
		a.end, a.found = j+1, true
		a.who, a.sure, a.because = r.understoodSpeaker(i, k, t.Low(k)+" "+t.Low(j))
		return a
	}
	f := u.refAt(j)
	if f == nil && t.Is(j, "para") {
		f = nil
	}
	if f != nil && !f.Group {
		a.end, a.found = f.to, true
		if f.Official < 0 && pointsBack(t, f) && r.current.known && r.current.person >= 0 {
			a.who, a.sure = r.current.speaker, sureNarrated
			a.because = "N-47: “" + t.Cut(f.from, f.to) + "” means the person named last"
			return a
		}
		a.who = r.speakerOf(f)
		r.byName(&a, u, f)
		return a
	}
	if f := r.behindDescription(u, j); f != nil {
		a.end, a.found = f.to, true
		a.who, a.sure, a.because = r.speakerOf(f), sureNamed, "V-03: verb of saying, description and name behind the closing mark"
		return a
	}
	// "kata pria asal X itu": a description that points back (N-47).
	if !t.Upper(j) && t.Kind(j) == prose.Word && !v.Weak || described(t, j) {
		for e := j; e < j+9 && e < len(t.Tokens); e++ {
			if t.Kind(e) != prose.Word && t.Kind(e) != prose.Number {
				break
			}
			if low := t.Low(e); (low == "itu" || low == "tersebut" || low == "ini") && e > j {
				a.end, a.found = e+1, true
				if described(t, j) && r.current.known {
					a.who, a.sure = r.current.speaker, sureFar
					if i-r.current.unit <= 1 {
						a.sure = sureNarrated
					}
					a.because = "N-47: “" + t.Low(j) + " … " + low + "” means the person named last"
				} else {
					a.sure, a.because = sureNobody, "the verb names nobody"
				}
				return a
			}
		}
	}
	if v.Weak && !t.Upper(j) {
		return a
	}
	a.found, a.sure = true, sureNobody
	a.because = "“" + a.cue + "” is followed by nobody who is known"
	return a
}

// pointsBack reports whether f ends with a word that points back: "itu".
func pointsBack(t *prose.Text, f *ref) bool {
	return t.Is(f.to-1, "itu") || t.Is(f.to-1, "ini") || t.Is(f.to-1, "tersebut")
}

// behindDescription returns the name that follows a description in small
// letters and a comma: "kata salah seorang peserta, Rina Wulandari".
func (r *reader) behindDescription(u *unit, j int) *ref {
	t := u.text
	if t.Upper(j) {
		return nil
	}
	for k := j; k < j+9; k++ {
		switch {
		case t.Is(k, ","):
			if f := u.refAt(k + 1); f != nil && f.Official >= 0 && !f.Group {
				return f
			}
			return nil
		case t.Kind(k) != prose.Word && t.Kind(k) != prose.Number:
			return nil
		case leadIns[t.Low(k)] && k == j, t.Is(k, "saat"), t.Is(k, "ketika"), t.Is(k, "kepada"), t.Is(k, "di"), t.Is(k, "usai"):
			return nil
		}
	}
	return nil
}

// described reports whether a word for a person stands at token i.
func described(t *prose.Text, i int) bool {
	switch t.Low(i) {
	case "pria", "perempuan", "wanita", "lelaki", "laki-laki", "ibu", "bapak", "mantan", "komisioner", "alumnus", "alumni", "mahasiswa", "mahasiswi",
		"dosen", "guru", "warga", "politikus", "politisi", "tokoh", "putra", "putri", "sosok", "srikandi", "penyelenggara", "ketua", "anggota":
		return true
	}
	return false
}

// byName fills in how sure an attribution to f is.
func (r *reader) byName(a *attribution, u *unit, f *ref) {
	a.sure, a.because = sureNamed, "V-03: verb of saying and name behind the closing mark"
	switch {
	case f.Official < 0:
		a.sure, a.because = sureRole, "N-27: the verb of saying names a post only"
	case f.Role != nil && f.name == f.from && f.nend == f.to:
		a.sure, a.because = sureReported, "N-47: the post stands for its holder"
	case f.Role != nil:
		a.because = "V-04: verb of saying, post and name behind the closing mark"
	case f.nend-f.name == 1 && r.shared(u.text.Low(f.name)) > 1:
		a.sure, a.because = sureFar, "V-03: verb of saying and a short name that several people bear"
	}
}

// shared returns how many officials bear the lower-case word as part of their
// name, counting no further than two.
func (r *reader) shared(low string) int {
	n := 0
	for i := range r.people.Officials {
		if i > 200 {
			break
		}
		if hasWord(r.people.Officials[i].Name, low) {
			if n++; n > 1 {
				break
			}
		}
	}
	return n
}

// hasWord reports whether a name holds a lower-case word.
func hasWord(name, low string) bool {
	for start := 0; start < len(name); {
		end := start
		for end < len(name) && name[end] != ' ' {
			end++
		}
		if end-start == len(low) && equalFold(name[start:end], low) {
			return true
		}
		start = end + 1
	}
	return false
}

func equalFold(s, low string) bool {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != low[i] {
			return false
		}
	}
	return true
}

// lookLeft reads the frame before a quotation: "X menekankan, “…", "Tambahnya
// lagi, “…" (Q-07).
func (r *reader) lookLeft(i int, s *span) attribution {
	u := &r.units[i]
	t := u.text
	none := attribution{who: nobody}
	k := s.start - 1
	for n := 0; n < 2 && (t.Is(k, ",") || t.Is(k, ":") || t.Is(k, "bahwa")); n++ {
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
			a.who, a.sure, a.because = r.understoodSpeaker(i, j, w)
			return a
		}
		v, ok := prose.Saying(w)
		if !ok {
			continue
		}
		switch v.Form {
		case prose.Active:
			if j < k && !addressed(t, j+1, k+1) {
				return none
			}
			who, how := r.subjectOf(i, j)
			if how == noSubject {
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
				return attribution{found: true, cue: w, who: r.speakerOf(f), sure: sureBack, because: "4.3: passive verb of saying and name before the opening mark"}
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
		}
	}
	return none
}

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
		if u.in(j) != nil {
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
	case "hal", "demikian", "pernyataan", "ungkapan", "pesan", "ajakan", "imbauan", "harapan", "itu", "begitu", "kalimat", "penegasan", "ucapan", "kata-kata":
	default:
		return attribution{who: nobody}
	}
	for j := k; j < k+6; j++ {
		v, ok := prose.Saying(t.Low(j))
		if !ok || v.Form != prose.Passive {
			continue
		}
		n := j + 1
		for t.Is(n, "oleh") || t.Is(n, "langsung") {
			n++
		}
		if f := u.refAt(n); f != nil && !f.Group {
			return attribution{
				found: true, cue: t.Low(j), who: r.speakerOf(f), sure: sureBack,
				because: "Q-08: “" + t.Cut(k, j+1) + "” and name in the sentence behind the quotation",
			}
		}
	}
	return attribution{who: nobody}
}

// bare attributes a quotation without any verb to the subject of the sentence
// before it.
func (r *reader) bare(i int, s *span) attribution {
	c := r.current
	if c.known && c.person >= 0 && (c.unit == i || c.unit == i-1 && s.start == 0) {
		return attribution{who: c.speaker, sure: sureBare, because: "Q-06: no verb of saying; the subject of the sentence before"}
	}
	return attribution{who: nobody, sure: sureNobody, because: "the text does not say who"}
}

// secondHalf returns the span that goes on with a quotation after its
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

// isQuotation tells quotations from names, themes and single words in marks
// (5.4). attributed says that a verb of saying stands beside it.
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
