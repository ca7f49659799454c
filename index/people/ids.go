package people

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"warta/index/store"
)

// An IDs knows the ids of people that were ever given out. They are rows of the
// record, given in its order: a rebuild finds the same.
type IDs struct {
	save func(context.Context, []store.PersonID) error // nil: nowhere

	issuing sync.Mutex // held while ids are given out
	mu      sync.RWMutex
	rows    []idRow
	byKey   map[string]int32 // places in order, by key of a part
	byID    map[string]int32
}

// An idRow is an id, and what it was given to.
type idRow struct {
	n   uint64 // order of giving, from 1
	id  string
	key string // of a part, or renameMark and the id that was renamed
}

// renameMark begins the key of an id that took the place of another.
const renameMark = "#"

func NewIDs(rows []store.PersonID, keep func(context.Context, []store.PersonID) error) *IDs {
	b := &IDs{save: keep, byKey: make(map[string]int32, len(rows)), byID: make(map[string]int32, len(rows))}
	for _, r := range rows {
		b.add(r)
	}
	return b
}

func (b *IDs) add(r store.PersonID) {
	at := int32(len(b.rows)) //nolint:gosec // as many people there are not
	b.rows = append(b.rows, idRow{uint64(at) + 1, r.ID, r.Key})
	b.byID[r.ID] = at
	if _, known := b.byKey[r.Key]; !known || strings.HasPrefix(r.Key, renameMark) {
		b.byKey[r.Key] = at
	}
}

// since returns the rows that were given after the first n, in their order.
func (b *IDs) since(n int) []idRow {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.rows[n:len(b.rows):len(b.rows)]
}

func (b *IDs) ofPartKey(key string) (idRow, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	at, ok := b.byKey[key]
	if !ok {
		return idRow{}, false
	}
	return b.rows[at], true
}

func (b *IDs) ofID(id string) (idRow, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	at, ok := b.byID[id]
	if !ok {
		return idRow{}, false
	}
	return b.rows[at], true
}

// PartOf returns the id of the part that has an id, by another name or its own.
func (b *IDs) PartOf(id string) string {
	if row, ok := b.ofID(id); ok {
		if of, renamed := strings.CutPrefix(row.key, renameMark); renamed {
			return of
		}
	}
	return id
}

// give gives ids to those of the parts that have none, in their order: a slug of
// the name, told apart by satker, else by a number, where it is another's.
func (b *IDs) issue(ctx context.Context, parts []*part) error {
	if len(parts) == 0 {
		return nil
	}
	b.issuing.Lock()
	defer b.issuing.Unlock()
	var rows []store.PersonID
	taken, named := make(map[string]bool), make(map[string]bool)
	for _, p := range parts {
		if _, known := b.ofPartKey(p.key); known || named[p.key] {
			continue
		}
		named[p.key] = true
		id := b.unusedID(p.slug, p.idSuffix(), taken)
		taken[id] = true
		rows = append(rows, store.PersonID{ID: id, Key: p.key})
	}
	return b.persist(ctx, rows)
}

// write keeps rows; the caller holds giving.
func (b *IDs) persist(ctx context.Context, rows []store.PersonID) error {
	if len(rows) == 0 {
		return nil
	}
	if b.save != nil {
		// Ids that the record has and that are not known here would be given to others.
		if err := b.save(context.WithoutCancel(ctx), rows); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range rows {
		b.add(r)
	}
	return nil
}

// Rename gives an id after another name to whom the id part was given, and returns
// it.
func (b *IDs) Rename(ctx context.Context, part, slug string) (string, error) {
	b.issuing.Lock()
	defer b.issuing.Unlock()
	if row, known := b.ofID(slug); known && row.key == renameMark+part {
		return slug, nil
	}
	id := b.unusedID(slug, "", nil)
	return id, b.persist(ctx, []store.PersonID{{ID: id, Key: renameMark + part}})
}

// free returns an id that was given to no part.
func (b *IDs) unusedID(slug, office string, taken map[string]bool) string {
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
func (p *part) idSuffix() string {
	if p.kind != atSatker {
		return ""
	}
	return strings.ReplaceAll(p.base, ".", "")
}
