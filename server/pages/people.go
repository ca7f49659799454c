package pages

import (
	"io"
	"net/http"
	"strings"

	"warta/index"
	"warta/index/search"
	"warta/server/param"
	"warta/server/web"
)

// pagePeople is how many people a page lists.
const pagePeople = 100

// People answers GET /pejabat: the people who are quoted, those with most quotes first,
// or those whose names a text begins. A bad cursor shows the first page.
func (s *Site) People(w http.ResponseWriter, r *http.Request) error {
	p := param.ForPage(r.URL.RawQuery)
	asked := strings.TrimSpace(p.Word("q", param.MaxPrefix))
	cursor := p.Word("cursor", param.MaxCursor)
	after, err := param.ReadOffset(cursor)
	if err != nil {
		after, cursor = 0, ""
	}
	ctx := r.Context()
	// One more than the page shows tells whether there is a next page.
	page, err := s.Finder.Search(ctx, search.Query{
		Of:     index.Quotes,
		Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: pagePeople + 1, Prefix: asked, After: after}},
	})
	if err != nil {
		return err
	}
	people, next := page.Facets[index.FacetOfficial], ""
	if len(people) > pagePeople {
		people, next = people[:pagePeople], param.WriteOffset(after+pagePeople)
	}
	v := web.NewPeopleView(s.Base(r), asked, people, cursor, next)
	if asked != "" && cursor == "" {
		like, err := s.Finder.SuggestOfficials(ctx, asked)
		if err != nil {
			return err
		}
		v.AddLike(like)
	}
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.People(out, v) })
}
