package embedded

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

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

// Documents are found and counted by their bounds.
func TestDocumentsAreFoundByTheirBounds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	for range 200 {
		e := newEstimate(1 + random.IntN(2000))
		want := [mostUnits + 1]uint32{}
		from := 1 + random.IntN(60)
		to := from + random.IntN(60)
		var wanted []uint32
		for doc := range e.bounds {
			units := random.IntN(100)
			e.bounds[doc] = uint16(units)
			want[units]++
			if units >= from && units < to {
				wanted = append(wanted, uint32(doc))
			}
		}
		if got := e.between(nil, from, to); !slices.Equal(got, wanted) {
			t.Fatalf("documents from %d and below %d: %v, want %v", from, to, got, wanted)
		}
		var spread [mostUnits + 1]uint32
		if e.sample(&spread, 1); spread != want {
			t.Fatal("the sample of all documents counts others")
		}
		if e = newEstimate(len(e.bounds)); slices.Max(e.bounds) != 0 {
			t.Fatal("a new estimate has bounds")
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
