package archive

import "testing"

// The steps of a generation from its opening to the first search.
func TestSearchesWaitUntilAGenerationHoldsEnough(t *testing.T) {
	t.Parallel()
	const head = 10 // of the record
	type step struct {
		What  string
		Do    func(r *readiness)
		Ready bool
	}
	at := func(mark uint64) func(*readiness) { return func(r *readiness) { r.mark.Store(mark) } }
	reopen := func(complete bool, engine, readings, removal uint64) func(*readiness) {
		return func(r *readiness) { r.reopen(complete, engine, readings, removal) }
	}
	for name, steps := range map[string][]step{
		"a new one waits for the end of the record": {
			{"made", func(*readiness) {}, false},
			{"half", at(5), false},
			{"all", at(head), true},
			{"the record grows", at(head), true},
		},
		"one that was complete answers at once": {
			{"opened", reopen(true, 7, 7, 3), true},
		},
		"one whose halves disagree waits for the greater mark": {
			{"opened", reopen(true, 5, 7, 3), false},
			{"before", at(6), false},
			{"there", at(7), true},
		},
		"one that lacks a removal waits for it": {
			{"opened", reopen(true, 7, 7, 9), false},
			{"before", at(8), false},
			{"there", at(9), true},
		},
		"a removal holds back one that does not answer yet": {
			{"opened", reopen(true, 5, 7, 3), false},
			{"removed", func(r *readiness) {
				if r.holdBack(10) {
					panic("it answers")
				}
			}, false},
			{"both halves agree", at(7), false},
			{"the removal is applied", at(10), true},
		},
		"a removal does not stop one that answers": {
			{"opened", reopen(true, 7, 7, 3), true},
			{"removed", func(r *readiness) {
				if !r.holdBack(10) {
					panic("it does not answer")
				}
			}, true},
		},
		"what was skipped must have been made up for": {
			{"opened", reopen(true, 5, 6, 3), false},
			{"skipped", func(r *readiness) { r.skip(9) }, false},
			{"both halves agree", at(6), false},
			{"the later version is applied", at(9), true},
		},
		"one that was being filled waits for the end of the record": {
			{"opened", reopen(false, 7, 7, 3), false},
			{"nearly", at(9), false},
			{"all", at(head), true},
		},
	} {
		var r readiness
		completed := 0
		for _, s := range steps {
			s.Do(&r)
			was := r.ready.Load()
			admitted, err := r.admit(func() (uint64, error) { return head, nil }, 0, func() { completed++ })
			if err != nil || admitted != (s.Ready && !was) {
				t.Errorf("%s: %s: admitted %v, %v, ready before %v", name, s.What, admitted, err, was)
			}
			if got := r.ready.Load(); got != s.Ready {
				t.Errorf("%s: %s: ready %v, want %v", name, s.What, got, s.Ready)
			}
		}
		if first := !r.reopened; (completed == 1) != first {
			t.Errorf("%s: it was marked as complete %d times", name, completed)
		}
	}
}

func TestANewGenerationMayBeNearTheEndOfTheRecord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mark, skipped, head, near uint64
		want                      bool
	}{
		{90, 0, 100, 0, false},
		{90, 0, 100, 9, false},
		{90, 0, 100, 10, true},
		{90, 90, 100, 10, true},
		{90, 95, 100, 10, false}, // it misses an article
		{100, 100, 100, 0, true},
	} {
		var r readiness
		r.skip(c.skipped)
		r.mark.Store(c.mark)
		admitted, err := r.admit(func() (uint64, error) { return c.head, nil }, c.near, func() {})
		if admitted != c.want || err != nil {
			t.Errorf("%+v: %v, %v", c, admitted, err)
		}
	}
}
