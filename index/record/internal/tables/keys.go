package tables

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"warta/index/record"
)

// AddKey keeps a key. See [record.Keys].
func (r *Record) AddKey(ctx context.Context, k record.Key, by string) error {
	scopes, err := json.Marshal(append([]string{}, k.Scopes...))
	if err != nil {
		return err
	}
	satker, err := json.Marshal(append([]string{}, k.Satker...))
	if err != nil {
		return err
	}
	err = r.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		there, err := Exists(ctx, tx, "SELECT 1 FROM key WHERE id = $1 OR hash = $2", k.ID, k.Hash[:])
		if err != nil {
			return nil, err
		}
		if there {
			return record.ErrKeyExists, nil
		}
		if err := tx.Exec(ctx, "INSERT INTO key (id, hash, name, scopes, satker, created, expires, revoked, last_used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			k.ID, k.Hash[:], k.Name, string(scopes), string(satker), seconds(k.Created), seconds(k.Expires), seconds(k.Revoked), seconds(k.LastUsed)); err != nil {
			return nil, err
		}
		return nil, r.audit(ctx, tx, record.Audit{By: by, Action: "add key", Target: k.ID, Detail: string(scopes)})
	})
	if err != nil {
		return fmt.Errorf("add key %s: %w", k.ID, err)
	}
	return nil
}

// RevokeKey ends the validity of a key. See [record.Keys].
func (r *Record) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	err := r.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		there, err := Exists(ctx, tx, "SELECT 1 FROM key WHERE id = $1", id)
		if err != nil {
			return nil, err
		}
		if !there {
			return record.ErrNotFound, nil
		}
		if err := tx.Exec(ctx, "UPDATE key SET revoked = $1 WHERE id = $2 AND revoked = 0", seconds(at), id); err != nil {
			return nil, err
		}
		return nil, r.audit(ctx, tx, record.Audit{By: by, Action: "revoke key", Target: id})
	})
	if err != nil {
		return fmt.Errorf("revoke key %s: %w", id, err)
	}
	return nil
}

// TouchKey notes that a key was used.
func (r *Record) TouchKey(ctx context.Context, id string, at time.Time) error {
	err := r.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		return nil, tx.Exec(ctx, "UPDATE key SET last_used = $1 WHERE id = $2 AND last_used < $1", seconds(at), id)
	})
	if err != nil {
		return fmt.Errorf("touch key %s: %w", id, err)
	}
	return nil
}

// Keys returns all keys, the oldest first.
func (r *Record) Keys(ctx context.Context) ([]record.Key, error) {
	ks, err := r.keys(ctx, "ORDER BY created, id")
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return ks, nil
}

// KeyByHash returns the key with this hash, or [record.ErrNotFound].
func (r *Record) KeyByHash(ctx context.Context, hash [32]byte) (record.Key, error) {
	ks, err := r.keys(ctx, "WHERE hash = $1", hash[:])
	if err != nil {
		return record.Key{}, fmt.Errorf("find key: %w", err)
	}
	if len(ks) == 0 {
		return record.Key{}, record.ErrNotFound
	}
	return ks[0], nil
}

func (r *Record) keys(ctx context.Context, where string, args ...any) ([]record.Key, error) {
	ks, err := collect(ctx, r.db, func(rows Rows) (k record.Key, err error) {
		var hash, scopes, satker []byte
		var created, expires, revoked, used int64
		if err := rows.Scan(&k.ID, &hash, &k.Name, &scopes, &satker, &created, &expires, &revoked, &used); err != nil {
			return k, err
		}
		copy(k.Hash[:], hash)
		if err := errors.Join(json.Unmarshal(scopes, &k.Scopes), json.Unmarshal(satker, &k.Satker)); err != nil {
			return k, fmt.Errorf("key %s: %w", k.ID, err)
		}
		k.Created, k.Expires, k.Revoked, k.LastUsed = fromSeconds(created), fromSeconds(expires), fromSeconds(revoked), fromSeconds(used)
		return k, nil
	}, "SELECT id, hash, name, scopes, satker, created, expires, revoked, last_used FROM key "+where, args...)
	return ks, r.db.Judged(err)
}
