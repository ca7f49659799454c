// Package batch works on the lines of one request side by side and answers them in
// their order. It knows neither HTTP nor the archive: [Runner.Run] reads lines, plans
// a [Task] for each, and writes a [Result] a line and a [Summary] at the end.
//
// Reading, working and answering run at once. Tasks about the same article run in the
// order of their lines. A [Spill] between the answers and a slow client keeps the
// reading from waiting for the client.
package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/server/render"
)

const (
	// maxTasks is how many lines are in work at once.
	maxTasks = 64
	// busyFor is how long a task is retried while the archive is busy. Reading stops
	// meanwhile, which slows the client down.
	busyFor = 30 * time.Second
	// firstPause and longestPause bound the pause between two tries of a task.
	firstPause   = 20 * time.Millisecond
	longestPause = time.Second
)

// A Result answers one line, or one article of a page that was split.
type Result struct {
	Line     int               `json:"line"`
	ID       string            `json:"id,omitempty"`
	Result   archive.Outcome   `json:"result"`
	Warnings []article.Warning `json:"warnings,omitempty"`
	Code     string            `json:"code,omitempty"`   // of a rejected line: the last part of a problem's type
	Field    string            `json:"field,omitempty"`  // of a rejected line
	Detail   string            `json:"detail,omitempty"` // of a rejected line
}

// A Summary is the last line of the answer.
type Summary struct {
	Lines     int    `json:"lines"`
	Created   int    `json:"created"`
	Updated   int    `json:"updated"`
	Unchanged int    `json:"unchanged"`
	Stale     int    `json:"stale"`
	Deleted   int    `json:"deleted"`
	Rejected  int    `json:"rejected"`
	TookMS    int64  `json:"took_ms"`
	Stopped   string `json:"stopped,omitempty"` // why lines were left out, and from which one to send again
}

func (s *Summary) count(o archive.Outcome) {
	switch o {
	case archive.Created:
		s.Created++
	case archive.Updated:
		s.Updated++
	case archive.Unchanged:
		s.Unchanged++
	case archive.Stale:
		s.Stale++
	case archive.Deleted:
		s.Deleted++
	case archive.Rejected:
		s.Rejected++
	}
}

// Lines returns the line with a number; numbers begin with 1 and grow by 1. The error
// is io.EOF with or after the last line, [ErrLongLine] for a line that was skipped, or
// a [*Stop].
type Lines func(ctx context.Context, number int) ([]byte, error)

// A Stop ends the reading of a batch. Lines read before it are still worked on.
type Stop struct{ Reason string }

func (s *Stop) Error() string { return s.Reason }

// A Task is the work that one line asks for.
type Task struct {
	// Names identify the article. Tasks that share a name run in the order of their
	// lines.
	Names []string
	// Barrier makes the task wait for all earlier ones, and all later ones wait for it.
	Barrier bool
	// Do works. Seq is the number of the last change that it made, 0 for none. It may
	// be called several times while it fails with [index.Busy].
	Do func(ctx context.Context) (results []Result, seq uint64, err error)
}

// A Runner works on batches. All fields but Finish are needed. It never changes and is
// safe for concurrent use.
type Runner struct {
	MaxLine  int // bytes of a line, for the text of a rejection
	MaxAhead int // bytes of lines that are in work at once
	// Plan reads a line. It is called for one line after the other.
	Plan func(line []byte) (Task, error)
	// Reject describes the error of a line; Run fills in the number of the line.
	Reject func(err error) Result
	// Finish is called with the number of the last change before the summary is
	// written. The text of its error goes into Summary.Stopped.
	Finish func(ctx context.Context, seq uint64) error
	Now    func() time.Time
	Log    *slog.Logger
}

// A job is one line in work.
type job struct {
	line    int
	task    Task
	broken  error         // the line could not be read
	after   []*job        // end before this one begins
	done    chan struct{} // closed when results and seq are filled
	results []Result
	seq     uint64
}

// Run works on all lines and writes the results and the summary to out as lines of
// JSON. All tasks have ended when it returns. The error is the first one of out; lines
// are worked on all the same.
func (r *Runner) Run(ctx context.Context, lines Lines, out io.Writer) error {
	begin := r.Now()
	jobs := make(chan *job, maxTasks)
	var stopped string
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(jobs)
		stopped = r.read(ctx, lines, jobs)
	})
	defer reading.Wait()
	var sum Summary
	last, err := collect(jobs, &sum, out)
	if err != nil {
		return err
	}
	sum.Stopped = stopped // filled before jobs was closed
	if r.Finish != nil {
		if err := r.Finish(ctx, last); err != nil && sum.Stopped == "" {
			sum.Stopped = index.TextOf(err)
		}
	}
	sum.TookMS = r.Now().Sub(begin).Milliseconds()
	return render.Line(out, struct {
		Summary Summary `json:"summary"`
	}{sum})
}

// collect writes the results in the order of the lines and counts them. It returns the
// number of the last change and the first error of out.
func collect(jobs <-chan *job, sum *Summary, out io.Writer) (last uint64, err error) {
	for j := range jobs {
		<-j.done
		sum.Lines++
		last = max(last, j.seq)
		for _, result := range j.results {
			sum.count(result.Result)
			if err == nil {
				err = render.Line(out, result)
			}
		}
	}
	return last, err
}

// givenUp is the reason for stopping when the context of a batch has ended.
const givenUp = "the request was given up"

// read turns lines into jobs and starts them. It returns the reason for stopping before
// the last line, or "". All jobs have ended when it returns.
func (r *Runner) read(ctx context.Context, lines Lines, jobs chan<- *job) (stopped string) {
	var running sync.WaitGroup
	defer running.Wait()
	ahead := semaphore.NewWeighted(int64(r.MaxAhead))
	order := newOrder()
	for number := 1; ; number++ {
		raw, err := lines(ctx, number)
		tooLong, last := errors.Is(err, ErrLongLine), errors.Is(err, io.EOF)
		if err != nil && !tooLong && !last {
			return err.Error()
		}
		if !tooLong && len(bytes.TrimSpace(raw)) == 0 {
			if last {
				return ""
			}
			continue
		}
		weight := int64(min(len(raw)+1, r.MaxAhead))
		j := r.plan(number, raw, tooLong)
		if ahead.Acquire(ctx, weight) != nil {
			return givenUp
		}
		order.place(j)
		select {
		case jobs <- j: // full when maxTasks lines wait for their turn
		case <-ctx.Done():
			ahead.Release(weight)
			return givenUp
		}
		running.Go(func() {
			defer ahead.Release(weight)
			defer order.leave(j)
			defer close(j.done)
			r.do(ctx, j)
		})
		if last {
			return ""
		}
	}
}

func (r *Runner) plan(number int, raw []byte, tooLong bool) *job {
	j := &job{line: number, done: make(chan struct{})}
	if tooLong {
		j.broken = &index.Error{Kind: index.TooLarge, Op: "batch.Run", Text: fmt.Sprintf("a line may have %d bytes", r.MaxLine)}
		return j
	}
	j.task, j.broken = r.Plan(raw)
	return j
}

// do works on one job. A panic rejects its line.
func (r *Runner) do(ctx context.Context, j *job) {
	defer func() {
		if v := recover(); v != nil {
			r.Log.ErrorContext(ctx, "panic in a batch", "line", j.line, "panic", fmt.Sprint(v))
			r.reject(j, fmt.Errorf("panic: %v", v))
		}
	}()
	for _, before := range j.after {
		select {
		case <-before.done:
		case <-ctx.Done():
		}
	}
	j.after = nil // else each job would keep all earlier ones in memory
	err := j.broken
	if err == nil {
		err = retry(ctx, func() (err error) {
			j.results, j.seq, err = j.task.Do(ctx)
			return err
		})
	}
	if err != nil {
		if index.KindOf(err) == index.Internal && ctx.Err() == nil {
			r.Log.ErrorContext(ctx, "batch line failed", "line", j.line, "err", err)
		}
		r.reject(j, err)
		return
	}
	for i := range j.results {
		j.results[i].Line = j.line
	}
}

func (r *Runner) reject(j *job, err error) {
	result := r.Reject(err)
	result.Line = j.line
	j.results, j.seq = []Result{result}, 0
}

// retry calls f until it no longer fails with [index.Busy], for at most busyFor. The
// line keeps its place, so the client is slowed down instead of refused.
func retry(ctx context.Context, f func() error) error {
	end := time.NewTimer(busyFor)
	defer end.Stop()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
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
