package embedded

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A class holds lengths that lie side by side, and its shortest length is the least of them.
func TestClassesOfLengthsAreInOrder(t *testing.T) {
	t.Parallel()
	for length := range uint32(1 << 16) {
		class := lengthClass(length)
		if class != classOfLength[length] {
			t.Fatalf("length %d: class %d, %d in the table", length, class, classOfLength[length])
		}
		if length > 0 && class != lengthClass(length-1) && class != lengthClass(length-1)+1 {
			t.Fatalf("length %d: class %d behind %d", length, class, lengthClass(length-1))
		}
		if shortest := shortestOfClass[class]; shortest > length || length >= 32 && float64(length) >= 1.13*float64(shortest) {
			t.Fatalf("length %d: the class begins with %d", length, shortest)
		}
	}
	if lengthClass(math.MaxUint32) != lengthClasses-1 {
		t.Errorf("the longest length has class %d", lengthClass(math.MaxUint32))
	}
}

// A collector has all matches whose bounds reach least, and least rises no further than so many
// matches reach it.
func TestACollectorKeepsTheHighestBounds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		var least atomic.Int64
		start, kinds := 1+random.IntN(3), 2+random.IntN(60)
		least.Store(int64(start))
		c := collector{least: &least, below: 1 + random.IntN(2*kinds), keep: random.IntN(30)}
		var all []bounded
		for first := uint32(0); first < 4096; first += 256 {
			bounds := make([]uint16, 256)
			var documents []uint32
			for i := range bounds {
				if bounds[i] = uint16(random.IntN(kinds)); random.IntN(3) > 0 {
					documents = append(documents, first+uint32(i))
					all = append(all, bounded{first + uint32(i), bounds[i]})
				}
			}
			c.collect(documents, bounds, first)
			c.raise()
		}
		reached := int(least.Load())
		inside := func(b bounded) bool { return int(b.units) >= reached && int(b.units) < c.below }
		outside := func(b bounded) bool { return !inside(b) }
		want, got := slices.DeleteFunc(all, outside), slices.DeleteFunc(slices.Clone(c.list), outside)
		if !slices.Equal(got, want) {
			t.Fatalf("from %d and below %d: %d documents, want %d", reached, c.below, len(got), len(want))
		}
		if reached > start && len(want) < c.keep || c.keep == 0 && reached != start {
			t.Fatalf("least rose from %d to %d, which %d reach, want %d", start, reached, len(want), c.keep)
		}
	}
}

// A walk passes each document of a list once, with its position, whatever ends it is asked for.
func TestAWalkPassesEachDocumentOnce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(6, 6))
	for range 100 {
		set, size := roaring.New(), uint32(1+random.IntN(5000))
		for range random.IntN(4000) {
			set.Add(random.Uint32N(size))
		}
		want := set.ToArray()
		w := listWalk{it: set.ManyIterator()}
		var got []uint32
		for end := uint32(0); end < size; {
			end += 1 + random.Uint32N(size)
			for {
				documents, position := w.next(end)
				if len(documents) == 0 {
					break
				}
				if position != len(got) || documents[len(documents)-1] >= end {
					t.Fatalf("%d documents at position %d behind %d, the last is %d, the end %d", len(documents), position, len(got), documents[len(documents)-1], end)
				}
				got = append(got, documents...)
			}
			if n := len(got); n < len(want) && want[n] < end {
				t.Fatalf("document %d below %d was left out", want[n], end)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d documents, want %d", len(got), len(want))
		}
	}
}

// The units of a score are at least those of each lower score, and a document whose bound has
// fewer than reached units scores less.
func TestUnitsBoundScores(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 4))
	for range 10_000 {
		e := estimator{perUnit: math.Exp(20*random.Float64() - 10)}
		score := random.Float64() * mostUnits / e.perUnit
		threshold := random.Float64() * mostUnits / e.perUnit
		if score >= threshold && e.units(score) < e.reached(threshold) {
			t.Fatalf("score %g has %d units, threshold %g asks for %d", score, e.units(score), threshold, e.reached(threshold))
		}
	}
}

// A kept frequency and a class of length bound what an occurrence counts.
func TestSaturationIsBoundedByClass(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 5))
	w := &weights{leaves: []float64{1}}
	w.averages[0] = 120
	bounds := newSaturated(w, 0)
	for range 100_000 {
		count, length := 1+random.IntN(40), uint32(math.Exp(12*random.Float64()))
		counts := index.Saturated(count, index.LengthNorm(int(length), 120))
		if bound := bounds[min(count, often)*lengthClasses+int(lengthClass(length))]; bound < counts {
			t.Fatalf("%d occurrences among %d tokens: bound %g, counts %g", count, length, bound, counts)
		}
	}
}
