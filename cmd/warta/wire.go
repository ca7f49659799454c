package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"warta/analyzers"
	"warta/index"
	"warta/index/embedded"
	"warta/server"
	"warta/server/keys"
)

// openArchive opens the data folder with the parts that this program is made
// of: the only place that names an engine.
func (a *app) openArchive(ctx context.Context, dir string) (*index.Archive, error) {
	reader, err := analyzers.New()
	if err != nil {
		return nil, err
	}
	return index.Open(ctx, index.Options{
		Dir:    dir,
		Reader: reader,
		OpenEngine: func(ctx context.Context, dir string) (index.Engine, error) {
			return embedded.Open(ctx, dir, embedded.Options{Log: a.log, Searches: a.cfg.Searches})
		},
		EngineVersion: embedded.Version,
		Rebuild:       a.cfg.Rebuild,
		Log:           a.log,
	})
}

// newServer puts the HTTP interface before an archive.
func (a *app) newServer(archive *index.Archive, store keys.Store) (*server.Server, error) {
	return server.New(server.Options{
		Archive:      archive,
		Keys:         store,
		Log:          a.log,
		ReadNeedsKey: a.cfg.ReadNeedsKey,
		LogQueries:   a.cfg.LogQueries,
		Searches:     a.cfg.Searches,
		MaxBody:      a.cfg.MaxBody,
		QueryTimeout: a.cfg.QueryTimeout,
		DrainFor:     a.cfg.DrainFor,
	})
}

// listen takes the address, with an error that says what to do.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s (another address: --addr HOST:PORT): %w", addr, err)
	}
	return l, nil
}

// serveUntilDone serves until ctx ends, then drains, then closes the archive:
// first nothing new comes in, then what runs is finished, then the record is
// closed.
func serveUntilDone(ctx context.Context, l net.Listener, s *server.Server, archive *index.Archive) error {
	err := s.Serve(ctx, l)
	return errors.Join(err, archive.Close())
}
