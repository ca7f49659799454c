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
	"warta/index/internal/ctxlock"
	"warta/index/people"
	"warta/index/readings"
	"warta/index/record"
	"warta/index/record/sqlite"
)

// A Reader parses articles; *analyzers.Reader implements it. Read is a pure function of the
// source and safe for concurrent use.
type Reader interface {
	// Read returns the articles of a source, at least one.
	Read(src analyzers.Source) []article.Article
	// Version changes whenever Read may return a different result for the same source.
	Version() string
}

// Values of [Options].Rebuild: when a generation made by another version of reader or engine
// is rebuilt.
const (
	RebuildAuto = "auto" // immediately, in the background
	RebuildAsk  = "ask"  // on Reindex; the old generation serves until then
	RebuildOff  = "off"  // as RebuildAsk, but Status does not report Outdated
)

// Options configures an archive. Dir, Reader and either OpenEngine or OpenGenerations are
// required. The zero value of every other field selects its default.
type Options struct {
	Dir        string // the data folder
	Locked     bool   // the caller holds the lock of Dir ([Lock]) for as long as the archive is open
	Reader     Reader
	OpenEngine generations.OpenEngine // opens the engines of generations in Dir
	// OpenGenerations opens a store that keeps generations and their engines outside Dir,
	// beside the record. Default: folders in Dir, with the engines of OpenEngine.
	OpenGenerations func(ctx context.Context, of record.Record) (generations.Store, error)
	EngineVersion   string // changes whenever the engine must be refilled, even from the same documents
	Rebuild         string // default RebuildAuto
	// OpenRecord opens the record of a data folder and creates a missing one. Default: the
	// SQLite file [sqlite.FileName] in the folder, with the options Record.
	OpenRecord    func(ctx context.Context, dir string) (record.Record, error)
	Record        sqlite.Options
	ReadingsCache int64 // bytes of cache for decoded readings; default 64 MiB
	Preload       int64 // bytes of files that are read into the page cache after Open; default none
	BatchLen      int   // maximum changes per batch, up to 10000; default 1024
	Log           *slog.Logger
	Now           func() time.Time

	decideFor time.Duration // tests set it in place of decideFor

	straysAfter time.Duration // tests set it in place of straysAfter
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
	if o.straysAfter == 0 {
		o.straysAfter = straysAfter
	}
	if o.decideFor == 0 {
		o.decideFor = decideFor
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
		return nil, err // not a non-nil interface holding a nil *Store
	}
	return s, nil
}

// Validate returns all errors in o, joined.
func (o Options) Validate() error {
	var errs []error
	if o.Dir == "" {
		errs = append(errs, errors.New("dir: want the data folder"))
	}
	if o.Reader == nil || o.OpenEngine == nil && o.OpenGenerations == nil {
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
	if o.Preload < 0 {
		errs = append(errs, fmt.Errorf("preload %d: want a number of bytes", o.Preload))
	}
	return errors.Join(append(errs, o.Record.Validate())...)
}

// An Archive is an open data folder. Its methods are safe for concurrent use.
type Archive struct {
	opts        Options
	lock        *os.File
	record      record.Record
	generations generations.Store
	shared      generations.Shared // the same where other processes use it, too; else nil
	leading     *leadership        // lease on the generation store
	managing    ctxlock.Lock       // held while generations are listed, made or deleted; taken before deciding and mu
	switching   sync.Mutex         // taken before managing; held while the live generation of a shared store is exchanged
	live        atomic.Pointer[generation]
	atOpen      uint64 // head of the record at Open
	fresh       *handoff
	book        *people.IDs // ids of people
	few         int         // tests set it in place of fewHits

	deciding  ctxlock.Lock // serialises decisions
	decided   atomic.Pointer[people.Decisions]
	enforced  atomic.Uint64 // sequence number of the last decision in force; written under deciding
	enlisted  uint64        // sequence number of the decision that set the roster in force; guarded by deciding
	corrected atomic.Pointer[corrections]
	roster    atomic.Pointer[people.Roster] // office holders; nil without a list
	unlisted  bool                          // the record may hold a newer roster; guarded by deciding
	unsure    bool                          // a decision may be in force that the record lacks; guarded by deciding
	known     atomic.Uint64                 // highest head of the record that this process has seen
	hiding    atomic.Uint64                 // number of a change that hid something, see lookAhead
	moved     broadcast                     // rung when a mark moves, the live generation changes or a rebuild ends

	lookingBack turnstile // into earlier versions, for a quote
	// listed has the keys of the speakers of versions that were read for it, by the ids of their
	// quotes. An id is a digest of words, so it holds no words.
	listed  *memory[versionOf, map[string]string]
	settled *memory[settledQuote, struct{}] // quotes without an earlier speaker, see [Archive.earlier]

	ctx    context.Context // cancelled by Close
	cancel context.CancelCauseFunc
	work   sync.WaitGroup

	closing sync.Once
	closed  error // result of Close

	mu        sync.Mutex      // guards the fields below
	term      context.Context // of the work that writes generations; nil while another process leads
	building  *generation     // being filled beside the live generation, or nil
	following map[*generation]*following
	trouble   map[string]error // current failures by description
	// unreadable holds the ids of articles that are damaged in the record.
	unreadable map[string]bool
	mended     []string // repairs not yet reported by Check
}

// errClosing is the cancellation cause of ctx after Close.
var errClosing = errors.New("the archive is closing")

// Scratch is the folder in a data folder for what is not kept: [Open] deletes it, so that no
// text of a process that was killed stays in it.
const Scratch = "scratch"

// Open opens the archive in opts.Dir and creates a missing one. It returns an error of kind
// [index.Busy] if another process has the folder open. Open returns once the record is
// writable; [Archive.Ready] reports when searches cover the record as of Open.
func Open(ctx context.Context, opts Options) (*Archive, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a := &Archive{
		opts: opts.filled(), fresh: newHandoff(), following: map[*generation]*following{}, trouble: map[string]error{}, unreadable: map[string]bool{},
		deciding: ctxlock.New(), managing: ctxlock.New(), lookingBack: make(turnstile, lookBacks), listed: newMemory[versionOf, map[string]string](maxListed), settled: newMemory[settledQuote, struct{}](maxSettled),
	}
	if err := os.MkdirAll(a.opts.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	var err error
	if !a.opts.Locked {
		if a.lock, err = lockFolder(a.opts.Dir); err != nil {
			return nil, fmt.Errorf("open archive: %w", err)
		}
	}
	if err := os.RemoveAll(filepath.Join(a.opts.Dir, Scratch)); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), unlockFolder(a.lock))
	}
	if a.record, err = a.opts.OpenRecord(ctx, a.opts.Dir); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), unlockFolder(a.lock))
	}
	if err := a.openStore(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.record.Close(), unlockFolder(a.lock))
	}
	a.leading = newLeadership(a.generations, a.opts.Log)
	a.ctx, a.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	if err := a.recall(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.Close())
	}
	a.work.Go(func() { a.leading.run(a.ctx) })
	a.work.Go(a.tail)
	if a.shared != nil {
		a.work.Go(a.watch)
		a.work.Go(a.stand)
		return a, nil
	}
	a.term = a.ctx
	if err := a.openGenerations(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.Close())
	}
	return a, nil
}

// openStore opens the store of generations.
func (a *Archive) openStore(ctx context.Context) (err error) {
	if a.opts.OpenGenerations != nil {
		if a.generations, err = a.opts.OpenGenerations(ctx, a.record); err != nil {
			return err
		}
		a.shared, _ = a.generations.(generations.Shared)
		return nil
	}
	a.generations, err = generations.NewFolders(filepath.Join(a.opts.Dir, "generations"), a.opts.OpenEngine, readings.Options{CacheBytes: a.opts.ReadingsCache}, a.opts.Log)
	return err
}

// recall loads the head, the ids of people, the roster and the editors' decisions from the
// record.
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

// Close stops the background work and closes the generations and the record. Acknowledged
// changes are already on disk. Further calls return the same error.
func (a *Archive) Close() error {
	a.closing.Do(func() {
		a.mu.Lock() // orders Close with Reindex, Rollback and doubt, which check ctx under mu
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

// Backup writes a consistent copy of the record to file, which must not exist. The archive
// stays usable during the copy. The error is of kind [index.Unavailable] if the record does
// not support copies, as with a database that has its own backup tools.
func (a *Archive) Backup(ctx context.Context, file string) error {
	keeper, ok := a.record.(record.Keeper)
	if !ok {
		text := "this record is copied by the tools of its database"
		if remote, ok := a.record.(record.Remote); ok {
			text += ": " + remote.CopyCommand()
		}
		return &index.Error{Kind: index.Unavailable, Op: "archive.Backup", Text: text}
	}
	return keeper.Backup(ctx, file)
}

// Article returns the current version of an article as parsed by the current reader. The
// caller may modify the result. The error is of kind [index.NotFound] or [index.Gone] for a
// missing or removed article.
func (a *Archive) Article(ctx context.Context, id string) (*article.Article, error) {
	const op = "index.Article"
	state, err := a.record.State(ctx, id)
	if err != nil {
		return nil, explained(op, err)
	}
	told(ctx, state.Seq)
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
	told(ctx, c.Seq)
	if c.Removed {
		return nil, gone(op)
	}
	return a.shown(a.readCorrected(ctx, c)), nil
}

// Versions returns up to n received versions of an article, newest first, as parsed by the
// current reader. It returns versions older than the change before, or the newest if before
// is 0. A nonzero next is the value of before for the next page.
func (a *Archive) Versions(ctx context.Context, id string, before uint64, n int) (vs []Version, next uint64, err error) {
	const op = "index.Versions"
	state, err := a.record.State(ctx, id)
	if err != nil {
		return nil, 0, explained(op, err)
	}
	told(ctx, state.Seq)
	if state.Removed {
		return nil, 0, gone(op)
	}
	cs, err := a.record.Versions(ctx, id, before, n)
	if errors.Is(err, record.ErrNotFound) { // no version is older than before
		return []Version{}, 0, nil
	}
	if err != nil {
		return nil, 0, explained(op, err)
	}
	vs = []Version{}
	for _, c := range cs {
		told(ctx, c.Seq)
		next = c.Seq
		if c.Version == 1 {
			next = 0
		}
		if c.Removed { // a removal before a restore
			continue
		}
		show := a.shown
		if c.Version < state.Version {
			show = a.shownPast
		}
		v := Version{Version: c.Version, Seq: c.Seq, ReceivedAt: c.At, Article: show(a.readCorrected(ctx, c))}
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

// Remove removes an article. The removal is durable in the record when Remove returns. It
// waits up to removalWait for searches to drop the article. The text is overwritten within
// [sqlite.Options].ScrubAfter. Repeated calls change nothing.
func (a *Archive) Remove(ctx context.Context, id, by string) (Receipt, error) {
	const op = "index.Remove"
	res, err := a.record.Remove(ctx, id, by, a.wordsOf(ctx, id)...)
	if err != nil {
		return Receipt{}, explained(op, err)
	}
	a.forget(context.WithoutCancel(ctx), id)
	Wrote(ctx, res.Seq, 0)
	r := Receipt{ID: id, Result: Deleted, Seq: res.Seq}
	if !a.answering(res.Seq) {
		return r, nil
	}
	// The removal is durable, so a failing engine must not turn it into an error.
	wait, cancel := context.WithTimeout(ctx, removalWait)
	defer cancel()
	if err := a.WaitSearchable(wait, res.Seq); err != nil {
		a.opts.Log.WarnContext(ctx, "a removal is recorded but searches may still show it", "id", id, "err", err)
	}
	return r, nil
}

// wordsOf returns the identity words of an article. The record stores them with the removal,
// so that the article does not return without its address as part of a split page.
func (a *Archive) wordsOf(ctx context.Context, id string) []string {
	c, err := a.record.Get(ctx, id)
	if err != nil || c.Removed {
		return nil // Remove reports the cause
	}
	return []string{identityWords(a.read(ctx, c), c.Received.URL)}
}

// answering reports whether searches are served now. If not, it makes the live generation
// apply change seq, a removal or correction, before it serves searches.
func (a *Archive) answering(seq uint64) bool {
	g := a.live.Load()
	return g != nil && g.holdBack(seq)
}

// removalWait bounds the wait of Remove and CorrectQuote for their change to be searchable.
const removalWait = 10 * time.Second

// WaitSearchable returns nil once searches see change seq. It returns an error when ctx
// ends, and one of kind [index.Unavailable] when the archive closes.
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

// Tidy optimises the live index for searching, which also happens after a period without
// writes. The error is of kind [index.Unavailable] until the generation is ready.
func (a *Archive) Tidy(ctx context.Context) error {
	g, err := a.searchable("index.Tidy")
	if err != nil {
		return err
	}
	defer g.release()
	return g.engine.Tidy(ctx)
}

// explained converts an error of the record into an [index.Error], except for context
// errors, which it wraps.
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
	if _, ok := errors.AsType[*record.FormatError](err); ok {
		e.Kind, e.Text = index.Unavailable, "a newer version of Warta has changed the record; this one can only read it"
		return e
	}
	if _, ok := errors.AsType[*record.HalfMovedError](err); ok {
		e.Kind, e.Text = index.Unavailable, "another record is being moved into this one; it takes nothing until that is complete and the service is started again"
		return e
	}
	switch {
	case errors.Is(err, record.ErrNotFound):
		e.Kind, e.Text = index.NotFound, "there is no article with this id"
	case errors.Is(err, record.ErrBusy):
		e.Kind, e.Text, e.RetryAfter = index.Busy, "too many articles arrive at once; send this one again in a second", time.Second
	case errors.Is(err, record.ErrFull):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, "the archive's disk is full, may only be read, or fails; nothing was lost, send this again when the operator has seen to it", time.Minute
	case errors.Is(err, record.ErrAway):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, "the archive's database does not answer; send this again in a moment", 5*time.Second
	case errors.Is(err, record.ErrReplaced):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, "the archive was restored from a copy; the operator has to start this service again", time.Minute
	case errors.Is(err, record.ErrWentBack):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, wentBack, time.Minute
	case errors.Is(err, record.ErrLeaseLost):
		e.Kind, e.Text, e.RetryAfter = index.Busy, "another node does this task now; send this again in a second", time.Second
	case errors.Is(err, record.ErrClosed):
		e.Kind, e.Text, e.RetryAfter = index.Unavailable, "the service is stopping; send this again in a moment", 5*time.Second
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", op, err)
	}
	return e
}

// wentBack says what to do where the record lacks changes that it had.
const wentBack = "the archive's database lacks changes that were acknowledged; the operator has to give it a new lineage with `warta restore --record URL` and start this service again, and what was sent last has to be sent again"

func gone(op string) error {
	return &index.Error{Kind: index.Gone, Op: op, Text: "this article was removed"}
}

func notReady(op string) error {
	return &index.Error{Kind: index.Unavailable, Op: op, Text: "the archive is still reading what it holds; try again in a moment", RetryAfter: 5 * time.Second}
}

// canonicalURL normalises addresses, so that all addresses of one article compare equal.
var canonicalURL = page.CanonicalURL

// A broadcast wakes all waiting goroutines. It is safe for concurrent use.
type broadcast struct {
	mu sync.Mutex
	ch chan struct{}
}

// next returns a channel that the next call of ring closes.
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
