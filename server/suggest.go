package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
)

// suggest answers GET /v1/suggest: what the text of a search box may become.
func (s *Server) suggest(c *gin.Context) error {
	const few = 10
	p := newParams(c.Request.URL.RawQuery)
	text := p.text("q")
	size := p.integer("size", 1, search.MaxSuggestions, few)
	private := p.yes("private", false)
	if err := p.done(); err != nil {
		return err
	}
	if err := staffAlone(c, "private", private); err != nil {
		return err
	}
	ask := s.archive.Suggest
	if private {
		ask = s.archive.SuggestInside
	}
	var list []search.Suggestion
	err := s.inPlace(c.Request.Context(), func(ctx context.Context) (err error) {
		list, err = ask(ctx, text, size)
		return err
	})
	if err != nil {
		return fmt.Errorf("suggest: %w", err) // without the text, which is the reader's
	}
	return s.writeJSON(c, http.StatusOK, struct {
		Suggestions []search.Suggestion `json:"suggestions"`
	}{list})
}

// similar answers GET /v1/articles/{id}/similar.
func (s *Server) similar(c *gin.Context) error {
	const few = 10
	p := newParams(c.Request.URL.RawQuery)
	size := p.integer("size", 1, index.MaxSize, few)
	if err := p.done(); err != nil {
		return err
	}
	id, err := articleID(c.Param("id"))
	if err != nil {
		return err
	}
	var page *search.Page
	err = s.inPlace(c.Request.Context(), func(ctx context.Context) (err error) {
		page, err = s.archive.Similar(ctx, id, size)
		return err
	})
	if err != nil {
		return fmt.Errorf("find similar articles: %w", err)
	}
	return s.writeJSON(c, http.StatusOK, page)
}
