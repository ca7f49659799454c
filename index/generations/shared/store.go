// Package shared keeps generations for several processes over one record in PostgreSQL: what
// they are and their readings in tables beside the record, their engines in a search cluster.
//
// One process at a time leads, by a lease of the record. Each transaction compares the epoch
// of the lease, so that a process that was paused writes nothing after another has taken over.
package shared

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"warta/index"
	"warta/index/generations"
	"warta/index/internal/shield"
	"warta/index/record"
	"warta/index/record/postgres"
)

// Engines makes, opens and deletes the indices of a search cluster. The names of indices have
// lower case letters, digits and -.
type Engines interface {
	// Create makes an empty index. It replaces one of that name.
	Create(ctx context.Context, name string) error
	// Open opens an index. The error wraps [index.ErrDamaged] where there is none, and
	// [index.ErrOutdated] where another version of the program made it.
	Open(ctx context.Context, name string) (index.Engine, error)
	// Delete deletes an index. It returns nil where there is none.
	Delete(ctx context.Context, name string) error
	// Names lists the indices whose names begin with a prefix.
	Names(ctx context.Context, prefix string) ([]string, error)
	// Away returns why an index cannot be searched, or nil. It asks the cluster, with an empty
	// name whether it answers. The error wraps [generations.ErrUnwell] where the cluster does.
	Away(ctx context.Context, name string) error
	// String returns where the cluster is, without a password.
	String() string
}

// Options configures a store. Record and Engines are required.
type Options struct {
	Record     *postgres.Store
	Engines    Engines
	Prefix     string // of the names of indices: lower case letters, digits and -
	CacheBytes int64  // approximate size of the cache of decoded readings; default 64 MiB, negative: no cache
	Log        *slog.Logger
}

// schema makes the table of generations. Readings have a table for each generation. Another
// version of it drops what is there: everything can be worked out again.
const schema = `
CREATE TABLE IF NOT EXISTS {derived}.generation (
	slot       BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- names the index and the table
	number     BIGINT  NOT NULL UNIQUE,
	lineage    TEXT    NOT NULL, -- empty: about to be deleted
	index      TEXT    NOT NULL, -- in the search cluster
	info       TEXT    NOT NULL, -- JSON
	complete   BOOLEAN NOT NULL,
	mark       BIGINT  NOT NULL DEFAULT 0, -- of the readings
	total      BIGINT  NOT NULL DEFAULT 0, -- of the readings
	asides     BIGINT  NOT NULL DEFAULT 0, -- counts the changes of articles that are set aside
	searchable BIGINT  NOT NULL DEFAULT 0  -- mark that was published
) WITH (fillfactor = 50);
`

// Store is a [generations.Shared]. Its methods are safe for concurrent use.
type Store struct {
	db      *postgres.Derived
	record  *postgres.Store
	engines Engines
	prefix  string
	cache   int64
	log     *slog.Logger
	lease   atomic.Pointer[record.Lease] // nil while another process leads

	searched atomic.Value // string: the index that was live when Away asked last
}

var _ generations.Shared = (*Store)(nil)

// Open prepares the tables beside a record. It does not ask the search cluster.
func Open(ctx context.Context, opts Options) (*Store, error) {
	db, err := opts.Record.Derived(ctx, schema)
	if err != nil {
		return nil, fmt.Errorf("open the generations: %w", err)
	}
	return &Store{
		db: db, record: opts.Record, engines: opts.Engines, cache: cmp.Or(opts.CacheBytes, 64<<20), log: cmp.Or(opts.Log, slog.New(slog.DiscardHandler)),
		prefix: opts.Prefix + "-" + strings.ToLower(opts.Record.Lineage()[:8]) + "-",
	}, nil
}

// leaseName is the name of the lease under which generations are written.
const leaseName = "generations"

// Lead implements [generations.Store].
func (s *Store) Lead(ctx context.Context) (generations.Lease, error) {
	lease, err := s.record.Acquire(ctx, leaseName)
	if err != nil {
		return nil, err
	}
	s.lease.Store(&lease)
	return leading{lease, s}, nil
}

// leading is the lease of a store.
type leading struct {
	record.Lease
	s *Store
}

// Release implements [generations.Lease].
func (l leading) Release() error {
	l.s.lease.Store(nil)
	return l.Lease.Release()
}

// write calls f in a transaction that only the process that leads can commit.
func (s *Store) write(ctx context.Context, f func(tx postgres.Tx) error) error {
	lease := s.lease.Load()
	if lease == nil {
		return record.ErrLeaseLost
	}
	return s.db.Write(ctx, *lease, f)
}

// A row is a row of the table of generations.
type row struct {
	slot    int64
	number  int
	lineage string
	index   string
	info    generations.Info
	known   bool // info can be read
	marks
}

// marks are the columns that change with each batch.
type marks struct{ mark, total, asides, searchable int64 }

const rowColumns = "slot, number, lineage, index, info, mark, total, asides, searchable"

// rows returns the rows of a condition, the highest number first.
func (s *Store) rows(ctx context.Context, condition string, args ...any) (found []row, err error) {
	query := "SELECT " + rowColumns + " FROM {derived}.generation " + condition
	err = s.db.Read(ctx, query, args, func(scan func(...any) error) error {
		var r row
		var info string
		if err := scan(&r.slot, &r.number, &r.lineage, &r.index, &info, &r.mark, &r.total, &r.asides, &r.searchable); err != nil {
			return err
		}
		r.known = json.Unmarshal([]byte(info), &r.info) == nil
		r.info.Number = r.number
		found = append(found, r)
		return nil
	})
	slices.SortFunc(found, func(x, y row) int { return cmp.Compare(y.number, x.number) })
	return found, err
}

// errNone is the error for a number without a generation.
var errNone = errors.New("there is no such generation")

// row returns the row of a generation.
func (s *Store) row(ctx context.Context, number int) (row, error) {
	found, err := s.rows(ctx, "WHERE number = $1", number)
	if err == nil && len(found) == 0 {
		err = errNone
	}
	if err != nil {
		return row{}, err
	}
	return found[0], nil
}

// List implements [generations.Store]. The process that leads also deletes indices without a
// generation, which a stop has left.
func (s *Store) List(ctx context.Context, lineage string) ([]generations.Info, error) {
	found, err := s.rows(ctx, "")
	if err != nil {
		return nil, fmt.Errorf("list generations: %w", err)
	}
	leads := s.lease.Load() != nil
	within, cancel := context.WithTimeout(ctx, tidyFor)
	defer cancel()
	var list []generations.Info
	for _, r := range found {
		if r.known && r.info.Format == generations.Format && r.lineage == lineage {
			list = append(list, r.info)
			continue
		}
		if !leads {
			continue
		}
		s.log.WarnContext(ctx, "a generation is of no use and deleted", "number", r.number)
		if err := s.remove(within, r); err != nil {
			s.log.WarnContext(ctx, "a generation of no use cannot be deleted", "number", r.number, "err", err)
		}
	}
	if leads {
		s.deleteOrphans(within)
	}
	return list, nil
}

// tidyFor bounds what one List deletes: who takes over the lead waits for it.
const tidyFor = 5 * time.Second

// deleteOrphans deletes the indices of this record that no generation has. A failure is logged:
// the next List tries again.
//
// The names are asked for before the lease is compared: all of them were made before another
// process led, and what is in no row by then gets none any more.
func (s *Store) deleteOrphans(ctx context.Context) {
	names, err := s.engines.Names(ctx, s.prefix)
	kept := map[string]bool{}
	if err == nil {
		err = s.write(ctx, func(tx postgres.Tx) error {
			var all []string
			if err := tx.One(ctx, "SELECT coalesce(array_agg(index), '{}') FROM {derived}.generation", nil, &all); err != nil {
				return err
			}
			for _, name := range all {
				kept[name] = true
			}
			return nil
		})
	}
	if err != nil {
		s.log.WarnContext(ctx, "indices without a generation cannot be looked for", "err", err)
		return
	}
	for _, name := range names {
		if kept[name] {
			continue
		}
		err := s.engines.Delete(ctx, name)
		s.log.WarnContext(ctx, "an index without a generation is deleted", "index", name, "err", err)
	}
}

// Create implements [generations.Store]: the index first, then the row.
func (s *Store) Create(ctx context.Context, info generations.Info) error {
	if err := s.Remove(ctx, info.Number); err != nil {
		return err
	}
	if err := s.create(ctx, info); err != nil {
		return fmt.Errorf("make generation %d: %w", info.Number, err)
	}
	return nil
}

func (s *Store) create(ctx context.Context, info generations.Info) error {
	text, err := json.Marshal(info)
	if err != nil {
		return err
	}
	var slot int64
	err = s.write(ctx, func(tx postgres.Tx) error {
		return tx.One(ctx, "SELECT nextval(pg_get_serial_sequence('{derived}.generation', 'slot'))", nil, &slot)
	})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s%06d", s.prefix, slot)
	if err := s.engines.Create(ctx, name); err != nil {
		return err
	}
	return s.write(ctx, func(tx postgres.Tx) error {
		if _, err := tx.Do(ctx, readingSchema(slot)); err != nil {
			return err
		}
		_, err := tx.Do(ctx, `INSERT INTO {derived}.generation (slot, number, lineage, index, info, complete)
			OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6)`,
			slot, info.Number, info.Lineage, name, string(text), info.State == generations.Complete)
		return err
	})
}

// Open implements [generations.Store].
func (s *Store) Open(ctx context.Context, number int) (generations.Opened, error) {
	r, err := s.row(ctx, number)
	if err != nil {
		return generations.Opened{}, fmt.Errorf("open generation %d: %w", number, err)
	}
	var engine index.Engine
	err = shield.Call(func() (err error) { engine, err = s.engines.Open(ctx, r.index); return err })
	if err == nil && engine == nil {
		err = errors.New("there is no engine")
	}
	if err != nil {
		return generations.Opened{}, fmt.Errorf("open generation %d: %w", number, err)
	}
	read, err := openReadings(ctx, s, r)
	if err != nil {
		return generations.Opened{}, errors.Join(fmt.Errorf("open generation %d: %w", number, err), engine.Close())
	}
	return generations.Opened{
		Engine: engine, Readings: read,
		Publish: func(ctx context.Context, mark uint64) error { return s.publish(ctx, r.slot, mark) },
		Follow:  read.follow,
	}, nil
}

// publish sets the mark that the other processes follow.
func (s *Store) publish(ctx context.Context, slot int64, mark uint64) error {
	err := s.write(ctx, func(tx postgres.Tx) error {
		return changed(tx.Do(ctx, "UPDATE {derived}.generation SET searchable = $1 WHERE slot = $2", int64(mark), slot))
	})
	if err != nil {
		return fmt.Errorf("publish change %d: %w", mark, err)
	}
	return nil
}

// changed returns the error of a statement that has to change a row.
func changed(rows int64, err error) error {
	if err == nil && rows == 0 {
		err = errNone
	}
	return err
}

// Live implements [generations.Shared].
func (s *Store) Live(ctx context.Context, lineage string) (info generations.Info, mark uint64, found bool, err error) {
	rows, err := s.rows(ctx, "WHERE complete AND lineage = $1 ORDER BY number DESC LIMIT 1", lineage)
	if err != nil {
		return info, 0, false, fmt.Errorf("look for the live generation: %w", err)
	}
	if len(rows) == 0 || !rows[0].known || rows[0].info.Format != generations.Format {
		return info, 0, false, nil
	}
	return rows[0].info, uint64(rows[0].searchable), true, nil
}

// Save implements [generations.Store].
func (s *Store) Save(ctx context.Context, info generations.Info) error {
	text, err := json.Marshal(info)
	if err == nil {
		err = s.write(ctx, func(tx postgres.Tx) error {
			return changed(tx.Do(ctx, "UPDATE {derived}.generation SET info = $1, complete = $2 WHERE number = $3", string(text), info.State == generations.Complete, info.Number))
		})
	}
	if err != nil {
		return fmt.Errorf("write what generation %d is: %w", info.Number, err)
	}
	return nil
}

// Renumber implements [generations.Store].
func (s *Store) Renumber(ctx context.Context, number, to int) error {
	err := s.write(ctx, func(tx postgres.Tx) error {
		return changed(tx.Do(ctx, "UPDATE {derived}.generation SET number = $1 WHERE number = $2", to, number))
	})
	if err != nil {
		return fmt.Errorf("give generation %d the number %d: %w", number, to, err)
	}
	return nil
}

// Remove implements [generations.Store].
func (s *Store) Remove(ctx context.Context, number int) error {
	if s.lease.Load() == nil {
		return fmt.Errorf("delete generation %d: %w", number, record.ErrLeaseLost)
	}
	r, err := s.row(ctx, number)
	if err == nil {
		err = s.remove(ctx, r)
	}
	if err != nil && !errors.Is(err, errNone) {
		return fmt.Errorf("delete generation %d: %w", number, err)
	}
	return nil
}

// remove takes the generation out of every list first. Then it deletes the index, and then the
// table and the row: a stop leaves a row by which the rest is found. A process that was paused
// before the deletion of the index deletes one that no other process uses any more.
func (s *Store) remove(ctx context.Context, r row) error {
	err := s.write(ctx, func(tx postgres.Tx) error {
		_, err := tx.Do(ctx, "UPDATE {derived}.generation SET lineage = '', complete = false WHERE slot = $1", r.slot)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.engines.Delete(ctx, r.index); err != nil {
		return err
	}
	return s.write(ctx, func(tx postgres.Tx) error {
		if _, err := tx.Do(ctx, fmt.Sprintf("DROP TABLE IF EXISTS {derived}.reading_%d", r.slot)); err != nil {
			return err
		}
		_, err := tx.Do(ctx, "DELETE FROM {derived}.generation WHERE slot = $1", r.slot)
		return err
	})
}

// Away implements [generations.Shared]. While the database is away it asks for the index that was
// live last.
func (s *Store) Away(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, liveFor)
	defer cancel()
	name := ""
	rows, err := s.rows(within, "WHERE complete AND lineage = $1 ORDER BY number DESC LIMIT 1", s.record.Lineage())
	switch {
	case err != nil:
		name, _ = s.searched.Load().(string)
	case len(rows) > 0:
		name = rows[0].index
		s.searched.Store(name)
	}
	return s.engines.Away(ctx, name)
}

// liveFor bounds the question which index is live.
const liveFor = time.Second

// String implements [generations.Shared].
func (s *Store) String() string { return s.engines.String() }
