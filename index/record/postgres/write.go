package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

const (
	// groupFor bounds one transaction, with the wait for those of other processes.
	groupFor = 30 * time.Second
	// moveFor bounds one transaction of a move, which holds up no other: one article may be larger
	// than what a slow line takes in groupFor.
	moveFor = 5 * time.Minute
	// groupTries bounds the attempts of a group whose connection broke before its commit. One that
	// gets no connection is the last.
	groupTries = 3
)

// A writer owns the connection that writes.
type writer struct {
	tables.Calls
	s     *Store
	conn  *pgx.Conn // nil: to be made
	at    place     // where conn leads
	fresh bool      // nothing was committed on conn yet
}

// run commits what waits, group by group, until the store closes.
func (w *writer) run() {
	// A caller that gives up must not end the group of others.
	ctx := context.Background()
	defer func() { w.hangUp(ctx) }()
	for {
		select {
		case j := <-w.s.queue.Jobs():
			w.commit(ctx, w.s.queue.Group(j))
		case <-w.s.stop:
			for {
				select {
				case j := <-w.s.queue.Jobs():
					w.commit(ctx, w.s.queue.Group(j))
				default:
					return
				}
			}
		}
	}
}

// commit writes jobs in one transaction and answers them.
func (w *writer) commit(ctx context.Context, jobs []*tables.Job) {
	if len(jobs) == 0 {
		return
	}
	var err error
	for try := 1; ; try++ {
		var committing bool
		committing, err = w.transact(ctx, &jobs)
		_, refused := errors.AsType[*pgconn.ConnectError](err)
		if err == nil || committing || refused || try == groupTries || !errors.Is(err, record.ErrAway) {
			break // after a COMMIT that was sent, it may have happened
		}
	}
	if err != nil {
		err = fmt.Errorf("write %d changes: %w", len(jobs), err)
		w.Log(ctx, slog.LevelError, "the record cannot be written", "err", err)
	}
	w.s.refused.Store(errors.Is(err, record.ErrFull))
	tables.Answer(ctx, jobs, err, w.Call)
}

// transact writes jobs in one transaction. committing says that its COMMIT was sent, or that
// there is no time for another attempt. The error is classified.
// It adds to jobs what came while the group waited for the counters.
func (w *writer) transact(ctx context.Context, jobs *[]*tables.Job) (committing bool, err error) {
	most := groupFor
	if w.s.moving {
		most = moveFor
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	defer func() {
		if err = classified(err); err == nil {
			return
		}
		if ctx.Err() != nil {
			committing, err = true, fmt.Errorf("%w: no answer in %v: %w", record.ErrAway, most, err)
		}
		w.rollback(err)
	}()
	if w.conn == nil {
		if err := w.connect(ctx); err != nil {
			return false, err
		}
	}
	t, err := w.begin(ctx, *jobs)
	if err != nil {
		return false, err
	}
	*jobs = append(*jobs, w.s.queue.More(len(*jobs))...)
	t.jobs = *jobs // what is not looked up yet is looked up with the first of them that needs it
	for _, j := range *jobs {
		if err := j.Run(ctx, t); err != nil {
			return false, err
		}
	}
	return t.commit(ctx)
}

// connect makes the connection. Settings of the server, the database and the role may have
// changed since the last one, so they are checked again.
func (w *writer) connect(ctx context.Context) error {
	conn, err := w.s.at.connect(ctx)
	if err != nil {
		return err
	}
	if err := checkServer(ctx, conn); err != nil {
		closeSoon(conn)
		return err
	}
	if w.at, err = placeOn(ctx, conn); err != nil {
		closeSoon(conn)
		return err
	}
	w.conn, w.fresh = conn, true
	return nil
}

// rollback makes the connection fit for another transaction, or closes it.
func (w *writer) rollback(cause error) {
	if w.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), connectFor)
	defer cancel()
	if w.conn.IsClosed() || errors.Is(cause, record.ErrAway) {
		w.hangUp(ctx)
		return
	}
	if _, err := w.conn.Exec(ctx, "ROLLBACK"); err != nil {
		w.Log(ctx, slog.LevelDebug, "roll back", "err", err)
		w.hangUp(ctx)
	}
}

// hangUp closes the connection.
func (w *writer) hangUp(ctx context.Context) {
	if w.conn != nil {
		ctx, cancel := context.WithTimeout(ctx, connectFor)
		defer cancel()
		_ = w.conn.Close(ctx) // what was acknowledged is committed
		w.conn = nil
	}
}

const (
	lockCounters = "SELECT format, lineage, change, article, decision, person, audit, " + standbysNamed + " FROM counter FOR UPDATE"
	// planAnew keeps the server from using a plan again that it made when the tables had few rows:
	// such a plan reads a whole table for each group, until the table is analyzed.
	planAnew     = "SET LOCAL plan_cache_mode = force_custom_plan"
	saveCounters = "UPDATE counter SET change = $1, article = $2, decision = $3, person = $4, audit = $5"
)

// begin begins a transaction and locks the counters, so that no other writer commits before
// it ends. It looks for the articles of the group in the same round trip.
func (w *writer) begin(ctx context.Context, jobs []*tables.Job) (*transaction, error) {
	t := &transaction{w: w, jobs: jobs, keys: map[int64][]byte{}, taken: map[string]bool{}}
	b := &pgx.Batch{}
	// Each statement sees what was committed before it: what the last holder of the lock wrote.
	b.Queue("BEGIN ISOLATION LEVEL READ COMMITTED")
	b.Queue(planAnew)
	b.Queue(lockCounters)
	known, lost := w.s.witness.before()
	if lost != nil {
		return nil, lost
	}
	if w.fresh {
		b.Queue(askTimelines, w.at.system, known.at.timeline)
	}
	look := t.lookUp(b, nil)
	answers := w.conn.SendBatch(ctx, b)
	_, err := answers.Exec()
	if err == nil {
		_, err = answers.Exec()
	}
	var format int
	var lineage string
	if err == nil {
		err = answers.QueryRow().Scan(&format, &lineage, &t.last[tables.Changes], &t.last[tables.Articles],
			&t.last[tables.Decisions], &t.last[tables.People], &t.last[tables.Audits], &t.standbys)
	}
	var seen *timelines
	if err == nil && w.fresh {
		seen = new(timelines)
		err = answers.QueryRow().Scan(&seen.last, &seen.began)
	}
	if err == nil {
		err = look(answers)
	}
	if err := errors.Join(err, answers.Close()); err != nil {
		return nil, fmt.Errorf("lock the counters: %w", err)
	}
	t.began = t.last
	if _, err := w.s.formatOf(format); err != nil {
		return nil, err
	}
	if err := w.s.witness.judge(known, lineage, sight{w.at, t.last[tables.Changes]}, seen); err != nil {
		return nil, err
	}
	t.begins = seen != nil && w.at.timeline != 0 && (seen.last == nil || *seen.last < w.at.timeline)
	return t, nil
}

// A transaction is the open transaction of a writer. Statements that return nothing wait
// for the next that does, or for the commit: a group of writes costs few round trips. Rows of new
// articles wait apart and become one statement for each table.
type transaction struct {
	w     *writer
	jobs  []*tables.Job
	wait  pgx.Batch
	rows  rowsOf              // to be inserted after wait
	last  [tables.Logs]uint64 // numbers of the logs, with what the transaction adds
	began [tables.Logs]uint64 // as they were
	erase bool                // a key was deleted
	wrote bool                // a statement that writes was added

	begins   bool // it is the first to write on its timeline
	standbys bool // a commit waits for a standby

	led   map[[16]byte]*tables.Row // what handles lead to, nil for nothing; nil: not loaded
	taken map[string]bool          // ids that were looked for, by whether an article has them
	keys  map[int64][]byte         // of the text of articles, nil for none
}

// Next implements [tables.Tx].
func (t *transaction) Next(log tables.Log) uint64 {
	t.last[log]++
	return t.last[log]
}

// Reach implements [tables.Tx].
func (t *transaction) Reach(log tables.Log, n uint64) { t.last[log] = max(t.last[log], n) }

// Exec implements [tables.Tx].
func (t *transaction) Exec(_ context.Context, query string, args ...any) error {
	t.wrote = true
	if t.rows.add(query, fit(args)) {
		return nil
	}
	if err := t.rows.flush(&t.wait); err != nil { // it may be about them
		return err
	}
	t.wait.Queue(query, args...)
	return nil
}

// Query implements [tables.Querier]. It sends what waits before.
func (t *transaction) Query(ctx context.Context, query string, args ...any) (tables.Rows, error) {
	answers, err := t.ask(ctx, func() { t.wait.Queue(query, fit(args)...) })
	if err != nil {
		return nil, err
	}
	found, err := answers.Query()
	if err != nil {
		return nil, errors.Join(err, answers.Close())
	}
	return &rows{Rows: found, after: answers.Close}, nil
}

// ask sends what waits and what queue adds, and returns the answers to the latter.
func (t *transaction) ask(ctx context.Context, queue func()) (pgx.BatchResults, error) {
	if err := t.rows.flush(&t.wait); err != nil {
		return nil, err
	}
	waiting := t.wait.Len()
	queue()
	b := t.wait
	t.wait = pgx.Batch{}
	answers := t.w.conn.SendBatch(ctx, &b)
	for range waiting {
		if _, err := answers.Exec(); err != nil {
			return nil, errors.Join(err, answers.Close())
		}
	}
	return answers, nil
}

// commit sends what waits, the numbers, and COMMIT.
func (t *transaction) commit(ctx context.Context) (committing bool, err error) {
	// A write may draw no number, and what waited of it left with a later question: only a group
	// without any statement that writes has nothing to commit. What it found to be written already
	// may be on no standby yet: the wait of an earlier commit may have been given up. It then
	// commits something all the same, which comes after that in the log, and waits.
	if !t.wrote && t.last == t.began {
		if !t.standbys {
			_, err := t.w.conn.Exec(ctx, "ROLLBACK")
			t.settle(err)
			return false, err
		}
		t.wait.Queue("UPDATE counter SET change = change")
	}
	grown := t.last[tables.Changes] != t.began[tables.Changes]
	answers, err := t.ask(ctx, func() {
		if t.last != t.began {
			t.wait.Queue(saveCounters, int64(t.last[tables.Changes]), int64(t.last[tables.Articles]),
				int64(t.last[tables.Decisions]), int64(t.last[tables.People]), int64(t.last[tables.Audits]))
		}
		if t.begins {
			t.wait.Queue(addTimeline, t.w.at.system, t.w.at.timeline, int64(t.began[tables.Changes]))
		}
		if grown {
			t.wait.Queue("SELECT pg_notify($1, $2)", t.w.s.at.channel(), fmt.Sprint(t.last[tables.Changes]))
		}
		t.wait.Queue("COMMIT")
	})
	if err != nil { // the server skips COMMIT after a statement that fails, but a connection may break anywhere
		return true, err
	}
	if err := answers.Close(); err != nil {
		return true, err
	}
	t.w.fresh = false
	t.settle(nil)
	t.w.s.reach.regain()
	t.w.s.witness.raise(t.last[tables.Changes])
	t.w.s.head.Raise(t.last[tables.Changes])
	if t.erase {
		t.w.s.eraseSoon()
	}
	return true, nil
}

// settle notes what is on the standby, after a commit.
func (t *transaction) settle(err error) {
	if err != nil {
		return
	}
	t.w.s.waits.Store(t.standbys)
	raise(&t.w.s.settled, t.last[tables.Changes])
}

// raise makes n at least least.
func raise(n *atomic.Uint64, least uint64) {
	for known := n.Load(); known < least; known = n.Load() {
		if n.CompareAndSwap(known, least) {
			return
		}
	}
}

// Led implements [tables.Tx].
func (t *transaction) Led(ctx context.Context, hs []record.Handle) ([]*tables.Row, error) {
	if !t.knows(hs) {
		if err := t.load(ctx, hs); err != nil {
			return nil, err
		}
	}
	found := make([]*tables.Row, len(hs))
	for i, h := range hs {
		found[i] = t.led[h.Hash]
	}
	return found, nil
}

func (t *transaction) knows(hs []record.Handle) bool {
	for _, h := range hs {
		if _, known := t.led[h.Hash]; !known {
			return false
		}
	}
	return true
}

// load looks for the articles of all handles of the group, and of hs.
func (t *transaction) load(ctx context.Context, hs []record.Handle) error {
	var look func(pgx.BatchResults) error
	answers, err := t.ask(ctx, func() { look = t.lookUp(&t.wait, hs) })
	if err != nil {
		return err
	}
	if err := errors.Join(look(answers), answers.Close()); err != nil {
		return fmt.Errorf("look for the articles of %d writes: %w", len(t.jobs), err)
	}
	return nil
}

// lookUp queues the questions for the articles, their keys and the ids of all handles of the
// group, and of hs. look reads the answers.
func (t *transaction) lookUp(b *pgx.Batch, hs []record.Handle) (look func(pgx.BatchResults) error) {
	led := map[[16]byte]*tables.Row{}
	var hashes [][]byte
	var ids []string
	want := func(hs []record.Handle) {
		for _, h := range hs {
			if _, there := led[h.Hash]; !there {
				led[h.Hash] = nil
				hashes = append(hashes, h.Hash[:])
			}
		}
		if len(hs) > 0 {
			ids = append(ids, record.NewID(hs, 0))
		}
	}
	want(hs)
	for _, j := range t.jobs {
		want(j.Handles)
	}
	if len(hashes) == 0 {
		return func(pgx.BatchResults) error { return nil }
	}
	b.Queue("SELECT "+tables.RowColumns+", i.hash, k.key FROM identity i JOIN article a ON a.n = i.article LEFT JOIN article_key k ON k.article = a.n WHERE i.hash = ANY($1)", hashes)
	b.Queue("SELECT id FROM article WHERE id = ANY($1)", ids)
	return func(answers pgx.BatchResults) error {
		if err := t.loadLed(answers, led); err != nil {
			return err
		}
		if err := t.loadTaken(answers, ids); err != nil {
			return err
		}
		t.led = led
		return nil
	}
}

func (t *transaction) loadLed(answers pgx.BatchResults, led map[[16]byte]*tables.Row) error {
	found, err := answers.Query()
	if err != nil {
		return err
	}
	defer found.Close()
	byNumber := map[int64]*tables.Row{}
	for found.Next() {
		a := new(tables.Row)
		var hash, key []byte
		if err := a.Scan(&rows{Rows: found}, &hash, &key); err != nil {
			return err
		}
		if known := byNumber[a.N]; known != nil {
			a = known
		}
		byNumber[a.N], t.keys[a.N] = a, key
		led[[16]byte(hash)] = a
	}
	return found.Err()
}

func (t *transaction) loadTaken(answers pgx.BatchResults, ids []string) error {
	found, err := answers.Query()
	if err != nil {
		return err
	}
	defer found.Close()
	for _, id := range ids {
		if !t.taken[id] {
			t.taken[id] = false // unless it is found
		}
	}
	for found.Next() {
		var id string
		if err := found.Scan(&id); err != nil {
			return err
		}
		t.taken[id] = true
	}
	return found.Err()
}

// Lead implements [tables.Tx].
func (t *transaction) Lead(h record.Handle, a *tables.Row) {
	if t.led != nil {
		t.led[h.Hash] = a
	}
	t.taken[a.ID] = true
}

// Unlead implements [tables.Tx].
func (t *transaction) Unlead() { t.led = nil }

// Taken implements [tables.Tx].
func (t *transaction) Taken(ctx context.Context, id string) (bool, error) {
	if taken, known := t.taken[id]; known {
		return taken, nil
	}
	return tables.Exists(ctx, t, "SELECT 1 FROM article WHERE id = $1", id)
}

// Seal implements [tables.Tx]: the article gets a key with its first text.
func (t *transaction) Seal(ctx context.Context, a *tables.Row, what string, text []byte) ([]byte, error) {
	key, known := t.keys[a.N]
	if !known && a.N <= int64(t.began[tables.Articles]) {
		found, err := t.Query(ctx, "SELECT key FROM article_key WHERE article = $1", a.N)
		if err != nil {
			return nil, err
		}
		if found.Next() {
			err = found.Scan(&key)
		}
		if err := errors.Join(err, found.Close()); err != nil {
			return nil, err
		}
	}
	if key == nil {
		key = newKey()
		if err := t.Exec(ctx, insertKey, a.N, key); err != nil {
			return nil, err
		}
	}
	t.keys[a.N] = key
	return seal(key, a.N, what, text)
}

// Keys implements [tables.Tx]: Seal need not ask for the keys one by one.
func (t *transaction) Keys(ctx context.Context, articles []int64) error {
	found, err := t.Query(ctx, "SELECT article, key FROM article_key WHERE article = ANY($1)", articles)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	for _, n := range articles {
		t.keys[n] = nil // unless it is found
	}
	for found.Next() {
		var n int64
		var key []byte
		if err := found.Scan(&n, &key); err != nil {
			return err
		}
		t.keys[n] = key
	}
	return errors.Join(found.Err(), found.Close())
}

// Forget implements [tables.Tx]: the key goes, and its partition is to be rewritten.
func (t *transaction) Forget(ctx context.Context, a *tables.Row) error {
	t.keys[a.N] = nil
	t.erase = true
	return t.Exec(ctx, `WITH gone AS (DELETE FROM article_key WHERE article = $1 RETURNING tableoid)
		INSERT INTO erasing (part, change) SELECT c.relname, $2 FROM gone JOIN pg_class c ON c.oid = gone.tableoid
		ON CONFLICT (part) DO UPDATE SET change = excluded.change`, a.N, int64(t.last[tables.Changes]))
}
