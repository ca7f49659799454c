package page

import (
	"fmt"

	"golang.org/x/net/html"

	"warta/analyzers/article"
)

// outside returns the running text of the page that was taken for no part of nodes: what
// stands outside of them in no furniture, and what a word of a class marks as furniture
// inside of them. It says how many bytes that is, and the first of them.
func (s *survey) outside(nodes []*html.Node) (size int, first string) {
	inside := make(map[*html.Node]bool, len(nodes))
	above := make(map[*html.Node]bool)
	for _, n := range nodes {
		inside[n] = true
		for p := n.Parent; p != nil && !above[p]; p = p.Parent {
			above[p] = true
		}
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.ElementNode && isUnseen(c):
			case inside[c]:
				boxed(c, &size, &first)
			case above[c]:
				if !isFurniture(c) {
					walk(c)
				}
			case headingLevel(c) == 0 && s.judge(c) == running:
				text := tidy(inlineText(c))
				if sentenceLike(text) {
					if size += len(text); first == "" {
						first = text
					}
				}
			}
		}
	}
	walk(s.root)
	return size, first
}

// boxed adds the running text under n that was left out for a word of a class alone.
func boxed(n *html.Node, size *int, first *string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode || isUnseen(c):
		case !isFurniture(c):
			boxed(c, size, first)
		case isNamedByWord(c):
			if v, text := judgeInside(c); v == running {
				if *size += text; *first == "" {
					*first = tidy(inlineText(c))
				}
			}
		}
	}
}

// leftOut warns of running text of the page that no article took: size bytes, of which
// first are the first.
func (d *Draft) leftOut(size int, first string) {
	body := 0
	for _, p := range d.Paragraphs {
		body += len(p)
	}
	if size < leastLeft || 4*size < body {
		return
	}
	d.Warnings = append(d.Warnings, article.Warning{
		Code:    article.WarnTextLeftOut,
		Message: fmt.Sprintf("%d bita teks di halaman ini tidak masuk ke artikel; awalnya: “%s”", size, opening(first)),
	})
}

// leastLeft is from how many bytes of text outside the article a warning is worth while.
const leastLeft = 200
