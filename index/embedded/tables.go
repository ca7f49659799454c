package embedded

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// countedTogether are the key fields that nearly every search counts, of articles and of
// quotes. The values of a document in these fields are adjacent in memory, because a cache
// miss per document dominates the cost of counting sparse matches.
var countedTogether = func() [kinds][]string {
	var out [kinds][]string
	for of := range out {
		for _, key := range []string{index.KeyOfficial, index.KeySatker, index.KeyTopic, index.KeyMonth} {
			out[of] = append(out[of], index.KeyField(index.Of(of), key))
		}
	}
	return out
}()

// A table is a set of key fields that are counted together. It numbers the values of all
// of them; a number is the same in all segments. A table is safe for concurrent use.
type table struct {
	columns []*column
	mu      sync.RWMutex // guards next, and numbers and list of the columns
	next    uint32       // number of the next new value
}

// A column is one field of a table.
type column struct {
	table *table
	field string

	numbers map[string]uint32 // by value; guarded by table.mu
	list    []valueNumber     // append-only; guarded by table.mu

	grouped atomic.Pointer[groups]            // of the last grouping; nil: none yet
	dated   atomic.Pointer[index.DatedGroups] // the last ones; nil: none yet
}

// A valueNumber is a value of a column and its number in the table.
type valueNumber struct {
	value  string
	number uint32
}

// newTable returns a table without values.
func newTable(fields ...string) *table {
	t := new(table)
	for _, field := range fields {
		t.columns = append(t.columns, &column{table: t, field: field, numbers: make(map[string]uint32)})
	}
	return t
}

// size returns the number of values of the table.
func (t *table) size() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return int(t.next)
}

// number returns the number of a value. It assigns one to a new value.
func (c *column) number(value string) uint32 {
	c.table.mu.Lock()
	defer c.table.mu.Unlock()
	n, known := c.numbers[value]
	if !known {
		n = c.table.next
		c.table.next++
		value = strings.Clone(value)
		c.numbers[value] = n
		c.list = append(c.list, valueNumber{value, n})
	}
	return n
}

// find returns the number of a value, if it has one.
func (c *column) find(value string) (uint32, bool) {
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	n, known := c.numbers[value]
	return n, known
}

// values returns all values in the order of their numbers. The caller must not change the
// list.
func (c *column) values() []valueNumber {
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	return c.list
}

// tables are the tables of all fields that were requested since the engine was opened. The
// type is safe for concurrent use.
type tables struct {
	mu     sync.Mutex
	fields map[string]*column
	list   []*table // append-only
}

// column returns the column of a field. It creates the table of a new field.
func (t *tables) column(field string) *column {
	t.mu.Lock()
	defer t.mu.Unlock()
	if c := t.fields[field]; c != nil {
		return c
	}
	if t.fields == nil {
		t.fields = make(map[string]*column)
	}
	fields := []string{field}
	for _, together := range countedTogether {
		for _, other := range together {
			if other == field {
				fields = together
			}
		}
	}
	made := newTable(fields...)
	t.list = append(t.list, made)
	for _, c := range made.columns {
		t.fields[c.field] = c
	}
	return t.fields[field]
}

// all returns all tables. The caller must not change the list.
func (t *tables) all() []*table {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.list
}

// ordinals returns the ordinals of a table, computed once for a segment.
func (s *segment) ordinals(t *table) (*ordinals, error) {
	if found, ok := s.columns.facets.Load(t); ok {
		return found.(*ordinals), nil
	}
	var numbers []uint32
	var sets []*roaring.Bitmap
	for _, c := range t.columns {
		err := s.terms(c.field, nil, nil, false, func(term string, list postings.PostingsList) error {
			numbers = append(numbers, c.number(term))
			sets = append(sets, documents(list))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	starts := make([]uint32, s.size+1)
	for _, set := range sets {
		for it := set.Iterator(); it.HasNext(); {
			starts[it.Next()+1]++
		}
	}
	for doc := range s.size {
		starts[doc+1] += starts[doc]
	}
	values := make([]uint32, starts[s.size])
	next := append([]uint32(nil), starts...)
	for i, set := range sets {
		for it := set.Iterator(); it.HasNext(); {
			doc := it.Next()
			values[next[doc]] = numbers[i]
			next[doc]++
		}
	}
	found, _ := s.columns.facets.LoadOrStore(t, newOrdinals(starts, values))
	return found.(*ordinals), nil
}
