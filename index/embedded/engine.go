// Package embedded implements [index.Engine] with bleve's index format, in a
// folder and in this process.
//
// It keeps bleve's writer, merger and files, and reads the segments through
// bleve's public interfaces itself: matches are sets of document numbers, facets
// are counted from ordinals that are cached by immutable segment, only what can
// reach the page is looked at twice. docs/decisions/0006 says why.
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
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"warta/analyzers/indonesian"
	"warta/index"
	built "warta/index/documents"
	"warta/index/internal/shield"
)

// Options bound what an engine takes. The zero value is ready to use.
type Options struct {
	Searches int          // that run at once; default two for each processor
	Queue    int          // searches that wait for their turn; default 16 for each that runs
	Log      *slog.Logger // default: nothing is logged
	// PurgeAfter is the age at which deleted text is taken out of the files; it is
	// looked at twelve times as often. Default 12h, at most 20h: it must be gone
	// within a day.
	PurgeAfter time.Duration
	// TidyAfter is how long nothing is written before an index of Segments
	// or more is put into few, at most once an hour. Default one minute.
	TidyAfter time.Duration
	Segments  int // default 13
	// OccurrenceCache is how many bytes are kept of how often frequent terms stand in
	// documents, half a byte for each document that has one; default 96 MiB.
	OccurrenceCache int
	// Frequent is in how many documents of one segment a term stands that is
	// frequent; default 256.
	Frequent int
	Now      func() time.Time // default time.Now
	// Room tells how many bytes are free on the disk of a folder; default: as the
	// system says.
	Room func(dir string) (int64, error)
}

// Validate reports everything wrong with o at once, each with its value.
func (o Options) Validate() error {
	var errs []error
	if o.Searches < 0 || o.Queue < 0 {
		errs = append(errs, fmt.Errorf("searches %d and queue %d cannot be negative", o.Searches, o.Queue))
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

// format is that of what is stored beside the documents.
const format = "3"

// Version changes with whatever is in an index. An index of another version
// answers until it is rebuilt from the record; one of another format is refused by
// Open.
const Version = "bleve-" + format + "." + built.Version + "." + indonesian.Version

// The internal values of an index.
var (
	markKey    = []byte("mark")
	versionKey = []byte("version")
)

// lockTimeout is how long Open waits for another process that has the index.
const lockTimeout = 2 * time.Second

// An Engine is an index in a folder. It is safe for concurrent use.
type Engine struct {
	path    string
	options Options
	scorch  *scorch.Scorch
	queue   *bleve.AnalysisQueue
	columns columnCache

	occurrences *occurrenceCache

	writing    sync.Mutex // held by whatever writes
	refreshing sync.Mutex
	current    atomic.Pointer[view]
	changed    chan struct{}   // bleve has done something in the background
	background context.Context // of what e does by itself; ends when it closes
	stop       context.CancelFunc
	work       sync.WaitGroup

	words   wordKeeper
	running chan struct{}
	waiting atomic.Int64
	failed  atomic.Pointer[error] // what broke in the background
	bleve   chan error            // of bleve's background work, for tellOfBleve
	pace    pace                  // of bleve's attempts

	written      atomic.Int64  // when something was written last or, before that, when it was opened
	merging      sync.Mutex    // held by whoever has the merger do something
	merged       chan struct{} // closed when the merger has done what it was told last; guarded by merging
	deletedSince atomic.Int64  // see purgeKey; written by whoever holds writing
	cancelMerge  atomic.Pointer[context.CancelCauseFunc]
	onDamage     atomic.Pointer[func(error)]

	open   sync.RWMutex // held for reading by whatever uses scorch
	closed bool
}

var _ interface {
	index.Engine
	index.Tidier
	index.Preparer
	index.Verifier
	index.HealthChecker
	index.DamageReporter
} = (*Engine)(nil)

// Open opens the index in the folder path, which it makes where there is none.
// Another process that has it open makes Open fail after two seconds.
func Open(ctx context.Context, path string, options Options) (*Engine, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if err := options.Validate(); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	options.Searches = cmp.Or(options.Searches, 2*runtime.GOMAXPROCS(0))
	options.Queue = cmp.Or(options.Queue, 16*options.Searches)
	options.PurgeAfter = cmp.Or(options.PurgeAfter, 12*time.Hour)
	options.TidyAfter = cmp.Or(options.TidyAfter, time.Minute)
	options.Segments = cmp.Or(options.Segments, 13)
	options.OccurrenceCache = cmp.Or(options.OccurrenceCache, 96<<20)
	options.Frequent = cmp.Or(options.Frequent, 256)
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Room == nil {
		options.Room = room
	}
	options.Log = cmp.Or(options.Log, slog.New(slog.DiscardHandler))
	e := &Engine{
		path: path, options: options,
		queue:   bleve.NewAnalysisQueue(1),
		running: make(chan struct{}, options.Searches),
		changed: make(chan struct{}, 1),
		bleve:   make(chan error, 1),

		occurrences: newOccurrenceCache(options.OccurrenceCache, options.Frequent),
	}
	e.background, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	e.words.again = make(chan struct{}, 1)
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
	e.written.Store(time.Now().UnixNano())
	first := e.view()
	e.work.Go(func() { e.keepWords(e.background, first) })
	e.work.Go(func() { e.follow(e.background) })
	e.work.Go(func() { e.purgeRegularly(e.background) })
	e.work.Go(func() { e.tidyRegularly(e.background) })
	e.work.Go(func() { e.tellOfBleve(e.background) })
	return e, nil
}

// openScorch opens bleve's index. What is damaged may let it panic.
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

func (e *Engine) release() {
	e.stop()
	engines.Delete(e.path)
	if e.scorch != nil {
		indexes.Delete(e.scorch)
	}
	e.queue.Close()
}

// rootFile is where bleve keeps the list of segments.
const rootFile = "root.bolt"

// writeVersion marks a new index.
func (e *Engine) writeVersion() error {
	if err := e.scorch.SetInternal(versionKey, []byte(Version)); err != nil {
		return fmt.Errorf("make index %s: %w", e.path, err)
	}
	return nil
}

// checkVersion refuses an index of another format, and one without: bleve opens
// an index whose segments cannot be read as an empty one.
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

// oldestDocuments is the oldest [documents.Version] that can still be asked:
// before it, people had other keys.
const oldestDocuments = 5

// answers reports whether an index of some version gives answers that hold. One of
// another analyzer is worse than a new one and better than none: it answers until
// it is replaced.
func answers(version string) bool {
	parts := strings.SplitN(strings.TrimPrefix(version, "bleve-"), ".", 3)
	if len(parts) < 3 {
		return false
	}
	documents, err := strconv.Atoi(parts[1])
	return err == nil && parts[0] == format && documents >= oldestDocuments
}

// callbackName is that of onAsyncError and onEvent in bleve's registries.
const callbackName = "warta"

// engines finds the engine of a path: bleve reports errors of its background
// work to a function of the process and not of an index.
var engines sync.Map

// bleve's registry may only be written here
func init() {
	scorch.RegistryAsyncErrorCallbacks[callbackName] = onAsyncError
	scorch.RegistryEventCallbacks[callbackName] = onEvent
}

func onAsyncError(err error, path string) {
	if found, ok := engines.Load(path); ok {
		found.(*Engine).backgroundFailed(err)
	}
}

// Healthy returns what broke the engine, if anything did; it must then be
// opened again.
func (e *Engine) Healthy() error {
	if err := e.failed.Load(); err != nil {
		return &index.Error{Kind: index.Unavailable, Op: "embedded", Text: "the index must be opened again; the operator has been told", Err: *err}
	}
	return nil
}

// OnDamage names whom to tell of damage that is met in the background. It calls
// from a goroutine that Close waits for.
func (e *Engine) OnDamage(tell func(error)) { e.onDamage.Store(&tell) }

// use returns an error if e cannot be used; else a function to call afterwards.
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

// Close implements [index.Engine]. A second call does nothing.
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

// closeWithin is how long a broken index may take to close.
const closeWithin = 5 * time.Second

// closeScorch closes bleve's index. One whose background work broke may hold its
// own locks for ever: it is left to the end of the process.
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

// A snapshot is one state of the index.
type snapshot struct{ *scorch.IndexSnapshot }

func (e *Engine) snapshot() (snapshot, error) {
	reader, err := e.scorch.Reader()
	if err != nil {
		return snapshot{}, fmt.Errorf("read index: %w", err)
	}
	return snapshot{reader.(*scorch.IndexSnapshot)}, nil
}

// close lets go of the state. A failure leaves files behind that the next start
// removes.
func (s snapshot) close() { _ = s.IndexSnapshot.Close() }

func (s snapshot) mark() (uint64, error) {
	value, err := s.GetInternal(markKey)
	if err != nil {
		return 0, fmt.Errorf("read mark of index: %w", err)
	}
	return decodeUint(value), nil
}

func encodeUint(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// decodeUint returns 0 for a value that is not there.
func decodeUint(value []byte) uint64 {
	if len(value) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(value)
}
