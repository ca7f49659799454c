package opensearch_test

import (
	"fmt"
	"testing"

	"warta/index"
	"warta/index/indextest"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
)

func TestAnIndexKeepsTheContract(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	replicas := min(len(ostest.URLs(t))-1, 1)
	for _, shards := range []int{1, 3} {
		t.Run(fmt.Sprint(shards, " shards"), func(t *testing.T) {
			t.Parallel()
			indextest.TestEngine(t, func(t testing.TB, dir string) index.Engine {
				t.Helper()
				return ostest.Engine(t, c, ostest.Name(t, c, dir), opensearch.IndexOptions{Shards: shards, Replicas: replicas})
			})
		})
	}
}
