package tables

import (
	"context"
	"sync"
	"sync/atomic"

	"warta/index/internal/shield"
	"warta/index/record"
)

// A Job is one write on its way through the writer.
type Job struct {
	Size    int64           // bytes of articles
	Handles []record.Handle // that Do looks up
	// Do writes into the open transaction. An error of it is one of the database, and fails
	// the whole group, as a panic does. It may be called again after a failure.
	Do func(ctx context.Context, tx Tx) error
	// After is called outside of any transaction, once the commit is on disk.
	After func(ctx context.Context)

	ctx  context.Context
	done chan error
}

// A Queue holds the writes that wait for the writer.
type Queue struct {
	Stop <-chan struct{} // closed when the record closes
	// Stopped is waited for by callers after Stop: the writer finishes what it has taken.
	Stopped *sync.WaitGroup

	jobs     chan *Job
	pending  atomic.Int64 // bytes of articles in jobs
	bytes    int64
	groupLen int
}

// NewQueue returns a queue for at most n writes with at most so many bytes of articles, of
// which groupLen go into one commit.
func NewQueue(n int, bytes int64, groupLen int, stop <-chan struct{}, stopped *sync.WaitGroup) *Queue {
	return &Queue{Stop: stop, Stopped: stopped, jobs: make(chan *Job, n), bytes: bytes, groupLen: groupLen}
}

// Submit hands a write to the writer and waits until it is on disk. When ctx ends first, the
// write may still happen.
func (q *Queue) Submit(ctx context.Context, j *Job) error {
	j.ctx, j.done = ctx, make(chan error, 1)
	select {
	case <-q.Stop:
		return record.ErrClosed
	default:
	}
	// A single article over the bound must be able to pass an idle queue.
	if waiting := q.pending.Add(j.Size); waiting > q.bytes && waiting != j.Size {
		q.pending.Add(-j.Size)
		return record.ErrBusy
	}
	select {
	case q.jobs <- j:
	default:
		q.pending.Add(-j.Size)
		return record.ErrBusy
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-q.Stop:
	}
	// The writer finishes what it has taken, and answers what it has not.
	q.Stopped.Wait()
	select {
	case err := <-j.done:
		return err
	default:
		return record.ErrClosed
	}
}

// Jobs returns the channel of the writes that wait.
func (q *Queue) Jobs() <-chan *Job { return q.jobs }

// Len returns how many writes wait.
func (q *Queue) Len() int { return len(q.jobs) }

// Group gathers what waits behind first, without those whose callers have given up. It does
// not wait for more: while one commit is being forced to disk, the next group gathers by
// itself.
func (q *Queue) Group(first *Job) []*Job {
	return q.gather([]*Job{first}, q.groupLen)
}

// More gathers what waits, for a group of n that has waited for its turn.
func (q *Queue) More(n int) []*Job { return q.gather(nil, q.groupLen-n) }

// gather adds what waits to jobs, up to most of them.
func (q *Queue) gather(jobs []*Job, most int) []*Job {
gather:
	for len(jobs) < most {
		select {
		case j := <-q.jobs:
			jobs = append(jobs, j)
		default:
			break gather
		}
	}
	live := jobs[:0]
	for _, j := range jobs {
		q.pending.Add(-j.Size)
		if j.ctx.Err() != nil {
			j.done <- context.Cause(j.ctx)
			continue
		}
		live = append(live, j)
	}
	return live
}

// Answer gives the callers of jobs the error of their commit, or calls what comes after it
// with call, which returns a panic as an error.
func Answer(ctx context.Context, jobs []*Job, err error, call func(ctx context.Context, f func(context.Context)) error) {
	for _, j := range jobs {
		if err == nil && j.After != nil {
			j.done <- call(ctx, j.After)
			continue
		}
		j.done <- err
	}
}

// Run calls what a job does in the open transaction. A panic is an error.
func (j *Job) Run(ctx context.Context, tx Tx) error {
	return shield.Call(func() error { return j.Do(ctx, tx) })
}

// Growth wakes those who wait for a change.
type Growth struct {
	mu sync.Mutex
	ch chan struct{}
}

// Next returns a channel that is closed by the next Ring.
func (g *Growth) Next() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ch == nil {
		g.ch = make(chan struct{})
	}
	return g.ch
}

// Ring wakes all who wait.
func (g *Growth) Ring() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ch != nil {
		close(g.ch)
		g.ch = nil
	}
}
