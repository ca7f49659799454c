package server

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/web"
)

// What a page of results asks for of each facet: as many values as people look
// through there. Dates are all asked for, because they are drawn.
var pageFacets = []search.FacetRequest{
	{Name: index.FacetOfficial, Size: web.PageOfficials},
	{Name: index.FacetSatker, Size: web.PageSatker},
	{Name: index.FacetTopic, Size: web.PageTopics},
	{Name: index.FacetDate, Size: web.PageDates},
}

// searchPage answers GET /.
func (s *Server) searchPage(c *gin.Context) error {
	return s.resultPage(c, "/", index.Articles, s.pages.Search)
}

// quotesPage answers GET /kutipan.
func (s *Server) quotesPage(c *gin.Context) error {
	return s.resultPage(c, "/kutipan", index.Quotes, s.pages.Quotes)
}

func (s *Server) resultPage(c *gin.Context, path string, of index.Of, render func(io.Writer, *web.SearchView) error) error {
	q, p := readPageQuery(c, of)
	q.Sort = index.Sort(p.choice("sort", string(index.ByRelevance), string(index.Newest), string(index.Oldest)))
	q.Cursor = p.word("cursor", maxCursor)
	q.Size, q.Collapse, q.Highlight, q.Facets = 10, true, true, pageFacets
	page, err := s.find(c.Request.Context(), q)
	expired := false
	if q.Cursor != "" && slices.Contains([]index.Kind{index.Expired, index.Invalid}, index.KindOf(err)) && err != nil {
		// An old link to a later page: its first page is better than an error.
		expired, q.Cursor = true, ""
		page, err = s.find(c.Request.Context(), q)
	}
	if err != nil {
		return err
	}
	view := web.NewSearchView(s.base(c.Request), path, q, page, s.dir)
	view.Expired = expired
	if s.opts.ReadNeedsKey { // the table comes from the API
		view.CSV = ""
	}
	if err := s.addHelp(c.Request.Context(), view, q); err != nil {
		return err
	}
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return render(w, view) })
}

// readPageQuery reads what a page of results is asked for.
func readPageQuery(c *gin.Context, of index.Of) (search.Query, *params) {
	p := newPageParams(c.Request.URL.RawQuery)
	q := readFilters(p, of)
	q.Text = strings.TrimSpace(q.Text)
	return q, p
}

// facetPage answers GET /saring/{name}: all values of one facet under the filters
// of a page of results, to be searched and chosen from.
func (s *Server) facetPage(c *gin.Context) error {
	name := c.Param("name")
	if !slices.Contains(index.FacetNames, name) {
		return &index.Error{Kind: index.NotFound, Op: "server.facetPage", Text: "there is no such facet: choose from " + strings.Join(index.FacetNames, ", ")}
	}
	const size = 100
	of := index.Articles
	if c.Query("of") == web.OfQuotes {
		of = index.Quotes
	}
	q, p := readPageQuery(c, of)
	prefix := strings.TrimSpace(p.word("prefix", maxPrefix))
	after, err := readPlace(p.word("cursor", maxCursor))
	if err != nil {
		after = 0
	}
	// One value more than is shown tells whether there is a next stretch.
	q.Facets = []search.FacetRequest{{Name: name, Size: size + 1, Prefix: prefix, After: after}}
	page, err := s.find(c.Request.Context(), q)
	if err != nil {
		return err
	}
	values, next := page.Facets[name], ""
	if len(values) > size {
		values, next = values[:size], writePlace(after+size)
	}
	view := web.NewFacetView(name, q, prefix, values, next, s.dir)
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return s.pages.Facet(w, view) })
}

// asset answers GET /aset/{name}.
func (s *Server) asset(c *gin.Context) error {
	a, ok := s.pages.Asset(c.Param("name"))
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "server.asset", Text: "there is no such file: pages name the ones there are"}
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	s.send(c, http.StatusOK, a.Type, a.Body)
	return nil
}

func (s *Server) writePage(c *gin.Context, status int, render func(io.Writer) error) error {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	s.send(c, status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// wantsPage reports whether a problem is to be told to a person.
func wantsPage(c *gin.Context) bool {
	return isPage(c.Request.URL.Path) && strings.Contains(c.GetHeader("Accept"), "text/html")
}

// failPage tells a problem to a person.
func (s *Server) failPage(c *gin.Context, p problem) {
	v := &web.ProblemView{
		Head: web.Head{Path: "/"}, Status: p.Status, RequestID: p.RequestID,
		Heading: "Ada yang tidak beres", Text: "Kesalahan ada di pihak kami. Coba lagi; bila tetap terjadi, beri tahu kami nomor permintaan di bawah.",
	}
	switch p.Status {
	case http.StatusNotFound:
		v.Heading, v.Text = "Halaman tidak ditemukan", "Alamat ini tidak menunjuk ke halaman mana pun. Mungkin salah ketik, atau tautannya sudah lama."
	case http.StatusGone:
		v.Heading, v.Text = "Artikel sudah ditarik", "Artikel ini pernah ada dan sudah dihapus dari pencarian."
		if strings.HasPrefix(c.Request.URL.Path, "/kutipan/") {
			v.Heading, v.Text = "Kutipan tidak ditampilkan lagi", "Kutipan ini pernah ada. Artikelnya sudah berubah, atau kutipannya ditarik."
		}
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		v.Heading, v.Text = "Sedang sibuk", "Terlalu banyak permintaan saat ini. Coba lagi beberapa saat lagi."
	case http.StatusUnprocessableEntity:
		v.Heading, v.Text = "Pencarian terlalu berat", "Pakai lebih sedikit kata, atau persempit dengan tanggal, satuan kerja, atau topik."
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestURITooLong, http.StatusUnauthorized, http.StatusForbidden:
		v.Heading, v.Text = "Permintaan tidak dapat dibaca", "Periksa alamatnya, atau mulai lagi dari halaman pencarian."
	}
	v.Title = v.Heading
	if err := s.writePage(c, p.Status, func(w io.Writer) error { return s.pages.Problem(w, v) }); err != nil {
		s.log.ErrorContext(c.Request.Context(), "show a problem", "request", p.RequestID, "err", err)
		c.Status(p.Status)
	}
}
