package archive_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

// A faultyEngine calls prepare and apply before the methods of its engine, and returns
// their errors.
type faultyEngine struct {
	index.Engine
	prepare, apply func(updates []index.Update) error
}

func (e faultyEngine) Prepare(_ context.Context, updates []index.Update) (index.Prepared, error) {
	if err := e.prepare(updates); err != nil {
		return nil, err
	}
	return func(ctx context.Context, mark uint64) error { return e.Apply(ctx, updates, mark) }, nil
}

func (e faultyEngine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if err := e.apply(updates); err != nil {
		return err
	}
	return e.Engine.Apply(ctx, updates, mark)
}

func works([]index.Update) error { return nil }

// faulty opens archives whose engine fails as prepare and apply say.
func faulty(dir string, prepare, apply func([]index.Update) error) archive.Options {
	o := options(dir)
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		e, err := openDisk(ctx, dir, nil)
		return faultyEngine{Engine: e, prepare: prepare, apply: apply}, err
	}
	return o
}

// failing returns what fails the first times, by an error or a panic, and then works. It
// waits to be seen by each failure.
func failing(times int64, panics bool, seen chan<- struct{}) func([]index.Update) error {
	var calls atomic.Int64
	return func(updates []index.Update) error {
		if calls.Add(1) > times {
			return nil
		}
		seen <- struct{}{}
		if panics {
			panic("connection reset")
		}
		return errors.New("connection reset")
	}
}

func TestAFollowerGoesOnWhateverFails(t *testing.T) {
	t.Parallel()
	for _, panics := range []bool{false, true} {
		for name, o := range map[string]func(dir string, fail func([]index.Update) error) archive.Options{
			"preparing": func(dir string, fail func([]index.Update) error) archive.Options { return faulty(dir, fail, works) },
			"taking in": func(dir string, fail func([]index.Update) error) archive.Options { return faulty(dir, works, fail) },
		} {
			t.Run(fmt.Sprintf("%s, panics %v", name, panics), func(t *testing.T) {
				t.Parallel()
				seen := make(chan struct{})
				a := open(t, o(t.TempDir(), failing(2, panics, seen)))
				r := put(t, a, text(site+"1", "Satu\nisi"))
				<-seen
				<-seen // Status has the first failure by the time of the second
				if s := a.Status(t.Context()); s.State != archive.Degraded || !strings.Contains(s.Trouble, "at present") {
					t.Errorf("meanwhile: %+v", s)
				}
				if err := a.WaitSearchable(t.Context(), r.Seq); err != nil {
					t.Fatal(err)
				}
				settled(t, a)
				if s := a.Status(t.Context()); s.State != archive.OK || s.Lag != 0 || s.SetAside != 0 {
					t.Errorf("afterwards: %+v", s)
				}
			})
		}
	}
}

// hasTopic reports whether a document has a topic, as those of a topicReader have.
func hasTopic(d index.Document) bool {
	return slices.ContainsFunc(d.Keys, func(k index.Keys) bool { return k.Field == index.KeyTopic })
}

// over returns what panics over an article with a title and a topic.
func over(title string) func([]index.Update) error {
	return func(updates []index.Update) error {
		for _, u := range updates {
			if len(u.Documents) > 0 && titleIs(u.Documents[0], title) && hasTopic(u.Documents[0]) {
				panic("this article is too much")
			}
		}
		return nil
	}
}

func TestAnArticleThatBreaksItsDocumentsCostsOnlyItself(t *testing.T) {
	t.Parallel()
	costsOnlyItself(t, over("Boom"), works)
}

func TestAnArticleThatTheEngineCannotTakeInCostsOnlyItself(t *testing.T) {
	t.Parallel()
	costsOnlyItself(t, works, over("Boom"))
}

// An engine that panics over every article blames none of them, and takes all of them in
// once it works again.
func TestAnEngineThatTakesInNothingBlamesNoArticle(t *testing.T) {
	t.Parallel()
	// Three times for the batch, for the article, for its plain text, and without text.
	seen := make(chan struct{}, 12)
	a := open(t, faulty(t.TempDir(), works, failing(12, true, seen)))
	r := put(t, a, text(site+"1", "Satu\nisi"))
	if err := a.WaitSearchable(t.Context(), r.Seq); err != nil {
		t.Fatal(err)
	}
	if len(seen) != cap(seen) {
		t.Errorf("it was called %d times meanwhile, want %d", len(seen), cap(seen))
	}
	settled(t, a)
	mustNotBeAside(t, a)
}

// costsOnlyItself opens an archive whose engine fails as prepare and apply say over the
// article "Boom", which is then set aside, and no other.
func costsOnlyItself(t *testing.T, prepare, apply func([]index.Update) error) {
	t.Helper()
	dir := t.TempDir()
	o := faulty(dir, prepare, apply)
	o.Reader = topicReader{plainReader{version: "1"}}
	a := open(t, o)
	for n := range 5 {
		put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
	}
	boom := put(t, a, text(site+"boom", "Boom\nisi meledak"))
	last := put(t, a, text(site+"last", "Akhir\nisi"))
	if err := a.WaitSearchable(t.Context(), last.Seq); err != nil {
		t.Fatal(err)
	}
	mustBeAside(t, a, boom.ID, "too much")

	// The mark outlives a restart.
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, o)
	settled(t, a)
	mustBeAside(t, a, boom.ID, "too much")

	// A rebuild by the same versions sets it aside again, and takes the place.
	if err := a.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	awaitGeneration(t, a, 2)
	mustBeAside(t, a, boom.ID, "too much")

	// A new version of it that does no harm is none.
	put(t, a, text(site+"boom", "Tenang\nisi meledak"))
	settled(t, a)
	mustNotBeAside(t, a)
}

// mustBeAside checks that one article is set aside and found by its text.
func mustBeAside(t *testing.T, a *archive.Archive, id, why string) {
	t.Helper()
	if s := a.Status(t.Context()); s.SetAside != 1 || s.State != archive.OK {
		t.Errorf("status %+v, want one set aside", s)
	}
	found, err := a.Check(t.Context())
	if err != nil || len(found) != 1 || !strings.Contains(found[0], id) || !strings.Contains(found[0], why) {
		t.Errorf("check: %q, %v, want %s and %q", found, err, id, why)
	}
	page, err := a.Search(t.Context(), search.Query{Text: "meledak", Size: 10})
	if err != nil || page.Total != 1 || page.Hits[0].ID != id {
		t.Errorf("it is not found by its text: %+v, %v", page, err)
	}
}

func mustNotBeAside(t *testing.T, a *archive.Archive) {
	t.Helper()
	if s := a.Status(t.Context()); s.SetAside != 0 || s.State != archive.OK {
		t.Errorf("status %+v, want none set aside", s)
	}
	if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %q, %v", found, err)
	}
}

// A fragileReader panics over a text by some version.
type fragileReader struct{ plainReader }

func (r fragileReader) Read(src analyzers.Source) []article.Article {
	if r.version == "2" && strings.Contains(src.Text, "meledak") {
		panic("too much for version 2")
	}
	return r.plainReader.Read(src)
}

func TestAnArticleThatBreaksItsReaderIsTriedByTheNextVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var id string
	for n, version := range []string{"1", "2", "3"} {
		o := options(dir)
		o.Reader = fragileReader{plainReader: plainReader{version: version}}
		a := open(t, o)
		if n == 0 {
			put(t, a, text(site+"1", "Satu\nisi"))
			id = put(t, a, text(site+"boom", "Boom\nisi meledak")).ID
		}
		awaitGeneration(t, a, n+1)
		if version == "2" {
			mustBeAside(t, a, id, "too much for version 2")
		} else {
			mustNotBeAside(t, a)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
