package received

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Mend repairs text that was written as UTF-8 and read in another code page, once
// or up to three times: "â€œSiap,â€\u009d kata Asyâ€™ari". It changes what can have
// come about in no other way: signs that are together one character of UTF-8, of
// which one stands behind no letter. What could be a letter and closing marks
// ("kafé’”") it changes only behind Â, Ã and â, and only where the text has surer
// damage too. Clean text is returned as it is. The time is linear.
func Mend(s string) string {
	for range 3 {
		mended := mendOnce(s)
		if mended == s {
			return s
		}
		s = mended
	}
	return s
}

func mendOnce(s string) string {
	// All signs that begin a misread character are of the block that UTF-8 begins
	// with the byte C3, but for those of Cyrillic.
	if strings.IndexByte(s, 0xC3) < 0 && !strings.Contains(s, "вЂ") {
		return s
	}
	m := mender{s: otherPages.Replace(s)}
	if m.certain = m.s != s; m.certain {
		m.opened = strings.Contains(m.s, "“")
	}
	s = m.s
	if !m.surelyDamaged() {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			b.WriteByte(s[i])
			i++
			continue
		}
		if r, size, sure := m.at(i); size > 0 && (sure || m.certain) {
			b.WriteRune(r)
			i += size
			continue
		}
		if size := m.lost(i); size > 0 {
			b.WriteRune('”')
			i += size
			continue
		}
		if m.certain && strings.HasPrefix(s[i:], "Â ") { // a space that must not break, made a usual one
			i += len("Â")
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// A mender repairs one text.
type mender struct {
	s       string
	certain bool // the text came through a wrong code page
	opened  bool // it has an opening mark that did
}

// surelyDamaged looks for certain damage.
func (m *mender) surelyDamaged() bool {
	doubtful := 0
	for i := 0; i < len(m.s); {
		if m.s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size, sure := m.at(i)
		switch {
		case sure:
			m.certain = true
			m.opened = m.opened || r == '“'
		case size > 0:
			if strings.HasPrefix(m.s[i:], "Â") || strings.HasPrefix(m.s[i:], "Ã") {
				doubtful++
			}
		default:
			_, size = utf8.DecodeRuneInString(m.s[i:])
		}
		i += size
	}
	m.certain = m.certain || doubtful >= 3
	return m.certain
}

// behindLetters are the signs of both code pages that may stand behind a letter in
// text that is as it was written: closing marks, dashes, signs, a space that must
// not break. Of them, closers also stand behind Â and Ã.
const (
	closers       = "‘’“”–—…•‹›„‚™«»"
	behindLetters = closers + "\u00a0\u00ad®©°§·²³¹ªº´"
)

// at reads the character that was misread as the signs at s[i:], in windows-1252 or
// Latin-1. It is sure where the signs can have no other origin.
func (m *mender) at(i int) (r rune, size int, sure bool) {
	first, size := utf8.DecodeRuneInString(m.s[i:])
	want := 0
	switch {
	case first >= 0xC2 && first <= 0xDF:
		want = 1
	case first >= 0xE0 && first <= 0xEF:
		want = 2
	case first >= 0xF0 && first <= 0xF4:
		want = 3
	default:
		return 0, 0, false
	}
	var bytes [utf8.UTFMax]byte
	bytes[0] = byte(first)
	plain := true  // all signs behind may stand behind a letter
	marks := false // one of them is a closer
	for n := 1; n <= want; n++ {
		sign, width := utf8.DecodeRuneInString(m.s[i+size:])
		c := byteOf(sign)
		if c < 0x80 || c > 0xBF {
			return 0, 0, false
		}
		plain = plain && strings.ContainsRune(behindLetters, sign)
		marks = marks || strings.ContainsRune(closers, sign)
		bytes[n] = c
		size += width
	}
	r, n := utf8.DecodeRune(bytes[:want+1])
	if n != want+1 || r == utf8.RuneError && want != 2 || unicode.Is(unicode.Co, r) {
		return 0, 0, false
	}
	switch {
	case want > 1 && plain && first != 'â': // "kafé’”"; behind â are the marks of typography
		return 0, 0, false
	case want > 1:
		return r, size, !plain
	case first == 'Â' || first == 'Ã': // signs and letters of both code pages
		return r, size, !marks
	case r <= 0x17F || byteOf(r) != 0: // other letters of Europe
		return r, size, !plain
	case r >= 0x600 && r <= 0x6FF: // Arabic, as titles and greetings have it: never a single letter
		next, _ := utf8.DecodeRuneInString(m.s[i+size:])
		return r, size, !marks && next >= 0xD8 && next <= 0xDB
	}
	return 0, 0, false
}

// lost reads a closing mark whose last byte no character stands for in windows-1252,
// and which was lost therefore: "siap,â€ ujar".
func (m *mender) lost(i int) int {
	rest, ok := strings.CutPrefix(m.s[i:], "â€")
	if !ok || !m.opened || i == 0 || m.s[i-1] == ' ' || m.s[i-1] == '\n' {
		return 0
	}
	size := len("â€")
	if strings.HasPrefix(rest, "\uFFFD") {
		return size + len("\uFFFD")
	}
	if strings.HasPrefix(rest, "Â") { // it came through the code page twice
		return size + len("Â")
	}
	return size
}

// byteOf returns the byte that windows-1252, or Latin-1, reads as r; 0 for none.
func byteOf(r rune) byte {
	if r < 0x100 {
		return byte(r)
	}
	c, ok := charmap.Windows1252.EncodeRune(r)
	if !ok {
		return 0
	}
	return c
}

// otherPages repairs the marks of typography, which are what Indonesian text has
// beside ASCII, as other code pages show them.
var otherPages = func() *strings.Replacer {
	var pairs []string
	for _, page := range []*charmap.Charmap{charmap.Macintosh, charmap.CodePage437, charmap.CodePage850, charmap.Windows1250, charmap.Windows1251, charmap.Windows1254} {
		for _, mark := range "‘’“”–—…•" {
			var b strings.Builder
			for _, c := range []byte(string(mark)) {
				r := page.DecodeByte(c)
				if r == utf8.RuneError { // a byte without a character, as browsers show it
					r = rune(c)
				}
				b.WriteRune(r)
			}
			pairs = append(pairs, b.String(), string(mark))
		}
	}
	return strings.NewReplacer(pairs...)
}()

// A Damage is a place at which text is damaged beyond repair.
type Damage struct {
	Start, End int // bytes of the word that it is in
}

// FindDamage returns the first place in s at which characters were lost or stand
// for others, and how many there are. It knows the sign for bytes that are no text,
// what [Mend] was not sure of, and question marks inside and before words where
// there is more than one.
func FindDamage(s string) (first Damage, count int) {
	see := func(at, size int) {
		if count++; count == 1 {
			first = word(s, at, size)
		}
	}
	asked, askedAt := 0, 0
	var before rune
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			_, size := utf8.DecodeRuneInString(s[i:]) // of a byte that is no text, 1
			see(i, size)
		case r == 'Ã' || r == 'Â' || r == 'â':
			next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
			if next == '€' || next > 0x7F && next < 0xC0 {
				see(i, utf8.RuneLen(r))
			}
		case r == '?' && questions(s, i, before):
			if asked++; asked == 1 {
				askedAt = i
			}
		}
		before = r
	}
	if asked >= 2 {
		if count == 0 {
			first = word(s, askedAt, 1)
		}
		count += asked
	}
	return first, count
}

// questions reports whether the question mark at s[i] stands for another sign: in
// front of a word, or between two small letters, in no address.
func questions(s string, i int, before rune) bool {
	next, _ := utf8.DecodeRuneInString(s[i+1:])
	if !unicode.IsLetter(next) {
		return false
	}
	if i == 0 || before == ' ' || before == '(' {
		return true
	}
	d := word(s, i, 1)
	return unicode.IsLower(before) && unicode.IsLower(next) && !strings.ContainsAny(strings.Trim(s[d.Start:d.End], ".,;:!?()\"”"), "/=&.:@")
}

// word widens a place to the word around it, at most some letters to each side.
func word(s string, at, size int) Damage {
	const most = 40
	d := Damage{at, at + size}
	for d.Start > 0 && at-d.Start < most && s[d.Start-1] != ' ' && s[d.Start-1] != '\n' {
		d.Start--
	}
	for d.End < len(s) && d.End-at < most && s[d.End] != ' ' && s[d.End] != '\n' {
		d.End++
	}
	for d.Start > 0 && !utf8.RuneStart(s[d.Start]) {
		d.Start--
	}
	for d.End < len(s) && !utf8.RuneStart(s[d.End]) {
		d.End++
	}
	return d
}
