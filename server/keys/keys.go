// Package keys makes and checks the API keys of the service: what each may do,
// on whose sites, and until when.
//
// A key is 256 random bits behind a fixed word, shown once when it is made. The
// record holds its SHA-256 alone: a fast hash is right here, since what is hashed
// cannot be guessed. Nothing in this package writes a key to a log or an error.
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
)

// Prefix begins every key, so that people and secret scanners know one when they
// see it.
const Prefix = "warta_"

// A Scope is one thing that a key may do.
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

// A Store keeps keys; index.Keyring has them in the record. Its errors have
// the kinds of [index.Error].
type Store interface {
	// AddKey keeps a new key, in the name of the one with the id by. It answers once
	// the key is on disk.
	AddKey(ctx context.Context, k index.Key, by string) error
	// Keys lists all keys, revoked and expired ones too, oldest first.
	Keys(ctx context.Context) ([]index.Key, error)
	// KeyByHash finds a key by its hash, whatever its state; NotFound where there
	// is none.
	KeyByHash(ctx context.Context, hash [32]byte) (index.Key, error)
	// RevokeKey ends a key for good, in the name of the one with the id by; NotFound where there is no such id. The time
	// of the first revocation stays.
	RevokeKey(ctx context.Context, id string, at time.Time, by string) error
	// TouchKey notes that a key was used.
	TouchKey(ctx context.Context, id string, at time.Time) error
}

// A Wish says what a new key shall be.
type Wish struct {
	Name    string    // whose it is, 1 to MaxName bytes
	Scopes  []Scope   // at least one
	Satker  []string  // limits Ingest to these offices' sites; empty: no limit
	Expires time.Time // zero: never
	By      string    // id of the key that wishes it; empty: the command line
}

// MaxName and MaxSatker bound a [Wish].
const (
	MaxName   = 100 // bytes
	MaxSatker = 600 // offices
)

// touchEvery is how exact the time of last use is: noting it more often would
// turn every read into a write.
const touchEvery = time.Minute

// ErrUnknown says that a key is not one of ours, or no longer: the three cases
// look alike from outside.
var ErrUnknown = errors.New("keys: unknown, expired or revoked key")

// A Ring holds the keys of one service. It is safe for concurrent use.
type Ring struct {
	store Store
	now   func() time.Time

	mu      sync.Mutex
	touched map[string]time.Time // by id of the key
}

// NewRing returns a ring over a store. Time comes from now; nil means time.Now.
func NewRing(store Store, now func() time.Time) *Ring {
	if now == nil {
		now = time.Now
	}
	return &Ring{store: store, now: now, touched: map[string]time.Time{}}
}

// Add makes a key and returns it with its secret, which nobody can show again.
func (r *Ring) Add(ctx context.Context, w Wish) (secret string, k index.Key, err error) {
	now := r.now().UTC().Truncate(time.Second)
	if err := w.validate(now); err != nil {
		return "", k, err
	}
	secret = newSecret()
	k = index.Key{
		ID: newID(), Hash: sha256.Sum256([]byte(secret)), Name: w.Name,
		Satker: slices.Compact(slices.Sorted(slices.Values(w.Satker))), Created: now,
	}
	for _, s := range Scopes { // in their order, once each
		if slices.Contains(w.Scopes, s) {
			k.Scopes = append(k.Scopes, string(s))
		}
	}
	if !w.Expires.IsZero() {
		k.Expires = w.Expires.UTC().Truncate(time.Second)
	}
	if err := r.store.AddKey(ctx, k, w.By); err != nil {
		return "", index.Key{}, fmt.Errorf("add a key: %w", err)
	}
	return secret, k, nil
}

// List returns all keys, oldest first.
func (r *Ring) List(ctx context.Context) ([]index.Key, error) { return r.store.Keys(ctx) }

// Revoke ends a key at once and for good, in the name of the one with the id by.
func (r *Ring) Revoke(ctx context.Context, id, by string) error {
	return r.store.RevokeKey(ctx, id, r.now().UTC().Truncate(time.Second), by)
}

// Find returns the key that a secret is, or [ErrUnknown].
func (r *Ring) Find(ctx context.Context, secret string) (index.Key, error) {
	if !wellFormed(secret) {
		return index.Key{}, ErrUnknown
	}
	hash := sha256.Sum256([]byte(secret))
	k, err := r.store.KeyByHash(ctx, hash)
	switch {
	case index.KindOf(err) == index.NotFound:
		return index.Key{}, ErrUnknown
	case err != nil:
		return index.Key{}, fmt.Errorf("find a key: %w", err)
	}
	now := r.now().UTC()
	inForce := k.Revoked.IsZero() && (k.Expires.IsZero() || now.Before(k.Expires))
	// The store compares hashes, of which a caller cannot choose even a byte;
	// comparing once more in constant time costs nothing and trusts no index.
	if subtle.ConstantTimeCompare(hash[:], k.Hash[:]) != 1 || !inForce {
		return index.Key{}, ErrUnknown
	}
	r.touch(ctx, k.ID, now)
	return k, nil
}

// touch notes the use of a key, at most once a minute. A record that cannot be
// written to must not stop reading, so a failure only means a later try.
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

// May reports whether a key may do what a scope stands for.
func May(k index.Key, s Scope) bool {
	return s == Read || slices.Contains(k.Scopes, string(s)) || slices.Contains(k.Scopes, string(Admin))
}

// Limited reports whether a key may write articles of some offices only.
func Limited(k index.Key) bool {
	return len(k.Satker) > 0 && !slices.Contains(k.Scopes, string(Admin))
}

// MayWrite reports whether a key may write and remove the articles on the site
// of an office, given by its code; "" is a site that is no office's.
func MayWrite(k index.Key, satker string) bool {
	return May(k, Ingest) && (!Limited(k) || satker != "" && slices.Contains(k.Satker, satker))
}

func (w Wish) validate(now time.Time) error {
	fault := func(field, format string, args ...any) error {
		return &index.Error{Kind: index.Invalid, Op: "keys.Add", Field: field, Text: fmt.Sprintf(format, args...)}
	}
	if w.Name == "" || len(w.Name) > MaxName || !printable(w.Name) {
		return fault("name", "name must say whose key it is, in 1 to %d bytes without control characters", MaxName)
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
