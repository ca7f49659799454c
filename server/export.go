package server

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/answer"
	"warta/server/param"
	"warta/server/render"
)

// exportRows is how many rows an export has without a key.
const exportRows = 10_000

// export answers GET /v1/export: the complete result of a search by date, row by row. One
// page of it is in memory at a time.
func (s *Server) export(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	of, name := index.Articles, "articles"
	if p.Choice("kind", "articles", "quotes") == "quotes" {
		of, name = index.Quotes, "quotes"
	}
	p.Forget("kind") // Filters reads the kinds of quotes under this name
	if of == index.Quotes {
		p.Rename("quote_kind", "kind")
	}
	q := param.Filters(p, of)
	q.Sort = index.Newest
	if p.Choice("sort", string(index.Newest), string(index.Oldest)) == string(index.Oldest) {
		q.Sort = index.Oldest
	}
	q.Collapse = p.Bool("collapse", true)
	form := s.exportForm(c, p, q)
	if of == index.Quotes && form.ending == "ndjson" { // tables have the number of places alone
		q.Places = search.MaxPlaces
	}
	if err := p.Done(); err != nil {
		return err
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
			c.Header("Content-Type", form.kind)
			c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="warta-%s.%s"`, name, form.ending))
			c.Header("Cache-Control", "no-store")
			c.Header("X-Total-Count", strconv.Itoa(page.Total))
			c.Status(http.StatusOK)
		}
		err := form.write(c.Writer, page, head)
		head = false
		return err
	})
}

// An exportForm is one form of an export.
type exportForm struct {
	kind, ending string
	write        func(w io.Writer, page *search.Page, head bool) error
}

// exportForm reads which form is wanted: lines of JSON for programs, or a table for people,
// which alone has a separator.
func (s *Server) exportForm(c *gin.Context, p *param.Set, q search.Query) exportForm {
	base := s.base(c.Request)
	separator := p.Choice("separator", "comma", "semicolon", "tab")
	if p.Choice("format", "ndjson", "csv") != "csv" {
		if separator != "" {
			p.Fault(answer.Invalid("separator", "separator=%s stands between cells of a table: add format=csv", separator))
		}
		return exportForm{"application/x-ndjson; charset=utf-8", "ndjson", func(w io.Writer, page *search.Page, _ bool) error { return render.Hits(w, base, page) }}
	}
	separator = cmp.Or(separator, "comma")
	t := render.Table{Base: base, Separator: render.Separators[separator], Stories: q.Collapse}
	form := exportForm{"text/csv; charset=utf-8; header=present", "csv", t.Articles}
	if q.Of == index.Quotes {
		form.write = t.Quotes
	}
	if separator == "tab" {
		form.kind, form.ending = "text/tab-separated-values; charset=utf-8", "tsv"
	}
	return form
}
