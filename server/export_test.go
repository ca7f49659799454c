package server

import (
	"context"
	"net/http"
	"strings"

	"warta/index"
	"warta/index/search"
	"warta/server/keys"
	"warta/server/param"
)

// A Call is one route as tests see it.
type Call struct {
	Method, Path string // the path as OpenAPI writes it: /v1/articles/{id}
	Need         keys.Scope
}

// Calls lists the routes of s.
func (s *Server) Calls() []Call {
	var calls []Call
	for _, r := range s.routes() {
		parts := strings.Split(r.path, "/")
		for i, p := range parts {
			if name, ok := strings.CutPrefix(p, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		calls = append(calls, Call{r.method, strings.Join(parts, "/"), r.need})
	}
	return calls
}

// Address and Base tell where a request comes from and went to.
func (s *Server) Address(r *http.Request) string { return s.address(r).String() }

// Base is scheme and host under which readers reach the service.
func (s *Server) Base(r *http.Request) string { return s.base(r) }

// ReadForAPI and ReadForPage read a query string as a search and as a page do.
func ReadForAPI(raw string, of index.Of) (search.Query, error) {
	p := param.New(raw)
	q := param.Query(p, of)
	return q, p.Done()
}

// ReadForPage reads a query string as a page does.
func ReadForPage(raw string, of index.Of) search.Query { return param.Filters(param.ForPage(raw), of) }

// RestoreLastReceived tells the metrics what arrived before the server began.
func (s *Server) RestoreLastReceived(ctx context.Context) { s.restoreLastReceived(ctx) }

// Metrics answers GET /metrics.
func (s *Server) Metrics() http.Handler { return s.metrics.Handler() }

// Held is how many bytes of bodies are in memory.
func (s *Server) Held() int { return s.keyedBodies.Used() + s.openBodies.Used() }
