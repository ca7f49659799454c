package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index/archive"
	"warta/index/people"
	"warta/server/answer"
	"warta/server/keys"
	"warta/server/param"
)

// oneQuote answers GET /v1/quotes/{id}.
func (s *Server) oneQuote(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	id, err := param.QuoteID(c.Param("id"))
	if err != nil {
		return err
	}
	k, _ := caller(c)
	release, err := s.finder.ReadingPlace(c.Request.Context())
	if err != nil {
		return fmt.Errorf("show a quote: %w", err)
	}
	defer release()
	found, err := s.archive.Quote(c.Request.Context(), id, keys.May(k, keys.Staff))
	if err != nil {
		return fmt.Errorf("show a quote: %w", err)
	}
	if found.Hidden {
		c.Header("Cache-Control", "no-store")
	}
	return s.sender.Stated(c.Writer, c.Request, http.StatusOK, found.State, found)
}

// correctQuote answers PATCH /v1/quotes/{id}.
func (s *Server) correctQuote(c *gin.Context) error {
	id, err := param.QuoteID(c.Param("id"))
	if err != nil {
		return err
	}
	var wish struct {
		Speaker json.RawMessage      `json:"speaker"`
		Role    *archive.DecidedRole `json:"role"`
		Hidden  *bool                `json:"hidden"`
		Reason  string               `json:"reason"`
	}
	if err := s.readObject(c, &wish, `{"speaker": …, "role": …, "hidden": …, "reason": …}`); err != nil {
		return err
	}
	fix := archive.QuoteCorrection{Role: wish.Role, Hidden: wish.Hidden, Reason: wish.Reason}
	if match := c.Request.Header.Values("If-Match"); match != nil {
		known := strings.Join(match, ",")
		fix.If = func(state string) bool { return answer.InState(known, state) }
	}
	switch {
	case wish.Speaker == nil:
	case bytes.Equal(wish.Speaker, []byte("null")):
		fix.Speaker = new("") // unknown
	default:
		if err := json.Unmarshal(wish.Speaker, &fix.Speaker); err != nil || !param.IsName(*fix.Speaker) {
			return answer.Invalid("speaker", "speaker: want the id of an official, or null if the speaker is unknown")
		}
	}
	by, _ := caller(c)
	found, err := s.archive.CorrectQuote(c.Request.Context(), id, fix, by.ID)
	if err != nil {
		return fmt.Errorf("correct a quote: %w", err)
	}
	return s.sender.Stated(c.Writer, c.Request, http.StatusOK, found.State, found)
}

// mergeOfficial answers POST /v1/officials/{id}/merge.
func (s *Server) mergeOfficial(c *gin.Context) error {
	var wish struct {
		Into   string `json:"into"`
		Reason string `json:"reason"`
	}
	return s.decide(c, &wish, `{"into": …, "reason": …}`, func(id, by string) (people.Official, error) {
		if !param.IsName(wish.Into) {
			return people.Official{}, answer.Invalid("into", "into: want the id of the official who stays")
		}
		return s.archive.MergeOfficials(c.Request.Context(), id, wish.Into, wish.Reason, by)
	})
}

// splitOfficial answers POST /v1/officials/{id}/split.
func (s *Server) splitOfficial(c *gin.Context) error {
	var wish struct {
		Reason string `json:"reason"`
	}
	return s.decide(c, &wish, `{"reason": …}`, func(id, by string) (people.Official, error) {
		return s.archive.SplitOfficial(c.Request.Context(), id, wish.Reason, by)
	})
}

// renameOfficial answers POST /v1/officials/{id}/rename.
func (s *Server) renameOfficial(c *gin.Context) error {
	var wish struct {
		Name   *string `json:"name"`
		Reason string  `json:"reason"`
	}
	return s.decide(c, &wish, `{"name": …, "reason": …}`, func(id, by string) (people.Official, error) {
		if wish.Name == nil {
			return people.Official{}, answer.Invalid("name", "name: want the name, or an empty one to take a renaming back")
		}
		return s.archive.RenameOfficial(c.Request.Context(), id, *wish.Name, wish.Reason, by)
	})
}

// suppressOfficial answers POST /v1/officials/{id}/suppress.
func (s *Server) suppressOfficial(c *gin.Context) error {
	wish := struct {
		Suppressed bool   `json:"suppressed"`
		Reason     string `json:"reason"`
	}{Suppressed: true}
	return s.decide(c, &wish, `{"suppressed": …, "reason": …}`, func(id, by string) (people.Official, error) {
		return s.archive.SuppressOfficial(c.Request.Context(), id, wish.Suppressed, wish.Reason, by)
	})
}

// decide reads a decision about an official, carries it out, and answers with the
// official as they are then.
func (s *Server) decide(c *gin.Context, wish any, form string, do func(id, by string) (people.Official, error)) error {
	id, err := param.OfficialID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.readObject(c, wish, form); err != nil {
		return err
	}
	by, _ := caller(c)
	who, err := do(id, by.ID)
	if err != nil {
		return fmt.Errorf("correct an official: %w", err)
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, who)
}
