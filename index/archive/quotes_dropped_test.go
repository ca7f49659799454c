package archive_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/record"
	"warta/index/record/recordtest"
)

const firstWords = "Kita mulai besok pagi di gudang yang baru."

func TestAQuoteThatItsSourceChangedKeepsItsAddress(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: "+firstWords, "Ujiono @33: Terima kasih sudah datang.")
	id := shown.Quotes[0].ID
	if got, err := a.Quote(t.Context(), id, false); err != nil || got.Version != 1 || got.Dropped != nil {
		t.Fatalf("before: version %d, dropped %+v, %v", got.Version, got.Dropped, err)
	}
	tell(t, a, site+"1", "Ujiono @33: Kita mulai lusa pagi di gudang yang baru.", "Ujiono @33: Terima kasih sudah datang.")
	vs, _, err := a.Versions(t.Context(), shown.ID, 0, 10)
	if err != nil || len(vs) != 2 {
		t.Fatalf("%d versions, %v", len(vs), err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		got, err := a.Quote(t.Context(), id, false)
		if err != nil || got.Quote.Text != firstWords || got.Version != 1 || got.Dropped == nil {
			t.Fatalf("got %+v, version %d, dropped %+v, %v", got.Quote, got.Version, got.Dropped, err)
		}
		if d := got.Dropped; d.LastVersion != 1 || !d.Changed.Equal(vs[0].ReceivedAt) || d.Now == nil || d.Now.Text != "Kita mulai lusa pagi di gudang yang baru." {
			t.Errorf("dropped %+v, want version 1 until %v", d, vs[0].ReceivedAt)
		}
		now, err := a.Quote(t.Context(), got.Dropped.Now.ID, false)
		if err != nil || now.Version != 2 || now.Dropped != nil {
			t.Errorf("what stands now has version %d, dropped %+v, %v", now.Version, now.Dropped, err)
		}
		if list := quotesFound(t, a); len(list) != 2 {
			t.Errorf("searches find %q", list)
		}
	})
}

func TestAQuoteThatIsGoneHasNothingInItsPlace(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: "+firstWords)
	tell(t, a, site+"1", "Ujiono @33: "+firstWords, "Ujiono @33: Truk menunggu.")
	tell(t, a, site+"1", "Ujiono @33: Terima kasih sudah datang ke sini.")
	tell(t, a, site+"1", "Ujiono @33: Sampai jumpa tahun depan.")
	got, err := a.Quote(t.Context(), shown.Quotes[0].ID, false)
	if err != nil || got.Version != 2 || got.Dropped == nil || got.Dropped.LastVersion != 2 || got.Dropped.Now != nil {
		t.Fatalf("got version %d, dropped %+v, %v", got.Version, got.Dropped, err)
	}
	vs, _, err := a.Versions(t.Context(), shown.ID, 0, 10)
	if err != nil || !got.Dropped.Changed.Equal(vs[1].ReceivedAt) { // version 3
		t.Errorf("changed at %v, version 3 arrived at %v", got.Dropped.Changed, vs[1].ReceivedAt)
	}
	tell(t, a, site+"1", "Ujiono @33: "+firstWords)
	if got, err := a.Quote(t.Context(), shown.Quotes[0].ID, false); err != nil || got.Version != 5 || got.Dropped != nil {
		t.Errorf("standing again: version %d, dropped %+v, %v", got.Version, got.Dropped, err)
	}
}

func TestARemovalTakesDroppedQuotesToo(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: "+firstWords)
	id := shown.Quotes[0].ID
	tell(t, a, site+"1", "Ujiono @33: Terima kasih sudah datang ke sini.")
	if _, err := a.Quote(t.Context(), id, false); err != nil { // now the archive knows which version has it
		t.Fatal(err)
	}
	if _, err := a.Remove(t.Context(), shown.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	gone := func(t *testing.T, a *archive.Archive) {
		t.Helper()
		if got, err := a.Quote(t.Context(), id, true); index.KindOf(err) != index.Gone || got.Quote != nil {
			t.Errorf("got %+v, %v", got.Quote, err)
		}
	}
	gone(t, a)
	back := text(site+"1", "Rapat\nUjiono @33: Sampai jumpa tahun depan.")
	back.Restore = true
	put(t, a, back)
	everywhere(t, o, a, gone) // the versions before a removal have no text
}

func TestDecisionsHoldForDroppedQuotes(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: "+firstWords, "Ujiono @33: Truk kami menunggu di luar.", "Ujiono @33: Pintu gudang sudah kami buka.")
	tell(t, a, site+"2", "Rini Astuti @33.74: Mari.")
	hidden, spoken, later := shown.Quotes[0].ID, shown.Quotes[1].ID, shown.Quotes[2].ID
	correct := func(id string, c archive.QuoteCorrection) {
		t.Helper()
		if _, err := a.CorrectQuote(t.Context(), id, c, "k1"); err != nil {
			t.Fatal(err)
		}
	}
	correct(hidden, archive.QuoteCorrection{Hidden: new(true)})
	tell(t, a, site+"1", "Ujiono @33: Terima kasih sudah datang ke sini.")
	correct(spoken, archive.QuoteCorrection{Speaker: new("rini-astuti")}) // dropped already
	correct(later, archive.QuoteCorrection{Hidden: new(true)})
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for _, id := range []string{hidden, later} {
			if _, err := a.Quote(t.Context(), id, false); index.KindOf(err) != index.Gone || articleOf(err) != shown.ID {
				t.Errorf("hidden and dropped answers %v", err)
			}
			if got, err := a.Quote(t.Context(), id, true); err != nil || !got.Hidden || got.Dropped == nil {
				t.Errorf("who may correct it is told %+v, %v", got, err)
			}
		}
		if got, err := a.Quote(t.Context(), spoken, false); err != nil || got.Quote.Speaker.ID != "rini-astuti" || got.Quote.Because != archive.BecauseDecided {
			t.Errorf("corrected and dropped answers %+v, %v", got.Quote, err)
		}
		if got := quotesFound(t, a, "ujiono"); fmt.Sprint(got) != "[Terima kasih sudah datang ke sini. ujiono]" {
			t.Errorf("searches find %q", got)
		}
	})
}

func TestWhatStandsNowIsNeverHidden(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: "+firstWords, "Ujiono @33: Kita mulai.")
	id := shown.Quotes[0].ID
	after := tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Ujiono @33: Kita mulai lusa siang di gudang yang lama.")
	if got, err := a.Quote(t.Context(), id, false); err != nil || got.Dropped == nil || got.Dropped.Now == nil || got.Dropped.Now.ID != after.Quotes[1].ID {
		t.Fatalf("before: %+v, %v", got.Dropped, err)
	}
	if _, err := a.CorrectQuote(t.Context(), after.Quotes[1].ID, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got, err := a.Quote(t.Context(), id, false); index.KindOf(err) != index.Gone { // nearly the same words
			t.Errorf("the words before are shown: %+v, %v", got.Quote, err)
		}
		if got, err := a.Quote(t.Context(), id, true); err != nil || !got.Hidden || got.Dropped.Now == nil || got.Dropped.Now.ID != after.Quotes[1].ID {
			t.Errorf("who may correct it is told %+v, %v", got.Dropped, err)
		}
		// Its own decision holds for what stands: shown, and the other one stays hidden.
		if got, err := a.Quote(t.Context(), after.Quotes[0].ID, false); err != nil || got.Dropped != nil {
			t.Errorf("the other quote: %+v, %v", got.Dropped, err)
		}
	})
}

func TestSuppressedPeopleOfDroppedQuotes(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: "+firstWords)
	if _, err := a.SuppressOfficial(t.Context(), "ujiono", true, "", "k1"); err != nil {
		t.Fatal(err)
	}
	tell(t, a, site+"1", "Rini Astuti @33: Terima kasih sudah datang ke sini.")
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		got, err := a.Quote(t.Context(), shown.Quotes[0].ID, false)
		if err != nil || len(got.Officials) != 0 {
			t.Errorf("the only one who speaks is shown: %+v, %v", got.Officials, err)
		}
		vs, _, err := a.Versions(t.Context(), shown.ID, 0, 10)
		if err != nil || len(vs) != 2 || vs[1].Article.Officials[0].Public || !vs[0].Article.Officials[0].Public {
			t.Errorf("the versions show %+v, %v", vs, err)
		}
	})
}

func TestTheSearchForADroppedQuoteIsBounded(t *testing.T) {
	t.Parallel()
	o := castOptions(t.TempDir())
	var reads atomic.Int64
	o.Reader = countingReader{castReader: castReader{plainReader: plainReader{version: "1"}}, reads: &reads}
	a := open(t, o)
	words := func(n int) string { return fmt.Sprintf("Rapat\nUjiono @33: Gudang nomor %d siap.", n) }
	var id string
	last := archive.MaxLookBack + 2
	for n := 1; n <= last; n++ {
		id = put(t, a, text(site+"1", words(n))).ID
	}
	settled(t, a)
	quote := func(n int) string { return archive.QuoteID(id, fmt.Sprintf("Gudang nomor %d siap.", n)) }
	for _, c := range []struct {
		version int
		found   bool
	}{{last, true}, {last - 1, true}, {2, true}, {1, false}} {
		got, err := a.Quote(t.Context(), quote(c.version), false)
		if c.found && (err != nil || got.Version != c.version) || !c.found && index.KindOf(err) != index.Gone {
			t.Errorf("the quote of version %d: version %d, %v", c.version, got.Version, err)
		}
	}
	before := reads.Load()
	for n := range 20 {
		if _, err := a.Quote(t.Context(), archive.QuoteID(id, fmt.Sprintf("Tidak pernah %d.", n)), false); index.KindOf(err) != index.Gone {
			t.Fatal(err)
		}
	}
	if n := reads.Load() - before; n != 0 {
		t.Errorf("quotes that never were have %d versions read again", n)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Quote(ended, quote(2), false); err == nil {
		t.Error("a caller who has gone is answered")
	}
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := a.Quote(late, quote(2), false); err == nil || index.KindOf(err) == index.Gone {
		t.Errorf("a caller out of time is answered %v", err)
	}
}

// A watchedRecord counts the texts that are read from a record. While hold is set it stops each
// reading of versions until hold is closed, after it has told of it.
type watchedRecord struct {
	record.Record
	texts   *atomic.Int64
	hold    *atomic.Pointer[chan struct{}]
	waiting chan struct{}
}

func newWatchedRecord() watchedRecord {
	return watchedRecord{recordtest.NewMemory().Open(nil), new(atomic.Int64), new(atomic.Pointer[chan struct{}]), make(chan struct{}, 10)}
}

func (r watchedRecord) Get(ctx context.Context, id string) (record.Change, error) {
	r.texts.Add(1)
	return r.Record.Get(ctx, id)
}

func (r watchedRecord) Versions(ctx context.Context, id string, before uint64, n int) ([]record.Change, error) {
	if hold := r.hold.Load(); hold != nil {
		r.waiting <- struct{}{}
		<-*hold
	}
	cs, err := r.Record.Versions(ctx, id, before, n)
	r.texts.Add(int64(len(cs)))
	return cs, err
}

// The earlier versions of a standing quote are read once for each of its versions, also by many
// callers at once. A version with another speaker is found although versions were read before.
func TestTheEarlierSpeakersOfAQuoteAreReadOnce(t *testing.T) {
	t.Parallel()
	r := newWatchedRecord()
	o := overRecord(t.TempDir(), func() record.Record { return r })
	a := open(t, o)
	var id string
	for n := range 5 {
		id = tell(t, a, site+"1", "Ujiono @33: "+firstWords, fmt.Sprintf("Ujiono @33: Gudang nomor %d siap.", n)).Quotes[0].ID
	}
	ask := func() *archive.EarlierTelling {
		t.Helper()
		got, err := a.Quote(t.Context(), id, false)
		if err != nil || got.Dropped != nil {
			t.Fatalf("%+v, %v", got.Dropped, err)
		}
		return got.Earlier
	}
	before := r.texts.Load()
	if e := ask(); e != nil || r.texts.Load() == before {
		t.Fatalf("the first reading: %+v after %d texts: this case shows nothing", e, r.texts.Load()-before)
	}
	before = r.texts.Load()
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			if got, err := a.Quote(t.Context(), id, false); err != nil || got.Earlier != nil {
				t.Errorf("%+v, %v", got.Earlier, err)
			}
		})
	}
	callers.Wait()
	if n := r.texts.Load() - before; n != 0 {
		t.Errorf("the quote is shown again: %d texts are read", n)
	}
	tell(t, a, site+"1", "Rini Astuti @33: "+firstWords)
	for range 2 {
		if e := ask(); e == nil || e.LastVersion != 5 || e.Speaker != nil && e.Speaker.Name != "Ujiono" {
			t.Errorf("with another speaker: %+v, want version 5", e)
		}
	}
	tell(t, a, site+"1", "Ujiono @33: "+firstWords)
	if e := ask(); e == nil || e.LastVersion != 6 || e.Speaker != nil && e.Speaker.Name != "Rini Astuti" {
		t.Errorf("with the first speaker again: %+v, want version 6", e)
	}
}

// While as many quotes as may are looked for in earlier versions, a standing quote is shown at once
// without its earlier speakers, and nothing is remembered of it.
func TestAStandingQuoteDoesNotWaitForItsEarlierSpeakers(t *testing.T) {
	t.Parallel()
	r := newWatchedRecord()
	o := overRecord(t.TempDir(), func() record.Record { return r })
	var log strings.Builder
	o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a := open(t, o)
	dropped := tell(t, a, site+"1", "Ujiono @33: "+firstWords).Quotes[0].ID
	tell(t, a, site+"1", "Ujiono @33: Terima kasih sudah datang ke sini.")
	tell(t, a, site+"2", "Ujiono @33: "+firstWords)
	standing := tell(t, a, site+"2", "Rini Astuti @33: "+firstWords).Quotes[0].ID

	hold := make(chan struct{})
	r.hold.Store(&hold)
	var callers sync.WaitGroup
	for range archive.LookBacks {
		callers.Go(func() {
			if got, err := a.Quote(t.Context(), dropped, false); err != nil || got.Dropped == nil {
				t.Errorf("the dropped quote: %+v, %v", got.Dropped, err)
			}
		})
		<-r.waiting
	}
	for range 3 {
		if got, err := a.Quote(t.Context(), standing, false); err != nil || got.Quote.Text != firstWords || got.Earlier != nil {
			t.Errorf("the standing quote: %+v, earlier %+v, %v", got.Quote, got.Earlier, err)
		}
	}
	r.hold.Store(nil)
	close(hold)
	callers.Wait()
	if got, err := a.Quote(t.Context(), standing, false); err != nil || got.Earlier == nil || got.Earlier.LastVersion != 1 {
		t.Errorf("afterwards: earlier %+v, %v", got.Earlier, err)
	}
	if err := a.Close(); err != nil { // after which nothing writes the log
		t.Fatal(err)
	}
	if strings.Contains(log.String(), "earlier") {
		t.Errorf("the log says %s", log.String())
	}
}
