// Package received recognises the form of bytes from outside and decodes their text to
// UTF-8: a body of the API, a file or the standard input of a command, a page that
// was harvested. There is one decoder and one sniffer for all of them.
//
// Bytes that are not UTF-8 and declare no charset are refused, as a wrong guess would
// change words. [Hints.Lenient] decodes them as a browser does.
package received

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Hints are declarations that came with the bytes.
type Hints struct {
	Name    string // of the file, or empty
	Form    Form   // Text, HTML or JSON where the sender says so, else Unknown
	Charset string // as declared outside of the bytes (Content-Type), or empty
	Lenient bool   // what nothing declares is windows-1252, and bad bytes become U+FFFD
}

// A Document is the decoded text of bytes with its form.
type Document struct {
	Form    Form
	Text    string // in UTF-8, without a byte order mark; empty where Form has no text
	Charset string // by its usual name, "utf-8" for what needed no decoding
}

// Errors of [Read].
var (
	// ErrCharset is a declared charset that is not known.
	ErrCharset = errors.New("charset is not known")
	// ErrBytes are bytes that are not text in the charset that they declare, or not
	// UTF-8 where they declare none.
	ErrBytes = errors.New("not text in its charset")
)

// A fault says in words what is wrong; its kind is one of the errors of [Read].
type fault struct {
	text string
	kind error
}

func (f *fault) Error() string { return f.text }

func (f *fault) Unwrap() error { return f.kind }

func faultf(kind error, format string, args ...any) error {
	return &fault{fmt.Sprintf(format, args...), kind}
}

// Read decodes raw and recognises its form. Its time is linear in the size of raw
// and the text is at most three times as long. A document that is no text (a
// picture, something packed) is no error: its Form says what it is.
func Read(raw []byte, h Hints) (Document, error) {
	if form := magic(raw); form != Unknown {
		return Document{Form: form}, nil
	}
	text, name, err := decode(raw, h)
	if err != nil {
		if _, _, marked := marked(raw); marked == 0 && !declaresWide(h.Charset) && binary(raw) {
			return Document{Form: Binary}, nil
		}
		return Document{}, err
	}
	return Document{Form: formOf(text, h), Text: text, Charset: name}, nil
}

// decode returns raw in UTF-8 and the name of the charset that it was in.
func decode(raw []byte, h Hints) (text, name string, err error) {
	if e, name, size := marked(raw); e != nil {
		return decoded(raw[size:], e, name, h.Lenient)
	} else if size > 0 {
		raw = raw[size:]
		h.Charset = "utf-8"
	}
	valid := utf8.Valid(raw)
	outside, outsideName, err := lookup(h.Charset)
	if err != nil && !h.Lenient {
		return "", "", err
	}
	// What has no zero byte and is UTF-8 was declared wrongly.
	wide := declaresWide(outsideName) && !(valid && bytes.IndexByte(raw, 0) < 0)
	if wide || outside == nil && !valid || outside == nil && looksWide(raw) {
		if e, name := unmarkedWide(raw); e != nil {
			return decoded(raw, e, name, h.Lenient)
		}
	}
	switch {
	case wide:
		return decoded(raw, outside, outsideName, h.Lenient)
	case valid && (outside == nil || outsideName == "utf-8" || declaresWide(outsideName) || singleByte(outsideName) || !hasHighBytes(raw)):
		// Text of a single-byte charset is as good as never valid UTF-8.
		return string(raw), "utf-8", nil
	case outside != nil && outsideName != "utf-8":
		return decoded(raw, outside, outsideName, h.Lenient)
	}
	if inside, insideName, err := lookup(declaredInside(raw)); err == nil && inside != nil && insideName != "utf-8" && !declaresWide(insideName) {
		return decoded(raw, inside, insideName, h.Lenient)
	}
	if !h.Lenient {
		return "", "", faultf(ErrBytes, "not UTF-8 (byte %d)", firstBad(raw))
	}
	if outsideName == "utf-8" { // single bad bytes in it
		return strings.ToValidUTF8(string(raw), "\uFFFD"), "utf-8", nil
	}
	fallback, _ := charset.Lookup("windows-1252")
	return decoded(raw, fallback, "windows-1252", true)
}

// decoded decodes raw. Without lenient, bytes that e does not know are an error.
func decoded(raw []byte, e encoding.Encoding, name string, lenient bool) (string, string, error) {
	out, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return "", "", faultf(ErrBytes, "not %s: %v", name, err)
	}
	text := strings.TrimPrefix(string(out), "\uFEFF")
	if !lenient && !singleByte(name) && strings.ContainsRune(text, utf8.RuneError) {
		return "", "", faultf(ErrBytes, "not %s", name)
	}
	return text, name, nil
}

// lookup finds a charset by any of its labels; nil for none. Labels that stand for
// charsets which must not be decoded (utf-7, iso-2022-kr) are unknown.
func lookup(label string) (encoding.Encoding, string, error) {
	label = strings.ToLower(strings.TrimSpace(label))
	switch label {
	case "":
		return nil, "", nil
	case "us-ascii", "ascii", "utf8":
		label = "utf-8"
	}
	e, name := charset.Lookup(label)
	if e == nil || name == "replacement" || name == "x-user-defined" {
		return nil, "", faultf(ErrCharset, "charset %.40q is not known", label)
	}
	return e, name, nil
}

// KnownCharset reports whether a declared charset can be decoded; the empty one is
// no declaration and can.
func KnownCharset(label string) bool {
	_, _, err := lookup(label)
	return err == nil
}

// marked reads a byte order mark: the encoding that it names and how many bytes it
// has. For UTF-8 the encoding is nil, for none both are.
func marked(raw []byte) (e encoding.Encoding, name string, size int) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return nil, "utf-8", 3
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return littleEndian, "utf-16le", 2
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return bigEndian, "utf-16be", 2
	}
	return nil, "", 0
}

var (
	littleEndian = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	bigEndian    = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// looksWide reports whether raw may be UTF-16 without a mark: it begins with one
// zero byte among its first two.
func looksWide(raw []byte) bool {
	return len(raw) >= 2 && (raw[0] == 0) != (raw[1] == 0)
}

// unmarkedWide recognises UTF-16 without a mark by its zero bytes: in text in Latin
// letters nearly every second byte is zero, and always the same of the two.
func unmarkedWide(raw []byte) (encoding.Encoding, string) {
	head := raw[:min(len(raw), 1024)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 2:
	case zeros[1] >= half*4/5 && zeros[0] <= half/20:
		return littleEndian, "utf-16le"
	case zeros[0] >= half*4/5 && zeros[1] <= half/20:
		return bigEndian, "utf-16be"
	}
	return nil, ""
}

func declaresWide(name string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(name)), "utf-16")
}

func singleByte(name string) bool {
	return strings.HasPrefix(name, "windows-") || strings.HasPrefix(name, "iso-8859-") || name == "macintosh" || strings.HasPrefix(name, "koi8") ||
		name == "ibm866" || name == "x-mac-cyrillic"
}

func hasHighBytes(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

func firstBad(raw []byte) int {
	at := 0
	for at < len(raw) {
		r, n := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// declaredInside is the charset that a page or an XML document names in its own
// head.
func declaredInside(raw []byte) string {
	const longestHead = 4096
	head := bytes.ToLower(raw[:min(len(raw), longestHead)])
	if label := labelAfter(head, "<?xml", "encoding"); label != "" {
		return label
	}
	for {
		i := bytes.Index(head, []byte("<meta"))
		if i < 0 {
			return ""
		}
		head = head[i:]
		if label := labelAfter(head, "<meta", "charset"); label != "" {
			return label
		}
		head = head[len("<meta"):]
	}
}

// labelAfter returns what stands behind key= in the element at the head of s.
func labelAfter(s []byte, element, key string) string {
	if !bytes.HasPrefix(s, []byte(element)) {
		return ""
	}
	before, _, ok := bytes.Cut(s, []byte{'>'})
	if !ok {
		return ""
	}
	_, rest, ok := bytes.Cut(before, []byte(key))
	rest, ok2 := bytes.CutPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("="))
	if !ok || !ok2 {
		return ""
	}
	rest = bytes.TrimLeft(rest, " \t\r\n\"'")
	if stop := bytes.IndexAny(rest, " \t\r\n\"';/?"); stop >= 0 {
		rest = rest[:stop]
	}
	return string(rest)
}
