package page

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// maxURL is how many bytes an address may have.
const maxURL = 2048

// CanonicalURL returns the form of an address under which its article is known,
// so that one page received under several addresses is one article. The
// host is folded, index.php, fragments, and what trackers and crawlers added
// are dropped. On sites of the KPU a path is cut to the part that names a page:
// blog/read/<slug>, or blog/category/<digits> with its page number. It fails
// for what is no http or https address of a host, for addresses with user
// names, and for those longer than 2048 bytes.
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
		return "", fmt.Errorf("address with scheme %q: want http or https", u.Scheme)
	}
	host, err := canonicalHost(u)
	if err != nil {
		return "", err
	}
	path, query := u.EscapedPath(), cleanQuery(u.Query())
	if host == "kpu.go.id" || strings.HasSuffix(host, ".kpu.go.id") {
		path, query = commissionPath(u.Path, u.Query(), path, query)
		scheme = "https" // the sites answer under both
	}
	path = strings.TrimPrefix(path, "/index.php")
	if path = strings.TrimRight(path, "/"); path == "" {
		path = "/"
	}
	if query != "" {
		query = "?" + query
	}
	return scheme + "://" + host + path + query, nil
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

func canonicalHost(u *url.URL) (string, error) {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if u.User != nil {
		return "", errors.New("address with a user name")
	}
	if host == "" || len(host) > 253 || strings.HasPrefix(host, ".") || strings.Contains(host, "..") || strings.ContainsAny(host, " \"'<>\\^`{|}%") {
		return "", fmt.Errorf("address with host %q", host)
	}
	host = strings.TrimPrefix(host, "www.")
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	return host, nil
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

// slugOf is the longest head of s that can be a slug: letters, digits, hyphens
// and underscores.
func slugOf(s string) string {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return s[:i]
		}
	}
	return s
}

func leadingDigits(s string) string {
	end := 0
	for end < len(s) && end < 9 && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	return s[:end]
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
