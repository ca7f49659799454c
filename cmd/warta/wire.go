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
	"warta/index/archive"
	"warta/index/embedded"
	"warta/index/generations"
	"warta/index/generations/shared"
	"warta/index/opensearch"
	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/sqlite"
	"warta/internal/dburl"
	"warta/internal/engineurl"
	"warta/server"
	"warta/server/keys"
)

// preloadShare is the part of the memory that files read ahead may take.
const preloadShare = 2

// openArchive opens the archive in a data folder, with its record at a URL, or in the folder
// where the URL is empty.
func (a *app) openArchive(ctx context.Context, dir, url string) (*archive.Archive, error) {
	return a.open(ctx, dir, url, 0)
}

// openServing opens an archive as openArchive does, for many searches: its files are read
// ahead in the background, as far as half of the memory holds them.
func (a *app) openServing(ctx context.Context, dir, url string) (*archive.Archive, error) {
	return a.open(ctx, dir, url, memoryOfMachine()/preloadShare)
}

// open opens an archive and reads at most preload bytes of its files ahead.
func (a *app) open(ctx context.Context, dir, url string, preload int64) (*archive.Archive, error) {
	if url == "" || a.cfg.Engine == engineurl.Embedded {
		return a.openOver(ctx, dir, a.recordAt(url, dir), preload)
	}
	opts, err := a.archiveOptions(dir, a.recordAt(url, dir), preload)
	if err != nil {
		return nil, err
	}
	cluster, err := a.searchServers(ctx)
	if err != nil {
		return nil, err
	}
	opts.EngineVersion = opensearch.Version
	opts.OpenGenerations = func(ctx context.Context, of record.Record) (generations.Store, error) {
		r, ok := of.(*postgres.Store)
		if !ok {
			return nil, errors.New("the record is not in PostgreSQL")
		}
		return shared.Open(ctx, shared.Options{Record: r, Engines: cluster, Prefix: cluster.prefix, Log: a.log})
	}
	return archive.Open(ctx, opts)
}

// openOver opens an archive with an embedded engine over the record that openRecord opens, or
// that of the folder where openRecord is nil.
func (a *app) openOver(ctx context.Context, dir string, openRecord func(context.Context, string) (record.Record, error), preload int64) (*archive.Archive, error) {
	opts, err := a.archiveOptions(dir, openRecord, preload)
	if err != nil {
		return nil, err
	}
	return archive.Open(ctx, opts)
}

// archiveOptions returns the options of an archive with an embedded engine. With engine.go this
// file is the only place that names the reader, the engines and the records.
func (a *app) archiveOptions(dir string, openRecord func(context.Context, string) (record.Record, error), preload int64) (archive.Options, error) {
	reader, err := analyzers.New()
	if err != nil {
		return archive.Options{}, err
	}
	return archive.Options{
		Dir:        dir,
		OpenRecord: openRecord,
		Reader:     reader,
		OpenEngine: func(ctx context.Context, dir string) (index.Engine, error) {
			return embedded.Open(ctx, dir, embedded.Options{Log: a.log, Searches: a.cfg.Searches})
		},
		EngineVersion: embedded.Version,
		Rebuild:       a.cfg.Rebuild,
		Preload:       preload,
		Log:           a.log,
	}, nil
}

// recordAt returns what opens the record at a URL, or nil for the record of the folder.
func (a *app) recordAt(url, dir string) func(context.Context, string) (record.Record, error) {
	if url == "" {
		return nil
	}
	return func(ctx context.Context, _ string) (record.Record, error) {
		if _, err := os.Stat(filepath.Join(dir, sqlite.FileName)); err == nil {
			a.log.WarnContext(ctx, "the record of the data folder is not used: the setting record names another", "data", dir, "record", dburl.Redacted(url))
		}
		r, err := postgres.Open(ctx, url, postgres.Options{Log: a.log})
		if err != nil {
			return nil, err // not a non-nil interface holding a nil *Store
		}
		return r, nil
	}
}

// openExisting opens the archive of the settings. It fails where there is no record.
func (a *app) openExisting(ctx context.Context) (*archive.Archive, error) {
	if url := a.cfg.Record; url != "" {
		if there, err := postgres.Exists(ctx, url); err != nil {
			return nil, err
		} else if !there {
			return nil, fmt.Errorf("there is no record at %s: `warta migrate` or `warta serve` makes one; a running server is named with --server or WARTA_SERVER", dburl.Redacted(url))
		}
		return a.openArchive(ctx, a.cfg.Data, url)
	}
	if _, err := os.Stat(filepath.Join(a.cfg.Data, sqlite.FileName)); err != nil {
		return nil, fmt.Errorf("there is no record in %s (%w): name the data folder with --data or WARTA_DATA, or a running server with --server or WARTA_SERVER",
			a.cfg.Data, plainCause(err))
	}
	return a.openArchive(ctx, a.cfg.Data, "")
}

// openOrMake opens the archive of the settings. It creates a missing record, with a line on
// the error stream.
func (a *app) openOrMake(ctx context.Context) (*archive.Archive, error) {
	if url := a.cfg.Record; url != "" {
		if there, err := postgres.Exists(ctx, url); err != nil {
			return nil, err
		} else if !there {
			fmt.Fprintf(a.err, "there is no record at %s: beginning a new one\n", dburl.Redacted(url))
		}
		return a.openArchive(ctx, a.cfg.Data, url)
	}
	if _, err := os.Stat(filepath.Join(a.cfg.Data, sqlite.FileName)); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(a.err, "there is no record in %s: beginning a new one (a running server is named with --server or WARTA_SERVER)\n", a.cfg.Data)
	}
	return a.openArchive(ctx, a.cfg.Data, "")
}

// newServer returns a server of the archive in the folder dir, with the settings and then
// the changes applied.
func (a *app) newServer(dir string, archive *archive.Archive, store keys.Store, change ...func(*server.Options)) (*server.Server, error) {
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
	if a.cfg.Record != "" { // else there is no other node that could answer
		opts.ReadyLag = a.cfg.ReadyLag
	}
	for _, f := range change {
		f(&opts)
	}
	return server.New(opts)
}

// listen listens on the address of a setting. Its error names the flag for another address.
func listen(ctx context.Context, setting, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s (another address: --%s HOST:PORT): %w", addr, config.FlagName(setting), err)
	}
	return l, nil
}

// serveUntilDone serves until ctx ends. Then it refuses new requests, finishes those that
// run, and closes the archive. It serves metrics until the requests are finished, unless
// metrics is nil.
func serveUntilDone(ctx context.Context, l, metrics net.Listener, s *server.Server, archive *archive.Archive) error {
	metricsDone := make(chan error, 1)
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	if metrics == nil {
		metricsDone <- nil
	} else {
		go func() { metricsDone <- s.ServeMetrics(serving, metrics) }()
	}
	err := s.Serve(ctx, l)
	stop()
	return errors.Join(err, <-metricsDone, archive.Close())
}

// withArchive opens the archive of the settings, waits until it has caught up, calls f and
// closes the archive.
func (a *app) withArchive(ctx context.Context, f func(*archive.Archive) error) (err error) {
	archive, err := a.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	stop := a.following(ctx, archive)
	err = waitReady(ctx, archive)
	stop()
	if err != nil {
		return err
	}
	return f(archive)
}
