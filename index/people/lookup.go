package people

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/lexicon"
)

// currentID returns the current id of a person (after merges), or id itself if that
// person is unknown or suppressed.
func (r *Registry) currentID(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.personOfID(id); who != nil && !who.suppressed {
		return who.id
	}
	return id
}

// Knows reports whether an id leads to a person who is not suppressed.
func (r *Registry) Knows(id string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	who := r.personOfID(id)
	return who != nil && !who.suppressed
}

// CurrentIDs maps each id to the current id of its person (after merges and renamings)
// and drops duplicates. An id of an unknown or suppressed person stays as it is.
func (r *Registry) CurrentIDs(ids []string) []string {
	if len(ids) == 0 {
		return ids
	}
	var out []string
	for _, id := range ids {
		if id = r.currentID(id); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// RawKeys returns the raw keys of the people with the ids: what a filter by person
// searches for. It has none for suppressed and unknown people.
func (r *Registry) RawKeys(ids ...string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for _, id := range ids {
		who := r.personOfID(id)
		if who == nil || who.suppressed {
			continue
		}
		keys = append(keys, r.keysOfPerson(who)...)
	}
	return keys
}

// keysOfPerson returns the raw keys of a person, those of short names and of speakers
// chosen by an editor included.
func (r *Registry) keysOfPerson(who *person) []string {
	var keys []string
	for _, p := range slices.Concat(who.parts, who.shortForms) {
		for _, k := range p.raws {
			keys = append(keys, k.text)
		}
	}
	for _, id := range who.allIDs() {
		for _, k := range r.editorKeys[id] {
			keys = append(keys, k.text)
		}
	}
	return keys
}

// KeysOfSuppressed returns the raw keys, sorted, of all suppressed people.
func (r *Registry) KeysOfSuppressed() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for id := range r.decisions.Suppressed {
		if who := r.personOfID(id); who != nil && who.suppressed {
			keys = append(keys, r.keysOfPerson(who)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// SuppressedKeys returns the raw keys, sorted, of the suppressed people who have a name
// with all of the folded words, in any spelling.
func (r *Registry) SuppressedKeys(words []string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	asked := make([]string, len(words))
	for i, w := range words {
		asked[i] = indonesian.Sound(w)
	}
	has := func(name string) bool {
		if labels.HoldsAll(name, words) {
			return true
		}
		q := part{sounds: soundsOf(slices.Sorted(slices.Values(newPersonName(name).words)))}
		return len(asked) > 0 && (q.hasWords(asked) || indonesian.JoinedSound(words...) == indonesian.JoinedSound(newPersonName(name).words...))
	}
	for id := range r.decisions.Suppressed {
		who := r.personOfID(id)
		if who == nil || !who.suppressed {
			continue
		}
		of, named := r.keysOfPerson(who), has(who.name)
		for _, key := range of {
			name, _, _ := cutKey(key)
			named = named || has(name)
		}
		if named {
			keys = append(keys, of...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// NameOf returns the display name of a person, or id itself if the person is unknown or
// suppressed.
func (r *Registry) NameOf(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.personOfID(id); who != nil && !who.suppressed && who.name != "" {
		return who.name
	}
	return id
}

// UnindexedNamesNear returns the ids of the people with a matching name that is not in
// the index: one that an editor gave or that the roster has.
func (r *Registry) UnindexedNamesNear(ask index.WordsAsk) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var ids []string
	r.renamedWords.Each(lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), func(key string) {
		_, id, _ := strings.Cut(key, dockeys.SuggestEnd)
		if who := r.personOfID(id); who != nil && !who.suppressed && !slices.Contains(ids, who.id) {
			ids = append(ids, who.id)
		}
	})
	return r.rosterNear(ask, ids)
}

// OfficeOf returns the code of the satker at which most articles place a person, else
// that of the roster. It is empty if neither is known.
func (r *Registry) OfficeOf(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	who := r.personOfID(id)
	if who == nil || who.suppressed {
		return ""
	}
	code, most := "", 0
	for _, p := range who.parts {
		n := 0
		for _, k := range p.raws {
			n += k.articles
		}
		if p.kind == atSatker && n > most {
			code, most = p.base, n
		}
	}
	if code == "" && len(who.holders) > 0 {
		code = who.holders[0].satker
	}
	return code
}

// Group implements [index.Grouping]. It returns the id of the person of a raw key, empty
// for private and suppressed people and for unknown keys.
func (r *Registry) Group(raw string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.personOfKey(raw); who != nil && !who.suppressed {
		return who.id
	}
	return ""
}

// Version implements [index.Grouping].
func (r *Registry) Version() uint64 { return r.version.Load() }

// personOfKey returns the person of a raw key, nil if there is none. An unknown key is
// recorded as missed.
func (r *Registry) personOfKey(raw string) *person {
	if isEditorKey(raw) {
		_, scope, _ := cutKey(raw)
		return r.personOfID(scope[1:])
	}
	if k := r.keys[raw]; k != nil {
		if k.part == nil {
			return nil
		}
		return k.part.owner()
	}
	r.missed.add(raw)
	return nil
}

// personOfID returns the person to whom an id leads after merges and renamings, nil if
// there is none.
func (r *Registry) personOfID(id string) *person {
	for range maxRedirects {
		row, ok := r.ids.ofID(id)
		if !ok {
			return nil
		}
		if of, renamed := strings.CutPrefix(row.key, renameMark); renamed {
			id = of
			continue
		}
		if p := r.parts[row.key]; p != nil && p.owner() != nil {
			return p.owner()
		}
		if id = r.decisions.Merged[id]; id == "" {
			return nil
		}
	}
	return nil
}

// maxRedirects limits the merges and renamings that personOfID follows.
const maxRedirects = 64

// allIDs returns the ids that lead to the person, the person's own first.
func (who *person) allIDs() []string {
	ids := []string{who.id}
	for _, p := range slices.Concat(who.parts, who.shortForms) {
		if p.row.id != "" && !slices.Contains(ids, p.row.id) {
			ids = append(ids, p.row.id)
		}
	}
	return ids
}
