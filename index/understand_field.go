package index

import (
	"strings"

	"warta/index/query"
)

// field returns the expression for one of the fields of the query language.
// What does not name anything there is read as words.
func (u *understander) field(f query.Field) []Expr {
	text, exact := "", false
	switch of := f.Of.(type) {
	case query.Word:
		text = of.Text
	case query.Phrase:
		text, exact = of.Text, true
	default:
		return nil
	}
	var found Expr
	switch f.Name {
	case query.Title:
		return u.narrowed(text, exact, u.titleFields(), Articles, nil)
	case query.Quote:
		return u.narrowed(text, exact, u.saidFields(), Quotes, func(e Expr) Expr { return Quoted{e} })
	case query.Official:
		found = u.official(text, exact)
	case query.Satker:
		found = u.satker(text)
	case query.Topic:
		if ids := topicsNamed(text, u.chain(text)); ids != nil {
			found = keyTerms(KeyField(u.of, KeyTopic), ids)
		}
	case query.Date:
		if isDate(text) {
			found = dateExpr(u.of, false, text)
		} else if words := strings.Fields(text); len(words) > 0 {
			if p, n := periodAt(words, u.today); n == len(words) {
				found = p.matching(u.of, false)
			}
		}
	}
	if found == nil {
		if exact {
			return u.phrase(text)
		}
		if parts := wants(u.words(text)); len(parts) > 0 {
			return []Expr{allOf(parts)}
		}
		return nil
	}
	u.say(f.String())
	return []Expr{found}
}

// narrowed looks for text in the fields of one kind of documents. In a request
// for the other kind, across translates; nil looks everywhere.
func (u *understander) narrowed(text string, exact bool, fields []searched, of Of, across func(Expr) Expr) []Expr {
	if u.of != of && across == nil {
		fields = u.fields()
	}
	var parts []Expr
	if exact {
		parts = u.exactly(text, fields)
	} else {
		parts = wants(u.wordsIn(text, fields))
	}
	if len(parts) == 0 {
		return nil
	}
	if u.of != of && across != nil {
		return []Expr{across(allOf(parts))}
	}
	return []Expr{allOf(parts)}
}

// satker looks for an office by code or by words of its name; nil where there is
// none.
func (u *understander) satker(text string) Expr {
	if _, ok := knownOffices().ByCode(strings.TrimSuffix(text, SelfSuffix)); ok {
		return satkerExpr(u.of, text)
	}
	codes := officesNamed(u.chain(text))
	if codes == nil {
		return nil
	}
	return keyTerms(KeyField(u.of, KeySatker), codes)
}

// chain returns the words of text, folded.
func (u *understander) chain(text string) []string {
	var words []string
	for _, g := range u.analyzer.Query(text) {
		words = append(words, g.Words()...)
	}
	return words
}

// satkerExpr matches what is about an office; a province takes in those below
// it, unless it is asked for by itself.
func satkerExpr(of Of, code string) Expr {
	if alone, ok := strings.CutSuffix(code, SelfSuffix); ok {
		return Term{Field: KeyField(of, KeyOffices), Text: alone}
	}
	return Term{Field: KeyField(of, KeySatker), Text: code}
}

// keyTerms matches any of the values.
func keyTerms(field string, values []string) Expr {
	parts := make(Any, len(values))
	for i, v := range values {
		parts[i] = Term{Field: field, Text: v}
	}
	return anyOf(parts)
}
