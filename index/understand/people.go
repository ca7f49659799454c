package understand

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/people"
)

// A typedWord is a word of a query as it may stand in or around a name.
type typedWord struct {
	text   string
	name   string // folded, empty for what is not one word
	comma  bool   // a comma stands behind it
	Title  bool   // it may stand before a name: "Dr.", "Pak"
	degree bool   // it may stand behind one: "S.H."
	dotted bool   // a dot or a capital says that it is an abbreviation
}

func TypedWords(text string) []typedWord {
	fields := strings.Fields(people.SpacedInitials(text))
	list := make([]typedWord, len(fields))
	for i, field := range fields {
		bare := strings.Trim(field, ",;")
		shape := people.Shapes.Of(bare)
		list[i] = typedWord{
			text: field, name: shape.Name, Title: shape.Title, degree: shape.Degree, comma: strings.HasSuffix(field, ","),
			dotted: strings.Contains(bare, ".") || bare == strings.ToUpper(bare) && bare != strings.ToLower(bare),
		}
	}
	return list
}

func TextOf(words []typedWord) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// peopleIn reads words that name neither period nor office: the names of people among
// them, in any form that the registry knows, and the words between. What stands around
// a name as people write it, titles and degrees, is not wanted.
func (u *understander) peopleIn(text string) []unit {
	if w := u.weights.Person; w.Named+w.Speaks == 0 {
		return u.words(text)
	}
	typed := TypedWords(text)
	var units []unit
	from := 0
	flush := func(to int) {
		if from < to {
			units = append(units, u.words(TextOf(typed[from:to]))...)
		}
	}
	for i := 0; i < len(typed); {
		at := i
		for at < len(typed) && typed[at].Title {
			at++
		}
		n, who := u.named(typed[at:], at > i)
		if n == 0 {
			if n, who = u.named(typed[i:], false); n > 0 { // a word that is a title or a name
				at = i
			}
		}
		switch {
		case n > 0:
			flush(i)
			units = append(units, u.person(TextOf(typed[at:at+n]), n, who))
			i = degreesEnd(typed, at+n)
		case at > i && strangerEnd(typed, i, at) > 0:
			flush(i)
			end := strangerEnd(typed, i, at)
			units = append(units, u.words(TextOf(typed[at:end]))...)
			i = degreesEnd(typed, end)
		default:
			if i < len(typed) && u.partOfNames(typed[i]) {
				flush(i)
				units = append(units, u.vague(typed[i]))
				from = i + 1
			}
			i++
			continue
		}
		from = i
	}
	flush(len(typed))
	return units
}

// named returns how many of the words, from the first on, are a name and whom it
// means: two or more, or one where a title stands before it or it is all that was
// typed and all of a name.
func (u *understander) named(typed []typedWord, titled bool) (int, []people.Meaning) {
	most := 0
	for most < min(len(typed), people.MaxNameWords) && u.people.NameableWord(typed[most].name) {
		if most++; typed[most-1].comma {
			break
		}
	}
	words := make([]string, most)
	for i := range words {
		words[i] = typed[i].name
	}
	for n := most; n > 1; n-- {
		if who := u.people.Meaning(words[:n], u.inside); len(who) > 0 {
			return n, who
		}
	}
	if most == 0 || len(words[0]) == 1 {
		return 0, nil
	}
	who := u.people.Meaning(words[:1], u.inside)
	if !titled {
		who = slices.DeleteFunc(who, func(m people.Meaning) bool { return !m.Whole })
		if len(typed) > 1 || u.alone != typed[0].text {
			who = nil
		}
	}
	if len(who) == 0 {
		return 0, nil
	}
	return 1, who
}

// degreesEnd returns where the degrees behind a name end.
func degreesEnd(typed []typedWord, from int) int {
	to := from
	for to < len(typed) && typed[to].degree && (typed[to].dotted || typed[to-1].comma) {
		to++
	}
	return to
}

// strangerEnd returns where a name ends that the registry does not know and that is
// written as names are: an abbreviated title before it, and two words or more, which
// end the text or are followed by degrees. It is 0 where there is none.
func strangerEnd(typed []typedWord, first, at int) int {
	if !slices.ContainsFunc(typed[first:at], func(w typedWord) bool { return w.dotted && strings.Contains(w.text, ".") }) {
		return 0
	}
	end := at
	for end < len(typed) && end-at < people.MaxNameWords {
		if end++; typed[end-1].comma {
			break
		}
	}
	if end-at < 2 || degreesEnd(typed, end) != len(typed) {
		return 0
	}
	return end
}

// person returns the unit of the query for the n words of a name: the words as typed,
// or what is by or about one of the people in who, under any of their names. Quotes of
// these people rank first.
func (u *understander) person(name string, n int, who []people.Meaning) unit {
	typed := u.words(name)
	widest := make([]index.Expr, len(typed))
	for i, t := range typed {
		widest[i] = t.widest()
	}
	var keys []string
	for _, m := range who {
		keys = append(keys, m.Keys...)
		u.mean(name, m)
	}
	ways := u.waysOf(keys, float64(n))
	out := unit{want: index.Any(ways), spelt: index.Any(ways)}
	if len(typed) > 0 {
		out.want = index.Any(append(slices.Clip(ways), index.AllOf(wants(typed))))
		out.spelt = index.Any(append(slices.Clip(ways), index.AllOf(widest)))
	}
	return out
}

// waysOf returns how people with the raw keys are found: as who speaks, and as who is
// named.
func (u *understander) waysOf(keys []string, n float64) []index.Expr {
	w := u.weights.Person
	if u.of == index.Quotes {
		return []index.Expr{index.Weigh{Of: dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), keys), Boost: w.Speaks * n}}
	}
	return []index.Expr{index.Weigh{Of: dockeys.Terms(index.KeySpeaker, keys), Boost: w.Speaks * n}, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, keys), Boost: w.Named * n}}
}

// partOfNames reports whether a word alone may mean people.
func (u *understander) partOfNames(w typedWord) bool {
	return len(w.name) >= minSpelt && !indonesian.Stop(w.name) && u.people.NameableWord(w.name)
}

// vague returns what one word wants that is a part of names: the word, or who has it in
// a name that articles do not write where they name them.
func (u *understander) vague(w typedWord) unit {
	typed := u.words(w.text)
	who := u.people.Meaning([]string{w.name}, u.inside)
	if len(typed) != 1 || len(who) == 0 || len(who) == people.MaxMeant {
		return unitOf(typed)
	}
	var keys []string
	for _, m := range who {
		keys = append(keys, m.Keys...)
	}
	known := index.Weigh{Of: dockeys.Terms(index.KeyField(u.of, index.KeyOfficial), keys), Boost: u.weights.Name}
	out := typed[0]
	out.spelt = index.Any{out.widest(), known}
	out.want = index.Any{out.want, known}
	return out
}

// unitOf makes one unit of what words want.
func unitOf(units []unit) unit {
	if len(units) == 1 {
		return units[0]
	}
	widest := make([]index.Expr, len(units))
	for i, t := range units {
		widest[i] = t.widest()
	}
	return unit{want: index.AllOf(wants(units)), spelt: index.AllOf(widest)}
}

// mean says who was understood.
func (u *understander) mean(text string, m people.Meaning) {
	if u.quiet || slices.ContainsFunc(u.out.Said.People, func(p UnderstoodPerson) bool { return p.ID == m.ID }) {
		return
	}
	u.out.Said.People = append(u.out.Said.People, UnderstoodPerson{ID: m.ID, Name: m.Name, Text: text, Because: m.Because})
}

// Official looks for a person by id or by words of the name. Who is suppressed is not
// found by either, and hides who else an article names by the same words.
func (u *understander) Official(text string, exact bool) index.Expr {
	field := index.FieldPeople
	if u.of == index.Quotes {
		field = index.FieldSpeaker
	}
	words := u.chain(text)
	if words == nil {
		return nil
	}
	var named index.Expr
	if exact && len(words) > 1 {
		named = index.Phrase{Field: field, Terms: words, Boost: 1}
	} else {
		var all index.All
		for _, w := range words {
			all = append(all, index.Term{Field: field, Text: w, Boost: 1})
		}
		named = index.AllOf(all)
	}
	keys := index.KeyField(u.of, index.KeyOfficial)
	if hidden := u.people.SuppressedKeys(words); len(hidden) > 0 {
		named = index.All{named, index.Not{Of: dockeys.Terms(keys, hidden)}}
	}
	known := u.people.KeysOf(strings.ToLower(text))
	for _, m := range u.people.Meaning(words[:min(len(words), people.MaxNameWords)], u.inside) {
		if len(words) > 1 || m.Whole {
			known = append(known, m.Keys...)
			u.mean(text, m)
		}
	}
	if !u.quiet {
		u.out.Marks.Phrases = append(u.out.Marks.Phrases, words)
	}
	return index.Any{dockeys.Terms(keys, known), named}
}
