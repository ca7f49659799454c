package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/satker"
)

// An Opening is what stands before the first sentence of an article.
type Opening struct {
	// Dateline is nil where neither a place nor a host is named.
	Dateline *article.Dateline
	// End is the count of bytes that belong to the opening; the first sentence
	// begins there. It is 0 where there is no opening.
	End int
	// Words are those of the date in it; empty where there is none.
	Words string

	date expression // its n is 0 where there is none
}

// Date returns the date in the opening, its year 0 where none is typed; the
// zero date where there is none.
func (o Opening) Date() Date { return o.date.ends[0].Date }

// longestOpening is the length in bytes up to which an opening is looked for.
const longestOpening = 130

// Dateline reads the opening of the first paragraph of an article: a place or
// an office, a host, a date, in the shapes that KPU sites and newspapers use,
// and the mark that ends them. What only looks like one, such as a dash in the
// first clause, is left alone: the left side must be known as a place, a host or
// an office, or be marked as a place by what follows it.
func Dateline(first string, g *satker.Gazetteer) Opening {
	l := narrowed(first[:min(len(first), 2*longestOpening)])
	if l.at == nil {
		l = line{text: first, typed: first}
	}
	r := openingReader{text: l.text, g: g}
	o := r.read()
	if d := o.Dateline; d != nil && (!strings.Contains(first, d.Place) || !strings.Contains(first, d.Host)) {
		return Opening{} // names are as typed
	}
	if o.End > 0 && o.date.n > 0 {
		o.Words = l.words(o.date.Span)
	}
	o.End = l.back(o.End)
	return o
}

// An openingReader reads an opening part by part.
type openingReader struct {
	text        string
	g           *satker.Gazetteer
	place, host string
	date        expression
	office      bool // the name of an office was read
	unit        bool // a unit of one was read
	known       bool // a place of the gazetteer or an office was read
}

func (r *openingReader) read() Opening {
	for at := skipSpaces(r.text, 0); at < min(len(r.text), longestOpening); {
		stop := r.part(at)
		if stop == at {
			break
		}
		next, m := separator(r.text, stop)
		switch m {
		case dash:
			if stop, ok := r.joined(next); ok {
				return r.done(stop)
			}
			return r.endedByDash(stop, next)
		case fullStop:
			if r.place != "" && (r.office || r.known && r.date.n > 0) && startsSentence(r.text, next) {
				return r.done(next)
			}
			return Opening{}
		case comma:
			if !r.partFollows(next) {
				return r.endedByComma(next)
			}
		case nothing:
			if !r.partFollows(next) {
				return r.endedByNothing(next)
			}
		}
		at = next
	}
	return Opening{}
}

// part reads one part of the opening at text[i:] and returns where it ends, i
// itself where there is none.
func (r *openingReader) part(i int) int {
	if stop, ok := r.tryHost(i); ok {
		return stop
	}
	if r.place != "" || r.host != "" {
		if e, ok := dateAt(r.text, i); ok && r.date.n == 0 {
			r.date = e
			return e.End
		}
	}
	if stop := r.officeAt(i); stop > 0 {
		r.office, r.known = true, true
		return stop
	}
	if r.place != "" {
		return max(i, r.regionAt(i), r.agencyAt(i))
	}
	if stop, ok := unit(r.text, i); ok {
		r.unit = true
		return stop
	}
	if stop := r.paperAt(i); stop > i {
		return stop
	}
	stop, known := r.placeAt(i)
	if stop > i {
		r.place, r.known = r.text[i:stop], r.known || known
	}
	return stop
}

// partFollows reports whether one more part of the opening stands at text[i:].
func (r *openingReader) partFollows(i int) bool {
	probe := *r
	return i < len(r.text) && probe.part(i) > i
}

// done ends the opening before text[end:].
func (r *openingReader) done(end int) Opening {
	o := Opening{End: skipSpaces(r.text, end), date: r.date}
	if r.place != "" || r.host != "" {
		o.Dateline = &article.Dateline{Place: r.place, Host: r.host}
	}
	return o
}

func (r *openingReader) endedByDash(stop, next int) Opening {
	if !r.known && !r.unit && r.host == "" && r.date.n == 0 {
		return Opening{}
	}
	if next == stop+1 && !r.office && r.host == "" { // "Semarang-Demak tergenang"
		if _, end, ok := r.g.PlaceAt(r.text, next); ok && end < len(r.text) && !startsSentence(r.text, skipSpaces(r.text, end)) {
			return Opening{}
		}
	}
	return r.done(next)
}

// endedByComma decides about an opening that only a comma or a semicolon ends:
// what follows must begin like a sentence, and not like a list of places.
func (r *openingReader) endedByComma(next int) Opening {
	if r.place == "" || !r.known && r.host == "" && r.date.n == 0 || !startsSentence(r.text, next) {
		return Opening{}
	}
	if _, end, ok := r.g.PlaceAt(r.text, next); ok {
		if _, m := separator(r.text, end); m == comma {
			return Opening{}
		}
		if _, ok := anyWord(r.text, skipSpaces(r.text, end), "dan", "serta", "atau"); ok {
			return Opening{}
		}
	}
	return r.done(next)
}

// endedByNothing decides about an opening without a mark at its end, which only
// a date or a host can close.
func (r *openingReader) endedByNothing(next int) Opening {
	if r.host == "" && (!r.known || r.date.n == 0) || !startsSentence(r.text, next) {
		return Opening{}
	}
	return r.done(next)
}

// joined reads what a dash joins to a place or an office: "Medan-KPU Sumut. ",
// "KPU Sumut-Medan. ". It returns where the opening ends.
func (r *openingReader) joined(i int) (end int, ok bool) {
	stop := 0
	switch {
	case r.office && r.place == "":
		at, known := r.placeAt(i)
		if !known {
			return 0, false
		}
		stop = at
	case r.place != "" && !r.office:
		m, ok := r.g.OfficeAt(r.text, i, satker.Context{})
		if !ok {
			return 0, false
		}
		stop = m.End
	default:
		return 0, false
	}
	next, m := separator(r.text, stop)
	if m != dash && m != fullStop || !startsSentence(r.text, next) {
		return 0, false
	}
	if r.place == "" {
		r.place = r.text[i:stop]
	}
	return next, true
}

// officeAt returns where an office ends that belongs to the opening because a
// dash follows it, or 0.
func (r *openingReader) officeAt(i int) int {
	if r.office {
		return 0
	}
	m, ok := r.g.OfficeAt(r.text, i, satker.Context{})
	if !ok {
		return 0
	}
	next, mark := separator(r.text, m.End)
	if mark == comma && r.place == "" { // "KPU Kab. Bangli, Bangli - "
		if stop, known := r.placeAt(next); known {
			_, mark = separator(r.text, stop)
		}
	}
	if mark != dash {
		return 0
	}
	return m.End
}

// unit reads the unit that sends the news out.
func unit(text string, i int) (stop int, ok bool) {
	if stop, ok := anyWord(text, i, "hupmas", "humas", "parmas", "tekhum", "rendatin"); ok {
		return stop, true
	}
	if stop, ok := anyWord(text, i, "media"); ok {
		return anyWord(text, skipSpaces(text, stop), "center")
	}
	return i, false
}

// paperAt returns where the address of a newspaper ends that stands before the
// place: "TEMPO.CO, Jakarta - ".
func (r *openingReader) paperAt(i int) int {
	stop := i
	for stop < len(r.text) && stop-i < 30 && (isLetter(r.text[stop]) || isDigit(r.text[stop]) || r.text[stop] == '.') {
		stop++
	}
	if strings.IndexByte(r.text[i:stop], '.') <= 0 {
		return i
	}
	next, m := separator(r.text, stop)
	if m != comma {
		return i
	}
	end, known := r.placeAt(next)
	if _, m = separator(r.text, end); !known || m != dash {
		return i
	}
	return stop
}

func (r *openingReader) tryHost(i int) (stop int, ok bool) {
	if r.host != "" {
		return i, false
	}
	from := i
	if i < len(r.text) && r.text[i] == '(' && r.place != "" {
		from++
	}
	start, end, stop := hostAt(r.text, from)
	if stop == 0 {
		return i, false
	}
	if from > i {
		if stop >= len(r.text) || r.text[stop] != ')' {
			return i, false
		}
		stop++
	}
	r.host = r.text[start:end]
	if r.place == "" {
		if _, at, ok := r.g.PlaceAt(r.text, start); ok && at < end && r.text[at] == '-' { // "Semarang-kota-semarang.kpu.go.id"
			if _, ok := r.g.ByHost(r.text[at+1 : end]); ok {
				r.place, r.host = r.text[start:at], r.text[at+1:end]
			}
		}
	}
	if town, rest, ok := strings.Cut(r.host, "."); ok && r.place == "" && strings.Count(rest, ".") > 2 {
		if _, ok := r.g.Place(town); ok { // "Padang.sumbar.kpu.go.id"
			r.place, r.host = town, rest
		}
	}
	return stop, true
}

// placeAt returns where a place ends that begins at text[i:], and whether the
// gazetteer knows it. A place that it does not know counts where a host or a
// date follows.
func (r *openingReader) placeAt(i int) (stop int, known bool) {
	if !upper(r.text, i) {
		return i, false
	}
	at := i
	if stop, ok := anyWord(r.text, i, "kabupaten", "kota", "kab"); ok {
		if at = stop; at < len(r.text) && r.text[at] == '.' {
			at++
		}
		at = skipSpaces(r.text, at)
	}
	for _, from := range [...]int{i, at} {
		if _, stop, ok := r.g.PlaceAt(r.text, from); ok && upper(r.text, from) {
			return stop, true
		}
	}
	stop = i
	for range 3 {
		word := stop
		for word < len(r.text) && isLetter(r.text[word]) {
			word++
		}
		if word == stop || !upper(r.text, stop) {
			break
		}
		if day, _ := weekdayWord(r.text, stop); day != noWeekday {
			break
		}
		next, m := separator(r.text, word)
		if m == comma || m == nothing {
			if _, end, _ := hostAt(r.text, next); end > 0 {
				return word, false
			}
			if _, ok := dateAt(r.text, next); ok {
				return word, false
			}
		}
		if m != nothing {
			break
		}
		stop = skipSpaces(r.text, word)
	}
	return i, false
}

// regionAt returns where a region ends that follows the place and that a dash
// or a date follows: "Soreang, Kabupaten Bandung –", "Padang (Sumbar) -".
func (r *openingReader) regionAt(i int) int {
	at, bracket := i, false
	if at < len(r.text) && r.text[at] == '(' {
		at, bracket = at+1, true
	}
	stop, known := r.placeAt(at)
	if !known {
		return i
	}
	if bracket {
		if stop >= len(r.text) || r.text[stop] != ')' {
			return i
		}
		stop++
	}
	next, m := separator(r.text, stop)
	if m == dash || m == comma && bracket {
		return stop
	}
	if _, ok := dateAt(r.text, next); ok {
		return stop
	}
	return i
}

// agencyAt returns where the name of a newspaper or an agency ends that follows
// the place and that a dash follows: "Jakarta (ANTARA) -", "JAKARTA, KOMPAS.com –".
func (r *openingReader) agencyAt(i int) int {
	at := i
	if at < len(r.text) && r.text[at] == '(' {
		end := strings.IndexByte(r.text[at:min(len(r.text), at+30)], ')')
		if end < 0 || !upper(r.text, at+1) {
			return i
		}
		if _, m := separator(r.text, at+end+1); m != dash {
			return i
		}
		return at + end + 1
	}
	for range 3 {
		word := at
		for word < len(r.text) && (isLetter(r.text[word]) || isDigit(r.text[word]) || r.text[word] == '.' && word > at) {
			word++
		}
		name := r.text[at:word]
		if name == "" || !upper(r.text, at) && !strings.Contains(name, ".") && !strings.HasPrefix(name, "detik") {
			return i
		}
		if next, m := separator(r.text, word); m == dash && next > word+1 && r.text[word] == ' ' {
			return word
		}
		at = skipSpaces(r.text, word)
	}
	return i
}

// dateAt reads a date that begins at text[i:].
func dateAt(text string, i int) (expression, bool) {
	if i >= len(text) {
		return expression{}, false
	}
	at := i
	if text[at] == '(' {
		at = skipSpaces(text, at+1)
	}
	if at >= len(text) {
		return expression{}, false
	}
	var e expression
	var ok bool
	if isDigit(text[at]) {
		e, ok = plain(text, at)
	} else {
		days, n, stop := weekdaysAt(text, at)
		if n == 0 {
			return e, false
		}
		e, ok = withWeekdays(text, at, days, n, stop)
	}
	return e, ok && (e.Start == i || e.Start == at)
}

// hostAt returns the host that begins at text[i:], its scheme left out, and
// where the address ends that it belongs to; 0 where there is none. It is a host
// of the commission, or looks like one.
func hostAt(text string, i int) (start, end, stop int) {
	for _, scheme := range [...]string{"https://", "http://", "http//"} {
		if len(text) >= i+len(scheme) && strings.EqualFold(text[i:i+len(scheme)], scheme) {
			i += len(scheme)
			break
		}
	}
	for stop = i; stop < len(text) && stop-i < 90 && (isLetter(text[stop]) || isDigit(text[stop]) || text[stop] == '.' || text[stop] == '-'); {
		stop++
	}
	token := text[i:stop]
	for _, suffix := range [...]string{".go.id", ".web.id"} {
		at := indexFold(token, suffix)
		if at < 0 || indexFold(token[:at], "kpu") < 0 && indexFold(token[:at], "kip") < 0 {
			continue
		}
		end = i + at + len(suffix)
		if !wordEnds(text, end) {
			continue
		}
		stop = end
		if stop < len(text) && text[stop] == '/' { // a slash, or a whole path, after the host
			for stop < len(text) && ' ' < text[stop] && text[stop] < utf8.RuneSelf && text[stop] != ')' && stop-i < 120 {
				stop++
			}
		}
		return i, end, stop
	}
	return 0, 0, 0
}

// indexFold returns where the lower-case ASCII part first stands in s in any
// case, or -1.
func indexFold(s, part string) int {
	for i := 0; i+len(part) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// A mark is what parts two pieces of an opening.
type mark uint8

const (
	nothing mark = iota
	comma        // or a semicolon
	fullStop
	dash // or a colon
)

// separator reads the mark at text[i:], and returns where the next piece begins.
func separator(text string, i int) (next int, m mark) {
	at := skipSpaces(text, i)
	if at >= len(text) {
		return at, nothing
	}
	switch text[at] {
	case ',', ';':
		at, m = at+1, comma
	case '.':
		at, m = at+1, fullStop
	case ':':
		at, m = at+1, dash
	}
	for range 3 {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r != '-' && r != '–' && r != '—' && r != '―' && r != '−' && r != '|' {
			break
		}
		at, m = at+size, dash
	}
	return skipSpaces(text, at), m
}

func upper(text string, i int) bool {
	return i < len(text) && 'A' <= text[i] && text[i] <= 'Z'
}

// startsSentence reports whether a sentence may begin at text[i:].
func startsSentence(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“”„'‘#`, r)
}
