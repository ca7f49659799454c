package understand

import (
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/regulations"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
)

// A ruleMention is a part of a query that names regulations.
type ruleMention struct {
	rules []regulations.Regulation
	words []int // places of the words that name them, in order
}

// rulesIn returns the regulations that words name. Each word belongs to one mention at most.
func rulesIn(words []string) []ruleMention {
	starts := make([]int, len(words))
	var text strings.Builder
	for i, w := range words {
		starts[i] = text.Len()
		text.WriteString(w)
		text.WriteByte(' ')
	}
	var out []ruleMention
	taken := -1 // last byte of the mention before
	for _, m := range regulations.Find(text.String(), labels.Offices(), satker.Context{}) {
		if n := len(out); n > 0 && m.Spans[0].Start <= taken { // of the same list
			out[n-1].rules = append(out[n-1].rules, m.Regulation)
			continue
		}
		one := ruleMention{rules: []regulations.Regulation{m.Regulation}}
		for _, s := range m.Spans {
			first, _ := slices.BinarySearch(starts, s.Start+1)
			end, _ := slices.BinarySearch(starts, s.End)
			for i := first - 1; i < end; i++ {
				if !slices.Contains(one.words, i) {
					one.words = append(one.words, i)
				}
			}
			taken = s.End
		}
		out = append(out, one)
	}
	return out
}

// regulationsIn reads plain words side by side: the regulations among them, then the rest.
func (u *understander) regulationsIn(words []string) []clause {
	if u.weights.Regulation.Named == 0 {
		return u.run(words)
	}
	var clauses []clause
	at := 0
	for _, m := range rulesIn(words) {
		for _, i := range m.words {
			if i > at {
				clauses = append(clauses, u.run(words[at:i])...)
			}
			at = i + 1
		}
		clauses = append(clauses, u.rules(m, textAt(words, m.words))...)
	}
	return append(clauses, u.run(words[at:])...)
}

// textAt returns the words at some places.
func textAt(words []string, places []int) string {
	texts := make([]string, len(places))
	for i, place := range places {
		texts[i] = words[place]
	}
	return strings.Join(texts, " ")
}

// rules returns the clauses of the regulations of a mention, which the query has as text:
// documents that name one, in whatever spelling, or have its words.
func (u *understander) rules(m ruleMention, text string) []clause {
	var clauses []clause
	for _, r := range m.rules {
		id, label := r.ID(), r.Label()
		u.note(r.Short() + " = " + label)
		if !slices.ContainsFunc(u.out.Summary.Regulations, func(o UnderstoodRegulation) bool { return o.ID == id }) {
			u.out.Summary.Regulations = append(u.out.Summary.Regulations, UnderstoodRegulation{ID: id, Label: label, Text: text})
		}
		spellings := u.spellings(r)
		named := index.Term{Field: index.KeyField(u.of, index.KeyRegulation), Text: id}
		if u.of == index.Quotes {
			clauses = append(clauses, clause{want: u.quotedRule(r, named, spellings)})
			continue
		}
		ways := index.Best{index.Weigh{Of: named, Boost: u.weights.Regulation.Named}}
		if len(m.rules) == 1 { // the spelling as typed weighs no more than another
			ways = append(ways, index.Weigh{Of: u.phraseIn(u.chain(text), u.fields(), 1), Boost: u.weights.Regulation.Named})
		}
		if titles := phrasesIn(index.FieldTitle, spellings); titles != nil {
			u.titles = append(u.titles, index.Weigh{Of: titles, Boost: u.weights.Regulation.Title})
		}
		clauses = append(clauses, clause{want: ways})
	}
	return clauses
}

// phrasesIn returns the expression for any of some phrases in a field; nil for none.
func phrasesIn(field string, phrases [][]string) index.Expr {
	var ways index.Best
	for _, words := range phrases {
		ways = append(ways, index.Phrase{Field: field, Terms: words})
	}
	if ways == nil {
		return nil
	}
	return ways
}

// mostSpelt is the number of regulations of a query whose spellings are looked for in titles and
// in the words of quotes; of the others only the articles that name them are found.
const mostSpelt = 4

// spellings returns the words of the ways to write a regulation, and marks them; nothing behind
// the first regulations of a query.
func (u *understander) spellings(r regulations.Regulation) [][]string {
	if u.spelled++; u.spelled > mostSpelt {
		return nil
	}
	var out [][]string
	for _, text := range r.Spellings() {
		words := u.chain(text)
		if len(words) > 1 && !slices.ContainsFunc(out, func(o []string) bool { return slices.Equal(o, words) }) {
			out = append(out, words)
		}
	}
	u.out.Marks.Phrases = append(u.out.Marks.Phrases, out...)
	return out
}

// quotedRule returns the expression for a regulation in a query of quotes, by the best of the
// places that words of a subject have: in the words of the quote, near them, or anywhere in the
// article.
func (u *understander) quotedRule(r regulations.Regulation, named index.Expr, spellings [][]string) index.Expr {
	w := u.weights.Subject
	around := index.All{named}
	for _, word := range append(u.chain(r.Number), strconv.Itoa(r.Year)) {
		around = append(around, index.Term{Field: index.FieldAround, Text: word})
	}
	ways := index.Best{index.Weigh{Of: around, Boost: w.Around}, index.Weigh{Of: named, Boost: w.Topic}}
	if said := phrasesIn(index.FieldQuote, spellings); said != nil {
		ways = append(ways, index.Weigh{Of: said, Boost: w.Quote})
	}
	return ways
}

// readRegulations finds regulations, which are part of the subject.
func (q *quoteText) readRegulations(from, to int) {
	texts := make([]string, to-from)
	for i := range texts {
		texts[i] = q.words[from+i].text
	}
	for _, m := range rulesIn(texts) {
		for _, i := range m.words {
			q.words[from+i].use = regulationWord
		}
		text := textAt(texts, m.words)
		q.marking(func() { q.ruleClauses = append(q.ruleClauses, q.rules(m, text)...) })
		q.ruleText = append(q.ruleText, text)
	}
}
