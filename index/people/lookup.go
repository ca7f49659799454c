package people

import (
	"slices"
	"strings"

	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/lexicon"
)

// lead returns the id to which an id leads by now, the same where it leads to no
// public person.
func (r *Registry) currentID(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.personOfID(id); who != nil && !who.suppressed {
		return who.id
	}
	return id
}

// LeadAll is lead for each of a list, each once.
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

// KeysOf returns the raw keys of the people with those ids; of who is suppressed or
// unknown none.
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

// SuppressedKeys returns the raw keys of the people who are suppressed and have a name
// with all of the words, in one of its spellings.
func (r *Registry) SuppressedKeys(words []string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for id := range r.decisions.Suppressed {
		who := r.personOfID(id)
		if who == nil || !who.suppressed {
			continue
		}
		of, named := r.keysOfPerson(who), labels.HoldsAll(who.name, words)
		for _, key := range of {
			name, _, _ := cutKey(key)
			named = named || labels.HoldsAll(name, words)
		}
		if named {
			keys = append(keys, of...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// NameOf returns the name of a person, the id itself where it is of no public person.
func (r *Registry) NameOf(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.personOfID(id); who != nil && !who.suppressed && who.name != "" {
		return who.name
	}
	return id
}

// RenamedNear returns the ids of the people to whom an editor gave a name that is
// asked for.
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

// OfficeOf returns the satker code of one of the posts of a person, empty where
// none is known.
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

// Group implements [Grouping].
func (r *Registry) Group(raw string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.personOfKey(raw); who != nil && !who.suppressed {
		return who.id
	}
	return ""
}

// Version implements [Grouping].
func (r *Registry) Version() uint64 { return r.version.Load() }

// ofRaw returns the person of a raw key, nil where there is none.
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

// ofID returns the person to whom an id leads, nil where there is none.
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

// maxLeads bounds over how many ids one is led on.
const maxRedirects = 64

// IDs returns all ids that lead to the person, its own first.
func (who *person) allIDs() []string {
	ids := []string{who.id}
	for _, p := range slices.Concat(who.parts, who.shortForms) {
		if p.row.id != "" && !slices.Contains(ids, p.row.id) {
			ids = append(ids, p.row.id)
		}
	}
	return ids
}
