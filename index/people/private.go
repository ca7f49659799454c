package people

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/dockeys"
)

// Private people are those whom articles only mention: pupils, voters, and short names
// that stand for no public person. They are in no list, page or sitemap for readers;
// staff may search for them. Each name with the offices of its articles is a private
// person of its own, whether the text marks it as private or not. The id is formed from
// both and stored nowhere:
//
//	siti-aminah~33_33.74
//
// The id of a public person contains no ~.
const privateMark = "~"

// IsPrivate reports whether id has the form of an id of a private person.
func IsPrivate(id string) bool { return strings.Contains(id, privateMark) }

// privateID returns the id of a part without a post as a private person.
func (p *part) privateID() string {
	return p.slug + privateMark + strings.ReplaceAll(p.base, ",", "_")
}

// privateParts returns the parts of a private person. There are none if the name stands
// for a public person by now.
func (r *Registry) privateParts(id string) []*part {
	slug, codes, ok := strings.Cut(id, privateMark)
	if !ok {
		return nil
	}
	var parts []*part
	for _, kind := range [...]rune{postless, private} {
		p := r.parts[slug+"@"+string(kind)+strings.ReplaceAll(codes, "_", ",")]
		if p != nil && p.owner() == nil && len(p.raws) > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

// privateMeaning returns the private person with an id as the meaning of so many words.
func (r *Registry) privateMeaning(id string, words int) Meaning {
	parts := r.privateParts(id)
	m := Meaning{ID: id, Name: displayName(parts), Because: meansPrivate, Keys: []string{}}
	for _, p := range parts {
		m.WholeName = m.WholeName || len(p.name.words) == words
		m.articles += p.articles()
		for _, k := range p.raws {
			m.Keys = append(m.Keys, k.text)
		}
	}
	return m
}

// WithPrivate is the registry as an [index.Grouping] for staff, in which private people
// have ids too.
type WithPrivate struct{ *Registry }

// Group implements [index.Grouping].
func (v WithPrivate) Group(raw string) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if who := v.personOfKey(raw); who != nil {
		if who.suppressed {
			return ""
		}
		return who.id
	}
	if k := v.keys[raw]; k != nil && k.part != nil && k.part.withoutPost() {
		return k.part.privateID()
	}
	return ""
}

// PrivateKeys returns the raw keys of the private people among the ids.
func (r *Registry) PrivateKeys(ids []string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for _, id := range ids {
		for _, p := range r.privateParts(id) {
			for _, k := range p.raws {
				keys = append(keys, k.text)
			}
		}
	}
	return keys
}

// PrivateName returns the name and one satker of a private person, false if there is none
// with the id.
func (r *Registry) PrivateName(id string) (name, code string, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	parts := r.privateParts(id)
	if len(parts) == 0 {
		return "", "", false
	}
	if codes := parts[0].codes; len(codes) > 0 {
		code = codes[len(codes)-1] // of a province and a kabupaten/kota, the latter
	}
	return displayName(parts), code, true
}

// PrivateWithPrefix returns the ids, sorted, of up to size private people in whose name
// the words of text occur in sequence; the last one may be a prefix.
func (r *Registry) PrivateWithPrefix(text string, size int) []string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var ids []string
	for _, p := range r.parts {
		if p.withoutPost() && p.owner() == nil && slices.ContainsFunc(p.raws, func(k *rawKey) bool { return beginsWith(k.name(), words) }) {
			ids = append(ids, p.privateID())
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(size, len(ids))]
}

// beginsWith reports whether words occur in sequence in a name, the last one as a prefix.
func beginsWith(name string, words []string) bool {
	for _, ending := range dockeys.Endings(strings.Fields(dockeys.Beginning(name))) {
		if strings.HasPrefix(ending, strings.Join(words, " ")) {
			return true
		}
	}
	return false
}

// privateIDOf returns the id of an official of an article who is a private person, empty
// for a public or suppressed one.
func (r *Registry) privateIDOf(a *article.Article, o *article.Official) string {
	for _, key := range rawKeys(a, o) {
		if k := r.keys[key]; k != nil && k.part != nil && k.part.withoutPost() && k.part.owner() == nil {
			return k.part.privateID()
		}
	}
	return ""
}
