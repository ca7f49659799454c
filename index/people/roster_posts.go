package people

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
)

// A postSpan is a range of days on which a person holds exactly one post by the roster.
// Both ends are included; an empty end is open.
type postSpan struct {
	from, to string
	role     article.Role
}

// solePostSpans returns the ranges of days on which the roster gives a person exactly one
// post, in order. On days with several posts the post of a speaker is unknown. The title
// is spelt as in the latest term of the post.
func solePostSpans(holders []*holder) []postSpan {
	type post struct{ title, satker string }
	type turn struct {
		day  string // empty for an open begin
		of   post
		more int // change in the number of terms of the post from this day on
	}
	roles := make(map[post]article.Role)
	var turns []turn
	for _, h := range holders {
		for _, t := range h.rows {
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
	var spans []postSpan
	terms := make(map[post]int) // number of current terms
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
				spans, open = append(spans, postSpan{from: t.day, role: roles[alone]}), true
			}
		}
	}
	return spans
}

// dayAfter returns the day that many days after day, which is returned unchanged if it is
// no day.
func dayAfter(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// covers reports whether a day lies in the span. An empty day, which is unknown, lies
// only in a span without ends.
func (s postSpan) covers(day string) bool {
	if day == "" {
		return s.from == "" && s.to == ""
	}
	return s.from <= day && (s.to == "" || day <= s.to)
}

// rosterRoleOn returns the only post that the roster gives a person on a day, nil if
// there is none or more than one.
func (who *person) rosterRoleOn(day string) *article.Role {
	for _, s := range who.rosterSpans {
		if s.covers(day) {
			return &s.role
		}
	}
	return nil
}

// personOfOfficial returns the public person that an official of an article is, nil for
// none.
func (r *Registry) personOfOfficial(a *article.Article, o *article.Official) *person {
	for _, key := range rawKeys(a, o) {
		if k := r.keys[key]; k != nil && k.part != nil {
			if who := k.part.owner(); who != nil && !who.suppressed {
				return who
			}
		}
	}
	return nil
}

// addRosterRoles adds to out, which shows a, the posts by the roster on the day of a, for
// people whose post the text does not give.
func (r *Registry) addRosterRoles(a, out *article.Article) {
	if r.roster == nil {
		return
	}
	stated := make(map[string]bool) // by displayed id: the text gives a post
	roles := make(map[string]*article.Role)
	for i := range a.Officials {
		o := &a.Officials[i]
		who := r.personOfOfficial(a, o)
		if who == nil {
			continue
		}
		stated[who.id] = stated[who.id] || len(o.Roles) > 0
		roles[who.id] = who.rosterRoleOn(a.Date)
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
		if speaker := a.Quotes[i].Speaker; role == nil && strings.HasPrefix(speaker.ID, string(editorChosen)) {
			if who := r.personOfID(speaker.ID[len(string(editorChosen)):]); who != nil && !who.suppressed {
				role = who.rosterRoleOn(a.Date)
			}
		}
		if role != nil {
			shown := *role
			q.Role = &shown
		}
	}
}

// A dayRange is the range of days of a postSpan.
type dayRange struct{ from, to string }

// Compare orders ranges by their first day, then by their last.
func (d dayRange) Compare(other dayRange) int {
	return cmp.Or(strings.Compare(d.from, other.from), strings.Compare(d.to, other.to))
}

// QuotesByRosterRole matches the quotes whose speaker has a role that asked accepts by
// the roster only, not by the text. People with the same days share one expression. For
// the others the days are split into runs, and the people of a run share one expression:
// the number of terms grows with the number of people, not with people times days.
func (r *Registry) QuotesByRosterRole(asked func(article.Role) bool) index.Expr {
	field := index.KeyField(index.Quotes, index.KeyOfficial)
	var alternatives index.Any
	inRuns := make(map[dockeys.DateRun][]string)
	byDays := r.rosterKeys(asked)
	for _, days := range slices.SortedFunc(maps.Keys(byDays), dayRange.Compare) {
		keys := byDays[days]
		if days == (dayRange{}) { // includes unknown days
			alternatives = append(alternatives, dockeys.Terms(field, keys))
			continue
		}
		runs, whole := dockeys.DateRuns(days.from, days.to), dockeys.Between(index.Quotes, false, days.from, days.to)
		if len(keys)+len(whole) <= len(keys)*len(runs) { // fewer terms without runs
			alternatives = append(alternatives, index.All{dockeys.Terms(field, keys), index.AnyOf(whole)})
			continue
		}
		for _, run := range runs {
			inRuns[run] = append(inRuns[run], keys...)
		}
	}
	for _, run := range slices.SortedFunc(maps.Keys(inRuns), dockeys.DateRun.Compare) {
		keys := inRuns[run]
		slices.Sort(keys)
		alternatives = append(alternatives, index.All{dockeys.Terms(field, slices.Compact(keys)), index.AnyOf(run.Matching(index.Quotes, false))})
	}
	if len(alternatives) == 0 {
		return alternatives
	}
	return index.All{index.Term{Field: index.KeyRole, Text: index.NoRole}, index.AnyOf(alternatives)}
}

// rosterPeople iterates over the people of the roster whom articles name, each once, but for
// suppressed ones. The caller holds mu.
func (r *Registry) rosterPeople() iter.Seq[*person] {
	return func(yield func(*person) bool) {
		done := make(map[*person]bool)
		for _, parts := range r.rosterParts {
			for p := range parts {
				if who := p.person; who != nil && !who.suppressed && !done[who] {
					if done[who] = true; !yield(who) {
						return
					}
				}
			}
		}
	}
}

// rosterKeys returns the raw keys without an office of the people to whom the roster
// gives a role that asked accepts, sorted, by the days of the role.
func (r *Registry) rosterKeys(asked func(article.Role) bool) map[dayRange][]string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	byDays := make(map[dayRange][]string)
	for who := range r.rosterPeople() {
		var keys []string
		for _, s := range who.rosterSpans {
			if !asked(s.role) {
				continue
			}
			if keys == nil {
				keys = r.keysWithoutPost(who)
			}
			if len(keys) > 0 {
				days := dayRange{s.from, s.to}
				byDays[days] = append(byDays[days], keys...)
			}
		}
	}
	for days, keys := range byDays {
		slices.Sort(keys)
		byDays[days] = slices.Compact(keys)
	}
	return byDays
}

// RosterPosts returns the posts that the roster gives people, folded, those of most people
// first, at most n.
func (r *Registry) RosterPosts(n int) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	holders := make(map[string]int) // by post
	for who := range r.rosterPeople() {
		for _, s := range who.rosterSpans {
			holders[dockeys.Fold(s.role.Title)]++
		}
	}
	posts := slices.SortedFunc(maps.Keys(holders), func(a, b string) int {
		return cmp.Or(cmp.Compare(holders[b], holders[a]), strings.Compare(a, b))
	})
	return posts[:min(n, len(posts))]
}

// RosterHasPost reports whether the roster gives a person a post, folded.
func (r *Registry) RosterHasPost(post string) bool {
	return len(r.rosterKeys(func(role article.Role) bool { return dockeys.Fold(role.Title) == post })) > 0
}

// keysWithoutPost returns the raw keys of a person that name no office.
func (r *Registry) keysWithoutPost(who *person) []string {
	return slices.DeleteFunc(r.keysOfPerson(who), func(key string) bool {
		_, scope, _ := cutKey(key)
		return scope[0] == atSatker || scope[0] == atBody
	})
}

// A RosterPost is a post that a person holds by the roster.
type RosterPost struct {
	Title  string `json:"title"`
	Office string `json:"office"`
	Satker string `json:"satker"`
	From   string `json:"from,omitempty"` // first day, omitted if unknown
	To     string `json:"to,omitempty"`   // last day, omitted if unknown
}

// rosterPosts returns the posts of a person by the roster, the latest first.
func (who *person) rosterPosts() []RosterPost {
	var posts []RosterPost
	seen := make(map[RosterPost]bool)
	for _, h := range who.holders {
		for _, t := range h.rows {
			post := RosterPost{Title: t.Post, Office: labels.Office(t.Satker), Satker: t.Satker, From: t.From, To: t.To}
			if !seen[post] {
				seen[post] = true
				posts = append(posts, post)
			}
		}
	}
	slices.SortStableFunc(posts, func(a, b RosterPost) int { return strings.Compare(b.From, a.From) })
	return posts
}
