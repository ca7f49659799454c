package dates

import (
	"strings"

	"warta/analyzers/internal/scan"
	"warta/analyzers/satker"
)

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
		return anyWord(text, scan.SkipSpaces(text, stop), "center")
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

// endsCapitals reports whether text[i:word] is a place by its shape alone, as newspapers
// print it: all in capitals, before a dash between spaces or an agency, with a sentence
// in ordinary letters behind it. next and m are the mark behind it.
func (r *openingReader) endsCapitals(i, word, next int, m mark) bool {
	if word-i < 4 || strings.ToUpper(r.text[i:word]) != r.text[i:word] {
		return false
	}
	if m == comma {
		end := r.agencyAt(next)
		if end == next {
			return false
		}
		word = end
		if next, m = separator(r.text, end); m != dash {
			return false
		}
	}
	if m != dash || next == word+1 || r.text[word] != ' ' || !startsSentence(r.text, next) {
		return false
	}
	first, _, _ := strings.Cut(r.text[next:], " ")
	return len(first) > 0 && (len(first) < 4 || first != strings.ToUpper(first))
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
		at = scan.SkipSpaces(r.text, at)
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
		if r.endsCapitals(i, word, next, m) {
			return word, true
		}
		if m != nothing {
			break
		}
		stop = scan.SkipSpaces(r.text, word)
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
		for word < len(r.text) && (isLetter(r.text[word]) || isDigit(r.text[word]) || (r.text[word] == '.' || r.text[word] == '-' && word+1 < len(r.text) && isLetter(r.text[word+1])) && word > at) {
			word++
		}
		name := r.text[at:word]
		if name == "" || !upper(r.text, at) && !strings.Contains(name, ".") && !strings.HasPrefix(name, "detik") {
			return i
		}
		if next, m := separator(r.text, word); m == dash && next > word+1 && r.text[word] == ' ' {
			return word
		}
		at = scan.SkipSpaces(r.text, word)
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
		at = scan.SkipSpaces(text, at+1)
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
