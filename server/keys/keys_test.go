package keys_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/server/keys"
)

// clock is a time that a test moves by hand.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func newRing(t *testing.T) (*keys.Ring, *clock) {
	t.Helper()
	c := &clock{time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)}
	return keys.NewRing(&keys.Memory{}, c.now), c
}

func add(t *testing.T, r *keys.Ring, w keys.Spec) (string, archive.Key) {
	t.Helper()
	secret, k, err := r.Add(t.Context(), w)
	if err != nil {
		t.Fatalf("Add(%+v): %v", w, err)
	}
	return secret, k
}

func TestKeyIsFoundByItsSecretAlone(t *testing.T) {
	t.Parallel()
	r, _ := newRing(t)
	secret, k := add(t, r, keys.Spec{Name: "Humas Jateng", Scopes: []keys.Scope{keys.Ingest}})
	other, _ := add(t, r, keys.Spec{Name: "Humas Jatim", Scopes: []keys.Scope{keys.Ingest}})
	if secret == other {
		t.Fatal("two keys are the same")
	}
	if !strings.HasPrefix(secret, keys.Prefix) || len(secret) != len(keys.Prefix)+52 {
		t.Errorf("secret has %d bytes, want %q and 52 letters and digits (256 bits)", len(secret), keys.Prefix)
	}
	got, err := r.Find(t.Context(), secret)
	if err != nil || got.ID != k.ID {
		t.Errorf("Find gave %s, %v; want %s", got.ID, err, k.ID)
	}
	all, err := r.List(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("List gave %d keys, %v; want 2", len(all), err)
	}
	for name, wrong := range map[string]string{
		"nothing":              "",
		"the word alone":       keys.Prefix,
		"the id":               k.ID,
		"the hash":             keys.Prefix + string(k.Hash[:]),
		"one letter changed":   secret[:len(secret)-2] + flip(secret[len(secret)-2]) + secret[len(secret)-1:],
		"one letter too many":  secret + "a",
		"upper case":           strings.ToUpper(secret),
		"a megabyte of prefix": strings.Repeat(keys.Prefix, 1<<17),
	} {
		if _, err := r.Find(t.Context(), wrong); !errors.Is(err, keys.ErrUnknown) {
			t.Errorf("%s: got %v, want ErrUnknown", name, err)
		}
	}
}

func flip(c byte) string {
	if c == 'a' {
		return "b"
	}
	return "a"
}

func TestKeyEndsByRevocationAndByTime(t *testing.T) {
	t.Parallel()
	r, c := newRing(t)
	lasting, k := add(t, r, keys.Spec{Name: "lasting", Scopes: []keys.Scope{keys.Read}})
	short, _ := add(t, r, keys.Spec{Name: "short", Scopes: []keys.Scope{keys.Read}, Expires: c.t.Add(time.Hour)})

	c.t = c.t.Add(time.Hour - time.Second)
	if _, err := r.Find(t.Context(), short); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	c.t = c.t.Add(time.Second)
	if _, err := r.Find(t.Context(), short); !errors.Is(err, keys.ErrUnknown) {
		t.Errorf("at its end: got %v, want ErrUnknown", err)
	}
	if err := r.Revoke(t.Context(), k.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Find(t.Context(), lasting); !errors.Is(err, keys.ErrUnknown) {
		t.Errorf("after revocation: got %v, want ErrUnknown", err)
	}
	if err := r.Revoke(t.Context(), "nobody", ""); index.KindOf(err) != index.NotFound {
		t.Errorf("revoking an unknown id: got %v, want not-found", err)
	}
}

// counting counts how often the use of a key is written down.
type counting struct {
	keys.Memory
	touches int
}

func (c *counting) TouchKey(ctx context.Context, id string, at time.Time) error {
	c.touches++
	return c.Memory.TouchKey(ctx, id, at)
}

func TestUseIsNotedOnceAMinute(t *testing.T) {
	t.Parallel()
	c := &clock{time.Date(2025, 11, 5, 8, 0, 30, 0, time.UTC)}
	store := &counting{}
	r := keys.NewRing(store, c.now)
	secret, _ := add(t, r, keys.Spec{Name: "x", Scopes: []keys.Scope{keys.Read}})
	for range 120 { // one use a second
		if _, err := r.Find(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		c.t = c.t.Add(time.Second)
	}
	if store.touches != 2 {
		t.Errorf("120 uses within two minutes were written down %d times, want 2", store.touches)
	}
	all, _ := r.List(t.Context())
	if want := time.Date(2025, 11, 5, 8, 1, 0, 0, time.UTC); !all[0].LastUsed.Equal(want) {
		t.Errorf("last used %v, want %v", all[0].LastUsed, want)
	}
}

func TestWhatAKeyMay(t *testing.T) {
	t.Parallel()
	key := func(satker []string, scopes ...string) archive.Key {
		return archive.Key{Scopes: scopes, Satker: satker}
	}
	for _, c := range []struct {
		name  string
		key   archive.Key
		may   []keys.Scope
		write map[string]bool // by code of the site's office
	}{
		{"a reader reads", key(nil, "read"), []keys.Scope{keys.Read}, map[string]bool{"33.74": false, "": false}},
		{"who ingests reads too", key(nil, "ingest"), []keys.Scope{keys.Read, keys.Ingest}, map[string]bool{"33.74": true, "": true}},
		{"staff does not ingest", key(nil, "staff"), []keys.Scope{keys.Read, keys.Staff}, map[string]bool{"33.74": false}},
		{"an admin may everything", key(nil, "admin"), keys.Scopes, map[string]bool{"33.74": true, "": true}},
		{
			"a limit names the sites", key([]string{"33", "33.74"}, "ingest"),
			[]keys.Scope{keys.Read, keys.Ingest},
			map[string]bool{"33.74": true, "33": true, "33.73": false, "": false},
		},
		{"a limit does not bind an admin", key([]string{"33"}, "ingest", "admin"), keys.Scopes, map[string]bool{"33.73": true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, s := range keys.Scopes {
				want := false
				for _, m := range c.may {
					want = want || m == s
				}
				if got := keys.May(c.key, s); got != want {
					t.Errorf("May(%s) = %v, want %v", s, got, want)
				}
			}
			for code, want := range c.write {
				if got := keys.MayWrite(c.key, code); got != want {
					t.Errorf("MayWrite(%q) = %v, want %v", code, got, want)
				}
			}
		})
	}
}

func TestBadWishesAreRefusedByField(t *testing.T) {
	t.Parallel()
	r, c := newRing(t)
	ingest := []keys.Scope{keys.Ingest}
	for name, tc := range map[string]struct {
		wish  keys.Spec
		field string
	}{
		"no name":              {keys.Spec{Scopes: ingest}, "name"},
		"a name of two lines":  {keys.Spec{Name: "a\nb", Scopes: ingest}, "name"},
		"a name that is long":  {keys.Spec{Name: strings.Repeat("n", keys.MaxName+1), Scopes: ingest}, "name"},
		"no scope":             {keys.Spec{Name: "x"}, "scopes"},
		"a scope we lack":      {keys.Spec{Name: "x", Scopes: []keys.Scope{"root"}}, "scopes"},
		"a limit on a reader":  {keys.Spec{Name: "x", Scopes: []keys.Scope{keys.Read}, Satker: []string{"33"}}, "satker"},
		"an end in the past":   {keys.Spec{Name: "x", Scopes: ingest, Expires: c.t.Add(-time.Second)}, "expires"},
		"too many offices":     {keys.Spec{Name: "x", Scopes: ingest, Satker: make([]string, keys.MaxSatker+1)}, "satker"},
		"an end at this time":  {keys.Spec{Name: "x", Scopes: ingest, Expires: c.t}, "expires"},
		"a name not in UTF-8":  {keys.Spec{Name: "\xff", Scopes: ingest}, "name"},
		"a scope in UPPERCASE": {keys.Spec{Name: "x", Scopes: []keys.Scope{"ADMIN"}}, "scopes"},
	} {
		_, _, err := r.Add(t.Context(), tc.wish)
		e, ok := errors.AsType[*index.Error](err)
		if !ok || e.Kind != index.Invalid || e.Field != tc.field {
			t.Errorf("%s: got %v, want an invalid %s", name, err, tc.field)
		}
	}
	if all, _ := r.List(t.Context()); len(all) != 0 {
		t.Errorf("refused wishes left %d keys", len(all))
	}
}

// away is a store that may be away.
type away struct {
	keys.Store
	err     error
	touched int
}

func (a *away) KeyByHash(ctx context.Context, hash [32]byte) (archive.Key, error) {
	if a.err != nil {
		return archive.Key{}, a.err
	}
	return a.Store.KeyByHash(ctx, hash)
}

func (a *away) TouchKey(ctx context.Context, id string, at time.Time) error {
	a.touched++
	return a.Store.TouchKey(ctx, id, at)
}

func TestAKeyStaysValidForMinutesWhileTheStoreIsAway(t *testing.T) {
	t.Parallel()
	store := &away{Store: &keys.Memory{}}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	ring := keys.NewRing(store, func() time.Time { return now })
	add := func(name string) string {
		secret, _, err := ring.Add(t.Context(), keys.Spec{Name: name, Scopes: []keys.Scope{keys.Read}})
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	known, unknown, revoked := add("known"), add("unknown"), add("revoked")
	k, err := ring.Find(t.Context(), revoked)
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.Revoke(t.Context(), k.ID, ""); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{known, revoked} {
		_, _ = ring.Find(t.Context(), secret) // as the store has it last
	}
	touched := store.touched
	gone := &index.Error{Kind: index.Unavailable, Op: "x", Text: "the record is away"}
	find := func(what, secret string, want error) {
		t.Helper()
		if _, err := ring.Find(t.Context(), secret); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", what, err, want)
		}
	}
	store.err = gone
	now = now.Add(4 * time.Minute)
	find("known", known, nil)
	find("never seen", unknown, gone)
	find("revoked before", revoked, keys.ErrUnknown)
	store.err = errors.New("damaged")
	find("another failure", known, store.err)
	store.err = gone
	now = now.Add(time.Minute)
	find("too long ago", known, gone)
	if store.touched != touched {
		t.Error("the use of a key is stored while the store is away")
	}
	store.err = nil
	find("back", known, nil)
}

// full is a store that has a key for each hash.
type full struct{ keys.Store }

func (full) KeyByHash(_ context.Context, hash [32]byte) (archive.Key, error) {
	return archive.Key{ID: fmt.Sprintf("%x", hash[:8]), Hash: hash, Scopes: []string{"read"}}, nil
}

// The keys that are kept for a store that does not answer are bounded. A key that is kept already
// drops no other.
func TestTheKeysThatAreKeptAreBounded(t *testing.T) {
	t.Parallel()
	store := &away{Store: full{&keys.Memory{}}}
	ring := keys.NewRing(store, nil)
	secrets := make([]string, keys.MaxKept+1)
	for n := range secrets {
		letters := strings.NewReplacer("0", "o", "1", "l", "8", "b", "9", "d").Replace(strconv.Itoa(n))
		secrets[n] = keys.Prefix + strings.Repeat("a", 51-len(letters)) + letters + "a"
	}
	find := func(secrets ...string) (found int) {
		for _, secret := range secrets {
			if _, err := ring.Find(t.Context(), secret); err == nil {
				found++
			}
		}
		return found
	}
	whileAway := func(secrets ...string) int {
		store.err = &index.Error{Kind: index.Unavailable, Op: "x", Text: "the record is away"}
		defer func() { store.err = nil }()
		return find(secrets...)
	}
	first := secrets[:keys.MaxKept]
	if n := find(first...); n != keys.MaxKept {
		t.Fatalf("the store has %d of %d keys", n, keys.MaxKept)
	}
	find(first[0])
	if n := whileAway(first...); n != keys.MaxKept {
		t.Errorf("%d of %d keys are kept", n, keys.MaxKept)
	}
	last := secrets[keys.MaxKept]
	find(last)
	if n := whileAway(secrets...); n < 1 || n > keys.MaxKept {
		t.Errorf("%d keys are kept, want 1 to %d", n, keys.MaxKept)
	}
	if whileAway(last) != 1 {
		t.Error("the last key is not kept")
	}
}

// hanging is a store that answers no question about a key until the caller gives up.
type hanging struct{ keys.Store }

func (hanging) KeyByHash(ctx context.Context, _ [32]byte) (archive.Key, error) {
	<-ctx.Done()
	return archive.Key{}, fmt.Errorf("look up a key: %w", ctx.Err())
}

// TestAStoreThatHangsIsAway holds that a key is looked up for two seconds at most, and that a store
// that hangs is as good as one that is away. A caller who leaves is no sign of that.
func TestAStoreThatHangsIsAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &away{Store: &keys.Memory{}}
		ring := keys.NewRing(store, nil)
		var secrets []string
		for _, name := range []string{"known", "unknown"} {
			secret, _, err := ring.Add(t.Context(), keys.Spec{Name: name, Scopes: []keys.Scope{keys.Read}})
			if err != nil {
				t.Fatal(err)
			}
			secrets = append(secrets, secret)
		}
		if _, err := ring.Find(t.Context(), secrets[0]); err != nil {
			t.Fatal(err)
		}
		store.Store = hanging{store.Store}
		begin := time.Now()
		if k, err := ring.Find(t.Context(), secrets[0]); err != nil || k.Name != "known" {
			t.Errorf("a key that the store had: %+v, %v", k, err)
		}
		if took := time.Since(begin); took != 2*time.Second {
			t.Errorf("it took %v", took)
		}
		if _, err := ring.Find(t.Context(), secrets[1]); index.KindOf(err) != index.Unavailable || !strings.Contains(err.Error(), "try again") {
			t.Errorf("another key: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := ring.Find(ctx, secrets[0]); !errors.Is(err, context.Canceled) {
			t.Errorf("of a caller who has left: %v", err)
		}
	})
}
