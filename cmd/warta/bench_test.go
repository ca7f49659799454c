package main

import (
	"encoding/json"
	"testing"

	"warta/cmd/warta/internal/bench"
)

// The whole benchmark on a small corpus: its figures mean nothing, but each has
// to be there.
func TestBenchMeasuresEverything(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, again := range []bool{false, true} { // the folder is used again
		args := []string{"bench", "--articles", "1000", "--rounds", "1", "--clients", "1,2", "--besides", "--dir", dir, "--json", "-"}
		if !again {
			args = append(args, "--rebuild", "--compare")
		}
		code, out, stderr := program(t, "", args...)
		if code != 0 {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		var r bench.Report
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		if r.Machine == "" || r.Articles != 1000 || r.Loading.Text == 0 || r.Loading.Record == 0 || r.Loading.Readings == 0 || r.Loading.IndexToText == 0 {
			t.Errorf("the corpus: %+v", r.Loading)
		}
		if loaded := r.Loading.PerSecond > 0; loaded == again {
			t.Errorf("loaded %v, though the folder was used before: %v", loaded, again)
		}
		if r.Serving.Resident == 0 || r.Opening == 0 {
			t.Errorf("serving %+v, opening %v", r.Serving, r.Opening)
		}
		if r.Cold == nil || len(r.Runs) != 2 || r.Runs[1].Clients != 2 || len(r.Besides) < 5 {
			t.Errorf("cold %v, %d runs, %d figures besides", r.Cold, len(r.Runs), len(r.Besides))
		}
		for _, f := range r.Besides {
			if f.Failed > 0 || f.Searches == 0 {
				t.Errorf("%+v", f)
			}
		}
		if again {
			continue
		}
		if r.Rebuild == nil || r.Rebuild.Seconds == 0 || r.Rebuild.Memory.Anonymous == 0 {
			t.Errorf("rebuild %+v", r.Rebuild)
		}
		if c := r.Comparison; c == nil || len(c.Ours) < 19 || len(c.Ours) != len(c.Other) || c.Other[0].Mean == 0 {
			t.Errorf("comparison %+v", c)
		}
	}
}
