package server

import (
	"encoding/base64"
	"fmt"
	"math"
	"net/http"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/archive"
	"warta/server/param"
)

// writes answers GET /v1/admin/writes: the log of changes with the keys that made them,
// the newest first.
func (s *Server) writes(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	target := p.Word("target", param.MaxID)
	size := p.Integer("size", 1, index.MaxSize, index.MaxSize)
	before, err := readWritesPlace(p.Word("cursor", param.MaxCursor))
	if err != nil {
		p.Fault(err)
	}
	if err := p.Done(); err != nil {
		return err
	}
	found, next, err := s.archive.Writes(c.Request.Context(), before, target, size)
	if err != nil {
		return fmt.Errorf("read the log of writes: %w", err)
	}
	answer := struct {
		Writes []archive.Write `json:"writes"`
		Next   *string         `json:"next"`
	}{Writes: append([]archive.Write{}, found...)}
	if next != nil {
		answer.Next = new(writeWritesPlace(*next))
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, answer)
}

func writeWritesPlace(p archive.WritesPlace) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "w%d-%d", p.Change, p.Audit))
}

func readWritesPlace(cursor string) (archive.WritesPlace, error) {
	var p archive.WritesPlace
	if cursor == "" {
		return p, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		_, err = fmt.Sscanf(string(raw), "w%d-%d", &p.Change, &p.Audit)
	}
	if err != nil || p.Change > math.MaxInt64 || p.Audit > math.MaxInt64 {
		return p, param.BadCursor()
	}
	return p, nil
}
