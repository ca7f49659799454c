// Package move carries all that a record holds into another one, of whatever database, and
// compares the two.
package move

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
)

const (
	// pageLen is how many rows are read at once.
	pageLen = 500
	// batchLen and batchBytes bound what goes into one commit of the target, but for a larger row:
	// a commit has to get through a slow line in the time that the target gives it.
	batchLen   = 100
	batchBytes = 1 << 20
	// pageTries bounds the attempts to read a page of a record that does not answer, with a pause
	// before the second that doubles with each.
	pageTries = 5
	pageAgain = 500 * time.Millisecond
)

// A Progress receives the number of rows that are done, and that of all rows. It may be nil.
type Progress func(done, total int64)

// Carried says what Carry did.
type Carried struct {
	Rows    int64 // that were carried now
	Before  int64 // that the target held already
	Altered int   // texts of the rows carried now that had bytes which not every record holds
}

// A Move is under way.
type Move struct {
	from    record.Source
	to      record.Target
	origin  record.Origin
	reached record.Reached
}

// Begin makes a record the target of a move, or goes on with one. Its errors are those of
// [record.Target].
func Begin(ctx context.Context, from record.Source, to record.Target) (m *Move, err error) {
	m = &Move{from: from, to: to}
	if m.origin, err = record.OriginOf(ctx, from.Lineage(), from); err != nil {
		return nil, fmt.Errorf("look at the source: %w", err)
	}
	if m.reached, err = to.Begin(ctx, m.origin); err != nil {
		return nil, err
	}
	return m, nil
}

// Carry carries all rows from where the target is filled up to. Where it ends early the rows
// that were taken in stay: Begin and another call go on behind them.
func (m *Move) Carry(ctx context.Context, told Progress) (done Carried, err error) {
	total := int64(0)
	for _, t := range record.Tables {
		total += m.origin.Counts[t]
	}
	at := slices.Index(record.Tables, m.reached.Table) // -1: nothing yet
	for _, t := range record.Tables[:max(at, 0)] {
		done.Before += m.origin.Counts[t]
	}
	if at >= 0 {
		held, err := m.to.CountRows(ctx, m.reached.Table)
		if err != nil {
			return done, err
		}
		done.Before += held
	}
	for _, t := range record.Tables[max(at, 0):] {
		after := record.Place("")
		if t == m.reached.Table {
			after = m.reached.Place
		}
		err := carryTable(ctx, m.from, m.to, t, after, func(rows []record.Row) {
			done.Rows += int64(len(rows))
			for _, row := range rows {
				done.Altered += row.Altered
			}
			if told != nil {
				told(done.Before+done.Rows, total)
			}
		})
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// carryTable carries the rows of a table behind a place. The next rows are read while the
// target takes the last ones in.
func carryTable(ctx context.Context, from record.Rows, to record.Target, t record.Table, after record.Place, carried func([]record.Row)) error {
	batches := make(chan []record.Row)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(batches)
		for {
			rows, err := page(ctx, from, t, after)
			if err != nil || len(rows) == 0 {
				return err
			}
			after = rows[len(rows)-1].Place
			for len(rows) > 0 {
				n := batch(rows)
				select {
				case batches <- rows[:n]:
				case <-ctx.Done():
					return context.Cause(ctx)
				}
				rows = rows[n:]
			}
		}
	})
	g.Go(func() error {
		for rows := range batches {
			if err := to.Take(ctx, t, rows); err != nil {
				return err
			}
			carried(rows)
		}
		return nil
	})
	return g.Wait()
}

// batch returns how many of rows go into one commit.
func batch(rows []record.Row) (n int) {
	size := int64(0)
	for n < min(len(rows), batchLen) {
		if size += rows[n].Size(); n > 0 && size > batchBytes {
			break
		}
		n++
	}
	return n
}

// page reads the rows behind a place. It tries again where the record does not answer.
func page(ctx context.Context, from record.Rows, t record.Table, after record.Place) ([]record.Row, error) {
	pause := pageAgain
	for try := 1; ; try++ {
		rows, err := from.Rows(ctx, t, after, pageLen)
		if try == pageTries || !errors.Is(err, record.ErrAway) {
			return rows, err
		}
		select {
		case <-time.After(pause):
			pause *= 2
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// A Content is what a table holds.
type Content struct {
	Table  record.Table `json:"table"`
	Rows   int64        `json:"rows"`
	SHA256 string       `json:"sha256"` // of all rows in their form for all records, see Digest
}

// Digest returns what a table holds. Each value is hashed as one byte for its kind ('i', 's',
// 'b', or 'n' for none), and but for the last the value: a number as eight bytes, big-endian;
// text and bytes behind their length, written in the same way. Two tables with the same rows in
// the same order have the same hash, in whatever database.
func Digest(ctx context.Context, from record.Rows, t record.Table, told func(rows int)) (Content, error) {
	sum := sha256.New()
	c := Content{Table: t}
	for after := record.Place(""); ; {
		rows, err := page(ctx, from, t, after)
		if err != nil {
			return c, err
		}
		if len(rows) == 0 {
			c.SHA256 = hex.EncodeToString(sum.Sum(nil))
			return c, nil
		}
		for _, row := range rows {
			if err := add(sum, row.Values); err != nil {
				return c, fmt.Errorf("row %s of %s: %w", row.Place, t, err)
			}
		}
		c.Rows += int64(len(rows))
		after = rows[len(rows)-1].Place
		if told != nil {
			told(len(rows))
		}
	}
}

// add hashes the values of a row.
func add(sum hash.Hash, values []any) error {
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			sum.Write([]byte{'n'})
		case int64:
			sum.Write(binary.BigEndian.AppendUint64([]byte{'i'}, uint64(v)))
		case string:
			sum.Write(binary.BigEndian.AppendUint64([]byte{'s'}, uint64(len(v))))
			sum.Write([]byte(v))
		case []byte:
			sum.Write(binary.BigEndian.AppendUint64([]byte{'b'}, uint64(len(v))))
			sum.Write(v)
		default:
			return fmt.Errorf("a value of type %T", v)
		}
	}
	return nil
}

// Compare reads both records as a whole and returns what they hold, and what is not the same,
// one sentence each.
func Compare(ctx context.Context, from, to record.Rows, told Progress) (contents []Content, differences []string, err error) {
	var total, done int64
	for _, t := range record.Tables {
		n, err := from.CountRows(ctx, t)
		if err != nil {
			return nil, nil, err
		}
		total += n
	}
	for _, t := range record.Tables {
		var was, is Content
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() (err error) {
			was, err = Digest(ctx, from, t, func(rows int) {
				if done += int64(rows); told != nil {
					told(done, total)
				}
			})
			return err
		})
		g.Go(func() (err error) { is, err = Digest(ctx, to, t, nil); return err })
		if err := g.Wait(); err != nil {
			return nil, nil, fmt.Errorf("compare %s: %w", t, err)
		}
		contents = append(contents, was)
		switch {
		case was.Rows != is.Rows:
			differences = append(differences, fmt.Sprintf("%s has %d rows in the source and %d in the target", t, was.Rows, is.Rows))
		case was.SHA256 != is.SHA256:
			differences = append(differences, fmt.Sprintf("the rows of %s differ (SHA-256 %s in the source, %s in the target)", t, was.SHA256, is.SHA256))
		}
	}
	before, err := from.Numbers(ctx)
	if err != nil {
		return nil, nil, err
	}
	after, err := to.Numbers(ctx)
	if err == nil && before != after {
		differences = append(differences, fmt.Sprintf("the last numbers differ: %+v in the source, %+v in the target", before, after))
	}
	return contents, differences, err
}
