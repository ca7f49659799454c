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
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"warta/analyzers"
	"warta/cmd/warta/internal/bench"
	"warta/cmd/warta/internal/corpus"
	"warta/index"
)

// A benchPlan is what `warta bench` was asked for.
type benchPlan struct {
	articles, rounds int
	clients          []int
	seed             uint64
	dir              string
	json             string
	deadline         time.Duration
}

func (a *app) benchCommand() *cobra.Command {
	var p benchPlan
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Load a made-up corpus, run the query mix, print the figures",
		Long: `Makes up a corpus, takes it in, and runs 400 queries of 18 classes, each asking for
10 hits with marks, all four facets and the exact total. Prints a table; --json
writes the figures to a file. A folder given with --dir is kept and used again
where it holds a corpus already.`,
		Example: `  warta bench --articles 10000
  warta bench --articles 100000 --clients 1,8 --rounds 3 --json bench.json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.bench(cmd.Context(), p) },
	}
	f := cmd.Flags()
	f.IntVar(&p.articles, "articles", 10_000, "size of the corpus")
	f.Uint64Var(&p.seed, "seed", 1, "of the corpus")
	f.IntSliceVar(&p.clients, "clients", []int{1}, "numbers of clients, one run each")
	f.IntVar(&p.rounds, "rounds", 3, "how often each client runs the mix, after one round to warm up")
	f.StringVar(&p.dir, "dir", "", "folder for the data (default: a throw-away one)")
	f.StringVar(&p.json, "json", "", "file for the figures as JSON (-: standard output, without the table)")
	f.DurationVar(&p.deadline, "deadline", 5*time.Second, "a query that takes longer counts as this")
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
	return nil
}

func (a *app) bench(ctx context.Context, p benchPlan) (err error) {
	if err := p.validate(); err != nil {
		return err
	}
	if p.dir == "" {
		if p.dir, err = os.MkdirTemp("", "warta-bench-"); err != nil {
			return fmt.Errorf("make a throw-away folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(p.dir)) }()
	}
	generator, err := newGenerator(p.seed)
	if err != nil {
		return err
	}
	archive, err := a.openArchive(ctx, p.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()

	report := &bench.Report{Machine: machine(), Articles: p.articles, Seed: p.seed}
	if err := a.load(ctx, archive, generator, p, report); err != nil {
		return err
	}
	queries, err := bench.Draw(generator.All(ctx, p.articles, runtime.GOMAXPROCS(0)), p.seed, corpusOfficialID)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, "warming up with %d queries\n", len(queries))
	if _, err := bench.Measure(ctx, archive, queries, bench.Setting{Clients: 1, Rounds: 1, Deadline: p.deadline}); err != nil {
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

func (a *app) printReport(report *bench.Report, file string) error {
	if file == "-" {
		return json.NewEncoder(a.out).Encode(report)
	}
	if file != "" {
		data, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil { //nolint:gosec // figures, for everybody
			return fmt.Errorf("write the figures: %w", err)
		}
	}
	return report.WriteTable(a.out)
}

// loaders is how many writers fill the archive at the same time, so that they
// share commits.
const loaders = 64

// load fills the archive with the corpus, unless it holds it already.
func (a *app) load(ctx context.Context, archive *index.Archive, generator *corpus.Generator, p benchPlan, report *bench.Report) error {
	if have := archive.Status(ctx).Articles; have > 0 {
		if have != p.articles {
			return fmt.Errorf("%s holds %d articles, not %d: name another --dir", p.dir, have, p.articles)
		}
		if err := waitReady(ctx, archive); err != nil {
			return err
		}
		for article := range generator.All(ctx, p.articles, runtime.GOMAXPROCS(0)) {
			report.Loading.Text += int64(len(article.Title) + len(article.Body))
		}
		a.measureDisk(report, p.dir)
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
	bar := a.progress("articles")
	begin := time.Now()
	for article := range generator.All(ctx, p.articles, 1) {
		report.Loading.Text += int64(len(article.Title) + len(article.Body))
		articles <- article
		_ = bar.Add(1) // cosmetic
	}
	close(articles)
	wait.Wait()
	report.Loading.Seconds = time.Since(begin).Seconds()
	if err := errors.Join(context.Cause(ctx), bar.Finish()); err != nil {
		return err
	}
	if err := waitReady(ctx, archive); err != nil {
		return err
	}
	report.Loading.Searchable = time.Since(begin).Seconds()
	report.Loading.PerSecond = float64(p.articles) / report.Loading.Searchable
	report.Loading.PeakMemory = peakMemory()
	a.measureDisk(report, p.dir)
	return nil
}

func incoming(article corpus.Article) index.Incoming {
	return index.Incoming{Key: "bench", Source: analyzers.Source{
		URL: article.URL, Title: article.Title, Body: article.Body, Published: article.Published,
	}}
}

// corpusOfficialID gives the id of a person by the rule of the contract: a slug
// of the name.
func corpusOfficialID(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' }), "-")
}

func (a *app) measureDisk(report *bench.Report, dir string) {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		switch rel, _ := filepath.Rel(dir, path); {
		case strings.HasPrefix(rel, "record"):
			report.Loading.Record += info.Size()
		case strings.Contains(rel, "readings"):
			report.Loading.Readings += info.Size()
		default:
			report.Loading.Index += info.Size()
		}
		return nil
	})
	if err != nil { // a merge may take a file away while we look
		a.log.Warn("measure the folder", "err", err)
	}
	if report.Loading.Text > 0 {
		report.Loading.IndexToText = float64(report.Loading.Index) / float64(report.Loading.Text)
	}
}

// machine describes where figures were taken.
func machine() string {
	s := fmt.Sprintf("%d cores, %s/%s, %s", runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version())
	if total := procField("/proc/meminfo", "MemTotal"); total > 0 {
		s += fmt.Sprintf(", %.0f GB memory", float64(total)/1e9)
	}
	return s
}

// peakMemory returns the largest resident size so far in bytes, 0 where the
// system does not tell.
func peakMemory() int64 { return procField("/proc/self/status", "VmHWM") }

// procField reads a line "Name:  123 kB" of a file of the kernel.
func procField(file, name string) int64 {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			if n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64); err == nil {
				return n << 10
			}
		}
	}
	return 0
}
