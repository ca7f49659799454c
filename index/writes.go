package index

import (
	"context"
	"time"

	"warta/index/record"
)

// A Write is one line of the log of writes: who changed what, and when.
type Write struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`     // key id; empty for the command line on the data folder
	Action string    `json:"action"` // "create", "update", "remove", "add key", …
	Target string    `json:"target"` // id of the article, key, quote or person
	Detail string    `json:"detail,omitempty"`
}

// A WritesPlace is where a stretch of the log of writes ended.
type WritesPlace struct{ Change, Audit uint64 }

// Writes returns up to n lines of the log of writes before a place, the newest
// first, and the place at which they end; nil where nothing is before it. The zero
// place is behind the newest line. With target only the lines about that article,
// key, quote or person count.
func (a *Archive) Writes(ctx context.Context, before WritesPlace, target string, n int) ([]Write, *WritesPlace, error) {
	found, next, err := a.record.Writes(ctx, record.WritesPlace(before), target, n)
	if err != nil {
		return nil, nil, explained("index.Writes", err)
	}
	writes := make([]Write, len(found))
	for i := range found {
		writes[i] = Write(found[i])
	}
	return writes, (*WritesPlace)(next), nil
}
