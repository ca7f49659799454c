package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"warta/analyzers"
	"warta/cmd/warta/internal/bench"
	"warta/cmd/warta/internal/bench/plainbleve"
	"warta/cmd/warta/internal/corpus"
	"warta/index/archive"
	"warta/index/roster"
	"warta/internal/dburl"
	"warta/internal/engineurl"
)

// A benchPlan holds the flags of `warta bench`.
type benchPlan struct {
	articles, rounds int
	clients          []int
	seed             uint64
	dir              string
	json             string
	deadline         time.Duration
	rebuild, besides bool
	compare          bool
	export           string
	record, engine   string // URLs, empty: in the folder
}

func (a *app) benchCommand() *cobra.Command {
	var p benchPlan
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Load a made-up corpus, run the query mix, print the figures",
		Long: `Makes up a corpus, takes it in, and runs 400 queries of 18 classes, each asking for
10 hits with marks, all four facets and the exact total: first cold, with an archive
just opened and its files out of the system's memory, then warm. Behind each run of
this mix come 40 questions of ten words, a class of its own ("question") that is not
part of the figures of the mix. --besides adds what the mix does not have (pages by
date near and far, quotes of an official, without and with a list of 3,000 office
holders, suggestions, the start page while articles arrive), --rebuild works
everything out anew from the record before searching, --compare asks the same of
plain bleve with its own facets.

Prints a table; --json writes the figures to a file. A folder given with --dir is
kept, and used again where it holds that corpus already.

--record and --engine measure an archive whose record is in PostgreSQL, and whose index
may be in OpenSearch. The settings of the same names are not used, so that no archive in
service is filled by mistake: a record that holds anything but this corpus is refused.
The corpus stays in both.

--export measures nothing and fills no archive: it writes what plain bleve is given
and asked into a folder, for other engines to be measured by. A line of articles.ndjson
is an article with the values that it is found and counted by. A line of queries.ndjson
is a query of the mix, or one of the questions behind it; a class has as many as it
weighs. "match" says what is wanted of the words of "text", each in title or body:
"all", "any", a "phrase", or words that begin so ("prefix"). Filters all have to hold,
from and to included, and "facets" says how many values of a field are wanted. Where
nothing is found, one error a word is forgiven.`,
		Example: `  warta bench --articles 10000
  warta bench --articles 100000 --clients 1,8 --rounds 3 --json bench.json
  warta bench --articles 100000 --compare
  warta bench --articles 100000 --export ./mix
  warta bench --articles 1000000 --dir ./bench --clients 1,8 --besides --rebuild`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.bench(cmd.Context(), p) },
	}
	f := cmd.Flags()
	f.IntVar(&p.articles, "articles", 10_000, "size of the corpus")
	f.Uint64Var(&p.seed, "seed", 1, "of the corpus")
	f.IntSliceVar(&p.clients, "clients", []int{1}, "numbers of clients, one run each")
	f.IntVar(&p.rounds, "rounds", 3, "how often each client runs the mix, after one cold round")
	f.StringVar(&p.dir, "dir", "", "folder for the data (default: a throw-away one)")
	f.StringVar(&p.json, "json", "", "file for the figures as JSON (-: standard output, without the table)")
	f.DurationVar(&p.deadline, "deadline", 5*time.Second, "a query that takes longer counts as this")
	f.BoolVar(&p.besides, "besides", false, "measure also what the mix does not have")
	f.BoolVar(&p.rebuild, "rebuild", false, "rebuild from the record first, and say how long it took")
	f.BoolVar(&p.compare, "compare", false, "ask the same of plain bleve in the same run")
	f.StringVar(&p.export, "export", "", "folder to write articles and queries into, for other engines, instead of measuring")
	f.StringVar(&p.record, "record", "", "postgres:// URL of the record to fill (default: in the folder)")
	f.StringVar(&p.engine, "engine", engineurl.Embedded, "opensearch+https:// URL of the index to fill")
	a.settings(cmd, "searches")
	return cmd
}

func (p benchPlan) validate() error {
	if p.articles < 1000 || p.articles > corpus.MaxArticles {
		return usagef("--articles %d: want 1000 to %d", p.articles, corpus.MaxArticles)
	}
	if p.rounds < 1 || p.deadline <= 0 {
		return usagef("--rounds and --deadline: want more than 0")
	}
	for _, n := range p.clients {
		if n < 1 || n > 256 {
			return usagef("--clients %d: want 1 to 256", n)
		}
	}
	if p.export != "" && (p.dir+p.json+p.record != "" || p.besides || p.rebuild || p.compare) {
		return usagef("--export measures nothing: leave out --dir, --json, --record, --besides, --rebuild and --compare")
	}
	return nil
}

// where returns the name of the record that is filled.
func (p benchPlan) where() string {
	if p.record == "" {
		return p.dir
	}
	return dburl.Redacted(p.record)
}

func (a *app) bench(ctx context.Context, p benchPlan) (err error) {
	if err := p.validate(); err != nil {
		return err
	}
	a.cfg.Record, a.cfg.Engine = p.record, p.engine
	if p.engine == engineurl.Embedded {
		a.cfg.EnginePassword, a.cfg.EngineAPIKey = "", ""
	}
	if err := a.cfg.Validate(); err != nil {
		return &usageError{err}
	}
	if p.engine != engineurl.Embedded {
		if err := a.reachServers(ctx); err != nil {
			return err
		}
	}
	generator, err := newGenerator(p.seed)
	if err != nil {
		return err
	}
	if p.export != "" {
		return a.exportMix(ctx, generator, p)
	}
	if p.dir == "" {
		if p.dir, err = os.MkdirTemp("", "warta-bench-"); err != nil {
			return fmt.Errorf("make a throw-away folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(p.dir)) }()
	}
	report := &bench.Report{Machine: machine(), Articles: p.articles, Seed: p.seed}
	if err := a.fill(ctx, generator, p, report); err != nil {
		return err
	}
	queries, material, err := bench.Draw(generator.All(ctx, p.articles, runtime.GOMAXPROCS(0)), p.seed, corpusOfficialID)
	if err != nil {
		return err
	}
	if err := a.measure(ctx, generator, p, report, queries, material); err != nil {
		return err
	}
	if p.compare {
		if err := a.comparePlain(ctx, generator, p, report, queries); err != nil {
			return err
		}
	}
	if err := a.printReport(report, p.json); err != nil {
		return err
	}
	for _, run := range report.Runs {
		if failed := run.Figures[0].Failed; failed > 0 {
			return fmt.Errorf("%d of %d searches were refused or took longer than %v", failed, run.Figures[0].Searches, p.deadline)
		}
	}
	return nil
}

// fill loads the corpus into the archive, and rebuilds the index if the plan says so.
func (a *app) fill(ctx context.Context, generator *corpus.Generator, p benchPlan, report *bench.Report) (err error) {
	archive, err := a.openArchive(ctx, p.dir, p.record)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	memory := watchMemory()
	err = a.load(ctx, archive, generator, p, report)
	report.Loading.Memory = memory.stop()
	if err == nil && p.rebuild {
		err = a.rebuild(ctx, archive, report)
	}
	if err != nil {
		return err
	}
	// A service tidies after a minute without writes.
	fmt.Fprintln(a.err, "putting the index in order")
	begin := time.Now()
	if err := archive.Tidy(ctx); err != nil {
		return err
	}
	report.Tidying = time.Since(begin).Seconds()
	a.measureDisk(ctx, archive, report, p.dir)
	return nil
}

// rebuild measures a rebuild of the index from the record.
func (a *app) rebuild(ctx context.Context, archive *archive.Archive, report *bench.Report) error {
	fmt.Fprintln(a.err, "rebuilding from the record")
	memory := watchMemory()
	begin := time.Now()
	err := archive.Reindex(ctx)
	if err == nil {
		err = archive.Rebuilt(ctx)
	}
	report.Rebuild = &bench.Rebuild{Seconds: time.Since(begin).Seconds(), Memory: memory.stop()}
	return err
}

// measure opens the archive with a cold page cache and measures searches.
func (a *app) measure(ctx context.Context, generator *corpus.Generator, p benchPlan, report *bench.Report, queries []bench.Query, material bench.Material) (err error) {
	debug.FreeOSMemory()
	if err := forgetFiles(p.dir); err != nil {
		return err
	}
	begin := time.Now()
	archive, err := a.openServing(ctx, p.dir, p.record)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	if err := waitReady(ctx, archive); err != nil {
		return err
	}
	report.Opening = time.Since(begin).Seconds()
	fmt.Fprintf(a.err, "asking %d queries cold\n", len(queries))
	memory := watchMemory()
	defer func() { report.Serving = memory.stop() }()
	report.Cold, err = bench.Measure(ctx, archive, queries, bench.Setting{Clients: 1, Rounds: 1, Deadline: p.deadline})
	if err != nil {
		return err
	}
	for _, clients := range p.clients {
		fmt.Fprintf(a.err, "measuring with %d client(s)\n", clients)
		run, err := bench.Measure(ctx, archive, queries, bench.Setting{Clients: clients, Rounds: p.rounds, Deadline: p.deadline})
		if err != nil {
			return err
		}
		report.Runs = append(report.Runs, *run)
	}
	if p.besides {
		fmt.Fprintln(a.err, "measuring besides the mix")
		report.Besides, err = a.besides(ctx, archive, generator, p, material)
	}
	return err
}

// besides measures requests that are not in the mix. Articles that arrive meanwhile are new
// versions of old ones; their old versions, and the list of office holders that was in force,
// are restored at the end, so that the folder can be used again.
func (a *app) besides(ctx context.Context, archive *archive.Archive, generator *corpus.Generator, p benchPlan, material bench.Material) (figures []bench.Figure, err error) {
	articles := generator.Chunk(0, 1000)
	sent := 0
	arrive := func(ctx context.Context) error {
		article := articles[sent%len(articles)]
		article.Body += fmt.Sprintf("\n\nPembaruan nomor %d.", sent/len(articles)+1)
		sent++
		_, err := archive.Put(ctx, incoming(article))
		return err
	}
	defer func() {
		for _, article := range articles[:min(sent, len(articles))] {
			_, failed := archive.Put(context.WithoutCancel(ctx), incoming(article))
			err = errors.Join(err, failed)
		}
	}()
	_, listed, err := archive.Roster(ctx, 0)
	if err != nil {
		return nil, fmt.Errorf("read the list of office holders: %w", err)
	}
	enlist := func(ctx context.Context, rows []roster.Row) error {
		_, err := archive.ImportRoster(ctx, replaceRoster(rows), "bench")
		return err
	}
	defer func() {
		_, failed := archive.ImportRoster(context.WithoutCancel(ctx), replaceRoster(listed), "bench")
		err = errors.Join(err, failed)
	}()
	return bench.Besides(ctx, archive, material, bench.Setting{Clients: 1, Rounds: p.rounds, Deadline: p.deadline}, bench.Changes{Arrive: arrive, Enlist: enlist})
}

// replaceRoster replaces the list of office holders by rows.
func replaceRoster(rows []roster.Row) archive.RosterImport {
	return archive.RosterImport{Rows: rows, All: true}
}

// comparePlain measures plain bleve and the archive alternately, query by query, so that
// both run under the same load of the machine.
func (a *app) comparePlain(ctx context.Context, generator *corpus.Generator, p benchPlan, report *bench.Report, queries []bench.Query) (err error) {
	fmt.Fprintln(a.err, "filling plain bleve")
	dir, err := os.MkdirTemp("", "warta-plain-")
	if err != nil {
		return fmt.Errorf("make a throw-away folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	other, err := plainbleve.New(filepath.Join(dir, "index"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	begin := time.Now()
	for article := range generator.All(ctx, p.articles, 1) {
		if err := other.Add(plainDocument(article)); err != nil {
			return err
		}
	}
	if err := other.Flush(); err != nil {
		return err
	}
	filled := time.Since(begin).Seconds()
	archive, err := a.openArchive(ctx, p.dir, p.record)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	if err := waitReady(ctx, archive); err != nil {
		return err
	}
	fmt.Fprintln(a.err, "measuring beside plain bleve")
	report.Comparison, err = bench.Compare(ctx, archive, other, queries, p.articles, bench.Setting{Clients: 1, Rounds: p.rounds, Deadline: p.deadline})
	if err == nil {
		report.Comparison.OtherLoading = filled
	}
	return err
}

func (a *app) printReport(report *bench.Report, file string) error {
	if file == "-" {
		return json.NewEncoder(a.out).Encode(report)
	}
	if file != "" {
		data, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil { // figures are public
			return fmt.Errorf("write the figures: %w", err)
		}
	}
	return report.WriteTable(a.out)
}

// loaders is the number of concurrent writers that fill the archive. They share commits.
const loaders = 64

// load fills the archive with the corpus, unless the archive has it already.
func (a *app) load(ctx context.Context, archive *archive.Archive, generator *corpus.Generator, p benchPlan, report *bench.Report) error {
	if have := archive.Status(ctx).Articles; have > 0 {
		if have != p.articles {
			return fmt.Errorf("%s holds %d articles, not %d: name another --dir, or --record", p.where(), have, p.articles)
		}
		if err := waitReady(ctx, archive); err != nil {
			return err
		}
		for article := range generator.All(ctx, p.articles, runtime.GOMAXPROCS(0)) {
			report.Loading.Text += int64(len(article.Title) + len(article.Body))
		}
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	articles := make(chan corpus.Article, loaders)
	var wait sync.WaitGroup
	for range loaders {
		wait.Go(func() {
			for article := range articles {
				if _, err := archive.Put(ctx, incoming(article)); err != nil && ctx.Err() == nil {
					cancel(fmt.Errorf("take in %s: %w", article.URL, err))
				}
			}
		})
	}
	bar := a.progress("articles", p.articles)
	begin := time.Now()
	for article := range generator.All(ctx, p.articles, 1) {
		report.Loading.Text += int64(len(article.Title) + len(article.Body))
		articles <- article
		bar.add(1)
	}
	close(articles)
	wait.Wait()
	report.Loading.Seconds = time.Since(begin).Seconds()
	bar.finish()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if err := waitReady(ctx, archive); err != nil {
		return err
	}
	report.Loading.Searchable = time.Since(begin).Seconds()
	report.Loading.PerSecond = float64(p.articles) / report.Loading.Searchable
	return nil
}

func incoming(article corpus.Article) archive.Incoming {
	return archive.Incoming{Key: "bench", Source: analyzers.Source{
		URL: article.URL, Title: article.Title, Body: article.Body, Published: article.Published,
	}}
}

// corpusOfficialID returns the ID of a person in the corpus: a slug of the name.
func corpusOfficialID(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' }), "-")
}

// measureDisk measures the size of the record and of the generation that answers searches.
func (a *app) measureDisk(ctx context.Context, archive *archive.Archive, report *bench.Report, dir string) {
	l := &report.Loading
	l.Record, l.Readings, l.Index = 0, 0, 0
	live := fmt.Sprintf("generations/%06d/", archive.Status(ctx).Generation)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path) // path is below dir
		part, ofLive := strings.CutPrefix(filepath.ToSlash(rel), live)
		switch {
		case strings.HasPrefix(rel, "record"):
			l.Record += info.Size()
		case ofLive && strings.HasPrefix(part, "readings"):
			l.Readings += info.Size()
		case ofLive:
			l.Index += info.Size()
		}
		return nil
	})
	if err != nil { // a merge may delete a file meanwhile
		a.log.Warn("measure the folder", "err", err)
	}
	if l.Text > 0 {
		l.IndexToText = float64(l.Index) / float64(l.Text)
	}
}
