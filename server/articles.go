package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/keys"
	"warta/server/param"
)

// A putAnswer is the result of one article that was sent.
type putAnswer struct {
	ID       string            `json:"id"`
	Result   archive.Outcome   `json:"result"`
	Article  *article.Article  `json:"article,omitempty"`
	Warnings []article.Warning `json:"warnings"`
	Code     string            `json:"code,omitempty"`   // of a rejected one: the last part of a problem's type
	Field    string            `json:"field,omitempty"`  // of a rejected one
	Detail   string            `json:"detail,omitempty"` // of a rejected one
}

func newPutAnswer(r archive.Receipt) putAnswer {
	a := putAnswer{ID: r.ID, Result: r.Result, Article: r.Article, Warnings: []article.Warning{}}
	if r.Article != nil && r.Article.Warnings != nil {
		a.Warnings = r.Article.Warnings
	}
	if r.Err != nil {
		p := answer.ProblemOf(r.Err)
		a.Code, a.Field, a.Detail = p.Slug(), p.Field, p.Detail
	}
	return a
}

// putArticle answers POST /v1/articles. An article answered with 2xx is on disk.
func (s *Server) putArticle(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	how := readHow(p)
	in, err := s.readIncoming(c, p)
	if err != nil {
		return err
	}
	k, _ := caller(c)
	in.Key, in.Split, in.Restore = k.ID, how.split, how.restore
	if err := s.mayPut(k, in); err != nil {
		return err
	}
	receipts, err := s.put(c.Request.Context(), k, in)
	if err != nil {
		return fmt.Errorf("put an article: %w", err)
	}
	status := http.StatusOK
	answers := make([]putAnswer, len(receipts))
	var last uint64
	for i, r := range receipts {
		answers[i] = newPutAnswer(r)
		last = max(last, r.Seq)
		if r.Result == archive.Created {
			status = http.StatusCreated
		}
	}
	if how.wait {
		if err := s.waitSearchable(c.Request.Context(), last); err != nil {
			return err
		}
		if err := s.showAsSearched(c.Request.Context(), answers); err != nil {
			return err
		}
	}
	if in.Split {
		return s.sender.JSON(c.Writer, c.Request, status, gin.H{"results": answers})
	}
	if len(answers) != 1 {
		return fmt.Errorf("put an article: %d receipts for one article", len(answers))
	}
	if status == http.StatusCreated {
		c.Header("Location", "/v1/articles/"+answers[0].ID)
	}
	return s.sender.JSON(c.Writer, c.Request, status, answers[0])
}

// showAsSearched replaces the articles of answers by their searchable form, in which
// people have the ids that they share with other articles. Before that a new person has
// an id of the article alone. An article removed meanwhile stays as it was answered.
func (s *Server) showAsSearched(ctx context.Context, answers []putAnswer) error {
	for i := range answers {
		if answers[i].Article == nil {
			continue
		}
		now, err := s.archive.Article(ctx, answers[i].ID)
		switch {
		case err == nil:
			answers[i].Article, answers[i].Warnings = now, append([]article.Warning{}, now.Warnings...)
		case index.KindOf(err) != index.Gone:
			return fmt.Errorf("show an article that was put: %w", err)
		}
	}
	return nil
}

// put stores an article and counts it. The bytes of articles that are read at once are
// bounded, because reading keeps a core busy; the check of a limited key, which reads the
// page, falls under the same bound.
func (s *Server) put(ctx context.Context, k archive.Key, in archive.Incoming) ([]archive.Receipt, error) {
	s.puts.Add(1)
	defer s.puts.Add(-1)
	release, err := s.readingPlace(ctx, in)
	if err != nil {
		return nil, err
	}
	defer release()
	if err := s.mayPutPieces(k, in); err != nil {
		return nil, err
	}
	receipts, err := s.archive.Put(ctx, in)
	for _, r := range receipts {
		publisher := ""
		if r.Article != nil && r.Article.Publisher != nil {
			publisher = r.Article.Publisher.Code
		}
		s.metrics.Received(r.Result, publisher, s.opts.Now())
	}
	return receipts, err
}

// readingPlace waits until an article may be read; release gives the place back. Each
// reading of an article holds exactly one such place.
func (s *Server) readingPlace(ctx context.Context, in archive.Incoming) (release func(), err error) {
	size := int64(min(len(in.Source.Title)+len(in.Source.Body)+len(in.Source.HTML)+len(in.Source.Text), maxReading))
	waits, cancel := context.WithTimeout(ctx, s.opts.WaitTimeout)
	defer cancel()
	if err := s.reading.Acquire(waits, size); err != nil {
		return nil, &index.Error{Kind: index.Busy, Op: "server.readingPlace", Text: "too many long articles at once: try again in a moment", Err: err}
	}
	return func() { s.reading.Release(size) }, nil
}

// readOnly reads an article and stores nothing, within the bound on readings.
func (s *Server) readOnly(ctx context.Context, in archive.Incoming) ([]article.Article, error) {
	release, err := s.readingPlace(ctx, in)
	if err != nil {
		return nil, err
	}
	defer release()
	return s.archive.Parse(ctx, in), nil
}

// maxReading is how many bytes of articles are read at once: hundreds of usual articles,
// or one of the greatest length.
const maxReading = 1 << 20

// waitSearchable waits until searches see the change with the number seq.
func (s *Server) waitSearchable(ctx context.Context, seq uint64) error {
	if seq == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.WaitTimeout)
	defer cancel()
	if err := s.archive.WaitSearchable(ctx, seq); err != nil {
		return &index.Error{
			Kind: index.Busy, Op: "server.waitSearchable", Err: err,
			Text: "the article is safely stored, but search does not show it yet: no need to send it again",
		}
	}
	return nil
}

// mayPut checks the rights of a key: a limited key may write only articles on the sites
// of its satker, and only an admin may restore a removed article.
func (s *Server) mayPut(k archive.Key, in archive.Incoming) error {
	if in.Restore && !keys.May(k, keys.Admin) {
		return answer.Forbidden("restore needs a key with the right %q", keys.Admin)
	}
	if !keys.Limited(k) {
		return nil
	}
	return s.mayWriteAt(k, in.Source.URL)
}

// mayPutPieces checks the rights of a limited key for the articles of a page that is
// split: each may state an address of its own.
func (s *Server) mayPutPieces(k archive.Key, in archive.Incoming) error {
	if !in.Split || !keys.Limited(k) {
		return nil
	}
	for _, address := range archive.Addresses(in) {
		if err := s.mayWriteAt(k, address); err != nil {
			return err
		}
	}
	return nil
}

// mayWriteAt checks that a limited key may write articles on the site of an address.
func (s *Server) mayWriteAt(k archive.Key, address string) error {
	if keys.MayWrite(k, s.names.OfficeAt(address)) {
		return nil
	}
	e := &index.Error{
		Kind: index.Forbidden, Op: "server.mayWriteAt", Field: "url",
		Text: fmt.Sprintf("key %s writes and removes only articles on the sites of satker %v, and this url is on none of them", k.ID, k.Satker),
	}
	if address == "" {
		e.Text = fmt.Sprintf("key %s writes only articles on the sites of satker %v: give the address of this one in url", k.ID, k.Satker)
	}
	return e
}

// article answers GET /v1/articles/{id}.
func (s *Server) article(c *gin.Context) error {
	id, err := s.pathID(c)
	if err != nil {
		return err
	}
	a, err := s.archive.Article(c.Request.Context(), id)
	if err != nil {
		return fmt.Errorf("get an article: %w", err)
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, a)
}

// removeArticle answers DELETE /v1/articles/{id}. It is idempotent.
func (s *Server) removeArticle(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	wait := p.Choice("wait", "searchable") != ""
	if err := p.Done(); err != nil {
		return err
	}
	id, err := param.ArticleID(c.Param("id"))
	if err != nil {
		return err
	}
	k, _ := caller(c)
	seq, err := s.remove(c.Request.Context(), k, id)
	if err != nil {
		return err
	}
	if wait {
		if err := s.waitSearchable(c.Request.Context(), seq); err != nil {
			return err
		}
	}
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}

// remove removes an article in the name of a key. An article that is gone is no error.
func (s *Server) remove(ctx context.Context, k archive.Key, id string) (seq uint64, err error) {
	if keys.Limited(k) {
		a, err := s.archive.Article(ctx, id)
		if index.KindOf(err) == index.Gone && err != nil {
			return 0, nil
		}
		if err != nil {
			return 0, fmt.Errorf("look at an article before removing it: %w", err)
		}
		if err := s.mayWriteAt(k, a.URL); err != nil {
			return 0, err
		}
	}
	r, err := s.archive.Remove(ctx, id, k.ID)
	if err != nil && index.KindOf(err) != index.Gone {
		return 0, fmt.Errorf("remove an article: %w", err)
	}
	return r.Seq, nil
}

// pathID reads the id of a call that takes no parameters.
func (s *Server) pathID(c *gin.Context) (string, error) {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return "", err
	}
	return param.ArticleID(c.Param("id"))
}

// parse answers POST /v1/parse: the reading of an article, which is not stored.
func (s *Server) parse(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	split := p.Bool("split", false)
	in, err := s.readIncoming(c, p)
	if err != nil {
		return err
	}
	articles, err := s.parsed(c.Request.Context(), in)
	if err != nil {
		return err
	}
	if split {
		return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"articles": articles})
	}
	if len(articles) != 1 {
		return &index.Error{
			Kind: index.Unreadable, Op: "server.parse",
			Text: fmt.Sprintf("this page holds %d articles: send one, or set split=true to get all of them", len(articles)),
		}
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, articles[0])
}

// parsed reads an article for a caller that needs no key, in a place for readings, so that
// no caller keeps all cores busy.
func (s *Server) parsed(ctx context.Context, in archive.Incoming) ([]article.Article, error) {
	release, err := s.finder.ReadingPlace(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	return s.readOnly(ctx, in)
}
