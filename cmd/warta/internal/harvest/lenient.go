package harvest

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"warta/analyzers/received"
)

// roots are the beginnings of feeds and sitemaps.
var roots = [...]string{"<?xml", "<rss", "<feed", "<rdf:RDF", "<RDF", "<urlset", "<sitemapindex"}

// mostJunk is the maximum number of bytes before the list, like warnings of a server's
// programs.
const mostJunk = 8 << 10

// plainXML returns the text of a list in UTF-8 in a form that the XML decoder accepts. It
// removes errors that other feed readers ignore: characters that XML forbids, also as
// references, text before the list, comments, and broken markup.
func plainXML(data []byte) string {
	doc, err := received.Read(data, received.Hints{Lenient: true})
	if err != nil || doc.Text == "" {
		return ""
	}
	text := withoutJunk(doc.Text)
	if strings.ContainsFunc(text, noXML) {
		text = strings.Map(func(r rune) rune {
			if noXML(r) {
				return -1
			}
			return r
		}, text)
	}
	if strings.Contains(text, "&#") {
		text = reference.ReplaceAllStringFunc(text, func(s string) string {
			digits, base := s[2:len(s)-1], 10
			if digits[0]|0x20 == 'x' {
				digits, base = digits[1:], 16
			}
			if n, err := strconv.ParseUint(digits, base, 32); err != nil || n > utf8.MaxRune || n == 0 || noXML(rune(n)) || n >= 0xD800 && n <= 0xDFFF {
				return ""
			}
			return s
		})
	}
	return plainMarkup(text)
}

var reference = regexp.MustCompile(`&#(?:[xX][0-9a-fA-F]+|[0-9]+);`)

// noXML reports whether XML 1.0 forbids r.
func noXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// withoutJunk removes the text before a list. It returns a page unchanged.
func withoutJunk(text string) string {
	head := text[:min(len(text), mostJunk)]
	first := -1
	for _, root := range roots {
		if i := strings.Index(head, root); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	if first <= 0 || strings.Contains(strings.ToLower(head[:first]), "<html") || strings.Contains(strings.ToLower(head[:first]), "<body") {
		return text
	}
	return text[first:]
}

// joinBase returns the base of URLs in an element with its own xml:base, inside an element
// with the base parent. Both may be empty.
func joinBase(parent, own string) string {
	switch {
	case own == "" || len(own) > longestURL:
		return parent
	case parent == "":
		return own
	}
	p, errParent := url.Parse(parent)
	o, errOwn := url.Parse(own)
	switch {
	case errParent != nil || errOwn != nil:
		return parent
	case o.IsAbs() || strings.HasPrefix(own, "//"):
		return own
	case p.IsAbs() || strings.HasPrefix(parent, "/"):
		return p.ResolveReference(o).String()
	case strings.HasPrefix(own, "/"):
		return own
	}
	return parent[:strings.LastIndexByte(parent, '/')+1] + own
}
