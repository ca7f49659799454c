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
	vague   // a post with "itu" that the text links to no name
	several // two people, none of whose words they are in particular (N-50)
)

// subjectOf returns the subject of the verb at token v of unit i (V-10, V-12).
func (r *reader) subjectOf(i, v int) (speaker, how) {
	u := &r.units[i]
	t := u.text
	low := r.boundary(u, v-1)
	if v == low {
		return nobody, noSubject
	}
	k := skipAdverbs(t, low, v-1)
	if r.joined.unit == i && r.joined.at == k && k > 0 && r.current.known {
		return r.current.speaker, besideVerb
	}
	switch t.Low(k) {
	case "ia", "dia", "beliau", "dirinya", "pihaknya":
		if !r.current.known || k-1 >= low && t.Is(k-1, "bahwa") {
			return nobody, noSubject
		}
		return r.current.speaker, pronoun
	case "dan", "serta", "sekaligus", "sambil", "seraya", "sembari", "lalu", "kemudian", "lantas", "dengan":
		return r.coordinated(i, low, k)
	case "itu", "tersebut", "ini":
		if who, how := r.describedSubject(i, low, k+1); how != noSubject {
			return who, how
		}
		if n := u.refBefore(k + 1); n >= 0 && u.refs[n].to == k && u.refs[n].Official >= 0 { // "Komisioner bernama Nora Zen itu"
			return r.namedSubject(i, low, k-1, v)
		}
	}
	if person, end := r.bearerOfPart(t, r.headOf(t, low)); person >= 0 && (end == k+1 || r.leadsTo(u, end, v)) {
		return speaker{person: person, known: true}, looseSubject
	}
	return r.namedSubject(i, low, k, v)
}

// skipAdverbs returns the last token at or before k, not before low, that is no
// adverb.
func skipAdverbs(t *prose.Text, low, k int) int {
	for k > low {
		switch {
		case adverbs[t.Low(k)]:
			k--
		case t.Is(k, "lupa") && (t.Is(k-1, "tidak") || t.Is(k-1, "tak")) && k-2 >= low:
			k -= 2
		default:
			return k
		}
	}
	return k
}

// namedSubject returns the name or post before the verb at token v whose words
// end with token k.
func (r *reader) namedSubject(i, low, k, v int) (speaker, how) {
	u := &r.units[i]
	t := u.text
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
	company := 0 // token behind those who accompany the subject
	for steps := 0; n >= 0 && steps < 12; n, steps = n-1, steps+1 {
		f := &u.refs[n]
		if f.from < low {
			return nobody, noSubject
		}
		if first, attended := r.attendedList(u, n, low); attended {
			company = max(company, f.to)
			n = first
			continue
		}
		if isPair(u, n) {
			return nobody, several
		}
		if f.Group || f.Official < 0 && !t.Upper(f.from) && !r.sentenceHead(u, f.from) && !pointsBack(t, f) {
			return nobody, noSubject
		}
		switch {
		case f.to == end:
			who := r.subjectNamed(i, f)
			if who.known && who.person < 0 && pointsBack(t, f) {
				return who, vague
			}
			return who, besideVerb
		case v-f.to <= 45 && r.leadsTo(u, f.to, v):
			return r.subjectNamed(i, f), looseSubject
		case company > 0 && v-f.to <= 90 && leadsToCompany(t, f.to) && (company == end || r.leadsTo(u, company, v)):
			return r.subjectNamed(i, f), looseSubject
		}
		return nobody, noSubject
	}
	return nobody, noSubject
}

// subjectNamed returns who the subject f names.
func (r *reader) subjectNamed(i int, f *ref) speaker {
	t := r.units[i].text
	if !pointsBack(t, f) {
		return r.speakerOf(f)
	}
	var a attribution
	r.pointedAt(&a, i, f)
	return a.who
}

// describedSubject returns whom the description that ends before token end and
// begins the clause means.
func (r *reader) describedSubject(i, low, end int) (speaker, how) {
	t := r.units[i].text
	from := r.headOf(t, low)
	if descriptionEnd(t, from) != end {
		return nobody, noSubject
	}
	if n := r.units[i].refBefore(end); n >= 0 && r.units[i].refs[n].from >= from && r.units[i].refs[n].Official >= 0 {
		return nobody, noSubject // "Ketua KPU X Rina dalam kesempatan itu"
	}
	who, _, _ := r.whoFits(i, from, end)
	if who.known {
		return who, looseSubject
	}
	if r.mayHaveBeen(i, from) {
		return r.current.speaker, looseSubject
	}
	return nobody, noSubject
}

// headOf returns the token at which the subject of the clause that begins at low
// stands: behind "Kepada peserta," and the like.
func (r *reader) headOf(t *prose.Text, low int) int {
	if isDescriptor(t.Low(low)) {
		return low
	}
	if _, ok := eventParts[t.Low(low)]; ok {
		return low
	}
	for k := low; k < low+10; k++ {
		if t.Is(k, ",") {
			return k + 1
		}
	}
	for k := low; k < low+3; k++ { // "Sementara itu narasumber kedua"
		if _, ok := eventParts[t.Low(k)]; ok {
			return k
		}
	}
	return low
}

// attendedList reports whether reference n ends a list of people who only
// attend, "X didampingi A, B, dan C", and returns its first.
func (r *reader) attendedList(u *unit, n, low int) (first int, attended bool) {
	if r.attends(u, &u.refs[n]) {
		return n, true
	}
	for range 20 {
		f := &u.refs[n]
		if isListed(u.text, f.from, low) {
			return n, true
		}
		if n == 0 || u.refs[n-1].from < low || f.from-u.refs[n-1].to > 3 || !isListGap(u.text, u.refs[n-1].to, f.from) {
			return n, false
		}
		n--
	}
	return n, false
}

// isListed reports whether the list that begins at token i counts those who
// accompany the subject before it: "didampingi A", "didampingi 4 Anggota yakni
// A".
func isListed(t *prose.Text, i, low int) bool {
	counted, direct := false, true
	for k := i - 1; k >= low && i-k < 9; k-- {
		w := t.Low(k)
		switch w {
		case "yakni", "yaitu", "lain", "masing-masing":
			counted = true
		case "oleh", ",", "para", "dua", "tiga", "empat", "kedua", "ketiga", "keempat", "seluruh", "sejumlah":
		case "didampingi", "ditemani", "bersama", "beserta", "dihadiri", "disaksikan", "diapit", "diikuti":
			return (counted || direct) && k > low
		case ".", ";":
			return false
		default:
			direct = direct && t.Kind(k) == prose.Number
		}
		if v, ok := prose.Saying(w); ok && v.Form == prose.Active {
			return false
		}
	}
	return false
}

// leadsToCompany reports whether those who accompany the subject that ends
// before token k are named behind it.
func leadsToCompany(t *prose.Text, k int) bool {
	if t.Is(k, ",") {
		k++
	}
	switch t.Low(k) {
	case "didampingi", "ditemani", "bersama", "beserta", "diapit", "dengan", "yang", "disaksikan":
		return true
	}
	return false
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
func (r *reader) coordinated(i, low, k int) (speaker, how) {
	u := &r.units[i]
	t := u.text
	// "…,” ungkapnya sambil berharap", "…,” ujar Rina seraya mengajak".
	if a := r.said; a.who.known && a.unit == i && k >= a.end && k-a.end < 4 && !t.Is(k, "dan") && !t.Is(k, "serta") {
		return a.who, looseSubject
	}
	n := u.refBefore(k)
	best := -1
	for steps := 0; n >= 0 && u.refs[n].from >= low && steps < 12; n, steps = n-1, steps+1 {
		if first, attended := r.attendedList(u, n, low); attended {
			n = first
			continue
		}
		best = n
	}
	if best < 0 {
		if j := low; (t.Is(j, "ia") || t.Is(j, "dia") || t.Is(j, "beliau")) && r.current.known {
			return r.current.speaker, looseSubject
		}
		return nobody, noSubject
	}
	f := &u.refs[best]
	if f.Group || k-f.to > 30 || f.from != low && !isHeadGap(t, low, f.from) || isPair(u, best) {
		return nobody, noSubject
	}
	for j := f.to; j < k; j++ { // the verb before must be the person's own
		if w := t.Low(j); w == "bahwa" || w == "agar" || w == "untuk" || w == "," && t.Upper(j+1) && u.refAt(j+1) == nil && j+1 < k && !weekdays[t.Low(j+1)] {
			return nobody, noSubject
		}
	}
	who := r.speakerOf(f)
	if !who.known || who.person < 0 {
		return nobody, noSubject
	}
	return who, looseSubject
}

// joint is a conjunction at which a statement ends because another of the same
// subject begins.
type joint struct{ unit, at int }

// adverbs stand between a subject and its verb.
var adverbs = map[string]bool{
	"juga": true, "turut": true, "pun": true, "kemudian": true, "lalu": true, "sendiri": true, "lebih": true, "lanjut": true,
	"kembali": true, "sempat": true, "ikut": true, "pula": true, "lantas": true, "selanjutnya": true, "terus": true, "secara": true, "tegas": true,
	"langsung": true, "sebelumnya": true, "singkat": true, "terbuka": true, "rinci": true, "detail": true, "khusus": true, "hanya": true,
	"misalnya": true, "misal": true, "balik": true, "akhirnya": true, "awalnya": true, "justru": true, "malah": true, "pernah": true, "sering": true, "kerap": true,
	"kali": true, "berulang": true, "berkali-kali": true, "tetap": true, "terus-menerus": true, "telah": true, "sudah": true, "antara": true, "lain": true, "segera": true,
	"berulangkali": true, "lagi": true, "sekali": true, "selalu": true, "bahkan": true, "pertama": true, "bergantian": true,
}

// leadIns begin what may stand between a subject and its verb.
var leadIns = map[string]bool{
	"yang": true, "selaku": true, "mewakili": true, "saat": true, "ketika": true, "usai": true, "seusai": true, "setelah": true,
	"sambil": true, "dalam": true, "pada": true, "di": true, "melalui": true, "dengan": true, "didampingi": true, "bersama": true, "sebagai": true,
	"membuka": true, "menutup": true, "seraya": true, "sekaligus": true, "asal": true, "sementara": true, "menanggapi": true, "disaksikan": true, "dari": true,
	"demikian": true, "begitu": true, "sapaan": true, "akrab": true, "kepada": true, "lewat": true, "sesudah": true, "sebelum": true, "panggilan": true, "ditemui": true,
	"dihubungi": true, "dikonfirmasi": true, "ditanya": true, "secara": true, "hadir": true, "turut": true, "ditemani": true, "mengawali": true, "mengakhiri": true,
	"diapit": true, "beserta": true, "tampil": true, "berkesempatan": true, "sembari": true, "menjawab": true, "memimpin": true, "berbicara": true, "senada": true,
	"merespons": true, "merespon": true, "menyikapi": true, "terkait": true, "soal": true, "mengenai": true, "disela-sela": true, "sewaktu": true,
	"kala": true, "tatkala": true, "memberikan": true, "berharap": false, "lulusan": true, "mengutip": true, "mengacu": true, "berdiri": true, "duduk": true,
}

// leadsTo reports whether the tokens from the end of a subject to a verb only
// describe the subject: no other clause begins between them.
func (r *reader) leadsTo(u *unit, from, verb int) bool {
	t := u.text
	from = skipAge(t, from)
	set := t.Is(from, ",")
	if set {
		from++
	}
	from = skipDay(t, from)
	if from == verb || from == verb-1 && t.Is(from, ",") {
		return true
	}
	apposed := set && t.Is(verb-1, ",") && verb-from <= 24
	if !leadIns[t.Low(from)] && !apposed {
		return false
	}
	commas := 0
	for k := from; k < verb; k++ {
		switch t.Low(k) {
		case "bahwa", ";", "agar", "supaya":
			return false
		case ",":
			if commas++; commas > 3 {
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

// skipAge skips an age or an abbreviation in brackets behind a name: "(58)".
func skipAge(t *prose.Text, k int) int {
	if t.Is(k, "(") && t.Is(k+2, ")") {
		return k + 3
	}
	return k
}

// skipDay skips the day of the report between a subject and its verb: "Selasa
// (22/10),".
func skipDay(t *prose.Text, k int) int {
	if !weekdays[t.Low(k)] {
		return k
	}
	end := k + 1
	for n := 0; n < 8 && !t.Is(end, ","); n++ {
		if _, ok := prose.Saying(t.Low(end)); ok {
			return end
		}
		end++
	}
	if t.Is(end, ",") {
		return end + 1
	}
	return k
}

// readActive reads a meN- verb of saying at token k of unit i and what it
// reports, and returns the token at which reading goes on.
func (r *reader) readActive(i, k int, v prose.Verb) int {
	u := &r.units[i]
	who, found := r.subjectOf(i, k)
	switch found {
	case noSubject:
		r.otherSpeaks(i, k)
		return k + 1
	case several:
		r.current = subject{speaker: nobody}
		return k + 1
	}
	if !who.known {
		r.current = subject{speaker: nobody} // one of several
	}
	firm := who.known
	from := r.contentStart(u, k+1)
	if firm {
		r.setSubject(who, i, k, true)
	}
	if s := u.in(from); s != nil && !goesOn(u, s, from) {
		return k + 1 // a direct quotation follows: readSpan looks left
	}
	if s := u.in(k + 3); s != nil && s.start == k+3 && adverbs[u.text.Low(k+1)] && (u.text.Is(k+2, ",") || u.text.Is(k+2, ":")) {
		return k + 1 // "menjawab singkat, “Belum.”"
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
	}
	if !who.known {
		sure, because = sureNobody, "F7: a short name that several people bear, none of whom has spoken"
	}
	r.report(i, k, from, end, who, u.text.Low(k), because, sure)
	return end
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
// office that states something leaves the one who speaks for it.
func (r *reader) otherSpeaks(i, k int) {
	u := &r.units[i]
	if !r.isFinite(u, k) {
		return
	}
	low := r.boundary(u, k)
	for j := low; j < k && j < low+12; j++ {
		if isBody(u.text, j) {
			r.current.doubtful = true
			return
		}
	}
	r.current = subject{speaker: nobody}
}

// isBody reports whether the word at token k stands for an office or body.
func isBody(t *prose.Text, k int) bool {
	return clauses["bodies"][t.Low(k)] || k >= 0 && k < len(t.Tokens) && t.Tokens[k].Caps && !t.Shouting
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
		r.current = subject{speaker: nobody}
		return next
	}
	r.setSubject(who, i, k, true)
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
	r.report(i, k, from, end, who, cue, because, min(sure, sureIndirect))
	return end
}

// skipRelative skips what describes the one just named up to the comma behind
// it: "Menurut Rina yang memimpin rapat itu, …".
func skipRelative(t *prose.Text, k int) int {
	if t.Is(k, ",") && (t.Is(k+1, "begitu") || t.Is(k+1, "demikian") || t.Is(k+1, "sapaan") || t.Is(k+1, "panggilan")) {
		for j := k + 2; j < k+9; j++ { // "menurut Kholil, begitu ia akrab disapa, …"
			if t.Is(j, ",") {
				return j
			}
		}
	}
	switch t.Low(k) {
	case "yang", "selaku", "sebagai", "saat", "ketika", "usai", "dalam", "pada", "di", "kepada":
		for j := k + 1; j < k+18; j++ {
			if t.Is(j, ",") {
				return j
			}
			if t.Is(j, ".") || t.Kind(j) == prose.Mark {
				break
			}
		}
	}
	return k
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

// colloquial are roots that speech uses as active verbs.
var colloquial = map[string]bool{"bilang": true, "minta": true}

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
	if weekdays[t.Low(from)] {
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

// joiners go on with a statement behind "katanya,": "Gudang siap, katanya, dan
// truk dipesan."
var joiners = map[string]bool{
	"dan": true, "serta": true, "tetapi": true, "tapi": true, "sehingga": true, "karena": true, "sebab": true, "meski": true, "meskipun": true, "agar": true, "supaya": true,
	"jika": true, "kalau": true, "bukan": true, "melainkan": true, "termasuk": true, "sedangkan": true,
}

// reasons go on with a statement whose verb is left out: "Penundaan itu, jelas
// Rina, karena truk mogok."
var reasons = map[string]bool{"karena": true, "lantaran": true, "akibat": true, "untuk": true, "demi": true, "agar": true, "supaya": true}

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

// readPassive reads "disampaikan X": it makes X the reporting subject, and what
// stands behind it, or before a "Hal itu disampaikan X", is what X says.
// "disampaikannya" reports on. An agentless passive names nobody.
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
	if f == nil || f.Group {
		return k + 1
	}
	who := r.speakerOf(f)
	if !who.known {
		r.current = subject{speaker: nobody}
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
	because := "4.3: passive verb of saying and name before the statement"
	switch {
	case t.Is(from, "bahwa"):
		from++
	case t.Is(from, ",") && (k == low || t.Is(k-1, ",") || isHead(t, low, k)):
		from++
		if t.Is(from, "bahwa") {
			from++
		} else if weekdays[t.Low(from)] || u.refAt(from) != nil {
			return f.to
		}
	default:
		return f.to
	}
	if u.in(from) != nil || from >= len(t.Tokens) || t.SentenceOf(from) != t.SentenceOf(k) {
		return f.to
	}
	end := r.contentEnd(u, from)
	if !t.Is(from-1, "bahwa") && (end-from < 4 || !hasPredicate(t, from, end, false, false)) || end-from < 2 {
		return f.to
	}
	r.report(i, k, from, end, who, t.Low(k), because, sureIndirect)
	return end
}

// pointsAtStatement reports whether the sentence that begins at low says of the
// one before it who stated it: "Hal itu disampaikan X", "Demikian ditegaskan X".
func (r *reader) pointsAtStatement(u *unit, low, k int) bool {
	t := u.text
	switch t.Low(low) {
	case "demikian", "begitu":
		return k == low+1
	case "hal", "pernyataan", "penegasan", "imbauan", "harapan", "ajakan":
		return k-low <= 3 && (t.Is(low+1, "itu") || t.Is(low+1, "ini") || t.Is(low+1, "tersebut") || t.Is(low+1, "demikian"))
	}
	return false
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
	if end-from < 5 || !hasPredicate(t, from, end, false, false) {
		return
	}
	if n := u.refBefore(from) + 1; n < len(u.refs) && u.refs[n].from <= from+2 {
		return // an action, no statement
	}
	cue := r.units[i].text.Low(cueAt)
	r.say(found{
		kind: article.Indirect, unit: at, parts: []part{{at, from, end}}, who: who, cue: cue, sure: sureLoose,
		because: "4.3: “" + cue + "” in the sentence behind the statement",
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
	who, sure, because := r.understoodSpeaker(i, k, t.Low(k))
	r.report(i, k, from, end, who, t.Low(k), because, min(sure, sureIndirect))
	return end
}
