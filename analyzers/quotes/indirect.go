package quotes

import (
	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// how says how the subject of a verb of saying was found.
type how uint8

const (
	noSubject how = iota
	besideVerb
	looseSubject
	pronoun
)

// subjectOf returns the subject of the verb at token v of unit i (V-10, V-12).
func (r *reader) subjectOf(i, v int) (speaker, how) {
	u := &r.units[i]
	t := u.text
	low := r.boundary(u, v-1)
	if v == low {
		return nobody, noSubject
	}
	k := v - 1
	for k > low && adverbs[t.Low(k)] {
		k--
	}
	switch t.Low(k) {
	case "ia", "dia", "beliau", "dirinya", "pihaknya":
		if !r.current.known || k-1 >= low && t.Is(k-1, "bahwa") {
			return nobody, noSubject
		}
		return r.current.speaker, pronoun
	case "dan", "serta", "sekaligus", "sambil", "seraya", "lalu", "kemudian", "lantas":
		return r.coordinated(u, low, k)
	}
	end := k + 1 // the subject ends here, or its apposition does
	if t.Is(k, ",") {
		end = k
	}
	if t.Is(k, "yang") {
		end = k
		if t.Is(k-1, ",") {
			end = k - 1
		}
	}
	n := u.refBefore(end)
	for steps := 0; n >= 0 && steps < 4; n, steps = n-1, steps+1 {
		f := &u.refs[n]
		if f.from < low {
			return nobody, noSubject
		}
		if r.attends(u, f) {
			continue
		}
		if isPair(u, n) {
			return nobody, noSubject // both of them: nobody's words in particular (N-50)
		}
		if f.Group || f.Official < 0 && !t.Upper(f.from) && !r.sentenceHead(u, f.from) {
			return nobody, noSubject
		}
		if f.to == end {
			return r.speakerOf(f), besideVerb
		}
		if v-f.to <= 28 && r.leadsTo(u, f.to, v) {
			return r.speakerOf(f), looseSubject
		}
		return nobody, noSubject
	}
	return nobody, noSubject
}

// sentenceHead reports whether token k begins its sentence.
func (r *reader) sentenceHead(u *unit, k int) bool { return r.boundary(u, k) == k }

// isPair reports whether reference n is the second of two names joined by
// "dan".
func isPair(u *unit, n int) bool {
	f := &u.refs[n]
	t := u.text
	if n == 0 || !t.Is(f.from-1, "dan") && !t.Is(f.from-1, "serta") {
		return false
	}
	before := &u.refs[n-1]
	end := f.from - 1
	if t.Is(end-1, ",") {
		end--
	}
	return before.to == end || t.Is(before.to, ")") && before.to+1 == end
}

// coordinated returns the subject of the first verb of the sentence for a verb
// that "dan" joins to it.
func (r *reader) coordinated(u *unit, low, k int) (speaker, how) {
	n := u.refBefore(k)
	best := -1
	for steps := 0; n >= 0 && u.refs[n].from >= low && steps < 6; n, steps = n-1, steps+1 {
		if r.attends(u, &u.refs[n]) {
			continue
		}
		best = n
	}
	if best < 0 {
		t := u.text
		if j := low; (t.Is(j, "ia") || t.Is(j, "dia") || t.Is(j, "beliau")) && r.current.known {
			return r.current.speaker, looseSubject
		}
		return nobody, noSubject
	}
	f := &u.refs[best]
	if f.Group || f.Official < 0 || k-f.to > 30 || f.from != low && !isHeadGap(u.text, low, f.from) || isPair(u, best) {
		return nobody, noSubject
	}
	for j := f.to; j < k; j++ { // the verb before must be the person's own
		if w := u.text.Low(j); w == "bahwa" || w == "agar" || w == "untuk" || w == "," && u.text.Upper(j+1) {
			return nobody, noSubject
		}
	}
	return r.speakerOf(f), looseSubject
}

// adverbs stand between a subject and its verb.
var adverbs = map[string]bool{
	"juga": true, "turut": true, "pun": true, "kemudian": true, "lalu": true, "sendiri": true, "lebih": true, "lanjut": true,
	"kembali": true, "sempat": true, "ikut": true, "pula": true, "lantas": true, "selanjutnya": true, "terus": true, "secara": true, "tegas": true,
	"langsung": true, "sebelumnya": true, "singkat": true, "terbuka": true, "rinci": true, "detail": true, "khusus": true, "hanya": true,
}

// leadIns begin what may stand between a subject and its verb.
var leadIns = map[string]bool{
	"yang": true, "selaku": true, "mewakili": true, "saat": true, "ketika": true, "usai": true, "seusai": true, "setelah": true,
	"sambil": true, "dalam": true, "pada": true, "di": true, "melalui": true, "dengan": true, "didampingi": true, "bersama": true, "sebagai": true,
	"membuka": true, "menutup": true, "seraya": true, "sekaligus": true, "asal": true, "sementara": true, "menanggapi": true, "disaksikan": true, "dari": true,
	"demikian": true, "begitu": true, "sapaan": true, "akrab": true,
}

// leadsTo reports whether the tokens from the end of a subject to a verb only
// describe the subject: no other clause begins between them.
func (r *reader) leadsTo(u *unit, from, verb int) bool {
	t := u.text
	if t.Is(from, ",") {
		from++
	}
	if !leadIns[t.Low(from)] {
		return false
	}
	commas := 0
	for k := from; k < verb; k++ {
		switch t.Low(k) {
		case "bahwa", ";", "agar", "supaya":
			return false
		case ",":
			if commas++; commas > 2 {
				return false
			}
		case "untuk":
			if k == verb-1 {
				return false
			}
		}
		if u.in(k) != nil {
			return false
		}
		if v, ok := prose.Saying(t.Low(k)); ok && v.Form == prose.Active && k > from+1 && !t.Is(from, "yang") {
			return false
		}
	}
	switch t.Low(verb - 1) {
	case "untuk", "dapat", "bisa", "akan", "tidak", "dan", "atau", "harus", "dengan", "dalam", "guna", "agar", "telah":
		return t.Is(verb-1, "telah")
	}
	return true
}

// readActive reads a meN- verb of saying at token k of unit i and what it
// reports, and returns the token at which reading goes on.
func (r *reader) readActive(i, k int, v prose.Verb) int {
	u := &r.units[i]
	who, found := r.subjectOf(i, k)
	if found == noSubject {
		if r.isFinite(u, k) {
			// Somebody unknown speaks: "ujarnya" is not the one before any more.
			r.current = subject{speaker: nobody}
		}
		return k + 1
	}
	firm := who.known
	from := r.contentStart(u, k+1)
	if firm {
		r.setSubject(who, i, k, true)
	}
	if s := u.in(from); s != nil && !goesOn(u, s, from) {
		return k + 1 // a direct quotation follows: readSpan looks left
	}
	end := r.contentEnd(u, from)
	if !r.isStatement(u, k, from, end, v) && !r.hasPiece(u, from, end) {
		return k + 1
	}
	sure, because := sureIndirect, "V-10: subject directly before the verb of saying"
	switch found {
	case looseSubject:
		sure, because = sureLoose, "V-10: subject of the sentence, apart from the verb of saying"
	case pronoun:
		because = "N-48: the pronoun means the last reporting subject"
	}
	r.report(i, k, from, end, who, u.text.Low(k), because, sure)
	return end
}

// goesOn reports whether a statement with "bahwa" only begins with the quoted
// piece at token from: narration in small letters goes on behind its mark.
func goesOn(u *unit, s *span, from int) bool {
	t := u.text
	return t.Is(from-1, "bahwa") && !s.repaired && t.Kind(s.end) == prose.Word && !t.Upper(s.end) && t.SentenceOf(s.end) == t.SentenceOf(from)
}

// readAccording reads "Menurut X, …" and "Menurutnya, …".
func (r *reader) readAccording(i, k int) int {
	u := &r.units[i]
	t := u.text
	var who speaker
	cue, next, sure, because := t.Low(k), k+1, sureIndirect, "4.3: “menurut” and name"
	if cue == "menurutnya" {
		who, sure, because = r.understoodSpeaker(i, k, cue)
		sure = min(sure, sureIndirect)
	} else {
		f := u.refAt(k + 1)
		if f == nil {
			switch t.Low(k + 1) {
			case "dia", "ia", "beliau":
				who, sure, because = r.understoodSpeaker(i, k, cue+" "+t.Low(k+1))
				next = k + 2
			default:
				return k + 1
			}
		} else {
			if f.Group {
				return k + 1
			}
			who, next = r.speakerOf(f), f.to
		}
	}
	if !who.known {
		return next
	}
	r.setSubject(who, i, k, true)
	from := next
	if t.Is(from, ",") {
		from++
	}
	if t.Is(from, "bahwa") {
		from++
	}
	if u.in(from) != nil || from >= len(t.Tokens) {
		return next
	}
	end := r.contentEnd(u, from)
	if end-from < 2 {
		return next
	}
	r.report(i, k, from, end, who, cue, because, sure)
	return end
}

// readBare reads a verb of saying that follows what is said, where no marks
// stand: ", terang Rina." behind unmarked speech, "Masih kata Rina, …", "Namun,
// kata dia, …" and "Tambahnya, …" before a statement.
func (r *reader) readBare(i, k int, v prose.Verb) int {
	u := &r.units[i]
	t := u.text
	low := r.boundary(u, k)
	var a attribution
	if v.Form == prose.Possessive {
		a = r.understood(i, k)
	} else if a = r.named(i, k, v); !a.found || !a.who.known && !t.Upper(k+1) {
		return k + 1
	}
	comma := k > low && t.Is(k-1, ",")
	head := k == low || comma && isHead(t, low, k-1) || !comma && k-low == 1 && leadWords[t.Low(low)] || k-low == 2 && t.Is(low, "lebih")
	if v.Form == prose.Possessive && v.Weak && !comma && !t.Is(a.end, ",") {
		return k + 1
	}
	switch {
	case head && t.Is(a.end, ","):
		return r.statementAfter(i, k, a)
	case comma:
		if end, ok := r.statementAround(i, k, low, a); ok {
			return end
		}
		return r.speechBefore(i, k, low, a)
	}
	return k + 1
}

// leadWords stand before "kata X" at the head of a sentence.
var leadWords = map[string]bool{
	"masih": true, "lanjut": true, "namun": true, "tetapi": true, "selain": true, "itu": true, "sebab": true, "karena": true,
	"apalagi": true, "bahkan": true, "sementara": true, "selanjutnya": true, "jadi": true, "artinya": true, "dengan": true, "begitu": true, "oleh": true,
	"lebih": true, "kemudian": true, "untuk": true, "padahal": true, "sebaliknya": true, "saat": true, "ini": true, "demikian": true, "di": true, "sisi": true,
	"lain": true, "terlebih": true, "meski": true, "justru": true, "hal": true, "adapun": true, "lagi": true, "pula": true, "sekarang": true,
}

// openers begin a phrase of time, place or reason at the head of a sentence.
var openers = map[string]bool{
	"dalam": true, "setelah": true, "sebelum": true, "pada": true, "untuk": true, "dari": true, "dengan": true, "melalui": true,
	"karena": true, "sejak": true, "hingga": true, "berdasarkan": true, "di": true, "selama": true, "sampai": true, "selain": true, "sesuai": true,
}

// isHead reports whether tokens from to to only lead to a statement: "Namun",
// "Selain itu", "Lebih lanjut".
func isHead(t *prose.Text, from, to int) bool {
	if openers[t.Low(from)] && to-from <= 9 {
		return true
	}
	if to-from > 4 {
		return false
	}
	for k := from; k < to; k++ {
		if !leadWords[t.Low(k)] && !t.Is(k, ",") {
			return false
		}
	}
	return true
}

// statementAfter adds what follows "Masih kata Rina,".
func (r *reader) statementAfter(i, k int, a attribution) int {
	u := &r.units[i]
	from := a.end + 1
	if !a.who.known {
		return a.end
	}
	if u.text.Is(from, "bahwa") {
		from++
	}
	r.setSubject(a.who, i, k, true)
	if u.in(from) != nil || from >= len(u.text.Tokens) {
		return a.end
	}
	end := r.contentEnd(u, from)
	if end-from < 3 {
		return a.end
	}
	r.report(i, k, from, end, a.who, a.cue, a.because, min(a.sure, sureIndirect))
	return end
}

// conditions begin a subordinate clause that is part of the statement behind it.
var conditions = map[string]bool{
	"jika": true, "jikalau": true, "bila": true, "apabila": true, "kalau": true, "andai": true, "andaikan": true, "seandainya": true, "meski": true,
	"meskipun": true, "walau": true, "walaupun": true, "kendati": true, "karena": true, "lantaran": true, "agar": true, "supaya": true, "ketika": true,
	"saat": true, "selagi": true, "sepanjang": true, "sambil": true, "tanpa": true, "demi": true, "guna": true, "begitu": true, "mengingat": true,
	"bilamana": true, "asalkan": true, "asal": true, "sekalipun": true, "manakala": true, "sepulang": true, "seusai": true, "sesudah": true,
}

// statementAround adds a statement that "kata Rina" parts: "KPU, kata Rina,
// akan membuka posko." and "Jika hilang, katanya, formulir dicetak lagi."
func (r *reader) statementAround(i, k, low int, a attribution) (int, bool) {
	u := &r.units[i]
	t := u.text
	if !a.who.known || !t.Is(a.end, ",") || k-low > 30 {
		return 0, false
	}
	from := a.end + 1
	end := r.contentEnd(u, from)
	if end-from < 2 || u.in(from) != nil {
		return 0, false
	}
	if !conditions[t.Low(low)] && (t.Upper(from) || !predicates[t.Low(from)] && !isVerb(t.Low(from)) || hasPredicate(t, low, subjectEnd(t, low, k-1), false, false)) {
		return 0, false
	}
	r.setSubject(a.who, i, k, true)
	r.say(found{kind: article.Indirect, unit: i, parts: []part{{i, low, k - 1}, {i, from, end}}, who: a.who, cue: a.cue, because: a.because, sure: min(a.sure, sureLoose)})
	return end, true
}

// subjectEnd returns where the relative clause of the subject that stands
// between two tokens begins: its verbs are not those of the sentence.
func subjectEnd(t *prose.Text, from, to int) int {
	for k := from + 1; k < to; k++ {
		if t.Is(k, "yang") {
			return k
		}
	}
	return to
}

// speechBefore adds unmarked speech: the sentence before ", terang Rina".
func (r *reader) speechBefore(i, k, low int, a attribution) int {
	u := &r.units[i]
	end := k - 1
	words := 0
	for j := low; j < end; j++ {
		if u.text.Kind(j) == prose.Word {
			words++
		}
	}
	if words < 3 || !a.who.known {
		return a.end
	}
	r.setSubject(a.who, i, k, true)
	sure := min(a.sure, sureUnmarked)
	r.say(found{kind: article.Unmarked, unit: i, parts: []part{{i, low, end}}, who: a.who, cue: a.cue, because: a.because + ", no marks", sure: sure})
	return a.end
}

// readPassive reads "disampaikan X": it makes X the reporting subject, and
// "disampaikannya" reports on. An agentless passive names nobody.
func (r *reader) readPassive(i, k int, v prose.Verb) int {
	u := &r.units[i]
	t := u.text
	j := k + 1
	for t.Is(j, "oleh") || t.Is(j, "langsung") {
		j++
	}
	if f := u.refAt(j); f != nil && !f.Group && v.Form == prose.Passive {
		r.setSubject(r.speakerOf(f), i, f.from, true)
		return f.to
	}
	if v.Form != prose.PassiveNya || !r.current.known {
		return k + 1
	}
	from := r.contentStart(u, k+1)
	if from == k+1 || u.in(from) != nil || from >= len(t.Tokens) {
		return k + 1
	}
	end := r.contentEnd(u, from)
	if end-from < 3 || r.boundary(u, k) != k && !t.Is(k-1, ",") && !t.Is(k-1, "lanjut") {
		return k + 1
	}
	who, sure, because := r.understoodSpeaker(i, k, t.Low(k))
	r.report(i, k, from, end, who, t.Low(k), because, min(sure, sureIndirect))
	return end
}
