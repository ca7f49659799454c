package people

import (
	"cmp"
	"slices"
	"strings"
)

// A MaybeSame is a person with the same full name in other offices or terms. Only an
// editor can merge the two.
type MaybeSame struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	Articles int          `json:"articles"` // naming the person; an article counts once for each raw key
	Because  string       `json:"because"`
	Steps    []CareerStep `json:"steps"` // the earliest first
}

// A CareerStep is a post that articles give a person, with the first and the last year of
// these articles, 0 if none has a date. At a body that is no satker the years are the
// first years of terms.
type CareerStep struct {
	Satker string `json:"satker,omitempty"` // code
	Body   string `json:"body,omitempty"`   // slug of another body
	Post   string `json:"post"`             // folded
	From   int    `json:"from,omitempty"`
	To     int    `json:"to,omitempty"`
}

const (
	maybeSameReason = "the same full name in another office or term, and no article distinguishes the two"

	// maxMaybeSame limits the people returned.
	maxMaybeSame = 10
	// maxYearsInBoth is the number of years in which both may hold posts of different
	// offices: a person who moves holds two posts in one year.
	maxYearsInBoth = 1
)

// maybeSame returns the people who may be the same as who, those in the most articles
// first.
func (r *Registry) maybeSame(who *person) []MaybeSame {
	var list []MaybeSame
	seen := map[*person]bool{who: true}
	own := who.postYears()
	for _, p := range who.parts {
		if len(p.raws) == 0 || len(p.name.words) < 2 {
			continue
		}
		for _, q := range r.bySound[r.rarest(soundsOf(p.name.words))] {
			other := q.owner()
			if q.name.joined != p.name.joined || other == nil || seen[other] || other.suppressed {
				continue
			}
			seen[other] = true
			if areSeparated(who, other) || bothIn(own, other.postYears()) > maxYearsInBoth {
				continue
			}
			list = append(list, MaybeSame{ID: other.id, Name: other.name, Articles: other.articles(), Because: maybeSameReason, Steps: other.career()})
		}
	}
	slices.SortFunc(list, func(a, b MaybeSame) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.ID, b.ID))
	})
	return list[:min(len(list), maxMaybeSame)]
}

// rarest returns the sound of a word that the fewest parts have.
func (r *Registry) rarest(sounds []string) string {
	return slices.MinFunc(sounds, func(a, b string) int { return cmp.Compare(len(r.bySound[a]), len(r.bySound[b])) })
}

// areSeparated reports whether an article or an editor distinguishes two people.
func areSeparated(who, other *person) bool {
	for _, p := range slices.Concat(who.parts, who.shortForms) {
		if isSeparated(p, other) {
			return true
		}
	}
	return false
}

// postYears returns the years in which articles give the person a post at a satker, with
// the codes of the satker.
func (who *person) postYears() map[int][]string {
	years := make(map[int][]string)
	for _, p := range who.parts {
		p.eachPost(func(h postYear) {
			if h.year != 0 && !slices.Contains(years[h.year], p.base) {
				years[h.year] = append(years[h.year], p.base)
			}
		})
	}
	return years
}

// bothIn returns the number of years in which both hold posts, but none in the same
// office.
func bothIn(a, b map[int][]string) int {
	n := 0
	for year, offices := range a {
		if len(b[year]) > 0 && !slices.ContainsFunc(offices, func(code string) bool { return slices.Contains(b[year], code) }) {
			n++
		}
	}
	return n
}

// career returns the posts that articles give the person, the earliest first.
func (who *person) career() []CareerStep {
	at := make(map[CareerStep]CareerStep) // by step without years
	add := func(step CareerStep, year int) {
		known, there := at[step]
		if !there {
			known = step
		}
		if year != 0 {
			known.To = max(known.To, year)
			if known.From == 0 || year < known.From {
				known.From = year
			}
		}
		at[step] = known
	}
	for _, p := range who.parts {
		p.eachPost(func(h postYear) { add(CareerStep{Satker: p.base, Post: h.post}, h.year) })
		if p.kind == atBody {
			for _, text := range p.posts {
				post, term, _ := strings.Cut(strings.TrimPrefix(text, "/"), "/")
				add(CareerStep{Body: p.base, Post: strings.ReplaceAll(post, "-", " ")}, yearIn(term))
			}
		}
	}
	steps := make([]CareerStep, 0, len(at))
	for _, step := range at {
		steps = append(steps, step)
	}
	slices.SortFunc(steps, func(a, b CareerStep) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), strings.Compare(a.Satker, b.Satker), strings.Compare(a.Body, b.Body), strings.Compare(a.Post, b.Post))
	})
	return steps
}
