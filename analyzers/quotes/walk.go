package quotes

import (
	"slices"

	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// How sure an attribution is, by the rule that made it (docs/decisions). The
// figures are shares of right attributions, rounded down.
const (
	sureNamed    = 0.98 // verb and name behind the closing mark
	sureReported = 0.95 // -nya, and the subject of the last reporting clause
	sureNarrated = 0.90 // -nya, and the subject of the last sentence
	sureDoubt    = 0.85 // another person may be meant
	sureApart    = 0.85 // indirect, the subject of the sentence apart from the verb
	sureLone     = 0.75 // verb and a single name that the text gives nowhere in full
	sureFar      = 0.75 // -nya, and the subject of a sentence further back
	sureBefore   = 0.94 // name and verb before the opening mark
	sureBack     = 0.92 // "Hal tersebut disampaikan X" behind it
	sureRole     = 0.92 // only a post is named
	sureBare     = 0.70 // no verb at all: the subject of the sentence before
	sureDoubtful = 0.70 // it is not sure where the name of the speaker begins
	sureVague    = 0.60 // a post with "itu" that the text links to no name
	sureUnknown  = 0.50 // the text does not say who
	sureIndirect = 0.90
	sureLoose    = 0.75 // indirect, with a clause between subject and verb
	sureUnmarked = 0.85
	sureMixed    = 0.85
	sureTitle    = 0.90
)

// readUnit walks paragraph i from its first token to its last.
func (r *reader) readUnit(i int) {
	u := &r.units[i]
	if r.readAnswer(i) {
		return
	}
	if u.heading {
		r.current = subject{speaker: unknownSpeaker}
		return
	}
	t := u.text
	defer r.readFrame(i)
	for k := u.read; k < len(t.Tokens); {
		if s := u.in(k); s != nil {
			k = max(k+1, r.readSpan(i, s))
			continue
		}
		if s := t.SentenceOf(k); k == t.Sentences[s].Start || k > 0 && u.in(k-1) != nil {
			r.beginSentence(i, k)
		}
		v, ok := prose.Saying(t.Low(k))
		if !ok {
			if t.Is(k, "menurut") || t.Is(k, "menurutnya") {
				k = max(k+1, r.readAccording(i, k))
				continue
			}
			k++
			continue
		}
		next := k + 1
		switch v.Form {
		case prose.Active:
			next = r.readActive(i, k, v)
		case prose.Bare, prose.Possessive:
			next = r.readBare(i, k, v)
		case prose.Passive, prose.PassiveNya:
			next = r.readPassive(i, k, v)
		}
		k = max(k+1, next)
	}
}

// setSubject makes s the current reporting subject.
func (r *reader) setSubject(s speaker, unit, token int, firm bool) {
	if !s.known {
		return
	}
	r.current = subject{speaker: s, unit: unit, token: token, firm: firm}
	if firm {
		r.spoke(s.person)
	}
}

// beginSentence looks for the subject of the narration that begins at token k
// of unit i: the first one named at its head, or the agent of a passive; never
// one who only attended.
func (r *reader) beginSentence(i, k int) {
	u := &r.units[i]
	if u.text.Is(k, "menurut") || u.text.Is(k, "menurutnya") {
		return // readAccording finds whose words follow; those named in them do not speak
	}
	end := r.sentenceEnd(u, k)
	if u.hasUnsure(k, end) {
		r.current = subject{speaker: unknownSpeaker} // perhaps another person, perhaps none
		return
	}
	first := u.refBefore(k) + 1
	if r.current.known && (first >= len(u.refs) || u.refs[first].from > k+14 || u.refs[first].from >= end) {
		switch t := u.text; {
		case introducesOther(u, k, end):
			r.current = subject{speaker: unknownSpeaker} // the subject is none of the officials
		case k+2 < end && isProper(t, k) && isProper(t, k+1):
			r.current.doubtful = true
		}
	}
	for n := first; n < len(u.refs) && n < first+6; n++ {
		f := &u.refs[n]
		if f.from >= end {
			return
		}
		if !f.Group && f.Official < 0 && f.from == k && isSmallName(u.text, f.to) {
			r.current = subject{speaker: unknownSpeaker} // "Camat budi raharjo hadir"
			return
		}
		if !f.Group && f.Official < 0 && isSpeechOf(u.text, f.from) {
			r.current = subject{speaker: unknownSpeaker}
			if who := r.speakerOf(f); who.person >= 0 {
				r.setSubject(who, i, f.from, false) // "dilanjutkan dengan sambutan camat"
			}
			return
		}
		if f.Group || f.Official < 0 {
			continue
		}
		if r.current.known && f.Official != r.current.person {
			r.current.doubtful = true // another person stands between
		}
		turn := takesTurn(u.text, f.from) || isNickname(u.text, k, f)
		if !turn {
			if _, attended := r.attendedList(u, n, k-1); attended {
				continue
			}
		}
		nick := u.text.Is(f.from-1, "(") && f.from-k <= 12 && u.text.Upper(f.from-2) // "Tutik Wahyuningrum (Ning Tutik)"
		noun := nounBefore(u.text, k, f.from)                                        // "Di gang sebelah, pemilih lansia Mbah Inah tersenyum"
		if turn || nick || f.from == k || f.Subject || isHeadGap(u.text, k, f.from) || isAgent(u.text, f.from) || noun < f.from && (noun == k || u.text.Is(noun-1, ",")) && isHeadGap(u.text, k, noun) {
			who := r.speakerOf(f)
			if r.current.firm && who.person != r.current.person && f.from == k && isUndergone(u.text, pairEnd(u, n)) {
				r.current.doubtful = true // "Adi dinilai melanggar …": the sentence is about him; the last speaker continues
				return
			}
			if !who.known || f.from == k && n+1 < len(u.refs) && isPair(u, n+1) {
				r.current = subject{speaker: unknownSpeaker} // one of several, or two
				return
			}
			r.setSubject(who, i, f.from, false)
			return
		}
	}
}

// isSpeechOf reports whether the event goes on with a speech whose speaker is named at token i:
// "dilanjutkan dengan sambutan", "diisi materi oleh".
func isSpeechOf(t *prose.Text, i int) bool {
	if i--; t.Is(i, "oleh") || t.Is(i, "dari") {
		return speeches[t.Low(i-1)]
	}
	if !speeches[t.Low(i)] {
		return false
	}
	switch t.Low(i - 1) {
	case "dengan", "diisi", "dilanjutkan", "disusul", "diawali", "dimulai", "diakhiri", "ditutup", "mendengarkan":
		return true
	}
	return false
}

// isSmallName reports whether a word of names stands at token k in small letters.
func isSmallName(t *prose.Text, k int) bool {
	low := t.Low(k)
	return t.Kind(k) == prose.Word && !t.Upper(k) && names.Known(low) && names.Weight(low, names.First) > 0
}

// nounBefore returns where the noun for a person begins that stands before the name at token
// i with no comma between, not before token low; i where none does.
func nounBefore(t *prose.Text, low, i int) int {
	at := i
	for k := i - 1; k >= low && k > i-5 && t.Kind(k) == prose.Word && (!t.Upper(k) || k == low); k-- {
		if peopleWords[t.Low(k)] {
			at = k
		}
	}
	if at < i && at > low && t.Is(at-1, "seorang") {
		at--
	}
	return at
}

// hasUnsure reports whether the subject of the sentence from token k to end may be a
// person or not.
func (u *unit) hasUnsure(k, end int) bool {
	n, _ := slices.BinarySearch(u.unsure, k)
	return n < len(u.unsure) && u.unsure[n] < end
}

// pairEnd returns the end of the subject that begins with reference n: of it, or of
// the one that "dan" joins to it.
func pairEnd(u *unit, n int) int {
	f := &u.refs[n]
	if n+1 < len(u.refs) && isPair(u, n+1) {
		return u.refs[n+1].to
	}
	return f.to
}

// isUndergone reports whether the verb at token i, behind adverbs, is passive: its
// subject does not speak.
func isUndergone(t *prose.Text, i int) bool {
	for prose.IsAdverb(t.Low(i)) || t.Is(i, "telah") || t.Is(i, "sudah") || t.Is(i, "akan") {
		i++
	}
	low := t.Low(i)
	if len(low) < 6 || low[:2] != "di" || isOtherWord(low) || t.Upper(i) {
		return false
	}
	switch low {
	case "ditemui", "dihubungi", "dikonfirmasi", "ditanya", "dimintai", "diwawancarai", "didampingi", "ditemani":
		return false // the person asked answers
	}
	return true
}

// introducesOther reports whether the narration from token k to end introduces a
// person whom the reader of names did not find: "seorang warga", "Misnati, salah
// seorang warga", "La Jufri (40)", "pengalaman Nadia, siswi kelas XI".
func introducesOther(u *unit, k, end int) bool {
	t := u.text
	if t.Is(k, "seorang") || t.Is(k, "salah") && (t.Is(k+1, "seorang") || t.Is(k+1, "satu") && (described(t, k+2) || crowds[t.Low(k+2)])) {
		return true
	}
	for j := k; j < end && j < k+24; j++ {
		if j > k && described(t, j) && !t.Upper(j) && isSpeechOf(t, j) {
			return true // "diisi materi oleh akademisi UNS"
		}
		if !t.Upper(j) || t.Tokens[j].Caps || t.Titled || t.Shouting || u.refAt(j) != nil || j > k && t.Upper(j-1) {
			continue
		}
		stop := j + 1
		for stop < end && stop < j+5 && t.Upper(stop) && !t.Tokens[stop].Caps {
			stop++
		}
		if (sexOfAddress(t.Low(j)) != unknownSex || elders[t.Low(j)]) && t.Upper(j+1) && !isBody(t, j+1) && !t.Is(stop, ",") { // "Di gang sebelah, Mbah Inah tersenyum"
			return true
		}
		if isBody(t, j) || placeKinds[t.Low(j)] || isWeekday(t.Low(j)) || placings[t.Low(j-1)] {
			continue
		}
		alone := stop-j == 1 && !takesTurn(t, j)
		switch {
		case stop-j > 1 && (t.Is(j-1, "pula") || t.Is(j-1, "oleh")) && j-1 > k: // "Hadir pula Herry Abriyanto."
			return true
		case isEventPart(t, j-1) && stop-j > 1, isEventPart(t, j) && (stop-j > 2 || stop-j > 1 && t.Is(stop, ".")):
			return true
		case t.Is(stop, ",") && (t.Is(stop+1, "salah") || t.Is(stop+1, "seorang") || !alone && described(t, stop+1) && !t.Upper(stop+1)):
			return true
		case t.Is(stop, "(") && t.Kind(stop+1) == prose.Number && t.Tokens[stop+1].End-t.Tokens[stop+1].Start == 2 && t.Is(stop+2, ")"):
			return true
		case t.Is(stop, ",") && t.Is(j-1, ",") && describedBefore(t, k, j-1):
			return true
		}
	}
	return false
}

// elders are forms of address for one whom the text may name in no other way: "Nenek Inah".
var elders = lists.List("elders")

// placings stand before the name of a place or time.
var placings = lists.List("placings")

// isEventPart reports whether the word at token k is a part in an event.
func isEventPart(t *prose.Text, k int) bool {
	_, ok := eventParts[t.Low(k)]
	return ok
}

// placeKinds begin names of places.
var placeKinds = lists.List("place kinds")

// describedBefore reports whether a noun for a person begins the tokens from k
// to to: "Warga Wolotolo, …".
func describedBefore(t *prose.Text, k, to int) bool {
	for j := k; j < to && j < k+3; j++ {
		if peopleWords[t.Low(j)] {
			return true
		}
	}
	return false
}

// speeches are nouns for a speech at an event.
var speeches = lists.List("speeches")

// takesTurn reports whether the words before token i give the word to the one
// named there: "Keluhan lain datang dari X", "giliran X".
func takesTurn(t *prose.Text, i int) bool {
	if isEventPart(t, i-1) {
		i--
	}
	if actsAs(t, i) || turnsTo(t, i) {
		return true
	}
	if low := t.Low(i - 2); speeches[t.Low(i-1)] && (low == "diawali" || low == "dimulai" || low == "diisi" || low == "diakhiri" || low == "ditutup") {
		return true
	}
	if t.Is(i-1, "oleh") && (speeches[t.Low(i-2)] || speeches[t.Low(i-3)]) {
		return true
	}
	if t.Is(i-1, "oleh") || t.Is(i-1, "dari") {
		switch t.Low(i - 2) {
		case "datang", "disampaikan", "muncul", "dilontarkan", "dikemukakan", "diutarakan", "dilanjutkan", "disusul", "dirasakan", "dialami", "rinci", "lanjut", "terlontar",
			"terdengar", "keluar", "dipaparkan":
			return true
		}
		return false
	}
	switch t.Low(i - 1) {
	case "satunya": // "Salah satunya I Ketut Madra."
		return t.Is(i-2, "salah") && t.Sentences[t.SentenceOf(i)].Start == i-2
	case "pengalaman", "cerita", "kisah": // "Lain lagi pengalaman Nadia."
		return t.Is(i-2, "lagi") && t.Is(i-3, "lain")
	case "giliran", "dilanjutkan", "disusul", "tampil", "dirasakan", "dialami":
		return true
	}
	return false
}

// actsAs reports whether the words before token i say that the person named there leads
// the event or speaks at it: "Bertindak selaku pembina apel X".
func actsAs(t *prose.Text, i int) bool {
	for k := i - 1; k >= 1 && k >= i-5; k-- {
		if t.Is(k, "selaku") || t.Is(k, "sebagai") {
			return speakingParts[t.Low(k+1)] && (t.Is(k-1, "bertindak") || t.Is(k-1, "tampil") || t.Is(k-1, "bertugas"))
		}
		if t.Kind(k) != prose.Word && !t.Is(k, ",") {
			return false
		}
	}
	return false
}

// speakingParts are the parts in an event whose holder speaks at it.
var speakingParts = lists.List("speaking parts")

// turnsTo reports whether the words before token i turn to the one named there:
// "Lain lagi dengan X", "Begitu juga dengan X".
func turnsTo(t *prose.Text, i int) bool {
	if !t.Is(i-1, "dengan") {
		return false
	}
	switch t.Low(i - 2) {
	case "lagi", "halnya", "juga", "pula", "cerita", "ceritanya", "kisah", "kisahnya":
		return t.Is(i-3, "lain") || t.Is(i-3, "begitu") || t.Is(i-3, "demikian") || t.Is(i-3, "sama")
	}
	return false
}

// isNickname reports whether f stands where the sentence that begins at k
// explains the nickname of its subject: "Ongen, demikian Djabumona biasa disapa".
func isNickname(t *prose.Text, k int, f *ref) bool {
	if f.from-k > 5 || !t.Is(f.from-1, "demikian") && !t.Is(f.from-1, "begitu") && !t.Is(f.from-1, "sapaan") && !t.Is(f.from-1, "panggilan") && !t.Is(f.from-1, "akrab") {
		return false
	}
	return true
}

// isProper reports whether token i is a capitalised word that is no acronym.
func isProper(t *prose.Text, i int) bool {
	return t.Upper(i) && !t.Tokens[i].Caps && !t.Titled && !t.Shouting
}

// sentenceEnd returns the token behind the sentence of token k, cut at the next
// quotation.
func (r *reader) sentenceEnd(u *unit, k int) int {
	end := min(u.text.Sentences[u.text.SentenceOf(k)].End, k+maxClause)
	for j := k; j < end; j++ {
		if u.in(j) != nil {
			return j
		}
	}
	return end
}

// isHeadGap reports whether tokens from to to only lead to the subject of a
// sentence: "Sementara itu,", "Dalam arahannya,", "Menutup kegiatan,".
func isHeadGap(t *prose.Text, from, to int) bool {
	if to-from > 14 {
		return false
	}
	if t.Is(to-1, ",") {
		return true
	}
	if to-from > 4 {
		return false
	}
	for i := from; i < to; i++ {
		switch t.Low(i) {
		case "sementara", "itu", "sedangkan", "adapun", "namun", "lalu", "kemudian", "selanjutnya", "salah", "seorang", "satu", "pembicara", "pertama",
			"kedua", "ketiga", "bahkan", "tetapi", "dan", "begitu", "juga", "demikian", "pula", ",", "di", "sisi", "lain":
		default:
			return false
		}
	}
	return true
}

// isAgent reports whether the name at token i is the agent of a passive verb:
// "dibuka Ketua …", "dipimpin oleh …".
func isAgent(t *prose.Text, i int) bool {
	i--
	if t.Is(i, "oleh") {
		i--
	}
	if t.Is(i, "langsung") {
		i--
	}
	low := t.Low(i)
	return len(low) > 4 && low[:2] == "di" && !isOtherWord(low) && !attendance[low]
}

// attendance are words before those who only attend (V-12).
var attendance = lists.List("attendance")

// attends reports whether f is named as one who only attends or is spoken to.
func (r *reader) attends(u *unit, f *ref) bool {
	i := f.from - 1
	if u.text.Is(i, "oleh") {
		i--
	}
	return attendance[u.text.Low(i)]
}
