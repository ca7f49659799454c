package dockeys

import (
	"slices"
	"strings"
	"time"

	"warta/index"
	"warta/index/labels"
)

// Office matches quotes whose speaker spoke for an office. A province includes its
// kabupaten/kota, unless code ends with [labels.SelfSuffix]. Quotes store the code of the
// office only.
func Office(code string) index.Any {
	exact, alone := strings.CutSuffix(code, labels.SelfSuffix)
	alternatives := index.Any{index.Term{Field: index.KeyOffice, Text: exact}}
	if !alone && !strings.Contains(code, ".") {
		alternatives = append(alternatives, index.Prefix{Field: index.KeyOffice, Text: code + "."})
	}
	return alternatives
}

// IsOffice reports whether one of codes includes an office, by the rule of [Office].
func IsOffice(office string, codes []string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return isOfficeOf(office, code) })
}

func isOfficeOf(office, code string) bool {
	exact, alone := strings.CutSuffix(code, labels.SelfSuffix)
	return office == exact || !alone && !strings.Contains(code, ".") && strings.HasPrefix(office, code+".")
}

// DateField returns the field that holds text: a year, a month, a day or [index.NoDate].
// It is the field of event dates if event is set, else of the article's date.
func DateField(of index.Of, event bool, text string) string {
	key := index.KeyDay
	switch len(text) {
	case len("2006"):
		key = index.KeyYear
	case len("2006-01"):
		key = index.KeyMonth
	}
	if text == index.NoDate {
		key = index.KeyMonth
	}
	if event {
		key = "event." + key
	}
	return index.KeyField(of, key)
}

// Date matches documents with the year, month or day text, or those without a date for
// [index.NoDate].
func Date(of index.Of, event bool, text string) index.Expr {
	return index.Term{Field: DateField(of, event, text), Text: text}
}

// IsDate reports whether text is a year, a month, a day or [index.NoDate].
func IsDate(text string) bool {
	if text == index.NoDate {
		return true
	}
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// IsDay reports whether text is a day in the form 2006-01-02.
func IsDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// Satker matches what is about an office. A province includes its kabupaten/kota, unless
// code ends with [labels.SelfSuffix].
func Satker(of index.Of, code string) index.Expr {
	if alone, ok := strings.CutSuffix(code, labels.SelfSuffix); ok {
		return index.Term{Field: index.KeyField(of, index.KeyOffices), Text: alone}
	}
	return index.Term{Field: index.KeyField(of, index.KeySatker), Text: code}
}

// Among matches articles by their ids, or the quotes of these articles.
func Among(of index.Of, articles []string) index.Expr {
	parts := make(index.Any, len(articles))
	for i, id := range articles {
		if of == index.Quotes {
			parts[i] = index.Prefix{Field: index.FieldID, Text: index.QuotePrefix(id)}
		} else {
			parts[i] = index.Term{Field: index.FieldID, Text: index.ArticleDocument(id)}
		}
	}
	return index.AnyOf(parts)
}

// Terms matches any of the values of a field.
func Terms(field string, values []string) index.Expr {
	parts := make(index.Any, len(values))
	for i, v := range values {
		parts[i] = index.Term{Field: field, Text: v}
	}
	return index.AnyOf(parts)
}
