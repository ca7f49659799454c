package archive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/record"
	"warta/index/record/sqlite"
)

func openRecord(t *testing.T, dir string) *sqlite.Store {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(dir, "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func entry(url, text string) record.Entry {
	return record.Entry{Received: record.Received{URL: url, Text: text}, Identity: record.Identity{URL: url}}
}

// engineLog is what the tests' engine remembers of a generation.
func engineLog(t *testing.T, dir string) string {
	t.Helper()
	gens, err := archive.Generations(dir)
	if err != nil || len(gens) != 1 {
		t.Fatalf("generations %v, %v", gens, err)
	}
	return filepath.Join(gens[0], "index", "log")
}

func TestAnEngineThatFellBehindDoesNotAnswerBeforeItHasCaughtUp(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]int{"a part is left": 2, "nothing is left": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			a := open(t, options(dir))
			var removed string
			for n := range 6 {
				removed = put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n))).ID
				settled(t, a)
			}
			put(t, a, text(site+"0", "Judul 0 baru\nisi"))
			if _, err := a.Remove(t.Context(), removed, ""); err != nil {
				t.Fatal(err)
			}
			want := settled(t, a)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			log := engineLog(t, dir)
			data, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			cut := bytes.Join(bytes.SplitAfter(data, []byte("\n"))[:lines], nil)
			if err := os.WriteFile(log, cut, 0o600); err != nil {
				t.Fatal(err)
			}

			var fail atomic.Bool
			fail.Store(true)
			o := options(dir)
			o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &fail) }
			again := open(t, o)
			if got, mark, err := again.Live(t.Context()); index.KindOf(err) != index.Unavailable {
				t.Errorf("before it has caught up, searches see %v as of change %d, %v; want %v", got, mark, err, index.Unavailable)
			}
			fail.Store(false)
			if got := settled(t, again); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("afterwards searches see %v, want %v", got, want)
			}
			if gens, err := archive.Generations(dir); err != nil || len(gens) != 1 {
				t.Errorf("generations %v, %v: want the same one", gens, err)
			}
		})
	}
}

func TestSearchesGoOnFromAnOlderStateUnlessSomethingWasRemoved(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		remove bool
		want   index.Kind
	}{
		{"an article waits", false, index.Internal},
		{"a removal waits", true, index.Unavailable},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			o := options(dir)
			var fail atomic.Bool
			o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &fail) }
			a := open(t, o)
			id := put(t, a, text(site+"1", "Judul\nisi")).ID
			settled(t, a)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			// A change that is recorded while no follower runs.
			alone := openRecord(t, dir)
			var err error
			if tc.remove {
				_, err = alone.Remove(t.Context(), id, "")
			} else {
				_, err = record.PutOver(t.Context(), alone, entry(site+"2", "Lagi\nisi"), nil)
			}
			if err = errors.Join(err, alone.Close()); err != nil {
				t.Fatal(err)
			}
			fail.Store(true)
			a = open(t, o)
			if got, _, err := a.Live(t.Context()); err == nil && tc.want != index.Internal || index.KindOf(err) != tc.want {
				t.Errorf("searches see %v, %v; want an error of kind %v", got, err, tc.want)
			}
			fail.Store(false)
			settled(t, a)
		})
	}
}

func TestAGenerationThatKnowsMoreThanTheRecordIsRebuilt(t *testing.T) {
	t.Parallel()
	for name, parts := range map[string][]string{
		"all of it":    {"record.db"},
		"its engine":   {"record.db", "readings.db"},
		"its readings": {"record.db", "index/log"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			a := open(t, options(dir))
			put(t, a, text(site+"1", "Judul 1\nisi"))
			want := settled(t, a)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			log := engineLog(t, dir)
			where := map[string]string{
				"record.db":   filepath.Join(dir, "record.db"),
				"readings.db": filepath.Join(filepath.Dir(filepath.Dir(log)), "readings.db"),
				"index/log":   log,
			}
			older := map[string][]byte{}
			for _, part := range parts {
				data, err := os.ReadFile(where[part])
				if err != nil {
					t.Fatal(err)
				}
				older[part] = data
			}
			a = open(t, options(dir))
			for n := range 3 {
				put(t, a, text(fmt.Sprint(site, "x", n), fmt.Sprintf("Judul x%d\nisi", n)))
			}
			settled(t, a)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			// Older files are restored from outside.
			for _, part := range parts {
				if err := os.WriteFile(where[part], older[part], 0o600); err != nil {
					t.Fatal(err)
				}
			}
			a = open(t, options(dir))
			if got := settled(t, a); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("searches see %v, want %v", got, want)
			}
			s := a.Status(t.Context())
			if s.Generation == 1 {
				t.Error("the generation that knew more is still in use")
			}
			if s.State != archive.Degraded || !strings.Contains(s.Trouble, "last changes are lost") {
				t.Errorf("status %+v, want it to say that the record has lost its end", s)
			}
			if found, err := a.Check(t.Context()); err != nil || !strings.Contains(strings.Join(found, "\n"), "lost its last changes") {
				t.Errorf("check: %q, %v", found, err)
			}
		})
	}
}

func TestARemovalDoesNotWaitForSearchesThatAreNotAnswered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := options(dir)
	var fail atomic.Bool
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &fail) }
	a := open(t, o)
	id := put(t, a, text(site+"1", "Judul\nisi")).ID
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "generations")); err != nil {
		t.Fatal(err)
	}
	fail.Store(true)
	a = open(t, o)
	begin := time.Now()
	if _, err := a.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > 9*time.Second {
		t.Errorf("the removal took %v while there was nothing to search", took)
	}
	fail.Store(false)
	if got := settled(t, a); len(got) != 0 {
		t.Errorf("searches see %v, want nothing", got)
	}
}
