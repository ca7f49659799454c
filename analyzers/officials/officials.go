// Package officials finds the people of an article: their fullest names, the posts
// that they hold as of that day, and every place that names them.
//
// The rules are N-01 to N-56 of docs/rules.md. They
// work on words, capital letters and commas: a post is recognised by the closed
// vocabulary of posts, bodies and units under data/, and a name by standing
// beside a post, a verb of saying or a title. Find is a pure function, linear
// in the length of the text.
package officials

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
	"warta/analyzers/satker"
)

// Input is the article as far as its people need it. Credits are no part of
// it, as writing the article makes no official (A-12 opinions
// apart, whose Author is one).
type Input struct {
	Title      string
	Paragraphs []string
	Author     string // of an opinion, as in "Oleh : …", or empty
	// Offices and Context resolve the offices that the text names; without
	// Offices every post stays without its office.
	Offices *satker.Gazetteer
	Context satker.Context
}

// Result holds what [Find] returns.
type Result struct {
	// Officials are the people who hold a post, bear a rank or speak, in the order
	// of the text.
	Officials []article.Official
	// Others are the people named without a post and beside no verb of saying.
	// Quoted adds those of them who are quoted to the officials.
	Others []article.Official
	// References are in the order of the text, those of the title first; none
	// overlap.
	References []Reference
	// Unsure are the subjects of sentences that may be people or not, in the order of the
	// text: of whom "he" behind them tells is not known.
	Unsure   []Unsure
	Warnings []article.Warning
	// short holds the ids of people whose full name the text does not give.
	short map[string]bool
	// doubtful holds the ids of people the beginning of whose name is not sure.
	doubtful map[string]bool
	// acts holds the ids of people of whom the text tells an act in their full name.
	acts map[string]bool
	// Title and Paragraphs are the texts cut into tokens, for the readers behind this one.
	Title      *prose.Text
	Paragraphs []*prose.Text
}

// Person returns the person that a Reference with that Official names.
func (r *Result) Person(i int) *article.Official {
	if i < len(r.Officials) {
		return &r.Officials[i]
	}
	return &r.Others[i-len(r.Officials)]
}

// Doubtful reports whether it is not sure where the name of the person that a
// Reference with that Official names begins: an institution of unknown words stands
// before it without a comma.
func (r *Result) Doubtful(i int) bool { return r.doubtful[r.Person(i).ID] }

// Quoted returns the officials of an article with those quotes: Officials, and
// of the Others who is quoted. A person with a full name who speaks is public,
// with a post or without, unless the text shows a private person.
func (r *Result) Quoted(quotes []article.Quote) []article.Official {
	spoken := make(map[string]bool, len(quotes))
	for i := range quotes {
		if q := &quotes[i]; q.Speaker != nil && q.Kind != article.TitleQuote {
			spoken[q.Speaker.ID] = true
		} else if q.Speaker != nil {
			spoken[q.Speaker.ID] = spoken[q.Speaker.ID] || false
		}
	}
	all := slices.Clone(r.Officials)
	for _, o := range r.Others {
		if _, quoted := spoken[o.ID]; quoted || r.acts[o.ID] {
			all = append(all, o)
		}
	}
	for i := range all {
		o := &all[i]
		o.Public = o.Public || spoken[o.ID] && !o.Private && !r.short[o.ID]
	}
	return all
}

// InTitle is the paragraph of a Reference in the title.
const InTitle = -1

// A Reference is one place in which a person or the holder of a post is named.
type Reference struct {
	Paragraph int          // InTitle for the title
	Span      article.Span // the name, or the post where no name is given
	// Whole is the Span with the posts, titles and degrees that introduce the
	// same person around it: "Ketua KPU Kota X, Rina Wulandari, S.H.".
	Whole    article.Span
	Official int           // of Result.Person, or -1 where only a post is named
	Role     *article.Role // the post named here, nil where none is
	// Contracted is set where the name is one word that contracts a name of the person, which the
	// text does not say (N-59).
	Contracted bool
	// Group is set where a post stands for its holders in general ("para anggota").
	Group bool
	// Subject is set where the name is the subject of its sentence behind a phrase of
	// time or place: "Dalam gladi bersih Joko Prabowo memeriksa …".
	Subject bool
}

// An Unsure is a run of capitals in the place of the subject of a sentence that may name
// a person.
type Unsure struct {
	Paragraph int
	Span      article.Span
}

// Find reads the people of an article.
func Find(in Input) Result {
	r := reader{in: in, index: make(map[string][]int), lastPerson: -1}
	r.units = make([]unit, 0, len(in.Paragraphs)+1)
	r.units = append(r.units, unit{paragraph: InTitle, text: prose.Read(in.Title)})
	for i, p := range in.Paragraphs {
		r.units = append(r.units, unit{paragraph: i, text: prose.Read(p)})
	}
	if t := r.units[0].text; !t.Shouting {
		t.Titled = true // most titles are, and none relies on capitals
	}
	r.office = r.publisherOffice()
	for i := range r.units {
		r.mendSpelling(r.units[i].text)
		r.readShortTitles(r.units[i].text)
	}
	if r.office == (article.Office{}) {
		r.office = r.onlyOffice()
	}
	for i := range r.units {
		r.findRoles(&r.units[i])
		r.findNames(&r.units[i])
		r.link(&r.units[i])
	}
	r.linkSignatures()
	r.completeBodies()
	r.collectNicknames()
	r.introduce()
	r.adoptPosts()
	r.resolve()
	return r.result()
}

// reader holds the state of one call of Find.
type reader struct {
	in     Input
	office article.Office // of the publisher
	units  []unit
	people []person
	index  map[string][]int // people by folded word of their names
	refs   []Reference
	unsure []Unsure
	warn   []article.Warning

	runs         map[string][]run // full names that are no person's, filled when asked for
	nicknames    map[string]bool  // names, folded and joined, that the text says people are called by
	common       map[string]bool  // words that stand in small letters, filled when asked for
	council      *string          // what parliament returns, nil until asked for
	contractions map[string]int   // people by the words that contract their names, see contracted
	called       map[calling]bool // by which single words the body has called people so far
	court        int8             // 1: the article mentions a court, -1: it does not, 0: not asked yet
	heading      role             // the body of the heading above the list that is read
	singles      []string         // words of names of one word with a post, filled when asked for
	lastPerson   int              // the one introduced last, while nicknames are read
}

// unit is the title or a paragraph.
type unit struct {
	paragraph int
	text      *prose.Text
	roles     []role
	names     []name
	items     []item // roles and names in the order of the text
}

// item is a role or a name of a unit.
type item struct {
	isRole bool
	at     int // index into roles or names
	from   int // first token
	to     int // token after the last
}

func (r *reader) publisherOffice() article.Office {
	if r.in.Offices == nil {
		return article.Office{}
	}
	o, _ := r.in.Offices.ByCode(r.in.Context.Publisher)
	return article.Office{Code: o.Code, Name: o.Name}
}

// onlyOffice returns the office that "KPU" alone means where no publisher is
// known, as in the press: the one that the text names, KPU RI where it names
// none or that; nothing where it names several others.
func (r *reader) onlyOffice() article.Office {
	if r.in.Offices == nil {
		return article.Office{}
	}
	found, several := "", false
	for i := range r.units {
		t := r.units[i].text
		for k := 0; k < len(t.Tokens); k++ {
			if low := t.Low(k); !isKPU(low) && low != "komisi" || t.Is(k-1, "kantor") {
				continue // "di kantor KPU Jakarta": a place
			}
			m, ok := r.in.Offices.OfficeAt(t.Raw, int(t.Tokens[k].Start), r.in.Context)
			if !ok || m.Code == "" || m.Code == found {
				continue
			}
			several = several || found != ""
			found = m.Code
		}
	}
	if several {
		return article.Office{}
	}
	if found == "" {
		found = national
	}
	o, _ := r.in.Offices.ByCode(found)
	return article.Office{Code: o.Code, Name: o.Name}
}

// national is the code of KPU RI.
const national = "00"

// officeAt reads the name of an office of the KPU at token i and returns the
// token after it. An office that stays unknown keeps the name that is typed.
func (r *reader) officeAt(t *prose.Text, i int) (o article.Office, end int, ok bool) {
	if r.in.Offices == nil {
		return o, i, false
	}
	m, end, ok := r.mentionAt(t, i)
	if !ok || m.Form == satker.Group {
		return o, i, false
	}
	if end == i+2 && m.Code != r.office.Code && r.isGivenName(t, end-1) {
		return r.office, i + 1, true
	}
	if found, known := r.in.Offices.ByCode(m.Code); known {
		return article.Office{Code: found.Code, Name: found.Name}, end, true
	}
	if m.Form == satker.ByLevel || m.Form == satker.Unknown {
		if o, at, ok := r.shortOffice(t, end); ok {
			return o, at, true
		}
	}
	if m.Form == satker.Own || m.Form == satker.ByLevel {
		return r.office, end, true
	}
	if m.Form == satker.Unknown && isNameWord(t, end) {
		// "Ketua KPU Provinsi Farid Maulana": all provinces and regencies are
		// known, so that the name of a person begins here.
		return r.officeOfLevel(m.Level), end - 1, true
	}
	return article.Office{Name: r.in.Offices.NormalizeBody(t.Cut(i, end))}, end, true
}

// mentionAt reads the name of an office of the KPU at token i as it was meant, where
// a word of it is misspelt, and returns the token behind it.
func (r *reader) mentionAt(t *prose.Text, i int) (satker.Mention, int, bool) {
	if !t.Mended(i+1) && !t.Mended(i+2) {
		m, ok := r.in.Offices.OfficeAt(t.Raw, int(t.Tokens[i].Start), r.in.Context)
		if !ok {
			return m, i, false
		}
		return m, t.TokenAt(m.End-1) + 1, true
	}
	var b strings.Builder
	ends := make([]int, 0, 8)
	for k := i; k < i+8 && k < len(t.Tokens); k++ {
		w := t.At(k)
		if t.Mended(k) {
			w = strings.ToUpper(t.Low(k)[:1]) + t.Low(k)[1:]
		}
		if k > i && !t.Glued(k) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		ends = append(ends, b.Len())
	}
	m, ok := r.in.Offices.OfficeAt(b.String(), 0, r.in.Context)
	for k, end := range ends {
		if ok && end >= m.End {
			return m, i + k + 1, true
		}
	}
	return m, i, false
}

// isGivenName reports whether the region at token i, behind "KPU", is the first
// word of a person's name: it opens names, one more word follows, and the list or
// the clause continues behind that: "anggota KPU Bima Laksmana dan …".
func (r *reader) isGivenName(t *prose.Text, i int) bool {
	if !t.Upper(i+1) || t.Upper(i+2) || !names.Known(t.Low(i)) || names.Weight(t.Low(i), names.First) < 1 || !isNameWord(t, i+1) || startsPost(t, i+1) {
		return false
	}
	_, place := r.placeAt(t, i+1)
	return !place
}

// shortOffice returns the office of the region that token i abbreviates behind a
// level: "KPU Kabupaten Kotim".
func (r *reader) shortOffice(t *prose.Text, i int) (article.Office, int, bool) {
	if !t.Upper(i) {
		return article.Office{}, i, false
	}
	m, ok := r.in.Offices.OfficeAt("KPU "+t.At(i), 0, r.in.Context)
	if !ok || m.Code == "" || m.End < len("KPU ")+len(t.At(i)) {
		return article.Office{}, i, false
	}
	o, known := r.in.Offices.ByCode(m.Code)
	return article.Office{Code: o.Code, Name: o.Name}, i + 1, known
}

// officeOfLevel returns the office of that level above the publisher, or its
// own.
func (r *reader) officeOfLevel(level satker.Level) article.Office {
	for _, code := range r.in.Offices.Path(r.in.Context.Publisher) {
		if o, ok := r.in.Offices.ByCode(code); ok && o.Level == level {
			return article.Office{Code: o.Code, Name: o.Name}
		}
	}
	return r.office
}

// placeAt reads a region or a town at token i, its level included, and returns
// the token after it.
func (r *reader) placeAt(t *prose.Text, i int) (end int, ok bool) {
	if r.in.Offices == nil || !t.Upper(i) {
		return i, false
	}
	at := i
	if isLevel(t.Low(i)) || t.Is(i, "kep") && t.Is(i+1, ".") {
		at++
		if t.Is(at, ".") {
			at++
		}
		if t.Is(at, "administrasi") {
			at++
		}
		if at >= len(t.Tokens) || !t.Upper(at) {
			return i, false
		}
	}
	_, stop, ok := r.in.Offices.PlaceAt(t.Raw, int(t.Tokens[at].Start))
	if !ok {
		return i, false
	}
	return t.TokenAt(stop-1) + 1, true
}

// written writes out what is abbreviated in the name of a body.
func (r *reader) written(body string) string {
	if r.in.Offices == nil {
		return body
	}
	return r.in.Offices.NormalizeBody(body)
}
