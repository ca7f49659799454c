package people

import (
	"strings"
	"sync"
)

// missedKeys records lookups of unknown raw keys. When one of them is learned, cached
// lookups are invalid.
type missedKeys struct {
	mu       sync.Mutex
	keys     map[string]struct{}
	overflow bool // more than maxMissed keys were looked up
}

// maxMissed limits the recorded keys. Beyond that, any newly learned key invalidates
// cached lookups.
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

// take reports whether one of the keys was looked up in vain before, and removes the keys
// from the record.
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
