package record

import (
	"errors"
	"fmt"
)

// Errors that a caller can act on. Methods of a record wrap them.
var (
	ErrNotFound = errors.New("no such article") // or key, or version of the roster: the call says which
	ErrBusy     = errors.New("too many writes wait already")
	ErrFull     = errors.New("the record's disk is full, may only be read, or fails")
	ErrClosed   = errors.New("the record is closed")
	// ErrAway says that the server of the record cannot be reached, or broke off.
	ErrAway = errors.New("the database server of the record does not answer")
	// ErrLeaseLost says that a write was made under a lease that is not held any more.
	ErrLeaseLost = errors.New("the lease is held by another node now")
	// ErrReplaced says that the record was restored while this process had it open.
	ErrReplaced = errors.New("the record was restored meanwhile, and has another lineage: start this process again")
	// ErrWentBack says that the record lacks changes that this process knows: a standby took
	// over that did not have them, or the record was recovered to an earlier moment.
	ErrWentBack = errors.New("the record lacks changes that were acknowledged: give it a new lineage with `warta restore --record URL`, start this process again, and send again what was sent last")
	// ErrSealed says that a record is open for reading alone.
	ErrSealed = errors.New("the record is being moved and takes no writes")
	// ErrDamaged says that stored data is not as it was written. Only a backup repairs it.
	ErrDamaged = errors.New("the record is damaged: put a backup in its place with `warta restore`, and keep the damaged files")
	// ErrKeyExists says that a key with this id or hash exists already.
	ErrKeyExists = errors.New("the key is there already")
	// ErrRosterTooLong says that a list would have more rows than [RosterChange.MaxRows].
	ErrRosterTooLong = errors.New("the list of office holders would have too many rows")
)

// A RemovedError says that the article was removed and may come back only with
// [Entry.Restore].
type RemovedError struct{ ID string }

// Error names the article.
func (e *RemovedError) Error() string { return "article " + e.ID + " was removed" }

// A ConflictError says that the identities of one entry name two articles.
// ByExternalID is empty where the external id is new but the article of the URL
// has another one from the same key.
type ConflictError struct{ ByExternalID, ByURL string }

// Error names both.
func (e *ConflictError) Error() string {
	if e.ByExternalID == "" {
		return "the URL belongs to article " + e.ByURL + ", which has another external id"
	}
	return fmt.Sprintf("the external id names article %s, the URL article %s", e.ByExternalID, e.ByURL)
}

// A FormatError says that the record was written by a newer program.
type FormatError struct{ Found, Known int }

// Error says what to do, in one line.
func (e *FormatError) Error() string {
	return fmt.Sprintf("the record has format %d and this program knows formats up to %d: use a newer warta", e.Found, e.Known)
}
