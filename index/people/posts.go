package people

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/index/dockeys"
)

//go:embed posts.yaml
var postsFile []byte

// postRules are what posts.yaml says of posts.
type postRules struct {
	Commission  []string            `yaml:"commission"`
	Secretariat []string            `yaml:"secretariat"`
	Sole        []string            `yaml:"sole"`
	Acting      []string            `yaml:"acting"`
	Former      []string            `yaml:"former"`
	Asked       map[string][]string `yaml:"asked"`

	inSet   map[string]bool // the posts of both sets
	longest int             // words of one of them
}

var KnownPosts = sync.OnceValue(func() *postRules {
	r, err := readPosts(postsFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return r
})

// readPosts reads posts.yaml. A post that stands in both sets, or that the search box
// knows and no set has, is an error.
func readPosts(data []byte) (*postRules, error) {
	r := new(postRules)
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(r); err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	r.inSet = make(map[string]bool)
	for _, post := range slices.Concat(r.Commission, r.Secretariat) {
		r.inSet[post] = true
		r.longest = max(r.longest, len(strings.Fields(post)))
	}
	for _, post := range r.Commission {
		if slices.Contains(r.Secretariat, post) {
			return nil, fmt.Errorf("read posts: %q stands in commission and in secretariat", post)
		}
	}
	for _, post := range r.Sole {
		if r.setOf(post) == noSet {
			return nil, fmt.Errorf("read posts: sole has %q, which is in no set", post)
		}
	}
	for asked, posts := range r.Asked {
		for _, post := range posts {
			if !r.inSet[post] {
				return nil, fmt.Errorf("read posts: asked has %q for %q, which is in no set", post, asked)
			}
		}
	}
	return r, nil
}

// A postSet is one of the sets of posts that exclude each other.
type postSet uint8

// The sets of posts.
const (
	noSet postSet = iota
	commission
	secretariat
)

// entryOf returns the longest entry of both sets with which a post begins, empty for
// a post that is in none.
func (r *postRules) entryOf(post string) string {
	best := ""
	for _, list := range [2][]string{r.Commission, r.Secretariat} {
		for _, entry := range list {
			if len(entry) > len(best) && (post == entry || strings.HasPrefix(post, entry+" ")) {
				best = entry
			}
		}
	}
	return best
}

// IsAtEndOf reports whether the last of some folded words are an entry of one of the sets.
func (r *postRules) IsAtEndOf(words []string) bool {
	for n := 1; n <= min(r.longest, len(words)); n++ {
		if r.inSet[strings.Join(words[len(words)-n:], " ")] {
			return true
		}
	}
	return false
}

func (r *postRules) setOf(post string) postSet {
	switch entry := r.entryOf(post); {
	case entry == "":
		return noSet
	case slices.Contains(r.Commission, entry):
		return commission
	}
	return secretariat
}

// current takes what marks an acting holder off a folded post. It reports false for a
// post that is held no more.
func (r *postRules) current(post string) (string, bool) {
	for _, word := range r.Former {
		if strings.HasPrefix(post, word+" ") {
			return "", false
		}
	}
	for _, word := range r.Acting {
		if rest, ok := strings.CutPrefix(post, word+" "); ok {
			return rest, true
		}
	}
	return post, true
}

// A toldPost is a post at an office in a year, as articles tell it.
type toldPost struct {
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
	post, ok := KnownPosts().current(strings.ReplaceAll(officials.Slug(title), "-", " "))
	return post, ok && post != ""
}

// readToldPost reads what postText wrote.
func readToldPost(text string) (toldPost, bool) {
	post, year, ok := strings.Cut(text, "/")
	if !ok || post == "" {
		return toldPost{}, false
	}
	return toldPost{post, yearIn(year)}, true
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
func (p *part) eachPost(visit func(toldPost)) {
	for _, told := range p.posted {
		if h, ok := readToldPost(told.text); ok {
			visit(h)
		}
	}
}

// An officeSet is a set of posts at an office in a year.
type officeSet struct {
	base string
	set  postSet
	year int
}

// against is the set that it excludes.
func (s officeSet) against() officeSet {
	s.set = commission + secretariat - s.set
	return s
}

// sets returns the sets of posts that a part at a satker is known to be in. A year for
// which articles tell of both sets proves nothing.
func (p *part) sets() map[officeSet]bool {
	if p.kind != atSatker || len(p.posted) == 0 {
		return nil
	}
	sets := make(map[officeSet]bool)
	p.eachPost(func(h toldPost) {
		if set := KnownPosts().setOf(h.post); set != noSet && h.year != 0 {
			sets[officeSet{p.base, set, h.year}] = true
		}
	})
	for s := range sets {
		if sets[s.against()] {
			delete(sets, s)
			delete(sets, s.against())
		}
	}
	return sets
}

// termYears is how far apart in time two mentions of a post may be and still be
// evidence for one person: a term of office.
const termYears = 5

// agrees reports whether two parts hold posts of one set in one office within a term.
func (p *part) agrees(q *part) bool {
	rules := KnownPosts()
	return p.base == q.base && p.kind == q.kind && p.sharesPost(q, func(a, b toldPost) bool {
		set := rules.setOf(a.post)
		return (a.post == b.post || set != noSet && set == rules.setOf(b.post)) && near(a.year, b.year, termYears)
	})
}

// sharesSole reports whether two parts hold, at one time, one post that one person
// holds alone.
func (p *part) sharesSole(q *part) bool {
	return p.base == q.base && p.kind == q.kind && p.sharesPost(q, func(a, b toldPost) bool {
		return a.post == b.post && slices.Contains(KnownPosts().Sole, a.post) && near(a.year, b.year, 1)
	})
}

func (p *part) sharesPost(q *part, alike func(a, b toldPost) bool) bool {
	found := false
	p.eachPost(func(a toldPost) {
		q.eachPost(func(b toldPost) { found = found || alike(a, b) })
	})
	return found
}

// near reports whether two years that are known lie that close together.
func near(a, b, most int) bool {
	return a != 0 && b != 0 && a-b <= most && b-a <= most
}
