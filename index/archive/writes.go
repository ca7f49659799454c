package archive

import (
	"context"

	"warta/index/record"
)

// The log of writes.
type (
	// A Write is one line of the log of writes: the change, its author and its time.
	Write = record.Write
	// A WritesPlace is a position in the log of writes, at which a page of it ended.
	WritesPlace = record.WritesPlace
)

// Writes returns up to n lines of the log of writes before a place, the newest first, and
// the place at which they end, or nil where no line is before that place. The zero place is
// behind the newest line. With target it returns only the lines about that article, key,
// quote or person.
func (a *Archive) Writes(ctx context.Context, before WritesPlace, target string, n int) ([]Write, *WritesPlace, error) {
	writes, next, err := a.record.Writes(ctx, before, target, n)
	if err != nil {
		return nil, nil, explained("index.Writes", err)
	}
	if err := a.toldAll(ctx); err != nil {
		return nil, nil, explained("index.Writes", err)
	}
	return writes, next, nil
}
