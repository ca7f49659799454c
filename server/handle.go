package server

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/server/answer"
)

// retryAfter is the Retry-After of errors without one. The queues are short, so a second
// empties them.
const retryAfter = time.Second

// handle turns a handler that returns an error into one for gin. Errors are sent and
// logged in fail only.
func (s *Server) handle(f func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := f(c); err != nil {
			s.fail(c, err)
		}
	}
}

// fail answers with an error and ends the request.
func (s *Server) fail(c *gin.Context, err error) {
	c.Abort()
	ctx := c.Request.Context()
	// The context also ends when a body comes too slowly; then the caller is still there
	// and gets an error.
	if errors.Is(err, context.Canceled) && ctx.Err() != nil && !c.Writer.Written() { // the caller has gone
		c.Status(statusClientGone)
		return
	}
	if errors.Is(err, context.DeadlineExceeded) && index.KindOf(err) == index.Internal {
		err = &index.Error{
			Kind: index.TooCostly, Op: "server",
			Text: "this took longer than its time allows: use fewer words or wildcards, or narrow by date, satker or topic",
			Err:  err,
		}
	}
	p := answer.ProblemOf(err)
	p.RequestID = c.GetString(keyRequestID)
	c.Set(keyProblem, p.Type)
	if index.KindOf(err) == index.Expired {
		p.Start = firstPage(c.Request.URL)
		c.Header("Link", "<"+p.Start+`>; rel="start"`)
	}
	if p.Status >= http.StatusInternalServerError && p.Status != http.StatusServiceUnavailable {
		s.log.ErrorContext(ctx, "request failed", "request", p.RequestID, "route", c.FullPath(), "err", err)
	} else {
		s.log.DebugContext(ctx, "request refused", "request", p.RequestID, "route", c.FullPath(), "type", p.Type, "field", p.Field)
	}
	if c.Writer.Written() { // end the connection, so that the caller sees that the answer is incomplete
		panic(http.ErrAbortHandler)
	}
	if r, ok := errors.AsType[*answer.Refusal](err); ok {
		maps.Copy(c.Writer.Header(), r.Header)
	}
	if p.Status == http.StatusServiceUnavailable {
		wait := retryAfter
		if e, ok := errors.AsType[*index.Error](err); ok && e.RetryAfter > 0 {
			wait = e.RetryAfter
		}
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	c.Header("Cache-Control", "no-store")
	if wantsPage(c) {
		if err := s.pages.Problem(c.Writer, c.Request, p); err != nil {
			s.log.ErrorContext(ctx, "show a problem", "request", p.RequestID, "err", err)
			c.Status(p.Status)
		}
		return
	}
	body, err := json.Marshal(p)
	if err != nil {
		s.log.ErrorContext(ctx, "encode a problem", "err", err)
	}
	c.Data(p.Status, "application/problem+json", append(body, '\n'))
}

// wantsPage reports whether an error is shown as a page.
func wantsPage(c *gin.Context) bool {
	return isPage(c.Request.URL.Path) && strings.Contains(c.GetHeader("Accept"), "text/html")
}

// firstPage returns the address of a request without its cursor.
func firstPage(u *url.URL) string {
	q := u.Query()
	q.Del("cursor")
	first := url.URL{Path: u.Path, RawQuery: q.Encode()}
	return first.String()
}

// statusClientGone is the status in the log of a request whose client has gone. It is
// never sent.
const statusClientGone = 499
