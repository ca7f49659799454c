package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/roster"
)

// statusOf says how each kind of error is told in HTTP.
var statusOf = map[index.Kind]int{
	index.Internal:    http.StatusInternalServerError,
	index.Invalid:     http.StatusBadRequest,
	index.NotFound:    http.StatusNotFound,
	index.Gone:        http.StatusGone,
	index.Conflict:    http.StatusConflict,
	index.Removed:     http.StatusConflict,
	index.Unreadable:  http.StatusUnprocessableEntity,
	index.TooLarge:    http.StatusRequestEntityTooLarge,
	index.TooCostly:   http.StatusUnprocessableEntity,
	index.Expired:     http.StatusGone,
	index.Forbidden:   http.StatusForbidden,
	index.Busy:        http.StatusServiceUnavailable,
	index.Unavailable: http.StatusServiceUnavailable,
}

// titleOf says in a few words what each kind means; it never changes, so that a
// program may show it.
var titleOf = map[index.Kind]string{
	index.Internal:    "Something went wrong on our side",
	index.Invalid:     "The request cannot be understood",
	index.NotFound:    "There is no such thing",
	index.Gone:        "It has been removed",
	index.Conflict:    "It contradicts what is there",
	index.Removed:     "It was removed and stays so",
	index.Unreadable:  "It cannot be done as asked",
	index.TooLarge:    "It is too large",
	index.TooCostly:   "The query would cost too much",
	index.Expired:     "The cursor can no longer be continued",
	index.Forbidden:   "The key does not allow this",
	index.Busy:        "Too much at once",
	index.Unavailable: "The service is not ready",
}

// retryAfter is how long a caller is asked to wait when the service is busy and
// an error does not say it better. The queues are short, so a second empties them.
const retryAfter = time.Second

// problemPath begins the type of every problem.
const problemPath = "/problems/"

// A problem is an error as RFC 9457 has it.
type problem struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Status  int    `json:"status"`
	Detail  string `json:"detail"`
	Field   string `json:"field,omitempty"`
	Start   string `json:"start,omitempty"`   // where to begin again, of a cursor that has expired
	Article string `json:"article,omitempty"` // whose quote is gone

	Lines []roster.Fault `json:"lines,omitempty"` // what is wrong with a list, by line
	Wrong int            `json:"wrong,omitempty"` // lines of the list that have a fault
	Right int            `json:"right,omitempty"` // its rows that have none

	RequestID string `json:"request_id"`
}

// A refusal is an error that only HTTP knows, such as a method that is not
// allowed.
type refusal struct {
	status int
	slug   string // of its type
	title  string
	text   string
	header http.Header
	list   *roster.List // of office holders, that has faults
}

func (r *refusal) Error() string { return r.slug + ": " + r.text }

// invalid is the error for a parameter or key that cannot be understood.
func invalid(field, format string, args ...any) error {
	return &index.Error{Kind: index.Invalid, Op: "server", Field: field, Text: fmt.Sprintf(format, args...)}
}

// problemOf tells an error in the words for its reader.
func problemOf(err error) problem {
	if r, ok := errors.AsType[*refusal](err); ok {
		p := problem{Type: problemPath + r.slug, Title: r.title, Status: r.status, Detail: r.text}
		if l := r.list; l != nil {
			p.Lines, p.Wrong, p.Right = l.Faults, l.Wrong, len(l.Rows)
		}
		return p
	}
	kind := index.KindOf(err)
	p := problem{
		Type: problemPath + kind.String(), Title: titleOf[kind], Status: statusOf[kind], Detail: index.TextOf(err),
	}
	if e, ok := errors.AsType[*index.Error](err); ok {
		p.Field, p.Article = e.Field, e.Article
	}
	return p
}

// handle turns a handler that returns an error into one gin can call. It and
// fail are the only places that tell an error to a caller or log one.
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
	// The context also ends where a body comes too slowly; that caller is still
	// there and is told so.
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
	p := problemOf(err)
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
	if c.Writer.Written() { // too late to say anything: end the connection, so that nobody takes the half for the whole
		panic(http.ErrAbortHandler)
	}
	if r, ok := errors.AsType[*refusal](err); ok {
		maps.Copy(c.Writer.Header(), r.header)
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
		s.failPage(c, p)
		return
	}
	body, err := json.Marshal(p)
	if err != nil {
		s.log.ErrorContext(ctx, "encode a problem", "err", err)
	}
	c.Data(p.Status, "application/problem+json", append(body, '\n'))
}

// firstPage returns the address of a request without its cursor.
func firstPage(u *url.URL) string {
	q := u.Query()
	q.Del("cursor")
	first := url.URL{Path: u.Path, RawQuery: q.Encode()}
	return first.String()
}

// statusClientGone is what the log says where nobody waited for the answer; it
// is never sent.
const statusClientGone = 499
