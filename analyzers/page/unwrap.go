package page

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A class says what a template means an element for; a template may be wrong. unwrap and
// freeBulk let the text of an element overrule a word of its class.

// unwrap takes the class and the id off the elements around the text of an article that
// mark furniture by their words alone: some systems keep the article itself in a "widget".
// It does so where no element that a template names as the text stands elsewhere.
func unwrap(root *html.Node) {
	var largest *html.Node
	most := 0
	var walk func(n *html.Node, wrapped bool) (size int, free bool)
	walk = func(n *html.Node, wrapped bool) (size int, free bool) {
		if n.Type == html.TextNode {
			return len(strings.TrimSpace(n.Data)), false
		}
		if n.Type == html.ElementNode {
			if isUnseen(n) || isHidden(n) || hasFurnitureRole(n) || n.DataAtom == atom.Nav || n.DataAtom == atom.Aside || n.DataAtom == atom.Footer {
				return 0, false
			}
			wrapped = wrapped || isFurniture(n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			inner, elsewhere := walk(c, wrapped)
			size += inner
			free = free || elsewhere
		}
		if n.Type == html.ElementNode && size >= 2*leastRunning && isContent(n) {
			if !wrapped {
				return size, true
			}
			if size > most {
				largest, most = n, size
			}
		}
		return size, free
	}
	_, free := walk(root, false)
	if !free && largest != nil {
		for p := largest; p != nil; p = p.Parent {
			if p != largest && p.Type == html.ElementNode && isFurniture(p) {
				unclass(p)
			}
		}
	}
	freeBulk(root, free)
}

// freeBulk takes the class and the id off elements that hold three quarters of the running
// text of the page, and nothing else, although a word of their class marks furniture:
// an editor's "widget" or "promo" around the paragraphs. Where a template names the
// element of the text, elements outside of it stay furniture.
func freeBulk(root *html.Node, named bool) {
	var all measure
	var boxes []*html.Node
	var texts []int
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			switch {
			case isUnseen(c) || len(boxes) == mostBoxes:
			case !isFurniture(c):
				walk(c, inside || isContent(c))
			case inside && isNamedByWord(c):
				if v, text := judgeInside(c); v == running {
					boxes, texts = append(boxes, c), append(texts, text)
				}
			}
		}
	}
	walk(root, !named)
	if len(boxes) == 0 {
		return
	}
	all.walk(root, false)
	all.close()
	for _, text := range texts {
		all.running += text
	}
	for i, box := range boxes {
		if texts[i] >= leastBody && 4*texts[i] > 3*all.running {
			unclass(box)
		}
	}
}

// mostBoxes bounds how many elements of a page freeBulk weighs.
const mostBoxes = 200

// judgeInside judges what stands under n, whatever the class of n says, and returns how many
// bytes of running text that is.
func judgeInside(n *html.Node) (v verdict, running int) {
	var m measure
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c, false)
	}
	m.close()
	return m.verdict(), m.running
}

// isNamedByWord reports whether nothing but a word of its class or id makes furniture of n,
// and none for what readers write.
func isNamedByWord(n *html.Node) bool {
	if n.DataAtom == atom.Nav || n.DataAtom == atom.Aside || n.DataAtom == atom.Footer || n.DataAtom == atom.Marquee || isHidden(n) || hasFurnitureRole(n) {
		return false
	}
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for word := range strings.FieldsFuncSeq(strings.ToLower(a.Val), func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == ':' }) {
			if known().visitors[word] {
				return false
			}
		}
	}
	return true
}

func unclass(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "class" || a.Key == "id" })
}
