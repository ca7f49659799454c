package officials

import (
	"slices"
	"strings"

	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// Bounds of a word that contracts another: its letters, and how many of them begin the other.
const (
	shortestContraction = 4
	contractionBegins   = 2
)

// contracted returns the person whose first or last name the single word of n contracts (N-59):
// "Rohma" of Rohimatun. The person is the subject of the sentence right before the quotation that
// n ends, and no other person of the article has a name that the word may contract. A word that
// the registers hold is a name of its own: "Rini" is not short for Rinawati. A name with an age, a
// description or a form of address introduces another person. A person who was called so before
// is meant again. It returns -1 for none.
func (r *reader) contracted(u *unit, n *name) int {
	if len(n.words) != 1 || n.ordinary || n.introduces() || u.paragraph == InTitle {
		return -1
	}
	word := foldSpelling(n.words[0])
	if p, called := r.contractions[word]; called {
		return p
	}
	if len(word) < shortestContraction || n.context != spoke || n.addressed || names.Known(n.words[0]) || names.Known(word) {
		return -1
	}
	p := r.subjectBefore(u, n)
	if p < 0 {
		return -1
	}
	words := r.people[p].words
	if !contracts(word, words[0]) && !contracts(word, words[len(words)-1]) {
		return -1
	}
	for i := range r.people {
		if i == p {
			continue
		}
		for _, other := range r.people[i].words {
			if contracts(word, other) {
				return -1
			}
		}
	}
	if r.contractions == nil {
		r.contractions = make(map[string]int)
	}
	r.contractions[word] = p
	return p
}

// introduces reports whether n has a description, an age or a calling, with which a text names
// a person for the first time.
func (n *name) introduces() bool {
	return n.described || n.aged || n.private || n.called
}

// subjectBefore returns the person who is the subject of the sentence right before a quotation,
// behind which n stands with no other person between, named or not; -1 for none.
func (r *reader) subjectBefore(u *unit, n *name) int {
	of := u
	k := lastItem(u, n.from)
	if k < 0 && u.paragraph > 0 {
		of = &r.units[u.paragraph] // the title is the first unit
		k = lastItem(of, len(of.text.Tokens))
	}
	if k < 0 {
		return -1
	}
	subject, from, to := introducedBy(of, k)
	if subject == nil || subject.person < 0 {
		return -1
	}
	t := of.text
	s := t.SentenceOf(from)
	if t.Titled || t.Shouting || t.Sentences[s].Start != from && !isPhrasedSubject(t, from, to) {
		return -1
	}
	if verb, _ := actOf(t, to); verb == 0 {
		return -1
	}
	behind := 0 // the token of u behind that sentence
	switch isLast := s+1 == len(t.Sentences); {
	case of == u && !isLast:
		behind = t.Sentences[s+1].Start
	case of == u || !isLast:
		return -1
	}
	if u.text.Kind(behind) != prose.Mark || behind >= n.from {
		return -1
	}
	closing := n.from - 1 // the mark that ends the quotation
	for closing > behind && u.text.Kind(closing) != prose.Mark {
		closing--
	}
	end := behind
	if of != u {
		end = len(t.Tokens)
	}
	if tellsOfOne(t, to, end) || tellsOfOne(u.text, closing, n.from) {
		return -1
	}
	return subject.person
}

// tellsOfOne reports whether the tokens from up to to tell of one person without a name: "seorang
// pemilih", "salah satu peserta".
func tellsOfOne(t *prose.Text, from, to int) bool {
	for i := from; i < to; i++ {
		if t.Is(i, "seorang") || persons[t.Low(i)] && isOneOf(t, i) {
			return true
		}
	}
	return false
}

// lastItem returns the last item of u that ends before a token, -1 for none.
func lastItem(u *unit, before int) int {
	k := len(u.items) - 1
	for k >= 0 && u.items[k].to > before {
		k--
	}
	return k
}

// introducedBy returns the name that item k is, or that the post of item k belongs to, and the
// tokens of it with its posts; nil for a post without a name.
func introducedBy(u *unit, k int) (n *name, from, to int) {
	const most = 4 // items of one introduction
	for j := k; j >= 0 && j > k-most; j-- {
		if u.items[j].isRole {
			continue
		}
		n = &u.names[u.items[j].at]
		if u.items[k].isRole && !slices.Contains(n.roles, u.items[k].at) {
			return nil, 0, 0
		}
		from, to = n.from, n.to
		for _, at := range n.roles {
			from, to = min(from, u.roles[at].from), max(to, u.roles[at].to)
		}
		if to > n.to && u.text.Is(to, ",") {
			to++ // "X, Ketua KPU Y, meninjau"
		}
		return n, from, to
	}
	return nil, 0, 0
}

// contracts reports whether a folded word may be the name without some letters: it begins with
// its first letters and has others of it in order, double letters counting once. Its last letter,
// if that is a vowel, may stand for the rest of the name.
func contracts(word, name string) bool {
	word, name = single(word), single(name)
	if len(word) < shortestContraction || len(name) < len(word)+2 || word[:contractionBegins] != name[:contractionBegins] {
		return false
	}
	if inOrder(word, name) {
		return true
	}
	short := word[:len(word)-1]
	return len(short) >= shortestContraction && strings.Contains("aeiou", word[len(short):]) && inOrder(short, name)
}

// inOrder reports whether a text has the letters of a word in their order.
func inOrder(word, text string) bool {
	for i := range len(word) {
		at := strings.IndexByte(text, word[i])
		if at < 0 {
			return false
		}
		text = text[at+1:]
	}
	return true
}

// single returns a word with each run of one letter as one.
func single(word string) string { return string(slices.Compact([]byte(word))) }
