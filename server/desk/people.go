package desk

import (
	"net/http"
	"strconv"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/people"
	"warta/server/keys"
	"warta/server/profile"
	"warta/server/web"
)

// shortNameReasons are the reasons why a short name leads to a person, for the pages.
var shortNameReasons = map[string]string{
	people.BecauseOnlyName: "satu-satunya yang bernama demikian di kantor yang diberitakan",
	people.BecauseSolePost: "jabatan yang sama, yang hanya dipegang satu orang",
	people.BecauseRoster:   "satu-satunya yang bernama demikian di kantor itu menurut daftar pejabat",
}

// AddEvidence adds to the page of an official, for a request of staff, the short names
// that lead there and the people who may be the same person.
func (d *Desk) AddEvidence(v *web.SubjectView, r *http.Request, o *profile.Official) {
	if !keys.CallerMay(r.Context(), keys.Staff) {
		return
	}
	for _, n := range o.ShortNames {
		var where []string
		for _, code := range n.Satker {
			where = append(where, d.Names.Satker(code))
		}
		v.AddShortName(n.Name, strings.Join(where, ", "), shortNameReasons[n.Because], n.Articles)
	}
	for _, m := range o.MaybeSame {
		var steps []string
		for _, step := range m.Steps {
			steps = append(steps, d.stepLabel(step))
		}
		v.AddMaybeSame(m.ID, m.Name, m.Articles, steps)
	}
}

// stepLabel writes a post with its office and years.
func (d *Desk) stepLabel(step people.CareerStep) string {
	label := indonesian.TitleCase(step.Post)
	if step.Satker != "" {
		label += ", " + d.Names.Satker(step.Satker)
	} else {
		label += ", " + indonesian.TitleCase(strings.ReplaceAll(step.Body, "-", " "))
	}
	switch {
	case step.From == 0:
		return label
	case step.From == step.To:
		return label + " (" + strconv.Itoa(step.From) + ")"
	}
	return label + " (" + strconv.Itoa(step.From) + "–" + strconv.Itoa(step.To) + ")"
}
