-- A record of format 4 as the program of that format wrote it: three articles, one of
-- them removed, decisions, ids of people, two versions of the list of office holders, a key.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('lineage','JIT7QZVTBCVTT3SKFSRACVA23N');
CREATE TABLE article (
	n                 INTEGER PRIMARY KEY,
	id                TEXT    NOT NULL UNIQUE,
	seq               INTEGER NOT NULL, -- of the last change
	version           INTEGER NOT NULL, -- number of the last version, counting on over removals
	as_of             TEXT    NOT NULL, -- day of the first receipt, WIB
	source_updated_at INTEGER NOT NULL, -- of the newest message, microseconds; 0: none said
	removed           INTEGER NOT NULL
) STRICT;
INSERT INTO article VALUES(1,'hpbzbcyjc6rc',8,2,'2025-11-05',0,0);
INSERT INTO article VALUES(2,'s42hpvblcw4m',6,1,'2025-11-05',0,0);
INSERT INTO article VALUES(3,'whgtczsns3kv',5,1,'2025-11-05',0,1);
CREATE TABLE identity (
	hash    BLOB    PRIMARY KEY,
	article INTEGER NOT NULL REFERENCES article (n),
	kind    INTEGER NOT NULL, -- 1 external id, 2 URL, 3 words
	key     TEXT    NOT NULL  -- whose external id it is
) STRICT, WITHOUT ROWID;
INSERT INTO identity VALUES(X'3bc3908b0917a22bc92b97c6867e2142',1,2,'');
INSERT INTO identity VALUES(X'973477d42b15b8cbd134503ad0dcc314',2,2,'');
INSERT INTO identity VALUES(X'b1cd31664d96d55679245075b5165a5e',3,2,'');
INSERT INTO identity VALUES(X'bd149c9f199ba569d89e702c07adadaf',3,4,'');
CREATE TABLE change (
	seq               INTEGER PRIMARY KEY,
	article           INTEGER NOT NULL REFERENCES article (n),
	version           INTEGER NOT NULL,
	at                INTEGER NOT NULL, -- microseconds
	by                TEXT    NOT NULL, -- key id
	source_updated_at INTEGER NOT NULL,
	body              BLOB
) STRICT;
INSERT INTO change VALUES(1,1,1,1762304402000000,'k1',0,X'0128b52ffd04004901007b2275726c223a2261222c227469746c65223a224b50552061222c22626f6479223a2273617475227d0b80b0b3');
INSERT INTO change VALUES(3,3,1,1762304406000000,'k1',0,NULL);
INSERT INTO change VALUES(5,3,0,1762304409000000,'admin',0,NULL);
INSERT INTO change VALUES(6,2,1,1762304404000000,'k1',0,X'0128b52ffd04004101007b2275726c223a2262222c227469746c65223a224b50552062222c22626f6479223a22647561227d7a7abd96');
INSERT INTO change VALUES(8,1,2,1762304408000000,'k1',0,X'0128b52ffd04007101007b2275726c223a2261222c227469746c65223a224b50552061222c22626f6479223a2273617475206c616769227d3163b5cd');
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
INSERT INTO "key" VALUES('k1',X'0100000000000000000000000000000000000000000000000000000000000000','humas','["ingest"]','[]',1762304421,0,0,0);
CREATE TABLE audit (
	n      INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL, -- microseconds
	by     TEXT    NOT NULL,
	action TEXT    NOT NULL,
	target TEXT    NOT NULL,
	detail TEXT    NOT NULL
) STRICT;
INSERT INTO audit VALUES(1,1762304410000000,'admin','remove','whgtczsns3kv','');
INSERT INTO audit VALUES(2,1762304412000000,'staff','official.merge','budi','{"into":"budi-santoso"}');
INSERT INTO audit VALUES(3,1762304414000000,'staff','quote.hidden','s42hpvblcw4m-q1','{"words":"dua"}');
INSERT INTO audit VALUES(4,1762304416000000,'staff','quote.hidden','hpbzbcyjc6rc-q2','{"words":"satu"}');
INSERT INTO audit VALUES(5,1762304417000000,'staff','withdraw quote.hidden','hpbzbcyjc6rc-q2','');
INSERT INTO audit VALUES(6,1762304419000000,'k1','roster.import','roster','{"added":1,"dropped":0,"rows":1,"version":1}');
INSERT INTO audit VALUES(7,1762304421000000,'k1','roster.import','roster','{"added":1,"dropped":0,"rows":2,"version":2}');
INSERT INTO audit VALUES(8,1762304422000000,'','add key','k1','["ingest"]');
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
INSERT INTO decision VALUES(1,1762304411000000,'staff','official.merge','budi','',X'7b22696e746f223a22627564692d73616e746f736f227d');
INSERT INTO decision VALUES(2,1762304413000000,'staff','quote.hidden','s42hpvblcw4m-q1','s42hpvblcw4m',X'7b22776f726473223a22647561227d');
CREATE TABLE person (
	n   INTEGER PRIMARY KEY AUTOINCREMENT,
	id  TEXT NOT NULL UNIQUE,
	key TEXT NOT NULL
) STRICT;
INSERT INTO person VALUES(1,'budi','k1');
INSERT INTO person VALUES(2,'budi-santoso','k2');
INSERT INTO person VALUES(3,'budi-s','#budi');
CREATE TABLE roster_version (
	n       INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL, -- microseconds
	by      TEXT    NOT NULL, -- key id
	rows    INTEGER NOT NULL, -- that stand in it
	added   INTEGER NOT NULL, -- since the version before
	dropped INTEGER NOT NULL
) STRICT;
INSERT INTO roster_version VALUES(1,1762304418000000,'k1',1,1,0);
INSERT INTO roster_version VALUES(2,1762304420000000,'k1',2,1,0);
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
INSERT INTO roster VALUES(1,1,NULL,'Budi Santoso','Ketua','33.74','2023-10-24','','SK 1/2023');
INSERT INTO roster VALUES(2,2,NULL,'Rini Astuti','Ketua','33.17','2023-10-24','','SK 1/2023');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('decision',3);
INSERT INTO sqlite_sequence VALUES('person',3);
CREATE INDEX identity_article ON identity (article);
CREATE INDEX change_article ON change (article, seq);
CREATE INDEX audit_target ON audit (target);
CREATE INDEX decision_article ON decision (article) WHERE article <> '';
CREATE INDEX article_removed ON article (removed) WHERE removed = 1;
CREATE UNIQUE INDEX roster_standing ON roster (satker, name, post, since, until, source) WHERE dropped IS NULL;
PRAGMA user_version = 4;
PRAGMA application_id = 2003989601;
