package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/lexicon"
)

// Load takes in all that an engine holds of people, in the place of what was known.
func (r *Registry) Load(ctx context.Context, engine index.Engine) error {
	found, err := engine.Search(ctx, index.Request{
		Of: index.Articles, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyOfficial}, {Field: index.KeyEvidence}},
	})
	if err != nil {
		return fmt.Errorf("read who is in the index: %w", err)
	}
	said, err := engine.Search(ctx, index.Request{Of: index.Quotes, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyField(index.Quotes, index.KeyOfficial)}}})
	if err != nil {
		return fmt.Errorf("read who speaks in the index: %w", err)
	}
	all := Delta{keys: found.Facets[0], evidence: found.Facets[1]}
	for _, c := range said.Facets[0] {
		if isGiven(c.Value) {
			all.keys = append(all.keys, c)
		}
	}
	slices.SortFunc(all.keys, func(a, b index.Count) int { return strings.Compare(a.Value, b.Value) })
	anew := New(r.book)
	r.mu.RLock()
	anew.decisions, anew.turn, anew.roster = r.decisions, r.turn, r.roster
	r.mu.RUnlock()
	if err := anew.Learn(ctx, all); err != nil {
		return err
	}
	return r.nameListed(ctx, r.adopt(anew, found.Mark))
}

// adopt puts what another registry knows in the place of what was known, and returns
// the parts of the list of office holders that need an id.
func (r *Registry) adopt(anew *Registry, mark uint64) (owed []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known, r.mark = anew.known, mark
	if r.roster != anew.roster { // it was changed meanwhile
		owed = r.relistAll()
	}
	if r.turn != anew.turn { // an editor decided meanwhile
		owed = append(owed, r.enforce()...)
	}
	r.version.Add(1)
	return owed
}

// KeepUp loads what an engine has taken in since the last time, for a registry that
// no follower feeds.
func (r *Registry) KeepUp(ctx context.Context, engine index.Engine) error {
	mark, err := engine.Mark(ctx)
	if err != nil {
		return fmt.Errorf("read who is in the index: %w", err)
	}
	r.mu.RLock()
	known := r.mark
	r.mu.RUnlock()
	if known == mark {
		return nil
	}
	return r.Load(ctx, engine)
}

// DeltaOf returns what articles say of people that took the place of others: what
// is given by more articles than before, and what by fewer.
func DeltaOf(before, after []*article.Article) (more, fewer Delta) {
	var keys, evidence counts
	for _, list := range []struct {
		articles []*article.Article
		each     int
	}{{after, 1}, {before, -1}} {
		for _, a := range list.articles {
			p := KeysOf(a)
			for _, key := range p.All {
				keys.add(key, list.each)
			}
			for i := range a.Quotes {
				if key := GivenKey(&a.Quotes[i]); key != "" {
					keys.add(key, list.each)
				}
			}
			slices.Sort(p.Evidence)
			for _, pair := range slices.Compact(p.Evidence) {
				evidence.add(pair, list.each)
			}
		}
	}
	more.keys, fewer.keys = keys.sorted()
	more.evidence, fewer.evidence = evidence.sorted()
	return more, fewer
}

// counts add up, in the order in which things came.
type counts struct {
	list []index.Count
	at   map[string]int
}

func (c *counts) add(value string, n int) {
	i, there := c.at[value]
	if !there {
		if c.at == nil {
			c.at = make(map[string]int)
		}
		i = len(c.list)
		c.at[value] = i
		c.list = append(c.list, index.Count{Value: value})
	}
	c.list[i].Count += n
}

// sorted parts what is more than 0 from what is less.
func (c *counts) sorted() (more, fewer []index.Count) {
	for _, x := range c.list {
		switch {
		case x.Count > 0:
			more = append(more, x)
		case x.Count < 0:
			fewer = append(fewer, x)
		}
	}
	return more, fewer
}

// lead returns the id to which an id leads by now, the same where it leads to no
// public person.
func (r *Registry) lead(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.ofID(id); who != nil && !who.suppressed {
		return who.id
	}
	return id
}

// LeadAll is lead for each of a list, each once.
func (r *Registry) LeadAll(ids []string) []string {
	if len(ids) == 0 {
		return ids
	}
	var out []string
	for _, id := range ids {
		if id = r.lead(id); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// KeysOf returns the raw keys of the people with those ids; of who is suppressed or
// unknown none.
func (r *Registry) KeysOf(ids ...string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	for _, id := range ids {
		who := r.ofID(id)
		if who == nil || who.suppressed {
			continue
		}
		keys = append(keys, r.keysOfPerson(who)...)
	}
	return keys
}

func (r *Registry) keysOfPerson(who *person) []string {
	var keys []string
	for _, p := range slices.Concat(who.parts, who.led) {
		for _, k := range p.raws {
			keys = append(keys, k.text)
		}
	}
	for _, id := range who.IDs() {
		for _, k := range r.given[id] {
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
		who := r.ofID(id)
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
	if who := r.ofID(id); who != nil && !who.suppressed && who.name != "" {
		return who.name
	}
	return id
}

// RenamedNear returns the ids of the people to whom an editor gave a name that is
// asked for.
func (r *Registry) RenamedNear(ask index.WordsAsk) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var ids []string
	r.renamed.Each(lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), func(key string) {
		_, id, _ := strings.Cut(key, dockeys.SuggestEnd)
		if who := r.ofID(id); who != nil && !who.suppressed && !slices.Contains(ids, who.id) {
			ids = append(ids, who.id)
		}
	})
	return r.listedNear(ask, ids)
}

// OfficeOf returns the satker code of one of the posts of a person, empty where
// none is known.
func (r *Registry) OfficeOf(id string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	who := r.ofID(id)
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

// Show is showTo for readers.
func (r *Registry) Show(a *article.Article) *article.Article { return r.ShowTo(false, a) }

// ShowTo returns the article with people by the ids and names that they have in all
// articles. A private person loses the mark and has an id of the article alone, or with
// inside the id under which staff find them. The article itself stays as it is.
func (r *Registry) ShowTo(inside bool, a *article.Article) *article.Article {
	if a == nil || len(a.Officials) == 0 && len(a.Quotes) == 0 {
		return a
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := *a
	out.Officials, out.Quotes = nil, slices.Clone(a.Quotes)
	known := make(map[string]article.Person, len(a.Officials))
	at := make(map[string]int, len(a.Officials))
	for i := range a.Officials {
		o := a.Officials[i]
		who, read := r.shownAs(a, &o)
		if who != nil {
			known[o.ID] = *who
			if first, twice := at[who.ID]; twice { // two spellings that are one person by now
				joinOfficials(&out.Officials[first], &o)
				continue
			}
			at[who.ID] = len(out.Officials)
			o.ID, o.Name, o.Public = who.ID, who.Name, true
		} else if read || o.Private {
			local := o.ID
			o.Public = false
			if id := r.insideOf(a, &o); inside && id != "" {
				o.ID = id
			} else if r.ofID(o.ID) != nil { // the id of another person
				o.ID += "-" + a.ID
			}
			known[local] = article.Person{ID: o.ID, Name: o.Name}
		}
		out.Officials = append(out.Officials, o)
	}
	for i := range out.Quotes {
		q := &out.Quotes[i]
		if q.Speaker == nil {
			continue
		}
		said := *q.Speaker
		if id, ok := strings.CutPrefix(said.ID, string(Decided)); ok {
			said.ID = id
			switch who := r.ofID(id); {
			case who == nil:
			case who.suppressed: // under the name that the editor gave, without a link
				said.ID += "-" + a.ID
			default:
				said = article.Person{ID: who.id, Name: who.name}
			}
		} else if p, ok := known[said.ID]; ok {
			said = p
		}
		q.Speaker = &said
	}
	r.tellRoles(a, &out)
	return &out
}

// shownAs returns who an official of an article is, nil for no public person, and
// whether the registry has read this article, or another that says the same.
func (r *Registry) shownAs(a *article.Article, o *article.Official) (who *article.Person, read bool) {
	for _, key := range rawKeys(a, o) {
		k := r.raws[key]
		if k == nil || k.part == nil {
			continue
		}
		read = true
		if who := k.part.who(); who != nil && !who.suppressed {
			return &article.Person{ID: who.id, Name: who.name}, true
		}
	}
	return nil, read
}

// joinOfficials adds to one official what is told of another who is the same.
func joinOfficials(into, o *article.Official) {
	into.Honorifics, into.Aliases = union(into.Honorifics, o.Honorifics), union(into.Aliases, o.Aliases)
	into.Roles = union(into.Roles, o.Roles)
	into.Mentions = append(slices.Clip(into.Mentions), o.Mentions...)
	slices.SortStableFunc(into.Mentions, func(a, b article.Mention) int {
		if a.Paragraph != b.Paragraph {
			return a.Paragraph - b.Paragraph
		}
		return a.Start - b.Start
	})
}

func union[T comparable](a, b []T) []T {
	out := slices.Clip(a)
	for _, v := range b {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
