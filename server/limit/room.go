package limit

import "sync"

// A Room limits the total and per-name bytes in flight. Requests over a limit are refused,
// not queued. A Room is safe for concurrent use.
type Room struct {
	total, share int

	mu   sync.Mutex
	used int
	by   map[string]int // never 0
}

// NewRoom returns an empty room for total bytes, at most share of them for each name.
func NewRoom(total, share int) *Room {
	return &Room{total: total, share: share, by: map[string]int{}}
}

// Take takes n bytes for a name; false if they do not fit.
func (r *Room) Take(name string, n int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n <= 0 {
		return true
	}
	if r.used+n > r.total || r.by[name]+n > r.share {
		return false
	}
	r.used += n
	r.by[name] += n
	return true
}

// Give gives back n bytes that were taken for a name.
func (r *Room) Give(name string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= n
	if r.by[name] -= n; r.by[name] == 0 {
		delete(r.by, name)
	}
}

// Used returns how many bytes are taken.
func (r *Room) Used() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.used
}
