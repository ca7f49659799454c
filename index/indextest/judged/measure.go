package judged

import (
	"math"
	"slices"
)

// Depth is how many hits are looked at.
const Depth = 10

// NDCG is the normalised discounted cumulative gain of the first [Depth] ids: a
// grade g gains 2^g-1, discounted by log2(1+rank), as a share of the best order
// of all that answers (Burges et al. 2005). It is in [0,1].
func (q *Query) NDCG(ranked []string) float64 {
	var got, best float64
	for i, id := range ranked[:min(Depth, len(ranked))] {
		got += gain(q.Grades[id], i)
	}
	grades := make([]int, 0, len(q.Grades))
	for _, g := range q.Grades {
		grades = append(grades, g)
	}
	slices.Sort(grades)
	slices.Reverse(grades)
	for i, g := range grades[:min(Depth, len(grades))] {
		best += gain(g, i)
	}
	if best == 0 {
		return 0
	}
	return got / best
}

func gain(grade, at int) float64 {
	return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(at)+2)
}

// ReciprocalRank is one over the rank of the first id among the first [Depth]
// that says much about what is looked for (grade 2, or 1 where nothing has more),
// 0 where there is none.
func (q *Query) ReciprocalRank(ranked []string) float64 {
	want := 1
	for _, g := range q.Grades {
		want = max(want, min(g, 2))
	}
	for i, id := range ranked[:min(Depth, len(ranked))] {
		if q.Grades[id] >= want {
			return 1 / float64(i+1)
		}
	}
	return 0
}
