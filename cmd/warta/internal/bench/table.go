package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// A Report is the result of one benchmark.
type Report struct {
	Machine    string      `json:"machine"`
	Articles   int         `json:"articles"`
	Seed       uint64      `json:"seed"`
	Loading    Loading     `json:"loading"`
	Rebuild    *Rebuild    `json:"rebuild,omitempty"`
	Opening    float64     `json:"opening_seconds"` // until searches are answered, with a cold page cache
	Cold       *Run        `json:"cold,omitempty"`  // the first round after opening
	Runs       []Run       `json:"runs"`
	Besides    []Figure    `json:"besides,omitempty"`
	Tidying    float64     `json:"tidying"` // seconds to merge the index into few segments
	Serving    Memory      `json:"serving"`
	Comparison *Comparison `json:"comparison,omitempty"`
}

// Memory is the peak memory of the process in bytes.
type Memory struct {
	Resident  int64 `json:"resident"`  // with mapped files, which the system can reclaim
	Anonymous int64 `json:"anonymous"` // without mapped files
}

// String returns m in MB.
func (m Memory) String() string {
	return fmt.Sprintf("peak memory %.0f MB, %.0f MB without mapped files", megabytes(m.Resident), megabytes(m.Anonymous))
}

// A Rebuild has the figures of a rebuild from the record.
type Rebuild struct {
	Seconds float64 `json:"seconds"`
	Memory  Memory  `json:"memory"`
}

// Loading has the figures of loading the archive. Sizes are in bytes.
type Loading struct {
	Seconds     float64 `json:"seconds"`    // until the last article was on disk
	Searchable  float64 `json:"searchable"` // seconds until searches found it
	PerSecond   float64 `json:"per_second"` // articles a second until searchable
	Text        int64   `json:"text"`       // titles and bodies
	Record      int64   `json:"record"`     // in files of the folder, as the next two
	Readings    int64   `json:"readings"`
	Index       int64   `json:"index"`
	IndexToText float64 `json:"index_ratio"` // Index / Text
	Memory      Memory  `json:"memory"`
}

// WriteTable prints r as a table.
func (r *Report) WriteTable(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%d articles of seed %d, %.1f MB of text\n", r.Machine, r.Articles, r.Seed, megabytes(r.Loading.Text))
	l := r.Loading
	if l.Seconds > 0 {
		fmt.Fprintf(w, "loaded in %.1f s, searchable after %.1f s: %.0f articles/s; %s\n", l.Seconds, l.Searchable, l.PerSecond, l.Memory)
	}
	if b := r.Rebuild; b != nil {
		fmt.Fprintf(w, "rebuilt in %.1f s: %.0f articles/s; %s\n", b.Seconds, float64(r.Articles)/b.Seconds, b.Memory)
	}
	if r.Tidying > 0 {
		fmt.Fprintf(w, "put in order in %.1f s\n", r.Tidying)
	}
	if l.Record+l.Index > 0 {
		fmt.Fprintf(w, "on disk: record %.1f MB, readings %.1f MB, index %.1f MB (%.2f of the text)\n",
			megabytes(l.Record), megabytes(l.Readings), megabytes(l.Index), l.IndexToText)
	}
	fmt.Fprintf(w, "opened cold in %.1f s; serving: %s\n", r.Opening, r.Serving)
	if r.Cold != nil {
		fmt.Fprintf(w, "\n1 client, cold: %.1f searches/s\n", r.Cold.PerSecond)
		if err := writeFigures(w, r.Cold.Figures[:1]); err != nil {
			return err
		}
	}
	for _, run := range r.Runs {
		fmt.Fprintf(w, "\n%d client(s), %d round(s): %.1f searches/s\n", run.Clients, run.Rounds, run.PerSecond)
		if err := writeFigures(w, run.Figures); err != nil {
			return err
		}
	}
	if len(r.Besides) > 0 {
		fmt.Fprintf(w, "\nbesides the mix, 1 client\n")
		if err := writeFigures(w, r.Besides); err != nil {
			return err
		}
	}
	if r.Comparison != nil {
		return r.Comparison.writeTable(w)
	}
	return nil
}

func writeFigures(w io.Writer, figures []Figure) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "class\tn\tfailed\tmatches\tmean ms\tp50 ms\tp95 ms\tp99 ms\tmax ms\t")
	for _, f := range figures {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t\n", f.Class, f.Searches, f.Failed, f.Matches, f.Mean, f.P50, f.P95, f.P99, f.Max)
	}
	return t.Flush()
}

func megabytes(bytes int64) float64 { return float64(bytes) / 1e6 }
