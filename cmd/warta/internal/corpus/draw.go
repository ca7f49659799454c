package corpus

import (
	"math"
	"math/rand/v2"
)

// A table draws items by weight in constant time: Walker's alias method in
// Vose's form (M. D. Vose, "A linear algorithm for generating random numbers
// with a given distribution", 1991).
type table[T any] struct {
	items []T
	keep  []float64 // probability that the slot of an item returns the item
	alias []int32
}

func newTable[T any](items []T, weights []float64) table[T] {
	n := len(items)
	t := table[T]{items: items, keep: make([]float64, n), alias: make([]int32, n)}
	var sum float64
	for _, w := range weights {
		sum += w
	}
	var small, large []int32
	for i, w := range weights {
		t.keep[i] = w * float64(n) / sum
		if t.keep[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		t.alias[s] = l
		t.keep[l] -= 1 - t.keep[s]
		if t.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		t.keep[i] = 1 // the remaining values are 1 up to rounding errors
	}
	return t
}

func (t table[T]) draw(r *rand.Rand) T {
	i := r.IntN(len(t.items))
	if r.Float64() >= t.keep[i] {
		i = int(t.alias[i])
	}
	return t.items[i]
}

func pick[T any](r *rand.Rand, items []T) T { return items[r.IntN(len(items))] }

// pareto draws from a Pareto distribution with minimum 1 and the given shape.
func pareto(r *rand.Rand, shape float64) float64 {
	return math.Pow(1-r.Float64(), -1/shape)
}
