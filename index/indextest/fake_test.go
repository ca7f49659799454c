package indextest_test

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

func TestFakeKeepsTheContract(t *testing.T) {
	t.Parallel()
	indextest.TestEngine(t, opening(index.Capabilities{}, plain))
}

// A sharded engine ranks as three engines of a third of the articles each, which know
// nothing of the statistics of one another.
type sharded struct {
	*indextest.Fake
	shards [3]indextest.Fake
}

func (e *sharded) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	for i := range e.shards {
		e.shards[i].Without.ExactScores = true
		var list []index.Update
		for _, u := range updates {
			h := fnv.New32a()
			h.Write([]byte(u.ID))
			if h.Sum32()%3 == uint32(i) {
				list = append(list, u)
			}
		}
		if err := e.shards[i].Apply(ctx, list, mark); err != nil {
			return err
		}
	}
	return e.Fake.Apply(ctx, updates, mark)
}

func (e *sharded) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	all := new(index.Result)
	for i := range e.shards {
		res, err := e.shards[i].Search(ctx, r)
		if err != nil {
			return nil, err
		}
		all.Hits = append(all.Hits, res.Hits...)
	}
	slices.SortFunc(all.Hits, func(a, b index.Match) int { return cmp.Compare(b.Score, a.Score) })
	all.Hits = all.Hits[:min(len(all.Hits), r.Size)]
	return all, nil
}

// The threshold of the ranking stands between what lossy engines give and what an order
// gives that leaves a part of the formula out.
func TestTheOverlapTellsALossyRankingFromAWrongOne(t *testing.T) {
	t.Parallel()
	wrong := func(m mutant) index.Engine {
		m.Fake = new(indextest.Fake)
		return m
	}
	for name, c := range map[string]struct {
		engine      index.Engine
		least, most float64
	}{
		"exact":                      {new(indextest.Fake), 1, 1},
		"lengths in a byte":          {&indextest.Fake{Without: index.Capabilities{ExactScores: true}}, indextest.LeastOverlap, 1},
		"three shards by themselves": {&sharded{Fake: new(indextest.Fake)}, 0, indextest.LeastOverlap},
		"every word weighs the same": {wrong(asking(weighedAlike)), 0, indextest.LeastOverlap},
		"titles weigh as bodies":     {wrong(asking(unboosted)), 0, indextest.LeastOverlap},
		"the newest first":           {wrong(asking(newest)), 0, indextest.LeastOverlap},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := indextest.Overlap(t, c.engine)
			if got < c.least || got > c.most {
				t.Errorf("overlap %.3f, want %.3f to %.3f", got, c.least, c.most)
			}
		})
	}
}

func newest(r index.Request) index.Request {
	if r.Sort == index.ByRelevance {
		r.Sort = index.Newest
	}
	return r
}

func weighedAlike(r index.Request) index.Request {
	r.Where = rewritten(r.Where, func(e index.Expr) index.Expr {
		if term, ok := e.(index.Term); ok {
			return index.Weigh{Of: term, Boost: term.Boost}
		}
		return e
	})
	return r
}

func unboosted(r index.Request) index.Request {
	r.Where = rewritten(r.Where, func(e index.Expr) index.Expr {
		if term, ok := e.(index.Term); ok {
			term.Boost = 1
			return term
		}
		return e
	})
	return r
}
