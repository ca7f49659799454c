package keys

import (
	"context"
	"slices"
	"sync"
	"time"

	"warta/index"
	"warta/index/archive"
)

// Memory is a [Store] in memory, for tests and for a service without writers. The zero value
// is ready to use.
type Memory struct {
	mu   sync.Mutex
	keys []archive.Key
}

var errNoKey = &index.Error{Kind: index.NotFound, Op: "keys.Memory", Text: "there is no such key"}

// AddKey implements [Store].
func (m *Memory) AddKey(_ context.Context, k archive.Key, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys = append(m.keys, k)
	return nil
}

// Keys implements [Store].
func (m *Memory) Keys(context.Context) ([]archive.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.keys), nil
}

// KeyByHash implements [Store].
func (m *Memory) KeyByHash(_ context.Context, hash [32]byte) (archive.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i := slices.IndexFunc(m.keys, func(k archive.Key) bool { return k.Hash == hash }); i >= 0 {
		return m.keys[i], nil
	}
	return archive.Key{}, errNoKey
}

// RevokeKey implements [Store].
func (m *Memory) RevokeKey(_ context.Context, id string, at time.Time, _ string) error {
	return m.change(id, func(k *archive.Key) {
		if k.Revoked.IsZero() {
			k.Revoked = at
		}
	})
}

// TouchKey implements [Store].
func (m *Memory) TouchKey(_ context.Context, id string, at time.Time) error {
	return m.change(id, func(k *archive.Key) { k.LastUsed = at })
}

func (m *Memory) change(id string, f func(*archive.Key)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.keys, func(k archive.Key) bool { return k.ID == id })
	if i < 0 {
		return errNoKey
	}
	f(&m.keys[i])
	return nil
}
