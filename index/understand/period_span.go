package understand

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/calendar"
)

// dash stands in a run of words for a dash between two spaces.
const dash = "–"

// A periodSpan is a period and the words that name it, from one to before another.
type periodSpan struct {
	period
	from, to int
}

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

var bounds = map[string]bound{
	"sebelum": before,
	"sampai":  until, "hingga": until, "s.d": until, "s/d": until,
	"sejak": since, "mulai": since, "dari": since,
	"setelah": after, "sesudah": after, "pasca": after,
	"antara": between,
}

// periodsAt returns the periods that words begin with, in order; none if a period does not
// begin there. It returns two where a range ends before it begins ("2024 sampai 2023"). A word
// that turns the meaning of a period ("sejak 2023") is one of its words.
func periodsAt(words []string, today time.Time) []periodSpan {
	r := periodReader{words, today}
	kind, at := r.bound(0)
	opens := kind == bare || kind >= since // a range may follow
	first, n := r.single(at)
	end := at + n
	switch {
	case n == 0 && opens:
		return r.shortened(kind, at)
	case n == 0:
		return nil
	case opens:
		if spans := r.joined(kind, first, at, end); spans != nil {
			return spans
		}
	}
	if kind == between {
		return nil
	}
	return []periodSpan{{first.turned(kind), 0, end}}
}

// A periodReader reads the periods in words.
type periodReader struct {
	words []string
	today time.Time
}

// at returns a word without marks around it, in lower case; empty behind the last.
func (r periodReader) at(i int) string {
	if i >= len(r.words) {
		return ""
	}
	return strings.ToLower(strings.Trim(r.words[i], ".,;:()?!"))
}

// bound returns the kind of the word at i and the number of words that say so.
func (r periodReader) bound(i int) (bound, int) {
	kind := bounds[r.at(i)]
	switch {
	case kind == bare:
		return bare, 0
	case r.at(i) == "sampai" && r.at(i+1) == "dengan":
		return kind, 2
	}
	return kind, 1
}

// single returns the period at i that has no word before it that turns its meaning, and its
// number of words, 0 for none.
func (r periodReader) single(i int) (period, int) {
	first := r.at(i)
	if first == "tanggal" || first == "bulan" || first == "tahun" {
		if p, n := r.named(i + 1); n > 0 {
			return p, n + 1
		}
	}
	if p, n := r.named(i); n > 0 {
		return p, n
	}
	return relativeTo(r.today, first, r.at(i+1))
}

// named reads a period by name or number, or a range in one word.
func (r periodReader) named(i int) (period, int) {
	if p, n := absolute(r.at(i), r.at(i+1), r.at(i+2)); n > 0 {
		return p, n
	}
	if p, ok := rangeIn(r.at(i)); ok {
		return p, 1
	}
	return period{}, 0
}

// rangeIn reads a range in one word: 2023-2024, 4/11/2025–8/11/2025.
func rangeIn(word string) (period, bool) {
	const longest = len("2025-11-04–2025-11-08")
	if len(word) > longest {
		return period{}, false
	}
	for i, mark := range word {
		if !isDash(string(mark)) {
			continue
		}
		first, n := absolute(word[:i], "", "")
		last, m := absolute(word[i+len(string(mark)):], "", "")
		if n > 0 && m > 0 && last.from.After(first.from) {
			return period{from: first.from, to: last.to, ranged: true}, true
		}
	}
	return period{}, false
}

func isDash(word string) bool { return word == "-" || word == "–" || word == "—" }

// joined returns the range from first, which a word of some kind stands before, to a period
// that is joined to it at end; two periods if that is no later, nil if there is none.
func (r periodReader) joined(kind bound, first period, at, end int) []periodSpan {
	to, n := r.joint(kind, end)
	last, m := r.single(end + n)
	if n == 0 || m == 0 {
		return nil
	}
	next := end + n
	if !last.from.After(first.from) {
		return []periodSpan{{first, at, end}, {last, next, next + m}}
	}
	whole := period{from: first.from, to: last.turned(to).to, ranged: true, relative: first.relative || last.relative}
	if kind == after {
		whole.from = first.turned(after).from
	}
	return []periodSpan{{whole, 0, next + m}}
}

// shortened returns the range at a word, behind one of some kind, that names its year only
// once: "mei sampai juli 2024", "4-6 november 2025".
func (r periodReader) shortened(kind bound, at int) []periodSpan {
	if first, last, ok := strings.Cut(strings.ReplaceAll(r.at(at), dash, "-"), "-"); ok {
		parted := periodReader{slices.Concat(r.words[:at], []string{first, dash, last}, r.words[at+1:min(at+3, len(r.words))]), r.today}
		if spans := parted.completed(kind, at, 1); spans != nil {
			spans[0].to -= 2
			return spans
		}
		return nil
	}
	if spans := r.completed(kind, at, 1); spans != nil {
		return spans
	}
	return r.completed(kind, at, 2)
}

// completed returns the range whose beginning has n words and lacks its year, or its month and
// year; nil for none.
func (r periodReader) completed(kind bound, at, n int) []periodSpan {
	_, j := r.joint(kind, at+n)
	if j == 0 {
		return nil
	}
	last, m := r.single(at + n + j)
	if m == 0 || last.year || last.ranged || last.relative {
		return nil
	}
	year, month := strconv.Itoa(last.from.Year()), calendar.Month(r.at(at+n-1))
	var first period
	ok := false
	switch {
	case n == 1 && month != 0:
		first, ok = monthOf(last.from.Year(), month), true
	case n == 1 && last.from.Equal(last.to):
		first, ok = dayOf(year, strconv.Itoa(int(last.from.Month())), r.at(at))
	case n == 2 && month != 0:
		first, ok = dayOf(year, strconv.Itoa(int(month)), r.at(at))
	}
	if !ok || !last.from.After(first.from) {
		return nil
	}
	return r.joined(kind, first, at, at+n)
}

// joint returns what joins two periods at i and its number of words, 0 for none: before or
// until.
func (r periodReader) joint(kind bound, i int) (bound, int) {
	word := r.at(i)
	switch {
	case isDash(word), word == "sd", word == "dan" && kind == between:
		return until, 1
	case word == "s" && r.at(i+1) == "d": // S.D. is read as two initials
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

// turned returns the period that p means behind a word of some kind.
func (p period) turned(kind bound) period {
	open := period{ranged: true, relative: p.relative}
	switch kind {
	case before:
		open.to = p.from.AddDate(0, 0, -1)
	case until:
		open.to = p.to
	case since:
		open.from = p.from
	case after:
		open.from = p.to.AddDate(0, 0, 1)
	case bare, between:
		return p
	}
	return open
}

// withoutDashes returns words without the dashes between spaces.
func withoutDashes(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == dash })
}
