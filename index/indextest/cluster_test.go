package indextest_test

import (
	"slices"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

func TestAClusterKeepsTheContract(t *testing.T) {
	t.Parallel()
	var c indextest.Cluster
	indextest.TestEngine(t, func(t testing.TB, dir string) index.Engine {
		t.Helper()
		names, err := c.Names(t.Context(), dir)
		if err == nil && !slices.Contains(names, dir) {
			err = c.Create(t.Context(), dir)
		}
		if err != nil {
			t.Fatal(err)
		}
		e, err := c.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}
