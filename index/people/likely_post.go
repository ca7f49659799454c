package people

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/roster"
)

// nearYears is how many years from the nearest article that gives a person a post the person
// may be taken to hold it likely: half a term of office. Further away it is more likely that
// the term began or ended between.
const nearYears = termYears / 2

// Likely are quotes of people who are likely to have held a post on the day of the words, while
// no article and no roster says so.
type Likely []likelySpeaker

// A likelySpeaker has the raw keys of people without the post, and the years in which they are
// likely to have held it.
type likelySpeaker struct {
	keys, years []string // sorted
	titles      []string // folded titles that the article gives; none if it gives none
}

// Expr matches the quotes. Without any it matches nothing.
func (l Likely) Expr() index.Expr {
	ways := make(index.Any, len(l))
	for i, s := range l {
		ways[i] = s.expr()
	}
	return index.AnyOf(ways)
}

func (s likelySpeaker) expr() index.Expr {
	return index.All{
		dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), s.keys),
		dockeys.Terms(index.KeyField(index.Quotes, index.KeyYear), s.years),
		roleExpr(s.titles),
	}
}

// roleExpr matches quotes whose article gives one of the folded titles; without any, no title.
func roleExpr(titles []string) index.Expr {
	if len(titles) == 0 {
		return index.Term{Field: index.KeyRole, Text: index.NoRole}
	}
	return dockeys.Terms(index.KeyRole, titles)
}

// Has reports whether quote q of article a, with its raw ids, is one of the quotes.
func (l Likely) Has(a *article.Article, q *article.Quote) bool {
	if len(l) == 0 {
		return false
	}
	keys := KeysOf(a).SpeakerKeys(q)
	year, _, _ := dockeys.DateParts(a.Date)
	return slices.ContainsFunc(l, func(s likelySpeaker) bool {
		if q.Role == nil != (len(s.titles) == 0) || q.Role != nil && !slices.Contains(s.titles, dockeys.Fold(q.Role.Title)) {
			return false
		}
		_, inYear := slices.BinarySearch(s.years, year)
		return inYear && slices.ContainsFunc(keys, func(key string) bool {
			_, there := slices.BinarySearch(s.keys, key)
			return there
		})
	})
}

// LikelyQuotes are the quotes of those who are likely to have held a post of a satker on the
// day of the words: articles give it to them at most [nearYears] years before or after, no
// article gives them another post between, and the text itself gives no post, or a more general
// one. It has none of a year for which the roster has holders of the post, and of a post that a
// single person holds none of a year in which, or towards which, articles give it to another.
func (r *Registry) LikelyQuotes(asked AskedPost) Likely {
	if asked.Acting || asked.Former {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.likelyWithin(nearYears, asked)
}

// LikelyQuotesAt are the quotes of those who are likely to have held a post of any kind at one
// of the satker. As they are for a query that names the person, a complete term lies between at
// most.
func (r *Registry) LikelyQuotesAt(codes []string) Likely {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.likelyWithin(termYears, anyPost(codes))
}

func (r *Registry) likelyWithin(most int, asked AskedPost) Likely {
	of := make(speakersByYears)
	for _, code := range asked.Codes {
		at := asked
		at.Codes = []string{code}
		all := r.yearsOf(at)
		inRoster := r.rosterYears(at)
		for who, years := range all {
			elsewhere := sync.OnceValue(func() map[int]bool { return r.yearsElsewhere(who, code) })
			list := years.near(most, func(year int) bool {
				return who.inRoster(year) || inRoster(year) || at.isSole() && isHeldByOther(all, who, year) || elsewhere()[year]
			})
			if len(list) > 0 {
				of.add(strings.Join(list, " "), r.keysAt(who, code), asked.generalTitles())
			}
		}
	}
	return of.list()
}

// anyPost asks for every post at satker.
func anyPost(codes []string) AskedPost {
	lists := KnownPosts().lists
	return AskedPost{Posts: slices.Concat(lists.Commission, lists.Secretariat), Codes: codes}
}

// LikelyNamed are the quotes of those of list, people of one name, whom articles of the province
// of a satker name without a post and without their office, where list has one person alone with
// posts in offices of that province, at the satker itself, and articles give that person a post
// there within a term before or after.
func (r *Registry) LikelyNamed(list []Meaning, codes []string) Likely {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(codes) != 1 || len(list) < 2 || len(list) == MaxMeanings { // there may be more
		return nil
	}
	province, _, below := strings.Cut(codes[0], ".")
	if !below {
		return nil
	}
	var holds *person
	var keys []string
	for _, m := range list {
		who := r.personOfID(m.ID)
		switch {
		case who == nil:
		case who.hasPostIn(province):
			if holds != nil || !who.hasPostIn(codes[0]) {
				return nil
			}
			holds = who
		case !slices.ContainsFunc(who.parts, (*part).hasPost):
			for _, key := range m.Keys {
				if _, scope, _ := cutKey(key); slices.Contains(strings.Split(scope[1:], ","), province) {
					keys = append(keys, key)
				}
			}
		}
	}
	if holds == nil || len(keys) == 0 {
		return nil
	}
	years := r.yearsOf(anyPost(codes))[holds]
	if years == nil {
		return nil
	}
	elsewhere := r.yearsElsewhere(holds, codes[0])
	near := append(years.near(termYears, func(year int) bool { return elsewhere[year] }), years.held...)
	if len(near) == 0 {
		return nil
	}
	slices.Sort(keys)
	slices.Sort(near)
	return Likely{{keys: keys, years: near}}
}

// hasPostIn reports whether articles give a person a post at a satker or below it.
func (who *person) hasPostIn(code string) bool {
	return slices.ContainsFunc(who.parts, func(p *part) bool {
		return p.kind == atSatker && (p.base == code || strings.HasPrefix(p.base, code+"."))
	})
}

// speakersByYears collects the raw keys of people by their years: those without a post, and
// those with a post at the office.
type speakersByYears map[string]*[2][]string

// add adds the raw keys of a person for years. Keys with a post at the office are added if the
// text may give one of the general titles.
func (s speakersByYears) add(years string, keys [2][]string, general []string) {
	known := s[years]
	if known == nil {
		known = new([2][]string)
		s[years] = known
	}
	known[0] = append(known[0], keys[0]...)
	if len(general) > 0 {
		known[1] = append(known[1], keys[1]...)
	}
}

// list returns the speakers in the order of their years.
func (s speakersByYears) list() Likely {
	var list Likely
	for _, years := range slices.Sorted(maps.Keys(s)) {
		for with, keys := range s[years] {
			if len(keys) == 0 {
				continue
			}
			slices.Sort(keys)
			speaker := likelySpeaker{keys: slices.Compact(keys), years: strings.Fields(years)}
			if with == 1 {
				speaker.titles = KnownPosts().lists.General
			}
			list = append(list, speaker)
		}
	}
	return list
}

// keysAt returns the raw keys of a person in articles from or about a satker, or from its
// province: those without a post at a known office, and those with a post at the satker.
func (r *Registry) keysAt(who *person, code string) (keys [2][]string) {
	above, _, _ := strings.Cut(code, ".")
	for _, key := range r.keysOfPerson(who) {
		switch _, scope, _ := cutKey(key); scope[0] {
		case officeUnknown, postless:
			if places := strings.Split(scope[1:], ","); slices.Contains(places, code) || slices.Contains(places, above) {
				keys[0] = append(keys[0], key)
			}
		case atSatker:
			if scope[1:] == code {
				keys[1] = append(keys[1], key)
			}
		}
	}
	return keys
}

// yearsElsewhere returns the years in which articles give a person a post at another satker, or
// a person of the same complete name at one of the same province or of the whole country: who
// moves there is not known to be one person.
func (r *Registry) yearsElsewhere(who *person, code string) map[int]bool {
	years := make(map[int]bool)
	add := func(p *part) {
		if p.kind == atSatker && p.base != code {
			p.eachPost(func(h postYear) { years[h.year] = true })
		}
	}
	for _, p := range who.parts {
		add(p)
		if len(p.raws) == 0 || len(p.name.words) < 2 {
			continue
		}
		for _, q := range r.bySound[r.rarest(soundsOf(p.name.words))] {
			if q.kind == atSatker && q.name.heard == p.name.heard && areNear(q.base, code) {
				add(q)
			}
		}
	}
	return years
}

// areNear reports whether two satker are of one province, or one of the whole country.
func areNear(a, b string) bool {
	const country = "00"
	x, _, _ := strings.Cut(a, ".")
	y, _, _ := strings.Cut(b, ".")
	return x == y || x == country || y == country
}

// isSole reports whether a single person of an office holds the post at a time.
func (asked AskedPost) isSole() bool {
	return len(asked.Unit) > 0 || !slices.ContainsFunc(asked.Posts, func(post string) bool { return !slices.Contains(KnownPosts().lists.Sole, post) })
}

// generalTitles returns the titles that articles also give the holders of the post, without the
// name of its division.
func (asked AskedPost) generalTitles() []string {
	lists := KnownPosts().lists
	isDivision := func(post string) bool {
		return slices.Contains(lists.Units, post) && KnownPosts().setOf(post) == commission
	}
	if slices.ContainsFunc(asked.Posts, func(post string) bool { return !isDivision(post) }) {
		return nil
	}
	return lists.General
}

// isHeldByOther reports whether articles give the post to another person in years around year.
func isHeldByOther(all map[*person]*postYears, who *person, year int) bool {
	for other, years := range all {
		if other != who && years.first != 0 && years.first <= year && year <= years.last {
			return true
		}
	}
	return false
}

// rosterYears returns a function that reports whether the roster has holders of a post in a
// year.
func (r *Registry) rosterYears(asked AskedPost) func(year int) bool {
	var rows []roster.Row
	for _, code := range asked.Codes {
		for _, h := range r.roster.holdersAt(code) {
			for _, row := range h.rows {
				if asked.isHeldWith(row.Post) {
					rows = append(rows, row)
				}
			}
		}
	}
	return func(year int) bool {
		text := yearText(year)
		return slices.ContainsFunc(rows, func(row roster.Row) bool {
			return row.From <= text+"-12-31" && (row.To == "" || text+"-01-01" <= row.To)
		})
	}
}
