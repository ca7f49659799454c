//go:build !linux && !darwin

package embedded

import "math"

// room returns how many bytes have room on the disk of a folder: here nobody knows.
func room(string) (int64, error) { return math.MaxInt64, nil }
