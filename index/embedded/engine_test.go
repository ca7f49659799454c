package embedded_test

import (
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
