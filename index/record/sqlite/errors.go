package sqlite

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"warta/index/record"
)

// classified wraps err in the error of package record that callers act on.
func classified(err error) error {
	if errors.Is(err, record.ErrDamaged) || errors.Is(err, record.ErrFull) || errors.Is(err, record.ErrBusy) {
		return err // it is classified already
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	// The lower byte is the kind, the rest says more of it.
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", record.ErrFull, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w (%w)", record.ErrDamaged, err)
	case sqlite3.SQLITE_BUSY: // another program holds it, a shell perhaps
		return fmt.Errorf("%w: %w", record.ErrBusy, err)
	}
	return err
}

// judged classifies err like classified, and also distinguishes corruption from I/O
// failure, because SQLite reports both as corruption and restoring a backup over a healthy
// record would lose data.
func (s *Store) judged(err error) error {
	told := classified(err)
	if !errors.Is(told, record.ErrDamaged) {
		return told
	}
	fault := unreadable(s.path)
	if fault == nil {
		return told
	}
	s.refused.Store(true)
	return fmt.Errorf("%w: %w (%v)", record.ErrFull, fault, err) //nolint:errorlint // err may call itself damage
}

// unreadable returns the I/O error of reading the beginning of a file, nil where the disk
// reads it or something else fails.
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
