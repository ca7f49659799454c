package index

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// A givenName is a name that somebody gave to a person. No article need have it.
type givenName struct {
	words []string // folded
	part  string   // id
}

// namedBy returns how many of the words, from the first on, are words of one given
// name, and who has it: two at least, or all of the name. Of several names the one
// counts that takes the most words.
func namedBy(given []givenName, words []string) (n int, ids []string) {
	for _, name := range given {
		k := 0
		for k < len(words) && slices.Contains(name.words, words[k]) {
			k++
		}
		if k < min(2, len(name.words)) || k < n {
			continue
		}
		if k > n {
			n, ids = k, nil
		}
		ids = append(ids, name.part)
	}
	return n, ids
}

// peopleIn reads words that name neither period nor office: the given names among
// them and the words between.
func (u *understander) peopleIn(text string) []unit {
	given := u.people.givenNames()
	if len(given) == 0 {
		return u.words(text)
	}
	typed := strings.Fields(text)
	folded := make([]string, len(typed))
	for i, word := range typed {
		if words := indonesian.NameWords(word); len(words) == 1 {
			folded[i] = words[0]
		}
	}
	var units []unit
	from := 0
	for i := 0; i < len(typed); {
		n, ids := namedBy(given, folded[i:])
		if n == 0 {
			i++
			continue
		}
		units = append(units, u.words(strings.Join(typed[from:i], " "))...)
		units = append(units, u.person(strings.Join(typed[i:i+n], " "), n, u.people.keysOf(ids...)))
		i += n
		from = i
	}
	return append(units, u.words(strings.Join(typed[from:], " "))...)
}

// person returns what n words want that are a given name of who has the raw keys.
func (u *understander) person(name string, n int, keys []string) unit {
	typed := u.words(name)
	out := unit{want: allOf(wants(typed))}
	widest := make([]Expr, len(typed))
	for i, t := range typed {
		widest[i] = t.widest()
	}
	known := Weigh{keyTerms(KeyField(u.of, KeyOfficial), keys), u.weights.Name * float64(n)}
	out.want, out.spelt = Any{out.want, known}, Any{allOf(widest), known}
	return out
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
	ids := []string{strings.ToLower(text)}
	if n, given := namedBy(u.people.givenNames(), words); n == len(words) {
		ids = append(ids, given...)
	}
	if !u.quiet {
		u.out.marks.Phrases = append(u.out.marks.Phrases, words)
	}
	return Any{keyTerms(keys, u.people.keysOf(ids...)), named}
}
