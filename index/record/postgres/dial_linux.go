package postgres

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// unacknowledgedFor is how long data that was sent may stay without an acknowledgement before
// the connection is broken. Keepalives are not sent while data is on its way, and the system
// would send that again for a quarter of an hour.
const unacknowledgedFor = 10 * time.Second

// boundUnacknowledged sets that bound for a new connection.
func boundUnacknowledged(network, _ string, c syscall.RawConn) error {
	if network == "unix" {
		return nil
	}
	var err error
	if outer := c.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unacknowledgedFor.Milliseconds()))
	}); outer != nil {
		return outer
	}
	return err
}
