package server

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"go.yaml.in/yaml/v3"

	"warta/index"
	"warta/index/archive"
	"warta/server/render"
)

// readyWithin bounds the check whether searches can be answered, so that an archive that
// hangs counts as not ready.
const readyWithin = 2 * time.Second

// health answers GET /healthz: the process lives. It answers 200 also while the archive
// is not ready, because a restart would only delay it.
func (s *Server) health(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"status": "ok"})
}

// ready answers GET /readyz: searches can be answered, are not too far behind the record, and
// the service is not stopping. A degraded archive is ready; the answer says what fails.
func (s *Server) ready(c *gin.Context) error {
	if s.draining() {
		return &index.Error{Kind: index.Unavailable, Op: "server.ready", Text: "the service is stopping"}
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyWithin)
	defer cancel()
	status := s.archive.Status(ctx)
	if err := s.archive.Ready(ctx); err != nil {
		text := "the archive cannot be searched yet"
		if status.Trouble != "" {
			text += ": " + status.Trouble
		}
		return &index.Error{Kind: index.Unavailable, Op: "server.ready", Text: text, Err: err}
	}
	if bound := uint64(max(s.opts.ReadyLag, 0)); bound > 0 && status.Lag > bound {
		return &index.Error{
			Kind: index.Unavailable, Op: "server.ready", RetryAfter: readyPause,
			Text: fmt.Sprintf("this node is behind: its searches see change %d of %d; it catches up by itself", status.Mark, status.Head),
		}
	}
	c.Header("Cache-Control", "no-store")
	if status.State == archive.Degraded {
		return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"status": "degraded", "trouble": status.Trouble})
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"status": "ready"})
}

//go:embed openapi.yaml
var openAPISource []byte

// openAPI returns the description of all calls as JSON.
func openAPI() ([]byte, error) {
	var doc map[string]any
	if err := yaml.Unmarshal(openAPISource, &doc); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return render.JSON(doc)
}

// description answers GET /openapi.json.
func (s *Server) description(c *gin.Context) error {
	c.Header("Cache-Control", "public, max-age=3600")
	s.sender.Send(c.Writer, c.Request, http.StatusOK, "application/json; charset=utf-8", s.openapi)
	return nil
}
