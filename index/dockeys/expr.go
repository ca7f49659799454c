package dockeys

import (
	"slices"
	"strings"
	"time"

	"warta/index"
	"warta/index/labels"
)

// Office matches quotes of who spoke for an office; a province takes in those
// below it, unless it is asked for by itself. Quotes have the code alone.
func Office(code string) index.Any {
	exact, alone := strings.CutSuffix(code, labels.SelfSuffix)
	offices := index.Any{index.Term{Field: index.KeyOffice, Text: exact}}
	if !alone && !strings.Contains(code, ".") {
		offices = append(offices, index.Prefix{Field: index.KeyOffice, Text: code + "."})
	}
	return offices
}

// IsOffice reports whether an office is one of those that codes name, as [Query.Office]
// does: a province takes in its kabupaten/kota, with [SelfSuffix] it does not.
func IsOffice(office string, codes []string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return isOfficeOf(office, code) })
}

// isOfficeOf reports whether officeExpr of a code matches the code of an office.
func isOfficeOf(office, code string) bool {
	exact, alone := strings.CutSuffix(code, labels.SelfSuffix)
	return office == exact || !alone && !strings.Contains(code, ".") && strings.HasPrefix(office, code+".")
}

// DateField returns the field of the part of a date that text is: a year, a month
// or a day.
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

func Date(of index.Of, event bool, text string) index.Expr {
	return index.Term{Field: DateField(of, event, text), Text: text}
}

// IsDate reports whether text is a year, a month, a day or [NoDate].
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

func IsDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// Satker matches what is about an office; a province takes in those below
// it, unless it is asked for by itself.
func Satker(of index.Of, code string) index.Expr {
	if alone, ok := strings.CutSuffix(code, labels.SelfSuffix); ok {
		return index.Term{Field: index.KeyField(of, index.KeyOffices), Text: alone}
	}
	return index.Term{Field: index.KeyField(of, index.KeySatker), Text: code}
}

// Terms matches any of the values.
func Terms(field string, values []string) index.Expr {
	parts := make(index.Any, len(values))
	for i, v := range values {
		parts[i] = index.Term{Field: field, Text: v}
	}
	return index.AnyOf(parts)
}
