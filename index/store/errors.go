package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What a caller can do something about.
var (
	ErrNotFound = errors.New("no such article")
	ErrBusy     = errors.New("too many writes wait already")
	ErrFull     = errors.New("the record's disk is full, may only be read, or fails")
	ErrClosed   = errors.New("the record is closed")
	// ErrDamaged says that the file is not as it was written. Nothing repairs it but
	// a backup.
	ErrDamaged = errors.New("the record is damaged: put a backup in its place with `warta restore`, and keep the damaged files")
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

// classified gives err the sentinel that tells what can be done about it.
func classified(err error) error {
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrFull) || errors.Is(err, ErrBusy) {
		return err // it was told already
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	// The lower byte is the kind, the rest says more of it.
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	case sqlite3.SQLITE_BUSY: // another program holds it, a shell perhaps
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// judged is classified, and tells damage from a disk that fails: SQLite calls both
// damage, and whoever puts a backup in the place of a sound record loses what came
// after it.
func (s *Store) judged(err error) error {
	told := classified(err)
	if !errors.Is(told, ErrDamaged) {
		return told
	}
	fault := unreadable(s.path)
	if fault == nil {
		return told
	}
	s.refused.Store(true)
	return fmt.Errorf("%w: %w (%v)", ErrFull, fault, err) // err may call itself damage
}

// unreadable returns why the disk cannot give the beginning of a file, nil where it
// can or where something else is in the way.
func unreadable(path string) error {
	f, err := os.Open(path)
	if err == nil {
		defer func() { _ = f.Close() }() // it was only read
		_, err = f.ReadAt(make([]byte, 4096), 0)
	}
	if !errors.Is(err, syscall.EIO) {
		return nil
	}
	return err
}
