package satker

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/scan"
)

// A Form says in which way a text names an office.
type Form uint8

// The forms of mentions.
const (
	Named   Form = iota // by its place: "KPU Kota Semarang", "KPU Jateng", "KPU RI"
	ByLevel             // by the level alone: "KPU Provinsi" of the publisher
	Own                 // "KPU" alone: the article's own office
	Group               // offices as a class: "KPU kabupaten/kota", "KPU se-Jawa Tengah"
	Unknown             // with a level and a place that is not in the gazetteer
)

// A Mention is one place in a text where an office, or a group of them, is
// named. The span begins with the name of the commission; a bracket that only
// repeats the name ("… Provinsi Jawa Timur (KPU Jatim)") belongs to it.
type Mention struct {
	article.Span
	Form  Form
	Level Level // as typed
	// Code is the office meant; empty for groups, for unknown and for
	// ambiguous names, and where "KPU" alone has no publisher to stand for.
	Code string
	// Candidates are the offices that an ambiguous name may mean; nil for
	// every other mention. Above is the code of the province that all of them
	// share, or empty.
	Candidates []string
	Above      string

	entries []nameEntry
}

// Ambiguous reports whether the name may mean several offices.
func (m Mention) Ambiguous() bool { return len(m.Candidates) > 0 }

// A Context is what the rest of an article says about the names in one of its
// texts. The zero value knows nothing.
type Context struct {
	// Publisher is the code of the article's own office, for "KPU" alone,
	// "KPU Provinsi" and names that only its region decides.
	Publisher string

	seen []string // codes named with their level in the same article
}

// NewContext reads the texts of an article for what they define: offices that
// are named there with their level decide what the short names mean.
func (g *Gazetteer) NewContext(publisher string, texts ...string) Context {
	ctx := Context{Publisher: publisher}
	for _, text := range texts {
		for at := 0; ; {
			m, ok := g.next(text, at)
			if !ok {
				break
			}
			at = m.End
			if m.Form != Named || m.Level == AnyLevel {
				continue
			}
			if found := g.candidates(m.entries, m.Level); len(found) == 1 {
				if code := g.offices[found[0]].Code; !slices.Contains(ctx.seen, code) {
					ctx.seen = append(ctx.seen, code)
				}
			}
		}
	}
	return ctx
}

// Find returns all mentions of offices in text, in order, none overlapping.
func (g *Gazetteer) Find(text string, ctx Context) []Mention {
	var found []Mention
	for at := 0; ; {
		m, ok := g.next(text, at)
		if !ok {
			return found
		}
		at = m.End
		if g.resolve(text, &m, ctx) {
			found = append(found, m)
		}
	}
}

// OfficeAt returns the mention that begins at text[start:].
func (g *Gazetteer) OfficeAt(text string, start int, ctx Context) (Mention, bool) {
	if start < 0 || start >= len(text) {
		return Mention{}, false
	}
	m, ok := g.mention(text, start)
	return m, ok && g.resolve(text, &m, ctx)
}

// next returns the first mention at or after text[at:], not yet resolved.
func (g *Gazetteer) next(text string, at int) (Mention, bool) {
	for i := at; i < len(text); i++ {
		if text[i]|0x20 != 'k' || !startsHead(text, i) {
			continue
		}
		if m, ok := g.mention(text, i); ok {
			return m, true
		}
	}
	return Mention{}, false
}

// startsHead reports whether a name of the commission may start at text[i:]: at
// the start of a word, or glued to a role ("KetuaKPU").
func startsHead(text string, i int) bool {
	if scan.WordStarts(text, i) {
		return true
	}
	b := text[i-1]
	return text[i] == 'K' && 'a' <= b && b <= 'z' && strings.HasPrefix(text[i:], "KPU")
}

// mention reads the mention at text[i:].
func (g *Gazetteer) mention(text string, i int) (Mention, bool) {
	end, kip := head(text, i)
	if end == 0 {
		end = wordAt(text[:min(len(text), i+longestGlued+1)], i) // a word may be as long as the text
		if o, ok := g.gluedName(text[i:end]); ok && scan.WordEnds(text, end) {
			return Mention{Span: article.Span{Start: i, End: end}, entries: []nameEntry{{office: o}}}, true
		}
		return Mention{}, false
	}
	if end < len(text) && text[end] == '/' { // "KPU/KIP Kabupaten/Kota"
		if both, _ := head(text, end+1); both > 0 {
			end, kip = both, false
		}
	}
	m := Mention{Span: article.Span{Start: i, End: end}, Form: Own}
	at := scan.SkipSpaces(text, end)
	if end+1 < len(text) && (text[end] == '-' || text[end] == '.') && letter(text[end+1]) >= 0 { // "KPU-RI", or part of a number or a host
		return m, text[end] == '-' && g.named(text, &m, end+1, false) && isNational(m.entries)
	}
	if stop, ok := g.group(text, at); ok {
		m.Form, m.End = Group, stop
		return m, true
	}
	if level, stop := levelWord(text, at); level != AnyLevel {
		m.Form, m.Level, m.End = ByLevel, level, stop
		if text[stop-1] == '.' && stop == len(text) {
			m.End--
		}
		if g.named(text, &m, scan.SkipSpaces(text, stop), true) || g.named(text, &m, at, true) && m.Level != AnyLevel {
			return g.aceh(m, kip)
		}
		g.unknown(text, &m, scan.SkipSpaces(text, stop))
		return m, m.Form != Unknown || !kip
	}
	if at > end || text[end-1] == ')' {
		lower := text[i] == 'k' && text[i+1] == 'p'
		if g.named(text, &m, at, lower) {
			return g.aceh(m, kip)
		}
	}
	if kip && end-i == len("kip") && text[i:end] != "KIP" || stranger(text, at) {
		return Mention{}, false
	}
	if kip {
		m.entries = kipOnly
	}
	return m, true
}

// kipOnly marks a bare "KIP", which is the own office on an Aceh site only.
var kipOnly = []nameEntry{}

// named reads the place at text[at:] into m. Where m has a level, a place that
// has none of that level is none. A place in lower case counts only after a
// level or after a head in lower case.
func (g *Gazetteer) named(text string, m *Mention, at int, lower bool) bool {
	entries, end := g.names.longest(text, at)
	if end < 0 || !lower && !capital(text, at) && text[at] > '9' && !isNational(entries) {
		return false
	}
	if m.Level != AnyLevel && len(g.candidates(entries, m.Level)) == 0 {
		return false
	}
	m.Form, m.entries, m.End = Named, entries, end
	if end < len(text) && text[end] == '.' && end >= 2 && text[end-2] == '.' && end+1 < len(text) && text[end+1] == ' ' {
		m.End++ // "D.I.Y. "
	}
	m.End = g.repeated(text, m.End, entries)
	return true
}

func isNational(entries []nameEntry) bool { return entries[0].office == 0 }

// aceh drops mentions of "KIP" with a place outside Aceh: those letters mean
// other things too.
func (g *Gazetteer) aceh(m Mention, kip bool) (Mention, bool) {
	if !kip {
		return m, true
	}
	kept := make([]nameEntry, 0, len(m.entries))
	for _, e := range m.entries {
		if g.offices[e.office].Kind == "KIP" {
			kept = append(kept, e)
		}
	}
	m.entries = kept
	return m, len(kept) > 0
}

// repeated skips a bracket that only repeats the name ("(KPU Jatim)",
// "(Sulbar)", "(KPU) RI").
func (g *Gazetteer) repeated(text string, end int, entries []nameEntry) int {
	at := scan.SkipSpaces(text, end)
	if at >= len(text) || text[at] != '(' {
		return end
	}
	at = scan.SkipSpaces(text, at+1)
	stop, _ := head(text, at)
	if stop > 0 {
		at = scan.SkipSpaces(text, stop)
		if _, n := levelWord(text, at); n > at {
			at = scan.SkipSpaces(text, n)
		}
	}
	if again, n := g.names.longest(text, at); n > 0 && overlap(again, entries) {
		stop = n
	}
	if stop == 0 {
		return end
	}
	if stop = scan.SkipSpaces(text, stop); stop >= len(text) || text[stop] != ')' {
		return end
	}
	stop++
	if after, ok := isWord(text, scan.SkipSpaces(text, stop), "ri"); ok && isNational(entries) {
		return after
	}
	return stop
}

func overlap(a, b []nameEntry) bool {
	return slices.ContainsFunc(a, func(e nameEntry) bool {
		return slices.ContainsFunc(b, func(f nameEntry) bool { return e.office == f.office })
	})
}

// mostMembers is how many classes are read behind the first of a group. There are
// two below the nation; the bound keeps reading linear for callers that start at every
// word.
const mostMembers = 6

// group reads a class of offices at text[at:], after the name of the
// commission: "Kabupaten/Kota se-Jawa Tengah", "se-NTB", "provinsi dan
// kabupaten/kota". It reads at most mostMembers classes.
func (g *Gazetteer) group(text string, at int) (end int, ok bool) {
	first, stop := levelWord(text, at)
	if first == AnyLevel {
		return g.area(text, at)
	}
	end = stop
	for range mostMembers {
		next := scan.SkipSpaces(text, stop)
		switch {
		case next < len(text) && (text[next] == '/' || text[next] == ','):
			next = scan.SkipSpaces(text, next+1)
		default:
			for _, and := range [...]string{"dan", "atau", "serta", "maupun"} {
				if after, ok := isWord(text, next, and); ok {
					next = scan.SkipSpaces(text, after)
					break
				}
			}
		}
		if next == stop {
			break
		}
		slash := text[stop] == '/'
		if after, kip := head(text, next); after > 0 {
			next = scan.SkipSpaces(text, after)
			if _, end := g.names.longest(text, next); kip && slash && end > 0 { // "KPU Provinsi/KIP Aceh"
				return end, true
			}
		}
		level, after := levelWord(text, next)
		if level == AnyLevel {
			break
		}
		if follows := scan.SkipSpaces(text, after); g.placeFollows(text, follows, level) {
			break // "KPU Provinsi dan KPU Kota Semarang"
		}
		ok, stop, end = true, after, after
	}
	if stop, found := g.area(text, scan.SkipSpaces(text, end)); found {
		return stop, true
	}
	return end, ok
}

func (g *Gazetteer) placeFollows(text string, at int, level Level) bool {
	entries, _ := g.names.longest(text, at)
	return len(g.candidates(entries, level)) > 0
}

// area reads "se-Jawa Tengah", "Se- Sulut", "se Kota Semarang".
func (g *Gazetteer) area(text string, at int) (end int, ok bool) {
	if end, ok = isWord(text, at, "se"); !ok {
		return 0, false
	}
	at = end
	if at < len(text) && (text[at] == '-' || text[at] == '.') {
		at++
	} else if rest := text[at:]; strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "\u2011") {
		at += len("–")
	}
	at = scan.SkipSpaces(text, at)
	if _, stop := levelWord(text, at); stop > at {
		end, at = stop, scan.SkipSpaces(text, stop)
	}
	if _, stop := g.names.longest(text, at); stop > 0 {
		end = stop
	} else if stop := wordAt(text, at); stop > at && capital(text, at) {
		end = stop
	}
	return end, true
}

// unknown marks m as an office that the gazetteer does not have: a level and
// capitalised words that name no region of that level.
func (g *Gazetteer) unknown(text string, m *Mention, at int) {
	if !capital(text, at) || !capital(text, m.Start) || at == m.End && text[m.End-1] != '.' {
		return
	}
	end := wordAt(text, at)
	if end-at < 3 || strings.ToUpper(text[at:end]) == text[at:end] || notPlace(text[at:end]) {
		return
	}
	m.Form, m.End = Unknown, end
}

// notPlace reports whether a capitalised word after "KPU Provinsi" begins
// something else than a place.
func notPlace(word string) bool {
	switch strings.ToLower(word) {
	case "dan", "yang", "serta", "untuk", "dalam", "dengan", "pada", "atau", "dari", "oleh", "ini", "itu", "akan", "telah",
		"gelar", "ikuti", "hadiri", "tetapkan", "terima", "laksanakan", "lantik", "divisi", "bagian", "periode", "tahun",
		"ketua", "anggota", "sekretaris", "komisioner", "kepala", "setempat", "bersama", "melalui", "se":
		return true
	}
	return false
}

// stranger reports whether what follows "KPU" makes it another body: the
// customs' service offices and the students' commissions.
func stranger(text string, at int) bool {
	for _, w := range [...]string{"bea", "bc", "raya", "ugm", "ui", "ft", "fakultas", "mahasiswa", "universitas", "bem"} {
		if _, ok := isWord(text, at, w); ok {
			return true
		}
	}
	_, ok := phrase(text, at, "tanjung", "priok")
	return ok
}

// longestGlued is the length in bytes of the longest alias of one word that
// begins with "kpu", with some room.
const longestGlued = 12

func (g *Gazetteer) gluedName(word string) (uint16, bool) {
	if len(word) < 5 || len(word) > longestGlued || !strings.EqualFold(word[:3], "kpu") {
		return 0, false
	}
	i, ok := g.glued[strings.ToLower(word)]
	return uint16(i), ok
}
