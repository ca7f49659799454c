package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A verdict says what an element beside the text of an article is.
type verdict uint8

const (
	unclear verdict = iota // neither text nor surely something else
	running                // running text
	foreign                // furniture, links, teasers of other articles
	ending                 // a heading behind which other articles or comments stand
)

// leastRunning is from how many bytes the own text of an element counts as running text.
const leastRunning = 40

// judge says what c is. Each element is judged once: the verdicts are kept.
func (s *survey) judge(c *html.Node) verdict {
	switch c.Type {
	case html.TextNode:
		if len(strings.TrimSpace(c.Data)) >= leastRunning {
			return running
		}
		return unclear
	case html.ElementNode:
	default:
		return unclear
	}
	if v, ok := s.verdicts[c]; ok {
		return v
	}
	if s.verdicts == nil {
		s.verdicts, s.pure = make(map[*html.Node]verdict), make(map[*html.Node]bool)
	}
	v, pure := judged(c)
	s.verdicts[c] = v
	if v == running && pure {
		s.pure[c] = true
	}
	return v
}

// judged judges an element; pure says that its first and its last line are sentences.
func judged(c *html.Node) (v verdict, pure bool) {
	if isFurniture(c) || isUnseen(c) {
		return foreign, false
	}
	var m measure
	m.walk(c, false)
	m.close()
	return m.verdict(), m.first && m.last
}

func (m *measure) verdict() verdict {
	switch {
	case m.related && m.running == 0:
		return ending
	case m.related || m.controls > 0 || m.teasers > 0 || 3*m.linked >= m.size && m.linked > 0 || m.lines > 0 && m.running < textPerLink*m.lines:
		return foreign
	case m.running > 0:
		return running
	case m.imprint:
		return foreign
	}
	return unclear
}

// textPerLink is how many bytes of running text must stand for each line that is a link:
// a list of teasers has less.
const textPerLink = 400

// isUnseen reports whether n holds nothing that is read.
func isUnseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Select, atom.Button, atom.Object, atom.Head:
		return true
	case atom.Form:
		return !isWrapper(n)
	}
	return false
}

// isWrapper reports whether a form holds the page, as some servers wrap all of a page in
// one: a search or a comment form has no paragraphs.
func isWrapper(form *html.Node) bool {
	var m measure
	for c := form.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c, false)
	}
	m.close()
	return m.running > 0 && 3*m.linked < m.size && (m.controls == 0 || m.running >= leastWrapped)
}

// leastWrapped is from how many bytes of running text a form with fields is one around a
// page.
const leastWrapped = 400

// measure counts the text of an element, furniture left out.
type measure struct {
	size, linked, running int
	controls, teasers     int
	lines                 int // that are links
	related, imprint      bool
	own, ownLinked        int // of the block that is open
	head                  []byte
	tail                  string // the last text of it
	blocks                int
	first, last           bool // the first and the last block are sentences
}

// close ends the block that is open: running text, the title of another article, or the
// heading of several.
func (m *measure) close() {
	if m.own == 0 {
		return
	}
	m.last = endsSentence(m.tail) && m.own >= leastRunning/2
	m.first = m.first || m.blocks == 0 && m.last
	m.blocks++
	switch {
	case m.own >= leastRunning && 3*m.ownLinked < m.own:
		if m.own <= longestLabel*4 && isImprint(m.head) {
			m.imprint = true
		} else {
			m.running += m.own
		}
	case m.own <= longestLabel && isRelatedLabel(string(m.head)):
		m.related = true
	case m.ownLinked == m.own && m.own >= leastLinkLine:
		m.lines++
	}
	m.own, m.ownLinked, m.head = 0, 0, m.head[:0]
}

// isImprint reports whether the first bytes of a block are those of an imprint: an
// address, a telephone, a claim of rights.
func isImprint(head []byte) bool {
	folded := strings.ToLower(string(head))
	for _, mark := range [...]string{"©", "copyright", "hak cipta", "jl. ", "jln. ", "telp", "telepon", "fax", "alamat:", "alamat :", "email:", "e-mail"} {
		if strings.Contains(folded, mark) {
			return true
		}
	}
	return false
}

// longestLabel is how many bytes the heading above other articles has at most, and
// leastLinkLine how many a line that is a link has at least to be a title.
const (
	longestLabel  = 48
	leastLinkLine = 24
)

func (m *measure) walk(n *html.Node, link bool) {
	switch n.Type {
	case html.TextNode:
		size := len(strings.TrimSpace(n.Data))
		m.size += size
		if size > 0 {
			m.tail = n.Data
		}
		if m.own += size; len(m.head) < longestLabel {
			m.head = append(append(m.head, n.Data[:min(len(n.Data), 2*longestLabel)]...), ' ')
		}
		if link {
			m.linked += size
			m.ownLinked += size
		}
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Input, atom.Textarea:
			if kind := attribute(n, "type"); kind != "hidden" {
				m.controls++
			}
			return
		case atom.A:
			if link = true; len(attribute(n, "href")) == 0 && n.FirstChild == nil {
				return
			}
			if rest, also := cutReadAlso(string(m.head)); also && len(m.head) <= longestLabel {
				m.own, m.head = len(rest), append(m.head[:0], rest...)
				return // "Baca juga: title" says nothing of the element it stands in
			}
			if isMoreLink(n) {
				m.teasers++
			}
		}
		if isUnseen(n) || isFurniture(n) || isCaption(n) {
			return
		}
		if headingLevel(n) > 0 || (n.DataAtom == atom.Strong || n.DataAtom == atom.B || n.DataAtom == atom.Legend) && isBlock(n.Parent.DataAtom) {
			m.readHeading(n, link)
		}
	}
	block := n.Type == html.ElementNode && (isBlock(n.DataAtom) || n.DataAtom == atom.Td)
	if block {
		m.close()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c, link)
	}
	if block {
		m.close()
	}
}

// readHeading notes a heading that leads to other articles, by its words or as a link.
func (m *measure) readHeading(n *html.Node, link bool) {
	text := headingText(n)
	if len(text) > 2*shortLine {
		return
	}
	if isRelatedLabel(text) {
		m.related = true
	}
	if headingLevel(n) > 1 && (link || strings.TrimSpace(text) != "" && hasLink(n, smallElement)) {
		m.teasers++
	}
}

// hasLink reports whether a link stands among the first nodes under n, at most as many as
// bound says.
func hasLink(n *html.Node, bound int) bool {
	for c := n.FirstChild; c != nil && bound > 0; c = c.NextSibling {
		bound--
		if c.DataAtom == atom.A && !isAnchor(c) || c.DataAtom != 0 && hasLink(c, bound) {
			return true
		}
	}
	return false
}

// isAnchor reports whether a link leads to a place on its own page.
func isAnchor(a *html.Node) bool {
	href := attribute(a, "href")
	return len(href) > 1 && href[0] == '#'
}

// isMoreLink reports whether a link leads to the rest of another article.
func isMoreLink(a *html.Node) bool {
	if a.FirstChild == nil {
		return false
	}
	switch labelKey(strings.ToLower(strings.Trim(tidy(headingText(a)), " »›→….[]"))) {
	case "selengkapnya", "bacaselengkapnya", "readmore", "bacalebihlanjut", "lihatselengkapnya", "bacalagi", "continuereading":
		return true
	}
	return false
}
