-- A record of format 1 with one article, as it was written then.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- One row an article, removed ones included.
CREATE TABLE article (
	n                 INTEGER PRIMARY KEY,
	id                TEXT    NOT NULL UNIQUE,
	seq               INTEGER NOT NULL, -- of the last change
	version           INTEGER NOT NULL, -- number of the last version, counting on over removals
	as_of             TEXT    NOT NULL, -- day of the first receipt, WIB
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

INSERT INTO meta VALUES ('lineage', 'L1');
INSERT INTO article VALUES (1, 'hpbzbcyjc6rc', 1, 1, '2025-11-05', 0, 0);
INSERT INTO identity VALUES (X'3bc3908b0917a22bc92b97c6867e2142', 1, 2, '');
INSERT INTO change VALUES (1, 1, 1, 1762300800000000, 'k1', 0, X'0128b52ffd04004901007b2275726c223a2261222c227469746c65223a224b50552061222c22626f6479223a2273617475227d0b80b0b3');
INSERT INTO key VALUES ('k1', X'01', 'humas', '["ingest"]', '[]', 1762300800, 0, 0, 0);
PRAGMA user_version = 1;
PRAGMA application_id = 2003989601;
