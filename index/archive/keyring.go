package archive

import (
	"context"
	"errors"
	"time"

	"warta/index"
	"warta/index/record"
)

// A Keyring stores the API keys in the record. Its errors are those of an [Archive].
type Keyring struct{ record record.Keys }

// Keyring returns the keys of a.
func (a *Archive) Keyring() *Keyring { return &Keyring{record: a.record} }

// AddKey stores a new key, in the name of the key with the id by. When it returns, the new
// key is on disk.
func (k *Keyring) AddKey(ctx context.Context, key Key, by string) error {
	err := k.record.AddKey(ctx, record.Key(key), by)
	if errors.Is(err, record.ErrKeyExists) {
		return &index.Error{Kind: index.Conflict, Op: "index.AddKey", Text: "there is a key with this id already", Err: err}
	}
	return explainedKey("index.AddKey", err)
}

// Keys returns all keys, including revoked and expired ones, the oldest first.
func (k *Keyring) Keys(ctx context.Context) ([]Key, error) {
	keys, err := k.record.Keys(ctx)
	return keys, explainedKey("index.Keys", err)
}

// KeyByHash returns the key with a hash, whatever its state. The error is of kind
// [index.NotFound] where there is none.
func (k *Keyring) KeyByHash(ctx context.Context, hash [32]byte) (Key, error) {
	key, err := k.record.KeyByHash(ctx, hash)
	return key, explainedKey("index.KeyByHash", err)
}

// RevokeKey revokes a key permanently, in the name of the key with the id by. The error is
// of kind [index.NotFound] where the id does not exist. A second revocation does not change
// the time of the first.
func (k *Keyring) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	return explainedKey("index.RevokeKey", k.record.RevokeKey(ctx, id, at, by))
}

// TouchKey records that a key was used at a time.
func (k *Keyring) TouchKey(ctx context.Context, id string, at time.Time) error {
	return explainedKey("index.TouchKey", k.record.TouchKey(ctx, id, at))
}

func explainedKey(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, record.ErrNotFound):
		return &index.Error{Kind: index.NotFound, Op: op, Text: "there is no such key", Err: err}
	}
	return explained(op, err)
}
