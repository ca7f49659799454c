package embedded

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// The first elements are in front, the last of them in its place, in lists of any order.
func TestMoveFirst(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 3, 32, 33, 100, 5000} {
		rising := make([]int, size)
		for i := range rising {
			rising[i] = i
		}
		falling := slices.Clone(rising)
		slices.Reverse(falling)
		organ := make([]int, 0, size) // the even ones rise, then the odd ones fall
		for i := 0; i < size; i += 2 {
			organ = append(organ, i)
		}
		for i := size - 1 - size%2; i > 0; i -= 2 {
			organ = append(organ, i)
		}
		shuffled := slices.Clone(rising)
		rand.New(rand.NewPCG(7, uint64(size))).Shuffle(size, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for name, list := range map[string][]int{"rising": rising, "falling": falling, "organ": organ, "shuffled": shuffled} {
			for _, n := range []int{1, 2, size / 2, size - 1, size} {
				if n < 1 || n > size {
					continue
				}
				got := slices.Clone(list)
				moveFirst(got, n, cmp.Compare[int])
				if got[n-1] != n-1 || slices.Max(got[:n]) != n-1 {
					t.Errorf("%s, the first %d of %d: the last is %d, the greatest %d", name, n, size, got[n-1], slices.Max(got[:n]))
				}
				if slices.Sort(got); !slices.Equal(got, rising) {
					t.Errorf("%s, the first %d of %d: elements are lost", name, n, size)
				}
			}
		}
	}
}
