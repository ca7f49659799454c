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
	title     string // as published, units and "Plt." included
	prefix    string // "Plt. ", "Mantan " at the head of title
	office    string
	satker    string
	named     bool // the text names the office itself
	his       bool // "Sekjennya": of a body that the text named before, not the publisher's
	own       bool // the text says "KPU" alone: the publisher's, unless another was named
	small     bool // typed without a capital
	group     bool // of people in general: "para anggota"
	candidate bool // of one who stands for election
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
var plurals = lists.List("plurals")

// candidates make a candidate's of the post that follows.
var candidates = lists.List("candidates")

var former = lists.List("former")

// acting maps the words for a deputy in a post to the prefix of its title.
var acting = mustParse("acting.txt", actingData, parseBodies)

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
	ro.candidate = candidates[t.Low(i-1)] && !former[t.Low(i)]
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
				a = "Penjabat Sementara"
				i++
			}
			if t.Is(i+1, "(") {
				for n := 0; n < 4 && !t.Is(i, ")"); n++ {
					i++
				}
			}
		}
		prefix += a + " "
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

// keepRole rejects words that only look like a post.
func (r *reader) keepRole(t *prose.Text, ro *role, head int) bool {
	before := t.Upper(head-1) && head == ro.from && !notNames[t.Low(head-1)] && !t.Titled && !t.Shouting &&
		honorifics[t.Low(head-1)] == 0 && titles.next[t.Low(head-1)] == nil && !(beginsSentence(t, head-1) && isPassive(t.Low(head-1))) && t.Kind(head-1) == prose.Word && !t.Is(head-1, ".")
	single := t.Upper(head) && before && !ro.named && !ro.units
	switch {
	case head == ro.from && ro.to == head+1 && !ro.named && t.Upper(head) && names.Known(t.Low(head)) && ro.head.where == "body" && isNameWord(t, ro.to) && !r.atCourt():
		return false // "Hakim Ramli" where no court sits
	case t.Upper(head) && head == ro.from && t.Upper(head-1) && bodies[t.Low(head-1)] == "" && bodyStarts(t, head-1) && t.Low(head-1) == "tim":
		return false // "Tim Pemeriksa Daerah"
	case single && bodies[t.Low(head)] == "" && !isCommonPost(ro.head):
		return false // "Rahman Hakim": part of a name
	case t.Upper(head) && head == ro.from && ro.to == head+1 && ro.head.where != "kpu" && t.Upper(head-1) && villageLevels[t.Low(head-1)]:
		return false // "Kelurahan Dukuh"
	case ro.head.name == "Kepala" && !ro.named && !ro.units:
		if ro.head.prefix == "" || !t.Upper(head) || t.Is(head, "kepala") {
			return false
		}
		ro.office = ro.head.prefix // "Kadis": the head of a body of that kind
	case ro.head.name == "Divisi" && !ro.units:
		return false
	case ro.small && ro.head.many && !ro.named && !ro.units && ro.to == head+1 && lowerWord(t, ro.to) && !adjuncts[t.Low(ro.to)] &&
		!isDemonstrative(t, ro.to) && groupNouns[t.Low(ro.to)]:
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

// isPassive reports whether the lower-case word is a passive verb of saying: "Ditambahkan".
func isPassive(low string) bool {
	v, ok := prose.Saying(low)
	return ok && v.Form == prose.Passive
}

// atCourt reports whether the article mentions a court or a hearing.
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

// groupNouns make a common word of "anggota" and the like before them.
var groupNouns = lists.List("group nouns")

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
