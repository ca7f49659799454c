package server

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/archive"
)

// versions answers GET /v1/articles/{id}/versions, the newest first. Each is read once
// more from what was received, so that they have the places and the time of articles
// that are read for anybody.
func (s *Server) versions(c *gin.Context) error {
	const few = 20
	p := newParams(c.Request.URL.RawQuery)
	size := p.integer("size", 1, index.MaxSize, few)
	before, err := readVersion(p.word("cursor", maxCursor))
	if err != nil {
		p.fault(err)
	}
	if err := p.done(); err != nil {
		return err
	}
	id, err := articleID(c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	release, err := s.place(ctx, s.parses)
	if err != nil {
		return err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.opts.QueryTimeout)
	defer cancel()
	list, next, err := s.archive.Versions(ctx, id, before, size)
	if errors.Is(err, context.DeadlineExceeded) {
		return &index.Error{
			Kind: index.TooCostly, Op: "server.versions", Field: "size", Err: err,
			Text: "these versions are too long to be read at once: ask for fewer with size",
		}
	}
	if err != nil {
		return fmt.Errorf("list the versions of an article: %w", err)
	}
	answer := struct {
		ID       string            `json:"id"`
		Versions []archive.Version `json:"versions"`
		Next     *string           `json:"next"`
	}{ID: id, Versions: list}
	if next > 0 {
		answer.Next = new(writeVersion(next))
	}
	return s.writeJSON(c, http.StatusOK, answer)
}

// writeVersion and readVersion are the cursor of a list of versions.
func writeVersion(seq uint64) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendUint([]byte("v"), seq, 10))
}

func readVersion(cursor string) (uint64, error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	digits, ok := strings.CutPrefix(string(raw), "v")
	seq, errN := strconv.ParseUint(digits, 10, 64)
	if err != nil || !ok || errN != nil || seq == 0 || seq > math.MaxInt64 {
		return 0, invalid("cursor", "this cursor was not given out by this call: start without one")
	}
	return seq, nil
}
