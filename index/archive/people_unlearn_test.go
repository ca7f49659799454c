package archive_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"warta/index"
	"warta/index/archive"
)

// registryIsExact checks that the registry holds exactly the people of the engine.
func registryIsExact(t testing.TB, a *archive.Archive) {
	t.Helper()
	settled(t, a)
	amiss, err := a.PeopleAmiss(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range amiss {
		t.Error(line)
	}
}

// namesOf returns the spellings of an official.
func namesOf(t testing.TB, a *archive.Archive, id string) []string {
	t.Helper()
	who, err := a.Official(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return who.Names
}

func TestASpellingGoesWithTheLastArticleThatHasIt(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	tell(t, a, site+"1", "Basmar Prianto Amron @33: Kita mulai.")
	second := tell(t, a, site+"2", "Basmar Perianto Amron @33: Kita lanjut.")
	tell(t, a, site+"3", "Basmar Perianto Amron @33: Kita tutup.")
	const id = "basmar-prianto-amron"
	if got := namesOf(t, a, id); len(got) != 2 {
		t.Fatalf("before: %q", got)
	}
	tell(t, a, site+"3", "Rini Astuti @33: Kita tutup.")
	if got := namesOf(t, a, id); len(got) != 2 {
		t.Errorf("another article has it still: %q", got)
	}
	registryIsExact(t, a)
	if _, err := a.Remove(t.Context(), second.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	if got := namesOf(t, a, id); fmt.Sprint(got) != "[Basmar Prianto Amron]" {
		t.Errorf("no article has it: %q", got)
	}
	if who, err := a.Official(t.Context(), "basmar-perianto-amron"); err != nil || who.ID != id {
		t.Errorf("its id leads to %+v, %v", who, err)
	}
	registryIsExact(t, a)
}

func TestEvidenceGoesWithTheLastArticleThatGivesIt(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	tell(t, a, site+"1", "Rini Astuti @33: Kita mulai.")
	tell(t, a, site+"2", "Rini Asputi @33: Kita lanjut.")
	both := tell(t, a, site+"3", "Rini Astuti @33: Kita mulai.", "Rini Asputi @33: Kita lanjut.")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-asputi=2 rini-astuti=2]" {
		t.Fatalf("told apart: %v", got)
	}
	tell(t, a, site+"3", "Rini Astuti @33: Kita mulai.")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=3]" {
		t.Errorf("told apart no more: %v", got)
	}
	registryIsExact(t, a)
	tell(t, a, site+"3", "Rini Astuti @33: Kita mulai.", "Rini Asputi @33: Kita lanjut.")
	if _, err := a.Remove(t.Context(), both.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=2]" {
		t.Errorf("the article is removed: %v", got)
	}
	registryIsExact(t, a)
}

// A part that no article names any more does not make the resolution of others ambiguous.
func TestAPersonWithoutArticlesDoesNotAffectOthers(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"4", "Budi Tri Santoso @33: Kita mulai.")
	tell(t, a, site+"5", "Budi Santoso @33: Kita lanjut.")
	other := tell(t, a, site+"6", "Budi Eko Santoso @33: Kita tutup.")
	if got := inFacet(t, a, index.Articles); !slices.Contains(got, "budi-santoso=1") {
		t.Fatalf("two may be meant: %v", got)
	}
	if _, err := a.Remove(t.Context(), other.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Articles); !slices.Contains(got, "budi-tri-santoso=2") {
			t.Errorf("one may be meant: %v", got)
		}
		registryIsExact(t, a)
	})
}

// A failingEngine fails to apply while the test says so, before or after it has applied.
type failingEngine struct {
	index.Engine
	lame *lameness
}

type lameness struct {
	on, after atomic.Bool
	tried     chan struct{} // of one place
}

func (e failingEngine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if !e.lame.on.Load() {
		return e.Engine.Apply(ctx, updates, mark)
	}
	var err error
	if e.lame.after.Load() {
		err = e.Engine.Apply(ctx, updates, mark)
	}
	select {
	case e.lame.tried <- struct{}{}:
	default:
	}
	return errors.Join(err, errors.New("the disk is full"))
}

// failingOptions returns the options of an archive whose engine fails on demand.
func failingOptions(dir string) (archive.Options, *lameness) {
	o, lame := castOptions(dir), &lameness{tried: make(chan struct{}, 1)}
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		e, err := openDisk(ctx, dir, nil)
		return failingEngine{Engine: e, lame: lame}, err
	}
	return o, lame
}

func TestWhatIsTriedAgainCountsOnce(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		for _, stop := range []bool{false, true} {
			t.Run(fmt.Sprintf("after it was done %v, with a stop between %v", after, stop), func(t *testing.T) {
				t.Parallel()
				o, lame := failingOptions(t.TempDir())
				a, err := archive.Open(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = a.Close() }) // closing twice changes nothing
				tell(t, a, site+"1", "Rini Astuti @33: Kita mulai.", "Budi Santoso @33: Kita lanjut.")
				gone := tell(t, a, site+"2", "Rini Asputi @33: Kita lanjut.")
				lame.after.Store(after)
				lame.on.Store(true)
				put(t, a, text(site+"1", "Rapat\nBudi Santoso @33: Kita mulai.\nSiti Aminah @33: Kita lanjut."))
				if _, err := a.Record().Remove(t.Context(), gone.ID, "k1"); err != nil {
					t.Fatal(err)
				}
				<-lame.tried
				if stop {
					if err := a.Close(); err != nil {
						t.Fatal(err)
					}
				}
				lame.on.Store(false)
				if stop {
					a = open(t, o)
				}
				registryIsExact(t, a)
				if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[budi-santoso=1 siti-aminah=1]" {
					t.Errorf("in the facet: %v", got)
				}
				tell(t, a, site+"1", "Siti Aminah @33: Kita lanjut.")
				registryIsExact(t, a)
			})
		}
	}
}
