package people

import (
	"cmp"
	"slices"
	"strings"

	"warta/index"
	"warta/index/dockeys"
)

// goneSince returns those who are known to have held a post at one of its satker before, with the
// first year in which they are known to hold it no more.
func (r *Registry) goneSince(asked AskedPost) map[*person]int {
	gone := make(map[*person]int)
	for _, code := range asked.Codes {
		at := asked
		at.Codes = []string{code}
		for who, year := range r.goneAt(at) {
			if known := gone[who]; known == 0 || year < known {
				gone[who] = year
			}
		}
	}
	return gone
}

// goneAt returns the former holders of a post at one satker: those whom articles call so, those for
// whom every term of the roster has ended, and those after whom another person held a post that one
// person holds at a time. Who holds the post later again is left out, and who only acted in it.
func (r *Registry) goneAt(asked AskedPost) map[*person]int {
	code := asked.Codes[0]
	years := r.yearsOf(asked)
	gone, listed := r.goneByRoster(asked, code)
	for _, p := range r.markedHolders[code] {
		p.eachMarked(former, func(h postYear) {
			who := p.owner()
			if who == nil || h.year == 0 || !asked.isTitle(h.post) || listed[who] || years[who] != nil && years[who].last > h.year {
				return
			}
			gone[who] = min(cmp.Or(gone[who], h.year), h.year)
		})
	}
	if !asked.isSole() {
		return gone
	}
	acted := r.actedYears(asked, code)
	heldAfter := successors(years)
	for who, of := range years {
		if of.last != 0 && !listed[who] && !acted[who][of.last] && heldAfter(of.last) {
			gone[who] = min(cmp.Or(gone[who], of.last+1), of.last+1)
		}
	}
	return gone
}

// successors returns a function that reports whether a person holds a post from a year or later on,
// and beyond that year.
func successors(years map[*person]*postYears) func(year int) bool {
	var spans []postYears // by their first years; last is the latest of all from there on
	for _, y := range years {
		if y.first != 0 {
			spans = append(spans, postYears{first: y.first, last: y.last})
		}
	}
	slices.SortFunc(spans, func(a, b postYears) int { return cmp.Compare(a.first, b.first) })
	for i := len(spans) - 2; i >= 0; i-- {
		spans[i].last = max(spans[i].last, spans[i+1].last)
	}
	return func(year int) bool {
		i, _ := slices.BinarySearchFunc(spans, year, func(y postYears, year int) int { return cmp.Compare(y.first, year) })
		return i < len(spans) && spans[i].last > year
	}
}

// goneByRoster returns the former holders of a post at a satker by the roster, and all to whom it
// gives the post: it decides about them.
func (r *Registry) goneByRoster(asked AskedPost, code string) (gone map[*person]int, listed map[*person]bool) {
	gone, listed = make(map[*person]int), make(map[*person]bool)
	holds := make(map[*person]bool)
	for _, h := range r.roster.holdersAt(code) {
		who := r.personOfHolder(h)
		for _, row := range h.rows {
			post, as := KnownPosts().standingIn(foldTitle(row.Post))
			if who == nil || as != inOffice || !asked.isTitle(post) {
				continue
			}
			listed[who] = true
			if row.To == "" || row.To >= asked.Today {
				holds[who] = true
			}
			gone[who] = max(gone[who], yearIn(row.To)+1)
		}
	}
	for who := range holds {
		delete(gone, who)
	}
	return gone, listed
}

// actedYears returns the years in which articles say that people acted in a post at a satker.
func (r *Registry) actedYears(asked AskedPost, code string) map[*person]map[int]bool {
	acted := make(map[*person]map[int]bool)
	for _, p := range r.markedHolders[code] {
		p.eachMarked(acting, func(h postYear) {
			if who := p.owner(); who != nil && asked.isTitle(h.post) {
				if acted[who] == nil {
					acted[who] = make(map[int]bool)
				}
				acted[who][h.year] = true
			}
		})
	}
	return acted
}

// quotesOfFormer matches the quotes of former holders of a post, from the years on in which they
// are known to hold it no more, whatever post they have since. In the first of these years they may
// have held it still: quotes to which the article gives the post itself are left out.
func (r *Registry) quotesOfFormer(asked AskedPost) []index.Expr {
	r.mu.RLock()
	defer r.mu.RUnlock()
	inYears := make(map[string][]string)
	for who, year := range r.goneSince(asked) {
		if who.suppressed || year > dockeys.LastYear {
			continue
		}
		var years []string
		for ; year <= dockeys.LastYear; year++ {
			years = append(years, yearText(year))
		}
		at := strings.Join(years, " ")
		inYears[at] = append(inYears[at], r.keysOfPerson(who)...)
	}
	held := asked
	held.Former, held.Acting = false, false
	return spokenIn(inYears, index.Not{Of: held.Stated()})
}
