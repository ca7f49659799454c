package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"warta/index/record"
)

// AddKey keeps a key. See [record.Keys].
func (s *Store) AddKey(ctx context.Context, k record.Key, by string) error {
	scopes, err := json.Marshal(append([]string{}, k.Scopes...))
	if err != nil {
		return err
	}
	satker, err := json.Marshal(append([]string{}, k.Satker...))
	if err != nil {
		return err
	}
	var refused error
	err = s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error {
		there, err := exists(ctx, w, "SELECT 1 FROM key WHERE id = ? OR hash = ?", k.ID, k.Hash[:])
		if err != nil {
			return err
		}
		if there {
			refused = record.ErrKeyExists
			return nil
		}
		if err := w.exec(ctx, "INSERT INTO key (id, hash, name, scopes, satker, created, expires, revoked, last_used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			k.ID, k.Hash[:], k.Name, string(scopes), string(satker), seconds(k.Created), seconds(k.Expires), seconds(k.Revoked), seconds(k.LastUsed)); err != nil {
			return err
		}
		return w.audit(ctx, record.Audit{By: by, Action: "add key", Target: k.ID, Detail: string(scopes)})
	}})
	if err == nil { // else the writer may still be at it
		err = refused
	}
	if err != nil {
		return fmt.Errorf("add key %s: %w", k.ID, err)
	}
	return nil
}

// RevokeKey ends the validity of a key. See [record.Keys].
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	var refused error
	err := s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error {
		there, err := exists(ctx, w, "SELECT 1 FROM key WHERE id = ?", id)
		if err != nil {
			return err
		}
		if !there {
			refused = record.ErrNotFound
			return nil
		}
		if err := w.exec(ctx, "UPDATE key SET revoked = ? WHERE id = ? AND revoked = 0", seconds(at), id); err != nil {
			return err
		}
		return w.audit(ctx, record.Audit{By: by, Action: "revoke key", Target: id})
	}})
	if err == nil { // else the writer may still be at it
		err = refused
	}
	if err != nil {
		return fmt.Errorf("revoke key %s: %w", id, err)
	}
	return nil
}

// TouchKey notes that a key was used.
func (s *Store) TouchKey(ctx context.Context, id string, at time.Time) error {
	err := s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error {
		return w.exec(ctx, "UPDATE key SET last_used = max(last_used, ?) WHERE id = ?", seconds(at), id)
	}})
	if err != nil {
		return fmt.Errorf("touch key %s: %w", id, err)
	}
	return nil
}

// Keys returns all keys, the oldest first.
func (s *Store) Keys(ctx context.Context) ([]record.Key, error) {
	ks, err := s.keys(ctx, "ORDER BY created, id")
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return ks, nil
}

// KeyByHash returns the key with this hash, or [record.ErrNotFound].
func (s *Store) KeyByHash(ctx context.Context, hash [32]byte) (record.Key, error) {
	ks, err := s.keys(ctx, "WHERE hash = ?", hash[:])
	if err != nil {
		return record.Key{}, fmt.Errorf("find key: %w", err)
	}
	if len(ks) == 0 {
		return record.Key{}, record.ErrNotFound
	}
	return ks[0], nil
}

func (s *Store) keys(ctx context.Context, where string, args ...any) ([]record.Key, error) {
	rows, err := s.read.query(ctx, "SELECT id, hash, name, scopes, satker, created, expires, revoked, last_used FROM key "+where, args...)
	if err != nil {
		return nil, classified(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var ks []record.Key
	for rows.Next() {
		var k record.Key
		var hash, scopes, satker sql.RawBytes
		var created, expires, revoked, used int64
		if err := rows.Scan(&k.ID, &hash, &k.Name, &scopes, &satker, &created, &expires, &revoked, &used); err != nil {
			return nil, classified(err)
		}
		copy(k.Hash[:], hash)
		if err := errors.Join(json.Unmarshal(scopes, &k.Scopes), json.Unmarshal(satker, &k.Satker)); err != nil {
			return nil, fmt.Errorf("key %s: %w", k.ID, err)
		}
		k.Created, k.Expires, k.Revoked, k.LastUsed = fromSeconds(created), fromSeconds(expires), fromSeconds(revoked), fromSeconds(used)
		ks = append(ks, k)
	}
	return ks, classified(rows.Err())
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromSeconds(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
