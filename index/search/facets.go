package search

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
)

// facetAsks returns what the engine is asked to count: for each facet its field
// and, for what was chosen of it under another field (a year among months, an
// office without those below it), those.
func (s *Searcher) facetAsks(q Query, today string) []index.FacetAsk {
	var asks []index.FacetAsk
	for _, f := range q.Facets {
		field, chosen := facetField(q, f.Name, today)
		size := f.After + f.Size
		if f.Prefix != "" || f.Name == index.FacetDate { // filtered or ordered here
			size = 0
		}
		ask := index.FacetAsk{Facet: f.Name, Field: field, Size: size, Always: chosen}
		if f.Name == index.FacetOfficial {
			ask.Groups = s.People
			if q.Private {
				ask.Groups = people.Inside{Registry: s.People}
			}
		}
		asks = append(asks, ask)
		for _, other := range otherFields(q, f.Name, field) {
			asks = append(asks, index.FacetAsk{Facet: f.Name, Field: other.field, Size: 1, Always: other.values})
		}
	}
	return asks
}

// facetField returns the field of keys that a facet counts, and which of its
// values are chosen.
func facetField(q Query, name, today string) (field string, chosen []string) {
	switch name {
	case index.FacetOfficial:
		return index.KeyField(q.Of, index.KeyOfficial), q.Official
	case index.FacetSatker:
		for _, code := range q.Satker {
			if !strings.HasSuffix(code, labels.SelfSuffix) {
				chosen = append(chosen, code)
			}
		}
		return index.KeyField(q.Of, index.KeySatker), chosen
	case index.FacetTopic:
		return index.KeyField(q.Of, index.KeyTopic), q.Topic
	}
	field = dockeys.DateField(q.Of, q.EventDate, datePart(q, today))
	for _, d := range q.Date {
		if dockeys.DateField(q.Of, q.EventDate, d) == field {
			chosen = append(chosen, d)
		}
	}
	return field, chosen
}

// How wide a range of days is counted by days, and by months. A wider one is
// counted by years; so that a list of days or of months stays one that people can
// look through.
const (
	spanOfDays   = 62      // two months
	spanOfMonths = 5 * 366 // five years
)

// datePart returns an example of what the date facet counts by as the span asks:
// days, months or years of the range that the query names. Without one it is
// months, which an archive of some years has not too many of.
func datePart(q Query, today string) string {
	const year, month = "2006", "2006-01"
	if q.From == "" {
		return month
	}
	from, errFrom := time.Parse(time.DateOnly, q.From)
	to, errTo := time.Parse(time.DateOnly, cmp.Or(q.To, today))
	if errFrom != nil || errTo != nil {
		return month
	}
	switch days := int(to.Sub(from).Hours() / 24); {
	case days <= spanOfDays:
		return time.DateOnly
	case days <= spanOfMonths:
		return month
	}
	return year
}

// A fieldValues are chosen values of one field.
type fieldValues struct {
	field  string
	values []string
}

// otherFields returns what was chosen of a facet under another field than the one
// that is counted.
func otherFields(q Query, name, counted string) []fieldValues {
	var out []fieldValues
	add := func(field, value string) {
		at := slices.IndexFunc(out, func(f fieldValues) bool { return f.field == field })
		if at < 0 {
			at = len(out)
			out = append(out, fieldValues{field: field})
		}
		out[at].values = append(out[at].values, value)
	}
	switch name {
	case index.FacetSatker:
		for _, code := range q.Satker {
			if alone, ok := strings.CutSuffix(code, labels.SelfSuffix); ok {
				add(index.KeyField(q.Of, index.KeyOffices), alone)
			}
		}
	case index.FacetDate:
		for _, d := range q.Date {
			if field := dockeys.DateField(q.Of, q.EventDate, d); field != counted {
				add(field, d)
			}
		}
	}
	return out
}

// facets turns the engine's counts into those of a page: labels, parents, what
// is chosen, in the order in which they are shown.
func (s *Searcher) facets(q Query, today string, counted [][]index.Count) map[string][]index.Count {
	if len(q.Facets) == 0 {
		return nil
	}
	out := make(map[string][]index.Count, len(q.Facets))
	for _, f := range q.Facets {
		list := counted[0]
		counted = counted[1:]
		field, _ := facetField(q, f.Name, today)
		for _, other := range otherFields(q, f.Name, field) {
			list = append(list, chosenOf(f.Name, other, counted[0])...)
			counted = counted[1:]
		}
		if f.Name == index.FacetDate {
			slices.SortFunc(list, func(a, b index.Count) int { return compareDates(b.Value, a.Value) })
		}
		if f.Prefix != "" {
			s.label(q, f.Name, list)
			list = slices.DeleteFunc(list, func(c index.Count) bool { return !beginsSo(c.Label, f.Prefix) })
		}
		list = cutFacet(q, f, list)
		s.label(q, f.Name, list)
		out[f.Name] = list
	}
	return out
}

// chosenOf returns the counts of what was chosen under another field.
func chosenOf(facet string, chosen fieldValues, counts []index.Count) []index.Count {
	var out []index.Count
	for _, c := range counts {
		if slices.Contains(chosen.values, c.Value) {
			if facet == index.FacetSatker {
				c.Value += labels.SelfSuffix
			}
			out = append(out, c)
		}
	}
	return out
}

// compareDates orders days, months and years, NoDate before all of them: lists show them from
// the end.
func compareDates(a, b string) int {
	if a == index.NoDate || b == index.NoDate {
		return cmp.Compare(order(b), order(a))
	}
	return strings.Compare(a, b)
}

func order(value string) int {
	if value == index.NoDate {
		return 1
	}
	return 0
}

// cutFacet returns the stretch of values that is asked for; on the first one,
// what is chosen is there too.
func cutFacet(q Query, f FacetRequest, list []index.Count) []index.Count {
	for i := range list {
		list[i].Selected = isChosen(q, f.Name, list[i].Value)
	}
	from := min(f.After, len(list))
	to := min(from+f.Size, len(list))
	out := slices.Clone(list[from:to])
	if f.After == 0 {
		for _, c := range list[to:] {
			if c.Selected {
				out = append(out, c)
			}
		}
	}
	return out
}

func isChosen(q Query, facet, value string) bool {
	switch facet {
	case index.FacetOfficial:
		return slices.Contains(q.Official, value)
	case index.FacetSatker:
		return slices.Contains(q.Satker, value)
	case index.FacetTopic:
		return slices.Contains(q.Topic, value)
	default:
		return slices.Contains(q.Date, value)
	}
}

// beginsSo reports whether a word of the label begins with the prefix, folded.
func beginsSo(label, prefix string) bool {
	prefix = indonesian.Fold(prefix)
	folded := indonesian.Fold(label)
	for at := range folded {
		if (at == 0 || !unicode.IsLetter(rune(folded[at-1])) && folded[at-1] < 0x80) && strings.HasPrefix(folded[at:], prefix) {
			return true
		}
	}
	return false
}

// label fills in the names and parents of values.
func (s *Searcher) label(q Query, facet string, list []index.Count) {
	for i := range list {
		c := &list[i]
		switch facet {
		case index.FacetOfficial:
			c.Label = s.People.NameOf(c.Value)
			code := s.People.OfficeOf(c.Value)
			if name, near, ok := s.People.InsideName(c.Value); ok && q.Private {
				c.Label, code = name, near
			}
			if code != "" {
				c.Detail = labels.Office(code)
			}
		case index.FacetSatker:
			alone, self := strings.CutSuffix(c.Value, labels.SelfSuffix)
			c.Label = labels.Region(c.Value)
			if province, _, below := strings.Cut(alone, "."); below || self {
				c.Parent = &province
				if self {
					c.Label = labels.Office(alone)
				}
			}
		case index.FacetTopic:
			name := labels.TopicNames()[c.Value]
			c.Label = cmp.Or(name.Label, c.Value)
			if name.Parent != "" {
				c.Parent = &name.Parent
			}
		}
	}
}
