package index

import (
	"slices"
	"strings"

	"warta/analyzers/article"
)

// A private person is named inside articles alone: a pupil, a voter, a short name
// that leads to no person. Staff may look for them too. Each name with the offices of
// its articles stands for itself under an id that is made of both and kept nowhere:
//
//	siti-aminah~33_33.74
//
// No id of an official has a ~. Nothing here joins two of them, and no page or sitemap
// asks for them.
const insideMark = "~"

// IsPrivate reports whether an id is that of a private person.
func IsPrivate(id string) bool { return strings.Contains(id, insideMark) }

// insideID returns the id of a part without a post that is a private person.
func (p *part) insideID() string {
	return p.slug + insideMark + strings.ReplaceAll(p.base, ",", "_")
}

// ofInside returns the part with that id, nil where there is none, or where the name
// leads to a public person by now.
func (r *registry) ofInside(id string) *part {
	slug, codes, ok := strings.Cut(id, insideMark)
	if !ok {
		return nil
	}
	p := r.parts[slug+"@"+string(postless)+strings.ReplaceAll(codes, "_", ",")]
	if p == nil || p.who() != nil || len(p.raws) == 0 {
		return nil
	}
	return p
}

// insideMeant returns p as one whom words may mean.
func (p *part) insideMeant(words int) meant {
	m := meant{
		id: p.insideID(), name: nameOf([]*part{p}), because: becauseInside,
		whole: len(p.name.words) == words, articles: p.articles(), keys: []string{},
	}
	for _, k := range p.raws {
		m.keys = append(m.keys, k.text)
	}
	return m
}

// An insideView is a registry as those see it who may also look for people inside
// articles. It is a [Grouping] of raw keys.
type insideView struct{ *registry }

// Group implements [Grouping].
func (v insideView) Group(raw string) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if who := v.ofRaw(raw); who != nil {
		if who.suppressed {
			return ""
		}
		return who.id
	}
	if k := v.raws[raw]; k != nil && k.part != nil && k.part.kind == postless {
		return k.part.insideID()
	}
	return ""
}

// insideKeys returns the raw keys of those of the ids that are of people inside
// articles.
func (r *registry) insideKeys(ids []string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for _, id := range ids {
		if p := r.ofInside(id); p != nil {
			for _, k := range p.raws {
				keys = append(keys, k.text)
			}
		}
	}
	return keys
}

// insideName returns the name and one office of the private person with that id.
func (r *registry) insideName(id string) (name, code string, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	p := r.ofInside(id)
	if p == nil {
		return "", "", false
	}
	if len(p.codes) > 0 {
		code = p.codes[len(p.codes)-1] // of a province and one below it, the nearer
	}
	return nameOf([]*part{p}), code, true
}

// insideBeginning returns the ids of people inside articles whose names go on so from
// one of their words on; in order, at most size.
func (r *registry) insideBeginning(text string, size int) []string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var ids []string
	for _, p := range r.parts {
		if p.kind == postless && p.who() == nil && slices.ContainsFunc(p.raws, func(k *rawKey) bool { return beginsWith(k.name(), words) }) {
			ids = append(ids, p.insideID())
		}
	}
	slices.Sort(ids)
	return ids[:min(size, len(ids))]
}

// beginsWith reports whether a name has the words from one of its words on, the last of
// them begun at least.
func beginsWith(name string, words []string) bool {
	for _, ending := range endings(strings.Fields(beginning(name))) {
		if strings.HasPrefix(ending, strings.Join(words, " ")) {
			return true
		}
	}
	return false
}

// insideOf returns the id of an official of an article who is a private person. It is
// empty for a public person, and for a suppressed one.
func (r *registry) insideOf(a *article.Article, o *article.Official) string {
	for _, key := range rawKeys(a, o) {
		if k := r.raws[key]; k != nil && k.part != nil && k.part.kind == postless && k.part.who() == nil {
			return k.part.insideID()
		}
	}
	return ""
}
