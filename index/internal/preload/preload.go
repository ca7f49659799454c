// Package preload reads files before they are needed, so that the page cache of the system
// holds them when a search needs them.
package preload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// chunk is the size of one read in bytes. The context is looked at between reads.
const chunk = 1 << 20

// File reads f from its start, at most room bytes, and returns the number of bytes read. It
// does not move the offset of f. After ctx has ended the error is that of ctx.
func File(ctx context.Context, f *os.File, room int64) (int64, error) {
	var read int64
	buffer := make([]byte, chunk)
	for read < room {
		if err := ctx.Err(); err != nil {
			return read, fmt.Errorf("read %s ahead: %w", filepath.Base(f.Name()), err)
		}
		n, err := f.ReadAt(buffer[:min(chunk, room-read)], read)
		read += int64(n)
		if errors.Is(err, io.EOF) {
			return read, nil
		}
		if err != nil {
			return read, fmt.Errorf("read ahead: %w", err)
		}
	}
	return read, nil
}

// Folder reads the regular files directly in dir by [File], together at most room bytes. It
// skips files that are deleted meanwhile.
func Folder(ctx context.Context, dir string, room int64) (int64, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("read ahead: %w", err)
	}
	var read int64
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			continue
		}
		n, err := open(ctx, filepath.Join(dir, entry.Name()), room-read)
		read += n
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return read, err
		}
	}
	return read, nil
}

func open(ctx context.Context, path string, room int64) (n int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("read ahead: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return File(ctx, f, room)
}
