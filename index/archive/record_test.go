package archive_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"warta/index"
	"warta/index/archive"
	"warta/index/record"
	"warta/index/record/recordtest"
)

// overRecord is castOptions over another record than SQLite.
func overRecord(dir string, open func() record.Record) archive.Options {
	o := castOptions(dir)
	o.OpenRecord = func(context.Context, string) (record.Record, error) { return open(), nil }
	return o
}

// Two archives over one record give ids to the same people at the same time: each learns
// from the record which ids stand.
func TestArchivesOverOneRecordAgreeOnIDs(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, testAgreeOnIDs)
}

func testAgreeOnIDs(t *testing.T, node newNode) {
	nodes := []*archive.Archive{node(), node()}
	var g errgroup.Group
	for i, a := range nodes {
		for n := range 20 {
			g.Go(func() error {
				// One name at many offices: each wants the id that is the name alone.
				lines := fmt.Sprintf("Rapat %d\nArief Rahman @33.%02d: Kita mulai.\nBudi Santoso @33.%02d: Kita lanjut.", 100*i+n, 1+n%10, 11+n%7)
				_, err := a.Put(t.Context(), text(fmt.Sprintf("%s%d%02d", site, i, n), lines))
				return err
			})
		}
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	var facets [][]string
	for _, a := range nodes {
		settled(t, a)
		facets = append(facets, inFacet(t, a, index.Articles))
	}
	if !slices.Equal(facets[0], facets[1]) || len(facets[0]) != 17 || !slices.Contains(facets[0], "arief-rahman=4") {
		t.Errorf("one node has %v, the other %v", facets[0], facets[1])
	}
	// A third, which comes later, finds the same.
	late := node()
	if settled(t, late); !slices.Equal(inFacet(t, late, index.Articles), facets[0]) {
		t.Errorf("a node that comes later has %v, want %v", inFacet(t, late, index.Articles), facets[0])
	}
}

// Whatever the record does, what it took is searchable in the end, and nothing is there
// twice.
func TestAnArchiveOverARecordThatFailsByChance(t *testing.T) {
	t.Parallel()
	var on atomic.Bool
	inner := recordtest.NewFake(nil)
	fails := recordtest.Faulty(inner, recordtest.Faults{
		Seed: 3, Error: 0.1, Lost: 0.1, Slow: 0.2, Err: record.ErrBusy,
		On: func(string) bool { return on.Load() },
	})
	panics := recordtest.Faulty(fails, recordtest.Faults{
		Seed: 4, Panic: 0.1,
		On: func(method string) bool {
			return on.Load() && slices.Contains([]string{"Wait", "Page", "GivePersonIDs"}, method)
		},
	})
	a := open(t, overRecord(t.TempDir(), func() record.Record { return panics }))
	on.Store(true)
	var g errgroup.Group
	g.SetLimit(4)
	for n := range 40 {
		g.Go(func() error {
			for {
				_, err := a.Put(t.Context(), text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nBudi Santoso @33.%02d: Kita mulai.", n, 1+n%5)))
				if index.KindOf(err) != index.Busy {
					return err
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	on.Store(false)
	if titles := settled(t, a); len(titles) != 40 {
		t.Errorf("%d articles are found, want 40", len(titles))
	}
	if head, err := inner.Head(t.Context()); err != nil || head != 40 {
		t.Errorf("head %d, %v: an article was taken in twice", head, err)
	}
	if got := inFacet(t, a, index.Articles); len(got) != 5 {
		t.Errorf("people %v, want 5", got)
	}
	if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("the check finds %q, %v", found, err)
	}
	if err := a.Backup(t.Context(), "x"); index.KindOf(err) != index.Unavailable {
		t.Errorf("a record that copies nothing: %v", err)
	}
}

func TestALostLeaseIsToldAsBusy(t *testing.T) {
	t.Parallel()
	err := archive.Explained("index.Remove", fmt.Errorf("remove: %w", record.ErrLeaseLost))
	if e, ok := errors.AsType[*index.Error](err); !ok || e.Kind != index.Busy || e.RetryAfter <= 0 || e.Text == "" || !errors.Is(err, record.ErrLeaseLost) {
		t.Errorf("got %#v, want an error of kind Busy that says when to try again", err)
	}
}

func TestARecordThatIsAnotherOneIsUnavailable(t *testing.T) {
	t.Parallel()
	for cause, advice := range map[error]string{record.ErrReplaced: "start this service again", record.ErrWentBack: "warta restore"} {
		err := archive.Explained("index.Put", fmt.Errorf("put: %w", cause))
		if e, ok := errors.AsType[*index.Error](err); !ok || e.Kind != index.Unavailable || e.RetryAfter <= 0 || !strings.Contains(e.Text, advice) {
			t.Errorf("%v: got %#v, want an error of kind Unavailable that says what to do", cause, err)
		}
		r := &restless{Record: recordtest.NewFake(nil)}
		a := nodesOver(t, func() record.Record { return r })()
		r.head.Store(&cause)
		soon(t, "the status", func() bool {
			s := a.Status(t.Context())
			return s.State == archive.Degraded && strings.Contains(s.Trouble, advice)
		})
	}
}

// restless is a record whose Wait returns at once, as where the number of the last change that
// was told is above what the record has.
type restless struct {
	record.Record
	head  atomic.Pointer[error] // of Head
	looks atomic.Int64          // of the tail
	pages atomic.Int64          // without a change
}

func (r *restless) Head(ctx context.Context) (uint64, error) {
	if err := r.head.Load(); err != nil {
		return 0, *err
	}
	return r.Record.Head(ctx)
}

func (r *restless) Wait(ctx context.Context, _ uint64) error { return context.Cause(ctx) }

func (r *restless) Page(ctx context.Context, after uint64, n int) ([]record.Change, error) {
	page, err := r.Record.Page(ctx, after, n)
	if len(page) == 0 {
		r.pages.Add(1)
	}
	return page, err
}

func (r *restless) DecisionsAfter(ctx context.Context, after uint64, n int) ([]record.Decision, error) {
	r.looks.Add(1)
	return r.Record.DecisionsAfter(ctx, after, n)
}

// A follower pauses between pages without a change, and still follows.
func TestAFollowerDoesNotSpin(t *testing.T) {
	t.Parallel()
	r := &restless{Record: recordtest.NewFake(nil)}
	a := nodesOver(t, func() record.Record { return r })()
	soon(t, "some looks of the tail", func() bool { return r.looks.Load() > 5 })
	if n := r.pages.Load(); n == 0 || n > 100 {
		t.Errorf("%d pages without a change in some seconds", n)
	}
	tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.")
	settled(t, a)
}
