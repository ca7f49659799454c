package embedded

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A list with kept frequencies gives the same scores in each of the three ways to read it, and
// none is above the bound of its document.
func TestKeptListsAreReadAlikeInEachWay(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 5))
	for range 60 {
		const size = 70_000
		all := make([]uint32, size)
		for doc := range all {
			all[doc] = uint32(1 + random.IntN(2000))
		}
		if random.IntN(3) == 0 { // a length of more than two bytes
			all[random.IntN(size)] = uint32(70_000 + random.IntN(70_000))
		}
		s := &segment{columns: &columns{size: size}}
		s.columns.lengths[0] = newLengths(all)
		w := &weights{}
		w.averages[0] = 250
		l := leaf{field: 0, set: roaring.New()}
		share := math.Pow(random.Float64(), 3)
		want := make(map[uint32]float64)
		var counts []uint32
		for doc := range uint32(size) {
			if random.Float64() >= share {
				continue
			}
			count := uint32(1 + random.ExpFloat64()*3)
			l.set.Add(doc)
			counts = append(counts, count)
			want[doc] = 2 * index.Saturated(int(count), index.LengthNorm(int(all[doc]), 250))
		}
		known := newOccurrences(len(counts))
		for _, count := range counts {
			known.add(count)
		}
		l.name = termName{"body", "kpu"}
		w.leaves, l.terms = []float64{2}, []termName{l.name}
		bounds := newEstimator(nil, w, []leaf{l})
		list := estimated{listWalk: listWalk{it: l.set.ManyIterator()}, known: known, table: bounds.leaves[0], lengths: &s.columns.lengths[0]}
		sums := make([]uint16, size)
		for first := 0; first < size; {
			end := min(first+1+random.IntN(size), size)
			list.addTo(sums[first:end], uint32(first))
			first = end
		}
		wanted := make(map[uint32]bool)
		for range 1 + int(size*math.Pow(random.Float64(), 6)) {
			wanted[uint32(random.IntN(size))] = true
		}
		var documents []uint32
		for doc := range wanted {
			documents = append(documents, doc)
		}
		slices.Sort(documents)
		ways := map[string]func(*scorer) error{
			"few":    func(a *scorer) error { a.addFew(l, known, 2, w); return nil },
			"bits":   func(a *scorer) error { a.addBits(l, known, 2, w); return nil },
			"each":   func(a *scorer) error { return a.addEach(l, known, 2, w) },
			"chosen": func(a *scorer) error { return a.addKnown(l, known, 2, w) },
		}
		for way, add := range ways {
			a := &scorer{segment: s, search: &search{ctx: t.Context()}, documents: documents, scores: make([]float64, len(documents))}
			if err := add(a); err != nil {
				t.Fatal(err)
			}
			for i, doc := range documents {
				if a.scores[i] != want[doc] {
					t.Fatalf("%s, %d documents of a list of %d: document %d scores %v, want %v", way, len(documents), len(counts), doc, a.scores[i], want[doc])
				}
				if units := int(sums[doc]); units < bounds.reached(want[doc]) && want[doc] > 0 || units > 0 && want[doc] == 0 {
					t.Fatalf("document %d scores %v and is bounded by %d units, want at least %d", doc, want[doc], units, bounds.reached(want[doc]))
				}
			}
		}
	}
}

func TestEnoughLeavesOutNoneOfTheBest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	for n := range 300 {
		scores := make([]float64, 1+random.IntN(3000))
		for i := range scores {
			switch n % 4 {
			case 0:
				scores[i] = random.Float64() * 20
			case 1:
				scores[i] = math.Exp(random.NormFloat64() * 4)
			case 2:
				scores[i] = float64(random.IntN(3)) // many are alike
			default:
				scores[i] = float64(1+random.IntN(1024)) / 1024 // on the edges of the steps
			}
		}
		need := 1 + random.IntN(200)
		floor := enough(scores, need)
		reached := 0
		for _, score := range scores {
			if score >= floor {
				reached++
			}
		}
		if reached < min(need, len(scores)) {
			t.Fatalf("case %d: %d of %d scores reach %v, want %d", n, reached, len(scores), floor, need)
		}
	}
}
