// Package generations keeps the generations of an archive: everything that one version of
// reader and engine worked out of the record, an engine and the readings beside it.
package generations

import (
	"context"
	"errors"
	"iter"
	"time"

	"warta/index"
	"warta/index/readings"
)

// Format is that of what a [Store] writes about a generation.
const Format = 1

// The states of a generation.
const (
	Building = "building"
	Complete = "ready" // it has once held everything that the record held
)

// Info says what made a generation and how far it came. Folders keep it as JSON.
type Info struct {
	Number  int       `json:"-"` // of several that are complete the highest number is live
	Format  int       `json:"format"`
	Lineage string    `json:"lineage"` // of the record
	Reader  string    `json:"reader"`  // version
	Engine  string    `json:"engine"`  // version, with those of documents and analyzer
	State   string    `json:"state"`
	Created time.Time `json:"created"`
	Retired time.Time `json:"retired,omitzero"` // when another took its place
	Pinned  bool      `json:"pinned,omitempty"` // an operator went back to it: a new version does not replace it
}

// SameVersions reports whether i was made by what makes want.
func (i Info) SameVersions(want Info) bool {
	return i.Format == want.Format && i.Lineage == want.Lineage && i.Reader == want.Reader && i.Engine == want.Engine
}

// Opened are the two halves of a generation. The caller closes both.
type Opened struct {
	Engine   index.Engine
	Readings Readings
	// Preload is nil, or reads the files that searches use into the page cache of the system,
	// at most room bytes. It returns the number of bytes read. It must not run after a Close.
	Preload func(ctx context.Context, room int64) (int64, error)
	// Publish is nil, or tells the other processes over a [Shared] store that engine and
	// readings hold every change up to mark. The process that leads calls it.
	Publish func(ctx context.Context, mark uint64) error
	// Follow is nil, or makes the readings show what the process that leads has written since;
	// the others call it. Their engine does so with its Mark.
	Follow func(ctx context.Context) error
}

// A Store keeps the generations of one archive. Its methods are called one after the other,
// those that write by the process that leads. What a method has done lasts when it returns.
type Store interface {
	// Lead waits until this process may write the generations and their engines: of
	// several over one store only one may at a time.
	Lead(ctx context.Context) (Lease, error)
	// List returns the generations that were made from the record with a lineage, the
	// highest number first. It deletes those of other records and those that cannot be
	// told, since nothing can be done with them.
	List(ctx context.Context, lineage string) ([]Info, error)
	// Create makes an empty generation with the number of info. It replaces what a stop
	// may have left under that number.
	Create(ctx context.Context, info Info) error
	// Open opens a generation. The error wraps [index.ErrOutdated], [readings.ErrFormat],
	// [index.ErrDamaged] or [readings.ErrDamaged] where one of these is the reason.
	Open(ctx context.Context, number int) (Opened, error)
	// Save replaces the info of a generation. A stop leaves the old one or the new one.
	Save(ctx context.Context, info Info) error
	// Renumber gives a generation that is not open another number, which is free.
	Renumber(ctx context.Context, number, to int) error
	// Remove deletes a generation that is not open.
	Remove(ctx context.Context, number int) error
}

// Shared is a [Store] that several processes use at a time. One leads and writes; the others
// open what it has published and follow it. The methods of [Store] that write fail with
// [record.ErrLeaseLost] in a process that does not lead, and List deletes nothing there.
type Shared interface {
	Store
	// Live returns the complete generation with the highest number that was made from the
	// record with a lineage, and the mark that was published last. found is false where there
	// is none yet.
	Live(ctx context.Context, lineage string) (info Info, mark uint64, found bool, err error)
	// Away returns why the live generation cannot be searched, or nil. It asks the servers of the
	// engines. The error wraps [ErrUnwell] where they answer.
	Away(ctx context.Context) error
	// String returns where the engines are, without a password.
	String() string
}

// ErrUnwell says that the servers of the engines answer, and cannot search the live generation:
// they do so to no other process either.
var ErrUnwell = errors.New("the search servers answer, and cannot search the index")

// A Lease is the right to write the generations.
type Lease interface {
	// Lost is closed when another process may have the lease.
	Lost() <-chan struct{}
	// Release gives the lease back.
	Release() error
}

// Readings are the articles of a generation as read. [readings.Readings] implements it.
type Readings interface {
	// Apply takes in changes with the sequence number of the last one. Applying changes
	// again changes nothing.
	Apply(ctx context.Context, changes []readings.Change, mark uint64) error
	// Get returns the readings of ids in their order, with a nil Article where there is
	// none. They are shared: the caller does not change them.
	Get(ctx context.Context, ids []string) ([]readings.Reading, error)
	// Seq returns the change of the record that the reading of id was made of, 0 where
	// there is none.
	Seq(ctx context.Context, id string) (uint64, error)
	// All goes through all readings, in no order.
	All(ctx context.Context) iter.Seq2[readings.Reading, error]
	// Mark returns the mark of the last Apply, 0 where there was none.
	Mark() uint64
	// Len counts the readings.
	Len() int
	// Aside lists the articles that are set aside, by their changes.
	Aside() []readings.Aside
	// IsAside reports whether an article is set aside.
	IsAside(id string) bool
	// AsideLen counts them.
	AsideLen() int
	// Scrub overwrites removed text in files and reports whether none is left; else the
	// caller tries again.
	Scrub(ctx context.Context) (bool, error)
	// Close releases everything.
	Close() error
}

var _ Readings = (*readings.Readings)(nil)
