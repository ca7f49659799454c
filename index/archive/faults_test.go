package archive_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/search"
)

// troubled are the rates of the faults while they are on.
var troubled = indextest.Rates{Error: 0.06, Panic: 0.04, Slow: 0.04}

// A troubledGame plays random operations on an archive whose engine fails at random.
type troubledGame struct {
	t      *testing.T
	rng    *rand.Rand
	o      archive.Options
	a      *archive.Archive
	faults *indextest.Faults

	version int               // of the reader
	titles  map[string]string // of the articles that were acknowledged, by id
	urls    map[string]string // of the same
	silent  map[string]bool   // ids of articles whose quote has a corrected speaker
}

// TestTheArchiveOutlivesAnEngineThatFailsAtRandom plays with errors, panics and slow
// calls at every method of the engine, on a clock that jumps over the pauses. Once the
// faults are off, everything that was acknowledged is searchable, without a restart.
// WARTA_FAULTS_STEPS and WARTA_FAULTS_SEED choose longer and other games.
func TestTheArchiveOutlivesAnEngineThatFailsAtRandom(t *testing.T) {
	t.Parallel()
	steps, first := number(t, "WARTA_FAULTS_STEPS", 200), number(t, "WARTA_FAULTS_SEED", 1)
	// What packages keep for the whole process begins outside of the bubbles.
	warm := open(t, castOptions(t.TempDir()))
	put(t, warm, text(site+"1", "Judul\nisi"))
	settled(t, warm)
	for seed := first; seed < first+3; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { playTroubled(t, uint64(seed), steps) })
		})
	}
}

func playTroubled(t *testing.T, seed uint64, steps int) {
	t.Helper()
	p := &troubledGame{
		t: t, rng: rand.New(rand.NewPCG(seed, 9)), o: castOptions(t.TempDir()), faults: indextest.NewFaults(seed, troubled),
		version: 1, titles: map[string]string{}, urls: map[string]string{}, silent: map[string]bool{},
	}
	inner := p.o.OpenEngine
	p.o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		e, err := inner(ctx, dir)
		if err != nil {
			return nil, err
		}
		return p.faults.Engine(e), nil
	}
	p.open()
	defer func() { _ = p.a.Close() }()
	for step := range steps {
		p.step(step)
		if step%25 == 24 {
			p.lull(step)
		}
	}
	p.faults.Set(indextest.Rates{})
	t.Logf("faults: %v", p.faults.Counts())
	p.recovered()
}

// lull turns the faults off until searches see everything.
func (p *troubledGame) lull(step int) {
	p.t.Helper()
	p.faults.Set(indextest.Rates{})
	defer p.faults.Set(troubled)
	if got, want := ids(p.settled()), ids(p.titles); !slices.Equal(got, want) {
		p.t.Fatalf("step %d: searches see %v, want %v", step, got, want)
	}
}

// settled is settled within an hour of the clock, which is far more than all pauses.
func (p *troubledGame) settled() map[string]string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Hour)
	defer cancel()
	if err := errors.Join(p.a.Rebuilt(ctx), p.a.WaitSearchable(ctx, p.a.Status(ctx).Head)); err != nil {
		p.t.Fatalf("it does not recover: %v; status %+v", err, p.a.Status(ctx))
	}
	titles, _, err := p.a.Live(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	return titles
}

// open opens the archive, again and again where its engine fails meanwhile.
func (p *troubledGame) open() {
	p.t.Helper()
	for range 100 {
		var err error
		if p.a, err = archive.Open(p.t.Context(), p.o); err == nil {
			return
		}
		p.allowed("open", err)
	}
	p.t.Fatal("it cannot be opened")
}

// allowed fails unless err comes of a fault of the engine.
func (p *troubledGame) allowed(what string, err error) {
	p.t.Helper()
	switch kind := index.KindOf(err); {
	case err == nil, kind == index.Unavailable, kind == index.Busy, errors.Is(err, indextest.ErrFault), errors.Is(err, index.ErrDamaged):
	default:
		p.t.Fatalf("%s: %v", what, err)
	}
}

// step does one thing. Writes never fail: the record knows nothing of the engine.
func (p *troubledGame) step(step int) {
	t, a := p.t, p.a
	t.Helper()
	switch p.rng.IntN(30) {
	case 0, 1, 2:
		if id := p.any(); id != "" {
			if got, err := a.Remove(t.Context(), id, "admin"); err != nil || got.Result != archive.Deleted {
				t.Fatalf("step %d: remove: %+v, %v", step, got, err)
			}
			delete(p.titles, id)
			delete(p.silent, id)
		}
	case 3, 4:
		p.correct(step)
	case 5, 6, 7, 8:
		_, err := a.Search(t.Context(), search.Query{Text: "judul", Size: 10, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: 5}}})
		p.allowed("search", err)
		_, err = a.Suggest(t.Context(), "uji", 5)
		p.allowed("suggest", err)
		a.Status(t.Context())
	case 9:
		if p.rng.IntN(2) == 0 { // it would mend what is lost
			p.allowed("reindex", a.Reindex(t.Context()))
		}
	case 10:
		p.allowed("tidy", a.Tidy(t.Context()))
	case 11:
		_, err := a.Check(t.Context())
		p.allowed("check", err)
	case 12:
		p.allowed("roll back", ignoring(a.Rollback(t.Context()), index.NotFound))
	case 13:
		p.allowed("close", a.Close())
		if p.rng.IntN(3) == 0 {
			p.version++
			p.o.Reader = castReader{plainReader: plainReader{version: fmt.Sprint(p.version)}}
		}
		p.open()
	default:
		url := fmt.Sprint(site, p.rng.IntN(40))
		title := fmt.Sprint("Judul ", step)
		in := text(url, fmt.Sprintf("%s\n%s @33: pertama%d kedua%d ketiga%d keempat%d", title, cast.Pick(p.rng, "Ujiono", "Rini Astuti"), step, step, step, step))
		in.Restore = true
		got, err := a.Put(t.Context(), in)
		if err != nil || len(got) != 1 {
			t.Fatalf("step %d: put: %+v, %v", step, got, err)
		}
		p.titles[got[0].ID], p.urls[got[0].ID] = title, url
		delete(p.silent, got[0].ID) // another text, another quote
	}
}

// ignoring returns err, unless it is of that kind.
func ignoring(err error, kind index.Kind) error {
	if index.KindOf(err) == kind {
		return nil
	}
	return err
}

// any draws an article, empty where there is none.
func (p *troubledGame) any() string {
	if len(p.titles) == 0 {
		return ""
	}
	return cast.Pick(p.rng, slices.Sorted(maps.Keys(p.titles))...)
}

// correct says of the quote of an article that its speaker is not known.
func (p *troubledGame) correct(step int) {
	t := p.t
	t.Helper()
	id := p.any()
	if id == "" {
		return
	}
	art, err := p.a.Article(t.Context(), id)
	if err == nil && len(art.Quotes) == 0 && p.a.Status(t.Context()).SetAside > 0 {
		return // panics that were not its own have set it aside
	}
	if err != nil || len(art.Quotes) != 1 {
		t.Fatalf("step %d: article %s: %+v, %v", step, id, art, err)
	}
	if _, err := p.a.CorrectQuote(t.Context(), art.Quotes[0].ID, archive.QuoteCorrection{Speaker: new("")}, "k1"); err != nil {
		t.Fatalf("step %d: correct a quote of %s: %v", step, id, err)
	}
	p.silent[id] = true
}

// recovered checks that the archive is as one whose engine never failed.
func (p *troubledGame) recovered() {
	t, a := p.t, p.a
	t.Helper()
	// It goes on by itself: all that was acknowledged is found, and what is new too.
	titles := p.settled()
	if got, want := ids(titles), ids(p.titles); !slices.Equal(got, want) {
		t.Fatalf("searches see %v, want %v", got, want)
	}
	r := put(t, a, text(site+"new", "Judul baru\nUjiono @33: Kata baru."))
	p.titles[r.ID] = "Judul baru"
	if titles = p.settled(); titles[r.ID] != "Judul baru" {
		t.Errorf("a new article is not searchable: %v", titles)
	}
	// A rebuild that was given up for a fault is said until the next one is done; so is
	// an article set aside for panics that were not its own.
	if err := a.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	titles = p.settled()
	if !maps.Equal(titles, p.titles) {
		t.Errorf("after a rebuild searches see %v, want %v", titles, p.titles)
	}
	if s := a.Status(t.Context()); s.State != archive.OK || s.Lag != 0 || s.SetAside != 0 || !s.Ready {
		t.Errorf("status %+v", s)
	}
	if _, err := a.Check(t.Context()); err != nil { // it tells once what was rebuilt by itself
		t.Error(err)
	}
	if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %q, %v", found, err)
	}
	registryIsExact(t, a)
	silent := map[string]bool{}
	page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Sort: index.Newest, Size: index.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range page.Hits {
		if h.Quote.Speaker == nil {
			silent[h.ID] = true
		}
	}
	if !maps.Equal(silent, p.silent) {
		t.Errorf("the speaker is corrected in %v, want %v", silent, p.silent)
	}
	if err := a.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func ids(titles map[string]string) []string { return slices.Sorted(maps.Keys(titles)) }
