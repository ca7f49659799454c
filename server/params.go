package server

import (
	"fmt"
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
)

// params reads the parameters of one request. The first fault is kept and told
// by done, so that a handler reads all of them in a row and checks once.
//
// The API refuses what it does not know. A page forgives: what cannot be read
// counts as not given, because people arrive with links that others have
// lengthened.
type params struct {
	values   url.Values
	known    map[string]bool
	forgives bool
	err      error
}

// maxParams bounds how many parameters are looked at: all filters at once, each
// with as many values as are allowed, are fewer.
const maxParams = 1000

// newParams reads a query string for the API.
func newParams(rawQuery string) *params {
	p := &params{known: map[string]bool{}}
	if strings.Count(rawQuery, "&") >= maxParams {
		p.fault(invalid("", "at most %d parameters are read", maxParams))
		return p
	}
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		p.fault(invalid("", "the query string cannot be read: write a percent sign as %%25, a semicolon as %%3B"))
		return p
	}
	p.values = values
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, v := range values[name] {
			if !utf8.ValidString(v) || !utf8.ValidString(name) {
				p.fault(invalid(fitField(name), "a parameter is not in UTF-8"))
			}
		}
	}
	return p
}

// newPageParams reads a query string for a page.
func newPageParams(rawQuery string) *params {
	values, _ := url.ParseQuery(rawQuery) // what can be read of it
	for name, list := range values {
		for i := range list {
			list[i] = strings.ToValidUTF8(list[i], "\uFFFD")
		}
		values[name] = list
	}
	return &params{values: values, known: map[string]bool{}, forgives: true}
}

func (p *params) fault(err error) {
	if p.err == nil && !p.forgives {
		p.err = err
	}
}

// done returns the first fault; a parameter that nobody asked for is one.
func (p *params) done() error {
	if p.err != nil || p.forgives {
		return p.err
	}
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !p.known[name] {
			allowed := slices.Sorted(maps.Keys(p.known))
			if len(allowed) == 0 {
				return invalid(fitField(name), "there is no parameter %.40q; this call takes none", name)
			}
			return invalid(fitField(name), "there is no parameter %.40q; this call takes %s", name, strings.Join(allowed, ", "))
		}
	}
	return nil
}

// fitField keeps hostile names out of the field of a problem.
func fitField(name string) string {
	if len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsPrint(r) }) {
		return ""
	}
	return name
}

// rename makes a parameter known by another name than the one it is read by.
func (p *params) rename(given, read string) {
	p.known[given] = true
	if list, ok := p.values[given]; ok {
		p.values[read] = list
	}
}

// text returns a parameter that is given once, as typed; "" where it is not.
func (p *params) text(name string) string {
	p.known[name] = true
	list := p.values[name]
	switch {
	case len(list) == 0:
		return ""
	case len(list) > 1 && !p.forgives:
		p.fault(invalid(name, "%s is given %d times: give it once", name, len(list)))
		return ""
	}
	return list[0]
}

// word is a text of at most limit bytes without control characters.
func (p *params) word(name string, limit int) string {
	v := p.text(name)
	if len(v) > limit || strings.ContainsFunc(v, unicode.IsControl) {
		p.fault(invalid(name, "%s may have %d bytes and no control characters", name, limit))
		return ""
	}
	return v
}

// list returns the values of a parameter that may repeat or hold commas, each
// once, in their order. A value that is not good is a fault; what says what a
// good one looks like.
func (p *params) list(name, what string, good func(string) bool) []string {
	p.known[name] = true
	var out []string
	seen := map[string]bool{}
	for _, given := range p.values[name] {
		for v := range strings.SplitSeq(given, ",") {
			v = strings.TrimSpace(v)
			switch {
			case v == "" || seen[v]:
				continue
			case !good(v):
				p.fault(invalid(name, "%s=%.60q: want %s", name, v, what))
				continue
			case len(out) == index.MaxValues:
				p.fault(invalid(name, "%s may have %d values", name, index.MaxValues))
				return out
			}
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// integer returns a whole number within bounds.
func (p *params) integer(name string, low, high, otherwise int) int {
	v := p.text(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		p.fault(invalid(name, "%s=%.40q: want a whole number from %d to %d", name, v, low, high))
		return otherwise
	}
	return n
}

// share returns a number in [0, 1].
func (p *params) share(name string) float64 {
	v := p.text(name)
	if v == "" {
		return 0
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || !(f >= 0 && f <= 1) { // so written that NaN is no
		p.fault(invalid(name, "%s=%.40q: want a number from 0 to 1", name, v))
		return 0
	}
	return f
}

// yes returns a truth.
func (p *params) yes(name string, otherwise bool) bool {
	switch v := p.text(name); v {
	case "":
		return otherwise
	case "true", "1":
		return true
	case "false", "0":
		return false
	default:
		p.fault(invalid(name, "%s=%.40q: want true or false", name, v))
		return otherwise
	}
}

// choice returns one of a few words.
func (p *params) choice(name string, words ...string) string {
	v := p.text(name)
	if v == "" || slices.Contains(words, v) {
		return v
	}
	p.fault(invalid(name, "%s=%.40q: want one of %s", name, v, strings.Join(words, ", ")))
	return ""
}

// day returns an ISO date.
func (p *params) day(name string) string {
	v := strings.TrimSpace(p.text(name))
	if v == "" || isDay(v) {
		return v
	}
	p.fault(invalid(name, "%s=%.40q: want a date that exists, as 2025-11-04", name, v))
	return ""
}

// isDay reports whether v is a date that exists, in the years that an archive of
// articles can hold.
func isDay(v string) bool {
	t, err := time.Parse(time.DateOnly, v)
	return err == nil && t.Year() >= dockeys.FirstYear && t.Year() <= dockeys.LastYear
}

// readTime reads an RFC 3339 time, which says its zone, in the same years.
func readTime(v string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, v)
	return t, err == nil && t.Year() >= dockeys.FirstYear && t.Year() <= dockeys.LastYear
}

func isTime(v string) bool {
	_, ok := readTime(v)
	return ok
}

// isSpan reports whether v is a year, a month or a day.
func isSpan(v string) bool {
	switch len(v) {
	case len("2025"):
		return isDay(v + "-01-01")
	case len("2025-11"):
		return isDay(v + "-01")
	default:
		return isDay(v)
	}
}

// isName reports whether v can be an id of ours: letters, digits, and what
// stands between them. Nothing else is ever asked of the archive.
func isName(v string) bool {
	if v == "" || len(v) > maxID || v == "." || v == ".." {
		return false
	}
	for i := range len(v) {
		if c := v[i]; !isAlnum(c) && c != '-' && c != '_' && c != '.' && c != '~' {
			return false
		}
	}
	return true
}

const maxID = 128

// isCode reports whether v has the form of a satker's code.
func isCode(v string) bool {
	province, rest, deep := strings.Cut(v, ".")
	return isTwoDigits(province) && (!deep || isTwoDigits(rest))
}

func isTwoDigits(v string) bool {
	return len(v) == 2 && '0' <= v[0] && v[0] <= '9' && '0' <= v[1] && v[1] <= '9'
}

// isPlace is a code, or one of a provincial office alone.
func isPlace(v string) bool {
	code, _ := strings.CutSuffix(v, ".self")
	return isCode(code)
}

// webAddress checks that v is an address on the web.
func webAddress(v string) (*url.URL, error) {
	if len(v) > maxWebAddress {
		return nil, fmt.Errorf("longer than %d bytes", maxWebAddress)
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

const maxWebAddress = 2048
