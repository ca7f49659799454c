package bench

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
)

// A Comparison has the figures of an archive and of another engine for the same queries,
// measured alternately in one run.
type Comparison struct {
	Ours         []Figure `json:"ours"` // the mix, then broad queries, then the classes by name
	Other        []Figure `json:"other"`
	OtherLoading float64  `json:"other_loading_seconds"` // time to load the other engine
}

// broad is the least share of all articles that a broad query matches.
const broad = 0.1

// Compare runs the mix on both, each query on one and then on the other. Broad queries match
// at least a tenth of all articles. The questions are a class beside the mix.
func Compare(ctx context.Context, ours, other Searcher, queries []Query, articles int, setting Setting) (*Comparison, error) {
	var samples, others []sample
	for round := range setting.Rounds + 1 {
		for _, q := range queries {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("compare: %w", err)
			}
			a, b := ask(ctx, ours, q, setting.Deadline), ask(ctx, other, q, setting.Deadline)
			if round > 0 { // round 0 warms up
				samples, others = append(samples, a), append(others, b)
			}
		}
	}
	var wide, otherWide []sample
	for i, s := range samples {
		if s.class != Question && float64(s.matches) >= broad*float64(articles) {
			wide, otherWide = append(wide, s), append(otherWide, others[i])
		}
	}
	summary := func(all, wide []sample) []Figure {
		list := figures(all, setting.Deadline)
		if len(wide) == 0 {
			return list
		}
		return append([]Figure{list[0], figure("broad queries", wide, setting.Deadline)}, list[1:]...)
	}
	return &Comparison{Ours: summary(samples, wide), Other: summary(others, otherWide)}, nil
}

// writeTable prints the factors by which the archive is faster.
func (c *Comparison) writeTable(w io.Writer) error {
	fmt.Fprintf(w, "\nbeside plain bleve with its own facets and marks (filled in %.1f s), 1 client, and how many times as fast the archive is\n", c.OtherLoading)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "class\tn\tmean ms\tp50 ms\tp95 ms\tp99 ms\tbleve mean\tp50\tp95\tp99\ttimes by mean\tby p50\tby p95\tby p99\t")
	for i, a := range c.Ours {
		b := c.Other[i]
		fmt.Fprintf(t, "%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", a.Class, a.Searches,
			a.Mean, a.P50, a.P95, a.P99, b.Mean, b.P50, b.P95, b.P99, b.Mean/a.Mean, b.P50/a.P50, b.P95/a.P95, b.P99/a.P99)
	}
	return t.Flush()
}
