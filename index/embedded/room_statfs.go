//go:build linux || darwin

package embedded

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// room returns the free bytes on the disk of a folder.
func room(dir string) (int64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, fmt.Errorf("look for room on the disk of %s: %w", dir, err)
	}
	return int64(disk.Bavail) * int64(disk.Bsize), nil // the types differ between systems
}
