// Package pages answers the public pages: results, articles, quotes, people, offices,
// topics, the description of the API, and what other sites, feed readers and crawlers
// read. It chooses and fills the views of package web; package desk adds what staff see.
package pages

import (
	"context"
	"io"
	"net/http"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/desk"
	"warta/server/directory"
	"warta/server/finder"
	"warta/server/profile"
	"warta/server/web"
)

// An Archive answers what pages show beside results of searches.
type Archive interface {
	// Article returns the newest reading of an article.
	Article(ctx context.Context, id string) (*article.Article, error)
	// Quote returns one quote; a hidden one is Gone unless hidden ones are asked for.
	Quote(ctx context.Context, id string, hidden bool) (archive.FoundQuote, error)
	profile.Archive
}

// Options are the parts of a [Site]. All but ReadNeedsKey are needed.
type Options struct {
	Archive Archive
	Finder  *finder.Finder
	Names   *directory.Directory
	Views   *web.Pages
	API     *web.DocsView // the description of all calls, without Base
	Desk    *desk.Desk
	Sender  answer.Sender
	Base    func(*http.Request) string // scheme and host under which readers reach the service
	Now     func() time.Time

	ReadNeedsKey bool // the API needs a key: pages do not link to it
}

// A Site answers pages. Its methods are handlers that return the error to be shown; they
// are safe for concurrent use.
type Site struct{ Options }

// New returns a site.
func New(o Options) *Site { return &Site{o} }

// Asset answers GET /aset/{name}.
func (s *Site) Asset(w http.ResponseWriter, r *http.Request) error {
	a, ok := s.Views.Asset(r.PathValue("name"))
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "pages.Asset", Text: "there is no such file: load the page again"}
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	s.Sender.Send(w, r, http.StatusOK, a.Type, a.Body)
	return nil
}

// Docs answers GET /docs: the description of all calls.
func (s *Site) Docs(w http.ResponseWriter, r *http.Request) error {
	view := *s.API
	view.Base = s.Base(r)
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Docs(out, &view) })
}
