// Package dburl reads the URL of a PostgreSQL database as far as settings, logs and lists need
// it: whether a text is such a URL, and how the URL is shown without its password. It asks no
// server.
package dburl

import (
	"net/url"
	"strings"
)

// NotURL is what [Redacted] returns in place of a text that it cannot show.
const NotURL = "(not a URL)"

// IsURL reports whether a text is a postgres:// or postgresql:// URL that can be read, and read
// as the URL that was meant: see [Redacted].
func IsURL(text string) bool {
	u, ok := read(text)
	return ok && (u.Scheme == "postgres" || u.Scheme == "postgresql")
}

// Redacted returns a URL without its password, its password parameters and its fragment. It
// returns [NotURL] for a text whose password may stand anywhere: one that cannot be read as a
// URL, one with an @ behind its host or a %40 in its path, and one with a path of several segments. There
// a / ? or # of the password has most likely ended the host too soon, as in
// postgres://USER:12/34@HOST/DATABASE.
func Redacted(text string) string {
	u, ok := read(text)
	if !ok {
		return NotURL
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(strings.ToLower(name), "password") {
			q.Del(name)
		}
	}
	u.RawQuery, u.Fragment = q.Encode(), ""
	return u.String()
}

// read returns the URL of a text; false for a text that is none, or is misplaced.
func read(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || u.Opaque != "" || misplaced(text) {
		return nil, false
	}
	return u, true
}

// misplaced reports whether a URL has an @ behind its host or a %40 in its path, which the name of a
// database cannot have then, or a path of several segments.
func misplaced(text string) bool {
	_, rest, _ := strings.Cut(text, "://")
	at := strings.IndexAny(rest, "/?#")
	if at < 0 {
		return false
	}
	path := rest[at:]
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	return strings.Contains(rest[at:], "@") || strings.Contains(path, "%40") || strings.Count(path, "/") > 1
}
