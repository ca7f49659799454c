package archive_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"warta/index/archive"
	"warta/index/record"
	"warta/index/record/recordtest"
)

// audited is a record with a log of actions of its own, which counts what is read of it.
type audited struct {
	record.Record
	lines       []record.Audit
	calls, rows atomic.Int64
	hangs       atomic.Bool
}

func (r *audited) Audits(ctx context.Context, after uint64, n int) (page []record.Audit, err error) {
	if r.hangs.Load() {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	for _, line := range r.lines {
		if line.N > after && len(page) < n {
			page = append(page, line)
		}
	}
	r.calls.Add(1)
	r.rows.Add(int64(len(page)))
	return page, nil
}

// A node that starts reads of a long log what may end a session that still lives.
func TestEndedSessionsReadNoMoreThanALifeOfTheLog(t *testing.T) {
	t.Parallel()
	const keep = 8 * time.Hour
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	type times struct {
		n    int           // lines before the ends of sessions
		gap  uint64        // between their numbers
		from time.Duration // age of the first; ages fall evenly
	}
	for name, c := range map[string]times{
		"no line":            {0, 1, 0},
		"one page":           {999, 1, 1e4 * time.Hour},
		"a page exactly":     {1000, 1, 1e4 * time.Hour},
		"many lines":         {40_000, 1, 1e5 * time.Hour},
		"many with gaps":     {20_000, 7, 1e5 * time.Hour},
		"many, all of today": {5000, 1, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &audited{Record: recordtest.NewFake(nil)}
			number := uint64(0)
			add := func(age time.Duration, action, target string) {
				number += c.gap
				r.lines = append(r.lines, record.Audit{N: number, At: now.Add(-age), Action: action, Target: target})
			}
			young := 0
			for i := range c.n {
				age := keep + 2*time.Hour + c.from/time.Duration(c.n)*time.Duration(c.n-i)
				if c.from <= time.Hour {
					age, young = c.from, young+1
				}
				add(age, "remove", fmt.Sprint(i))
			}
			add(keep+2*time.Hour, "sign out", "long-over")
			add(keep+20*time.Minute, "sign out", "slow-clock") // written keep ago by a clock that is late
			add(keep-time.Minute, "sign out", "living")
			add(keep+50*time.Minute, "remove", "slower-clock") // times do not rise everywhere
			add(time.Minute, "sign out", "fresh")

			ended := endedSessions(t, r, now, keep)
			for id, want := range map[string]bool{"long-over": false, "slow-clock": true, "living": true, "fresh": true, "another": false} {
				if got, err := ended.Ended(t.Context(), id); err != nil || got != want {
					t.Errorf("%s: got %v, %v, want %v", id, got, err, want)
				}
			}
			if rows, most := r.rows.Load(), int64(young)+2200; rows > most {
				t.Errorf("%d of %d lines were read in %d calls, want at most %d", rows, len(r.lines), r.calls.Load(), most)
			}
			r.lines = append(r.lines, record.Audit{N: number + 1, At: now, Action: "sign out", Target: "another"})
			if got, err := ended.Ended(t.Context(), "another"); err != nil || !got {
				t.Errorf("a session that ended meanwhile: %v, %v", got, err)
			}
		})
	}
}

func endedSessions(t *testing.T, r record.Record, now time.Time, keep time.Duration) *archive.EndedSessions {
	t.Helper()
	a := nodesOver(t, func() record.Record { return r })(func(o *archive.Options) { o.Now = func() time.Time { return now } })
	return a.EndedSessions(keep)
}

// A call does not wait behind another one longer than its context lasts.
func TestEndedSessionsGiveUpWithTheirContext(t *testing.T) {
	t.Parallel()
	r := &audited{Record: recordtest.NewFake(nil)}
	ended := endedSessions(t, r, time.Now(), time.Hour)
	r.hangs.Store(true)
	first, giveUp := context.WithCancel(t.Context())
	hung := make(chan error, 1)
	go func() { _, err := ended.Ended(first, "x"); hung <- err }()
	brief, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := ends(t, "the second call", func() error { _, err := ended.Ended(brief, "x"); return err })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second call: %v", err)
	}
	giveUp()
	if err := <-hung; !errors.Is(err, context.Canceled) {
		t.Errorf("the first call: %v", err)
	}
	r.hangs.Store(false)
	if is, err := ended.Ended(t.Context(), "x"); err != nil || is {
		t.Errorf("when the record answers again: %v, %v", is, err)
	}
}
