package archive

import (
	"slices"
	"sync"
	"time"

	"warta/analyzers/article"
	"warta/index/record"
)

// A handoff passes readings from Put, which needed them for its answer, to the
// follower, which would otherwise read the article again. It may drop any reading. Its
// readings are never modified.
//
// A reading is offered under its handoffKey before its change is written, so that no
// follower sees the change before the reading.
type handoff struct {
	mu    sync.Mutex
	known map[handoffKey]*handed
	order []*handed // oldest first
	size  int
}

// A handoffKey holds everything that a reading depends on.
type handoffKey struct {
	received record.Received
	asOf     string // day of the article's first receipt
	on       string // day of the receipt
}

type handed struct {
	key  handoffKey
	art  *article.Article // without ids
	size int
	seq  uint64 // of the change; 0 until it is written
}

// handoffBytes bounds the readings that wait for the follower, in bytes of received text.
const handoffBytes = 24 << 20

func newHandoff() *handoff { return &handoff{known: map[handoffKey]*handed{}} }

// offer stores a reading until its change is settled. It returns nil where a reading is
// already offered under the same key.
func (h *handoff) offer(key handoffKey, art *article.Article, size int) *handed {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known[key] != nil {
		return nil
	}
	o := &handed{key: key, art: art, size: size}
	h.known[key] = o
	h.order = append(h.order, o)
	for h.size += size; h.size > handoffBytes && len(h.order) > 0; {
		h.forget(h.order[0])
		h.order = h.order[1:]
	}
	return o
}

// settle records the change of an offered reading. With seq 0 no change was written, and
// the reading is dropped.
func (h *handoff) settle(o *handed, seq uint64) {
	if o == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if o.seq = seq; seq == 0 {
		h.forgetIf(func(other *handed) bool { return other == o })
	}
}

// get returns the reading under key, or nil.
func (h *handoff) get(key handoffKey) *article.Article {
	h.mu.Lock()
	defer h.mu.Unlock()
	if o := h.known[key]; o != nil {
		return o.art
	}
	return nil
}

// done drops the readings that every follower has applied.
func (h *handoff) done(mark uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forgetIf(func(o *handed) bool { return o.seq != 0 && o.seq <= mark })
}

func (h *handoff) forgetIf(f func(*handed) bool) {
	h.order = slices.DeleteFunc(h.order, func(o *handed) bool {
		if f(o) {
			h.forget(o)
			return true
		}
		return false
	})
}

// forget removes o from all fields but order.
func (h *handoff) forget(o *handed) {
	h.size -= o.size
	delete(h.known, o.key)
}

// handed returns the reading that Put handed over for a change, or nil.
func (a *Archive) handed(c record.Change) *article.Article {
	read := a.fresh.get(handoffKey{c.Received, c.AsOf, c.At.In(record.WIB).Format(time.DateOnly)})
	if read == nil {
		return nil
	}
	art := *read
	identify(&art, c.ID)
	return &art
}
