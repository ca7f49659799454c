package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
)

// cutHead takes off the head of the body what is not of it: the title where it
// is repeated and the byline of an opinion.
func (d *Draft) cutHead() {
	d.cutRepeatedTitle()
	d.cutByline()
}

// cutRepeatedTitle drops the title from the head of the body. It may stand on a
// line of its own, after a deck line, or run into the first sentence; spelling
// may differ a little.
func (d *Draft) cutRepeatedTitle() {
	title := letters(d.Title)
	if title == "" {
		return
	}
	for i := range min(2, len(d.Paragraphs)) {
		p := d.Paragraphs[i]
		if len(p) <= 2*len(d.Title)+20 && alike(title, letters(p)) {
			d.Paragraphs = append(d.Paragraphs[:i:i], d.Paragraphs[i+1:]...)
			return
		}
	}
	if len(d.Paragraphs) == 0 || countWords(d.Title) < 4 {
		return
	}
	if end := titleAtHead(d.Paragraphs[0], d.Title, title); end > 0 {
		if rest := strings.TrimLeft(d.Paragraphs[0][end:], " .:-–—!?\"”"); rest != "" {
			d.Paragraphs[0] = rest
		} else {
			d.Paragraphs = d.Paragraphs[1:]
		}
	}
}

// titleAtHead returns how many bytes at the head of p repeat the title, or 0.
// Only capitals tell a repeated title from a sentence that begins with the same
// words: "KPU Rembang menetapkan" does not repeat "KPU Rembang Menetapkan".
func titleAtHead(p, title, folded string) int {
	words := fieldsAt(p[:lastBoundary(p, min(len(p), len(title)+shortLine))])
	n := countWords(title)
	for _, k := range [...]int{n, n - 1, n + 1} {
		if k < 4 || k >= len(words) {
			continue
		}
		head, next := p[:words[k-1].end], p[words[k].start:]
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "\"“”#(–—- "))
		if unicode.IsLower(r) || strings.HasSuffix(head, ",") || strings.HasPrefix(next, "(") {
			continue
		}
		if capitalised(head)+0.01 >= min(capitalised(title), 0.95) && alike(folded, letters(head)) {
			return len(head)
		}
	}
	return 0
}

// alike reports whether two folded texts share nine words in ten.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	count := make(map[string]int)
	words := 0
	for w := range strings.FieldsSeq(a) {
		count[w]++
		words++
	}
	same := 0
	for w := range strings.FieldsSeq(b) {
		words++
		if count[w] > 0 {
			count[w]--
			same++
		}
	}
	return words > 6 && float64(2*same) >= 0.9*float64(words)
}

// cutByline reads "Oleh : Nama, Jabatan" at the head of the body.
func (d *Draft) cutByline() {
	for i := range min(2, len(d.Paragraphs)) {
		p := d.Paragraphs[i]
		rest, ok := cutFold(p, "oleh")
		rest = strings.TrimLeft(rest, " ")
		if !ok || !strings.HasPrefix(rest, ":") {
			continue
		}
		rest = strings.TrimLeft(rest, " :")
		byline, body := rest, ""
		if len(rest) > shortLine || endsSentence(rest) && countWords(rest) > 14 {
			byline, body = cutName(rest)
		}
		byline = strings.Trim(byline, " .,;-–—()")
		if byline == "" {
			return
		}
		d.Byline = byline
		name, _, _ := strings.Cut(byline, ",")
		if at := strings.IndexAny(name, "(–—"); at > 0 {
			name = name[:at]
		}
		if d.Credits == nil {
			d.Credits = &article.Credits{}
		}
		d.Credits.Writer = orElse(d.Credits.Writer, strings.TrimSpace(beforeRole(name)))
		if body != "" {
			d.Paragraphs[i] = body
		} else {
			d.Paragraphs = append(d.Paragraphs[:i:i], d.Paragraphs[i+1:]...)
		}
		return
	}
}

// beforeRole cuts "Nama Jabatan" before the word that begins the post.
func beforeRole(name string) string {
	for i, f := range fieldsAt(name) {
		if i > 0 && isRoleWord(strings.ToLower(name[f.start:f.end])) {
			return name[:f.start]
		}
	}
	return name
}

// cutName parts a byline from the text that a listing flattened onto it: its
// words are capitals, and the last capital before a word in lower case begins
// the text.
func cutName(s string) (byline, body string) {
	words := fieldsAt(s)
	for i, w := range words {
		word := s[w.start:w.end]
		if isLower(word) && !known().particle[word] {
			at := max(i-1, 0)
			return s[:words[at].start], s[words[at].start:]
		}
		if i > 20 {
			break
		}
	}
	return "", s
}

// opening makes a title of the first words of a text that has none.
func opening(p string) string {
	const longest = 100
	if len(p) <= longest {
		return strings.TrimRight(p, ".")
	}
	cut := p[:lastBoundary(p, longest)]
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}
