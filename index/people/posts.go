package people

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"warta/index/lexicon"
)

//go:embed posts.yaml
var postsFile []byte

// Posts are the posts of the election bodies, as posts.yaml describes them. All are
// folded. Posts is immutable.
type Posts struct {
	lists   postLists
	inSet   map[string]bool // entries of both sets
	longest int             // words of the longest entry
	names   lexicon.Lexicon // the entries of both sets

	longestAsked int // words of the longest word of the search box
}

// postLists is the content of posts.yaml.
type postLists struct {
	Commission  []string            `yaml:"commission"`
	Secretariat []string            `yaml:"secretariat"`
	Sole        []string            `yaml:"sole"`
	Acting      []string            `yaml:"acting"`
	Former      []string            `yaml:"former"`
	Wanting     []string            `yaml:"wanting"`
	Elected     []string            `yaml:"elected"`
	Elsewhere   []string            `yaml:"elsewhere"`
	Units       []string            `yaml:"units"`
	General     []string            `yaml:"general"`
	Divisions   []string            `yaml:"divisions"`
	Asked       map[string][]string `yaml:"asked"`
}

// KnownPosts returns the posts of posts.yaml.
func KnownPosts() *Posts { return knownPosts() }

var knownPosts = embedded(postsFile, parsePosts)

// parsePosts parses and validates posts.yaml: all texts are folded, no set has an entry
// twice or one of the other set, the posts of sole and units are in a set, those of general
// in commission, and those of asked in a set or elsewhere.
func parsePosts(data []byte) (*Posts, error) {
	p := &Posts{inSet: make(map[string]bool)}
	if err := decodeLists("posts", data, &p.lists); err != nil {
		return nil, err
	}
	for _, list := range [][]string{p.lists.Commission, p.lists.Secretariat, p.lists.Sole, p.lists.Acting, p.lists.Former, p.lists.Wanting, p.lists.Elected, p.lists.Elsewhere, p.lists.Units, p.lists.General, p.lists.Divisions, slices.Sorted(maps.Keys(p.lists.Asked))} {
		if len(list) == 0 {
			return nil, errors.New("read posts: commission, secretariat, sole, acting, former, wanting, elected, elsewhere, units, general, divisions and asked must not be empty")
		}
		if err := checkFolded("posts", list); err != nil {
			return nil, err
		}
	}
	for _, post := range slices.Concat(p.lists.Commission, p.lists.Secretariat) {
		if p.inSet[post] {
			return nil, fmt.Errorf("read posts: %q stands twice in commission and secretariat", post)
		}
		p.inSet[post] = true
		p.longest = max(p.longest, len(strings.Fields(post)))
	}
	names := make(map[string]uint32, len(p.inSet))
	for post := range p.inSet {
		names[post] = 1
	}
	p.names.Add(names)
	for _, post := range p.lists.Sole {
		if p.setOf(post) == noSet {
			return nil, fmt.Errorf("read posts: sole has %q, which is in no set", post)
		}
	}
	for _, post := range p.lists.Elsewhere {
		if p.inSet[post] {
			return nil, fmt.Errorf("read posts: elsewhere has %q, which is in a set", post)
		}
	}
	for _, post := range p.lists.Units {
		if !p.inSet[post] {
			return nil, fmt.Errorf("read posts: units has %q, which is in no set", post)
		}
	}
	for _, post := range p.lists.General {
		if p.setOf(post) != commission {
			return nil, fmt.Errorf("read posts: general has %q, which is not in commission", post)
		}
	}
	for asked, posts := range p.lists.Asked {
		p.longestAsked = max(p.longestAsked, len(strings.Fields(asked)))
		for _, post := range posts {
			if !p.inSet[post] && !slices.Contains(p.lists.Elsewhere, post) {
				return nil, fmt.Errorf("read posts: asked has %q for %q, which is in no set and not in elsewhere", post, asked)
			}
		}
	}
	return p, nil
}

// AskedAtEnd returns the longest word of the search box for a post with which a text in
// lower case ends, empty if there is none.
func (p *Posts) AskedAtEnd(text string) string {
	longest := ""
	for word := range p.lists.Asked {
		if rest, ok := strings.CutSuffix(text, word); ok && (rest == "" || strings.HasSuffix(rest, " ")) && len(word) > len(longest) {
			longest = word
		}
	}
	return longest
}

// AskedAt returns the number of words in the longest word of the search box for a post with
// which folded words begin, 0 if there is none.
func (p *Posts) AskedAt(words []string) int {
	for n := min(p.longestAsked, len(words)); n > 0; n-- {
		if _, known := p.lists.Asked[strings.Join(words[:n], " ")]; known {
			return n
		}
	}
	return 0
}

// DivisionAt returns the number of words in the longest beginning of the name of a division
// with which folded words begin, 0 if there is none.
func (p *Posts) DivisionAt(words []string) int {
	longest := 0
	for _, name := range p.lists.Divisions {
		if n := len(strings.Fields(name)); n > longest && n <= len(words) && strings.Join(words[:n], " ") == name {
			longest = n
		}
	}
	return longest
}

// HasUnit reports whether the name of a division or of a unit may follow a word of the search
// box.
func (p *Posts) HasUnit(asked string) bool {
	return slices.ContainsFunc(p.lists.Asked[asked], func(post string) bool { return slices.Contains(p.lists.Units, post) })
}

// IsElsewhere reports whether a word of the search box means a post of other bodies alone.
func (p *Posts) IsElsewhere(asked string) bool {
	return !slices.ContainsFunc(p.lists.Asked[asked], func(post string) bool { return p.inSet[post] })
}

// Mark reports whether folded words before a post say that its holder acts in it, or holds
// it no more.
func (p *Posts) Mark(word string) (acting, former bool) {
	return slices.Contains(p.lists.Acting, word), slices.Contains(p.lists.Former, word)
}

// MarkAt returns the number of words of the mark with which folded words begin, 0 for none, and
// what [Posts.Mark] says of it: "penjabat sementara".
func (p *Posts) MarkAt(words []string) (n int, acting, former bool) {
	for n := min(maxMarkWords, len(words)); n > 0; n-- {
		if acting, former := p.Mark(strings.Join(words[:n], " ")); acting || former {
			return n, acting, former
		}
	}
	return 0, false, false
}

// MarkBefore is [Posts.MarkAt] for the mark with which words end.
func (p *Posts) MarkBefore(words []string) (n int, acting, former bool) {
	for n := min(maxMarkWords, len(words)); n > 0; n-- {
		if acting, former := p.Mark(strings.Join(words[len(words)-n:], " ")); acting || former {
			return n, acting, former
		}
	}
	return 0, false, false
}

// maxMarkWords is the number of words of the longest mark.
const maxMarkWords = 2

// IsWanted reports whether a folded word in front of a post says that it is wanted and not held:
// "calon ketua".
func (p *Posts) IsWanted(word string) bool { return slices.Contains(p.lists.Wanting, word) }

// IsElected reports whether a folded word behind a post says that it is not held yet: "bupati
// terpilih".
func (p *Posts) IsElected(word string) bool { return slices.Contains(p.lists.Elected, word) }

// isTitle reports whether a folded title without marks is a post: that post itself or, if it
// is one of a division or of a unit, with the name of that.
func (p *Posts) isTitle(title, post string) bool {
	rest, ok := strings.CutPrefix(title, post)
	return ok && (rest == "" || rest[0] == ' ' && slices.Contains(p.lists.Units, post))
}

// AskedFor returns the posts that a word of the search box means. The caller must not
// modify them.
func (p *Posts) AskedFor(word string) []string { return p.lists.Asked[word] }

// longPost is the least length in bytes of a text that may have two letters wrong.
const longPost = 8

// Near returns at most size posts in alphabetical order: those that begin with a folded text,
// else those that do with one letter wrong, in a long text two.
func (p *Posts) Near(text string, size int) []string {
	if text == "" {
		return nil
	}
	wrong := 1
	if len(text) >= longPost {
		wrong = 2
	}
	for _, edits := range [...]int{0, wrong} {
		var near []string
		p.names.Each(lexicon.NewNear(text, edits, true), func(post string) { near = append(near, post) })
		if len(near) > 0 {
			slices.Sort(near)
			return near[:min(size, len(near))]
		}
	}
	return nil
}

// WithActing returns a post and the forms in which a title names its acting holder: "ketua",
// "plt ketua", "plt. ketua", "pj ketua".
func (p *Posts) WithActing(post string) []string {
	forms := []string{post}
	for _, acting := range p.lists.Acting {
		forms = append(forms, acting+" "+post, acting+". "+post)
	}
	return forms
}

// TitlesFor returns the titles that a post of the search box in lower case asks for: those of
// [Posts.WithActing], and of a post with a mark those with a mark of the same kind.
func (p *Posts) TitlesFor(asked string) []string {
	post, as := p.standingIn(foldTitle(asked))
	var marks []string
	switch as {
	case inOffice:
		return p.WithActing(asked)
	case acting:
		marks = p.lists.Acting
	case former:
		marks = p.lists.Former
	}
	var titles []string
	for _, mark := range marked(marks) {
		titles = append(titles, mark+post)
	}
	return titles
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
func (p *Posts) entry(post string) string {
	best := ""
	for _, list := range [2][]string{p.lists.Commission, p.lists.Secretariat} {
		for _, entry := range list {
			if len(entry) > len(best) && (post == entry || strings.HasPrefix(post, entry+" ")) {
				best = entry
			}
		}
	}
	return best
}

// EndsWithPost reports whether folded words end with an entry of one of the sets.
func (p *Posts) EndsWithPost(words []string) bool {
	for n := 1; n <= min(p.longest, len(words)); n++ {
		if p.inSet[strings.Join(words[len(words)-n:], " ")] {
			return true
		}
	}
	return false
}

// setOf returns the set of a post.
func (p *Posts) setOf(post string) postSet {
	switch entry := p.entry(post); {
	case entry == "":
		return noSet
	case slices.Contains(p.lists.Commission, entry):
		return commission
	}
	return secretariat
}

// A standing says how a person holds a post.
type standing uint8

const (
	inOffice standing = iota // in full, or in a way that the title does not tell
	acting
	former
)

// standingIn removes the mark before a folded post: "plt ketua", "mantan ketua".
func (p *Posts) standingIn(post string) (string, standing) {
	for as, words := range [...][]string{acting: p.lists.Acting, former: p.lists.Former} {
		for _, word := range words {
			if rest, ok := strings.CutPrefix(post, word+" "); ok {
				return rest, standing(as)
			}
		}
	}
	return post, inOffice
}

// heldPost removes the mark of an acting holder from a folded post. It reports false for
// a post that is no longer held.
func (p *Posts) heldPost(post string) (string, bool) {
	post, as := p.standingIn(post)
	if as == former {
		return "", false
	}
	return post, true
}
