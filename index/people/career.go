package people

import (
	"cmp"
	"slices"
	"strings"
)

// A MaybeSame is a person who may be the same as another: of the same full name, in
// other offices or terms. Only a merge by staff makes the two one.
type MaybeSame struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	Articles int          `json:"articles"` // that give their names, each counted once a name
	Because  string       `json:"because"`
	Steps    []CareerStep `json:"steps"` // their posts, the earliest first
}

// A CareerStep is a post that articles tell of, with the first and the last year in
// which they do, 0 where none has a date. At a body that is no satker the years are
// those in which terms of office begin.
type CareerStep struct {
	Satker string `json:"satker,omitempty"` // code
	Body   string `json:"body,omitempty"`   // slug of another body
	Post   string `json:"post"`             // folded
	From   int    `json:"from,omitempty"`
	To     int    `json:"to,omitempty"`
}

const (
	becauseCareer = "the same full name in another office or term, and no article tells the two apart"

	// maxMaybe is how many are offered.
	maxMaybe = 10
	// handover is in how many years both may be told to hold posts in different offices:
	// the year in which one office follows on the other.
	handover = 1
)

// maybeSame returns who may be the same person as who, those of the most articles
// first.
func (r *Registry) maybeSame(who *person) []MaybeSame {
	var list []MaybeSame
	seen := map[*person]bool{who: true}
	own := who.years()
	for _, p := range who.parts {
		if len(p.raws) == 0 || len(p.name.words) < 2 {
			continue
		}
		for _, q := range r.words[r.rarest(p.name.words)] {
			other := q.who()
			if q.name.joined != p.name.joined || other == nil || seen[other] || other.suppressed {
				continue
			}
			seen[other] = true
			if arePartedBy(who, other) || bothIn(own, other.years()) > handover {
				continue
			}
			list = append(list, MaybeSame{ID: other.id, Name: other.name, Articles: other.articles(), Because: becauseCareer, Steps: other.steps()})
		}
	}
	slices.SortFunc(list, func(a, b MaybeSame) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.ID, b.ID))
	})
	return list[:min(len(list), maxMaybe)]
}

// rarest returns the word that is in the fewest names.
func (r *Registry) rarest(words []string) string {
	return slices.MinFunc(words, func(a, b string) int { return cmp.Compare(len(r.words[a]), len(r.words[b])) })
}

// arePartedBy reports whether an article or a decision tells two people apart.
func arePartedBy(who, other *person) bool {
	for _, p := range slices.Concat(who.parts, who.led) {
		if isApart(p, other) {
			return true
		}
	}
	return false
}

// years are those in which articles tell that a person holds a post at a satker, with
// the offices.
func (who *person) years() map[int][]string {
	years := make(map[int][]string)
	for _, p := range who.parts {
		p.eachPost(func(h toldPost) {
			if h.year != 0 && !slices.Contains(years[h.year], p.base) {
				years[h.year] = append(years[h.year], p.base)
			}
		})
	}
	return years
}

// bothIn counts the years in which both hold posts and in no office both.
func bothIn(a, b map[int][]string) int {
	n := 0
	for year, offices := range a {
		if len(b[year]) > 0 && !slices.ContainsFunc(offices, func(code string) bool { return slices.Contains(b[year], code) }) {
			n++
		}
	}
	return n
}

// steps are the posts of a person that articles tell of, the earliest first.
func (who *person) steps() []CareerStep {
	at := make(map[CareerStep]CareerStep) // without the years
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
		p.eachPost(func(h toldPost) { add(CareerStep{Satker: p.base, Post: h.post}, h.year) })
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
