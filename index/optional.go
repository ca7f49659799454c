package index

import (
	"context"
)

// A Verifier is an [Engine] that can check its files.
type Verifier interface {
	// Verify returns what is damaged, a sentence each. The error says that it could
	// not look.
	Verify(ctx context.Context) (findings []string, err error)
}

// A HealthChecker is an [Engine] that can break for good.
type HealthChecker interface {
	// Healthy returns why the engine must be opened again, nil where it works.
	Healthy() error
}

// A DamageReporter is an [Engine] whose background work can fail.
type DamageReporter interface {
	// OnDamage names the function that is told of an error of the background work
	// that may come of a damage. It is called from goroutines that Close waits for.
	OnDamage(tell func(error))
}

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
