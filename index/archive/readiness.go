package archive

import (
	"sync"
	"sync/atomic"
)

// A readiness says how far a generation has come, and whether searches may use it. The
// zero value is that of an empty generation.
type readiness struct {
	mark  atomic.Uint64 // engine and readings hold every change up to this one
	ready atomic.Bool   // searches may use the generation; it stays true

	mu sync.Mutex
	// reopened is set for a generation that was complete when it was closed. It may be
	// used from completeAt on, although the record has grown since.
	reopened   bool
	completeAt uint64
	// Versions that a later one supersedes are skipped while a generation is filled.
	// From the mark skippedUntil on it holds a later version of each of them.
	skippedUntil uint64
}

// reopen sets what is known of a generation that lies on the disk: the marks of its engine
// and of its readings, and the last change that hid something: a removal, or a correction of a
// quote (see [record.Articles].LastRemoval). Searches wait until both halves agree and until
// that change is applied.
func (r *readiness) reopen(complete bool, engine, readings, removal uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mark.Store(min(engine, readings))
	r.reopened, r.completeAt = complete, max(engine, readings, removal)
	r.ready.Store(complete && r.mark.Load() >= r.completeAt)
}

// skip notes that a superseded version was left out while the record ended at head.
func (r *readiness) skip(head uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.skippedUntil = max(r.skippedUntil, head)
}

// skipped returns the mark from which on nothing is missing that was skipped.
func (r *readiness) skipped() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.skippedUntil
}

// holdBack keeps searches away until the change seq is applied, unless they use the
// generation already. It reports whether they do.
func (r *readiness) holdBack(seq uint64) (ready bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ready.Load() {
		r.completeAt = max(r.completeAt, seq)
	}
	return r.ready.Load()
}

// admit lets searches use the generation if it holds enough, and reports whether they
// may from now on. head returns where the record ends; its error is returned. A new generation
// may be near changes behind it, and then misses nothing but those. completed is called before,
// for a generation that is complete for the first time.
func (r *readiness) admit(head func() (uint64, error), near uint64, completed func()) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ready.Load() {
		return false, nil
	}
	mark := r.mark.Load()
	if r.reopened {
		if mark < max(r.completeAt, r.skippedUntil) {
			return false, nil
		}
	} else {
		end, err := head()
		if err != nil || mark < end && (mark+near < end || mark < r.skippedUntil) {
			return false, err
		}
		completed()
	}
	r.ready.Store(true)
	return true, nil
}
