package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/param"
)

// suggest answers GET /v1/suggest: completions of the text of a search box.
func (s *Server) suggest(c *gin.Context) error {
	const few = 10
	p := param.New(c.Request.URL.RawQuery)
	text := p.Text("q")
	size := p.Integer("size", 1, search.MaxSuggestions, few)
	private := p.Bool("private", false)
	if err := p.Done(); err != nil {
		return err
	}
	if err := staffAlone(c, "private", private); err != nil {
		return err
	}
	list, err := s.finder.Suggest(c.Request.Context(), text, size, private)
	if err != nil {
		return err
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, struct {
		Suggestions []search.Suggestion `json:"suggestions"`
	}{list})
}

// similar answers GET /v1/articles/{id}/similar.
func (s *Server) similar(c *gin.Context) error {
	const few = 10
	p := param.New(c.Request.URL.RawQuery)
	size := p.Integer("size", 1, index.MaxSize, few)
	if err := p.Done(); err != nil {
		return err
	}
	id, err := param.ArticleID(c.Param("id"))
	if err != nil {
		return err
	}
	page, err := s.finder.Similar(c.Request.Context(), id, size)
	if err != nil {
		return err
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, page)
}
