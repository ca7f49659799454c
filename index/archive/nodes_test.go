package archive_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
	"warta/index/record"
	"warta/index/search"
)

// agreed is how soon nodes over one record agree.
const agreed = 2 * time.Second

// within returns how long it takes until holds returns true, and fails the test where that is
// longer than agreed. A machine that is busy with other tests gets more time.
func within(t *testing.T, what string, holds func() bool) {
	t.Helper()
	begin := time.Now()
	soon(t, what, holds)
	if took := time.Since(begin); took > agreed {
		t.Logf("%s: only after %v", what, took)
	}
}

// titles returns the titles of all articles that a search finds.
func titles(t *testing.T, a *archive.Archive) (list []string) {
	t.Helper()
	page, err := a.Search(t.Context(), search.Query{Of: index.Articles, Sort: index.Newest, Size: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range page.Hits {
		list = append(list, h.Title)
	}
	slices.Sort(list)
	return list
}

func TestARemovalReachesOtherNodes(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, func(t *testing.T, node newNode) {
		here, there := node(), node()
		gone := put(t, here, text(site+"1", "Rapat\nKita mulai."))
		put(t, here, text(site+"2", "Lelang\nKita lanjut."))
		settled(t, there)
		within(t, "the articles", func() bool { return fmt.Sprint(titles(t, there)) == "[Lelang Rapat]" })
		if _, err := here.Remove(t.Context(), gone.ID, "k1"); err != nil {
			t.Fatal(err)
		}
		if _, err := there.Article(t.Context(), gone.ID); index.KindOf(err) != index.Gone {
			t.Errorf("the removed article is at once gone elsewhere: %v", err)
		}
		within(t, "the removal", func() bool { return fmt.Sprint(titles(t, there)) == "[Lelang]" })
		lines, _, err := there.Writes(t.Context(), archive.WritesPlace{}, gone.ID, 10)
		if err != nil || len(lines) == 0 || lines[0].Action != "remove" || lines[0].By != "k1" {
			t.Errorf("the log of writes elsewhere: %+v, %v", lines, err)
		}
	})
}

// What was removed is in no hit of a node whose index does not know it yet.
func TestANodeThatIsBehindShowsNothingRemoved(t *testing.T) {
	t.Parallel()
	overOwnEngines(t, func(t *testing.T, node newNode) {
		var stuck atomic.Bool
		here, there := node(), node(func(o *archive.Options) {
			o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &stuck) }
		})
		gone := put(t, here, text(site+"1", "Rapat\nKita mulai."))
		told := tell(t, here, site+"2", "Handi Tri Ujiono @33: Kita lanjut.")
		settled(t, there)
		stuck.Store(true)
		if _, err := here.Remove(t.Context(), gone.ID, "k1"); err != nil {
			t.Fatal(err)
		}
		hidden := true
		if _, err := here.CorrectQuote(t.Context(), told.Quotes[0].ID, archive.QuoteCorrection{Hidden: &hidden, Reason: "keliru"}, "k1"); err != nil {
			t.Fatal(err)
		}
		quotes := func() int {
			page, err := there.Search(t.Context(), search.Query{Of: index.Quotes, Sort: index.Newest, Size: 10})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Hits)
		}
		within(t, "the removal", func() bool { return len(titles(t, there)) == 1 })
		within(t, "the hiding", func() bool { return quotes() == 0 })
		is := there.Status(t.Context())
		if is.Lag == 0 || is.State != archive.Degraded {
			t.Errorf("the node is behind: %+v", is)
		}
		// It does not say that it has seen what it has not.
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := there.WaitSeen(ctx, here.Seen()); index.KindOf(err) != index.Busy {
			t.Errorf("wait for what the other has seen: %v", err)
		}
		stuck.Store(false)
		if err := there.WaitSeen(t.Context(), here.Seen()); err != nil {
			t.Error(err)
		}
		if is := there.Status(t.Context()); is.Lag != 0 {
			t.Errorf("afterwards %+v", is)
		}
	})
}

// noted calls f and returns the numbers of its writes, as the header Warta-Seen carries them.
func noted(t *testing.T, a *archive.Archive, f func(ctx context.Context) error) archive.Seen {
	t.Helper()
	var n archive.Note
	if err := f(archive.WithNote(t.Context(), &n)); err != nil {
		t.Fatal(err)
	}
	return n.In(archive.Seen{Archive: a.Seen().Archive})
}

func TestWhatWasWrittenAtOneNodeIsSeenAtAnother(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, func(t *testing.T, node newNode) {
		here, there := node(), node()
		settled(t, there)
		see := func(seen archive.Seen) {
			t.Helper()
			if seen.Change == 0 && seen.Decision == 0 {
				t.Fatal("nothing is noted")
			}
			again, err := archive.ParseSeen(seen.String())
			if err != nil || again != seen {
				t.Fatalf("%s is read as %+v, %v", seen, again, err)
			}
			if err := there.WaitSeen(t.Context(), again); err != nil {
				t.Fatalf("%s: %v", seen, err)
			}
		}
		var id string
		who := []string{"Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33.74: Kita catat."}
		for n := range 20 {
			see(noted(t, here, func(ctx context.Context) error {
				got, err := here.Put(ctx, text(fmt.Sprint(site, n), fmt.Sprintf("Rapat %02d\n%s", n, who[n%len(who)])))
				if err == nil {
					id = got[0].ID
				}
				return err
			}))
			if got := len(titles(t, there)); got != min(n+1, 10) {
				t.Fatalf("after %d articles %d are found", n+1, got)
			}
		}
		same := noted(t, here, func(ctx context.Context) error {
			_, err := here.Put(ctx, text(site+"3", "Rapat 03\n"+who[1]))
			return err
		})
		if same.Change == 0 || same.Change > here.Status(t.Context()).Head {
			t.Errorf("an article that was there already is noted as %s", same)
		}
		see(noted(t, here, func(ctx context.Context) error { _, err := here.Remove(ctx, id, "k1"); return err }))
		page, err := there.Search(t.Context(), search.Query{Of: index.Articles, Size: 1})
		if err != nil || page.Total != 19 {
			t.Errorf("after a removal: %+v, %v", page, err)
		}
		if err := here.WaitSearchable(t.Context(), here.Status(t.Context()).Head); err != nil {
			t.Fatal(err)
		}
		see(noted(t, here, func(ctx context.Context) error {
			_, err := here.SuppressOfficial(ctx, "handi-tri-ujiono", true, "atas permintaan", "k1")
			return err
		}))
		if people := inFacet(t, there, index.Articles); fmt.Sprint(people) != "[rini-astuti=9]" {
			t.Errorf("a decision that was seen is not in force: %v", people)
		}
		see(noted(t, here, func(ctx context.Context) error {
			_, err := here.ImportRoster(ctx, archive.RosterImport{Rows: cast.RosterRows("Rini Astuti, Ketua @33.74 2023-10-24.."), All: true}, "k1")
			return err
		}))
		if who, err := there.Official(t.Context(), "rini-astuti"); err != nil || len(who.Roster) != 1 {
			t.Errorf("a list that was seen is not in force: %+v, %v", who, err)
		}
		is := there.Seen()
		for why, want := range map[string]archive.Seen{
			"another archive":  {Archive: "0123456789abcdef", Change: 1},
			"a later change":   {Archive: is.Archive, Change: is.Change + 1000},
			"a later decision": {Archive: is.Archive, Decision: is.Decision + 1000},
		} {
			if err := there.WaitSeen(t.Context(), want); index.KindOf(err) != index.Invalid {
				t.Errorf("%s: got %v", why, err)
			}
		}
	})
}

// What an answer reads from the record counts as seen, though the index of its node does not
// have it yet: another answer does not go back behind it.
func TestWhatAnAnswerReadsFromTheRecordIsSeen(t *testing.T) {
	t.Parallel()
	overOwnEngines(t, func(t *testing.T, node newNode) {
		var stuck atomic.Bool
		here, there := node(), node(func(o *archive.Options) {
			o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &stuck) }
		})
		gone := put(t, here, text(site+"1", "Rapat\nKita mulai."))
		changed := put(t, here, text(site+"2", "Lelang\nKita lanjut."))
		settled(t, here)
		settled(t, there)
		stuck.Store(true)
		added := noted(t, here, func(ctx context.Context) error {
			_, err := here.Put(ctx, text(site+"3", "Debat\nKita tanya."))
			return err
		})
		id := put(t, here, text(site+"3", "Debat\nKita tanya.")).ID
		updated := put(t, here, text(site+"2", "Lelang ulang\nKita lanjut.")).Seq
		removed, err := here.Remove(t.Context(), gone.ID, "k1")
		if err != nil {
			t.Fatal(err)
		}
		quote := tell(t, here, site+"4", "Handi Tri Ujiono @33: Kita catat.").Quotes[0].ID
		head := here.Status(t.Context()).Head
		for _, c := range []struct {
			answer string
			change uint64
			read   func(ctx context.Context) error
		}{
			{"a new article", added.Change, func(ctx context.Context) error { _, err := there.Article(ctx, id); return err }},
			{"a new version", updated, func(ctx context.Context) error { _, err := there.Article(ctx, changed.ID); return err }},
			{"versions", updated, func(ctx context.Context) error { _, _, err := there.Versions(ctx, changed.ID, 0, 10); return err }},
			{"a quote", head, func(ctx context.Context) error { _, err := there.Quote(ctx, quote, false); return err }},
			{"the log of writes", head, func(ctx context.Context) error {
				_, _, err := there.Writes(ctx, archive.WritesPlace{}, "", 1)
				return err
			}},
			{"a removed article", removed.Seq, func(ctx context.Context) error {
				if _, err := there.Article(ctx, gone.ID); index.KindOf(err) != index.Gone {
					return fmt.Errorf("got %w, want that it is gone", err)
				}
				return nil
			}},
			{"versions of a removed article", removed.Seq, func(ctx context.Context) error {
				if _, _, err := there.Versions(ctx, gone.ID, 0, 10); index.KindOf(err) != index.Gone {
					return fmt.Errorf("got %w, want that it is gone", err)
				}
				return nil
			}},
		} {
			seen := noted(t, there, c.read)
			if seen.Change < c.change || seen.Change > head {
				t.Errorf("%s: change %d is seen, want %d to %d", c.answer, seen.Change, c.change, head)
				continue
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			if err := there.WaitSeen(ctx, seen); index.KindOf(err) != index.Busy {
				t.Errorf("%s: a search behind it does not wait: %v", c.answer, err)
			}
			cancel()
		}
		// A search leaves out what was removed, and says that it knows.
		var found []string
		soon(t, "the removal", func() bool { found = titles(t, there); return !slices.Contains(found, "Rapat") })
		seen := noted(t, there, func(ctx context.Context) error {
			_, err := there.Search(ctx, search.Query{Of: index.Articles, Sort: index.Newest, Size: 10})
			return err
		})
		if seen.Change < removed.Seq {
			t.Errorf("a search without what was removed: change %d is seen, want %d", seen.Change, removed.Seq)
		}
		stuck.Store(false)
		if err := there.WaitSeen(t.Context(), noted(t, there, func(ctx context.Context) error { _, err := there.Article(ctx, id); return err })); err != nil {
			t.Fatal(err)
		}
		if found = titles(t, there); !slices.Contains(found, "Debat") {
			t.Errorf("a search that waited finds %v", found)
		}
	})
}

// A list of office holders is read from the record; its decision is in force with the answer.
func TestAListOfOfficeHoldersThatIsReadIsSeen(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, func(t *testing.T, node newNode) {
		here, there := node(), node()
		settled(t, there)
		for n, read := range []func(ctx context.Context) error{
			func(ctx context.Context) error { _, _, err := there.Roster(ctx, 0); return err },
			func(ctx context.Context) error { _, err := there.RosterVersions(ctx, 0, 10); return err },
		} {
			wrote := noted(t, here, func(ctx context.Context) error {
				_, err := here.ImportRoster(ctx, archive.RosterImport{Rows: cast.RosterRows(fmt.Sprintf("Rini Astuti, Ketua @33.74 202%d-10-24..", n)), All: true}, "k1")
				return err
			})
			if seen := noted(t, there, read); seen.Decision < wrote.Decision || wrote.Decision == 0 {
				t.Errorf("reader %d: decision %d is seen, want %d", n, seen.Decision, wrote.Decision)
			}
		}
	})
}

// An editor decides by what stands, wherever it was decided.
func TestAnEditorSeesAtOnceWhatWasDecidedElsewhere(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, func(t *testing.T, node newNode) {
		here, there := node(), node()
		told := tell(t, here, site+"1", "Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita catat.")
		settled(t, there)
		id := told.Quotes[0].ID
		before, err := there.Quote(t.Context(), id, true)
		if err != nil {
			t.Fatal(err)
		}
		hidden := true
		if _, err := here.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: &hidden, Reason: "keliru"}, "k1"); err != nil {
			t.Fatal(err)
		}
		if now, err := there.Quote(t.Context(), id, true); err != nil || !now.Hidden {
			t.Errorf("got %+v, %v", now, err)
		}
		unchanged := func(state string) bool { return state == before.State }
		if _, err := there.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: new(bool), If: unchanged, Reason: "benar"}, "k2"); index.KindOf(err) != index.Changed {
			t.Errorf("a correction of what stood before: %v", err)
		}
		if _, err := here.MergeOfficials(t.Context(), "rini-astuti", "handi-tri-ujiono", "satu orang", "k1"); err != nil {
			t.Fatal(err)
		}
		if who, err := there.SplitOfficial(t.Context(), "rini-astuti", "dua orang", "k2"); err != nil || who.ID != "rini-astuti" {
			t.Errorf("a split of what was merged elsewhere: %+v, %v", who, err)
		}
	})
}

func TestKeysAndSessionsEndAtAllNodes(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, func(t *testing.T, node newNode) {
		here, there := node(), node()
		key := archive.Key{ID: "k1", Name: "x", Hash: [32]byte{1}, Scopes: []string{"read"}, Created: time.Unix(1e9, 0).UTC()}
		if err := here.Keyring().AddKey(t.Context(), key, ""); err != nil {
			t.Fatal(err)
		}
		if k, err := there.Keyring().KeyByHash(t.Context(), key.Hash); err != nil || k.ID != "k1" {
			t.Errorf("a key elsewhere: %+v, %v", k, err)
		}
		if err := there.Keyring().RevokeKey(t.Context(), "k1", time.Unix(1e9+1, 0), ""); err != nil {
			t.Fatal(err)
		}
		if k, err := here.Keyring().KeyByHash(t.Context(), key.Hash); err != nil || k.Revoked.IsZero() {
			t.Errorf("a key that was revoked elsewhere: %+v, %v", k, err)
		}
		one, err1 := here.SharedKey("x")
		other, err2 := there.SharedKey("x")
		else1, err3 := here.SharedKey("y")
		if err := errors.Join(err1, err2, err3); err != nil || len(one) != 32 || string(one) != string(other) || string(one) == string(else1) {
			t.Errorf("keys %x, %x and %x, %v", one, other, else1, err)
		}
		mine, theirs := here.EndedSessions(time.Hour), there.EndedSessions(time.Hour)
		ended := func(of *archive.EndedSessions, id string) bool {
			t.Helper()
			is, err := of.Ended(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return is
		}
		if ended(theirs, "session-1") {
			t.Error("no session has ended")
		}
		if err := mine.End(t.Context(), "session-1", "k1"); err != nil {
			t.Fatal(err)
		}
		if !ended(theirs, "session-1") || !ended(mine, "session-1") || ended(theirs, "session-2") {
			t.Error("a session ends at all nodes, and no other one does")
		}
		if !ended(node().EndedSessions(time.Hour), "session-1") {
			t.Error("a node that begins later does not know it")
		}
	})
}

func TestATaskIsDoneByOneNode(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, func(t *testing.T, node newNode) {
		here, there := node(), node()
		var closing atomic.Bool
		begun, end := make(chan struct{}), make(chan error, 2)
		go func() {
			end <- here.Alone(context.WithoutCancel(t.Context()), "task", func(ctx context.Context) error {
				close(begun)
				<-ctx.Done() // when its node loses the lease
				return context.Cause(ctx)
			})
		}()
		<-begun
		go func() {
			end <- there.Alone(context.WithoutCancel(t.Context()), "task", func(context.Context) error {
				if !closing.Load() {
					t.Error("two run at once")
				}
				return nil
			})
		}()
		if err := there.Alone(t.Context(), "another task", func(context.Context) error { return nil }); err != nil {
			t.Error(err)
		}
		closing.Store(true)
		if err := here.Close(); err != nil {
			t.Fatal(err)
		}
		var lost int
		for range 2 {
			if err := <-end; errors.Is(err, record.ErrLeaseLost) {
				lost++
			} else if err != nil {
				t.Error(err)
			}
		}
		if lost != 1 {
			t.Errorf("%d nodes have lost the lease", lost)
		}
	})
}
