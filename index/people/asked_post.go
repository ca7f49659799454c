package people

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
)

// An AskedPost is a post for whose holders a query of quotes asks.
type AskedPost struct {
	Posts []string // posts of posts.yaml
	// Unit is the name of a division or of a unit: for each word the ways to say it, in
	// folded words.
	Unit   [][]string
	Acting bool     // only those who act in it
	Former bool     // those who held it before
	Today  string   // the day of the query, for Former: terms of the roster that ended before
	Codes  []string // satker of the post; none for any
	KPU    bool     // only at offices of the KPU
	// Body are words that the role of the speaker has, where Codes is empty: for each the
	// ways to say it.
	Body [][]string
	// Level is that of the body of Body, see [BodyLevel]: roles with another are none. It is empty
	// for any.
	Level string
	// Bodies are bodies other than the KPU, by [Registry.BodiesNamed]; the post is held in one.
	Bodies []string
	InUnit bool // the titles of Posts have the name of a unit behind them, which is Unit
}

// Quotes matches the quotes whose speaker held the post on the day of the words: by the role
// that the article gives or, where it gives none, by the roster on that day or by the years
// in which articles give the person the post. For the head of a division a role without the
// name of the division counts as none. For a former holder it matches quotes with such
// a role, and those from the years on in which a person is known to hold the post no more.
func (r *Registry) Quotes(asked AskedPost) index.Expr {
	if len(asked.Bodies) > 0 {
		return r.quotesAtBodies(asked)
	}
	ways := index.Any{asked.Stated()}
	if !asked.Former && (asked.KPU || len(asked.Codes) > 0) {
		byRoster := r.QuotesByRosterRole(func(role article.Role) bool {
			return (len(asked.Codes) == 0 || slices.Contains(asked.Codes, role.Satker)) && asked.isHeldWith(role.Title)
		})
		if !matchesNothing(byRoster) {
			ways = append(ways, byRoster)
		}
	}
	switch {
	case len(asked.Codes) == 0 || asked.Acting:
	case asked.Former:
		ways = append(ways, r.quotesOfFormer(asked)...)
	default:
		ways = append(ways, r.quotesByYears(asked)...)
	}
	return index.AnyOf(ways)
}

// QuotesOfOffices matches the quotes whose speaker spoke for one of the satker: by the role
// that the article gives or, where it gives none, by the roster on that day.
func (r *Registry) QuotesOfOffices(codes []string) index.Expr {
	ways := index.Any{dockeys.Terms(index.KeyOffice, codes)}
	byRoster := r.QuotesByRosterRole(func(role article.Role) bool { return slices.Contains(codes, role.Satker) })
	if !matchesNothing(byRoster) {
		ways = append(ways, byRoster)
	}
	return index.AnyOf(ways)
}

// matchesNothing reports whether e has no alternatives.
func matchesNothing(e index.Expr) bool {
	ways, isAny := e.(index.Any)
	return isAny && len(ways) == 0
}

// Stated matches quotes whose role in the article has the post.
func (asked AskedPost) Stated() index.Expr {
	conditions := index.All{asked.Roles()}
	if len(asked.Codes) > 0 {
		conditions = append(conditions, dockeys.Terms(index.KeyOffice, asked.Codes))
	}
	return index.AllOf(slices.Concat(conditions, inRole(asked.Unit), inRole(asked.body()), asked.ofLevel(), asked.inBodies()))
}

// ofLevel returns the condition that the role has no word of another level than that of the body. A
// kabupaten or a kota may have its provinsi behind it.
func (asked AskedPost) ofLevel() index.All {
	var others index.Any
	for _, level := range knownBodies().levels() {
		if asked.Level != "" && level != asked.Level && level != provinsi {
			others = append(others, index.Term{Field: index.FieldRole, Text: level})
		}
	}
	if others == nil {
		return nil
	}
	return index.All{index.Not{Of: others}}
}

// inBodies returns the condition that the role has the words of one of Bodies, if there are any.
func (asked AskedPost) inBodies() index.All {
	var ways index.Any
	for _, name := range asked.Bodies {
		var all index.All
		for _, word := range bodyTerms(name) {
			all = append(all, index.Term{Field: index.FieldRole, Text: word})
		}
		ways = append(ways, index.AllOf(all))
	}
	if ways == nil {
		return nil
	}
	return index.All{index.AnyOf(ways)}
}

// quotesAtBodies matches the quotes with the post of speakers who hold a post at one of Bodies. The
// speakers are matched by raw keys, which hold the complete name of the body: words alone would also
// match a body whose name contains them. A speaker whom an editor chose has no such key.
func (r *Registry) quotesAtBodies(asked AskedPost) index.Expr {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys, chosen []string
	r.partsAt(asked.Bodies, func(p *part) {
		who := p.owner()
		if who != nil && who.suppressed {
			return
		}
		for _, k := range p.raws {
			keys = append(keys, k.text)
		}
		if who != nil {
			for _, id := range who.allIDs() {
				for _, k := range r.editorKeys[id] {
					chosen = append(chosen, k.text)
				}
			}
		}
	})
	official := index.KeyField(index.Quotes, index.KeyOfficial)
	spoken := func(keys []string, more index.All) index.Expr {
		slices.Sort(keys)
		return index.AllOf(slices.Concat(index.All{dockeys.Terms(official, slices.Compact(keys)), asked.Roles()}, inRole(asked.Unit), more))
	}
	ways := index.Any{spoken(keys, nil)}
	if len(chosen) > 0 {
		ways = append(ways, spoken(chosen, asked.inBodies()))
	}
	return index.AnyOf(ways)
}

// OfBody matches quotes whose role in the article has the words of the body, whatever the post.
func (asked AskedPost) OfBody() index.Expr {
	return index.AllOf(slices.Concat(inRole(asked.body()), asked.ofLevel(), asked.inBodies()))
}

// body returns Body with the words of KPU.
func (asked AskedPost) body() [][]string {
	if !asked.KPU {
		return asked.Body
	}
	return append(slices.Clip(asked.Body), []string{"kpu", "kip"})
}

// inRole returns for each word the condition that the role has it in one of its ways.
func inRole(words [][]string) index.All {
	var conditions index.All
	for _, ways := range words {
		var units index.Any
		for _, way := range ways {
			var all index.All
			for word := range strings.FieldsSeq(way) {
				all = append(all, index.Term{Field: index.FieldRole, Text: word})
			}
			units = append(units, index.AllOf(all))
		}
		conditions = append(conditions, index.AnyOf(units))
	}
	return conditions
}

// Roles matches the keys of the roles with the post, whatever the unit.
func (asked AskedPost) Roles() index.Expr {
	known := KnownPosts()
	var roles index.Any
	for _, post := range asked.Posts {
		marks := []string{""}
		switch {
		case asked.Former:
			marks = marked(known.lists.Former)
		case asked.Acting:
			marks = marked(known.lists.Acting)
		default:
			marks = append(marks, marked(known.lists.Acting)...)
		}
		for _, mark := range marks {
			roles = append(roles, index.Term{Field: index.KeyRole, Text: mark + post})
			if asked.InUnit || slices.Contains(known.lists.Units, post) {
				roles = append(roles, index.Prefix{Field: index.KeyRole, Text: mark + post + " "})
			}
		}
	}
	return index.AnyOf(roles)
}

// marked returns words as they stand before a post, with and without a dot.
func marked(words []string) []string {
	var list []string
	for _, word := range words {
		list = append(list, word+" ", word+". ")
	}
	return list
}

// isHeldWith reports whether a person with a title holds the post.
func (asked AskedPost) isHeldWith(title string) bool {
	folded := foldTitle(title)
	post, held := KnownPosts().heldPost(folded)
	return held && (!asked.Acting || post != folded) && asked.isTitle(post)
}

// isTitle reports whether a folded title without marks is one of the posts, of the unit.
func (asked AskedPost) isTitle(title string) bool {
	return slices.ContainsFunc(asked.Posts, func(post string) bool { return KnownPosts().isTitle(title, post) }) && asked.hasUnit(title)
}

// hasUnit reports whether a folded title has all words of the unit.
func (asked AskedPost) hasUnit(title string) bool {
	words := strings.Fields(title)
	for _, ways := range asked.Unit {
		if !slices.ContainsFunc(ways, func(way string) bool {
			return !slices.ContainsFunc(strings.Fields(way), func(word string) bool { return !slices.Contains(words, word) })
		}) {
			return false
		}
	}
	return true
}

// quotesByYears matches quotes without a role by the years in which articles give their
// speakers the post.
func (r *Registry) quotesByYears(asked AskedPost) []index.Expr {
	r.mu.RLock()
	defer r.mu.RUnlock()
	inYears := make(map[string][]string) // raw keys without a role, by years
	general := make(map[string][]string) // raw keys with a role at the office
	placed := make(map[string][]string)  // raw keys with a role in an office that the text does not give
	for who, years := range r.yearsOf(asked) {
		at := strings.Join(years.held, " ")
		if at == "" {
			continue
		}
		for _, key := range r.keysOfPerson(who) {
			_, scope, _ := cutKey(key)
			switch {
			case scope[0] == atSatker && slices.Contains(asked.Codes, scope[1:]):
				inYears[at] = append(inYears[at], key)
				general[at] = append(general[at], key)
			case scope[0] == atSatker, scope[0] == atBody:
			case scope[0] == officeUnknown:
				placed[at] = append(placed[at], key)
				inYears[at] = append(inYears[at], key)
			default:
				inYears[at] = append(inYears[at], key)
			}
		}
	}
	ways := spokenIn(inYears, roleExpr(nil))
	if titles := asked.generalTitles(); titles != nil {
		ways = append(ways, spokenIn(general, roleExpr(titles))...)
	}
	elsewhere := asked
	elsewhere.Codes = nil
	return append(ways, spokenIn(placed, elsewhere.Stated())...)
}

// spokenIn matches quotes by the raw keys of their speakers and by their years, which are the keys
// of byYears with spaces between them; with a role, which may be nil.
func spokenIn(byYears map[string][]string, role index.Expr) []index.Expr {
	var ways []index.Expr
	for _, at := range slices.Sorted(maps.Keys(byYears)) {
		keys := byYears[at]
		slices.Sort(keys)
		all := index.All{
			dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), slices.Compact(keys)),
			dockeys.Terms(index.KeyField(index.Quotes, index.KeyYear), strings.Fields(at)),
		}
		if role != nil {
			all = append(all, role)
		}
		ways = append(ways, all)
	}
	return ways
}

// yearsOf returns the years of those to whom articles give the post.
func (r *Registry) yearsOf(asked AskedPost) map[*person]*postYears {
	of := make(map[*person]*postYears)
	general := asked.generalTitles()
	for _, code := range asked.Codes {
		for _, p := range r.postHolders[code] {
			who := p.owner()
			if who == nil || who.suppressed {
				continue
			}
			p.eachPost(func(h postYear) {
				if h.year == 0 {
					return
				}
				years := of[who]
				if years == nil {
					years = &postYears{others: make(map[int]bool)}
					of[who] = years
				}
				if held := asked.isTitle(h.post); held || !slices.Contains(general, h.post) {
					years.add(h.year, held)
				}
			})
		}
	}
	for who, years := range of {
		years.fill(who)
	}
	return of
}

// postYears are the years in which articles give a person a post, and other posts there.
type postYears struct {
	first, last int // of the post; 0 for none
	others      map[int]bool
	held        []string // the years between, without those of other posts and of the roster
}

func (y *postYears) add(year int, asked bool) {
	if !asked {
		y.others[year] = true
		return
	}
	y.first, y.last = min(cmp.Or(y.first, year), year), max(y.last, year)
}

// fill sets held. Years for which the roster has a post of the person are left to it.
func (y *postYears) fill(who *person) {
	for year := y.first; year != 0 && year <= y.last; year++ {
		if !y.others[year] && !who.inRoster(year) {
			y.held = append(y.held, yearText(year))
		}
	}
}

// near returns up to most years before and after the post, as far as there is no other post of
// the person and no year that isOther: from the first and the last year of the post on, which
// may be the year of a change.
func (y *postYears) near(most int, isOther func(year int) bool) []string {
	if y.first == 0 {
		return nil
	}
	var list []string
	for _, way := range [2]struct{ from, step int }{{y.first, -1}, {y.last, 1}} {
		for n := range most + 1 {
			year := way.from + n*way.step
			if y.others[year] || isOther(year) || year > dockeys.LastYear {
				break
			}
			if n > 0 {
				list = append(list, yearText(year))
			}
		}
	}
	slices.Sort(list)
	return list
}

// inRoster reports whether the roster gives a person a post on a day of a year.
func (who *person) inRoster(year int) bool {
	text := yearText(year)
	return slices.ContainsFunc(who.rosterSpans, func(s postSpan) bool {
		return s.from <= text+"-12-31" && (s.to == "" || text+"-01-01" <= s.to)
	})
}

// yearText returns a year as the keys of days have it.
func yearText(year int) string {
	return fmt.Sprintf("%04d", year)
}

// At returns those of list who hold a post at one of the satker by articles or by the roster,
// or whose articles are from there. If none does, it returns all of them and false.
func (r *Registry) At(list []Meaning, codes []string) ([]Meaning, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var there []Meaning
	for _, m := range list {
		at := slices.ContainsFunc(m.Keys, func(key string) bool {
			_, scope, _ := cutKey(key)
			return (scope[0] == atSatker || scope[0] == officeUnknown || scope[0] == postless) &&
				slices.ContainsFunc(strings.Split(scope[1:], ","), func(code string) bool { return slices.Contains(codes, code) })
		})
		if who := r.personOfID(m.ID); who != nil && !at {
			at = slices.ContainsFunc(who.holders, func(h *holder) bool { return slices.Contains(codes, h.satker) })
		}
		if at {
			there = append(there, m)
		}
	}
	if there == nil {
		return list, false
	}
	return there, true
}
