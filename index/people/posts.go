package people

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed posts.yaml
var postsFile []byte

// Posts are the posts of the election bodies, as posts.yaml describes them. All are
// folded.
type Posts struct {
	Commission  []string            `yaml:"commission"`
	Secretariat []string            `yaml:"secretariat"`
	Sole        []string            `yaml:"sole"`
	Acting      []string            `yaml:"acting"`
	Former      []string            `yaml:"former"`
	Asked       map[string][]string `yaml:"asked"`

	inSet   map[string]bool // entries of both sets
	longest int             // words of the longest entry
}

// KnownPosts returns the posts of posts.yaml. They must not be modified.
var KnownPosts = sync.OnceValue(func() *Posts {
	r, err := parsePosts(postsFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return r
})

// parsePosts parses and validates posts.yaml: a post must not be in both sets, and posts
// of sole and asked must be in one.
func parsePosts(data []byte) (*Posts, error) {
	r := new(Posts)
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

// A postSet is one of two sets of posts that exclude each other.
type postSet uint8

const (
	noSet postSet = iota
	commission
	secretariat
)

// entry returns the longest entry of both sets with which a post begins, empty if there
// is none.
func (r *Posts) entry(post string) string {
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

// EndsWithPost reports whether folded words end with an entry of one of the sets.
func (r *Posts) EndsWithPost(words []string) bool {
	for n := 1; n <= min(r.longest, len(words)); n++ {
		if r.inSet[strings.Join(words[len(words)-n:], " ")] {
			return true
		}
	}
	return false
}

// setOf returns the set of a post.
func (r *Posts) setOf(post string) postSet {
	switch entry := r.entry(post); {
	case entry == "":
		return noSet
	case slices.Contains(r.Commission, entry):
		return commission
	}
	return secretariat
}

// heldPost removes the mark of an acting holder from a folded post. It reports false for
// a post that is no longer held.
func (r *Posts) heldPost(post string) (string, bool) {
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
