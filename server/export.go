package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/render"
)

const (
	// exportRows is how many rows an export has for somebody without a key.
	exportRows = 10_000
	// maxExports is how many exports and sitemaps run at once: each asks one page
	// after the other and so holds at most one of the places of searches.
	maxExports = 2
)

// export answers GET /v1/export: the whole result of a search by date, row by
// row. Only one page of it is in memory at a time.
func (s *Server) export(c *gin.Context) error {
	p := newParams(c.Request.URL.RawQuery)
	of, name, write := index.Articles, "articles", render.ArticlesCSV
	if p.choice("kind", "articles", "quotes") == "quotes" {
		of, name, write = index.Quotes, "quotes", render.QuotesCSV
	}
	delete(p.values, "kind") // which means the kinds of quotes in a search
	if of == index.Quotes {
		p.rename("quote_kind", "kind")
	}
	format := p.choice("format", "ndjson", "csv")
	q := readFilters(p, of)
	q.Sort = index.Newest
	if p.choice("sort", string(index.Newest), string(index.Oldest)) == string(index.Oldest) {
		q.Sort = index.Oldest
	}
	q.Collapse = p.yes("collapse", true)
	if err := p.done(); err != nil {
		return err
	}
	kind, ending := "application/x-ndjson; charset=utf-8", "ndjson"
	if format == "csv" {
		kind, ending = "text/csv; charset=utf-8; header=present", "csv"
	} else {
		write = render.Hits
	}
	limit := exportRows
	if _, ok := caller(c); ok {
		limit = 0
	}
	if c.Request.Method == http.MethodHead { // which asks how many there are
		limit = 1
	}
	head := true
	return s.walk(c, q, limit, func(page *search.Page) error {
		if head {
			c.Header("Content-Type", kind)
			c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="warta-%s.%s"`, name, ending))
			c.Header("Cache-Control", "no-store")
			c.Header("X-Total-Count", strconv.Itoa(page.Total))
			c.Status(http.StatusOK)
		}
		err := write(c.Writer, page, head)
		head = false
		return err
	})
}

// walk gives each page of the result of q, at most limit hits, 0 for all, and at
// least one page. Each page has the time of an answer of its own: the whole may
// take long.
func (s *Server) walk(c *gin.Context, q search.Query, limit int, give func(*search.Page) error) error {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	default:
		return &index.Error{
			Kind: index.Busy, Op: "server.walk", RetryAfter: walkRetry,
			Text: fmt.Sprintf("%d exports run already: ask for this one again in a moment", maxExports),
		}
	}
	for given := 0; ; {
		giveTime(c, 2*s.opts.WriteTimeout) // for finding a page, and for sending it
		q.Size = index.MaxSize
		if limit > 0 {
			q.Size = min(q.Size, limit-given)
		}
		page, err := s.findAtLast(c.Request.Context(), q)
		if err != nil {
			return err
		}
		if err := give(page); err != nil {
			return fmt.Errorf("send a page of results: %w", err)
		}
		given += q.Size
		if page.Next == nil || limit > 0 && given >= limit {
			return nil
		}
		q.Cursor = *page.Next
	}
}

// walkRetry is when an export that found no place may come again.
const walkRetry = 10 * time.Second

// findAtLast is find for somebody who can wait while the service is busy: what
// was begun shall be ended.
func (s *Server) findAtLast(ctx context.Context, q search.Query) (*search.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.WriteTimeout)
	defer cancel()
	for {
		page, err := s.find(ctx, q)
		if index.KindOf(err) != index.Busy || err == nil {
			return page, err
		}
		select {
		case <-time.After(retryAfter / 4):
		case <-ctx.Done():
			return nil, err
		}
	}
}
