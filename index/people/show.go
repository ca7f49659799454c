package people

import (
	"slices"
	"strings"

	"warta/analyzers/article"
)

// Show returns the article as readers see it, see [Registry.ShowTo].
func (r *Registry) Show(a *article.Article) *article.Article { return r.ShowTo(false, a) }

// ShowTo returns a copy of the article in which people have their current ids and names,
// and the posts of the roster where the text gives none. Private people lose their mark
// and get an id that is valid in this article only, or if withPrivate is set the id by
// which staff find them.
func (r *Registry) ShowTo(withPrivate bool, a *article.Article) *article.Article {
	return r.show(a, withPrivate, false)
}

// ShowPast is [Registry.Show] for an earlier version of an article. People whom no standing
// article names are not public in it: the registry does not know them, and they may be
// suppressed.
func (r *Registry) ShowPast(a *article.Article) *article.Article { return r.show(a, false, true) }

func (r *Registry) show(a *article.Article, withPrivate, past bool) *article.Article {
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
			if first, twice := at[who.ID]; twice { // a second spelling of the person
				joinOfficials(&out.Officials[first], &o)
				continue
			}
			at[who.ID] = len(out.Officials)
			o.ID, o.Name, o.Public = who.ID, who.Name, true
		} else if read || o.Private || past {
			local := o.ID
			o.Public = false
			if id := r.privateIDOf(a, &o); withPrivate && id != "" {
				o.ID = id
			} else if r.personOfID(o.ID) != nil { // the id belongs to another person
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
		speaker := *q.Speaker
		if id, ok := strings.CutPrefix(speaker.ID, string(editorChosen)); ok {
			speaker.ID = id
			switch who := r.personOfID(id); {
			case who == nil:
			case who.suppressed: // shown by the name that the editor chose, without a link
				speaker.ID += "-" + a.ID
			default:
				speaker = article.Person{ID: who.id, Name: who.name}
			}
		} else if p, ok := known[speaker.ID]; ok {
			speaker = p
		}
		q.Speaker = &speaker
	}
	r.addRosterRoles(a, &out)
	return &out
}

// shownAs returns the public person of an official, nil for none, and whether the
// registry has learned the raw key.
func (r *Registry) shownAs(a *article.Article, o *article.Official) (who *article.Person, read bool) {
	for _, key := range rawKeys(a, o) {
		k := r.keys[key]
		if k == nil || k.part == nil {
			continue
		}
		read = true
		if who := k.part.owner(); who != nil && !who.suppressed {
			return &article.Person{ID: who.id, Name: who.name}, true
		}
	}
	return nil, read
}

// joinOfficials adds the data of o to another official that is the same person.
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
