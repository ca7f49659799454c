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

// What a request carries with it in its gin.Context.
const (
	keyRequestID = "warta.request"
	keyProblem   = "warta.problem" // type of the problem that was answered
)

const headerRequestID = "X-Request-Id"

// identify gives a request its id: the one of a proxy in front where it is fit
// for a log, else a new one.
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

// logged counts a request and writes one line about it. The line has the route and never the path or
// the query: what people search for is theirs.
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

// recovered catches a panic of one request, so that it ends that request alone.
func (s *Server) recovered(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v) // asked for: net/http ends the connection
		}
		s.log.ErrorContext(c.Request.Context(), "panic", "request", c.GetString(keyRequestID),
			"route", c.FullPath(), "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
		s.fail(c, fmt.Errorf("panic: %v", v))
	}()
	c.Next()
}

// The policies keep everything out that these answers do not need: no script but
// our own small one, no outside requests, no frames. The browser's own search
// history is the reader's.
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
	if strings.HasPrefix(s.opts.PublicURL, "https://") { // the operator says so: never again without
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
}

// isPage tells the pages for people from what programs read.
func isPage(path string) bool {
	return !strings.HasPrefix(path, "/v1/") && path != "/healthz" && path != "/readyz" && path != "/openapi.json"
}

// maxURL bounds what is looked at of an address, in bytes. It is far more than
// all filters of a page need, and far less than what costs time to read.
const maxURL = 16 << 10

// bounded turns away addresses that are too long, and bodies that are packed: a
// small one could unpack to anything.
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

// caller returns the key that a request showed.
func caller(c *gin.Context) (archive.Key, bool) {
	return keys.Caller(c.Request.Context())
}

// authenticated finds out who calls. A key that is shown must be good, on open
// calls too: a caller learns of a typing error at once, not when it matters.
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
		if !s.within(c) { // who tries keys is counted by address
			return
		}
		s.fail(c, unauthorized("this key is unknown, expired or revoked: ask the operator for another, or leave it away where reading is open"))
	case err != nil:
		s.fail(c, err)
	default:
		c.Request = c.Request.WithContext(keys.WithCaller(c.Request.Context(), k))
		c.Header("Cache-Control", "no-store")
	}
}

// allowed lets a request through that has the right which a route needs.
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
