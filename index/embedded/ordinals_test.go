package embedded

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestOrdinalsGiveBackWhatWasPutIn: few values and many, small numbers and such as
// need four bytes, blocks that are full, half full, and have more entries than two
// bytes count.
func TestOrdinalsGiveBackWhatWasPutIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                 string
		documents, most      int
		numbers              uint32
		wideSpans, wideValue bool
	}{
		{"none", 0, 0, 1, false, false},
		{"one", 1, 3, 10, false, false},
		{"nothing in any", 3000, 0, 10, false, false},
		{"a whole block", 1 << blockBits, 3, 500, false, false},
		{"a block and one", 1<<blockBits + 1, 3, 500, false, false},
		{"blocks", 5*1<<blockBits + 77, 8, 60_000, false, false},
		{"great numbers", 3000, 4, 200_000, false, true},
		{"many values", 2000, 200, 60_000, true, false},
		{"many great values", 2000, 200, 300_000, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, uint64(c.documents)))
			starts, values := []uint32{0}, []uint32{}
			for range c.documents {
				for range random.IntN(c.most + 1) {
					values = append(values, random.Uint32N(c.numbers))
				}
				starts = append(starts, uint32(len(values)))
			}
			if c.wideValue {
				values[len(values)/2] = c.numbers
			}
			o := newOrdinals(slices.Clone(starts), slices.Clone(values))
			if (o.spans.whole != nil) != c.wideSpans || (o.wide != nil) != c.wideValue || len(o.narrow)+len(o.wide) != len(values) {
				t.Errorf("kept with wide spans %t, wide values %t, %d values; want %t, %t, %d",
					o.spans.whole != nil, o.wide != nil, len(o.narrow)+len(o.wide), c.wideSpans, c.wideValue, len(values))
			}
			counts, want := make([]uint32, c.numbers+1), make([]uint32, c.numbers+1)
			var some []uint32
			for doc := range uint32(c.documents) {
				list := values[starts[doc]:starts[doc+1]]
				var got []uint32
				o.each(doc, func(v uint32) { got = append(got, v) })
				if !slices.Equal(got, list) {
					t.Fatalf("document %d has %v, want %v", doc, got, list)
				}
				if random.IntN(3) > 0 {
					some = append(some, doc)
					for _, v := range list {
						want[v]++
					}
				}
			}
			o.tally(counts, 1, some)
			if !slices.Equal(counts, want) {
				t.Error("the tally is another one than that by hand")
			}
			o.tally(counts, math.MaxUint32, some)
			if slices.Max(counts) != 0 {
				t.Error("what was counted can be taken back")
			}
		})
	}
}
