package web

import (
	"net/url"
	"slices"
	"strings"

	"warta/index"
	"warta/index/search"
)

// An Asked is a stage of an election that words of a query name.
type Asked struct {
	Text    string   // the words
	Sure    bool     // the query tells which election: there is one choice
	Choices []Choice // each narrows to the stage
}

// shownStages is how many elections a page offers for a stage.
const shownStages = 5

// addTimes adds the times and the stages of elections that the words name. A stage without hits
// is not offered, and one that is chosen needs no link.
func (v *SearchView) addTimes(q search.Query, state url.Values, page *search.Page) {
	u := page.Query
	link := pageLink(v.Path)
	if u.PeriodsOff {
		v.AsTimes = link(without(state, "period", "off"))
	}
	var times []string
	for _, p := range u.Periods {
		times = append(times, p.Text+" = "+daysLabel(p.From, p.To))
	}
	if times != nil { // they are read as words together
		v.Times = &Link{Label: strings.Join(times, "; "), Href: link(with(state, "period", "off"))}
	}
	if len(q.Stage) > 0 {
		return
	}
	for _, s := range u.Stages {
		asked := Asked{Text: s.Text, Sure: s.Sure}
		for _, m := range s.Meant {
			if len(m.Days) == 0 || len(asked.Choices) == shownStages || !holdsStage(page.Facets[index.FacetStage], m.ID) {
				continue
			}
			var days []string
			for _, d := range m.Days {
				days = append(days, daysLabel(d.From, d.To))
			}
			asked.Choices = append(asked.Choices, Choice{Label: m.Label, Detail: strings.Join(days, ", "), Href: link(with(state, "stage", m.ID))})
		}
		if asked.Choices != nil {
			v.Stages = append(v.Stages, asked)
		}
	}
}

// holdsStage reports whether hits may belong to a stage, by the counts of that facet: one that was
// not counted, or was cut, does not exclude it.
func holdsStage(counts []index.Count, id string) bool {
	return counts == nil || len(counts) >= PageStages || slices.ContainsFunc(counts, func(c index.Count) bool { return c.Value == id && c.Count > 0 })
}

// daysLabel writes the days from the first to the last, each once: "1–31 Mei 2025". An end may be
// empty.
func daysLabel(from, to string) string {
	switch {
	case from == "":
		return "sampai " + ShortDate(to)
	case to == "":
		return "sejak " + ShortDate(from)
	case from == to:
		return ShortDate(from)
	}
	first, last := strings.Fields(ShortDate(from)), strings.Fields(ShortDate(to))
	if len(first) != len(last) { // no days
		return from + "–" + to
	}
	for len(first) > 1 && first[len(first)-1] == last[len(first)-1] {
		first = first[:len(first)-1]
	}
	return strings.Join(first, " ") + "–" + strings.Join(last, " ")
}
