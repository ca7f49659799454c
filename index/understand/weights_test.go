package understand_test

import (
	"slices"
	"testing"

	"warta/index/understand"
)

func TestWeightsOutOfBoundsAreRefused(t *testing.T) {
	t.Parallel()
	if err := understand.DefaultWeights().Validate(); err != nil {
		t.Error(err)
	}
	for _, change := range []func(*understand.Weights){
		func(w *understand.Weights) { w.Title.Form = -1 },
		func(w *understand.Weights) { w.Office.Speaks = -0.1 },
		func(w *understand.Weights) { w.Recent = []understand.RecentWeight{{Days: 0, Weight: 1}} },
		func(w *understand.Weights) { w.Recent = []understand.RecentWeight{{Days: 1, Weight: -1}} },
	} {
		w := understand.DefaultWeights()
		w.Recent = slices.Clone(w.Recent)
		if change(&w); w.Validate() == nil {
			t.Errorf("%+v is accepted", w)
		}
	}
}
