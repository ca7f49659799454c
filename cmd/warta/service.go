package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"warta/index/archive"
	"warta/server"
	"warta/server/keys"
)

// service returns a client of the server in the settings, or else of a server that this
// process runs on the data folder until the client is closed. Commands use the same API in
// both cases. A folder without a record is an error.
func (a *app) service(ctx context.Context) (*client, error) {
	return a.serviceOn(ctx, a.openExisting)
}

// serviceForWriting is service that creates a missing record, with a line on the error
// stream.
func (a *app) serviceForWriting(ctx context.Context) (*client, error) {
	return a.serviceOn(ctx, a.openOrMake)
}

func (a *app) serviceOn(ctx context.Context, open func(context.Context) (*archive.Archive, error)) (*client, error) {
	if a.cfg.Server != "" {
		return dial(a.cfg.Server, a.cfg.Key), nil
	}
	a.log = newLogger(a.err, "warn", a.cfg.LogFormat) // a command reports in its own words
	archive, err := open(ctx)
	if err != nil {
		return nil, err
	}
	c, err := a.serveForMyself(ctx, archive)
	if err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	return c, nil
}

// serveForMyself serves an archive on a loopback port to this process only: it requires a
// random key that stays in memory.
func (a *app) serveForMyself(ctx context.Context, archive *archive.Archive) (*client, error) {
	mine := &ownKey{Store: archive.Keyring()}
	secret, key, err := keys.NewRing(&keys.Memory{}, nil).Add(ctx, keys.Spec{Name: "command", Scopes: []keys.Scope{keys.Admin}})
	if err != nil {
		return nil, err
	}
	mine.key = key
	s, err := a.newServer(a.cfg.Data, archive, mine, func(o *server.Options) { o.RatePerAddress, o.RatePerKey = 0, 0 }) // the only client is this process
	if err != nil {
		return nil, err
	}
	l, err := listen(ctx, "addr", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- serveUntilDone(serving, l, nil, s, archive) }()
	c := dial(addressOf(l), secret)
	idle := c.close
	c.close = func() error {
		err := idle()
		stop()
		return errors.Join(err, <-ended)
	}
	following := a.following(ctx, archive)
	err = waitReady(ctx, archive)
	following()
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

// waitReady waits until the archive answers searches.
func waitReady(ctx context.Context, archive *archive.Archive) error {
	if err := archive.WaitSearchable(ctx, archive.Status(ctx).Head); err != nil {
		return fmt.Errorf("wait for the index: %w", err)
	}
	return nil
}

// ownKey is a key store with one more key, which is in memory only.
type ownKey struct {
	keys.Store
	key archive.Key
}

// KeyByHash implements [keys.Store].
func (s *ownKey) KeyByHash(ctx context.Context, hash [sha256.Size]byte) (archive.Key, error) {
	if hash == s.key.Hash {
		return s.key, nil
	}
	return s.Store.KeyByHash(ctx, hash)
}

// TouchKey implements [keys.Store]. It ignores the additional key.
func (s *ownKey) TouchKey(ctx context.Context, id string, at time.Time) error {
	if id == s.key.ID {
		return nil
	}
	return s.Store.TouchKey(ctx, id, at)
}
