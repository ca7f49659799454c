package dates

import "slices"

// anchors are the years that a text mentions, by what they say about its own
// year; 0 is none.
type anchors struct {
	law      int    // largest in the number of a law or a decision: not earlier
	plain    int    // largest otherwise: not earlier, and mostly near
	election int    // largest of an election that is not said to be ahead: near
	coming   int    // smallest that is said to be ahead: not later
	dates    []Date // of reported events, typed with their year
	counted  []Date // … of those that count
	until    Date   // the first day, typed with its year, that is said to be ahead; zero for none
	era      era    // in which its words were in use
	// mentioned has a bit for every year that is mentioned; see yearBit.
	mentioned uint64
}

// mostDates is how many typed dates are compared with one that lacks its year;
// articles report fewer.
const mostDates = 32

// note records a date that is typed with its year.
func (a *anchors) note(d Date) {
	if len(a.dates) < mostDates && !slices.Contains(a.dates, d) {
		a.dates = append(a.dates, d)
	}
}

// count records the days of e, which count, where their years are typed.
func (a *anchors) count(e expression) {
	for _, d := range e.ends[:e.n] {
		if d.Year != 0 && len(a.counted) < mostDates {
			a.counted = append(a.counted, d.Date)
		}
	}
}

// collect reads the anchors of a text into a. Quoted are the spans that do not
// count.
func (a *anchors) collect(text string, quoted spans) {
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		stop := skipDigits(text, i)
		if y, _, ok := year(text, i); ok && y >= firstYear && y <= 2060 && !quoted.hold(i) && !partOfNumber(text, i) {
			a.mention(text, i, stop, y)
		}
		i = stop
	}
}

// partOfNumber reports whether the digits at text[i:] end a longer number.
func partOfNumber(text string, i int) bool {
	return i > 1 && (text[i-1] == '.' || text[i-1] == ',') && isDigit(text[i-2])
}

// yearBit returns the bit of a year from firstYear on; 0 for all others.
func yearBit(y int) uint64 {
	if y < firstYear || y >= firstYear+64 {
		return 0
	}
	return 1 << (y - firstYear)
}

// mention files one year by the words in front of it.
func (a *anchors) mention(text string, i, stop, y int) {
	if i > 0 && (text[i-1] == '-' && i > 1 && isDigit(text[i-2])) || dashBefore(text, i) {
		return // the end of a term of office
	}
	if i > 0 && text[i-1] == '/' || stop+1 < len(text) && (text[stop] == '-' || text[stop] == '/') && isDigit(text[stop+1]) {
		a.law = max(a.law, y)
		return
	}
	a.mentioned |= yearBit(y)
	var election, law, ahead bool
	var buf [16]byte
	at := i
	for n := range 14 {
		word, start := wordBefore(text, at, &buf)
		if len(word) == 0 {
			break
		}
		switch yearCues[string(word)] {
		case cueElection:
			election = true
		case cueLaw:
			law = law || n < 5 && !election
		case cueAhead:
			ahead = ahead || n < 5 || election && n < 12
		case noCue: // an ordinary word
		}
		if election && ahead || law {
			break
		}
		at = start
	}
	switch {
	case law:
		a.law = max(a.law, y)
	case ahead:
		if a.coming == 0 || y < a.coming {
			a.coming = y
		}
	case election:
		a.election = max(a.election, y)
	default:
		a.plain = max(a.plain, y)
	}
}

func dashBefore(text string, i int) bool {
	return i > 3 && text[i-3:i] == "–" && isDigit(text[i-4])
}

type cue uint8

const (
	noCue cue = iota
	cueElection
	cueLaw
	cueAhead
)

var yearCues = func() map[string]cue {
	m := make(map[string]cue)
	for _, w := range [...]string{
		"pemilu", "pilkada", "pilgub", "pilbup", "pilwalkot", "pilwakot", "pilwali", "pilpres", "pileg", "pemilihan", "pemilukada",
	} {
		m[w] = cueElection
	}
	for _, w := range [...]string{"nomor", "no", "uu", "pkpu", "perppu", "undang", "peraturan", "keputusan"} {
		m[w] = cueLaw
	}
	for _, w := range [...]string{
		"menuju", "menghadapi", "menjelang", "jelang", "menyongsong", "menyambut", "persiapan", "mempersiapkan", "persiapkan",
		"hadapi", "sambut", "sukseskan", "menyukseskan", "mensukseskan", "rencana", "target", "emas", "mendatang", "hingga",
	} {
		m[w] = cueAhead
	}
	return m
}()

// settle decides what the years mean once all are known: an election far later
// than everything else, or later than the article, lies ahead, and no year
// after the article's own counts.
func (r *resolver) settle() {
	limit := 0
	for _, d := range [...]Date{r.asOf, r.published} {
		if !d.IsZero() && (limit == 0 || d.Year < limit) {
			limit = d.Year
		}
	}
	if limit != 0 {
		if r.election > limit {
			r.coming, r.election = minYear(r.coming, r.election), 0
		}
		if r.plain > limit {
			r.coming, r.plain = minYear(r.coming, r.plain), 0
		}
		if r.law > limit {
			r.law = 0
		}
		r.dates = slices.DeleteFunc(r.dates, func(d Date) bool { return d.Year > limit })
	}
	if r.coming != 0 && (r.plain > r.coming || r.law > r.coming || r.election > r.coming) {
		r.coming = 0 // it was ahead of something else
	}
}

func minYear(a, b int) int {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
