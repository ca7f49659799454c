package harvest

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"warta/analyzers/dates"
)

// Bounds of one list.
const (
	mostEntries = 50_000 // as many as a sitemap may have
	mostLinks   = 5_000
	deepest     = 64
	longestURL  = 2048
	longestText = 8 << 10
)

// An entry is an article, or another list, in a list.
type entry struct {
	at        string    // URL as in the list
	base      string    // base URL of at (xml:base), or empty
	published string    // RFC 3339 or a day, or empty
	changed   time.Time // zero: unknown
}

// A listing is the content of a feed, a sitemap or a page of links.
type listing struct {
	feed    bool
	page    bool     // a page of links
	entries []entry  // possible articles
	lists   []entry  // other sitemaps
	feeds   []string // in the head of a page
	base    string   // base URL of a page, or empty
	next    string   // the next page, if the page names it
	faults  int      // number of skipped parts that could not be parsed
	noIndex bool     // robots meta element: noindex
	noLinks bool     // robots meta element: nofollow
}

// errNoList is the error for a document that is neither a feed nor a sitemap.
var errNoList = errors.New("neither a feed nor a sitemap")

// unzipped returns data, decompressed if it is in gzip format. The result may have most
// bytes.
func unzipped(data []byte, most int64) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(z, most+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if int64(len(plain)) > most {
		return nil, errTooLarge
	}
	return plain, nil
}

// readXML parses RSS, Atom, RDF, a sitemap or an index of sitemaps leniently: it ignores text
// that XML forbids, and closes an unclosed element with the one around it. After any other
// error it drops the entry and continues with the next.
func readXML(data []byte) (listing, error) {
	r := xmlReader{}
	text := plainXML(data)
	err := r.read(text)
	fault := err
	for err != nil && r.known {
		r.found.faults++
		if r.item > 0 {
			r.leave(r.item - 1)
		}
		text = text[min(int(r.decoder.InputOffset()), len(text)):]
		next := itemStart.FindStringIndex(text)
		if next == nil {
			break
		}
		text = text[next[0]:]
		err = r.read(text)
	}
	if !r.known {
		return listing{}, errNoList
	}
	if fault != nil && len(r.found.entries)+len(r.found.lists) == 0 {
		return listing{}, fmt.Errorf("read the list: %w", fault)
	}
	return r.found, nil
}

var itemStart = regexp.MustCompile(`<(?:[A-Za-z]+:)?(?:item|entry|url|sitemap)[\s>]`)

// An xmlReader is the state of readXML.
type xmlReader struct {
	decoder *xml.Decoder
	found   listing
	known   bool     // the root is that of a feed or sitemap
	path    []string // local names of the open elements
	bases   []string // base URLs of the open elements
	item    int      // depth of the open item, or 0
	entry   entry
	guid    string
	perma   bool
	text    strings.Builder
}

// read parses text, which continues the text of the call before.
func (r *xmlReader) read(text string) error {
	r.decoder = xml.NewDecoder(strings.NewReader(text))
	r.decoder.Strict = false
	r.decoder.Entity = xml.HTMLEntity
	r.decoder.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil } // the text is UTF-8
	for {
		token, err := r.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			if r.item > 0 { // the list is truncated
				r.found.faults++
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := r.start(t); err != nil {
				return err
			}
		case xml.EndElement:
			if err := r.end(t); err != nil {
				return err
			}
		case xml.CharData:
			if r.item > 0 && r.text.Len() < longestText {
				r.text.Write(t[:min(len(t), longestText)])
			}
		}
		if len(r.found.entries)+len(r.found.lists) >= mostEntries {
			return nil
		}
	}
}

func (r *xmlReader) start(t xml.StartElement) error {
	name := t.Name.Local
	if len(r.path) == 0 && !r.known {
		switch name {
		case "rss", "feed", "RDF":
			r.known, r.found.feed = true, true
		case "urlset", "sitemapindex":
			r.known = true
		default:
			return errNoList
		}
	}
	begins := isItem(name)
	if r.item > 0 && name == r.path[r.item-1] && (len(r.path) == r.item || name == "item" || name == "entry") { // the item before is not closed
		r.leave(r.item - 1)
	}
	if len(r.path) >= r.item+deepest && (r.item > 0 || !begins) {
		return nil // only unclosed elements make a list so deep
	}
	r.path, r.bases = append(r.path, name), append(r.bases, joinBase(r.base(), baseOf(t)))
	r.text.Reset()
	if r.item == 0 {
		if begins {
			r.item, r.entry, r.guid = len(r.path), entry{base: r.base()}, ""
		}
		return nil
	}
	if len(r.path) != r.item+1 {
		return nil
	}
	switch name {
	case "link":
		if href, rel := attr(t, "href"), attr(t, "rel"); href != "" && (rel == "" || rel == "alternate") && r.entry.at == "" {
			r.entry.at, r.entry.base = href, r.base()
		}
	case "guid":
		r.perma = attr(t, "isPermaLink") != "false"
	}
	return nil
}

// isItem reports whether an element with that name is an entry of a list.
func isItem(name string) bool {
	return name == "item" || name == "entry" || name == "url" || name == "sitemap"
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// base returns the base URL of the innermost open element.
func (r *xmlReader) base() string {
	if len(r.bases) == 0 {
		return ""
	}
	return r.bases[len(r.bases)-1]
}

// baseOf returns the xml:base of an element.
func baseOf(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Space == "xml" && a.Name.Local == "base" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// leave closes the open elements from a depth on, and an open item among them.
func (r *xmlReader) leave(depth int) {
	if r.item > depth {
		r.close(r.path[r.item-1])
		r.item = 0
	}
	r.path, r.bases = r.path[:depth], r.bases[:depth]
}

func (r *xmlReader) end(t xml.EndElement) error {
	opened := len(r.path) - 1
	for opened >= 0 && r.path[opened] != t.Name.Local {
		opened--
	}
	if opened < 0 {
		return nil // no element is open with that name
	}
	if opened < len(r.path)-1 { // inner elements are not closed
		if r.item > opened+1 {
			r.leave(opened)
			return nil
		}
		r.path, r.bases = r.path[:opened+1], r.bases[:opened+1]
	}
	depth := len(r.path)
	base := r.base()
	r.path, r.bases = r.path[:depth-1], r.bases[:depth-1]
	if r.item == 0 {
		return nil
	}
	if depth == r.item {
		r.close(t.Name.Local)
		r.item = 0
		return nil
	}
	text := strings.TrimSpace(r.text.String())
	r.text.Reset()
	if text == "" {
		return nil
	}
	direct := depth == r.item+1
	switch name := t.Name.Local; {
	case name == "publication_date", direct && (name == "pubDate" || name == "published" || name == "date"):
		r.entry.published, _ = postedAt(text)
	case !direct:
	case name == "loc" || name == "link":
		r.entry.at, r.entry.base = text, base
	case name == "guid" && r.perma:
		r.guid = text
	case name == "lastmod" || name == "updated":
		_, r.entry.changed = postedAt(text)
	}
	return nil
}

func (r *xmlReader) close(name string) {
	if r.entry.at == "" && (strings.HasPrefix(r.guid, "http://") || strings.HasPrefix(r.guid, "https://")) {
		r.entry.at = r.guid
	}
	if r.entry.at == "" || len(r.entry.at) > longestURL {
		return
	}
	if name == "sitemap" {
		r.found.lists = append(r.found.lists, r.entry)
	} else {
		r.found.entries = append(r.found.entries, r.entry)
	}
}

// postedAt parses a time of a list, in digits, English or Indonesian. The text is in the form
// of POST /v1/articles: RFC 3339, or the day as written if there is no hour or no known time
// zone. The time is then the end of that day in UTC, as an upper bound.
func postedAt(s string) (text string, at time.Time) {
	if len(s) > 64 {
		return "", time.Time{}
	}
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05-0700"} {
		if at, err := time.Parse(layout, s); err == nil {
			return believed(at.Format(time.RFC3339), at)
		}
	}
	stamp, ok := dates.ReadStamp(s)
	if !ok { // "04 Nov 25"
		at, err := mail.ParseDate(s)
		if err != nil {
			return "", time.Time{}
		}
		stamp.Day = dates.DayOf(at)
		if name, _ := at.Zone(); name == "" {
			stamp.At = at
		}
	}
	if at = stamp.At; at.IsZero() {
		at = time.Date(stamp.Day.Year, time.Month(stamp.Day.Month), stamp.Day.Day, 23, 59, 59, 0, time.UTC)
	}
	return believed(stamp.Text(), at)
}

// believed returns nothing for a time in the far past or in a year that RFC 3339 cannot
// express.
func believed(text string, at time.Time) (string, time.Time) {
	if errors.Is(dates.PlausibleTime(at, at), dates.ErrPast) || at.Year() > 2199 {
		return "", time.Time{}
	}
	return text, at
}

// readPage returns the links of a page in their order, and the values of its head.
func readPage(data []byte) listing {
	var l listing
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return l
		case html.StartTagToken, html.SelfClosingTagToken:
			l.element(z)
		}
		if len(l.entries) >= mostLinks {
			return l
		}
	}
}

func (l *listing) element(z *html.Tokenizer) {
	name, more := z.TagName()
	tag := atom.Lookup(name)
	if !more || tag != atom.A && tag != atom.Link && tag != atom.Meta && tag != atom.Base {
		return
	}
	attrs := map[string]string{}
	for more && len(attrs) < 32 {
		var key, value []byte
		key, value, more = z.TagAttr()
		attrs[string(key)] = string(value[:min(len(value), longestText)])
	}
	href, rel := strings.TrimSpace(attrs["href"]), strings.Fields(strings.ToLower(attrs["rel"]))
	has := func(word string) bool {
		return slices.Contains(rel, word)
	}
	switch tag {
	case atom.Meta:
		if name := strings.ToLower(attrs["name"]); name == "robots" || name == strings.ToLower(agentToken) {
			noIndex, noLinks := asks(attrs["content"])
			l.noIndex, l.noLinks = l.noIndex || noIndex, l.noLinks || noLinks
		}
	case atom.Base:
		if l.base == "" && len(href) <= longestURL {
			l.base = href
		}
	case atom.Link:
		kind := strings.ToLower(attrs["type"])
		if has("alternate") && (strings.Contains(kind, "rss") || strings.Contains(kind, "atom")) && href != "" && len(l.feeds) < 10 {
			l.feeds = append(l.feeds, href)
		}
		if has("next") && l.next == "" {
			l.next = href
		}
	case atom.A:
		if href == "" || len(href) > longestURL || strings.HasPrefix(href, "#") || has("nofollow") {
			return
		}
		if has("next") && l.next == "" {
			l.next = href
		}
		l.entries = append(l.entries, entry{at: href})
	}
}

// asks parses the value of a robots meta element or header.
func asks(content string) (noIndex, noLinks bool) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(content), func(r rune) bool { return r == ',' || r == ' ' || r == ':' }) {
		noIndex = noIndex || word == "noindex" || word == "none"
		noLinks = noLinks || word == "nofollow" || word == "none"
	}
	return noIndex, noLinks
}

// resolve returns the absolute URL of a link in the page at from, nil if it cannot be fetched.
func resolve(from *url.URL, base, link string) *url.URL {
	if len(link) > longestURL {
		return nil
	}
	if base != "" {
		if b, err := from.Parse(base); err == nil {
			from = b
		}
	}
	u, err := from.Parse(link)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || len(u.String()) > longestURL {
		return nil
	}
	u.Fragment, u.RawFragment = "", ""
	u.Host = strings.ToLower(u.Host)
	return u
}
