package opensearch_test

import (
	"testing"
	"time"

	"warta/index"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
	"warta/internal/race"
)

// TestALostNodeIsDoneWithout ends one node of three after the other. Its views name the copies of
// shards on it.
func TestALostNodeIsDoneWithout(t *testing.T) {
	t.Parallel()
	if testing.Short() || race.Enabled {
		t.Skip("starts three nodes")
	}
	cluster := ostest.Own(t, 3)
	c := ostest.ClientOf(t, cluster.URLs...)
	batches := updatesOf(8, 9)
	e := ostest.Engine(t, c, ostest.Name(t, c, t.Name()), opensearch.IndexOptions{Shards: 3, Replicas: 1})
	taken := 0
	apply := func() {
		t.Helper()
		end := time.Now().Add(time.Minute)
		for {
			err := e.Apply(t.Context(), batches[taken], uint64(taken+1))
			if err == nil {
				taken++
				return
			}
			if time.Now().After(end) {
				t.Fatalf("no batch is taken in any more: %v", err)
			}
		}
	}
	for range 3 {
		apply()
	}
	sameAnswers(t, e, batches[:taken])
	for node := 1; node <= 3; node++ {
		cluster.Kill(t, node)
		begin := time.Now()
		for refused := 0; ; refused++ {
			_, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Size: 10, Facets: []index.FacetAsk{{Field: index.KeyTopic}}})
			if err == nil {
				t.Logf("node %d: searches answer after %v, %d were refused", node, time.Since(begin), refused)
				break
			}
			if kind := index.KindOf(err); kind != index.Unavailable && kind != index.Busy || time.Since(begin) > time.Minute {
				t.Fatalf("after %v without node %d: %v", time.Since(begin), node, err)
			}
		}
		sameAnswers(t, e, batches[:taken])
		begin = time.Now()
		apply()
		t.Logf("node %d: a batch was taken in after %v", node, time.Since(begin))
		sameAnswers(t, e, batches[:taken])
		begin = time.Now()
		cluster.Start(t)
		t.Logf("node %d: it was back after %v", node, time.Since(begin))
		apply()
		sameAnswers(t, e, batches[:taken])
	}
}
