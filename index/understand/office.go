package understand

import (
	"slices"
	"strings"

	"warta/analyzers/satker"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
)

// namedIn reads words that name no period: the offices among them and the words
// between.
func (u *understander) namedIn(text string) []unit {
	w := u.weights.Office
	if w.Publisher+w.About+w.Below+w.Named == 0 || text == "" {
		return u.peopleIn(text)
	}
	var units []unit
	from := 0
	for _, m := range labels.Offices().Find(text, satker.Context{}) {
		codes := m.Candidates
		if m.Code != "" {
			codes = []string{m.Code}
		}
		if len(codes) == 0 || m.Form != satker.Named {
			continue
		}
		before, post := cutPost(text[from:m.Start])
		units = append(units, u.peopleIn(before)...)
		units = append(units, u.office(post, text[m.Start:m.End], codes))
		from = m.End
	}
	return append(units, u.peopleIn(text[from:])...)
}

// cutPost cuts the post that words end in off them.
func cutPost(words string) (before, post string) {
	words = strings.TrimSpace(words)
	folded := strings.ToLower(words)
	for p := range people.KnownPosts().Asked {
		if rest, ok := strings.CutSuffix(folded, p); ok && (rest == "" || strings.HasSuffix(rest, " ")) && len(p) > len(post) {
			before, post = strings.TrimSpace(words[:len(rest)]), p
		}
	}
	if post == "" {
		return words, ""
	}
	return before, post
}

// office returns what the name of one of the offices wants, with the post whose
// holder is asked for: what is about the office or those below it, or has its
// name.
func (u *understander) office(post, name string, codes []string) unit {
	w := u.weights.Office
	// What weighs by how rare it is would outweigh the rest in a large archive.
	words := wants(u.words(name))
	ways := []index.Expr{index.Weigh{Of: index.AllOf(words), Boost: w.Named}}
	add := func(key string, weight float64) {
		if weight > 0 {
			ways = append(ways, index.Weigh{Of: dockeys.Terms(index.KeyField(u.of, key), codes), Boost: weight})
		}
	}
	add(index.KeyPublisher, w.Publisher)
	add(index.KeyOffices, w.About)
	add(index.KeySatker, w.Below)
	if post == "" {
		return unit{want: index.Any(ways)}
	}
	return u.holders(post, name, codes, ways)
}

// holders returns what the holders of a post at one of the offices want, beside the
// ways in which the office is found. Of quotes only theirs are wanted, as long as there
// are any; articles of them are found too, and what they say comes first.
func (u *understander) holders(post, name string, codes []string, ways []index.Expr) unit {
	w := u.weights.Office
	more := wants(u.words(post))
	if w.Speaks == 0 {
		return unit{want: index.Prefer{Want: index.Any(ways), More: more}}
	}
	var keys []string
	if p := u.weights.Person; p.Named+p.Speaks > 0 {
		for _, m := range u.people.Holding(people.KnownPosts().Asked[post], codes) {
			keys = append(keys, m.Keys...)
			u.mean(post+" "+name, m)
		}
	}
	roles := rolesOf(post)
	below := make(index.Any, len(codes))
	for i, code := range codes {
		below[i] = dockeys.Office(code)
	}
	there := index.All{dockeys.Terms(index.KeyOffice, codes), roles}
	for _, at := range []index.Expr{there, index.All{below, roles}} { // both weigh where it is the office itself
		if u.of == index.Articles {
			at = index.Quoted{Of: at}
		}
		more = append(more, index.Weigh{Of: at, Boost: w.Speaks / 2})
	}
	if u.of == index.Articles {
		if len(keys) > 0 {
			ways = append(ways, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, keys), Boost: w.Named})
			more = append(more, index.Weigh{Of: dockeys.Terms(index.KeySpeaker, keys), Boost: w.Speaks / 2})
		}
		return unit{want: index.Prefer{Want: index.Any(ways), More: more}}
	}
	theirs := index.Any{index.Weigh{Of: there, Boost: w.Speaks}}
	if len(keys) > 0 {
		theirs = append(theirs, index.Weigh{Of: dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), keys), Boost: w.Speaks})
	}
	return unit{want: index.Prefer{Want: theirs, More: append(slices.Clip(more), ways...)}, spelt: index.Prefer{Want: index.Any(ways), More: more}}
}

// rolesOf matches quotes of who held a post then that the search box knows, or acted
// in it.
func rolesOf(post string) index.Expr {
	rules := people.KnownPosts()
	var roles index.Any
	for _, p := range rules.Asked[post] {
		roles = append(roles, index.Term{Field: index.KeyRole, Text: p})
		for _, acting := range rules.Acting {
			roles = append(roles, index.Term{Field: index.KeyRole, Text: acting + " " + p}, index.Term{Field: index.KeyRole, Text: acting + ". " + p})
		}
		if strings.HasSuffix(p, "divisi") { // the division follows
			roles = append(roles, index.Prefix{Field: index.KeyRole, Text: p + " "})
		}
	}
	return roles
}
