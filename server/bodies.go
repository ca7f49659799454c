package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/server/answer"
	"warta/server/limit"
)

// bodyShare is how many bytes of bodies one key or address may have in memory at once, or
// two bodies of MaxBody if that is more; all together may have bodyShares times as many.
// Requests without a key have their own room, so that they cannot keep out those with
// one.
const (
	bodyShare  = 16 << 20
	bodyShares = 4
)

// newRooms returns the rooms for the bodies with and without a key.
func newRooms(maxBody int) (keyed, unkeyed *limit.Room) {
	share := max(bodyShare, 2*maxBody)
	return limit.NewRoom(bodyShares*share, share), limit.NewRoom(bodyShares*share, share)
}

// A heldBody is the part of a body that a request has in memory.
type heldBody struct {
	room *limit.Room
	name string // of the client
	n    int
}

const keyBody = "warta.body" // *heldBody, in a gin.Context

// holding gives back the room of a body when its request has been answered.
func (s *Server) holding(c *gin.Context) {
	held := &heldBody{room: s.openBodies, name: limit.Client(c.Request.Context())}
	if _, ok := caller(c); ok {
		held.room = s.keyedBodies
	}
	c.Set(keyBody, held)
	defer func() { held.room.Give(held.name, held.n) }()
	c.Next()
}

// errNoRoom reports too many bytes of bodies in memory.
var errNoRoom = errors.New("server: no room for a body")

// A countedBody takes room for bytes when they are read, not when Content-Length
// announces them.
type countedBody struct {
	from io.Reader
	held *heldBody
}

func (b countedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if !b.held.room.Take(b.held.name, n) {
		return 0, errNoRoom
	}
	b.held.n += n
	return n, err
}

// readBody reads a body of at most MaxBody bytes and checks that it is UTF-8.
func (s *Server) readBody(c *gin.Context) ([]byte, error) {
	raw, err := s.readBytes(c, s.opts.MaxBody)
	if err != nil {
		return nil, err
	}
	return checkUTF8(raw)
}

// readBytes reads a body of at most so many bytes.
func (s *Server) readBytes(c *gin.Context, most int) ([]byte, error) {
	tooLarge := &index.Error{Kind: index.TooLarge, Op: "server.readBody", Text: fmt.Sprintf("a body may have %d bytes", most)}
	if c.Request.ContentLength > int64(most) {
		return nil, tooLarge
	}
	v, _ := c.Get(keyBody)
	held, ok := v.(*heldBody)
	if !ok {
		return nil, errors.New("server.readBody: nothing holds the body")
	}
	raw, err := io.ReadAll(countedBody{http.MaxBytesReader(c.Writer, c.Request.Body, int64(most)), held})
	switch {
	case err == nil:
		return raw, nil
	case errors.Is(err, errNoRoom):
		return nil, &index.Error{Kind: index.Busy, Op: "server.readBody", Text: "too many long bodies at once: send this one again in a moment", Err: err}
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge
	}
	return nil, &answer.Refusal{
		Status: http.StatusBadRequest, Slug: "incomplete", Title: "The body did not arrive whole",
		Text: "the body ended too early or came too slowly: send it again",
	}
}
