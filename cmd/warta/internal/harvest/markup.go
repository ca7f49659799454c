package harvest

import (
	"regexp"
	"strings"
)

// plainMarkup returns a list as markup that the XML decoder accepts. It removes comments and
// instructions, which may have forbidden content. A "<" that begins no tag ("<2 gol",
// "<budi@kpu.go.id>", a tag that is not closed before the next "<") becomes text, and so do
// the marks of a CDATA section that is opened twice, never closed, or closed twice. If an
// attribute is malformed, all attributes of its tag are removed. It takes linear time.
func plainMarkup(text string) string {
	m := &markup{
		text: text, open: finder{text: text, mark: "<"}, comment: finder{text: text, mark: "-->"}, section: finder{text: text, mark: "<![CDATA["},
		closed: finder{text: text, mark: "]]>"}, instruction: finder{text: text, mark: "?>"}, closing: finder{text: text, mark: "</"},
	}
	m.out.Grow(len(text))
	for at := 0; at < len(text); {
		begin := m.open.from(at)
		m.out.WriteString(strings.ReplaceAll(text[at:begin], "]]>", "]]&gt;"))
		if at = begin; at < len(text) {
			at = m.next(at)
		}
	}
	return m.out.String()
}

// A markup is the state of one pass over a text.
type markup struct {
	text   string
	out    strings.Builder
	tagged bool // there was a tag

	open, comment, section, closed, instruction, closing finder
}

// A finder finds a mark in a text. It caches the last position, so that it scans the text
// once.
type finder struct {
	text, mark string
	at         int
	known      bool
}

// from returns the first position of the mark at or behind i, or the end of the text. The
// argument must not decrease between calls.
func (f *finder) from(i int) int {
	if i >= len(f.text) {
		return len(f.text)
	}
	if !f.known || f.at < i {
		f.known, f.at = true, len(f.text)
		if n := strings.Index(f.text[i:], f.mark); n >= 0 {
			f.at = i + n
		}
	}
	return f.at
}

// next writes the construct that begins with the "<" at i and returns the position behind it.
func (m *markup) next(i int) int {
	rest, end := m.text[i:], len(m.text)
	switch {
	case strings.HasPrefix(rest, "<!--"):
		if stop := m.comment.from(i + len("<!--")); stop < end {
			return stop + len("-->")
		}
	case strings.HasPrefix(rest, "<![CDATA["):
		stop := m.closed.from(i)
		if stop < end && m.section.from(i+1) > stop {
			m.out.WriteString(m.text[i : stop+len("]]>")])
			return stop + len("]]>")
		}
	case strings.HasPrefix(rest, "<?"):
		if stop := m.instruction.from(i); stop < end && m.closing.from(i) > stop {
			return stop + len("?>")
		}
	case strings.HasPrefix(rest, "<!"):
		if !m.tagged && len(rest) > 9 && strings.EqualFold(rest[:9], "<!doctype") {
			m.out.WriteByte('<')
			return i + 1
		}
	default:
		if stop := m.tag(i); stop > 0 {
			m.tagged = true
			return stop
		}
	}
	m.out.WriteString("&lt;")
	return i + 1
}

// tag writes the tag at i and returns the position behind it, 0 if there is no tag.
func (m *markup) tag(i int) int {
	at := i + 1
	if closes := strings.HasPrefix(m.text[at:], "/"); closes {
		at++
	}
	begin := at
	for at < len(m.text) && nameByte(m.text[at], at == begin) {
		at++
	}
	stop := tagEnd(m.text, at, m.open.from(at))
	if at == begin || stop == 0 || strings.IndexByte(" \t\r\n/>", m.text[at]) < 0 {
		return 0
	}
	m.out.WriteString(m.text[i:at])
	switch attributes := m.text[at : stop-1]; {
	case m.text[i+1] == '/':
	case plainAttributes.MatchString(attributes):
		m.out.WriteString(attributes)
	case strings.HasSuffix(attributes, "/"):
		m.out.WriteByte('/')
	}
	m.out.WriteByte('>')
	return stop
}

var plainAttributes = regexp.MustCompile(`^(?:\s+[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?$`)

// nameByte reports whether c may be in the name of an element or, with first, begin it.
func nameByte(c byte, first bool) bool {
	letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= 0x80
	return letter || !first && (c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':')
}

// tagEnd returns the position behind the ">" that closes a tag whose name ends at i, 0 if
// there is none before limit. A ">" in quotation marks does not close a tag.
func tagEnd(text string, i, limit int) int {
	var quote byte
	for ; i < limit; i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return 0
}
