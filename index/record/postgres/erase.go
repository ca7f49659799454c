package postgres

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// eraseEvery is the pause between two looks for keys that another process did not come
	// to erase.
	eraseEvery = 30 * time.Second
	// eraseAgain is the pause after an attempt that something held up.
	eraseAgain = 2 * time.Second
	// eraseTells is the time for which an erasing is held up before a line of the log says so.
	eraseTells = time.Minute
	// eraseWaits bounds the wait for the lock of a partition of keys, for which all who read
	// articles wait too.
	eraseWaits = "200ms"
)

// errElsewhere says that another process rewrites partitions. Two at once would wait for each
// other, and hold up readers twice.
var errElsewhere = errors.New("another process is at it")

// errHeld says that something keeps deleted keys in their partition.
var errHeld = errors.New("a transaction of an earlier time is open, a dump perhaps")

// eraseSoon has deleted keys erased.
func (s *Store) eraseSoon() {
	select {
	case s.due <- struct{}{}:
	default:
	}
}

// eraser erases deleted keys until the record closes: those of this process soon after the
// removal, those that a process left when it ended at the next look.
func (s *Store) eraser() {
	timer := time.NewTimer(0) // what an earlier process left
	defer timer.Stop()
	next := time.Now() // when the timer fires
	in := func(pause time.Duration) {
		next = time.Now().Add(pause)
		timer.Reset(pause)
	}
	var held time.Time // since when attempts fail; zero: the last one did not
	for {
		select {
		case <-s.due: // steady removals bring an attempt forward, and postpone none
			if time.Until(next) > s.opts.EraseAfter {
				in(s.opts.EraseAfter)
			}
			continue
		case <-timer.C:
		case <-s.ctx.Done():
			return
		}
		err := s.erase(s.ctx)
		s.erased.Ring()
		switch {
		case s.ctx.Err() != nil:
			return
		case err == nil:
			held = time.Time{}
			in(eraseEvery)
			continue
		case held.IsZero():
			held = time.Now()
		case time.Since(held) > eraseTells:
			s.opts.Log.WarnContext(s.ctx, "keys of removed articles are still in the files of the server", "record", s.at, "err", err)
			held = time.Now()
		}
		in(eraseAgain)
	}
}

// Scrub returns once no table has a key of an article that was removed before the call. The
// record does the same by itself.
func (s *Store) Scrub(ctx context.Context) error {
	for {
		next := s.erased.Next()
		left, err := s.erasing(ctx)
		if err != nil {
			return fmt.Errorf("scrub: %w", classified(err))
		}
		if len(left) == 0 {
			return nil
		}
		s.eraseSoon()
		select {
		case <-next:
		case <-ctx.Done():
			return fmt.Errorf("scrub: %w", context.Cause(ctx))
		case <-s.stop:
			return fmt.Errorf("scrub: %w", context.Cause(s.ctx))
		}
	}
}

// A part is a partition of the keys that is to be rewritten.
type part struct {
	name   string
	change int64 // the last one that deleted a key in it
}

// erasing returns the partitions that are to be rewritten.
func (s *Store) erasing(ctx context.Context) ([]part, error) {
	found, err := s.read.Query(ctx, "SELECT part, change FROM erasing ORDER BY part")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(found, func(row pgx.CollectableRow) (p part, err error) {
		err = row.Scan(&p.name, &p.change)
		return p, err
	})
}

// erase rewrites the partitions that still have deleted keys. The error says why one has.
func (s *Store) erase(ctx context.Context) error {
	parts, err := s.erasing(ctx)
	if err != nil || len(parts) == 0 {
		return classified(err)
	}
	config := s.at.pool.ConnConfig.Copy()
	var kept int // of what the last rewriting says that it kept; -1: it said nothing
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
		if found := keptRows(n); found >= 0 {
			kept = found
		}
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return classified(err)
	}
	defer func() { closeSoon(conn) }() // the lock below ends with the connection
	var alone bool
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", lockOf(s.at.schema, "erase")).Scan(&alone); err != nil {
		return classified(err)
	}
	if !alone {
		return errElsewhere
	}
	var errs []error
	for _, p := range parts {
		kept = -1
		if err := s.rewrite(ctx, conn, p, func() int { return kept }); err != nil {
			errs = append(errs, fmt.Errorf("erase keys of removed articles in %s: %w", p.name, classified(err)))
		}
	}
	return errors.Join(errs...)
}

// rewrite writes the keys of a partition that stand into a new file, and deletes the old one.
func (s *Store) rewrite(ctx context.Context, conn *pgx.Conn, p part, kept func() int) error {
	err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL lock_timeout = '"+eraseWaits+"'"); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "SELECT erase($1)", p.name)
		return err
	})
	if err != nil {
		return err
	}
	// A row that an older transaction might still read is copied along.
	if kept() != 0 {
		return errHeld
	}
	_, err = conn.Exec(ctx, "DELETE FROM erasing WHERE part = $1 AND change <= $2", p.name, p.change)
	return err
}

var firstNumber = regexp.MustCompile(`^\D{0,40}(\d+)`)

// keptRows returns how many deleted rows a rewriting had to keep, by its notice of level INFO,
// or -1 for other notices. The number comes first in the detail, in whatever language.
func keptRows(n *pgconn.Notice) int {
	if n.SeverityUnlocalized != "INFO" {
		return -1
	}
	found := firstNumber.FindStringSubmatch(n.Detail)
	if found == nil {
		return -1
	}
	kept, err := strconv.Atoi(found[1])
	if err != nil {
		return -1
	}
	return kept
}
