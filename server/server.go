// Package server answers HTTP: it routes requests, bounds them, and answers the calls of
// the API. Packages pages and desk answer the pages. It knows the archive by the
// interface [Archive] only, and gin appears nowhere else.
//
// Handlers return errors, which handle.go sends to the caller. All routes stand on one
// screen, in routes.go, with the right that each of them needs.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
	"golang.org/x/sync/semaphore"

	"warta/analyzers/satker"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/desk"
	"warta/server/directory"
	"warta/server/finder"
	"warta/server/keys"
	"warta/server/limit"
	"warta/server/metrics"
	"warta/server/pages"
	"warta/server/web"
)

// Options are the parts and bounds of a server. Archive and Keys are needed; every other
// zero value stands for its default.
type Options struct {
	Archive Archive
	Keys    keys.Store
	Offices *satker.Gazetteer // default: read from the program
	Log     *slog.Logger      // default: no log
	Now     func() time.Time  // default: time.Now
	// Sessions keeps who has signed in on the pages; default: in memory, until the
	// process ends.
	Sessions desk.Sessions

	// ReadNeedsKey makes the reading calls of the API need a key; pages stay open.
	ReadNeedsKey bool
	// LogQueries logs the text of queries.
	LogQueries bool
	// TempDir holds results of batches that their clients have not read; empty: the
	// folder of the system.
	TempDir string
	// Backup writes a copy of the record to a new file; BackupDir holds such files while
	// they are sent. Nil: the server makes no backups.
	Backup    func(ctx context.Context, file string) error
	BackupDir string
	// Version is the build, for the metrics.
	Version string
	// PublicURL is scheme and host under which readers reach the service; empty: those of
	// the request.
	PublicURL string
	// TrustedProxies are addresses and networks whose X-Forwarded-For and
	// X-Forwarded-Proto are used.
	TrustedProxies []string
	// RatePerAddress and RatePerKey are how many requests a minute one address
	// without a key, and one key, may send; 0: no limit.
	RatePerAddress int
	RatePerKey     int

	// CORSOrigins are the sites whose pages may read the API in a browser: scheme
	// and host, or "*".
	CORSOrigins []string
	// CacheFor is how long a proxy may use a public answer without asking again; 0: it
	// asks each time. A removed article may be shown there for that time.
	CacheFor time.Duration
	// ReadyLag is by how many changes searches may be behind the record for /readyz to say
	// that they are answered; 0 or less: by any number.
	ReadyLag int

	Batches       int           // batches at once; more are refused; default 8
	MaxSpill      int           // bytes of unread results of a batch; default 256 MB
	MaxBody       int           // bytes of one article as sent; default 2 MB
	MaxHeader     int           // bytes of all headers and the URL; default 32 kB
	MaxBatchAhead int           // bytes of lines of a batch in work at once; default 16 MB
	Searches      int           // searches at once; more wait, at most for QueryTimeout; default 4
	HeaderTimeout time.Duration // for the headers of a request; default 5s
	BodyTimeout   time.Duration // for the body, or for the next piece of a batch; default 30s
	WriteTimeout  time.Duration // for an answer, or the next piece of a streamed one; default 30s
	IdleTimeout   time.Duration // between the requests of a connection; default 2m
	QueryTimeout  time.Duration // for one search; default 2s
	WaitTimeout   time.Duration // for wait=searchable; default 20s
	DrainFor      time.Duration // for running requests at shutdown; default 15s
}

// Upper bounds of [Options].
const (
	MaxSearches = 256 // beyond that, searches only slow each other down
	MaxBatches  = 1000
	MaxRate     = 1_000_000 // requests a minute; more is no limit
)

func (o *Options) fillDefaults() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sessions == nil {
		o.Sessions = &desk.Memory{}
	}
	setDefault(&o.Batches, 8)
	setDefault(&o.MaxSpill, 256<<20)
	setDefault(&o.MaxBody, 2<<20)
	setDefault(&o.MaxHeader, 32<<10)
	setDefault(&o.MaxBatchAhead, 16<<20)
	setDefault(&o.Searches, 4)
	setDefault(&o.HeaderTimeout, 5*time.Second)
	setDefault(&o.BodyTimeout, 30*time.Second)
	setDefault(&o.WriteTimeout, 30*time.Second)
	setDefault(&o.IdleTimeout, 2*time.Minute)
	setDefault(&o.QueryTimeout, 2*time.Second)
	setDefault(&o.WaitTimeout, 20*time.Second)
	setDefault(&o.DrainFor, 15*time.Second)
}

func setDefault[T int | time.Duration](v *T, d T) {
	if *v == 0 {
		*v = d
	}
}

// Validate returns all faults of o, each with its value.
func (o Options) Validate() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if o.Archive == nil {
		fault("archive: missing")
	}
	if o.Keys == nil {
		fault("keys: missing")
	}
	if o.Backup != nil && o.BackupDir == "" {
		fault("backup_dir: missing")
	}
	for _, size := range []struct {
		name       string
		value, low int
		high       int
	}{
		{"batches", o.Batches, 1, MaxBatches},
		{"max_spill", o.MaxSpill, 1 << 10, 1 << 40},
		{"max_body", o.MaxBody, 1 << 10, archive.MaxIncoming},
		{"max_header", o.MaxHeader, 4 << 10, 1 << 20},
		{"max_batch_ahead", o.MaxBatchAhead, 1 << 10, 1 << 30},
		{"searches", o.Searches, 1, MaxSearches},
		{"rate_per_address", o.RatePerAddress, 1, MaxRate},
		{"rate_per_key", o.RatePerKey, 1, MaxRate},
	} {
		if size.value != 0 && (size.value < size.low || size.value > size.high) {
			fault("%s %d: want %d to %d", size.name, size.value, size.low, size.high)
		}
	}
	if err := checkOrigin(o.PublicURL); o.PublicURL != "" && err != nil {
		fault("public_url %q: %w", o.PublicURL, err)
	}
	for _, origin := range o.CORSOrigins {
		if err := checkOrigin(origin); origin != "*" && (err != nil || strings.HasSuffix(origin, "/")) {
			fault("cors_origins %q: want scheme and host alone as https://www.kpu.go.id, or *", origin)
		}
	}
	if _, err := parseNetworks(o.TrustedProxies); err != nil {
		fault("trusted_proxies: %w", err)
	}
	for _, wait := range []struct {
		name  string
		value time.Duration
	}{
		{"cache_for", o.CacheFor},
		{"header_timeout", o.HeaderTimeout},
		{"body_timeout", o.BodyTimeout},
		{"write_timeout", o.WriteTimeout},
		{"idle_timeout", o.IdleTimeout},
		{"query_timeout", o.QueryTimeout},
		{"wait_timeout", o.WaitTimeout},
		{"drain_for", o.DrainFor},
	} {
		if wait.value < 0 || wait.value > time.Hour {
			fault("%s %v: want more than 0 and at most 1h", wait.name, wait.value)
		}
	}
	return errors.Join(errs...)
}

// A Server answers requests. [Server.Serve] runs it; tests may use it as an http.Handler.
type Server struct {
	opts    Options
	archive Archive
	names   *directory.Directory
	ring    *keys.Ring
	finder  *finder.Finder
	sender  answer.Sender
	desk    *desk.Desk
	pages   *pages.Site
	openapi []byte
	log     *slog.Logger
	handler http.Handler
	metrics *metrics.Set
	proxies []netip.Prefix // trusted
	keyed   *limit.Buckets // by id of a key; nil: no limit
	unkeyed *limit.Buckets // by address; nil: no limit

	keyedBodies *limit.Room // bodies of requests with a key
	openBodies  *limit.Room // bodies of requests without one

	reading  *semaphore.Weighted // bytes of articles that are read
	puts     atomic.Int64        // articles that are being stored
	batches  atomic.Int64        // batches under way
	upkeep   sync.Mutex          // held by a check or a backup
	drain    chan struct{}       // closed by Drain
	drainOne sync.Once
}

// New returns a server. It renders every page once, so that a broken template shows at
// the start.
func New(opts Options) (*Server, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("server options: %w", err)
	}
	opts.fillDefaults()
	s := &Server{
		opts: opts, archive: opts.Archive, ring: keys.NewRing(opts.Keys, opts.Now), log: opts.Log, drain: make(chan struct{}),
		finder: finder.New(opts.Archive, finder.Options{
			Searches: opts.Searches, QueryTimeout: opts.QueryTimeout, PageTimeout: opts.WriteTimeout, Now: opts.Now,
		}),
		sender: answer.Sender{CacheFor: opts.CacheFor}, reading: semaphore.NewWeighted(maxReading),
	}
	var err error
	if s.names, err = directory.New(opts.Offices); err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	if s.openapi, err = openAPI(); err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	if err := s.addPages(); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	if s.proxies, err = parseNetworks(opts.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	s.keyedBodies, s.openBodies = newRooms(opts.MaxBody)
	if opts.RatePerKey > 0 {
		s.keyed = limit.New(opts.RatePerKey, maxBuckets)
	}
	if opts.RatePerAddress > 0 {
		s.unkeyed = limit.New(opts.RatePerAddress, maxBuckets)
	}
	s.metrics = metrics.New(metrics.Options{Version: opts.Version, Status: s.archive.Status, Load: s.load, Satker: s.names.Has})
	if s.handler, err = s.newHandler(); err != nil {
		return nil, err
	}
	return s, nil
}

// addPages fills s.desk and s.pages.
func (s *Server) addPages() error {
	views, err := web.New()
	if err != nil {
		return err
	}
	description, err := web.NewDocsView(openAPISource)
	if err != nil {
		return fmt.Errorf("openapi.yaml: %w", err)
	}
	s.desk = desk.New(desk.Options{
		Archive: s.archive, Finder: s.finder, Ring: s.ring, Sessions: s.opts.Sessions, Pages: views, Names: s.names,
		Sender: s.sender, Base: s.base, Now: s.opts.Now,
	})
	s.pages = pages.New(pages.Options{
		Archive: s.archive, Finder: s.finder, Names: s.names, Views: views, API: description, Desk: s.desk,
		Sender: s.sender, Base: s.base, Now: s.opts.Now, ReadNeedsKey: s.opts.ReadNeedsKey,
	})
	return nil
}

// newHandler puts the routes together and compression around them.
func (s *Server) newHandler() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.ContextWithFallback = true
	if err := e.SetTrustedProxies(nil); err != nil { // address.go reads what proxies say
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	s.addRoutes(e)
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1<<10), gzhttp.CompressionLevel(4), gzhttp.EnableZstd(true), gzhttp.ContentTypes([]string{
		"application/json", "application/problem+json", "application/yaml", "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml",
		"text/csv", "application/x-ndjson", "application/atom+xml", "application/xml", "application/opensearchdescription+xml",
	}))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	compressed := compress(e)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == batchPath { // a stream in both directions, without compression
			e.ServeHTTP(w, r)
			return
		}
		compressed.ServeHTTP(w, r)
	}), nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve answers on l until ctx ends, then waits up to Options.DrainFor for running
// requests. It returns nil if all have ended. It always closes l.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	return s.serve(ctx, l, "requests", s, s.Drain)
}

// ServeMetrics answers GET /metrics, and nothing else, on l until ctx ends. It needs no
// key, so l must not be public.
func (s *Server) ServeMetrics(ctx context.Context, l net.Listener) error {
	restoring, stop := context.WithCancel(ctx)
	var restore sync.WaitGroup
	restore.Go(func() { s.restoreLastReceived(restoring) })
	defer restore.Wait()
	defer stop()
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.metrics.Handler())
	return s.serve(ctx, l, "metrics", mux, func() {})
}

func (s *Server) serve(ctx context.Context, l net.Listener, what string, h http.Handler, ending func()) error {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: s.opts.HeaderTimeout,
		ReadTimeout:       s.opts.BodyTimeout,
		WriteTimeout:      s.opts.BodyTimeout + s.opts.WriteTimeout, // it runs from the end of the headers
		IdleTimeout:       s.opts.IdleTimeout,
		MaxHeaderBytes:    s.opts.MaxHeader,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	s.log.Info("listening", "for", what, "addr", l.Addr().String())
	select {
	case err := <-served:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	ending()
	// The drain has its own time, because ctx has ended.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opts.DrainFor)
	defer cancel()
	err := srv.Shutdown(last)
	if err != nil {
		err = errors.Join(fmt.Errorf("drain for %v: %w", s.opts.DrainFor, err), srv.Close())
	}
	if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, fmt.Errorf("serve %s: %w", l.Addr(), ended))
	}
	return err
}

// load returns what is running.
func (s *Server) load() metrics.Load {
	return metrics.Load{
		Searches: s.finder.Running(), Waiting: s.finder.Waiting(), Batches: int(s.batches.Load()), Writes: int(s.puts.Load()),
	}
}

// Drain makes /readyz answer 503, and running batches stop after the lines that they have
// begun. Serve calls it.
func (s *Server) Drain() { s.drainOne.Do(func() { close(s.drain) }) }

// draining reports whether Drain was called.
func (s *Server) draining() bool {
	select {
	case <-s.drain:
		return true
	default:
		return false
	}
}
