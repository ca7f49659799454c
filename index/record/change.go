package record

import "time"

// A Change is one entry of the log: a version of an article, or its removal.
type Change struct {
	Seq             uint64 // place in the log
	ID              string
	Version         int // 0 for a removal
	At              time.Time
	By              string    // key id
	SourceUpdatedAt time.Time // zero where the sender did not say
	AsOf            string    // day of the article's first receipt, ISO, in [WIB]
	Removed         bool      // a removal, or a version whose text a later removal took
	Latest          bool      // the article had no later change when this one was read
	Received        Received
	Damaged         error // why Received cannot be decoded, or nil
}

// A State is what the record knows of an article without its text.
type State struct {
	Seq     uint64 // of the last change
	Version int    // number of the standing version, or of the last one before the removal
	AsOf    string // as in [Change]
	Removed bool
}

// An Arrival is the last change of an article that stands. At is as [Articles].Changed
// returns it.
type Arrival struct {
	ID  string
	Seq uint64
	At  time.Time
}

// Counts says how much the record holds.
type Counts struct {
	Articles int    // standing ones
	Removed  int    // removed ones
	Changes  uint64 // number of the last committed change; it may be above Head for a moment
}
