package officials

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// person is a person of the article.
type person struct {
	name       string   // fullest form
	words      []string // of name, folded
	raw        []string // of name, in lower case
	honorifics []string
	aliases    []string
	roles      []article.Role
	mentions   []article.Mention
	context    nameContext
	ranked     bool
	firm       bool // somewhere it is sure where the name begins
	acts       bool // the text tells an act of the person in the full name
	private    bool // the text names a pupil, a voter, a resident, or an age
	seen       int  // order of the first introduction
	places     []introduction
}

// introduction is where a person was introduced with a post.
type introduction struct{ paragraph, sentence, from, to int }

// maxIntroductions bounds how many introductions of a person are compared.
const maxIntroductions = 8

// maxAlike bounds how many people of one name word are compared.
const maxAlike = 24

// introduce makes people of the names: first of those of two words or more,
// then of single ones, as a short name may stand before the full one.
func (r *reader) introduce() {
	if a := strings.TrimSpace(r.in.Author); a != "" {
		r.introduceAuthor(a)
	}
	order := 0
	for _, long := range []bool{true, false} {
		for i := range r.units {
			u := &r.units[i]
			for j := range u.names {
				if n := &u.names[j]; (len(n.words) > 1) == long {
					order++
					r.introduceName(u, n, order)
				}
			}
		}
		if long {
			for i := range r.units {
				r.readNicknames(&r.units[i])
			}
		}
	}
}

// introduceName finds the person of n or makes one where the context says that
// n is a person.
func (r *reader) introduceName(u *unit, n *name, order int) {
	anchored := len(n.roles) > 0
	if !anchored && n.context == none || n.ordinary {
		return
	}
	if u.paragraph == InTitle {
		return // the body introduces people; resolve finds them in the title
	}
	if !anchored && !n.addressed && n.context == spoke && len(n.words) == 1 && !n.described && !n.aged && !afterVerb(u.text, n) && !singleSubject(u.text, n) {
		return
	}
	if !anchored && !n.addressed && (r.isRegion(u.text, n) || isThing(n) || !n.described && !n.aged && !afterVerb(u.text, n) && isForeign(u.text, n)) {
		return
	}
	if !anchored && n.context == spoke && !n.addressed && !n.described && !n.aged && !afterVerb(u.text, n) && !beginsClause(u.text, n) && !beginsAsSubject(u.text, n.from) {
		return
	}
	words := n.folded()
	if !anchored && r.nicknames[strings.Join(words, " ")] {
		return // resolve finds the person of that name
	}
	p := -1
	if full := fullNameBehind(u, n); full != nil {
		if p = r.match(u, full, full.folded()); p < 0 {
			p = r.add(u, full, full.folded(), order)
		}
		full.person = p
		r.enrich(u, full, p, full.folded())
		r.bindName(p, n)
		n.person = p
		r.enrich(u, n, p, full.folded())
		return
	}
	switch {
	case len(words) == 1 && !anchored:
		if p = r.find(n, words); p < 0 {
			p = r.clipped(words[0])
		}
		if p < 0 {
			p = r.contracted(u, n)
			n.contracts = p >= 0
		}
	case len(words) == 1:
		if p = r.match(u, n, words); p < 0 {
			p = r.mentionedAgain(u, n, words[0])
		}
	default:
		p = r.match(u, n, words)
	}
	if p < 0 && !anchored && len(words) <= 2 {
		p = r.sobriquet(u, n)
	}
	if p < 0 && len(words) == 1 && !n.private {
		p = r.fullNameOf(words[0], order)
	}
	if p < 0 && len(words) == 1 && !anchored && n.context == attended && !n.aged && !n.described {
		return // "Ibu Rina": no person until the text names her in full
	}
	if p < 0 && !anchored && !n.addressed && r.isCommon(n) {
		return
	}
	if p < 0 {
		p = r.add(u, n, words, order)
	}
	n.person = p
	r.enrich(u, n, p, words)
}

// isThing reports whether one of the words of a name without a post names a
// thing.
func isThing(n *name) bool {
	return slices.ContainsFunc(n.words, func(w string) bool { return things[w] })
}

// isCommon reports whether a name without a post is a single word that the text
// writes in small letters elsewhere.
func (r *reader) isCommon(n *name) bool {
	if len(n.words) > 1 || n.described || n.aged {
		return false
	}
	if r.common == nil {
		r.common = make(map[string]bool)
		for i := range r.units {
			t := r.units[i].text
			for k, tok := range t.Tokens {
				if tok.Kind == prose.Word && !tok.Upper {
					r.common[t.Low(k)] = true
				}
			}
		}
	}
	return r.common[n.words[0]]
}

// afterVerb reports whether n directly follows a verb of saying or "menurut".
func afterVerb(t *prose.Text, n *name) bool {
	i := n.from - 1
	if t.Is(i, "oleh") {
		i--
	}
	v, ok := prose.Saying(t.Low(i))
	return ok && (v.Form == prose.Bare || v.Form == prose.Passive) || t.Is(i, "menurut")
}

// beginsClause reports whether n stands where the subject of a sentence does:
// at its beginning, behind a connector, or behind a comma.
func beginsClause(t *prose.Text, n *name) bool {
	i := n.from - 1
	if i < 0 || t.SentenceOf(i) != t.SentenceOf(n.from) {
		return true
	}
	if t.Kind(i) == prose.Mark || t.Is(i, ",") || t.Is(i, ":") {
		return true
	}
	return connectors[t.Low(i)]
}

// connectors stand before the subject of a clause.
var connectors = map[string]bool{
	"itu": true, "lalu": true, "kemudian": true, "namun": true, "sedangkan": true, "sementara": true, "adapun": true,
	"selanjutnya": true, "tersebut": true, "sama": true, "lanjut": true, "juga": true, "dan": true, "tetapi": true, "ketika": true, "saat": true,
	"bahwa": true, "namanya": true, "bernama": true, "oleh": true, "terpisah": true, "lain": true, "begitu": true, "bahkan": true,
}

// introduceAuthor makes an official of the author of an opinion with the posts
// that the line gives, however it parts them from the name.
func (r *reader) introduceAuthor(author string) {
	u := unit{paragraph: InTitle, text: prose.Read(author)}
	r.findRoles(&u)
	r.findNames(&u)
	r.link(&u)
	if len(u.names) == 0 {
		return
	}
	n := &u.names[0]
	for i := range u.roles {
		if !slices.Contains(n.roles, i) {
			n.roles = append(n.roles, i)
		}
	}
	words := n.folded()
	n.person = r.add(&u, n, words, 0)
	r.enrich(&u, n, n.person, words)
	r.people[n.person].context = spoke
}

func (r *reader) add(u *unit, n *name, words []string, order int) int {
	p := len(r.people)
	r.people = append(r.people, person{name: properCase(u.text, n), words: words, raw: n.words, seen: order})
	for _, w := range words {
		if list := r.index[w]; len(list) < maxAlike && (len(list) == 0 || list[len(list)-1] != p) {
			r.index[w] = append(list, p)
		}
	}
	return p
}

// enrich adds the data of name n to person i.
func (r *reader) enrich(u *unit, n *name, i int, words []string) {
	p := &r.people[i]
	if len(words) > 1 && len(words) == len(p.words) && !slices.Equal(words, p.words) || common(words, p.words) > 1 && !within(words, p.words) && !within(p.words, words) {
		r.warnSpelling(u, n, p)
	}
	if len(words) > len(p.words) || len(words) == len(p.words) && fuller(words, p.words) {
		for _, w := range words {
			if !slices.Contains(p.words, w) && len(r.index[w]) < maxAlike {
				r.index[w] = append(r.index[w], i)
			}
		}
		p.name, p.words, p.raw = properCase(u.text, n), words, n.words
	}
	for _, h := range n.honorifics {
		if !slices.Contains(p.honorifics, h) && len(p.honorifics) < 12 {
			p.honorifics = append(p.honorifics, h)
		}
	}
	p.ranked = p.ranked || n.ranked
	p.firm = p.firm || !n.doubtful && len(words) == len(p.words)
	p.acts = p.acts || n.acts
	p.private = p.private || n.private || n.aged
	if len(n.roles) > 0 && len(p.places) < maxIntroductions {
		p.places = append(p.places, introduction{u.paragraph, u.text.SentenceOf(n.first), n.from, n.to})
	}
	p.context = stronger(p.context, n.context)
	for _, ri := range n.roles {
		if ro := &u.roles[ri]; ro.also && len(p.roles) < maxRoles && !slices.Contains(p.roles, ro.article()) {
			p.roles = append(p.roles, ro.article())
		} else {
			p.hold(ro.article())
		}
		u.roles[ri].person = i
	}
}

func stronger(a, b nameContext) nameContext {
	if a == spoke || b == spoke {
		return spoke
	}
	return max(a, b)
}

// hold adds a post unless p has it, or a fuller form of it.
func (p *person) hold(ro article.Role) {
	for i, have := range p.roles {
		if have == ro {
			return
		}
		if have.Office == ro.Office && have.Title == "Ketua" && ro.Title == "Anggota" {
			return // "Ketua dan Anggota KPU X, A, B, dan C"
		}
		if have.Office == ro.Office && have.Title == "Anggota" && ro.Title == "Ketua" {
			p.roles[i] = ro
			return
		}
		if have.Title == ro.Title {
			if have.Office == "" {
				p.roles[i] = ro
				return
			}
			if ro.Office == "" {
				return
			}
			if have.Satker == "" && ro.Satker == "" { // "Kepala Stasiun Meteorologi Naha", then "Kepala Stasiun Meteorologi"
				if strings.HasPrefix(have.Office, ro.Office+" ") {
					return
				}
				if strings.HasPrefix(ro.Office, have.Office+" ") {
					p.roles[i] = ro
					return
				}
			}
		}
		if have.Office == ro.Office {
			// "Anggota" after "Anggota Divisi Hukum" says nothing new, nor does
			// "Komisioner".
			if base, _, cut := strings.Cut(have.Title, " Divisi "); cut && (base == ro.Title || sameBase(base, ro.Title)) {
				return
			}
			if sameBase(have.Title, ro.Title) {
				return
			}
		}
	}
	if len(p.roles) < maxRoles {
		p.roles = append(p.roles, ro)
	}
}

// maxRoles bounds the posts of one person in one article.
const maxRoles = 8

func sameBase(a, b string) bool {
	return (a == "Anggota" || a == "Komisioner") && (b == "Anggota" || b == "Komisioner")
}

func (r *reader) warnSpelling(u *unit, n *name, p *person) {
	text := u.text.Cut(n.first, n.last)
	if u.paragraph == InTitle || len(r.warn) > 20 {
		return
	}
	paragraph := u.paragraph
	span := article.Span{Start: int(u.text.Tokens[n.first].Start), End: int(u.text.Tokens[n.last-1].End)}
	r.warn = append(r.warn, article.Warning{
		Code:      article.WarnNameSpelling,
		Message:   "Nama ditulis dengan dua cara: “" + p.name + "” dan “" + text + "”.",
		Paragraph: &paragraph, Span: &span,
	})
}

// properCase returns the name as typed; where the text is all capitals, in
// normal case.
func properCase(t *prose.Text, n *name) string {
	raw := t.Cut(n.first, n.last)
	if n.nick > 0 {
		raw = t.Cut(n.first, n.nick-1) + " " + t.Cut(n.nickEnd, n.last)
	}
	if !t.Shouting && t.Upper(n.first) && !(len(n.words) > 1 && allCaps(t, n)) {
		return strings.Join(strings.Fields(raw), " ")
	}
	var b strings.Builder
	start := true
	for _, c := range strings.ToLower(raw) {
		if start && c < utf8.RuneSelf && 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		b.WriteRune(c)
		start = c == ' ' || c == '-' || c == '.'
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func allCaps(t *prose.Text, n *name) bool {
	for i := n.first; i < n.last; i++ {
		if tok := t.Tokens[i]; tok.Kind == prose.Word && tok.End-tok.Start > 2 && !tok.Caps {
			return false
		}
	}
	return true
}

// Slug returns the id of a name: its words in lower-case ASCII, joined by
// hyphens.
func Slug(name string) string {
	var b strings.Builder
	dash := false
	for _, c := range strings.ToLower(name) {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(c)
		case c == '\'' || c == '’' || c == '‘' || c == '`' || c == '.':
			dash = dash || c == '.'
		case accents[c] != 0:
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteByte(accents[c])
		default:
			dash = true
		}
	}
	if b.Len() == 0 {
		return "orang"
	}
	return b.String()
}

var accents = map[rune]byte{
	'à': 'a', 'á': 'a', 'â': 'a', 'ã': 'a', 'ä': 'a', 'å': 'a', 'ç': 'c', 'è': 'e', 'é': 'e', 'ê': 'e', 'ë': 'e', 'ì': 'i', 'í': 'i',
	'î': 'i', 'ï': 'i', 'ñ': 'n', 'ò': 'o', 'ó': 'o', 'ô': 'o', 'õ': 'o', 'ö': 'o', 'ù': 'u', 'ú': 'u', 'û': 'u', 'ü': 'u', 'ý': 'y',
}

// result separates the people who hold a post, bear a rank or speak from the others.
func (r *reader) result() Result {
	out := Result{References: r.refs, Unsure: r.unsure, Warnings: r.warn, Title: r.units[0].text, short: make(map[string]bool), doubtful: make(map[string]bool), acts: make(map[string]bool)}
	for _, u := range r.units[1:] {
		out.Paragraphs = append(out.Paragraphs, u.text)
	}
	order := make([]int, len(r.people))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return comparePlaces(&r.people[a], &r.people[b]) })
	at := make([]int, len(r.people)) // by person: index of Result.Person
	ids := make(map[string]int, len(order))
	for _, official := range []bool{true, false} {
		for _, i := range order {
			p := &r.people[i]
			if p.official() != official {
				continue
			}
			at[i] = len(out.Officials) + len(out.Others)
			o := p.publish(ids)
			if len(p.words) < 2 {
				out.short[o.ID] = true
			}
			if !p.firm {
				out.doubtful[o.ID] = true
			}
			if p.acts && !p.private {
				out.acts[o.ID] = true
			}
			if official {
				out.Officials = append(out.Officials, o)
			} else {
				out.Others = append(out.Others, o)
			}
		}
	}
	for i := range out.References {
		if ref := &out.References[i]; ref.Official >= 0 {
			ref.Official = at[ref.Official]
		}
	}
	return out
}

// official reports whether p is one without being quoted.
func (p *person) official() bool { return len(p.roles) > 0 || p.ranked || p.context == spoke }

// id returns the id of p: the slug of the name, made unique by the office and then by
// a number where the article gave it already.
func (p *person) id(given map[string]int) string {
	slug := Slug(p.name)
	if given[slug] == 0 {
		return slug
	}
	id := slug
	if len(p.roles) > 0 && p.roles[0].Satker != "" {
		id += "-" + strings.ReplaceAll(p.roles[0].Satker, ".", "")
	}
	for n := 2; id == slug || given[id] > 0; n++ {
		given[slug]++ // the next person of that name starts counting here
		id = slug + "-" + strconv.Itoa(max(n, given[slug]))
	}
	return id
}

// publish returns p as an official. ids counts the ids given out.
func (p *person) publish(ids map[string]int) article.Official {
	id := p.id(ids)
	ids[id]++
	roles := p.roles
	if roles == nil {
		roles = []article.Role{}
	}
	return article.Official{
		ID: id, Name: p.name, Public: len(p.roles) > 0, Private: p.private && len(p.roles) == 0, Honorifics: p.honorifics,
		Aliases: p.aliases, Roles: roles, Mentions: p.mentions,
	}
}

// comparePlaces orders people by their first mention in the body.
func comparePlaces(a, b *person) int {
	if len(a.mentions) == 0 || len(b.mentions) == 0 {
		return len(b.mentions) - len(a.mentions)
	}
	x, y := a.mentions[0], b.mentions[0]
	if x.Paragraph != y.Paragraph {
		return x.Paragraph - y.Paragraph
	}
	return x.Start - y.Start
}
