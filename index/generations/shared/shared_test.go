package shared_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/generations"
	"warta/index/generations/generationstest"
	"warta/index/generations/shared"
	"warta/index/indextest"
	"warta/index/readings"
	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// A place is a record and a search cluster of one test.
type place struct {
	url     string
	engines shared.Engines
}

func newPlace(t *testing.T) place {
	t.Helper()
	url := pgtest.Record(t, t.Name())
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	return place{url, new(indextest.Cluster)}
}

// node opens the record and the store as one process does.
func (p place) node(t testing.TB) (*postgres.Store, *shared.Store) {
	t.Helper()
	r, err := postgres.Open(t.Context(), p.url, postgres.Options{Conns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	s, err := shared.Open(t.Context(), shared.Options{Record: r, Engines: p.engines, Prefix: "warta"})
	if err != nil {
		t.Fatal(err)
	}
	return r, s
}

// articles puts n articles into a record and returns their ids.
func articles(t testing.TB, r record.Record, name string, n int) (ids []string) {
	t.Helper()
	for i := range n {
		words := fmt.Sprint(name, " ", i)
		res, err := record.PutOver(t.Context(), r, record.Entry{Received: record.Received{Title: words}, Identity: record.Identity{Words: words}, By: "k1"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, res.ID)
	}
	return ids
}

func setting(t *testing.T) generationstest.Setting {
	p := newPlace(t)
	r, _ := p.node(t)
	calls := 0
	return generationstest.Setting{
		Open:    func(t testing.TB) generations.Store { _, s := p.node(t); return s },
		Lineage: r.Lineage(),
		Articles: func(t testing.TB, n int) []string {
			calls++
			return articles(t, r, fmt.Sprint("call ", calls), n)
		},
	}
}

func TestContract(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	generationstest.TestStore(t, setting)
}

// leads makes a store lead until the end of the test.
func leads(t *testing.T, s *shared.Store) generations.Lease {
	t.Helper()
	lease, err := s.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lease.Release() }) // a second call does nothing
	return lease
}

func newInfo(of record.Record, number int, state string) generations.Info {
	return generations.Info{Number: number, Format: generations.Format, Lineage: of.Lineage(), Reader: "1", Engine: "1", State: state}
}

func TestOneProcessAtATimeWrites(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	r, here := p.node(t)
	_, there := p.node(t)
	ctx := t.Context()
	refused := func(when string, s *shared.Store, o generations.Opened) {
		t.Helper()
		for what, err := range map[string]error{
			"create":   s.Create(ctx, newInfo(r, 9, generations.Building)),
			"save":     s.Save(ctx, newInfo(r, 1, generations.Building)),
			"renumber": s.Renumber(ctx, 1, 8),
			"remove":   s.Remove(ctx, 1),
			"publish":  o.Publish(ctx, 99),
			"apply":    o.Readings.Apply(ctx, nil, 99),
		} {
			if !errors.Is(err, record.ErrLeaseLost) {
				t.Errorf("%s: %s: %v", when, what, err)
			}
		}
	}
	first := leads(t, here)
	if err := here.Create(ctx, newInfo(r, 1, generations.Complete)); err != nil {
		t.Fatal(err)
	}
	mine, err := here.Open(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := there.Open(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	refused("without the lease", there, theirs)
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	refused("after the lease", here, mine)
	leads(t, there)
	if err := theirs.Publish(ctx, 5); err != nil {
		t.Error(err)
	}
	if info, mark, found, err := here.Live(ctx, r.Lineage()); err != nil || !found || info.Number != 1 || mark != 5 {
		t.Errorf("elsewhere %+v, %d, %v, %v", info, mark, found, err)
	}
	if _, mark, _, err := there.Live(ctx, r.Lineage()); err != nil || mark != 5 {
		t.Errorf("what was refused is there: mark %d, %v", mark, err)
	}
}

// A process whose lease was taken while it was paused still believes that it leads.
func TestAPausedLeaderWritesNothing(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	r, here := p.node(t)
	leads(t, here)
	if err := here.Create(t.Context(), newInfo(r, 1, generations.Complete)); err != nil {
		t.Fatal(err)
	}
	mine, err := here.Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, p.url, "UPDATE lease SET epoch = epoch + 1") // as the next leader does
	if err := mine.Readings.Apply(t.Context(), nil, 7); !errors.Is(err, record.ErrLeaseLost) {
		t.Errorf("readings: %v", err)
	}
	if err := mine.Publish(t.Context(), 7); !errors.Is(err, record.ErrLeaseLost) {
		t.Errorf("the mark: %v", err)
	}
}

func TestOthersFollowReadings(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	r, here := p.node(t)
	_, there := p.node(t)
	leads(t, here)
	if err := here.Create(t.Context(), newInfo(r, 1, generations.Building)); err != nil {
		t.Fatal(err)
	}
	mine, err := here.Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := there.Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	id := articles(t, r, "a", 1)[0]
	get := func() string {
		t.Helper()
		got, err := theirs.Readings.Get(t.Context(), []string{id})
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Article == nil {
			return ""
		}
		return got[0].Article.Title
	}
	for n := uint64(1); n <= 3; n++ {
		title := fmt.Sprint("Judul ", n)
		change := readings.Change{ID: id, Seq: n, Article: &article.Article{ID: id, Title: title}, Aside: fmt.Sprint("fault ", n)}
		if err := mine.Readings.Apply(t.Context(), []readings.Change{change}, n); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time from memory
			if got := get(); got != title {
				t.Errorf("elsewhere %q, want %q", got, title)
			}
		}
		if err := theirs.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if aside := theirs.Readings.Aside(); theirs.Readings.Mark() != n || theirs.Readings.Len() != 1 || len(aside) != 1 || aside[0].Why != change.Aside {
			t.Errorf("elsewhere mark %d, %d readings, aside %+v", theirs.Readings.Mark(), theirs.Readings.Len(), aside)
		}
	}
}

// The text of an article is in no table, and a removal ends it for all processes at once, before
// anything of it is applied.
func TestRemovedTextCannotBeRead(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	r, here := p.node(t)
	leads(t, here)
	if err := here.Create(t.Context(), newInfo(r, 1, generations.Building)); err != nil {
		t.Fatal(err)
	}
	mine, err := here.Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	ids := articles(t, r, "Rahasia", 2)
	secret := strings.Repeat("PerkaraRahasia ", 20)
	put := func(mark uint64) {
		t.Helper()
		var changes []readings.Change
		for _, id := range ids {
			changes = append(changes, readings.Change{ID: id, Seq: mark, Article: &article.Article{ID: id, Title: secret}, Aside: secret})
		}
		if err := mine.Readings.Apply(t.Context(), changes, mark); err != nil {
			t.Fatal(err)
		}
	}
	stand := func() (found []bool) {
		t.Helper()
		got, err := mine.Readings.Get(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		all := 0
		for rd, err := range mine.Readings.All(t.Context()) {
			if err != nil || rd.Article.Title != secret {
				t.Fatalf("%+v, %v", rd, err)
			}
			all++
		}
		for i := range got {
			seq, err := mine.Readings.Seq(t.Context(), ids[i])
			if err != nil || seq != 0 != (got[i].Article != nil) {
				t.Errorf("article %d: change %d, %v, reading %v", i, seq, err, got[i].Article)
			}
			if got[i].Article != nil {
				all--
			}
			found = append(found, got[i].Article != nil)
		}
		if all != 0 {
			t.Error("All and Get do not agree")
		}
		return found
	}
	put(1)
	conn := pgtest.Connect(t, p.url)
	var dump string
	if err := conn.QueryRow(t.Context(), "SELECT string_agg(r::text, ' ') FROM "+pgtest.Schema(t, p.url)+"_index.reading_1 r").Scan(&dump); err != nil {
		t.Fatal(err)
	}
	if dump == "" || strings.Contains(dump, "Rahasia") || strings.Contains(dump, fmt.Sprintf("%x", "Rahasia")) {
		t.Errorf("the table holds %.200s", dump)
	}
	if got := stand(); !slices.Equal(got, []bool{true, true}) {
		t.Errorf("before the removal %v", got)
	}
	if _, err := r.Remove(t.Context(), ids[0], "k1"); err != nil {
		t.Fatal(err)
	}
	if got := stand(); !slices.Equal(got, []bool{false, true}) {
		t.Errorf("after the removal %v", got)
	}
	put(2) // by a leader that is behind
	if got := stand(); !slices.Equal(got, []bool{false, true}) {
		t.Errorf("written again %v", got)
	}
	// Restored, it has another key: what was sealed before does not come back.
	put(3)
	if _, err := r.Remove(t.Context(), ids[1], "k1"); err != nil {
		t.Fatal(err)
	}
	words := "Rahasia 1"
	if _, err := record.PutOver(t.Context(), r, record.Entry{Received: record.Received{Title: words}, Identity: record.Identity{Words: words}, By: "k1", Restore: true}, nil); err != nil {
		t.Fatal(err)
	}
	if got := stand(); !slices.Equal(got, []bool{false, false}) {
		t.Errorf("after the restoring %v", got)
	}
	if opened, err := here.Open(t.Context(), 1); err != nil || opened.Readings.AsideLen() != 0 {
		t.Errorf("reasons that were sealed before: %v, %v", opened.Readings.Aside(), err)
	}
	put(4)
	if got := stand(); !slices.Equal(got, []bool{false, true}) {
		t.Errorf("written once more %v", got)
	}
}

// An interrupted is a cluster whose requests a process may be paused before or after.
type interrupted struct {
	shared.Engines

	beforeDelete, afterNames func(name string)
}

func (e *interrupted) Delete(ctx context.Context, name string) error {
	if e.beforeDelete != nil {
		e.beforeDelete(name)
	}
	return e.Engines.Delete(ctx, name)
}

func (e *interrupted) Names(ctx context.Context, prefix string) ([]string, error) {
	if e.afterNames != nil {
		e.afterNames(prefix)
	}
	return e.Engines.Names(ctx, prefix)
}

// A leader that was paused between the list of indices and their deletion leaves alone what the
// next leader has begun.
func TestAPausedLeaderDeletesNoIndexOfTheNextOne(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	paused := &interrupted{Engines: p.engines}
	p.engines = paused
	r, here := p.node(t)
	leads(t, here)
	var begun string
	paused.afterNames = func(prefix string) {
		pgtest.Exec(t, p.url, "UPDATE lease SET epoch = epoch + 1") // as the next leader does
		begun = prefix + "000777"
		if err := p.engines.Create(t.Context(), begun); err != nil {
			t.Error(err)
		}
	}
	if _, err := here.List(t.Context(), r.Lineage()); err != nil {
		t.Fatal(err)
	}
	if found, err := paused.Engines.Names(t.Context(), ""); err != nil || !slices.Contains(found, begun) || begun == "" {
		t.Errorf("left are %v, %v; want %q", found, err, begun)
	}
}

// A leader that was paused before it deletes an index deletes one that no other process uses.
func TestAGenerationIsOutOfAllListsBeforeItsIndexGoes(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	paused := &interrupted{Engines: p.engines}
	p.engines = paused
	r, here := p.node(t)
	_, there := p.node(t)
	leads(t, here)
	if err := here.Create(t.Context(), newInfo(r, 1, generations.Complete)); err != nil {
		t.Fatal(err)
	}
	asked := 0
	paused.beforeDelete = func(string) {
		asked++
		if found, err := there.List(t.Context(), r.Lineage()); err != nil || len(found) > 0 {
			t.Errorf("another process may use %+v, %v", found, err)
		}
		if _, _, found, err := there.Live(t.Context(), r.Lineage()); err != nil || found {
			t.Errorf("another process searches it: %v, %v", found, err)
		}
	}
	if err := here.Remove(t.Context(), 1); err != nil || asked != 1 {
		t.Fatalf("%d deletions, %v", asked, err)
	}
	// One that a stop has left so goes with the next list.
	if err := here.Create(t.Context(), newInfo(r, 2, generations.Complete)); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, p.url, "UPDATE "+pgtest.Schema(t, p.url)+"_index.generation SET lineage = ''")
	if _, err := here.List(t.Context(), r.Lineage()); err != nil || asked != 2 {
		t.Errorf("%d deletions, %v", asked, err)
	}
}

// What a stop leaves in the cluster between the making of an index and its row is deleted, and
// nothing of other archives is.
func TestIndicesWithoutAGenerationAreDeleted(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	p := newPlace(t)
	r, here := p.node(t)
	ctx := context.WithoutCancel(t.Context())
	mine := "warta-" + strings.ToLower(r.Lineage()[:8]) + "-"
	for _, name := range []string{mine + "000777", "warta-otherone-000001"} {
		if err := p.engines.Create(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	names := func() []string {
		t.Helper()
		if _, err := here.List(ctx, r.Lineage()); err != nil {
			t.Fatal(err)
		}
		found, err := p.engines.Names(ctx, "warta-")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if got := names(); len(got) != 2 {
		t.Errorf("a process that does not lead deletes: %v", got)
	}
	leads(t, here)
	if err := here.Create(ctx, newInfo(r, 1, generations.Building)); err != nil {
		t.Fatal(err)
	}
	got := names()
	if len(got) != 2 || slices.Contains(got, mine+"000777") || !slices.Contains(got, "warta-otherone-000001") {
		t.Errorf("left are %v", got)
	}
}
