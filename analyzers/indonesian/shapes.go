package indonesian

import "strconv"

// mixed reports whether p has capitals within it, so that a space may be
// missing (KetuaKPU, seJawa).
func mixed(p *piece, text []byte) bool {
	if p.capitals == 0 || !p.simple {
		return false
	}
	n := p.to - p.from
	return p.capitals < n && (p.capitals > 1 || classes[text[p.start]] != upper)
}

// split cuts pieces in which a space or hyphen is missing: a prefix before a
// capital (seJawa, nonKPU), a word of four letters or more before an acronym
// (KetuaKPU), and the words of a hashtag (#KPUMelayani).
func (a *Analyzer) split() {
	start := a.pieces[0].start
	hashtag := start > 0 && a.text[start-1] == '#'
	for i := 0; i < a.n && a.n < maxPieces; i++ {
		p := &a.pieces[i]
		if !p.letters || !mixed(p, a.text) {
			continue
		}
		at := a.seam(p, hashtag)
		if at == p.end || !hashtag && !a.separable(p, at-p.start) {
			continue
		}
		copy(a.pieces[i+2:a.n+1], a.pieces[i+1:a.n])
		a.n++
		p, q := &a.pieces[i], &a.pieces[i+1]
		cut := p.from + at - p.start
		*q = piece{start: at, end: p.end, from: cut, to: p.to, join: p.join, letters: true, simple: true}
		p.end, p.to, p.join, p.capitals = at, cut, 0, 0
		for _, part := range []*piece{p, q} {
			for _, b := range a.text[part.start:part.end] {
				if classes[b] == upper {
					part.capitals++
				}
			}
		}
	}
}

// seam returns the place of the first capital within p that may begin a word,
// or its end: one behind a small letter, in a hashtag also the last of several
// before a small letter.
func (a *Analyzer) seam(p *piece, hashtag bool) int {
	for at := p.start + 1; at < p.end; at++ {
		if classes[a.text[at]] != upper {
			continue
		}
		switch behind := classes[a.text[at-1]]; {
		case behind == lower:
			return at
		case hashtag && at-p.start > 1 && at+1 < p.end && classes[a.text[at+1]] == lower:
			return at
		}
	}
	return p.end
}

// separable reports whether the first head letters of p, before a capital, are
// a word apart from those behind.
func (a *Analyzer) separable(p *piece, head int) bool {
	first := classes[a.text[p.start]]
	if first == lower && head > 1 && prefixes[string(a.arena[p.from:p.from+head])] {
		return true
	}
	capitals, tail := p.capitals, p.to-p.from-head
	if first == upper {
		capitals--
	}
	return head >= 4 && tail >= 3 && capitals == tail && !inGlossary(a.arena[p.from:p.to])
}

// host returns the piece behind the host name that begins at piece i, or i.
func (a *Analyzer) host(i int) int {
	end, letters := i, false
	for j := i; ; j++ {
		p := &a.pieces[j]
		if j > i && a.pieces[j-1].join == '.' && letters && !p.digits && topDomains[string(a.arena[p.from:p.to])] {
			end = j + 1
		}
		letters = letters || p.letters && p.to-p.from > 1
		if j+1 == a.n || p.join != '.' && p.join != '-' && p.join != 0 {
			return end
		}
	}
}

// email returns the piece behind the address that begins at piece i, or i.
func (a *Analyzer) email(i int) int {
	for j := i; j+1 < a.n; j++ {
		switch a.pieces[j].join {
		case '@':
			if end := a.host(j + 1); end > j+1 {
				return end
			}
			return i
		case '.', '-', '_', 0:
		default:
			return i
		}
	}
	return i
}

// reference returns the piece behind the number of a decision, a case or a
// letter that begins at piece i, or i: pieces held together by slashes, with a
// digit in one of them.
func (a *Analyzer) reference(i int) int {
	slash, digits := false, false
	j := i
	for ; ; j++ {
		p := &a.pieces[j]
		digits = digits || p.digits
		if j+1 == a.n {
			break
		}
		next := &a.pieces[j+1]
		stop := false
		switch p.join {
		case '/':
			slash = true
		case '-', '_', 0:
		case '.': // a sentence that begins without a space
			stop = !p.letters && !next.digits && next.to-next.from > 2
		default:
			stop = true
		}
		if stop {
			break
		}
	}
	if !slash || !digits {
		return i
	}
	return j + 1
}

// value returns the number that the digits of p make, -1 for more than four.
func (a *Analyzer) value(p *piece) int {
	if p.letters || p.to-p.from > 4 {
		return -1
	}
	n := 0
	for _, b := range a.arena[p.from:p.to] {
		n = n*10 + int(b-'0')
	}
	return n
}

func dayOK(d, m int) bool { return 1 <= d && d <= 31 && 1 <= m && m <= 12 }

// date adds the date that begins at piece i and returns the piece behind it,
// or i: 4/11/2025, 04-11-2025, 4.11.2025, 2025-11-04 are one term, 4/11 is
// another, with day, month and year as parts. The day before a range (4-5/11)
// is a number.
func (a *Analyzer) date(i int) int {
	join := a.pieces[i].join
	if join != '/' && join != '-' && join != '.' || a.pieces[i+1].letters {
		return i
	}
	if join == '-' && i+2 < a.n && a.pieces[i+1].join == '/' && a.value(&a.pieces[i]) >= 1 && a.value(&a.pieces[i]) <= 31 {
		at := len(a.out)
		a.word(&a.pieces[i], Plain)
		if j := a.date(i + 1); j > i+1 {
			return j
		}
		a.out, a.pos = a.out[:at], a.pos-1
		return i
	}
	var v, digits [3]int
	n := 0
	for j := i; j < a.n && n < 3; j++ {
		p := &a.pieces[j]
		if p.letters {
			break
		}
		v[n], digits[n] = a.value(p), p.to-p.from
		n++
		if p.join != join {
			break
		}
	}
	last := &a.pieces[i+n-1]
	if i+n < a.n && (last.join == join && join != '.' || last.join == '.' && !a.pieces[i+n].letters || last.join == '/') {
		return i // more of the same: no date
	}
	y, m, d := 0, 0, 0
	switch {
	case n == 3 && digits[0] <= 2 && digits[1] <= 2 && digits[2] == 4:
		d, m, y = v[0], v[1], v[2]
	case n == 3 && join != '.' && digits[0] <= 2 && digits[1] <= 2 && digits[2] == 2:
		d, m, y = v[0], v[1], 2000+v[2]
		if y >= 2070 {
			y -= 100
		}
	case n == 3 && join != '.' && digits[0] == 4 && digits[1] == 2 && digits[2] == 2:
		y, m, d = v[0], v[1], v[2]
	case n == 2 && join == '/' && digits[0] <= 2 && digits[1] <= 2:
		d, m = v[0], v[1]
	default:
		return i
	}
	if !dayOK(d, m) || n == 3 && (y < 1000 || y > 2999) {
		return i
	}
	from := len(a.arena)
	if n == 3 {
		a.arena = appendISO(a.arena, y, m, d)
	} else {
		a.arena = strconv.AppendInt(a.arena, int64(d), 10)
		a.arena = append(a.arena, '/')
		a.arena = strconv.AppendInt(a.arena, int64(m), 10)
	}
	s := a.since(from)
	a.out = append(a.out, Token{
		Surface: s, Start: a.pieces[i].start, End: last.end,
		Position: a.pos, Parts: n, Kind: Date, Role: Whole,
	})
	for j := i; j < i+n; j++ {
		p := a.pieces[j]
		if p.to-p.from == 2 && a.arena[p.from] == '0' {
			p.from++
		}
		a.word(&p, Part)
	}
	return i + n
}

func appendISO(b []byte, y, m, d int) []byte {
	b = strconv.AppendInt(b, int64(y), 10)
	b = append(b, '-', byte('0'+m/10), byte('0'+m%10))
	return append(b, '-', byte('0'+d/10), byte('0'+d%10))
}

// number adds the number that begins at piece i and ends before piece limit,
// and returns the piece behind it, or i where a bare number belongs to a word
// (17-an).
func (a *Analyzer) number(i, limit int, r Role) int {
	j := i + 1 // behind the last piece of digits held by . , or :
	for j < limit && !a.pieces[j].letters && (a.pieces[j-1].join == '.' || a.pieces[j-1].join == ',' || a.pieces[j-1].join == ':') {
		j++
	}
	n := j - i
	if n == 1 {
		p := &a.pieces[i]
		if i+1 < limit && r == Plain && (p.join == '-' || p.join == '_' || p.join == 0) && a.pieces[i+1].letters {
			return i
		}
		a.word(p, r)
		return j
	}
	from := len(a.arena)
	k := Number
	switch groups := a.groups(i, j, '.'); {
	case groups > 1 && (groups == n || groups == n-1 && a.pieces[i+groups-1].join == ','):
		a.arena = a.digits(i, i+groups)
		if groups < n {
			a.arena = append(a.arena, ',')
			a.arena = a.digits(j-1, j)
		}
	case a.groups(i, j, ',') == n && n > 2:
		a.arena = a.digits(i, j)
	case n == 2 && a.clock(i):
		k = Time
		p, q := &a.pieces[i], &a.pieces[i+1]
		a.arena = strconv.AppendInt(a.arena, int64(a.value(p)), 10)
		a.arena = append(a.arena, '.')
		a.arena = append(a.arena, a.arena[q.from:q.to]...)
	case n == 2 && a.decimal(i):
		a.arena = a.digits(i, i+1)
		a.arena = append(a.arena, ',')
		a.arena = a.digits(i+1, j)
	case a.dotted(i, j): // 03.1 of a decision, 3.2.1 of a chapter, 192.168.1.1
		a.arena = append(a.arena, a.arena[a.pieces[i].from:a.pieces[j-1].to]...)
	default: // a list without spaces
		for ; i < j; i++ {
			a.word(&a.pieces[i], r)
		}
		return j
	}
	s := a.since(from)
	a.add(Token{Surface: s, Root: s, Start: a.pieces[i].start, End: a.pieces[j-1].end, Kind: k, Role: r})
	return j
}

// groups counts the pieces from i on that make a number with mark between its
// thousands.
func (a *Analyzer) groups(i, j int, mark byte) int {
	p := &a.pieces[i]
	if p.to-p.from > 3 || a.arena[p.from] == '0' {
		return 0
	}
	n := 1
	for i+n < j && a.pieces[i+n-1].join == mark && a.pieces[i+n].to-a.pieces[i+n].from == 3 {
		n++
	}
	return n
}

// digits appends the digits of pieces i to j-1 to the arena.
func (a *Analyzer) digits(i, j int) []byte {
	out := a.arena
	for ; i < j; i++ {
		out = append(out, out[a.pieces[i].from:a.pieces[i].to]...)
	}
	return out
}

// clock reports whether pieces i and i+1 are an hour and its minutes.
func (a *Analyzer) clock(i int) bool {
	p, q := &a.pieces[i], &a.pieces[i+1]
	return (p.join == '.' || p.join == ':') && p.to-p.from <= 2 && q.to-q.from == 2 && a.value(p) < 24 && a.value(q) < 60
}

// decimal reports whether pieces i and i+1 are a number and its decimals.
func (a *Analyzer) decimal(i int) bool {
	p, q := &a.pieces[i], &a.pieces[i+1]
	n, frac := p.to-p.from, q.to-q.from
	switch p.join {
	case ',':
		return n != 4 || frac != 4 // else two years
	case '.':
		return n == 1 || a.arena[p.from] != '0' && frac < 3
	}
	return false
}

// dotted reports whether dots alone hold pieces i to j-1 together.
func (a *Analyzer) dotted(i, j int) bool {
	for ; i < j-1; i++ {
		if a.pieces[i].join != '.' {
			return false
		}
	}
	return true
}

// initials adds the abbreviation with dots that begins at piece i as one term
// and returns the piece behind it, or i: S.H., M.Si, A.Md.Keb, Ph.D, a.n., and
// s/d.
func (a *Analyzer) initials(i int) int {
	p := &a.pieces[i]
	n := p.to - p.from
	q := &a.pieces[i+1]
	if p.join == '/' && n == 1 && q.to-q.from == 1 && q.join != '/' && slashed[string([]byte{a.arena[p.from], a.arena[q.from]})] {
		return a.joined(i, i+2)
	}
	head := string(a.arena[p.from:min(p.to, p.from+3)])
	if p.join != '.' || n != 1 && head != "ph" && head != "sp" && head != "ll" {
		return i
	}
	j := i + 1
	for j < a.n && a.pieces[j-1].join == '.' {
		q := &a.pieces[j]
		if q.digits || q.to-q.from > 1 && !degreeTails[string(a.arena[q.from:q.to])] {
			break
		}
		j++
	}
	if j == i+1 {
		return i
	}
	return a.joined(i, j)
}

// joined adds pieces i to j-1 as one term without what stands between them.
func (a *Analyzer) joined(i, j int) int {
	from := len(a.arena)
	a.arena = a.digits(i, j)
	s := a.since(from)
	a.add(Token{Surface: s, Root: s, Start: a.pieces[i].start, End: a.pieces[j-1].end, Kind: Initials})
	return j
}

// money reports whether p is Rp.
func (a *Analyzer) money(p *piece) bool { return string(a.arena[p.from:p.to]) == "rp" }

// maxCompound is the largest number of pieces that are one compound; more are
// a slug.
const maxCompound = 4

// hyphenated adds the compound that begins at piece i (undang-undang, se-Jawa,
// non-KPU, Covid-19, HK.03.1-Kpt), or piece i alone, and returns the piece
// behind.
func (a *Analyzer) hyphenated(i int) int {
	j := i + 1
	letters := a.pieces[i].letters
	for j < a.n {
		p, q := &a.pieces[j-1], &a.pieces[j]
		if !(p.join == '-' || p.join == '_' ||
			p.join == 0 && !(q.digits && j+1 < a.n && (q.join == '.' || q.join == ',') && a.pieces[j+1].digits) && !a.money(p) ||
			p.join == '.' && !q.letters && (j > i+1 && !p.letters || a.arena[q.from] == '0' && p.to-p.from <= 4)) {
			break
		}
		letters = letters || q.letters
		j++
	}
	if j == i+1 {
		a.word(&a.pieces[i], Plain)
		return j
	}
	if !letters || j-i > maxCompound+1 {
		for k := i; k < j; {
			if p := &a.pieces[k]; p.digits && !p.letters {
				if m := a.number(k, j, Part); m > k {
					k = m
					continue
				}
			}
			a.word(&a.pieces[k], Plain)
			k++
		}
		return j
	}
	at := len(a.out)
	a.compound(i, j, Word)
	a.roots(a.out[at:])
	return j
}

// roots settles the roots of a compound. A reduplication is one word with one
// root; what is affixed by a hyphen leaves the root to the pieces beside it.
func (a *Analyzer) roots(t []Token) {
	whole, first, last := &t[0], &t[1], &t[len(t)-1]
	plain := len(t) - 1 // pieces that are no affixes
	if plain > 1 && prefixes[string(first.Surface)] {
		first.Role, first.Root = Prefix, nil
		plain--
	}
	if plain > 1 && clitics[string(last.Surface)] {
		last.Role, last.Root = Prefix, nil
		plain--
	}
	if plain != 2 || len(t) != 3 {
		return
	}
	root := Stem(whole.Surface)
	if string(first.Root) == string(last.Root) || len(root) < len(first.Surface)+len(last.Surface) && string(root) != string(whole.Surface) {
		whole.Root, first.Root, last.Root = root, nil, nil
	}
}
