package answer

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"warta/index/search"
	"warta/server/render"
)

// JSONType is the type of answers as JSON.
const JSONType = "application/json; charset=utf-8"

// A Sender writes answers that caches may keep.
type Sender struct {
	// CacheFor is how long a proxy may use a public answer without asking again; 0: it
	// asks each time.
	CacheFor time.Duration
}

// Send answers with body. A public answer to GET gets a tag by which a browser or a
// proxy asks whether it has changed, and 304 if it has not. The tag is weak, because
// the compressed and the plain form share it.
func (s Sender) Send(w http.ResponseWriter, r *http.Request, status int, kind string, body []byte) {
	s.sendTagged(w, r, status, kind, body, tagOf("", body))
}

// sendTagged is Send with a tag.
func (s Sender) sendTagged(w http.ResponseWriter, r *http.Request, status int, kind string, body []byte, tag string) {
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	h := w.Header()
	if status == http.StatusOK && reads && h.Get("Cache-Control") != "no-store" {
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", s.CacheControl())
		}
		h.Set("ETag", tag)
		if hasTag(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(body) // a caller that has gone needs no answer
}

// tagOf returns the tag of an answer in parts. It begins with state, if there is one.
func tagOf(state string, parts ...[]byte) string {
	hash := sha256.New()
	for _, part := range parts {
		_, _ = hash.Write(part) // never fails
	}
	if state != "" {
		state += stateEnd
	}
	return `W/"` + state + base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:12]) + `"`
}

// stateEnd ends a state in a tag.
const stateEnd = "."

// Stated answers with v, the representation of something in a state, of letters and digits and
// the marks - and _. The tag of the answer tells the state, also where caches may not keep it.
func (s Sender) Stated(w http.ResponseWriter, r *http.Request, status int, state string, v any) error {
	body, err := render.JSON(v)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	tag := tagOf(state, body)
	w.Header().Set("ETag", tag)
	s.sendTagged(w, r, status, JSONType, body, tag)
	return nil
}

// InState reports whether the header If-Match names a state, by a tag of [Sender.Stated]. What
// else the tag tells of is left out: it changes without the state.
func InState(header, state string) bool {
	for given := range strings.SplitSeq(header, ",") {
		if given = strings.TrimSpace(given); given == "*" {
			return true
		}
		of, _, ok := strings.Cut(strings.Trim(strings.TrimPrefix(given, "W/"), `"`), stateEnd)
		if ok && of == state {
			return true
		}
	}
	return false
}

// CacheControl is the Cache-Control of public answers: a browser asks each time whether
// its copy is current, a proxy after CacheFor.
func (s Sender) CacheControl() string {
	if s.CacheFor == 0 {
		return "public, no-cache"
	}
	return fmt.Sprintf("public, max-age=0, must-revalidate, s-maxage=%d", int(s.CacheFor/time.Second))
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

// JSON answers with v. The tag of a page of results leaves out how long the search took.
func (s Sender) JSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	body, err := render.JSON(v)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	parts := [][]byte{body}
	if _, ok := v.(*search.Page); ok {
		parts = withoutTook(body)
	}
	s.sendTagged(w, r, status, JSONType, body, tagOf("", parts...))
	return nil
}

// withoutTook returns body with 0 as its took_ms, in parts. Quotation marks in a text
// are escaped, so only the key matches.
func withoutTook(body []byte) [][]byte {
	key := []byte(`"took_ms":`)
	before, after, found := bytes.Cut(body, key)
	if !found {
		return [][]byte{body}
	}
	return [][]byte{before, key, []byte("0"), bytes.TrimLeft(after, "0123456789.eE+-")}
}

// XML answers with v as a document of a type. The encoder replaces characters that XML
// cannot hold.
func (s Sender) XML(w http.ResponseWriter, r *http.Request, kind string, v any) error {
	body, err := xml.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	s.Send(w, r, http.StatusOK, kind+"; charset=utf-8", append([]byte(xml.Header), body...))
	return nil
}

// HTML answers with what write writes. An error of write sends nothing.
func (s Sender) HTML(w http.ResponseWriter, r *http.Request, status int, write func(io.Writer) error) error {
	var body bytes.Buffer
	if err := write(&body); err != nil {
		return err
	}
	s.Send(w, r, status, "text/html; charset=utf-8", body.Bytes())
	return nil
}

// Extend gives an answer d until its next piece. The read deadline is lifted, because
// net/http would end the request with it.
func Extend(w http.ResponseWriter, d time.Duration) {
	control := http.NewResponseController(w)
	// A connection without deadlines, as in some tests, has none to move.
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Now().Add(d)) // deadlines use the system clock
}
