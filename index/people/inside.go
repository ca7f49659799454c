package people

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/dockeys"
)

// A private person is named inside articles alone: a pupil, a voter, a short name
// that leads to no person. Staff may look for them too. Each name with the offices of
// its articles stands for itself, whether the text tells a private person or merely names
// one, under an id that is made of both and kept nowhere:
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

// ofInside returns the parts with that id, none of a name that leads to a public person
// by now.
func (r *Registry) ofInside(id string) []*part {
	slug, codes, ok := strings.Cut(id, insideMark)
	if !ok {
		return nil
	}
	var parts []*part
	for _, kind := range [...]rune{postless, toldPrivate} {
		p := r.parts[slug+"@"+string(kind)+strings.ReplaceAll(codes, "_", ",")]
		if p != nil && p.who() == nil && len(p.raws) > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

// insideMeant returns the private person with an id as one whom so many words may mean.
func (r *Registry) insideMeant(id string, words int) Meaning {
	parts := r.ofInside(id)
	m := Meaning{ID: id, Name: nameOf(parts), Because: becauseInside, Keys: []string{}}
	for _, p := range parts {
		m.Whole = m.Whole || len(p.name.words) == words
		m.articles += p.articles()
		for _, k := range p.raws {
			m.Keys = append(m.Keys, k.text)
		}
	}
	return m
}

// An Inside is a registry as those see it who may also look for people inside
// articles. It is a [Grouping] of raw keys.
type Inside struct{ *Registry }

// Group implements [Grouping].
func (v Inside) Group(raw string) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if who := v.ofRaw(raw); who != nil {
		if who.suppressed {
			return ""
		}
		return who.id
	}
	if k := v.raws[raw]; k != nil && k.part != nil && k.part.isInside() {
		return k.part.insideID()
	}
	return ""
}

// InsideKeys returns the raw keys of those of the ids that are of people inside
// articles.
func (r *Registry) InsideKeys(ids []string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for _, id := range ids {
		for _, p := range r.ofInside(id) {
			for _, k := range p.raws {
				keys = append(keys, k.text)
			}
		}
	}
	return keys
}

// InsideName returns the name and one office of the private person with that id.
func (r *Registry) InsideName(id string) (name, code string, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	parts := r.ofInside(id)
	if len(parts) == 0 {
		return "", "", false
	}
	if codes := parts[0].codes; len(codes) > 0 {
		code = codes[len(codes)-1] // of a province and one below it, the nearer
	}
	return nameOf(parts), code, true
}

// InsideBeginning returns the ids of people inside articles whose names go on so from
// one of their words on; in order, at most size.
func (r *Registry) InsideBeginning(text string, size int) []string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var ids []string
	for _, p := range r.parts {
		if p.isInside() && p.who() == nil && slices.ContainsFunc(p.raws, func(k *rawKey) bool { return beginsWith(k.name(), words) }) {
			ids = append(ids, p.insideID())
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(size, len(ids))]
}

// beginsWith reports whether a name has the words from one of its words on, the last of
// them begun at least.
func beginsWith(name string, words []string) bool {
	for _, ending := range dockeys.Endings(strings.Fields(dockeys.Beginning(name))) {
		if strings.HasPrefix(ending, strings.Join(words, " ")) {
			return true
		}
	}
	return false
}

// insideOf returns the id of an official of an article who is a private person. It is
// empty for a public person, and for a suppressed one.
func (r *Registry) insideOf(a *article.Article, o *article.Official) string {
	for _, key := range rawKeys(a, o) {
		if k := r.raws[key]; k != nil && k.part != nil && k.part.isInside() && k.part.who() == nil {
			return k.part.insideID()
		}
	}
	return ""
}
