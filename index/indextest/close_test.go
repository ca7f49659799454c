package indextest_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

// A single is a Fake that says that its scores are close: change makes of each score another.
type single struct {
	*indextest.Fake
	change func(score float64) float64
}

func (single) Can() index.Capabilities {
	return index.Capabilities{LiveGroups: true, ChainedCopies: true, CloseScores: true, AtomicBatches: true}
}

// Search answers as the Fake does to all hits, with changed scores and in their order.
func (e single) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if r.Sort != index.ByRelevance || r.Validate() != nil {
		return e.Fake.Search(ctx, r)
	}
	all := r
	all.Skip, all.Size, all.Keep = 0, index.MaxSize, 0
	got, err := e.Fake.Search(ctx, all)
	if err != nil {
		return nil, err
	}
	type explained struct {
		index.Match
		parts []index.Part
	}
	hits := make([]explained, len(got.Hits))
	for i, h := range got.Hits {
		h.Score = e.change(h.Score)
		hits[i].Match = h
		if r.Explain {
			hits[i].parts = slices.Clone(got.Explanations[i])
			for k := range hits[i].parts {
				hits[i].parts[k].Score = e.change(hits[i].parts[k].Score)
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b explained) int { return cmp.Compare(b.Score, a.Score) })
	got.Hits, got.Explanations = nil, nil
	for _, h := range hits[:min(r.Keep, len(hits))] {
		got.Ranked = append(got.Ranked, h.Match)
	}
	hits = hits[min(r.Skip, len(hits)):]
	for _, h := range hits[:min(r.Size, len(hits))] {
		got.Hits = append(got.Hits, h.Match)
		if r.Explain {
			got.Explanations = append(got.Explanations, h.parts)
		}
	}
	return got, nil
}

func openSingle(change func(float64) float64) func(testing.TB, string) index.Engine {
	return opening(index.Capabilities{}, func(f *indextest.Fake) index.Engine { return single{f, change} })
}

func TestAnEngineOfSinglePrecisionKeepsTheContract(t *testing.T) {
	t.Parallel()
	indextest.TestEngine(t, openSingle(func(score float64) float64 { return float64(float32(score)) }))
}

func TestScoresThatAreNotCloseAreFoundOut(t *testing.T) {
	t.Parallel()
	const promise = "it answers as the plainest engine does"
	for name, change := range map[string]func(float64) float64{
		"five digits":      func(score float64) float64 { return score * (1 + 1e-5) },
		"another factor":   func(score float64) float64 { return score * (index.K1 + 1) },
		"rounded to tenth": func(score float64) float64 { return float64(int(score*10)) / 10 },
		"none":             func(float64) float64 { return 0 },
		"the least first":  func(score float64) float64 { return 1 / (1 + score) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if len(failures(t, promise, openSingle(change))) == 0 {
				t.Errorf("it passes: %s", promise)
			}
		})
	}
}
