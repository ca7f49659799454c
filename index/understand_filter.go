package index

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/article"
)

// filters returns what the fields of a query narrow to.
func (s *Searcher) filters(q Query) []Filter {
	var out []Filter
	add := func(facet string, e Expr) { out = append(out, Filter{facet, e}) }
	keys := func(facet, field string, values []string) {
		if len(values) > 0 {
			add(facet, keyTerms(field, values))
		}
	}
	people := func(facet, field string, ids []string) {
		if len(ids) > 0 { // of whom nobody knows there is nothing to find
			known := s.people.keysOf(ids...)
			if q.Private {
				known = append(known, s.people.insideKeys(ids)...)
			}
			add(facet, keyTerms(field, known))
		}
	}
	if q.among != nil {
		add("", keyTerms(FieldID, q.among))
	}
	people(FacetOfficial, KeyField(q.Of, KeyOfficial), q.Official)
	if len(q.Satker) > 0 {
		var offices Any
		for _, code := range q.Satker {
			offices = append(offices, satkerExpr(q.Of, code))
		}
		add(FacetSatker, anyOf(offices))
	}
	keys(FacetTopic, KeyField(q.Of, KeyTopic), q.Topic)
	keys("", KeyField(q.Of, KeyPublisher), q.Publisher)
	if q.Of == Articles {
		people("", KeySpeaker, q.Speaker)
	} else {
		people("", KeyField(Quotes, KeyOfficial), q.Speaker)
		out = append(out, s.quoteFilters(q)...)
	}
	if len(q.Date) > 0 {
		var dates Any
		for _, d := range q.Date {
			dates = append(dates, dateExpr(q.Of, q.EventDate, d))
		}
		add(FacetDate, anyOf(dates))
	}
	if q.From != "" || q.To != "" { // a range is no value of the facet: it narrows the list too
		add("", between(q.Of, q.EventDate, q.From, q.To))
	}
	return out
}

func (s *Searcher) quoteFilters(q Query) []Filter {
	var out []Filter
	add := func(e Expr) { out = append(out, Filter{Where: e}) }
	if len(q.Office) > 0 {
		var offices Any
		for _, code := range q.Office {
			offices = append(offices, officeExpr(code)...)
		}
		add(anyOf(append(offices, s.people.listedQuotes(func(r article.Role) bool {
			return IsOffice(r.Satker, q.Office)
		}))))
	}
	if len(q.Role) > 0 {
		roles := make([]string, len(q.Role))
		for i, r := range q.Role {
			roles[i] = foldKey(r)
		}
		add(anyOf(Any{keyTerms(KeyRole, roles), s.people.listedQuotes(func(r article.Role) bool { return slices.Contains(roles, foldKey(r.Title)) })}))
	}
	if len(q.QuoteKind) > 0 {
		kinds := make([]string, len(q.QuoteKind))
		for i, k := range q.QuoteKind {
			kinds[i] = string(k)
		}
		add(keyTerms(KeyQuoteKind, kinds))
	} else {
		add(Not{Term{Field: KeyQuoteKind, Text: string(article.Indirect)}})
	}
	if q.MinConfidence > 0 {
		const all = 100
		var sure Any
		least, _ := strconv.Atoi(confidenceKey(q.MinConfidence))
		if float64(least) < q.MinConfidence*all-1e-9 { // keys are whole hundredths, rounded down
			least++
		}
		for c := least; c <= all; c++ {
			sure = append(sure, Term{Field: KeyConfidence, Text: fmt.Sprintf("%03d", c)})
		}
		add(sure)
	}
	return out
}

// officeExpr matches quotes of who spoke for an office; a province takes in those
// below it, unless it is asked for by itself. Quotes have the code alone.
func officeExpr(code string) Any {
	exact, alone := strings.CutSuffix(code, SelfSuffix)
	offices := Any{Term{Field: KeyOffice, Text: exact}}
	if !alone && !strings.Contains(code, ".") {
		offices = append(offices, Prefix{Field: KeyOffice, Text: code + "."})
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
	exact, alone := strings.CutSuffix(code, SelfSuffix)
	return office == exact || !alone && !strings.Contains(code, ".") && strings.HasPrefix(office, code+".")
}

// dateKey returns the field of the part of a date that text is: a year, a month
// or a day.
func dateKey(of Of, event bool, text string) string {
	key := KeyDay
	switch len(text) {
	case len("2006"):
		key = KeyYear
	case len("2006-01"):
		key = KeyMonth
	}
	if text == NoDate {
		key = KeyMonth
	}
	if event {
		key = "event." + key
	}
	return KeyField(of, key)
}

func dateExpr(of Of, event bool, text string) Expr {
	return Term{Field: dateKey(of, event, text), Text: text}
}

// isDate reports whether text is a year, a month, a day or [NoDate].
func isDate(text string) bool {
	if text == NoDate {
		return true
	}
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// Validate reports what of q is out of bounds, as an error of kind [Invalid]
// that names the parameter.
func (q Query) Validate() error {
	bad := func(field, format string, args ...any) error {
		return &Error{Kind: Invalid, Op: "index.Query", Field: field, Text: field + ": " + fmt.Sprintf(format, args...)}
	}
	switch {
	case q.Of > Quotes:
		return bad("of", "searches are over articles or quotes")
	case q.Sort != "" && q.Sort != ByRelevance && q.Sort != Newest && q.Sort != Oldest:
		return bad("sort", "choose from relevance, newest, oldest")
	case q.Size < 0 || q.Size > MaxSize:
		return bad("size", "must be 0 to %d", MaxSize)
	case q.MinConfidence < 0 || q.MinConfidence > 1 || q.MinConfidence != q.MinConfidence:
		return bad("min_confidence", "must be 0 to 1")
	case q.From != "" && !isDay(q.From):
		return bad("from", "must be a day such as 2025-11-04")
	case q.To != "" && !isDay(q.To):
		return bad("to", "must be a day such as 2025-11-04")
	}
	for field, values := range map[string][]string{
		"official": q.Official, "satker": q.Satker, "topic": q.Topic, "publisher": q.Publisher, "speaker": q.Speaker,
		"office": q.Office, "role": q.Role, "date": q.Date,
	} {
		if len(values) > MaxValues {
			return bad(field, "at most %d values", MaxValues)
		}
	}
	for _, d := range q.Date {
		if !isDate(d) {
			return bad("date", "must be a year, month or day such as 2025, 2025-11, 2025-11-04, or %s", NoDate)
		}
	}
	for _, f := range q.Facets {
		if !slices.Contains(FacetNames, f.Name) {
			return bad("facets", "choose from %s", strings.Join(FacetNames, ", "))
		}
		if f.Size < 1 || f.Size > MaxFacetSize || f.After < 0 {
			return bad("facet_size", "must be 1 to %d", MaxFacetSize)
		}
	}
	return nil
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
