package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"warta/index/record"
)

// errSilent is the cause of the end of what waits for a server that was found not to answer.
var errSilent = errors.New("the server has fallen silent")

// A reach tells whether the server answers. What reads ends when the server is found not to,
// and begins nothing until it does: a network that swallows packets breaks no connection, so
// that each read would wait for itself. It is safe for concurrent use.
type reach struct {
	mu    sync.Mutex
	away  error           // why the server does not answer; nil: it does
	gone  bool            // nothing else is to be asked
	ctx   context.Context // ends when the server is found not to answer
	close context.CancelCauseFunc
}

func newReach() *reach {
	r := &reach{}
	r.ctx, r.close = context.WithCancelCause(context.Background())
	return r
}

// lose notes why the server does not answer, and whether it is gone: what is asked then ends at
// once. It reports whether the server did answer until now.
func (r *reach) lose(why error, gone bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := r.away == nil
	r.away = why
	if gone { // only an answer takes it back
		r.gone = true
		r.close(errSilent)
	}
	return first
}

// regain notes that the server answers. It reports whether it did not until now.
func (r *reach) regain() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.away == nil {
		return false
	}
	r.away, r.gone = nil, false
	r.ctx, r.close = context.WithCancelCause(context.Background())
	return true
}

// err returns why the server does not answer, or nil.
func (r *reach) err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.away
}

// while returns a context that ends with ctx, and when the server is found to be gone. end
// releases it. The error wraps [record.ErrAway]: the server is gone.
func (r *reach) while(ctx context.Context) (within context.Context, end func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gone {
		return nil, nil, fmt.Errorf("%w: %w", record.ErrAway, r.away)
	}
	within, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(r.ctx, func() { cancel(errSilent) })
	return within, func() { stop(); cancel(nil) }, nil
}

// silenced returns err, as one of a server that is away where that ended the context of while.
func silenced(within context.Context, err error) error {
	if err == nil || !errors.Is(context.Cause(within), errSilent) {
		return err
	}
	return fmt.Errorf("%w: %w", record.ErrAway, errSilent)
}
