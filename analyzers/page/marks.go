package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mostQuoted bounds the nodes and the bytes of an element whose quotation marks
// are written out. A larger element is the layout of a template that indents whole
// articles with <blockquote>, and no quotation.
const (
	mostQuoted      = 60
	mostQuotedBytes = 1200
)

// writeMarks writes out the quotation marks that the browser draws around <q>
// and that <blockquote> stands for, unless the text has marks of its own.
func writeMarks(n *html.Node) {
	q := quoted{}
	if !q.walk(n) || q.first == nil || q.text.Len() > mostQuotedBytes || n.DataAtom == atom.Blockquote && len(strings.Fields(q.text.String())) < 4 {
		return
	}
	if strings.ContainsAny(q.text.String(), "\"“”„«»＂") {
		return
	}
	q.first.Data = "“" + strings.TrimLeft(q.first.Data, " \n\r\t")
	q.last.Data = strings.TrimRight(q.last.Data, " \n\r\t") + "”"
}

// quoted is the text that an element quotes.
type quoted struct {
	first, last *html.Node // text nodes
	text        strings.Builder
	nodes       int
	ended       bool // the attribution inside the element has begun
}

// walk gathers the text under n up to an attribution ("<cite>", "— Rahmi"). It
// reports false where the element quotes nothing: too much text, or links.
func (q *quoted) walk(n *html.Node) bool {
	for c := n.FirstChild; c != nil && !q.ended; c = c.NextSibling {
		if q.nodes++; q.nodes > mostQuoted {
			return false
		}
		switch c.DataAtom {
		case atom.Cite, atom.Footer:
			q.ended = true
			return true
		case atom.A, atom.Img, atom.Iframe, atom.Blockquote, atom.Table, atom.Ul, atom.Ol, atom.Script, atom.Style:
			return false
		}
		if text := strings.TrimSpace(c.Data); c.Type == html.TextNode && text != "" {
			if q.first != nil && strings.IndexAny(text, "–—―-") == 0 {
				q.ended = true
				return true
			}
			if q.first == nil {
				q.first = c
			}
			q.last = c
			q.text.WriteString(c.Data)
			q.text.WriteByte(' ')
		}
		if !q.walk(c) {
			return false
		}
	}
	return true
}
