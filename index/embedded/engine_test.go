package embedded_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"warta/index"
	"warta/index/embedded"
	"warta/index/indextest"
)

func open(t testing.TB, dir string) index.Engine {
	t.Helper()
	e, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEngineKeepsTheContract(t *testing.T) {
	t.Parallel()
	indextest.TestEngine(t, open)
}

// What is kept of frequent terms changes no answer: here every term is frequent,
// and there is hardly room for any.
func TestEngineKeepsTheContractWithEveryTermFrequent(t *testing.T) {
	t.Parallel()
	for _, room := range []int{64, 1 << 20} {
		t.Run(fmt.Sprint(room), func(t *testing.T) {
			t.Parallel()
			indextest.TestEngine(t, func(t testing.TB, dir string) index.Engine {
				t.Helper()
				e, err := embedded.Open(t.Context(), dir, embedded.Options{Frequent: 1, OccurrenceCache: room})
				if err != nil {
					t.Fatal(err)
				}
				return e
			})
		})
	}
}

// A tidied engine is put in order after every fourth write.
type tidied struct {
	*embedded.Engine
	writes atomic.Int64
}

func (e *tidied) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if err := e.Engine.Apply(ctx, updates, mark); err != nil || e.writes.Add(1)%4 != 0 {
		return err
	}
	return e.Tidy(ctx)
}

// Segments that are put together change no answer.
func TestEngineKeepsTheContractWhenItIsTidied(t *testing.T) {
	t.Parallel()
	indextest.TestEngine(t, func(t testing.TB, dir string) index.Engine {
		t.Helper()
		e, err := embedded.Open(t.Context(), dir, embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return &tidied{Engine: e}
	})
}

// Which matches are scored changes no answer: here contenders are looked for among few, too.
func TestEngineKeepsTheContractWhenOnlyContendersAreScored(t *testing.T) {
	t.Parallel()
	indextest.TestEngine(t, func(t testing.TB, dir string) index.Engine {
		t.Helper()
		e, err := embedded.Open(t.Context(), dir, embedded.Options{Frequent: 1})
		if err != nil {
			t.Fatal(err)
		}
		e.SetContests(embedded.ContestsAll)
		return e
	})
}
