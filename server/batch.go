package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"warta/analyzers/received"
	"warta/index"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/batch"
	"warta/server/keys"
	"warta/server/param"
)

// Bounds of a batch.
const (
	// batchMemory is how many bytes of unread results are kept in memory.
	batchMemory = 1 << 20
	// lineFactor is how many times longer than an article a line may be: JSON may escape
	// every character (\u00e9).
	lineFactor = 6
	// batchRetry is the Retry-After of a batch that is refused because others run.
	batchRetry = 5 * time.Second
)

// batch answers POST /v1/articles/batch. Package batch reads the lines and works on
// them; the handler sends what it has written into the spill.
func (s *Server) batch(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	how := readHow(p)
	if err := p.Done(); err != nil {
		return err
	}
	k, _ := caller(c)
	if how.restore && !keys.May(k, keys.Admin) {
		return answer.Forbidden("restore needs a key with the right %q", keys.Admin)
	}
	charset, err := batchType(c.GetHeader("Content-Type"))
	if err != nil {
		return err
	}
	defer s.batches.Add(-1)
	if s.batches.Add(1) > int64(s.opts.Batches) {
		return &index.Error{
			Kind: index.Busy, Op: "server.batch", RetryAfter: batchRetry,
			Text: fmt.Sprintf("%d batches run already: send this one again in a moment", s.opts.Batches),
		}
	}
	control := http.NewResponseController(c.Writer)
	if err := control.EnableFullDuplex(); err != nil && c.Request.ProtoMajor == 1 {
		return fmt.Errorf("batch: answer while reading: %w", err)
	}
	b := &batchCall{
		server: s, key: k, how: how, control: control,
		lines: batch.NewLineReader(received.NewReader(c.Request.Body, charset), s.opts.MaxBody*lineFactor),
		out:   batch.NewSpill(s.opts.TempDir, batchMemory, int64(s.opts.MaxSpill)),
	}
	return b.run(c)
}

// batchType checks the form of a batch and returns the charset of its lines.
func batchType(header string) (charset string, err error) {
	kind, about, err := mime.ParseMediaType(header)
	charset = about["charset"]
	good := err == nil && slices.Contains([]string{"application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "application/json"}, kind)
	if !good || !received.KnownCharset(charset) {
		return "", &answer.Refusal{
			Status: http.StatusUnsupportedMediaType, Slug: "unsupported-media-type", Title: answer.TitleMediaType,
			Text:   "send one JSON object a line, in UTF-8, with Content-Type: application/x-ndjson",
			Header: http.Header{"Accept": {"application/x-ndjson"}},
		}
	}
	return charset, nil
}

// A batchCall is one call of batch under way.
type batchCall struct {
	server  *Server
	key     archive.Key
	how     how
	control *http.ResponseController
	lines   *batch.LineReader
	out     *batch.Spill

	mu   sync.Mutex
	read bool // the body has ended: the read deadline no longer matters
}

func (b *batchCall) run(c *gin.Context) error {
	// net/http ends the context of a request with the first read that fails, also after
	// a deadline. Lines read before that are still worked on and answered.
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.Request.Context()))
	var parts sync.WaitGroup
	defer func() {
		cancel()
		b.endReading() // so that a pending read of the body returns
		parts.Wait()
		if err := b.out.Close(); err != nil {
			b.server.log.WarnContext(ctx, "close the file of a batch", "err", err)
		}
	}()
	b.extend()
	if c.GetHeader("Expect") != "" {
		// Reading the body makes net/http send 100 Continue, which it does only before
		// the answer has begun.
		b.lines.Await()
	}
	var failed error
	parts.Go(func() {
		defer b.out.End()
		failed = b.runner().Run(ctx, b.next, b.out)
	})
	parts.Go(func() { // a server that stops begins no further line
		select {
		case <-b.server.drain:
			b.endReading()
		case <-ctx.Done():
		}
	})

	c.Header("Content-Type", "application/x-ndjson; charset=utf-8")
	c.Header("Cache-Control", "no-store")
	c.Header("X-Accel-Buffering", "no") // a proxy in front must not buffer lines
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
	// Many clients send nothing before they have seen the head of the answer.
	if err := b.control.Flush(); err != nil {
		return fmt.Errorf("batch: begin the answer: %w", err)
	}
	for {
		b.extend()
		piece, err := b.out.Next(ctx)
		if errors.Is(err, io.EOF) {
			seenAtEnd(c)
			return failed // filled before out ended
		}
		if err != nil {
			return fmt.Errorf("batch: %w", err)
		}
		if _, err := c.Writer.Write(piece); err != nil {
			return fmt.Errorf("batch: send results: %w", err)
		}
		if err := b.control.Flush(); err != nil {
			return fmt.Errorf("batch: send results: %w", err)
		}
	}
}

func (b *batchCall) runner() *batch.Runner {
	o := &b.server.opts
	r := &batch.Runner{
		MaxLine: o.MaxBody * lineFactor, MaxAhead: o.MaxBatchAhead, Plan: b.plan, Reject: rejected, Now: o.Now, Log: b.server.log,
	}
	if b.how.wait {
		r.Finish = b.server.waitSearchable
	}
	return r
}

// extend moves both deadlines of the connection: a batch lives as long as bytes move in
// one direction.
func (b *batchCall) extend() {
	now := time.Now() // deadlines use the system clock
	if !b.server.draining() {
		b.readUntil(now.Add(b.server.opts.BodyTimeout))
	}
	// A connection without deadlines, as in some tests, has none to move.
	_ = b.control.SetWriteDeadline(now.Add(b.server.opts.BodyTimeout + b.server.opts.WriteTimeout))
}

// endReading ends a pending read of the body.
func (b *batchCall) endReading() { b.readUntil(time.Now()) }

func (b *batchCall) readUntil(t time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.read {
		_ = b.control.SetReadDeadline(t)
	}
}

// allRead lifts the read deadline once the body has ended.
func (b *batchCall) allRead() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read = true
	_ = b.control.SetReadDeadline(time.Time{})
}

// next returns the line with a number, as [batch.Lines] describes.
func (b *batchCall) next(ctx context.Context, number int) ([]byte, error) {
	stop := func(why string) error {
		return &batch.Stop{Reason: fmt.Sprintf("%s send again from line %d", why, number)}
	}
	const stopping = "the service is stopping:"
	if b.server.draining() {
		return nil, stop(stopping)
	}
	if !b.out.Room(ctx, b.server.opts.BodyTimeout) {
		return nil, stop("the results are not being read: read them, and")
	}
	b.extend()
	raw, err := b.lines.Next()
	switch {
	case err == nil, errors.Is(err, batch.ErrLongLine):
	case errors.Is(err, received.ErrPacked):
		return nil, &batch.Stop{Reason: "the body is packed with gzip: send it unpacked"}
	case errors.Is(err, io.EOF):
		b.allRead()
	case b.server.draining():
		return nil, stop(stopping)
	default:
		return nil, stop("the body ended too early or came too slowly:")
	}
	return raw, err
}

// plan reads a line as the task that it asks for.
func (b *batchCall) plan(line []byte) (batch.Task, error) {
	raw, err := checkUTF8(line)
	if err != nil {
		return batch.Task{}, err
	}
	m, err := decodeMessage(raw, true)
	if err != nil {
		return batch.Task{}, err
	}
	return batch.Task{
		Names: namesOf(m),
		// Which of the earlier lines make the article with this id is not known yet.
		Barrier: m.Delete != "",
		Do:      func(ctx context.Context) ([]batch.Result, uint64, error) { return b.apply(ctx, m) },
	}, nil
}

// rejected describes an error as the result of a line.
func rejected(err error) batch.Result {
	p := answer.ProblemOf(err)
	return batch.Result{Result: archive.Rejected, Code: p.Slug(), Field: p.Field, Detail: p.Detail}
}

// apply stores or removes the article of a line.
func (b *batchCall) apply(ctx context.Context, m message) ([]batch.Result, uint64, error) {
	if m.Delete != "" {
		return b.remove(ctx, m)
	}
	in, err := b.server.incoming(m)
	if err != nil {
		return nil, 0, err
	}
	in.Key, in.Split, in.Restore = b.key.ID, b.how.split, b.how.restore
	if err := b.server.mayPut(b.key, in); err != nil {
		return nil, 0, err
	}
	receipts, err := b.server.put(ctx, b.key, in)
	if err != nil {
		return nil, 0, err
	}
	if len(receipts) == 0 || len(receipts) > 1 && !in.Split {
		return nil, 0, fmt.Errorf("%d receipts for one article", len(receipts))
	}
	results := make([]batch.Result, len(receipts))
	var seq uint64
	for i, r := range receipts {
		a := newPutAnswer(r)
		results[i] = batch.Result{ID: a.ID, Result: a.Result, Code: a.Code, Field: a.Field, Detail: a.Detail}
		if len(a.Warnings) > 0 {
			results[i].Warnings = a.Warnings
		}
		seq = max(seq, r.Seq)
	}
	return results, seq, nil
}

func (b *batchCall) remove(ctx context.Context, m message) ([]batch.Result, uint64, error) {
	if m != (message{Delete: m.Delete}) {
		return nil, 0, answer.Invalid("delete", "delete stands alone in its line")
	}
	id, err := param.ArticleID(m.Delete)
	if err != nil {
		return nil, 0, err
	}
	seq, err := b.server.remove(ctx, b.key, id)
	if err != nil {
		return nil, 0, err
	}
	return []batch.Result{{ID: id, Result: archive.Deleted}}, seq, nil
}

// namesOf returns the names by which lines about the same article are known. Lines
// about different articles may share a name; lines about the same one always do. Of an
// address only the last part of its path counts, because hosts and parameters have
// several spellings. Articles without id and address share one name.
func namesOf(m message) []string {
	var names []string
	if m.ExternalID != "" {
		names = append(names, "id "+m.ExternalID)
	}
	if m.URL != "" {
		last := ""
		if u, err := url.Parse(m.URL); err == nil {
			path := strings.ToLower(strings.Trim(u.Path, "/"))
			last = path[strings.LastIndexByte(path, '/')+1:]
		}
		names = append(names, "url "+last)
	}
	if len(names) == 0 {
		names = append(names, "text")
	}
	return names
}
