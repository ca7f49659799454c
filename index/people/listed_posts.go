package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
)

// A listedSpan is a stretch of days on which a person holds one post by the list. Both
// days are in it; empty is without end.
type listedSpan struct {
	from, to string
	role     article.Role
}

// spansOf returns the days on which the list gives a person exactly one post, in
// order. Days with several posts are left out: the post of a speech on them is unknown.
// It goes once through the days on which terms begin and end. A post is written as in the
// first of its terms, the latest of one name.
func spansOf(holders []*holder) []listedSpan {
	type post struct{ title, satker string }
	type turn struct {
		day  string // empty: earlier than every known day
		of   post
		more int // terms of the post that hold from this day on
	}
	roles := make(map[post]article.Role)
	var turns []turn
	for _, h := range holders {
		for _, t := range h.terms {
			of := post{dockeys.Fold(t.Post), t.Satker}
			if _, known := roles[of]; !known {
				roles[of] = article.Role{Title: t.Post, Office: labels.Office(t.Satker), Satker: t.Satker, Basis: article.ByRoster}
			}
			turns = append(turns, turn{t.From, of, 1})
			if t.To != "" {
				turns = append(turns, turn{dayAfter(t.To, 1), of, -1})
			}
		}
	}
	slices.SortFunc(turns, func(a, b turn) int { return strings.Compare(a.day, b.day) })
	var spans []listedSpan
	terms := make(map[post]int) // that hold on the day
	open, alone := false, post{}
	for i, t := range turns {
		if terms[t.of] += t.more; terms[t.of] == 0 {
			delete(terms, t.of)
		}
		if i+1 < len(turns) && turns[i+1].day == t.day {
			continue
		}
		_, still := terms[alone]
		if open && (!still || len(terms) != 1) {
			spans[len(spans)-1].to = dayAfter(t.day, -1)
			open = false
		}
		if !open && len(terms) == 1 {
			for alone = range terms { // the only one
				spans, open = append(spans, listedSpan{from: t.day, role: roles[alone]}), true
			}
		}
	}
	return spans
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
func (s listedSpan) covers(day string) bool {
	if day == "" {
		return s.from == "" && s.to == ""
	}
	return s.from <= day && (s.to == "" || day <= s.to)
}

// roleOn returns the post that a person holds on a day by the list, nil for none, or
// where it gives several.
func (who *person) roleOn(day string) *article.Role {
	for _, s := range who.spans {
		if s.covers(day) {
			return &s.role
		}
	}
	return nil
}

// personOf returns the public person that an official of an article is, nil for none.
func (r *Registry) personOf(a *article.Article, o *article.Official) *person {
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
func (r *Registry) tellRoles(a, out *article.Article) {
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
		if said := a.Quotes[i].Speaker; role == nil && strings.HasPrefix(said.ID, string(Decided)) {
			if who := r.ofID(said.ID[len(string(Decided)):]); who != nil && !who.suppressed {
				role = who.roleOn(a.Date)
			}
		}
		if role != nil {
			is := *role
			q.Role = &is
		}
	}
}

// The days of a listedSpan.
type listedDays struct{ from, to string }

func (d listedDays) Compare(other listedDays) int {
	return cmp.Or(strings.Compare(d.from, other.from), strings.Compare(d.to, other.to))
}

// ListedQuotes matches quotes whose speaker has a post that is asked for by the list of
// office holders alone. People who hold it on the same days are asked for at once where
// they are many. The days of the others are parted into runs, and who holds it on all
// days of a run is asked for at once: where 2,000 people have as many first days, each raw
// key is looked up for a handful of runs, and not the years, months and days of each.
func (r *Registry) ListedQuotes(asked func(article.Role) bool) index.Expr {
	field := index.KeyField(index.Quotes, index.KeyOfficial)
	var ways index.Any
	inRuns := make(map[dockeys.DateRun][]string)
	byDays := r.listedKeys(asked)
	for _, days := range slices.SortedFunc(maps.Keys(byDays), listedDays.Compare) {
		keys := byDays[days]
		if days == (listedDays{}) { // also on days that are not known
			ways = append(ways, dockeys.Terms(field, keys))
			continue
		}
		runs, whole := dockeys.DateRuns(days.from, days.to), dockeys.Between(index.Quotes, false, days.from, days.to)
		if len(keys)+len(whole) <= len(keys)*len(runs) { // in terms
			ways = append(ways, index.All{dockeys.Terms(field, keys), index.AnyOf(whole)})
			continue
		}
		for _, run := range runs {
			inRuns[run] = append(inRuns[run], keys...)
		}
	}
	for _, run := range slices.SortedFunc(maps.Keys(inRuns), dockeys.DateRun.Compare) {
		keys := inRuns[run]
		slices.Sort(keys)
		ways = append(ways, index.All{dockeys.Terms(field, slices.Compact(keys)), index.AnyOf(run.Matching(index.Quotes, false))})
	}
	if len(ways) == 0 {
		return ways
	}
	return index.All{index.Term{Field: index.KeyRole, Text: index.NoRole}, index.AnyOf(ways)}
}

// listedKeys returns the raw keys without an office of those to whom the list gives a post
// that is asked for, in order, by its days.
func (r *Registry) listedKeys(asked func(article.Role) bool) map[listedDays][]string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	byDays := make(map[listedDays][]string)
	done := make(map[*person]bool)
	for _, parts := range r.holders {
		for p := range parts {
			who := p.person
			if who == nil || who.suppressed || done[who] {
				continue
			}
			done[who] = true
			var keys []string
			for _, s := range who.spans {
				if !asked(s.role) {
					continue
				}
				if keys == nil {
					keys = r.postlessKeys(who)
				}
				if len(keys) > 0 {
					days := listedDays{s.from, s.to}
					byDays[days] = append(byDays[days], keys...)
				}
			}
		}
	}
	for days, keys := range byDays {
		slices.Sort(keys)
		byDays[days] = slices.Compact(keys)
	}
	return byDays
}

// postlessKeys returns the raw keys by which articles name a person without an office.
func (r *Registry) postlessKeys(who *person) []string {
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
	seen := make(map[ListedPost]bool)
	for _, h := range who.holders {
		for _, t := range h.terms {
			post := ListedPost{Title: t.Post, Office: labels.Office(t.Satker), Satker: t.Satker, From: t.From, To: t.To}
			if !seen[post] {
				seen[post] = true
				posts = append(posts, post)
			}
		}
	}
	slices.SortStableFunc(posts, func(a, b ListedPost) int { return strings.Compare(b.From, a.From) })
	return posts
}
