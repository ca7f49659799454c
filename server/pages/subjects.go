package pages

import (
	"io"
	"net/http"
	"net/url"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/server/directory"
	"warta/server/profile"
	"warta/server/web"
)

// Official answers GET /pejabat/{id}.
func (s *Site) Official(w http.ResponseWriter, r *http.Request) error {
	o, err := profile.Read(r.Context(), s.Archive, s.Finder, r.PathValue("id"))
	if err != nil {
		return err
	}
	if o.ID != r.PathValue("id") { // merged or renamed
		w.Header().Set("Cache-Control", s.Sender.CacheControl())
		w.Header().Set("Location", "/pejabat/"+url.PathEscape(o.ID))
		w.WriteHeader(http.StatusMovedPermanently)
		return nil
	}
	own := url.Values{"official": {o.ID}}
	base := s.Base(r)
	v := web.NewSubjectView(base, "/pejabat/"+url.PathEscape(o.ID), "Pejabat", o.Name, own, o.Hits, o.Articles)
	v.AddQuotes(o.Said, o.Quotes)
	v.AddIndirect(o.Reported)
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
	s.Desk.AddEvidence(v, r, o)
	return s.writeSubject(w, r, v)
}

// Office answers GET /satker/{code}.
func (s *Site) Office(w http.ResponseWriter, r *http.Request) error {
	o, ok := s.Names.Offices.ByCode(r.PathValue("code"))
	if !ok {
		return directory.UnknownOffice()
	}
	return s.facetSubject(w, r, "/satker/"+o.Code, "Satuan kerja", o.Name, search.Query{Satker: []string{o.Code}}, func(v *web.SubjectView) {
		if o.Domain != "" {
			v.AddFact("Situs", o.Domain, "https://"+o.Domain)
			v.AddOrganization("https://" + o.Domain)
		}
		if o.Parent != "" {
			v.AddFact("Di bawah", s.Names.Satker(o.Parent), "/satker/"+o.Parent)
		}
		below := web.SubjectList{Title: "Kabupaten dan kota", Noun: "kabupaten/kota"}
		for child := range s.Names.Offices.Offices() {
			if child.Parent == o.Code {
				below.Values = append(below.Values, web.SubjectValue{Label: child.Name, Href: "/satker/" + child.Code})
			}
		}
		v.AddList(below)
	})
}

// Topic answers GET /topik/{id}.
func (s *Site) Topic(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if !s.Names.HasTopic(id) {
		return &index.Error{Kind: index.NotFound, Op: "pages.Topic", Text: "there is no such topic: /v1/topics lists all"}
	}
	return s.facetSubject(w, r, "/topik/"+url.PathEscape(id), "Topik", s.Names.Topic(id), search.Query{Topic: []string{id}}, func(v *web.SubjectView) {
		for _, t := range s.Names.Topics {
			below := web.SubjectList{Title: "Subtopik", Noun: "subtopik"}
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

// facetSubject answers with the page of one value of a facet: its officials, topics,
// months and newest articles.
func (s *Site) facetSubject(w http.ResponseWriter, r *http.Request, path, kind, name string, q search.Query, about func(*web.SubjectView)) error {
	q.Sort, q.Size, q.Collapse = index.Newest, profile.MaxHits, true
	q.Facets = []search.FacetRequest{
		{Name: index.FacetOfficial, Size: profile.MaxValues},
		{Name: index.FacetTopic, Size: profile.MaxValues},
		{Name: index.FacetDate, Size: profile.MaxMonths},
	}
	if len(q.Topic)+len(q.Regulation) > 0 {
		q.Facets[1] = search.FacetRequest{Name: index.FacetSatker, Size: profile.MaxValues}
	}
	page, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	v := web.NewSubjectView(s.Base(r), path, kind, name, web.State(search.Query{Satker: q.Satker, Topic: q.Topic, Regulation: q.Regulation}), page.Hits, page.Total)
	if len(page.Hits) > 0 {
		v.AddLatest(page.Hits[0].Date, s.Now())
	}
	about(v)
	v.AddFacet("Pejabat", index.FacetOfficial, page.Facets[index.FacetOfficial])
	v.AddFacet("Menurut topik", index.FacetTopic, page.Facets[index.FacetTopic])
	v.AddFacet("Menurut satuan kerja", index.FacetSatker, page.Facets[index.FacetSatker])
	v.AddMonths(page.Facets[index.FacetDate])
	return s.writeSubject(w, r, v)
}

func (s *Site) writeSubject(w http.ResponseWriter, r *http.Request, v *web.SubjectView) error {
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Subject(out, v) })
}
