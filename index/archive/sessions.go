package archive

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

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

	mu    sync.Mutex
	last  uint64               // number of the last line that was read
	ended map[string]time.Time // by id: when it was signed out
}

// auditEnd is the action of a line about the end of a session.
const auditEnd = "sign out"

// auditPage is how many lines are read at once.
const auditPage = 1000

// EndedSessions returns the ended sessions. Those that ended longer than keep ago are
// forgotten: by then a session is over by itself.
func (a *Archive) EndedSessions(keep time.Duration) *EndedSessions {
	return &EndedSessions{record: a.record, keep: keep, now: a.opts.Now, ended: make(map[string]time.Time)}
}

// End ends the session with an id, in the name of the key with the id by.
func (e *EndedSessions) End(ctx context.Context, id, by string) error {
	if err := e.record.WriteAudit(ctx, record.Audit{By: by, Action: auditEnd, Target: id}); err != nil {
		return explained("index.EndSession", err)
	}
	return nil
}

// Ended reports whether a session was ended, by any process, before the call.
func (e *EndedSessions) Ended(ctx context.Context, id string) (bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		page, err := e.record.Audits(ctx, e.last, auditPage)
		if err != nil {
			return false, explained("index.SessionEnded", err)
		}
		if len(page) == 0 {
			break
		}
		for _, line := range page {
			if e.last = line.N; line.Action == auditEnd {
				e.ended[line.Target] = line.At
			}
		}
	}
	for other, at := range e.ended {
		if e.now().Sub(at) > e.keep {
			delete(e.ended, other)
		}
	}
	_, ended := e.ended[id]
	return ended, nil
}
