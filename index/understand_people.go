package index

import (
	"slices"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
)

// A typedWord is a word of a query as it may stand in or around a name.
type typedWord struct {
	text   string
	name   string // folded, empty for what is not one word
	comma  bool   // a comma stands behind it
	title  bool   // it may stand before a name: "Dr.", "Pak"
	degree bool   // it may stand behind one: "S.H."
	dotted bool   // a dot or a capital says that it is an abbreviation
}

func typedWords(text string) []typedWord {
	fields := strings.Fields(spacedInitials(text))
	list := make([]typedWord, len(fields))
	for i, field := range fields {
		bare := strings.Trim(field, ",;")
		shape := shapes.of(bare)
		list[i] = typedWord{
			text: field, name: shape.name, title: shape.title, degree: shape.degree, comma: strings.HasSuffix(field, ","),
			dotted: strings.Contains(bare, ".") || bare == strings.ToUpper(bare) && bare != strings.ToLower(bare),
		}
	}
	return list
}

// A wordShape is what a word is around names.
type wordShape struct {
	name          string
	title, degree bool
}

// shapes are those of the words that were typed last: to find one takes longer than
// most queries take to be read.
var shapes shapeCache

// maxShapes is how many shapes are kept. Then all are forgotten.
const maxShapes = 4096

type shapeCache struct {
	mu    sync.Mutex
	known map[string]wordShape
}

func (c *shapeCache) of(word string) wordShape {
	c.mu.Lock()
	shape, known := c.known[word]
	c.mu.Unlock()
	if known {
		return shape
	}
	const name = "aminah"
	shape.title = slices.Equal(indonesian.NameWords(word+" "+name), []string{name})
	shape.degree = slices.Equal(indonesian.NameWords(name+" "+name+", "+word), []string{name, name})
	if words := indonesian.NameWords(word); len(words) == 1 {
		shape.name = words[0]
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxShapes {
		c.known = make(map[string]wordShape)
	}
	c.known[strings.Clone(word)] = shape
	return shape
}

func textOf(words []typedWord) string {
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
	typed := typedWords(text)
	var units []unit
	from := 0
	flush := func(to int) {
		if from < to {
			units = append(units, u.words(textOf(typed[from:to]))...)
		}
	}
	for i := 0; i < len(typed); {
		at := i
		for at < len(typed) && typed[at].title {
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
			units = append(units, u.person(textOf(typed[at:at+n]), n, who))
			i = degreesEnd(typed, at+n)
		case at > i && strangerEnd(typed, i, at) > 0:
			flush(i)
			end := strangerEnd(typed, i, at)
			units = append(units, u.words(textOf(typed[at:end]))...)
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
func (u *understander) named(typed []typedWord, titled bool) (int, []meant) {
	most := 0
	for most < min(len(typed), maxNameWords) && u.people.nameableWord(typed[most].name) {
		if most++; typed[most-1].comma {
			break
		}
	}
	words := make([]string, most)
	for i := range words {
		words[i] = typed[i].name
	}
	for n := most; n > 1; n-- {
		if who := u.people.meant(words[:n], u.inside); len(who) > 0 {
			return n, who
		}
	}
	if most == 0 || len(words[0]) == 1 {
		return 0, nil
	}
	who := u.people.meant(words[:1], u.inside)
	if !titled {
		who = slices.DeleteFunc(who, func(m meant) bool { return !m.whole })
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
	for end < len(typed) && end-at < maxNameWords {
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
func (u *understander) person(name string, n int, who []meant) unit {
	typed := u.words(name)
	widest := make([]Expr, len(typed))
	for i, t := range typed {
		widest[i] = t.widest()
	}
	var keys []string
	for _, m := range who {
		keys = append(keys, m.keys...)
		u.mean(name, m)
	}
	ways := u.waysOf(keys, float64(n))
	out := unit{want: Any(ways), spelt: Any(ways)}
	if len(typed) > 0 {
		out.want = Any(append(slices.Clip(ways), allOf(wants(typed))))
		out.spelt = Any(append(slices.Clip(ways), allOf(widest)))
	}
	return out
}

// waysOf returns how people with the raw keys are found: as who speaks, and as who is
// named.
func (u *understander) waysOf(keys []string, n float64) []Expr {
	w := u.weights.Person
	if u.of == Quotes {
		return []Expr{Weigh{keyTerms(KeyField(Quotes, KeyOfficial), keys), w.Speaks * n}}
	}
	return []Expr{Weigh{keyTerms(KeySpeaker, keys), w.Speaks * n}, Weigh{keyTerms(KeyOfficial, keys), w.Named * n}}
}

// partOfNames reports whether a word alone may mean people.
func (u *understander) partOfNames(w typedWord) bool {
	return len(w.name) >= minSpelt && !indonesian.Stop(w.name) && u.people.nameableWord(w.name)
}

// vague returns what one word wants that is a part of names: the word, or who has it in
// a name that articles do not write where they name them.
func (u *understander) vague(w typedWord) unit {
	typed := u.words(w.text)
	who := u.people.meant([]string{w.name}, u.inside)
	if len(typed) != 1 || len(who) == 0 || len(who) == maxMeant {
		return unitOf(typed)
	}
	var keys []string
	for _, m := range who {
		keys = append(keys, m.keys...)
	}
	known := Weigh{keyTerms(KeyField(u.of, KeyOfficial), keys), u.weights.Name}
	out := typed[0]
	out.spelt = Any{out.widest(), known}
	out.want = Any{out.want, known}
	return out
}

// unitOf makes one unit of what words want.
func unitOf(units []unit) unit {
	if len(units) == 1 {
		return units[0]
	}
	widest := make([]Expr, len(units))
	for i, t := range units {
		widest[i] = t.widest()
	}
	return unit{want: allOf(wants(units)), spelt: allOf(widest)}
}

// mean says who was understood.
func (u *understander) mean(text string, m meant) {
	if u.quiet || slices.ContainsFunc(u.out.said.People, func(p UnderstoodPerson) bool { return p.ID == m.id }) {
		return
	}
	u.out.said.People = append(u.out.said.People, UnderstoodPerson{ID: m.id, Name: m.name, Text: text, Because: m.because})
}

// official looks for a person by id or by words of the name. Who is suppressed is not
// found by either, and hides who else an article names by the same words.
func (u *understander) official(text string, exact bool) Expr {
	field := FieldPeople
	if u.of == Quotes {
		field = FieldSpeaker
	}
	words := u.chain(text)
	if words == nil {
		return nil
	}
	var named Expr
	if exact && len(words) > 1 {
		named = Phrase{field, words, 1}
	} else {
		var all All
		for _, w := range words {
			all = append(all, Term{field, w, 1})
		}
		named = allOf(all)
	}
	keys := KeyField(u.of, KeyOfficial)
	if hidden := u.people.suppressedKeys(words); len(hidden) > 0 {
		named = All{named, Not{keyTerms(keys, hidden)}}
	}
	known := u.people.keysOf(strings.ToLower(text))
	for _, m := range u.people.meant(words[:min(len(words), maxNameWords)], u.inside) {
		if len(words) > 1 || m.whole {
			known = append(known, m.keys...)
			u.mean(text, m)
		}
	}
	if !u.quiet {
		u.out.marks.Phrases = append(u.out.marks.Phrases, words)
	}
	return Any{keyTerms(keys, known), named}
}
