package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/cmd/warta/internal/bench"
	"warta/internal/race"
)

// An archive whose record is in PostgreSQL is measured like one in a folder. Another corpus in that
// record is refused.
func TestBenchMeasuresARecordOnAServer(t *testing.T) {
	if race.Enabled {
		t.Skip("the bench takes the whole machine")
	}
	t.Parallel()
	record := recordOf(t)
	figures := filepath.Join(t.TempDir(), "figures.json")
	args := []string{"bench", "--rounds", "1", "--record", record, "--json", figures, "--articles"}
	if code, out := run(t, nil, append(args, "1000")...); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	data, err := os.ReadFile(figures)
	if err != nil {
		t.Fatal(err)
	}
	var r bench.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if f := r.Runs[0].Figures[0]; r.Loading.PerSecond == 0 || r.Loading.Record != 0 || f.Searches != 400 || f.Failed > 0 || f.Matches == 0 {
		t.Errorf("loaded %+v; searches %+v", r.Loading, f)
	}
	if code, out := run(t, nil, append(args, "2000")...); code == 0 || !strings.Contains(out, "holds 1000 articles, not 2000") {
		t.Errorf("a record of another corpus: exit %d: %s", code, out)
	}
	if code, out := run(t, nil, "bench", "--engine", "opensearch+http://127.0.0.1:9/bench"); code != 2 || !strings.Contains(out, "needs the record in PostgreSQL") {
		t.Errorf("a cluster without a record: exit %d: %s", code, out)
	}
	if code, out := run(t, nil, "bench", "--record", record, "--engine", "opensearch+http://127.0.0.1:9/bench"); code != 1 || !strings.Contains(out, "start the search servers opensearch+http://127.0.0.1:9/bench, or name others") {
		t.Errorf("a cluster that is away: exit %d: %s", code, out)
	}
}
