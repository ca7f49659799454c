package quotes

import (
	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// joint is a conjunction at which a statement ends because another of the same
// subject begins.
type joint struct{ unit, at int }

// readActive reads a meN- verb of saying at token k of unit i and what it
// reports, and returns the token at which reading continues.
func (r *reader) readActive(i, k int, v prose.Verb) int {
	u := &r.units[i]
	who, found := r.subjectOf(i, k)
	switch found {
	case noSubject:
		r.otherSpeaks(i, k)
		return k + 1
	case several:
		r.current = subject{speaker: unknownSpeaker}
		return k + 1
	case besideVerb, looseSubject, pronoun, vague: // read below
	}
	if !who.known {
		r.current = subject{speaker: unknownSpeaker} // one of several
	}
	firm := who.known
	from := r.contentStart(u, k+1)
	if firm {
		r.setSubject(who, i, k, true)
	}
	if s := u.in(from); s != nil && !continuesQuotation(u, s, from) {
		return k + 1 // a direct quotation follows: readSpan looks left
	}
	if s := u.in(k + 3); s != nil && s.start == k+3 && prose.IsAdverb(u.text.Low(k+1)) && (u.text.Is(k+2, ",") || u.text.Is(k+2, ":")) {
		return k + 1 // "menjawab singkat, “Belum.”"
	}
	if low := r.boundary(u, k); who.known && pointsToBefore(u.text, from) && r.closesAct(u, from+2) {
		r.reportBefore(i, low, k, who) // "Rina menerangkan hal itu dalam jumpa pers"
		return from + 2
	}
	end := r.contentEnd(u, from)
	if r.framesQuotation(u, from, end) || !r.isStatement(u, k, from, end, v) && !r.hasPiece(u, from, end) {
		return k + 1
	}
	sure, because := sureIndirect, "V-10: subject directly before the verb of saying"
	switch found {
	case looseSubject:
		sure, because = sureApart, "V-10: subject of the sentence, apart from the verb of saying"
	case vague:
		sure = sureVague
	case pronoun:
		because = "N-48: the pronoun means the last reporting subject"
	case noSubject, several, besideVerb: // the first two are done with above
	}
	if !who.known {
		sure, because = sureUnknown, "F7: a short name that several people bear, none of whom has spoken"
	}
	r.report(i, from, end, who, u.text.Low(k), because, sure)
	return end
}

// closesAct reports whether the clause says no more at token k than when, where or to whom
// something was said.
func (r *reader) closesAct(u *unit, k int) bool {
	t := u.text
	switch t.Low(k) {
	case "", ".", ",", "dalam", "saat", "ketika", "usai", "di", "pada", "kepada":
		return u.in(k) == nil
	}
	return false
}

// framesQuotation reports whether the words behind a verb of saying only lead
// to a colon and a quotation: "menyampaikan tiga pesan: “…”".
func (r *reader) framesQuotation(u *unit, from, end int) bool {
	for k := from; k < end && k < from+12; k++ {
		if s := u.in(k); s != nil {
			return u.text.Is(s.start-1, ":")
		}
	}
	return false
}

// otherSpeaks notes that the verb of saying at token k of unit i has a subject
// that is none of the people known: "ujarnya" is not the one before any more. An
// office that states something keeps its spokesman as the subject.
func (r *reader) otherSpeaks(i, k int) {
	u := &r.units[i]
	if !r.isFinite(u, k) {
		return
	}
	low := r.boundary(u, k)
	if f := u.refAt(low); f != nil && f.Official < 0 && f.Role != nil && f.to < k {
		r.current = subject{speaker: unknownSpeaker} // "sekretaris KPU blora sutarno mengatakan": a person, whose name is not read
		return
	}
	for j := low; j < k && j < low+12; j++ {
		if described(u.text, j) && !u.text.Upper(j) && isBody(u.text, j+1) {
			break // "ketua panitia sri lestari"
		}
		if isBody(u.text, j) {
			r.current.doubtful = true
			return
		}
	}
	r.current = subject{speaker: unknownSpeaker}
}

// isBody reports whether the word at token k stands for an office or body.
func isBody(t *prose.Text, k int) bool {
	return bodyWords[t.Low(k)] || k >= 0 && k < len(t.Tokens) && t.Tokens[k].Caps && !t.Shouting
}

// continuesQuotation reports whether a statement with "bahwa" only begins with the quoted
// piece at token from: narration in small letters follows its mark.
func continuesQuotation(u *unit, s *span, from int) bool {
	t := u.text
	return t.Is(from-1, "bahwa") && !s.repaired && t.Kind(s.end) == prose.Word && !t.Upper(s.end) && t.SentenceOf(s.end) == t.SentenceOf(from)
}

// readAccording reads "Menurut X, …" and "Menurutnya, …".
func (r *reader) readAccording(i, k int) int {
	u := &r.units[i]
	t := u.text
	var who speaker
	cue, next, sure, because := t.Low(k), k+1, sureIndirect, "V-13: “menurut” and name"
	if cue == "menurutnya" {
		who, sure, because = r.understoodSpeaker(i, cue)
		sure = min(sure, sureIndirect)
	} else {
		f := u.refAt(k + 1)
		if f == nil {
			switch t.Low(k + 1) {
			case "dia", "ia", "beliau":
				who, sure, because = r.understoodSpeaker(i, cue+" "+t.Low(k+1))
				next = k + 2
			default:
				if isSmallName(t, k+1) {
					r.current = subject{speaker: unknownSpeaker} // "Menurut sutarno"
				}
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
		r.current = subject{speaker: unknownSpeaker}
		return next
	}
	r.setSubject(who, i, k, true)
	if low := r.boundary(u, k-1); k > low+1 && t.Is(k-1, ",") && endsSentence(t, next) { // "Gudang aman, menurut Rina."
		if whole := t.Sentences[t.SentenceOf(k)].Start == low; whole && countWords(t, low, k) > 2 && hasPredicate(t, low, k-1, false, false) && !r.isQuoted(i, part{i, low, k - 1}) {
			r.report(i, low, k-1, who, cue, because, min(sure, sureLoose))
		}
		return next
	}
	from := skipRelative(t, skipAge(t, next))
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
	r.report(i, from, end, who, cue, because, min(sure, sureIndirect))
	return end
}

// readBare reads a verb of saying that follows what is said, where no marks
// stand: ", terang Rina." behind unmarked speech, "Masih kata Rina, …", "Namun,
// kata dia, …" and "Tambahnya, …" before a statement.
func (r *reader) readBare(i, k int, v prose.Verb) int {
	u := &r.units[i]
	t := u.text
	low := r.boundary(u, k)
	if t.Is(k-1, "di") || t.Is(k-1, "ke") {
		return k + 1 // "di sela kunjungan"
	}
	if colloquial[t.Low(k)] && k > low && !t.Is(k-1, ",") {
		v.Form = prose.Active
		return r.readActive(i, k, v) // "Marthina bilang perahu siap"
	}
	var a attribution
	if v.Form == prose.Possessive {
		a = r.understood(i, k)
	} else if a = r.named(i, k, v); !a.found || !a.who.known && !t.Upper(k+1) {
		if t.Is(k-1, ",") && speechVerbs[v.Root] && isPlainNoun(t, k+1) {
			r.current = subject{speaker: unknownSpeaker} // "…, kata sutarno"
		}
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
	case !comma && v.Form == prose.Possessive && speechVerbs[v.Root] && endsSentence(t, a.end) && firstPerson(t, low, k):
		return r.speechBefore(i, k+1, low, a)
	case comma:
		if end, ok := r.statementAround(i, k, low, a); ok {
			return end
		}
		return r.speechBefore(i, k, low, a)
	}
	return k + 1
}

// isPlainNoun reports whether the word in small letters at token k may name a person behind
// a verb of saying.
func isPlainNoun(t *prose.Text, k int) bool {
	return t.Kind(k) == prose.Word && !t.Upper(k) && !functional[t.Low(k)] && !isVerb(t.Low(k)) && !prose.IsAdverb(t.Low(k)) && !speechWords[t.Low(k)]
}

// colloquial are roots that speech uses as active verbs.
var colloquial = map[string]bool{"bilang": true, "minta": true, "yakin": true}

// speechVerbs end unmarked speech even without a comma: "Kami siap ucapnya."
var speechVerbs = map[string]bool{"ujar": true, "ucap": true, "tutur": true, "ungkap": true, "kata": true, "imbuh": true, "pungkas": true, "papar": true}

// endsSentence reports whether the sentence ends with token k.
func endsSentence(t *prose.Text, k int) bool {
	return k >= len(t.Tokens) || t.Is(k, ".") || t.Is(k, "!")
}

// leadWords stand before "kata X" at the head of a sentence.
var leadWords = map[string]bool{
	"masih": true, "lanjut": true, "namun": true, "tetapi": true, "selain": true, "itu": true, "sebab": true, "karena": true,
	"apalagi": true, "bahkan": true, "sementara": true, "selanjutnya": true, "jadi": true, "artinya": true, "dengan": true, "begitu": true, "oleh": true,
	"lebih": true, "jauh": true, "nantinya": true, "nanti": true, "kemudian": true, "untuk": true, "padahal": true, "sebaliknya": true, "saat": true, "ini": true, "demikian": true, "di": true, "sisi": true,
	"lain": true, "terlebih": true, "meski": true, "justru": true, "hal": true, "adapun": true, "lagi": true, "pula": true, "sekarang": true,
	"hasilnya": true, "alasannya": true, "akibatnya": true, "tujuannya": true, "intinya": true, "caranya": true, "karenanya": true, "dampaknya": true,
}

// openers begin a phrase of time, place or reason at the head of a sentence.
var openers = map[string]bool{
	"dalam": true, "setelah": true, "sebelum": true, "pada": true, "untuk": true, "dari": true, "dengan": true, "melalui": true,
	"karena": true, "sejak": true, "hingga": true, "berdasarkan": true, "di": true, "selama": true, "sampai": true, "selain": true, "sesuai": true,
	"terkait": true, "soal": true, "mengenai": true, "menyangkut": true, "khusus": true, "bagi": true, "tentang": true, "adapun": true,
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
	r.report(i, from, end, a.who, a.cue, a.because, min(a.sure, sureIndirect))
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
	if isWeekday(t.Low(from)) {
		return 0, false // the day of the report
	}
	end := r.contentEnd(u, from)
	if end-from < 2 || u.in(from) != nil {
		return 0, false
	}
	joins := joiners[t.Low(from)] && hasPredicate(t, low, k-1, false, false) || reasons[t.Low(from)]
	if !conditions[t.Low(low)] && !joins && (t.Upper(from) || !predicates[t.Low(from)] && !isVerb(t.Low(from)) || hasPredicate(t, low, subjectEnd(t, low, k-1), false, false)) {
		return 0, false
	}
	r.setSubject(a.who, i, k, true)
	r.say(found{kind: article.Indirect, unit: i, parts: []part{{i, low, k - 1}, {i, from, end}}, who: a.who, cue: a.cue, because: a.because, sure: min(a.sure, sureLoose)})
	return end, true
}

// joiners continue a statement behind "katanya,": "Gudang siap, katanya, dan
// truk dipesan."
var joiners = map[string]bool{
	"dan": true, "serta": true, "tetapi": true, "tapi": true, "sehingga": true, "karena": true, "sebab": true, "meski": true, "meskipun": true, "agar": true, "supaya": true,
	"jika": true, "kalau": true, "bukan": true, "melainkan": true, "termasuk": true, "sedangkan": true,
}

// reasons continue a statement whose verb is left out: "Penundaan itu, jelas
// Rina, karena truk mogok."
var reasons = map[string]bool{"karena": true, "lantaran": true, "akibat": true, "untuk": true, "demi": true, "agar": true, "supaya": true}

// readPassive reads "disampaikan X": it makes X the reporting subject, and what
// stands behind it, or before a "Hal itu disampaikan X", is what X says.
// "disampaikannya" reports on. An agentless passive names no speaker.
func (r *reader) readPassive(i, k int, v prose.Verb) int {
	u := &r.units[i]
	t := u.text
	if v.Form == prose.PassiveNya {
		return r.readPassiveNya(i, k)
	}
	j := k + 1
	for n := 0; n < 4 && u.refAt(j) == nil; n++ {
		switch t.Low(j) {
		case "oleh", "langsung", "lebih", "rinci", "lanjut", "juga", "pula", "kembali", "secara", "detail", "lagi":
			j++
		}
	}
	f := u.refAt(j)
	if f == nil && isSmallName(t, j) {
		r.current = subject{speaker: unknownSpeaker} // "disampaikan sri lestari"
	}
	if f == nil || f.Group {
		return k + 1
	}
	who := r.speakerOf(f)
	if !who.known {
		r.current = subject{speaker: unknownSpeaker}
		return f.to
	}
	r.setSubject(who, i, f.from, true)
	low := r.boundary(u, k)
	if !t.Is(f.to, "bahwa") && r.pointsAtStatement(u, low, k) {
		r.reportBefore(i, low, k, who)
		return f.to
	}
	return r.statedBehind(i, k, low, f, who)
}

// statedBehind reads the statement behind "disampaikan X bahwa …" and
// "Dijelaskan X, …".
func (r *reader) statedBehind(i, k, low int, f *ref, who speaker) int {
	u := &r.units[i]
	t := u.text
	from := skipRelative(t, f.to)
	because := "V-13: passive verb of saying and name before the statement"
	switch {
	case t.Is(from, "bahwa"):
		from++
	case t.Is(from, ",") && (k == low || t.Is(k-1, ",") || isHead(t, low, k)):
		from++
		if t.Is(from, "bahwa") {
			from++
		} else if isWeekday(t.Low(from)) || u.refAt(from) != nil {
			return f.to
		}
	default:
		return f.to
	}
	if u.in(from) != nil || from >= len(t.Tokens) || t.SentenceOf(from) != t.SentenceOf(k) {
		return f.to
	}
	end := r.contentEnd(u, from)
	if !t.Is(from-1, "bahwa") && (end-from < 3 || !hasPredicate(t, from, end, false, false)) || end-from < 2 {
		return f.to
	}
	r.report(i, from, end, who, t.Low(k), because, sureIndirect)
	return end
}

// pointsAtStatement reports whether the sentence that begins at low says of the
// one before it who stated it: "Hal itu disampaikan X", "Demikian ditegaskan X".
func (r *reader) pointsAtStatement(u *unit, low, k int) bool {
	t := u.text
	if t.Is(low, "demikian") || t.Is(low, "begitu") {
		return k == low+1
	}
	return k-low <= 3 && pointsToBefore(t, low)
}

// pointingNouns stand with "itu" for the sentence before them.
var pointingNouns = lists.List("pointing nouns")

// pointsToBefore reports whether the words at token k stand for the sentence before
// theirs: "hal itu", "informasi tersebut".
func pointsToBefore(t *prose.Text, k int) bool {
	return pointingNouns[t.Low(k)] && (t.Is(k+1, "itu") || t.Is(k+1, "ini") || t.Is(k+1, "tersebut") || t.Is(k+1, "demikian"))
}

// reportBefore adds the sentence before the one that begins at token low as a
// statement of who.
func (r *reader) reportBefore(i, low, cueAt int, who speaker) {
	at := i
	u := &r.units[i]
	end := low
	if low == 0 {
		if i == 0 || r.units[i-1].heading {
			return
		}
		at = i - 1
		u = &r.units[at]
		end = len(u.text.Tokens)
	}
	t := u.text
	if end == 0 {
		return
	}
	from := t.Sentences[t.SentenceOf(end-1)].Start
	if end-from > maxClause {
		return
	}
	for k := from; k < end; k++ {
		if u.in(k) != nil {
			return
		}
	}
	for n := len(r.out) - 1; n >= 0 && n >= len(r.out)-4; n-- { // it is reported already
		for _, p := range r.out[n].parts {
			if p.unit == at && p.to > from {
				return
			}
		}
	}
	for end > from && t.Kind(end-1) == prose.Punct && !t.Is(end-1, ")") {
		end--
	}
	asked := t.Is(end, "?")
	if !asked && (end-from < 5 || !hasPredicate(t, from, end, false, false)) {
		return
	}
	if n := u.refBefore(from) + 1; n < len(u.refs) && u.refs[n].from <= from+2 && (u.refs[n].from == from || u.refs[n].Official >= 0) {
		return // an action, no statement
	}
	cue := r.units[i].text.Low(cueAt)
	kind := article.Indirect
	if asked {
		kind = article.Unmarked // "Apa gunanya memilih? Pertanyaan itu dilontarkan Rina."
	}
	r.say(found{
		kind: kind, unit: at, parts: []part{{at, from, end}}, who: who, cue: cue, sure: sureLoose,
		because: "V-13: “" + cue + "” in the sentence behind the statement",
	})
}

// readPassiveNya reads "Dijelaskannya, …": the current subject reports on.
func (r *reader) readPassiveNya(i, k int) int {
	u := &r.units[i]
	t := u.text
	if !r.current.known {
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
	who, sure, because := r.understoodSpeaker(i, t.Low(k))
	r.report(i, from, end, who, t.Low(k), because, min(sure, sureIndirect))
	return end
}
