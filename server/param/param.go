// Package param reads the parameters, cursors and ids of a request, within bounds.
package param

import (
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"warta/index"
	"warta/index/dockeys"
	"warta/index/query"
	"warta/server/answer"
)

// A Set is the parameters of one request. Done returns the first fault, so that a
// handler reads all parameters in a row and checks once.
//
// The API refuses unknown parameters and bad values. A page ignores them, because
// people follow links that other sites have extended.
type Set struct {
	values   url.Values
	known    map[string]bool
	forgives bool
	ignored  []Ignored
	err      error
}

// An Ignored is a value that a page does not read, because it has not the form of one.
type Ignored struct{ Parameter, Value string }

// maxIgnored is how many ignored values are kept, and maxIgnoredValue how many bytes of one.
const (
	maxIgnored      = 5
	maxIgnoredValue = 100
)

// Ignored returns the first values of lists, days and choices that a page did not read. The API
// has none: it refuses them.
func (p *Set) Ignored() []Ignored { return p.ignored }

// maxParams bounds the parameters of one request. All filters with as many values as
// they may have are fewer.
const maxParams = 1000

// New reads a query string for the API.
func New(rawQuery string) *Set {
	p := &Set{known: map[string]bool{}}
	if strings.Count(rawQuery, "&") >= maxParams {
		p.Fault(answer.Invalid("", "at most %d parameters are read", maxParams))
		return p
	}
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		p.Fault(answer.Invalid("", "the query string cannot be read: write a percent sign as %%25, a semicolon as %%3B"))
		return p
	}
	p.values = values
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, v := range values[name] {
			if !utf8.ValidString(v) || !utf8.ValidString(name) {
				p.Fault(answer.Invalid(Printable(name), "a parameter is not in UTF-8"))
			}
		}
	}
	return p
}

// ForPage reads a query string for a page.
func ForPage(rawQuery string) *Set {
	values, _ := url.ParseQuery(rawQuery) // what can be read of it
	for name, list := range values {
		for i := range list {
			list[i] = strings.ToValidUTF8(list[i], "\uFFFD")
		}
		values[name] = list
	}
	return &Set{values: values, known: map[string]bool{}, forgives: true}
}

// Fault adds a fault. Pages ignore it.
func (p *Set) Fault(err error) {
	if p.err == nil && !p.forgives {
		p.err = err
	}
}

// Done returns the first fault. A parameter that was not read is one.
func (p *Set) Done() error {
	if p.err != nil || p.forgives {
		return p.err
	}
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !p.known[name] {
			allowed := slices.Sorted(maps.Keys(p.known))
			if len(allowed) == 0 {
				return answer.Invalid(Printable(name), "there is no parameter %.40q; this call takes none", name)
			}
			return answer.Invalid(Printable(name), "there is no parameter %.40q; this call takes %s", name, strings.Join(allowed, ", "))
		}
	}
	return nil
}

// Printable returns name if it is fit for the field of a problem: at most 40 bytes of
// printable ASCII; else "".
func Printable(name string) string {
	if len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsPrint(r) }) {
		return ""
	}
	return name
}

// Forget removes a parameter, so that another one can be read under its name.
func (p *Set) Forget(name string) { delete(p.values, name) }

// Rename lets the parameter given be read under the name read.
func (p *Set) Rename(given, read string) {
	p.known[given] = true
	if list, ok := p.values[given]; ok {
		p.values[read] = list
	}
}

// Text returns a parameter as typed; "" if it is missing. Giving it twice is a fault.
func (p *Set) Text(name string) string {
	p.known[name] = true
	list := p.values[name]
	switch {
	case len(list) == 0:
		return ""
	case len(list) > 1 && !p.forgives:
		p.Fault(answer.Invalid(name, "%s is given %d times: give it once", name, len(list)))
		return ""
	}
	return list[0]
}

// Line returns a text as one line, see [query.OneLine]: its control characters are spaces, and no
// spaces are at its ends.
func (p *Set) Line(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, query.OneLine(p.Text(name))))
}

// Word returns a text of at most limit characters without control characters.
func (p *Set) Word(name string, limit int) string {
	v := p.Text(name)
	if utf8.RuneCountInString(v) > limit || strings.ContainsFunc(v, unicode.IsControl) {
		p.Fault(answer.Invalid(name, "%s may have %d characters, none of them a control character", name, limit))
		return ""
	}
	return v
}

// List returns the values of a parameter that may repeat or hold commas, each once, in
// their order. A value that is not good is a fault, whose text describes good ones by
// what. More than [index.MaxValues] are a fault too.
func (p *Set) List(name, what string, good func(string) bool) []string {
	return p.ListHinted(name, what, good, func(string) string { return "" })
}

// ListHinted is List, with more about a value that is not good from hint.
func (p *Set) ListHinted(name, what string, good func(string) bool, hint func(string) string) []string {
	return p.list(name, what, good, hint, func(given string) iter.Seq[string] { return strings.SplitSeq(given, ",") })
}

// Titles is List of values that may hold commas, each followed by a space.
func (p *Set) Titles(name, what string, good func(string) bool) []string {
	const comma, mark = ", ", "\x00"
	return p.list(name, what, good, func(string) string { return "" }, func(given string) iter.Seq[string] {
		return func(yield func(string) bool) {
			for v := range strings.SplitSeq(strings.ReplaceAll(given, comma, mark), ",") {
				if !yield(strings.ReplaceAll(v, mark, comma)) {
					return
				}
			}
		}
	})
}

func (p *Set) list(name, what string, good func(string) bool, hint func(string) string, split func(string) iter.Seq[string]) []string {
	p.known[name] = true
	var out []string
	bad := 0
	seen := map[string]bool{}
	for _, given := range p.values[name] {
		for v := range split(given) {
			v = strings.TrimSpace(v)
			switch {
			case v == "" || seen[v]:
				continue
			case !good(v):
				seen[v] = true
				if bad++; bad > index.MaxValues {
					return out
				}
				p.ignore(name, v)
				if p.err == nil && !p.forgives { // a hint is dear, and only the first fault is told
					p.Fault(answer.Invalid(name, "%s=%.60q: want %s%s", name, v, what, hint(v)))
				}
				continue
			case len(out) == index.MaxValues:
				p.Fault(answer.Invalid(name, "%s may have %d values", name, index.MaxValues))
				return out
			}
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// ignore notes the beginning of a value that a page does not read.
func (p *Set) ignore(name, v string) {
	if !p.forgives || len(p.ignored) == maxIgnored {
		return
	}
	if len(v) > maxIgnoredValue {
		v = strings.ToValidUTF8(v[:maxIgnoredValue], "")
	}
	p.ignored = append(p.ignored, Ignored{name, v})
}

// Integer returns a whole number from low to high, or otherwise if it is missing.
func (p *Set) Integer(name string, low, high, otherwise int) int {
	v := p.Text(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		p.Fault(answer.Invalid(name, "%s=%.40q: want a whole number from %d to %d", name, v, low, high))
		return otherwise
	}
	return n
}

// Share returns a number from 0 to 1; 0 if it is missing.
func (p *Set) Share(name string) float64 {
	v := p.Text(name)
	if v == "" {
		return 0
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || !(f >= 0 && f <= 1) { // written so that it excludes NaN
		p.ignore(name, v)
		p.Fault(answer.Invalid(name, "%s=%.40q: want a number from 0 to 1", name, v))
		return 0
	}
	return f
}

// Bool returns true or false, or otherwise if it is missing.
func (p *Set) Bool(name string, otherwise bool) bool {
	switch v := p.Text(name); v {
	case "":
		return otherwise
	case "true", "1":
		return true
	case "false", "0":
		return false
	default:
		p.Fault(answer.Invalid(name, "%s=%.40q: want true or false", name, v))
		return otherwise
	}
}

// Choice returns one of words, or "" if it is missing.
func (p *Set) Choice(name string, words ...string) string {
	v := p.Text(name)
	if v == "" || slices.Contains(words, v) {
		return v
	}
	p.ignore(name, v)
	p.Fault(answer.Invalid(name, "%s=%.40q: want one of %s", name, v, strings.Join(words, ", ")))
	return ""
}

// Day returns a date as 2025-11-04, or "" if it is missing.
func (p *Set) Day(name string) string {
	v := strings.TrimSpace(p.Text(name))
	if v == "" || IsDay(v) {
		return v
	}
	p.ignore(name, v)
	p.Fault(answer.Invalid(name, "%s=%.40q: want a date that exists, as 2025-11-04", name, v))
	return ""
}

// IsDay reports whether v is a date that exists, as 2025-11-04, from
// [dockeys.FirstYear] to [dockeys.LastYear].
func IsDay(v string) bool {
	t, err := time.Parse(time.DateOnly, v)
	return err == nil && t.Year() >= dockeys.FirstYear && t.Year() <= dockeys.LastYear
}

// ReadTime reads an RFC 3339 time, which has a zone, in the years of [IsDay].
func ReadTime(v string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, v)
	return t, err == nil && t.Year() >= dockeys.FirstYear && t.Year() <= dockeys.LastYear
}

// IsTime reports whether [ReadTime] reads v.
func IsTime(v string) bool {
	_, ok := ReadTime(v)
	return ok
}

// IsSpan reports whether v is a year, a month or a day: 2025, 2025-11, 2025-11-04.
func IsSpan(v string) bool {
	switch len(v) {
	case len("2025"):
		return IsDay(v + "-01-01")
	case len("2025-11"):
		return IsDay(v + "-01")
	default:
		return IsDay(v)
	}
}

// IsName reports whether v has the form of an id: 1 to MaxID letters, digits and the
// marks - _ . ~. The archive is asked for nothing else.
func IsName(v string) bool {
	if v == "" || len(v) > MaxID || v == "." || v == ".." {
		return false
	}
	for i := range len(v) {
		if c := v[i]; !IsAlnum(c) && c != '-' && c != '_' && c != '.' && c != '~' {
			return false
		}
	}
	return true
}

// MaxID bounds an id, in bytes.
const MaxID = 128

// isCode reports whether v has the form of a satker's code.
func isCode(v string) bool {
	province, rest, deep := strings.Cut(v, ".")
	return isTwoDigits(province) && (!deep || isTwoDigits(rest))
}

func isTwoDigits(v string) bool {
	return len(v) == 2 && '0' <= v[0] && v[0] <= '9' && '0' <= v[1] && v[1] <= '9'
}

// IsPlace reports whether v is a code of a satker, or 33.self for a province without
// the offices below it.
func IsPlace(v string) bool {
	code, _ := strings.CutSuffix(v, ".self")
	return isCode(code)
}

// WebAddress reads an address on the web, of at most MaxWebAddress bytes.
func WebAddress(v string) (*url.URL, error) {
	if len(v) > MaxWebAddress {
		return nil, fmt.Errorf("longer than %d bytes", MaxWebAddress)
	}
	u, err := url.Parse(v)
	if err != nil {
		return nil, fmt.Errorf("not an address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return nil, fmt.Errorf("want http:// or https://, a host, and no user name")
	}
	return u, nil
}

// MaxWebAddress bounds the address of an article, in bytes.
const MaxWebAddress = 2048

// IsAlnum reports whether c is a letter or a digit of ASCII.
func IsAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
