package archive

import (
	"context"

	"warta/index/record"
)

// The log of writes.
type (
	// A Write is one line of the log of writes: who changed what, and when.
	Write = record.Write
	// A WritesPlace is where a stretch of the log of writes ended.
	WritesPlace = record.WritesPlace
)

// Writes returns up to n lines of the log of writes before a place, the newest
// first, and the place at which they end; nil where nothing is before it. The zero
// place is behind the newest line. With target only the lines about that article,
// key, quote or person count.
func (a *Archive) Writes(ctx context.Context, before WritesPlace, target string, n int) ([]Write, *WritesPlace, error) {
	writes, next, err := a.record.Writes(ctx, before, target, n)
	if err != nil {
		return nil, nil, explained("index.Writes", err)
	}
	return writes, next, nil
}
