package server

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/param"
	"warta/server/render"
)

// exportRows is how many rows an export has without a key.
const exportRows = 10_000

// export answers GET /v1/export: the complete result of a search by date, row by row. One
// page of it is in memory at a time.
func (s *Server) export(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	of, name, write := index.Articles, "articles", render.ArticlesCSV
	if p.Choice("kind", "articles", "quotes") == "quotes" {
		of, name, write = index.Quotes, "quotes", render.QuotesCSV
	}
	p.Forget("kind") // Filters reads the kinds of quotes under this name
	if of == index.Quotes {
		p.Rename("quote_kind", "kind")
	}
	format := p.Choice("format", "ndjson", "csv")
	q := param.Filters(p, of)
	q.Sort = index.Newest
	if p.Choice("sort", string(index.Newest), string(index.Oldest)) == string(index.Oldest) {
		q.Sort = index.Oldest
	}
	q.Collapse = p.Bool("collapse", true)
	if of == index.Quotes {
		q.Places = search.MaxPlaces
	}
	if err := p.Done(); err != nil {
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
	if c.Request.Method == http.MethodHead { // asks for X-Total-Count
		limit = 1
	}
	head := true
	return s.finder.Walk(c.Request.Context(), c.Writer, q, limit, func(page *search.Page) error {
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
