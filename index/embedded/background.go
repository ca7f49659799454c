package embedded

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/index"
	"warta/index/internal/shield"
)

// Bounds of the pause before a retry of failed background work.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 30 * time.Second
)

// attempt runs a step of background work and reports its error to the function of OnDamage.
// A panic, and a fault of a mapped file, becomes an error that wraps [index.ErrDamaged].
// An error after ctx has ended is not reported.
func (e *Engine) attempt(ctx context.Context, step func() error) error {
	err := shield.Call(step)
	if shield.Caught(err) {
		err = fmt.Errorf("%w? %w", index.ErrDamaged, err)
	}
	if err != nil && ctx.Err() == nil {
		e.reportDamage(err)
	}
	return err
}

// reportDamage calls the function of OnDamage, if there is one. It runs in goroutines that
// Close waits for.
func (e *Engine) reportDamage(err error) {
	if report := e.onDamage.Load(); report != nil {
		(*report)(err)
	}
}

// persist repeats a step of background work, with growing pauses, until it succeeds or ctx
// ends. It logs each error with what, which names the effect of the failure.
func (e *Engine) persist(ctx context.Context, what string, step func() error) {
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, longPause) {
		err := e.attempt(ctx, step)
		if err == nil || ctx.Err() != nil {
			return
		}
		e.options.Log.ErrorContext(ctx, "index: "+what, "path", e.path, "err", err, "retry_in", pause)
		wait(ctx, pause)
	}
}

// wait returns after the pause or when ctx ends.
func wait(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// backgroundFailed is called on a bleve goroutine whose work failed. bleve retries without
// a pause and without end, also on a full disk, so backgroundFailed pauses before it
// returns.
func (e *Engine) backgroundFailed(err error) {
	if errors.Is(err, scorch.ErrAsyncPanic) { // the worker has ended, and every write would block for ever
		e.failed.CompareAndSwap(nil, &err)
	}
	if cancel := e.cancelMerge.Load(); cancel != nil {
		(*cancel)(err)
	}
	select {
	case e.bleveErrors <- err:
	default: // an earlier error waits to be reported
	}
	pause, log := e.backoff.failed()
	if log {
		e.options.Log.Error("index: background work failed", "path", e.path, "err", err, "retry_in", pause)
	}
	if e.Healthy() == nil {
		wait(e.background, pause)
	}
}

// reportBleveErrors reports errors of bleve's background work until ctx ends. Close waits
// for this goroutine, whereas it cannot wait for a broken goroutine of bleve.
func (e *Engine) reportBleveErrors(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-e.bleveErrors:
			e.reportDamage(err)
		}
	}
}

// A backoff paces the retries of bleve's background work and the log lines about them. It
// is safe for concurrent use.
type backoff struct {
	mu           sync.Mutex
	last, logged time.Time // of the last failure and of the last log line
	pause        time.Duration
}

const (
	maxBackoff = 250 * time.Millisecond // bounds the wait of a write after a full disk has room again
	logEvery   = 10 * time.Second       // least time between log lines
)

// failed records a failure. It returns the pause before the next attempt and whether to
// log this failure. The pause doubles with each failure, and starts over after logEvery
// without one.
func (p *backoff) failed() (pause time.Duration, log bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.pause == 0 || now.Sub(p.last) > logEvery {
		p.pause, p.logged = firstPause/10, time.Time{}
	} else {
		p.pause = min(2*p.pause, maxBackoff)
	}
	p.last = now
	if log = now.Sub(p.logged) >= logEvery; log {
		p.logged = now
	}
	return p.pause, log
}
