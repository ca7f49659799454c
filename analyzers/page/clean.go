package page

import (
	"html"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/received"
)

// cleanLines yields the lines of raw that hold something: entities decoded,
// characters without width dropped, runs of spaces made one,
// bytes that are no text replaced.
func cleanLines(raw string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(plainBreaks(decode(raw)), "\n") {
			if line = tidy(line); line != "" && !yield(line) {
				return
			}
		}
	}
}

// plainBreaks makes every kind of line break a line feed.
func plainBreaks(s string) string {
	if strings.ContainsAny(s, "\r\v\f") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n").Replace(s)
	}
	if strings.Contains(s, "\u2028") || strings.Contains(s, "\u2029") || strings.Contains(s, "\u0085") {
		s = strings.NewReplacer("\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	}
	return s
}

// decode undoes HTML entities, twice: pages that were saved from an editor hold
// "&amp;nbsp;".
func decode(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.Contains(s, "&") {
		// An entity may have named what is no character.
		s = strings.ToValidUTF8(html.UnescapeString(html.UnescapeString(s)), "\uFFFD")
	}
	return received.Mend(s) // entities, also those that the parser of the page undid, may name signs of a wrong code page
}

// clean is the text of a title or a label on one line, its entities decoded.
func clean(s string) string { return tidy(decode(s)) }

// tidy trims s and makes each run of spaces in it one space; what is already
// tidy is returned as it is.
func tidy(s string) string {
	s = strings.TrimFunc(s, isBlank)
	space, dirty := false, false
	for i, r := range s {
		switch {
		case r == utf8.RuneError || isInvisible(r) || isBlank(r) && (r != ' ' || space):
			dirty = true
		}
		if dirty {
			return tidied(s, i)
		}
		space = r == ' '
	}
	return s
}

// tidied is tidy for the rest of s, which is tidy up to from.
func tidied(s string, from int) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:from])
	space := from > 0 && s[from-1] == ' '
	for _, r := range s[from:] {
		switch {
		case isInvisible(r):
		case isBlank(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
		default:
			b.WriteRune(r)
			space = false
		}
	}
	return strings.Trim(b.String(), " ")
}

func isBlank(r rune) bool {
	return r == ' ' || r == '\t' || r >= 0x80 && unicode.IsSpace(r) || r == '\n' || r == '\r' || r == '\v' || r == '\f'
}

// isInvisible reports whether r takes no room on a page: controls, marks of
// direction, soft hyphens, joiners.
func isInvisible(r rune) bool {
	switch {
	case r < 0x80:
		return r < ' ' && !isBlank(r) || r == 0x7F
	case r == 0xAD || r == 0xFEFF:
		return true
	case r >= 0x80 && r < 0xA0:
		return r != 0x85
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064, r >= 0x2066 && r <= 0x206F:
		return true
	}
	return false
}

// lettersAndDigits folds s to its letters and digits in lower case, words parted by one
// space: what two printings of one sentence share.
func lettersAndDigits(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case isApostrophe(r):
		default:
			space = true
		}
	}
	return b.String()
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´':
		return true
	}
	return false
}
