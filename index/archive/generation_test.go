package archive_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

func TestADamagedOrMissingGenerationIsRebuilt(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(dir string) error{
		"gone": os.RemoveAll,
		"without its description": func(dir string) error {
			return os.Remove(filepath.Join(dir, "generation.json"))
		},
		"with a broken description": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "generation.json"), []byte("{"), 0o600)
		},
		"with broken readings": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "readings.db"), []byte(strings.Repeat("not a database ", 1000)), 0o600)
		},
		"without readings": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "readings.db")), os.RemoveAll(filepath.Join(dir, "readings.db-wal")))
		},
		"with a broken index": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "index", "log"), []byte("broken\n"), 0o600)
		},
		"without index": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "index")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			a := open(t, options(dir))
			var last archive.Receipt
			for n := range 30 {
				last = put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
			}
			if _, err := a.Remove(t.Context(), last.ID, ""); err != nil {
				t.Fatal(err)
			}
			want := settled(t, a)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			gens, err := archive.Generations(dir)
			if err != nil || len(gens) != 1 {
				t.Fatalf("generations %v, %v", gens, err)
			}
			if err := damage(gens[0]); err != nil {
				t.Fatal(err)
			}
			if got := settled(t, open(t, options(dir))); fmt.Sprint(got) != fmt.Sprint(want) || len(got) != 29 {
				t.Errorf("got %v\nwant %v", got, want)
			}
		})
	}
}

func TestANewVersionRebuildsByItself(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	for n := range 40 {
		put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
	}
	id := put(t, a, text(site+"x", "Judul\nisi")).ID
	settled(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	o := options(dir)
	o.Reader = plainReader{version: "2"}
	for _, tc := range []struct{ rebuild, want string }{{archive.RebuildAsk, "1"}, {archive.RebuildAuto, "2"}} {
		o.Rebuild = tc.rebuild
		a := open(t, o)
		settled(t, a)
		s := a.Status(t.Context())
		if s.Reader != tc.want || s.Outdated != (tc.want == "1") || s.State != archive.OK {
			t.Errorf("rebuild=%s: %+v", tc.rebuild, s)
		}
		if art, err := a.Article(t.Context(), id); err != nil || art.Section != tc.want {
			t.Errorf("rebuild=%s: section %+v, %v", tc.rebuild, art, err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	gens, err := archive.Generations(dir)
	if err != nil || len(gens) != 2 {
		t.Errorf("kept %v, %v: want the new one and the one before", gens, err)
	}
}

func TestSearchingGoesOnWhileItIsRebuilt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)
	var clock sync.Mutex
	o := options(dir)
	o.Now = func() time.Time { clock.Lock(); defer clock.Unlock(); return now }
	a := open(t, o)
	known := map[string]string{}
	for n := range 60 {
		r := put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
		known[r.ID] = r.Article.Title
	}
	settled(t, a)
	stop := make(chan struct{})
	var g errgroup.Group
	for range 2 {
		g.Go(func() error { // no search may find less than before
			for {
				select {
				case <-stop:
					return nil
				default:
				}
				got, _, err := a.Live(t.Context())
				if err != nil && !strings.Contains(err.Error(), "readings,") { // a batch came in between
					return err
				}
				for id := range known {
					if err == nil && got[id] == "" {
						return fmt.Errorf("article %s is gone while rebuilding", id)
					}
				}
			}
		})
	}
	more := 60
	for range 4 {
		if err := a.Reindex(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 12 {
			r := put(t, a, text(fmt.Sprint(site, more), fmt.Sprintf("Judul %d\nisi", more)))
			if err := a.WaitSearchable(t.Context(), r.Seq); err != nil {
				t.Fatal(err)
			}
			if got, err := a.Article(t.Context(), r.ID); err != nil || got.Title != fmt.Sprintf("Judul %d", more) {
				t.Fatalf("got %+v, %v", got, err)
			}
			more++
		}
		if err := a.Rebuilt(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	if got := settled(t, a); len(got) != more {
		t.Errorf("%d articles, want %d", len(got), more)
	}
	s := a.Status(t.Context())
	if s.Generation != 5 || s.State != archive.OK {
		t.Errorf("status %+v", s)
	}
	if err := a.PruneOnce(); err != nil {
		t.Fatal(err)
	}
	if gens, err := archive.Generations(dir); err != nil || len(gens) != 2 {
		t.Errorf("kept %v, %v", gens, err)
	}
	clock.Lock()
	now = now.Add(24 * time.Hour)
	clock.Unlock()
	if err := a.PruneOnce(); err != nil {
		t.Fatal(err)
	}
	if gens, err := archive.Generations(dir); err != nil || len(gens) != 1 {
		t.Errorf("a day later %v, %v: what was removed must be out of every file", gens, err)
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	var rs []archive.Receipt
	for n := range 5 {
		rs = append(rs, put(t, a, text(fmt.Sprint(site, n), "Judul\nisi")))
	}
	if _, err := a.Remove(t.Context(), rs[4].ID, ""); err != nil {
		t.Fatal(err)
	}
	settled(t, a)
	if got, err := a.Check(t.Context()); err != nil || len(got) > 0 {
		t.Fatalf("all is well: %q, %v", got, err)
	}
	gens, err := archive.Generations(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, statement := range map[string]string{
		filepath.Join(gens[0], "readings.db"): fmt.Sprintf("DELETE FROM reading WHERE id = '%s'; UPDATE reading SET seq = 1 WHERE id = '%s'; UPDATE mark SET total = 3", rs[0].ID, rs[1].ID),
		filepath.Join(dir, "record.db"):       fmt.Sprintf("UPDATE change SET body = X'07' WHERE seq = %d", rs[2].Seq),
	} {
		db, err := sql.Open("sqlite", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := a.Check(t.Context())
	told := strings.Join(got, "\n")
	for _, want := range []string{
		rs[0].ID + " is missing", rs[1].ID + " is read as of change 1", "article " + rs[2].ID + " cannot be read",
	} {
		if err != nil || !strings.Contains(told, want) {
			t.Errorf("got %q, %v, want it to say: %s", got, err, want)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	var g errgroup.Group
	for w := range 8 {
		g.Go(func() error {
			rng := rand.New(rand.NewPCG(uint64(w), 1))
			for n := range 60 {
				in := text(fmt.Sprint(site, rng.IntN(12)), fmt.Sprintf("Judul %d-%d\nisi", w, n))
				in.Restore = rng.IntN(2) == 0
				got, err := a.Put(t.Context(), in)
				switch {
				case index.KindOf(err) == index.Removed:
					continue
				case err != nil:
					return err
				}
				switch rng.IntN(8) {
				case 0:
					if _, err := a.Remove(t.Context(), got[0].ID, ""); err != nil {
						return err
					}
				case 1:
					if err := a.WaitSearchable(t.Context(), got[0].Seq); err != nil {
						return err
					}
				case 2:
					if _, err := a.Search(t.Context(), search.Query{Text: "judul", Size: 10}); err != nil && index.KindOf(err) != index.Unavailable {
						return err
					}
				case 3:
					if _, err := a.Article(t.Context(), got[0].ID); err != nil && index.KindOf(err) != index.Gone {
						return err
					}
				case 4:
					if n%20 == 0 {
						if err := a.Reindex(t.Context()); err != nil {
							return err
						}
					}
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	got := settled(t, a)
	if s := a.Status(t.Context()); len(got) != s.Articles || s.Articles+s.Removed != 12 {
		t.Errorf("searches see %d articles, status %+v", len(got), s)
	}
	for id, title := range got {
		if art, err := a.Article(t.Context(), id); err != nil || art.Title != title {
			t.Errorf("article %s is found as %q and reads %+v, %v", id, title, art, err)
		}
	}
	if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %q, %v", found, err)
	}
}

func TestGoingBackAGeneration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	settled(t, a)
	if err := a.Rollback(t.Context()); index.KindOf(err) != index.NotFound {
		t.Errorf("with nothing kept: %v", err)
	}
	old, gone := put(t, a, text(site+"old", "Lama\nisi")), put(t, a, text(site+"gone", "Hilang\nisi"))
	settled(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	o := options(dir)
	o.Reader = plainReader{version: "2"}
	a = open(t, o)
	settled(t, a)
	put(t, a, text(site+"new", "Baru\nisi"))
	if _, err := a.Remove(t.Context(), gone.ID, ""); err != nil {
		t.Fatal(err)
	}
	if err := a.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // it stays so over a restart
		got := settled(t, a)
		if s := a.Status(t.Context()); len(got) != 2 || got[gone.ID] != "" || s.Reader != "1" {
			t.Errorf("searches see %v, status %+v", got, s)
		}
		if art, err := a.Article(t.Context(), old.ID); err != nil || art.Section != "1" {
			t.Errorf("got %+v, %v: want the reading of the version gone back to", art, err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(t, o)
	}
	if err := a.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	settled(t, a)
	if s := a.Status(t.Context()); s.Reader != "2" {
		t.Errorf("after a rebuild: %+v", s)
	}
}

func TestAClockThatJumpsKeepsNothingForLongerAndLosesNothing(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var clock atomic.Int64
			clock.Store(time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC).UnixNano())
			o := options(dir)
			o.Now = func() time.Time { return time.Unix(0, clock.Load()) }
			a := open(t, o)
			gone := put(t, a, text(site+"gone", "Hilang\nisi"))
			put(t, a, text(site+"1", "Satu\nisi"))
			settled(t, a)
			if err := a.Reindex(t.Context()); err != nil {
				t.Fatal(err)
			}
			settled(t, a)
			clock.Add(int64(jump))
			if r := put(t, a, text(site+"1", "Satu\nlain")); r.Result != archive.Updated {
				t.Errorf("a later message: %+v", r)
			}
			put(t, a, text(site+"2", "Dua\nisi"))
			if _, err := a.Remove(t.Context(), gone.ID, ""); err != nil {
				t.Fatal(err)
			}
			if err := a.PruneOnce(); err != nil {
				t.Fatal(err)
			}
			if gens, err := archive.Generations(dir); err != nil || len(gens) != 1 {
				t.Errorf("kept %v, %v: nobody knows how old the one before is, and it holds what was removed", gens, err)
			}
			if err := a.Reindex(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := settled(t, a); len(got) != 2 || got[gone.ID] != "" {
				t.Errorf("searches see %v", got)
			}
			if s := a.Status(t.Context()); s.State != archive.OK {
				t.Errorf("status %+v", s)
			}
		})
	}
}

func TestAGenerationThatCannotBeReadIsNoWayBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	put(t, a, text(site+"1", "Satu\nisi"))
	settled(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	o := options(dir)
	o.Reader = plainReader{version: "2"}
	refused := fmt.Errorf("index: %w", index.ErrOutdated)
	openers := o.OpenEngine
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		if strings.Contains(dir, "000001") || strings.Contains(dir, "000003") {
			return nil, refused
		}
		return openers(ctx, dir)
	}
	a = open(t, o)
	settled(t, a)
	if s := a.Status(t.Context()); s.State != archive.OK || s.Generation != 2 {
		t.Errorf("an index of a version that cannot be read is no damage: %+v", s)
	}
	before, err := archive.Generations(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Rollback(t.Context()); index.KindOf(err) != index.Unavailable && index.KindOf(err) != index.NotFound {
		t.Errorf("got %v, want it refused", err)
	}
	after, err := archive.Generations(dir)
	if s := a.Status(t.Context()); err != nil || fmt.Sprint(after) != fmt.Sprint(before) || s.Generation != 2 || s.Building != 0 {
		t.Errorf("afterwards: %v, %v, %+v; before: %v", after, err, s, before)
	}
}

func TestRemovedTextLeavesTheReadings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	rng := rand.New(rand.NewPCG(2, 3))
	var needle strings.Builder // zstd keeps such a run as it is
	for range 64 {
		needle.WriteRune(rune(0x4e00 + rng.IntN(0x5000)))
	}
	r := put(t, a, text(site+"1", "Judul\n"+needle.String()))
	put(t, a, text(site+"2", "Judul\nisi"))
	settled(t, a)
	holds := func() (files []string) {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "log") { // the test's engine
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for at := 0; at+24 < needle.Len(); at += 3 {
				if strings.Contains(string(data), needle.String()[at:at+24]) {
					files = append(files, filepath.Base(path))
					break
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	if len(holds()) == 0 {
		t.Fatal("the text is not found even before the removal")
	}
	if _, err := a.Remove(t.Context(), r.ID, ""); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for len(holds()) > 0 && time.Now().Before(deadline) {
	}
	if got := holds(); len(got) > 0 {
		t.Errorf("a minute after the removal its text is in %v", got)
	}
}

func TestAnEngineInTroubleLosesNothing(t *testing.T) {
	t.Parallel()
	var fail atomic.Bool
	o := options(t.TempDir())
	o.Log = slog.New(slog.DiscardHandler)
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &fail) }
	a := open(t, o)
	put(t, a, text(site+"1", "A\na"))
	settled(t, a)
	fail.Store(true)
	r := put(t, a, text(site+"2", "B\nb"))
	for a.Status(t.Context()).State != archive.Degraded {
		if err := t.Context().Err(); err != nil {
			t.Fatal(err)
		}
	}
	s := a.Status(t.Context())
	if s.Lag != 1 || s.Trouble == "" || !s.Ready {
		t.Errorf("status %+v", s)
	}
	if art, err := a.Article(t.Context(), r.ID); err != nil || art.Title != "B" {
		t.Errorf("what was acknowledged: %+v, %v", art, err)
	}
	fail.Store(false)
	if got := settled(t, a); len(got) != 2 {
		t.Errorf("searches see %v", got)
	}
	if s := a.Status(t.Context()); s.State != archive.OK {
		t.Errorf("status %+v", s)
	}
}
