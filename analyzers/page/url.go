package page

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL is how many bytes an address may have.
const maxURL = 2048

// CanonicalURL returns the form of an address under which its article is known,
// so that one page received under several addresses is one article.
//
// Folding never leads to another host, port or user. Of the host only capitals,
// a final dot and one "www." are folded, of the port only the one that the scheme
// implies; the scheme changes only from http to https on sites of the KPU, which
// answer under both. A first step index.php, fragments, and what trackers and
// crawlers added are dropped. On sites of the KPU a path is cut to the part that
// names a page: blog/read/<slug>, or blog/category/<digits> with its page number.
//
// It fails for what is no http or https address of a host, for addresses with
// user names, for hosts and ports that no browser takes, and for addresses longer
// than 2048 bytes.
func CanonicalURL(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxURL {
		return "", fmt.Errorf("address of %d bytes: want at most %d", len(raw), maxURL)
	}
	u, err := url.Parse(repaired(raw))
	if err != nil {
		return "", errors.New("not an address") // url's own error repeats all of raw
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme != "http" && scheme != "https" {
		return "", fmt.Errorf("address with scheme %.20q: want http or https", u.Scheme)
	}
	if u.User != nil {
		return "", errors.New("address with a user name")
	}
	host, err := canonicalHost(u.Hostname())
	if err != nil {
		return "", err
	}
	port, err := canonicalPort(u.Port(), scheme)
	if err != nil {
		return "", err
	}
	values := queryOf(u.RawQuery)
	path, query := u.EscapedPath(), cleanQuery(values)
	if host == "kpu.go.id" || strings.HasSuffix(host, ".kpu.go.id") {
		path, query = commissionPath(u.Path, values, path, query)
		if port == "" {
			scheme = "https"
		}
	}
	if path = strings.TrimRight(withoutScript(path), "/"); path == "" {
		path = "/"
	}
	if query != "" {
		query = "?" + query
	}
	return scheme + "://" + host + port + path + query, nil
}

// withoutScript cuts the step index.php off the head of a path. What is left
// begins with a slash, so that it cannot lengthen the host before it:
// "/index.php.example" is another page and stays.
func withoutScript(path string) string {
	for {
		rest, ok := strings.CutPrefix(path, "/index.php")
		if !ok || rest != "" && rest[0] != '/' {
			return path
		}
		path = rest
	}
}

// repaired escapes a per cent sign that escapes nothing: crawled addresses hold
// them.
func repaired(raw string) string {
	if !strings.Contains(raw, "%") {
		return raw
	}
	var b strings.Builder
	for i := range len(raw) {
		b.WriteByte(raw[i])
		if raw[i] == '%' && (i+2 >= len(raw) || !isHex(raw[i+1]) || !isHex(raw[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// longestHost is how many bytes a host name may have.
const longestHost = 253

// canonicalHost folds a host name. Names in other scripts take the form that
// browsers ask for ("xn--…"), so that a sign that only looks like a dot or a slash
// hides no other host.
func canonicalHost(typed string) (string, error) {
	refused := fmt.Errorf("address with host %.60q", typed)
	if strings.Contains(typed, ":") {
		ip, err := netip.ParseAddr(typed)
		if err != nil || ip.Zone() != "" {
			return "", refused
		}
		return "[" + ip.String() + "]", nil
	}
	host := strings.ToLower(typed)
	if !isASCII(host) {
		var err error
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", refused
		}
	}
	host = strings.TrimSuffix(host, ".")
	if host == "" || len(host) > longestHost || host[0] == '.' || host[len(host)-1] == '.' || strings.Contains(host, "..") || strings.Trim(host, hostSigns) != "" {
		return "", refused
	}
	bare, cut := strings.CutPrefix(host, "www.")
	if cut && strings.Contains(bare, ".") && !strings.HasPrefix(bare, "www.") {
		host = bare
	}
	return host, nil
}

const hostSigns = "abcdefghijklmnopqrstuvwxyz0123456789-._"

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// canonicalPort returns ":8443", or nothing for the port that the scheme implies.
func canonicalPort(typed, scheme string) (string, error) {
	if typed == "" {
		return "", nil
	}
	port, err := strconv.ParseUint(typed, 10, 16)
	switch {
	case err != nil || port == 0:
		return "", fmt.Errorf("address with port %.20q", typed)
	case scheme == "http" && port == 80, scheme == "https" && port == 443:
		return "", nil
	}
	return ":" + strconv.FormatUint(port, 10), nil
}

// commissionPath cuts the path of a KPU site to what names its page, and drops
// the rest of the query.
func commissionPath(path string, values url.Values, escaped, query string) (string, string) {
	steps := strings.Split(strings.Trim(path, "/"), "/")
	if len(steps) > 0 && steps[0] == "index.php" {
		steps = steps[1:]
	}
	if len(steps) < 3 || steps[0] != "blog" {
		return escaped, query
	}
	switch steps[1] {
	case "read":
		if slug := slugOf(steps[2]); slug != "" {
			return "/blog/read/" + slug, ""
		}
	case "category":
		digits := leadingDigits(steps[2])
		if digits == "" {
			break
		}
		out := "/blog/category/" + digits
		if page := leadingDigits(values.Get("page")); page != "" && page != "0" && page != "1" {
			return out, "page=" + page
		}
		return out, ""
	}
	return escaped, query
}

// slugOf is the longest head of s that can be a slug: letters, digits, hyphens,
// underscores, and dots between letters or digits.
func slugOf(s string) string {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && !(c == '.' && i > 0 && i+1 < len(s) && alphanumeric(s[i-1]) && alphanumeric(s[i+1])) {
			return s[:i]
		}
	}
	return s
}

func alphanumeric(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

func leadingDigits(s string) string {
	end := 0
	for end < len(s) && end < 9 && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	return s[:end]
}

// queryOf reads a query. A semicolon is a sign as others: net/url would drop what it
// stands in, which may distinguish pages.
func queryOf(raw string) url.Values {
	values, _ := url.ParseQuery(strings.ReplaceAll(raw, ";", "%3B"))
	return values
}

// cleanQuery drops what trackers add to an address and sorts the rest.
func cleanQuery(values url.Values) string {
	for name := range values {
		folded := strings.ToLower(name)
		if strings.HasPrefix(folded, "utm_") || folded == "fbclid" || folded == "gclid" || folded == "igshid" || folded == "ref" ||
			folded == "source" || folded == "amp" || folded == "_ga" || folded == "mc_cid" || folded == "mc_eid" {
			values.Del(name)
		}
	}
	return values.Encode()
}
