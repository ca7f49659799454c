package received

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// A Form is the format of a document.
type Form uint8

// The forms. Text, HTML and JSON may hold articles; the others hold none.
const (
	Unknown Form = iota
	Text
	HTML
	JSON // objects, one or one a line

	Empty
	Gzip
	Zip
	PDF
	Picture
	OldOffice // .doc, .xls
	Binary
	Feed
	Sitemap
	XML
	JSONList
	Robots
	Table
	Code
)

var formNames = [...]string{
	Unknown: "something unknown", Text: "text", HTML: "an HTML page", JSON: "JSON",
	Empty: "nothing", Gzip: "something packed with gzip", Zip: "a ZIP file (an office document is one too)", PDF: "a PDF",
	Picture: "a picture", OldOffice: "an office document", Binary: "data that are no text", Feed: "a feed (RSS or Atom)",
	Sitemap: "a sitemap", XML: "XML that is no page", JSONList: "a JSON list", Robots: "a robots.txt", Table: "a table", Code: "program code",
}

// String says in words what the form is: "a PDF".
func (f Form) String() string { return formNames[f] }

// MayHoldArticles reports whether a document of that form is read.
func (f Form) MayHoldArticles() bool { return f == Text || f == HTML || f == JSON }

// Advice says what to do with a document of a form that holds no article.
func (f Form) Advice() string {
	switch f {
	case Gzip:
		return "unpack it first (gunzip)"
	case Zip, PDF, OldOffice:
		return "save its text and send that"
	case Feed, Sitemap:
		return "it names articles and holds none: warta harvest reads it"
	case JSONList:
		return "send its objects one a line (jq -c '.[]')"
	case Empty:
		return "there is no text in it"
	default: // below
	}
	return "send the text of an article, its page, or JSON"
}

// magic lists the first bytes of forms.
func magic(raw []byte) Form {
	for _, m := range [...]struct {
		head string
		form Form
	}{
		{"\x1f\x8b", Gzip},
		{"#!/", Code},
		{"PK\x03\x04", Zip},
		{"%PDF-", PDF},
		{"\x89PNG\r\n", Picture},
		{"\xff\xd8\xff", Picture},
		{"GIF87a", Picture},
		{"GIF89a", Picture},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldOffice},
	} {
		if bytes.HasPrefix(raw, []byte(m.head)) {
			return m.form
		}
	}
	if len(raw) >= 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP" {
		return Picture
	}
	return Unknown
}

// binary reports whether raw is no text in any charset: it holds control
// characters.
func binary(raw []byte) bool {
	head := raw[:min(len(raw), 4096)]
	controls := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			controls++
		}
	}
	return controls*50 > len(head)
}

// sniffed is how many bytes at the head of a text are looked at.
const sniffed = 64 << 10

// formOf returns the form of a text: by what it certainly is, else by what its sender
// says, else by what it looks like.
func formOf(text string, h Hints) Form {
	head := strings.TrimSpace(text[:min(len(text), sniffed)])
	if strings.TrimSpace(text) == "" {
		return Empty
	}
	if h.Form == JSON {
		return JSON
	}
	if form := markup(head); form != Unknown {
		return form
	}
	if h.Form == Unknown {
		switch ext := strings.ToLower(filepath.Ext(h.Name)); {
		case strings.HasPrefix(head, "{"), ext == ".ndjson", ext == ".jsonl":
			return JSON
		case strings.HasPrefix(head, "[{"), ext == ".json" && strings.HasPrefix(head, "["):
			return JSONList
		}
	}
	if h.Form == Unknown || h.Name != "" { // the sender of a body says what it is
		if h.Form == Unknown && slices.Contains(programs, strings.ToLower(filepath.Ext(h.Name))) {
			return Code
		}
		if form := noProse(head); form != Unknown {
			return form
		}
	}
	if binary([]byte(head)) {
		return Binary
	}
	return Text
}

// markup recognises HTML, entire or a piece of it, and the kinds of XML. A comment may
// stand first. Text with a single sign "<" in it is text.
func markup(head string) Form {
	rest, isXML := head, false
	for {
		rest = strings.TrimLeft(rest, " \t\r\n\f\uFEFF")
		switch {
		case strings.HasPrefix(rest, "<!--"):
			end := strings.Index(rest, "-->")
			if end < 0 {
				return HTML
			}
			rest = rest[end+len("-->"):]
			continue
		case strings.HasPrefix(rest, "<?"):
			end := strings.Index(rest, ">")
			if end < 0 {
				return XML
			}
			isXML = isXML || len(rest) > 5 && strings.EqualFold(rest[:5], "<?xml")
			rest = rest[end+1:]
			continue
		case len(rest) > 9 && strings.EqualFold(rest[:9], "<!doctype"):
			end := strings.Index(rest, ">")
			if end < 0 || !isXML {
				return HTML
			}
			rest = rest[end+1:]
			continue
		}
		break
	}
	name, isElement := elementName(rest)
	switch {
	case isElement && (name == "rss" || name == "feed" || name == "rdf:rdf"):
		return Feed
	case isElement && (name == "urlset" || name == "sitemapindex"):
		return Sitemap
	case isElement && atom.Lookup([]byte(name)) != 0:
		return HTML
	case isXML:
		return XML
	case closesBlocks(head):
		return HTML
	}
	return Unknown
}

// elementName returns the name of the element that s begins with, in lower case.
func elementName(s string) (string, bool) {
	if len(s) < 2 || s[0] != '<' {
		return "", false
	}
	i := 1
	for i < len(s) && i < 32 && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] >= '0' && s[i] <= '9' || s[i] == ':' || s[i] == '-') {
		i++
	}
	ends := i < len(s) && strings.IndexByte(" \t\r\n/>", s[i]) >= 0
	return strings.ToLower(s[1:i]), i > 1 && ends
}

// closesBlocks reports whether text that begins without an element is a piece of a
// page: it closes a block or breaks a line by markup.
func closesBlocks(s string) bool {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return false
		}
		s = s[i+1:]
		tag := strings.ToLower(s[:min(len(s), 12)])
		for _, mark := range [...]string{"/p>", "/div>", "/h1>", "/h2>", "/h3>", "/li>", "/td>", "/article>", "/section>", "/table>", "/blockquote>", "br>", "br/>", "br />"} {
			if strings.HasPrefix(tag, mark) {
				return true
			}
		}
	}
}

// programs are the endings of files that hold program code whatever they look like.
var programs = []string{".py", ".js", ".mjs", ".ts", ".go", ".java", ".c", ".h", ".cpp", ".cs", ".rb", ".rs", ".sh", ".css", ".sql", ".pl", ".lua", ".ps1", ".bat"}

var (
	// statement is a line that stands in program code alone.
	statement = regexp.MustCompile(`^(?:[{}]|.*\{|.*\};|#include.*|import [\w.{}*, ]+(?: from .*)?;?|from [\w.]+ import .*|(?:async )?def \w+\(.*|class \w+(?:\(.*\))?:|(?:if|elif|for|while|with|try|except|else|finally)\b.*:|return\b.*|(?:\w+ ){0,2}[\w.$]+\(.*\);)$`)
	// perhaps is a line that may be a statement and may be prose.
	perhaps = regexp.MustCompile(`^(?:[\w.\[\]'"]+ [-+*/|]?= .*|[\w.]+\(.*\)?|@\w+.*|#.*|//.*|[)\]}]+[,;]?)$`)
)

// noProse recognises text that is made for programs.
func noProse(head string) Form {
	lines, code, maybe, robots := 0, 0, 0, 0
	tables := map[byte][2]int{} // separators of the first line, and lines with as many
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if lines++; lines > 200 {
			break
		}
		switch {
		case statement.MatchString(line):
			code++
		case perhaps.MatchString(line):
			maybe++
		}
		if key, _, ok := strings.Cut(strings.ToLower(line), ":"); ok && (key == "user-agent" || key == "disallow" || key == "allow" || key == "sitemap" || key == "crawl-delay") {
			robots++
		}
		for _, c := range []byte(",;\t") {
			n, t := separators(line, c), tables[c]
			if lines == 1 {
				t[0] = n
			}
			if n > 0 && n >= t[0] && !strings.Contains(line, string(c)+" ") {
				t[1]++
			}
			tables[c] = t
		}
	}
	switch {
	case robots >= 2 && robots*2 >= lines:
		return Robots
	case lines >= 5 && (code*4 >= lines || code >= 2 && (code+maybe)*2 >= lines):
		return Code
	}
	for _, t := range tables {
		if lines >= 3 && t[0] > 0 && t[1]*10 >= lines*9 {
			return Table
		}
	}
	return Unknown
}

// separators counts c in a line. A comma between two figures of a line of words is that
// of a number ("Rp1,5 miliar").
func separators(line string, c byte) int {
	n := strings.Count(line, string(c))
	if c != ',' || n == 0 || !strings.Contains(line, " ") {
		return n
	}
	for i := 1; i < len(line)-1; i++ {
		if line[i] == ',' && figure(line[i-1]) && figure(line[i+1]) {
			n--
		}
	}
	return n
}

func figure(c byte) bool { return c >= '0' && c <= '9' }
