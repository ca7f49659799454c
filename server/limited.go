package server

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"warta/server/answer"
	"warta/server/limit"
	"warta/server/metrics"
)

const (
	// maxBuckets bounds the addresses, and the keys, that are counted: some 300 bytes each.
	maxBuckets = 50_000
)

// named puts the client of a request into its context: its key, else its address.
func (s *Server) named(c *gin.Context) {
	name := "address " + limit.Network(s.address(c.Request))
	if k, ok := caller(c); ok {
		name = "key " + k.ID
	}
	c.Request = c.Request.WithContext(limit.WithClient(c.Request.Context(), name))
}

// limited counts a request and refuses it if its client has sent too many. Checks of
// health and the files of pages are not counted.
func (s *Server) limited(c *gin.Context) {
	switch c.FullPath() {
	case "/healthz", "/readyz", "/aset/:name":
	default:
		s.within(c)
	}
}

// within counts a request against its key, else its address. It returns false, and
// answers, if there were too many.
func (s *Server) within(c *gin.Context) bool {
	buckets, by, name := s.unkeyed, metrics.ByAddress, ""
	if k, ok := caller(c); ok {
		buckets, by, name = s.keyed, metrics.ByKey, k.ID
	}
	if buckets == nil {
		return true
	}
	if name == "" {
		name = limit.Network(s.address(c.Request))
	}
	quota := buckets.Take(name, s.opts.Now())
	c.Header("RateLimit-Limit", strconv.Itoa(quota.Limit))
	c.Header("RateLimit-Remaining", strconv.Itoa(quota.Remaining))
	c.Header("RateLimit-Reset", seconds(quota.Reset))
	if quota.OK {
		return true
	}
	s.metrics.Limited(by)
	text := "this key has sent too many requests: wait for the seconds in Retry-After"
	if by == metrics.ByAddress {
		text = "this address has sent too many requests: wait for the seconds in Retry-After, or ask the operator for a key"
	}
	s.fail(c, &answer.Refusal{
		Status: http.StatusTooManyRequests, Slug: "too-many-requests", Title: "Too many requests", Text: text,
		Header: http.Header{"Retry-After": {seconds(max(quota.Retry, time.Second))}},
	})
	return false
}

// seconds writes a time for a header, rounded up.
func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(d.Seconds()))) }
