package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// longestClass is how many bytes of a class attribute are looked at.
const longestClass = 512

// hasClass reports whether a class or the id of n is in names.
func hasClass(n *html.Node, names set) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" || len(a.Val) > longestClass {
			continue
		}
		for name := range strings.FieldsSeq(a.Val) {
			if names[strings.ToLower(name)] {
				return true
			}
		}
	}
	return false
}

func classKey(n *html.Node) string {
	return n.Data + "." + attribute(n, "class")
}

func isContent(n *html.Node) bool {
	return hasClass(n, known().content) || strings.EqualFold(attribute(n, "itemprop"), "articleBody")
}

// isFurniture reports whether nothing inside n can be of an article: menus,
// side bars, lists of other articles, what is hidden.
func isFurniture(n *html.Node) bool {
	if len(n.Attr) == 0 {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if len(a.Val) <= longestClass && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none") {
				return true
			}
		case "class", "id":
			if len(a.Val) > longestClass {
				continue
			}
			for name := range strings.FieldsSeq(a.Val) {
				switch strings.ToLower(name) {
				case "nav", "navbar", "menu", "sidebar", "footer", "related", "related-posts", "berita-terkait", "terkait", "widget", "comments", "komentar",
					"iklan", "ads", "advertisement", "baca-juga", "bacajuga":
					return true
				}
			}
		}
	}
	return false
}

// headingLevel is 1 to 6 for headings and for what a template gives a title's
// class, else 0.
func headingLevel(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Tr, atom.Table,
		atom.Blockquote, atom.Section, atom.Article, atom.Header, atom.Main, atom.Figure, atom.Hr, atom.Pre, atom.Dl, atom.Dt, atom.Dd, atom.Address,
		atom.Center, atom.Tbody:
		return true
	}
	return false
}

// inlineText is the text of a small element on one line.
func inlineText(n *html.Node) string {
	var b strings.Builder
	var write func(*html.Node)
	write = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
		case html.ElementNode:
			switch n.DataAtom {
			case atom.Script, atom.Style, atom.Svg:
				return
			}
			if isBlock(n.DataAtom) {
				b.WriteByte(' ')
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(c)
		}
	}
	write(n)
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// headingText is the text of a heading up to the first block inside it: where
// the page forgot to close it, the rest of the page is in there too.
func headingText(n *html.Node) string {
	var b strings.Builder
	var write func(*html.Node) bool
	write = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode {
				writeSpaced(&b, c.Data)
			}
			if c.DataAtom == atom.Br {
				b.WriteByte(' ')
			} else if isBlock(c.DataAtom) {
				return false
			}
			if !write(c) {
				return false
			}
		}
		return true
	}
	write(n)
	return b.String()
}

// A renderer writes the text under an element as lines.
type renderer struct {
	text     strings.Builder
	lines    []line
	captions []string
	until    *html.Node // what stands before it is not of the text
}

// render returns the lines of text under n, headings marked; where after lies
// under n, only what follows it.
func render(n, after *html.Node) []line {
	r := renderer{until: after}
	if after != nil && !holds(n, after) {
		r.until = nil
	}
	r.write(n)
	r.flush(false)
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

func (r *renderer) flush(heading bool) {
	if r.text.Len() == 0 {
		return
	}
	text := r.text.String()
	r.text.Reset()
	for clean := range cleanLines(text) {
		l := classify(clean)
		l.heading = heading
		r.lines = append(r.lines, l)
	}
}

func (r *renderer) write(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		if r.until == nil {
			writeSpaced(&r.text, n.Data)
		}
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Select, atom.Button, atom.Nav, atom.Aside,
			atom.Footer, atom.Form, atom.Object, atom.Head:
			return
		case atom.Figcaption:
			r.caption(n)
			return
		}
		if n == r.until {
			r.until = nil
			r.text.Reset()
			r.lines, r.captions = nil, nil
			return
		}
		if hasClass(n, captionClasses) {
			r.caption(n)
			return
		}
		if isFurniture(n) || hasClass(n, known().aside) {
			return
		}
	}
	if n.DataAtom == atom.Q || n.DataAtom == atom.Blockquote && len(r.lines) > 0 {
		writeMarks(n)
	}
	block := n.Type == html.ElementNode && isBlock(n.DataAtom)
	if block {
		r.flush(false)
	} else if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		r.text.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.write(c)
	}
	if block {
		r.flush(headingLevel(n) > 0)
	}
}

// captionClasses are the classes of captions outside a figcaption.
var captionClasses = set{"caption": true, "wp-caption-text": true, "photo-caption": true, "image-caption": true, "detail__media-caption": true, "photo__caption": true}

func (r *renderer) caption(n *html.Node) {
	if r.until != nil {
		return
	}
	for clean := range cleanLines(inlineText(n)) {
		r.captions = append(r.captions, clean)
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

// read takes the text under n into the article.
func (b *builder) read(n, title *html.Node) {
	for _, l := range render(n, title) {
		switch l.kind {
		case plain, number, label, caption, signer, posted:
			b.add(l)
		case views:
			b.see(l.number)
		}
	}
}

// textOnly is the text of a page that cannot be parsed as a tree.
func textOnly(raw string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(raw))
	skip := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !skip {
				writeSpaced(&b, string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			skip = a == atom.Script || a == atom.Style
			if isBlock(a) {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			skip = false
			if name, _ := z.TagName(); isBlock(atom.Lookup(name)) {
				b.WriteByte('\n')
			}
		}
	}
}
