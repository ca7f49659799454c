package embedded

import (
	"math/rand/v2"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// A planned is a segment of so many documents, as bleve's planner sees it.
type planned struct {
	id, size int64
}

func (p planned) Id() uint64          { return uint64(p.id) }
func (p planned) FullSize() int64     { return p.size }
func (p planned) LiveSize() int64     { return p.size }
func (p planned) HasVector() bool     { return false }
func (p planned) FileSize() int64     { return p.size * 1000 }
func (p planned) LiveFileSize() int64 { return p.size * 1000 }

// However an index came to its segments: few are left, none of them has more than
// twice the share of one, and large ones are not written again.
func TestTheTidyPlanLeavesFewSegmentsOfAboutOneSize(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		var segments []mergeplan.Segment
		total := int64(0)
		for n := range 2 + random.Int64N(60) {
			size := 1 + random.Int64N([]int64{10, 1000, 100_000, 1_000_000}[random.IntN(4)])
			segments = append(segments, planned{n, size})
			total += size
		}
		options := tidyPlan(total)
		plan, err := mergeplan.Plan(segments, &options)
		if err != nil {
			t.Fatal(err)
		}
		left, merged := len(segments), map[uint64]bool{}
		for _, task := range plan.Tasks {
			size := int64(0)
			for _, s := range task.Segments {
				if merged[s.Id()] {
					t.Fatalf("seed %d: segment %d is merged twice", seed, s.Id())
				}
				merged[s.Id()] = true
				size += s.LiveSize()
				if s.LiveSize() >= total/tidyParts {
					t.Errorf("seed %d: a segment of %d documents of %d is written again", seed, s.LiveSize(), total)
				}
			}
			if limit := max(2*total/tidyParts, 2); size >= limit {
				t.Errorf("seed %d: %d documents of %d come into one segment", seed, size, total)
			}
			left -= len(task.Segments) - 1
		}
		if left > 2*tidyParts {
			t.Errorf("seed %d: %d of %d segments are left, want at most %d", seed, left, len(segments), 2*tidyParts)
		}
	}
}
