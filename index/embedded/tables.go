package embedded

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// countedTogether are the fields of keys that nearly every search counts, of
// articles and of quotes. What a document has in all of them stands side by side:
// where matches lie far apart, getting at a document is what counting it costs.
var countedTogether = func() [kinds][]string {
	var out [kinds][]string
	for of := range out {
		for _, key := range []string{index.KeyOfficial, index.KeySatker, index.KeyTopic, index.KeyMonth} {
			out[of] = append(out[of], index.KeyField(index.Of(of), key))
		}
	}
	return out
}()

// A table is fields of keys that are counted together. It numbers the values of
// all of them, the same in all segments.
type table struct {
	columns []*column
	mu      sync.RWMutex
	next    uint32 // number of the next new value; guarded by mu
}

// A column is one field of a table.
type column struct {
	table *table
	field string

	numbers map[string]uint32 // guarded by table.mu, as what follows
	list    []valueNumber

	grouped atomic.Pointer[groups] // as they were asked for last
}

// A valueNumber is a value of a column and its number in the table.
type valueNumber struct {
	value  string
	number uint32
}

func newTable(fields ...string) *table {
	t := new(table)
	for _, field := range fields {
		t.columns = append(t.columns, &column{table: t, field: field, numbers: make(map[string]uint32)})
	}
	return t
}

// size returns how many values the table has.
func (t *table) size() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return int(t.next)
}

// number returns the number of a value, a new one for a new value.
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

// values returns all values in the order of their numbers. The list is not to be
// changed.
func (c *column) values() []valueNumber {
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	return c.list
}

// tables are those of all fields that were ever asked for.
type tables struct {
	mu     sync.Mutex
	fields map[string]*column
	list   []*table
}

// column returns that of a field.
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

// all returns the tables that there are.
func (t *tables) all() []*table {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.list
}

// ordinals returns those of the fields of a table. They are worked out once for a
// segment.
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
