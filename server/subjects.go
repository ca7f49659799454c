package server

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/people"
	"warta/index/search"
	"warta/server/web"
)

// officialPage answers GET /pejabat/{id}.
func (s *Server) officialPage(c *gin.Context) error {
	o, err := s.profile(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if o.ID != c.Param("id") { // who was merged or renamed, and may be split again
		c.Header("Cache-Control", s.cacheControl())
		c.Header("Location", "/pejabat/"+url.PathEscape(o.ID))
		c.Status(http.StatusMovedPermanently)
		c.Writer.WriteHeaderNow()
		return nil
	}
	own := url.Values{"official": {o.ID}}
	base := s.base(c.Request)
	v := web.NewSubjectView(base, "/pejabat/"+url.PathEscape(o.ID), "Pejabat", o.Name, own, o.hits, o.Articles)
	v.AddQuotes(o.said, o.Quotes)
	reported, err := s.find(c.Request.Context(), search.Query{Of: index.Quotes, Official: []string{o.ID}, QuoteKind: []article.QuoteKind{article.Indirect}})
	if err != nil {
		return err
	}
	v.AddIndirect(reported.Total)
	for _, r := range o.Roles {
		v.AddRole(r.Role, r.From, r.To)
	}
	for _, r := range o.Roster {
		v.AddListed(r.Title, r.Office, r.From, r.To)
	}
	v.AddFacet("Menurut satuan kerja", index.FacetSatker, o.Satker)
	v.AddFacet("Menurut topik", index.FacetTopic, o.Topics)
	v.AddMonths(o.Months)
	var held []article.Role
	for _, r := range o.Roles {
		held = append(held, r.Role)
	}
	v.AddPerson(o.ID, held)
	if isStaff(c) {
		s.addForStaff(v, o)
	}
	return s.writeSubject(c, v)
}

// shortNameReasons are the reasons why a short name leads to a person, for readers.
var shortNameReasons = map[string]string{
	people.BecauseOnlyName: "satu-satunya yang bernama demikian di kantor yang diberitakan",
	people.BecauseSolePost: "jabatan yang sama, yang hanya dipegang satu orang",
	people.BecauseRoster:   "satu-satunya yang bernama demikian di kantor itu menurut daftar pejabat",
}

// addForStaff adds what staff look at to decide who is one person with whom.
func (s *Server) addForStaff(v *web.SubjectView, o *official) {
	for _, n := range o.ShortNames {
		var where []string
		for _, code := range n.Satker {
			where = append(where, s.dir.Satker(code))
		}
		v.AddShortName(n.Name, strings.Join(where, ", "), shortNameReasons[n.Because], n.Articles)
	}
	for _, m := range o.MaybeSame {
		var steps []string
		for _, step := range m.Steps {
			steps = append(steps, s.stepLabel(step))
		}
		v.AddMaybeSame(m.ID, m.Name, m.Articles, steps)
	}
}

// stepLabel writes a post with its office and years.
func (s *Server) stepLabel(step people.CareerStep) string {
	label := indonesian.TitleCase(step.Post)
	if step.Satker != "" {
		label += ", " + s.dir.Satker(step.Satker)
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

// officePage answers GET /satker/{code}.
func (s *Server) officePage(c *gin.Context) error {
	o, ok := s.dir.offices.ByCode(c.Param("code"))
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "server.officePage", Text: "there is no such satker: /v1/satker lists all with their codes"}
	}
	return s.facetSubject(c, "/satker/"+o.Code, "Satuan kerja", o.Name, search.Query{Satker: []string{o.Code}}, func(v *web.SubjectView) {
		if o.Domain != "" {
			v.AddFact("Situs", o.Domain, "https://"+o.Domain)
			v.AddOrganization("https://" + o.Domain)
		}
		if o.Parent != "" {
			v.AddFact("Di bawah", s.dir.Satker(o.Parent), "/satker/"+o.Parent)
		}
		below := web.SubjectList{Title: "Kabupaten dan kota"}
		for child := range s.dir.offices.Offices() {
			if child.Parent == o.Code {
				below.Values = append(below.Values, web.SubjectValue{Label: child.Name, Href: "/satker/" + child.Code})
			}
		}
		v.AddList(below)
	})
}

// topicPage answers GET /topik/{id}.
func (s *Server) topicPage(c *gin.Context) error {
	id := c.Param("id")
	label, ok := s.dir.labels[id]
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "server.topicPage", Text: "there is no such topic: /v1/topics lists all"}
	}
	return s.facetSubject(c, "/topik/"+url.PathEscape(id), "Topik", label, search.Query{Topic: []string{id}}, func(v *web.SubjectView) {
		for _, t := range s.dir.topics {
			below := web.SubjectList{Title: "Subtopik"}
			for _, leaf := range t.Leaves {
				if leaf.ID == id {
					v.AddFact("Bagian dari", t.Label, "/topik/"+t.ID)
				}
				below.Values = append(below.Values, web.SubjectValue{Label: leaf.Label, Href: "/topik/" + leaf.ID})
			}
			if t.ID == id {
				v.AddList(below)
			}
		}
	})
}

// facetSubject shows what one value of a facet gathers: who, on what, when, and
// the newest articles.
func (s *Server) facetSubject(c *gin.Context, path, kind, name string, q search.Query, about func(*web.SubjectView)) error {
	q.Sort, q.Size, q.Collapse = index.Newest, profileHits, true
	q.Facets = []search.FacetRequest{
		{Name: index.FacetOfficial, Size: profileValues},
		{Name: index.FacetTopic, Size: profileValues},
		{Name: index.FacetDate, Size: profileMonths},
	}
	if len(q.Topic) > 0 {
		q.Facets[1] = search.FacetRequest{Name: index.FacetSatker, Size: profileValues}
	}
	page, err := s.find(c.Request.Context(), q)
	if err != nil {
		return err
	}
	v := web.NewSubjectView(s.base(c.Request), path, kind, name, web.State(search.Query{Satker: q.Satker, Topic: q.Topic}), page.Hits, page.Total)
	if len(page.Hits) > 0 {
		v.AddLatest(page.Hits[0].Date, s.opts.Now())
	}
	about(v)
	v.AddFacet("Pejabat", index.FacetOfficial, page.Facets[index.FacetOfficial])
	v.AddFacet("Menurut topik", index.FacetTopic, page.Facets[index.FacetTopic])
	v.AddFacet("Menurut satuan kerja", index.FacetSatker, page.Facets[index.FacetSatker])
	v.AddMonths(page.Facets[index.FacetDate])
	return s.writeSubject(c, v)
}

func (s *Server) writeSubject(c *gin.Context, v *web.SubjectView) error {
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return s.pages.Subject(w, v) })
}
