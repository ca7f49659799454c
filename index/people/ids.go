package people

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"warta/index/internal/ctxlock"
	"warta/index/record"
)

// IDs are the ids issued to people so far. They are rows of the record, issued in its
// order, so that a rebuild finds the same ids. IDs is safe for concurrent use.
type IDs struct {
	record record.People // nil keeps the ids in memory only

	issuing ctxlock.Lock // held while ids are issued
	mu      sync.RWMutex
	rows    []idRow
	last    uint64           // number in the record of the last of rows; guarded by issuing
	byKey   map[string]int32 // indexes of rows, by key
	byID    map[string]int32
}

// An idRow is an issued id.
type idRow struct {
	n   uint64 // order of issue, from 1
	id  string
	key string // key of a part, or renameMark and the id of the renamed part
}

// issueFor bounds the issuing of ids by a record that does not answer.
const issueFor = 30 * time.Second

// renameMark begins the key of an id that replaces another.
const renameMark = "#"

// NewIDs returns the ids of rows. New ids are issued by the record before they are used; nil
// keeps them in memory only.
func NewIDs(rows []record.PersonID, of record.People) *IDs {
	ids := &IDs{record: of, issuing: ctxlock.New(), byKey: make(map[string]int32, len(rows)), byID: make(map[string]int32, len(rows))}
	for _, r := range rows {
		ids.add(r)
	}
	return ids
}

func (ids *IDs) add(r record.PersonID) {
	at := int32(len(ids.rows)) // far fewer than 2^31 people
	ids.rows = append(ids.rows, idRow{uint64(at) + 1, r.ID, r.Key})
	ids.byID[r.ID], ids.last = at, r.N
	if _, known := ids.byKey[r.Key]; !known || strings.HasPrefix(r.Key, renameMark) {
		ids.byKey[r.Key] = at
	}
}

// since returns the rows after the first n, in the order of issue. The caller must not
// modify them.
func (ids *IDs) since(n int) []idRow {
	ids.mu.RLock()
	defer ids.mu.RUnlock()
	return ids.rows[n:len(ids.rows):len(ids.rows)]
}

// ofPartKey returns the row issued to a part.
func (ids *IDs) ofPartKey(key string) (idRow, bool) {
	ids.mu.RLock()
	defer ids.mu.RUnlock()
	at, ok := ids.byKey[key]
	if !ok {
		return idRow{}, false
	}
	return ids.rows[at], true
}

// ofID returns the row of an id.
func (ids *IDs) ofID(id string) (idRow, bool) {
	ids.mu.RLock()
	defer ids.mu.RUnlock()
	at, ok := ids.byID[id]
	if !ok {
		return idRow{}, false
	}
	return ids.rows[at], true
}

// PartOf returns the id of the part that id renames, or id itself.
func (ids *IDs) PartOf(id string) string {
	if row, ok := ids.ofID(id); ok {
		if of, renamed := strings.CutPrefix(row.key, renameMark); renamed {
			return of
		}
	}
	return id
}

// issue issues ids to the parts that have none, in their order: the slug of the name,
// with the satker or else a number behind it if it is taken. An id that another node has
// issued first is taken as well.
func (ids *IDs) issue(ctx context.Context, parts []*part) error {
	if len(parts) == 0 {
		return nil
	}
	if err := ids.issuing.Lock(ctx); err != nil {
		return err
	}
	defer ids.issuing.Unlock()
	for {
		want := ids.wanted(parts)
		if len(want) == 0 {
			return nil
		}
		if err := ids.persist(ctx, want); err != nil {
			return err
		}
	}
}

// Refresh adds the ids that other nodes have issued.
func (ids *IDs) Refresh(ctx context.Context) error {
	if err := ids.issuing.Lock(ctx); err != nil {
		return err
	}
	defer ids.issuing.Unlock()
	if ids.record == nil {
		return nil
	}
	rows, err := record.AllPersonIDs(ctx, ids.record, ids.last)
	if err != nil {
		return err
	}
	ids.mu.Lock()
	defer ids.mu.Unlock()
	for _, r := range rows {
		ids.add(r)
	}
	return nil
}

// wanted returns an unused id for each of the parts that has none.
func (ids *IDs) wanted(parts []*part) (rows []record.PersonID) {
	taken, named := make(map[string]bool), make(map[string]bool)
	for _, p := range parts {
		if _, known := ids.ofPartKey(p.key); known || named[p.key] {
			continue
		}
		named[p.key] = true
		id := ids.unusedID(p.slug, p.idSuffix(), taken)
		taken[id] = true
		rows = append(rows, record.PersonID{ID: id, Key: p.key})
	}
	return rows
}

// persist has the record issue rows, and adds those that stand and those that other nodes
// have issued before. The caller holds issuing.
func (ids *IDs) persist(ctx context.Context, rows []record.PersonID) error {
	if ids.record != nil {
		// A cancelled write could leave rows in the record that this process would issue again.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), issueFor)
		defer cancel()
		stand, err := ids.record.GivePersonIDs(ctx, rows)
		if err != nil {
			return err
		}
		if rows = ids.next(stand); rows == nil {
			if rows, err = record.AllPersonIDs(ctx, ids.record, ids.last); err != nil {
				return err
			}
		}
	}
	ids.mu.Lock()
	defer ids.mu.Unlock()
	for _, r := range rows {
		ids.add(r)
	}
	return nil
}

// next returns rows if they follow the last known one, and nil if rows of other nodes stand
// before or between them.
func (ids *IDs) next(rows []record.PersonID) []record.PersonID {
	for i, r := range rows {
		if r.N != ids.last+1+uint64(i) {
			return nil
		}
	}
	return rows
}

// Rename issues an id, formed from slug, to the part with the id part, and returns it. An
// id that was issued for the same slug and part is returned again.
func (ids *IDs) Rename(ctx context.Context, part, slug string) (string, error) {
	if err := ids.issuing.Lock(ctx); err != nil {
		return "", err
	}
	defer ids.issuing.Unlock()
	for id := slug; ; id = ids.unusedID(slug, "", nil) {
		if row, known := ids.ofID(id); known && row.key == renameMark+part {
			return id, nil
		} else if known {
			continue
		}
		if err := ids.persist(ctx, []record.PersonID{{ID: id, Key: renameMark + part, Another: true}}); err != nil {
			return "", err
		}
		if row, _ := ids.ofID(id); row.key == renameMark+part {
			return id, nil
		}
	}
}

// unusedID returns an id that was not issued and is not in taken.
func (ids *IDs) unusedID(slug, office string, taken map[string]bool) string {
	is := func(id string) bool {
		_, known := ids.ofID(id)
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

// idSuffix returns the satker code without dots, which distinguishes ids of one name;
// empty for other kinds of parts.
func (p *part) idSuffix() string {
	if p.kind != atSatker {
		return ""
	}
	return strings.ReplaceAll(p.base, ".", "")
}
