package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/server/answer"
	"warta/server/keys"
	"warta/server/web"
)

// open is the need of a route that never needs a key, whatever the settings.
const open keys.Scope = ""

const batchPath = "/v1/articles/batch"

// A route is one call, with the right that it needs.
type route struct {
	method, path string
	need         keys.Scope
	answer       func(*gin.Context) error
}

// routes lists every call of the service.
func (s *Server) routes() []route {
	return []route{
		{http.MethodPost, "/v1/articles", keys.Ingest, s.putArticle},
		{http.MethodPost, batchPath, keys.Ingest, s.batch},
		{http.MethodPost, "/v1/parse", keys.Read, s.parse},
		{http.MethodGet, "/v1/articles/:id", keys.Read, s.article},
		{http.MethodDelete, "/v1/articles/:id", keys.Ingest, s.removeArticle},
		{http.MethodGet, "/v1/articles/:id/versions", keys.Read, s.versions},
		{http.MethodGet, "/v1/articles/:id/similar", keys.Read, s.similar},
		{http.MethodGet, "/v1/search", keys.Read, s.search},
		{http.MethodGet, "/v1/suggest", keys.Read, s.suggest},
		{http.MethodGet, "/v1/quotes", keys.Read, s.quotes},
		{http.MethodGet, "/v1/quotes/:id", keys.Read, s.oneQuote},
		{http.MethodPatch, "/v1/quotes/:id", keys.Staff, s.correctQuote},
		{http.MethodGet, "/v1/export", keys.Read, s.export},
		{http.MethodGet, "/v1/facets/:name", keys.Read, s.facet},
		{http.MethodGet, "/v1/officials", keys.Read, s.officials},
		{http.MethodGet, "/v1/officials/:id", keys.Read, s.official},
		{http.MethodPost, "/v1/officials/:id/merge", keys.Staff, s.mergeOfficial},
		{http.MethodPost, "/v1/officials/:id/split", keys.Staff, s.splitOfficial},
		{http.MethodPost, "/v1/officials/:id/rename", keys.Staff, s.renameOfficial},
		{http.MethodPost, "/v1/officials/:id/suppress", keys.Staff, s.suppressOfficial},
		{http.MethodGet, "/v1/roster", keys.Staff, s.roster},
		{http.MethodPut, "/v1/roster", keys.Admin, s.putRoster},
		{http.MethodGet, "/v1/roster/versions", keys.Staff, s.rosterVersions},
		{http.MethodGet, "/v1/satker", keys.Read, s.offices},
		{http.MethodGet, "/v1/satker/:code", keys.Read, s.office},
		{http.MethodGet, "/v1/topics", keys.Read, s.topics},

		{http.MethodGet, "/v1/admin/status", keys.Admin, s.status},
		{http.MethodGet, "/v1/admin/writes", keys.Admin, s.writes},
		{http.MethodPost, "/v1/admin/reindex", keys.Admin, s.reindex},
		{http.MethodPost, "/v1/admin/check", keys.Admin, s.check},
		{http.MethodPost, "/v1/admin/backup", keys.Admin, s.backup},
		{http.MethodGet, "/v1/admin/keys", keys.Admin, s.listKeys},
		{http.MethodPost, "/v1/admin/keys", keys.Admin, s.addKey},
		{http.MethodDelete, "/v1/admin/keys/:id", keys.Admin, s.revokeKey},

		{http.MethodGet, "/healthz", open, s.health},
		{http.MethodGet, "/readyz", open, s.ready},
		{http.MethodGet, "/openapi.json", open, s.description},

		{http.MethodGet, "/", open, page(s.pages.Search)},
		{http.MethodGet, "/kutipan", open, page(s.pages.Quotes)},
		{http.MethodGet, "/kutipan/:id", open, page(s.pages.Quote)},
		{http.MethodPost, "/kutipan/:id", keys.Staff, page(s.desk.CorrectQuote)},
		{http.MethodGet, "/masuk", open, page(s.desk.SignInPage)},
		{http.MethodPost, "/masuk", open, page(s.desk.SignIn)},
		{http.MethodPost, "/keluar", open, page(s.desk.SignOut)},
		{http.MethodGet, "/saring/:name", open, page(s.pages.Facet)},
		{http.MethodGet, "/saran", open, page(s.pages.Suggest)},
		{http.MethodGet, "/artikel/:id", open, page(s.pages.Article)},
		{http.MethodGet, web.PeoplePath, open, page(s.pages.People)},
		{http.MethodGet, "/pejabat/:id", open, page(s.pages.Official)},
		{http.MethodGet, "/satker/:code", open, page(s.pages.Office)},
		{http.MethodGet, "/topik/:id", open, page(s.pages.Topic)},
		{http.MethodGet, web.RegulationsPath, open, page(s.pages.Regulations)},
		{http.MethodGet, web.RegulationsPath + "/:kind/:number/:year", open, page(s.pages.Regulation)},
		{http.MethodGet, "/pasang", open, page(s.pages.Widget)},
		{http.MethodGet, "/widget.js", open, page(s.pages.WidgetScript)},
		{http.MethodGet, "/widget.json", open, page(s.pages.WidgetResults)},
		{http.MethodGet, "/docs", open, page(s.pages.Docs)},
		{http.MethodGet, "/problems/:slug", open, page(s.pages.ProblemType)},
		{http.MethodGet, "/aset/:name", open, page(s.pages.Asset)},
		{http.MethodGet, "/feed.atom", open, page(s.pages.Feed)},
		{http.MethodGet, "/opensearch.xml", open, page(s.pages.OpenSearch)},
		{http.MethodGet, "/sitemap.xml", open, page(s.pages.Sitemap)},
		{http.MethodGet, "/robots.txt", open, page(s.pages.Robots)},
	}
}

// page returns the handler of a page, which knows no gin.
func page(f func(http.ResponseWriter, *http.Request) error) func(*gin.Context) error {
	return func(c *gin.Context) error {
		for _, p := range c.Params {
			c.Request.SetPathValue(p.Key, p.Value)
		}
		return f(c.Writer, c.Request)
	}
}

func (s *Server) addRoutes(e *gin.Engine) {
	e.Use(identify, s.logged, s.guarded, s.recovered, s.shared, s.bounded, s.authenticated, s.named, s.limited, s.holding)
	for _, r := range s.routes() {
		e.Handle(r.method, r.path, s.allowed(r.need), s.handle(r.answer))
		if r.method == http.MethodGet {
			e.HEAD(r.path, s.allowed(r.need), s.handle(r.answer))
		}
	}
	// The address of batches is not the page of an article with the id "batch".
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodDelete} {
		e.Handle(method, batchPath, s.handle(s.noMethod))
	}
	e.NoRoute(s.handle(s.noRoute))
	e.NoMethod(s.handle(s.noMethod))
}

// noRoute answers for an address that no route has. One with a slash too many leads to the page
// without it.
func (s *Server) noRoute(c *gin.Context) error {
	if to, ok := s.withoutSlash(c.Request); ok {
		c.Header("Cache-Control", s.sender.CacheControl())
		c.Header("Location", to)
		c.Status(http.StatusMovedPermanently)
		return nil
	}
	return answer.NoAddress("there is nothing at this address: /openapi.json describes every call")
}

// withoutSlash returns the address of a request without the slashes at the end of its path, if a
// page or file is there. Calls of the API are none: programs write them as they are described.
func (s *Server) withoutSlash(r *http.Request) (string, bool) {
	path := r.URL.EscapedPath()
	bare := strings.TrimRight(path, "/")
	if bare == path || strings.HasPrefix(path, "/v1/") || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return "", false
	}
	if !slices.ContainsFunc(s.routes(), func(route route) bool { return route.method == http.MethodGet && leads(bare, route.path) }) {
		return "", false
	}
	if r.URL.RawQuery != "" {
		bare += "?" + r.URL.RawQuery
	}
	return bare, true
}

// leads reports whether a path is one of a route, whose parameters are any part but an empty one.
func leads(path, route string) bool {
	parts, want := strings.Split(path, "/"), strings.Split(route, "/")
	if len(parts) != len(want) {
		return false
	}
	for i, part := range parts {
		if part != want[i] && (part == "" || !strings.HasPrefix(want[i], ":")) {
			return false
		}
	}
	return true
}

func (s *Server) noMethod(c *gin.Context) error {
	allow := c.Writer.Header().Get("Allow") // gin has filled it
	if c.Request.URL.Path == batchPath {
		allow = http.MethodPost
	}
	methods := strings.Split(allow, ",")
	for i := range methods {
		methods[i] = strings.TrimSpace(methods[i])
	}
	slices.Sort(methods)
	allow = strings.Join(slices.Compact(methods), ", ")
	return &answer.Refusal{
		Status: http.StatusMethodNotAllowed, Slug: "method-not-allowed", Title: "This method is not allowed here",
		Text:   fmt.Sprintf("use one of: %s", allow),
		Header: http.Header{"Allow": {allow}},
	}
}
