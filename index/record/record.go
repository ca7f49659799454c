// Package record is the contract of the record of an archive: every article as it was
// received, every removal, and what editors decided. The record is the only truth;
// readings and index are derived from it and can be thrown away.
//
// Package sqlite implements the contract in one file. Package recordtest holds it as
// tests, with a plain implementation in memory. Nothing in the interfaces needs SQLite or
// a single process: an implementation may share one record between several nodes.
//
// Three logs number what happens: the log of articles ([Log]), the log of decisions
// ([Decisions]), and the ids of people ([People]). Numbers rise in the order of commits:
// once a reader has seen a number, no smaller one appears. A follower keeps the last
// number that it has seen and asks for what comes after. Numbers may leave gaps.
package record

import (
	"context"
	"iter"
	"time"
)

// A Record is an open record. Its methods may be called concurrently.
//
// A method that writes returns after its commit is on disk. It fails with [ErrBusy] where
// too many writes wait, with [ErrFull] where the storage takes nothing, and with
// [ErrClosed] after Close; nothing is written then. It fails with [ErrAway] where the
// database server does not answer. Then, and when ctx ends first, where the error is that of
// ctx, the write may still have happened: it is safe to send it again.
//
// A write and Head fail with [ErrReplaced] or [ErrWentBack] where the record is noticed not to
// be the one that was opened; no later call of the same process succeeds.
//
// A method that reads sees everything that was committed before the call. It fails with
// [ErrDamaged], [ErrFull], [ErrBusy] or [ErrAway] where the storage does not answer. Lists are bounded
// by n, and end earlier where their text is long; they are empty only at the end.
type Record interface {
	Articles
	Log
	Decisions
	People
	Roster
	Keys
	Audits

	// Lineage returns the random name that the record got when it was made or restored.
	// What was derived from a record of another lineage is worthless.
	Lineage() string
	// Refused reports whether the last write failed because the storage took nothing. It
	// does not ask the storage.
	Refused() bool
	// Close completes the writes that wait and closes the record. A second call does
	// nothing.
	Close() error
}

// Articles takes articles in, removes and returns them.
type Articles interface {
	// Base returns the article that e would change, as the caller needs it to decide
	// whether the two say the same.
	Base(ctx context.Context, e Entry) (Base, error)
	// Put takes e in. base is what Base returned for e; the caller may have set
	// [Base.Same]. Put decides by [Base.Judge]. The error is [ErrMoved] where the article
	// is not as base has it any more: ask Base again, or use [PutOver]. It may also be a
	// [*RemovedError] or a [*ConflictError]. Where e changes nothing, the answer is as of
	// base. Sending an entry again changes nothing.
	Put(ctx context.Context, e Entry, base Base) (Result, error)
	// Remove takes an article out: the text of all its versions is overwritten, and a
	// change without text is appended to the log. Decisions about the article are
	// withdrawn. The article is refused under its identities, and under words where it
	// comes without any (see [Identity]), until it is restored. Removing again changes
	// nothing. The error wraps [ErrNotFound] for an unknown id.
	Remove(ctx context.Context, id, by string, words ...string) (Result, error)

	// Get returns the standing version of an article. For a removed one it returns the
	// removal, which has no text. The error wraps [ErrNotFound] for an unknown id, and
	// [Change.Damaged] for a version that cannot be decoded.
	Get(ctx context.Context, id string) (Change, error)
	// State returns the state of an article. It is cheaper than Get and has its errors.
	State(ctx context.Context, id string) (State, error)
	// Versions returns up to n versions of an article with a number below before, the
	// newest first; 0 begins with the newest. Versions from before a removal have no text.
	// The error wraps [ErrNotFound] where there are none.
	Versions(ctx context.Context, id string, before uint64, n int) ([]Change, error)
	// VersionsAt returns the number of the version that a reading of each article has, given
	// the number of the change that was read: the version of the first change of the article
	// from that number on. A decision about the article renumbers its standing version, so
	// the record may not have that very change any more. Unknown articles, and changes that
	// are not there yet, are left out.
	VersionsAt(ctx context.Context, read map[string]uint64) (map[string]int, error)
	// Arrivals returns the last changes of up to n standing articles with a number below
	// before, the newest first; 0 begins at Head.
	Arrivals(ctx context.Context, before uint64, n int) ([]Arrival, error)
	// Changed returns the time of the last change of each of ids: its standing version, or
	// a later decision about the article. Unknown and removed articles are left out.
	Changed(ctx context.Context, ids []string) (map[string]time.Time, error)
	// Unsettled returns the time of the last change after which something may be found no
	// more that was found before: a removal, a version of an article after its first one, a
	// decision, a version of the roster. It is zero where there was none. A record that an
	// earlier program wrote does not know the removals and versions of that time.
	Unsettled(ctx context.Context) (time.Time, error)

	// Counts counts the articles.
	Counts(ctx context.Context) (Counts, error)
	// LastRemoval returns the number of the last change that hid something: the removal of
	// an article that is not restored, or the last change of an article about which a
	// decision is in force; 0 where there is none.
	LastRemoval(ctx context.Context) (uint64, error)
}

// Log is the log of articles, for followers.
type Log interface {
	// Head returns the number of the last change, 0 for an empty record.
	Head(ctx context.Context) (uint64, error)
	// Wait returns nil once Head is above after, and may return nil earlier. After Close
	// it returns [ErrClosed].
	Wait(ctx context.Context, after uint64) error
	// Page returns up to n changes with numbers above after and up to Head, by number, as
	// one state of the record has them. A change that is replaced by a later version stays
	// in the log; a change that a decision renumbers does not. It returns none only where
	// no change follows.
	Page(ctx context.Context, after uint64, n int) ([]Change, error)
}

// Decisions is the log of decisions. It holds the last decision of each kind about each
// target, withdrawn ones too. Changes of the roster are in it (see [KindRoster]).
type Decisions interface {
	// Decide appends decisions, all or none. Each replaces the earlier one of its kind
	// about its target, and gets a line in the audit log. The standing version of an
	// article that one is about becomes the newest change of the log of articles, so that
	// followers read it again. The error wraps [ErrNotFound] where there is no such
	// article, and is that of [Decision.Validate] for an invalid decision.
	Decide(ctx context.Context, ds ...Decision) (Decided, error)
	// DecisionsAfter returns up to n decisions with numbers above after, by number.
	// Withdrawn ones have no Data.
	DecisionsAfter(ctx context.Context, after uint64, n int) ([]Decision, error)
}

// People keeps the ids of people.
type People interface {
	// GivePersonIDs gives ids in their order, each where no other row stands in its way,
	// and returns the row that stands for each of want: the new one, the row that has this
	// id already, or, except for [PersonID.Another], the first one with this key. A row
	// with another key than wanted is a clash: ask for another id.
	GivePersonIDs(ctx context.Context, want []PersonID) ([]PersonID, error)
	// PersonIDsAfter returns up to n ids with numbers above after, by number.
	PersonIDsAfter(ctx context.Context, after uint64, n int) ([]PersonID, error)
}

// Roster is the list of office holders in versions.
type Roster interface {
	// ChangeRoster puts rows into the list and returns the version that has them. A change
	// that changes nothing makes no version: the result is the standing one, with nothing
	// added and dropped. The error wraps [ErrRosterTooLong].
	ChangeRoster(ctx context.Context, c RosterChange) (RosterVersion, error)
	// Roster returns a version with its rows in the order of [CompareRosterRows]; 0 asks
	// for the newest. The error wraps [ErrNotFound] where there is no such version.
	Roster(ctx context.Context, version uint64) (RosterVersion, []RosterRow, error)
	// RosterVersions returns up to n versions with a number below before, the newest
	// first; 0 begins with the newest.
	RosterVersions(ctx context.Context, before uint64, n int) ([]RosterVersion, error)
}

// Keys keeps API keys.
type Keys interface {
	// AddKey keeps k, in the name of the key with the id by. The error wraps
	// [ErrKeyExists] where the id or the hash is taken.
	AddKey(ctx context.Context, k Key, by string) error
	// RevokeKey ends the validity of a key at the time given. A revoked key keeps its
	// time. The error wraps [ErrNotFound] where there is no such key.
	RevokeKey(ctx context.Context, id string, at time.Time, by string) error
	// TouchKey notes that a key was used. The latest time stays.
	TouchKey(ctx context.Context, id string, at time.Time) error
	// Keys returns all keys, the oldest first.
	Keys(ctx context.Context) ([]Key, error)
	// KeyByHash returns the key with this hash. The error wraps [ErrNotFound].
	KeyByHash(ctx context.Context, hash [32]byte) (Key, error)
}

// Audits is the audit log.
type Audits interface {
	// WriteAudit appends a line. The record fills N and At.
	WriteAudit(ctx context.Context, a Audit) error
	// Audits returns up to n lines with numbers above after, by number.
	Audits(ctx context.Context, after uint64, n int) ([]Audit, error)
	// Writes returns up to n lines of the log of writes before a place, the newest first,
	// and the place at which they end; nil where nothing is before it. With target it
	// returns only the lines about that.
	Writes(ctx context.Context, before WritesPlace, target string, n int) ([]Write, *WritesPlace, error)
}

// A Sounder is a record that checks its structure. It is optional.
type Sounder interface {
	// Sound returns an error where the structure of the storage is damaged. It reads
	// everything but the bodies: [Change.Damaged] tells of those.
	Sound(ctx context.Context) error
}

// A Keeper is a record that copies and checks itself. It is optional: a record in a
// database server leaves both to the tools of the server.
type Keeper interface {
	// Backup writes one consistent copy to a file that must not exist, while the record is
	// in use. The copy has no text that was removed before.
	Backup(ctx context.Context, file string) error
	Sounder
	// Scrub returns once no file of the record has text that was removed before the call.
	Scrub(ctx context.Context) error
}

// Remote is a record in a database server. It is optional.
type Remote interface {
	// Away returns why the server did not answer when it was asked last, some seconds ago at
	// most, or nil. It does not ask the server.
	Away() error
	// CopyCommand returns the command line by which an operator copies the record. It has no
	// password.
	CopyCommand() string
	// String returns where the record is, without a password.
	String() string
}

// Leases gives a task to one node at a time. It is optional.
type Leases interface {
	// Acquire waits until no lease with this name is held, and holds it.
	Acquire(ctx context.Context, name string) (Lease, error)
}

// A Lease is held until Release, the end of the process, or until it is lost.
type Lease interface {
	// Lost is closed when another node may hold the lease: stop the task.
	Lost() <-chan struct{}
	// Epoch is at least 1 and rises from one holder to the next: storage that keeps the
	// highest epoch it has seen can refuse the writes of an earlier holder.
	Epoch() uint64
	// Under returns a context for writes that only the holder may make. A write of the record
	// that gave the lease fails with [ErrLeaseLost], and writes nothing, once another node
	// holds it or it was given back: the record compares in the transaction of the write.
	Under(ctx context.Context) context.Context
	// Release gives the lease back. A second call does nothing.
	Release() error
}

// WithLease returns a context from which a record learns under which lease it writes; it is
// for implementations of [Lease].
func WithLease(ctx context.Context, lease Lease) context.Context {
	return context.WithValue(ctx, leaseKey{}, lease)
}

// leaseKey is the key of the lease in a context.
type leaseKey struct{}

// LeaseOf returns the lease under which a context writes, or nil.
func LeaseOf(ctx context.Context) Lease {
	lease, _ := ctx.Value(leaseKey{}).(Lease)
	return lease
}

// maxMoves bounds the attempts of PutOver. Each that fails lets another write through.
const maxMoves = 100

// PutOver takes e in: it asks for the base, has judge look at it, and puts e; where the
// article was changed meanwhile, it begins again. judge may set [Base.Same]; nil leaves
// the base as it is. The error is that of Put, and wraps [ErrBusy] where the article
// changes all the time.
func PutOver(ctx context.Context, r Articles, e Entry, judge func(*Base)) (Result, error) {
	for range maxMoves {
		base, err := r.Base(ctx, e)
		if err != nil {
			return Result{}, err
		}
		if judge != nil {
			judge(&base)
		}
		res, err := r.Put(ctx, e, base)
		if !isMoved(err) {
			return res, err
		}
	}
	return Result{}, errAlwaysMoved
}

// pageLen is how many rows one read of a whole log takes: short reads hold up no writer.
const pageLen = 256

// After returns the changes above a number, by number, up to the last one at the time when
// it is reached. It ends with the first error.
func After(ctx context.Context, log Log, after uint64) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		for {
			page, err := log.Page(ctx, after, pageLen)
			if err != nil {
				yield(Change{}, err)
				return
			}
			if len(page) == 0 {
				return
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
				after = c.Seq
			}
		}
	}
}

// InForce returns the decisions in force, by number, and the number of the last decision,
// in force or withdrawn. A decision that is replaced during the call may be there in its
// old and its new form, the new one later.
func InForce(ctx context.Context, r Decisions) (list []Decision, last uint64, err error) {
	for {
		page, err := r.DecisionsAfter(ctx, last, pageLen)
		if err != nil || len(page) == 0 {
			return list, last, err
		}
		for _, d := range page {
			if last = d.N; d.Data != nil {
				list = append(list, d)
			}
		}
	}
}

// AllPersonIDs returns all ids of people with numbers above after, by number.
func AllPersonIDs(ctx context.Context, r People, after uint64) ([]PersonID, error) {
	var list []PersonID
	for {
		page, err := r.PersonIDsAfter(ctx, after, pageLen)
		if err != nil || len(page) == 0 {
			return list, err
		}
		list = append(list, page...)
		after = page[len(page)-1].N
	}
}
