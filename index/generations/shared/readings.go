package shared

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"warta/index"
	"warta/index/generations"
	"warta/index/internal/lru"
	"warta/index/readings"
	"warta/index/record"
	"warta/index/record/postgres"
)

// readingSchema makes the table of readings of a slot. Text is sealed with the key of its
// article, which a removal deletes: then the row cannot be read any more.
func readingSchema(slot int64) string {
	return fmt.Sprintf(`
CREATE TABLE {derived}.reading_%[1]d (
	id    TEXT   PRIMARY KEY, -- of the article
	seq   BIGINT NOT NULL,    -- of the version that was read
	stamp BIGINT NOT NULL,    -- drawn by chance for each writing
	tag   BYTEA  NOT NULL,    -- of the key that sealed body and aside
	body  BYTEA  NOT NULL,
	aside BYTEA               -- why the article is set aside, or NULL
);
ALTER TABLE {derived}.reading_%[1]d ALTER COLUMN body SET STORAGE EXTERNAL; -- sealed text does not shrink
CREATE INDEX ON {derived}.reading_%[1]d (id) WHERE aside IS NOT NULL`, slot)
}

// Places of sealed text in a row, see [postgres.Sealer].
const (
	placeBody  = "reading"
	placeAside = "aside"
)

// Readings are a [generations.Readings] in a table. Its methods are safe for concurrent use,
// except that Apply must have one caller at a time.
type Readings struct {
	s     *Store
	slot  int64
	cache *lru.Cache[cached]

	mu    sync.Mutex // guards the fields below
	marks marks
	aside map[string]readings.Aside // by ID; replaced and never changed
}

var _ generations.Readings = (*Readings)(nil)

// cached is a decoded reading and the stamp of its row. Another process may write the row, so
// that the stamp is compared at each use.
type cached struct {
	stamp int64
	readings.Reading
}

func openReadings(ctx context.Context, s *Store, r row) (*Readings, error) {
	read := &Readings{s: s, slot: r.slot, cache: lru.New[cached](s.cache), marks: r.marks}
	aside, err := read.loadAside(ctx)
	if err != nil {
		return nil, err
	}
	read.aside = aside
	return read, nil
}

// from is the part of a query that joins readings with the keys of their articles.
func (r *Readings) from() string {
	return fmt.Sprintf(" FROM {derived}.reading_%d r JOIN article a ON a.id = r.id JOIN article_key k ON k.article = a.n ", r.slot)
}

// unsealed opens the text of a row. ok is false where it was sealed before the article was
// removed and restored.
func unsealed(s postgres.Sealer, tag []byte, what string, text []byte) (plain []byte, ok bool, err error) {
	if !bytes.Equal(s.Tag(), tag) {
		return nil, false, nil
	}
	if plain, err = s.Unseal(what, text); err != nil {
		return nil, false, fmt.Errorf("%w: %w", readings.ErrDamaged, err)
	}
	return plain, true, nil
}

// Apply implements [generations.Readings]. It leaves out what the record has removed meanwhile.
// A panic over one article is an error that names it and does not wrap [readings.ErrDamaged];
// nothing is written then.
func (r *Readings) Apply(ctx context.Context, changes []readings.Change, mark uint64) error {
	bodies, err := readings.PackAll(ctx, changes)
	if err != nil {
		return fmt.Errorf("apply to readings: %w", err)
	}
	var next marks
	var aside map[string]readings.Aside
	err = r.s.write(ctx, func(tx postgres.Tx) error {
		next, aside, err = r.applyIn(ctx, tx, changes, bodies, mark)
		return err
	})
	if err != nil {
		return fmt.Errorf("apply to readings: %w", err)
	}
	for _, c := range changes {
		r.cache.Drop(c.ID)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.marks, r.aside = next, aside
	return nil
}

// columns are the values of rows that are written, column by column.
type columns struct {
	ids                 []string
	seqs, stamps        []int64
	tags, bodies, aside [][]byte
	asides              map[string]readings.Aside
	gone                []string
}

// applyIn writes changes and mark, and returns what the row of the generation says then.
func (r *Readings) applyIn(ctx context.Context, tx postgres.Tx, changes []readings.Change, bodies [][]byte, mark uint64) (next marks, aside map[string]readings.Aside, err error) {
	if err := tx.One(ctx, "SELECT total, asides, searchable FROM {derived}.generation WHERE slot = $1 FOR UPDATE", []any{r.slot}, &next.total, &next.asides, &next.searchable); err != nil {
		return next, nil, err
	}
	c, err := r.sealed(ctx, tx, changes, bodies)
	if err != nil {
		return next, nil, err
	}
	deleted, err := tx.Do(ctx, fmt.Sprintf("DELETE FROM {derived}.reading_%d WHERE id = ANY($1)", r.slot), c.gone)
	if err != nil {
		return next, nil, err
	}
	var added int64
	err = tx.One(ctx, fmt.Sprintf(`WITH put AS (
		INSERT INTO {derived}.reading_%d AS r (id, seq, stamp, tag, body, aside)
		SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[])
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, stamp = excluded.stamp, tag = excluded.tag, body = excluded.body, aside = excluded.aside
		RETURNING r.xmax = 0 AS added
	) SELECT count(*) FROM put WHERE added`, r.slot), []any{c.ids, c.seqs, c.stamps, c.tags, c.bodies, c.aside}, &added)
	if err != nil {
		return next, nil, err
	}
	next.mark, next.total = int64(mark), next.total+added-deleted
	aside, moved := r.nextAside(c)
	if moved {
		next.asides++
	}
	return next, aside, changed(tx.Do(ctx, "UPDATE {derived}.generation SET mark = $1, total = $2, asides = $3 WHERE slot = $4", next.mark, next.total, next.asides, r.slot))
}

// sealed returns the rows of changes, of several of one article the last.
func (r *Readings) sealed(ctx context.Context, tx postgres.Tx, changes []readings.Change, bodies [][]byte) (c columns, err error) {
	last := make(map[string]int, len(changes))
	var ids []string
	for i, change := range changes {
		if _, twice := last[change.ID]; !twice {
			ids = append(ids, change.ID)
		}
		last[change.ID] = i
	}
	sealers, err := tx.Sealers(ctx, ids)
	if err != nil {
		return c, err
	}
	c.asides = map[string]readings.Aside{}
	for _, id := range ids {
		change := changes[last[id]]
		sealer, stands := sealers[id]
		if change.Article == nil || !stands {
			c.gone = append(c.gone, id)
			continue
		}
		body, err := sealer.Seal(placeBody, bodies[last[id]])
		if err != nil {
			return c, err
		}
		var aside []byte
		if change.Aside != "" {
			a := readings.Aside{ID: id, Seq: change.Seq, Why: readings.Reason(change.Aside)}
			if aside, err = sealer.Seal(placeAside, []byte(a.Why)); err != nil {
				return c, err
			}
			c.asides[id] = a
		}
		c.ids, c.seqs, c.stamps = append(c.ids, id), append(c.seqs, int64(change.Seq)), append(c.stamps, rand.Int64())
		c.tags, c.bodies, c.aside = append(c.tags, sealer.Tag()), append(c.bodies, body), append(c.aside, aside)
	}
	return c, nil
}

// nextAside returns the articles that are set aside after the rows c are written, and whether
// they are others than now.
func (r *Readings) nextAside(c columns) (next map[string]readings.Aside, moved bool) {
	was := r.asides()
	next = maps.Clone(was)
	for _, list := range [][]string{c.gone, c.ids} {
		for _, id := range list {
			delete(next, id)
		}
	}
	maps.Copy(next, c.asides)
	return next, !maps.Equal(was, next)
}

// follow takes over what the process that leads has written.
func (r *Readings) follow(ctx context.Context) error {
	found, err := r.s.rows(ctx, "WHERE slot = $1", r.slot)
	if err == nil && len(found) == 0 {
		err = errNone
	}
	if err != nil {
		return fmt.Errorf("follow the readings: %w", err)
	}
	r.mu.Lock()
	aside, same := r.aside, r.marks.asides == found[0].asides
	r.mu.Unlock()
	if !same {
		if aside, err = r.loadAside(ctx); err != nil {
			return fmt.Errorf("follow the readings: %w", err)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.marks, r.aside = found[0].marks, aside
	return nil
}

// loadAside reads the articles that are set aside.
func (r *Readings) loadAside(ctx context.Context) (map[string]readings.Aside, error) {
	list := map[string]readings.Aside{}
	query := "SELECT r.id, r.seq, r.tag, r.aside, " + postgres.SealerColumns + r.from() + "WHERE r.aside IS NOT NULL"
	err := r.s.db.Read(ctx, query, nil, func(scan func(...any) error) error {
		var a readings.Aside
		var tag, why []byte
		var s postgres.Sealer
		if err := scan(append([]any{&a.ID, &a.Seq, &tag, &why}, s.Dest()...)...); err != nil {
			return err
		}
		plain, ok, err := unsealed(s, tag, placeAside, why)
		if ok {
			a.Why = string(plain)
			list[a.ID] = a
		}
		return err
	})
	return list, err
}

// Get implements [generations.Readings]. It asks the server about each reading, and for the
// text of those that are not in memory as they stand.
func (r *Readings) Get(ctx context.Context, ids []string) ([]readings.Reading, error) {
	out := make([]readings.Reading, len(ids))
	at := make(map[string][]int, len(ids))
	known := make(map[string]cached, len(ids))
	var asked []string
	var stamps []int64
	epoch := r.cache.Epoch()
	for i, id := range ids {
		if at[id] = append(at[id], i); len(at[id]) > 1 {
			continue
		}
		known[id], _ = r.cache.Get(id)
		asked, stamps = append(asked, id), append(stamps, known[id].stamp)
	}
	if len(asked) == 0 {
		return out, nil
	}
	query := "SELECT r.id, r.seq, r.stamp, r.tag, CASE WHEN r.stamp = w.stamp THEN NULL ELSE r.body END, " + postgres.SealerColumns +
		r.from() + "JOIN unnest($1::text[], $2::bigint[]) AS w (id, stamp) ON w.id = r.id"
	err := r.s.db.Read(ctx, query, []any{asked, stamps}, func(scan func(...any) error) error {
		id, rd, err := r.scanned(scan, known, epoch)
		for _, i := range at[id] {
			out[i] = rd
		}
		return err
	})
	if err != nil {
		return nil, unanswered(fmt.Errorf("get %d readings: %w", len(ids), err))
	}
	return out, nil
}

// unanswered gives an error of a server that does not answer the kind [index.Unavailable].
func unanswered(err error) error {
	if errors.Is(err, record.ErrAway) || errors.Is(err, record.ErrBusy) {
		return &index.Error{
			Kind: index.Unavailable, Op: "shared.Get", Err: err, RetryAfter: time.Second,
			Text: "the archive's database, which has the articles as read, does not answer; try again in a moment",
		}
	}
	return err
}

// scanned reads a row of Get, which has no body where known has the reading.
func (r *Readings) scanned(scan func(...any) error, known map[string]cached, epoch uint64) (id string, rd readings.Reading, err error) {
	var c cached
	var tag, body []byte
	var s postgres.Sealer
	if err := scan(append([]any{&id, &c.Seq, &c.stamp, &tag, &body}, s.Dest()...)...); err != nil {
		return id, rd, err
	}
	if body == nil {
		return id, known[id].Reading, nil
	}
	size, err := open(&c.Reading, s, tag, body)
	if err != nil || c.Article == nil {
		return id, rd, err
	}
	r.cache.Put(id, c, size, epoch)
	return id, c.Reading, nil
}

// open fills in the article of a sealed body and returns its size in memory. It leaves the
// article out where it was sealed before a removal.
func open(rd *readings.Reading, s postgres.Sealer, tag, body []byte) (size int64, err error) {
	plain, ok, err := unsealed(s, tag, placeBody, body)
	if err == nil && ok {
		rd.Article, size, err = readings.Unpack(plain)
	}
	return size, err
}

// Seq implements [generations.Readings].
func (r *Readings) Seq(ctx context.Context, id string) (seq uint64, err error) {
	err = r.s.db.Read(ctx, "SELECT r.seq, r.tag, "+postgres.SealerColumns+r.from()+"WHERE r.id = $1", []any{id}, func(scan func(...any) error) error {
		var found uint64
		var tag []byte
		var s postgres.Sealer
		if err := scan(append([]any{&found, &tag}, s.Dest()...)...); err != nil {
			return err
		}
		if bytes.Equal(s.Tag(), tag) {
			seq = found
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("look up the reading of %s: %w", id, err)
	}
	return seq, nil
}

// allLen is how many readings All asks for at once.
const allLen = 256

// All implements [generations.Readings]: in the order of ids. It may or may not include changes
// that are applied meanwhile. It ends after the first error.
func (r *Readings) All(ctx context.Context) iter.Seq2[readings.Reading, error] {
	query := "SELECT r.id, r.seq, r.tag, r.body, " + postgres.SealerColumns + r.from() + "WHERE r.id > $1 ORDER BY r.id LIMIT $2"
	return func(yield func(readings.Reading, error) bool) {
		for after, more := "", true; more; {
			var page []readings.Reading
			more = false
			err := r.s.db.Read(ctx, query, []any{after, allLen}, func(scan func(...any) error) error {
				var rd readings.Reading
				var tag, body []byte
				var s postgres.Sealer
				if err := scan(append([]any{&after, &rd.Seq, &tag, &body}, s.Dest()...)...); err != nil {
					return err
				}
				more = true
				_, err := open(&rd, s, tag, body)
				if rd.Article != nil {
					page = append(page, rd)
				}
				return err
			})
			if err != nil {
				yield(readings.Reading{}, fmt.Errorf("go through the readings: %w", err))
				return
			}
			for _, rd := range page {
				if !yield(rd, nil) {
					return
				}
			}
		}
	}
}

// Mark implements [generations.Readings].
func (r *Readings) Mark() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return uint64(r.marks.mark)
}

// Len implements [generations.Readings].
func (r *Readings) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return int(r.marks.total)
}

// asides returns the articles that are set aside, which the caller does not change.
func (r *Readings) asides() map[string]readings.Aside {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.aside
}

// Aside implements [generations.Readings].
func (r *Readings) Aside() []readings.Aside {
	return slices.SortedFunc(maps.Values(r.asides()), func(a, b readings.Aside) int { return cmp.Compare(a.Seq, b.Seq) })
}

// IsAside implements [generations.Readings].
func (r *Readings) IsAside(id string) bool {
	_, aside := r.asides()[id]
	return aside
}

// AsideLen implements [generations.Readings].
func (r *Readings) AsideLen() int { return len(r.asides()) }

// Scrub implements [generations.Readings]. There is nothing to overwrite: the record deletes
// the key of a removed article.
func (r *Readings) Scrub(context.Context) (bool, error) { return true, nil }

// Close implements [generations.Readings]. The connections are those of the record.
func (r *Readings) Close() error { return nil }
