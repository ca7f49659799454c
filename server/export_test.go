package server

import (
	"context"
	"net/http"
	"strings"

	"warta/server/keys"
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

// RestoreLastReceived tells the metrics what arrived before the server began.
func (s *Server) RestoreLastReceived(ctx context.Context) { s.restoreLastReceived(ctx) }

// Metrics answers GET /metrics.
func (s *Server) Metrics() http.Handler { return s.metrics.Handler() }

// Held is how many bytes of bodies are in memory.
func (s *Server) Held() int { return s.keyedBodies.Used() + s.openBodies.Used() }
