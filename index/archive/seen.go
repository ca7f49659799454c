package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"warta/index"
	"warta/index/record"
)

// A Seen tells up to which change and which decision of a record a reader has seen it.
// Several processes over one record number both alike, so that one of them can be asked to
// answer no earlier than it has seen what another one told.
type Seen struct {
	Archive  string // name of the record's lineage, see Archive.Seen
	Change   uint64 // number of the last change of an article
	Decision uint64 // number of the last decision of an editor
}

// String returns the form that ParseSeen reads: "3f9a0c21d7b4e685-1024-7".
func (s Seen) String() string { return fmt.Sprintf("%s-%d-%d", s.Archive, s.Change, s.Decision) }

// seenForm is the form of a Seen: the numbers fit into 64 bits.
var seenForm = regexp.MustCompile(`^([0-9a-f]{16})-([0-9]{1,18})-([0-9]{1,18})$`)

// ParseSeen returns the Seen of a text. The error is of kind [index.Invalid].
func ParseSeen(text string) (Seen, error) {
	parts := seenForm.FindStringSubmatch(text)
	if parts == nil {
		return Seen{}, seenError("it is not one that an answer had; leave it out")
	}
	change, errChange := strconv.ParseUint(parts[2], 10, 64)
	decision, errDecision := strconv.ParseUint(parts[3], 10, 64)
	if err := errors.Join(errChange, errDecision); err != nil {
		return Seen{}, seenError("it is not one that an answer had; leave it out")
	}
	return Seen{Archive: parts[1], Change: change, Decision: decision}, nil
}

func seenError(text string) error {
	return &index.Error{Kind: index.Invalid, Op: "index.Seen", Field: "Warta-Seen", Text: "Warta-Seen: " + text}
}

// Max returns what has been seen by s or by other, of the same archive.
func (s Seen) Max(other Seen) Seen {
	s.Change, s.Decision = max(s.Change, other.Change), max(s.Decision, other.Decision)
	return s
}

// Seen returns what searches of this process see.
func (a *Archive) Seen() Seen {
	sum := sha256.Sum256([]byte("seen " + a.record.Lineage())) // the lineage itself is not shown outside
	s := Seen{Archive: hex.EncodeToString(sum[:8]), Decision: a.enforced.Load()}
	if g := a.live.Load(); g != nil && g.ready.Load() {
		s.Change = g.mark.Load()
	}
	return s
}

// WaitSeen returns nil once this process sees what want tells. The error is of kind
// [index.Invalid] where want is of another archive, or tells of what the record does not
// have, and of kind [index.Busy] where ctx ends first. A call that has nothing to wait for
// asks no database.
func (a *Archive) WaitSeen(ctx context.Context, want Seen) error {
	const op = "index.WaitSeen"
	is := a.Seen()
	if want.Archive != is.Archive {
		return seenError("it is of another archive, or of the time before this one was restored; leave it out")
	}
	if want.Change > is.Change {
		head, err := a.record.Head(ctx)
		if err != nil {
			return explained(op, fmt.Errorf("look for what was seen: %w", err))
		}
		if want.Change > head {
			return seenError(fmt.Sprintf("the record has no change %d; leave it out", want.Change))
		}
		if err := a.WaitSearchable(ctx, want.Change); err != nil {
			if index.KindOf(err) == index.Unavailable {
				return err
			}
			return notSeen(op, err)
		}
	}
	if want.Decision > is.Decision {
		// A number that the record lacks must not wait for the decisions that are being made.
		there, err := a.record.DecisionsAfter(ctx, want.Decision-1, 1)
		if err == nil && len(there) == 0 {
			return seenError(fmt.Sprintf("the record has no decision %d; leave it out", want.Decision))
		}
		if err == nil {
			err = a.followDecisions(ctx)
		}
		if err != nil {
			if ctx.Err() != nil {
				return notSeen(op, err)
			}
			return explained(op, fmt.Errorf("look for what was decided: %w", err))
		}
	}
	return nil
}

func notSeen(op string, err error) error {
	return &index.Error{
		Kind: index.Busy, Op: op, Err: err, RetryAfter: time.Second,
		Text: "this node does not see yet what Warta-Seen tells: ask again in a second, or another node, or leave the header out to see what this one has",
	}
}

// A Note gathers the numbers of what was written in a context, and of what was read from the
// record, which the index may not have yet. Its zero value is empty. It is safe for concurrent
// use.
type Note struct{ change, decision atomic.Uint64 }

type noteKey struct{}

// WithNote returns a context whose writes, and readings of the record, are noted in n.
func WithNote(ctx context.Context, n *Note) context.Context {
	return context.WithValue(ctx, noteKey{}, n)
}

// In returns s with what was noted.
func (n *Note) In(s Seen) Seen {
	return s.Max(Seen{Change: n.change.Load(), Decision: n.decision.Load()})
}

// Wrote notes what was written in ctx: the numbers of a change and of a decision, or 0.
func Wrote(ctx context.Context, change, decision uint64) {
	n, ok := ctx.Value(noteKey{}).(*Note)
	if !ok {
		return
	}
	raise(&n.change, change)
	raise(&n.decision, decision)
}

// told notes that an answer in ctx tells the change of an article, read from the record.
func told(ctx context.Context, change uint64) { Wrote(ctx, change, 0) }

// toldAll notes that an answer in ctx tells what was read from the record before the call, of
// which no number is known. The caller does not hold deciding. Without a Note in ctx it asks
// nothing.
func (a *Archive) toldAll(ctx context.Context) error {
	if _, ok := ctx.Value(noteKey{}).(*Note); !ok {
		return nil
	}
	head, err := a.record.Head(ctx)
	if err != nil {
		return fmt.Errorf("look how far the answer reaches: %w", err)
	}
	told(ctx, head)
	return a.toldDecisions(ctx)
}

// toldDecisions is toldAll for what tells of decisions alone.
func (a *Archive) toldDecisions(ctx context.Context) error {
	if _, ok := ctx.Value(noteKey{}).(*Note); !ok {
		return nil
	}
	if err := a.followDecisions(ctx); err != nil {
		return fmt.Errorf("look which decisions the answer tells: %w", err)
	}
	Wrote(ctx, 0, a.enforced.Load())
	return nil
}

// raise sets v to at least n.
func raise(v *atomic.Uint64, n uint64) {
	for is := v.Load(); n > is; is = v.Load() {
		if v.CompareAndSwap(is, n) {
			return
		}
	}
}

// Alone calls f while no other process over the same record runs a task with this name. The
// context of f ends when another process may begin it. Where a record has no leases there is
// one process.
func (a *Archive) Alone(ctx context.Context, task string, f func(ctx context.Context) error) (err error) {
	leases, ok := a.record.(record.Leases)
	if !ok {
		return f(ctx)
	}
	lease, err := leases.Acquire(ctx, task)
	if err != nil {
		return fmt.Errorf("begin the task %s: %w", task, err)
	}
	defer func() { err = errors.Join(err, lease.Release()) }()
	within, cancel := context.WithCancelCause(lease.Under(ctx))
	defer cancel(nil)
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-lease.Lost():
			cancel(record.ErrLeaseLost)
		case <-ended:
		}
	}()
	return f(within)
}
