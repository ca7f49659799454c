package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
)

// cutFoot takes the foot off the body: share bars and counters that were glued
// to it, hashtags, words that lead to a file, the sign-off.
func (d *Draft) cutFoot() {
	for len(d.Paragraphs) > 0 {
		last := len(d.Paragraphs) - 1
		p := d.withoutGluedFoot(d.Paragraphs[last])
		p = withoutHashtags(p)
		p = withoutDownload(p)
		p = d.withoutSignOff(p)
		if p == d.Paragraphs[last] {
			return
		}
		d.Paragraphs[last] = p
		if p == "" {
			d.Paragraphs = d.Paragraphs[:last]
		}
	}
}

// withoutGluedFoot cuts "Bagikan: facebook ... Telah dilihat 42 kali" off the
// end of a paragraph that a listing flattened.
func (d *Draft) withoutGluedFoot(p string) string {
	from := max(0, len(p)-shortLine)
	from = lastBoundary(p, from)
	tail := p[from:]
	for _, mark := range [...]string{"bagikan:", "telah dilihat ", "dilihat "} {
		i := indexFold(tail, mark)
		if i < 0 || i > 0 && tail[i-1] != ' ' {
			continue
		}
		rest := tail[i:]
		bar := rest
		if j := indexFold(rest, "telah dilihat "); j >= 0 {
			bar = rest[:j]
		} else if j := indexFold(rest, "dilihat "); j >= 0 {
			bar = rest[:j]
		}
		n, counted := viewCount(rest[len(bar):])
		if before := strings.TrimRight(p[:from+i], " "); bar == "" && before != "" && !endsSentence(before) {
			continue // "Video itu telah dilihat 42 kali"
		}
		if bar != "" && !isShareBar(strings.ToLower(bar)) || bar == "" && !counted || len(bar) < len(rest) && !counted {
			continue
		}
		if counted && d.Views == nil {
			d.Views = &n
		}
		return strings.TrimRight(p[:from+i], " ")
	}
	return p
}

func withoutHashtags(p string) string {
	if i := strings.IndexByte(p, '#'); i > 0 && strings.Count(p, "#") == 1 && !endsSentence(strings.TrimRight(p[:i], " ")) {
		return p // "memakai tagar #PemiluDamai"
	}
	for {
		i := strings.LastIndexByte(p, ' ') + 1
		word := p[i:]
		if len(word) < 2 || word[0] != '#' || strings.ContainsAny(word, ",.") {
			return p
		}
		p = strings.TrimRight(p[:i], " ")
	}
}

// withoutDownload cuts a last sentence that only leads to a file, such as
// "Pengumuman selengkapnya dapat didownload disini".
func withoutDownload(p string) string {
	trimmed := strings.TrimRight(p, " .:!")
	for _, words := range known().download {
		at := len(trimmed) - len(words)
		if at < 0 || !strings.EqualFold(trimmed[at:], words) || at > 0 && trimmed[at-1] != ' ' {
			continue
		}
		rest := strings.TrimRight(trimmed[:at], " ")
		if rest == "" || endsSentence(rest) {
			return rest
		}
		start := lastSentence(rest)
		if short := countWords(rest[start:]) <= 6; short && (strings.Contains(words, " ") || strings.Contains(strings.ToLower(rest[start:]), "selengkapnya")) {
			return strings.TrimRight(rest[:start], " ")
		}
	}
	return p
}

// lastSentence is where the last sentence of s begins.
func lastSentence(s string) int {
	for i := len(s) - 1; i > 0; i-- {
		if s[i] == ' ' && (s[i-1] == '.' || s[i-1] == '!' || s[i-1] == '?') {
			return i + 1
		}
		if len(s)-i > shortLine {
			break
		}
	}
	if len(s) <= shortLine {
		return 0
	}
	return len(s)
}

// longestSignOff is how many code points a sign-off has at most.
const longestSignOff = 120

// withoutSignOff cuts the final bracket off a paragraph if it is a sign-off,
// and reads it.
func (d *Draft) withoutSignOff(p string) string {
	end := strings.TrimRight(p, " .")
	dotted := strings.Contains(p[len(end):], ".")
	if end == "" || d.Credits != nil && d.Credits.Text != "" {
		return p
	}
	opener := byte('(')
	switch end[len(end)-1] {
	case ')':
	case ']':
		opener = '['
	default:
		return p
	}
	window := end[lastBoundary(end, max(0, len(end)-4*longestSignOff)):]
	start := strings.LastIndexByte(window, opener)
	if start < 0 || utf8.RuneCountInString(window[start:]) > longestSignOff {
		return p
	}
	bracket := window[start:]
	rest := strings.TrimRight(end[:len(end)-len(bracket)], " ")
	inner := strings.TrimSpace(bracket[1 : len(bracket)-1])
	if !isSignOff(inner, rest == "" || endsSentence(rest), dotted) {
		return p
	}
	writer, editor, photo := splitCredits(inner)
	c := article.Credits{Text: bracket, Writer: writer, Editor: editor, Photo: photo}
	if d.Credits != nil { // lines of credits were read before
		c.Writer = orElse(c.Writer, d.Credits.Writer)
		c.Editor = orElse(c.Editor, d.Credits.Editor)
		c.Photo = orElse(c.Photo, d.Credits.Photo)
	}
	d.Credits = &c
	if dotted && rest != "" && !endsSentence(rest) {
		rest += "." // the sentence's own full stop stood after the bracket
	}
	return rest
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// isSignOff judges the inside of a final bracket by. AfterStop
// says that a sentence ended before the bracket, dotted that a full stop stands
// after it.
func isSignOff(inner string, afterStop, dotted bool) bool {
	if inner == "" || strings.ContainsAny(inner, "\"“”?!") {
		return false
	}
	if hasCreditMark(inner) {
		return true
	}
	tokens, verbs, digits := 0, false, false
	lower := true
	for token := range strings.FieldsFuncSeq(inner, func(r rune) bool { return r == ' ' || r == '/' || r == '_' || r == ',' }) {
		tokens++
		folded := strings.ToLower(token)
		if isRoleWord(folded) || notSigned(folded) {
			return false
		}
		if isLower(token) {
			verbs = verbs || len(token) > 6 && (strings.HasPrefix(token, "me") || strings.HasPrefix(token, "di") || strings.HasPrefix(token, "ber"))
		} else {
			lower = false
		}
		digits = digits || strings.ContainsAny(token, "0123456789")
	}
	if tokens == 0 || tokens > 4 || verbs || digits {
		return false
	}
	if afterStop {
		return tokens <= 3 || strings.ContainsAny(inner, "/_")
	}
	// Glued to a sentence that has no end: only initials, so that "(DPT)." stays.
	return !dotted && lower && tokens == 1 && len(inner) <= 8
}

// hasCreditMark reports whether a bracket names a part of the work.
func hasCreditMark(inner string) bool {
	folded := strings.ToLower(inner)
	if strings.Contains(folded, "humas") || strings.Contains(folded, "hupmas") ||
		strings.Contains(folded, "media center") || strings.Contains(folded, "media-center") {
		return !strings.Contains(folded, "kasub") && !strings.Contains(folded, "kabag") && !strings.Contains(folded, "kepala ")
	}
	if at, _ := photoMark(folded); at >= 0 {
		return true
	}
	at, _ := editorMark(folded)
	return at >= 0 && !isGloss(folded)
}

// isGloss reports an editor's gloss: "DPRD, red".
func isGloss(folded string) bool {
	rest, ok := strings.CutSuffix(strings.TrimRight(folded, "."), "red")
	rest = strings.TrimRight(rest, " ")
	return ok && (rest == "" || strings.HasSuffix(rest, ",") || strings.HasSuffix(rest, "-"))
}

func isRoleWord(folded string) bool {
	switch strings.Trim(folded, ".,:") {
	case "ketua", "anggota", "sekretaris", "kepala", "kabag", "kasubbag", "kasubag", "kadiv", "divisi",
		"komisioner", "plt", "plh", "bupati", "wali", "gubernur", "camat", "dosen", "staf", "operator":
		return true
	}
	return false
}

// notSigned names words that end a text in brackets without signing it.
func notSigned(folded string) bool {
	switch folded {
	case "kemarin", "lalu", "kiri", "kanan", "tengah", "terlampir", "bersambung", "habis", "selesai", "alm", "alm.",
		"almarhum", "sic", "red", "wib", "wita", "wit", "tahun", "persen", "tentatif":
		return true
	}
	return false
}

// splitCredits parts a sign-off into writer, editor and photo, each as typed.
// The mark itself counts as the editor where no name follows it.
func splitCredits(inner string) (writer, editor, photo string) {
	folded := strings.ToLower(inner)
	if len(folded) != len(inner) { // letters whose case changes their length
		folded = inner
	}
	trim := func(s string) string { return strings.Trim(s, " /.,:;|-") }
	left := inner
	if at, size := photoMark(folded); at >= 0 {
		photo = inner[at+size:]
		left, folded = inner[:at], folded[:at]
		if at, size := editorMark(strings.ToLower(photo)); at > 0 && trim(photo[at+size:]) != "" {
			editor, photo = trim(photo[at+size:]), photo[:at] // "foto: tls/ed dwr"
		}
		photo = trim(photo)
	}
	if at, size := editorMark(folded); at >= 0 && editor == "" {
		name := trim(left[at+size:])
		if editor = name; name == "" {
			editor = left[at : at+size]
		}
		left = left[:at]
	}
	return trim(left), editor, photo
}

// photoMark finds "foto" where it names the photographer.
func photoMark(folded string) (at, size int) {
	return creditMark(folded, "fotografer", "foto", "photo", "dok.", "dok:")
}

// editorMark finds "ed", "red" or "editor" where it names the editor.
func editorMark(folded string) (at, size int) {
	return creditMark(folded, "editor", "redaktur", "redaksi", "red", "ed")
}

// creditMark finds the first of marks that stands as a word of its own, with
// what divides credits before it.
func creditMark(folded string, marks ...string) (at, size int) {
	for _, mark := range marks {
		for from := 0; ; {
			i := strings.Index(folded[from:], mark)
			if i < 0 {
				break
			}
			i += from
			from = i + len(mark)
			before, _ := utf8.DecodeLastRuneInString(folded[:i])
			after, _ := utf8.DecodeRuneInString(folded[from:])
			if (i == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before)) &&
				(from == len(folded) || !unicode.IsLetter(after) && !unicode.IsDigit(after)) {
				return i, len(mark)
			}
		}
	}
	return -1, 0
}
