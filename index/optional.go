package index

import (
	"context"
)

// The interfaces of this file are optional: an [Engine] may implement any of them.
// indextest.TestEngine checks those that it finds.

// A Prepared batch is taken in by calling it with the mark of its updates. After an
// error it is called again, also where a part of it was taken in by then: like an Apply
// of the same updates again, that changes nothing.
type Prepared func(ctx context.Context, mark uint64) error

// A Preparer is an [Engine] that can do a part of Apply ahead, while it takes in what
// comes before.
type Preparer interface {
	// Prepare does what depends on the updates alone: searches see nothing of it. The
	// batch that it returns takes them in as Apply would.
	Prepare(ctx context.Context, updates []Update) (Prepared, error)
}

// A Tidier is an [Engine] that can be put into the form in which it searches fastest.
// It does so by itself when no updates arrive for a while.
type Tidier interface {
	// Tidy returns when it is done. Searches and updates continue meanwhile, and no
	// answer changes.
	Tidy(ctx context.Context) error
}

// A Verifier is an [Engine] that can check its files.
type Verifier interface {
	// Verify returns what is damaged, a sentence each. An error means that the files
	// could not be checked.
	Verify(ctx context.Context) (findings []string, err error)
}

// A HealthChecker is an [Engine] that can break for good.
type HealthChecker interface {
	// Healthy returns why the engine must be opened again, nil where it works.
	Healthy() error
}

// A DamageReporter is an [Engine] whose background work can fail.
type DamageReporter interface {
	// OnDamage sets the function that receives the errors of the background work that
	// may come of a damage. It is called from goroutines that Close waits for.
	OnDamage(report func(error))
}

// A Fenced is an [Engine] whose index several processes have written, one after the other. What
// one has sent may arrive after another has begun.
type Fenced interface {
	// Strays returns articles, some of them, that may have documents which another process
	// wrote after this one began to apply. The caller applies them as they are, under the mark
	// that is there, and asks again. It is called as Apply is: not at the same time.
	Strays(ctx context.Context) (articles []string, err error)
}

// A Vocabulary is an [Engine] that knows the words of its documents.
type Vocabulary interface {
	// Words returns the words of fields that are as near to a text as is asked for,
	// the most frequent first. Its counts are approximate: of words that are about as
	// frequent it may miss some, and documents that were replaced or removed may still
	// count for a while. Its errors are those of [Engine].Search.
	Words(ctx context.Context, ask WordsAsk) ([]WordCount, error)
}
