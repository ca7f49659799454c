package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"warta/index/record"
)

// GivePersonIDs gives ids to people. See [record.People].
func (s *Store) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	var stand []record.PersonID
	err := s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error {
		given := make([]record.PersonID, len(want))
		for i, p := range want {
			var err error
			if given[i], err = w.givePersonID(ctx, p); err != nil {
				return err
			}
		}
		stand = given
		return nil
	}})
	if err != nil {
		return nil, fmt.Errorf("give %d ids to people: %w", len(want), err)
	}
	return stand, nil
}

// givePersonID gives one id, or returns the row that stands in its way.
func (w *writer) givePersonID(ctx context.Context, want record.PersonID) (record.PersonID, error) {
	rows, err := w.query(ctx, "SELECT n, id, key FROM person WHERE id = ?", want.ID)
	stands, err := persons(rows, err)
	if err == nil && len(stands) == 0 && !want.Another {
		rows, err = w.query(ctx, "SELECT n, id, key FROM person WHERE key = ? ORDER BY n LIMIT 1", want.Key)
		stands, err = persons(rows, err)
	}
	if err != nil {
		return record.PersonID{}, err
	}
	if len(stands) > 0 {
		return stands[0], nil
	}
	st, err := w.stmt(ctx, "INSERT INTO person (id, key) VALUES (?, ?)")
	if err != nil {
		return record.PersonID{}, err
	}
	res, err := st.ExecContext(ctx, want.ID, want.Key)
	if err != nil {
		return record.PersonID{}, err
	}
	n, err := res.LastInsertId()
	return record.PersonID{N: uint64(n), ID: want.ID, Key: want.Key}, err
}

// PersonIDsAfter returns ids of people by number. See [record.People].
func (s *Store) PersonIDsAfter(ctx context.Context, after uint64, n int) ([]record.PersonID, error) {
	rows, err := s.read.query(ctx, "SELECT n, id, key FROM person WHERE n > ? ORDER BY n LIMIT ?", bounded(after), n)
	list, err := persons(rows, err)
	if err != nil {
		return nil, fmt.Errorf("read the ids of people: %w", s.judged(err))
	}
	return list, nil
}

// persons reads ids and closes rows. It passes on the error of the query.
func persons(rows *sql.Rows, err error) ([]record.PersonID, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var list []record.PersonID
	for rows.Next() {
		var p record.PersonID
		if err := rows.Scan(&p.N, &p.ID, &p.Key); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}
