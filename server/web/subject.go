package web

import (
	"io"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

// A SubjectView is the page of one official, office, topic or regulation.
type SubjectView struct {
	Head
	Kind   string // what it is; empty if the name says so
	Name   string
	Facts  []Fact
	Roles  []RoleView
	Listed []RoleView // by the list of office holders
	Lists  []SubjectList
	Hits   []Hit // the newest articles
	Total  int
	All    string // the search for all of them
	Quotes []Hit  // the newest quotes
	Said   int
	Words  string // the search for all quotes

	Indirect      int    // indirect quotes, which Said does not count
	IndirectWords string // the search for them

	Chart  *Chart
	Months []SubjectValue // what the chart shows, as a table
	Share  string

	// Of an official, for staff only.
	Short []ShortView // names that lead here
	Maybe []MaybeView // who may be the same person

	own  url.Values // its filter in a search
	base string
}

// A ShortView is a short name that leads to an official, and why.
type ShortView struct {
	Name, Where, Because string
	Count                int
}

// A MaybeView is a possible duplicate of the person shown, with posts and years.
type MaybeView struct {
	Link
	Steps []string
	Count int
}

// A Fact is one line about a subject.
type Fact struct {
	Label string
	Link
}

// A RoleView is a post with the dates of its articles.
type RoleView struct{ Role, From, To string }

// A SubjectList is a list of things that have to do with a subject.
type SubjectList struct {
	Title  string
	Noun   string // for the values: "kabupaten/kota"
	Values []SubjectValue
}

// A SubjectValue is one thing in a list.
type SubjectValue struct {
	Label, Href string
	Count       int
}

// NewSubjectView arranges the subject of the page at path of the service at base. Kind is empty for
// a subject whose name says what it is. Own is its filter in a search; hits are the newest of total
// articles.
func NewSubjectView(base, path, kind, name string, own url.Values, hits []search.Hit, total int) *SubjectView {
	v := &SubjectView{
		Head: Head{
			Title: name, Description: strings.TrimSpace(kind+" "+name) + ": " + Number(total) + " berita situs KPU, siapa berbicara, tentang apa, dan kapan.",
			Section: "subjek", Path: "/", Feed: feedLink(own, false), QuoteFeed: feedLink(spoken(own), true), Canonical: base + path,
		},
		Kind: kind, Name: name, Total: total, All: pageLink("/")(own), own: own, base: base,
	}
	said := "Dalam berita pemilu"
	if kind != "" {
		said = kind + " dalam berita pemilu"
	}
	v.Share = whatsApp("*"+name+"*", said, v.Canonical)
	for _, h := range hits {
		v.Hits = append(v.Hits, newHit("/", base, h))
	}
	return v
}

// spoken returns the filter of the quotes of a subject: an office has those of who speaks for
// it.
func spoken(own url.Values) url.Values {
	out := maps.Clone(own)
	if codes, ok := own["satker"]; ok {
		delete(out, "satker")
		out["office"] = codes
	}
	return out
}

// AddQuotes adds the newest quotes out of total.
func (v *SubjectView) AddQuotes(hits []search.Hit, total int) {
	v.Said, v.Words = total, pageLink("/kutipan")(v.own)
	for _, h := range hits {
		v.Quotes = append(v.Quotes, newHit("/kutipan", v.base, h))
	}
}

// AddIndirect adds the number of indirect quotes, which AddQuotes leaves out.
func (v *SubjectView) AddIndirect(total int) {
	v.Indirect = total
	v.IndirectWords = pageLink("/kutipan")(with(v.own, "kind", string(article.Indirect)))
}

// AddFact adds a line.
func (v *SubjectView) AddFact(label, text, href string) {
	v.Facts = append(v.Facts, Fact{label, Link{Label: text, Href: href}})
}

// AddLatest adds the day of the newest article and the time since then.
func (v *SubjectView) AddLatest(date string, now time.Time) {
	if date == "" {
		return
	}
	text := LongDate(date)
	if ago := Ago(date, now); ago != "" {
		text += " (" + ago + ")"
	}
	v.AddFact("Berita terakhir", text, "")
}

// AddRole adds a post and the dates between which articles speak of it.
func (v *SubjectView) AddRole(r article.Role, from, to string) {
	v.Roles = append(v.Roles, RoleView{roleLabel(&r), from, to})
}

// AddListed adds a post by the list of office holders, and its first and last day.
func (v *SubjectView) AddListed(title, office, from, to string) {
	v.Listed = append(v.Listed, RoleView{strings.TrimSpace(title + " " + office), from, to})
}

// AddList adds a list, unless it is empty.
func (v *SubjectView) AddList(l SubjectList) {
	if len(l.Values) > 0 {
		v.Lists = append(v.Lists, l)
	}
}

// AddFacet adds the values of a facet, each a search within the subject.
func (v *SubjectView) AddFacet(title, facet string, counts []index.Count) {
	list := SubjectList{Title: title, Noun: facetNouns[facet]}
	for _, c := range counts {
		state := maps.Clone(v.own)
		state[facet] = []string{c.Value}
		label := c.Label
		if label == "" {
			label = c.Value
		}
		list.Values = append(list.Values, SubjectValue{label, pageLink("/")(state), c.Count})
	}
	v.AddList(list)
}

// AddMonths adds the counts by month, as a picture and as a table.
func (v *SubjectView) AddMonths(counts []index.Count) {
	byDate := func(value string) string {
		state := maps.Clone(v.own)
		state["date"] = []string{value}
		return pageLink("/")(state)
	}
	v.Chart = newChart(counts, func(value string, _ bool) string { return byDate(value) })
	for _, c := range counts {
		v.Months = append(v.Months, SubjectValue{dateLabel(c.Value), byDate(c.Value), c.Count})
	}
}

// AddShortName adds, for staff, a short name that leads to the official, the offices at
// which it was read, and the reason.
func (v *SubjectView) AddShortName(name, where, because string, count int) {
	v.Short = append(v.Short, ShortView{name, where, because, count})
}

// AddMaybeSame adds, for staff, a person who may be the same as the official, with their
// posts.
func (v *SubjectView) AddMaybeSame(id, name string, count int, steps []string) {
	v.Maybe = append(v.Maybe, MaybeView{Link{Label: name, Href: officialPath(id)}, steps, count})
}

// AddPerson marks the subject as a person, for search engines.
func (v *SubjectView) AddPerson(id string, roles []article.Role) {
	v.Linked = linkedPerson(v.base, id, v.Name, roles).standalone()
}

// AddOrganization marks the subject as an office with a site, for search engines.
func (v *SubjectView) AddOrganization(address string) {
	v.Linked = organization(v.Name, address).standalone()
}

// AddRegulation marks the subject as a regulation, for search engines.
func (v *SubjectView) AddRegulation(short string, year int) {
	v.Linked = linkedRegulation(v.Canonical, v.Name, short, strconv.Itoa(year))
}

// Subject renders the page of one official, office, topic or regulation.
func (p *Pages) Subject(w io.Writer, v *SubjectView) error { return p.render(w, "subject", v) }
