package people

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
)

//go:embed bodies.yaml
var bodiesFile []byte

// bodyWords are the words of bodies other than the KPU, as bodies.yaml describes them. It is
// immutable.
type bodyWords struct {
	lists       bodyLists
	same        map[string]int // index of the list in lists.Same, by words
	longestSame int            // words of the longest entry of same
	longestPost int            // words of the longest post
}

// bodyLists is the content of bodies.yaml.
type bodyLists struct {
	Same    [][]string               `yaml:"same"`
	Levels  map[string]string        `yaml:"levels"`
	LevelOf map[string]string        `yaml:"level_of"`
	Joins   []string                 `yaml:"joins"`
	LeftOut []string                 `yaml:"left_out"`
	Classes []string                 `yaml:"classes"`
	Local   []string                 `yaml:"local"`
	Longer  []string                 `yaml:"longer"`
	Posts   map[string]otherPostList `yaml:"posts"`
}

// otherPostList is a post of bodies.yaml.
type otherPostList struct {
	Titles []string `yaml:"titles"`
	Body   string   `yaml:"body"`
}

var knownBodies = embedded(bodiesFile, parseBodies)

// parseBodies parses and validates bodies.yaml: all texts are folded, no words stand for two
// bodies, what stands for several ways to write a body is one word, and a post has titles.
func parseBodies(data []byte) (*bodyWords, error) {
	b := &bodyWords{same: make(map[string]int)}
	if err := decodeLists("bodies", data, &b.lists); err != nil {
		return nil, err
	}
	l := &b.lists
	if len(l.Same) == 0 || len(l.Levels) == 0 || len(l.Posts) == 0 {
		return nil, errors.New("read bodies: same, levels and posts must not be empty")
	}
	texts := slices.Concat(slices.Concat(l.Same...), l.Joins, l.LeftOut, l.Classes, l.Local, l.Longer)
	for _, levels := range []map[string]string{l.Levels, l.LevelOf} {
		for word, level := range levels {
			texts = append(texts, word)
			if l.Levels[level] != level {
				return nil, fmt.Errorf("read bodies: %q is the level of %q and not in levels for itself", level, word)
			}
		}
	}
	for asked, post := range l.Posts {
		if len(post.Titles) == 0 {
			return nil, fmt.Errorf("read bodies: the post %q has no titles", asked)
		}
		texts = append(append(texts, asked), post.Titles...)
		if post.Body != "" {
			texts = append(texts, post.Body)
		}
		b.longestPost = max(b.longestPost, len(strings.Fields(asked)))
	}
	if err := checkFolded("bodies", texts); err != nil {
		return nil, err
	}
	for i, ways := range l.Same {
		if len(ways) < 2 || strings.Contains(ways[0], " ") {
			return nil, fmt.Errorf("read bodies: the list of %q needs a word that stands for all, and other ways", ways)
		}
		for _, way := range ways {
			if at, twice := b.same[way]; twice {
				return nil, fmt.Errorf("read bodies: %q stands for %q and %q", way, l.Same[at][0], ways[0])
			}
			words := strings.Fields(way)
			if slices.ContainsFunc(words, b.isJoin) {
				return nil, fmt.Errorf("read bodies: %q has a word of joins", way)
			}
			b.same[way], b.longestSame = i, max(b.longestSame, len(words))
		}
	}
	return b, nil
}

func (b *bodyWords) isJoin(word string) bool { return slices.Contains(b.lists.Joins, word) }

// A bodyName is the name of a body in the form in which bodies are compared.
type bodyName struct {
	words []string // in their common forms, without levels, classes and numbers of units
	level string   // "kabupaten"; empty for none
	short int      // number of words without the region behind the name of a local body; 0 for none
}

// key returns the words of the name.
func (n bodyName) key() string { return strings.Join(n.words, " ") }

// fits reports whether a name may be that of a body: one of the two has no level, or both have the
// same.
func (n bodyName) fits(level string) bool { return n.level == "" || level == "" || n.level == level }

// name reads the folded words of the name of a body.
func (b *bodyWords) name(words []string) bodyName {
	var n bodyName
	words = slices.DeleteFunc(slices.Clone(words), b.isJoin)
	for i := 0; i < len(words); i++ {
		word := words[i]
		if n.level == "" {
			n.level = b.lists.LevelOf[word]
		}
		level, isLevel := b.lists.Levels[word]
		switch {
		case isLevel && i > 0 && i+1 < len(words): // "Polres Tegal Kota" is not of a level
			if n.level == "" {
				n.level = level
			}
			if len(n.words) > 1 && n.short == 0 && slices.Contains(b.lists.Local, n.words[0]) {
				n.short = len(n.words)
			}
		case i > 0 && slices.Contains(b.lists.Classes, word):
			i++
		case i > 0 && (isUnitNumber(word) || slices.Contains(b.lists.LeftOut, word)):
		default:
			common, length := b.common(words[i:])
			n.words = append(n.words, common)
			i += length - 1
		}
	}
	return n
}

// common returns the word that stands for the longest known way to write words of bodies with
// which words begin, and the number of its words; the first word if none is known.
func (b *bodyWords) common(words []string) (string, int) {
	for n := min(b.longestSame, len(words)); n > 0; n-- {
		if at, known := b.same[strings.Join(words[:n], " ")]; known {
			return b.lists.Same[at][0], n
		}
	}
	return words[0], 1
}

// isUnitNumber reports whether a word is the number of a unit: "1407".
func isUnitNumber(word string) bool {
	const least = 3 // digits
	return len(word) >= least && strings.Trim(word, "0123456789") == ""
}

// An OtherPost is a post of a body other than the KPU, as it is typed.
type OtherPost struct {
	Titles []string // as articles write it, folded
	Body   []string // folded words with which the name of the body begins, if the post tells them
	Whole  bool     // Body is the complete name
	Unit   bool     // the name of a unit may follow
}

// OtherPostAt returns the longest post of bodies other than the KPU with which folded words begin,
// and its number of words, 0 for none.
func OtherPostAt(words []string) (OtherPost, int) {
	known := knownBodies()
	post, n := officials.PostAt(words)
	if n > 1 && known.lists.Levels[words[n-1]] != "" { // "sekda provinsi": the level is the body's
		if shorter, m := officials.PostAt(words[:n-1]); m == n-1 {
			post, n = shorter, m
		}
	}
	other := OtherPost{Titles: []string{foldTitle(post.Title)}, Body: foldedName(post.Body), Whole: post.Whole, Unit: post.Unit}
	for length := min(known.longestPost, len(words)); length > 0 && length >= n; length-- {
		if listed, ok := known.lists.Posts[strings.Join(words[:length], " ")]; ok {
			other.Titles = listed.Titles
			if listed.Body != "" {
				other.Body, other.Whole = strings.Fields(listed.Body), false
			}
			if length > n {
				other.Whole = false
			}
			return other, length
		}
	}
	if n == 0 || post.Kind == "none" {
		return OtherPost{}, 0
	}
	return other, n
}

func foldedName(name string) []string {
	if name == "" {
		return nil
	}
	return strings.Fields(foldTitle(name))
}

// MakesLonger reports whether a folded word behind a place makes the name of another place of it.
func MakesLonger(word string) bool { return slices.Contains(knownBodies().lists.Longer, word) }

// provinsi is the level of bodies of a province, which names of bodies below it may have too.
const provinsi = "provinsi"

// levels returns the words that stand for a level, in alphabetical order.
func (b *bodyWords) levels() []string {
	list := slices.Collect(maps.Values(b.lists.Levels))
	slices.Sort(list)
	return slices.Compact(list)
}

// BodyLevel returns the level that a folded word gives to a body, empty for none.
func BodyLevel(word string) string { return knownBodies().lists.Levels[word] }

// WaysToName returns for each part of the beginning of the name of a body all ways to write it:
// "dinas dukcapil", "disdukcapil". It reports whether it knows several of the last part.
func WaysToName(words []string) (ways [][]string, known bool) {
	b := knownBodies()
	words = slices.DeleteFunc(slices.Clone(words), b.isJoin)
	for i := 0; i < len(words); {
		common, n := b.common(words[i:])
		own := []string{common}
		at, several := b.same[common]
		if known = several; several {
			own = b.lists.Same[at]
		}
		ways = append(ways, own)
		i += n
	}
	return ways, known
}

// A body is a body other than the KPU at which articles give posts.
type body struct {
	slug  string
	level string
	parts map[*part]bool // those with a post there
}

// text returns the words of the name as articles write it, folded.
func (b *body) text() string { return strings.ReplaceAll(b.slug, "-", " ") }

// bodyIndex finds bodies by their names.
type bodyIndex struct {
	bySlug map[string]*body
	byName map[string][]*body // by key of the name
}

func newBodyIndex() bodyIndex {
	return bodyIndex{bySlug: make(map[string]*body), byName: make(map[string][]*body)}
}

// bodyKeys returns the keys of the name of a body, and its level.
func bodyKeys(slug string) (keys []string, level string) {
	name := knownBodies().name(strings.Split(slug, "-"))
	keys = []string{name.key()}
	if name.short > 0 {
		keys = append(keys, strings.Join(name.words[:name.short], " "))
	}
	return keys, name.level
}

// add adds a part with a post at a body.
func (x *bodyIndex) add(p *part) {
	if p.kind != atBody {
		return
	}
	b := x.bySlug[p.base]
	if b == nil {
		keys, level := bodyKeys(p.base)
		b = &body{slug: p.base, level: level, parts: make(map[*part]bool)}
		x.bySlug[b.slug] = b
		for _, key := range keys {
			x.byName[key] = append(x.byName[key], b)
		}
	}
	b.parts[p] = true
}

// remove removes a part.
func (x *bodyIndex) remove(p *part) {
	b := x.bySlug[p.base]
	if p.kind != atBody || b == nil {
		return
	}
	if delete(b.parts, p); len(b.parts) > 0 {
		return
	}
	delete(x.bySlug, b.slug)
	keys, _ := bodyKeys(b.slug)
	for _, key := range keys {
		if x.byName[key] = slices.DeleteFunc(x.byName[key], func(of *body) bool { return of == b }); len(x.byName[key]) == 0 {
			delete(x.byName, key)
		}
	}
}

// BodiesNamed returns the bodies, as articles write them, that folded words name in any of the
// ways of bodies.yaml, in alphabetical order; those of one level if the words tell it.
// An article must give a person a post there. A name of one word is left out, unless it is whole:
// it may be the kind of a body.
func (r *Registry) BodiesNamed(words []string, whole bool) []string {
	name := knownBodies().name(words)
	if len(name.words) < 2 && !whole {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var list []string
	for _, b := range r.bodies.byName[name.key()] {
		isActive := func() bool {
			for p := range b.parts {
				if len(p.raws) > 0 {
					return true
				}
			}
			return false
		}
		if name.fits(b.level) && isActive() {
			list = append(list, b.text())
		}
	}
	slices.Sort(list)
	return list
}

// partsAt calls visit with the parts that have a post at one of the bodies, each once.
func (r *Registry) partsAt(bodies []string, visit func(*part)) {
	for _, name := range bodies {
		if b := r.bodies.bySlug[strings.ReplaceAll(name, " ", "-")]; b != nil {
			for p := range b.parts {
				visit(p)
			}
		}
	}
}

// bodyTerms returns the words of a body as the roles of quotes have them, without stop words.
func bodyTerms(name string) []string {
	return slices.DeleteFunc(strings.Fields(name), func(word string) bool { return indonesian.Stop(word) || isUnitNumber(word) })
}

// HoldingAt returns the people who hold the post at one of the bodies according to articles, those
// of the latest term first. The body of a former holder is the one that articles give with the
// post.
func (r *Registry) HoldingAt(asked AskedPost) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	terms := make(map[*person]string)
	r.partsAt(asked.Bodies, func(p *part) {
		who := p.owner()
		if who == nil || who.suppressed || !r.isMentioned(who) {
			return
		}
		for _, held := range p.posts {
			slug, term, _ := strings.Cut(strings.TrimPrefix(held, "/"), "/")
			if last, listed := terms[who]; asked.isAsked(strings.ReplaceAll(slug, "-", " ")) && (!listed || last < term) {
				terms[who] = term
			}
		}
	})
	because := "articles say that the person holds the post"
	if asked.Former {
		because = "articles call the person a former holder of the post"
	}
	var list []Meaning
	for who := range terms {
		list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: because})
	}
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(strings.Compare(terms[r.personOfID(b.ID)], terms[r.personOfID(a.ID)]), cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.fillKeys(list)
}

// isAsked reports whether a folded title is the post in the standing that is asked for.
func (asked AskedPost) isAsked(title string) bool {
	post, as := KnownPosts().standingIn(title)
	if (as == former) != asked.Former || asked.Acting && as != acting {
		return false
	}
	return asked.isTitle(post) || asked.InUnit && asked.hasUnit(post) && slices.ContainsFunc(asked.Posts, func(of string) bool { return strings.HasPrefix(post, of+" ") })
}
