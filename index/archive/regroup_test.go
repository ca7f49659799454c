package archive_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
)

// A plainGroups engine counts keys as they are, as one behind a network does.
type plainGroups struct {
	index.Engine
	applied *atomic.Int64 // articles
}

func (e plainGroups) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	e.applied.Add(int64(len(updates)))
	return e.Engine.Apply(ctx, updates, mark)
}

func (e plainGroups) Can() index.Capabilities {
	can := e.Engine.Can()
	can.LiveGroups = false
	return can
}

func (e plainGroups) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	for _, f := range r.Facets {
		if f.Groups != nil {
			return nil, errors.New("a grouping cannot be sent over a network")
		}
	}
	return e.Engine.Search(ctx, r)
}

// openPlainGroups opens an archive whose engine has no live groups.
func openPlainGroups(t *testing.T) (archive.Options, *archive.Archive, *atomic.Int64) {
	t.Helper()
	o, applied := castOptions(t.TempDir()), new(atomic.Int64)
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		e, err := openDisk(ctx, dir, nil)
		return plainGroups{e, applied}, err
	}
	return o, open(t, o), applied
}

// awaitFacet waits until the officials of articles and of quotes are counted so.
func awaitFacet(t *testing.T, a *archive.Archive, want string) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		articles, quotes := fmt.Sprint(inFacet(t, a, index.Articles)), fmt.Sprint(inFacet(t, a, index.Quotes))
		if articles == want && quotes == want {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("counted are %s and %s, want %s", articles, quotes, want)
		}
	}
}

func TestAnEngineWithoutLiveGroupsCountsPeopleAsTheyAreNow(t *testing.T) {
	t.Parallel()
	o, a, _ := openPlainGroups(t)
	tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.")
	tell(t, a, site+"2", "H. Ujiono @33.74: Kita lanjut.")
	tell(t, a, site+"3", "Rini Astuti @33.74: Kita catat.")
	awaitFacet(t, a, "[h-ujiono=1 handi-tri-ujiono=1 rini-astuti=1]")

	// Decisions, without an article that changes.
	if _, err := a.MergeOfficials(t.Context(), "h-ujiono", "handi-tri-ujiono", "satu orang", "k1"); err != nil {
		t.Fatal(err)
	}
	awaitFacet(t, a, "[handi-tri-ujiono=2 rini-astuti=1]")
	if _, err := a.SuppressOfficial(t.Context(), "rini-astuti", true, "atas permintaan", "k1"); err != nil {
		t.Fatal(err)
	}
	awaitFacet(t, a, "[handi-tri-ujiono=2]")

	// A stop before the documents are written again is made up for.
	if _, err := a.SplitOfficial(t.Context(), "handi-tri-ujiono", "dua orang", "k1"); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, o)
	settled(t, a)
	awaitFacet(t, a, "[h-ujiono=1 handi-tri-ujiono=1]")

	// A list of office holders.
	if _, err := a.ImportRoster(t.Context(), archive.RosterImport{Rows: cast.RosterRows(
		"Handi Tri Ujiono, Ketua @33 2023-10-24..", "Handi Tri Ujiono, Anggota @33.74 2018-10-24..2023-10-23",
	), All: true}, "k1"); err != nil {
		t.Fatal(err)
	}
	tell(t, a, site+"4", "Handi Tri Ujiono @33.74: Kita tutup.")
	got := inFacet(t, a, index.Articles)
	awaitFacet(t, a, fmt.Sprint(got))

	// A rebuild writes them as they are now.
	if err := a.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	settled(t, a)
	awaitFacet(t, a, fmt.Sprint(got))
}

func TestAnEngineWithoutLiveGroupsFindsPeopleByAllTheirNames(t *testing.T) {
	t.Parallel()
	_, a, applied := openPlainGroups(t)
	for i := range 230 { // more than one page of documents
		tellUnsettled(t, a, fmt.Sprintf("%s%d", site, i), "H. Ujiono @33.74: Kita lanjut "+cast.Letters(i, 3)+".")
	}
	tell(t, a, site+"x", "Handi Tri Ujiono @33: Kita mulai.")
	awaitFacet(t, a, "[h-ujiono=230 handi-tri-ujiono=1]")
	before := applied.Load()
	if _, err := a.MergeOfficials(t.Context(), "h-ujiono", "handi-tri-ujiono", "satu orang", "k1"); err != nil {
		t.Fatal(err)
	}
	awaitFacet(t, a, "[handi-tri-ujiono=231]")
	if n := applied.Load() - before; n != 230 {
		t.Errorf("a merge of 230 articles writes %d", n)
	}
}

// tellUnsettled puts an article with those lines and does not wait for it.
func tellUnsettled(t testing.TB, a *archive.Archive, url, line string) {
	t.Helper()
	put(t, a, text(url, "Rapat\n"+line))
}
