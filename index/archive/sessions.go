package archive

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"time"

	"warta/index/internal/ctxlock"
	"warta/index/record"
)

// SharedKey returns a key of 32 bytes that all processes over this record have, another one
// for each purpose. It follows from the lineage of the record: who can read the whole record
// can work it out, and it changes when the record is restored from a copy.
func (a *Archive) SharedKey(purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, []byte(a.record.Lineage()), nil, "warta "+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("make the key for %s: %w", purpose, err)
	}
	return key, nil
}

// EndedSessions are the sessions of staff that were signed out, for all processes over the
// record: lines of its audit log. They are safe for concurrent use.
type EndedSessions struct {
	record record.Audits
	keep   time.Duration
	now    func() time.Time

	reading ctxlock.Lock         // guards the fields below
	last    uint64               // number of the last line that was read or is too old to count
	ended   map[string]time.Time // by id: when it was signed out
}

const (
	// auditEnd is the action of a line about the end of a session.
	auditEnd = "sign out"
	// auditPage is how many lines are read at once.
	auditPage = 1000
	// clocksApart is how far the clock of a process may be from the true time. Lines of the
	// audit log have the times of the processes that wrote them.
	clocksApart = 30 * time.Minute
	// endedFor bounds the reading of the audit log for one call.
	endedFor = 10 * time.Second
)

// EndedSessions returns the ended sessions. keep is the longest life of a session: those that
// ended longer ago, with an allowance for clocks, are forgotten.
func (a *Archive) EndedSessions(keep time.Duration) *EndedSessions {
	return &EndedSessions{record: a.record, keep: keep, now: a.opts.Now, reading: ctxlock.New(), ended: make(map[string]time.Time)}
}

// End ends the session with an id, in the name of the key with the id by.
func (e *EndedSessions) End(ctx context.Context, id, by string) error {
	if err := e.record.WriteAudit(ctx, record.Audit{By: by, Action: auditEnd, Target: id}); err != nil {
		return explained("index.EndSession", err)
	}
	return nil
}

// Ended reports whether a session was ended, by any process, before the call. The error is that
// of ctx, or of kind [index.Unavailable] where the record does not answer in 10 s.
func (e *EndedSessions) Ended(ctx context.Context, id string) (bool, error) {
	within, cancel := context.WithTimeoutCause(ctx, endedFor, fmt.Errorf("%w: no answer in %v", record.ErrAway, endedFor))
	defer cancel()
	ended, err := e.isEnded(within, id)
	if err != nil {
		if ctx.Err() == nil && within.Err() != nil {
			err = context.Cause(within)
		}
		return false, explained("index.SessionEnded", err)
	}
	return ended, nil
}

func (e *EndedSessions) isEnded(ctx context.Context, id string) (bool, error) {
	if err := e.reading.Lock(ctx); err != nil {
		return false, err
	}
	defer e.reading.Unlock()
	oldest := e.now().Add(-e.keep - 2*clocksApart) // both clocks may be wrong
	if err := e.readOn(ctx, oldest); err != nil {
		return false, err
	}
	for other, at := range e.ended {
		if at.Before(oldest) {
			delete(e.ended, other)
		}
	}
	_, ended := e.ended[id]
	return ended, nil
}

// readOn reads the lines after the last one, and leaves out lines before oldest where they are
// many. After an error it goes on with the next call. The caller holds reading.
func (e *EndedSessions) readOn(ctx context.Context, oldest time.Time) error {
	for {
		page, err := e.record.Audits(ctx, e.last, auditPage)
		if err != nil {
			return err
		}
		for _, line := range page {
			if e.last = line.N; line.Action == auditEnd {
				e.ended[line.Target] = line.At
			}
		}
		if len(page) == 0 {
			return nil
		}
		if len(page) == auditPage && page[len(page)-1].At.Before(oldest) {
			if e.last, err = e.skip(ctx, e.last, oldest); err != nil {
				return err
			}
		}
	}
}

// skip returns the number of a line before oldest, of the last such line where times rise with
// numbers. from is the number of a line before oldest. Each line up to the result was written
// before oldest plus [clocksApart], whatever the order of the times. The number of reads, of one
// line each, is at most twice the logarithm of the length of the log.
func (e *EndedSessions) skip(ctx context.Context, from uint64, oldest time.Time) (uint64, error) {
	// The line after low+step may be before oldest. First step grows until it is not.
	low, step, grows := from, uint64(auditPage), true
	for step > 0 {
		line, err := e.record.Audits(ctx, low+step, 1)
		if err != nil {
			return from, err
		}
		old := len(line) > 0 && line[0].At.Before(oldest)
		if old {
			low = line[0].N
		}
		if grows = grows && old; grows {
			step *= 2
		} else {
			step /= 2
		}
	}
	return low, nil
}
