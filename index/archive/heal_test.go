package archive_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
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

// A wrongEngine is an engine that gets some article wrong, or that panics.
type wrongEngine struct {
	index.Engine
	spoil  func([]index.Document) []index.Document
	panics *atomic.Bool
}

func (e wrongEngine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	spoilt := make([]index.Update, len(updates))
	for i, u := range updates {
		u.Documents = e.spoil(slices.Clone(u.Documents))
		spoilt[i] = u
	}
	return e.Engine.Apply(ctx, spoilt, mark)
}

func (e wrongEngine) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if e.panics.Load() {
		var none []int
		_ = none[r.Size] // as code does that believes a damaged file
	}
	return e.Engine.Search(ctx, r)
}

func (e wrongEngine) Verify(context.Context) ([]string, error) {
	if e.panics.Load() {
		return []string{"segment 1 is damaged"}, nil
	}
	return nil, nil
}

// spoilt opens archives whose engine is right or wrong by the number of the
// generation.
func spoilt(dir string, wrong int, spoil func([]index.Document) []index.Document) (archive.Options, *atomic.Bool) {
	o, panics := options(dir), new(atomic.Bool)
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		e, err := openDisk(ctx, dir, nil)
		if err != nil || !strings.Contains(dir, fmt.Sprintf("%06d", wrong)) {
			return e, err
		}
		return wrongEngine{Engine: e, spoil: spoil, panics: panics}, nil
	}
	return o, panics
}

func same(docs []index.Document) []index.Document { return docs }

// changed returns a function that gets the documents of articles with some title wrong.
func changed(title string, change func([]index.Document) []index.Document) func([]index.Document) []index.Document {
	return func(docs []index.Document) []index.Document {
		if len(docs) > 0 && titleIs(docs[0], title) {
			return change(docs)
		}
		return docs
	}
}

// each returns a function that changes the document of an article.
func each(change func(d *index.Document)) func([]index.Document) []index.Document {
	return func(docs []index.Document) []index.Document {
		change(&docs[0])
		return docs
	}
}

func noTopic(d *index.Document) { setKeys(d, index.KeyTopic) }

func noStage(d *index.Document) { setKeys(d, index.KeyStage) }

func anotherDay(d *index.Document) {
	d.Date = "2001-02-03"
	setKeys(d, index.KeyMonth, "2001-02")
}

func anotherTitle(d *index.Document) {
	d.Texts = slices.Clone(d.Texts)
	d.Texts[0].Terms = []string{"lain", "lain"}
}

func anotherSatker(d *index.Document) { setKeys(d, index.KeySatker, "33", "33.74") }

// titleIs reports whether a document has the words of a title, in lower case.
func titleIs(d index.Document, title string) bool {
	return slices.ContainsFunc(d.Texts, func(t index.Text) bool {
		return t.Field == index.FieldTitle && strings.Join(t.Terms, " ") == strings.ToLower(title)
	})
}

// setKeys gives a document other values in a field of keys; none take the field away.
func setKeys(d *index.Document, field string, values ...string) {
	d.Keys = slices.DeleteFunc(slices.Clone(d.Keys), func(k index.Keys) bool { return k.Field == field })
	if len(values) > 0 {
		d.Keys = append(d.Keys, index.Keys{Field: field, Values: values})
	}
}

func TestAGenerationThatGivesOtherAnswersDoesNotTakeThePlace(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(d *index.Document){
		"a topic is missing":   noTopic,
		"a stage is missing":   noStage,
		"another day":          anotherDay,
		"another title":        anotherTitle,
		"a satker that is not": anotherSatker,
	} {
		for _, wrong := range []int{1, 2} {
			t.Run(fmt.Sprintf("%s in generation %d", name, wrong), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				o, _ := spoilt(dir, wrong, changed("Judul 7", each(spoil)))
				o.Reader = topicReader{}
				a := open(t, o)
				for n := range 30 {
					put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
				}
				settled(t, a)
				if err := a.Reindex(t.Context()); err != nil {
					t.Fatal(err)
				}
				settled(t, a)
				s := a.Status(t.Context())
				if wrong == 2 {
					if s.Generation != 1 || s.State != archive.Degraded || !strings.Contains(s.Trouble, "rebuild") {
						t.Errorf("the new one is wrong: %+v", s)
					}
				} else if s.Generation != 2 || s.State != archive.OK {
					t.Errorf("the old one is wrong: %+v", s)
				}
			})
		}
	}
}

// A topicReader is a plainReader that finds a topic in each article, which is of a stage.
type topicReader struct{ plainReader }

func (r topicReader) Read(src analyzers.Source) []article.Article {
	found := r.plainReader.Read(src)
	for i := range found {
		found[i].Topics = []article.Topic{{ID: "logistik"}}
		found[i].EventDates = []string{"2024-02-12"}
		found[i].Paragraphs = append(found[i].Paragraphs, "Masa tenang pemilu.")
	}
	return found
}

func TestAnEngineThatPanicsIsReplacedAndEndsNothing(t *testing.T) {
	t.Parallel()
	o, panics := spoilt(t.TempDir(), 1, same)
	a := open(t, o)
	r := put(t, a, text(site+"1", "Satu\nisi"))
	settled(t, a)
	panics.Store(true)
	_, err := a.Search(t.Context(), search.Query{Text: "satu", Size: 10})
	if index.KindOf(err) != index.Unavailable || !errors.Is(err, index.ErrDamaged) {
		t.Errorf("got %v, want it refused as unavailable", err)
	}
	if art, err := a.Article(t.Context(), r.ID); err != nil || art.Title != "Satu" {
		t.Errorf("what the record knows: %+v, %v", art, err)
	}
	awaitGeneration(t, a, 2)
	if page, err := a.Search(t.Context(), search.Query{Text: "satu", Size: 10}); err != nil || page.Total != 1 {
		t.Errorf("got %+v, %v", page, err)
	}
	if s := a.Status(t.Context()); s.State != archive.OK {
		t.Errorf("status %+v", s)
	}
}

// awaitGeneration waits until a generation serves, and nothing is rebuilt.
func awaitGeneration(t *testing.T, a *archive.Archive, number int) {
	t.Helper()
	for a.Status(t.Context()).Generation != number {
		if err := t.Context().Err(); err != nil {
			t.Fatal(err)
		}
	}
	settled(t, a)
}

func TestDamagedReadingsAreReadFromTheRecordAndReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := options(dir)
	o.ReadingsCache = -1
	a := open(t, o)
	for n := range 20 {
		put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
	}
	settled(t, a)
	db, err := sql.Open("sqlite", filepath.Join(dir, "generations", "000001", "readings.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("UPDATE reading SET body = X'28B52FFD00' WHERE n % 3 = 0")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	page, err := a.Search(t.Context(), search.Query{Text: "judul", Size: 50})
	if err != nil || page.Total != 20 || len(page.Hits) != 20 {
		t.Fatalf("got %+v, %v, want all 20", page, err)
	}
	for _, h := range page.Hits {
		if !strings.HasPrefix(h.Title, "Judul ") {
			t.Errorf("hit %+v", h)
		}
	}
	awaitGeneration(t, a, 2)
	// The first check after the damage reports it, the second does not.
	if found, err := a.Check(t.Context()); err != nil || len(found) != 1 || !strings.Contains(found[0], "rebuilt from the record") {
		t.Errorf("check: %q, %v", found, err)
	}
	if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check again: %q, %v", found, err)
	}
}

func TestCheckFindsAnEngineThatDisagreesWithTheReadings(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(docs []index.Document) []index.Document{
		"articles with topic logistik": each(noTopic),
		"articles with stage pemilu":   each(noStage),
		"articles with month":          each(anotherDay),
		"articles with satker 33":      each(anotherSatker),
		"is not found by its title":    each(anotherTitle),
		"quotes: the readings has 0, the": func(docs []index.Document) []index.Document {
			return append(docs, index.Document{ID: index.QuotePrefix(docs[0].Article) + "q", Of: index.Quotes, Article: docs[0].Article, Quote: "q"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, _ := spoilt(t.TempDir(), 1, changed("Judul 7", spoil))
			o.Reader = topicReader{}
			a := open(t, o)
			for n := range 30 {
				put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
			}
			settled(t, a)
			found, err := a.Check(t.Context())
			if err != nil || !strings.Contains(strings.Join(found, "\n"), name) {
				t.Errorf("got %q, %v", found, err)
			}
		})
	}
}

func TestARecordWhoseRowsNameNothingIsSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	put(t, a, text(site+"1", "Satu\nisi"))
	settled(t, a)
	db, err := sql.Open("sqlite", filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), "UPDATE identity SET article = 77")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if found, err := a.Check(t.Context()); err != nil || len(found) != 1 || !strings.Contains(found[0], "names one of article") {
		t.Errorf("got %q, %v", found, err)
	}
}

func TestADamagedGenerationIsSaidWhileItIsRebuilt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	r := put(t, a, text(site+"1", "Satu\nisi"))
	settled(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := archive.DamageGenerations(dir); err != nil {
		t.Fatal(err)
	}
	o := options(dir)
	gate := make(chan struct{})
	o.Reader = gatedReader{Reader: o.Reader, gate: gate}
	a = open(t, o)
	s := a.Status(t.Context())
	if s.State != archive.Degraded || s.Ready || !strings.Contains(s.Trouble, "rebuilt from the record") {
		t.Errorf("status %+v", s)
	}
	if _, err := a.Search(t.Context(), search.Query{Text: "satu", Size: 10}); index.KindOf(err) != index.Unavailable {
		t.Errorf("a search: %v, want it refused, never a part of an answer", err)
	}
	close(gate)
	if art, err := a.Article(t.Context(), r.ID); err != nil || art.Title != "Satu" {
		t.Errorf("what the record knows: %+v, %v", art, err)
	}
	settled(t, a)
	if s := a.Status(t.Context()); s.State != archive.OK || !s.Ready {
		t.Errorf("afterwards: %+v", s)
	}
}

// A gatedReader reads nothing before its gate is open.
type gatedReader struct {
	archive.Reader
	gate chan struct{}
}

func (r gatedReader) Read(src analyzers.Source) []article.Article {
	<-r.gate
	return r.Reader.Read(src)
}

// What a check finds damaged in the files of the engine is rebuilt, though no search failed.
func TestACheckBeginsTheRepairOfWhatItFinds(t *testing.T) {
	t.Parallel()
	o, damaged := spoilt(t.TempDir(), 1, same) // its Verify tells of a damage while this is set
	a := open(t, o)
	put(t, a, text(site+"1", "Satu\nisi"))
	settled(t, a)
	damaged.Store(true)
	found, err := a.Check(t.Context())
	if err != nil || !slices.Contains(found, "index: segment 1 is damaged") {
		t.Fatalf("found %q, %v", found, err)
	}
	awaitGeneration(t, a, 2)
}
