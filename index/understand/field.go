package understand

import (
	"strings"

	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/periods"
	"warta/index/query"
)

// field returns the expression for a field of the query language. A value that names nothing
// in its field is read as words.
func (u *understander) field(f query.Field) []index.Expr {
	text, exact := "", false
	switch of := f.Of.(type) {
	case query.Word:
		text = of.Text
	case query.Phrase:
		text, exact = of.Text, true
	default:
		return nil
	}
	var found index.Expr
	switch f.Name {
	case query.Title:
		return u.narrowed(text, exact, u.titleFields(), index.Articles, nil)
	case query.Quote:
		return u.narrowed(text, exact, u.quoteFields(), index.Quotes, func(e index.Expr) index.Expr { return index.Quoted{Of: e} })
	case query.Official:
		found = u.official(text, exact)
	case query.Satker:
		found = u.satker(text)
	case query.Topic:
		if ids := labels.TopicsNamed(text, u.chain(text)); ids != nil {
			found = dockeys.Terms(index.KeyField(u.of, index.KeyTopic), ids)
		}
	case query.Date:
		if dockeys.IsDate(text) {
			found = dockeys.Date(u.of, false, text)
		} else if words := strings.Fields(text); len(words) > 0 {
			if p, ok := periods.Whole(words, u.today); ok {
				found = matching(p, u.of, false)
			}
		}
	}
	if found == nil {
		if exact {
			return u.phrase(text)
		}
		if parts := wants(u.words(text)); len(parts) > 0 {
			return []index.Expr{index.AllOf(parts)}
		}
		return nil
	}
	u.note(f.String())
	return []index.Expr{found}
}

// narrowed looks for text in some fields of the documents of one kind. A search of the other
// kind translates the expression by across; if that is nil, it looks in all of its fields.
func (u *understander) narrowed(text string, exact bool, fields []textField, of index.Of, across func(index.Expr) index.Expr) []index.Expr {
	if u.of != of && across == nil {
		fields = u.fields()
	}
	var parts []index.Expr
	if exact {
		parts = u.exactly(text, fields)
	} else {
		parts = wants(u.wordsIn(text, fields))
	}
	if len(parts) == 0 {
		return nil
	}
	if u.of != of && across != nil {
		return []index.Expr{across(index.AllOf(parts))}
	}
	return []index.Expr{index.AllOf(parts)}
}

// satker returns the expression for an office by its code or words of its name, nil if there
// is none.
func (u *understander) satker(text string) index.Expr {
	if _, ok := labels.Offices().ByCode(strings.TrimSuffix(text, labels.SelfSuffix)); ok {
		return dockeys.Satker(u.of, text)
	}
	codes := labels.OfficesNamed(u.chain(text))
	if codes == nil {
		return nil
	}
	return dockeys.Terms(index.KeyField(u.of, index.KeySatker), codes)
}

// chain returns the words of text, folded.
func (u *understander) chain(text string) []string {
	var words []string
	for _, g := range u.analyzer.Query(text) {
		words = append(words, g.Words()...)
	}
	return words
}
