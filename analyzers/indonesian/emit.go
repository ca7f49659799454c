package indonesian

import (
	_ "embed"
	"strings"
)

//go:embed degrees.txt
var degreesText string

var (
	degreeTails = lines(degreesText)
	prefixes    = set("se", "ke", "non", "anti", "pasca", "pra", "antar", "eks", "e", "pro", "sub", "multi", "di", "me", "mem", "men", "meng", "pe", "ter", "ber")
	clitics     = set("nya", "ku", "mu", "lah", "kah", "pun", "kan", "an")
	slashed     = set("sd", "an", "da", "co", "up", "ub")
	topDomains  = set("id", "com", "net", "org", "info", "gov", "edu", "biz", "io", "app", "dev", "tv", "int", "xyz")
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// lines reads a list, one entry a line, # for a comment.
func lines(text string) map[string]bool {
	m := make(map[string]bool)
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
			m[l] = true
		}
	}
	return m
}

// since returns the arena from offset from on, closed against appending.
func (a *Analyzer) since(from int) []byte { return a.slice(from, len(a.arena)) }

func (a *Analyzer) slice(from, to int) []byte { return a.arena[from:to:to] }

// add appends a token at the next position of the chain.
func (a *Analyzer) add(t Token) {
	t.Position = a.pos
	a.pos++
	a.out = append(a.out, t)
}

// word adds one piece as a word of its own.
func (a *Analyzer) word(p *piece, r Role) {
	s := a.slice(p.from, p.to)
	t := Token{Surface: s, Root: s, Start: p.start, End: p.end, Position: a.pos, Role: r}
	switch {
	case p.letters && !p.digits:
		if a.Only == nil || a.Only.MayHave(s) {
			t.Root = Stem(s)
		}
		if p.capitals > 1 && p.capitals < 7 && p.capitals == p.to-p.from {
			t.Kind = Acronym
		}
	case !p.letters:
		t.Kind = Number
	}
	a.pos++
	a.out = append(a.out, t)
}

// emit turns the pieces of one chain into tokens.
func (a *Analyzer) emit() {
	if a.n == 0 {
		return
	}
	if p := &a.pieces[0]; a.n == 1 && !mixed(p, a.text) {
		a.word(p, Plain)
		return
	}
	a.split()
	a.merge()
	for i := 0; i < a.n; {
		i = a.match(i)
	}
}

// match adds the tokens of the longest known shape that begins with piece i
// and returns the piece behind it.
func (a *Analyzer) match(i int) int {
	p := &a.pieces[i]
	if i+1 == a.n {
		a.word(p, Plain)
		return i + 1
	}
	if p.join == '.' && a.label(p) && !a.pieces[i+1].letters { // No.5/2025, Rp.0,5
		a.word(p, Plain)
		return i + 1
	}
	if j := a.host(i); j > i {
		return a.compound(i, j, Host)
	}
	if j := a.email(i); j > i {
		return a.compound(i, j, Email)
	}
	if p.digits && !p.letters {
		if j := a.date(i); j > i {
			return j
		}
	}
	if j := a.reference(i); j > i {
		return a.compound(i, j, Reference)
	}
	if p.digits && !p.letters {
		if j := a.number(i, a.n, Plain); j > i {
			return j
		}
	} else if j := a.initials(i); j > i {
		return j
	}
	return a.hyphenated(i)
}

// merge makes one piece of letters and digits that are one word: those of at
// most four characters (DP4, P3K, 24x7), and in longer ones what has no run of
// three letters. Elsewhere a missing space is likelier (pasal5, dari6.336).
func (a *Analyzer) merge() {
	n := 0
	for i := 0; i < a.n; {
		j := i + 1 // behind the run without joiners
		for j < a.n && a.pieces[j-1].join == 0 {
			j++
		}
		n = a.mergeRun(n, i, j)
		i = j
	}
	a.n = n
}

// label reports whether p is an abbreviation that stands before a number.
func (a *Analyzer) label(p *piece) bool {
	return p.letters && abbreviations[string(a.arena[p.from:p.to])] == before
}

// mergeRun merges pieces i to j-1, which no joiner parts, writes them from n on
// and returns the end.
func (a *Analyzer) mergeRun(n, i, j int) int {
	letters := func(k int) bool { return a.pieces[k].letters }
	long := func(k int) bool { return letters(k) && a.pieces[k].to-a.pieces[k].from > 2 }
	decimal := func(k int) bool { return a.pieces[k].join == '.' || a.pieces[k].join == ',' }
	whole := a.pieces[j-1].to-a.pieces[i].from <= 4
	// A number that extends beyond the run keeps its digits.
	first, last := i, j
	if n > 0 && a.pieces[n-1].digits && decimal(n-1) && !letters(i) {
		first++
	}
	if j < a.n && decimal(j-1) && !letters(j-1) && !letters(j) {
		last--
	}
	if a.money(&a.pieces[i]) {
		first++
	}
	for k := i; k < j; {
		p := a.pieces[k]
		m := k + 1
		if first <= k && (whole || !long(k)) {
			for m < last && (whole || !long(m)) {
				m++
			}
		}
		if m > k+1 {
			end := &a.pieces[m-1]
			p.end, p.to, p.join = end.end, end.to, end.join
			p.letters, p.digits = true, true
		}
		a.pieces[n] = p
		n++
		k = m
	}
	return n
}

// compound adds pieces i to j-1 as typed and then one by one.
func (a *Analyzer) compound(i, j int, k Kind) int {
	first, last := &a.pieces[i], &a.pieces[j-1]
	s := a.slice(first.from, last.to)
	at := len(a.out)
	a.out = append(a.out, Token{Surface: s, Start: first.start, End: last.end, Position: a.pos, Kind: k, Role: Whole})
	a.parts(i, j)
	a.out[at].Parts = len(a.out) - at - 1
	return j
}

// parts adds pieces i to j-1 one by one, numbers kept together.
func (a *Analyzer) parts(i, j int) {
	for i < j {
		p := &a.pieces[i]
		if p.digits && !p.letters {
			if k := a.number(i, j, Part); k > i {
				i = k
				continue
			}
		}
		a.word(p, Part)
		i++
	}
}
