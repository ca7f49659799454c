//go:build unix

package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"warta/index"
)

// Lock keeps other processes from opening an archive in a data folder, until unlock is called
// or the process ends. The error is of kind [index.Busy] if one has it open.
func Lock(dir string) (unlock func() error, err error) {
	f, err := lockFolder(dir)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	return func() error { return unlockFolder(f) }, nil
}

// lockFolder takes an exclusive lock on the data folder. The lock ends with unlockFolder or
// with the process. The error is of kind [index.Busy] if another process holds the lock.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = &index.Error{Kind: index.Busy, Op: "index.Open", Text: fmt.Sprintf("another warta has the data folder %s open; use it with --server, or stop it", dir)}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// unlockFolder releases the lock and closes the file. It does nothing with nil. Closing alone is not
// enough: a child process that is being started may briefly hold a copy of the file descriptor.
func unlockFolder(f *os.File) error {
	if f == nil {
		return nil
	}
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}
