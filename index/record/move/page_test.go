package move_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"testing/synctest"

	"warta/index/record"
	"warta/index/record/move"
)

// batches is a target that notes what it takes in at once.
type batches struct {
	record.Target
	rows  []int
	sizes []int64
}

// Take implements [record.Target].
func (b *batches) Take(ctx context.Context, of record.Table, rows []record.Row) error {
	size := int64(0)
	for i := range rows {
		size += rows[i].Size()
	}
	b.rows, b.sizes = append(b.rows, len(rows)), append(b.sizes, size)
	return b.Target.Take(ctx, of, rows)
}

// noise returns text of n bytes that the record can pack to no less than half of it.
func noise(n int) string {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	text := make([]byte, n)
	for i := range text {
		text[i] = ' ' + byte(random.IntN(94))
	}
	return string(text)
}

// A commit of a move is small, so that a slow line has the time for it.
func TestWhatIsTakenInAtOnceIsBounded(t *testing.T) {
	t.Parallel()
	const most, mostBytes = 100, 1 << 20
	dir := t.TempDir()
	r := files.Open(t, dir, nil)
	for n := range 130 {
		e := record.Entry{Identity: record.Identity{URL: fmt.Sprint("u", n)}, Received: record.Received{URL: fmt.Sprint("u", n), Title: "a"}}
		switch {
		case n == 20:
			e.Received.Body = noise(2 * mostBytes)
		case n < 40:
			e.Received.Body = noise(500 << 10)
		}
		if _, err := record.PutOver(t.Context(), r, e, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s := source(t, files, dir)
	to, err := files.Target(t, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b := &batches{Target: to}
	m, err := move.Begin(t.Context(), s, b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Carry(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, differences, err := move.Compare(t.Context(), s, b, nil); err != nil || len(differences) > 0 {
		t.Errorf("%q, %v", differences, err)
	}
	large := 0
	for i, n := range b.rows {
		if n > most || n > 1 && b.sizes[i] > mostBytes {
			t.Errorf("%d rows of %d bytes at once", n, b.sizes[i])
		}
		if b.sizes[i] > mostBytes {
			large++
		}
	}
	if large != 1 || len(b.rows) < 15 {
		t.Errorf("%d commits, of which %d are over the bound: the test shows little", len(b.rows), large)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
}

// away is a record that does not answer some of the questions.
type away struct {
	record.Source
	asked, silent int
	err           error
}

// Rows implements [record.Rows].
func (a *away) Rows(ctx context.Context, of record.Table, after record.Place, n int) ([]record.Row, error) {
	if a.asked++; a.asked <= a.silent {
		return nil, a.err
	}
	if after != "" {
		return nil, nil
	}
	return []record.Row{{Place: "1", Values: []any{int64(1)}}}, nil
}

// A page that a record did not answer with is asked for again, for some seconds.
func TestAPageIsReadAgainWhereTheRecordIsAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		whole, err := move.Digest(t.Context(), &away{}, "audit", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			silent int
			err    error
			asked  int // 0: until it is whole
		}{
			{4, fmt.Errorf("no connection: %w", record.ErrAway), 0},
			{5, fmt.Errorf("no connection: %w", record.ErrAway), 5},
			{1, record.ErrDamaged, 1},
		} {
			from := &away{silent: c.silent, err: c.err}
			got, err := move.Digest(t.Context(), from, "audit", nil)
			if c.asked == 0 && (err != nil || !reflect.DeepEqual(got, whole)) {
				t.Errorf("%+v: %+v, %v", c, got, err)
			}
			if c.asked != 0 && (!errors.Is(err, c.err) || from.asked != c.asked) {
				t.Errorf("%+v: asked %d times, %v", c, from.asked, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := move.Digest(ctx, &away{silent: 9, err: record.ErrAway}, "audit", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}
