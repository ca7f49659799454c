package tables

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"warta/index/record"
)

// errNoIdentity refuses an entry that no article could be found by.
var errNoIdentity = errors.New("an entry without an identity")

// Base returns the article that e would change. See [record.Articles].
func (r *Record) Base(ctx context.Context, e record.Entry) (record.Base, error) {
	hs := e.Handles()
	if len(hs) == 0 {
		return record.Base{}, fmt.Errorf("base: %w", errNoIdentity)
	}
	articles, err := Led(ctx, r.db, hs)
	var f found
	if err == nil {
		f, err = find(ctx, r.db, &e, hs, articles)
	}
	if err == nil && f.article != nil && !f.base.Removed && f.base.Conflict == nil {
		err = r.compare(ctx, &e, &f)
	}
	if err != nil {
		return record.Base{}, fmt.Errorf("base: %w", r.db.Judged(err))
	}
	return f.base, nil
}

// compare fills in the standing text of f, or that e has the same contents.
func (r *Record) compare(ctx context.Context, e *record.Entry, f *found) error {
	var key, sealed []byte
	err := One(ctx, r.db, "SELECT "+r.dialect.Key+", c.body FROM change c JOIN article a ON a.n = c.article WHERE c.seq = $1",
		[]any{bounded(f.base.Seq)}, &key, &sealed)
	switch {
	case errors.Is(err, sql.ErrNoRows): // renumbered since the article was looked up: Put finds out
		return nil
	case err != nil:
		return err
	case len(sealed) == 0: // removed since then
		return nil
	}
	// A body that cannot be decoded is replaced by whatever arrives.
	body, err := r.db.Unseal(key, f.article.N, bodyOf(f.base.Version), sealed)
	if err != nil {
		return nil
	}
	plain, err := unpackedJSON(body)
	if err != nil {
		return nil
	}
	is, err := plainJSON(e.Received)
	if err != nil {
		return err
	}
	if f.base.Same = bytes.Equal(plain, is); f.base.Same {
		return nil
	}
	if r, err := unpacked(body); err == nil {
		f.base.Received = &r
	}
	return nil
}

// bodyOf names the body of a version among the texts of an article.
func bodyOf(version int) string { return "version " + strconv.Itoa(version) }

// Put takes e in over base. See [record.Articles].
func (r *Record) Put(ctx context.Context, e record.Entry, base record.Base) (record.Result, error) {
	p := &putting{Entry: e, hs: e.Handles(), of: r}
	if len(p.hs) == 0 {
		return record.Result{}, fmt.Errorf("put: %w", errNoIdentity)
	}
	// What changes nothing needs no writer: a crawler that comes again is answered from
	// the snapshot that base is.
	out, write, err := base.Judge(&e, r.now())
	if err != nil {
		return base.Result(out), err
	}
	if !write {
		if err := r.db.Settle(ctx, base.Seq); err != nil {
			return record.Result{}, fmt.Errorf("put: %w", err)
		}
		return base.Result(out), nil
	}
	if p.body, err = packed(e.Received); err != nil {
		return record.Result{}, fmt.Errorf("put: %w", err)
	}
	var res record.Result
	err = r.write(ctx, &Job{Size: e.Received.Size(), Handles: p.hs}, func(ctx context.Context, tx Tx) (refused, err error) {
		res, refused, err = p.over(ctx, tx, &base)
		return refused, err
	})
	if err != nil {
		return record.Result{}, fmt.Errorf("put: %w", err)
	}
	return res, nil
}

// Statements that take in a new article. An implementation may make one statement of those of
// several articles, in the order of the tables here.
const (
	InsertArticle  = "INSERT INTO article (n, id, seq, version, as_of, source_updated_at, removed) VALUES ($1, $2, $3, $4, $5, $6, 0)"
	InsertIdentity = "INSERT INTO identity (hash, article, kind, key) VALUES ($1, $2, $3, $4)"
	InsertChange   = "INSERT INTO change (seq, article, version, at, by, source_updated_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)"
)

// A putting is an entry on its way through the writer.
type putting struct {
	record.Entry
	of   *Record
	hs   []record.Handle
	body []byte
}

// found is what the identities of an entry lead to.
type found struct {
	base    record.Base
	article *Row            // nil for a new article
	missing []record.Handle // that lead to no article yet
}

// find returns what an entry leads to, whose handles lead to articles. It does not look at
// the text.
func find(ctx context.Context, from Querier, e *record.Entry, hs []record.Handle, articles []*Row) (f found, err error) {
	for i, a := range articles {
		if a == nil {
			f.missing = append(f.missing, hs[i])
			continue
		}
		if f.article != nil && f.article.N != a.N { // two handles: the id and the URL
			f.base.Conflict = &record.ConflictError{ByExternalID: f.article.ID, ByURL: a.ID}
			return f, nil
		}
		f.article = a
	}
	a := f.article
	if a == nil {
		return f, nil
	}
	f.base = record.Base{
		ID: a.ID, Seq: a.Seq, Version: a.Version, AsOf: a.AsOf,
		SourceUpdatedAt: fromMicros(a.SourceUpdatedAt), Removed: a.Removed, Extends: len(f.missing) > 0,
	}
	if hs[0].Kind == record.ByExternalID && articles[0] == nil {
		// A new id for the article of the URL: it may have one of each key.
		other, err := Exists(ctx, from, "SELECT 1 FROM identity WHERE article = $1 AND kind = $2 AND key = $3 LIMIT 1", a.N, record.ByExternalID, e.By)
		if err != nil {
			return f, err
		}
		if other {
			f.base.Conflict = &record.ConflictError{ByURL: a.ID}
		}
	}
	return f, nil
}

// over writes p into the open transaction where its article is as base has it. A refusal
// comes before the first statement that writes.
func (p *putting) over(ctx context.Context, tx Tx, base *record.Base) (res record.Result, refused, err error) {
	articles, err := tx.Led(ctx, p.hs)
	if err != nil {
		return res, nil, err
	}
	f, err := find(ctx, tx, &p.Entry, p.hs, articles)
	if err != nil {
		return res, nil, err
	}
	if !base.Stands(&f.base) {
		return res, record.ErrMoved, nil
	}
	now := p.of.now()
	f.base.Same = base.Same
	out, write, refused := f.base.Judge(&p.Entry, now)
	res = f.base.Result(out)
	if refused != nil || !write {
		return res, refused, nil
	}
	return res, nil, p.write(ctx, tx, &f, now, &res)
}

// write carries out res in the open transaction.
func (p *putting) write(ctx context.Context, tx Tx, f *found, now time.Time, res *record.Result) error {
	at := Micros(record.Believed(p.SourceUpdatedAt, now))
	last := max(at, Micros(record.Believed(f.base.SourceUpdatedAt, now)))
	a := f.article
	if a == nil {
		id, err := freeID(ctx, tx, p.hs)
		if err != nil {
			return err
		}
		a = &Row{N: int64(tx.Next(Articles)), ID: id, AsOf: now.In(record.WIB).Format(time.DateOnly)}
	}
	if a.Removed {
		if err := p.forgetRemovedWords(ctx, tx, a); err != nil {
			return err
		}
	}
	if res.Outcome == record.Unchanged {
		a.SourceUpdatedAt = last
		if err := tx.Exec(ctx, "UPDATE article SET source_updated_at = $1 WHERE n = $2", last, a.N); err != nil {
			return err
		}
		return p.writeIdentities(ctx, tx, a, f)
	}
	a.Seq, a.Version, a.SourceUpdatedAt, a.Removed = tx.Next(Changes), a.Version+1, last, false
	statement := "UPDATE article SET id = $2, seq = $3, version = $4, as_of = $5, source_updated_at = $6, removed = 0 WHERE n = $1"
	if f.article == nil {
		statement = InsertArticle
	}
	if err := tx.Exec(ctx, statement, a.N, a.ID, bounded(a.Seq), a.Version, a.AsOf, a.SourceUpdatedAt); err != nil {
		return err
	}
	if err := p.writeIdentities(ctx, tx, a, f); err != nil {
		return err
	}
	body, err := tx.Seal(ctx, a, bodyOf(a.Version), p.body)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, InsertChange,
		bounded(a.Seq), a.N, a.Version, Micros(now), p.By, at, body); err != nil {
		return err
	}
	res.ID, res.Seq, res.Version, res.AsOf = a.ID, a.Seq, a.Version, a.AsOf
	if a.Version > 1 {
		return unsettle(ctx, tx, Micros(now))
	}
	return nil
}

// unsettle notes the time of a change that may have taken something out of what is found,
// see [Record.Unsettled]. The log has no index of such changes.
func unsettle(ctx context.Context, tx Tx, at int64) error {
	return tx.Exec(ctx, `INSERT INTO meta (name, value) VALUES ('unsettled', $1) ON CONFLICT (name) DO UPDATE
		SET value = CASE WHEN CAST(meta.value AS BIGINT) < CAST(excluded.value AS BIGINT) THEN excluded.value ELSE meta.value END`,
		strconv.FormatInt(at, 10))
}

// writeIdentities makes the new handles of p lead to the article. An article has
// one URL, that of its last version; it keeps the id that each key gave it.
func (p *putting) writeIdentities(ctx context.Context, tx Tx, a *Row, f *found) error {
	for _, h := range f.missing {
		if h.Kind == record.ByURL && f.article != nil {
			if err := tx.Exec(ctx, "DELETE FROM identity WHERE article = $1 AND kind = $2", a.N, record.ByURL); err != nil {
				return err
			}
			tx.Unlead()
		}
		if err := tx.Exec(ctx, InsertIdentity, h.Hash[:], a.N, h.Kind, h.Key); err != nil {
			return err
		}
		tx.Lead(h, a)
	}
	return nil
}

// forgetRemovedWords undoes what Remove did beside its removal; the words by which
// an article came back stay with it.
func (p *putting) forgetRemovedWords(ctx context.Context, tx Tx, a *Row) error {
	for _, h := range p.hs {
		if h.Kind != record.ByWords {
			continue
		}
		if err := tx.Exec(ctx, "UPDATE identity SET kind = $1 WHERE hash = $2 AND kind = $3", record.ByWords, h.Hash[:], record.ByRemovedWords); err != nil {
			return err
		}
	}
	tx.Unlead()
	return tx.Exec(ctx, "DELETE FROM identity WHERE article = $1 AND kind = $2", a.N, record.ByRemovedWords)
}

// freeID returns an id for a new article. It is taken only where another
// article had the same URL before, or where hashes collide.
func freeID(ctx context.Context, tx Tx, hs []record.Handle) (string, error) {
	for attempt := 0; ; attempt++ {
		id := record.NewID(hs, attempt)
		taken, err := tx.Taken(ctx, id)
		if err != nil || !taken {
			return id, err
		}
	}
}

// Remove takes an article out. See [record.Articles].
func (r *Record) Remove(ctx context.Context, id, by string, words ...string) (record.Result, error) {
	var out record.Result
	err := r.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		a, err := byID(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if a == nil {
			return record.ErrNotFound, nil
		}
		out = record.Result{ID: id, Outcome: record.Removed, Seq: a.Seq, Version: a.Version, AsOf: a.AsOf}
		if a.Removed {
			return nil, nil
		}
		out.Seq = tx.Next(Changes)
		return nil, r.remove(ctx, tx, a, out.Seq, by, words)
	})
	if err != nil {
		return record.Result{}, fmt.Errorf("remove %s: %w", id, err)
	}
	return out, nil
}

// remove makes the change seq the removal of a.
func (r *Record) remove(ctx context.Context, tx Tx, a *Row, seq uint64, by string, words []string) error {
	now := Micros(r.now())
	tx.Unlead() // the transaction may know the article as it was
	if err := tx.Exec(ctx, "UPDATE change SET body = NULL WHERE article = $1 AND body IS NOT NULL", a.N); err != nil {
		return err
	}
	if err := tx.Forget(ctx, a); err != nil {
		return err
	}
	if err := tx.Exec(ctx, "INSERT INTO change (seq, article, version, at, by, source_updated_at, body) VALUES ($1, $2, 0, $3, $4, 0, NULL)", bounded(seq), a.N, now, by); err != nil {
		return err
	}
	if err := tx.Exec(ctx, "UPDATE article SET seq = $1, removed = 1 WHERE n = $2", bounded(seq), a.N); err != nil {
		return err
	}
	for _, text := range words {
		h := record.WordsHandle(text)
		if err := tx.Exec(ctx, "INSERT INTO identity (hash, article, kind, key) VALUES ($1, $2, $3, '') ON CONFLICT (hash) DO NOTHING", h.Hash[:], a.N, record.ByRemovedWords); err != nil {
			return err
		}
	}
	if err := withdrawAll(ctx, tx, a.ID, now, by); err != nil {
		return err
	}
	if err := unsettle(ctx, tx, now); err != nil {
		return err
	}
	return r.audit(ctx, tx, record.Audit{By: by, Action: "remove", Target: a.ID})
}
