package web

import (
	"cmp"
	"maps"
	"net/url"
	"slices"

	"warta/index"
	"warta/index/search"
)

// A Value is one value of a facet, as a check box.
type Value struct {
	Name     string // of the input
	Value    string
	Label    string
	Detail   string // of an official: the office
	Count    int
	Selected bool
	Children []Value
	Below    string // what the children are called together
	Open     bool   // the children are shown at once
}

// A Facet is a list of values.
type Facet struct {
	Name  string
	Title string
	Noun  string  // for its values: "topik"
	First []Value // shown at once
	More  []Value // shown on demand
	All   string  // the page with all values, where they can be searched; empty where all stand here
	Chart *Chart  // of dates
}

// shownAtOnce is how many values of a facet stand there before "more".
const shownAtOnce = 8

// wholeList is the number of values from which on there may be more than the page has.
var wholeList = map[string]int{index.FacetOfficial: PageOfficials, index.FacetSatker: PageSatker, index.FacetTopic: PageTopics, index.FacetStage: PageStages, index.FacetRole: PageRoles, index.FacetRegulation: PageRegulations}

// How many values of each facet a page of results shows; the others stand on a
// page of their own.
const (
	PageOfficials   = 20
	PageSatker      = 40
	PageTopics      = 40
	PageStages      = 60
	PageRoles       = 20
	PageRegulations = 20
	PageDates       = index.MaxFacetSize
)

func (v *SearchView) addFacets(q search.Query, page *search.Page) {
	state := State(q)
	listed := map[string]bool{"q": true, "from": true, "to": true, "correct": true}
	for _, name := range index.FacetsOf(q.Of) {
		if len(page.Facets[name]) == 0 {
			continue
		}
		facet := Facet{Name: name, Title: facetTitles[name], Noun: facetNouns[name]}
		if q.Of == index.Quotes && name == index.FacetOfficial {
			facet.Title, facet.Noun = "Pembicara", "pembicara"
		}
		counts := page.Facets[name]
		values := tree(name, counts)
		switch {
		case name == index.FacetDate:
			slices.SortStableFunc(values, newestFirst)
			facet.Chart = newChart(counts, func(value string, current bool) string {
				if current {
					return pageLink(v.Path)(without(state, "date", value))
				}
				return pageLink(v.Path)(with(state, "date", value))
			})
		case len(counts) >= wholeList[name]:
			facet.All = facetLink(name, q)
		}
		for i, value := range values {
			if i < shownAtOnce || anySelected(value) {
				facet.First = append(facet.First, value)
			} else {
				facet.More = append(facet.More, value)
			}
		}
		v.Facets = append(v.Facets, facet)
		listed[name] = true
	}
	v.Hidden = fields(state, listed)
}

// fields are the parameters of a state but those listed, as hidden inputs.
func fields(state url.Values, listed map[string]bool) []Field {
	var out []Field
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if !listed[name] {
			for _, value := range state[name] {
				out = append(out, Field{name, value})
			}
		}
	}
	return out
}

// newestFirst orders the values of the date facet; those without a date come last.
func newestFirst(a, b Value) int {
	if a.Value == index.NoDate || b.Value == index.NoDate {
		return cmp.Compare(a.Value, b.Value) // letters come behind digits
	}
	return cmp.Compare(b.Value, a.Value)
}

func anySelected(v Value) bool { return v.Selected || slices.ContainsFunc(v.Children, anySelected) }

// tree puts the values of a facet below their parents, if these are listed.
func tree(name string, counts []index.Count) []Value {
	var top []Value
	below := map[string][]Value{}
	listed := map[string]bool{}
	for _, c := range counts {
		listed[c.Value] = true
	}
	for _, c := range counts {
		v := newValue(name, c)
		if c.Parent != nil && *c.Parent != c.Value && listed[*c.Parent] {
			below[*c.Parent] = append(below[*c.Parent], v)
		} else {
			top = append(top, v)
		}
	}
	for i := range top {
		v := &top[i]
		v.Children = below[v.Value]
		v.Open = v.Selected || slices.ContainsFunc(v.Children, anySelected)
		v.Below = "subtopik"
		switch name {
		case index.FacetSatker:
			v.Below = "kabupaten/kota"
		case index.FacetStage:
			v.Below = "tahapan"
		}
	}
	return top
}

func newValue(name string, c index.Count) Value {
	v := Value{Name: name, Value: c.Value, Label: c.Label, Detail: c.Detail, Count: c.Count, Selected: c.Selected}
	switch {
	case name == index.FacetDate:
		v.Label = dateLabel(c.Value)
	case v.Label == "":
		v.Label = c.Value
	}
	return v
}

// A FacetView is the page of all values of one facet, from which one leads back
// to the results with those that were chosen.
type FacetView struct {
	Head
	Name   string
	Title  string
	Prefix string
	Values []Value
	Kept   []Field // the other parameters, for the form that leads back
	Asked  []Field // all parameters, for the form that searches the values
	Back   string
	Next   string
}

// FacetPath begins the addresses of the pages of facets.
const FacetPath = "/saring/"

// OfQuotes is the value of the parameter "of" in such an address for counts of quotes.
const OfQuotes = "quotes"

func facetState(q search.Query) url.Values {
	state := State(q)
	if q.Of == index.Quotes {
		state.Set("of", OfQuotes)
	}
	return state
}

func facetLink(name string, q search.Query) string {
	return pageLink(FacetPath + name)(facetState(q))
}

// NewFacetView arranges one page of the values of a facet under q. Next is the cursor of the
// next page.
func NewFacetView(name string, q search.Query, prefix string, counts []index.Count, next string, names Names) *FacetView {
	title := facetTitles[name]
	path := "/"
	if q.Of == index.Quotes {
		path = "/kutipan"
		if name == index.FacetOfficial {
			title = "Pembicara"
		}
	}
	state := State(q)
	v := &FacetView{
		Head: Head{Title: title + " – Saring hasil", Path: path, Section: sectionOf(q.Of), Q: q.Text, NoIndex: true},
		Name: name, Title: title, Prefix: prefix, Back: pageLink(path)(state), Asked: fields(facetState(q), nil),
	}
	shown := map[string]bool{}
	for _, c := range counts {
		value := newValue(name, c)
		if name == index.FacetSatker && c.Parent != nil {
			value.Detail = names.Satker(*c.Parent)
		}
		v.Values = append(v.Values, value)
		shown[c.Value] = true
	}
	v.Kept = fields(state, map[string]bool{name: true})
	for _, value := range state[name] { // chosen, and not on this page
		if !shown[value] {
			v.Kept = append(v.Kept, Field{name, value})
		}
	}
	if next != "" {
		more := with(facetState(q), "cursor", next)
		if prefix != "" {
			more.Set("prefix", prefix)
		}
		v.Next = pageLink(FacetPath + name)(more)
	}
	return v
}

func sectionOf(of index.Of) string {
	if of == index.Quotes {
		return "kutipan"
	}
	return "cari"
}
