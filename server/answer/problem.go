// Package answer writes answers: bodies with the tags by which caches ask for them
// again, and problems, as RFC 9457 calls errors in HTTP.
package answer

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"warta/index"
	"warta/index/roster"
)

// statusOf is the status of each kind of error.
var statusOf = map[index.Kind]int{
	index.Internal:    http.StatusInternalServerError,
	index.Invalid:     http.StatusBadRequest,
	index.NotFound:    http.StatusNotFound,
	index.Gone:        http.StatusGone,
	index.Changed:     http.StatusPreconditionFailed,
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

// titleOf is the title of each kind of error. Titles never change, so that programs may
// show them.
var titleOf = map[index.Kind]string{
	index.Internal:    "Something went wrong on our side",
	index.Invalid:     "The request cannot be understood",
	index.NotFound:    "There is no such thing",
	index.Gone:        "It has been removed",
	index.Changed:     "It has changed meanwhile",
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

// TitleMediaType is the title of all problems with the form of a body.
const TitleMediaType = "The body has a form that is not read"

// TypePath begins the type of every problem; its slug follows.
const TypePath = "/problems/"

// A Problem is the body of an error.
type Problem struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Status  int    `json:"status"`
	Detail  string `json:"detail"`
	Field   string `json:"field,omitempty"`
	Start   string `json:"start,omitempty"`   // of an expired cursor: the address of the first page
	Article string `json:"article,omitempty"` // of a quote that is gone: the id of its article

	Lines []roster.Fault `json:"lines,omitempty"` // of a faulty list: what is wrong, by line
	Wrong int            `json:"wrong,omitempty"` // lines of the list that have a fault
	Right int            `json:"right,omitempty"` // its rows that have none

	RequestID string `json:"request_id"`
}

// Slug returns the last part of the type of p.
func (p Problem) Slug() string { return strings.TrimPrefix(p.Type, TypePath) }

// A Refusal is an error that only HTTP knows, such as a method that is not allowed.
type Refusal struct {
	Status int
	Slug   string // the last part of the type
	Title  string
	Text   string // for the caller
	Header http.Header
	List   *roster.List // a faulty list of office holders, or nil
}

func (r *Refusal) Error() string { return r.Slug + ": " + r.Text }

// Unreadable returns the refusal of a faulty list of office holders.
func Unreadable(text string, list *roster.List) *Refusal {
	return &Refusal{
		Status: statusOf[index.Unreadable], Slug: index.Unreadable.String(), Title: titleOf[index.Unreadable], Text: text, List: list,
	}
}

// NoAddress returns the refusal of an address that no route has.
func NoAddress(text string) *Refusal {
	return &Refusal{Status: http.StatusNotFound, Slug: index.NotFound.String(), Title: titleOf[index.NotFound], Text: text}
}

// Invalid returns the error for a parameter or key that cannot be understood.
func Invalid(field, format string, args ...any) error {
	return &index.Error{Kind: index.Invalid, Op: "server", Field: field, Text: fmt.Sprintf(format, args...)}
}

// Forbidden returns the error for a key that lacks a right.
func Forbidden(format string, args ...any) error {
	return &index.Error{Kind: index.Forbidden, Op: "server", Text: fmt.Sprintf(format, args...)}
}

// ProblemOf returns err for its reader, without the id of the request.
func ProblemOf(err error) Problem {
	if r, ok := errors.AsType[*Refusal](err); ok {
		p := Problem{Type: TypePath + r.Slug, Title: r.Title, Status: r.Status, Detail: r.Text}
		if l := r.List; l != nil {
			p.Lines, p.Wrong, p.Right = l.Faults, l.Wrong, len(l.Rows)
		}
		return p
	}
	kind := index.KindOf(err)
	p := Problem{
		Type: TypePath + kind.String(), Title: titleOf[kind], Status: statusOf[kind], Detail: index.TextOf(err),
	}
	if e, ok := errors.AsType[*index.Error](err); ok {
		p.Field, p.Article = e.Field, e.Article
	}
	return p
}
