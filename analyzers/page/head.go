package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/internal/edits"
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
	title := lettersAndDigits(d.Title)
	if title == "" {
		return
	}
	for i := range min(2, len(d.Paragraphs)) {
		p := d.Paragraphs[i]
		if len(p) <= 2*len(d.Title)+20 && alike(title, lettersAndDigits(p)) {
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
// Only capitals distinguish a repeated title from a sentence that begins with the same
// words: "KPU Rembang menetapkan" does not repeat "KPU Rembang Menetapkan".
func titleAtHead(p, title, folded string) int {
	if strings.HasPrefix(p, title+" ") && endsSentence(title) {
		return len(title)
	}
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
		if !startsSentence(next) {
			continue // the sentence continues: "… Daftar Pemilih Berkelanjutan di Hotel"
		}
		if capitalised(head)+0.01 >= min(capitalised(title), 0.95) && alike(folded, lettersAndDigits(head)) {
			return len(head)
		}
	}
	return 0
}

// startsSentence reports whether a text begins a sentence of its own: with a dateline, an
// office, a mark or a word that opens sentences.
func startsSentence(s string) bool {
	s = strings.TrimLeft(s, " -–—:")
	first, _, _ := strings.Cut(s, " ")
	low := strings.ToLower(strings.Trim(first, ",:;\"“”#("))
	r, _ := utf8.DecodeRuneInString(s)
	return opensLikeNews(s) || isCommissionWord(low) || known().opener[low] || r == '"' || r == '“' || r == '#' || strings.HasSuffix(first, ",") || isVerbShaped(low)
}

// alike reports whether two folded texts are the same words in the same order, but for
// one word in ten.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := strings.Fields(a), strings.Fields(b)
	allowed := max(len(x), len(y)) / 10
	if len(x) >= 4 && allowed == 0 {
		allowed = 1
	}
	differ := edits.Distance(x, y, allowed)
	return differ <= allowed && (differ == 0 || len(x) != len(y) && len(x) > 5 || misspelt(x, y))
}

// misspelt reports whether the words in which two short texts of one length differ begin
// with the same letters: another spelling, no other word.
func misspelt(x, y []string) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] && (len(x[i]) < 4 || len(y[i]) < 4 || x[i][:3] != y[i][:3]) {
			return false
		}
	}
	return true
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
		if !(i+1 < len(d.Paragraphs) && opensLikeNews(d.Paragraphs[i+1]) || body != "" && opensLikeNews(body)) {
			d.Byline = byline // of an opinion: a story with a dateline is none
		}
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
