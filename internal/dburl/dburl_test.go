package dburl_test

import (
	"strings"
	"testing"

	"warta/internal/dburl"
)

// shownAs has texts as they are shown without a password.
var shownAs = map[string]string{
	"postgres://warta:x@db/warta?sslmode=verify-full": "postgres://warta@db/warta?sslmode=verify-full",
	"postgres://warta@db/warta?password=x&schema=a":   "postgres://warta@db/warta?schema=a",
	"postgres://warta@db/warta?PassWord=x&schema=a":   "postgres://warta@db/warta?schema=a",
	"postgres://warta@db/warta?sslpassword=x":         "postgres://warta@db/warta",
	"postgres://warta:p%2Fq%3F%23%40@db/warta":        "postgres://warta@db/warta",
	"postgres://warta@db/warta?password=p%40q":        "postgres://warta@db/warta",
	"postgres://warta:x@db1:5432,db2:5432/warta":      "postgres://warta@db1:5432,db2:5432/warta",
	"postgresql:///warta?host=/run/postgresql":        "postgresql:///warta?host=%2Frun%2Fpostgresql",
	"postgres://db/warta":                             "postgres://db/warta",
	"postgres://db":                                   "postgres://db",
	"":                                                dburl.NotURL,
	"rahasia":                                         dburl.NotURL,
	"warta:rahasia@db":                                dburl.NotURL,
	"postgres://warta:%zz@db/warta":                   dburl.NotURL,
	"postgres://warta:rahasia%zz@db/warta":            dburl.NotURL,
	"postgres://warta:12/rahasia@db/warta":            dburl.NotURL,
	"postgres://warta:12/rahasia/lagi@db/warta":       dburl.NotURL,
	"postgres://warta:12?rahasia@db/warta":            dburl.NotURL,
	"postgres://warta:12#rahasia@db/warta":            dburl.NotURL,
	"postgres://warta:12/rahasia?lagi@db/warta":       dburl.NotURL,
	"postgres://warta:p@12/rahasia@db/warta":          dburl.NotURL,
	"postgres://warta:/rahasia@db/warta":              dburl.NotURL,
	"postgres://warta:12/rahasia%40db/warta":          dburl.NotURL,
	"postgres://warta:12/rahasia%40db":                dburl.NotURL,
}

func TestAURLIsShownWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for text, want := range shownAs {
		if got := dburl.Redacted(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		if got := dburl.IsURL(text); got != (want != dburl.NotURL) {
			t.Errorf("%s: a URL of a database is %v", text, got)
		}
	}
}

func TestTheURLOfAnotherKindOfServerIsNone(t *testing.T) {
	t.Parallel()
	const text, want = "mysql://warta:rahasia@db/warta", "mysql://warta@db/warta"
	if got := dburl.Redacted(text); got != want || dburl.IsURL(text) {
		t.Errorf("got %s, %v", got, dburl.IsURL(text))
	}
}

// FuzzRedacted holds that a password is not shown where one may stand: behind the user, and in a
// parameter.
func FuzzRedacted(f *testing.F) {
	for text := range shownAs {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const secret = "rAhAs1A"
		if strings.Contains(text, secret) {
			return
		}
		mark := "?"
		if strings.Contains(text, "?") {
			mark = "&"
		}
		_, rest, _ := strings.Cut(text, "@")
		for _, given := range []string{text, text + mark + "password=" + secret, "postgres://warta:" + secret + "@" + rest} {
			if shown := dburl.Redacted(given); strings.Contains(shown, secret) {
				t.Errorf("%q is shown as %q", given, shown)
			}
		}
	})
}
