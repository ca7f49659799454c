package archive_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/indextest"
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
	Updates []index.Update
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
		if err := e.Fake.Apply(ctx, l.Updates, l.Mark); err != nil {
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

func (e *diskEngine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if e.fail != nil && e.fail.Load() {
		return errors.New("the engine is out of order")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	data, err := json.Marshal(diskLine{updates, mark})
	if err != nil {
		return err
	}
	if err := e.Fake.Apply(ctx, updates, mark); err != nil {
		return err
	}
	_, err = e.file.Write(append(data, '\n'))
	return err
}

func (e *diskEngine) Close() error { return errors.Join(e.Fake.Close(), e.file.Close()) }

// options are those of an archive in dir with plain parts.
func options(dir string) archive.Options {
	return archive.Options{
		Dir: dir, Reader: plainReader{version: "1"}, EngineVersion: "1",
		OpenEngine: func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, nil) },
	}
}

func open(t testing.TB, o archive.Options) *archive.Archive {
	t.Helper()
	a, err := archive.Open(t.Context(), o)
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

func text(url, s string) archive.Incoming {
	return archive.Incoming{Source: analyzers.Source{URL: url, Text: s}, Key: "k1"}
}

func put(t testing.TB, a *archive.Archive, in archive.Incoming) archive.Receipt {
	t.Helper()
	got, err := a.Put(t.Context(), in)
	if err != nil || len(got) != 1 {
		t.Fatalf("put %+v: got %+v, %v", in, got, err)
	}
	return got[0]
}

// settled waits until searches see everything and returns what they see.
func settled(t testing.TB, a *archive.Archive) map[string]string {
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
		in   archive.Incoming
		want archive.Outcome
	}{
		{"it arrives", text(site+"1_a", "Siap\nKPU siap.\nviews: 3"), archive.Created},
		{"it arrives again", text(site+"1_a", "Siap\nKPU siap.\nviews: 3"), archive.Unchanged},
		{"only the counter has moved", text(site+"1_a", "Siap\nKPU siap.\nviews: 4"), archive.Unchanged},
		{"under another address of the same page", text("http://KOTA-semarang.kpu.go.id/index.php/blog/read/1_a?fbclid=x#top", "Siap\nKPU siap."), archive.Unchanged},
		{"its text has changed", text(site+"1_a", "Siap\nKPU siap sekali."), archive.Updated},
		{"its day is given", func() archive.Incoming {
			in := text(site+"1_a", "Siap\nKPU siap sekali.")
			in.Source.Published = "2025-11-05"
			return in
		}(), archive.Updated},
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
	vs, next, err := a.Versions(t.Context(), id, 0, 100)
	if err != nil || next != 0 || len(vs) != 3 || vs[0].Version != 3 || vs[2].Article.Paragraphs[0] != "KPU siap." {
		t.Errorf("versions: %+v, %v", vs, err)
	}
	var paged []int
	for before := uint64(0); ; {
		page, next, err := a.Versions(t.Context(), id, before, 2)
		if err != nil || len(page) > 2 {
			t.Fatalf("page of versions: %+v, %v", page, err)
		}
		for _, v := range page {
			paged = append(paged, v.Version)
		}
		if before = next; next == 0 {
			break
		}
	}
	if !slices.Equal(paged, []int{3, 2, 1}) {
		t.Errorf("page by page there are the versions %v", paged)
	}
	if got := settled(t, a); len(got) != 1 || got[id] != "Siap" {
		t.Errorf("searches see %v", got)
	}
	if got, err := a.Remove(t.Context(), id, "admin"); err != nil || got.Result != archive.Deleted {
		t.Errorf("remove: %+v, %v", got, err)
	}
	if got, _, err := a.Live(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("when the removal has returned, searches see %v, %v", got, err)
	}
	if _, err := a.Article(t.Context(), id); index.KindOf(err) != index.Gone {
		t.Errorf("the article after its removal: %v", err)
	}
	if _, _, err := a.Versions(t.Context(), id, 0, 100); index.KindOf(err) != index.Gone {
		t.Errorf("its versions: %v", err)
	}
	if _, err := a.Put(t.Context(), steps[0].in); index.KindOf(err) != index.Removed {
		t.Errorf("sent again: %v", err)
	}
	back := steps[0].in
	back.Restore = true
	if got := put(t, a, back); got.ID != id || got.Result != archive.Created {
		t.Errorf("restored: %+v", got)
	}
	if got := settled(t, a); len(got) != 1 {
		t.Errorf("after that searches see %v", got)
	}
	if vs, _, err := a.Versions(t.Context(), id, 0, 100); err != nil || len(vs) != 1 {
		t.Errorf("versions after that: %+v, %v", vs, err)
	}
}

func TestWhatCannotBeTakenInSaysWhy(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	with := func(change func(*archive.Incoming)) archive.Incoming {
		in := text(site+"1_a", "Siap\nKPU siap.")
		change(&in)
		return in
	}
	for _, tc := range []struct {
		name  string
		in    archive.Incoming
		kind  index.Kind
		field string
		text  string
	}{
		{"nothing", archive.Incoming{}, index.Invalid, "", "there is no text"},
		{"blanks", text("", " \n\t"), index.Invalid, "", "there is no text"},
		{"bytes that are no text", text("", "KPU \xff"), index.Invalid, "text", "not UTF-8"},
		{"a date that is none", with(func(in *archive.Incoming) { in.Source.Published = "5 Nov" }), index.Invalid, "published", "2025-11-05"},
		{"a day that never was", with(func(in *archive.Incoming) { in.Source.Published = "2025-02-30" }), index.Invalid, "published", "2025-02-30"},
		{"an address of another kind", with(func(in *archive.Incoming) { in.Source.URL = "javascript:alert(1)" }), index.Invalid, "url", "http"},
		{"two texts", with(func(in *archive.Incoming) { in.Source.HTML = "<p>x" }), index.Invalid, "", "alternatives"},
		{"a hostile id", with(func(in *archive.Incoming) { in.ExternalID = "a\x00b" }), index.Invalid, "external_id", "control"},
		{"a long id", with(func(in *archive.Incoming) { in.ExternalID = strings.Repeat("x", 600) }), index.Invalid, "external_id", "200"},
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
		second(a.Article(t.Context(), "../../etc/passwd")), versionsOf(t, a, "x'--"), second(a.Remove(t.Context(), "\x00", "")),
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
	page, err := os.ReadFile("../../analyzers/samples/articles/30-bandungbarat.listing.txt")
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
		if first[i].Result != archive.Created || again[i].Result != archive.Unchanged || again[i].ID != first[i].ID || seen[first[i].ID] {
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
	if err != nil || later[0].Result != archive.Rejected || index.KindOf(later[0].Err) != index.Removed || later[1].Result != archive.Unchanged {
		t.Errorf("after the removal of the first: %+v, %v", later, err)
	}
}

// The day that a listing states of an article is that of the page, not one that was
// given; one that cannot be true takes the given day from none.
func TestDaysOfPieces(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	var err error
	if o.Reader, err = analyzers.New(); err != nil {
		t.Fatal(err)
	}
	a := open(t, o)
	in := text("https://kota-batu.kpu.go.id/blog/category/104", "Berita\nKPU Batu Buka Posko di Pasar\nKamis, 2 Oktober 2025\nBatu - KPU Kota Batu membuka posko.\n"+
		"KPU Batu Lantik Petugas Baru\nKamis, 1 Januari 2099\nBatu - KPU Kota Batu melantik petugas.")
	in.Split, in.Source.Published = true, "2025-10-05"
	for range 2 { // as answered, and as read again from what is kept
		got, err := a.Put(t.Context(), in)
		if err != nil || len(got) != 2 {
			t.Fatalf("got %+v, %v", got, err)
		}
		for i, want := range [][2]string{{"2025-10-02", "page"}, {"2025-10-05", "given"}} {
			kept, err := a.Article(t.Context(), got[i].ID)
			if err != nil || kept.Published != want[0] || kept.PublishedBasis != want[1] {
				t.Errorf("article %d: %q by %q, %v; want %q", i, kept.Published, kept.PublishedBasis, err, want)
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(t, o)
	}
}

func TestAListingOfOneArticleIsStillAListing(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	listing := func(s string) archive.Incoming {
		in := text("https://kota-semarang.kpu.go.id/blog/category/104?page=2", s)
		in.Split = true
		return in
	}
	today, nextWeek := put(t, a, listing("Satu\nisi")), put(t, a, listing("Dua\nisi"))
	if today.ID == nextWeek.ID || nextWeek.Result != archive.Created {
		t.Errorf("got %+v and %+v: want two articles", today, nextWeek)
	}
	if again := put(t, a, listing("Satu\nisi")); again.ID != today.ID || again.Result != archive.Unchanged {
		t.Errorf("sent again: %+v", again)
	}
}

func TestASecondProcessIsRefusedInOneLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	_, err := archive.Open(t.Context(), options(dir))
	if index.KindOf(err) != index.Busy || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
	put(t, a, text(site+"1", "A\na"))
}

func TestOptionsSayEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := archive.Open(t.Context(), archive.Options{Rebuild: "maybe"})
	for _, want := range []string{"dir", "reader", `"maybe"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to name %s", err, want)
		}
	}
}

// TestManyAtOnce lets writers, removers, readers, and rebuilds loose on a few
// articles; afterwards record, readings and index must agree.
func TestKeyring(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	key := archive.Key{ID: "k1", Hash: [32]byte{1}, Name: "humas", Scopes: []string{"ingest"}, Created: time.Unix(1762300800, 0).UTC()}
	if err := errors.Join(a.Keyring().AddKey(t.Context(), key, ""), a.Close()); err != nil {
		t.Fatal(err)
	}
	ring := open(t, options(dir)).Keyring()
	if got, err := ring.KeyByHash(t.Context(), key.Hash); err != nil || got.Name != "humas" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := ring.KeyByHash(t.Context(), [32]byte{}); index.KindOf(err) != index.NotFound {
		t.Errorf("got %v", err)
	}
	if err := ring.AddKey(t.Context(), key, ""); index.KindOf(err) != index.Conflict {
		t.Errorf("got %v", err)
	}
}

// versionsOf returns why the versions of an article are not told.
func versionsOf(t *testing.T, a *archive.Archive, id string) error {
	_, _, err := a.Versions(t.Context(), id, 0, 100)
	return err
}
