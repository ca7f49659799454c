package index_test

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/indextest"
	"warta/index/store"
)

// A plainReader takes the first line as the title and each further one as a
// paragraph; a line of equals signs begins another article. What is after "views:"
// is furniture.
type plainReader struct{ version string }

func (r plainReader) Version() string { return r.version }

func (r plainReader) Read(src analyzers.Source) []article.Article {
	if strings.Contains(src.Text, "panic!") {
		panic("this text is too much for the reader")
	}
	var out []article.Article
	for part := range strings.SplitSeq(src.Title+"\n"+src.Body+src.Text, "\n====\n") {
		a := article.Article{Kind: article.News, URL: src.URL, Published: src.Published, Date: src.AsOf}
		for line := range strings.SplitSeq(part, "\n") {
			line, _, _ = strings.Cut(line, "views:")
			switch {
			case line == "":
			case a.Title == "":
				a.Title = line
			default:
				a.Paragraphs = append(a.Paragraphs, line)
			}
		}
		a.Section = r.version
		out = append(out, a)
	}
	return out
}

// A diskEngine is the engine in memory, which remembers what it was given in a
// file as far as whole lines of it are there.
type diskEngine struct {
	indextest.Fake
	mu   sync.Mutex
	file *os.File
	fail *atomic.Bool // its Apply fails while this is set
}

type diskLine struct {
	Changes []index.Change
	Mark    uint64
}

func openDisk(ctx context.Context, dir string, fail *atomic.Bool) (index.Engine, error) {
	f, err := os.OpenFile(filepath.Join(dir, "log"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	e := &diskEngine{file: f, fail: fail}
	r := bufio.NewReader(f)
	end := int64(0)
	for {
		data, err := r.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		var l diskLine
		if err := json.Unmarshal(data, &l); err != nil {
			return nil, fmt.Errorf("damaged at %d: %w", end, err)
		}
		if err := e.Fake.Apply(ctx, l.Changes, l.Mark); err != nil {
			return nil, err
		}
		end += int64(len(data))
	}
	if err := f.Truncate(end); err != nil { // a line that a kill cut in half
		return nil, err
	}
	_, err = f.Seek(end, io.SeekStart)
	return e, err
}

func (e *diskEngine) Apply(ctx context.Context, changes []index.Change, mark uint64) error {
	if e.fail != nil && e.fail.Load() {
		return errors.New("the engine is out of order")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	data, err := json.Marshal(diskLine{changes, mark})
	if err != nil {
		return err
	}
	if err := e.Fake.Apply(ctx, changes, mark); err != nil {
		return err
	}
	_, err = e.file.Write(append(data, '\n'))
	return err
}

func (e *diskEngine) Close() error { return errors.Join(e.Fake.Close(), e.file.Close()) }

// options are those of an archive in dir with plain parts.
func options(dir string) index.Options {
	return index.Options{
		Dir: dir, Reader: plainReader{"1"}, EngineVersion: "1",
		OpenEngine: func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, nil) },
	}
}

func open(t testing.TB, o index.Options) *index.Archive {
	t.Helper()
	a, err := index.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func text(url, s string) index.Incoming {
	return index.Incoming{Source: analyzers.Source{URL: url, Text: s}, Key: "k1"}
}

func put(t testing.TB, a *index.Archive, in index.Incoming) index.Receipt {
	t.Helper()
	got, err := a.Put(t.Context(), in)
	if err != nil || len(got) != 1 {
		t.Fatalf("put %+v: got %+v, %v", in, got, err)
	}
	return got[0]
}

// settled waits until searches see everything and returns what they see.
func settled(t testing.TB, a *index.Archive) map[string]string {
	t.Helper()
	if err := a.Rebuilt(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitSearchable(t.Context(), a.Status(t.Context()).Head); err != nil {
		t.Fatal(err)
	}
	titles, _, err := a.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return titles
}

const site = "https://kota-semarang.kpu.go.id/blog/read/"

func TestAnArticleFromItsArrivalToItsRemoval(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	steps := []struct {
		name string
		in   index.Incoming
		want index.Outcome
	}{
		{"it arrives", text(site+"1_a", "Siap\nKPU siap.\nviews: 3"), index.Created},
		{"it arrives again", text(site+"1_a", "Siap\nKPU siap.\nviews: 3"), index.Unchanged},
		{"only the counter has moved", text(site+"1_a", "Siap\nKPU siap.\nviews: 4"), index.Unchanged},
		{"under another address of the same page", text("http://KOTA-semarang.kpu.go.id/index.php/blog/read/1_a?fbclid=x#top", "Siap\nKPU siap."), index.Unchanged},
		{"its text has changed", text(site+"1_a", "Siap\nKPU siap sekali."), index.Updated},
		{"its day is given", func() index.Incoming {
			in := text(site+"1_a", "Siap\nKPU siap sekali.")
			in.Source.Published = "2025-11-05"
			return in
		}(), index.Updated},
	}
	var id string
	for _, step := range steps {
		got := put(t, a, step.in)
		if got.Result != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got.Result, step.want)
		}
		if id == "" {
			id = got.ID
		}
		if got.ID != id || got.Article == nil || got.Article.ID != id {
			t.Errorf("%s: got %+v, want article %s", step.name, got, id)
		}
		// What was acknowledged is there at once, before any search knows it.
		art, err := a.Article(t.Context(), id)
		if err != nil || len(art.Paragraphs) != 1 || art.Paragraphs[0] != got.Article.Paragraphs[0] {
			t.Errorf("%s: read back %+v, %v", step.name, art, err)
		}
	}
	vs, err := a.Versions(t.Context(), id)
	if err != nil || len(vs) != 3 || vs[0].Version != 3 || vs[2].Article.Paragraphs[0] != "KPU siap." {
		t.Errorf("versions: %+v, %v", vs, err)
	}
	if got := settled(t, a); len(got) != 1 || got[id] != "Siap" {
		t.Errorf("searches see %v", got)
	}
	if got, err := a.Remove(t.Context(), id, "admin"); err != nil || got.Result != index.Deleted {
		t.Errorf("remove: %+v, %v", got, err)
	}
	if got, _, err := a.Live(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("when the removal has returned, searches see %v, %v", got, err)
	}
	if _, err := a.Article(t.Context(), id); index.KindOf(err) != index.Gone {
		t.Errorf("the article after its removal: %v", err)
	}
	if _, err := a.Versions(t.Context(), id); index.KindOf(err) != index.Gone {
		t.Errorf("its versions: %v", err)
	}
	if _, err := a.Put(t.Context(), steps[0].in); index.KindOf(err) != index.Removed {
		t.Errorf("sent again: %v", err)
	}
	back := steps[0].in
	back.Restore = true
	if got := put(t, a, back); got.ID != id || got.Result != index.Created {
		t.Errorf("restored: %+v", got)
	}
	if got := settled(t, a); len(got) != 1 {
		t.Errorf("after that searches see %v", got)
	}
	if vs, err := a.Versions(t.Context(), id); err != nil || len(vs) != 1 {
		t.Errorf("versions after that: %+v, %v", vs, err)
	}
}

func TestWhatCannotBeTakenInSaysWhy(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	with := func(change func(*index.Incoming)) index.Incoming {
		in := text(site+"1_a", "Siap\nKPU siap.")
		change(&in)
		return in
	}
	for _, tc := range []struct {
		name  string
		in    index.Incoming
		kind  index.Kind
		field string
		text  string
	}{
		{"nothing", index.Incoming{}, index.Invalid, "", "there is no text"},
		{"blanks", text("", " \n\t"), index.Invalid, "", "there is no text"},
		{"bytes that are no text", text("", "KPU \xff"), index.Invalid, "text", "not UTF-8"},
		{"a date that is none", with(func(in *index.Incoming) { in.Source.Published = "5 Nov" }), index.Invalid, "published", "2025-11-05"},
		{"a day that never was", with(func(in *index.Incoming) { in.Source.Published = "2025-02-30" }), index.Invalid, "published", "2025-02-30"},
		{"an address of another kind", with(func(in *index.Incoming) { in.Source.URL = "javascript:alert(1)" }), index.Invalid, "url", "http"},
		{"two texts", with(func(in *index.Incoming) { in.Source.HTML = "<p>x" }), index.Invalid, "", "alternatives"},
		{"a hostile id", with(func(in *index.Incoming) { in.ExternalID = "a\x00b" }), index.Invalid, "external_id", "control"},
		{"a long id", with(func(in *index.Incoming) { in.ExternalID = strings.Repeat("x", 600) }), index.Invalid, "external_id", "512"},
		{"too much", text("", strings.Repeat("KPU ", 5<<20)), index.TooLarge, "", "bytes"},
		{"two articles", text("", "A\na\n====\nB\nb"), index.Unreadable, "", "2 articles"},
		{"furniture only", text("", "views: 4"), index.Unreadable, "", "no article"},
		{"what the reader chokes on", text("", "panic!"), index.Internal, "", ""},
	} {
		_, err := a.Put(t.Context(), tc.in)
		e, ok := errors.AsType[*index.Error](err)
		if !ok || e.Kind != tc.kind || e.Field != tc.field || !strings.Contains(e.Text, tc.text) {
			t.Errorf("%s: got %v, want kind %v, field %q, %q", tc.name, err, tc.kind, tc.field, tc.text)
		}
	}
	if s := a.Status(t.Context()); s.Head != 0 {
		t.Errorf("something was taken in: %+v", s)
	}
	for _, err := range []error{
		second(a.Article(t.Context(), "../../etc/passwd")), second(a.Versions(t.Context(), "x'--")), second(a.Remove(t.Context(), "\x00", "")),
	} {
		if index.KindOf(err) != index.NotFound {
			t.Errorf("an id never given out: %v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestAPageIsTakenApart(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	var err error
	if o.Reader, err = analyzers.New(); err != nil {
		t.Fatal(err)
	}
	a := open(t, o)
	page, err := os.ReadFile("../analyzers/samples/articles/30-bandungbarat.listing.txt")
	if err != nil {
		t.Fatal(err)
	}
	in := text("https://kab-bandungbarat.kpu.go.id/blog/category/104", string(page))
	if _, err := a.Put(t.Context(), in); index.KindOf(err) != index.Unreadable {
		t.Fatalf("without split: %v", err)
	}
	in.Split = true
	first, err := a.Put(t.Context(), in)
	if err != nil || len(first) < 2 {
		t.Fatalf("got %+v, %v", first, err)
	}
	again, err := a.Put(t.Context(), in)
	if err != nil || len(again) != len(first) {
		t.Fatalf("got %+v, %v", again, err)
	}
	whole := a.Parse(t.Context(), in)
	seen := map[string]bool{}
	for i := range first {
		if first[i].Result != index.Created || again[i].Result != index.Unchanged || again[i].ID != first[i].ID || seen[first[i].ID] {
			t.Errorf("article %d: %+v, then %+v", i, first[i], again[i])
		}
		seen[first[i].ID] = true
		if got, want := first[i].Article, whole[i]; got.Title != want.Title || strings.Join(got.Paragraphs, "\n") != strings.Join(want.Paragraphs, "\n") {
			t.Errorf("article %d is kept as %q %q\nand stands in the page as %q %q", i, got.Title, got.Paragraphs, want.Title, want.Paragraphs)
		}
	}
	if _, err := a.Remove(t.Context(), first[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	later, err := a.Put(t.Context(), in)
	if err != nil || later[0].Result != index.Rejected || index.KindOf(later[0].Err) != index.Removed || later[1].Result != index.Unchanged {
		t.Errorf("after the removal of the first: %+v, %v", later, err)
	}
}

func TestASecondProcessIsRefusedInOneLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	_, err := index.Open(t.Context(), options(dir))
	if index.KindOf(err) != index.Busy || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
	if _, err := index.OpenKeyring(t.Context(), dir, store.Options{}); index.KindOf(err) != index.Busy {
		t.Errorf("got %v", err)
	}
	put(t, a, text(site+"1", "A\na"))
}

func TestOptionsSayEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := index.Open(t.Context(), index.Options{Rebuild: "maybe"})
	for _, want := range []string{"dir", "reader", `"maybe"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to name %s", err, want)
		}
	}
}

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
			var last index.Receipt
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
			gens, err := index.Generations(dir)
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
	o.Reader = plainReader{"2"}
	for _, tc := range []struct{ rebuild, want string }{{index.RebuildAsk, "1"}, {index.RebuildAuto, "2"}} {
		o.Rebuild = tc.rebuild
		a := open(t, o)
		settled(t, a)
		s := a.Status(t.Context())
		if s.Reader != tc.want || s.Outdated != (tc.want == "1") || s.State != index.OK {
			t.Errorf("rebuild=%s: %+v", tc.rebuild, s)
		}
		if art, err := a.Article(t.Context(), id); err != nil || art.Section != tc.want {
			t.Errorf("rebuild=%s: section %+v, %v", tc.rebuild, art, err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	gens, err := index.Generations(dir)
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
		g.Go(func() error { // nobody may see less than what was there before
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
	if s.Generation != 5 || s.State != index.OK {
		t.Errorf("status %+v", s)
	}
	if err := a.PruneOnce(); err != nil {
		t.Fatal(err)
	}
	if gens, err := index.Generations(dir); err != nil || len(gens) != 2 {
		t.Errorf("kept %v, %v", gens, err)
	}
	clock.Lock()
	now = now.Add(24 * time.Hour)
	clock.Unlock()
	if err := a.PruneOnce(); err != nil {
		t.Fatal(err)
	}
	if gens, err := index.Generations(dir); err != nil || len(gens) != 1 {
		t.Errorf("a day later %v, %v: what was removed must be out of every file", gens, err)
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	var rs []index.Receipt
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
	gens, err := index.Generations(dir)
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

// TestManyAtOnce lets writers, removers, readers, and rebuilds loose on a few
// articles; afterwards record, readings and index must agree.
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
					if _, err := a.Search(t.Context(), index.Query{Text: "judul", Size: 10}); err != nil && index.KindOf(err) != index.Unavailable {
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
	o.Reader = plainReader{"2"}
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
	for a.Status(t.Context()).State != index.Degraded {
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
	if s := a.Status(t.Context()); s.State != index.OK {
		t.Errorf("status %+v", s)
	}
}

func TestKeyring(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k, err := index.OpenKeyring(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	key := index.Key{ID: "k1", Hash: [32]byte{1}, Name: "humas", Scopes: []string{"ingest"}, Created: time.Unix(1762300800, 0).UTC()}
	if err := errors.Join(k.AddKey(t.Context(), key), k.Close()); err != nil {
		t.Fatal(err)
	}
	ring := open(t, options(dir)).Keyring()
	if got, err := ring.KeyByHash(t.Context(), key.Hash); err != nil || got.Name != "humas" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := ring.KeyByHash(t.Context(), [32]byte{}); index.KindOf(err) != index.NotFound {
		t.Errorf("got %v", err)
	}
	if err := ring.AddKey(t.Context(), key); index.KindOf(err) != index.Conflict {
		t.Errorf("got %v", err)
	}
}
