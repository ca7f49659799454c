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

// A toldPost is a post at an office in a year, as articles tell it.
type postYear struct {
	post string // folded; without what marks an acting holder
	year int    // 0 where the article has no date
}

// maxPostText bounds a post in KeyEvidence, in bytes.
const maxPostText = 60

// postText writes a post that an article tells of, for KeyEvidence; empty for one that
// is held no more.
func postText(a *article.Article, title string) string {
	post, ok := foldPost(title)
	if !ok || len(post) > maxPostText {
		return ""
	}
	year, _, _ := dockeys.DateParts(a.Date)
	return post + "/" + year
}

// foldPost folds the title of a post and takes off what marks an acting holder. It reports
// false for one that is held no more, and for what is none.
func foldPost(title string) (string, bool) {
	post, ok := KnownPosts().heldPost(strings.ReplaceAll(officials.Slug(title), "-", " "))
	return post, ok && post != ""
}

// readToldPost reads what postText wrote.
func parsePostText(text string) (postYear, bool) {
	post, year, ok := strings.Cut(text, "/")
	if !ok || post == "" {
		return postYear{}, false
	}
	return postYear{post, yearIn(year)}, true
}

// yearIn returns the year with which a day begins, 0 where none is known.
func yearIn(day string) int {
	year, _, _ := strings.Cut(day, "-")
	n, err := strconv.Atoi(year)
	if err != nil {
		return 0
	}
	return n
}

// eachPost goes through the posts of a part, in no order.
func (p *part) eachPost(visit func(postYear)) {
	for _, told := range p.postEvidence {
		if h, ok := parsePostText(told.text); ok {
			visit(h)
		}
	}
}

// An officeSet is a set of posts at an office in a year.
type postSetYear struct {
	base string
	set  postSet
	year int
}

// against is the set that it excludes.
func (s postSetYear) opposite() postSetYear {
	s.set = commission + secretariat - s.set
	return s
}

// sets returns the sets of posts that a part at a satker is known to be in. A year for
// which articles tell of both sets proves nothing.
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

// termYears is how far apart in time two mentions of a post may be and still be
// evidence for one person: a term of office.
const termYears = 5

// agrees reports whether two parts hold posts of one set in one office within a term.
func (p *part) postsAgree(q *part) bool {
	rules := KnownPosts()
	return p.base == q.base && p.kind == q.kind && p.sharesPost(q, func(a, b postYear) bool {
		set := rules.setOf(a.post)
		return (a.post == b.post || set != noSet && set == rules.setOf(b.post)) && within(a.year, b.year, termYears)
	})
}

// sharesSole reports whether two parts hold, at one time, one post that one person
// holds alone.
func (p *part) sharesSolePost(q *part) bool {
	return p.base == q.base && p.kind == q.kind && p.sharesPost(q, func(a, b postYear) bool {
		return a.post == b.post && slices.Contains(KnownPosts().Sole, a.post) && within(a.year, b.year, 1)
	})
}

func (p *part) sharesPost(q *part, alike func(a, b postYear) bool) bool {
	found := false
	p.eachPost(func(a postYear) {
		q.eachPost(func(b postYear) { found = found || alike(a, b) })
	})
	return found
}

// near reports whether two years that are known lie that close together.
func within(a, b, most int) bool {
	return a != 0 && b != 0 && a-b <= most && b-a <= most
}
