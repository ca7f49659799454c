package officials

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// role is a post as it stands in the text.
type role struct {
	from, to  int // tokens
	head      *title
	title     string // as it is to be written, units and "Plt." included
	prefix    string // "Plt. ", "Mantan " at the head of title
	office    string
	satker    string
	named     bool // the text names the office itself
	his       bool // "Sekjennya": of a body that the text named before, not the publisher's
	own       bool // the text says "KPU" alone: the publisher's, unless another was named
	small     bool // typed without a capital
	group     bool // of people in general: "para anggota"
	candidate bool // of somebody who stands for election
	demo      bool // with "ini", "itu", "tersebut": points back (N-26, N-47)
	units     bool // has a unit: belongs to one person
	also      bool // held beside the post before: "Ketua merangkap Anggota"
	away      bool // stands in another unit, as above a signature
	person    int  // the person linked to it, or -1
}

func (ro *role) article() article.Role {
	return article.Role{Title: ro.title, Office: ro.office, Satker: ro.satker}
}

// plurals make people in general of the post that follows.
var plurals = map[string]bool{
	"para": true, "seluruh": true, "semua": true, "segenap": true, "beberapa": true, "sejumlah": true, "jajaran": true,
	"setiap": true, "tiap": true, "masing-masing": true, "puluhan": true, "ratusan": true, "ribuan": true, "dua": true, "tiga": true,
	"empat": true, "lima": true, "enam": true, "tujuh": true, "delapan": true, "sembilan": true, "sepuluh": true, "kedua": true, "ketiga": true,
}

// hopefuls make a candidate's of the post that follows.
var hopefuls = map[string]bool{
	"calon": true, "cabup": true, "cawabup": true, "cagub": true, "cawagub": true, "cawali": true, "cawawali": true,
	"bacalon": true, "balon": true, "bacaleg": true, "caleg": true, "kandidat": true, "pilihan": true, "pemilihan": true,
}

var former = map[string]bool{"mantan": true, "eks": true, "bekas": true}

var acting = map[string]string{"plt": "Plt. ", "plh": "Plh. ", "pj": "Penjabat ", "pjs": "Penjabat Sementara ", "penjabat": "Penjabat "}

// opensPost are the words with which a post may begin.
var opensPost = func() map[string]bool {
	m := map[string]bool{"pelaksana": true}
	for w := range titles.next {
		m[w] = true
	}
	for w := range former {
		m[w] = true
	}
	for w := range acting {
		m[w] = true
	}
	return m
}()

// findRoles fills in the posts of u.
func (r *reader) findRoles(u *unit) {
	t := u.text
	for i := 0; i < len(t.Tokens); {
		if ro, ok := r.readRole(t, i); ok {
			u.roles = append(u.roles, ro)
			i = ro.to
			continue
		}
		i++
	}
	r.shareOffices(u)
	r.readHeading(u)
}

// readHeading notes the body that a line which ends with a colon names last, for the
// posts of the list below it: "Hadir dari IAIN Bone:".
func (r *reader) readHeading(u *unit) {
	t := u.text
	n := len(t.Tokens)
	if n == 0 || u.paragraph == InTitle {
		return
	}
	if !t.Is(n-1, ":") {
		if n > 40 || !isListItem(t) {
			r.heading = role{}
		}
		return
	}
	r.heading = role{}
	for k := n - 2; k >= 0 && k > n-16; k-- {
		if !t.Is(k, "dari") && !t.Is(k, "unsur") && !t.Is(k, "pihak") {
			continue
		}
		ro := role{head: &title{where: "body"}, to: k + 1}
		if r.readOffice(t, &ro); ro.named && ro.to == n-1 {
			r.heading = ro
		}
		return
	}
}

// isListItem reports whether t may be an item of a list: it opens with a number, a
// letter or a dash, or it is short and no sentence ends in it.
func isListItem(t *prose.Text) bool {
	n := len(t.Tokens)
	if t.Kind(0) == prose.Number || t.Is(0, "-") || t.Is(0, "–") || t.Is(0, "•") || t.Is(1, ".") || t.Is(1, ")") {
		return true
	}
	return n <= 12 || !t.Is(n-1, ".")
}

// readRole reads a post at token i.
func (r *reader) readRole(t *prose.Text, i int) (role, bool) {
	if t.Kind(i) != prose.Word || !opensPost[t.Low(i)] && !strings.HasSuffix(t.Low(i), "nya") {
		return role{}, false
	}
	ro := role{from: i, person: -1, small: !t.Upper(i)}
	at, prefix := readPrefix(t, i)
	head, end := readTitle(t, at)
	if head == nil {
		return ro, false
	}
	ro.head, ro.title, ro.prefix = head, prefix+head.name, prefix
	ro.group = plurals[t.Low(i-1)] || t.Kind(i-1) == prose.Number && !t.Is(i-1, ".")
	ro.candidate = hopefuls[t.Low(i-1)] && !former[t.Low(i)]
	ro.to = end
	ro.his = strings.HasSuffix(t.Low(end-1), "nya") && titles.next[t.Low(end-1)] == nil
	if t.Is(end, ".") && t.Glued(end) && t.Glued(end+1) {
		ro.to++ // "Kadiv.Hukum"
	}
	ro.to = skipShortForm(t, ro.to)
	r.readUnit(t, &ro)
	r.readOffice(t, &ro)
	r.readLateUnit(t, &ro)
	r.readUnknownBody(t, &ro, end)
	if head.name == "Guru" && ro.to == end && calledGuru(t, i) {
		return ro, false
	}
	if !r.keepRole(t, &ro, at) {
		return ro, false
	}
	readBracketUnit(t, &ro)
	ro.to = skipTerm(t, ro.to)
	ro.to = skipShortForm(t, ro.to)
	if ro.small && t.Is(ro.to, "asal") && t.Upper(ro.to+1) { // "komisioner asal Ponorogo itu"
		for end := ro.to + 2; end < ro.to+5; end++ {
			if isDemonstrative(t, end) {
				ro.to = end
				break
			}
		}
	}
	switch t.Low(ro.to) {
	case "ini", "itu", "tersebut":
		ro.demo = true
		ro.to++
	}
	return ro, true
}

// readBracketUnit takes the words up to the closing bracket into the unit of a
// post that stands in brackets: "(Direktur Eksekutif Cabang)".
func readBracketUnit(t *prose.Text, ro *role) {
	if !t.Is(ro.from-1, "(") || ro.named || ro.head.where == "none" {
		return
	}
	end := ro.to
	for end < ro.to+5 && t.Upper(end) {
		end++
	}
	if end > ro.to && t.Is(end, ")") {
		ro.title += " " + unitName(t, ro.to, end)
		ro.to, ro.units = end, true
	}
}

// onceHeld reports whether the words before token i say that a post was held once:
// "pernah menjabat", "pernah menjadi".
func onceHeld(t *prose.Text, i int) bool {
	at := i - 1
	if t.Is(at, "sebagai") {
		at--
	}
	return (t.Is(at, "menjabat") || t.Is(at, "menjadi")) && t.Is(at-1, "pernah")
}

// skipShortForm skips the short form of a post in brackets at token i: "Pejabat
// Pembuat Komitmen (PPK)", "Menteri Dalam Negeri (Mendagri)".
func skipShortForm(t *prose.Text, i int) int {
	if !t.Is(i, "(") || t.Kind(i+1) != prose.Word || t.Shouting {
		return i
	}
	if t.Is(i+2, ")") && (t.Tokens[i+1].Caps || units[t.Low(i+1)]) {
		return i + 3
	}
	if head, end := readTitle(t, i+1); head != nil && t.Is(end, ")") && end-i-1 <= 2 && (i+1 == end-1 || t.Tokens[end-1].Caps || t.Upper(end-1)) {
		return end + 1
	}
	return i
}

// formerPrefix is what a title of a former post begins with.
const formerPrefix = "Mantan "

// readPrefix reads "mantan", "Plt.", "Pelaksana Harian (Plh) " before a post
// and returns what they add to the title (N-05, N-07).
func readPrefix(t *prose.Text, i int) (int, string) {
	prefix := ""
	if former[t.Low(i)] {
		prefix = formerPrefix
		i++
	}
	if onceHeld(t, i) {
		prefix = formerPrefix
	}
	if t.Is(i, "pelaksana") {
		switch t.Low(i + 1) {
		case "tugas":
			prefix += "Plt. "
			i += 2
		case "harian":
			prefix += "Plh. "
			i += 2
		default:
			return i, prefix
		}
		if t.Is(i, "(") && acting[t.Low(i+1)] != "" {
			for n := 0; n < 4 && !t.Is(i, ")"); n++ {
				i++
			}
			i++
		}
		return i, prefix
	}
	if a := acting[t.Low(i)]; a != "" {
		if t.Is(i, "penjabat") && (t.Is(i+1, "(") || t.Is(i+1, "sementara")) {
			if t.Is(i+1, "sementara") {
				a = "Penjabat Sementara "
				i++
			}
			if t.Is(i+1, "(") {
				for n := 0; n < 4 && !t.Is(i, ")"); n++ {
					i++
				}
			}
		}
		prefix += a
		i++
		if t.Is(i, ".") {
			i++
		}
	}
	return i, prefix
}

// readTitle returns the longest post at token i.
func readTitle(t *prose.Text, i int) (*title, int) {
	var best *title
	end := i
	node := titles
	for j := i; ; j++ {
		low := t.Low(j)
		next := node.next[low]
		if next == nil && strings.HasSuffix(low, "nya") { // "Ketua Umumnya"
			next = node.next[strings.TrimSuffix(low, "nya")]
		}
		if node = next; node == nil {
			break
		}
		if node.title != nil && node.title.alone && best != nil && t.Upper(j+1) && !names.Known(t.Low(j+1)) && !bodyStarts(t, j+1) {
			continue // "Ketua Majelis Tridharma": the post is shorter
		}
		if node.title != nil && !(low == "suku" && (t.Is(j+1, "dinas") || t.Is(j+1, "badan"))) {
			best, end = node.title, j+1
		}
	}
	return best, end
}

// startsPost reports whether a post begins at token i.
func startsPost(t *prose.Text, i int) bool {
	head, _ := readTitle(t, i)
	return head != nil
}

// readUnit reads the unit after the head of a post: "Divisi Perencanaan, Data,
// dan Informasi", "Biro Operasi", "Wilayah II" (N-22).
func (r *reader) readUnit(t *prose.Text, ro *role) {
	h := ro.head
	if !h.unit && !h.open {
		return
	}
	i := ro.to
	if h.name == "Kepala" && bodyStarts(t, i) {
		return
	}
	if h.where == "kpu" && !h.open && generalHead(h) {
		// A chair or a member: only a division, a committee or a working group.
		switch t.Low(i) {
		case "divisi", "bidang", "pokja", "koordinator":
		case "komisi":
			if !isOrdinal(t, i+1) {
				return
			}
		default:
			return
		}
	}
	end := i
	if h.open {
		end = openUnit(t, i)
	}
	if end == i && ro.small && !generalHead(h) {
		end = smallUnit(t, i)
	}
	if end == i {
		end = unitEnd(t, i, h.where == "ministry")
	}
	end = moreUnit(t, i, end)
	if end > i {
		if h.where == "body" && bodyStarts(t, i) && (!units[t.Low(i)] || t.Is(i, "pusat")) && !worksFor(t, i) {
			return // "Peneliti Pusat Kajian X"
		}
		ro.title += " " + unitName(t, i, end)
		ro.to, ro.units = end, true
	}
}

// moreUnit takes a word that is no known unit word into a unit where brackets
// or "dan" show that it is part of it: "(Kasubbag Teknis dan Kepesertaan)".
func moreUnit(t *prose.Text, i, end int) int {
	if end == i || !t.Is(end, "dan") && !t.Is(end, "&") || !t.Upper(end+1) || isKPU(t.Low(end+1)) || titles.next[t.Low(end+1)] != nil {
		return end
	}
	if stop := t.Low(end + 2); (stop == "," || stop == ")") && (stop == ")" || isNameWord(t, end+3)) {
		return end + 2
	}
	return end
}

func generalHead(h *title) bool {
	switch h.name {
	case "Ketua", "Wakil Ketua", "Anggota", "Komisioner", "Sekretaris":
		return true
	}
	return false
}

// openUnit returns where a unit of any capitalised words ends: before the name
// of a body; i where no body follows.
func openUnit(t *prose.Text, i int) int {
	for j := i; j < i+14; j++ {
		low := t.Low(j)
		if (t.Upper(j) || isKPU(low)) && bodyStarts(t, j) && !units[low] && !worksFor(t, j) {
			return j
		}
		switch {
		case t.Upper(j) && honorifics[low] == 0 || isOrdinal(t, j) || units[low] && j > i:
		case low == "pada" && j > i && t.Upper(j+1) && bodyStarts(t, j+1):
			return j // "Kepala Seksi Identitas Penduduk pada Dinas X"
		case low == "," && startsPost(t, j+1) && (!addsPost(t, j+1) || t.Is(j+1, "ketua")):
			return i // a list goes on
		case low == "dan" || low == "," || low == "serta" || low == "&":
			if !t.Upper(j+1) && !(low == "," && t.Is(j+1, "dan")) || low == "," && !units[t.Low(j+1)] && !t.Is(j+1, "dan") {
				return i
			}
		default:
			return i
		}
	}
	return i
}

// smallUnit returns where a unit in small letters ends, before the name of an office
// of the KPU: "komandan regu pengamanan dalam KPU X"; i where none stands there.
func smallUnit(t *prose.Text, i int) int {
	for j := i; j < i+5 && t.Kind(j) == prose.Word; j++ {
		switch low := t.Low(j); {
		case t.Upper(j) && isKPU(low):
			return j
		case t.Upper(j) || !units[low] && low != "dalam":
			return i
		}
	}
	return i
}

// worksFor reports whether the word at token i begins a team inside an office of
// the KPU: "Relawan Demokrasi KPU X".
func worksFor(t *prose.Text, i int) bool {
	switch t.Low(i) {
	case "relawan", "tim", "satgas", "pokja", "panitia":
	default:
		return false
	}
	for j := i + 1; j < i+6 && t.Upper(j); j++ {
		if isKPU(t.Low(j)) {
			return true
		}
	}
	return false
}

// unitEnd returns where the run of unit words ([isUnitWord]) at token i ends; commas and "dan"
// belong to it where another unit word follows.
func unitEnd(t *prose.Text, i int, wide bool) int {
	end := i
	for j := i; j < i+24; {
		low := t.Low(j)
		if low == "komisi" && t.Is(j+1, "pemilihan") {
			return end // the office follows the unit
		}
		switch {
		case isUnitWord(t, j, wide) && !(j > i && isKPU(low)), isOrdinal(t, j):
			if units[low] && !t.Upper(j) && j > i && t.Upper(j-1) && t.Kind(j-1) == prose.Word {
				return end // "Divisi Hukum umum…": a new word of the sentence
			}
			j++
			end = j
		case low == "," || low == "dan" || low == "serta" || low == "&" || low == "/":
			next := j + 1
			if low == "," && (t.Is(next, "dan") || t.Is(next, "serta")) {
				next++
			}
			if end == i || !isUnitWord(t, next, wide) || addsPost(t, next) || low == "," && (!t.Upper(next) && t.Upper(i) || beginsName(t, next)) {
				return end
			}
			j = next
		default:
			return end
		}
	}
	return end
}

// isUnitWord reports whether the word at token i may be part of the name of a
// unit: a word of the vocabulary, or where wide is set an ordinary word with a
// capital that is no post and begins no institution.
func isUnitWord(t *prose.Text, i int, wide bool) bool {
	low := t.Low(i)
	if units[low] {
		return true
	}
	return wide && t.Upper(i) && !t.Titled && !t.Shouting && !t.Tokens[i].Caps && names.Never(low) && !startsPost(t, i) && !bodyStarts(t, i) &&
		!isLevel(low) && honorifics[low] == 0 && !nobility[low]
}

// beginsName reports whether the unit word at token i, behind a comma, is the
// first word of a name, as a word that is no unit's follows it: "Divisi SDM,
// Anak Agung Raka".
func beginsName(t *prose.Text, i int) bool {
	return isNameWord(t, i) && isNameWord(t, i+1) && !units[t.Low(i+1)] && !bodyStarts(t, i+1)
}

// addsPost reports whether what stands at token i is a post of its own rather
// than one more word of a unit: "Divisi Hukum dan Divisi Teknis".
func addsPost(t *prose.Text, i int) bool {
	switch t.Low(i) {
	case "divisi", "ketua", "koordinator", "bidang", "bagian", "subbagian":
		return true
	}
	return false
}

func isOrdinal(t *prose.Text, i int) bool {
	if t.Kind(i) == prose.Number {
		return true
	}
	w := t.At(i)
	if w == "I" && births[t.Low(i+1)] {
		return false // "I Made Sukadana"
	}
	if len(w) == 1 && w >= "A" && w <= "E" && t.Is(i-1, "komisi") {
		return true
	}
	return w != "" && len(w) <= 5 && strings.Trim(w, "IVX") == ""
}

// readLateUnit reads a unit that follows the office: "Anggota KPU RI Divisi
// Teknis".
func (r *reader) readLateUnit(t *prose.Text, ro *role) {
	if !ro.head.unit || ro.units || !ro.named {
		return
	}
	switch t.Low(ro.to) {
	case "divisi", "bidang":
	default:
		return
	}
	if end := unitEnd(t, ro.to, false); end > ro.to+1 {
		ro.title += " " + unitName(t, ro.to, end)
		ro.to, ro.units = end, true
	}
}

// keepRole rejects words that only look like a post.
func (r *reader) keepRole(t *prose.Text, ro *role, head int) bool {
	before := t.Upper(head-1) && head == ro.from && !notNames[t.Low(head-1)] && !t.Titled && !t.Shouting &&
		honorifics[t.Low(head-1)] == 0 && titles.next[t.Low(head-1)] == nil && t.Kind(head-1) == prose.Word && !t.Is(head-1, ".")
	single := t.Upper(head) && before && !ro.named && !ro.units
	switch {
	case head == ro.from && ro.to == head+1 && !ro.named && t.Upper(head) && names.Known(t.Low(head)) && ro.head.where == "body" && isNameWord(t, ro.to) && !r.atCourt():
		return false // "Hakim Ramli" where no court sits
	case t.Upper(head) && head == ro.from && t.Upper(head-1) && bodies[t.Low(head-1)] == "" && bodyStarts(t, head-1) && t.Low(head-1) == "tim":
		return false // "Tim Pemeriksa Daerah"
	case single && bodies[t.Low(head)] == "" && !isCommonPost(ro.head):
		return false // "Rahman Hakim": part of a name
	case ro.head.name == "Kepala" && !ro.named && !ro.units:
		return false
	case ro.head.name == "Divisi" && !ro.units:
		return false
	case ro.small && ro.head.many && !ro.named && !ro.units && ro.to == head+1 && lowerWord(t, ro.to) && !adjuncts[t.Low(ro.to)] &&
		!isDemonstrative(t, ro.to) && commonNouns[t.Low(ro.to)]:
		return false // "seorang anggota jemaat"
	case (t.Titled || t.Shouting) && ro.to == head+1 && !ro.named && names.Known(t.Low(head)) && t.Upper(head-1) && names.Known(t.Low(head-1)) && head == ro.from:
		return false // "Rahman Hakim Arifin" where every word has a capital
	case t.Is(head, "ppk"):
		return t.Is(head-1, "selaku") || t.Is(head-1, "sebagai")
	case (t.Is(head, "karo") || t.Is(head, "waka")) && !ro.units && !ro.named:
		return false // "Tanah Karo", "Waka Waka"
	case ro.head.name == "Koordinator" && !ro.named:
		return false
	case ro.head.many && !t.Upper(ro.from) && !ro.named && !ro.units && ro.head.where == "body":
		return t.Upper(ro.to) || t.Is(ro.to+1, ",") || t.Is(ro.to, ",") || isDemonstrative(t, ro.to)
	}
	return true
}

// atCourt reports whether the article tells of a court or a hearing.
func (r *reader) atCourt() bool {
	if r.court == 0 {
		r.court = -1
		for i := range r.units {
			if tellsCourt(r.units[i].text) {
				r.court = 1
				break
			}
		}
	}
	return r.court > 0
}

// tellsCourt reports whether t has a word that only courts have.
func tellsCourt(t *prose.Text) bool {
	for _, w := range [...]string{"pengadilan", "mahkamah", "persidangan", "terdakwa", "disidang"} {
		for at, rest := 0, t.Lower; ; {
			k := strings.Index(rest, w)
			if k < 0 {
				break
			}
			at += k + len(w)
			if start := at - len(w); !isLetter(t.Lower, start-1) && !isLetter(t.Lower, at) {
				return true
			}
			rest = t.Lower[at:]
		}
	}
	return false
}

func isLetter(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= 'a' && s[i] <= 'z' }

// commonNouns make a common word of "anggota" and the like before them.
var commonNouns = map[string]bool{
	"jemaat": true, "keluarga": true, "masyarakat": true, "kelompok": true, "tim": true, "dewan": true, "legislatif": true, "polisi": true,
	"partai": true, "komunitas": true, "organisasi": true, "tubuh": true, "rumah": true, "panitia": true, "honorer": true, "kantor": true,
}

func isDemonstrative(t *prose.Text, i int) bool {
	return t.Is(i, "ini") || t.Is(i, "itu") || t.Is(i, "tersebut")
}

func isCommonPost(h *title) bool { return h.where == "kpu" || h.prefix != "" || h.where == "region" }

// skipTerm skips a term of office after a post: "periode 2013-2018".
func skipTerm(t *prose.Text, i int) int {
	j := i
	if t.Is(j, "(") {
		j++
	}
	switch t.Low(j) {
	case "periode", "tahun":
		j++
	case "masa":
		j += 2
	default:
		return i
	}
	if t.Is(j, "tahun") {
		j++
	}
	if t.Kind(j) != prose.Number {
		return i
	}
	j++
	for n := 0; n < 3 && (t.Is(j, "-") || t.Is(j, "–") || t.Is(j, "hingga") || t.Is(j, "sampai") || t.Kind(j) == prose.Number); n++ {
		j++
	}
	if t.Is(i, "(") && t.Is(j, ")") {
		j++
	}
	return j
}

// shareOffices gives posts without an office the one that their neighbours in
// the sentence name: before them, else behind the list (N-31, N-34).
func (r *reader) shareOffices(u *unit) {
	named, sentence := -1, -1 // the last post with an office of the KPU, and its sentence
	for i := range u.roles {
		ro := &u.roles[i]
		if s := u.text.SentenceOf(ro.from); s != sentence {
			named, sentence = -1, s
		}
		if ro.office == "" && ro.head.where == "body" && i > 0 && (stoodFor(u.text, u.roles[i-1].to, ro.from) || r.escorts(u, i) || isBelow(u, i)) {
			ro.office, ro.satker = u.roles[i-1].office, u.roles[i-1].satker
		}
		if ro.office == "" && ro.head.where == "body" && !ro.head.event {
			r.officeOfSubject(u, ro)
		}
		if ro.office == "" && !ro.named && r.heading.named && (ro.head.where == "body" || ro.head.where == "kpu" && r.heading.satker != "") {
			ro.office, ro.satker = r.heading.office, r.heading.satker
		}
		if ro.own && sentence > 0 {
			r.carryOffice(u, i)
		}
		if ro.named || ro.office != "" || ro.head.where != "kpu" {
			if ro.named && ro.office != "" && ro.head.where == "kpu" {
				named = i
			}
			continue
		}
		if named < 0 && r.officeOfSubject(u, ro) {
			named = i
			continue
		}
		if i > 0 && adjoins(&u.roles[i-1], ro) {
			ro.office, ro.satker = u.roles[i-1].office, u.roles[i-1].satker
		} else if named >= 0 {
			ro.office, ro.satker = u.roles[named].office, u.roles[named].satker
		}
		if ro.office == "" {
			ro.office, ro.satker = r.officeBehind(u.text, ro.to, sentence)
		}
		if at := ro.from - 1; ro.office == "" && (u.text.Is(at, "(") || u.text.Is(at-1, "(") && together[u.text.Low(at)]) {
			ro.office, ro.satker = r.namedBefore(u.text, at)
		}
		if ro.office == "" && !ro.his {
			ro.office, ro.satker = r.office.Name, r.office.Code
		}
		if ro.inCommittee() { // the KPU has no numbered committees
			ro.office, ro.satker = r.parliament(), ""
		}
	}
}

// inCommittee reports whether the post is one in a numbered committee: "Anggota
// Komisi II".
func (ro *role) inCommittee() bool {
	_, number, ok := strings.Cut(ro.title, " Komisi ")
	return ok && ro.units && !ro.named && strings.Trim(number, "IVXABCDE") == ""
}

// parliament returns the one council that the article names, "" where it names
// none or several.
func (r *reader) parliament() string {
	if r.council == nil {
		name := r.onlyCouncil()
		r.council = &name
	}
	return *r.council
}

func (r *reader) onlyCouncil() string {
	found := ""
	for _, word := range []string{"dpr", "dprd", "dpra", "dprk"} {
		name := r.namedInFull(word)
		if name != "" && found != "" {
			return ""
		}
		found += name
	}
	return found
}

// completeBodies writes the name of a body that a post gives with its first word
// alone as the one fuller name of the article that begins with it: "Ketua Panwaslih"
// behind "Ketua Panwaslih Aceh Singkil".
func (r *reader) completeBodies() {
	full := make(map[string]string)
	for i := range r.units {
		if r.units[i].paragraph == InTitle {
			continue // a headline goes on with words in capitals
		}
		for j := range r.units[i].roles {
			ro := &r.units[i].roles[j]
			first, _, several := strings.Cut(ro.office, " ")
			if !several || ro.satker != "" {
				continue
			}
			if have, ok := full[first]; ok && have != ro.office {
				full[first] = "" // two bodies of that kind
			} else {
				full[first] = ro.office
			}
		}
	}
	for i := range r.units {
		for j := range r.units[i].roles {
			ro := &r.units[i].roles[j]
			if ro.office == "" || ro.satker != "" || strings.Contains(ro.office, " ") {
				continue
			}
			if low := strings.ToLower(ro.office); complete[low] || ro.office == strings.ToUpper(ro.office) {
				// "Golkar", "MK": a whole name
			} else if _, ok := full[ro.office]; !ok {
				full[ro.office] = r.namedInFull(strings.ToLower(ro.office))
			}
			if full[ro.office] != "" {
				ro.office = full[ro.office]
			}
		}
	}
}

// namedInFull returns the one fuller name that the article gives to a body that
// begins with the lower-case word first, outside of posts; "" where it gives none
// or several.
func (r *reader) namedInFull(first string) string {
	found := ""
	for i := range r.units {
		t := r.units[i].text
		if r.units[i].paragraph == InTitle || t.Titled || t.Shouting || !strings.Contains(t.Lower, first) {
			continue
		}
		for k := 0; k+1 < len(t.Tokens); k++ {
			if !t.Is(k, first) || !t.Upper(k) || !t.Upper(k+1) || !bodyStarts(t, k) {
				continue
			}
			name, end := r.readBody(t, k, false)
			if end <= k+1 || r.written(name) == found {
				continue
			}
			if found != "" {
				return ""
			}
			found = r.written(name)
			k = end - 1
		}
	}
	return found
}

// escorts reports whether post i of u, whose body the text does not name, is
// that of one who accompanies the holder of the post before it: "Kapolres X yang
// didampingi Kasat Intelkam".
func (r *reader) escorts(u *unit, i int) bool {
	t, before := u.text, &u.roles[i-1]
	if before.office == "" || before.satker != "" || t.SentenceOf(before.from) != t.SentenceOf(u.roles[i].from) {
		return false
	}
	at := u.roles[i].from - 1
	if t.Is(at, "oleh") {
		at--
	}
	return t.Is(at, "didampingi") || t.Is(at, "beserta") || t.Is(at, "ditemani")
}

// isBelow reports whether post i of u is one inside the body that the post before
// it in the sentence has: "Kepala SMA Negeri 2 X bersama Wakil Kepala Sekolah".
func isBelow(u *unit, i int) bool {
	before, ro := &u.roles[i-1], &u.roles[i]
	return ro.head.below && before.office != "" && before.satker == "" && (before.head.where == "body" || before.head.prefix != "") &&
		u.text.SentenceOf(before.from) == u.text.SentenceOf(ro.from)
}

// carryOffice gives post i of u, whose office is typed as "KPU" alone, the
// office above the publisher that the post of the sentence before named.
func (r *reader) carryOffice(u *unit, i int) {
	ro := &u.roles[i]
	if i == 0 {
		return
	}
	before := &u.roles[i-1]
	if before.satker == "" || !before.named || before.own || before.satker == r.office.Code || u.text.SentenceOf(before.from)+1 != u.text.SentenceOf(ro.from) {
		return
	}
	ro.office, ro.satker = before.office, before.satker
}

// officeOfSubject gives the post ro the body that the sentence names as the one
// whose people come: "Bawaslu Blora dihadiri langsung Ketua …".
func (r *reader) officeOfSubject(u *unit, ro *role) bool {
	t := u.text
	at, come := ro.from-1, false
	for steps := 0; at >= 0 && steps < 5 && comes[t.Low(at)]; at, steps = at-1, steps+1 {
		come = come || len(t.Low(at)) > 6 && t.Low(at)[:2] == "di"
	}
	if !come {
		return false
	}
	low := t.Sentences[t.SentenceOf(ro.from)].Start
	for i := at; i >= low && i > at-9; i-- {
		if !t.Upper(i) || !bodyStarts(t, i) || isKPU(t.Low(i)) {
			continue
		}
		if i > low && !t.Is(i-1, ",") {
			return false
		}
		name, end := r.readBody(t, i, false)
		if end == at+1 {
			ro.office, ro.named = r.written(name), true
			return true
		}
	}
	return false
}

// comes are words between a body and the posts of those who come for it.
var comes = map[string]bool{
	"dihadiri": true, "diwakili": true, "dipimpin": true, "langsung": true, "oleh": true, "yang": true, "turut": true, "juga": true, "hadir": true,
}

// adjoins reports whether the post b of a unit directly follows the post a, as
// one person holds both: "Anggota Bawaslu Kota X Kordiv Pencegahan".
func adjoins(a, b *role) bool { return a.to == b.from && a.named && b.units && !b.named }

// stoodFor reports whether tokens i to j say that the post behind them stands
// in for the one before: "Kapolres X diwakili Kabag Ops".
func stoodFor(t *prose.Text, i, j int) bool {
	for ; i < j; i++ {
		if !t.Is(i, ",") && !t.Is(i, "yang") && !t.Is(i, "diwakili") && !t.Is(i, "oleh") {
			return false
		}
		if t.Is(i, "diwakili") && j-i <= 2 {
			return true
		}
	}
	return false
}

// officeBehind returns the office that directly follows a list of people with
// their posts in brackets: "A (Ketua), B (Sekretaris) KPU Kota X".
func (r *reader) officeBehind(t *prose.Text, i, sentence int) (name, code string) {
	if !t.Is(i, ")") {
		return "", ""
	}
	end := t.Sentences[sentence].End
	for j := i; j < end && j < i+60; j++ {
		if t.Is(j, ")") && isKPU(t.Low(j+1)) {
			if o, _, ok := r.officeAt(t, j+1); ok {
				return o.Name, o.Code
			}
			return "", ""
		}
	}
	return "", ""
}
