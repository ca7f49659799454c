package server

import (
	"context"
	"encoding/base64"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/archive"
	"warta/server/param"
)

// versions answers GET /v1/articles/{id}/versions: what was received of an article, the
// newest version first.
func (s *Server) versions(c *gin.Context) error {
	const few = 20
	p := param.New(c.Request.URL.RawQuery)
	size := p.Integer("size", 1, index.MaxSize, few)
	before, err := readVersion(p.Word("cursor", param.MaxCursor))
	if err != nil {
		p.Fault(err)
	}
	if err := p.Done(); err != nil {
		return err
	}
	id, err := param.ArticleID(c.Param("id"))
	if err != nil {
		return err
	}
	list, next, err := s.finder.Versions(c.Request.Context(), id, before, size)
	if errors.Is(err, context.DeadlineExceeded) {
		return &index.Error{
			Kind: index.TooCostly, Op: "server.versions", Field: "size", Err: err,
			Text: "these versions are too long to be read at once: ask for fewer with size",
		}
	}
	if err != nil {
		return err
	}
	answer := struct {
		ID       string            `json:"id"`
		Versions []archive.Version `json:"versions"`
		Next     *string           `json:"next"`
	}{ID: id, Versions: list}
	if next > 0 {
		answer.Next = new(writeVersion(next))
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, answer)
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
		return 0, param.BadCursor()
	}
	return seq, nil
}
