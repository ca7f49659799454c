package quotes

import (
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
		return unknownSpeaker, noSubject
	}
	k := skipAdverbs(t, low, v-1)
	if verb, _ := prose.Saying(t.Low(v)); denials[verb.Root] && k > low && (t.Is(k, "tidak") || t.Is(k, "tak")) {
		k = skipAdverbs(t, low, k-1) // "Rina tidak menampik"
	}
	if r.joined.unit == i && r.joined.at == k && k > 0 && r.current.known {
		return r.current.speaker, besideVerb
	}
	switch t.Low(k) {
	case "ia", "dia", "beliau", "dirinya", "pihaknya":
		if !r.current.known || k-1 >= low && t.Is(k-1, "bahwa") {
			return unknownSpeaker, noSubject
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

// denials are roots of verbs that admit what follows them where "tidak" stands before them.
var denials = map[string]bool{"tampik": true, "pungkir": true, "sangkal": true, "bantah": true, "tepis": true, "elak": true}

// skipAdverbs returns the last token at or before k, not before low, that is no
// adverb.
func skipAdverbs(t *prose.Text, low, k int) int {
	for k > low {
		switch {
		case prose.IsAdverb(t.Low(k)):
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
			return unknownSpeaker, noSubject
		}
		if first, attended := r.attendedList(u, n, low); attended {
			company = max(company, f.to)
			n = first
			continue
		}
		if isPair(u, n) {
			return unknownSpeaker, several
		}
		if f.Group || f.Official < 0 && !t.Upper(f.from) && !r.sentenceHead(u, f.from) && !pointsBack(t, f) {
			return unknownSpeaker, noSubject
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
		return unknownSpeaker, noSubject
	}
	return unknownSpeaker, noSubject
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
		return unknownSpeaker, noSubject
	}
	if n := r.units[i].refBefore(end); n >= 0 && r.units[i].refs[n].from >= from && r.units[i].refs[n].Official >= 0 {
		return unknownSpeaker, noSubject // "Ketua KPU X Rina dalam kesempatan itu"
	}
	who, _, _ := r.whoFits(i, from, end)
	if who.known {
		return who, looseSubject
	}
	if r.mayHaveBeen(i, from) {
		return r.current.speaker, looseSubject
	}
	return unknownSpeaker, noSubject
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
		return unknownSpeaker, noSubject
	}
	f := &u.refs[best]
	if f.Group || k-f.to > 30 || f.from != low && !isHeadGap(t, low, f.from) || isPair(u, best) {
		return unknownSpeaker, noSubject
	}
	for j := f.to; j < k; j++ { // the verb before must be the person's own
		if w := t.Low(j); w == "bahwa" || w == "agar" || w == "untuk" || w == "," && t.Upper(j+1) && u.refAt(j+1) == nil && j+1 < k && !isWeekday(t.Low(j+1)) {
			return unknownSpeaker, noSubject
		}
	}
	who := r.speakerOf(f)
	if !who.known || who.person < 0 {
		return unknownSpeaker, noSubject
	}
	return who, looseSubject
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
		if s := u.in(k); s != nil {
			if !r.isTerm(u, s) {
				return false
			}
			continue
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
	if !isWeekday(t.Low(k)) {
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
	case "yang", "dari", "selaku", "sebagai", "saat", "ketika", "usai", "dalam", "pada", "di", "kepada":
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
