package index

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"warta/index/record"
)

// An idBook knows the ids of people that were ever given out. They are rows of the
// record, given in its order: a rebuild finds the same.
type idBook struct {
	record record.People // nil: the ids are kept in memory alone

	giving sync.Mutex // held while ids are given out
	mu     sync.RWMutex
	order  []idRow
	last   uint64           // number in the record of the last row of order; guarded by giving
	keys   map[string]int32 // places in order, by key of a part
	ids    map[string]int32
}

// An idRow is an id, and what it was given to.
type idRow struct {
	n   uint64 // order of giving, from 1
	id  string
	key string // of a part, or renameMark and the id that was renamed
}

// renameMark begins the key of an id that took the place of another.
const renameMark = "#"

func newIDBook(rows []record.PersonID, people record.People) *idBook {
	b := &idBook{record: people, keys: make(map[string]int32, len(rows)), ids: make(map[string]int32, len(rows))}
	for _, r := range rows {
		b.enter(r)
	}
	return b
}

func (b *idBook) enter(r record.PersonID) {
	at := int32(len(b.order)) //nolint:gosec // as many people there are not
	b.order = append(b.order, idRow{uint64(at) + 1, r.ID, r.Key})
	b.ids[r.ID], b.last = at, r.N
	if _, known := b.keys[r.Key]; !known || strings.HasPrefix(r.Key, renameMark) {
		b.keys[r.Key] = at
	}
}

// since returns the rows that were given after the first n, in their order.
func (b *idBook) since(n int) []idRow {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.order[n:len(b.order):len(b.order)]
}

func (b *idBook) ofKey(key string) (idRow, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	at, ok := b.keys[key]
	if !ok {
		return idRow{}, false
	}
	return b.order[at], true
}

func (b *idBook) ofID(id string) (idRow, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	at, ok := b.ids[id]
	if !ok {
		return idRow{}, false
	}
	return b.order[at], true
}

// partOf returns the id of the part that has an id, by another name or its own.
func (b *idBook) partOf(id string) string {
	if row, ok := b.ofID(id); ok {
		if of, renamed := strings.CutPrefix(row.key, renameMark); renamed {
			return of
		}
	}
	return id
}

// give gives ids to those of the parts that have none, in their order: a slug of
// the name, told apart by satker, else by a number, where it is another's. Where another
// node gave an id first, the next one is tried.
func (b *idBook) give(ctx context.Context, parts []*part) error {
	if len(parts) == 0 {
		return nil
	}
	b.giving.Lock()
	defer b.giving.Unlock()
	for {
		want := b.wanted(parts)
		if len(want) == 0 {
			return nil
		}
		if err := b.write(ctx, want); err != nil {
			return err
		}
	}
}

// wanted returns an id for each of the parts that has none.
func (b *idBook) wanted(parts []*part) (rows []record.PersonID) {
	taken, named := make(map[string]bool), make(map[string]bool)
	for _, p := range parts {
		if _, known := b.ofKey(p.key); known || named[p.key] {
			continue
		}
		named[p.key] = true
		id := b.free(p.slug, p.office(), taken)
		taken[id] = true
		rows = append(rows, record.PersonID{ID: id, Key: p.key})
	}
	return rows
}

// write has the record give ids, and enters the rows that stand and those that others gave
// before; the caller holds giving.
func (b *idBook) write(ctx context.Context, rows []record.PersonID) error {
	if b.record != nil {
		// Ids that the record has and that are not known here would be given to others.
		ctx = context.WithoutCancel(ctx)
		stand, err := b.record.GivePersonIDs(ctx, rows)
		if err != nil {
			return err
		}
		if rows = b.next(stand); rows == nil {
			if rows, err = record.AllPersonIDs(ctx, b.record, b.last); err != nil {
				return err
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range rows {
		b.enter(r)
	}
	return nil
}

// next returns rows where they are those that follow the last one known, and nil where
// others stand before or between them.
func (b *idBook) next(rows []record.PersonID) []record.PersonID {
	for i, r := range rows {
		if r.N != b.last+1+uint64(i) {
			return nil
		}
	}
	return rows
}

// rename gives an id after another name to whom the id part was given, and returns
// it.
func (b *idBook) rename(ctx context.Context, part, slug string) (string, error) {
	b.giving.Lock()
	defer b.giving.Unlock()
	for id := slug; ; id = b.free(slug, "", nil) {
		if row, known := b.ofID(id); known && row.key == renameMark+part {
			return id, nil
		} else if known {
			continue
		}
		if err := b.write(ctx, []record.PersonID{{ID: id, Key: renameMark + part, Another: true}}); err != nil {
			return "", err
		}
		if row, _ := b.ofID(id); row.key == renameMark+part {
			return id, nil
		}
	}
}

// free returns an id that was given to no part.
func (b *idBook) free(slug, office string, taken map[string]bool) string {
	is := func(id string) bool {
		_, known := b.ofID(id)
		return !known && !taken[id]
	}
	if is(slug) {
		return slug
	}
	if office != "" {
		slug += "-" + office
		if is(slug) {
			return slug
		}
	}
	for n := 2; ; n++ {
		if id := slug + "-" + strconv.Itoa(n); is(id) {
			return id
		}
	}
}

// office returns what tells the part from others of its name in an id.
func (p *part) office() string {
	if p.kind != atSatker {
		return ""
	}
	return strings.ReplaceAll(p.base, ".", "")
}
