package move

import (
	"context"
	"errors"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// An indexed is a record under an archive that is asked during a move. The archive writes
// nothing to it, and does not close it.
type indexed struct {
	record.Record
	ids     *tables.NewIDs
	lacking func() // nil: new ids are given in memory
}

// Beside returns a record for an index that is thrown away: new ids of people stay in memory.
// Close leaves r open.
func Beside(r record.Record) record.Record {
	return &indexed{Record: r, ids: tables.NewIDsOver(r)}
}

// Within returns a record for an index that a service goes on with. No id of a person is given
// that r does not hold, because the service could give it to another person: where one is
// needed, lacking is called, and the call fails with [record.ErrSealed]. Close leaves r open.
func Within(r record.Record, lacking func()) record.Record {
	return &indexed{Record: r, ids: tables.NoNewIDs(r), lacking: lacking}
}

// GivePersonIDs implements [record.People].
func (i *indexed) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	stand, err := i.ids.GivePersonIDs(ctx, want)
	if i.lacking != nil && errors.Is(err, record.ErrSealed) {
		i.lacking()
	}
	return stand, err
}

// PersonIDsAfter implements [record.People].
func (i *indexed) PersonIDsAfter(ctx context.Context, after uint64, n int) ([]record.PersonID, error) {
	return i.ids.PersonIDsAfter(ctx, after, n)
}

// Close implements [record.Record].
func (*indexed) Close() error { return nil }
