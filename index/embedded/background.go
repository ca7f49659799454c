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

// Bounds of the pause between attempts at what failed in the background.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 30 * time.Second
)

// attempt does a step of the background work. A panic of it, and a fault of a mapped
// file, is an error of kind [index.ErrDamaged]; every error raises a doubt whether the
// index is whole.
func (e *Engine) attempt(ctx context.Context, step func() error) error {
	err := shield.Call(step)
	if shield.Caught(err) {
		err = fmt.Errorf("%w? %w", index.ErrDamaged, err)
	}
	if err != nil && ctx.Err() == nil {
		e.tell(err)
	}
	return err
}

// tell reports an error of the background work to the function that OnDamage named. It
// is called from goroutines that Close waits for.
func (e *Engine) tell(err error) {
	if tell := e.onDamage.Load(); tell != nil {
		(*tell)(err)
	}
}

// persist does a step of the background work again and again until it succeeds or ctx
// ends; what says what follows from it that it fails.
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

// wait returns after a pause, or when ctx ends.
func wait(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// backgroundFailed is called in a goroutine of bleve whose work failed, which bleve
// tries again when it returns: at once and for ever, also while a disk is full.
func (e *Engine) backgroundFailed(err error) {
	if errors.Is(err, scorch.ErrAsyncPanic) { // the worker is gone, every write would wait for ever
		e.failed.CompareAndSwap(nil, &err)
	}
	if cancel := e.cancelMerge.Load(); cancel != nil {
		(*cancel)(err)
	}
	select {
	case e.bleve <- err:
	default: // the one before is not told yet
	}
	pause, say := e.pace.failed()
	if say {
		e.options.Log.Error("index: background work failed", "path", e.path, "err", err, "retry_in", pause)
	}
	if e.Healthy() == nil {
		wait(e.background, pause)
	}
}

// tellOfBleve reports errors of bleve's background work, until ctx ends: Close waits for
// it, and not for bleve's goroutines where one of them is broken.
func (e *Engine) tellOfBleve(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-e.bleve:
			e.tell(err)
		}
	}
}

// A pace is how fast attempts of bleve follow each other that fail, and which of the
// failures are logged.
type pace struct {
	mu           sync.Mutex
	last, logged time.Time // when an attempt failed, and when that was logged
	pause        time.Duration
}

const (
	longestPace = 250 * time.Millisecond // writes wait as long when there is room again
	logEvery    = 10 * time.Second
)

// failed returns the pause before the next attempt, which begins anew after a while
// without a failure, and whether this failure is to be logged.
func (p *pace) failed() (pause time.Duration, say bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.pause == 0 || now.Sub(p.last) > logEvery {
		p.pause, p.logged = firstPause/10, time.Time{}
	} else {
		p.pause = min(2*p.pause, longestPace)
	}
	p.last = now
	if say = now.Sub(p.logged) >= logEvery; say {
		p.logged = now
	}
	return p.pause, say
}
