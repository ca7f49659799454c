package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index/archive"
)

const (
	// headerSeen tells, in an answer of the API, what the answer has seen of the record, and in
	// a request, what its answer has to have seen.
	headerSeen = "Warta-Seen"
	// seenFor is how long a request waits until this process has seen that.
	seenFor = 5 * time.Second
)

// seen makes a request that shows a Warta-Seen wait until this process has seen as much, and
// puts one into each answer of the API. Without the header nothing waits.
func (s *Server) seen(c *gin.Context) {
	if !strings.HasPrefix(c.Request.URL.Path, "/v1/") {
		return
	}
	c.Writer.Header().Add("Vary", headerSeen) // a proxy must not answer with what it has
	a := &seenAnswer{ResponseWriter: c.Writer, archive: s.archive}
	if shown := c.GetHeader(headerSeen); shown != "" {
		var err error
		if a.shown, err = archive.ParseSeen(shown); err == nil {
			err = s.waitSeen(c.Request.Context(), a.shown)
		}
		if err != nil {
			a.shown = archive.Seen{} // an answer that refuses promises nothing
			s.fail(c, err)
			return
		}
	}
	c.Writer = a
	c.Request = c.Request.WithContext(archive.WithNote(c.Request.Context(), &a.note))
	c.Next()
	a.tell() // an answer without a body
}

func (s *Server) waitSeen(ctx context.Context, want archive.Seen) error {
	ctx, cancel := context.WithTimeout(ctx, seenFor)
	defer cancel()
	return s.archive.WaitSeen(ctx, want)
}

// A seenAnswer puts Warta-Seen into the headers of an answer when they are sent: what this
// process sees then, what the request has written, and what it has shown.
type seenAnswer struct {
	gin.ResponseWriter
	archive Archive
	shown   archive.Seen
	note    archive.Note
}

// told returns the Warta-Seen of the answer.
func (a *seenAnswer) told() string {
	return a.note.In(a.archive.Seen().Max(a.shown)).String()
}

func (a *seenAnswer) tell() {
	if !a.Written() {
		a.Header().Set(headerSeen, a.told())
	}
}

// WriteHeaderNow implements [gin.ResponseWriter].
func (a *seenAnswer) WriteHeaderNow() {
	a.tell()
	a.ResponseWriter.WriteHeaderNow()
}

// Write implements [http.ResponseWriter].
func (a *seenAnswer) Write(data []byte) (int, error) {
	a.tell()
	return a.ResponseWriter.Write(data)
}

// WriteString implements [gin.ResponseWriter].
func (a *seenAnswer) WriteString(text string) (int, error) {
	a.tell()
	return a.ResponseWriter.WriteString(text)
}

// Flush implements [http.Flusher].
func (a *seenAnswer) Flush() {
	a.tell()
	a.ResponseWriter.Flush()
}

// Unwrap lets [http.ResponseController] reach the connection.
func (a *seenAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// seenAtEnd puts the Warta-Seen of an answer that was sent piece by piece behind its body: its
// headers were sent before the writes that the answer tells of.
func seenAtEnd(c *gin.Context) {
	if a, ok := c.Writer.(*seenAnswer); ok {
		a.Header().Set(http.TrailerPrefix+headerSeen, a.told())
	}
}
