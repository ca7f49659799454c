package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"warta/analyzers"
	"warta/config"
	"warta/index"
	"warta/index/embedded"
	"warta/index/record/sqlite"
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

// openExisting opens the data folder of the settings for a command that has nothing
// to look at in a new one, and makes none.
func (a *app) openExisting(ctx context.Context) (*index.Archive, error) {
	if _, err := os.Stat(filepath.Join(a.cfg.Data, sqlite.FileName)); err != nil {
		return nil, fmt.Errorf("there is no record in %s (%w): name the data folder with --data or WARTA_DATA, or a running server with --server or WARTA_SERVER",
			a.cfg.Data, plainCause(err))
	}
	return a.openArchive(ctx, a.cfg.Data)
}

// openOrMake opens the data folder of the settings for a command that may begin a new
// one, and says so where it does.
func (a *app) openOrMake(ctx context.Context) (*index.Archive, error) {
	if _, err := os.Stat(filepath.Join(a.cfg.Data, sqlite.FileName)); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(a.err, "there is no record in %s: beginning a new one (a running server is named with --server or WARTA_SERVER)\n", a.cfg.Data)
	}
	return a.openArchive(ctx, a.cfg.Data)
}

// newServer puts the HTTP interface before the archive in the folder dir.
func (a *app) newServer(dir string, archive *index.Archive, store keys.Store, change ...func(*server.Options)) (*server.Server, error) {
	opts := server.Options{
		Archive:        archive,
		Keys:           store,
		Log:            a.log,
		Version:        version(),
		Backup:         archive.Backup,
		BackupDir:      filepath.Join(dir, "backups"),
		PublicURL:      a.cfg.PublicURL,
		TrustedProxies: a.cfg.TrustedProxies,
		ReadNeedsKey:   a.cfg.ReadNeedsKey,
		RatePerAddress: a.cfg.RatePerAddress,
		RatePerKey:     a.cfg.RatePerKey,
		CORSOrigins:    a.cfg.CORSOrigins,
		CacheFor:       a.cfg.CacheFor,
		Batches:        a.cfg.Batches,
		MaxSpill:       a.cfg.MaxSpill,
		LogQueries:     a.cfg.LogQueries,
		Searches:       a.cfg.Searches,
		MaxBody:        a.cfg.MaxBody,
		QueryTimeout:   a.cfg.QueryTimeout,
		DrainFor:       a.cfg.DrainFor,
	}
	for _, f := range change {
		f(&opts)
	}
	return server.New(opts)
}

// listen takes the address that a setting names, with an error that says what to
// do.
func listen(ctx context.Context, setting, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s (another address: --%s HOST:PORT): %w", addr, config.FlagName(setting), err)
	}
	return l, nil
}

// serveUntilDone serves until ctx ends, then drains, then closes the archive:
// first nothing new comes in, then what runs is finished, then the record is
// closed. Metrics, where there is a listener for them, are told to the end.
func serveUntilDone(ctx context.Context, l, metrics net.Listener, s *server.Server, archive *index.Archive) error {
	told := make(chan error, 1)
	telling, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	if metrics == nil {
		told <- nil
	} else {
		go func() { told <- s.ServeMetrics(telling, metrics) }()
	}
	err := s.Serve(ctx, l)
	stop()
	return errors.Join(err, <-told, archive.Close())
}
