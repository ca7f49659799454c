package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"warta/index/record"
)

// errNoIdentity refuses an entry that no article could be found by.
var errNoIdentity = errors.New("an entry without an identity")

// Base returns the article that e would change. See [record.Articles].
func (s *Store) Base(ctx context.Context, e record.Entry) (record.Base, error) {
	hs := e.Handles()
	if len(hs) == 0 {
		return record.Base{}, fmt.Errorf("base: %w", errNoIdentity)
	}
	f, err := find(ctx, s.read, &e, hs)
	if err == nil && f.article != nil && !f.base.Removed && f.base.Conflict == nil {
		err = compare(ctx, s.read, &e, &f.base)
	}
	if err != nil {
		return record.Base{}, fmt.Errorf("base: %w", s.judged(err))
	}
	return f.base, nil
}

// compare fills in the standing text of b, or that e has the same contents.
func compare(ctx context.Context, from querier, e *record.Entry, b *record.Base) error {
	rows, err := from.query(ctx, "SELECT body FROM change WHERE seq = ?", b.Seq)
	if err != nil {
		return err
	}
	var body []byte
	switch err := one(rows, &body); {
	case errors.Is(err, sql.ErrNoRows): // renumbered since the article was looked up: Put finds out
		return nil
	case err != nil:
		return err
	case len(body) == 0: // removed since then
		return nil
	}
	// A body that cannot be decoded is replaced by whatever arrives.
	plain, err := unpackedJSON(body)
	if err != nil {
		return nil
	}
	is, err := plainJSON(e.Received)
	if err != nil {
		return err
	}
	if b.Same = bytes.Equal(plain, is); b.Same {
		return nil
	}
	if r, err := unpacked(body); err == nil {
		b.Received = &r
	}
	return nil
}

// Put takes e in over base. See [record.Articles].
func (s *Store) Put(ctx context.Context, e record.Entry, base record.Base) (record.Result, error) {
	p := &putting{Entry: e, hs: e.Handles()}
	if len(p.hs) == 0 {
		return record.Result{}, fmt.Errorf("put: %w", errNoIdentity)
	}
	// What changes nothing needs no writer: a crawler that comes again is answered from
	// the snapshot that base is.
	out, write, err := base.Judge(&e, s.opts.Now())
	if err != nil || !write {
		return base.Result(out), err
	}
	if p.body, err = packed(e.Received); err != nil {
		return record.Result{}, fmt.Errorf("put: %w", err)
	}
	var res record.Result
	var refused error
	err = s.submit(ctx, &job{size: e.Received.Size(), do: func(ctx context.Context, w *writer) (err error) {
		res, refused, err = p.over(ctx, w, &base)
		return err
	}})
	if err == nil { // else the writer may still be at it, and res and refused are its own
		err = refused
	}
	if err != nil {
		return record.Result{}, fmt.Errorf("put: %w", err)
	}
	return res, nil
}

// A putting is an entry on its way through the writer.
type putting struct {
	record.Entry
	hs   []record.Handle
	body []byte
}

// A row is an article as the table has it.
type row struct {
	n               int64
	id              string
	seq             uint64
	version         int
	asOf            string
	sourceUpdatedAt int64
	removed         bool
}

// found is what the identities of an entry lead to.
type found struct {
	base    record.Base
	article *row            // nil for a new article
	missing []record.Handle // that lead to no article yet
}

// A querier is either side of the record: the readers or the open transaction.
type querier interface {
	query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// find looks up the article of e. It does not look at its text.
func find(ctx context.Context, from querier, e *record.Entry, hs []record.Handle) (f found, err error) {
	articles, err := articlesOf(ctx, from, hs)
	if err != nil {
		return f, err
	}
	for i, a := range articles {
		if a == nil {
			f.missing = append(f.missing, hs[i])
			continue
		}
		if f.article != nil && f.article.n != a.n { // two handles: the id and the URL
			f.base.Conflict = &record.ConflictError{ByExternalID: f.article.id, ByURL: a.id}
			return f, nil
		}
		f.article = a
	}
	a := f.article
	if a == nil {
		return f, nil
	}
	f.base = record.Base{
		ID: a.id, Seq: a.seq, Version: a.version, AsOf: a.asOf,
		SourceUpdatedAt: fromMicros(a.sourceUpdatedAt), Removed: a.removed, Extends: len(f.missing) > 0,
	}
	if hs[0].Kind == record.ByExternalID && articles[0] == nil {
		// A new id for the article of the URL: it may have one of each key.
		other, err := exists(ctx, from, "SELECT 1 FROM identity WHERE article = ? AND kind = ? AND key = ? LIMIT 1", a.n, record.ByExternalID, e.By)
		if err != nil {
			return f, err
		}
		if other {
			f.base.Conflict = &record.ConflictError{ByURL: a.id}
		}
	}
	return f, nil
}

// over writes p into the open transaction where its article is as base has it. A refusal
// comes before the first statement that writes.
func (p *putting) over(ctx context.Context, w *writer, base *record.Base) (res record.Result, refused, err error) {
	f, err := find(ctx, w, &p.Entry, p.hs)
	if err != nil {
		return res, nil, err
	}
	if !base.Stands(&f.base) {
		return res, record.ErrMoved, nil
	}
	now := w.s.opts.Now()
	f.base.Same = base.Same
	out, write, refused := f.base.Judge(&p.Entry, now)
	res = f.base.Result(out)
	if refused != nil || !write {
		return res, refused, nil
	}
	return res, nil, p.write(ctx, w, &f, now, &res)
}

// write carries out res in the open transaction.
func (p *putting) write(ctx context.Context, w *writer, f *found, now time.Time, res *record.Result) error {
	a := f.article
	if a == nil {
		var err error
		if a, err = p.newArticle(ctx, w, now); err != nil {
			return err
		}
	}
	if a.removed {
		if err := p.forgetRemovedWords(ctx, w, a.n); err != nil {
			return err
		}
	}
	if err := p.writeIdentities(ctx, w, a, f.missing); err != nil {
		return err
	}
	at := micros(record.Believed(p.SourceUpdatedAt, now))
	last := max(at, micros(record.Believed(f.base.SourceUpdatedAt, now)))
	if res.Outcome == record.Unchanged {
		return w.exec(ctx, "UPDATE article SET source_updated_at = ? WHERE n = ?", last, a.n)
	}
	seq, version := w.next(), a.version+1
	if err := w.exec(ctx, "INSERT INTO change (seq, article, version, at, by, source_updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
		seq, a.n, version, micros(now), p.By, at, p.body); err != nil {
		return err
	}
	if err := w.exec(ctx, "UPDATE article SET seq = ?, version = ?, removed = 0, source_updated_at = ? WHERE n = ?",
		seq, version, last, a.n); err != nil {
		return err
	}
	res.ID, res.Seq, res.Version, res.AsOf = a.id, seq, version, a.asOf
	if version > 1 {
		return w.unsettle(ctx, micros(now))
	}
	return nil
}

// unsettle notes the time of a change that may have taken something out of what is found,
// see [Store.Unsettled]. The log has no index of such changes.
func (w *writer) unsettle(ctx context.Context, at int64) error {
	return w.exec(ctx, `INSERT INTO meta (name, value) VALUES ('unsettled', CAST(? AS TEXT)) ON CONFLICT (name) DO UPDATE
		SET value = CAST(max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER)) AS TEXT)`, at)
}

// newArticle makes the row of a new article.
func (p *putting) newArticle(ctx context.Context, w *writer, now time.Time) (*row, error) {
	id, err := freeID(ctx, w, p.hs)
	if err != nil {
		return nil, err
	}
	a := &row{id: id, asOf: now.In(record.WIB).Format(time.DateOnly)}
	st, err := w.stmt(ctx, "INSERT INTO article (id, seq, version, as_of, source_updated_at, removed) VALUES (?, 0, 0, ?, 0, 0)")
	if err != nil {
		return nil, err
	}
	res, err := st.ExecContext(ctx, a.id, a.asOf)
	if err != nil {
		return nil, err
	}
	a.n, err = res.LastInsertId()
	return a, err
}

// writeIdentities makes the new handles of p lead to the article. An article has
// one URL, that of its last version; it keeps the id that each key gave it.
func (p *putting) writeIdentities(ctx context.Context, w *writer, a *row, missing []record.Handle) error {
	for _, h := range missing {
		if h.Kind == record.ByURL {
			if err := w.exec(ctx, "DELETE FROM identity WHERE article = ? AND kind = ?", a.n, record.ByURL); err != nil {
				return err
			}
		}
		if err := w.exec(ctx, "INSERT INTO identity (hash, article, kind, key) VALUES (?, ?, ?, ?)", h.Hash[:], a.n, h.Kind, h.Key); err != nil {
			return err
		}
	}
	return nil
}

// forgetRemovedWords undoes what Remove did beside its removal; the words by which
// an article came back stay with it.
func (p *putting) forgetRemovedWords(ctx context.Context, w *writer, article int64) error {
	for _, h := range p.hs {
		if h.Kind != record.ByWords {
			continue
		}
		if err := w.exec(ctx, "UPDATE identity SET kind = ? WHERE hash = ? AND kind = ?", record.ByWords, h.Hash[:], record.ByRemovedWords); err != nil {
			return err
		}
	}
	return w.exec(ctx, "DELETE FROM identity WHERE article = ? AND kind = ?", article, record.ByRemovedWords)
}

// freeID returns an id for a new article. It is taken only where another
// article had the same URL before, or where hashes collide.
func freeID(ctx context.Context, w *writer, hs []record.Handle) (string, error) {
	for attempt := 0; ; attempt++ {
		id := record.NewID(hs, attempt)
		taken, err := exists(ctx, w, "SELECT 1 FROM article WHERE id = ?", id)
		if err != nil || !taken {
			return id, err
		}
	}
}

// Remove takes an article out. See [record.Articles].
func (s *Store) Remove(ctx context.Context, id, by string, words ...string) (record.Result, error) {
	var out record.Result
	var refused error
	err := s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error {
		a, err := articleByID(ctx, w, id)
		if err != nil {
			return err
		}
		if a == nil {
			refused = record.ErrNotFound
			return nil
		}
		out = record.Result{ID: id, Outcome: record.Removed, Seq: a.seq, Version: a.version, AsOf: a.asOf}
		if a.removed {
			return nil
		}
		out.Seq = w.next()
		return w.remove(ctx, a, out.Seq, by, words)
	}})
	if err == nil { // else the writer may still be at it, and out and refused are its own
		err = refused
	}
	if err != nil {
		return record.Result{}, fmt.Errorf("remove %s: %w", id, err)
	}
	return out, nil
}

// remove makes the change seq the removal of a.
func (w *writer) remove(ctx context.Context, a *row, seq uint64, by string, words []string) error {
	now := micros(w.s.opts.Now())
	w.scrub = true
	if err := w.exec(ctx, "UPDATE change SET body = NULL WHERE article = ? AND body IS NOT NULL", a.n); err != nil {
		return err
	}
	if err := w.exec(ctx, "INSERT INTO change (seq, article, version, at, by, source_updated_at, body) VALUES (?, ?, 0, ?, ?, 0, NULL)", seq, a.n, now, by); err != nil {
		return err
	}
	if err := w.exec(ctx, "UPDATE article SET seq = ?, removed = 1 WHERE n = ?", seq, a.n); err != nil {
		return err
	}
	for _, text := range words {
		h := record.WordsHandle(text)
		if err := w.exec(ctx, "INSERT OR IGNORE INTO identity (hash, article, kind, key) VALUES (?, ?, ?, '')", h.Hash[:], a.n, record.ByRemovedWords); err != nil {
			return err
		}
	}
	if err := w.withdrawAll(ctx, a.id, now, by); err != nil {
		return err
	}
	if err := w.unsettle(ctx, now); err != nil {
		return err
	}
	return w.audit(ctx, record.Audit{By: by, Action: "remove", Target: a.id})
}

// micros returns t as the tables hold it.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
