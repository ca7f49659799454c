package tables

import (
	"cmp"
	"fmt"
	"log/slog"
	"runtime"
	"time"
)

// FillIn sets the options that all records have to their defaults where they are zero: clock,
// log, writes that may wait, bytes of articles that may wait, and most writes in one commit.
func FillIn(now *func() time.Time, log **slog.Logger, queueLen *int, queueBytes *int64, groupLen *int) {
	if *now == nil {
		*now = time.Now
	}
	*log = cmp.Or(*log, slog.New(slog.DiscardHandler))
	*queueLen = cmp.Or(*queueLen, 1024)
	*queueBytes = cmp.Or(*queueBytes, 64<<20)
	*groupLen = cmp.Or(*groupLen, 256)
}

// CheckBounds returns what is wrong with the bounds of the queue.
func CheckBounds(queueLen int, queueBytes int64, groupLen int) error {
	if queueLen < 0 || queueBytes < 0 || groupLen < 0 {
		return fmt.Errorf("queue_len %d, queue_bytes %d, group_len %d: cannot be negative", queueLen, queueBytes, groupLen)
	}
	return nil
}

// CheckDelay returns what is wrong with an option that says after which time something is done.
func CheckDelay(name string, d, most time.Duration) error {
	if d < 0 || d > most {
		return fmt.Errorf("%s %v: want 0 to %v", name, d, most)
	}
	return nil
}

// Readers returns how many connections read at once where no option says so.
func Readers() int { return max(4, 2*runtime.GOMAXPROCS(0)) }
