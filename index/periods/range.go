package periods

import (
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/calendar"
)

// A bound says how a word before a period turns its meaning.
type bound uint8

const (
	bare    bound = iota
	before        // to the day before the period
	until         // to the end of the period
	since         // from the beginning of the period
	after         // from the day after the period
	between       // from the first of two periods to the second
)

// bound returns the kind of the word at i and the number of words that say so.
func (r *reader) bound(i int) (bound, int) {
	kind := r.bounds[r.word(i)]
	switch {
	case kind == bare:
		return bare, 0
	case r.word(i) == "sampai" && r.word(i+1) == "dengan":
		return kind, 2
	}
	return kind, 1
}

// turned returns the period that p means behind a word of some kind.
func (p Period) turned(kind bound) Period {
	open := Period{Ranged: true, Relative: p.Relative}
	switch kind {
	case before:
		open.To = p.From.AddDate(0, 0, -1)
	case until:
		open.To = p.To
	case since:
		open.From = p.From
	case after:
		open.From = p.To.AddDate(0, 0, 1)
	case bare, between:
		return p
	}
	return open
}

// rangeIn reads a range in one word: 2023-2024, 4/11/2025–8/11/2025.
func rangeIn(word string) (Period, bool) {
	const longest = len("2025-11-04–2025-11-08")
	if len(word) > longest {
		return Period{}, false
	}
	for i, mark := range word {
		if !isDash(string(mark)) {
			continue
		}
		first, ok := endIn(word[:i])
		last, isEnd := endIn(word[i+len(string(mark)):])
		if ok && isEnd && last.From.After(first.From) {
			return Period{From: first.From, To: last.To, Ranged: true}, true
		}
	}
	return Period{}, false
}

// endIn reads an end of a range in one word.
func endIn(word string) (Period, bool) {
	if p, ok := numeric(word); ok {
		return p, true
	}
	year, ok := yearOf(word)
	return wholeYear(year), ok
}

func isDash(word string) bool { return word == "-" || word == "–" || word == "—" }

// joined returns the range from a period at a word, which one of some kind stands before at from,
// to a period that is joined to it at end; two periods if that is no later, nil if there is none.
func (r *reader) joined(kind bound, from int, first Period, at, end int) []Span {
	to, n := r.joint(kind, end)
	if n == 0 {
		return nil
	}
	next := end + n
	if to == until && r.Now[r.word(next)] && first.From.Before(r.today) {
		return []Span{{Period{From: first.turned(since).From, To: r.today, Ranged: true, Relative: true}, from, next + 1}}
	}
	last, m := r.single(next, true)
	if m == 0 {
		return nil
	}
	if !last.From.After(first.From) {
		return []Span{{first, at, end}, {last, next, next + m}}
	}
	whole := Period{From: first.From, To: last.turned(to).To, Ranged: true, Relative: first.Relative || last.Relative}
	if kind == after {
		whole.From = first.turned(after).From
	}
	return []Span{{whole, from, next + m}}
}

// shortened returns the range at a word, behind one of some kind at from, that names its year only
// once: "mei sampai juli 2024", "4-6 november 2025".
func (r *reader) shortened(kind bound, from, at int) []Span {
	if first, last, ok := strings.Cut(strings.ReplaceAll(r.word(at), Dash, "-"), "-"); ok {
		const behind = 4 // words of the period at the end
		texts := slices.Concat(r.texts[from:at], []string{first, Dash, last}, r.texts[at+1:min(at+1+behind, len(r.texts))])
		spans := newReader(texts, r.today).completed(kind, 0, at-from, 1)
		for i := range spans {
			spans[i].First, spans[i].End = from, spans[i].End+from-2
		}
		return spans
	}
	if spans := r.completed(kind, from, at, 1); spans != nil {
		return spans
	}
	return r.completed(kind, from, at, 2)
}

// completed returns the range whose beginning has n words and lacks its year, or its month and
// year; nil for none.
func (r *reader) completed(kind bound, from, at, n int) []Span {
	_, j := r.joint(kind, at+n)
	if j == 0 {
		return nil
	}
	last, m := r.single(at+n+j, true)
	if m == 0 || last.Year || last.Ranged || last.Relative {
		return nil
	}
	year, month := strconv.Itoa(last.From.Year()), calendar.Month(r.word(at+n-1))
	var first Period
	ok := false
	switch {
	case n == 1 && month != 0:
		first, ok = monthOf(last.From.Year(), month), true
	case n == 1 && last.From.Equal(last.To):
		first.From, ok = date(year, strconv.Itoa(int(last.From.Month())), r.word(at))
		first.To = first.From
	case n == 2 && month != 0:
		first.From, ok = date(year, strconv.Itoa(int(month)), r.word(at))
		first.To = first.From
	}
	if !ok || !last.From.After(first.From) {
		return nil
	}
	return r.joined(kind, from, first, at, at+n)
}

// joint returns what joins two periods at i and its number of words, 0 for none: before or
// until.
func (r *reader) joint(kind bound, i int) (bound, int) {
	word := r.word(i)
	switch {
	case isDash(word), word == "sd", word == "dan" && kind == between:
		return until, 1
	case word == "s" && r.word(i+1) == "d": // S.D. is read as two initials
		return until, 2
	}
	skip := 0
	if word == "dan" && kind >= since {
		skip = 1
	}
	to, n := r.bound(i + skip)
	if to == until || to == before && kind >= since {
		return to, skip + n
	}
	return bare, 0
}
