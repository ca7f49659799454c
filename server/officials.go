package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/people"
	"warta/index/search"
	"warta/server/keys"
	"warta/server/param"
	"warta/server/profile"
)

// A namedCount is an official in a list.
type namedCount struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"` // articles that name the official
	// Private marks private people, whom only staff see.
	Private bool `json:"private,omitempty"`
}

// officials answers GET /v1/officials: the people who hold an office or speak under a full
// name, those in most articles first; for staff also private people.
func (s *Server) officials(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	prefix := p.Word("prefix", param.MaxPrefix)
	size := p.Integer("size", 1, index.MaxFacetSize-1, 100)
	after, err := param.ReadOffset(p.Word("cursor", param.MaxCursor))
	if err != nil {
		p.Fault(err)
	}
	private := p.Bool("private", false)
	if err := p.Done(); err != nil {
		return err
	}
	if err := staffAlone(c, "private", private); err != nil {
		return err
	}
	page, err := s.finder.Search(c.Request.Context(), search.Query{
		Private: private,
		Facets:  []search.FacetRequest{{Name: index.FacetOfficial, Size: size + 1, Prefix: prefix, After: after}},
	})
	if err != nil {
		return err
	}
	answer := struct {
		Officials []namedCount `json:"officials"`
		Next      *string      `json:"next"`
	}{Officials: []namedCount{}}
	for i, v := range page.Facets[index.FacetOfficial] {
		if i == size {
			answer.Next = new(param.WriteOffset(after + size))
			break
		}
		answer.Officials = append(answer.Officials, namedCount{v.Value, v.Label, v.Count, people.IsPrivate(v.Value)})
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, answer)
}

// official answers GET /v1/officials/{id}. Former ids of an official lead to them too.
func (s *Server) official(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	o, err := profile.Read(c.Request.Context(), s.archive, s.finder, c.Param("id"))
	if err != nil {
		return err
	}
	if !keys.CallerMay(c.Request.Context(), keys.Staff) {
		o.ShortNames, o.MaybeSame = nil, nil
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, o)
}
