package regulations

import (
	"cmp"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/calendar"
	"warta/analyzers/satker"
)

// A Mention is one place in which a text names a regulation.
type Mention struct {
	Regulation
	// Spans are the bytes of the text that name it, in order: the kind and the number, apart
	// where other words stand between. Regulations of one list have the spans of the list.
	Spans []article.Span
}

// How far a finder looks ahead, in words.
const (
	mostItems   = 40 // of a list
	mostFillers = 8  // behind a name
	mostNamed   = 6  // between a name and "Nomor"
	mostTitles  = 3  // between a name and a number
	mostSubject = 28 // of the subject of a regulation before "Nomor"
	mostCase    = 14 // between a name and the number of a judgment
	mostChange  = 12 // between a regulation and one that changes it
	mostIssued  = 16 // between a number and the verb with its year
)

// Find returns the regulations that a paragraph names, in the order of the text. Offices and ctx
// say whose decisions are meant. It takes linear time.
func Find(text string, offices *satker.Gazetteer, ctx satker.Context) []Mention {
	t := known()
	f := &finder{table: t, text: text, offices: offices, ctx: ctx}
	f.tokens = t.tokens(text)
	for i := 0; i < len(f.tokens); {
		if i > 0 && f.tokens[i-1].stop {
			f.last = nil
		}
		switch n := f.named(i); {
		case n.kind != nil && !f.isAlien(n.kind):
			i = max(f.behindName(i, n), i+len(n.words))
		case f.words.Number[f.tokens[i].text]:
			i = max(f.bareNumber(i), i+1)
		default:
			i++
		}
	}
	return f.found
}

// Of returns the regulations that an article names, each once, in the order of the text. Their
// Paragraph is the first that names them, nil for the title.
func Of(title string, paragraphs []string, offices *satker.Gazetteer, ctx satker.Context) []article.Regulation {
	var out []article.Regulation
	index := make(map[string]bool)
	add := func(text string, paragraph *int) {
		for _, m := range Find(text, offices, ctx) {
			if id := m.ID(); !index[id] && len(out) < most {
				index[id] = true
				out = append(out, article.Regulation{ID: id, Label: m.Label(), Paragraph: paragraph})
			}
		}
	}
	add(title, nil)
	for i, p := range paragraphs {
		add(p, &i)
	}
	return out
}

// most bounds the regulations of one article.
const most = 200

// A finder reads one text.
type finder struct {
	*table
	text    string
	offices *satker.Gazetteer
	ctx     satker.Context
	tokens  []token
	alien   map[*Kind]bool
	last    *Kind // of the last regulation of the sentence; nil after a number of something else
	found   []Mention
}

// ends reports whether nothing of the same sentence follows the word at i.
func (f *finder) ends(i int) bool { return i+1 >= len(f.tokens) || f.tokens[i].stop }

// at returns the word at i, empty behind the last.
func (f *finder) at(i int) string {
	if i < 0 || i >= len(f.tokens) {
		return ""
	}
	return f.tokens[i].text
}

// isAlien reports whether the text has a word near which the names of a kind mean something else.
func (f *finder) isAlien(k *Kind) bool {
	words := f.table.alien[k]
	if len(words) == 0 {
		return false
	}
	known, ok := f.alien[k]
	if !ok {
		known = slices.ContainsFunc(f.tokens, func(t token) bool { return words[t.text] })
		if f.alien == nil {
			f.alien = make(map[*Kind]bool)
		}
		f.alien[k] = known
	}
	return known
}

// behindName reads what stands behind the name of a kind at i, and returns the end of what was
// read.
func (f *finder) behindName(i int, n name) int {
	k, end := n.kind, i+len(n.words)
	office := ""
	j := f.fillers(end, k)
	if k.Regional != "" {
		var ok bool
		if office, j, ok = f.office(i, end, j); !ok {
			return end
		}
		if office != "" {
			j = f.fillers(j, k)
		}
	}
	if j >= len(f.tokens) || f.ends(j-1) {
		return end
	}
	m := naming{kind: k, office: office, from: i, end: j, coded: n.coded}
	switch word := f.at(j); {
	case f.words.Year[word] && f.isYear(j+1) && f.words.Number[f.at(j+2)]:
		m.year, _ = yearOf(f.at(j + 1))
		return f.numbers(m, j, j+3)
	case f.isYear(j) && f.words.Number[f.at(j+1)]:
		m.year, _ = yearOf(word)
		return f.numbers(m, j, j+2)
	case f.words.Number[word]:
		return f.numbers(m, j, j+1)
	case isDigit(word[0]):
		return f.numbers(m, j, j)
	case f.isOrdinal(j):
		if f.isCounted(i) {
			return end
		}
		m.apart = true // without its year it may be anything
		if f.words.Ordinal[word] {
			return f.numbers(m, j, j+1)
		}
		return f.numbers(m, j, j)
	}
	at, number := f.gap(m)
	if at == 0 {
		return end
	}
	m.apart = true
	return f.numbers(m, at, number)
}

// isOrdinal reports whether the word at i is the number of a row, "ke-8", or begins one, "ke 8".
func (f *finder) isOrdinal(i int) bool {
	word := f.at(i)
	return f.ordinal(word) != word || f.words.Ordinal[word] && i+1 < len(f.tokens) && isDigit(f.at(i + 1)[0])
}

// ordinal returns the number in the number of a row, "8" of "ke-8"; any other word as it is.
func (t *table) ordinal(word string) string {
	digit := strings.IndexFunc(word, func(r rune) bool { return '0' <= r && r <= '9' })
	if digit > 0 && t.words.Ordinal[strings.TrimSuffix(word[:digit], "-")] {
		return word[digit:]
	}
	return word
}

// isCounted reports whether the words before i are of what is held again and again.
func (f *finder) isCounted(i int) bool {
	for q := max(i-mostTitles, 0); q < i; q++ {
		if f.words.Counted[f.tokens[q].text] {
			return true
		}
	}
	return false
}

// fillers returns the end of the words at j that add nothing to the name of a kind before them.
func (f *finder) fillers(j int, k *Kind) int {
	for n := 0; n < mostFillers && j > 0 && j < len(f.tokens) && !f.tokens[j-1].stop; n++ {
		if same, end := f.nameAt(j); same == k && f.tokens[j].open {
			j = end
			continue
		}
		if !f.words.Filler[f.tokens[j].text] {
			break
		}
		j++
	}
	return j
}

// office reads the name of the office in the name of a decision, whose words end at end and whose
// fillers end at j. It returns the code of an office in the regions, empty for the national one, and the end of
// the name; false if it is not known whose decision it is.
func (f *finder) office(i, end, j int) (code string, to int, ok bool) {
	for head := i; head < end; head++ {
		if word := f.at(head); word != "kpu" && word != "komisi" {
			continue
		}
		m, found := f.offices.OfficeAt(f.text[:f.officeEnd(end)], f.tokens[head].start, f.ctx)
		if !found {
			return "", j, true
		}
		for to = end; to < len(f.tokens) && f.tokens[to].start < m.End; to++ {
		}
		if to == end && m.Form != satker.ByLevel {
			return "", j, true
		}
		if m.Code == national {
			return "", max(to, j), true
		}
		return m.Code, to, m.Code != "" && (m.Form == satker.Named || m.Form == satker.ByLevel)
	}
	return "", j, true
}

// officeEnd returns the last byte that the name of an office may have whose first words end at i:
// what follows is a number, or a subject.
func (f *finder) officeEnd(i int) int {
	const mostWords = 10
	for q := i; q < len(f.tokens) && q < i+mostWords; q++ {
		if word := f.tokens[q].text; f.words.Number[word] || f.words.About[word] || f.words.Year[word] || isDigit(word[0]) {
			return f.tokens[q].start
		}
	}
	return len(f.text)
}

// national is the code of the national office.
const national = "00"

func (f *finder) isYear(i int) bool {
	_, ok := yearOf(f.at(i))
	return ok
}

// A naming is the name of a kind in a text.
type naming struct {
	kind      *Kind
	office    string
	from, end int  // tokens of the name
	year      int  // that stands before the number; 0: none
	apart     bool // other words stand before the number
	coded     bool // the number needs a code
}

// gap looks for a number behind words of the text's own: the subject of the regulation, or
// the name that people give it. It returns where the number begins, with the word before it, and
// the number itself; 0 for none.
func (f *finder) gap(m naming) (at, number int) {
	k, j := m.kind, m.end
	coded := k.Form == court || k.Form == ethics
	subject := f.words.About[f.at(j)]
	reach := mostNamed
	switch {
	case subject:
		reach = mostSubject
	case coded:
		reach = mostCase
	case !k.Named:
		return 0, 0
	}
	titled := true // all words so far are titles
	for q := j; q < len(f.tokens) && q < j+reach && !f.tokens[q-1].stop; q++ {
		word := f.tokens[q].text
		if f.words.Number[word] {
			return q, q + 1
		}
		if other, _ := f.nameAt(q); other != nil {
			return 0, 0
		}
		if coded {
			if it, ok := k.parseItem(word, false); ok && it.code != "" {
				return q, q
			}
			continue
		}
		if isDigit(word[0]) {
			if titled && q > j && q <= j+mostTitles {
				return q, q
			}
			if !subject || !f.isYear(q) {
				return 0, 0
			}
		}
		if f.words.Numbered[word] || !subject && (f.words.Ends[word] || f.tokens[q].comma) {
			return 0, 0
		}
		titled = titled && k.Titles[word]
	}
	return 0, 0
}

// numbers reads the list of numbers of a naming. The list begins at from, with the words before
// its first number. It returns the end of what was read.
func (f *finder) numbers(m naming, from, number int) int {
	items, end, tried := f.list(m.kind, number)
	year := m.year
	if items == nil || m.apart && items[0].year == 0 {
		return m.end
	}
	spans := []article.Span{f.span(m.from, m.end)}
	if last := items[len(items)-1]; last.year == 0 && year == 0 && !m.apart && (m.kind.Form == plain || m.kind.Form == filed) {
		var span article.Span
		if year, span = f.issued(m, end); year == 0 {
			return tried
		}
		spans = append(spans, span)
	}
	for i := range items {
		if items[i].year == 0 {
			items[i].year = year
		}
	}
	if !m.coded && !m.apart {
		for i, it := range items {
			if it.code == "" && m.kind.isSole(it.number, it.year) {
				items[i].code = m.kind.Sole
			}
		}
	}
	spans = append(spans, f.span(from, end))
	f.add(m.kind, m.office, items, joined(spans, f.text))
	return end
}

func (f *finder) span(from, to int) article.Span {
	return article.Span{Start: f.tokens[from].start, End: f.tokens[to-1].end}
}

// between are the spaces and marks that stand between the parts of one name.
const between = " \t\n\r\u00a0#\"'“”„‟‘’«»([{<)]}>*_–—-:;,.!?…"

// joined returns spans in order, those as one that have nothing but spaces and marks between.
func joined(spans []article.Span, text string) []article.Span {
	slices.SortFunc(spans, func(a, b article.Span) int { return a.Start - b.Start })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; strings.Trim(text[last.End:max(last.End, s.Start)], between) == "" {
			last.End = max(last.End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// list reads numbers of a kind from i on. A number without a year has that of the next one
// that has one. It returns those with a year and the end of the last; if none has one, the first
// number alone. Nothing before tried begins another list.
func (f *finder) list(k *Kind, i int) (items []item, end, tried int) {
	bare := 0 // end of the first number without a year
	for len(items) < mostItems && i < len(f.tokens) {
		it, ok := k.parseItem(f.ordinal(f.tokens[i].text), len(items) == 0)
		if !ok {
			break
		}
		next := i + 1
		if it.year == 0 && !f.ends(i) {
			it.year, next = f.yearAt(k, next)
		}
		if bare == 0 {
			bare = next
		}
		tried = next
		items = append(items, it)
		if it.year != 0 {
			end = next
		}
		if next >= len(f.tokens) || f.tokens[next-1].stop {
			break
		}
		if i, ok = f.nextItem(k, next, it.year != 0); !ok {
			break
		}
	}
	if end == 0 {
		if len(items) > 0 {
			return items[:1], bare, tried
		}
		return nil, 0, 0
	}
	return complete(items), end, end
}

// complete gives numbers without a year what the next one with a year has, and leaves out those
// behind the last.
func complete(items []item) []item {
	for len(items) > 0 && items[len(items)-1].year == 0 {
		items = items[:len(items)-1]
	}
	for i := len(items) - 2; i >= 0; i-- {
		if items[i].year == 0 {
			items[i].year, items[i].code = items[i+1].year, cmp.Or(items[i].code, items[i+1].code)
		}
	}
	return items
}

// yearAt returns the year at i, behind a number of a kind, and its end; 0 and i for none.
func (f *finder) yearAt(k *Kind, i int) (year, end int) {
	if f.words.Year[f.at(i)] {
		if y, ok := shortYear(f.at(i + 1)); ok {
			return y, i + 2
		}
		return 0, i
	}
	if y, ok := yearOf(f.at(i)); ok && (!f.tokens[i-1].comma || f.closes(k, i)) {
		return y, i + 1
	}
	return 0, i
}

// closes reports whether a year at i, behind a comma, is the last of what names a regulation, and
// not of what comes next: "PKPU 8, 2024 tentang", but not "menurut PKPU 8, 2024 tahun pemilu". In a
// list of decisions it is a number: "Keputusan KPU Nomor 1998, 2001, dan 2003 Tahun 2024".
func (f *finder) closes(k *Kind, i int) bool {
	tok, next := f.tokens[i], i+1
	if f.ends(i) || tok.closed {
		return true
	}
	for f.words.List[f.at(next)] {
		next++
	}
	if word := f.at(next); word != "" && (isDigit(word[0]) || f.words.Number[word]) {
		return k.Form == plain && !f.isYear(next)
	}
	return tok.comma || next > i+1 || f.words.About[f.at(next)] || f.words.Change[f.at(next)]
}

// nextItem returns where the next number of a list stands, if what is at i joins one. Behind a
// complete regulation a number must have its own year, or a word before it.
func (f *finder) nextItem(k *Kind, i int, complete bool) (int, bool) {
	joins := f.tokens[i-1].comma
	for n := 0; i < len(f.tokens) && f.words.List[f.tokens[i].text] && n < 3; n++ {
		joins = true
		i++
	}
	explicit := false
	if from := i; f.words.Change[f.at(i)] {
		for i < len(f.tokens) && i < from+mostChange && f.words.Change[f.tokens[i].text] && !f.tokens[i].stop {
			i++
		}
		if !f.words.Number[f.at(i)] {
			return 0, false
		}
		joins = true
	}
	if same, end := f.nameAt(i); same == k && k.Regional == "" && joins {
		i, explicit = f.fillers(end, k), true
	}
	if f.words.Number[f.at(i)] {
		i, explicit = i+1, true
	}
	if !joins || i >= len(f.tokens) {
		return 0, false
	}
	if it, ok := k.parseItem(f.ordinal(f.tokens[i].text), false); complete && !explicit && (!ok || it.year == 0) {
		if y, _ := f.yearAt(k, i+1); !ok || y == 0 || !f.words.Year[f.at(i+1)] {
			return 0, false
		}
	}
	return i, true
}

// issued returns the year in which a regulation without one was issued, where the sentence says
// so: behind the number, or before the name; 0 if it does not.
func (f *finder) issued(m naming, end int) (int, article.Span) {
	for q := end; q < len(f.tokens) && q < end+mostIssued && !f.tokens[q-1].stop; q++ {
		if other, _ := f.nameAt(q); other != nil {
			break
		}
		if !f.words.Issue[f.tokens[q].text] {
			continue
		}
		for y := q + 1; y < len(f.tokens) && y <= q+6 && !f.tokens[y-1].stop; y++ {
			word := f.tokens[y].text
			if year, ok := yearOf(word); ok {
				return year, f.span(q, y+1)
			}
			if !f.words.On[word] && !f.words.Year[word] && calendar.Month(word) == 0 && !isNumber(word) {
				break
			}
		}
		break
	}
	for v := m.from - 1; v >= 0 && v >= m.from-3 && !f.tokens[v].stop; v-- {
		if !f.words.Issue[f.tokens[v].text] {
			continue
		}
		for y := v - 1; y >= 0 && y >= v-6 && !f.tokens[y].stop; y-- {
			if year, ok := yearOf(f.tokens[y].text); ok && (y == 0 || f.words.On[f.at(y-1)] || f.words.Year[f.at(y-1)]) {
				return year, f.span(y, v+1)
			}
		}
		break
	}
	return 0, article.Span{}
}

// bareNumber reads "Nomor 8 Tahun 2024" without a kind before it: behind a regulation of the
// same sentence ("… dan Nomor 10 Tahun 2016"), or before the kind ("… adalah PKPU"). It returns the end of
// what was read, i for nothing.
func (f *finder) bareNumber(i int) int {
	if k := f.last; k != nil && i > 0 && (f.words.List[f.at(i-1)] || f.words.Change[f.at(i-1)]) {
		if items, end, _ := f.list(k, i+1); items != nil && items[0].year != 0 {
			f.add(k, "", items, []article.Span{f.span(i, end)})
			return end
		}
		return i
	}
	f.last = nil
	if f.words.Numbered[f.at(i-1)] {
		return i
	}
	items, end, _ := f.list(&Kind{Form: plain}, i+1)
	if items == nil || items[0].year == 0 || f.ends(end-1) || !f.words.Is[f.at(end)] || f.tokens[end].stop {
		return i
	}
	k, to := f.nameAt(end + 1)
	if k == nil || f.isAlien(k) || k.Form != plain {
		return i
	}
	if word := f.at(f.fillers(to, k)); word != "" && (f.words.Number[word] || isDigit(word[0])) {
		return i
	}
	f.add(k, "", items, joined([]article.Span{f.span(i, end), f.span(end+1, to)}, f.text))
	return to
}

// add adds the regulations of a list.
func (f *finder) add(k *Kind, office string, items []item, spans []article.Span) {
	for _, it := range items {
		r := Regulation{Kind: k.ID, Number: it.number, Year: it.year}
		if it.code != "" {
			r.Number += "-" + it.code
		} else if k.Form == court || k.Form == ethics {
			continue
		}
		switch {
		case office != "":
			r.Kind, r.Office = k.Regional, office
		case it.region && k.Regional != "":
			if _, known := f.offices.ByCode(it.office); !known {
				continue
			}
			r.Kind, r.Office = k.Regional, it.office
		case it.region:
			continue
		}
		var ok bool
		if r.Number, ok = k.normal(r.Number, it.year); !ok || it.year == 0 {
			continue
		}
		f.found = append(f.found, Mention{Regulation: r, Spans: spans})
	}
	f.last = k
	if office != "" {
		f.last = nil
	}
}
