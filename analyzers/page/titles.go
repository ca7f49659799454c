package page

import (
	"strings"

	"golang.org/x/net/html"
)

// titleOf returns the heading of a body: the first inside it that stands before its text,
// else the last one behind the body before it.
func (s *survey) titleOf(b body, after int) (found, bool) {
	if b.title != nil {
		return *b.title, true
	}
	first := s.firstRunning(b.node)
	var above found
	ok := false
	for _, t := range s.titles {
		switch {
		case t.at > b.from && t.at <= b.to && (first == 0 || t.at < first):
			return t, true
		case t.at > after && t.at < b.from:
			above, ok = t, true
		}
	}
	return above, ok
}

// banner returns the large heading inside furniture above the text, as that over a path
// of links, which names the article where no other heading does.
func (s *survey) banner(from int) found {
	var best found
	for _, b := range s.banners {
		if b.at < from && s.titleScore(b, lettersAndDigits(b.text), from) > 0 && countWords(b.text) >= 4 {
			best = b
		}
	}
	best.node = nil // it stands outside of the text
	return best
}

// sectionBefore returns the label that stands last above the title or the text and is
// none of a menu.
func (s *survey) sectionBefore(title, from int) string {
	labels := make([]found, 0, len(s.labels))
	for i, l := range s.labels {
		if !isOfMenu(s.labels, i) {
			labels = append(labels, l)
		}
	}
	if label, ok := between(labels, 0, title); ok {
		return label.text
	}
	if label, ok := between(labels, 0, from); ok {
		return label.text
	}
	return s.meta.section
}

// menuReach is within how many elements the labels of one menu stand.
const menuReach = 30

// isOfMenu reports whether three more labels of other words stand close to label i.
func isOfMenu(labels []found, i int) bool {
	others := 0
	for j := max(0, i-4); j < min(len(labels), i+5); j++ {
		if gap := labels[j].at - labels[i].at; j != i && gap < menuReach && gap > -menuReach && labels[j].text != labels[i].text {
			others++
		}
	}
	return others >= 3
}

// dayNear is the day of posting that stands between title and text, else the
// last before the title.
func (s *survey) dayNear(title, from int) string {
	if day, ok := between(s.days, title, from); ok {
		return day.text
	}
	if day, ok := between(s.loneDays, title, from); ok {
		return day.text
	}
	if day, ok := between(s.days, 0, title); ok {
		return day.text
	}
	// Else what stands behind the text, before the next heading.
	for _, day := range s.days {
		if day.at < from {
			continue
		}
		if _, other := between(s.titles, from, day.at); other {
			break
		}
		return day.text
	}
	return ""
}

// pageTitle is the title of the one article whose text begins at from: the heading for
// which most speaks, else what the meta data say.
func (s *survey) pageTitle(from int) found {
	parts := titleParts(s.meta.pageTitle)
	metaTitle, htmlTitle := lettersAndDigits(s.meta.title), lettersAndDigits(s.meta.pageTitle)
	var nearest int
	for i, t := range s.titles {
		if t.at < from {
			nearest = i
		}
	}
	var best found
	most := 0
	for i, t := range s.titles {
		folded := lettersAndDigits(t.text)
		score := s.titleScore(t, folded, from)
		switch {
		case metaTitle != "" && (folded == metaTitle || strings.HasPrefix(metaTitle, folded+" ") && countWords(folded) > 3):
			score += 6
		case countWords(folded) > 3 && strings.Contains(htmlTitle, folded):
			score += 4
		}
		if i == nearest && t.at < from {
			score += 2
		}
		if s.isPosted(i, from) {
			score += 3
		}
		if len(parts) > 1 && folded == lettersAndDigits(parts[len(parts)-1]) && folded != lettersAndDigits(longestOf(parts)) {
			score -= 6 // the name of the site
		}
		if score > most || score == most && score > 0 && t.at < from && t.level <= best.level {
			best, most = t, score
		}
	}
	switch above, ok := between(s.untitled, 0, from); {
	case most >= 4:
		return best
	case ok && s.meta.title == "":
		return above
	case s.meta.title == "" && s.banner(from).text != "":
		return s.banner(from)
	case s.meta.title != "":
		return found{at: from, text: s.meta.title}
	case most > 0:
		return best
	}
	return found{at: from, text: longestOf(parts)}
}

// isPosted reports whether a day of posting stands behind heading i, before the text at
// from and any other heading.
func (s *survey) isPosted(i, from int) bool {
	next := from
	if i+1 < len(s.titles) {
		next = min(next, s.titles[i+1].at)
	}
	_, ok := between(s.days, s.titles[i].at, next+1)
	return ok
}

// titleScore returns the score of a heading as title, by its form and its place.
func (s *survey) titleScore(t found, folded string, from int) int {
	score := 0
	if t.node != nil && isTitleClass(t.node) {
		score += 3
	}
	score += max(0, 4-t.level)
	words := countWords(folded)
	switch {
	case folded == "" || words < 2 || s.namesSection(t.text) || known().section[labelKey(folded)] || isRelatedLabel(t.text):
		score -= 8
	case words < 3:
		score--
	case isOfficeName(folded):
		score -= 4
	}
	if t.at > from {
		score -= 3
	}
	if t.node != nil && leadsHome(t.node) {
		score -= 6
	}
	return score
}

// namesSection reports whether a heading is a section's label and the name of the site.
func (s *survey) namesSection(text string) bool {
	for label := range known().section {
		if len(label) < 6 {
			continue
		}
		rest, ok := cutLabel(text, label)
		if ok && rest != "" && strings.Contains(lettersAndDigits(s.meta.pageTitle), lettersAndDigits(rest)) && namesCommission(rest) && countWords(rest) <= 6 {
			return true
		}
	}
	return false
}

// cutLabel cuts a label, its letters in lower case and without spaces, off the head of a
// text.
func cutLabel(text, label string) (string, bool) {
	for i, r := range text {
		if label == "" {
			return strings.TrimSpace(text[i:]), true
		}
		if r == ' ' {
			continue
		}
		low := strings.ToLower(string(r))
		if !strings.HasPrefix(label, low) {
			return text, false
		}
		label = label[len(low):]
	}
	return "", label == ""
}

// isOfficeName reports whether a folded text is the name of an office and nothing more.
func isOfficeName(folded string) bool {
	for _, long := range [...]string{"komisi pemilihan umum", "komisi independen pemilihan"} {
		if rest, ok := strings.CutPrefix(folded, long); ok {
			return countWords(rest) <= 6
		}
	}
	first, rest, _ := strings.Cut(folded, " ")
	level, name, _ := strings.Cut(rest, " ")
	return isCommissionWord(first) && isLevelWord(level) && countWords(name) <= 3
}

// leadsHome reports whether a heading is a link to the front page, as the name of the
// site is.
func leadsHome(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.Data == "a" {
			href := attribute(c, "href")
			return attribute(c, "rel") == "home" || href == "/" || strings.Count(strings.TrimSuffix(href, "/"), "/") == 2 && strings.Contains(href, "://")
		}
		if leadsHome(c) {
			return true
		}
	}
	return false
}

var titleBreaks = strings.NewReplacer(" | ", "\n", " – ", "\n", " - ", "\n", " » ", "\n", " « ", "\n", " :: ", "\n", ".::", "\n", "::.", "\n", " — ", "\n")

// titleParts are the parts of "Judul | KPU Kota X".
func titleParts(title string) []string {
	var parts []string
	for part := range strings.SplitSeq(titleBreaks.Replace(title), "\n") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// longestOf returns the longest part that is not the name of an office alone, else the
// longest.
func longestOf(parts []string) string {
	longest, named := "", true
	for _, part := range parts {
		office := isOfficeName(lettersAndDigits(part)) || countWords(part) < 3
		if office == named && len(part) > len(longest) || named && !office && longest != "" || longest == "" {
			longest, named = part, office
		}
	}
	return longest
}
