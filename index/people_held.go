package index

import (
	"maps"
	"slices"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index/roster"
)

// A heldSpan is a stretch of days on which a person holds one post by the list. Both
// days are in it; empty is without end.
type heldSpan struct {
	from, to string
	role     article.Role
}

// spansOf returns the days on which the list gives a person exactly one post, in
// order. Days with several posts are left out: the post of a speech on them is unknown.
func spansOf(holders []*holder) []heldSpan {
	var terms []roster.Row
	starts := []string{""}
	for _, h := range holders {
		for _, t := range h.terms {
			terms = append(terms, t)
			starts = append(starts, t.From)
			if t.To != "" {
				starts = append(starts, dayAfter(t.To, 1))
			}
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	var spans []heldSpan
	for i, from := range starts {
		role, one := postOn(terms, from)
		if !one {
			continue
		}
		to := ""
		if i+1 < len(starts) {
			to = dayAfter(starts[i+1], -1)
		}
		if n := len(spans); n > 0 && spans[n-1].to != "" && dayAfter(spans[n-1].to, 1) == from && spans[n-1].role == role {
			spans[n-1].to = to
			continue
		}
		spans = append(spans, heldSpan{from, to, role})
	}
	return spans
}

// postOn returns the one post that is held on a day; empty is before all days that are
// told.
func postOn(terms []roster.Row, day string) (role article.Role, one bool) {
	for _, t := range terms {
		if t.From > day || t.To != "" && t.To < day {
			continue
		}
		same := foldKey(role.Title) == foldKey(t.Post) && role.Satker == t.Satker
		if one && !same {
			return article.Role{}, false
		}
		if !one {
			role, one = article.Role{Title: t.Post, Office: officeName(t.Satker), Satker: t.Satker, Basis: article.ByRoster}, true
		}
	}
	return role, one
}

// dayAfter returns the day that is so many days behind another.
func dayAfter(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// covers reports whether a day lies in the span. A day that is not known lies only in a
// span without ends.
func (s heldSpan) covers(day string) bool {
	if day == "" {
		return s.from == "" && s.to == ""
	}
	return s.from <= day && (s.to == "" || day <= s.to)
}

// roleOn returns the post that a person holds on a day by the list, nil for none, or
// where it gives several.
func (who *person) roleOn(day string) *article.Role {
	for _, s := range who.held {
		if s.covers(day) {
			return &s.role
		}
	}
	return nil
}

// personOf returns the public person that an official of an article is, nil for none.
func (r *registry) personOf(a *article.Article, o *article.Official) *person {
	for _, key := range rawKeys(a, o) {
		if k := r.raws[key]; k != nil && k.part != nil {
			if who := k.part.who(); who != nil && !who.suppressed {
				return who
			}
		}
	}
	return nil
}

// tellRoles adds to out, which shows a, the posts that the list of office holders gives
// on its day to those of whom the text tells none.
func (r *registry) tellRoles(a, out *article.Article) {
	if r.roster == nil {
		return
	}
	stated := make(map[string]bool) // by shown id
	roles := make(map[string]*article.Role)
	for i := range a.Officials {
		o := &a.Officials[i]
		who := r.personOf(a, o)
		if who == nil {
			continue
		}
		stated[who.id] = stated[who.id] || len(o.Roles) > 0
		roles[who.id] = who.roleOn(a.Date)
	}
	for i := range out.Officials {
		o := &out.Officials[i]
		if role := roles[o.ID]; role != nil && !stated[o.ID] && len(o.Roles) == 0 {
			o.Roles = []article.Role{*role}
		}
	}
	for i := range out.Quotes {
		q := &out.Quotes[i]
		if q.Speaker == nil || q.Role != nil || stated[q.Speaker.ID] {
			continue
		}
		role := roles[q.Speaker.ID]
		if said := a.Quotes[i].Speaker; role == nil && strings.HasPrefix(said.ID, string(decided)) {
			if who := r.ofID(said.ID[len(string(decided)):]); who != nil && !who.suppressed {
				role = who.roleOn(a.Date)
			}
		}
		if role != nil {
			is := *role
			q.Role = &is
		}
	}
}

// listedQuotes matches quotes whose speaker has a post that is asked for by the list of
// office holders alone.
func (r *registry) listedQuotes(asked func(article.Role) bool) Expr {
	r.mu.RLock()
	defer r.mu.RUnlock()
	keys := make(map[[2]string][]string) // by first and last day
	done := make(map[*person]bool)
	for _, parts := range r.holders {
		for p := range parts {
			who := p.person
			if who == nil || who.suppressed || done[who] {
				continue
			}
			done[who] = true
			for _, s := range who.held {
				if asked(s.role) {
					days := [2]string{s.from, s.to}
					keys[days] = append(keys[days], r.postlessKeys(who)...)
				}
			}
		}
	}
	var any Any
	for _, days := range slices.SortedFunc(maps.Keys(keys), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		of := keys[days]
		if len(of) == 0 {
			continue
		}
		slices.Sort(of)
		one := All{keyTerms(KeyField(Quotes, KeyOfficial), slices.Compact(of)), Term{Field: KeyRole, Text: noRole}}
		if days[0] != "" || days[1] != "" {
			one = append(one, between(Quotes, false, days[0], days[1]))
		}
		any = append(any, one)
	}
	return anyOf(any)
}

// postlessKeys returns the raw keys by which articles name a person without an office.
func (r *registry) postlessKeys(who *person) []string {
	return slices.DeleteFunc(r.keysOfPerson(who), func(key string) bool {
		_, scope, _ := cutKey(key)
		return scope[0] == atSatker || scope[0] == atBody
	})
}

// A ListedPost is a post that a person holds by the list of office holders.
type ListedPost struct {
	Title  string `json:"title"`
	Office string `json:"office"`
	Satker string `json:"satker"`
	From   string `json:"from,omitempty"` // first day; left out where it is not told
	To     string `json:"to,omitempty"`   // last day; left out where it is not told
}

// listedPosts returns the posts of a person by the list, the latest first.
func (who *person) listedPosts() []ListedPost {
	var posts []ListedPost
	for _, h := range who.holders {
		for _, t := range h.terms {
			post := ListedPost{Title: t.Post, Office: officeName(t.Satker), Satker: t.Satker, From: t.From, To: t.To}
			if !slices.Contains(posts, post) {
				posts = append(posts, post)
			}
		}
	}
	slices.SortStableFunc(posts, func(a, b ListedPost) int { return strings.Compare(b.From, a.From) })
	return posts
}
