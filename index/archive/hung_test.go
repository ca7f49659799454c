package archive_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/record"
	"warta/index/record/recordtest"
)

// hung is a record that does not answer a decision while it hangs, as a database whose machine
// takes connections and does nothing more.
type hung struct {
	record.Record
	hangs *atomic.Bool
	asked chan struct{} // receives a value for each decision that waits, unless it is nil
}

func (h hung) Decide(ctx context.Context, list ...record.Decision) (record.Decided, error) {
	if h.hangs.Load() {
		if h.asked != nil {
			close(h.asked)
		}
		<-ctx.Done()
		return record.Decided{}, context.Cause(ctx)
	}
	return h.Record.Decide(ctx, list...)
}

// ends returns what f returns, and fails where that takes long.
func ends(t *testing.T, what string, f func() error) error {
	t.Helper()
	answer := make(chan error, 1)
	go func() { answer <- f() }()
	select {
	case err := <-answer:
		return err
	case <-time.After(10 * time.Second):
		t.Fatalf("%s does not end", what)
		return nil
	}
}

// While a decision waits for a record that does not answer, readers get their answers.
func TestReadersDoNotQueueBehindADecisionThatHangs(t *testing.T) {
	t.Parallel()
	memory := recordtest.NewMemory()
	hangs, asked := &atomic.Bool{}, make(chan struct{})
	a := nodesOver(t, func() record.Record { return hung{memory.Open(nil), hangs, asked} })(
		func(o *archive.Options) { o.DecideIn(time.Hour) })
	said := tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita catat.").Quotes
	hangs.Store(true)
	go func() { // it ends with the test
		_, _ = a.MergeOfficials(t.Context(), "rini-astuti", "handi-tri-ujiono", "satu orang", "k1")
	}()
	<-asked

	want := a.Seen()
	want.Decision += 1e6
	err := ends(t, "a made-up number", func() error { return a.WaitSeen(t.Context(), want) })
	if index.KindOf(err) != index.Invalid {
		t.Errorf("a made-up number: %v", err)
	}
	made, err := a.Record().(hung).Record.Decide(t.Context(), record.Decision{By: "k2", Kind: "official.suppress", Target: "rini-astuti", Data: []byte(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	want.Decision = made.Seq
	brief, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err = ends(t, "a number of another node", func() error { return a.WaitSeen(brief, want) })
	if index.KindOf(err) != index.Busy {
		t.Errorf("a number of another node: %v", err)
	}
	err = ends(t, "the quote of an editor", func() error { _, err := a.Quote(brief, said[0].ID, true); return err })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the quote of an editor: %v", err)
	}
	if err := ends(t, "the closing", a.Close); err != nil {
		t.Error(err)
	}
}

// A decision that a record does not answer is given up, and what was in force before is in
// force again.
func TestADecisionIsGivenUpWhereTheRecordHangs(t *testing.T) {
	t.Parallel()
	memory := recordtest.NewMemory()
	hangs := &atomic.Bool{}
	a := nodesOver(t, func() record.Record { return hung{memory.Open(nil), hangs, nil} })(
		func(o *archive.Options) { o.DecideIn(100 * time.Millisecond) })
	said := tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita catat.").Quotes
	hangs.Store(true)
	hidden := true
	correct := func() error {
		_, err := a.CorrectQuote(t.Context(), said[0].ID, archive.QuoteCorrection{Hidden: &hidden, Reason: "keliru"}, "k1")
		return err
	}
	merge := func() error {
		_, err := a.MergeOfficials(t.Context(), "rini-astuti", "handi-tri-ujiono", "satu orang", "k1")
		return err
	}
	for what, decide := range map[string]func() error{"a correction": correct, "a merge": merge} {
		if err := ends(t, what, decide); index.KindOf(err) != index.Unavailable || !errors.Is(err, record.ErrAway) {
			t.Errorf("%s of a record that hangs: %v", what, err)
		}
	}
	hangs.Store(false)
	soon(t, "what was decided before", func() bool {
		got, err := a.Quote(t.Context(), said[0].ID, true)
		return err == nil && !got.Hidden
	})
	for what, decide := range map[string]func() error{"a correction": correct, "a merge": merge} {
		if err := ends(t, what, decide); err != nil {
			t.Errorf("%s afterwards: %v", what, err)
		}
	}
	if got, err := a.Quote(t.Context(), said[0].ID, true); err != nil || !got.Hidden {
		t.Errorf("got %+v, %v", got, err)
	}
}
