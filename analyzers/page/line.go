package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lineKind says what a line of a page is for.
type lineKind uint8

const (
	plain    lineKind = iota // may be title, body or sub-heading
	number                   // a bare counter
	label                    // a section label
	share                    // a share bar
	views                    // "Telah dilihat 42 kali"
	more                     // "Selengkapnya"
	related                  // heading of a list of other articles
	hashtags                 // nothing but hashtags
	caption                  // a caption among the text
	readAlso                 // "Baca juga: ..."
	signer                   // "Editor: ..."
	posted                   // a day of posting
	notice                   // what a site puts among the text: "Waktu baca: 3 menit"
	latest                   // "Latest posts by NAME (see all)": text is the name
)

// A line is one line of a page with what it is for.
type line struct {
	kind    lineKind
	heading bool   // the page's markup says so
	linked  bool   // all of it is a link
	pulled  bool   // of a pull quote
	number  int    // for number and views
	text    string // for label, caption and the like: without its mark
	typed   string // the line as it stands
	part    string // for signer: "writer", "editor", "photo" or empty
	posting posting
	signers []signature // of a line that names author and time
}

// shortLine is how many bytes a line of furniture has at most.
const shortLine = 160

// classify says what a tidy line is for, by its own words alone.
func classify(s string) line {
	l := line{text: s, typed: s}
	if text, ok := captionText(s); ok {
		l.kind, l.text = caption, text
		return l
	}
	if rest, ok := readAlsoText(s); ok && (!strings.ContainsAny(rest, ".") || strings.Contains(rest, "://") && !strings.Contains(rest, ". ")) && len(rest) <= 2*shortLine {
		l.kind, l.text = readAlso, rest
		return l
	}
	if len(s) > shortLine {
		return l
	}
	if n, ok := bareNumber(s); ok {
		l.kind, l.number = number, n
		return l
	}
	if n, ok := viewCount(s); ok {
		l.kind, l.number = views, n
		return l
	}
	if isHashtags(s) {
		l.kind = hashtags
		return l
	}
	if isImageAddress(s) {
		l.kind, l.text = caption, ""
		return l
	}
	folded := strings.ToLower(s)
	switch bare := strings.Trim(folded, " .:"); {
	case bare == "selengkapnya" || bare == "baca selengkapnya":
		l.kind = more
	case known().furnitureLine[strings.Trim(bare, "-–—*=~ ")], isShareBar(folded), strings.HasPrefix(folded, "copyright"), strings.HasPrefix(folded, "©"), strings.HasPrefix(folded, "hak cipta ©"):
		l.kind = share
	case known().section[labelKey(folded)]:
		l.kind = label
	case isRelatedLabel(folded):
		l.kind = related
	case isNotice(folded), isSlide(folded), isFileLink(folded):
		l.kind = notice
	case latestBy(s) != "":
		l.kind, l.text = latest, latestBy(s)
	default:
		if last, ok := breadcrumb(s); ok {
			l.kind, l.text = label, last
		} else if p, signers, ok := readCredits(s); ok {
			l.kind, l.posting, l.signers = posted, p, signers
		} else if part, name, ok := signerText(s); ok {
			l.kind, l.part, l.text = signer, part, name
		} else if p, ok := readPosting(s); ok {
			l.kind, l.posting = posted, p
		}
	}
	return l
}

// isFileLink reports whether a line in lower case only leads to a file: "Unduh PDF", "Unduh
// Pengumuman (PDF, 412 KB)".
func isFileLink(folded string) bool {
	first, rest, _ := strings.Cut(folded, " ")
	if first != "unduh" && first != "download" || len(folded) > shortLine || endsSentence(strings.TrimRight(folded, ")")) {
		return false
	}
	return countWords(rest) <= 1 || strings.Contains(rest, ".pdf") || strings.Contains(rest, "(pdf") || strings.Contains(rest, " kb)") || strings.Contains(rest, " mb)")
}

// isSlide reports whether a line counts pictures: "1/2".
func isSlide(s string) bool {
	at, of, ok := strings.Cut(s, "/")
	return ok && len(s) <= 5 && atoi(strings.TrimSpace(at)) > 0 && atoi(strings.TrimSpace(of)) >= atoi(strings.TrimSpace(at))
}

// isNotice reports whether a line in lower case begins as those that sites put among the
// text do.
func isNotice(folded string) bool {
	for _, start := range known().starts {
		if rest, ok := strings.CutPrefix(folded, start); ok && len(folded) <= 70 && !strings.HasSuffix(folded, ".") && (rest == "" || rest[0] == ' ' || rest[0] == ':') {
			return true
		}
	}
	return false
}

// labelKey is the form in which labels are known: no spaces, no colon.
func labelKey(folded string) string {
	return strings.ReplaceAll(strings.Trim(folded, " :."), " ", "")
}

func bareNumber(s string) (int, bool) {
	if len(s) == 0 || len(s) > 6 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// viewCount reads "Telah dilihat 42 kali", "Dilihat 68 Kali." and what a
// template adds after it, as in "68 kalitotal 3".
func viewCount(s string) (int, bool) {
	rest, ok := cutFold(s, "telah ")
	if !ok {
		rest = s
	}
	after, ok := cutFold(rest, "dilihat")
	if !ok {
		if after, ok = cutFold(rest, "dibaca"); !ok {
			return 0, false
		}
	}
	after = strings.TrimLeft(after, " :")
	n, digits := 0, 0
	for len(after) > 0 && digits < 9 && (after[0] >= '0' && after[0] <= '9' || digits > 0 && (after[0] == '.' || after[0] == ',')) {
		if after[0] >= '0' {
			n = n*10 + int(after[0]-'0')
			digits++
		}
		after = after[1:]
	}
	if digits == 0 {
		return 0, false
	}
	after = strings.TrimLeft(after, " ")
	tail, ok := cutFold(after, "kali")
	if !ok {
		tail = after
	}
	tail = strings.Trim(tail, " .")
	return n, tail == "" || strings.HasPrefix(strings.ToLower(tail), "total")
}

// cutFold is strings.CutPrefix for an ASCII prefix in lower case, in any case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

func isHashtags(s string) bool {
	if s == "" || s[0] != '#' {
		return false
	}
	for word := range strings.FieldsSeq(s) {
		if len(word) < 2 || word[0] != '#' || strings.ContainsAny(word, ",.") {
			return false
		}
	}
	return true
}

// isShareBar reports whether all words of a folded line belong to a share bar.
func isShareBar(folded string) bool {
	strong, tools, words := false, 0, 0
	for word := range strings.FieldsSeq(folded) {
		word = strings.Trim(word, ":|,•·-[]()")
		if word == "" {
			continue
		}
		if !known().share[word] {
			return false
		}
		words++
		switch word {
		case "email", "e-mail", "cetak", "print", "pdf":
			tools++
			strong = strong || word == folded // alone in its line
		case "ke", "di", "kembali", "kirim", "teman", "lewat", "this", "artikel", "berita", "ini", "x", "line", "link", "via":
		default:
			strong = true
		}
	}
	return strong || tools > 0 && words > 2
}

func isImageAddress(s string) bool {
	_, end, ok := imageAddress(s, 0)
	return ok && strings.TrimSpace(s[end:]) == "" && !strings.Contains(s[:end], " ")
}

// imageAddress finds the first bare address of an image in s[from:].
func imageAddress(s string, from int) (start, end int, ok bool) {
	for from < len(s) {
		i := strings.Index(s[from:], "http")
		if i < 0 {
			return 0, 0, false
		}
		start = from + i
		end = len(s)
		if j := strings.IndexByte(s[start:], ' '); j >= 0 {
			end = start + j
		}
		word := strings.ToLower(s[start:end])
		if strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://") {
			for _, suffix := range [...]string{".jpg", ".jpeg", ".png", ".webp", ".gif"} {
				if strings.HasSuffix(word, suffix) {
					return start, end, true
				}
			}
		}
		from = end
	}
	return 0, 0, false
}

// breadcrumb reads "Home / Berita Terkini": a path whose last step is a label.
func breadcrumb(s string) (string, bool) {
	first, _, ok := strings.Cut(s, " ")
	if !ok || !strings.EqualFold(first, "home") && !strings.EqualFold(first, "beranda") {
		return "", false
	}
	i := strings.LastIndexAny(s, "/>»›")
	if i < 0 {
		return "", false
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	last := strings.TrimSpace(s[i+size:])
	if before := strings.TrimSpace(s[:i]); len(s) <= 2*shortLine && countWords(last) > 3 && strings.ContainsAny(before, "/>»›") { // the last step is the title
		j := strings.LastIndexAny(before, "/>»›")
		_, size := utf8.DecodeRuneInString(before[j:])
		label := strings.TrimSpace(before[j+size:])
		return label, label != "" && countWords(label) <= 3
	}
	return last, known().section[labelKey(strings.ToLower(last))] || len(s) <= 60 && countWords(last) <= 3 && !endsSentence(last)
}

// captionText reads a line that is a caption as a whole: "dok. foto ...",
// "() ...", "Gambar 1. ...".
func captionText(s string) (string, bool) {
	if len(s) > 3*shortLine || s == "" {
		return "", false
	}
	if inner, ok := strings.CutSuffix(strings.TrimSuffix(s, "."), ")"); ok && strings.HasPrefix(s, "(") {
		if rest, ok := cutFold(inner[1:], "foto"); ok && strings.HasPrefix(strings.TrimLeft(rest, " "), ":") && countWords(rest) > 5 {
			return strings.TrimLeft(rest, " :"), true // "(Foto: Tim memeriksa kelengkapan berkas di aula)"
		}
	}
	if rest, ok := strings.CutPrefix(s, "()"); ok {
		return strings.TrimSpace(rest), true
	}
	if rest, ok := cutFold(s, "gambar "); ok {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits > 0 && digits < len(rest) && (rest[digits] == '.' || rest[digits] == ':') {
			return strings.TrimSpace(rest[digits+1:]), true
		}
		return "", false
	}
	for _, mark := range known().caption {
		rest, ok := cutFold(s, mark)
		if !ok || rest == "" || mark == "foto:" || mark == "foto :" {
			continue
		}
		if rest = strings.TrimLeft(rest, " :-"); !strings.Contains(rest, ". ") {
			return rest, true
		}
	}
	return "", false
}

// readAlsoText reads "Baca juga: title".
func readAlsoText(s string) (string, bool) {
	rest, ok := cutFold(s, "baca juga")
	if !ok {
		if rest, ok = cutFold(s, "lihat juga"); !ok {
			label, title, ok := strings.Cut(s, ":")
			if ok && strings.TrimSpace(title) != "" && isRelatedLabel(label) && (strings.Contains(title, "://") || titleLike(strings.TrimSpace(title))) {
				return strings.TrimSpace(title), true
			}
			return "", false
		}
	}
	trimmed := strings.TrimLeft(rest, " :-–")
	return trimmed, trimmed != rest || rest == ""
}

// signerText reads "Editor: Sri Wahyuni", a line of credits.
func signerText(s string) (part, name string, ok bool) {
	mark, name, ok := strings.Cut(s, ":")
	if !ok || len(mark) > 20 || len(name) > 100 {
		return "", "", false
	}
	part, ok = known().signer[strings.ToLower(strings.TrimSpace(mark))]
	name = strings.TrimSpace(name)
	return part, name, ok && name != "" && !strings.HasSuffix(name, ".") && countWords(name) <= 10
}

// A signature names a contributor and his part of the work.
type signature struct{ part, name string }

// readCredits reads a line of several segments each of which is a credit or gives
// posting: "Penulis: Rina | Editor: Budi | 02/08/2022, 10:05 WITA".
func readCredits(s string) (posting, []signature, bool) {
	if !strings.ContainsAny(s, "|•·") {
		return posting{}, nil, false
	}
	var p posting
	var signers []signature
	for segment := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '|' || r == '•' || r == '·' }) {
		segment = strings.TrimSpace(segment)
		if part, name, ok := signerText(segment); ok {
			signers = append(signers, signature{part, name})
			continue
		}
		read, ok := readPosting(segment)
		if !ok {
			return posting{}, nil, false
		}
		p.day, p.strong = orElse(p.day, read.day), true
	}
	p.strong = true
	return p, signers, len(signers) > 0
}

// titleLike reports whether a line can be a title or a sub-heading: short, with
// a capital or a mark at its head, and without the end of a sentence.
func titleLike(s string) bool {
	if len(s) > 300 || countWords(s) < 2 {
		return false
	}
	switch s[len(s)-1] {
	case '.', ',', ';', ':':
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if unicode.IsLower(first) || strings.HasSuffix(s, "…") {
		return false
	}
	if inner := strings.Index(s, ". "); inner > 0 && len(s) > shortLine {
		return false
	}
	return true
}

// sentenceLike reports whether a line reads as running text.
func sentenceLike(s string) bool {
	return len(s) > 200 || len(s) > 40 && endsSentence(s)
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’)]» ")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…")
}

func countWords(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		n++
	}
	return n
}

// capitalised is the share of the words of s that begin with a capital or a
// digit, particles apart.
func capitalised(s string) float64 {
	up, all := 0, 0
	for word := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "\"'“‘(["))
		if !unicode.IsLetter(r) || known().particle[word] {
			continue
		}
		all++
		if unicode.IsUpper(r) {
			up++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(up) / float64(all)
}

// datelineRoom is how far into a paragraph its dateline may reach, in bytes
//
const datelineRoom = 90

// opensLikeNews reports whether a paragraph begins as a dateline does: a place,
// a host or an office, then a mark. It does not say what the dateline is; it
// distinguishes the head of a story from the text under a sub-heading.
func opensLikeNews(s string) bool {
	head := s
	if len(head) > datelineRoom {
		head = head[:datelineRoom]
	}
	if i := strings.Index(head, ".id"); i > 0 && i < 60 && strings.Contains(strings.ToLower(head[:i]), "kpu") {
		return true
	}
	end := -1
	for i, r := range head {
		if r == '–' || r == '—' || r == ';' || r == '-' && (i+1 == len(head) || head[i+1] == ' ' || i > 0 && head[i-1] == ' ') {
			end = i
			break
		}
		if r == '.' || r == '"' || r == '“' || r == '”' {
			return false
		}
	}
	if end <= 0 {
		return false
	}
	if isDatedTitle(s) && len(s) <= shortLine {
		return false // the title of another article with its day
	}
	if next := strings.TrimLeft(s[end:], " -–—;|"); next != "" {
		if r, _ := utf8.DecodeRuneInString(next); unicode.IsLower(r) {
			return false // "Usia – paling rendah 17 tahun"
		}
	}
	words := 0
	for word := range strings.FieldsSeq(head[:end]) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "(["))
		if unicode.IsLower(r) {
			return false
		}
		words++
	}
	return words >= 1 && words <= 8
}

// latestBy returns the name in "Latest posts by NAME (see all)", the heading of a box that
// names the author; empty where s is none.
func latestBy(s string) string {
	for _, mark := range [...]string{"latest posts by ", "pos-pos terbaru oleh ", "tulisan terbaru oleh ", "recent posts by "} {
		if rest, ok := cutFold(s, mark); ok {
			name, _, _ := strings.Cut(rest, "(")
			return strings.TrimSpace(name)
		}
	}
	return ""
}

// isDatedTitle reports whether a line is the title of another article with its day: "-
// KPU X Gelar Apel - 25/01/2018".
func isDatedTitle(s string) bool {
	if endsSentence(s) {
		return false
	}
	for _, mark := range [...]string{" - ", " – ", " — ", " | "} {
		if i := strings.LastIndex(s, mark); i > 0 {
			if p, ok := readPosting(s[i+len(mark):]); ok && p.day != "" {
				return true
			}
		}
	}
	return false
}
