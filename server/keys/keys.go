// Package keys makes and checks the API keys of the service: their scopes, the satker that
// they are limited to, and their expiry.
//
// A key is a fixed prefix and 256 random bits, shown once when it is made. The record
// holds only its SHA-256. A fast hash is enough, because keys cannot be guessed. This
// package never writes a key to a log or an error.
package keys

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"warta/index"
	"warta/index/archive"
)

// Prefix begins every key, so that people and secret scanners recognize it.
const Prefix = "warta_"

// A Scope is a right of a key.
type Scope string

// The scopes. Every key may read; Admin may do everything.
const (
	Read   Scope = "read"
	Ingest Scope = "ingest" // send articles, and remove them again
	Staff  Scope = "staff"  // see explanations, correct quotes and people
	Admin  Scope = "admin"  // keys, restoring, rebuilding
)

// Scopes lists all scopes.
var Scopes = []Scope{Read, Ingest, Staff, Admin}

// A Store keeps keys; [archive.Keyring] keeps them in the record. Its errors have
// the kinds of [index.Error].
type Store interface {
	// AddKey stores a new key, in the name of the key with the id by. It returns once the
	// new key is on disk.
	AddKey(ctx context.Context, k archive.Key, by string) error
	// Keys lists all keys, revoked and expired ones too, oldest first.
	Keys(ctx context.Context) ([]archive.Key, error)
	// KeyByHash finds a key by its hash, also an expired or revoked one; NotFound if
	// there is none.
	KeyByHash(ctx context.Context, hash [32]byte) (archive.Key, error)
	// RevokeKey revokes a key, in the name of the key with the id by; NotFound if there
	// is no such id. The time of the first revocation stays.
	RevokeKey(ctx context.Context, id string, at time.Time, by string) error
	// TouchKey stores when a key was used.
	TouchKey(ctx context.Context, id string, at time.Time) error
}

// A Spec describes a new key.
type Spec struct {
	Name    string    // whose it is, 1 to MaxName characters
	Scopes  []Scope   // at least one
	Satker  []string  // limits Ingest to these offices' sites; empty: no limit
	Expires time.Time // zero: never
	By      string    // id of the key that asks for it; empty: the command line
}

// MaxName and MaxSatker bound a [Spec].
const (
	MaxName   = 100 // characters
	MaxSatker = 600 // offices
)

// touchEvery is the precision of the time of last use. Storing it with each use would turn
// every read into a write.
const touchEvery = time.Minute

const (
	// findFor bounds the look for a key in the store.
	findFor = 2 * time.Second
	// keptFor is for how long a key that was found stays valid while the store does not answer.
	keptFor = 5 * time.Minute
	// maxKept is the largest number of keys that are kept for that. The first key beyond it
	// drops those before it.
	maxKept = 10_000
)

// ErrUnknown reports an unknown, expired or revoked key. Callers cannot tell the three
// apart.
var ErrUnknown = errors.New("keys: unknown, expired or revoked key")

// A Ring holds the keys of one service. It is safe for concurrent use.
type Ring struct {
	store Store
	now   func() time.Time

	mu      sync.Mutex
	touched map[string]time.Time // by id of the key
	kept    map[[sha256.Size]byte]keptKey
}

// A keptKey is a key as the store had it.
type keptKey struct {
	key archive.Key
	at  time.Time
}

// NewRing returns a ring over a store. Time comes from now; nil means time.Now.
func NewRing(store Store, now func() time.Time) *Ring {
	if now == nil {
		now = time.Now
	}
	return &Ring{store: store, now: now, touched: map[string]time.Time{}, kept: map[[sha256.Size]byte]keptKey{}}
}

// Add makes a key and returns it with its secret, which is not stored.
func (r *Ring) Add(ctx context.Context, w Spec) (secret string, k archive.Key, err error) {
	now := r.now().UTC().Truncate(time.Second)
	if err := w.validate(now); err != nil {
		return "", k, err
	}
	secret = newSecret()
	k = archive.Key{
		ID: newID(), Hash: sha256.Sum256([]byte(secret)), Name: w.Name,
		Satker: slices.Compact(slices.Sorted(slices.Values(w.Satker))), Created: now,
	}
	for _, s := range Scopes { // in this order, once each
		if slices.Contains(w.Scopes, s) {
			k.Scopes = append(k.Scopes, string(s))
		}
	}
	if !w.Expires.IsZero() {
		k.Expires = w.Expires.UTC().Truncate(time.Second)
	}
	if err := r.store.AddKey(ctx, k, w.By); err != nil {
		return "", archive.Key{}, fmt.Errorf("add a key: %w", err)
	}
	return secret, k, nil
}

// List returns all keys, oldest first.
func (r *Ring) List(ctx context.Context) ([]archive.Key, error) { return r.store.Keys(ctx) }

// Revoke revokes a key at once, in the name of the key with the id by.
func (r *Ring) Revoke(ctx context.Context, id, by string) error {
	return r.store.RevokeKey(ctx, id, r.now().UTC().Truncate(time.Second), by)
}

// Find returns the valid key with a secret, or [ErrUnknown]. While the store does not answer,
// a key that it had in the last minutes (keptFor) is valid; other keys are an error of kind
// [index.Unavailable].
func (r *Ring) Find(ctx context.Context, secret string) (archive.Key, error) {
	if !wellFormed(secret) {
		return archive.Key{}, ErrUnknown
	}
	hash := sha256.Sum256([]byte(secret))
	now := r.now().UTC()
	k, stored, err := r.look(ctx, hash, now)
	if err != nil {
		return archive.Key{}, err
	}
	inForce := k.Revoked.IsZero() && (k.Expires.IsZero() || now.Before(k.Expires))
	// The comparison in constant time does not rely on the index of the store.
	if subtle.ConstantTimeCompare(hash[:], k.Hash[:]) != 1 || !inForce {
		return archive.Key{}, ErrUnknown
	}
	if stored {
		r.touch(ctx, k.ID, now)
	}
	return k, nil
}

// look returns the key with a hash, and whether the store has answered.
func (r *Ring) look(ctx context.Context, hash [sha256.Size]byte, now time.Time) (k archive.Key, stored bool, err error) {
	within, cancel := context.WithTimeout(ctx, findFor)
	defer cancel()
	k, err = r.store.KeyByHash(within, hash)
	late := errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err == nil:
		if _, known := r.kept[hash]; !known && len(r.kept) >= maxKept {
			clear(r.kept)
		}
		r.kept[hash] = keptKey{k, now}
		return k, true, nil
	case index.KindOf(err) == index.NotFound:
		delete(r.kept, hash)
		return archive.Key{}, true, ErrUnknown
	case late || index.KindOf(err) == index.Unavailable:
		if one, ok := r.kept[hash]; ok && now.Sub(one.at) < keptFor {
			return one.key, false, nil
		}
		if late {
			err = &index.Error{Kind: index.Unavailable, Op: "keys.Find", Text: "keys cannot be looked up at present; try again in a moment", Err: err}
		}
	}
	return archive.Key{}, false, fmt.Errorf("find a key: %w", err)
}

// touch stores the use of a key, at most once a minute. A failure is tried again with a
// later use, because a record that cannot be written to must not stop reading.
func (r *Ring) touch(ctx context.Context, id string, now time.Time) {
	r.mu.Lock()
	due := now.Sub(r.touched[id]) >= touchEvery
	if due {
		r.touched[id] = now
	}
	r.mu.Unlock()
	if due && r.store.TouchKey(ctx, id, now.Truncate(time.Minute)) != nil {
		r.mu.Lock()
		delete(r.touched, id)
		r.mu.Unlock()
	}
}

// May reports whether a key has a scope.
func May(k archive.Key, s Scope) bool {
	return s == Read || slices.Contains(k.Scopes, string(s)) || slices.Contains(k.Scopes, string(Admin))
}

// Limited reports whether a key may write only articles of some offices.
func Limited(k archive.Key) bool {
	return len(k.Satker) > 0 && !slices.Contains(k.Scopes, string(Admin))
}

// MayWrite reports whether a key may write and remove the articles on the site
// of an office, given by its code; "" is a site that is no office's.
func MayWrite(k archive.Key, satker string) bool {
	return May(k, Ingest) && (!Limited(k) || satker != "" && slices.Contains(k.Satker, satker))
}

func (w Spec) validate(now time.Time) error {
	fault := func(field, format string, args ...any) error {
		return &index.Error{Kind: index.Invalid, Op: "keys.Add", Field: field, Text: fmt.Sprintf(format, args...)}
	}
	if w.Name == "" || utf8.RuneCountInString(w.Name) > MaxName || !printable(w.Name) {
		return fault("name", "name must say whose key it is, in 1 to %d characters, none of them a control character", MaxName)
	}
	if len(w.Scopes) == 0 {
		return fault("scopes", "a key needs at least one of the scopes %v", Scopes)
	}
	for _, s := range w.Scopes {
		if !slices.Contains(Scopes, s) {
			return fault("scopes", "there is no scope %.40q; choose from %v", string(s), Scopes)
		}
	}
	if len(w.Satker) > MaxSatker {
		return fault("satker", "a key can be limited to at most %d offices", MaxSatker)
	}
	if len(w.Satker) > 0 && !slices.Contains(w.Scopes, Ingest) {
		return fault("satker", "a limit to offices needs the scope %s", Ingest)
	}
	if !w.Expires.IsZero() && !w.Expires.After(now) {
		return fault("expires", "expires must lie in the future")
	}
	return nil
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// encoding keeps keys to letters and digits, so that a double click takes a
// whole one.
var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program rather
	return Prefix + encoding.EncodeToString(b[:])
}

func newID() string {
	var b [6]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// wellFormed turns away what cannot be a key before anything is asked of the
// store.
func wellFormed(secret string) bool {
	rest, ok := strings.CutPrefix(secret, Prefix)
	if !ok || len(rest) != encoding.EncodedLen(32) {
		return false
	}
	_, err := encoding.DecodeString(rest)
	return err == nil
}
