package record

import (
	"errors"
	"fmt"
	"time"

	"warta/analyzers/dates"
)

// A Base is the article to which the identities of an entry lead, as one read of the record
// saw it.
type Base struct {
	ID              string    // empty: there is no such article
	Seq             uint64    // of its last change
	Version         int       // of its last version; 0: there is no such article
	AsOf            string    // day of its first receipt, ISO, in [WIB]
	SourceUpdatedAt time.Time // of the newest message; zero: none gave a time
	Removed         bool
	// Received is the standing version where it has to be compared with the entry: nil
	// where there is none, where Same is set already, or where it cannot be decoded.
	Received *Received
	// Same says that the entry says the same as the standing version. The record sets it
	// for equal contents, the caller where a reader of both sees no difference.
	Same     bool
	Extends  bool           // the entry has an identity that does not lead to the article yet
	Conflict *ConflictError // why the entry is refused, or nil
}

// ErrMoved says that an article changed since its [Base] was read.
var ErrMoved = errors.New("the article changed meanwhile")

// errAlwaysMoved says that PutOver gave up.
var errAlwaysMoved = fmt.Errorf("%w: other writers change the same article all the time", ErrBusy)

func isMoved(err error) bool { return errors.Is(err, ErrMoved) }

// Judge returns what becomes of e over b, and whether something is to be written for it. It
// is the rule that all implementations share. The error is a [*RemovedError] or a
// [*ConflictError]. A time of change that cannot be true by now is ignored: a message from
// the future would make all later ones stale.
func (b *Base) Judge(e *Entry, now time.Time) (out Outcome, write bool, err error) {
	switch {
	case b.Conflict != nil:
		return "", false, b.Conflict
	case b.ID == "":
		return Created, true, nil
	case b.Removed && !e.Restore:
		return "", false, &RemovedError{ID: b.ID}
	case b.Removed:
		return Created, true, nil
	}
	at, last := Believed(e.SourceUpdatedAt, now), Believed(b.SourceUpdatedAt, now)
	switch {
	case !at.IsZero() && at.Before(last):
		return Stale, false, nil
	case b.Same: // a newer message that changes nothing still makes older ones stale
		return Unchanged, b.Extends || at.After(last), nil
	}
	return Updated, true, nil
}

// Believed returns a time of change in UTC and whole microseconds, or the zero time for one
// that cannot be true by now.
func Believed(at, now time.Time) time.Time {
	if at = at.UTC().Truncate(time.Microsecond); at.IsZero() || dates.PlausibleTime(at, now) != nil {
		return time.Time{}
	}
	return at
}

// Stands reports whether the article is the same in b and now: the version that stands, or
// its removal.
func (b *Base) Stands(now *Base) bool {
	return b.ID == now.ID && b.Version == now.Version && b.Removed == now.Removed
}

// Result returns the answer for an entry that leaves the article as it is in b.
func (b *Base) Result(out Outcome) Result {
	return Result{ID: b.ID, Outcome: out, Seq: b.Seq, Version: b.Version, AsOf: b.AsOf}
}
