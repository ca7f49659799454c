package main_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A disk is where a service keeps its data in a test that fills it.
type disk struct {
	data  string   // the data folder, as the service sees it
	via   []string // before the program's own name
	fill  func(t *testing.T, p *process)
	empty func(t *testing.T, p *process)
}

// limitedDisk is a disk that is full where the kernel says so of a process: no
// file may grow any more. It needs no rights.
func limitedDisk(t *testing.T) *disk {
	return &disk{
		data:  t.TempDir(),
		fill:  func(t *testing.T, p *process) { limit(t, p, "--fsize=0:unlimited") },
		empty: func(t *testing.T, p *process) { limit(t, p, "--fsize=unlimited") },
	}
}

// limit changes a limit of a running process.
func limit(t *testing.T, p *process, what string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "prlimit", "--pid", strconv.Itoa(p.cmd.Process.Pid), what).CombinedOutput(); err != nil {
		t.Fatalf("prlimit %s: %v: %s", what, err, out)
	}
}

// smallDisk returns a file system of so many MB. It is visible only to commands that run via
// the disk, and ends with the test.
func smallDisk(t *testing.T, megabytes int) *disk {
	t.Helper()
	dir := t.TempDir()
	script := fmt.Sprintf(`mount -t tmpfs -o size=%dm warta "$0" && echo mounted && exec cat`, megabytes)
	pid, via := namespace(t, script, dir)
	seen := filepath.Join("/proc", strconv.Itoa(pid), "root", dir) // from here
	filler := filepath.Join(seen, "filler")
	return &disk{
		data: filepath.Join(dir, "data"), via: via,
		fill: func(t *testing.T, _ *process) {
			f, err := os.Create(filler)
			if err != nil {
				t.Fatal(err)
			}
			_, err = io.Copy(f, zeros{})
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("filling the disk: %v", err)
			}
			_ = f.Close() // the disk is full
		},
		empty: func(t *testing.T, _ *process) {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		},
	}
}

// dyingDisk returns a file system that becomes read-only when it is filled, as ext4 does when
// its device fails, and is mounted again when it is emptied.
func dyingDisk(t *testing.T) *disk {
	t.Helper()
	d, inside := loopDisk(t)
	d.fill = func(t *testing.T, _ *process) { t.Helper(); inside(t, `mount -o remount,abort "$0"`) }
	return d
}

// deadDisk is a file system of its own whose every call fails with EIO once it is
// filled, as when its device is pulled out: what was not synced never gets there.
func deadDisk(t *testing.T) *disk {
	t.Helper()
	d, _ := loopDisk(t)
	d.fill = func(t *testing.T, p *process) {
		t.Helper()
		seen, err := os.Open(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "root", d.data))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = seen.Close() }()
		const shutdown, withoutLog = 0x8004587d, 2 // EXT4_IOC_SHUTDOWN, EXT4_GOING_FLAGS_NOLOGFLUSH
		if err := unix.IoctlSetPointerInt(int(seen.Fd()), shutdown, withoutLog); err != nil {
			t.Fatalf("shutting the file system down: %v", err)
		}
	}
	return d
}

// loopDisk returns an ext4 file system in a file, which is mounted again when it is emptied,
// and a function that runs a script where it is visible; $0 is its folder.
func loopDisk(t *testing.T) (d *disk, inside func(t *testing.T, script string)) {
	t.Helper()
	dir := t.TempDir()
	image := filepath.Join(t.TempDir(), "image")
	const mount = `mount -o loop "$1" "$0"`
	pid, via := namespace(t, `truncate -s 64M "$1" && mkfs.ext4 -q "$1" && `+mount+` && echo mounted && exec cat`, dir, image)
	inside = func(t *testing.T, script string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), via[0], append(via[1:len(via):len(via)], "sh", "-ec", script, dir, image)...).CombinedOutput(); err != nil {
			t.Fatalf("%s in %d: %v: %s", script, pid, err, out)
		}
	}
	return &disk{
		data: filepath.Join(dir, "data"), via: via,
		empty: func(t *testing.T, _ *process) { t.Helper(); inside(t, `umount "$0" && `+mount) },
	}, inside
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// namespace runs a script, which says "mounted", in a mount namespace of its own
// until the test ends, and returns what leads there.
func namespace(t *testing.T, script string, args ...string) (pid int, via []string) {
	t.Helper()
	enter := []string{"--mount"}
	into := []string{"--mount"}
	if os.Geteuid() != 0 {
		enter = append(enter, "--user", "--map-root-user")
		into = append(into, "--user", "--preserve-credentials")
	}
	holder := exec.CommandContext(t.Context(), "unshare", append(enter, append([]string{"sh", "-c", script}, args...)...)...)
	stdin, err := holder.StdinPipe() // its end ends the holder, also when the test is killed
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	holder.Stderr = os.Stderr
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close(); _ = holder.Wait() })
	if line, err := bufio.NewReader(stdout).ReadString('\n'); strings.TrimSpace(line) != "mounted" {
		t.Fatalf("a file system of its own cannot be mounted here (%v): .ci/failures says what that needs", err)
	}
	return holder.Process.Pid, append(append([]string{"nsenter", "--target", strconv.Itoa(holder.Process.Pid)}, into...), "--")
}

// mountsAllowed reports whether the tests that mount file systems are asked for:
// .ci/failures does.
func mountsAllowed() bool { return os.Getenv("WARTA_TEST_MOUNTS") != "" }

// loopsAllowed reports whether these may be of files, which wants loop devices.
func loopsAllowed() bool { return os.Getenv("WARTA_TEST_LOOPS") != "" }
