package indextest

import (
	"testing"

	"warta/index"
)

// Promises are the names of the checks of [TestEngine].
func Promises() []string {
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.promise
	}
	return names
}

// Check runs the check of one promise.
func Check(t testing.TB, promise string, open func(t testing.TB, dir string) index.Engine) {
	t.Helper()
	for _, c := range checks {
		if c.promise == promise {
			c.run(t, open)
			return
		}
	}
	t.Fatalf("there is no promise %q", promise)
}

// Overlap measures the ranking of an engine, 0 to 1.
func Overlap(t testing.TB, e index.Engine) float64 { return overlap(t, e) }

// LeastOverlap is the threshold of the ranking.
const LeastOverlap = leastOverlap
