package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// applicationID marks the file as a record of warta ("wrta").
const applicationID = 0x77727461

// migrations lead from one format to the next: migrations[n] makes format n+1
// out of format n, so that the last format is len(migrations). Format 0 is an
// empty file. A step is never edited once it has been released.
var migrations = []string{
	0: `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- One row an article, removed ones included.
CREATE TABLE article (
	n                 INTEGER PRIMARY KEY,
	id                TEXT    NOT NULL UNIQUE,
	seq               INTEGER NOT NULL, -- of the last change
	version           INTEGER NOT NULL, -- number of the last version, counting on over removals
	as_of             TEXT    NOT NULL, -- day of the first receipt, record.WIB
	source_updated_at INTEGER NOT NULL, -- of the newest message, microseconds; 0: none said
	removed           INTEGER NOT NULL
) STRICT;

-- What leads to an article. Hashes, because they outlive a removal.
CREATE TABLE identity (
	hash    BLOB    PRIMARY KEY,
	article INTEGER NOT NULL REFERENCES article (n),
	kind    INTEGER NOT NULL, -- 1 external id, 2 URL, 3 words
	key     TEXT    NOT NULL  -- whose external id it is
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_article ON identity (article);

-- The log. version is 0 for a removal; body is NULL for a removal and for every
-- version of an article that was removed later.
CREATE TABLE change (
	seq               INTEGER PRIMARY KEY,
	article           INTEGER NOT NULL REFERENCES article (n),
	version           INTEGER NOT NULL,
	at                INTEGER NOT NULL, -- microseconds
	by                TEXT    NOT NULL, -- key id
	source_updated_at INTEGER NOT NULL,
	body              BLOB
) STRICT;
CREATE INDEX change_article ON change (article, seq);

CREATE TABLE key (
	id        TEXT    PRIMARY KEY,
	hash      BLOB    NOT NULL UNIQUE,
	name      TEXT    NOT NULL,
	scopes    TEXT    NOT NULL, -- JSON list
	satker    TEXT    NOT NULL, -- JSON list
	created   INTEGER NOT NULL, -- seconds; 0: none, as below
	expires   INTEGER NOT NULL,
	revoked   INTEGER NOT NULL,
	last_used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
	1: `
-- Who did what that changes what others see.
CREATE TABLE audit (
	n      INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL, -- microseconds
	by     TEXT    NOT NULL,
	action TEXT    NOT NULL,
	target TEXT    NOT NULL,
	detail TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_target ON audit (target);

-- What people decided about what was worked out, the last word on each.
CREATE TABLE decision (
	n       INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL, -- microseconds
	by      TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	target  TEXT    NOT NULL,
	article TEXT    NOT NULL, -- id of the article with which it goes, or empty
	data    BLOB    NOT NULL,
	UNIQUE (kind, target)
) STRICT;
CREATE INDEX decision_article ON decision (article) WHERE article <> '';

-- Articles are never deleted, so their number is the greatest n: this counts the
-- rest.
CREATE INDEX article_removed ON article (removed) WHERE removed = 1;
`,
	2: `
-- The ids that were given to people, in the order of giving.
CREATE TABLE person (
	n   INTEGER PRIMARY KEY AUTOINCREMENT,
	id  TEXT NOT NULL UNIQUE,
	key TEXT NOT NULL
) STRICT;
`,
	3: `
-- Each change of the list of office holders.
CREATE TABLE roster_version (
	n       INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL, -- microseconds
	by      TEXT    NOT NULL, -- key id
	rows    INTEGER NOT NULL, -- that stand in it
	added   INTEGER NOT NULL, -- since the version before
	dropped INTEGER NOT NULL
) STRICT;

-- Who holds a post by the list: rows are added and dropped, never changed.
CREATE TABLE roster (
	n       INTEGER PRIMARY KEY,
	added   INTEGER NOT NULL REFERENCES roster_version (n),
	dropped INTEGER REFERENCES roster_version (n), -- NULL: it stands
	name    TEXT    NOT NULL,
	post    TEXT    NOT NULL,
	satker  TEXT    NOT NULL, -- code
	since   TEXT    NOT NULL, -- first day, ISO; empty: not told, as below
	until   TEXT    NOT NULL, -- last day
	source  TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX roster_standing ON roster (satker, name, post, since, until, source) WHERE dropped IS NULL;
`,
	4: `
-- The log of decisions: the last one of each kind about each target, withdrawn ones too.
CREATE TABLE decision_log (
	n       INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL, -- microseconds
	by      TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	target  TEXT    NOT NULL,
	article TEXT    NOT NULL, -- id of the article whose removal withdraws it, or empty
	data    BLOB,             -- NULL: withdrawn
	UNIQUE (kind, target)
) STRICT;
INSERT INTO decision_log SELECT n, at, by, kind, target, article, data FROM decision ORDER BY n;
DROP TABLE decision;
ALTER TABLE decision_log RENAME TO decision;
CREATE INDEX decision_article ON decision (article) WHERE article <> '';

-- The newest version of the list of office holders is in that log.
INSERT INTO decision (at, by, kind, target, article, data)
	SELECT at, by, 'roster', 'roster', '', CAST('{"version":' || n || '}' AS BLOB) FROM roster_version ORDER BY n DESC LIMIT 1;

-- Who has an id already is looked up by key.
CREATE INDEX person_key ON person (key);
`,
}

// prepareSchema brings the record to the newest format and returns its lineage.
func (s *Store) prepareSchema(ctx context.Context) (lineage string, err error) {
	format, err := number(ctx, s.write, "PRAGMA user_version")
	if err != nil {
		return "", err
	}
	app, err := number(ctx, s.write, "PRAGMA application_id")
	if err != nil {
		return "", err
	}
	if app != applicationID && (app != 0 || format != 0) {
		return "", fmt.Errorf("%s is not a record of warta", s.path)
	}
	if format, err = s.formatOf(ctx, format); err != nil {
		return "", err
	}
	if format > 0 && format < len(migrations) && !s.moving {
		if err := s.copyAside(ctx, format); err != nil {
			return "", err
		}
	}
	for ; format < len(migrations); format++ {
		if err := s.migrate(ctx, format); err != nil {
			return "", fmt.Errorf("migrate the record from format %d: %w", format, classified(err))
		}
	}
	if err := s.write.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = 'lineage'").Scan(&lineage); err != nil {
		return "", fmt.Errorf("read the record's lineage: %w", err)
	}
	return lineage, nil
}

// formatOf returns the format of a record whose file says so, or why it is not opened.
func (s *Store) formatOf(ctx context.Context, format int) (int, error) {
	filling := format >= record.MovingFormat
	if filling {
		format -= record.MovingFormat
	}
	switch {
	case filling && !s.moving:
		return 0, &record.HalfMovedError{Where: s.path, Empty: emptying(s.path)}
	case format > len(migrations):
		return 0, &record.FormatError{Found: format, Known: len(migrations)}
	case filling && format < len(migrations):
		return 0, &record.OtherSourceError{Where: s.path, Why: fmt.Sprintf("it was begun with format %d, and this program writes %d", format, len(migrations)), Action: emptying(s.path)}
	case s.moving && format > 0 && format < len(migrations):
		// A move that was killed while it made the tables leaves an older format without rows.
		if held, err := number(ctx, s.write, "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM key)"); err != nil || held == 0 {
			return format, err
		}
		return 0, fmt.Errorf("the record %s has format %d and this program writes %d: name another one, or empty it (%s)", s.path, format, len(migrations), emptying(s.path))
	}
	return format, nil
}

// copyAside keeps a copy of the record before it is migrated. Text that is removed later
// stays in the copy: the log asks the operator to delete it once the new program works.
func (s *Store) copyAside(ctx context.Context, format int) error {
	name := fmt.Sprintf("%s.format-%d", s.path, format)
	// A copy that a stop left half made is worth nothing.
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("copy the record before migrating it: %w", err)
	}
	if err := copyTo(ctx, s.write, name); err != nil {
		return fmt.Errorf("copy the record before migrating it: %w", err)
	}
	s.opts.Log.WarnContext(ctx, "the record is migrated; delete the copy when all is well", "copy", name, "format", format, "to", len(migrations))
	return nil
}

// copyTo writes one consistent copy of the record to name, which must not exist,
// and forces it to disk.
func copyTo(ctx context.Context, db *sql.DB, name string) error {
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", name); err != nil {
		return classified(err)
	}
	return syncFile(name)
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close() // the first error says it
		return err
	}
	return f.Close()
}

func (s *Store) migrate(ctx context.Context, format int) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	steps := []string{migrations[format], fmt.Sprintf("PRAGMA user_version = %d", format+1)}
	if format == 0 {
		steps = append(steps, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	}
	for _, step := range steps {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	if format == 0 {
		if _, err := tx.ExecContext(ctx, "INSERT INTO meta VALUES ('lineage', ?)", tables.NewLineage()); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func number(ctx context.Context, db *sql.DB, query string) (n int, err error) {
	if err := db.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("%s: %w", query, classified(err))
	}
	return n, nil
}
