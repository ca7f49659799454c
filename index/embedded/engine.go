// Package embedded implements [index.Engine] in a folder, with bleve's index format.
//
// bleve writes and merges the files. This package reads the segments through bleve's public
// interfaces and evaluates searches itself: matches are bitmaps of document numbers, facets
// are counted from ordinals that are cached per immutable segment, and only documents that
// can reach the page are sorted. docs/decisions/0006 gives the reasons.
package embedded

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
	"warta/index/internal/shield"
)

// Options are the limits and the environment of an engine. The zero value is ready to
// use.
type Options struct {
	Searches int          // concurrent searches; default two per processor
	Log      *slog.Logger // default: no log
	// PurgeAfter is the age at which deleted text is removed from the files. The age is
	// checked twelve times per PurgeAfter. Default 12h, at most 20h: deleted text must
	// leave the files within a day.
	PurgeAfter time.Duration
	// TidyAfter is the time without writes after which an index of at least Segments
	// segments is merged into few, at most once an hour. Default one minute.
	TidyAfter time.Duration
	Segments  int // default 13
	// OccurrenceCache is the size in bytes of the cache of term frequencies. An entry
	// takes half a byte per document with the term. Default 96 MiB.
	OccurrenceCache int
	// Frequent is the number of documents of a segment from which on the frequencies of
	// a term are cached; default 16.
	Frequent int
	Now      func() time.Time // default time.Now
	// Room returns the free bytes on the disk of a folder; default: from the operating
	// system.
	Room func(dir string) (int64, error)
}

// Validate returns one error for all options out of bounds, with their values.
func (o Options) Validate() error {
	var errs []error
	if o.Searches < 0 {
		errs = append(errs, fmt.Errorf("searches %d cannot be negative", o.Searches))
	}
	if o.OccurrenceCache < 0 || o.Frequent < 0 {
		errs = append(errs, fmt.Errorf("occurrence_cache %d and frequent %d cannot be negative", o.OccurrenceCache, o.Frequent))
	}
	if o.PurgeAfter < 0 || o.PurgeAfter > maxPurgeAfter {
		errs = append(errs, fmt.Errorf("purge_after %v: want 0 to %v", o.PurgeAfter, maxPurgeAfter))
	}
	if o.TidyAfter < 0 || o.Segments < 0 {
		errs = append(errs, fmt.Errorf("tidy_after %v and segments %d cannot be negative", o.TidyAfter, o.Segments))
	}
	return errors.Join(errs...)
}

const maxPurgeAfter = 20 * time.Hour

// format is the version of the stored records and the fields of documents.
const format = "5"

// Version changes with the format. Open refuses an index of another format with
// [index.ErrOutdated]. Which documents an index holds is recorded by the caller, not by
// the engine.
const Version = "bleve-" + format

// Keys of internal values of an index; see also purgeKey.
var (
	markKey    = []byte("mark")
	versionKey = []byte("version")
)

// lockTimeout is the time that Open waits for another process to close the index.
const lockTimeout = 2 * time.Second

// An Engine is an index in a folder. It is safe for concurrent use.
type Engine struct {
	path    string
	options Options
	scorch  *scorch.Scorch
	queue   *bleve.AnalysisQueue
	columns columnCache

	occurrences *occurrenceCache
	contests    contestPlan // contestsPay; tests set others

	writing    sync.Mutex           // held during writes
	refreshing sync.Mutex           // held while a view is made
	current    atomic.Pointer[view] // the newest view; nil once closed
	changed    chan struct{}        // of capacity 1: bleve has changed the segments
	background context.Context      // of background work; ends when e is closed
	stop       context.CancelFunc   // ends background
	work       sync.WaitGroup       // background work

	words   wordKeeper
	running chan struct{}         // one element per running search; its capacity is Options.Searches
	failed  atomic.Pointer[error] // error after which e cannot write; see Healthy
	// bleveErrors carries errors of bleve's background work to reportBleveErrors.
	bleveErrors chan error
	backoff     backoff // of bleve's retries

	written      atomic.Int64                            // Unix nanoseconds of the last write, or of Open
	merging      sync.Mutex                              // held during purge and tidy
	merged       chan struct{}                           // closed when the last forced merge has ended; guarded by merging
	deletedSince atomic.Int64                            // see purgeKey; written under writing
	cancelMerge  atomic.Pointer[context.CancelCauseFunc] // cancels the forced merge that runs; nil: none
	onDamage     atomic.Pointer[func(error)]             // see OnDamage

	open   sync.RWMutex // held for reading while scorch is used, for writing by Close
	closed bool         // guarded by open
}

var _ interface {
	index.Engine
	index.Tidier
	index.Preparer
	index.Verifier
	index.HealthChecker
	index.DamageReporter
	index.Vocabulary
} = (*Engine)(nil)

// Open opens the index in the folder path, or creates one. It fails
//   - after two seconds if another process has the index open,
//   - with [index.ErrDamaged] if a file is damaged,
//   - with [index.ErrOutdated] if the index has another format.
//
// The context bounds Open, not the engine. The caller must close the engine.
func Open(ctx context.Context, path string, options Options) (*Engine, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if err := options.Validate(); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	options.Searches = cmp.Or(options.Searches, 2*runtime.GOMAXPROCS(0))
	options.PurgeAfter = cmp.Or(options.PurgeAfter, 12*time.Hour)
	options.TidyAfter = cmp.Or(options.TidyAfter, time.Minute)
	options.Segments = cmp.Or(options.Segments, 13)
	options.OccurrenceCache = cmp.Or(options.OccurrenceCache, 96<<20)
	options.Frequent = cmp.Or(options.Frequent, 16)
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Room == nil {
		options.Room = room
	}
	options.Log = cmp.Or(options.Log, slog.New(slog.DiscardHandler))
	e := &Engine{
		path: path, options: options,
		queue:       bleve.NewAnalysisQueue(1),
		running:     make(chan struct{}, options.Searches),
		changed:     make(chan struct{}, 1),
		bleveErrors: make(chan error, 1),

		occurrences: newOccurrenceCache(options.OccurrenceCache, options.Frequent),
		contests:    contestsPay,
	}
	e.background, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	e.words.reload = make(chan struct{}, 1)
	e.words.current.Store(newWordbook())
	e.columns.init()
	_, missing := os.Stat(filepath.Join(path, rootFile))
	if missing == nil {
		if err := inspect(ctx, path); err != nil {
			e.release()
			return nil, fmt.Errorf("open index %s: %w", path, err)
		}
	}
	engines.Store(path, e)
	err := e.openScorch()
	if err != nil {
		e.release()
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	if missing != nil {
		err = e.writeVersion()
	} else {
		err = e.checkVersion()
	}
	if err == nil {
		err = e.loadDeletedSince()
	}
	if err == nil {
		err = e.refresh()
	}
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	e.written.Store(e.options.Now().UnixNano())
	first := e.view()
	e.work.Go(func() { e.keepWords(e.background, first) })
	e.work.Go(func() { e.follow(e.background) })
	e.work.Go(func() { e.purgeRegularly(e.background) })
	e.work.Go(func() { e.tidyRegularly(e.background) })
	e.work.Go(func() { e.reportBleveErrors(e.background) })
	return e, nil
}

// openScorch opens bleve's index. A panic over a damaged file becomes an error.
func (e *Engine) openScorch() (err error) {
	defer recoverDamage(&err)()
	opened, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path":                   e.path,
		"bolt_timeout":           lockTimeout.String(),
		"asyncErrorCallbackName": callbackName,
		"eventCallbackName":      callbackName,
	}, e.queue)
	if err != nil {
		return err
	}
	e.scorch = opened.(*scorch.Scorch)
	indexes.Store(e.scorch, e)
	return e.scorch.Open()
}

// release frees the resources of an engine whose bleve index is closed or was never open.
func (e *Engine) release() {
	e.stop()
	engines.Delete(e.path)
	if e.scorch != nil {
		indexes.Delete(e.scorch)
	}
	e.queue.Close()
}

// rootFile is bleve's file with the list of segments.
const rootFile = "root.bolt"

// writeVersion writes Version to a new index.
func (e *Engine) writeVersion() error {
	if err := e.scorch.SetInternal(versionKey, []byte(Version)); err != nil {
		return fmt.Errorf("make index %s: %w", e.path, err)
	}
	return nil
}

// checkVersion returns an error for an index of another format, and for one without a
// version: bleve opens an index with unreadable segments as an empty one.
func (e *Engine) checkVersion() error {
	snapshot, err := e.snapshot()
	if err != nil {
		return err
	}
	defer snapshot.close()
	found, err := snapshot.GetInternal(versionKey)
	if err != nil {
		return fmt.Errorf("read version of index: %w", err)
	}
	if found == nil {
		return fmt.Errorf("index %s: %w: it has no version", e.path, index.ErrDamaged)
	}
	if !answers(string(found)) {
		return fmt.Errorf("index %s: %w: it has %s, this program writes %s", e.path, index.ErrOutdated, found, Version)
	}
	return nil
}

// answers reports whether this program reads an index of some version. Older programs
// wrote the versions of documents and analyzer behind the format, after a dot.
func answers(version string) bool {
	written, _, _ := strings.Cut(version, ".")
	return written == Version
}

// callbackName is the name of onAsyncError and onEvent in bleve's registries.
const callbackName = "warta"

// engines maps the path of an index to its *Engine, because bleve reports errors of its
// background work to a function of the process.
var engines sync.Map

// bleve's registry may only be written here
func init() {
	scorch.RegistryAsyncErrorCallbacks[callbackName] = onAsyncError
	scorch.RegistryEventCallbacks[callbackName] = onEvent
}

// onAsyncError is bleve's callback for errors of background work.
func onAsyncError(err error, path string) {
	if found, ok := engines.Load(path); ok {
		found.(*Engine).backgroundFailed(err)
	}
}

// Healthy implements [index.HealthChecker]. It returns an error once the engine cannot write
// any more; the index must then be closed and opened again.
func (e *Engine) Healthy() error {
	if err := e.failed.Load(); err != nil {
		return &index.Error{Kind: index.Unavailable, Op: "embedded", Text: "the index must be opened again; the operator has been told", Err: *err}
	}
	return nil
}

// OnDamage implements [index.DamageReporter]: report is called with each error of background
// work that may be due to a damaged file. The calls come from goroutines that Close waits
// for, so report must not call Close.
func (e *Engine) OnDamage(report func(error)) { e.onDamage.Store(&report) }

// use keeps e open until done is called. It fails if e is broken or closed.
func (e *Engine) use() (done func(), err error) {
	if err := e.Healthy(); err != nil {
		return nil, err
	}
	e.open.RLock()
	if e.closed {
		e.open.RUnlock()
		return nil, &index.Error{Kind: index.Unavailable, Op: "embedded", Text: "the archive is closing; try again in a moment"}
	}
	return e.open.RUnlock, nil
}

// Close implements [index.Engine]. It waits for calls that run and for background work. A
// second call does nothing.
func (e *Engine) Close() error {
	e.stop()
	e.open.Lock()
	defer e.open.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	e.work.Wait()
	e.dropView()
	err := e.closeScorch()
	e.release()
	if err == nil && e.Healthy() == nil {
		err = markClean(e.path)
	}
	if err != nil {
		return fmt.Errorf("close index %s: %w", e.path, err)
	}
	return nil
}

// closeWithin is the time limit for closing a broken index.
const closeWithin = 5 * time.Second

// closeScorch closes bleve's index. A broken index may hold its own locks for ever; after
// closeWithin it stays open until the process ends.
func (e *Engine) closeScorch() error {
	broken := e.Healthy()
	if broken == nil {
		err := e.scorch.Close()
		if e.merged != nil {
			<-e.merged
		}
		return err
	}
	closed := make(chan error, 1)
	go func() { closed <- shield.Call(e.scorch.Close) }()
	select {
	case err := <-closed:
		return err
	case <-time.After(closeWithin):
		return broken
	}
}

// Can implements [index.Engine]: the engine keeps the whole contract.
func (e *Engine) Can() index.Capabilities {
	return index.Capabilities{LiveGroups: true, ChainedCopies: true, ExactScores: true, AtomicBatches: true}
}

// Mark implements [index.Engine].
func (e *Engine) Mark(ctx context.Context) (uint64, error) {
	done, err := e.use()
	if err != nil {
		return 0, err
	}
	defer done()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	v := e.view()
	defer v.release()
	return v.mark, nil
}

// A snapshot is one immutable state of bleve's index. Its files exist until it is closed.
type snapshot struct{ *scorch.IndexSnapshot }

// snapshot returns the newest state. The caller must close it.
func (e *Engine) snapshot() (snapshot, error) {
	reader, err := e.scorch.Reader()
	if err != nil {
		return snapshot{}, fmt.Errorf("read index: %w", err)
	}
	return snapshot{reader.(*scorch.IndexSnapshot)}, nil
}

// close releases the files. After a failure the next start removes them.
func (s snapshot) close() { _ = s.IndexSnapshot.Close() }

// mark returns the mark of the last batch, 0 for a new index.
func (s snapshot) mark() (uint64, error) {
	value, err := s.GetInternal(markKey)
	if err != nil {
		return 0, fmt.Errorf("read mark of index: %w", err)
	}
	return decodeUint(value), nil
}

// encodeUint returns n as an internal value.
func encodeUint(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// decodeUint decodes an internal value, 0 if it is absent.
func decodeUint(value []byte) uint64 {
	if len(value) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(value)
}
