package harvest

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"warta/analyzers/received"
)

// roots begin the documents that are lists.
var roots = [...]string{"<?xml", "<rss", "<feed", "<rdf:RDF", "<RDF", "<urlset", "<sitemapindex"}

// mostJunk is how many bytes may stand before the list: warnings of a server's
// programs, empty lines.
const mostJunk = 8 << 10

// plainXML returns the text of a list in UTF-8, without what other readers of feeds
// pass over and the XML decoder gives up at: characters that XML does not have,
// written out or as references, what stands before the list, comments, and a "<"
// that begins nothing.
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
	return withoutComments(text)
}

var reference = regexp.MustCompile(`&#(?:[xX][0-9a-fA-F]+|[0-9]+);`)

// noXML reports whether XML 1.0 has no such character.
func noXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// withoutJunk drops what stands before a list. A page is left as it is.
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

// withoutComments drops comments, which may hold what XML forbids in them, and
// escapes each "<" that begins nothing. Sections of CDATA stay as they are.
func withoutComments(text string) string {
	if !strings.Contains(text, "<!--") && !strings.Contains(text, "< ") && !strings.Contains(text, "<=") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		text = text[i:]
		var whole string
		switch {
		case strings.HasPrefix(text, "<!--"):
			end := strings.Index(text, "-->")
			if end < 0 {
				return b.String()
			}
			text = text[end+len("-->"):]
			continue
		case strings.HasPrefix(text, "<![CDATA["):
			end := strings.Index(text, "]]>")
			if end < 0 {
				end = len(text) - len("]]>")
			}
			whole = text[:end+len("]]>")]
			b.WriteString(whole)
		case len(text) > 1 && strings.IndexByte(" \t\r\n=<0123456789", text[1]) >= 0:
			whole = text[:1]
			b.WriteString("&lt;")
		default:
			whole = text[:1]
			b.WriteString(whole)
		}
		text = text[len(whole):]
	}
}

// joinBase returns the base of addresses inside an element that states one, below
// an element with the base parent (xml:base). Either may be empty.
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
