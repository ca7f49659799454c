package preload_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"warta/index/internal/preload"
)

func TestFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, size := range map[string]int{"a": 3 << 20, "b": 10, "empty": 0} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "sub", "files"), 0o700); err != nil {
		t.Fatal(err)
	}
	const all = 3<<20 + 10
	for _, c := range []struct {
		name       string
		room, want int64
	}{
		{"all files fit", 1 << 30, all},
		{"exactly", all, all},
		{"a part of one file", 1<<20 + 5, 1<<20 + 5},
		{"nothing", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got, err := preload.Folder(t.Context(), dir, c.room); got != c.want || err != nil {
				t.Errorf("%d, %v; want %d", got, err, c.want)
			}
		})
	}
}

func TestACancelledReadEnds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"), make([]byte, 10), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := preload.Folder(ctx, dir, 1<<30); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := preload.Folder(t.Context(), filepath.Join(dir, "none"), 1); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing folder: %v", err)
	}
}
