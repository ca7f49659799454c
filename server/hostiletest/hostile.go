// Package hostiletest holds hostile inputs, such as queries, bodies and addresses, for the
// tests of the server and of the whole program.
package hostiletest

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"strings"
)

// Queries returns more than 200 texts for the search box: single ones, and pieces repeated.
func Queries() []string {
	list := []string{
		"", " ", "\x00", "\x00\x01\x02\x1b[31m", "\u200b\u200e\u202e", "مرحبا بالعالم", "\u202eSDM\u202c", "👩‍👩‍👧‍👦", "a\u0301\u0301\u0301\u0301",
		"*", "**", "a*", "*a", "*a*", "?", "a?", "-", "--", "-a", "- a", "-*", "OR", "OR OR", "a OR", "OR a", "a OR OR b", "-OR",
		`"`, `""`, `"""`, `"a`, `a"`, `"a" "`, `"*"`, `-"a"`, `"a b"*`, "“", "”", "“a”", "„", "'", "`", `\`, `\"`, "(", ")", "((((", "))))",
		"[a-z]+", "(a+)+$", "^.*$", "a{1,99999}", "/a.*b/", "a~2", "a^99", "+a", "&&", "||", "!a", ":", "::", "a:", ":a", "pejabat:", "satker:",
		"satker:99", "satker:*", "satker:33.74.9", "topik:", "topik:-", "judul:", `judul:"`, "judul:*", "kutipan:", `kutipan:"a`, "tanggal:", "tanggal:x",
		"tanggal:2025-13", "tanggal:9999999999", "tanggal:-1", "tanggal:2025..", "pejabat:judul:satker:x", "judul:judul:judul:a", "-judul:-a",
		"<script>alert(1)</script>", "<mark>", "</mark><mark>", "&lt;mark&gt;", "%00", "%", "%%%", "{{.}}", "${x}", "$(id)", "; DROP TABLE article; --",
		"' OR 1=1 --", "../../etc/passwd", "file:///etc/passwd", "http://169.254.169.254/", "\r\nSet-Cookie: a=b", "NaN", "Infinity", "-0", "1e309", "0x7f",
		"nul", "null", "undefined", "true", "[]", "{}", "_id:1", "quote.text:a", "title.root:a", "ﬁ", "İ", "ß", "ſ", "K", "ＫＰＵ", "𝐊𝐏𝐔", "KPU\u00a0KPU", "KPU\u2028KPU",
		"di yang dan", "menge", "ber-", "-nya", "2-2", "1/2", "a/b/c/d", "..........", "----------", "______", "\ufeffKPU", "\ud7ff", "\ufffd", "\U0010ffff",
	}
	for _, piece := range []string{
		"a ", `"`, "“", "(", "a* ", "* ", "-a ", `"a b" `, "a OR ", "judul:", "satker:33 ", "tanggal:2025 ", "Ketua KPU ", "di ", "\u0301", "é", "\u202e", "\x00", ":", "ke-", "12", ".", "\n", "a-a-", "<mark>", "&amp;",
	} {
		for _, n := range []int{7, 40, 1000} {
			list = append(list, strings.Repeat(piece, n))
		}
	}
	return list
}

// A Body is a body of POST /v1/parse.
type Body struct {
	What     string // for the messages of a test
	Kind     string // its Content-Type
	Encoding string // its Content-Encoding, or empty
	Text     string
	Most     int // the highest status that is right
}

// Bodies returns bodies that are no articles.
func Bodies() []Body {
	return []Body{
		{"a gzip bomb", "application/json", "gzip", bomb(), 415},
		{"a gzip bomb without its name", "text/plain", "", bomb(), 422},
		{"1 MB of quote marks", "text/plain", "", strings.Repeat("“", 1<<18), 422},
		{"1 MB of open brackets", "application/json", "", strings.Repeat("[", 1<<20), 400},
		{"1 MB of open elements", "text/html", "", strings.Repeat("<div>", 1<<17), 422},
		{"1 MB of entities", "text/html", "", strings.Repeat("&amp;#x26;", 1<<17), 422},
		{"1 MB of one word", "text/plain", "", strings.Repeat("a", 1<<20), 422},
		{"1 MB of names", "text/plain", "", strings.Repeat("Ketua KPU ", 1<<16), 422},
		{"1 MB of quotes", "text/plain", "", strings.Repeat("\"Kami siap,\" ujar Budi. ", 1<<15), 422},
		{"1 MB of dates", "text/plain", "", strings.Repeat("Selasa (4/11/2025) ", 1<<15), 422},
		{"one byte too many", "text/plain", "", strings.Repeat("a ", 1<<20+1), 413},
		{"bytes that are no text", "text/plain", "", "\xff\xfe\x00\x80", 422},
		{"an object with a key twice", "application/json", "", `{"text":"a","text":"b"}`, 422},
		{"a number for a text", "application/json", "", `{"text":1e999}`, 400},
		{"deep objects", "application/json", "", strings.Repeat(`{"text":`, 100_000), 400},
	}
}

// bomb is 64 kB that unpack to 64 MB.
func bomb() string {
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 64 {
		_, _ = packed.Write(zeros) // a buffer takes all
	}
	_ = packed.Close()
	return b.String()
}

// Values returns values of parameters, escaped for an address.
func Values() []string {
	return []string{
		"-1", "0", "101", "2147483648", "-9223372036854775809", "99999999999999999999", "1e3", "0x10", "NaN", "", "%00", "%ff", "%", "a%zz",
		"..", "%2e%2e%2f", "33.74,33.74", strings.Repeat("9,", 500), strings.Repeat("a", 5000),
	}
}

// Parameters returns the parameters of searches and pages.
func Parameters() []string {
	return []string{
		"size", "facet_size", "cursor", "from", "to", "date", "satker", "official", "topic", "stage", "regulation", "period", "publisher", "sort", "facets", "collapse",
		"explain", "correct", "match", "min_confidence", "kind", "role", "office",
	}
}

// Paths returns the addresses of searches for a text of [Queries]. Addresses over the limit
// of the server are left out.
func Paths(query string) []string {
	const longest = 15_000
	v := url.QueryEscape(query)
	few := func(n int) string { return url.QueryEscape(strings.ToValidUTF8(query[:min(len(query), n)], "")) }
	paths := []string{"/v1/suggest?q=" + few(1000), "/v1/facets/official?prefix=" + few(90), "/feed.atom?satker=" + few(1000)}
	if len(v) < longest {
		paths = append(paths, "/v1/search?q="+v, "/v1/quotes?q="+v, "/?q="+v, "/kutipan?q="+v)
	}
	return paths
}

// Opening returns the beginning of connection n: a request that never ends.
func Opening(n int) string {
	return []string{
		"", "GET /v1/sea", "GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
		"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\nKPU",
		"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nKPU",
	}[n%5]
}

// Long returns addresses over the limit of the server.
func Long() map[string]string {
	words := strings.Repeat("kata+", 10_000)
	return map[string]string{
		"10,000 words": "/v1/search?q=" + words, "10,000 words on a page": "/?q=" + words, "1 MB": "/v1/search?q=" + strings.Repeat("a", 1<<20),
		"a long path": "/artikel/" + strings.Repeat("a", 30_000), "many filters": "/v1/search?" + strings.Repeat("satker=33&", 1500),
	}
}
