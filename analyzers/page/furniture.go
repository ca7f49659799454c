package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isFurniture reports whether nothing inside n can be of an article: menus, side bars,
// lists of other articles, comments, what is hidden. The tag, the role or the class of
// the element says so.
func isFurniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Footer, atom.Marquee:
		return true
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return isHidden(n)
	}
	return n.Data == "amp-sidebar" || n.Data == "amp-user-notification" || isHidden(n) || hasFurnitureRole(n) || hasFurnitureClass(n)
}

// isHidden reports whether a browser shows nothing of n.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if len(a.Val) > longestClass {
				continue
			}
			style := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "left:-999") {
				return true
			}
		}
	}
	return false
}

func hasFurnitureRole(n *html.Node) bool {
	switch attribute(n, "role") {
	case "navigation", "complementary", "contentinfo", "search", "banner", "dialog", "alertdialog", "menu", "menubar":
		return true
	}
	return false
}

// hasFurnitureClass reports whether a class or the id of n marks furniture: as a whole
// (words.txt, aside), or by one of its words (words.txt, furniture), unless another of
// them says that text is meant as well: "content-sidebar-wrap".
func hasFurnitureClass(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" || len(a.Val) > longestClass {
			continue
		}
		for name := range strings.FieldsSeq(strings.ToLower(a.Val)) {
			if known().aside[name] || isFurnitureName(name) {
				return true
			}
		}
	}
	return false
}

// isFurnitureName judges the words of the lower-case name of a class. The classes of page
// builders count as a whole only: "elementor-widget" holds text too.
func isFurnitureName(name string) bool {
	if strings.HasPrefix(name, "elementor") || strings.HasPrefix(name, "wp-block-group") {
		return false
	}
	marked := false
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' || r == ':' }) {
		switch {
		case known().furniture[strings.TrimRight(word, "0123456789")]:
			marked = true
		case known().layout[word]:
			return false
		}
	}
	return marked
}

// headingLevel is 1 to 6 for headings, 1 for what a template gives a title's class, else 0.
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
	case atom.Div, atom.Td, atom.P, atom.Span:
		if len(n.Attr) > 0 && isTitleClass(n) {
			return 1
		}
	}
	return 0
}

// isRelatedLabel reports whether a short text is the heading of a list of other articles
// or of comments: "Berita Terkait", "Kabar lainnya".
func isRelatedLabel(text string) bool {
	if len(text) > 2*longestLabel+shortLine {
		return false
	}
	folded := strings.ToLower(tidy(text))
	if i := strings.LastIndexByte(folded, '('); i > 0 && strings.HasSuffix(folded, ")") && atoi6(folded[i+1:len(folded)-1]) >= 0 {
		folded = strings.TrimSpace(folded[:i]) // "Komentar (1)"
	}
	if folded == "" {
		return false
	}
	if known().related[labelKey(folded)] || strings.HasPrefix(folded, "komentar atas ") || strings.HasPrefix(folded, "comments on ") {
		return true
	}
	if count, what, ok := strings.Cut(folded, " "); ok && atoi6(count) >= 0 {
		switch first, _, _ := strings.Cut(what, " "); first {
		case "komentar", "tanggapan", "comment", "comments", "responses", "balasan":
			return true // "2 Tanggapan atas …"
		}
	}
	first, rest, _ := strings.Cut(strings.Trim(folded, " :.»›"), " ")
	if first == "baca" || first == "lihat" { // "Baca Berita Lain"
		first, rest, _ = strings.Cut(rest, " ")
	}
	return known().relatedThing[first] && known().relatedKind[rest]
}

// isWeakLabel reports whether the heading of a list of comments or other articles may be
// a sub-heading of the text as well.
func isWeakLabel(text string) bool {
	return known().weakLabel[labelKey(strings.ToLower(tidy(text)))]
}

// isTitleClass reports whether a class or the id of n is that of an article's title.
func isTitleClass(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" || len(a.Val) > longestClass {
			continue
		}
		for name := range strings.FieldsSeq(strings.ToLower(a.Val)) {
			if known().title[name] || namesTitle(name) {
				return true
			}
		}
	}
	return false
}

// namesTitle judges the words of the name of a class: "post-title-big".
func namesTitle(name string) bool {
	title, article := false, false
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' }) {
		switch word {
		case "title", "judul", "headline":
			title = true
		case "post", "entry", "article", "artikel", "news", "berita", "detail", "single", "blog":
			article = true
		default:
			if known().furniture[word] || word == "meta" {
				return false
			}
		}
	}
	return title && article
}
