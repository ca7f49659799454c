package recordtest_test

import (
	"sync"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/recordtest"
)

// shelf opens Fakes by folder.
func shelf() recordtest.Open {
	var mu sync.Mutex
	memories := map[string]*recordtest.Memory{}
	return func(_ testing.TB, dir string, now func() time.Time) record.Record {
		mu.Lock()
		defer mu.Unlock()
		if memories[dir] == nil {
			memories[dir] = recordtest.NewMemory()
		}
		return memories[dir].Open(now)
	}
}

func TestTheFakeKeepsTheContract(t *testing.T) {
	t.Parallel()
	recordtest.Test(t, shelf())
	recordtest.TestShared(t, shelf())
}
