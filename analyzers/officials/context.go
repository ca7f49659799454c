package officials

import (
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// judgeContext finds out why the name of item k, which has no post, may be a
// person's.
func (r *reader) judgeContext(u *unit, k int) {
	t := u.text
	n := &u.names[u.items[k].at]
	n.readCalling(t)
	if n.context != none && n.context != attended {
		return
	}
	before := n.from - 1
	for before >= 0 && (t.Is(before, "oleh") || t.Is(before, "dari")) {
		before--
	}
	if v, ok := prose.Saying(t.Low(before)); ok && t.SentenceOf(before) == t.SentenceOf(n.first) {
		if v.Form == prose.Bare || v.Form == prose.Passive {
			n.context = spoke
			return
		}
	}
	if t.Is(before, "menurut") {
		n.context = spoke
		return
	}
	if prose.IsUtterance(t.Low(before)) && t.Is(n.to, ":") { // "Berikut pernyataan Rahmi Syofyan:"
		n.context = spoke
		n.addressed = n.addressed || len(n.words) > 1
		return
	}
	if i := afterSubject(t, n.to, u, k); i > 0 {
		if v, ok := prose.Saying(t.Low(i)); ok && v.Form == prose.Active {
			n.context = spoke
			n.describe(t, before)
			return
		}
	}
	if (t.Is(before, "lengkap") || t.Is(before, "asli")) && t.Is(before-1, "bernama") {
		n.context, n.described = attended, true
		return
	}
	if t.Is(before, "satunya") && t.Is(n.to, ".") && beginsSentence(t, before-1) { // "Salah satunya Sutinah (63). …"
		n.context, n.described = spoke, true
		return
	}
	if (introducers[t.Low(before)] || t.Is(before, ",") && introducers[t.Low(before-1)]) && len(n.words) > 1 {
		n.context = attended // "Pengadu dalam perkara ini ialah Stenly Mamuaja."
	}
	if candidates[t.Low(before)] || candidates[t.Low(before-1)] || isNumberedCandidate(t, before) {
		n.context = attended
		return
	}
	// "salah seorang pemilih, Keisha Putri", "siswa kelas XI bernama Dimas".
	at := before
	for steps := 0; at >= 0 && steps < 7; at, steps = at-1, steps+1 {
		low := t.Low(at)
		if (persons[low] || eventRoles[low]) && (!t.Upper(at) || t.Is(before, "bernama") || beginsSentence(t, at)) {
			if t.Is(before, ",") && privates[low] && !isOneOf(t, at) && !headsClause(t, at) {
				break
			}
			n.context = attended
			n.private = n.private || privates[low]
			n.described = n.described || privates[low] && (len(n.words) > 1 || isSetOff(t, n, at) || n.addressed && at == before || t.Is(before, "bernama"))
			for j := at - 1; j >= at-3; j-- { // "ujar salah seorang peserta, Rina"
				if v, ok := prose.Saying(t.Low(j)); ok && v.Form == prose.Bare && t.Is(before, ",") {
					n.context, n.described = spoke, true
				}
			}
			return
		}
		if t.Kind(at) == prose.Mark || t.Is(at, ".") || placing[low] {
			break
		}
	}
	if n.called {
		n.context, n.described = attended, n.described || n.private
		return
	}
	if n.addressed || n.aged || len(n.words) > 1 && (r.actsAt(t, n) || isAgent(t, n)) {
		n.context = attended
	}
	if n.context != spoke && len(n.words) > 1 && len(n.roles) == 0 {
		r.judgeSubject(t, n)
	}
}

// readCalling reads the noun for a person without a post that stands behind n in
// apposition: "Dimas Aldiansyah, siswa kelas XI", "Sari Dewi, salah satu peserta".
func (n *name) readCalling(t *prose.Text) {
	if !t.Is(n.to, ",") {
		return
	}
	for i := n.to + 1; i < n.to+5; i++ {
		switch low := t.Low(i); {
		case low == "seorang" || low == "salah" || low == "satu":
		case privatePairs[low+"-"+t.Low(i+1)] && !t.Upper(i): // "Hartini Lestari, wali murid SD Negeri 2"
			n.called, n.private = true, true
			return
		case persons[low] && !t.Upper(i):
			n.called, n.private = true, n.private || privates[low]
			return
		default:
			return
		}
	}
}

// isAgent reports whether n is the agent of a passive verb with which the clause
// leads an event, and its words are those of names: "Acara ditutup oleh Herry Abriyanto".
func isAgent(t *prose.Text, n *name) bool {
	i := n.from - 1
	if t.Is(i, "oleh") {
		i--
	}
	if t.Is(i, "langsung") {
		i--
	}
	score, ok := nameScore(t, n.first, n.last)
	return leading[t.Low(i)] && ok && score > 0
}

// leading are passive verbs whose agent leads an event or a part of it.
var leading = map[string]bool{
	"dipimpin": true, "dibuka": true, "ditutup": true, "diakhiri": true, "diawali": true, "dibawakan": true, "disampaikan": true, "dipaparkan": true,
	"dijelaskan": true, "dipandu": true, "dimoderatori": true, "diisi": true, "diberikan": true, "dipresentasikan": true,
}

// describe records what the noun for a person before n says of the speaker:
// "Seorang pemilih, Keisha Putri, mengaku", "Siswa lainnya Arjuna mengaku". before is
// the token before n.
func (n *name) describe(t *prose.Text, before int) {
	comma := t.Is(before, ",")
	if comma {
		before--
	}
	for at := before; at >= 0 && at > before-6; at-- {
		low := t.Low(at)
		if t.Kind(at) == prose.Mark || t.Is(at, ".") || placing[low] || !comma && at < before-2 {
			return
		}
		if !persons[low] || t.Upper(at) && !beginsSentence(t, at) {
			if t.Upper(at) && !comma {
				return
			}
			continue
		}
		if comma && !headsClause(t, at) {
			return // "Menanggapi keluhan warga, Budi mengatakan": another is meant by the noun
		}
		if privates[low] && len(n.words) == 1 && isSetOff(t, n, at) {
			n.private, n.described = true, true // "Warga Desa X, Ngatemi, mengaku"
			return
		}
		if at == before && !comma && privates[low] {
			if len(n.words) == 1 && !n.addressed && (low == "warga" || low == "penduduk" || names.IsPlace(n.words[0])) && !names.Known(n.words[0]) {
				n.context = none // "Seorang warga Pauh": where the person lives
				return
			}
			n.skipVillage(t)
		}
		n.private = n.private || privates[low]
		one := isOneOf(t, at)
		score, ok := nameScore(t, n.first, n.last)
		n.described = n.described || one || len(n.words) > 1 && ok && score > 0
		return
	}
}

// isSetOff reports whether commas set the single word of n off behind the noun for a
// person at token at, which begins the sentence: "Warga Desa X, Parjo, datang".
func isSetOff(t *prose.Text, n *name, at int) bool {
	return t.Is(n.from-1, ",") && t.Is(n.to, ",") && beginsSentence(t, at) && !names.Never(n.words[0])
}

// isOneOf reports whether the noun for a person at token i means one person: "seorang
// pemilih", "salah satu peserta".
func isOneOf(t *prose.Text, i int) bool {
	return t.Is(i-1, "seorang") || t.Is(i-1, "satu") && t.Is(i-2, "salah")
}

// headsClause reports whether the noun for a person at token i begins its clause, or is
// the agent of a verb of saying: nothing but "seorang" and the like stands before it.
func headsClause(t *prose.Text, i int) bool {
	for first := i - 8; i > 0 && i > first; {
		i--
		switch t.Low(i) {
		case "si", "sang", "seorang", "salah", "satu", "lain", "lainnya", "oleh", "sementara", "itu", "kata", "begitu", "juga", "dengan", "halnya", "seperti":
			continue
		}
		if v, ok := prose.Saying(t.Low(i)); ok && (v.Form == prose.Bare || v.Form == prose.Passive) {
			return true
		}
		return t.SentenceOf(i) != t.SentenceOf(i+1) || t.Is(i, ",") || t.Kind(i) == prose.Mark
	}
	return true
}

// skipVillage takes the place off the head of n behind a noun for a person: "Warga
// Waihaong Semuel Noya".
func (n *name) skipVillage(t *prose.Text) {
	if len(n.words) < 3 || n.last-n.first != len(n.words) || n.from != n.first {
		return
	}
	cut := splitName(t, n.first, n.last)
	if cut == n.first || n.last-cut < 2 || !isSureSplit(t, cut, n.last) {
		return
	}
	n.words = n.words[cut-n.first:]
	n.from, n.first = cut, cut
}

// introducers stand before the name of a person.
var introducers = lists.List("introducers")

// isNumberedCandidate reports whether the tokens up to i say that a candidate with
// a number follows: "Calon nomor urut 2,".
func isNumberedCandidate(t *prose.Text, i int) bool {
	if t.Is(i, ",") {
		i--
	}
	return t.Kind(i) == prose.Number && t.Is(i-1, "urut") && t.Is(i-2, "nomor")
}

// placing words part a name from the noun for a person before them.
var placing = map[string]bool{"di": true, "ke": true, "kepada": true, "pada": true, "dan": true, "untuk": true, "dengan": true, "bersama": true}

// actsAt reports whether n begins a sentence as its subject: a full name with a
// verb behind it (N-29).
func (r *reader) actsAt(t *prose.Text, n *name) bool {
	if i := n.from - 1; i >= 0 && t.SentenceOf(i) == t.SentenceOf(n.from) && !connectors[t.Low(i)] || t.Titled || t.Shouting {
		return false
	}
	i := n.to
	for steps := 0; steps < 3 && prose.IsAdverb(t.Low(i)); steps++ {
		i++
	}
	if t.Upper(i) || t.Kind(i) != prose.Word || !isVerb(t.Low(i)) {
		return false
	}
	how := r.likelinessOf(t, n)
	return how == likely || how == possible && !thingsActs[t.Low(i)]
}

// afterSubject returns the first token behind a subject that ends before token
// i, adverbs and a clause between commas skipped; 0 where no verb can follow.
func afterSubject(t *prose.Text, i int, u *unit, k int) int {
	if k+1 < len(u.items) && u.items[k+1].isRole && t.Is(i, "(") {
		i = u.items[k+1].to + 1
	}
	if t.Is(i, ",") {
		i++
	}
	if t.Is(i, "yang") {
		i++
	}
	for steps := 0; steps < 4 && prose.IsAdverb(t.Low(i)); steps++ {
		i++
	}
	if i >= len(t.Tokens) {
		return 0
	}
	return i
}

// isRegion reports whether n is the name of a region or a town.
func (r *reader) isRegion(t *prose.Text, n *name) bool {
	end, ok := r.placeAt(t, n.first)
	return ok && end >= n.last
}
