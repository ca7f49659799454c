package sqlite

import (
	"context"
	"fmt"

	"warta/index/record"
)

// AddPersonIDs keeps ids in their order and returns once they are on disk. One that
// is there already stays as it is.
func (s *Store) AddPersonIDs(ctx context.Context, rows []record.PersonID) error {
	err := s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error {
		for _, r := range rows {
			if err := w.exec(ctx, "INSERT OR IGNORE INTO person (id, key) VALUES (?, ?)", r.ID, r.Key); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		return fmt.Errorf("keep %d ids of people: %w", len(rows), err)
	}
	return nil
}

// PersonIDs returns all ids of people in the order in which they were given.
func (s *Store) PersonIDs(ctx context.Context) ([]record.PersonID, error) {
	rows, err := s.read.query(ctx, "SELECT id, key FROM person ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("read the ids of people: %w", classified(err))
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var list []record.PersonID
	for rows.Next() {
		var r record.PersonID
		if err := rows.Scan(&r.ID, &r.Key); err != nil {
			return nil, fmt.Errorf("read the ids of people: %w", classified(err))
		}
		list = append(list, r)
	}
	return list, classified(rows.Err())
}
