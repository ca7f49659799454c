package pages

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/server/param"
	"warta/server/web"
)

const (
	// pageVersions is how many versions of an article, the newest, its page lists.
	pageVersions = 20
	// mostVersions is how many the page of one version reads: a dropped quote leads to one
	// of the newest 50 before the standing one.
	mostVersions = 60
	// pageSimilar is how many similar articles a page names, and pageCopies how many
	// hits are searched for copies.
	pageSimilar = 5
	pageCopies  = 20
)

// Article answers GET /artikel/{id}: our copy of an article, in which each paragraph and
// quote has an address. With versi=semua it lists the versions that were received, with
// versi=N it shows one of them.
func (s *Site) Article(w http.ResponseWriter, r *http.Request) error {
	id, err := param.ArticleID(r.PathValue("id"))
	if err != nil {
		return err
	}
	ctx := r.Context()
	newest, err := s.Archive.Article(ctx, id)
	if err != nil {
		return fmt.Errorf("show an article: %w", err)
	}
	shown := newest
	asked := param.ForPage(r.URL.RawQuery).Word("versi", param.MaxPrefix)
	var versions []archive.Version
	number := 0
	if asked != "" {
		n, noNumber := strconv.Atoi(asked)
		if noNumber != nil {
			n = 0
		}
		if versions, err = s.versions(ctx, id, n); err != nil {
			return err
		}
		if noNumber == nil {
			at := slices.IndexFunc(versions, func(v archive.Version) bool { return v.Version == n })
			if at < 0 {
				return &index.Error{Kind: index.NotFound, Op: "pages.Article", Text: "there is no such version of this article"}
			}
			if number = n; at > 0 && versions[at].Article != nil {
				shown = versions[at].Article
				shown.ID = id
			}
		} else if len(versions) > 0 {
			number = versions[0].Version
		}
	}
	view := web.NewArticleView(s.Base(r), shown, s.Names)
	view.AddVersions(versions, number)
	if err := s.addNeighbours(ctx, view, newest); err != nil {
		return err
	}
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Article(out, view) })
}

// versions returns the newest versions of an article, and for the number of an older one
// those down to it, at most mostVersions.
func (s *Site) versions(ctx context.Context, id string, number int) (list []archive.Version, err error) {
	for before := uint64(0); ; {
		var some []archive.Version
		some, before, err = s.Finder.Versions(ctx, id, before, pageVersions)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
		if before == 0 || len(list) >= mostVersions || len(some) == 0 || number <= 0 || some[len(some)-1].Version <= number {
			return list, nil
		}
	}
}

// addNeighbours adds the copies of an article and similar articles. An article that is
// not searchable yet has none.
func (s *Site) addNeighbours(ctx context.Context, view *web.ArticleView, a *article.Article) error {
	page, err := s.Finder.Similar(ctx, a.ID, pageSimilar)
	switch {
	case err == nil:
		view.AddSimilar(page.Hits)
	case index.KindOf(err) != index.NotFound:
		return err
	}
	title := strings.Join(strings.Fields(strings.ReplaceAll(a.Title, `"`, " ")), " ")
	if title == "" {
		return nil
	}
	found, err := s.Finder.Search(ctx, search.Query{Text: `judul:"` + title + `"`, Sort: index.Oldest, Size: pageCopies})
	if err != nil {
		return err
	}
	view.AddCopies(slices.DeleteFunc(found.Hits, func(h search.Hit) bool { return h.ID == a.ID || !web.IsCopy(a, h.Article) }))
	return nil
}
