package web

import (
	"io"
	"net/url"

	"warta/index"
	"warta/index/search"
)

// PeoplePath is the address of the list of speakers.
const PeoplePath = "/pejabat"

// A PeopleView is one part of the list of speakers, the most quoted first.
type PeopleView struct {
	Head
	Asked  string // the name that was looked for
	People []PersonCount
	Like   []Choice // people with a similar name who are not listed
	Next   string
	First  string // address of the first part; empty on the first part itself
}

// A PersonCount is a person with the number of their quotes.
type PersonCount struct {
	Name, Detail string
	Page, Words  string // addresses: of the person, and of the quotes
	Count        int
}

// NewPeopleView arranges one page of the speakers of quotes, under the name asked for, if
// any. Next is the cursor of the next page.
func NewPeopleView(base, asked string, counts []index.Count, cursor, next string) *PeopleView {
	link, state := pageLink(PeoplePath), url.Values{}
	if asked != "" {
		state.Set("q", asked)
	}
	v := &PeopleView{
		Head: Head{
			Title: "Pejabat", Path: "/", Section: "pejabat", Canonical: base + link(state), NoIndex: asked != "" || cursor != "",
			Description: "Siapa yang dikutip dalam berita situs KPU, yang paling banyak dikutip lebih dulu.",
		},
		Asked: asked,
	}
	if asked != "" {
		v.Title = "Pejabat bernama “" + shorten(asked, 60) + "”"
	}
	for _, c := range counts {
		p := PersonCount{Name: c.Label, Detail: c.Detail, Page: officialPath(c.Value), Count: c.Count}
		if p.Name == "" {
			p.Name = personLabel(c.Value, c.Value)
		}
		p.Words = pageLink("/kutipan")(url.Values{"official": {c.Value}})
		v.People = append(v.People, p)
	}
	if next != "" {
		v.Next = link(with(state, "cursor", next))
	}
	if cursor != "" {
		v.First = link(state)
	}
	return v
}

// AddLike adds people with a similar name who are not listed.
func (v *PeopleView) AddLike(list []search.Suggestion) {
	listed := map[string]bool{}
	for _, p := range v.People {
		listed[p.Page] = true
	}
	for _, l := range list {
		if page := officialPath(l.Value); !listed[page] {
			listed[page] = true
			v.Like = append(v.Like, Choice{Label: l.Label, Detail: l.Detail, Href: page, Page: page})
		}
	}
}

// People renders the list of speakers.
func (p *Pages) People(w io.Writer, v *PeopleView) error { return p.render(w, "people", v) }
