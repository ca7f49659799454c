package postgres

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// keyParts is the number of partitions of the table of keys: a removal rewrites one of them.
const keyParts = 16

// migrations lead from one format to the next: migrations[n] makes format n+1 out of format
// n, so that the last format is len(migrations). {schema} stands for the name of the schema.
// A step is never edited once it has been released.
var migrations = []string{
	0: `
-- The last numbers of the logs, in one row. A transaction that writes locks it first.
CREATE TABLE counter (
	one      BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
	format   BIGINT  NOT NULL,
	lineage  TEXT    NOT NULL,
	change   BIGINT  NOT NULL DEFAULT 0,
	article  BIGINT  NOT NULL DEFAULT 0,
	decision BIGINT  NOT NULL DEFAULT 0,
	person   BIGINT  NOT NULL DEFAULT 0,
	audit    BIGINT  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- One row an article, removed ones included.
CREATE TABLE article (
	n                 BIGINT PRIMARY KEY,
	id                TEXT   NOT NULL UNIQUE,
	seq               BIGINT NOT NULL, -- of the last change
	version           BIGINT NOT NULL, -- number of the last version, counting on over removals
	as_of             TEXT   NOT NULL, -- day of the first receipt, record.WIB
	source_updated_at BIGINT NOT NULL, -- of the newest message, microseconds; 0: none said
	removed           BIGINT NOT NULL  -- 0 or 1
) WITH (fillfactor = 80);
CREATE INDEX article_removed ON article (seq) WHERE removed = 1;

-- The keys that open the text of articles. A removal deletes the row and rewrites the
-- partition.
CREATE TABLE article_key (
	article BIGINT PRIMARY KEY,
	key     BYTEA  NOT NULL
) PARTITION BY HASH (article);
{partitions}
-- ANALYZE would copy keys into pg_statistic, where a removal does not reach them. This is for
-- the partitions too.
ALTER TABLE article_key ALTER COLUMN key SET STATISTICS 0;

-- The partitions of article_key that still have keys of removed articles on disk, and the
-- last change that removed one.
CREATE TABLE erasing (
	part   TEXT   PRIMARY KEY,
	change BIGINT NOT NULL
);

-- Rewrites a partition of article_key, which only its owner may.
CREATE FUNCTION erase(part TEXT) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
	IF part !~ '^article_key_[0-9]{1,3}$' THEN
		RAISE EXCEPTION 'no partition of article_key: %', part;
	END IF;
	EXECUTE format('CLUSTER (VERBOSE) {schema}.%I USING %I', part, part || '_pkey');
END $body$;
REVOKE ALL ON FUNCTION erase(TEXT) FROM PUBLIC;

-- What leads to an article. Hashes, because they outlive a removal.
CREATE TABLE identity (
	hash    BYTEA  PRIMARY KEY,
	article BIGINT NOT NULL REFERENCES article (n),
	kind    BIGINT NOT NULL, -- as package record numbers handles
	key     TEXT   NOT NULL  -- whose external id it is
);
CREATE INDEX identity_article ON identity (article);

-- The log. version is 0 for a removal; body is sealed with the key of the article, and NULL
-- for a removal and for every version of an article that was removed later.
CREATE TABLE change (
	seq               BIGINT PRIMARY KEY,
	article           BIGINT NOT NULL REFERENCES article (n),
	version           BIGINT NOT NULL,
	at                BIGINT NOT NULL, -- microseconds
	by                TEXT   NOT NULL, -- key id
	source_updated_at BIGINT NOT NULL,
	body              BYTEA
);
ALTER TABLE change ALTER COLUMN body SET STORAGE EXTERNAL; -- sealed text does not shrink
CREATE INDEX change_article ON change (article, seq);

CREATE TABLE key (
	id        TEXT   PRIMARY KEY,
	hash      BYTEA  NOT NULL UNIQUE,
	name      TEXT   NOT NULL,
	scopes    TEXT   NOT NULL, -- JSON list
	satker    TEXT   NOT NULL, -- JSON list
	created   BIGINT NOT NULL, -- seconds; 0: none, as below
	expires   BIGINT NOT NULL,
	revoked   BIGINT NOT NULL,
	last_used BIGINT NOT NULL
);

-- Who did what that changes what others see.
CREATE TABLE audit (
	n      BIGINT PRIMARY KEY,
	at     BIGINT NOT NULL, -- microseconds
	by     TEXT   NOT NULL,
	action TEXT   NOT NULL,
	target TEXT   NOT NULL,
	detail TEXT   NOT NULL
);
CREATE INDEX audit_target ON audit (target, n);

-- The log of decisions: the last one of each kind about each target, withdrawn ones too. data
-- is sealed where the decision is about an article.
CREATE TABLE decision (
	n       BIGINT PRIMARY KEY,
	at      BIGINT NOT NULL, -- microseconds
	by      TEXT   NOT NULL,
	kind    TEXT   NOT NULL,
	target  TEXT   NOT NULL,
	article TEXT   NOT NULL, -- id of the article whose removal withdraws it, or empty
	data    BYTEA,           -- NULL: withdrawn
	UNIQUE (kind, target)
);
CREATE INDEX decision_article ON decision (article) WHERE article <> '';

-- The ids that were given to people, in the order of giving.
CREATE TABLE person (
	n   BIGINT PRIMARY KEY,
	id  TEXT   NOT NULL UNIQUE,
	key TEXT   NOT NULL
);
CREATE INDEX person_key ON person (key);

-- Each change of the list of office holders.
CREATE TABLE roster_version (
	n       BIGINT PRIMARY KEY,
	at      BIGINT NOT NULL, -- microseconds
	by      TEXT   NOT NULL, -- key id
	rows    BIGINT NOT NULL, -- that stand in it
	added   BIGINT NOT NULL, -- since the version before
	dropped BIGINT NOT NULL
);

-- Who holds a post by the list: rows are added and dropped, never changed.
CREATE TABLE roster (
	n       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	added   BIGINT NOT NULL REFERENCES roster_version (n),
	dropped BIGINT REFERENCES roster_version (n), -- NULL: it stands
	name    TEXT   NOT NULL,
	post    TEXT   NOT NULL,
	satker  TEXT   NOT NULL, -- code
	since   TEXT   NOT NULL, -- first day, ISO; empty: not told, as below
	until   TEXT   NOT NULL, -- last day
	source  TEXT   NOT NULL
);
CREATE INDEX roster_standing ON roster (satker) WHERE dropped IS NULL;

-- The epochs of leases: how often each was given.
CREATE TABLE lease (
	name  TEXT   PRIMARY KEY,
	epoch BIGINT NOT NULL
);
`,
	1: `
-- The last change before the first write on each timeline of the server: a process that knows
-- a later change of an earlier timeline knows that it was lost.
CREATE TABLE timeline (
	system BIGINT NOT NULL, -- identifier of the server and its standbys
	n      BIGINT NOT NULL,
	change BIGINT NOT NULL,
	PRIMARY KEY (system, n)
);
`,
}

// filledIn returns a step for the schema of the record.
func (s *Store) filledIn(step string) string {
	var parts strings.Builder
	for n := range keyParts {
		fmt.Fprintf(&parts, "CREATE TABLE article_key_%d PARTITION OF article_key FOR VALUES WITH (MODULUS %d, REMAINDER %d);\n", n, keyParts, n)
	}
	return strings.NewReplacer("{schema}", s.at.schema, "{partitions}", parts.String()).Replace(step)
}

// migrate brings the record to the newest format. One process at a time does so; the others
// wait for it.
func (s *Store) migrate(ctx context.Context, conn *pgx.Conn) error {
	format, err := s.format(ctx, conn)
	if err != nil || format == len(s.opts.steps) {
		return err
	}
	if format > 0 {
		s.opts.Log.WarnContext(ctx, "the record is migrated; a program of the format before cannot write to it any more", "record", s.at, "format", format, "to", len(s.opts.steps))
	}
	for {
		done, err := s.step(ctx, conn)
		if err != nil {
			return fmt.Errorf("migrate the record: %w", withRights(err))
		}
		if done {
			return nil
		}
	}
}

// format returns the format of the record, 0 where there is none.
func (s *Store) format(ctx context.Context, q interface {
	QueryRow(context.Context, string, ...any) pgx.Row
},
) (format int, err error) {
	var there bool
	if err := q.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", s.at.schema+".counter").Scan(&there); err != nil {
		return 0, fmt.Errorf("look for the record: %w", err)
	}
	if !there {
		return 0, nil
	}
	if err := q.QueryRow(ctx, "SELECT format FROM counter").Scan(&format); err != nil {
		return 0, fmt.Errorf("read the format of the record: %w", withRights(err))
	}
	return s.formatOf(format)
}

// formatOf returns the format of a record whose counters say so, or why it is not opened.
func (s *Store) formatOf(format int) (int, error) {
	known, filling := len(s.opts.steps), format >= record.MovingFormat
	if filling {
		format -= record.MovingFormat
	}
	switch {
	case filling && !s.moving:
		return 0, &record.HalfMovedError{Where: s.at.String(), Empty: s.at.emptying()}
	case format > known:
		return 0, &record.FormatError{Found: format, Known: known}
	case filling && format < known:
		return 0, &record.OtherSourceError{Where: s.at.String(), Why: fmt.Sprintf("it was begun with format %d, and this program writes %d", format, known), Action: s.at.emptying()}
	}
	return format, nil
}

// step makes the next format in one transaction, and reports whether there is none.
func (s *Store) step(ctx context.Context, conn *pgx.Conn) (done bool, err error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // after a commit this does nothing
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", lockOf(s.at.schema, "migrate")); err != nil {
		return false, err
	}
	format, err := s.format(ctx, tx)
	if err != nil || format == len(s.opts.steps) {
		return true, err
	}
	if format == 0 {
		var there bool
		if err := tx.QueryRow(ctx, "SELECT to_regnamespace($1) IS NOT NULL", s.at.schema).Scan(&there); err != nil {
			return false, err
		}
		if !there {
			if _, err := tx.Exec(ctx, "CREATE SCHEMA "+s.at.schema); err != nil {
				return false, err
			}
		}
	} else if _, err := tx.Exec(ctx, "SELECT 1 FROM counter FOR UPDATE"); err != nil { // writers end first
		return false, err
	}
	if _, err := tx.Exec(ctx, s.filledIn(s.opts.steps[format])); err != nil {
		return false, err
	}
	if format == 0 {
		_, err = tx.Exec(ctx, "INSERT INTO counter (format, lineage) VALUES (1, $1)", tables.NewLineage())
	} else {
		_, err = tx.Exec(ctx, "UPDATE counter SET format = $1", format+1)
	}
	if err != nil {
		return false, err
	}
	return false, tx.Commit(ctx)
}

// withRights says of an error for lack of rights what to do.
func withRights(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "42501" {
		return fmt.Errorf("the user of the URL may not do this; open the record once as its owner, as docs/postgres.md describes: %w", err)
	}
	return err
}

// lockOf returns the number of an advisory lock of the server, which are of a whole database.
func lockOf(schema, name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("warta\x00" + schema + "\x00" + name)) // it never fails
	return int64(h.Sum64())
}
