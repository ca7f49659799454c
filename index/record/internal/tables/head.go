package tables

import (
	"context"
	"crypto/rand"
	"sync/atomic"

	"warta/index/record"
)

// NewLineage returns a random name for a record.
func NewLineage() string { return rand.Text() }

// A Head is the number of the last change that a process knows. Its zero value is 0. It is safe
// for concurrent use.
type Head struct {
	number atomic.Uint64
	grown  Growth
}

// Load returns the number. It asks nothing.
func (h *Head) Load() uint64 { return h.number.Load() }

// Raise notes that the record has a change, and wakes those who wait for it. A lower number
// than the known one changes nothing.
func (h *Head) Raise(head uint64) {
	for known := h.number.Load(); head > known; known = h.number.Load() {
		if h.number.CompareAndSwap(known, head) {
			h.grown.Ring()
			return
		}
	}
}

// Wait returns nil once the number is above after, [record.ErrClosed] once stop is closed, and
// the cause of ctx where that ends first.
func (h *Head) Wait(ctx context.Context, after uint64, stop <-chan struct{}) error {
	for {
		grown := h.grown.Next()
		if h.number.Load() > after {
			return nil
		}
		select {
		case <-grown:
		case <-stop:
			return record.ErrClosed
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
