package tables

import (
	"context"
	"fmt"
	"sync"

	"warta/index/record"
)

// NewIDs gives ids to people in memory, over those of a record that takes no writes. It is safe
// for concurrent use.
type NewIDs struct {
	of   record.People
	none bool // no new ids are given

	mu   sync.Mutex
	list []record.PersonID // by number; nil: not loaded yet
	id   map[string]int    // place in list by id
	key  map[string]int    // place of the first one with this key
}

// NewIDsOver returns the ids of a record, to which more can be given.
func NewIDsOver(of record.People) *NewIDs { return &NewIDs{of: of} }

// NoNewIDs returns the ids of a record alone: GivePersonIDs fails with [record.ErrSealed] where
// another one would have to be given.
func NoNewIDs(of record.People) *NewIDs { return &NewIDs{of: of, none: true} }

// GivePersonIDs implements [record.People].
func (n *NewIDs) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.load(ctx); err != nil {
		return nil, err
	}
	stand := make([]record.PersonID, len(want))
	for i, w := range want {
		at, there := n.id[w.ID]
		if !there && !w.Another {
			at, there = n.key[w.Key]
		}
		if !there && n.none {
			return nil, fmt.Errorf("give an id to a person: %w", record.ErrSealed)
		}
		if !there {
			at = n.add(record.PersonID{N: n.last() + 1, ID: w.ID, Key: w.Key})
		}
		stand[i] = n.list[at]
	}
	return stand, nil
}

// PersonIDsAfter implements [record.People].
func (n *NewIDs) PersonIDsAfter(ctx context.Context, after uint64, most int) ([]record.PersonID, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.load(ctx); err != nil {
		return nil, err
	}
	var found []record.PersonID
	for _, p := range n.list {
		if p.N > after && len(found) < most {
			found = append(found, p)
		}
	}
	return found, nil
}

// load reads the ids of the record, once.
func (n *NewIDs) load(ctx context.Context) error {
	if n.list != nil {
		return nil
	}
	list, err := record.AllPersonIDs(ctx, n.of, 0)
	if err != nil {
		return err
	}
	n.list, n.id, n.key = []record.PersonID{}, map[string]int{}, map[string]int{}
	for _, p := range list {
		n.add(p)
	}
	return nil
}

func (n *NewIDs) add(p record.PersonID) (at int) {
	at = len(n.list)
	n.list = append(n.list, p)
	n.id[p.ID] = at
	if _, there := n.key[p.Key]; !there {
		n.key[p.Key] = at
	}
	return at
}

func (n *NewIDs) last() uint64 {
	if len(n.list) == 0 {
		return 0
	}
	return n.list[len(n.list)-1].N
}

// ReadOnly is a Database that takes no writes.
type ReadOnly struct{ Database }

// Submit implements [Database].
func (ReadOnly) Submit(context.Context, *Job) error { return record.ErrSealed }
