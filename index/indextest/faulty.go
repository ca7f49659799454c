package indextest

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"runtime"
	"sync"

	"warta/index"
)

// Rates say how often the calls of a [Faulty] engine fail, each 0 to 1; together they
// are at most 1.
type Rates struct {
	Error float64 // the call returns ErrFault
	Panic float64 // the call panics
	Slow  float64 // the call yields to other goroutines many times before it begins
}

// ErrFault is the error of a call that fails at random.
var ErrFault = errors.New("a fault at random")

// A Faulty engine is one of which any call may return an error, panic or be slow. The
// call has then had its effect or not, at random, but that a Close always closes. It has
// all optional interfaces; where its engine does not, they do nothing.
//
// Methods without an error, Can and OnDamage, panic or are slow, and have their effect.
type Faulty struct {
	engine index.Engine
	faults *Faults
}

// Faults draw what happens to the calls of [Faulty] engines. They are safe for
// concurrent use; with one goroutine, the same seed draws the same.
type Faults struct {
	mu     sync.Mutex
	random *rand.Rand
	rates  Rates
	counts map[string]int
}

// NewFaults returns faults that are drawn from a seed.
func NewFaults(seed uint64, rates Rates) *Faults {
	return &Faults{random: rand.New(rand.NewPCG(seed, 7)), rates: rates, counts: make(map[string]int)}
}

// Set changes the rates, for the calls that begin from now on.
func (f *Faults) Set(rates Rates) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rates = rates
}

// Counts returns how many calls of each method failed or were slow, by its name.
func (f *Faults) Counts() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := make(map[string]int, len(f.counts))
	maps.Copy(counts, f.counts)
	return counts
}

// Engine returns e with these faults.
func (f *Faults) Engine(e index.Engine) *Faulty { return &Faulty{engine: e, faults: f} }

var _ interface {
	index.Engine
	index.Preparer
	index.Tidier
	index.Verifier
	index.HealthChecker
	index.DamageReporter
	index.Vocabulary
} = (*Faulty)(nil)

// A fault is what happens to one call.
type fault int

const (
	none fault = iota
	fails
	panics
	slow
)

// slowYields is how many times a slow call yields.
const slowYields = 200

// draw draws the fault of a call of a method, and whether the call has its effect.
func (f *Faults) draw(method string) (what fault, takesEffect bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x, half := f.random.Float64(), f.random.IntN(2) == 0
	for _, kind := range []struct {
		fault
		rate float64
	}{{fails, f.rates.Error}, {panics, f.rates.Panic}, {slow, f.rates.Slow}} {
		if x < kind.rate {
			f.counts[method]++
			return kind.fault, half
		}
		x -= kind.rate
	}
	return none, true
}

// call calls f, with a fault or without one. Where always is set, the call has its effect
// in any case.
func (e *Faulty) call(method string, always bool, f func() error) error {
	what, takesEffect := e.faults.draw(method)
	if what == slow {
		for range slowYields {
			runtime.Gosched()
		}
	}
	if what == none || what == slow {
		return f()
	}
	var err error
	if takesEffect || always {
		err = f()
	}
	if what == panics {
		panic(method + ": " + ErrFault.Error())
	}
	return errors.Join(ErrFault, err)
}

// Apply implements [index.Engine].
func (e *Faulty) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	return e.call("Apply", false, func() error { return e.engine.Apply(ctx, updates, mark) })
}

// Prepare implements [index.Preparer].
func (e *Faulty) Prepare(ctx context.Context, updates []index.Update) (index.Prepared, error) {
	var take index.Prepared
	err := e.call("Prepare", false, func() (err error) {
		if p, ok := e.engine.(index.Preparer); ok {
			take, err = p.Prepare(ctx, updates)
			return err
		}
		take = func(ctx context.Context, mark uint64) error { return e.engine.Apply(ctx, updates, mark) }
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, mark uint64) error {
		return e.call("Prepared", false, func() error { return take(ctx, mark) })
	}, nil
}

// Search implements [index.Engine].
func (e *Faulty) Search(ctx context.Context, r index.Request) (res *index.Result, err error) {
	err = e.call("Search", false, func() (err error) { res, err = e.engine.Search(ctx, r); return err })
	return res, err
}

// Count implements [index.Engine].
func (e *Faulty) Count(ctx context.Context, fields, texts []string) (counts []int, err error) {
	err = e.call("Count", false, func() (err error) { counts, err = e.engine.Count(ctx, fields, texts); return err })
	return counts, err
}

// Mark implements [index.Engine].
func (e *Faulty) Mark(ctx context.Context) (mark uint64, err error) {
	err = e.call("Mark", false, func() (err error) { mark, err = e.engine.Mark(ctx); return err })
	return mark, err
}

// Can implements [index.Engine].
func (e *Faulty) Can() (can index.Capabilities) {
	_ = e.call("Can", true, func() error { can = e.engine.Can(); return nil })
	return can
}

// Close implements [index.Engine].
func (e *Faulty) Close() error { return e.call("Close", true, e.engine.Close) }

// Words implements [index.Vocabulary].
func (e *Faulty) Words(ctx context.Context, ask index.WordsAsk) (words []index.WordCount, err error) {
	err = e.call("Words", false, func() (err error) {
		if v, ok := e.engine.(index.Vocabulary); ok {
			words, err = v.Words(ctx, ask)
		}
		return err
	})
	return words, err
}

// Tidy implements [index.Tidier].
func (e *Faulty) Tidy(ctx context.Context) error {
	return e.call("Tidy", false, func() error {
		if t, ok := e.engine.(index.Tidier); ok {
			return t.Tidy(ctx)
		}
		return ctx.Err()
	})
}

// Verify implements [index.Verifier].
func (e *Faulty) Verify(ctx context.Context) (findings []string, err error) {
	err = e.call("Verify", false, func() (err error) {
		if v, ok := e.engine.(index.Verifier); ok {
			findings, err = v.Verify(ctx)
		}
		return err
	})
	return findings, err
}

// Healthy implements [index.HealthChecker].
func (e *Faulty) Healthy() error {
	return e.call("Healthy", false, func() error {
		if h, ok := e.engine.(index.HealthChecker); ok {
			return h.Healthy()
		}
		return nil
	})
}

// OnDamage implements [index.DamageReporter].
func (e *Faulty) OnDamage(report func(error)) {
	_ = e.call("OnDamage", true, func() error {
		if r, ok := e.engine.(index.DamageReporter); ok {
			r.OnDamage(report)
		}
		return nil
	})
}
