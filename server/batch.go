package server

import (
	"bufio"
	"bytes"
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
	"golang.org/x/sync/semaphore"

	"warta/analyzers/article"
	"warta/analyzers/received"
	"warta/index"
	"warta/index/archive"
	"warta/server/keys"
	"warta/server/render"
)

// A batch has three parts that run at once. The reader takes lines from the
// request and starts a job for each, as many as their bytes allow; jobs run side
// by side, so that the record commits many of them together; the collector puts
// results in the order of the lines into a spill; and the handler sends what is
// in the spill. A client that sends everything before it reads cannot stop the
// reader, because the spill never makes the collector wait.

// Bounds of a batch.
const (
	batchJobs   = 64      // lines at once
	batchMemory = 1 << 20 // bytes of results kept in memory while nobody reads them
	// A line may escape every character of an article (\u00e9).
	lineFactor = 6
	// busyFor is how long a line waits for a busy archive before it is rejected:
	// meanwhile nothing more is read, which slows the client down.
	busyFor = 30 * time.Second
	// batchRetry is when a batch that found no place may come again: others take
	// seconds at least.
	batchRetry = 5 * time.Second
)

// A batchResult is the answer to one line, or with split to one article of it.
type batchResult struct {
	Line     int               `json:"line"`
	ID       string            `json:"id,omitempty"`
	Result   archive.Outcome   `json:"result"`
	Warnings []article.Warning `json:"warnings,omitempty"`
	Code     string            `json:"code,omitempty"`   // of a rejected line: the last part of a problem's type
	Field    string            `json:"field,omitempty"`  // of a rejected line
	Detail   string            `json:"detail,omitempty"` // of a rejected line
}

// A batchSummary is the last line.
type batchSummary struct {
	Lines     int    `json:"lines"`
	Created   int    `json:"created"`
	Updated   int    `json:"updated"`
	Unchanged int    `json:"unchanged"`
	Stale     int    `json:"stale"`
	Deleted   int    `json:"deleted"`
	Rejected  int    `json:"rejected"`
	TookMS    int64  `json:"took_ms"`
	Stopped   string `json:"stopped,omitempty"` // why not all lines were read, and from which one to send again
}

func (b *batchSummary) count(o archive.Outcome) {
	switch o {
	case archive.Created:
		b.Created++
	case archive.Updated:
		b.Updated++
	case archive.Unchanged:
		b.Unchanged++
	case archive.Stale:
		b.Stale++
	case archive.Deleted:
		b.Deleted++
	case archive.Rejected:
		b.Rejected++
	}
}

// A batchJob is one line on its way.
type batchJob struct {
	line    int
	raw     []byte
	broken  error         // the line could not be read
	after   []*batchJob   // must be done before this one begins
	done    chan struct{} // closed when results is filled
	results []batchResult // one; with split one for each article of a page
	seq     uint64        // of the last change
}

// batch answers POST /v1/articles/batch.
func (s *Server) batch(c *gin.Context) error {
	p := newParams(c.Request.URL.RawQuery)
	how := readHow(p)
	if err := p.done(); err != nil {
		return err
	}
	k, _ := caller(c)
	if how.restore && !keys.May(k, keys.Admin) {
		return forbidden("restore needs a key with the right %q", keys.Admin)
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
	b := &batchRun{
		server: s, key: k, how: how, control: control,
		body: bufio.NewReaderSize(received.NewReader(c.Request.Body, charset), 64<<10), out: newSpill(s.opts.TempDir, batchMemory, int64(s.opts.MaxSpill)),
		bytes: semaphore.NewWeighted(int64(s.opts.MaxBatchAhead)), begin: s.opts.Now(),
	}
	return b.run(c)
}

// batchType checks the form of a batch and returns the charset of its lines.
func batchType(header string) (charset string, err error) {
	kind, about, err := mime.ParseMediaType(header)
	charset = about["charset"]
	good := err == nil && slices.Contains([]string{"application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "application/json"}, kind)
	if !good || !received.KnownCharset(charset) {
		return "", &refusal{
			status: http.StatusUnsupportedMediaType, slug: "unsupported-media-type", title: titleMediaType,
			text:   "send one JSON object a line, in UTF-8, with Content-Type: application/x-ndjson",
			header: http.Header{"Accept": {"application/x-ndjson"}},
		}
	}
	return charset, nil
}

// A batchRun is one batch under way.
type batchRun struct {
	server  *Server
	key     archive.Key
	how     how
	control *http.ResponseController
	body    *bufio.Reader
	out     *spill
	bytes   *semaphore.Weighted // of lines being worked on
	begin   time.Time

	mu   sync.Mutex
	read bool // all of the body was read: net/http now reads ahead, which no deadline may disturb
}

// run does the batch. It answers 200 as soon as it begins, so later failures are
// told in lines.
func (b *batchRun) run(c *gin.Context) error {
	// net/http ends a request's context with the first read that fails, a slow one
	// too. What was read before is worked on and answered all the same.
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.Request.Context()))
	var parts sync.WaitGroup
	defer func() {
		cancel()
		b.hurry() // a reader that waits for the client shall not be waited for
		parts.Wait()
		if err := b.out.close(); err != nil {
			b.server.log.WarnContext(ctx, "close the file of a batch", "err", err)
		}
	}()
	b.extend()
	if c.GetHeader("Expect") != "" {
		// The first look at the body lets the client begin; once the answer has
		// begun, it would never be told to.
		_, _ = b.body.Peek(1)
	}
	jobs := make(chan *batchJob, batchJobs)
	var stopped string
	parts.Go(func() {
		defer close(jobs)
		stopped = b.readLines(ctx, jobs)
	})
	var failed error
	parts.Go(func() {
		defer b.out.end()
		failed = b.collect(ctx, jobs, &stopped)
	})
	parts.Go(func() { // a server that stops lets no batch begin another line
		select {
		case <-b.server.drain:
			b.hurry()
		case <-ctx.Done():
		}
	})

	c.Header("Content-Type", "application/x-ndjson; charset=utf-8")
	c.Header("Cache-Control", "no-store")
	c.Header("X-Accel-Buffering", "no") // a proxy in front shall not gather lines
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
	// Many clients send nothing before they have seen the head of the answer.
	if err := b.control.Flush(); err != nil {
		return fmt.Errorf("batch: begin the answer: %w", err)
	}
	for {
		b.extend()
		piece, err := b.out.next(ctx)
		if errors.Is(err, io.EOF) {
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

// extend gives the client time for its next piece, in both directions: as long as
// one of them moves, the batch lives.
func (b *batchRun) extend() {
	now := time.Now() // deadlines are of the real clock
	if !b.server.draining() {
		b.readUntil(now.Add(b.server.opts.BodyTimeout))
	}
	// A connection without deadlines, as in some tests, has none to move.
	_ = b.control.SetWriteDeadline(now.Add(b.server.opts.BodyTimeout + b.server.opts.WriteTimeout))
}

// hurry ends the wait for the client's next piece.
func (b *batchRun) hurry() { b.readUntil(time.Now()) }

func (b *batchRun) readUntil(t time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.read {
		_ = b.control.SetReadDeadline(t)
	}
}

// allRead says that the body has ended: what is left takes its own time.
func (b *batchRun) allRead() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read = true
	_ = b.control.SetReadDeadline(time.Time{})
}

// readLines turns lines into jobs until the body ends. It returns why it stopped
// before the end, or "". All jobs have ended when it returns.
func (b *batchRun) readLines(ctx context.Context, jobs chan<- *batchJob) (stopped string) {
	var running sync.WaitGroup
	defer running.Wait()
	order := newBatchOrder()
	limit := b.server.opts.MaxBody * lineFactor
	for number := 1; ; number++ {
		if b.server.draining() {
			return fmt.Sprintf("the service is stopping: send again from line %d", number)
		}
		if !b.out.room(ctx, b.server.opts.BodyTimeout) {
			return fmt.Sprintf("the results are not being read: read them, and send again from line %d", number)
		}
		b.extend()
		raw, err := readLine(b.body, limit)
		tooLong := errors.Is(err, errLongLine)
		last := err != nil && !tooLong
		if errors.Is(err, received.ErrPacked) {
			return "the body is packed with gzip: send it unpacked"
		}
		if errors.Is(err, io.EOF) {
			b.allRead()
		}
		if last && !errors.Is(err, io.EOF) {
			if b.server.draining() {
				return fmt.Sprintf("the service is stopping: send again from line %d", number)
			}
			return fmt.Sprintf("the body ended too early or came too slowly: send again from line %d", number)
		}
		if !tooLong && len(bytes.TrimSpace(raw)) == 0 {
			if last {
				return ""
			}
			continue
		}
		job := &batchJob{line: number, raw: raw, done: make(chan struct{})}
		if tooLong {
			job.broken = &index.Error{Kind: index.TooLarge, Op: "server.batch", Text: fmt.Sprintf("a line may have %d bytes", limit)}
		}
		m, err := b.decode(job)
		if err != nil {
			job.broken = err
		}
		weight := int64(min(len(raw)+1, b.server.opts.MaxBatchAhead))
		if b.bytes.Acquire(ctx, weight) != nil {
			return "the request was given up"
		}
		order.place(job, m)
		select {
		case jobs <- job: // full when batchJobs lines wait for their turn
		case <-ctx.Done():
			b.bytes.Release(weight)
			return "the request was given up"
		}
		running.Go(func() {
			defer b.bytes.Release(weight)
			defer order.leave(job)
			defer close(job.done)
			b.do(ctx, job, m)
		})
		if last {
			return ""
		}
	}
}

var errLongLine = errors.New("line too long")

// readLine reads to the next line break; of a line longer than limit the rest is
// thrown away, so that the one after it can still be read.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	long := false
	for {
		piece, err := r.ReadSlice('\n')
		if len(line)+len(piece) > limit {
			long, line = true, nil
		}
		if !long {
			line = append(line, piece...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long && err == nil {
			return nil, errLongLine
		}
		return line, err
	}
}

func (b *batchRun) decode(job *batchJob) (message, error) {
	if job.broken != nil {
		return message{}, job.broken
	}
	raw, err := checkUTF8(job.raw)
	job.raw = nil
	if err != nil {
		return message{}, err
	}
	return decodeMessage(raw, true)
}

// do works on one line.
func (b *batchRun) do(ctx context.Context, job *batchJob, m message) {
	defer func() {
		if v := recover(); v != nil {
			b.server.log.ErrorContext(ctx, "panic in a batch", "line", job.line, "panic", fmt.Sprint(v))
			job.reject(fmt.Errorf("panic: %v", v))
		}
	}()
	for _, before := range job.after {
		select {
		case <-before.done:
		case <-ctx.Done():
		}
	}
	job.after = nil // or every job would keep all before it
	err := job.broken
	if err == nil {
		err = b.retry(ctx, func() error { return b.apply(ctx, job, m) })
	}
	if err != nil {
		if index.KindOf(err) == index.Internal && ctx.Err() == nil {
			b.server.log.ErrorContext(ctx, "batch line failed", "line", job.line, "err", err)
		}
		job.reject(err)
	}
}

func (j *batchJob) reject(err error) {
	p := problemOf(err)
	j.results = []batchResult{{
		Line: j.line, Result: archive.Rejected, Code: strings.TrimPrefix(p.Type, problemPath), Field: p.Field, Detail: p.Detail,
	}}
}

// apply stores or removes what a line says.
func (b *batchRun) apply(ctx context.Context, job *batchJob, m message) error {
	if m.Delete != "" {
		if m != (message{Delete: m.Delete}) {
			return invalid("delete", "delete stands alone in its line")
		}
		id, err := articleID(m.Delete)
		if err != nil {
			return err
		}
		seq, err := b.server.remove(ctx, b.key, id)
		if err != nil {
			return err
		}
		job.seq, job.results = seq, []batchResult{{Line: job.line, ID: id, Result: archive.Deleted}}
		return nil
	}
	in, err := b.server.incoming(m)
	if err != nil {
		return err
	}
	in.Key, in.Split, in.Restore = b.key.ID, b.how.split, b.how.restore
	if err := b.server.mayPut(b.key, in); err != nil {
		return err
	}
	receipts, err := b.server.put(ctx, b.key, in)
	if err != nil {
		return err
	}
	if len(receipts) == 0 || len(receipts) > 1 && !in.Split {
		return fmt.Errorf("%d receipts for one article", len(receipts))
	}
	results := make([]batchResult, len(receipts))
	for i, r := range receipts {
		a := newPutAnswer(r)
		results[i] = batchResult{Line: job.line, ID: a.ID, Result: a.Result, Code: a.Code, Field: a.Field, Detail: a.Detail}
		if len(a.Warnings) > 0 {
			results[i].Warnings = a.Warnings
		}
		job.seq = max(job.seq, r.Seq)
	}
	job.results = results
	return nil
}

// retry waits while the archive is busy: the line keeps its place, so the client
// is slowed down instead of refused.
func (b *batchRun) retry(ctx context.Context, f func() error) error {
	end := time.NewTimer(busyFor)
	defer end.Stop()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, retryAfter) {
		err := f()
		if index.KindOf(err) != index.Busy {
			return err
		}
		select {
		case <-time.After(pause):
		case <-end.C:
			return err
		case <-ctx.Done():
			return err
		}
	}
}

// collect writes results in the order of the lines, and the summary.
func (b *batchRun) collect(ctx context.Context, jobs <-chan *batchJob, stopped *string) error {
	var sum batchSummary
	var last uint64
	var failed error
	for job := range jobs {
		<-job.done
		sum.Lines++
		last = max(last, job.seq)
		for _, result := range job.results {
			sum.count(result.Result)
			if failed == nil { // the others are worked on all the same: they were sent
				failed = render.Line(b.out, result)
			}
		}
	}
	if failed != nil {
		return failed
	}
	sum.Stopped = *stopped // filled before jobs was closed
	if b.how.wait {
		if err := b.server.waitSearchable(ctx, last); err != nil && sum.Stopped == "" {
			sum.Stopped = index.TextOf(err)
		}
	}
	sum.TookMS = b.server.opts.Now().Sub(b.begin).Milliseconds()
	return render.Line(b.out, gin.H{"summary": sum})
}

// A batchOrder keeps lines about the same article in their order while others
// run side by side.
type batchOrder struct {
	mu      sync.Mutex
	running map[*batchJob]struct{}
	latest  map[string]*batchJob // by what an article is known by
	barrier *batchJob            // everything later waits for it
}

func newBatchOrder() *batchOrder {
	return &batchOrder{running: map[*batchJob]struct{}{}, latest: map[string]*batchJob{}}
}

// place finds what a job must wait for. A removal names an id, and which of the
// lines before it make that id is not known yet: it waits for all of them, and
// all later ones wait for it.
func (o *batchOrder) place(job *batchJob, m message) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.running[o.barrier]; ok {
		job.after = append(job.after, o.barrier)
	}
	if m.Delete != "" {
		for before := range o.running {
			job.after = append(job.after, before)
		}
		o.barrier = job
	}
	for _, name := range namesOf(m) {
		if before := o.latest[name]; before != nil {
			job.after = append(job.after, before)
		}
		o.latest[name] = job
	}
	o.running[job] = struct{}{}
}

// leave forgets a job that is done.
func (o *batchOrder) leave(job *batchJob) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.running, job)
	for name, j := range o.latest {
		if j == job {
			delete(o.latest, name)
		}
	}
}

// namesOf returns what two lines about one article may have in common. It may
// find too much in common, never too little: of an address only the last part of
// its path counts, since hosts and parameters have several spellings, and
// articles without id and address all follow each other.
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
