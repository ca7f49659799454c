package server

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index/search"
	"warta/server/render"
)

// send answers with body. What everybody may read gets a tag by which a browser
// or a proxy asks whether it still stands, and 304 where it does. The tag is weak:
// it is the same for the packed and the plain form.
func (s *Server) send(c *gin.Context, status int, kind string, body []byte) {
	s.sendTagged(c, status, kind, body, body)
}

// sendTagged is send for a body that holds what is never twice the same: the tag
// is that of like.
func (s *Server) sendTagged(c *gin.Context, status int, kind string, body, like []byte) {
	reads := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
	h := c.Writer.Header()
	if status == http.StatusOK && reads && h.Get("Cache-Control") != "no-store" {
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", s.cacheControl())
		}
		sum := sha256.Sum256(like)
		tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if hasTag(c.GetHeader("If-None-Match"), tag) {
			c.Status(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return
		}
	}
	c.Data(status, kind, body)
}

// cacheControl lets a browser keep an answer and ask each time whether it still
// stands, and a proxy give it out for a moment without asking.
func (s *Server) cacheControl() string {
	if s.opts.CacheFor == 0 {
		return "public, no-cache"
	}
	return fmt.Sprintf("public, max-age=0, must-revalidate, s-maxage=%d", int(s.opts.CacheFor/time.Second))
}

// hasTag reports whether the header If-None-Match names a tag.
func hasTag(header, tag string) bool {
	for given := range strings.SplitSeq(header, ",") {
		if given = strings.TrimSpace(given); given == "*" || strings.TrimPrefix(given, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// writeJSON answers with v.
func (s *Server) writeJSON(c *gin.Context, status int, v any) error {
	const kind = "application/json; charset=utf-8"
	body, err := render.JSON(v)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	like := body
	if p, ok := v.(*search.Page); ok { // the time it took says nothing about what was found
		timeless := *p
		timeless.TookMS = 0
		if like, err = render.JSON(&timeless); err != nil {
			return fmt.Errorf("encode the answer: %w", err)
		}
	}
	s.sendTagged(c, status, kind, body, like)
	return nil
}

// Headers that a page elsewhere may read beside those that it always may.
const exposedHeaders = "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id, X-Total-Count"

// shared lets pages of other sites read the API, where the operator says which.
// They may read alone: writing is done by servers, which keep their keys.
func (s *Server) shared(c *gin.Context) {
	path := c.Request.URL.Path
	if len(s.opts.CORSOrigins) == 0 || !strings.HasPrefix(path, "/v1/") || strings.HasPrefix(path, "/v1/admin/") {
		return
	}
	h := c.Writer.Header()
	h.Add("Vary", "Origin")
	origin := c.GetHeader("Origin")
	everybody := slices.Contains(s.opts.CORSOrigins, "*")
	if origin == "" || !everybody && !slices.Contains(s.opts.CORSOrigins, origin) {
		return
	}
	if everybody {
		origin = "*"
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", exposedHeaders)
	if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD")
		h.Set("Access-Control-Allow-Headers", "Authorization")
		h.Set("Access-Control-Max-Age", "86400")
		c.Status(http.StatusNoContent)
		c.Writer.WriteHeaderNow()
		c.Abort()
	}
}
