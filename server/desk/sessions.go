package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

// A Session is one sign-in.
type Session struct {
	Secret string    // of the key; each request looks it up, so that revoking the key ends the session
	CSRF   string    // forms must send it
	Until  time.Time // the end
}

// Sessions keeps the sessions of staff by token. Implementations are safe for
// concurrent use.
type Sessions interface {
	// Begin keeps a session and returns its token, which cannot be guessed.
	Begin(ctx context.Context, s Session, now time.Time) (token string, err error)
	// Find returns the session of a token; false if there is none or it has ended.
	Find(ctx context.Context, token string, now time.Time) (Session, bool, error)
	// End removes the session of a token, if there is one that has not ended.
	End(ctx context.Context, token string, now time.Time) error
}

// maxSessions bounds the sessions in memory; the one that ends first makes room.
const maxSessions = 1000

// Memory keeps sessions until the process ends. The zero value is empty.
type Memory struct {
	mu     sync.Mutex
	byHash map[[sha256.Size]byte]Session // by the hash of the token
}

// newToken returns 256 random bits as text.
func newToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Begin implements [Sessions].
func (m *Memory) Begin(_ context.Context, s Session, now time.Time) (string, error) {
	token := newToken()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byHash == nil {
		m.byHash = make(map[[sha256.Size]byte]Session)
	}
	var first [sha256.Size]byte
	var until time.Time
	for hash, other := range m.byHash {
		if !now.Before(other.Until) {
			delete(m.byHash, hash)
		} else if until.IsZero() || other.Until.Before(until) {
			first, until = hash, other.Until
		}
	}
	if len(m.byHash) >= maxSessions {
		delete(m.byHash, first)
	}
	m.byHash[sha256.Sum256([]byte(token))] = s
	return token, nil
}

// Find implements [Sessions].
func (m *Memory) Find(_ context.Context, token string, now time.Time) (Session, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.byHash[sha256.Sum256([]byte(token))]
	return s, ok && now.Before(s.Until), nil
}

// End implements [Sessions].
func (m *Memory) End(_ context.Context, token string, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.byHash, sha256.Sum256([]byte(token)))
	return nil
}
