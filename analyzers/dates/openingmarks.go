package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/internal/scan"
)

// hostAt returns the host that begins at text[i:], its scheme left out, and
// where the address ends that it belongs to; 0 where there is none. It is a host
// of the commission, or looks like one.
func hostAt(text string, i int) (start, end, stop int) {
	for _, scheme := range [...]string{"https://", "http://", "http//"} {
		if len(text) >= i+len(scheme) && strings.EqualFold(text[i:i+len(scheme)], scheme) {
			i += len(scheme)
			break
		}
	}
	for stop = i; stop < len(text) && stop-i < 90 && (isLetter(text[stop]) || isDigit(text[stop]) || text[stop] == '.' || text[stop] == '-'); {
		stop++
	}
	token := text[i:stop]
	for _, suffix := range [...]string{".go.id", ".web.id"} {
		at := indexFold(token, suffix)
		if at < 0 || indexFold(token[:at], "kpu") < 0 && indexFold(token[:at], "kip") < 0 {
			continue
		}
		end = i + at + len(suffix)
		if !scan.WordEnds(text, end) {
			continue
		}
		stop = end
		if stop < len(text) && text[stop] == '/' { // a slash, or a whole path, after the host
			for stop < len(text) && ' ' < text[stop] && text[stop] < utf8.RuneSelf && text[stop] != ')' && stop-i < 120 {
				stop++
			}
		}
		return i, end, stop
	}
	return 0, 0, 0
}

// indexFold returns where the lower-case ASCII part first stands in s in any
// case, or -1.
func indexFold(s, part string) int {
	for i := 0; i+len(part) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// A mark separates two pieces of an opening.
type mark uint8

const (
	nothing mark = iota
	comma        // or a semicolon
	fullStop
	dash // or a colon
)

// separator reads the mark at text[i:], and returns where the next piece begins.
func separator(text string, i int) (next int, m mark) {
	at := scan.SkipSpaces(text, i)
	if at >= len(text) {
		return at, nothing
	}
	switch text[at] {
	case ',', ';':
		at, m = at+1, comma
	case '.':
		at, m = at+1, fullStop
		if next := scan.SkipSpaces(text, at); next > at && next < len(text) && (text[next] == '-' || strings.HasPrefix(text[next:], "–") || strings.HasPrefix(text[next:], "—")) {
			at = next // "kab-wajo.kpu.go.id. - Jajaran"
		}
	case ':':
		at, m = at+1, dash
	}
	for range 3 {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r != '-' && r != '–' && r != '—' && r != '―' && r != '−' && r != '|' {
			break
		}
		at, m = at+size, dash
	}
	return scan.SkipSpaces(text, at), m
}

func upper(text string, i int) bool {
	return i < len(text) && 'A' <= text[i] && text[i] <= 'Z'
}

// startsSentence reports whether a sentence may begin at text[i:].
func startsSentence(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“”„'‘#`, r)
}
