package server

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index/archive"
	"warta/server/answer"
	"warta/server/keys"
	"warta/server/param"
)

// Keys of values in a gin.Context.
const (
	keyRequestID = "warta.request"
	keyProblem   = "warta.problem" // the type of the problem that was answered
)

const headerRequestID = "X-Request-Id"

// identify gives a request its id: that of a proxy in front if it is fit for a log, else
// a new one.
func identify(c *gin.Context) {
	id := c.GetHeader(headerRequestID)
	if !fitRequestID(id) {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails
		id = hex.EncodeToString(b[:])
	}
	c.Set(keyRequestID, id)
	c.Header(headerRequestID, id)
}

func fitRequestID(id string) bool {
	if len(id) < 8 || len(id) > 64 {
		return false
	}
	for i := range len(id) {
		if c := id[i]; !param.IsAlnum(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// logged counts a request and logs one line about it: with the route, without the path
// and the query, which are private.
func (s *Server) logged(c *gin.Context) {
	begin := s.opts.Now()
	c.Next()
	s.metrics.Request(c.FullPath(), c.Request.Method, c.Writer.Status(), s.opts.Now().Sub(begin))
	level := slog.LevelInfo
	if route := c.FullPath(); route == "/healthz" || route == "/readyz" {
		level = slog.LevelDebug
	}
	if !s.log.Enabled(c.Request.Context(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("request", c.GetString(keyRequestID)),
		slog.String("method", c.Request.Method),
		slog.String("route", c.FullPath()),
		slog.Int("status", c.Writer.Status()),
		slog.Int("bytes", max(c.Writer.Size(), 0)),
		slog.Duration("took", s.opts.Now().Sub(begin).Round(time.Microsecond)),
	}
	if k, ok := caller(c); ok {
		attrs = append(attrs, slog.String("key", k.ID))
	}
	if p := c.GetString(keyProblem); p != "" {
		attrs = append(attrs, slog.String("problem", p))
	}
	if s.opts.LogQueries {
		attrs = append(attrs, slog.String("query", c.Query("q")))
	}
	s.log.LogAttrs(c.Request.Context(), level, "request", attrs...)
}

// recovered turns a panic of a handler into an error of its request.
func (s *Server) recovered(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v) // by intent: net/http ends the connection
		}
		s.log.ErrorContext(c.Request.Context(), "panic", "request", c.GetString(keyRequestID),
			"route", c.FullPath(), "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
		s.fail(c, fmt.Errorf("panic: %v", v))
	}()
	c.Next()
}

// The policies allow what pages and data need: scripts, styles and images of this host
// only, no other requests, no frames.
const (
	pagePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	dataPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)

func (s *Server) guarded(c *gin.Context) {
	h := c.Writer.Header()
	policy := dataPolicy
	if isPage(c.Request.URL.Path) {
		policy = pagePolicy
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if strings.HasPrefix(s.opts.PublicURL, "https://") { // the operator serves TLS only
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
}

// isPage reports whether a path is a page for people, not an answer for programs.
func isPage(path string) bool {
	return !strings.HasPrefix(path, "/v1/") && path != "/healthz" && path != "/readyz" && path != "/openapi.json"
}

// maxURL bounds an address, in bytes: far more than all filters of a page need, far less
// than takes time to read.
const maxURL = 16 << 10

// bounded refuses addresses that are too long, and compressed bodies, whose size is
// unknown until they are unpacked.
func (s *Server) bounded(c *gin.Context) {
	if len(c.Request.RequestURI) > maxURL {
		s.fail(c, &answer.Refusal{
			Status: http.StatusRequestURITooLong, Slug: "uri-too-long", Title: "The address is too long",
			Text: fmt.Sprintf("an address may have %d bytes: leave filters out, or shorten the query", maxURL),
		})
		return
	}
	reads := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
	if enc := c.GetHeader("Content-Encoding"); !reads && enc != "" && !strings.EqualFold(enc, "identity") {
		s.fail(c, &answer.Refusal{
			Status: http.StatusUnsupportedMediaType, Slug: "unsupported-media-type", Title: answer.TitleMediaType,
			Text:   "send the body as it is, without Content-Encoding",
			Header: http.Header{"Accept-Encoding": {"identity"}},
		})
		return
	}
}

// caller returns the key that a request has shown.
func caller(c *gin.Context) (archive.Key, bool) {
	return keys.Caller(c.Request.Context())
}

// authenticated finds the key of a request. A bad key is refused on open calls too, so
// that a caller learns of a typing error at once.
func (s *Server) authenticated(c *gin.Context) {
	header := c.GetHeader("Authorization")
	if header == "" {
		c.Request = s.desk.Recognize(c.Writer, c.Request)
		return
	}
	kind, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(kind, "Bearer") {
		s.fail(c, unauthorized("send the key as: Authorization: Bearer "+keys.Prefix+"…"))
		return
	}
	k, err := s.ring.Find(c.Request.Context(), strings.TrimSpace(secret))
	switch {
	case errors.Is(err, keys.ErrUnknown):
		if !s.within(c) { // guesses of keys count against the address
			return
		}
		s.fail(c, unauthorized("this key is unknown, expired or revoked: ask the operator for another, or send none if reading is open"))
	case err != nil:
		s.fail(c, err)
	default:
		c.Request = c.Request.WithContext(keys.WithCaller(c.Request.Context(), k))
		c.Header("Cache-Control", "no-store")
	}
}

// allowed refuses requests without the right that a route needs.
func (s *Server) allowed(need keys.Scope) gin.HandlerFunc {
	return func(c *gin.Context) {
		if need == open || need == keys.Read && !s.opts.ReadNeedsKey {
			return
		}
		k, ok := caller(c)
		if !ok {
			s.fail(c, unauthorized(fmt.Sprintf("this call needs a key with the right %q: send it as Authorization: Bearer %s…", need, keys.Prefix)))
			return
		}
		if !keys.May(k, need) {
			s.fail(c, answer.Forbidden("this call needs the right %q, which key %s does not have: ask the operator", need, k.ID))
		}
	}
}

func unauthorized(text string) error {
	return &answer.Refusal{
		Status: http.StatusUnauthorized, Slug: "unauthorized", Title: "A key is needed", Text: text,
		Header: http.Header{"Www-Authenticate": {`Bearer realm="warta"`}},
	}
}
