package people

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/index/dockeys"
)

// A postYear is a post at an office in a year, as an article gives it.
type postYear struct {
	post string // folded, without the mark of an acting holder
	year int    // 0 if the article has no date
}

// maxPostText limits a post in evidence, in bytes.
const maxPostText = 60

// postText encodes a post for evidence. It is empty for a post that is no longer held and
// for one that is too long.
func postText(a *article.Article, title string) string {
	post, ok := foldPost(title)
	if !ok || len(post) > maxPostText {
		return ""
	}
	year, _, _ := dockeys.DateParts(a.Date)
	return post + "/" + year
}

// markedPostText encodes, for evidence, a post that the title says to be held no more, or to be
// acted in. It is empty for other posts and for one that is too long.
func markedPostText(a *article.Article, title string) string {
	folded := foldTitle(title)
	if post, as := KnownPosts().standingIn(folded); as == inOffice || post == "" || len(folded) > maxPostText {
		return ""
	}
	year, _, _ := dockeys.DateParts(a.Date)
	return folded + "/" + year
}

// foldPost folds the title of a post and removes the mark of an acting holder. It reports
// false for a post that is no longer held and for an empty one.
func foldPost(title string) (string, bool) {
	post, ok := KnownPosts().heldPost(foldTitle(title))
	return post, ok && post != ""
}

// foldTitle folds the title of a post.
func foldTitle(title string) string { return strings.ReplaceAll(officials.Slug(title), "-", " ") }

// parsePostText decodes the result of postText.
func parsePostText(text string) (postYear, bool) {
	post, year, ok := strings.Cut(text, "/")
	if !ok || post == "" {
		return postYear{}, false
	}
	return postYear{post, yearIn(year)}, true
}

// yearIn returns the year of a day, 0 if it has none.
func yearIn(day string) int {
	year, _, _ := strings.Cut(day, "-")
	n, err := strconv.Atoi(year)
	if err != nil {
		return 0
	}
	return n
}

// eachPost calls visit with the posts of a part that articles give.
func (p *part) eachPost(visit func(postYear)) {
	for _, counted := range p.postEvidence {
		if h, ok := parsePostText(counted.text); ok {
			visit(h)
		}
	}
}

// eachMarked calls visit with the posts of a part that articles say to be held in a standing,
// acting or former.
func (p *part) eachMarked(as standing, visit func(postYear)) {
	for _, counted := range p.markedEvidence {
		h, ok := parsePostText(counted.text)
		if !ok {
			continue
		}
		post, held := KnownPosts().standingIn(h.post)
		if held == as {
			visit(postYear{post, h.year})
		}
	}
}

// A postSetYear is a set of posts at an office in a year.
type postSetYear struct {
	base string
	set  postSet
	year int
}

// opposite returns the set that excludes s.
func (s postSetYear) opposite() postSetYear {
	s.set = commission + secretariat - s.set
	return s
}

// postSets returns the sets of posts of a part at a satker. A year in which articles give
// posts of both sets is left out.
func (p *part) postSets() map[postSetYear]bool {
	if p.kind != atSatker || len(p.postEvidence) == 0 {
		return nil
	}
	sets := make(map[postSetYear]bool)
	p.eachPost(func(h postYear) {
		if set := KnownPosts().setOf(h.post); set != noSet && h.year != 0 {
			sets[postSetYear{p.base, set, h.year}] = true
		}
	})
	for s := range sets {
		if sets[s.opposite()] {
			delete(sets, s)
			delete(sets, s.opposite())
		}
	}
	return sets
}

// termYears is the term of office, in years: how far apart two mentions of a post may be
// to support that they mean one person.
const termYears = 5

// postsAgree reports whether two parts hold posts of one set in one office within a term.
func (p *part) postsAgree(q *part) bool {
	rules := KnownPosts()
	return p.base == q.base && p.kind == q.kind && p.sharesPost(q, func(a, b postYear) bool {
		set := rules.setOf(a.post)
		return (a.post == b.post || set != noSet && set == rules.setOf(b.post)) && within(a.year, b.year, termYears)
	})
}

// sharesSolePost reports whether two parts hold the same post of one office within a year
// of each other, one that a single person holds at a time.
func (p *part) sharesSolePost(q *part) bool {
	return p.base == q.base && p.kind == q.kind && p.sharesPost(q, func(a, b postYear) bool {
		return a.post == b.post && slices.Contains(KnownPosts().lists.Sole, a.post) && within(a.year, b.year, 1)
	})
}

func (p *part) sharesPost(q *part, alike func(a, b postYear) bool) bool {
	found := false
	p.eachPost(func(a postYear) {
		q.eachPost(func(b postYear) { found = found || alike(a, b) })
	})
	return found
}

// within reports whether two known years are at most that many years apart.
func within(a, b, most int) bool {
	return a != 0 && b != 0 && a-b <= most && b-a <= most
}
