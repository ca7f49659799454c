package server

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
	"warta/server/keys"
	"warta/server/limit"
)

// search answers GET /v1/search: one page of the articles that match.
func (s *Server) search(c *gin.Context) error { return s.answerQuery(c, index.Articles) }

// quotes answers GET /v1/quotes: one page of the quotes that match.
func (s *Server) quotes(c *gin.Context) error { return s.answerQuery(c, index.Quotes) }

func (s *Server) answerQuery(c *gin.Context, of index.Of) error {
	p := newParams(c.Request.URL.RawQuery)
	q := readQuery(p, of)
	if err := p.done(); err != nil {
		return err
	}
	if err := staffAlone(c, "explain", q.Explain); err != nil {
		return err
	}
	if err := staffAlone(c, "private", q.Private); err != nil {
		return err
	}
	page, err := s.find(c.Request.Context(), q)
	if err != nil {
		return err
	}
	return s.writeJSON(c, http.StatusOK, page)
}

// isStaff reports whether a request shows a key, or has a session of one, with the right
// of staff.
func isStaff(c *gin.Context) bool {
	k, ok := caller(c)
	return ok && keys.May(k, keys.Staff)
}

// staffAlone refuses a parameter that is set and that staff alone may set.
func staffAlone(c *gin.Context, name string, set bool) error {
	if set && !isStaff(c) {
		return forbidden("%s needs a key with the right %q", name, keys.Staff)
	}
	return nil
}

// find asks the archive within the bounds of inPlace.
func (s *Server) find(ctx context.Context, q search.Query) (page *search.Page, err error) {
	err = s.inPlace(ctx, func(ctx context.Context) error {
		page, err = s.archive.Search(ctx, q)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err) // without the query, which is the reader's
	}
	if page.Hits == nil { // a list without values is a list
		page.Hits = []search.Hit{}
	}
	for name, values := range page.Facets {
		if values == nil {
			page.Facets[name] = []index.Count{}
		}
	}
	return page, nil
}

// inPlace asks the archive something, with bounds on how long it takes and how many
// ask at once. What finds no place within its time is told to come again; waiting
// takes nothing from the time that the asking has.
func (s *Server) inPlace(ctx context.Context, ask func(context.Context) error) error {
	release, err := s.place(ctx, s.searches)
	if err != nil {
		return err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.opts.QueryTimeout)
	defer cancel()
	return ask(ctx)
}

// place waits for a place, in the name of who asks; release gives it back.
func (s *Server) place(ctx context.Context, places *limit.Places) (release func(), err error) {
	waits, cancel := context.WithTimeout(ctx, s.opts.QueryTimeout)
	defer cancel()
	release, err = places.Take(waits, askedBy(ctx))
	if err != nil {
		return nil, &index.Error{
			Kind: index.Busy, Op: "server.place", Text: "too many at once: try again in a moment", Err: errors.Join(err, ctx.Err()),
		}
	}
	return release, nil
}

// A facetAnswer is one stretch of the values of a facet.
type facetAnswer struct {
	Facet  string        `json:"facet"`
	Values []index.Count `json:"values"`
	Next   *string       `json:"next"`
}

// facet answers GET /v1/facets/{name}: all values of one facet under the same
// filters as a search.
func (s *Server) facet(c *gin.Context) error {
	name := c.Param("name")
	if !slices.Contains(index.FacetNames, name) {
		return &index.Error{
			Kind: index.NotFound, Op: "server.facet", Text: "there is no such facet: choose from " + strings.Join(index.FacetNames, ", "),
		}
	}
	p := newParams(c.Request.URL.RawQuery)
	of := index.Articles
	if p.choice("of", "articles", "quotes") == "quotes" {
		of = index.Quotes
	}
	q := readFilters(p, of)
	prefix := p.word("prefix", maxPrefix)
	size := p.integer("size", 1, index.MaxFacetSize-1, 100)
	after, err := readPlace(p.word("cursor", maxCursor))
	if err != nil {
		p.fault(err)
	}
	if err := p.done(); err != nil {
		return err
	}
	// One value more than asked for tells whether there is a next stretch.
	q.Facets = []search.FacetRequest{{Name: name, Size: size + 1, Prefix: prefix, After: after}}
	page, err := s.find(c.Request.Context(), q)
	if err != nil {
		return err
	}
	answer := facetAnswer{Facet: name, Values: []index.Count{}}
	for i, v := range page.Facets[name] {
		// What is chosen is listed on the first stretch, however rare it is, and not
		// once more where it would stand.
		if i < size && (after == 0 || !v.Selected) || i >= size && after == 0 && v.Selected {
			answer.Values = append(answer.Values, v)
		}
	}
	if len(page.Facets[name]) > size {
		answer.Next = new(writePlace(after + size))
	}
	return s.writeJSON(c, http.StatusOK, answer)
}

const maxPrefix = 100 // bytes

// maxPlace bounds how far the values of a facet are paged through.
const maxPlace = 1_000_000

// writePlace and readPlace are the cursor of a list of values: callers hand it
// back as it is, so that it may come to mean something else.
func writePlace(n int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("n" + strconv.Itoa(n)))
}

func readPlace(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	digits, ok := strings.CutPrefix(string(raw), "n")
	n, errN := strconv.Atoi(digits)
	if err != nil || !ok || errN != nil || n < 0 || n > maxPlace {
		return 0, invalid("cursor", "this cursor was not given out by this call: start without one")
	}
	return n, nil
}
