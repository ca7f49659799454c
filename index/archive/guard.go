package archive

import (
	"context"
	"errors"
	"fmt"

	"warta/index"
	"warta/index/internal/shield"
)

// A guarded engine converts a panic of its engine, or a fault in memory-mapped files, into
// an error of kind [index.Unavailable] and passes the cause to doubt. It embeds no engine,
// so that a new method of [index.Engine] fails to compile until it is guarded.
type guarded struct {
	engine index.Engine
	doubt  func(err error) // receives errors that may be caused by damage
}

var _ interface {
	index.Engine
	index.Tidier
	index.Preparer
	index.Verifier
	index.HealthChecker
	index.DamageReporter
	index.Fenced
	index.Vocabulary
} = (*guarded)(nil)

// opApply is the Op of errors from applying updates.
const opApply = "index.Apply"

// call runs f and converts a panic. Other errors are returned unchanged.
func (g *guarded) call(op string, f func() error) error {
	err := shield.Call(f)
	if !panicked(err) {
		return err
	}
	cause := fmt.Errorf("%w? the engine failed: %w", index.ErrDamaged, err)
	g.doubt(cause)
	return unanswered(op, cause)
}

// answer runs f, which reads the engine. Errors of kind [index.Internal] may come from
// damaged files or a failing disk; they are converted and passed to doubt as panics are.
// Errors after the end of ctx are returned unchanged.
func (g *guarded) answer(ctx context.Context, op string, f func() error) error {
	err := g.call(op, f)
	if err == nil || ctx.Err() != nil || index.KindOf(err) != index.Internal || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	g.doubt(err)
	return unanswered(op, err)
}

// unanswered returns an error of kind [index.Unavailable] with the given cause.
func unanswered(op string, cause error) error {
	return &index.Error{Kind: index.Unavailable, Op: op, Text: "the index cannot answer this at present; try again in a while", Err: cause}
}

// Apply implements [index.Engine].
func (g *guarded) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	return g.call(opApply, func() error { return g.engine.Apply(ctx, updates, mark) })
}

// Prepare implements [index.Preparer]. If the engine does not, the returned function does
// all the work with Apply.
func (g *guarded) Prepare(ctx context.Context, updates []index.Update) (index.Prepared, error) {
	p, ok := g.engine.(index.Preparer)
	if !ok {
		return func(ctx context.Context, mark uint64) error { return g.Apply(ctx, updates, mark) }, nil
	}
	var apply index.Prepared
	err := g.call("index.Prepare", func() (err error) { apply, err = p.Prepare(ctx, updates); return err })
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, mark uint64) error {
		return g.call(opApply, func() error { return apply(ctx, mark) })
	}, nil
}

// Search implements [index.Engine].
func (g *guarded) Search(ctx context.Context, r index.Request) (res *index.Result, err error) {
	err = g.answer(ctx, "index.Search", func() (err error) { res, err = g.engine.Search(ctx, r); return err })
	return res, err
}

// Words implements [index.Vocabulary]. It returns no words if the engine does not.
func (g *guarded) Words(ctx context.Context, ask index.WordsAsk) (words []index.WordCount, err error) {
	v, ok := g.engine.(index.Vocabulary)
	if !ok {
		return nil, nil
	}
	err = g.answer(ctx, "index.Words", func() (err error) { words, err = v.Words(ctx, ask); return err })
	return words, err
}

// Count implements [index.Engine].
func (g *guarded) Count(ctx context.Context, fields, texts []string) (counts []int, err error) {
	err = g.answer(ctx, "index.Count", func() (err error) { counts, err = g.engine.Count(ctx, fields, texts); return err })
	return counts, err
}

// Mark implements [index.Engine].
func (g *guarded) Mark(ctx context.Context) (mark uint64, err error) {
	err = g.answer(ctx, "index.Mark", func() (err error) { mark, err = g.engine.Mark(ctx); return err })
	return mark, err
}

// Can implements [index.Engine]. It returns the zero value if the engine panics.
func (g *guarded) Can() (can index.Capabilities) {
	_ = g.call("index.Can", func() error { can = g.engine.Can(); return nil }) // call has passed a panic to doubt
	return can
}

// Close implements [index.Engine].
func (g *guarded) Close() error { return g.call("index.Close", g.engine.Close) }

// Tidy implements [index.Tidier]. It does nothing if the engine does not.
func (g *guarded) Tidy(ctx context.Context) error {
	t, ok := g.engine.(index.Tidier)
	if !ok {
		return nil
	}
	return g.call("index.Tidy", func() error { return t.Tidy(ctx) })
}

// Verify implements [index.Verifier]. It returns no findings if the engine does not.
func (g *guarded) Verify(ctx context.Context) (findings []string, err error) {
	v, ok := g.engine.(index.Verifier)
	if !ok {
		return nil, nil
	}
	err = g.call("index.Verify", func() (err error) { findings, err = v.Verify(ctx); return err })
	return findings, err
}

// Healthy implements [index.HealthChecker]. It returns nil if the engine does not.
func (g *guarded) Healthy() error {
	h, ok := g.engine.(index.HealthChecker)
	if !ok {
		return nil
	}
	return g.call("index.Healthy", h.Healthy)
}

// Strays implements [index.Fenced]. It returns none if the engine does not.
func (g *guarded) Strays(ctx context.Context) (articles []string, err error) {
	f, ok := g.engine.(index.Fenced)
	if !ok {
		return nil, nil
	}
	err = g.call("index.Strays", func() (err error) { articles, err = f.Strays(ctx); return err })
	return articles, err
}

// OnDamage implements [index.DamageReporter]. It does nothing if the engine does not.
func (g *guarded) OnDamage(report func(error)) {
	if r, ok := g.engine.(index.DamageReporter); ok {
		_ = g.call("index.OnDamage", func() error { r.OnDamage(report); return nil }) // call has passed a panic to doubt
	}
}

// panicked reports whether err was converted from a panic.
func panicked(err error) bool { return shield.Caught(err) }
