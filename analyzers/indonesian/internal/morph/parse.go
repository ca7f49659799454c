package morph

// A prefix as a step of a parse.
type prefix uint8

const (
	none prefix = iota
	di
	me // meN-
	ter
	ber
	ke
	se
	pe  // peN-, pe-
	per // per-, pel-
	ku  // ku-, kau-: the agent of a verb
	tak // tidak, tak: between ke- and -an
	bound
	prefixes
)

// follows holds, for each prefix, those that may stand next after it.
var follows = [prefixes]uint16{
	none:  1<<di | 1<<me | 1<<ter | 1<<ber | 1<<ke | 1<<se | 1<<pe | 1<<per | 1<<ku | 1<<bound,
	di:    1<<per | 1<<ber | 1<<ke | 1<<se | 1<<pe | 1<<ter,
	me:    1<<per | 1<<ber | 1<<ke | 1<<se | 1<<pe | 1<<ter,
	ter:   1<<per | 1<<ke | 1<<se | 1<<ber,
	ber:   1<<ke | 1<<pe | 1<<per | 1<<se,
	ke:    1<<ber | 1<<ter | 1<<se | 1<<pe | 1<<tak | 1<<me | 1<<per,
	se:    1<<pe | 1<<per | 1<<ter | 1<<ke | 1<<ber,
	pe:    1<<ber | 1<<se | 1<<ke | 1<<ter | 1<<per | 1<<pe,
	per:   1<<se | 1<<ber | 1<<ke,
	ku:    1<<per | 1<<ber | 1<<ke | 1<<se,
	tak:   1<<ber | 1<<ter | 1<<me | 1<<se | 1<<pe,
	bound: 1<<ber | 1<<ter | 1<<pe | 1<<per | 1<<ke | 1<<se,
}

// A suffix that changes the word class.
type suffix uint8

const (
	bare suffix = iota
	kan
	an
	i
	suffixes
)

// Scores are in eighths of a bit: a root that twice as many dictionary forms
// name outweighs a cost of eight.
const (
	never = -1 << 12

	costDeep  = 3  // each prefix after the first
	costKept  = 14 // a consonant kept where the nasal should have eaten it
	costPlain = 10 // pe- before a letter that asks for a nasal
	costShort = 6  // be-, te- instead of ber-, ter-
	costR     = 8  // be-, te-, pe- before a root in r-, where ber- and a vowel are likelier
	costDrop  = 6  // one k written for two: memasukan for memasukkan
	costTypo  = 20 // one n written for two before -nya
	particle  = 10 // -lah, -kah, -pun
)

var prefixCost = [prefixes]int{
	di: 6, me: 6, ter: 8, ber: 8, ke: 8, se: 9, pe: 8, per: 9, ku: 18, tak: 2, bound: 6,
}

// fit is what a suffix adds to the score after a prefix: true circumfixes are
// likelier than their parts, and some pairs do not exist.
var fit = [prefixes][suffixes]int{
	none:  {0, -8, -6, -12},
	di:    {0, 2, never, -2},
	me:    {0, 2, never, -2},
	ter:   {0, -4, never, -4},
	ber:   {0, -6, -2, never},
	ke:    {-12, never, 4, -14},
	se:    {0, never, -14, never},
	pe:    {0, never, 4, never},
	per:   {-6, -6, 4, -8},
	ku:    {0, 0, never, 0},
	tak:   {never, never, 4, never},
	bound: {0, never, -6, never},
}

// A parse is one way to read a word: the root's number, its score, and which
// part of the word it covers.
type parse struct {
	root       uint32
	score      int
	start, end int
	restored   bool // the root's first letter is not in the word
}

// parser holds one word while it is taken apart. A consonant that a nasal ate
// is written over the nasal's last letter and taken back afterwards.
type parser struct {
	t        *Table
	buf      [maxWord]byte
	n        int // length of the word
	end      int // of the part before suffixes
	suffix   suffix
	tail     int // score of clitics and particles
	outer    prefix
	restored int // where a restored consonant stands, or -1
	best     parse
}

// parseWord returns the best parse of a word of lower-case letters; root 0 if
// there is none.
func (t *Table) parseWord(w []byte) parse {
	p := parser{t: t, n: len(w), restored: -1}
	copy(p.buf[:], w)
	p.best.score = -40
	p.particles()
	return p.best
}

func (p *parser) ends(end int, s string) bool {
	return end > len(s) && string(p.buf[end-len(s):end]) == s
}

// particles tries the word without and with -lah, -kah, -pun.
func (p *parser) particles() {
	p.clitics(p.n, 0)
	if p.n < 6 {
		return
	}
	switch e := p.n - 3; {
	case p.ends(p.n, "lah"):
		p.clitics(e, -particle)
	case p.ends(p.n, "kah"):
		p.clitics(e, -particle)
	case p.ends(p.n, "pun"):
		p.clitics(e, -particle)
	}
}

// clitics tries the part without and with -nya, -ku, -mu.
func (p *parser) clitics(end, score int) {
	p.derivation(end, score)
	switch {
	case end >= 6 && p.ends(end, "nya"):
		p.derivation(end-3, score-4)
		if end >= 8 {
			p.derivation(end-2, score-costTypo) // one n written for two: hubunganya
		}
	case end >= 5 && (p.ends(end, "ku") || p.ends(end, "mu")):
		p.derivation(end-2, score-14)
	}
}

// derivation tries the part without and with -kan, -an, -i.
func (p *parser) derivation(end, tail int) {
	p.tail = tail
	p.from(end, bare)
	if end < 5 {
		return
	}
	switch p.buf[end-1] {
	case 'n':
		if p.ends(end, "an") {
			p.from(end-2, an)
			if p.ends(end, "kan") && end > 5 {
				p.from(end-3, kan)
			}
		}
	case 'i':
		if p.buf[end-2] != 'i' {
			p.from(end-1, i)
		}
	}
}

func (p *parser) from(end int, s suffix) {
	p.end, p.suffix = end, s
	p.walk(0, none, 0, p.tail, false)
}

// walk reads what starts at start, after the prefix last, as a root, and takes
// a further prefix off.
func (p *parser) walk(start int, last prefix, depth, score int, monosyllable bool) {
	if p.end-start < 3 {
		if start == 0 {
			p.try(start, last, score)
		}
		return
	}
	if !monosyllable || syllables(p.buf[start:p.end]) == 1 {
		p.try(start, last, score)
	}
	if depth == 3 || p.end-start < 5 || monosyllable {
		return
	}
	switch p.buf[start] {
	case 'd':
		p.plain(start, last, depth, score, di, "di", 0)
	case 'k':
		p.plain(start, last, depth, score, ke, "ke", 0)
		p.plain(start, last, depth, score, ku, "ku", 0)
		p.plain(start, last, depth, score, ku, "kau", 0)
	case 's':
		p.plain(start, last, depth, score, se, "se", 0)
		p.plain(start, last, depth, score, bound, "swa", 0)
	case 'b':
		p.rhotic(start, last, depth, score, ber)
	case 't':
		p.rhotic(start, last, depth, score, ter)
		p.plain(start, last, depth, score, tak, "tidak", 0)
		p.plain(start, last, depth, score, tak, "tak", 0)
	case 'm':
		p.nasal(start, last, depth, score, me)
		p.plain(start, last, depth, score, bound, "multi", 0)
	case 'p':
		p.rhotic(start, last, depth, score, per)
		p.nasal(start, last, depth, score, pe)
		p.plain(start, last, depth, score, bound, "pasca", 0)
		p.plain(start, last, depth, score, bound, "pra", 6)
	case 'a':
		p.plain(start, last, depth, score, bound, "antar", 0)
	}
}

// plain takes off a prefix that has one shape.
func (p *parser) plain(start int, last prefix, depth, score int, kind prefix, shape string, cost int) {
	if follows[last]&(1<<kind) == 0 || p.end-start < len(shape)+3 ||
		string(p.buf[start:start+len(shape)]) != shape {
		return
	}
	p.step(start+len(shape), kind, depth, score-cost, false)
}

func (p *parser) step(start int, kind prefix, depth, score int, monosyllable bool) {
	score -= prefixCost[kind]
	if depth == 0 {
		p.outer = kind
	} else {
		score -= costDeep
	}
	p.walk(start, kind, depth+1, score, monosyllable)
}

// rhotic takes off ber-, ter-, per- and what becomes of them: be- before r and
// before a first syllable in -er, bel-, pel- before ajar.
func (p *parser) rhotic(start int, last prefix, depth, score int, kind prefix) {
	if follows[last]&(1<<kind) == 0 || p.buf[start+1] != 'e' {
		return
	}
	rest := p.buf[start+2 : p.end]
	switch {
	case rest[0] == 'r':
		if len(rest) > 3 {
			p.step(start+3, kind, depth, score, false)
		}
		if len(rest) > 2 && vowel(rest[1]) {
			p.step(start+2, kind, depth, score-costR, false)
		}
	case rest[0] == 'l':
		if len(rest) >= 5 && string(rest[1:5]) == "ajar" {
			p.step(start+3, kind, depth, score, false)
		}
	case len(rest) > 4 && rest[1] == 'e' && rest[2] == 'r' && !vowel(rest[3]) && kind != per:
		p.step(start+2, kind, depth, score-costShort, false)
	}
}

// nasal takes off meN- and peN- in all their shapes.
func (p *parser) nasal(start int, last prefix, depth, score int, kind prefix) {
	if follows[last]&(1<<kind) == 0 || p.buf[start+1] != 'e' || p.end-start < 5 {
		return
	}
	at := start + 2
	b := p.buf[at:p.end]
	switch b[0] {
	case 'm':
		switch {
		case vowel(b[1]):
			p.restore(at, 'p', kind, depth, score)
			p.step(at, kind, depth, score, false)
		case b[1] == 'b' || b[1] == 'f' || b[1] == 'v':
			p.step(at+1, kind, depth, score, false)
		case b[1] == 'p':
			cost := costKept
			if b[2] == 'e' {
				cost = costKept / 2 // memper-, mempe-
			}
			p.step(at+1, kind, depth, score-cost, false)
		case b[1] == 'r' || b[1] == 'l':
			p.restore(at, 'p', kind, depth, score-2)
		}
	case 'n':
		switch {
		case b[1] == 'g':
			p.velar(at, kind, depth, score)
		case b[1] == 'y' && vowel(b[2]):
			p.restore(at+1, 's', kind, depth, score)
			p.step(at, kind, depth, score, false)
		case vowel(b[1]):
			p.restore(at, 't', kind, depth, score)
			p.step(at, kind, depth, score, false)
		case b[1] == 'c' || b[1] == 'd' || b[1] == 'j' || b[1] == 'z':
			p.step(at+1, kind, depth, score, false)
		case b[1] == 's' && b[2] == 'y':
			p.step(at+1, kind, depth, score, false)
		case b[1] == 's' || b[1] == 't':
			p.step(at+1, kind, depth, score-costKept, false)
		}
	case 'l', 'r', 'w', 'y':
		p.step(at, kind, depth, score, false)
	default:
		if kind == pe && !vowel(b[0]) {
			p.step(at, kind, depth, score-costPlain, false)
		}
	}
}

// velar takes off meng- and peng-, whose n stands at at.
func (p *parser) velar(at int, kind prefix, depth, score int) {
	rest := p.buf[at+2 : p.end]
	if len(rest) < 2 {
		return
	}
	switch c := rest[0]; {
	case vowel(c):
		p.step(at+2, kind, depth, score, false)
		p.restore(at+1, 'k', kind, depth, score)
		if c == 'e' && len(rest) >= 4 {
			p.step(at+3, kind, depth, score-2, true)
		}
		p.step(at, kind, depth, score-4, false)
	case c == 'g' || c == 'h':
		p.step(at+2, kind, depth, score, false)
	case c == 'k' && rest[1] == 'h':
		p.step(at+2, kind, depth, score, false)
	case c == 'k':
		p.step(at+2, kind, depth, score-costKept, false)
	}
}

// restore parses on with the consonant c in place of the letter at at.
func (p *parser) restore(at int, c byte, kind prefix, depth, score int) {
	old, before := p.buf[at], p.restored
	p.buf[at], p.restored = c, at
	p.step(at, kind, depth, score, false)
	p.buf[at], p.restored = old, before
}

// try looks the part from start up and keeps it if it is the best so far.
func (p *parser) try(start int, last prefix, score int) {
	outer := p.outer
	if last == none {
		outer = none
	}
	add := max(fit[outer][p.suffix], fit[last][p.suffix])
	if add == never && p.suffix == an && (last == di || last == me) && p.buf[p.end-1] == 'k' {
		add = -costDrop
	}
	score += add
	if score+maxWeight <= p.best.score {
		return
	}
	r := p.t.root(p.buf[start:p.end])
	if r == 0 {
		return
	}
	if p.t.flags[r]&flagName != 0 && (p.suffix != bare || last != none) {
		return
	}
	n := p.end - start
	if n < 4 && n != p.n {
		score -= shortRoot
	}
	score += int(int8(p.t.weights[r]))
	if (last != none || p.suffix != bare || p.tail <= -particle) && score < p.least(n, last) {
		return
	}
	if score > p.best.score {
		p.best = parse{root: r, score: score, start: start, end: p.end, restored: p.restored == start}
	}
}

const (
	maxWeight = 64 // of a root
	shortRoot = 10 // for a root of three letters, which chance makes often
)

// least is the score below which a derived word is none: the shorter the root,
// the more evidence it takes, or names become roots (Berger, Adriani).
func (p *parser) least(n int, last prefix) int {
	switch {
	case n < 4:
		return 6
	case last == none && p.suffix == bare && n < 7:
		return -4
	case n < 6 && last == bound:
		return 6
	case n < 5:
		return -6
	case last == none && (p.suffix == an || p.suffix == i) && n < 8:
		return -6
	}
	return -22
}

func vowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}

// syllables counts vowels: menge- stands before roots of one.
func syllables(w []byte) int {
	n := 0
	for _, c := range w {
		if vowel(c) {
			n++
		}
	}
	return n
}
