package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// exposedHeaders are the headers that pages of other sites may read, beside those that
// browsers always allow.
const exposedHeaders = "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id, X-Total-Count, Warta-Seen"

// shared lets the pages of CORSOrigins read the API. They may not write: a key in a page
// is no secret.
func (s *Server) shared(c *gin.Context) {
	path := c.Request.URL.Path
	if len(s.opts.CORSOrigins) == 0 || !strings.HasPrefix(path, "/v1/") || strings.HasPrefix(path, "/v1/admin/") {
		return
	}
	h := c.Writer.Header()
	h.Add("Vary", "Origin")
	origin := c.GetHeader("Origin")
	anyOrigin := slices.Contains(s.opts.CORSOrigins, "*")
	if origin == "" || !anyOrigin && !slices.Contains(s.opts.CORSOrigins, origin) {
		return
	}
	if anyOrigin {
		origin = "*"
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", exposedHeaders)
	if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD")
		h.Set("Access-Control-Allow-Headers", "Authorization, Warta-Seen")
		h.Set("Access-Control-Max-Age", "86400")
		c.Status(http.StatusNoContent)
		c.Writer.WriteHeaderNow()
		c.Abort()
	}
}
