package pgtest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// OwnOnDisk is Own with a disk of so many MB, which fill leaves no room on, and empty makes room
// on again. It needs the right to mount.
func OwnOnDisk(t testing.TB, megabytes int) (s *Server, fill, empty func()) {
	t.Helper()
	URL(t)
	s = inFolder(t)
	if err := unix.Mount("warta", s.dir, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=755", megabytes)); err != nil {
		t.Fatalf("mount a disk for the server: %v", err)
	}
	t.Cleanup(func() {
		_ = exec.Command(s.script, "kill", s.dir).Run() // it may have ended
		if err := unix.Unmount(s.dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	s.Start(t)
	filler := filepath.Join(s.dir, "filler")
	fill = func() {
		t.Helper()
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(f, zeros{})
		_ = f.Close() // the disk is full
		if !errors.Is(err, unix.ENOSPC) {
			t.Fatalf("fill the disk: %v", err)
		}
	}
	empty = func() {
		t.Helper()
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	}
	return s, fill, empty
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// Ensure starts the server where it has ended, and returns once it answers.
func (s *Server) Ensure(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		out, err := exec.Command(s.script, "up", s.dir).CombinedOutput() // it fails while the server recovers
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server does not come back: %v: %s", err, out)
		}
		time.Sleep(200 * time.Millisecond)
	}
}
