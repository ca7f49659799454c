package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// A Report is everything that one benchmark found out.
type Report struct {
	Machine  string  `json:"machine"`
	Articles int     `json:"articles"`
	Seed     uint64  `json:"seed"`
	Loading  Loading `json:"loading"`
	Runs     []Run   `json:"runs"`
}

// Loading says what it took to fill the archive. Sizes are in bytes.
type Loading struct {
	Seconds     float64 `json:"seconds"`     // until the last article was on disk
	Searchable  float64 `json:"searchable"`  // seconds until searches found it
	PerSecond   float64 `json:"per_second"`  // articles a second until searchable
	Text        int64   `json:"text"`        // titles and bodies
	Record      int64   `json:"record"`      // on disk
	Readings    int64   `json:"readings"`    // on disk
	Index       int64   `json:"index"`       // on disk
	IndexToText float64 `json:"index_ratio"` // Index / Text
	PeakMemory  int64   `json:"peak_memory"` // resident, mapped files included
}

// WriteTable prints r for people.
func (r *Report) WriteTable(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%d articles of seed %d, %.1f MB of text\n", r.Machine, r.Articles, r.Seed, megabytes(r.Loading.Text))
	if l := r.Loading; l.Seconds > 0 {
		fmt.Fprintf(w, "loaded in %.1f s, searchable after %.1f s: %.0f articles/s\n", l.Seconds, l.Searchable, l.PerSecond)
		fmt.Fprintf(w, "on disk: record %.1f MB, readings %.1f MB, index %.1f MB (%.2f of the text); peak memory %.0f MB\n",
			megabytes(l.Record), megabytes(l.Readings), megabytes(l.Index), l.IndexToText, megabytes(l.PeakMemory))
	}
	for _, run := range r.Runs {
		fmt.Fprintf(w, "\n%d client(s), %d round(s): %.1f searches/s\n", run.Clients, run.Rounds, run.PerSecond)
		t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(t, "class\tn\tfailed\tmatches\tp50 ms\tp95 ms\tp99 ms\tmax ms\t")
		for _, f := range run.Figures {
			fmt.Fprintf(t, "%s\t%d\t%d\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t\n", f.Class, f.Searches, f.Failed, f.Matches, f.P50, f.P95, f.P99, f.Max)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func megabytes(bytes int64) float64 { return float64(bytes) / 1e6 }
