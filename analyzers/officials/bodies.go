package officials

import (
	"strings"

	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// IsBody reports whether the name of an institution may begin with a folded word.
func IsBody(word string) bool { _, known := bodies[word]; return known }

// IsAddress reports whether a folded word may address the bearer of a name that follows it, such
// as pak, gus or mbak.
func IsAddress(word string) bool { return honorifics[word] == address }

// isKPU reports whether a lower-case word can begin the name of an office of
// the KPU.
func isKPU(low string) bool { return strings.HasPrefix(low, "kpu") || low == "kip" }

// bodyStarts reports whether the name of an institution begins at token i.
func bodyStarts(t *prose.Text, i int) bool {
	low := t.Low(i)
	if _, ok := bodies[low]; !ok {
		return isKPU(low)
	}
	if len(low) <= 4 && i < len(t.Tokens) && !t.Tokens[i].Caps {
		switch low { // "Aji" is a name, "AJI" is not
		case "bank", "desa", "pos", "suku", "tim":
		default:
			return false
		}
	}
	switch low {
	case "suku":
		return t.Is(i+1, "dinas") || t.Is(i+1, "badan")
	case "rumah":
		return t.Is(i+1, "sakit")
	case "karang":
		return t.Is(i+1, "taruna")
	}
	return true
}

// readOffice reads the office after a post and its unit.
func (r *reader) readOffice(t *prose.Text, ro *role) {
	i := ro.to
	switch {
	case ro.head.body != "":
		ro.office, ro.named = ro.head.body, true
		return
	case ro.head.prefix != "":
		r.readPlaceOf(t, ro)
		return
	case ro.head.where == "ministry":
		if ro.units {
			ro.office, ro.named = "Kementerian "+strings.TrimPrefix(strings.TrimPrefix(ro.title[len(ro.prefix):], "Wakil "), "Menteri "), true
		}
		return
	case ro.head.where == "none" && ro.head.event:
		if t.Upper(i) && bodyStarts(t, i) { // "Saksi Partai X, Fitria": whose part it is, no office
			_, ro.to = r.readBody(t, i, false)
		}
		return
	case ro.head.where == "none":
		switch {
		case ro.head.local:
			r.keepPlace(t, ro)
		case ro.head.keep:
			ro.keepRun(t)
		}
		return
	case ro.head.where == "regency" || ro.head.where == "city" || ro.head.where == "province" || ro.head.where == "region":
		r.readRegion(t, ro)
		return
	}
	if (t.Is(i, "dari") || t.Is(i, "pada")) && t.Upper(i+1) && (bodyStarts(t, i+1) || isAcronym(t, i+1)) {
		i++ // "pengacara dari LBH X"
	}
	if ro.readTeam(t) {
		return
	}
	if !ro.head.many {
		ro.readTicket(t)
	}
	if ro.to > i && ro.office != "" {
		ro.office, ro.named = strings.TrimSpace(ro.office), true
		return
	}
	low := t.Low(i)
	if t.Is(i, "(") || low == "" {
		return
	}
	switch low { // "Sekretariat Jenderal KPU RI" is KPU RI
	case "sekretariat", "setjen", "inspektorat":
		at := i + 1
		if t.Is(at, "jenderal") || t.Is(at, "utama") {
			at++
		}
		if isKPU(t.Low(at)) {
			i, low = at, t.Low(at)
		}
	}
	if isKPU(low) || low == "komisi" {
		if o, end, ok := r.officeAt(t, i); ok {
			ro.office, ro.satker, ro.named, ro.to = o.Name, o.Code, true, end
			ro.own = end == i+1 && o == r.office
			return
		}
	}
	if !t.Upper(i) || isKPU(low) || !bodyStarts(t, i) && !isAcronym(t, i) && !r.placedBody(t, i) && !isUnknownBody(t, i) {
		return
	}
	if name, end := r.readBody(t, i, ro.head.shared); end > i {
		ro.office, ro.named, ro.to = r.written(name), true, end
		if t.Is(i, "bank") {
			ro.office = name // "Bank Sumut" is called so
		}
		ro.readTicket(t)
		r.skipFaction(t, ro)
	}
}

// skipFaction passes over the party or the seat of a member of parliament: "Anggota
// Komisi II DPR RI dari Fraksi PKB Zainul".
func (r *reader) skipFaction(t *prose.Text, ro *role) {
	at := ro.to
	if t.Is(at, "dari") || t.Is(at, "asal") {
		at++
	}
	if t.Upper(at) && (t.Is(at, "fraksi") || t.Is(at, "partai") && at > ro.to || t.Is(at, "dapil") && at > ro.to) {
		_, ro.to = r.readBody(t, at, ro.head.shared)
	}
}

// readTeam reads the team of candidates that a post in small letters belongs to:
// "juru bicara tim pemenangan pasangan A-B".
func (ro *role) readTeam(t *prose.Text) bool {
	if !t.Is(ro.to, "tim") || t.Upper(ro.to) || !teams[t.Low(ro.to+1)] {
		return false
	}
	end := ro.to + 2
	for end < ro.to+10 && (t.Is(end, "nasional") || t.Is(end, "daerah") || t.Is(end, "pasangan") || t.Is(end, "calon") || t.Is(end, "paslon") ||
		t.Is(end, "nomor") || t.Is(end, "urut") || t.Kind(end) == prose.Number || t.Upper(end) || t.Is(end, "dan") && t.Upper(end+1)) {
		end++
	}
	if t.Upper(end-1) && !t.Is(end, ",") { // the name of the person stands in the run
		return false
	}
	ro.office, ro.named, ro.to = t.Cut(ro.to, end), true, end
	return true
}

// teams are the purposes of a team of candidates.
var teams = lists.List("teams")

// readTicket takes the pair of candidates that a team works for into the name of
// the team: "Ketua Tim Pemenangan pasangan calon nomor urut 3".
func (ro *role) readTicket(t *prose.Text) {
	if !t.Is(ro.to, "pasangan") && !t.Is(ro.to, "paslon") {
		return
	}
	for end := ro.to + 1; end < ro.to+5; end++ {
		if t.Kind(end) == prose.Number {
			ro.office += " " + t.Cut(ro.to, end+1)
			ro.to = end + 1
			return
		}
	}
}

// isAcronym reports whether token i is an unknown name in capitals, such as an
// association's: "Ketua PPDI Kabupaten X".
func isAcronym(t *prose.Text, i int) bool {
	tok := t.Tokens[i]
	return tok.Caps && !inCapitals(t, i) && !t.Shouting && tok.End-tok.Start <= 10 && !isDegree(t, i) && honorifics[t.Low(i)] == 0 && !units[t.Low(i)] &&
		!isOrdinal(t, i)
}

// inCapitals reports whether token i is a word of a name in capitals, as another long
// word in capitals stands beside it: "Kasubbag Hukum LAMTIUR NAPITUPULU".
func inCapitals(t *prose.Text, i int) bool {
	long := func(k int) bool {
		if k < 0 || k >= len(t.Tokens) {
			return false
		}
		tok := t.Tokens[k]
		_, body := bodies[t.Low(k)]
		return tok.Caps && tok.End-tok.Start > 4 && !body && !units[t.Low(k)] && strings.ContainsAny(t.Low(k), "aiueo")
	}
	return long(i) && (long(i-1) || long(i+1))
}

// placedBody reports whether the unknown words at token i are the name of a body,
// as a level and a place follow them: "Ketua Baznas Kabupaten X".
func (r *reader) placedBody(t *prose.Text, i int) bool {
	for j := i; j < i+4 && t.Upper(j) && honorifics[t.Low(j)] == 0; j++ {
		if low := t.Low(j); j > i && (isLevel(low) || low == "kecamatan" || low == "desa" || low == "kelurahan") {
			return true
		}
	}
	return false
}

// readBody reads the name of an institution at token i: its first word, words
// of the kind that units are made of, a number, and the place it belongs to. Where
// the run of capitals continues without a comma, the weights of its words tell where
// the name of a person begins in it (N-21).
func (r *reader) readBody(t *prose.Text, i int, shared bool) (string, int) {
	end, whole := r.bodyEnd(t, i)
	switch {
	case whole:
		end = r.beyondPlace(t, end, shared)
	case end > i+1:
		end = r.splitBody(t, i, end, shared)
	}
	for k := i + 1; k < end; k++ {
		if t.Is(k, "dapil") { // "DPR RI Dapil Lampung II": the seat is no part of the body
			return bodyName(t, i, k), end
		}
	}
	return bodyName(t, i, end), end
}

// bodyEnd returns where the name of the institution at token i ends, together
// with the name of a person that no comma parts from it. whole says that a
// place or a short form in brackets ends it: no name is part of the range.
func (r *reader) bodyEnd(t *prose.Text, i int) (end int, whole bool) {
	for j := i + 1; j < i+20; j++ {
		low := t.Low(j)
		if end, ok := r.placeOfBody(t, j); ok && !(end == j+1 && j > i+1 && isNameLike(t, j-1) && splitWeight(t, j-1, names.Middle) > likelyFirst) {
			if branches[t.Low(end)] && t.Upper(end) {
				j = end // "Bank Sumut Cabang Balige"
				continue
			}
			return end, true // but "Fraksi PDIP Martinus Lumban Batu"
		}
		if end := eponymAt(t, j); end > j {
			j = end - 1
			continue
		}
		if end := doctorsName(t, j); end > j {
			j = end - 1
			continue
		}
		switch {
		case t.Is(j, "(") && strings.HasPrefix(t.Low(j+1), "f-"):
			return j, false // "DPR RI Ratna Ayu (F-Golkar)"
		case t.Is(j, "(") && t.Is(j+2, ")") && t.Kind(j+1) == prose.Word:
			if end, ok := r.placeAt(t, j+3); ok {
				return end, true
			}
			if cut := splitName(t, i+1, j); cut < j && !initialsOf(t, i, j) && (initialsOf(t, cut, j) || j-cut > 1 && isComplete(t, cut-1)) {
				return j, false // "Ketua Umum Demokrat Agus Harimurti Yudhoyono (AHY)"
			}
			if end := eponymAt(t, j+3); end > j+3 {
				return end, true // "Universitas Islam Negeri (UIN) Syarif Hidayatullah"
			}
			return j + 3, true // "… (Perludem) Ratna"
		case low == "untuk" && t.Upper(j+1) && units[t.Low(j+1)]:
		case isOrdinal(t, j) || t.Kind(j) == prose.Number:
		case low == "/" && t.Kind(j-1) == prose.Number && t.Upper(j+1): // "Kodim 1623/Karangasem"
			end, ok := r.placeOfBody(t, j+1)
			if !ok {
				end = j + 2
			}
			return end, true
		case low == "dan" || low == "serta" || low == "&" || low == "/":
			if !t.Upper(j+1) || startsRole(t, j+1) || isNameLike(t, j+1) {
				return j, false
			}
			if _, body := bodies[t.Low(j+1)]; body && !units[t.Low(j+1)] && !(villageLevels[t.Low(j+1)] && units[t.Low(j-1)]) {
				return j, false // but "Pemberdayaan Masyarakat dan Desa"
			}
		case low == ",":
			if !units[t.Low(j+1)] || !t.Upper(j+1) || startsRole(t, j+1) || !units[t.Low(j-1)] && !t.Is(j-1, "desa") {
				return j, false
			}
		case !t.Upper(j) || addressesName(t, j) || startsRole(t, j):
			return j, false
		case t.Titled && (titledBreaks[low] || isHeadlineVerb(low)):
			return j, false // words that follow in a text in Title Case
		}
	}
	return i + 20, false
}

// doctorsName returns the token behind the name of a doctor at token i after whom
// hospitals are called, "Dr. Soetomo", "dr. A B" where the title of another name follows; i where
// none stands there.
func doctorsName(t *prose.Text, i int) int {
	if !t.Is(i, "dr") && !t.Is(i, "prof") {
		return i
	}
	at := i + 1
	if t.Is(at, ".") {
		at++
	}
	if end := eponymAt(t, at); end > at {
		return end
	}
	const most = 3 // words of the name
	for end := at; end <= at+most && t.Upper(end) && honorifics[t.Low(end)] == 0; end++ {
		if honorifics[t.Low(end+1)] == learned && t.Is(end+2, ".") && t.Upper(end+3) {
			return end + 1 // "RSUD dr. A B dr. C D"
		}
	}
	return i
}

// branches are parts of an institution whose place follows them.
var branches = lists.List("branches")

// eponymAt returns the token behind the name of a person at token i after whom
// institutions are called, i where none stands there.
func eponymAt(t *prose.Text, i int) int {
	phrase, best := "", i
	for k := i; k < i+4 && t.Upper(k); k++ {
		if phrase != "" {
			phrase += " "
		}
		phrase += t.Low(k)
		if eponyms[phrase] {
			best = k + 1
		}
	}
	return best
}

// titledBreaks are words between phrases, which a text in Title Case writes with a
// capital too.
var titledBreaks = map[string]bool{
	"di": true, "yang": true, "untuk": true, "pada": true, "dalam": true, "oleh": true, "ke": true, "dari": true, "itu": true, "ini": true,
	"juga": true, "akan": true, "telah": true, "bagi": true, "saat": true, "sebagai": true, "selaku": true, "ketika": true, "usai": true,
	"kepada": true, "tentang": true, "hadir": true, "dengan": true, "agar": true, "bahwa": true, "sudah": true, "belum": true, "tidak": true,
}

// isHeadlineVerb guesses from its ending or beginning whether a lower-case word is a
// verb as headlines have it: "serukan", "dihadiri", "menilai".
func isHeadlineVerb(low string) bool {
	return isTitledVerb(low) || len(low) > 6 && strings.HasSuffix(low, "kan") && !names.Known(low) && !units[low]
}

// placeOfBody reads the place to which an institution belongs at token j.
func (r *reader) placeOfBody(t *prose.Text, j int) (int, bool) {
	if regions[t.Low(j)+" "+t.Low(j+1)] {
		return j + 2, true
	}
	end, ok := r.placeAt(t, j)
	if !ok {
		return j, false
	}
	for t.Upper(end) && directions[t.Low(end)] {
		end++
	}
	if next, ok := r.placeAt(t, end); ok && (isLevel(t.Low(end)) || t.Is(end-1, "indonesia")) { // "Kabupaten X Provinsi Y"
		end = next
	}
	if isOrdinal(t, end) && t.Kind(end) == prose.Word && len(t.Low(end)) > 1 { // "Dapil Lampung II"
		end++
	}
	return end, true
}

// splitBody returns the token of the run from i to end at which the name of a
// person begins, end where none does. shared says that the post may go to a list.
func (r *reader) splitBody(t *prose.Text, i, end int, shared bool) int {
	if t.Is(end, "(") && !initialsOf(t, i, end) {
		if cut := splitName(t, min(i+1, end), end); cut < end && initialsOf(t, cut, end) {
			return cut // "Ketua Umum Demokrat Agus Harimurti Yudhoyono (AHY)"
		}
		if cut := splitName(t, min(i+1, end), end); end-cut > 1 && isComplete(t, cut-1) {
			return cut // "Anggota DPR RI Ratna Ayu Sawitri (F-Golkar)"
		}
		return end
	}
	if t.Is(end, ")") || t.Is(end, "(") || end == len(t.Tokens) || honorifics[t.Low(end)] != 0 && t.Upper(end) || addressesName(t, end) {
		return end
	}
	from := i + 1
	if _, known := bodies[t.Low(i)]; localBodies[t.Low(i)] && end-i > 2 && splitWeight(t, i+1, names.First) < likelyFirst && (end-i > 3 || names.IsPlace(t.Low(i+1))) || known && !complete[t.Low(i)] && !t.Tokens[i].Caps {
		from++ // "Universitas Airlangga", "PPK Lembang": the first word alone names no body
	}
	cut := splitName(t, min(from, end), end)
	if t.Is(end, ",") && cut < end && (end-cut < 2 || isNameWord(t, end+1) || honorifics[t.Low(end+1)] != 0) && !startsPost(t, end+1) && !(shared && r.listFollows(t, end)) {
		return end // the name of the person follows the comma
	}
	return cut
}

// initialsOf reports whether the word in brackets at token end is made of the
// first letters of the words of tokens i to end.
func initialsOf(t *prose.Text, i, end int) bool {
	w := t.Low(end + 1)
	if !t.Is(end, "(") || !t.Is(end+2, ")") {
		return false
	}
	for k := i; k < end; k++ {
		if low := t.Low(k); t.Kind(k) == prose.Word && t.Upper(k) {
			if w == "" || low[0] != w[0] {
				return false
			}
			w = w[1:]
		}
	}
	return w == ""
}

// localBodies are bodies of villages and districts, whose place always follows.
var localBodies = lists.List("local bodies")

// beyondPlace returns where a body continues behind its place, as a comma and a
// name follow words that are no name: "Tim Pemenangan Jember Sumringah, Novan".
func (r *reader) beyondPlace(t *prose.Text, i int, shared bool) int {
	end := i
	for end < i+5 && t.Upper(end) && !addressesName(t, end) && !startsPost(t, end) {
		end++
	}
	if end == i || shared || !t.Is(end, ",") || startsPost(t, end+1) {
		return i
	}
	if score, ok := nameScore(t, i, end); ok && end-i > 1 && score > 2 {
		return i
	}
	if n, ok := readName(t, end+1); !ok || !n.addressed && len(n.words) < 2 {
		return i
	}
	return end
}

// addressesName reports whether titles or ranks begin at token i, with a name
// behind them.
func addressesName(t *prose.Text, i int) bool {
	if honorifics[t.Low(i)] == 0 && dottedHonorific(t, i) == i {
		return false
	}
	var n name
	return n.honor(t, i) > i
}

// listFollows reports whether what follows the comma at token i is one more name
// of a list that continues: "A, B, dan C".
func (r *reader) listFollows(t *prose.Text, i int) bool {
	for n := 0; n < 6 && t.Is(i, ","); n++ {
		if t.Is(i+1, "dan") || t.Is(i+1, "serta") {
			return true
		}
		name, ok := readName(t, i+1)
		if !ok {
			return false
		}
		i = name.to
		if t.Is(i, "dan") || t.Is(i, "serta") {
			return isNameWord(t, i+1)
		}
	}
	return false
}

// bodyName writes the name of the institution of tokens i to end, its first word
// written out, without a short form in brackets.
func bodyName(t *prose.Text, i, end int) string {
	var b strings.Builder
	for j := i; j < end; j++ {
		if t.Is(j, "(") && j+2 < end+1 && t.Is(j+2, ")") {
			j += 2
			continue
		}
		w := t.At(j)
		if long := bodies[t.Low(j)]; j == i && long != "" {
			w = long
		}
		if b.Len() > 0 && w != "/" && w != "," && !t.Is(j-1, "/") && !(w == "." && t.Glued(j)) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// readUnknownBody reads a body none of whose words are known, where a comma and
// a name in the place of an apposition follow it: "Direktur Women Crisis Centre
// Rejang, Dr. Tetty Wulandari, menjelaskan". head is the token behind the post
// alone.
func (r *reader) readUnknownBody(t *prose.Text, ro *role, head int) {
	h := ro.head
	own := h.where == "kpu" && (generalHead(h) && !h.shared || h.name == "Sekretaris" || h.name == "Bendahara")
	if ro.named || t.Titled || t.Shouting || h.shared || !own && h.where != "body" || own && ro.units {
		return
	}
	end := head
	for end < head+9 && !startsAddress(t, end) && !startsPost(t, end) && !isKPU(t.Low(end)) && (t.Upper(end) && (end > head || !bodyStarts(t, end)) || t.Is(end, "dan") && end > head && t.Upper(end+1)) {
		end++
	}
	words := end - head
	if words == 0 || words < 2 && own || end <= ro.to && ro.units || !t.Is(end, ",") || nobility[t.Low(head)] || startsPost(t, end+1) {
		return
	}
	n, ok := readName(t, end+1)
	if !ok || !n.addressed && len(n.words) < 2 || r.isRegion(t, &n) {
		return
	}
	// A list continues behind the name, an apposition ends with it.
	at := n.to
	if t.Is(at, ",") {
		at++
	}
	joined := t.Is(at, "dan") || t.Is(at, "serta")
	if joined {
		at++
	}
	if (joined || t.Upper(at)) && !startsPost(t, at) {
		return
	}
	if ro.units {
		ro.title = strings.TrimSuffix(ro.title, " "+unitName(t, head, ro.to))
		ro.units = false
	}
	ro.office, ro.named, ro.to = r.written(t.Cut(head, end)), true, end
}

// bodyWords go with the names of bodies without being names themselves.
var bodyWords = lists.List("body words")

func startsRole(t *prose.Text, i int) bool {
	low := t.Low(i)
	if _, body := bodies[low]; body || units[low] && low != "ketua" {
		return false
	}
	return titles.next[low] != nil && notNames[low]
}

// startsAddress reports whether a form of address or a rank stands at token i.
func startsAddress(t *prose.Text, i int) bool {
	return honorifics[t.Low(i)] != 0 || dottedHonorific(t, i) > i
}
