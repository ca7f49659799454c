package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A posting is the publication data of a line: author, day and number of readers.
type posting struct {
	day    string // ISO date, or empty
	views  int
	viewed bool // views is known
	strong bool // more than a day alone: the line is surely none of the text
	timed  bool // a day and an hour
	// unclear is a day in figures that may be another one, of which none is taken:
	// "11/05/2025" before an hour with AM or PM.
	unclear string
}

// longestPosting is how many bytes a line of posting has at most.
const longestPosting = 160

// readPosting reads a line that says how the article was posted and nothing else, in
// whatever order and with whatever between: "14 November 2025", "Oleh: Admin | 06
// November 2025 | Dilihat 42 Kali", "admin · 2 hari yang lalu · Berita".
func readPosting(s string) (posting, bool) {
	if len(s) > longestPosting || len(s) < 4 || !strings.ContainsAny(s, "0123456789") && !opensPosting(s) {
		return posting{}, false
	}
	p := postingReader{tokens: postingTokens(s), strangers: 2}
	return p.read()
}

// opensPosting reports whether a line begins with a word before an author.
func opensPosting(s string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(s, "*( "), " ")
	first = strings.Trim(first, ":*")
	return len(first) <= 12 && known().postingAuthor[strings.ToLower(first)]
}

// postedOn reads a line that says when the page was posted and nothing else. It returns
// an ISO date.
func postedOn(s string) (string, bool) {
	p, ok := readPosting(s)
	return p.day, ok && p.day != ""
}

// A postingReader reads the tokens of a line: words in lower case, and marks that part
// its segments as "|".
type postingReader struct {
	tokens    []postingToken
	at        int
	strangers int // how many segments may say something else
	posting
	days, counters, authors, times int
	hours                          int  // times of day
	clock                          bool // the line is a time of day as sites print it
	segments                       int  // parted by marks
	unknown                        int  // segments that nothing is known of
	plain                          int  // tokens outside of such segments that nothing is known of
	updated, made, marked          bool // marked: "oleh" stands before an author
	weekday                        bool // an Indonesian weekday stands before: its day is the first figure
	author                         bool // the name of the author is the next segment
	number                         int  // a segment that is a number and no more: a counter beside a day
}

type postingToken struct {
	low     string
	capital bool
}

// postingTokens cuts a line into tokens.
func postingTokens(s string) []postingToken {
	var out []postingToken
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' || r == '[' || r == ']'
	}) {
		switch word {
		case "|", "•", "·", "»", "›", "–", "—", "-", "/", "//", "||", "::", "*", "\\", "+", "~":
			out = append(out, postingToken{low: "|"})
			continue
		}
		for i, part := range strings.FieldsFunc(word, func(r rune) bool { return r == '|' || r == '•' || r == '·' }) {
			if i > 0 {
				out = append(out, postingToken{low: "|"})
			}
			r, _ := utf8.DecodeRuneInString(part)
			if low := strings.Trim(strings.ToLower(part), "*:;.!\"'“”"); low != "" {
				out = append(out, postingToken{low, unicode.IsUpper(r)})
			}
		}
	}
	return out
}

func (p *postingReader) read() (posting, bool) {
	for p.at < len(p.tokens) && p.plain == 0 {
		p.segment()
	}
	if p.number > 0 && p.days+p.authors > 0 {
		p.see(p.number)
	}
	p.strong = p.counters > 0 || p.authors > 0 || p.updated || p.made || p.marked && p.days > 0 || p.times > 0 && p.days == 0
	p.timed = p.hours > 0 && p.days > 0
	evidence := p.days + p.counters + p.times
	if p.clock {
		evidence++
	}
	switch {
	case p.plain > 0 || p.days > 2:
		return posting{}, false
	case evidence == 0:
		p.strong = p.strong || p.hours > 0
		return p.posting, p.marked && p.unknown == 0 && (p.authors > 0 || p.hours > 0) // "Oleh: Humas KPU Kota X", "Diposkan oleh X di 11.03"
	case p.unknown > 0:
		// A segment between marks may be a name, a site or a label where the others say
		// enough.
		return p.posting, p.unknown <= p.strangers && (p.segments-p.unknown >= 2 || p.strangers > 2 && p.days > 0)
	}
	return p.posting, true
}

// segment reads the tokens up to the next mark.
func (p *postingReader) segment() {
	p.segments++
	end := p.at
	for end < len(p.tokens) && p.tokens[end].low != "|" {
		end++
	}
	words := p.tokens[p.at:end]
	next := min(end+1, len(p.tokens))
	parted := len(words) < len(p.tokens)
	defer func() { p.at = next }()
	switch {
	case len(words) == 0:
		p.segments--
		return
	case p.author && len(words) <= 5:
		p.author = false
		if _, n := dayAt(words); n == 0 {
			return
		}
	case known().section[labelOf(words)]:
		return
	case parted && len(words) == 1 && atoi6(words[0].low) >= 0:
		p.number = atoi6(words[0].low)
		return
	}
	before := *p
	unread := p.words(words)
	if unread == 0 {
		return
	}
	if parted && unread == len(words) && (len(words) == 1 || len(words) <= 5 && allCapital(words)) {
		p.unknown++
		return
	}
	*p = before
	p.plain += unread
}

// words reads the tokens of a segment and returns how many are unknown.
func (p *postingReader) words(words []postingToken) int {
	unread := 0
	for i := 0; i < len(words); {
		n := p.word(words[i:], i == 0)
		if n == 0 {
			if unread++; len(words) == len(p.tokens) {
				return unread // no segment beside it can explain the word
			}
			n = 1
		}
		i += n
	}
	return unread
}

// word reads what stands at the head of words and returns how many tokens it took, 0
// where they say nothing of a posting.
func (p *postingReader) word(words []postingToken, first bool) int {
	low := words[0].low
	if day, n := dayAt(words); n > 0 {
		if p.days == 0 && !p.updated && !p.weekday && unclearDay(words) {
			day, p.unclear = "", low
		}
		switch {
		case p.updated:
			p.times++
		case p.days > 0 && day != p.day:
			p.days++ // two days: the second is that of a change
		default:
			p.days++
			p.day = day
		}
		return n
	}
	if len(words) > 2 && atoi6(low) >= 0 && words[1].low == "menit" && (words[2].low == "baca" || words[2].low == "membaca") || len(words) > 2 && atoi6(low) >= 0 && words[1].low == "min" && words[2].low == "read" {
		p.counters++ // how long it takes to read
		return 3
	}
	if len(words) == 2 && first && atoi6(low) > 0 && (words[1].low == "min" || words[1].low == "mins") {
		p.counters++ // how long it takes to read
		return 2
	}
	if n := p.relative(words); n > 0 {
		return n
	}
	if n := p.counter(words); n > 0 {
		return n
	}
	if isHour(low) {
		if strings.ContainsAny(low, ":.") {
			p.hours++
		}
		if first && len(words) <= 2 && strings.Contains(low, ":") && (len(words) == 1 || words[1].low == "am" || words[1].low == "pm") {
			p.clock = true // "10:30 am"; "Pukul 09.00 WIB" is a word of the text
		}
		return 1
	}
	switch {
	case known().postingAuthor[low]:
		return p.readAuthor(words)
	case known().postingUpdated[low]:
		p.updated = true
		return 1
	case known().postingUnit[low]:
		p.authors++
		return p.unitEnd(words)
	case low == "kategori" || low == "category" || low == "categories" || low == "rubrik":
		return len(words) // whatever the site calls it
	case known().postingMade[low]:
		p.made = true
		return 1
	case known().posting[low], isWeekday(low):
		if low == "komentar" || low == "comments" || low == "comment" {
			p.counters++ // "No Comments"
		}
		p.weekday = p.weekday || isWeekday(low)
		return 1
	case first && (strings.HasSuffix(low, ".com") || strings.HasSuffix(low, ".id") || low == "detiknews" || low == "antara"):
		return 1
	}
	if len(words) > 1 && known().section[low+words[1].low] {
		return 2
	}
	if known().section[low] && !first {
		return 1
	}
	return 0
}

// unitEnd returns how many tokens the name of a unit takes: "Admin", "Humas KPU Kota X". Where
// nothing but a capital marks its end, it is short: "Humas KPU X Gelar Apel" is a title.
func (p *postingReader) unitEnd(words []postingToken) int {
	n := 1
	for n < len(words) && n < 3 && known().postingUnit[words[n].low] {
		n++
	}
	if n == len(words) || !isCommissionWord(words[n].low) {
		if len(words) < len(p.tokens) { // a segment of its own: "Operator Website"
			for n < len(words) && n < 4 && words[n].capital && monthOf(words[n].low) == 0 && !isWeekday(words[n].low) {
				n++
			}
		}
		return n
	}
	n++
	most := n + 1
	if n < len(words) && isLevelWord(words[n].low) {
		n++
		most = n + 2
	}
	if p.marked || len(words) < len(p.tokens) {
		most = n + 5
	}
	for n < len(words) && n < most && words[n].capital && monthOf(words[n].low) == 0 && !isWeekday(words[n].low) {
		n++
	}
	return n
}

func isCommissionWord(low string) bool {
	return low == "kpu" || low == "kip" || low == "kpud" || low == "komisi"
}

func isLevelWord(low string) bool {
	switch low {
	case "kota", "kabupaten", "kab", "provinsi", "prov", "republik":
		return true
	}
	return false
}

// readAuthor reads "oleh NAME": up to five words, before a day, a counter or the end of the
// segment. It counts as a posting only where these or a unit follow.
func (p *postingReader) readAuthor(words []postingToken) int {
	n := 1
	for n < len(words) && (known().postingAuthor[words[n].low] || known().posting[words[n].low] || known().postingMade[words[n].low]) {
		n++
	}
	p.marked = true
	if n < len(words) && known().postingUnit[words[n].low] {
		return n
	}
	p.author = n == len(words)
	start := n
	for n < len(words) && n < start+5 {
		if _, day := dayAt(words[n:]); day > 0 || isWeekday(words[n].low) || known().posting[words[n].low] {
			break
		}
		n++
	}
	return n
}

// relative reads "2 hari yang lalu", "9 jam ago".
func (p *postingReader) relative(words []postingToken) int {
	if atoi6(words[0].low) < 0 && words[0].low != "sehari" && words[0].low != "kemarin" && words[0].low != "sejam" || len(words) < 2 {
		return 0
	}
	n := 1
	if atoi6(words[0].low) >= 0 {
		switch words[1].low {
		case "detik", "menit", "jam", "hari", "minggu", "pekan", "bulan", "tahun", "minutes", "minute", "hours", "hour", "days", "day", "weeks", "week", "months", "month", "years", "year", "mins", "hrs":
			n = 2
		default:
			return 0
		}
	}
	for n < len(words) {
		switch words[n].low {
		case "yang":
			n++
			continue
		case "lalu", "ago", "silam":
			p.times++
			return n + 1
		}
		return 0
	}
	return 0
}

// counter reads how often the article was read or commented on: "Dilihat 42 Kali", "311x
// dibaca", "0 komentar", "Hits: 17".
func (p *postingReader) counter(words []postingToken) int {
	low := words[0].low
	if known().postingCount[low] {
		n := 1
		for n < len(words) && (known().postingCount[words[n].low] || words[n].low == "sebanyak") {
			n++
		}
		if n < len(words) {
			if count := atoi6(strings.TrimSuffix(words[n].low, "x")); count >= 0 {
				if low != "komentar" && low != "comments" && low != "comment" {
					p.see(count)
				}
				p.counters++
				n++
				for n < len(words) && (known().postingCount[words[n].low] || words[n].low == "kali" || words[n].low == "x") {
					n++
				}
				return n
			}
		}
		return 0
	}
	count := atoi6(strings.TrimSuffix(low, "x"))
	if count < 0 || len(words) < 2 {
		return 0
	}
	n := 1
	if words[n].low == "kali" || words[n].low == "x" {
		n++
	}
	if n < len(words) && known().postingCount[words[n].low] {
		if c := words[n].low; c != "komentar" && c != "comments" && c != "comment" && c != "tanggapan" && c != "like" && c != "likes" && c != "suka" {
			p.see(count)
		}
		p.counters++
		return n + 1
	}
	return 0
}

func (p *postingReader) see(n int) {
	p.counters++
	if !p.viewed {
		p.views, p.viewed = n, true
	}
}

func labelOf(words []postingToken) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.low)
	}
	return b.String()
}

func allCapital(words []postingToken) bool {
	for _, w := range words {
		if !w.capital && !known().particle[w.low] {
			return false
		}
	}
	return true
}

// isHour reports whether a token is a time of day or part of one: "10:15", "08.11",
// "am", "wib".
func isHour(low string) bool {
	switch low {
	case "am", "pm", "wib", "wita", "wit", "pukul", "jam", "gmt", "utc":
		return true
	}
	low = strings.TrimSuffix(strings.TrimSuffix(low, "am"), "pm")
	hour, rest, ok := strings.Cut(low, ":")
	if !ok {
		hour, rest, ok = strings.Cut(low, ".")
	}
	if !ok || len(hour) > 2 || atoi(hour) < 0 || atoi(hour) > 24 {
		return false
	}
	minute, second, _ := strings.Cut(strings.ReplaceAll(rest, ".", ":"), ":")
	return len(minute) == 2 && atoi(minute) >= 0 && atoi(minute) < 60 && (second == "" || len(second) == 2 && atoi(second) >= 0)
}

// readPostingIn reads what an element says of posting. Where its class says that it does,
// more of its parts may say something else.
func readPostingIn(n *html.Node) (posting, bool) {
	if nodes, size, digit := 4*smallElement, 2*longestPosting, false; !fits(n, &nodes, &size, &digit) || !digit {
		return posting{}, false
	}
	s := partedText(n)
	if len(s) > 2*longestPosting || len(s) < 4 {
		return posting{}, false
	}
	p := postingReader{tokens: postingTokens(s), strangers: 2}
	if hasClass(n, known().date) {
		p.strangers = 3
	}
	return p.read()
}

// fits reports whether n has at most so many nodes and bytes of text, and notes whether a
// digit is among them.
func fits(n *html.Node, nodes, size *int, digit *bool) bool {
	*nodes--
	if n.Type == html.TextNode {
		*size -= len(n.Data)
		*digit = *digit || strings.ContainsAny(n.Data, "0123456789")
	}
	if *nodes < 0 || *size < 0 {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !fits(c, nodes, size, digit) {
			return false
		}
	}
	return true
}

// partedText is the text of a small element on one line, with "|" between the elements
// in it, which a browser may show side by side; empty where it has more text than a
// line of posting.
func partedText(n *html.Node) string {
	var b strings.Builder
	nodes := 0
	var write func(*html.Node) bool
	write = func(n *html.Node) bool {
		if nodes++; nodes > 4*smallElement || b.Len() > 2*longestPosting {
			return false
		}
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
		case html.ElementNode:
			if isUnseen(n) {
				return true
			}
			switch n.DataAtom {
			case atom.B, atom.Strong, atom.Em, atom.I, atom.Font, atom.U:
				if n.FirstChild == nil {
					b.WriteString(" | ") // an icon
				}
			default:
				b.WriteString(" | ")
				defer b.WriteString(" | ")
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !write(c) {
				return false
			}
		}
		return true
	}
	if !write(n) {
		return ""
	}
	return tidy(strings.ReplaceAll(b.String(), "\n", " "))
}
