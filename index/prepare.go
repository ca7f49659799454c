package index

import "context"

// A Prepared batch is taken in by calling it with the mark of its changes. After an
// error it is called again, also where a part of it was taken in by then: like an Apply
// of the same changes again, that changes nothing.
type Prepared func(ctx context.Context, mark uint64) error

// A Preparer is an [Engine] that can do a part of Apply ahead, while it takes in what
// comes before.
type Preparer interface {
	// Prepare does what depends on the changes alone. What it returns takes them in as
	// Apply would.
	Prepare(ctx context.Context, changes []Change) (Prepared, error)
}
