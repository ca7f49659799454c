package dates

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/scan"
	"warta/analyzers/satker"
)

// An Opening is the text before the first sentence of an article.
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
	for at := scan.SkipSpaces(r.text, 0); at < min(len(r.text), longestOpening); {
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
	o := Opening{End: scan.SkipSpaces(r.text, end), date: r.date}
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
		if _, end, ok := r.g.PlaceAt(r.text, next); ok && end < len(r.text) && !startsSentence(r.text, scan.SkipSpaces(r.text, end)) {
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
		if _, ok := anyWord(r.text, scan.SkipSpaces(r.text, end), "dan", "serta", "atau"); ok {
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
