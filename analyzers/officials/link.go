package officials

import (
	"slices"
	"strings"

	"warta/analyzers/internal/prose"
)

// findNames fills in the runs of words of u, outside its posts, that may name
// people, and puts posts and names in the order of the text.
func (r *reader) findNames(u *unit) {
	t := u.text
	next := 0
	small := strings.Contains(t.Lower, "selaku")
	for i := 0; i < len(t.Tokens); {
		if next < len(u.roles) && i >= u.roles[next].from {
			u.items = append(u.items, item{isRole: true, at: next, from: u.roles[next].from, to: u.roles[next].to})
			i = max(i, u.roles[next].to)
			next++
			continue
		}
		if small && !t.Upper(i) {
			if n, ok := readSmallName(t, i); ok && !(next < len(u.roles) && n.to > u.roles[next].from) {
				u.items = append(u.items, item{at: len(u.names), from: n.from, to: n.to})
				u.names = append(u.names, n)
				i = n.to
				continue
			}
		}
		if !t.Upper(i) && (!t.Upper(i+1) && !t.Is(i+1, ".") || honorifics[t.Low(i)] != address && !t.Is(i, "dr") && !t.Is(i, "drg")) {
			i++
			continue
		}
		if isKPU(t.Low(i)) && !t.Titled && !t.Shouting {
			if _, end, ok := r.officeAt(t, i); ok {
				i = end
				continue
			}
		}
		if end, ok := skipPlace(t, i); ok {
			i = end
			continue
		}
		n, ok := readName(t, i)
		if !ok {
			if m, may := readOrdinary(t, i); may {
				n, ok = m, true
			}
		}
		if ok && len(n.words) == 1 && t.Kind(n.to) == prose.Number && !n.addressed {
			ok = false // "Man 1": a school
		}
		if !ok || next < len(u.roles) && n.to > u.roles[next].from && !n.clip(u.roles[next].from) {
			i = max(i+1, n.last)
			continue
		}
		n.place = n.from > 0 && (!n.addressed && inPlace(t, n.from) || behindKind(t, n.from))
		u.items = append(u.items, item{at: len(u.names), from: n.from, to: n.to})
		u.names = append(u.names, n)
		i = n.to
	}
	for ; next < len(u.roles); next++ {
		u.items = append(u.items, item{isRole: true, at: next, from: u.roles[next].from, to: u.roles[next].to})
	}
}

// clip ends n before token at, where a post begins, and reports whether a name
// is left.
func (n *name) clip(at int) bool {
	if n.first >= at {
		return false
	}
	if n.last > at {
		return false
	}
	n.to = min(n.to, at)
	return true
}

// skipPlace skips the name of an institution or of a place with its kind
// ("Universitas Mataram", "Hotel Maleo", "Kabupaten X"), which is no person's.
func skipPlace(t *prose.Text, i int) (int, bool) {
	low := t.Low(i)
	if !bodyStarts(t, i) && !placeKinds[low] && !isKPU(low) {
		return 0, false
	}
	if t.Titled || t.Shouting {
		return i + 1, true
	}
	j := i + 1
	if low == "rumah" { // "Rumah Sakit"
		j++
	}
	if namedAfter[t.Low(j-1)] {
		j = skipTitles(t, j)
	}
	j = doctorsName(t, j)
	for j < i+12 && (t.Upper(j) && honorifics[t.Low(j)] == 0 && !(notNames[t.Low(j)] && titles.next[t.Low(j)] != nil) || t.Kind(j) == prose.Number && t.Upper(j+1)) {
		j++
	}
	return j, true
}

// placeKinds begin the names of places, namedAfter those that are called after people.
var (
	placeKinds = lists.List("place kinds")
	namedAfter = lists.List("named after")
	pastTitles = lists.List("past titles")
)

// skipTitles returns the token behind the titles at token i that belong to the name of a place:
// "Jalan Mayjen S Parman", "RSUD dr. Hj. X"; i where no word of a name follows them.
func skipTitles(t *prose.Text, i int) int {
	const most = 6 // tokens
	j := i
	for j < i+most && (t.Is(j, ".") && j > i || honorifics[t.Low(j)] == learned || t.Upper(j) && (honorifics[t.Low(j)] == rank || pastTitles[t.Low(j)])) {
		j++
	}
	if j == i || !t.Upper(j) {
		return i
	}
	return j
}

// behindKind reports whether a kind of place that is called after people stands in small letters
// before token i: "rumah sakit dr. X". People are met in the field too: "di lapangan".
func behindKind(t *prose.Text, i int) bool {
	return namedAfter[t.Low(i-1)] && !t.Upper(i-1) && !t.Is(i-1, "lapangan")
}

// inPlace reports whether "di" stands before token i: what follows is no person.
func inPlace(t *prose.Text, i int) bool {
	return t.Is(i-1, "di") && !t.Tokens[i-1].Caps && (!t.Upper(i-1) || beginsSentence(t, i-1))
}

// link gives the names of u their posts and contexts.
func (r *reader) link(u *unit) {
	for k := range u.items {
		it := &u.items[k]
		if it.isRole {
			r.linkForward(u, k)
			r.shareBackward(u, k)
			continue
		}
		r.linkBackward(u, k)
	}
	for k := range u.items {
		if !u.items[k].isRole {
			r.judgeContext(u, k)
			judgeApposed(u.text, u, k)
			shareApposed(u.text, u, k)
			r.readLead(u.text, &u.names[u.items[k].at])
		}
	}
}

// linkForward gives the post of item k to the name behind it, and to the whole
// list where the post is one that many hold (N-20 to N-22, N-30, N-33).
func (r *reader) linkForward(u *unit, k int) {
	t := u.text
	ro := &u.roles[u.items[k].at]
	if ro.person == taken {
		return
	}
	// A chain of posts of one person: "Anggota … yang juga Ketua Divisi …, Farid".
	chain := []int{u.items[k].at}
	for len(chain) < 4 && k+1 < len(u.items) && u.items[k+1].isRole &&
		(isChain(t, u.items[k].to, u.items[k+1].from) || adjoins(&u.roles[u.items[k].at], &u.roles[u.items[k+1].at])) {
		k++
		chain = append(chain, u.items[k].at)
	}
	last := &u.roles[chain[len(chain)-1]]
	if k+1 >= len(u.items) || u.items[k+1].isRole {
		return
	}
	n := &u.names[u.items[k+1].at]
	glue := forwardGlue(t, last, n)
	if glue == noGlue || t.SentenceOf(last.from) != t.SentenceOf(n.first) {
		return
	}
	if glue == commaGlue && r.belongsBefore(u, k-len(chain)+1) {
		return
	}
	if glue != markGlue && !n.addressed && r.isRegion(t, n) {
		return
	}
	if ro.head.event && ro.office == "" {
		n.context, n.addressed = max(n.context, attended), n.addressed || glue == directGlue && len(n.words) > 1
		return
	}
	if _, place := r.placeAt(t, n.first-1); glue == directGlue && last.satker == "" && n.first == last.to && !place && !n.addressed {
		n.doubtful = !isSureSplit(t, n.first, n.last)
	}
	chain = slices.DeleteFunc(chain, func(c int) bool { return isKinsPost(t, u, u.roles[c].from, k+1) })
	if len(chain) == 0 {
		return
	}
	for _, c := range chain {
		u.roles[c].person = taken
		n.roles = append(n.roles, c)
	}
	if ro.candidate {
		n.context = max(n.context, attended)
		n.roles = nil
		return
	}
	n.late = n.late || t.Is(n.from-2, "bernama") || ro.demo
	// A division has one head, a commission of a council and a post of the staff have several holders.
	several := strings.Contains(last.title, " Komisi ") || last.head.many && !generalHead(last.head)
	if !last.head.shared || last.units && !last.group && glue != markGlue && !several {
		return
	}
	r.shareRole(u, k+1, chain)
}

// taken marks a role that was given to a name.
const taken = -2

// shareRole gives the posts of the name at item k to the names that follow it
// in one list (N-30).
func (r *reader) shareRole(u *unit, k int, chain []int) {
	t := u.text
	for {
		end, next := u.items[k].to, k+1
		if next < len(u.items) && u.items[next].isRole && t.Is(end, "(") && u.items[next].from == end+1 && t.Is(u.items[next].to, ")") {
			end, next = u.items[next].to+1, next+1 // "A (Divisi X), B (Divisi Y)"
		}
		if next >= len(u.items) || u.items[next].isRole {
			return
		}
		a, b := &u.names[u.items[k].at], &u.names[u.items[next].at]
		if !isListGlue(t, end, b.from) || !b.addressed && r.isRegion(t, b) || b.ranked && !a.ranked {
			return
		}
		b.roles = append(b.roles, chain...)
		b.listed = true
		k = next
	}
}

// belongsBefore reports whether the post of item k is that of the name before
// it, which has none yet: "Budi Hartono, Ketua Divisi Hukum, …" (N-23).
func (r *reader) belongsBefore(u *unit, k int) bool {
	if k == 0 || u.items[k-1].isRole {
		return false
	}
	n := &u.names[u.items[k-1].at]
	return !n.place && len(n.roles) == 0 && len(n.words) > 1 && u.text.Is(n.to, ",") && n.to+1 == u.items[k].from
}

// shareBackward gives the post of item k, before which "masing-masing selaku"
// stands, to the names before it that have none and follow one another as parties
// of a case do: "Teradu II A. Teradu III B, masing-masing selaku anggota KPU X".
func (r *reader) shareBackward(u *unit, k int) {
	t, at := u.text, u.items[k].from-1
	if !t.Is(at, "selaku") && !t.Is(at, "sebagai") || !t.Is(at-1, "masing-masing") {
		return
	}
	end := u.items[k].from
	for j := k - 1; j >= 0 && j > k-24; j-- {
		it := u.items[j]
		if it.isRole {
			if ro := &u.roles[it.at]; !ro.head.event || ro.office != "" {
				return
			}
			end = it.from
			continue
		}
		n := &u.names[it.at]
		if len(n.roles) > 0 || end-n.to > 4 {
			return
		}
		n.roles, n.roleAfter = append(n.roles, u.items[k].at), true
		n.listed = true
		u.roles[u.items[k].at].person = taken
		end = n.from
	}
}

// linkBackward gives the name of item k the posts that follow it (N-23 to
// N-25).
func (r *reader) linkBackward(u *unit, k int) {
	t := u.text
	n := &u.names[u.items[k].at]
	if n.place {
		return // "di Gedong Tataan, Ketua …"
	}
	at := n.to
	for k+1 < len(u.items) && u.items[k+1].isRole {
		ro := &u.roles[u.items[k+1].at]
		inside := at + 1
		if together[t.Low(inside)] {
			inside++ // "(keduanya Anggota)"
		}
		bracket := t.Is(at, "(") && ro.from == inside && (t.Is(ro.to, ")") || t.Is(ro.to, ","))
		// "Darmo Wiratno,SH Ketua DPC X", "Wildan Sabri anggota Panwaslih X"
		behind := at == ro.from && ro.named && !t.Is(n.from-1, "menurut") && (n.to > n.last || ro.small && len(n.words) > 1)
		if behind && k+2 < len(u.items) && !u.items[k+2].isRole && u.items[k+2].from == ro.to {
			return
		}
		if !bracket && !behind && !isBackGlue(t, at, ro.from) && !(len(n.roles) > 0 && isChain(t, at, ro.from)) {
			return
		}
		comma := t.Is(at, ",") && at+1 == ro.from
		short := len(n.words) == 1 && !n.addressed && !afterVerb(t, n) && !isSubject(t, n, ro)
		if ro.person == taken || comma && (len(n.roles) > 0 || short || opensStatement(t, n, ro)) && !bracket {
			return
		}
		if comma && ro.group || t.SentenceOf(n.first) != t.SentenceOf(ro.from) {
			return
		}
		// "A, Ketua X B", "A, juga Ketua X B": the post goes to B where no comma parts them.
		if (comma || t.Is(at, ",") && t.Is(at+1, "juga") && at+2 == ro.from) && k+2 < len(u.items) && !u.items[k+2].isRole && u.items[k+2].from == ro.to {
			return
		}
		if ro.candidate {
			ro.person = taken
			n.context = max(n.context, attended)
			return
		}
		if ro.head.event && ro.office == "" {
			ro.person = taken
			n.context = max(n.context, attended)
			return
		}
		ro.person = taken
		if n.listed && ro.named && len(n.roles) > 0 && u.roles[n.roles[0]].office != ro.office {
			n.roles, n.listed = nil, false // the list ended before this name
		}
		n.late = n.late || ro.demo // "Dian Lestiyani, demikian nama ketua itu"
		ro.also = t.Is(ro.from-1, "merangkap")
		n.roles, n.roleAfter = append(n.roles, u.items[k+1].at), true
		if bracket && inside > at+1 {
			r.shareBracket(u, k, u.items[k+1].at)
		}
		at = ro.to
		if bracket && t.Is(at, ")") {
			at++
		}
		k++
	}
}

// opensStatement reports whether the post behind the name n is the subject of what n says:
// "kata Rina, operator akan dibekali aplikasi".
func opensStatement(t *prose.Text, n *name, ro *role) bool {
	v, ok := prose.Saying(t.Low(n.from - 1))
	told := ok && v.Form == prose.Bare || t.Is(n.from-1, "menurut")
	return told && ro.small && !ro.named && !ro.demo && (auxiliaries[t.Low(ro.to)] || prose.IsAdverb(t.Low(ro.to)) || !t.Upper(ro.to) && isVerb(t.Low(ro.to)))
}

// together stand before a post in brackets that is that of all the names before it.
var together = lists.List("together")

// isSubject reports whether the name n of one word begins its sentence and a verb
// follows the post behind it, "Sertalia, Anggota KIP X, mengingatkan", or whether the
// two fill a line.
func isSubject(t *prose.Text, n *name, ro *role) bool {
	if n.from <= 1 && ro.to >= len(t.Tokens)-1 && t.Is(n.to, ",") && n.to+1 == ro.from {
		return true // a line of a list: "Lamakkaraseng, Sekretaris"
	}
	return t.Sentences[t.SentenceOf(n.first)].Start == n.from && ro.named && t.Is(ro.to, ",") && isVerb(t.Low(ro.to+1)) && !t.Titled && !t.Shouting
}

type glue uint8

const (
	noGlue glue = iota
	directGlue
	commaGlue
	markGlue // a colon, a bracket or "yakni": what follows is surely named
)

// forwardGlue says what joins a post to the name behind it.
func forwardGlue(t *prose.Text, ro *role, n *name) glue {
	i, end := ro.to, n.from
	if ro.demo {
		if t.Is(i, ",") && i+1 == end && t.Is(n.to, ",") && len(n.words) > 1 && beginsSentence(t, ro.from) {
			return commaGlue // "Juru bicara JPPD itu, Laras Prihatini, menegaskan"
		}
		return noGlue
	}
	if i == end {
		return directGlue
	}
	if end-i > 16 {
		return noGlue
	}
	if i+1 == end {
		switch t.Low(i) {
		case ",":
			return commaGlue
		case ":", "yakni", "yaitu", "adalah", "bernama", "masing-masing", "–", "-":
			return markGlue
		case "(":
			if t.Is(n.to, ")") {
				return markGlue
			}
			return noGlue
		case ".":
			if t.Glued(i) {
				return directGlue // "Plt. Sekretaris. Rina" does not occur; "Kadiv.Rina" does
			}
		}
		if (lowerWord(t, i) || t.Titled) && adjuncts[t.Low(i)] && !t.Is(i, "asal") && !t.Is(i, "kelas") && !t.Is(i, "bidang") {
			return directGlue
		}
		return noGlue
	}
	if t.Is(i, ",") && i+2 == end {
		switch t.Low(i + 1) {
		case "yakni", "yaitu", "masing-masing", "antara":
			return markGlue
		}
	}
	if i+3 == end && t.Is(i, ",") && t.Is(i+1, "di") && t.Is(i+2, "antaranya") {
		return markGlue
	}
	if i+2 == end && t.Is(i, "bernama") && (t.Is(i+1, "lengkap") || t.Is(i+1, "asli")) {
		return markGlue
	}
	if i+2 == end && (t.Is(i, "lain") || t.Is(i, "lainnya")) && (t.Is(i+1, "yaitu") || t.Is(i+1, "yakni") || t.Is(i+1, ",")) {
		return markGlue // "anggota lainnya yaitu A, B, dan C"
	}
	// "(PPK)" after the post, "(Plh)".
	if t.Is(i, "(") && t.Is(i+2, ")") {
		switch {
		case i+3 == end:
			return directGlue
		case i+4 == end && t.Is(i+3, ","):
			return commaGlue
		}
	}
	// A clause or an adjunct in small letters, then a comma and the name:
	// "Anggota KPU X yang memimpin sidang, Rina dan Budi", "Guru pendamping, Sari".
	if !t.Is(end-1, ",") {
		return noGlue
	}
	limit := 3
	if t.Is(i, "yang") || t.Is(i, "asal") || t.Is(i, "dari") || t.Is(i, "selaku") || t.Is(i, "sekaligus") {
		limit = 12
	}
	if end-1-i > limit {
		return noGlue
	}
	if isDemonstrative(t, end-2) && limit == 3 && lowerWord(t, i) && !givesTimeOrPlace(t, i, end-2) {
		return commaGlue // "guru PPKn sekolah itu, Desmawati"
	}
	if limit == 3 && !adjuncts[t.Low(i)] && !(end-1-i == 1 && lowerWord(t, i) && !isVerb(t.Low(i)) && !prose.IsAdverb(t.Low(i)) && !connectors[t.Low(i)] && !small[t.Low(i)] && len(n.words) > 1) {
		return noGlue
	}
	for j := i; j < end-1; j++ {
		low := t.Low(j)
		if t.Kind(j) == prose.Mark || t.Is(j, ",") || t.Is(j, "(") {
			return noGlue
		}
		if v, ok := prose.Saying(low); ok && v.Form != prose.Bare && limit == 3 {
			return noGlue
		}
	}
	return commaGlue
}

// givesTimeOrPlace reports whether tokens i to j give a time or a place rather than complete a
// post: "pada hari", "malam".
func givesTimeOrPlace(t *prose.Text, i, j int) bool {
	for ; i < j; i++ {
		switch low := t.Low(i); low {
		case "hari", "malam", "pagi", "siang", "sore", "saat", "waktu", "kesempatan", "acara", "kegiatan", "momen", "ketika", "rapat", "forum", "tahun", "bulan", "pekan", "minggu", "usai", "setelah", "sebelum":
			return true
		default:
			if placing[low] || small[low] {
				return true
			}
		}
	}
	return false
}

// small words do not complete a post before a comma and a name.
var small = map[string]bool{
	"hadir": true, "serta": true, "bersama": true, "beserta": true, "tiba": true, "datang": true, "yang": true, "untuk": true,
	"pada": true, "dalam": true, "dengan": true, "oleh": true, "para": true, "siap": true, "ada": true, "seperti": true,
}

// adjuncts stand in small letters between a post and a name.
var adjuncts = map[string]bool{
	"lain": true, "lainnya": true, "lainya": true, "pendamping": true, "setempat": true, "terpilih": true, "senior": true, "muda": true, "aktif": true, "perempuan": true,
	"sekaligus": true, "asal": true, "kelas": true, "bidang": true, "baru": true, "yakni": true, "yaitu": true, "bernama": true, "demisioner": true,
}

func lowerWord(t *prose.Text, i int) bool { return t.Kind(i) == prose.Word && !t.Upper(i) }

// isChain reports whether tokens i to j join two posts of one person (N-33).
func isChain(t *prose.Text, i, j int) bool {
	if i == j || j-i > 4 {
		return false
	}
	joined := false
	for ; i < j; i++ {
		switch t.Low(i) {
		case ",", "yang", "menjabat", "sebagai", "merupakan", "adalah", "dan":
		case "juga", "sekaligus", "merangkap", "selaku", "kini", "sekarang", "menjadi":
			joined = true
		default:
			return false
		}
	}
	return joined
}

// isBackGlue reports whether tokens i to j give the post behind them to the
// name before them.
func isBackGlue(t *prose.Text, i, j int) bool {
	if isAppointment(t, i, j) {
		return true
	}
	if i == j || j-i > 5 {
		return false
	}
	comma := false
	for at := i; at < j; at++ {
		switch t.Low(at) {
		case ",":
			if at != i {
				return false
			}
			comma = true
		case "beliau", "kini", "sekarang", "saat", "selaku", "sebagai", "merupakan", "menjabat", "adalah", "sekaligus", "merangkap", "juga", "menjadi", "terpilih", "dilantik", "resmi", "sehari-hari":
		case "yang":
			if at+1 == j {
				return false
			}
		case "seorang", "salah", "satu", "sang", "si", "demikian", "begitu", "nama":
			if !comma {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isAppointment reports whether tokens i to j are a clause in small letters by which
// the one before gets the post behind: "yang baru sepekan ditunjuk sebagai".
func isAppointment(t *prose.Text, i, j int) bool {
	if !t.Is(i, "yang") || j-i < 3 || j-i > 8 || !t.Is(j-1, "sebagai") && !t.Is(j-1, "menjadi") && !t.Is(j-1, "selaku") {
		return false
	}
	appointed := false
	for k := i; k < j; k++ {
		if t.Kind(k) != prose.Word || t.Upper(k) {
			return false
		}
		switch low := t.Low(k); low {
		case "ditunjuk", "dilantik", "diangkat", "dipilih", "terpilih", "dipercaya", "dipercayakan", "dikukuhkan", "didaulat", "ditugaskan", "diamanahi", "bertugas", "berdinas", "menjabat":
			appointed = true
		case "tidak", "belum", "batal", "bukan", "gagal", "urung", "akan", "pernah", "sempat":
			return false
		default:
			if _, saying := prose.Saying(low); saying {
				return false
			}
		}
	}
	return appointed
}

// isListGlue reports whether tokens i to j part two names of one list; what
// stands in brackets behind the first is passed over.
func isListGlue(t *prose.Text, i, j int) bool {
	if t.Is(i, "(") {
		for n := i + 1; n < i+7 && n < j; n++ {
			if t.Is(n, ")") {
				i = n + 1
				break
			}
		}
	}
	if i == j {
		return beginsAnother(t, j) // a list without commas
	}
	if j-i > 3 {
		return false
	}
	for ; i < j; i++ {
		switch t.Low(i) {
		case ",", "dan", "serta", "&", "beserta", "bersama", "maupun":
		default:
			return false
		}
	}
	return true
}

// linkSignatures links a post on a line of its own to the name below it, as
// announcements are signed: "KETUA KPU KABUPATEN X,", "ttd.", "RINA WULANDARI".
func (r *reader) linkSignatures() {
	for i := range r.units {
		u := &r.units[i]
		if len(u.items) == 0 || u.paragraph == InTitle {
			continue
		}
		last := u.items[len(u.items)-1]
		rest := len(u.text.Tokens) - last.to
		if !last.isRole || u.roles[last.at].person != -1 || rest > 1 || rest == 1 && !u.text.Is(last.to, ",") && !u.text.Is(last.to, ":") {
			continue
		}
		for j := i + 1; j < len(r.units) && j <= i+3; j++ {
			below := &r.units[j]
			if tokens := below.text.Tokens; len(tokens) <= 4 && (below.text.Is(0, "ttd") || below.text.Is(1, "ttd") || below.text.Is(0, "dto")) {
				continue
			}
			if len(below.names) == 1 && len(below.items) == 1 && below.names[0].from == 0 && below.names[0].to >= len(below.text.Tokens)-1 && len(below.names[0].words) > 1 {
				// The post moves to the unit of the name, where it takes no room.
				ro := u.roles[last.at]
				ro.person, ro.away = taken, true
				u.roles[last.at].person = taken
				below.roles = append(below.roles, ro)
				below.names[0].roles = append(below.names[0].roles, len(below.roles)-1)
			}
			break
		}
	}
}
