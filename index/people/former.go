package people

import (
	"cmp"
	"slices"
	"strings"

	"warta/index"
	"warta/index/dockeys"
)

// goneSince returns those who are known to have held a post at one of its satker before, with the
// first year in which they are known to hold it no more: at none of these, where a place has several.
func (r *Registry) goneSince(asked AskedPost) map[*person]int {
	gone := make([]map[*person]int, len(asked.Codes)) // of each satker
	held := make([]map[*person]int, len(asked.Codes))
	for i, code := range asked.Codes {
		at := asked
		at.Codes = []string{code}
		gone[i], held[i] = r.goneAt(at)
	}
	since := make(map[*person]int)
	for i := range gone {
		for who, year := range gone[i] {
			holdsAnother := false
			for j := range held {
				holdsAnother = holdsAnother || j != i && held[j][who] >= year
			}
			if known := since[who]; !holdsAnother && (known == 0 || year < known) {
				since[who] = year
			}
		}
	}
	return since
}

// goneAt returns the former holders of a post at one satker: those whom articles call so, those for
// whom every term of the roster has ended, and those after whom another person held a post that one
// person holds at a time. Who holds the post later again is left out, and who only acted in it.
// It also returns the last year in which people are known to hold the post there.
func (r *Registry) goneAt(asked AskedPost) (gone, held map[*person]int) {
	code := asked.Codes[0]
	years := r.yearsOf(asked)
	gone, listed := r.goneByRoster(asked, code)
	held = lastYears(years, gone, listed)
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
		return gone, held
	}
	acted := r.actedYears(asked, code)
	heldAfter := successors(years)
	for who, of := range years {
		if of.last != 0 && !listed[who] && !acted[who][of.last] && heldAfter(of.last) {
			gone[who] = min(cmp.Or(gone[who], of.last+1), of.last+1)
		}
	}
	return gone, held
}

// lastYears returns the last year in which people hold a post: by the roster, where it decides about
// them and whose holders of today hold it in all years to come, else by articles.
func lastYears(years map[*person]*postYears, gone map[*person]int, listed map[*person]bool) map[*person]int {
	last := make(map[*person]int)
	for who, of := range years {
		last[who] = of.last
	}
	for who := range listed {
		last[who] = dockeys.LastYear
		if year, ended := gone[who]; ended {
			last[who] = year - 1
		}
	}
	return last
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
