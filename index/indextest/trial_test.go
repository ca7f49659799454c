package indextest_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

// A trial is the testing.TB of a check that is expected to fail: it keeps what the check
// says instead of failing the test.
type trial struct {
	testing.TB // of the test that runs the trial
	ctx        context.Context

	mu       sync.Mutex
	errors   []string
	cleanups []func()
}

func (t *trial) Context() context.Context { return t.ctx }
func (t *trial) Log(...any)               {}
func (t *trial) Logf(string, ...any)      {}

func (t *trial) Cleanup(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cleanups = append(t.cleanups, f)
}

func (t *trial) Error(args ...any) { t.Errorf("%s", fmt.Sprintln(args...)) }

func (t *trial) Errorf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.errors = append(t.errors, fmt.Sprintf(format, args...))
}

func (t *trial) Fatal(args ...any) {
	t.Error(args...)
	runtime.Goexit()
}

func (t *trial) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	runtime.Goexit()
}

func (t *trial) FailNow() { t.Fatal("failed") }
func (t *trial) Fail()    { t.Error("failed") }

func (t *trial) Failed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.errors) > 0
}

// failures runs the check of a promise and returns what it finds wrong.
func failures(t *testing.T, promise string, open func(t testing.TB, dir string) index.Engine) []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	tr := &trial{TB: t, ctx: ctx}
	var run sync.WaitGroup
	run.Go(func() { // Fatal ends this goroutine alone
		defer func() {
			if value := recover(); value != nil {
				tr.Errorf("panic: %v", value)
			}
		}()
		indextest.Check(tr, promise, open)
	})
	run.Wait()
	cancel()
	for _, f := range slices.Backward(tr.cleanups) {
		f()
	}
	return tr.errors
}

// opening returns what opens engines that wrap makes of Fakes, which remember by their
// folder what they held.
func opening(without index.Capabilities, wrap func(f *indextest.Fake) index.Engine) func(testing.TB, string) index.Engine {
	var mu sync.Mutex
	fakes := make(map[string]*indextest.Fake)
	return func(_ testing.TB, dir string) index.Engine {
		mu.Lock()
		defer mu.Unlock()
		fake := &indextest.Fake{Without: without}
		if before := fakes[dir]; before != nil {
			fake = before.Reopened()
		}
		fakes[dir] = fake
		return wrap(fake)
	}
}

func plain(f *indextest.Fake) index.Engine { return f }

var everything = index.Capabilities{LiveGroups: true, ChainedCopies: true, ExactScores: true, AtomicBatches: true}

// without are the capabilities one by one, and all, with the promise that fails where an
// engine says that it has what it has not.
var without = map[string]struct {
	without index.Capabilities
	broken  []string
}{
	"live groups":    {index.Capabilities{LiveGroups: true}, []string{"a document counts once in a group", "a document counts in the groups of its day", "it answers as the plainest engine does"}},
	"chained copies": {index.Capabilities{ChainedCopies: true}, []string{"the first copy of a story stands for it", "it answers as the plainest engine does"}},
	"exact scores":   {index.Capabilities{ExactScores: true}, []string{"it answers as the plainest engine does"}},
	"atomic batches": {index.Capabilities{AtomicBatches: true}, []string{"a search sees a batch at once"}},
	"any of them": {everything, []string{
		"a document counts once in a group", "a document counts in the groups of its day", "the first copy of a story stands for it",
		"a search sees a batch at once", "it answers as the plainest engine does",
	}},
}

func TestAnEngineThatCanDoLessAndSaysSoKeepsTheContract(t *testing.T) {
	t.Parallel()
	for name, c := range without {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			indextest.TestEngine(t, opening(c.without, plain))
		})
	}
}

// A boaster says that it can do everything.
type boaster struct{ *indextest.Fake }

func (boaster) Can() index.Capabilities { return everything }

func TestAnEngineThatCanDoLessThanItSaysIsFoundOut(t *testing.T) {
	t.Parallel()
	open := func(without index.Capabilities) func(testing.TB, string) index.Engine {
		return opening(without, func(f *indextest.Fake) index.Engine { return boaster{f} })
	}
	for name, c := range without {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, promise := range c.broken {
				if len(failures(t, promise, open(c.without))) == 0 {
					t.Errorf("it passes: %s", promise)
				}
			}
		})
	}
}
