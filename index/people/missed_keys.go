package people

import (
	"strings"
	"sync"
)

// missedKeys are raw keys that were asked for and not known: a caller that keeps the
// answer must ask again once one of them is met.
type missedKeys struct {
	mu       sync.Mutex
	keys     map[string]struct{}
	overflow bool // there were more than maxMissed
}

// maxMissed is how many keys are noted, each. Of more, any that is met counts.
const maxMissed = 1 << 14

func (m *missedKeys) add(raw string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.keys[raw]; known {
		return
	}
	if m.overflow = m.overflow || len(m.keys) >= maxMissed; m.overflow {
		return
	}
	if m.keys == nil {
		m.keys = make(map[string]struct{})
	}
	m.keys[strings.Clone(raw)] = struct{}{}
}

// met reports whether one of the keys was missed. Those that were are not missed
// any more.
func (m *missedKeys) take(keys []string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := false
	for _, raw := range keys {
		if _, missed := m.keys[raw]; missed || m.overflow {
			found = true
			delete(m.keys, raw)
		}
	}
	if found && m.overflow {
		m.overflow = false
		clear(m.keys)
	}
	return found
}
