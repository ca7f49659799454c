package search

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/analyzers/regulations"
	"warta/analyzers/stages"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
)

// A facetPlan says for each requested facet what the engine counts for it.
type facetPlan []plannedFacet

// A plannedFacet is one requested facet. The engine counts its values under one field. Chosen
// values under another field, a year among months or an office without those below it, are
// counted beside them.
type plannedFacet struct {
	FacetRequest
	field  string
	chosen []string // values of field that the query selects
	others []chosenValues
	groups index.Grouping
	dated  *index.DatedGroups // values by the roster, counted beside those of field
}

// chosenValues are the values of one field that the query selects.
type chosenValues struct {
	field  string
	values []string
}

// planFacets returns the plan for the facets of a query; today ends an open range of days. Of
// several requests for one facet the last counts.
func (s *Searcher) planFacets(q Query, today string) facetPlan {
	plan := make(facetPlan, 0, len(q.Facets))
	for i, f := range q.Facets {
		if slices.ContainsFunc(q.Facets[i+1:], func(later FacetRequest) bool { return later.Name == f.Name }) {
			continue
		}
		p := plannedFacet{FacetRequest: f}
		p.field, p.chosen = facetField(q, f.Name, today)
		p.others = otherFields(q, f.Name, p.field)
		switch {
		case f.Name == index.FacetOfficial:
			s.groupByPerson(&p, q)
		case f.Name == index.FacetRole && s.engine.Can().LiveGroups:
			p.dated = s.People.RosterGroups()
		}
		plan = append(plan, p)
	}
	return plan
}

// groupByPerson has the raw keys of officials counted by person: by the registry at the time
// of the search, or by the ids in the documents of an engine without live groups.
func (s *Searcher) groupByPerson(p *plannedFacet, q Query) {
	live := s.engine.Can().LiveGroups
	switch {
	case live && q.Private:
		p.groups = people.WithPrivate{Registry: s.People}
	case live:
		p.groups = s.People
	case q.Private:
		p.field = index.KeyField(q.Of, index.KeyPersonInside)
	default:
		p.field = index.KeyField(q.Of, index.KeyPerson)
	}
}

// asks returns what the engine is asked to count.
func (plan facetPlan) asks() []index.FacetAsk {
	var asks []index.FacetAsk
	for _, f := range plan {
		size := f.After + f.Size
		if f.Prefix != "" || f.Name == index.FacetDate || f.Name == index.FacetRole { // filtered, ordered or added to by this package
			size = 0
		}
		asks = append(asks, index.FacetAsk{Facet: f.Name, Field: f.field, Size: size, Always: f.chosen, Groups: f.groups})
		for _, other := range f.others {
			asks = append(asks, index.FacetAsk{Facet: f.Name, Field: other.field, Size: 1, Always: other.values})
		}
		if f.dated != nil {
			asks = append(asks, index.FacetAsk{Facet: f.Name, Field: index.KeyField(index.Quotes, index.KeyOfficial), Dated: f.dated})
		}
	}
	return asks
}

// A facetKey names the counts of one [index.FacetAsk].
type facetKey struct{ facet, field string }

// byFacet returns the counts of a result, which stand in the order of the asks, by facet
// and field.
func byFacet(asks []index.FacetAsk, counts [][]index.Count) map[facetKey][]index.Count {
	out := make(map[facetKey][]index.Count, len(asks))
	for i, ask := range asks {
		out[facetKey{ask.Facet, ask.Field}] = counts[i]
	}
	return out
}

// facetField returns the field of keys that a facet counts, and the values of it that the
// query selects. It panics for a facet that [Query.Validate] refuses.
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
	case index.FacetRegulation:
		return index.KeyField(q.Of, index.KeyRegulation), q.Regulation
	case index.FacetStage:
		return index.KeyStage, q.Stage
	case index.FacetDate:
		field = dockeys.DateField(q.Of, q.EventDate, datePart(q, today))
		for _, d := range q.Date {
			if dockeys.DateField(q.Of, q.EventDate, d) == field {
				chosen = append(chosen, d)
			}
		}
		return field, chosen
	case index.FacetRole:
		for _, role := range q.Role {
			chosen = append(chosen, dockeys.Fold(role))
		}
		return index.KeyRole, chosen
	}
	panic(unknownFacet(name))
}

// unknownFacet is the panic over a facet of [index.FacetNames] that a function of this file
// lacks.
func unknownFacet(name string) string { return "search: facets.go lacks the facet " + name }

// The date facet counts days, months or years, so that the list stays readable: ranges up
// to spanOfDays by day, up to spanOfMonths by month, wider ones by year. Both are in days.
const (
	spanOfDays   = 62      // two months
	spanOfMonths = 5 * 366 // five years
)

// datePart returns the format of the values that the date facet counts, as an example in
// Go's layout. A query without From counts months.
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

// otherFields returns the selected values of a facet that lie under other fields than the
// counted one.
func otherFields(q Query, name, counted string) []chosenValues {
	var out []chosenValues
	add := func(field, value string) {
		at := slices.IndexFunc(out, func(f chosenValues) bool { return f.field == field })
		if at < 0 {
			at = len(out)
			out = append(out, chosenValues{field: field})
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

// countFacets returns the facets of a page: the counts of the engine, each by the name of
// its facet, with labels, parents and selection, in the order in which they are shown.
func (s *Searcher) countFacets(q Query, plan facetPlan, asks []index.FacetAsk, counts [][]index.Count) map[string][]index.Count {
	if len(plan) == 0 {
		return nil
	}
	counted := byFacet(asks, counts)
	out := make(map[string][]index.Count, len(plan))
	for _, f := range plan {
		list := counted[facetKey{f.Name, f.field}]
		for _, other := range f.others {
			list = append(list, chosenCounts(f.Name, other, counted[facetKey{f.Name, other.field}])...)
		}
		if f.Name == index.FacetDate {
			slices.SortFunc(list, func(a, b index.Count) int { return compareDates(b.Value, a.Value) })
		}
		if f.Prefix != "" {
			s.label(q, f.Name, list)
			list = slices.DeleteFunc(list, func(c index.Count) bool { return !isLabelled(f.Name, c, f.Prefix) })
		}
		list = cutFacet(q, f.FacetRequest, list)
		s.label(q, f.Name, list)
		out[f.Name] = list
	}
	return out
}

// chosenCounts returns the counts of the chosen values of another field, as values of the
// facet.
func chosenCounts(facet string, chosen chosenValues, counts []index.Count) []index.Count {
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

// compareDates orders days, months and years, with NoDate first. Lists show the reverse
// order.
func compareDates(a, b string) int {
	if a == index.NoDate || b == index.NoDate {
		return cmp.Compare(dateRank(a), dateRank(b))
	}
	return strings.Compare(a, b)
}

func dateRank(value string) int {
	if value == index.NoDate {
		return 0
	}
	return 1
}

// cutFacet returns the requested page of values. The first page also has the selected values
// from behind it.
func cutFacet(q Query, f FacetRequest, list []index.Count) []index.Count {
	for i := range list {
		list[i].Selected = isSelected(q, f.Name, list[i].Value)
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

// isSelected reports whether the query selects a value of a facet. It panics for a facet that
// [Query.Validate] refuses.
func isSelected(q Query, facet, value string) bool {
	switch facet {
	case index.FacetOfficial:
		return slices.Contains(q.Official, value)
	case index.FacetSatker:
		return slices.Contains(q.Satker, value)
	case index.FacetTopic:
		return slices.Contains(q.Topic, value)
	case index.FacetRegulation:
		return slices.Contains(q.Regulation, value)
	case index.FacetStage:
		return slices.Contains(q.Stage, value)
	case index.FacetDate:
		return slices.Contains(q.Date, value)
	case index.FacetRole:
		return slices.ContainsFunc(q.Role, func(role string) bool { return dockeys.Fold(role) == value })
	}
	panic(unknownFacet(facet))
}

// isLabelled reports whether a word of the label of a value begins with the prefix; of a
// regulation, whether the prefix names it, or may be about to, in any spelling.
func isLabelled(facet string, c index.Count, prefix string) bool {
	if hasWordPrefix(c.Label, prefix) {
		return true
	}
	if facet != index.FacetRegulation {
		return false
	}
	begins, ok := regulations.IDPrefix(prefix)
	return ok && strings.HasPrefix(c.Value, begins)
}

// hasWordPrefix reports whether a word of the label begins with the prefix; case and
// diacritics do not matter.
func hasWordPrefix(label, prefix string) bool {
	prefix = indonesian.Fold(prefix)
	folded := indonesian.Fold(label)
	for at := range folded {
		if (at == 0 || !unicode.IsLetter(rune(folded[at-1])) && folded[at-1] < 0x80) && strings.HasPrefix(folded[at:], prefix) {
			return true
		}
	}
	return false
}

// label fills in Label, Detail and Parent of values. It panics for a facet that
// [Query.Validate] refuses.
func (s *Searcher) label(q Query, facet string, list []index.Count) {
	for i := range list {
		c := &list[i]
		switch facet {
		case index.FacetOfficial:
			c.Label = s.People.NameOf(c.Value)
			code := s.People.OfficeOf(c.Value)
			if name, near, ok := s.People.PrivateName(c.Value); ok && q.Private {
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
		case index.FacetRegulation:
			c.Label = regulations.LabelOf(c.Value)
		case index.FacetStage:
			c.Label = cmp.Or(stages.Known().Label(c.Value), c.Value)
			if stage, ok := stages.Known().ByID(c.Value); ok {
				c.Parent = &stage.Election
			}
		case index.FacetRole:
			c.Label = indonesian.TitleCase(c.Value)
		case index.FacetDate: // the value says it
		default:
			panic(unknownFacet(facet))
		}
	}
}
