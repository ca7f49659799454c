package server

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/keys"
	"warta/server/param"
)

// A keyAnswer is a key for admins, without its hash.
type keyAnswer struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Scopes   []string   `json:"scopes"`
	Satker   []string   `json:"satker"`
	Created  time.Time  `json:"created"`
	Expires  *time.Time `json:"expires"`
	Revoked  *time.Time `json:"revoked"`
	LastUsed *time.Time `json:"last_used"`
	Key      string     `json:"key,omitempty"` // the secret, only in the answer to POST
}

func newKeyAnswer(k archive.Key) keyAnswer {
	return keyAnswer{
		ID: k.ID, Name: k.Name, Scopes: append([]string{}, k.Scopes...), Satker: append([]string{}, k.Satker...),
		Created: k.Created, Expires: known(k.Expires), Revoked: known(k.Revoked), LastUsed: known(k.LastUsed),
	}
}

// known returns nil for the zero time.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// listKeys answers GET /v1/admin/keys.
func (s *Server) listKeys(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	all, err := s.ring.List(c.Request.Context())
	if err != nil {
		return fmt.Errorf("list keys: %w", err)
	}
	answers := make([]keyAnswer, len(all))
	for i, k := range all {
		answers[i] = newKeyAnswer(k)
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"keys": answers})
}

// addKey answers POST /v1/admin/keys. Only this answer holds the secret of the key.
func (s *Server) addKey(c *gin.Context) error {
	var wish struct {
		Name    string       `json:"name"`
		Scopes  []keys.Scope `json:"scopes"`
		Satker  []string     `json:"satker"`
		Expires *time.Time   `json:"expires"`
	}
	if err := s.readObject(c, &wish, `{"name": …, "scopes": […], "satker": […], "expires": …}`); err != nil {
		return err
	}
	for _, code := range wish.Satker {
		if !s.names.Has(code) {
			return answer.Invalid("satker", "there is no satker %.40q: /v1/satker lists all with their codes", code)
		}
	}
	by, _ := caller(c)
	w := keys.Spec{Name: wish.Name, Scopes: wish.Scopes, Satker: wish.Satker, By: by.ID}
	if wish.Expires != nil {
		w.Expires = *wish.Expires
	}
	secret, k, err := s.ring.Add(c.Request.Context(), w)
	if err != nil {
		return err
	}
	made := newKeyAnswer(k)
	made.Key = secret
	c.Header("Location", "/v1/admin/keys/"+k.ID)
	return s.sender.JSON(c.Writer, c.Request, http.StatusCreated, made)
}

// readObject reads the body of a call, one JSON object, into v. Form shows a right object,
// for the errors.
func (s *Server) readObject(c *gin.Context, v any, form string) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	if _, err := mediaType(c.GetHeader("Content-Type"), objectKinds); err != nil {
		return err
	}
	raw, err := s.readBody(c)
	if err != nil {
		return err
	}
	return decodeStrict(raw, v, form)
}

// revokeKey answers DELETE /v1/admin/keys/{id}: the key becomes invalid at once.
func (s *Server) revokeKey(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	id := c.Param("id")
	if !param.IsName(id) {
		return &index.Error{Kind: index.NotFound, Op: "server.revokeKey", Text: "there is no such key: /v1/admin/keys lists all"}
	}
	by, _ := caller(c)
	if err := s.ring.Revoke(c.Request.Context(), id, by.ID); err != nil {
		return fmt.Errorf("revoke a key: %w", err)
	}
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}

// status answers GET /v1/admin/status.
func (s *Server) status(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, s.archive.Status(c.Request.Context()))
}

// reindex answers POST /v1/admin/reindex: 202 once the rebuild, or the rollback, has begun.
func (s *Server) reindex(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	begin := s.archive.Reindex
	if p.Bool("rollback", false) {
		begin = s.archive.Rollback
	}
	if err := p.Done(); err != nil {
		return err
	}
	if err := begin(c.Request.Context()); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	c.Header("Location", "/v1/admin/status")
	return s.sender.JSON(c.Writer, c.Request, http.StatusAccepted, gin.H{"result": "started", "status": "/v1/admin/status"})
}
