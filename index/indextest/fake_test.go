package indextest_test

import (
	"sync"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

func TestFakeKeepsTheContract(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	fakes := make(map[string]*indextest.Fake)
	indextest.TestEngine(t, func(_ testing.TB, dir string) index.Engine {
		mu.Lock()
		defer mu.Unlock()
		fake := new(indextest.Fake)
		if before := fakes[dir]; before != nil {
			fake = before.Reopened()
		}
		fakes[dir] = fake
		return fake
	})
}
