package shield_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"warta/index/internal/shield"
)

// A file that is cut leaves a hole in the memory that it was mapped into.
func TestAFaultOfMappedMemoryIsAnError(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "mapped"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := f.Truncate(1 << 16); err != nil {
		t.Fatal(err)
	}
	mapped, err := unix.Mmap(int(f.Fd()), 0, 1<<16, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Munmap(mapped) }()
	if err := f.Truncate(0); err != nil {
		t.Fatal(err)
	}
	sum := byte(0)
	if err := shield.Call(func() error { sum += mapped[1<<15]; return nil }); !shield.Caught(err) {
		t.Errorf("read %d beyond the end of the file: %v", sum, err)
	}
}
