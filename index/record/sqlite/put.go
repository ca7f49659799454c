package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"warta/analyzers/dates"
	"warta/index/record"
)

// Put takes e in and returns once that is on disk. Sending an entry again
// changes nothing. It fails with a [record.RemovedError], a [record.ConflictError], [record.ErrBusy]
// or [record.ErrFull].
func (s *Store) Put(ctx context.Context, e record.Entry) (record.Result, error) {
	p := &putting{Entry: e, hs: e.Handles(), same: map[uint64]bool{}, now: s.opts.Now()}
	p.SourceUpdatedAt = fromMicros(p.believed(micros(e.SourceUpdatedAt)))
	if len(p.hs) == 0 {
		return record.Result{}, errors.New("put: an entry without an identity")
	}
	var err error
	if p.plain, p.body, err = packed(e.Received); err != nil {
		return record.Result{}, fmt.Errorf("put: %w", err)
	}
	// What changes nothing needs no writer: a crawler that comes by again is
	// answered from a snapshot. It also keeps Same, which may read two pages,
	// out of the transaction.
	d, err := p.decide(ctx, s.read)
	if err != nil {
		return record.Result{}, fmt.Errorf("put: %w", s.judged(err))
	}
	if d.refused != nil || d.still {
		return d.result, d.refused
	}
	var out decision
	j := &job{size: e.Received.Size(), do: func(ctx context.Context, w *writer) error {
		var err error
		if out, err = p.decide(ctx, w); err != nil || out.refused != nil || out.still {
			return err
		}
		return p.write(ctx, w, &out)
	}}
	j.committed = func() {
		if out.refused == nil && p.Committed != nil && (out.result.Outcome == record.Created || out.result.Outcome == record.Updated) {
			p.Committed(out.result)
		}
	}
	if err := s.submit(ctx, j); err != nil {
		return record.Result{}, fmt.Errorf("put: %w", err)
	}
	return out.result, out.refused
}

// A putting is an entry on its way.
type putting struct {
	record.Entry
	hs    []record.Handle
	plain []byte
	body  []byte
	same  map[uint64]bool // answers of Same, by sequence number of the version
	now   time.Time
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

// A decision is what is to be done with an entry.
type decision struct {
	refused error
	still   bool // nothing is to be written at all
	result  record.Result
	art     *row // nil for a new article
	missing []record.Handle
}

// A querier is either side of the record: the readers or the open transaction.
type querier interface {
	query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// decide says what becomes of p, by the state that q sees. It writes nothing.
func (p *putting) decide(ctx context.Context, from querier) (d decision, err error) {
	found, err := articlesOf(ctx, from, p.hs)
	if err != nil {
		return d, err
	}
	for i, a := range found {
		if a == nil {
			d.missing = append(d.missing, p.hs[i])
			continue
		}
		if d.art != nil && d.art.n != a.n { // two handles: the id and the URL
			d.refused = &record.ConflictError{ByExternalID: d.art.id, ByURL: a.id}
			return d, nil
		}
		d.art = a
	}
	if d.art == nil {
		d.result = record.Result{Outcome: record.Created, Version: 1}
		return d, nil
	}
	if p.hs[0].Kind == record.ByExternalID && found[0] == nil {
		// A new id for the article of the URL: it may have one of each key.
		other, err := exists(ctx, from, "SELECT 1 FROM identity WHERE article = ? AND kind = ? AND key = ? LIMIT 1", d.art.n, record.ByExternalID, p.By)
		if err != nil {
			return d, err
		}
		if other {
			d.refused = &record.ConflictError{ByURL: d.art.id}
			return d, nil
		}
	}
	d.art.sourceUpdatedAt = p.believed(d.art.sourceUpdatedAt)
	d.result = record.Result{ID: d.art.id, Seq: d.art.seq, Version: d.art.version, AsOf: d.art.asOf}
	if d.art.removed {
		if !p.Restore {
			d.refused = &record.RemovedError{ID: d.art.id}
			return d, nil
		}
		d.result.Outcome = record.Created
		return d, nil
	}
	at := micros(p.SourceUpdatedAt)
	if at != 0 && at < d.art.sourceUpdatedAt {
		d.result.Outcome, d.still = record.Stale, true
		return d, nil
	}
	same, err := p.sameAs(ctx, from, d.art)
	if err != nil {
		return d, err
	}
	if same {
		// A newer message that changes nothing still makes older ones stale.
		d.result.Outcome = record.Unchanged
		d.still = len(d.missing) == 0 && at <= d.art.sourceUpdatedAt
		return d, nil
	}
	d.result.Outcome = record.Updated
	return d, nil
}

// believed returns a time of change, in microseconds, or 0 for one that cannot be
// true: a message from the future would make all later ones stale.
func (p *putting) believed(at int64) int64 {
	if at != 0 && dates.PlausibleTime(fromMicros(at), p.now) != nil {
		return 0
	}
	return at
}

// sameAs reports whether p says what the standing version of a says.
func (p *putting) sameAs(ctx context.Context, q querier, a *row) (bool, error) {
	if same, known := p.same[a.seq]; known {
		return same, nil
	}
	rows, err := q.query(ctx, "SELECT body FROM change WHERE seq = ?", a.seq)
	if err != nil {
		return false, err
	}
	var body []byte
	if err := one(rows, &body); err != nil {
		return false, err
	}
	if len(body) == 0 { // removed since the article was looked up: the writer decides
		return false, nil
	}
	// A body that cannot be read any more is like nothing: the message mends it.
	plain, err := unpackedJSON(body)
	same := err == nil && bytes.Equal(plain, p.plain)
	if err == nil && !same && p.Same != nil {
		prev, err := unpacked(body)
		same = err == nil && p.Same(prev, a.asOf)
	}
	p.same[a.seq] = same
	return same, nil
}

// write carries out d in the open transaction.
func (p *putting) write(ctx context.Context, w *writer, d *decision) error {
	now := w.s.opts.Now()
	at := micros(p.SourceUpdatedAt)
	if d.art == nil {
		d.art = &row{asOf: now.In(record.WIB).Format(time.DateOnly)}
		var err error
		if d.art.id, err = freeID(ctx, w, p.hs); err != nil {
			return err
		}
		st, err := w.stmt(ctx, "INSERT INTO article (id, seq, version, as_of, source_updated_at, removed) VALUES (?, 0, 0, ?, 0, 0)")
		if err != nil {
			return err
		}
		res, err := st.ExecContext(ctx, d.art.id, d.art.asOf)
		if err != nil {
			return err
		}
		if d.art.n, err = res.LastInsertId(); err != nil {
			return err
		}
	}
	if d.art.removed {
		if err := p.forgetRemovedWords(ctx, w, d.art.n); err != nil {
			return err
		}
	}
	if err := p.writeIdentities(ctx, w, d); err != nil {
		return err
	}
	if d.result.Outcome == record.Unchanged {
		return w.exec(ctx, "UPDATE article SET source_updated_at = ? WHERE n = ?", max(d.art.sourceUpdatedAt, at), d.art.n)
	}
	seq, version := w.next(), d.art.version+1
	if err := w.exec(ctx, "INSERT INTO change (seq, article, version, at, by, source_updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
		seq, d.art.n, version, micros(now), p.By, at, p.body); err != nil {
		return err
	}
	if err := w.exec(ctx, "UPDATE article SET seq = ?, version = ?, removed = 0, source_updated_at = ? WHERE n = ?",
		seq, version, max(d.art.sourceUpdatedAt, at), d.art.n); err != nil {
		return err
	}
	d.result.ID, d.result.Seq, d.result.Version, d.result.AsOf = d.art.id, seq, version, d.art.asOf
	return nil
}

// writeIdentities makes the new handles of p lead to the article. An article has
// one URL, that of its last version; it keeps the id that each key gave it.
func (p *putting) writeIdentities(ctx context.Context, w *writer, d *decision) error {
	for _, h := range d.missing {
		if h.Kind == record.ByURL {
			if err := w.exec(ctx, "DELETE FROM identity WHERE article = ? AND kind = ?", d.art.n, record.ByURL); err != nil {
				return err
			}
		}
		if err := w.exec(ctx, "INSERT INTO identity (hash, article, kind, key) VALUES (?, ?, ?, ?)", h.Hash[:], d.art.n, h.Kind, h.Key); err != nil {
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
// article has had the same URL before, or where hashes meet.
func freeID(ctx context.Context, w *writer, hs []record.Handle) (string, error) {
	for attempt := 0; ; attempt++ {
		id := record.NewID(hs, attempt)
		taken, err := exists(ctx, w, "SELECT 1 FROM article WHERE id = ?", id)
		if err != nil || !taken {
			return id, err
		}
	}
}

// Remove takes the article out of the record: the text of all its versions is
// overwritten, a change without text tells followers. Removing again changes
// nothing. The article is refused under its own identities when it is sent again,
// and also where it comes without any but one of words (see [record.Identity]), until it
// is restored.
func (s *Store) Remove(ctx context.Context, id, by string, words ...string) (record.Result, error) {
	var out record.Result
	var refused error
	j := &job{do: func(ctx context.Context, w *writer) error {
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
		now := micros(w.s.opts.Now())
		w.scrub = true
		if err := w.exec(ctx, "UPDATE change SET body = NULL WHERE article = ? AND body IS NOT NULL", a.n); err != nil {
			return err
		}
		if err := w.exec(ctx, "INSERT INTO change (seq, article, version, at, by, source_updated_at, body) VALUES (?, ?, 0, ?, ?, 0, NULL)", out.Seq, a.n, now, by); err != nil {
			return err
		}
		if err := w.exec(ctx, "UPDATE article SET seq = ?, removed = 1 WHERE n = ?", out.Seq, a.n); err != nil {
			return err
		}
		for _, text := range words {
			hash := record.WordsHandle(text).Hash
			if err := w.exec(ctx, "INSERT OR IGNORE INTO identity (hash, article, kind, key) VALUES (?, ?, ?, '')", hash[:], a.n, record.ByRemovedWords); err != nil {
				return err
			}
		}
		if err := w.exec(ctx, "DELETE FROM decision WHERE article = ? AND article <> ''", id); err != nil {
			return err
		}
		return w.audit(ctx, record.Audit{By: by, Action: "remove", Target: id})
	}}
	if err := s.submit(ctx, j); err != nil {
		return record.Result{}, fmt.Errorf("remove %s: %w", id, err)
	}
	return out, refused
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
