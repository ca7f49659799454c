package officials

import (
	"warta/analyzers/internal/prose"
	"warta/analyzers/internal/wordlist"
)

// maxApposed bounds the tokens of the phrase before a name that says who the person is.
const maxApposed = 20

// privateLists hold the nouns of several words, the kin and the exceptions of
// data/privateheads.txt.
var (
	privateLists   = wordlist.MustParse("privateheads.txt", privateHeadData)
	privatePairs   = privateLists.List("pairs")
	publicPairs    = privateLists.List("public pairs")
	kin            = privateLists.List("kin")
	phraseCounters = privateLists.List("counters")
)

// apposed is the phrase before a name: "Salah seorang pemilih disabilitas, X".
type apposed struct {
	head, to int  // tokens: the noun at the head, and behind the phrase
	one      bool // "seorang", "salah satu": the phrase means one person
}

// readApposed reads the phrase that ends before the name at item k and begins its
// clause. It reports whether there is one.
func readApposed(t *prose.Text, u *unit, k int) (apposed, bool) {
	to := u.items[k].from
	if t.Is(to-1, ",") {
		to--
	}
	start := to
	for ; start > 0; start-- {
		if to-start > maxApposed {
			return apposed{}, false
		}
		i := start - 1
		if t.SentenceOf(i) != t.SentenceOf(to-1) || t.Kind(i) == prose.Mark || t.Is(i, ":") || t.Is(i, ",") || t.Is(i, "menurut") || t.Is(i, "oleh") {
			break
		}
		if v, ok := prose.Saying(t.Low(i)); ok && (v.Form == prose.Bare || v.Form == prose.Passive) {
			break
		}
	}
	if t.Is(start-1, ",") && endsName(u, k, start-1) {
		return apposed{}, false // "Rina Wulandari, istri petugas, Joko": the phrase is that of the name before
	}
	p := apposed{head: start, to: to}
	for ; p.head < to && !isPrivateNoun(t, p.head) && (phraseCounters[t.Low(p.head)] || t.Kind(p.head) == prose.Number); p.head++ {
		p.one = p.one || t.Is(p.head, "seorang") || t.Is(p.head, "satu")
	}
	return p, p.head < to
}

// endsName reports whether a name of two words or more, of an item before k, ends
// before token i.
func endsName(u *unit, k, i int) bool {
	for k--; k >= 0 && u.items[k].to >= i; k-- {
		if it := u.items[k]; !it.isRole && it.to == i && len(u.names[it.at].words) > 1 {
			return true
		}
	}
	return false
}

// isPrivateNoun reports whether token i begins a noun for a person in private.
func isPrivateNoun(t *prose.Text, i int) bool {
	if t.Upper(i) && !beginsSentence(t, i) {
		return false
	}
	low := t.Low(i)
	pair := low + "-" + t.Low(i+1)
	return !publicPairs[pair] && (privatePairs[pair] || privates[low] || kin[low])
}

// judgeApposed finds out whether the phrase before the name at item k shows a person in private:
// the noun at its head does, whatever words stand behind it. A post or a candidacy that
// the person holds beside that shows the contrary (N-57).
func judgeApposed(t *prose.Text, u *unit, k int) {
	n := &u.names[u.items[k].at]
	p, ok := readApposed(t, u, k)
	comma := t.Is(n.from-1, ",")
	if !ok || !isPrivateNoun(t, p.head) || !comma && !p.one || covers(u, k, p.head) {
		return
	}
	// "Warga memilih di sana, Rina mengatakan": a clause of its own.
	closed := t.Is(n.to, ",") || t.Is(n.to, "(") || t.Is(n.to, ".") || t.Is(n.to, "dan") || p.one
	described := false
	for i := p.head; i < p.to; i++ {
		described = described || t.Is(i, "yang")
		if candidates[t.Low(i)] && holdsBeside(t, p.head, i) || !closed && !described && i > p.head && isVerb(t.Low(i)) && !t.Upper(i) {
			return
		}
	}
	n.private = true
	if n.context == none && len(n.words) > 1 {
		n.context = attended
	}
	n.described = n.described || len(n.words) > 1 && comma
}

// shareApposed makes the name at item k private where it follows a private one in a
// list: "Dua nelayan asal X, Hasan Basri dan Umar Said".
func shareApposed(t *prose.Text, u *unit, k int) {
	if k == 0 || u.items[k-1].isRole {
		return
	}
	a, b := &u.names[u.items[k-1].at], &u.names[u.items[k].at]
	if p, ok := readApposed(t, u, k-1); !a.private || !ok || p.one || !isPrivateNoun(t, p.head) || !isListGlue(t, a.to, b.from) {
		return
	}
	b.private, b.described = true, b.described || a.described && len(b.words) > 1
	if b.context == none && len(b.words) > 1 {
		b.context = attended
	}
}

// covers reports whether an item of u before k, a post or a name of two words or more,
// holds token i.
func covers(u *unit, k, i int) bool {
	for k--; k >= 0 && u.items[k].to > i; k-- {
		if it := u.items[k]; it.from <= i && (it.isRole || len(u.names[it.at].words) > 1) {
			return true
		}
	}
	return false
}

// holdsBeside reports whether the words between tokens head and i join what follows to
// the person at the head: "warga yang juga", "pedagang sekaligus".
func holdsBeside(t *prose.Text, head, i int) bool {
	for ; head < i; head++ {
		switch t.Low(head) {
		case "juga", "sekaligus", "merangkap", "selaku", "sebagai", "menjadi", "menjabat":
			return true
		}
	}
	return false
}

// isKinsPost reports whether the post at token from, in the phrase before the name that
// is item k, is that of another than the named person: "Istri anggota KPPS, Dewi Kartika".
func isKinsPost(t *prose.Text, u *unit, from, k int) bool {
	p, ok := readApposed(t, u, k)
	if !ok || from <= p.head || !isPrivateNoun(t, p.head) {
		return false
	}
	low := t.Low(p.head)
	if honorifics[low] == address && from == p.head+1 {
		return false // "Ibu Ketua KPU, Rina Wulandari"
	}
	return (kin[low] || privatePairs[low+"-"+t.Low(p.head+1)]) && !holdsBeside(t, p.head, from)
}
