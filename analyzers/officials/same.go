package officials

import (
	"slices"
	"strings"

	"warta/analyzers/internal/edits"
)

// mentionedAgain returns the one person whose name holds the only word of n, which
// has a post: the text gives the person a second post ("Adi yang juga Ketua DPRD
// X"), or the post again without its body ("Kepala Sekolah Sugeng"); -1 where two
// people bear the word or the posts speak against it.
func (r *reader) mentionedAgain(u *unit, n *name, word string) int {
	found := -1
	for _, p := range r.index[word] {
		if found >= 0 && found != p {
			return -1
		}
		found = p
	}
	if found < 0 && n.roleAfter && len(word) >= 4 {
		found = r.clipped(word)
	}
	if found < 0 || r.areDistinct(u, n, found) {
		return -1
	}
	if n.roleAfter {
		return found
	}
	for _, i := range n.roles {
		ro := &u.roles[i]
		for _, have := range r.people[found].roles {
			if sameKind(have.Title, ro.title) && (!ro.named || ro.own) {
				return found
			}
		}
	}
	return -1
}

// areDistinct reports whether the text distinguishes n from person p: both were
// introduced in one sentence, each with a post of its own or in one list.
func (r *reader) areDistinct(u *unit, n *name, p int) bool {
	s := u.text.SentenceOf(n.first)
	for _, at := range r.people[p].places {
		if at.paragraph != u.paragraph || at.sentence != s || at.from == n.from {
			continue
		}
		first, second := min(at.to, n.to), max(at.from, n.from)
		for i := first; i < second && second-first <= maxApart; i++ {
			switch u.text.Low(i) {
			case "dan", "serta", "beserta", "bersama", ",", "didampingi":
				return true
			}
		}
	}
	return false
}

// maxApart is how many tokens may stand between two introductions of one list.
const maxApart = 40

// match returns the person that n names, or -1.
func (r *reader) match(u *unit, n *name, words []string) int {
	best, exact := -1, false
	for _, w := range words {
		for _, p := range r.index[w] {
			if p == best {
				continue
			}
			equal := slices.Equal(words, r.people[p].words)
			if exact && !equal || !r.same(u, n, words, &r.people[p]) || len(n.roles) > 0 && r.areDistinct(u, n, p) {
				continue
			}
			if best < 0 || equal && !exact || r.people[p].seen > r.people[best].seen {
				best, exact = p, equal
			}
		}
		if exact {
			return best
		}
	}
	return best
}

// same reports whether words name p: all of the shorter name's words stand in
// the longer one in order, two of them at least or the post agreeing; never on
// one shared word alone (N-55).
func (r *reader) same(u *unit, n *name, words []string, p *person) bool {
	if len(words) == 1 && p.called(words[0]) {
		return true
	}
	short, long := words, p.words
	if len(short) > len(long) {
		short, long = long, short
	}
	if within(short, long) || len(short) == len(long) && within(long, short) {
		if len(short) > 1 || len(words) == len(p.words) {
			return !r.rivals(u, n, p) || len(short) > 1
		}
		if len(words) == 1 {
			return !r.rivals(u, n, p)
		}
		return false // a known single name is no reason to take a longer one for it
	}
	if len(words) < 2 || len(p.words) < 2 || r.rivals(u, n, p) {
		return false
	}
	a, b := strings.Join(words, ""), strings.Join(p.words, "")
	limit := 1
	if common(words, p.words) >= 2 || len(a) > 12 && common(words, p.words) >= 1 && r.agrees(u, n, p) {
		limit = 2
	}
	if common(words, p.words) == 0 && !r.agrees(u, n, p) {
		return false
	}
	return edits.Distance([]byte(a), []byte(b), limit) <= limit && (common(words, p.words) > 0 && common(words, p.words) >= len(words)-1 || r.agrees(u, n, p))
}

// called reports whether the folded words, joined by spaces, are a nickname of p.
func (p *person) called(words string) bool {
	return slices.ContainsFunc(p.aliases, func(a string) bool { return foldSpellings(a) == words })
}

// foldSpellings folds the words of a name and joins them by spaces.
func foldSpellings(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		words[i] = foldSpelling(w)
	}
	return strings.Join(words, " ")
}

// rivals reports whether the posts of n speak against its being p: a post at
// another body, or one that only one person holds and p does not.
func (r *reader) rivals(u *unit, n *name, p *person) bool {
	if len(n.roles) == 0 || len(p.roles) == 0 {
		return false
	}
	for _, i := range n.roles {
		ro := &u.roles[i]
		for _, have := range p.roles {
			if have.Office == ro.office && (have.Title == ro.title || !ro.named || len(n.words) > 1) {
				return false
			}
			if have.Office == ro.office && strings.HasPrefix(have.Title, ro.head.name) {
				return false
			}
		}
	}
	return true
}

// agrees reports whether a post of n is one of p's.
func (r *reader) agrees(u *unit, n *name, p *person) bool {
	for _, i := range n.roles {
		if slices.Contains(p.roles, u.roles[i].article()) {
			return true
		}
	}
	return false
}

// within reports whether short's words stand in long in the same order.
func within(short, long []string) bool {
	j := 0
	cut := len(short) > 1 && len(short[0]) < 5 && birthEnds[short[0]]
	for _, w := range short {
		for j < len(long) && long[j] != w && !shortens(w, long[j]) && !(cut && cutsBirth(w, long[j])) && !(len(short) > 1 && len(w) > 2 && strings.HasPrefix(long[j], w)) {
			j++
		}
		if j == len(long) {
			return false
		}
		j++
	}
	return true
}

// cutsBirth reports whether w, which is one of birthEnds, is the end of that word of birth
// or caste, by which people are called: "Gung" for Agung, "Tut" for Ketut.
func cutsBirth(w, word string) bool {
	return len(w) < len(word) && strings.HasSuffix(word, w) && wholeBirths[word]
}

// birthEnds are the ends of words of birth and caste that stand for the whole word, and
// wholeBirths those words, both folded.
var (
	birthEnds   = foldAll(lists.List("birth ends"))
	wholeBirths = foldAll(lists.List("whole births"))
)

func foldAll(words map[string]bool) map[string]bool {
	folded := make(map[string]bool, len(words))
	for w := range words {
		folded[foldSpelling(w)] = true
	}
	return folded
}

// shortens reports whether w is the initial of word, or the short form of a given
// name that is often written short: "M." and "Muh." for Muhammad.
func shortens(w, word string) bool {
	if len(w) < 4 && len(w) > 1 && w[0] == word[0] && wholeBirths[word] && isWithin(w, word) {
		return true // "Dt." for Datuak
	}
	return len(w) < len(word) && (len(w) == 1 || shortGiven[w]) && strings.HasPrefix(word, w)
}

// isWithin reports whether the letters of w stand in word in their order.
func isWithin(w, word string) bool {
	i := 0
	for k := 0; k < len(word) && i < len(w); k++ {
		if word[k] == w[i] {
			i++
		}
	}
	return i == len(w) && len(w) < len(word)
}

func common(a, b []string) int {
	n := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			n++
		}
	}
	return n
}

// fuller reports whether words write out what name has as initials or short forms.
func fuller(words, name []string) bool {
	more := false
	for i, w := range words {
		switch {
		case w == name[i]:
		case shortens(name[i], w):
			more = true
		default:
			return false
		}
	}
	return more
}
