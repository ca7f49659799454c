package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/answer"
	"warta/server/keys"
	"warta/server/param"
)

// search answers GET /v1/search: one page of matching articles.
func (s *Server) search(c *gin.Context) error { return s.answerQuery(c, index.Articles) }

// quotes answers GET /v1/quotes: one page of matching quotes.
func (s *Server) quotes(c *gin.Context) error { return s.answerQuery(c, index.Quotes) }

func (s *Server) answerQuery(c *gin.Context, of index.Of) error {
	p := param.New(c.Request.URL.RawQuery)
	q := param.Query(p, of)
	if err := p.Done(); err != nil {
		return err
	}
	if err := staffAlone(c, "explain", q.Explain); err != nil {
		return err
	}
	if err := staffAlone(c, "private", q.Private); err != nil {
		return err
	}
	page, err := s.finder.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	if all := page.Query.All; all != nil {
		again := c.Request.URL.Query()
		again.Set("match", "all")
		again.Del("cursor")
		all.URL = c.Request.URL.Path + "?" + again.Encode()
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, page)
}

// staffAlone refuses a parameter that is set without the right of staff.
func staffAlone(c *gin.Context, name string, set bool) error {
	if set && !keys.CallerMay(c.Request.Context(), keys.Staff) {
		return answer.Forbidden("%s needs a key with the right %q", name, keys.Staff)
	}
	return nil
}

// A facetAnswer is one page of the values of a facet.
type facetAnswer struct {
	Facet  string        `json:"facet"`
	Values []index.Count `json:"values"`
	Next   *string       `json:"next"`
}

// facet answers GET /v1/facets/{name}: all values of one facet under the same
// filters as a search.
func (s *Server) facet(c *gin.Context) error {
	name := c.Param("name")
	p := param.New(c.Request.URL.RawQuery)
	of := index.Articles
	if p.Choice("of", "articles", "quotes") == "quotes" {
		of = index.Quotes
	}
	if names := index.FacetsOf(of); !slices.Contains(names, name) {
		return &index.Error{
			Kind: index.NotFound, Op: "server.facet", Text: "there is no such facet: choose from " + strings.Join(names, ", "),
		}
	}
	q := param.Filters(p, of)
	q.Sort = index.Sort(p.Choice("sort", string(index.ByRelevance), string(index.Newest), string(index.Oldest)))
	prefix := p.Word("prefix", param.MaxPrefix)
	size := p.Integer("size", 1, index.MaxFacetSize-1, 100)
	after, err := param.ReadOffset(p.Word("cursor", param.MaxCursor))
	if err != nil {
		p.Fault(err)
	}
	if err := p.Done(); err != nil {
		return err
	}
	// One value more than asked for shows whether there is a next page.
	q.Facets = []search.FacetRequest{{Name: name, Size: size + 1, Prefix: prefix, After: after}}
	page, err := s.finder.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	list := facetAnswer{Facet: name, Values: []index.Count{}}
	for i, v := range page.Facets[name] {
		// Selected values are listed on the first page, however rare they are, and not
		// again at their place.
		if i < size && (after == 0 || !v.Selected) || i >= size && after == 0 && v.Selected {
			list.Values = append(list.Values, v)
		}
	}
	if len(page.Facets[name]) > size {
		list.Next = new(param.WriteOffset(after + size))
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, list)
}
