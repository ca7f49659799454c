package judged

import (
	"math"
	"slices"
)

// Depth is the number of hits that are measured.
const Depth = 10

// NDCG returns the normalised discounted cumulative gain of the first [Depth] IDs, in [0,1]:
// a grade g gains 2^g-1, discounted by log2(1+rank), divided by the gain of the best order
// of all relevant articles (Burges et al. 2005).
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

// ReciprocalRank returns 1/rank of the first ID with grade 2 or more, or grade 1 if no
// article has more, among the first [Depth]; 0 if there is none.
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
