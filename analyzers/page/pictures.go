package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isCaption reports whether n holds a caption: by its tag or class, or by a word of its
// class where it holds no picture.
func isCaption(n *html.Node) bool {
	if n.DataAtom == atom.Figcaption || hasClass(n, known().captions) {
		return true
	}
	for _, a := range n.Attr {
		if a.Key != "class" || len(a.Val) > longestClass {
			continue
		}
		for word := range strings.FieldsFuncSeq(strings.ToLower(a.Val), func(r rune) bool { return r == ' ' || r == '-' || r == '_' }) {
			if known().captionWord[word] {
				nodes, size, digit := 2*smallElement, 3*longestCaption/2, false
				return fits(n, &nodes, &size, &digit) && besidePicture(n)
			}
		}
	}
	return false
}

// besidePicture reports whether a picture stands shortly before n, in the same element.
func besidePicture(n *html.Node) bool {
	steps := 0
	for c := n.PrevSibling; c != nil && steps < 4; c = c.PrevSibling {
		if c.Type != html.ElementNode {
			continue
		}
		steps++
		if pictures, _ := pictured(c, longestPictureText); pictures {
			return true
		}
	}
	return false
}

// longestPictureText is how many bytes of text an element has at most to be a picture
// with its caption.
const longestPictureText = 200

// takePicture takes an element that holds a picture and, by its class, nothing but its
// caption.
func (r *renderer) takePicture(n *html.Node) bool {
	if !isBlock(n.DataAtom) || !hasPictureClass(n) && !isPictureTable(n) {
		return false
	}
	pictures, text := pictured(n, longestPictureText)
	if !pictures || text == "" {
		return false
	}
	r.flush(false)
	r.addCaption(text)
	return true
}

// isPictureTable reports whether a table holds one picture and one cell beside or below
// it, as old editors set a picture with its caption.
func isPictureTable(n *html.Node) bool {
	if n.DataAtom != atom.Table {
		return false
	}
	pictures, cells := 0, 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && cells <= 2; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Img:
				pictures++
			case atom.Td:
				cells++
			case atom.Th:
				cells += 3
			}
			walk(c)
		}
	}
	walk(n)
	return pictures == 1 && cells <= 2
}

// hasPictureClass reports whether a class of n says that it holds a picture.
func hasPictureClass(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "class" || len(a.Val) > longestClass {
			continue
		}
		for word := range strings.FieldsFuncSeq(strings.ToLower(a.Val), func(r rune) bool { return r == ' ' || r == '-' || r == '_' }) {
			if known().picture[word] {
				return true
			}
		}
	}
	return false
}

// pictured reports whether a picture stands under n, and its text, empty where it has
// more than limit bytes or ends as a sentence of the article does.
func pictured(n *html.Node, limit int) (pictures bool, text string) {
	var b strings.Builder
	nodes := 0
	var walk func(*html.Node) bool
	walk = func(n *html.Node) bool {
		if nodes++; nodes > 4*smallElement || b.Len() > 2*limit {
			return false
		}
		switch {
		case n.DataAtom == atom.Img || n.Data == "amp-img":
			pictures = true
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			b.WriteByte(' ')
		case isUnseen(n), n.DataAtom == atom.Noscript:
			return true
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	if !walk(n) {
		return false, ""
	}
	text = tidy(strings.ReplaceAll(b.String(), "\n", " "))
	if end := strings.TrimRight(text, ".)"); len(text) <= limit && indexFold(end, "(foto") > 0 {
		return pictures, text // the credit of the photographer stands at the end
	}
	if len(text) > limit || strings.ContainsAny(text, "“”\"") || endsSentence(text) || strings.Contains(text, ". ") {
		return pictures, ""
	}
	return pictures, text
}
