package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// withoutInserts takes out of a paragraph what the site put between its
// sentences: related links, captions, addresses of images. Captions are kept
// in d.
func (d *Draft) withoutInserts(p string) string {
	p = d.withoutShortcodes(p)
	p = withoutImages(p)
	p = withoutLinks(p)
	p = d.withoutRelated(p)
	return d.withoutCaptions(p)
}

func withoutImages(p string) string {
	start, end, ok := imageAddress(p, 0)
	if !ok {
		return p
	}
	var b strings.Builder
	b.Grow(len(p))
	from := 0
	for ok {
		b.WriteString(p[from:start])
		from = end
		start, end, ok = imageAddress(p, from)
	}
	b.WriteString(p[from:])
	return tidy(b.String())
}

// withoutLinks drops the title and the address of another article that stand between
// sentences: "KPU Luncurkan Pilkada baca di sini https://…". The address is the mark of the
// end; the title begins where the sentence before it ends.
func withoutLinks(p string) string {
	var b strings.Builder
	kept := 0 // how much of p is written or cut
	for from := 0; ; {
		i := strings.Index(p[from:], "http")
		if i < 0 {
			break
		}
		start := from + i
		end := len(p)
		if n := strings.IndexByte(p[start:], ' '); n >= 0 {
			end = start + n
		}
		word := p[start:end]
		from = end
		if !strings.HasPrefix(word, "http://") && !strings.HasPrefix(word, "https://") {
			continue
		}
		near := lastBoundary(p, max(kept, start-longestTitle-shortLine))
		before, ok := cutLead(strings.TrimRight(p[near:start], " :→»"))
		if !ok {
			continue
		}
		title := lastSentence(before)
		if run := strings.TrimSpace(before[title:]); run != "" && (!titleLike(run) || capitalised(run) < 0.75 || countWords(run) > 20) {
			continue
		}
		b.WriteString(p[kept : near+title])
		b.WriteByte(' ')
		kept = end
	}
	if kept == 0 {
		return p
	}
	b.WriteString(p[kept:])
	return tidy(b.String())
}

// cutLead cuts the words that lead to an address off the end of a text.
func cutLead(s string) (string, bool) {
	for _, words := range known().lead {
		at := len(s) - len(words)
		if at >= 0 && strings.EqualFold(s[at:], words) && (at == 0 || s[at-1] == ' ' || s[at-1] == '(') {
			return strings.TrimRight(s[:at], " (:"), true
		}
	}
	return s, false
}

// withoutRelated drops each "Baca juga: title" that stands inside a paragraph
// . The title has no mark of its end: it ends before the first word that is
// neither capitalised nor a particle. If the beginning of the next sentence is unclear,
// the paragraph is kept as it is.
func (d *Draft) withoutRelated(p string) string {
	at := indexFold(p, "baca juga")
	if at < 0 {
		return p
	}
	var b strings.Builder
	b.Grow(len(p))
	from := 0
	for marks := 0; at >= 0 && marks < mostRelated; marks++ {
		b.WriteString(p[from : from+at])
		from += at
		mark := from + len("baca juga")
		rest := strings.TrimLeft(p[mark:], " ")
		if rest == "" || rest[0] != ':' && rest[0] != '-' {
			b.WriteString(p[from:mark]) // a sentence that merely says so
			from = mark
		} else if run := d.titleRun(rest[1:], p); run > 0 {
			from = len(p) - len(rest) + run + 1
		} else {
			b.WriteString(p[from:mark])
			from = mark
		}
		at = indexFold(p[from:], "baca juga")
	}
	b.WriteString(p[from:])
	return tidy(b.String())
}

// mostRelated is how many related titles are cut out of a paragraph.
const mostRelated = 16

// longestTitle is how many bytes a related title has at most.
const longestTitle = 240

// titleRun is how many bytes at the head of s belong to a title that a sentence
// follows without a mark; 0 if its end is unclear. all is the paragraph.
func (d *Draft) titleRun(s, all string) int {
	whole := len(s) <= longestTitle
	if !whole {
		s = s[:lastBoundary(s, longestTitle)]
	}
	words := fieldsAt(s)
	for i, w := range words {
		word := s[w.start:w.end]
		if i < 2 {
			continue
		}
		if strings.HasSuffix(word, ".") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, "!") {
			if len(word) > 4 {
				return w.end
			}
		}
		if r, _ := utf8.DecodeRuneInString(word); r == '"' || r == '“' || r == '”' {
			return w.start
		}
		if isLower(word) && !known().particle[strings.Trim(word, ",;:")] {
			if head := d.sentenceHead(s, words, i, all); head > 0 {
				return words[head].start
			}
			return 0
		}
	}
	if whole {
		return len(s)
	}
	return 0
}

// sentenceHead goes back from the first word in lower case, words[at], to the
// word with which its sentence begins: the first that opens sentences; else the first
// of the words before it that the article names elsewhere, the subject; else a single
// word that is no part of a name. 0 where none is sure.
func (d *Draft) sentenceHead(s string, words []field, at int, all string) int {
	for i := 3; i < at; i++ {
		word := s[words[i].start:words[i].end]
		r, _ := utf8.DecodeRuneInString(word)
		if unicode.IsUpper(r) && known().opener[strings.ToLower(strings.Trim(word, ",:;"))] {
			return i
		}
	}
	best := 0
	for i := at - 1; i > 2 && i >= at-5; i-- {
		subject := s[words[i].start:words[at-1].end]
		if isLower(s[words[i].start:words[i].end]) {
			break
		}
		if strings.Count(all, subject) > 1 || strings.Contains(d.Title, subject) {
			best = i
		}
	}
	if best > 0 {
		return best
	}
	if i := at - 1; i > 2 && isPlainNoun(strings.ToLower(strings.Trim(s[words[i].start:words[i].end], ",;:"))) {
		return i
	}
	return 0
}

// isPlainNoun reports whether a word in lower case has the shape of a common noun or of
// a word that leads on, and not of a name: with an affix.
func isPlainNoun(low string) bool {
	if len(low) < 5 {
		return false
	}
	return strings.HasSuffix(low, "nya") || strings.HasPrefix(low, "pe") && (strings.HasSuffix(low, "an") || strings.HasPrefix(low, "pem") || strings.HasPrefix(low, "pen")) ||
		strings.HasPrefix(low, "ke") && strings.HasSuffix(low, "an") || strings.HasPrefix(low, "se") && len(low) > 6 || isVerbShaped(low)
}

// isVerbShaped reports whether a word in lower case has the affixes of a verb.
func isVerbShaped(low string) bool {
	return len(low) > 5 && (strings.HasPrefix(low, "me") || strings.HasPrefix(low, "ber") || strings.HasPrefix(low, "di") || strings.HasPrefix(low, "ter"))
}

// withoutCaptions moves captions that stand between the sentences of a
// paragraph to d. A caption has no mark of its end either; where none
// can be made out the text stays, for nothing of a body may be lost.
func (d *Draft) withoutCaptions(p string) string {
	at, mark := captionMark(p, 0)
	if at < 0 {
		return p
	}
	var b strings.Builder
	b.Grow(len(p))
	from := 0
	for at >= 0 {
		b.WriteString(p[from:at])
		start := at + mark
		length, ok := captionRun(p[start:])
		if ok {
			if text := strings.Trim(tidy(p[start:start+length]), " :-."); text != "" {
				d.Captions = append(d.Captions, text)
			}
			b.WriteByte(' ')
			from = start + length
		} else {
			b.WriteString(p[at:start])
			from = start
		}
		at, mark = captionMark(p, from)
	}
	b.WriteString(p[from:])
	return tidy(b.String())
}

// captionMark finds the next "dok. foto" or "()" in p[from:], in one scan.
func captionMark(p string, from int) (at, size int) {
	for i := from; i < len(p); i++ {
		switch p[i] {
		case 'd', 'D':
			for _, mark := range [...]string{"dok. foto", "dok.foto", "dok foto"} {
				if _, ok := cutFold(p[i:], mark); ok {
					return i, len(mark)
				}
			}
		case '(':
			if strings.HasPrefix(p[i:], "() ") {
				return i, len("() ")
			}
		}
	}
	return -1, 0
}

// longestCaption is how many bytes of a run are taken for a caption at most.
const longestCaption = 240

// captionRun is how many bytes at the head of s are a caption: up to the word
// with which the next sentence begins, or all of s where it is short and holds
// no full stop.
func captionRun(s string) (int, bool) {
	limit := s
	if len(limit) > longestCaption {
		limit = limit[:lastBoundary(limit, longestCaption)]
	}
	words := fieldsAt(limit)
	for i, w := range words {
		word := limit[w.start:w.end]
		if i >= 2 && opensSentence(limit, words, i) {
			return w.start, true
		}
		if len(word) > 4 && strings.HasSuffix(word, ".") {
			break
		}
	}
	if len(s) <= shortLine && !strings.Contains(strings.TrimRight(s, "."), ". ") {
		return len(s), true
	}
	return 0, false
}

// opensSentence reports whether a sentence begins with words[i], in a text that
// parts a caption from it by nothing but a capital: a quotation mark, a small
// word with a capital, or a capital after a word in lower case that soon has a
// verb.
func opensSentence(s string, words []field, i int) bool {
	word, before := s[words[i].start:words[i].end], s[words[i-1].start:words[i-1].end]
	r, _ := utf8.DecodeRuneInString(word)
	if r == '"' || r == '“' || r == '”' || strings.HasPrefix(strings.ToLower(word), "dok.") {
		return true
	}
	if !unicode.IsUpper(r) {
		return false
	}
	folded := strings.ToLower(strings.Trim(word, ",:;"))
	opener, linked := known().opener[folded], known().particle[before] || before == "di"
	next := i+1 < len(words) && isLower(s[words[i+1].start:words[i+1].end])
	switch {
	case linked:
		return false
	case next && isVerbShaped(folded) && !known().particle[s[words[i+1].start:words[i+1].end]]: // "Suasana Apel Pagi Membuka amanatnya,"
		return true
	case opener && known().particle[folded]: // "Dalam", "Pada", "Usai"
		return true
	case opener:
		return isLower(before) || actsNext(s, words[i:])
	}
	return isLower(before) && !namesThing(folded) && actsNext(s, words[i:])
}

// namesThing reports whether the noun before a capitalised word takes that word as
// its name: "rapat KPU", "aula Hotel".
func namesThing(folded string) bool {
	switch folded {
	case "kpu", "kip", "ppk", "pps", "kpps", "tps", "bawaslu", "pemilu", "pilkada", "pemilihan", "kabupaten", "kota", "provinsi", "kecamatan", "desa",
		"kelurahan", "hotel", "aula", "gedung", "dapil", "dpt", "dprd", "tni", "polri", "polres":
		return true
	}
	return false
}

// actsNext reports whether the first word in lower case after words[0], within
// eight words, is a verb, so that the words before it are its subject.
func actsNext(s string, words []field) bool {
	for i, w := range words {
		if i == 0 {
			continue
		}
		if i > 8 {
			break
		}
		word := strings.Trim(s[w.start:w.end], ",;:")
		if isLower(word) {
			return len(word) > 5 && (strings.HasPrefix(word, "me") || strings.HasPrefix(word, "ber") || strings.HasPrefix(word, "di")) ||
				word == "ini" || word == "itu" || word == "tersebut"
		}
	}
	return false
}

type field struct{ start, end int }

// fieldsAt is strings.Fields with places, for tidy text.
func fieldsAt(s string) []field {
	var out []field
	start := -1
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ' ' {
			if start >= 0 {
				out = append(out, field{start, i})
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	return out
}

func isLower(word string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "(["))
	return unicode.IsLower(r)
}

// lastBoundary is the start of the rune of s that holds byte i.
func lastBoundary(s string, i int) int {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return min(i, len(s))
}

// indexFold finds an ASCII needle in lower case, in any case. Its first byte is
// searched for, so text without that letter costs next to nothing.
func indexFold(s, needle string) int {
	lower, upper := needle[0], needle[0]
	if 'a' <= lower && lower <= 'z' {
		upper -= 'a' - 'A'
	}
	for i := 0; i+len(needle) <= len(s); i++ {
		if (s[i] == lower || s[i] == upper) && strings.EqualFold(s[i:i+len(needle)], needle) {
			return i
		}
	}
	return -1
}
