package embedded

import (
	"math"
	"math/rand/v2"
	"testing"
)

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
