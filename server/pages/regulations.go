package pages

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"warta/analyzers/regulations"
	"warta/index"
	"warta/index/search"
	"warta/server/param"
	"warta/server/profile"
	"warta/server/web"
)

// regulations returns the regulations that articles name with the number of those, the most first; at most
// [index.MaxFacetSize].
func (s *Site) regulations(ctx context.Context) ([]index.Count, error) {
	page, err := s.Finder.Search(ctx, search.Query{Facets: []search.FacetRequest{{Name: index.FacetRegulation, Size: index.MaxFacetSize}}})
	if err != nil {
		return nil, err
	}
	return page.Facets[index.FacetRegulation], nil
}

// Regulations answers GET /peraturan: the regulations that articles name, by kind and year.
func (s *Site) Regulations(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.regulations(r.Context())
	if err != nil {
		return err
	}
	v := web.NewRegulationsView(s.Base(r), counts, len(counts) == index.MaxFacetSize)
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Regulations(out, v) })
}

// Regulation answers GET /peraturan/{kind}/{number}/{year}. An address that only looks otherwise
// leads to that of the regulation.
func (s *Site) Regulation(w http.ResponseWriter, r *http.Request) error {
	kind, number, year := r.PathValue("kind"), r.PathValue("number"), r.PathValue("year")
	given := kind + "/" + number + "/" + year
	rule, ok := regulations.ParseLoose(given)
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "pages.Regulation", Text: "there is no such regulation: /peraturan and /v1/facets/regulation list all"}
	}
	id := rule.ID()
	if id != given {
		w.Header().Set("Cache-Control", s.Sender.CacheControl())
		w.Header().Set("Location", web.RegulationPath(id))
		w.WriteHeader(http.StatusMovedPermanently)
		return nil
	}
	said, err := s.Finder.Search(r.Context(), search.Query{
		Of: index.Quotes, Regulation: []string{id}, Sort: index.Newest, Size: profile.MaxHits, Highlight: true, Collapse: true, Places: param.ListPlaces,
	})
	if err != nil {
		return err
	}
	counts, err := s.regulations(r.Context())
	if err != nil {
		return err
	}
	return s.facetSubject(w, r, web.RegulationPath(id), "", rule.Label(), search.Query{Regulation: []string{id}}, func(v *web.SubjectView) {
		v.AddQuotes(said.Hits, said.Total)
		v.AddRegulation(rule.Short(), rule.Year)
		v.NoIndex = v.Total == 0
		k, _ := regulations.KindByID(rule.Kind)
		v.AddFact("Jenis", k.Group, web.RegulationsOf(k.ID, counts))
		v.AddFact("Tahun", strconv.Itoa(rule.Year), "")
		v.AddFact("Penulisan singkat", rule.Short(), "")
		if rule.Office != "" {
			v.AddFact("Kantor", s.Names.Satker(rule.Office), "/satker/"+rule.Office)
		}
	})
}
