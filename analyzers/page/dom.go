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
			case atom.Script, atom.Style, atom.Svg, atom.Noscript:
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
