package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/server/web"
)

const (
	// pageVersions is how many states of an article its page lists: the newest.
	pageVersions = 20
	// pageSimilar is how many similar articles a page names, and pageCopies how many
	// hits are looked at for copies.
	pageSimilar = 5
	pageCopies  = 20
)

// articlePage answers GET /artikel/{id}: our copy of an article, where every
// paragraph and quote has an address. With versi=semua it lists the states of the
// article as they were received, with versi=N it shows one of them.
func (s *Server) articlePage(c *gin.Context) error {
	id, err := articleID(c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	newest, err := s.archive.Article(ctx, id)
	if err != nil {
		return fmt.Errorf("show an article: %w", err)
	}
	shown := newest
	asked := newPageParams(c.Request.URL.RawQuery).word("versi", maxPrefix)
	var versions []archive.Version
	number := 0
	if asked != "" {
		if versions, err = s.versionsOf(ctx, id); err != nil {
			return err
		}
		if n, err := strconv.Atoi(asked); err == nil {
			at := slices.IndexFunc(versions, func(v archive.Version) bool { return v.Version == n })
			if at < 0 {
				return &index.Error{Kind: index.NotFound, Op: "server.articlePage", Text: "there is no such version of this article"}
			}
			if number = n; at > 0 && versions[at].Article != nil {
				shown = versions[at].Article
				shown.ID = id
			}
		} else if len(versions) > 0 {
			number = versions[0].Version
		}
	}
	view := web.NewArticleView(s.base(c.Request), shown, s.dir)
	view.AddVersions(versions, number)
	if err := s.addNeighbours(ctx, view, newest); err != nil {
		return err
	}
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return s.pages.Article(w, view) })
}

// versionsOf lists the newest states of an article. Each is read anew, so they take
// a place.
func (s *Server) versionsOf(ctx context.Context, id string) ([]archive.Version, error) {
	release, err := s.place(ctx, s.parses)
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.opts.QueryTimeout)
	defer cancel()
	list, _, err := s.archive.Versions(ctx, id, 0, pageVersions)
	if err != nil {
		return nil, fmt.Errorf("list the versions of an article: %w", err)
	}
	return list, nil
}

// addNeighbours adds the copies of an article and what is like it. An article that
// searches do not know yet has none.
func (s *Server) addNeighbours(ctx context.Context, view *web.ArticleView, a *article.Article) error {
	var page *search.Page
	err := s.inPlace(ctx, func(ctx context.Context) (err error) {
		page, err = s.archive.Similar(ctx, a.ID, pageSimilar)
		return err
	})
	switch {
	case err == nil:
		view.AddSimilar(page.Hits)
	case index.KindOf(err) != index.NotFound:
		return fmt.Errorf("find similar articles: %w", err)
	}
	title := strings.Join(strings.Fields(strings.ReplaceAll(a.Title, `"`, " ")), " ")
	if title == "" {
		return nil
	}
	found, err := s.find(ctx, search.Query{Text: `judul:"` + title + `"`, Sort: index.Oldest, Size: pageCopies})
	if err != nil {
		return err
	}
	view.AddCopies(slices.DeleteFunc(found.Hits, func(h search.Hit) bool { return h.ID == a.ID || !web.IsCopy(a, h.Article) }))
	return nil
}
