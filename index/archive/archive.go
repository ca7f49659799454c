package archive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/page"
	"warta/index"
	"warta/index/generations"
	"warta/index/people"
	"warta/index/readings"
	"warta/index/record"
	"warta/index/record/sqlite"
)

// A Reader reads articles: *analyzers.Reader is one. Reading is pure and may be
// done by many goroutines at once.
type Reader interface {
	// Read returns the articles of a source, at least one.
	Read(src analyzers.Source) []article.Article
	// Version changes whenever the same source may be read otherwise.
	Version() string
}

// When a new version of reader or engine rebuilds what an older one worked out.
const (
	RebuildAuto = "auto" // at once, beside the service
	RebuildAsk  = "ask"  // when somebody calls Reindex; until then the old one serves
	RebuildOff  = "off"  // as RebuildAsk, and Status does not mention it
)

// Options says how an archive works. Dir, Reader and OpenEngine or Generations are needed;
// the zero value of everything else is filled with its default.
type Options struct {
	Dir        string // the data folder
	Reader     Reader
	OpenEngine generations.OpenEngine // of the generations in the data folder
	// Generations keeps the generations elsewhere than in the data folder, with their
	// engines.
	Generations   generations.Store
	EngineVersion string // changes whenever the engine must be filled again, whatever its documents
	Rebuild       string // default RebuildAuto
	// OpenRecord opens the record of a data folder, or makes a new one. Default: the file
	// [sqlite.FileName] in it, with the options Record.
	OpenRecord    func(ctx context.Context, dir string) (record.Record, error)
	Record        sqlite.Options
	ReadingsCache int64 // bytes for decoded readings; default 64 MiB
	BatchLen      int   // most changes in one batch of the engine; default 1024
	Log           *slog.Logger
	Now           func() time.Time
}

func (o Options) filled() Options {
	if o.Rebuild == "" {
		o.Rebuild = RebuildAuto
	}
	if o.BatchLen == 0 {
		o.BatchLen = 1024
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Record.Log == nil {
		o.Record.Log = o.Log
	}
	if o.Record.Now == nil {
		o.Record.Now = o.Now
	}
	if o.OpenRecord == nil {
		o.OpenRecord = func(ctx context.Context, dir string) (record.Record, error) {
			return openSQLite(ctx, dir, o.Record)
		}
	}
	return o
}

func openSQLite(ctx context.Context, dir string, opts sqlite.Options) (record.Record, error) {
	s, err := sqlite.Open(ctx, filepath.Join(dir, sqlite.FileName), opts)
	if err != nil {
		return nil, err // and no record that holds a nil
	}
	return s, nil
}

// Validate reports everything wrong with o at once.
func (o Options) Validate() error {
	var errs []error
	if o.Dir == "" {
		errs = append(errs, errors.New("dir: want the data folder"))
	}
	if o.Reader == nil || o.OpenEngine == nil && o.Generations == nil {
		errs = append(errs, errors.New("reader and engine: both are needed"))
	}
	switch o.Rebuild {
	case "", RebuildAuto, RebuildAsk, RebuildOff:
	default:
		errs = append(errs, fmt.Errorf("rebuild %q: want auto, ask or off", o.Rebuild))
	}
	if o.BatchLen < 0 || o.BatchLen > 10_000 {
		errs = append(errs, fmt.Errorf("batch_len %d: want 1 to 10000", o.BatchLen))
	}
	return errors.Join(append(errs, o.Record.Validate())...)
}

// An Archive is an open data folder. Its methods may be called at the same time.
type Archive struct {
	opts        Options
	lock        *os.File
	record      record.Record
	generations generations.Store
	leading     *leadership // of the generations
	live        atomic.Pointer[generation]
	atOpen      uint64 // head of the record when it was opened
	fresh       *handoff
	book        *people.IDs // of people

	deciding  sync.Mutex // held while somebody decides
	decided   atomic.Pointer[people.Decisions]
	enforced  uint64 // number of the last decision that is in force here; guarded by deciding
	enlisted  uint64 // number of the decision that stands for the list in force; guarded by deciding
	corrected atomic.Pointer[corrections]
	roster    atomic.Pointer[people.Roster] // nil: no list
	unlisted  bool                          // the record may have another list; for who holds deciding
	moved     broadcast                     // rung when a mark moves or the live generation changes

	ctx    context.Context // ends with Close
	cancel context.CancelCauseFunc
	work   sync.WaitGroup

	closing sync.Once
	closed  error // of Close

	mu        sync.Mutex  // for what follows
	building  *generation // being filled beside the live one, or nil
	following map[*generation]*following
	trouble   map[string]error // what fails at present, and how
	// unreadable are the articles of the record that were found to be damaged.
	unreadable map[string]bool
	mended     []string // what was damaged and is rebuilt, since somebody was told
}

// errClosing ends the work of an archive that is closed.
var errClosing = errors.New("the archive is closing")

// Open opens the archive in opts.Dir, making it where there is none. A second
// process is refused. It returns as soon as the record can be written; Ready
// says when searches see what was there.
func Open(ctx context.Context, opts Options) (*Archive, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a := &Archive{opts: opts.filled(), fresh: newHandoff(), following: map[*generation]*following{}, trouble: map[string]error{}, unreadable: map[string]bool{}}
	if err := os.MkdirAll(a.opts.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	var err error
	if a.lock, err = lockFolder(a.opts.Dir); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if a.record, err = a.opts.OpenRecord(ctx, a.opts.Dir); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), unlockFolder(a.lock))
	}
	if a.generations = a.opts.Generations; a.generations == nil {
		a.generations, err = generations.NewFolders(filepath.Join(a.opts.Dir, "generations"), a.opts.OpenEngine, readings.Options{CacheBytes: a.opts.ReadingsCache}, a.opts.Log)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.record.Close(), unlockFolder(a.lock))
		}
	}
	a.leading = &leadership{store: a.generations, log: a.opts.Log}
	a.ctx, a.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	if err := a.recall(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.Close())
	}
	a.work.Go(func() { a.leading.run(a.ctx) })
	a.work.Go(a.tail)
	if err := a.openGenerations(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.Close())
	}
	return a, nil
}

// recall reads the ids of people, the list of office holders and the decisions of
// editors from the record.
func (a *Archive) recall(ctx context.Context) error {
	var err error
	if a.atOpen, err = a.record.Head(ctx); err != nil {
		return err
	}
	ids, err := record.AllPersonIDs(ctx, a.record, 0)
	if err != nil {
		return err
	}
	a.book = people.NewIDs(ids, a.record)
	if err := a.Enlist(ctx); err != nil {
		return err
	}
	return a.enforce(ctx)
}

// Close stops following and closes everything. What was acknowledged is on disk
// already.
func (a *Archive) Close() error {
	a.closing.Do(func() {
		a.mu.Lock() // whoever begins a rebuild has begun it, or will see that it is too late
		a.cancel(errClosing)
		a.mu.Unlock()
		a.work.Wait()
		var errs []error
		if g := a.live.Swap(nil); g != nil {
			errs = append(errs, g.retire())
		}
		a.closed = errors.Join(append(errs, a.record.Close(), unlockFolder(a.lock))...)
	})
	return a.closed
}

// Backup writes one consistent copy of the record to a file that must not exist. The
// archive stays in use meanwhile. The error is of kind [index.Unavailable] where the record is
// copied by the tools of its database alone.
func (a *Archive) Backup(ctx context.Context, file string) error {
	keeper, ok := a.record.(record.Keeper)
	if !ok {
		return &index.Error{Kind: index.Unavailable, Op: "archive.Backup", Text: "this record is copied by the tools of its database"}
	}
	return keeper.Backup(ctx, file)
}

// Article returns the standing version of an article as read by the reader at
// work. The caller may change it. The error is of kind [index.NotFound] or [index.Gone].
func (a *Archive) Article(ctx context.Context, id string) (*article.Article, error) {
	const op = "index.Article"
	state, err := a.record.State(ctx, id)
	if err != nil {
		return nil, explained(op, err)
	}
	if state.Removed {
		return nil, gone(op)
	}
	if read := a.asRead(ctx, id, state.Seq); read != nil {
		c := *a.shown(read)
		return &c, nil
	}
	c, err := a.record.Get(ctx, id)
	if err != nil {
		return nil, explained(op, err)
	}
	if c.Removed {
		return nil, gone(op)
	}
	return a.shown(a.readCorrected(ctx, c)), nil
}

// Versions lists up to n states of an article as they were received, the newest first,
// each as the reader at work reads it; those before a change, or with 0 from the newest.
// Where next is not 0, it is the change before which there may be more.
func (a *Archive) Versions(ctx context.Context, id string, before uint64, n int) (vs []Version, next uint64, err error) {
	const op = "index.Versions"
	state, err := a.record.State(ctx, id)
	if err != nil {
		return nil, 0, explained(op, err)
	}
	if state.Removed {
		return nil, 0, gone(op)
	}
	cs, err := a.record.Versions(ctx, id, before, n)
	if errors.Is(err, record.ErrNotFound) { // before the first
		return []Version{}, 0, nil
	}
	if err != nil {
		return nil, 0, explained(op, err)
	}
	vs = []Version{}
	for _, c := range cs {
		next = c.Seq
		if c.Version == 1 {
			next = 0
		}
		if c.Removed { // an earlier life of a restored article
			continue
		}
		v := Version{Version: c.Version, Seq: c.Seq, ReceivedAt: c.At, Article: a.shown(a.readCorrected(ctx, c))}
		if !c.SourceUpdatedAt.IsZero() {
			v.SourceUpdatedAt = &c.SourceUpdatedAt
		}
		vs = append(vs, v)
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
	}
	return vs, next, nil
}

// Remove takes an article out of the archive: when it returns, the record says
// so durably and searches no longer find it. Its text is overwritten within
// [sqlite.Options].ScrubAfter. Removing again changes nothing.
func (a *Archive) Remove(ctx context.Context, id, by string) (Receipt, error) {
	const op = "index.Remove"
	res, err := a.record.Remove(ctx, id, by, a.wordsOf(ctx, id)...)
	if err != nil {
		return Receipt{}, explained(op, err)
	}
	a.forget(context.WithoutCancel(ctx), id)
	r := Receipt{ID: id, Result: Deleted, Seq: res.Seq}
	if !a.answering(res.Seq) {
		return r, nil
	}
	// An engine in trouble must not make a removal look failed that is on disk.
	wait, cancel := context.WithTimeout(ctx, removalWait)
	defer cancel()
	if err := a.WaitSearchable(wait, res.Seq); err != nil {
		a.opts.Log.WarnContext(ctx, "a removal is recorded but searches may still show it", "id", id, "err", err)
	}
	return r, nil
}

// wordsOf returns the words by which an article that has an address would be known
// without it: once it is removed, it must not come back in a page that is taken
// apart.
func (a *Archive) wordsOf(ctx context.Context, id string) []string {
	c, err := a.record.Get(ctx, id)
	if err != nil || c.Removed {
		return nil // the removal says why
	}
	return []string{identityWords(a.read(ctx, c), c.Received.URL)}
}

// answering reports whether searches are answered. Where they are not, they will
// not be before they see the removal or the correction with the number seq.
func (a *Archive) answering(seq uint64) bool {
	g := a.live.Load()
	return g != nil && g.holdBack(seq)
}

// removalWait is how long Remove waits for the searches to forget an article, and
// CorrectQuote for them to show a correction.
const removalWait = 10 * time.Second

// WaitSearchable returns once searches see the change with the number seq.
func (a *Archive) WaitSearchable(ctx context.Context, seq uint64) error {
	for {
		moved := a.moved.next()
		if g := a.live.Load(); g != nil && g.mark.Load() >= seq && g.ready.Load() {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("wait until change %d is searchable: %w", seq, context.Cause(ctx))
		case <-a.ctx.Done():
			return &index.Error{Kind: index.Unavailable, Op: "index.WaitSearchable", Text: "the service is stopping", Err: errClosing}
		}
	}
}

// Tidy puts the index into the form in which it searches fastest, as it does by
// itself when nothing is written for a while. The error is of kind [index.Unavailable]
// until what the archive holds was read.
func (a *Archive) Tidy(ctx context.Context) error {
	g, err := a.searchable("index.Tidy")
	if err != nil {
		return err
	}
	defer g.release()
	return g.engine.Tidy(ctx)
}

// explained turns what the record says into an error for a reader.
func explained(op string, err error) error {
	e := &index.Error{Op: op, Err: err}
	if removed, ok := errors.AsType[*record.RemovedError](err); ok {
		e.Kind, e.Text = index.Removed, "article "+removed.ID+" was removed; an admin can bring it back with restore=true"
		return e
	}
	if conflict, ok := errors.AsType[*record.ConflictError](err); ok {
		e.Kind, e.Field, e.Text = index.Conflict, "external_id", conflict.Error()+"; send the URL and the id of one article"
		return e
	}
	switch {
	case errors.Is(err, record.ErrNotFound):
		e.Kind, e.Text = index.NotFound, "there is no article with this id"
	case errors.Is(err, record.ErrBusy):
		e.Kind, e.Text, e.RetryAfter = index.Busy, "too many articles arrive at once; send this one again in a second", time.Second
	case errors.Is(err, record.ErrFull):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, "the archive's disk is full, may only be read, or fails; nothing was lost, send this again when the operator has seen to it", time.Minute
	case errors.Is(err, record.ErrClosed):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, "the service is stopping; send this again in a moment", 5*time.Second
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", op, err)
	}
	return e
}

func gone(op string) error {
	return &index.Error{Kind: index.Gone, Op: op, Text: "this article was removed"}
}

func notReady(op string) error {
	return &index.Error{Kind: index.Unavailable, Op: op, Text: "the archive is still reading what it holds; try again in a moment", RetryAfter: 5 * time.Second}
}

// canonicalURL is how the archive tells addresses of one article.
var canonicalURL = page.CanonicalURL

// A broadcast wakes all who wait.
type broadcast struct {
	mu sync.Mutex
	ch chan struct{}
}

// next returns a channel that is closed by the next ring.
func (b *broadcast) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch == nil {
		b.ch = make(chan struct{})
	}
	return b.ch
}

func (b *broadcast) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch != nil {
		close(b.ch)
		b.ch = nil
	}
}
