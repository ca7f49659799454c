package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostLetters is how many letters of running text a page has at most that only reports
// an error or asks to sign in.
const mostLetters = 500

// NoArticle says what a page is that holds no article: one without running text (a
// menu), one that reports an error, one that asks to sign in. It is empty for all
// others. Drafts are what [Read] made of the page.
func NoArticle(raw string, drafts []Draft) string {
	letters := 0
	for _, d := range drafts {
		for _, p := range d.Paragraphs {
			letters += utf8.RuneCountInString(p)
		}
	}
	switch {
	case letters == 0:
		return "a page without running text"
	case letters > mostLetters || len(drafts) != 1:
		return ""
	case asksPassword.MatchString(raw):
		return "a page to sign in"
	case saysNoArticle(drafts[0].Title), saysNoArticle(headTitle(raw)):
		return "a page that tells of an error or asks to sign in"
	}
	return ""
}

var (
	asksPassword = regexp.MustCompile(`(?i)<input[^<>]*\stype\s*=\s*["']?password\b`)
	titleElement = regexp.MustCompile(`(?i)<title[^<>]*>([^<]*)</title>`)
)

// headTitle returns what the page's head calls it.
func headTitle(raw string) string {
	if m := titleElement.FindStringSubmatch(raw); m != nil {
		return m[1]
	}
	return ""
}

// saysNoArticle reports whether a title, or one side of it, is that of an error page.
func saysNoArticle(title string) bool {
	for side := range strings.SplitSeq(titleSides.Replace(title), "|") {
		side = strings.TrimFunc(strings.ToLower(side), func(r rune) bool { return !unicode.IsLetter(r) })
		if known().noArticle[side] {
			return true
		}
	}
	return false
}

var titleSides = strings.NewReplacer(" - ", "|", " – ", "|", " — ", "|", "»", "|", "«", "|", ": ", "|")
