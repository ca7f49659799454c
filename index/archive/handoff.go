package archive

import (
	"sync"

	"warta/analyzers/article"
)

// A handoff passes readings from Put, which needed them for its answer, to the
// follower, which would have to read the article again. It may lose any of
// them. What is in it is never changed.
type handoff struct {
	mu    sync.Mutex
	bySeq map[uint64]handed
	order []uint64 // oldest first
	size  int
}

type handed struct {
	art  *article.Article
	size int
}

// handoffBytes bounds what waits for the follower, as text received.
const handoffBytes = 24 << 20

func newHandoff() *handoff { return &handoff{bySeq: map[uint64]handed{}} }

func (h *handoff) put(seq uint64, art *article.Article, size int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bySeq[seq] = handed{art: art, size: size}
	h.order = append(h.order, seq)
	for h.size += size; h.size > handoffBytes && len(h.order) > 0; {
		h.forget()
	}
}

// get returns the reading of the change seq, or nil.
func (h *handoff) get(seq uint64) *article.Article {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.bySeq[seq].art
}

// done forgets what every follower has taken in.
func (h *handoff) done(mark uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.order) > 0 && h.order[0] <= mark {
		h.forget()
	}
}

func (h *handoff) forget() {
	h.size -= h.bySeq[h.order[0]].size
	delete(h.bySeq, h.order[0])
	h.order = h.order[1:]
}
