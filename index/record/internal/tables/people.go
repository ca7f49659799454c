package tables

import (
	"context"
	"fmt"

	"warta/index/record"
)

// GivePersonIDs gives ids to people. See [record.People].
func (r *Record) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	var stand []record.PersonID
	err := r.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		given := make([]record.PersonID, len(want))
		for i, p := range want {
			var err error
			if given[i], err = givePersonID(ctx, tx, p); err != nil {
				return nil, err
			}
		}
		stand = given
		return nil, nil
	})
	if err != nil {
		return nil, fmt.Errorf("give %d ids to people: %w", len(want), err)
	}
	return stand, nil
}

// givePersonID gives one id, or returns the row that stands in its way.
func givePersonID(ctx context.Context, tx Tx, want record.PersonID) (record.PersonID, error) {
	stands, err := persons(ctx, tx, "SELECT n, id, key FROM person WHERE id = $1", want.ID)
	if err == nil && len(stands) == 0 && !want.Another {
		stands, err = persons(ctx, tx, "SELECT n, id, key FROM person WHERE key = $1 ORDER BY n LIMIT 1", want.Key)
	}
	if err != nil {
		return record.PersonID{}, err
	}
	if len(stands) > 0 {
		return stands[0], nil
	}
	n := tx.Next(People)
	return record.PersonID{N: n, ID: want.ID, Key: want.Key},
		tx.Exec(ctx, "INSERT INTO person (n, id, key) VALUES ($1, $2, $3)", bounded(n), want.ID, want.Key)
}

// PersonIDsAfter returns ids of people by number. See [record.People].
func (r *Record) PersonIDsAfter(ctx context.Context, after uint64, n int) ([]record.PersonID, error) {
	list, err := persons(ctx, r.db, "SELECT n, id, key FROM person WHERE n > $1 ORDER BY n LIMIT $2", bounded(after), n)
	if err != nil {
		return nil, fmt.Errorf("read the ids of people: %w", r.db.Judged(err))
	}
	return list, nil
}

// persons reads the ids that a query finds.
func persons(ctx context.Context, q Querier, query string, args ...any) ([]record.PersonID, error) {
	return collect(ctx, q, func(rows Rows) (p record.PersonID, err error) {
		err = rows.Scan(&p.N, &p.ID, &p.Key)
		return p, err
	}, query, args...)
}
