package record

import (
	"cmp"
	"time"
)

// A RosterRow says that a person holds a post at a satker.
type RosterRow struct {
	Name   string
	Post   string
	Satker string // code
	From   string // first day, ISO; empty where the list does not say
	To     string // last day, ISO; empty where the list does not say
	Source string // where this is written
}

// CompareRosterRows orders rows by satker, post, first day and name, then by the rest.
func CompareRosterRows(a, b RosterRow) int {
	return cmp.Or(cmp.Compare(a.Satker, b.Satker), cmp.Compare(a.Post, b.Post), cmp.Compare(a.From, b.From),
		cmp.Compare(a.Name, b.Name), cmp.Compare(a.To, b.To), cmp.Compare(a.Source, b.Source))
}

// A RosterVersion is one change of the list of office holders.
type RosterVersion struct {
	N       uint64 // from 1; 0 for the empty list before the first change
	At      time.Time
	By      string // key id
	Rows    int    // that stand in it
	Added   int    // rows since the version before
	Dropped int    // rows since the version before
}

// A RosterChange puts rows into the list of office holders.
type RosterChange struct {
	By string // key id
	// Rows replace all rows of the satker that they name, or the whole list where All is
	// set. A row that stands in the list already stays as it is.
	Rows []RosterRow
	All  bool
	// MaxRows bounds the list that results; 0 for no bound.
	MaxRows int
	// Try works out the version and writes nothing.
	Try bool
}

// RosterTarget is the target of changes of the list of office holders in the audit log.
const RosterTarget = "roster"
