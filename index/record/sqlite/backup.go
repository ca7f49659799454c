package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// Backup writes a copy of the record to the file name. See [record.Keeper].
func (s *Store) Backup(ctx context.Context, name string) error {
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("back up the record: %s is there already", name)
	}
	db, err := sql.Open("sqlite", dsn(s.path, false))
	if err != nil {
		return fmt.Errorf("back up the record: %w", err)
	}
	db.SetMaxOpenConns(1)
	part := name + ".part"
	err = errors.Join(copyTo(ctx, db, part), db.Close())
	if err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		_ = os.Remove(part) // it may not be there
		return fmt.Errorf("back up the record: %w", err)
	}
	return nil
}

// Restore makes a record at path out of a backup; no record may be at path. The backup is
// checked first. The new record gets a lineage of its own, because what was derived from the
// record of the backup may include changes that the backup does not have.
func Restore(ctx context.Context, backup, path string) error {
	// SQLite would replay a WAL at path into the new file.
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(path + suffix); err == nil {
			return fmt.Errorf("restore the record: %s is there already; move it away first", path+suffix)
		}
	}
	part := path + ".part"
	err := restoreTo(ctx, backup, part)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part) // it may not be there
		return fmt.Errorf("restore the record: %w", err)
	}
	return nil
}

func restoreTo(ctx context.Context, backup, part string) (err error) {
	if _, err := os.Stat(backup); err != nil { // or SQLite would make it
		return err
	}
	if err := os.Remove(part); err != nil && !os.IsNotExist(err) {
		return err
	}
	from, err := sql.Open("sqlite", fileDSN(backup, url.Values{}))
	if err != nil {
		return err
	}
	err = isRecord(ctx, from)
	if err == nil {
		err = copyTo(ctx, from, part)
	}
	if err = errors.Join(err, from.Close()); err != nil {
		return err
	}
	to, err := sql.Open("sqlite", fileDSN(part, url.Values{"_pragma": {"synchronous(FULL)"}}))
	if err != nil {
		return err
	}
	_, err = to.ExecContext(ctx, "UPDATE meta SET value = ? WHERE name = 'lineage'", tables.NewLineage())
	return errors.Join(err, to.Close())
}

// isRecord returns an error unless db is an undamaged record of a known format.
func isRecord(ctx context.Context, db *sql.DB) error {
	app, err := number(ctx, db, "PRAGMA application_id")
	if err != nil {
		return err
	}
	format, err := number(ctx, db, "PRAGMA user_version")
	if err != nil {
		return err
	}
	if app != applicationID || format == 0 {
		return errors.New("the file is not a record of warta")
	}
	if format >= record.MovingFormat {
		return errors.New("the file is a copy of a record that was half moved")
	}
	if format > len(migrations) {
		return &record.FormatError{Found: format, Known: len(migrations)}
	}
	return sound(ctx, db)
}

// Sound reads the whole file and returns an error where its structure is damaged, where a
// row names one that is not there, or where rows are fewer than was noted. The record stays
// in use meanwhile. Bodies are not decoded: see [record.Change].Damaged.
func (s *Store) Sound(ctx context.Context) error { return wholly(ctx, s.read.db, &s.Record) }

// wholly checks the file of a record and what the rows say of each other.
func wholly(ctx context.Context, db *sql.DB, r *tables.Record) error {
	err := sound(ctx, db)
	if err == nil {
		err = related(ctx, db)
	}
	if err == nil {
		err = r.RosterSound(ctx)
	}
	if err != nil {
		return fmt.Errorf("check the record: %w", err)
	}
	return nil
}

// related returns an error where a row names one that is not there.
func related(ctx context.Context, db *sql.DB) (err error) {
	rows, err := db.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return classified(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	if rows.Next() {
		var table, parent string
		var row, key sql.NullInt64 // a table without row ids has none
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return classified(err)
		}
		return fmt.Errorf("a row of %s (%d) names one of %s that is not there", table, row.Int64, parent)
	}
	return classified(rows.Err())
}

func sound(ctx context.Context, db *sql.DB) error {
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return classified(err)
	}
	if found != "ok" {
		return fmt.Errorf("the file is damaged: %s", found)
	}
	return nil
}
