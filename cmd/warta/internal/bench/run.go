package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"warta/index/search"
)

// A Searcher answers queries.
type Searcher interface {
	Search(context.Context, search.Query) (*search.Page, error)
}

// A Setting configures a run.
type Setting struct {
	Clients  int           // concurrent clients, at least 1
	Rounds   int           // runs of the whole mix by each client, at least 1
	Deadline time.Duration // time limit of a query; a query that fails counts as this time
}

// A Figure summarises the answers of one class, or of the whole mix. Times are in
// milliseconds.
type Figure struct {
	Class    string  `json:"class"`
	Searches int     `json:"searches"`
	Failed   int     `json:"failed"` // refused or late
	Matches  float64 `json:"matches_mean"`
	Mean     float64 `json:"mean_ms"`
	P50      float64 `json:"p50_ms"`
	P95      float64 `json:"p95_ms"`
	P99      float64 `json:"p99_ms"`
	Max      float64 `json:"max_ms"`
}

// A Run is the result of one setting: the mix first, then its classes and the questions by
// name.
type Run struct {
	Clients   int      `json:"clients"`
	Rounds    int      `json:"rounds"`
	PerSecond float64  `json:"searches_per_second"` // of the mix
	Figures   []Figure `json:"figures"`
}

// A sample is one measured query.
type sample struct {
	class   string
	took    time.Duration
	matches int
	failed  bool
}

// Measure runs the mix and then the questions, and returns their figures. Each client runs
// the queries in their order and starts at another one.
func Measure(ctx context.Context, s Searcher, queries []Query, setting Setting) (*Run, error) {
	if len(queries) == 0 || setting.Clients < 1 || setting.Rounds < 1 || setting.Deadline <= 0 {
		return nil, fmt.Errorf("measure: %d queries, %+v: want some of each", len(queries), setting)
	}
	mix, questions := split(queries)
	runtime.GC()
	begin := time.Now()
	all, err := askAll(ctx, s, mix, setting)
	if err != nil {
		return nil, err
	}
	took := time.Since(begin)
	more, err := askAll(ctx, s, questions, setting)
	if err != nil {
		return nil, err
	}
	return &Run{
		Clients: setting.Clients, Rounds: setting.Rounds,
		PerSecond: float64(len(all)) / took.Seconds(),
		Figures:   figures(append(all, more...), setting.Deadline),
	}, nil
}

// askAll asks the queries with all clients of a setting at once.
func askAll(ctx context.Context, s Searcher, queries []Query, setting Setting) ([]sample, error) {
	samples := make([][]sample, setting.Clients)
	var wait sync.WaitGroup
	for client := range setting.Clients {
		wait.Go(func() {
			offset := client * len(queries) / setting.Clients
			for i := range setting.Rounds * len(queries) {
				if ctx.Err() != nil {
					return
				}
				q := queries[(offset+i)%len(queries)]
				samples[client] = append(samples[client], ask(ctx, s, q, setting.Deadline))
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	return slices.Concat(samples...), nil
}

func ask(ctx context.Context, s Searcher, q Query, deadline time.Duration) sample {
	return timed(ctx, q.Class, deadline, func(ctx context.Context) (int, error) {
		page, err := s.Search(ctx, q.Query)
		if err != nil {
			return 0, err
		}
		return page.Total, nil
	})
}

// timed calls do once and measures its time.
func timed(ctx context.Context, class string, deadline time.Duration, do func(context.Context) (matches int, err error)) sample {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	begin := time.Now()
	matches, err := do(ctx)
	got := sample{class: class, took: time.Since(begin)}
	if err != nil || got.took > deadline {
		got.failed = true
		return got
	}
	got.matches = matches
	return got
}

// figures returns the figures of the mix and then by class. A failed sample counts as the
// deadline.
func figures(all []sample, deadline time.Duration) []Figure {
	mix := slices.DeleteFunc(slices.Clone(all), func(s sample) bool { return s.class == Question })
	byClass := map[string][]sample{}
	var classes []string
	for _, s := range all {
		if byClass[s.class] == nil {
			classes = append(classes, s.class)
		}
		byClass[s.class] = append(byClass[s.class], s)
	}
	slices.Sort(classes)
	out := []Figure{figure("whole mix", mix, deadline)}
	for _, class := range classes {
		out = append(out, figure(class, byClass[class], deadline))
	}
	return out
}

func figure(class string, samples []sample, deadline time.Duration) Figure {
	f := Figure{Class: class, Searches: len(samples)}
	times := make([]time.Duration, 0, len(samples))
	for _, s := range samples {
		if s.failed {
			f.Failed++
			times = append(times, max(deadline, s.took))
			continue
		}
		times = append(times, s.took)
		f.Matches += float64(s.matches)
	}
	if n := len(samples) - f.Failed; n > 0 {
		f.Matches /= float64(n)
	}
	slices.Sort(times)
	var total time.Duration
	for _, t := range times {
		total += t
	}
	if len(times) == 0 {
		return f
	}
	f.Mean = milliseconds(total / time.Duration(len(times)))
	f.P50, f.P95, f.P99 = quantile(times, 0.50), quantile(times, 0.95), quantile(times, 0.99)
	f.Max = milliseconds(times[len(times)-1])
	return f
}

// quantile returns the nearest-rank quantile of sorted times.
func quantile(sorted []time.Duration, q float64) float64 {
	rank := int(float64(len(sorted))*q+0.999999) - 1
	return milliseconds(sorted[min(max(rank, 0), len(sorted)-1)])
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
