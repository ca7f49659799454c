package harvest

import (
	_ "embed" // paths.txt
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

//go:embed paths.txt
var pathsText string

// A pageKind is the kind of a page by its URL.
type pageKind uint8

const (
	otherPage pageKind = iota
	articlePage
	listPage
)

// A pathRule is one line of paths.txt.
type pathRule struct {
	kind  pageKind
	steps []string
}

var pathRules = sync.OnceValues(func() ([]pathRule, error) { return readPaths(pathsText) })

// Validate returns an error if the embedded table of paths is invalid.
func Validate() error {
	_, err := pathRules()
	return err
}

func readPaths(text string) ([]pathRule, error) {
	var rules []pathRule
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 || !strings.HasPrefix(fields[1], "/") {
			return nil, fmt.Errorf("paths.txt: line %d: want a kind and a path", n)
		}
		rule := pathRule{steps: strings.Split(fields[1][1:], "/")}
		switch fields[0] {
		case "article":
			rule.kind = articlePage
		case "list":
			rule.kind = listPage
		default:
			return nil, fmt.Errorf("paths.txt: line %d: %q is no kind", n, fields[0])
		}
		for _, step := range rule.steps {
			switch step {
			case "{n}", "{year}", "{month}", "{day}", "{slug}", "{words}":
			default:
				if step == "" || strings.ContainsAny(step, "{}") {
					return nil, fmt.Errorf("paths.txt: line %d: %q is no step", n, step)
				}
			}
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// kindOf returns the kind of the page at u. For a page of a list, it also returns its number
// from 1 and the name that all pages of the list share.
func kindOf(u *url.URL) (kind pageKind, list string, number int) {
	steps := strings.Split(strings.Trim(u.Path, "/"), "/")
	if steps[0] == "index.php" {
		steps = steps[1:]
	}
	number = 1
	for _, name := range [...]string{"page", "halaman", "hal", "paged"} {
		if n, ok := pageNumber(u.Query().Get(name)); ok {
			number = n
		}
	}
	if n := len(steps); n >= 2 && (steps[n-2] == "page" || steps[n-2] == "halaman") {
		if at, ok := pageNumber(steps[n-1]); ok {
			number, steps = at, steps[:n-2]
		}
	}
	if len(steps) == 0 || len(steps) == 1 && steps[0] == "" {
		return otherPage, "/", number
	}
	list = "/" + strings.Join(steps, "/")
	rules, _ := pathRules() // Validate has reported an error before
	for _, rule := range rules {
		if rule.fits(steps) {
			return rule.kind, list, number
		}
	}
	return otherPage, list, number
}

func pageNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= 100_000
}

func (r pathRule) fits(steps []string) bool {
	if len(steps) != len(r.steps) {
		return false
	}
	for i, want := range r.steps {
		if !stepFits(want, strings.TrimSuffix(steps[i], ".html")) {
			return false
		}
	}
	return true
}

func stepFits(want, step string) bool {
	switch want {
	case "{n}":
		return allDigits(step)
	case "{year}":
		return len(step) == 4 && allDigits(step) && step >= "1998" && step <= "2099"
	case "{month}":
		return len(step) == 2 && allDigits(step) && step >= "01" && step <= "12"
	case "{day}":
		return len(step) == 2 && allDigits(step) && step >= "01" && step <= "31"
	case "{slug}":
		return isSlug(step)
	case "{words}":
		return isSlug(step) && wordsOf(step) >= 3
	}
	return step == want
}

func allDigits(s string) bool {
	return s != "" && len(s) <= 12 && strings.Trim(s, "0123456789") == ""
}

func isSlug(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 400
}

func wordsOf(slug string) int {
	return len(strings.FieldsFunc(slug, func(r rune) bool { return r == '-' || r == '_' }))
}

// mayBeArticle reports whether a URL in a sitemap may be that of an article: by the rules of
// paths, or because its last segment is a title.
func mayBeArticle(u *url.URL) bool {
	switch kind, list, _ := kindOf(u); kind {
	case articlePage:
		return true
	case listPage:
		return false
	default:
		last := strings.TrimSuffix(list[strings.LastIndexByte(list, '/')+1:], ".html")
		return isSlug(last) && wordsOf(last) >= 4
	}
}
