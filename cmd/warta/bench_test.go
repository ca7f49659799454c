package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"warta/cmd/warta/internal/bench"
	"warta/cmd/warta/internal/bench/plainbleve"
	"warta/index"
	"warta/internal/race"
)

// The whole benchmark on a small corpus: its figures mean nothing, but each has
// to be there.
func TestBenchMeasuresEverything(t *testing.T) {
	if race.Enabled {
		t.Skip("the bench takes the whole machine")
	}
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

// Other engines get only the exported files, so these must have all that plain bleve gets.
func TestBenchExportsWhatPlainBleveIsGiven(t *testing.T) {
	t.Parallel()
	export := func(seed string) (articles, queries []byte) {
		dir := filepath.Join(t.TempDir(), "mix")
		if code, _, stderr := program(t, "", "bench", "--articles", "1000", "--seed", seed, "--export", dir); code != exitOK {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		for name, into := range map[string]*[]byte{"articles.ndjson": &articles, "queries.ndjson": &queries} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			*into = data
		}
		return articles, queries
	}
	articles, queries := export("1")
	satker, topics, officials := 0, 0, 0
	ids := map[string]bool{}
	for line := range bytes.Lines(articles) {
		d := decoded[plainbleve.Document](t, line)
		if _, err := time.Parse(time.DateOnly, d.Published); err != nil || d.ID == "" || d.Title == "" || d.Body == "" || ids[d.ID] {
			t.Fatalf("got %.300s", line)
		}
		ids[d.ID] = true
		satker, topics, officials = satker+len(d.Satker), topics+len(d.Topics), officials+len(d.Officials)
	}
	if len(ids) != 1000 || satker < 1000 || topics == 0 || officials == 0 {
		t.Errorf("%d articles with %d offices, %d topics, %d officials", len(ids), satker, topics, officials)
	}
	asked, filtered, newest := map[string]int{}, map[string]int{}, 0
	classes := map[string]int{}
	for line := range bytes.Lines(queries) {
		q := decoded[exportedQuery](t, line)
		classes[q.Class]++
		asked[q.Match]++
		if q.Size != 10 || !q.Marks || len(q.Facets) != 4 || q.Facets["official"] != 20 || q.Facets["month"] != 200 || bytes.ContainsAny([]byte(q.Text), `"*`) {
			t.Errorf("got %s", line)
		}
		if (q.Text == "") != (q.Match == "") || (q.From == "") != (q.To == "") {
			t.Errorf("got one without the other: %s", line)
		}
		for filter, n := range map[string]int{"satker": len(q.Satker), "topic": len(q.Topics), "official": len(q.Officials), "date": len(q.From)} {
			if n > 0 {
				filtered[filter]++
			}
		}
		if q.Sort == index.Newest {
			newest++
		}
	}
	if len(classes) != 19 || asked[plainbleve.MatchPhrase] != 35 || asked[plainbleve.MatchPrefix] != 15 || asked[plainbleve.MatchAny] != 65 ||
		asked[plainbleve.MatchAll] != 309 || asked[""] != 16 || newest != 36 || len(filtered) != 4 {
		t.Errorf("%v\nasked %v, filtered %v, %d newest first", classes, asked, filtered, newest)
	}
	if a, q := export("1"); !bytes.Equal(a, articles) || !bytes.Equal(q, queries) {
		t.Error("the same seed gave something else")
	}
	if a, q := export("2"); bytes.Equal(a, articles) || bytes.Equal(q, queries) {
		t.Error("another seed gave the same")
	}
}

// decoded reads a line, and nothing that is not known.
func decoded[T any](t *testing.T, line []byte) (v T) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v in %.300s", err, line)
	}
	return v
}

func TestAnExportMeasuresNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mix")
	for _, more := range []string{"--compare", "--besides", "--rebuild", "--json=-", "--dir=."} {
		if code, _, stderr := program(t, "", "bench", "--export", dir, more); code != exitUsage {
			t.Errorf("%s: exit %d: %s", more, code, stderr)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
}
