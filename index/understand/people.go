package understand

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/people"
)

// A typedWord is a word of a query that may belong to a name.
type typedWord struct {
	text        string
	name        string // folded; empty if it is not a single word
	comma       bool   // followed by a comma
	title       bool   // may precede a name: "Dr.", "Pak"
	degree      bool   // may follow a name: "S.H."
	plain       bool   // a degree also without a dot or a comma
	abbreviated bool   // written with a dot or in capitals
}

func typedWords(text string) []typedWord {
	fields := strings.Fields(people.SpacedInitials(indonesian.SplitArticles(text)))
	list := make([]typedWord, len(fields))
	for i, field := range fields {
		bare := strings.Trim(field, ",;")
		shape := people.ShapeOf(indonesian.HeardEnds(bare))
		list[i] = typedWord{
			text: field, name: shape.Name, title: shape.Title || officials.IsAddress(shape.Name), degree: shape.Degree, plain: shape.Plain, comma: strings.HasSuffix(field, ","),
			abbreviated: strings.Contains(bare, ".") || bare == strings.ToUpper(bare) && bare != strings.ToLower(bare),
		}
	}
	return list
}

func textOf(words []typedWord) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// WithoutTitles cuts titles off the beginning of a name: "pak mach" becomes "mach". The last
// word stays, also if it is a title.
func WithoutTitles(name string) string {
	words := typedWords(name)
	from := 0
	for from < len(words)-1 && words[from].title {
		from++
	}
	return textOf(words[from:])
}

// peopleIn reads words without periods and offices: the names of people that the registry
// knows, in any form, and the words between. Titles and degrees around a name are ignored.
func (u *understander) peopleIn(text string) []clause {
	if w := u.weights.Person; w.Named+w.Speaks == 0 {
		return u.words(text)
	}
	typed := typedWords(text)
	defer func() { u.around = nil }()
	var clauses []clause
	from := 0
	flush := func(to int) {
		if from < to {
			clauses = append(clauses, u.words(textOf(typed[from:to]))...)
		}
	}
	for i := 0; i < len(typed); {
		at := i
		for at < len(typed) && typed[at].title {
			at++
		}
		n, who := u.named(typed[at:], at > i)
		if n == 0 {
			if n, who = u.named(typed[i:], false); n > 0 { // the word is a title or a name: "Haji"
				at = i
			}
		}
		if n == 0 {
			n, _ = u.likeNamed(typed, at)
		}
		switch {
		case n > 0:
			if from < i {
				u.hearAround(typed)
			}
			flush(i)
			clauses = append(clauses, u.personClause(typed[at:at+n], who))
			if len(who) > 0 {
				u.wholeNames++
			}
			i = degreesEnd(typed, at+n)
		case at > i && unknownNameEnd(typed, i, at) > 0:
			flush(i)
			end := unknownNameEnd(typed, i, at)
			clauses = append(clauses, u.words(textOf(typed[at:end]))...)
			i = degreesEnd(typed, end)
		default:
			if i < len(typed) && u.partOfNames(typed[i]) {
				u.hearAround(typed)
				flush(i)
				clauses = append(clauses, u.partialName(typed[i]))
				from = i + 1
			}
			i++
			continue
		}
		from = i
	}
	flush(len(typed))
	return clauses
}

// nameWords returns the words at the beginning that may be words of known names, in this or
// another spelling.
func (u *understander) nameWords(typed []typedWord) []string {
	var words []string
	for _, w := range typed[:min(len(typed), people.MaxNameWords)] {
		if !u.people.IsNameWord(w.name) && !u.people.IsLikeNameWord(w.name) {
			break
		}
		if words = append(words, w.name); w.comma {
			break
		}
	}
	return words
}

// likePeople returns the people whose names are like words that mean no one.
func (u *understander) likePeople(words []string) []people.Meaning {
	if u.weights.Like == 0 || !indonesian.IsNameRun(words, u.people.IsNameWord) {
		return nil
	}
	var who []people.Meaning
	for _, m := range u.people.AlikeMeaning(&u.budget.effort, words, nil) {
		who = append(who, m.Meaning)
	}
	return who
}

// named returns the number of words at the beginning that are a name, and whom it means. A
// single word is a name behind a title, or if it is the complete query and a complete name.
func (u *understander) named(typed []typedWord, titled bool) (int, []people.Meaning) {
	words := u.nameWords(typed)
	if len(words) == 1 && typed[0].comma && len(typed) > 1 && !typed[1].degree { // Sembiring, Rosmaida
		first := u.nameWords(typed[1:])
		if who := u.meaning(append(first, words[0])); len(first) > 0 && len(who) > 0 {
			return 1 + len(first), who
		}
	}
	for n := len(words); n > 1; n-- {
		if who := u.meaning(words[:n]); len(who) > 0 {
			return n, who
		}
	}
	if len(words) == 0 || len(words[0]) == 1 {
		return 0, nil
	}
	who := u.meaning(words[:1])
	if !titled {
		who = slices.DeleteFunc(slices.Clone(who), func(m people.Meaning) bool { return !m.WholeName })
		if len(typed) > 1 || u.only != typed[0].text {
			who = nil
		}
	}
	if len(who) == 0 {
		return 0, nil
	}
	return 1, who
}

// degreesEnd returns the end of the degrees behind a name that ends at from.
func degreesEnd(typed []typedWord, from int) int {
	to := from
	for to < len(typed) && typed[to].degree && (typed[to].abbreviated || typed[to-1].comma) {
		to++
	}
	return to
}

// unknownNameEnd returns the end of a name that the registry does not know but that is
// written as one: behind an abbreviated title, of two words or more, and followed by degrees
// or the end of the text. Titles begin at first, the name at at. It returns 0 for none.
func unknownNameEnd(typed []typedWord, first, at int) int {
	if !slices.ContainsFunc(typed[first:at], func(w typedWord) bool { return w.abbreviated && strings.Contains(w.text, ".") }) {
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

// personClause returns the clause for a name: the words as typed, or documents by or about one
// of the people in who, under any of their names. Quotes of these people rank first, people
// whose names are like the words last.
func (u *understander) personClause(words []typedWord, who []people.Meaning) clause {
	name := textOf(words)
	u.isName = len(who) > 0 && len(words) > 1
	typed := u.words(name)
	u.isName = false
	widest := make([]index.Expr, len(typed))
	for i, t := range typed {
		widest[i] = t.widest()
	}
	var keys, heard []string
	for _, m := range u.affordable(who, 2*clauseCopies) { // as speakers and as named
		keys = append(keys, m.Keys...)
		if m.Heard != nil {
			heard = append(heard, m.Heard...)
		} else {
			heard = append(heard, m.Keys...)
		}
	}
	for _, m := range who {
		u.notePerson(name, m)
	}
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.name
	}
	if words[0].comma {
		folded = append(folded[1:], folded[0])
	}
	var ways []index.Expr
	if len(keys) > 0 {
		var other []string
		if u.of == index.Articles && len(heard) < len(keys) {
			if other = u.people.OtherKeys(&u.budget.effort, folded, who); !u.budget.afford(2 * len(other)) {
				other = nil
			}
		}
		ways = u.byPeople(keys, heard, other, float64(len(words)))
	}
	ways = append(ways, u.otherNames(folded, who)...)
	out := clause{want: index.Any(ways), spelt: index.Any(ways), name: true}
	if len(typed) > 0 {
		out.want = index.Any(append(slices.Clip(ways), index.AllOf(wants(typed))))
		out.spelt = index.Any(append(slices.Clip(ways), index.AllOf(widest)))
	}
	return out
}

// byPeople returns alternatives for documents in which people with these raw keys speak or are
// named. Those of names that sound like the words weigh more than other spellings of the same
// people, and these more than their other names. The weights are for a name of n words.
func (u *understander) byPeople(keys, heard, other []string, n float64) []index.Expr {
	const spelling, otherName = 0.8, 0.6 // relative to a name as it is heard
	w := u.weights.Person
	if u.of == index.Quotes {
		return []index.Expr{index.Weigh{Of: dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), keys), Boost: w.Speaks * n}}
	}
	by := func(keys []string, n float64) []index.Expr {
		return []index.Expr{index.Weigh{Of: dockeys.Terms(index.KeySpeaker, keys), Boost: w.Speaks * n}, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, keys), Boost: w.Named * n}}
	}
	if len(heard) == 0 || len(heard) >= len(keys) {
		return by(keys, n)
	}
	spelt := keys
	var ways []index.Expr
	if len(other) > 0 {
		not := make(map[string]bool, len(other))
		for _, key := range other {
			not[key] = true
		}
		spelt = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return not[key] })
		ways = by(other, otherName*n)
	}
	return slices.Concat(ways, by(spelt, spelling*n), by(heard, (1-spelling)*n))
}

// partOfNames reports whether a single word may be a part of a known name.
func (u *understander) partOfNames(w typedWord) bool {
	return len(w.name) >= minSpelt && !indonesian.Stop(w.name) && u.people.IsNameWord(w.name)
}

// partialName returns the clause for a single word that is a part of names: the word, or
// documents that name a person whose other names have it.
func (u *understander) partialName(w typedWord) clause {
	typed := u.words(w.text)
	who := u.meaning([]string{w.name})
	if len(typed) != 1 || len(who) == 0 || len(who) == people.MaxMeanings {
		return clauseOf(typed)
	}
	var keys []string
	for _, m := range u.affordable(who, clauseCopies) {
		keys = append(keys, m.Keys...)
	}
	if keys == nil {
		return typed[0]
	}
	known := index.Weigh{Of: dockeys.Terms(index.KeyField(u.of, index.KeyOfficial), keys), Boost: u.weights.Name}
	out := typed[0]
	out.spelt = index.Any{out.widest(), known}
	out.want = index.Any{out.want, known}
	return out
}

// clauseOf joins the clauses of words to one.
func clauseOf(clauses []clause) clause {
	if len(clauses) == 1 {
		return clauses[0]
	}
	widest := make([]index.Expr, len(clauses))
	for i, t := range clauses {
		widest[i] = t.widest()
	}
	name := !slices.ContainsFunc(clauses, func(c clause) bool { return !c.name })
	return clause{want: index.AllOf(wants(clauses)), spelt: index.AllOf(widest), name: name}
}

// notePerson adds to the summary that a text means a person.
func (u *understander) notePerson(text string, m people.Meaning) {
	if u.excluded || slices.ContainsFunc(u.out.Summary.People, func(p UnderstoodPerson) bool { return p.ID == m.ID }) {
		return
	}
	u.out.Summary.People = append(u.out.Summary.People, UnderstoodPerson{ID: m.ID, Name: m.Name, Text: text, Because: m.Because})
}

// official returns the expression for a person by id or by words of the name; nil for a text
// without words. Suppressed people are not found, and neither are other people of the same
// name in their articles.
func (u *understander) official(text string, exact bool) index.Expr {
	field := index.FieldPeople
	if u.of == index.Quotes {
		field = index.FieldSpeaker
	}
	words := u.chain(text)
	if words == nil {
		return nil
	}
	heard := indonesian.NameWords(indonesian.HeardEnds(text))
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
	known := u.people.RawKeys(strings.ToLower(text))
	heard = heard[:min(len(heard), people.MaxNameWords)]
	meant := u.meaning(heard)
	if len(meant) == 0 && len(known) == 0 && !exact {
		meant = u.likePeople(heard)
	}
	for _, m := range meant {
		if len(heard) > 1 || m.WholeName {
			if u.budget.afford(len(m.Keys)) {
				known = append(known, m.Keys...)
			}
			u.notePerson(text, m)
		}
	}
	if !u.excluded {
		u.out.Marks.Phrases = append(u.out.Marks.Phrases, words)
	}
	return index.Any{dockeys.Terms(keys, known), named}
}
