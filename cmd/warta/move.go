package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"warta/cmd/warta/internal/agree"
	"warta/index/archive"
	"warta/index/record"
	"warta/index/record/move"
	"warta/index/record/postgres"
	"warta/index/record/sqlite"
	"warta/internal/dburl"
)

// A movePlan holds the flags of `warta move`.
type movePlan struct {
	to      string
	toData  string
	queries int
	seed    uint64
	json    bool
}

// maxMoveQueries bounds the queries that a move is checked by.
const maxMoveQueries = 10_000

func (a *app) moveCommand() *cobra.Command {
	var p movePlan
	cmd := &cobra.Command{
		Use:   "move",
		Short: "Carry a whole archive into PostgreSQL, or back into a data folder",
		Long: `Carries everything that a record holds into an empty one of the other kind: articles
with all versions, removals, decisions, ids of people, keys, lists of office holders,
the log of writes, and all numbers. The record of --data is the source, or that of
--record where it is set; --to names the target, postgres://… or sqlite:FOLDER.
Stop the service before: the source is open for reading alone, and stays as it is.

A move that was stopped, even by a power cut, goes on with the same command. Until it
is complete every other command refuses the target. At the end all rows of both are
compared by number and SHA-256, and --queries queries, drawn from the archive itself,
are asked of both. For these an index is built: in the folder of the target, or with a
target in PostgreSQL in --to-data, which a service can go on with, or else in a
throw-away folder in --data. Where anything differs it is said, the exit code is 1, and the
target stays refused.`,
		Example: `  warta move --data ./data --to 'postgres://warta_owner@db.example.id/warta?sslmode=verify-full' --to-data ./node
  warta move --record 'postgres://warta@db.example.id/warta?sslmode=verify-full' --data ./node --to sqlite:./new
  warta move --data ./data --to postgres://warta@127.0.0.1/warta --queries 0 --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.move(cmd.Context(), p) },
	}
	f := cmd.Flags()
	f.StringVar(&p.to, "to", "", "the target: postgres://USER@HOST/DATABASE?…, or sqlite:FOLDER")
	f.StringVar(&p.toData, "to-data", "", "data folder of the target, if it is in PostgreSQL (default: a throw-away one)")
	f.IntVar(&p.queries, "queries", 200, "queries by which both are compared; 0: none, and no index is built")
	f.Uint64Var(&p.seed, "seed", 1, "of the queries")
	f.BoolVar(&p.json, "json", false, "print JSON: what was carried and compared")
	a.settings(cmd, "data", "record")
	return cmd
}

// dir returns the folder of a target sqlite:FOLDER, empty for one in PostgreSQL.
func (p *movePlan) dir() string {
	dir, _ := strings.CutPrefix(p.to, "sqlite:")
	if dir == p.to {
		return ""
	}
	return dir
}

// validate returns what is wrong with the flags.
func (p *movePlan) validate(data string) error {
	toFolder := strings.HasPrefix(p.to, "sqlite:")
	switch {
	case p.to == "":
		return usagef("warta move wants --to postgres://… or --to sqlite:FOLDER")
	case toFolder && p.dir() == "":
		return usagef("--to sqlite: wants a folder behind it")
	case toFolder && p.toData != "":
		return usagef("--to-data is for a target in PostgreSQL: the index of %s is built in it", p.to)
	case p.queries < 0 || p.queries > maxMoveQueries:
		return usagef("--queries %d: want 0 to %d", p.queries, maxMoveQueries)
	}
	if !toFolder {
		if err := postgres.CheckURL(p.to); err != nil {
			return &usageError{fmt.Errorf("--to: %w (or sqlite:FOLDER)", err)}
		}
	}
	for _, dir := range []string{p.dir(), p.toData} {
		if dir != "" && sameFile(dir, data) {
			return usagef("%s is the data folder of the source: name another one", dir)
		}
		if scratch := filepath.Join(data, archive.Scratch); dir != "" && inside(dir, scratch) {
			return usagef("%s is in %s, which a move deletes: name another folder", dir, scratch)
		}
	}
	return nil
}

// inside reports whether the path of a file or folder is that of another one, or under it.
func inside(name, folder string) bool {
	name, errA := filepath.Abs(name)
	folder, errB := filepath.Abs(folder)
	under, err := filepath.Rel(folder, name)
	return errors.Join(errA, errB, err) == nil && filepath.IsLocal(under)
}

// sameFile reports whether two paths lead to one file or folder.
func sameFile(a, b string) bool {
	is, errA := os.Stat(a)
	other, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(is, other)
}

// moved is the result of move.
type moved struct {
	From        string         `json:"from"`
	To          string         `json:"to"`
	Rows        int64          `json:"rows"`          // carried by this call
	Before      int64          `json:"before"`        // carried by earlier calls
	Altered     int            `json:"altered"`       // texts with bytes that not every record holds
	Contents    []move.Content `json:"contents"`      // of both records
	Queries     int            `json:"queries"`       // asked of both
	Found       int            `json:"found"`         // of them that found something
	Articles    int            `json:"articles_read"` // readings compared
	Quotes      int            `json:"quotes"`        // in them
	Differences []string       `json:"differences"`   // empty: the move is complete
	Already     bool           `json:"already"`       // it was complete before this call
	Seconds     seconds        `json:"seconds"`
}

// seconds are the times of the parts of a move.
type seconds struct {
	Carry   float64 `json:"carry"`
	Compare float64 `json:"compare"`
	Queries float64 `json:"queries"` // with the building of the index
}

func (a *app) move(ctx context.Context, p movePlan) error {
	if err := p.validate(a.cfg.Data); err != nil {
		return err
	}
	a.log = newLogger(a.err, "warn", a.cfg.LogFormat) // the command reports in its own words
	m := &mover{app: a, plan: p}
	err := m.run(ctx)
	err = errors.Join(err, m.close())
	if err != nil && len(m.done.Differences) == 0 {
		return err
	}
	return errors.Join(a.printMoved(&m.done, p.json), err)
}

// printMoved prints what a move did. It returns an error where something differs.
func (a *app) printMoved(done *moved, asJSON bool) error {
	if asJSON {
		done.Differences = append([]string{}, done.Differences...) // not null in JSON
		if err := json.NewEncoder(a.out).Encode(done); err != nil {
			return err
		}
	} else {
		for _, c := range done.Contents {
			fmt.Fprintf(a.out, "%-14s %9d rows  SHA-256 %s\n", c.Table, c.Rows, c.SHA256)
		}
		for _, d := range done.Differences {
			fmt.Fprintln(a.out, plain(d, 2000))
		}
	}
	if done.Already {
		fmt.Fprintf(a.err, "%s is moved to %s already, and that is complete: nothing was done, and nothing is to be emptied\n", done.From, done.To)
		return nil
	}
	if len(done.Differences) > 0 {
		fmt.Fprintf(a.err, "%s is not what %s is, and stays refused: empty it and move again\n", done.To, done.From)
		return &reported{}
	}
	if done.Altered > 0 {
		fmt.Fprintf(a.err, "%d texts had bytes that not every record holds, which are U+FFFD in the target\n", done.Altered)
	}
	if done.Queries > 0 {
		fmt.Fprintf(a.err, "%d queries (%d of them find something) and the readings of %d articles with %d quotes are the same\n",
			done.Queries, done.Found, done.Articles, done.Quotes)
	}
	fmt.Fprintf(a.err, "%s is moved to %s: %d rows now, %d before; the source is as it was\n", done.From, done.To, done.Rows, done.Before)
	return nil
}

// A mover moves one archive.
type mover struct {
	*app
	plan movePlan
	done moved

	source  record.Source
	target  record.Target
	begun   *move.Move
	scratch string         // the throw-away folder, under the locked folder --data; empty: none is needed
	unlocks []func() error // locks of folders
}

// run moves the archive, or returns why it could not. What differs in the end is in done.
func (m *mover) run(ctx context.Context) error {
	if err := m.open(ctx); err != nil {
		return err
	}
	m.done.From, m.done.To = m.source.String(), m.target.String()
	var err error
	m.begun, err = move.Begin(ctx, m.source, m.target)
	if _, m.done.Already = errors.AsType[*record.MovedError](err); m.done.Already {
		return nil
	}
	if err != nil {
		return err
	}
	if err := m.carry(ctx); err != nil {
		return err
	}
	if err := m.compare(ctx); err != nil || len(m.done.Differences) > 0 {
		return err
	}
	if m.plan.queries > 0 {
		if err := m.ask(ctx); err != nil || len(m.done.Differences) > 0 {
			return err
		}
	}
	if err := m.source.Sealed(ctx); err != nil {
		return fmt.Errorf("%w; run the command again, which compares the records again", err)
	}
	return m.target.Finish(ctx)
}

// open opens source and target.
func (m *mover) open(ctx context.Context) error {
	file := filepath.Join(m.cfg.Data, sqlite.FileName)
	if m.cfg.Record == "" {
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("there is no record in %s (%w): name the data folder with --data or WARTA_DATA, or the URL of the record with --record", m.cfg.Data, plainCause(err))
		}
	}
	if m.cfg.Record == "" || m.plan.queries > 0 {
		if err := m.lock(m.cfg.Data); err != nil {
			return err
		}
		m.scratch = filepath.Join(m.cfg.Data, archive.Scratch)
		if err := m.sweep(); err != nil {
			return err
		}
	}
	var err error
	if m.cfg.Record != "" {
		m.source, err = fill(postgres.OpenSource(ctx, m.cfg.Record, postgres.Options{Log: m.log}))
	} else {
		m.source, err = fill(sqlite.OpenSource(ctx, file, sqlite.Options{Log: m.log}))
	}
	if err != nil {
		return err
	}
	return m.openTarget(ctx)
}

// sweep deletes what is in the throw-away folder.
func (m *mover) sweep() error {
	if m.scratch == "" {
		return nil
	}
	if err := os.RemoveAll(m.scratch); err != nil {
		return fmt.Errorf("delete the throw-away folder: %w", plainCause(err))
	}
	return nil
}

// fill returns an opened record as a value of an interface, which is nil after an error.
func fill[T record.Source](s T, err error) (record.Source, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// lock locks a data folder, made where it is not there, until the end of the move.
func (m *mover) lock(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, plainCause(err))
	}
	unlock, err := archive.Lock(dir)
	if err == nil {
		m.unlocks = append(m.unlocks, unlock)
	}
	return err
}

// openTarget opens the record that is filled.
func (m *mover) openTarget(ctx context.Context) error {
	if dir := m.plan.dir(); dir != "" {
		if err := m.lock(dir); err != nil {
			return err
		}
		t, err := sqlite.OpenTarget(ctx, filepath.Join(dir, sqlite.FileName), sqlite.Options{Log: m.log})
		if err != nil {
			return err
		}
		m.target = t
		return nil
	}
	t, err := postgres.OpenTarget(ctx, m.plan.to, postgres.Options{Log: m.log})
	if err != nil {
		return err
	}
	m.target = t
	if t.Lineage() == m.source.Lineage() {
		return usagef("--to %s is the source itself", dburl.Redacted(m.plan.to))
	}
	if m.plan.toData != "" && m.plan.queries > 0 {
		return m.lock(m.plan.toData)
	}
	return nil
}

// carry checks the source and carries its rows.
func (m *mover) carry(ctx context.Context) error {
	fmt.Fprintf(m.err, "looking through %s\n", m.done.From)
	if err := m.source.Sound(ctx); err != nil {
		return err
	}
	fmt.Fprintf(m.err, "carrying it to %s\n", m.done.To)
	begin, bar := time.Now(), m.progress("rows", -1)
	carried, err := m.begun.Carry(ctx, func(done, total int64) { bar.reached(uint64(done), uint64(total)) })
	bar.finish()
	m.done.Rows, m.done.Before, m.done.Altered = carried.Rows, carried.Before, carried.Altered
	m.done.Seconds.Carry = time.Since(begin).Seconds()
	return err
}

// compare compares all rows of both records.
func (m *mover) compare(ctx context.Context) (err error) {
	fmt.Fprintln(m.err, "comparing all rows")
	begin, bar := time.Now(), m.progress("rows", -1)
	m.done.Contents, m.done.Differences, err = move.Compare(ctx, m.source, m.target, func(done, total int64) { bar.reached(uint64(done), uint64(total)) })
	bar.finish()
	m.done.Seconds.Compare = time.Since(begin).Seconds()
	return err
}

// ask compares the answers of both archives.
func (m *mover) ask(ctx context.Context) error {
	begin := time.Now()
	fmt.Fprintln(m.err, "waiting for the index of the source")
	before, err := m.openIndex(ctx, m.cfg.Data, "source", m.source)
	if err != nil {
		return fmt.Errorf("the index of the source: %w", err)
	}
	sample, was, err := m.askSource(ctx, before)
	if err := errors.Join(err, before.Close()); err != nil {
		return err
	}
	fmt.Fprintln(m.err, "building the index of the target")
	after, err := m.openIndex(ctx, cmp.Or(m.plan.dir(), m.plan.toData), "target", m.target)
	if err != nil {
		return fmt.Errorf("the index of the target: %w", err)
	}
	is, err := m.askArchive(ctx, after, sample)
	if err := errors.Join(err, after.Close()); err != nil {
		return fmt.Errorf("ask the target: %w", err)
	}
	m.done.Queries, m.done.Found, m.done.Articles, m.done.Quotes = len(sample.Queries), was.Found, len(sample.Articles), was.Quotes
	m.done.Differences = agree.Differences(sample, was, is)
	m.done.Seconds.Queries = time.Since(begin).Seconds()
	return nil
}

// askSource draws queries and asks the source.
func (m *mover) askSource(ctx context.Context, of *archive.Archive) (agree.Sample, agree.Answers, error) {
	sample, err := agree.Draw(ctx, of, m.source, m.plan.queries, m.plan.seed)
	if err != nil {
		return sample, agree.Answers{}, fmt.Errorf("draw queries: %w", err)
	}
	was, err := m.askArchive(ctx, of, sample)
	if err != nil {
		return sample, was, fmt.Errorf("ask the source: %w", err)
	}
	return sample, was, nil
}

// errLacking says that an index would hold ids of people that its record does not.
var errLacking = errors.New("the record lacks ids of people")

// openIndex opens an archive over a record that stays open, and waits for its index: the one in
// a locked data folder, or where that is empty, or the index would hold ids of people that the
// record does not, one in the throw-away folder of a name.
func (m *mover) openIndex(ctx context.Context, dir, name string, of record.Record) (*archive.Archive, error) {
	if dir != "" {
		within, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		a, err := m.openReady(within, dir, move.Within(of, func() { cancel(errLacking) }))
		if !errors.Is(err, errLacking) {
			return a, err
		}
		fmt.Fprintf(m.err, "the %s lacks ids of people that are read in its articles now, which a service will give: the index for the comparison is built in a throw-away folder\n", name)
	}
	return m.openReady(ctx, filepath.Join(m.scratch, name), move.Beside(of))
}

// openReady opens an archive over a record in a folder that this process has locked, and waits
// until it answers by an index of this program's versions.
func (m *mover) openReady(ctx context.Context, dir string, of record.Record) (*archive.Archive, error) {
	opts, err := m.archiveOptions(dir, func(context.Context, string) (record.Record, error) { return of, nil }, 0)
	if err != nil {
		return nil, err
	}
	opts.Locked = true
	a, err := archive.Open(ctx, opts)
	if err != nil {
		return nil, err
	}
	stop := m.following(ctx, a)
	defer stop()
	if err = waitReady(ctx, a); err == nil {
		err = a.Rebuilt(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (m *mover) askArchive(ctx context.Context, of *archive.Archive, sample agree.Sample) (agree.Answers, error) {
	bar := m.progress("questions", len(sample.Queries)+len(sample.Articles))
	defer bar.finish()
	return agree.Ask(ctx, of, sample, func() { bar.add(1) })
}

// close closes what is open.
func (m *mover) close() error {
	var errs []error
	if m.target != nil {
		errs = append(errs, m.target.Close())
	}
	if m.source != nil {
		errs = append(errs, m.source.Close())
	}
	errs = append(errs, m.sweep())
	for _, unlock := range m.unlocks {
		errs = append(errs, unlock())
	}
	return errors.Join(errs...)
}
