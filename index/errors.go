package index

import (
	"errors"
	"time"
)

// A Kind says what a caller can do about an error.
type Kind uint8

// The kinds. A new one needs a line in server's statusOf; a test there says so.
const (
	Internal    Kind = iota // our fault; the zero value, so an unknown error is never blamed on the reader
	Invalid                 // the request cannot be understood: say why, do not retry
	NotFound                // no such thing
	Gone                    // it was there and has been removed
	Changed                 // it is not as the caller knows it any more: read it again
	Conflict                // it contradicts what is there
	Removed                 // it was removed and comes back only when an admin restores it
	Unreadable              // well-formed, but not something that can be done; say what to change
	TooLarge                // over a bound: say which
	TooCostly               // the query would cost too much: say what to narrow
	Expired                 // a cursor that can no longer be continued: start again
	Forbidden               // not with these rights
	Busy                    // too much at once: retry later
	Unavailable             // away or still loading: retry later
)

var kindNames = [...]string{
	Internal: "internal", Invalid: "invalid", NotFound: "not-found", Gone: "gone", Changed: "changed", Conflict: "conflict",
	Removed: "removed", Unreadable: "unreadable", TooLarge: "too-large", TooCostly: "too-costly", Expired: "expired",
	Forbidden: "forbidden", Busy: "busy", Unavailable: "unavailable",
}

// ErrOutdated says that an index was made by a version of the engine whose files
// this one cannot read. It is then rebuilt from the record.
var ErrOutdated = errors.New("of another version")

// ErrDamaged says that a file is not as it was written. What was worked out is
// then rebuilt from the record.
var ErrDamaged = errors.New("damaged")

// String returns the stable name of k: "not-found".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[Internal]
}

// An Error is an error with a kind and a sentence fit for a reader.
type Error struct {
	Kind  Kind
	Op    string // "index.Put"
	Field string // the parameter or key that is at fault, or empty
	Text  string // shown to the reader: what is wrong and what to do; no paths, no engine's words
	Err   error  // for the log alone
	// RetryAfter is when it may be worth trying again, for Busy and Unavailable;
	// zero where it is not known.
	RetryAfter time.Duration
	// Article is the id of the article where a quote once was, for Gone; else empty.
	Article string
}

// Error says everything, for the log.
func (e *Error) Error() string {
	s := e.Op + ": " + e.Text
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first [Error] in err's chain, else [Internal].
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// TextOf returns the sentence for the reader, which never tells more than an
// [Error] was given to tell.
func TextOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Text != "" {
		return e.Text
	}
	return "something went wrong on our side; try again, and tell us the request id if it stays"
}
