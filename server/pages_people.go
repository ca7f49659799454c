package server

import (
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/web"
)

// pagePeople is how many people a page lists.
const pagePeople = 100

// peoplePage answers GET /pejabat: who is quoted, the most quoted first, or those
// with a name. An old cursor leads to the beginning.
func (s *Server) peoplePage(c *gin.Context) error {
	p := newPageParams(c.Request.URL.RawQuery)
	asked := strings.TrimSpace(p.word("q", maxPrefix))
	cursor := p.word("cursor", maxCursor)
	after, err := readPlace(cursor)
	if err != nil {
		after, cursor = 0, ""
	}
	ctx := c.Request.Context()
	// One more than is shown tells whether there is a next stretch.
	page, err := s.find(ctx, search.Query{
		Of:     index.Quotes,
		Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: pagePeople + 1, Prefix: asked, After: after}},
	})
	if err != nil {
		return err
	}
	people, next := page.Facets[index.FacetOfficial], ""
	if len(people) > pagePeople {
		people, next = people[:pagePeople], writePlace(after+pagePeople)
	}
	v := web.NewPeopleView(s.base(c.Request), asked, people, cursor, next)
	if asked != "" && cursor == "" {
		like, err := s.suggested(ctx, asked, search.SuggestOfficial)
		if err != nil {
			return err
		}
		v.AddLike(like)
	}
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return s.pages.People(w, v) })
}
