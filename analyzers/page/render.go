package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A renderer writes the text under elements as lines.
type renderer struct {
	text     strings.Builder
	lines    []line
	captions []string
	until    *html.Node // what stands before it is not of the text

	linked, slanted int        // bytes of text in links and in small or slanted type
	link, slant     int        // how many such elements are open
	begun           bool       // running text has been written
	dropped         *html.Node // the last link that was left out
	pulled          int        // how many elements of pull quotes are open
	picture         bool       // no text stands between the last picture and here
}

// render returns the lines of text under nodes, headings marked; where after lies
// under one of them, only what follows it.
func render(nodes []*html.Node, after *html.Node) []line {
	r := renderer{}
	for _, n := range nodes {
		if after != nil && holds(n, after) {
			r.until = after
		}
	}
	for _, n := range nodes {
		r.write(n)
		if n.Type == html.ElementNode && isBlock(n.DataAtom) {
			r.flush(false)
		}
	}
	r.flush(false)
	r.lines = withoutPulled(r.lines)
	for _, text := range r.captions {
		r.lines = append(r.lines, line{kind: caption, text: text})
	}
	return r.lines
}

func holds(n, inner *html.Node) bool {
	for ; inner != nil; inner = inner.Parent {
		if inner == n {
			return true
		}
	}
	return false
}

// flush ends the block that is open and makes lines of its text.
func (r *renderer) flush(heading bool) {
	if r.text.Len() == 0 {
		return
	}
	text := r.text.String()
	r.text.Reset()
	visible := len(strings.TrimSpace(text))
	linked, slanted := r.linked, r.slanted
	r.linked, r.slanted = 0, 0
	if visible == 0 {
		return
	}
	if r.picture && slanted >= visible && visible <= 2*shortLine && !heading && !endsSentence(strings.TrimSpace(text)) && classify(tidy(text)).kind == plain {
		r.picture = false
		r.addCaption(text) // small or slanted type right under a picture
		return
	}
	r.picture = false
	for clean := range cleanLines(text) {
		l := classify(clean)
		l.heading, l.linked, l.pulled = heading, linked >= visible, r.pulled > 0
		r.begun = r.begun || l.kind == plain && sentenceLike(l.text)
		r.lines = append(r.lines, l)
	}
}

func (r *renderer) write(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.writeText(n.Data)
		return
	case html.ElementNode:
		if r.skips(n) {
			return
		}
	}
	if n.DataAtom == atom.Q || n.DataAtom == atom.Blockquote && len(r.lines) > 0 {
		writeMarks(n)
	}
	block := n.Type == html.ElementNode && isBlock(n.DataAtom)
	switch {
	case block:
		r.flush(false)
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		r.text.WriteByte(' ')
	}
	link, slant := n.DataAtom == atom.A, isSlanted(n)
	r.count(link, slant, 1)
	pulled := n.Type == html.ElementNode && isPullQuote(n)
	if pulled {
		r.pulled++
		defer func() { r.pulled-- }()
	}
	r.writeChildren(n)
	if block {
		r.flush(headingLevel(n) > 0)
	}
	r.count(link, slant, -1)
}

// isPullQuote reports whether n may show words of the text a second time, large.
func isPullQuote(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && len(a.Val) <= longestClass && (strings.Contains(a.Val, "quote") || strings.Contains(a.Val, "_pull_") || strings.Contains(a.Val, "pull-")) {
			return true
		}
	}
	return n.DataAtom == atom.Blockquote
}

// withoutPulled drops the lines of pull quotes whose words stand in another line, with
// the line of their speaker.
func withoutPulled(lines []line) []line {
	var text strings.Builder
	pulled := false
	for _, l := range lines {
		if pulled = pulled || l.pulled; !l.pulled && l.kind == plain {
			text.WriteString(lettersAndDigits(l.text))
			text.WriteByte('\n')
		}
	}
	if !pulled {
		return lines
	}
	all, dropped := text.String(), false
	kept := lines[:0]
	for _, l := range lines {
		switch {
		case !l.pulled || l.kind != plain:
			dropped = false
		case countWords(l.text) >= 4 && strings.Contains(all, lettersAndDigits(l.text)), dropped && countWords(l.text) <= 8:
			dropped = true
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// writeChildren writes what lies inside n. Behind the heading of a list of other articles
// nothing is written but paragraphs of the kind that stood before it.
func (r *renderer) writeChildren(n *html.Node) {
	ended := false
	paragraph := "" // the class of the last paragraph
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isLabelElement(c) && !headsText(c) || c.Type == html.TextNode && isContainer(n) && standsBeforeBreak(c) && isRelatedLabel(c.Data) {
			r.flush(false)
			ended = true
			continue
		}
		if c.DataAtom == atom.P {
			if ended && paragraph == classKey(c) && !startsWithLink(c) {
				ended = false
			}
			if !ended {
				paragraph = classKey(c)
			}
		}
		if !ended {
			r.write(c)
		}
	}
}

// startsWithLink reports whether a paragraph opens with the title of another article as a
// link: "<a>KPU X Gelar Apel</a> - KPU X menggelar …".
func startsWithLink(p *html.Node) bool {
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		return c.DataAtom == atom.A && countWords(headingText(c)) >= 3
	}
	return false
}

// isContainer reports whether n begins lines of its own.
func isContainer(n *html.Node) bool { return isBlock(n.DataAtom) || n.DataAtom == atom.Td }

// standsBeforeBreak reports whether a text node is all of its line.
func standsBeforeBreak(n *html.Node) bool {
	edge := func(n *html.Node) bool { return n == nil || n.Type == html.ElementNode && isBlock(n.DataAtom) }
	return edge(n.PrevSibling) && edge(n.NextSibling)
}

// headsText reports whether a label that may be a sub-heading too ("Tanggapan") stands above
// text: what follows it in its element is running text without links, fields or days.
func headsText(label *html.Node) bool {
	if !isWeakLabel(shortText(label)) {
		return false
	}
	for c := label.NextSibling; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		v, _ := judged(c)
		return v == running
	}
	return false
}

// isLabelElement reports whether all that n holds is the heading of a list of other
// articles.
func isLabelElement(n *html.Node) bool {
	if isBlock(n.DataAtom) || n.DataAtom == atom.Td || n.DataAtom == atom.B || n.DataAtom == atom.Strong {
		nodes, size, digit := smallElement, longestLabel, false
		return fits(n, &nodes, &size, &digit) && isRelatedLabel(shortText(n))
	}
	return false
}

func (r *renderer) count(link, slant bool, n int) {
	if link {
		r.link += n
	}
	if slant {
		r.slant += n
	}
}

func (r *renderer) writeText(s string) {
	if r.until != nil {
		return
	}
	writeSpaced(&r.text, s)
	size := len(strings.TrimSpace(s))
	if r.link > 0 {
		r.linked += size
	}
	if r.slant > 0 {
		r.slanted += size
	}
}

// skips reports whether nothing of n is written: it cannot be read, it is furniture, a
// caption, the title, or the link behind "Baca juga:".
func (r *renderer) skips(n *html.Node) bool {
	switch {
	case n.DataAtom == atom.Img || n.Data == "amp-img":
		r.picture = true
		return false
	case isUnseen(n):
		return true
	case n == r.until:
		r.until = nil
		r.text.Reset()
		r.lines, r.captions = nil, nil
		r.linked, r.slanted, r.picture = 0, 0, false
		return true
	case r.until != nil && holds(n, r.until):
		return false
	case isCaption(n):
		r.caption(n)
		return true
	case isFurniture(n), r.takePosting(n), r.takePicture(n):
		return true
	case n.DataAtom == atom.A && r.dropReadAlso(n):
		return true
	}
	return false
}

// takePosting takes an element that says in several parts how the article was posted,
// as "<ul><li>admin<li>6 November 2025<li>42 views</ul>".
func (r *renderer) takePosting(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Ul, atom.P, atom.Td, atom.Tr, atom.Section, atom.Header, atom.Span, atom.Dl, atom.Time:
	default:
		return false
	}
	if n.DataAtom == atom.Time && inSentence(n) || r.begun && (n.DataAtom == atom.Tr || n.DataAtom == atom.Td || n.DataAtom == atom.Dl) {
		return false // a word of a sentence, a row of a table of the text
	}
	if n.FirstChild == nil || n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode && n.DataAtom != atom.Time {
		return false // one line: it is judged as such
	}
	p, ok := readPostingIn(n)
	if day, machine := isoDay(attribute(n, "datetime")); n.DataAtom == atom.Time && machine && !ok && r.standsAlone(n) {
		p, ok = posting{day: day, strong: true}, true // "<time datetime=2025-11-05>5 Nov</time>"
	}
	if !ok || !p.strong && n.DataAtom != atom.Time && !hasClass(n, known().date) {
		return false
	}
	r.flush(false)
	r.lines = append(r.lines, line{kind: posted, posting: p})
	return true
}

// standsAlone reports whether an inline element is all of its line.
func (r *renderer) standsAlone(n *html.Node) bool {
	if strings.TrimSpace(r.text.String()) != "" || len(inlineText(n)) > longestLabel {
		return false
	}
	for next := n.NextSibling; next != nil; next = next.NextSibling {
		if next.Type == html.ElementNode {
			return isBlock(next.DataAtom)
		}
		if next.Type == html.TextNode && strings.TrimSpace(next.Data) != "" {
			return false
		}
	}
	return true
}

// dropReadAlso drops "Baca juga:" from the end of the open block, before the link that
// it stands for.
func (r *renderer) dropReadAlso(a *html.Node) bool {
	text := r.text.String()
	head, ok := cutReadAlso(text)
	if r.until != nil {
		return false
	}
	if prev := previousOf(a); !ok && prev != nil && prev == r.dropped {
		r.dropped = a
		return true // one more link of the list
	}
	if !ok {
		return false
	}
	r.dropped = a
	r.text.Reset()
	r.text.WriteString(head)
	return true
}

// previousOf returns what stands before n, blanks passed over.
func previousOf(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) == ""; n = n.PrevSibling {
	}
	return n
}

// cutReadAlso cuts "(Baca juga:" off the end of a text.
func cutReadAlso(text string) (string, bool) {
	trimmed := strings.TrimRight(text, " \u00a0:-–—»>")
	for _, mark := range known().readAlso {
		at := len(trimmed) - len(mark)
		if at < 0 || !strings.EqualFold(trimmed[at:], mark) || at > 0 && trimmed[at-1] != ' ' && trimmed[at-1] != '(' && trimmed[at-1] != '*' {
			continue
		}
		if mark == "baca" && !strings.Contains(text[len(trimmed):], ":") {
			continue // "silakan baca"
		}
		head := strings.TrimRight(trimmed[:at], "(* ")
		if head != "" && !endsSentence(head) {
			continue // "peserta diminta baca juga …"
		}
		return strings.TrimRight(trimmed[:at], "(*"), true
	}
	return "", false
}

// isSlanted reports whether text in n is set in small or slanted type.
func isSlanted(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Em, atom.I, atom.Small, atom.Figcaption:
		return true
	}
	if n.DataAtom != atom.Span && n.DataAtom != atom.P && n.DataAtom != atom.Div {
		return false
	}
	style := strings.ReplaceAll(strings.ToLower(attribute(n, "style")), " ", "")
	return len(style) <= longestClass && strings.Contains(style, "font-style:italic")
}

func (r *renderer) caption(n *html.Node) {
	if r.until == nil {
		r.addCaption(inlineText(n))
	}
}

func (r *renderer) addCaption(text string) {
	for clean := range cleanLines(text) {
		if rest, ok := captionText(clean); ok {
			clean = rest
		}
		if clean != "" {
			r.captions = append(r.captions, clean)
		}
	}
}

// writeSpaced writes the text of a node, its line breaks as spaces.
func writeSpaced(b *strings.Builder, s string) {
	for {
		i := strings.IndexAny(s, "\n\r")
		if i < 0 {
			b.WriteString(s)
			return
		}
		b.WriteString(s[:i])
		b.WriteByte(' ')
		s = s[i+1:]
	}
}

// read takes the lines of a page into the article. Links to other articles behind a
// heading such as "Baca juga" are left out.
func (b *builder) read(lines []line) {
	others := false
	for _, l := range lines {
		switch l.kind {
		case related, readAlso:
			others = true
			continue
		case plain:
			if others && l.linked {
				continue
			}
			b.add(l)
		case label:
			if len(b.body) > 0 {
				b.add(l)
			}
		case notice:
			continue
		case number, caption, signer, posted:
			b.add(l)
		case views:
			b.see(l.number)
		case share, more, hashtags, latest: // they end a list of other articles
		}
		others = false
	}
}
