package archive_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index"
	"warta/index/archive"
	"warta/index/generations"
	"warta/index/indextest"
	"warta/index/record/postgres/pgtest"
	"warta/index/search"
)

// leadsAndOther returns the node that leads and the other one.
func leadsAndOther(t *testing.T, x, y *archive.Archive) (leads, other *archive.Archive) {
	t.Helper()
	soon(t, "a leader", func() bool { return x.Status(t.Context()).Leads != y.Status(t.Context()).Leads })
	if x.Status(t.Context()).Leads {
		return x, y
	}
	return y, x
}

func TestOneNodeIndexesForAll(t *testing.T) {
	t.Parallel()
	node, _ := overSharedEngine(t)
	leads, other := leadsAndOther(t, node(), node())
	for n := range 10 {
		for _, a := range []*archive.Archive{leads, other} {
			r := put(t, a, text(fmt.Sprintf("%s%d%t", site, n, a == leads), fmt.Sprintf("Rapat %d\nHandi Tri Ujiono @33: Kita mulai %t.", n, a == leads)))
			for _, at := range []*archive.Archive{leads, other} {
				if err := at.WaitSearchable(t.Context(), r.Seq); err != nil {
					t.Fatal(err)
				}
				page, err := at.Search(t.Context(), search.Query{Of: index.Articles, Size: 1})
				if err != nil || uint64(page.Total) != r.Seq {
					t.Fatalf("after %d articles %d are found, %v", r.Seq, page.Total, err)
				}
			}
		}
	}
	if here, there := inFacet(t, leads, index.Articles), inFacet(t, other, index.Articles); !slices.Equal(here, there) || fmt.Sprint(here) != "[handi-tri-ujiono=20]" {
		t.Errorf("people: %v and %v", here, there)
	}
	for _, a := range []*archive.Archive{leads, other} {
		settled(t, a)
		if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("a check finds %v, %v", found, err)
		}
		if is := a.Status(t.Context()); is.Index != "memory" || is.IndexAway || is.State != archive.OK || is.Generation != 1 {
			t.Errorf("status %+v", is)
		}
	}
	for what, err := range map[string]error{"reindex": other.Reindex(t.Context()), "roll back": other.Rollback(t.Context())} {
		if index.KindOf(err) != index.Unavailable {
			t.Errorf("%s at a node that does not lead: %v", what, err)
		}
	}
}

// A spelling goes at all nodes with the last article that has it.
func TestOtherNodesForgetPeople(t *testing.T) {
	t.Parallel()
	node, _ := overSharedEngine(t)
	_, other := leadsAndOther(t, node(), node())
	tell(t, other, site+"1", "Basmar Prianto Sudewo @33: Kita mulai.")
	gone := tell(t, other, site+"2", "Basmar Perianto Sudewo @33: Kita lanjut.")
	settled(t, other)
	const id = "basmar-prianto-sudewo"
	if got := namesOf(t, other, id); len(got) != 2 {
		t.Errorf("before: %q", got)
	}
	if _, err := other.Remove(t.Context(), gone.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	soon(t, "forgetting", func() bool { return len(namesOf(t, other, id)) == 1 })
	registryIsExact(t, other)
}

// A leader ends with half a batch in the index. The next one goes on with it.
func TestANewLeaderFinishesABatch(t *testing.T) {
	t.Parallel()
	node, cluster := overSharedEngine(t)
	var broken atomic.Bool
	cluster.Half = func(string) error {
		if broken.Load() {
			return errors.New("the process ends here")
		}
		return nil
	}
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"0", "Awal\nKita mulai."))
	settled(t, other)
	broken.Store(true)
	var g errgroup.Group
	for n := range 40 {
		g.Go(func() error {
			_, err := other.Put(t.Context(), text(fmt.Sprint(site, 1+n), fmt.Sprintf("Rapat %d\nKita mulai %d.", n, n)))
			return err
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	soon(t, "half a batch", func() bool { return leads.Status(t.Context()).State == archive.Degraded })
	if page, err := other.Search(t.Context(), search.Query{Of: index.Articles, Size: 1}); err != nil || page.Total < 1 {
		t.Errorf("the other node answers %+v, %v", page, err)
	}
	if err := leads.Close(); err != nil {
		t.Fatal(err)
	}
	broken.Store(false)
	soon(t, "another leader", func() bool { return other.Status(t.Context()).Leads })
	if got := settled(t, other); len(got) != 41 {
		t.Errorf("%d articles, want 41", len(got))
	}
	if found, err := other.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("a check finds %v, %v", found, err)
	}
	if is := other.Status(t.Context()); is.State != archive.OK || is.Generation != 1 {
		t.Errorf("status %+v", is)
	}
	late := node()
	if got := settled(t, late); len(got) != 41 {
		t.Errorf("a node that comes later finds %d", len(got))
	}
}

// A new leader reads back what its index says of removed text, although nothing is written.
func TestANewLeaderAppliesAtOnce(t *testing.T) {
	t.Parallel()
	node, cluster := overSharedEngine(t)
	var applied atomic.Int64
	cluster.Half = func(string) error { applied.Add(1); return nil }
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	settled(t, other)
	before := applied.Load()
	if err := leads.Close(); err != nil {
		t.Fatal(err)
	}
	soon(t, "an empty batch of the next leader", func() bool { return applied.Load() > before })
	soon(t, "health", func() bool { is := other.Status(t.Context()); return is.Leads && is.State == archive.OK })
	if got := settled(t, other); len(got) != 1 {
		t.Errorf("%d articles, want 1", len(got))
	}
}

// A straying cluster tells of articles that another process has written late.
type straying struct {
	*indextest.Cluster

	mu      sync.Mutex
	strays  []string
	applied [][]index.Update // while there were strays
}

func (c *straying) Open(ctx context.Context, name string) (index.Engine, error) {
	e, err := c.Cluster.Open(ctx, name)
	return strayingEngine{e, c}, err
}

type strayingEngine struct {
	index.Engine
	c *straying
}

func (e strayingEngine) Strays(context.Context) ([]string, error) {
	e.c.mu.Lock()
	defer e.c.mu.Unlock()
	return e.c.strays, nil
}

func (e strayingEngine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	e.c.mu.Lock()
	if len(e.c.strays) > 0 && len(updates) > 0 {
		e.c.applied, e.c.strays = append(e.c.applied, updates), nil
	}
	e.c.mu.Unlock()
	return e.Engine.Apply(ctx, updates, mark)
}

// Articles with documents that came late are applied again as they are: those that were removed
// have none.
func TestArticlesOfALateWriterAreAppliedAgain(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	cluster := &straying{Cluster: new(indextest.Cluster)}
	a := overCluster(t, url, cluster)(func(o *archive.Options) { o.LookForStraysIn(20 * time.Millisecond) })
	stays, gone := put(t, a, text(site+"1", "Rapat\nKita mulai.")), put(t, a, text(site+"2", "Lelang\nKita lanjut."))
	if _, err := a.Remove(t.Context(), gone.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	settled(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	cluster.strays = []string{stays.ID, gone.ID}
	a = overCluster(t, url, cluster)(func(o *archive.Options) { o.LookForStraysIn(20 * time.Millisecond) })
	soon(t, "the look", func() bool {
		cluster.mu.Lock()
		defer cluster.mu.Unlock()
		return len(cluster.applied) > 0
	})
	if got := cluster.applied[0]; len(got) != 2 || got[0].ID != stays.ID || len(got[0].Documents) == 0 || got[1].ID != gone.ID || len(got[1].Documents) > 0 {
		t.Errorf("applied again are %+v", got)
	}
	if got := settled(t, a); len(got) != 1 {
		t.Errorf("%d articles, want 1", len(got))
	}
}

// While the work of a term ends, no look for what another node has published exchanges the live
// generation under it.
func TestATermEndsBeforeAnotherNodeIsFollowed(t *testing.T) {
	t.Parallel()
	node, cluster := overSharedEngine(t)
	entered, release := make(chan struct{}), make(chan struct{})
	var stuck atomic.Bool
	cluster.Half = func(string) error {
		if stuck.CompareAndSwap(true, false) {
			close(entered)
			<-release
		}
		return nil
	}
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	settled(t, other)
	stuck.Store(true)
	put(t, other, text(site+"2", "Lelang\nKita lanjut."))
	<-entered
	leads.Resign()
	soon(t, "the end of the term", func() bool { return !leads.Status(t.Context()).Leads })
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range 100 {
		if <-tick.C; leads.MayExchange() {
			t.Error("the live generation may be exchanged while a batch of the term is taken in")
			break
		}
	}
	close(release)
	for _, a := range []*archive.Archive{leads, other} {
		if got := settled(t, a); len(got) != 2 {
			t.Errorf("%d articles, want 2", len(got))
		}
	}
}

// A hanging cluster does not answer the deletion of an index.
type hanging struct {
	*indextest.Cluster

	asked chan struct{}
	once  sync.Once
}

func (c *hanging) Delete(ctx context.Context, _ string) error {
	c.once.Do(func() { close(c.asked) })
	<-ctx.Done()
	return context.Cause(ctx)
}

func TestServersThatHangInADeletionHoldUpNothingElse(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	cluster := &hanging{Cluster: new(indextest.Cluster), asked: make(chan struct{})}
	node := overCluster(t, url, cluster)
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	settled(t, leads)
	for want := 2; want <= 3; want++ { // the first is deleted after the second exchange
		if err := leads.Rebuilt(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := leads.Reindex(t.Context()); err != nil {
			t.Fatal(err)
		}
		soon(t, "a new generation", func() bool { return leads.Status(t.Context()).Generation == want })
	}
	<-cluster.asked
	_ = ends(t, "the status", func() error { leads.Status(t.Context()); return nil })
	if err := ends(t, "a write", func() error {
		_, err := leads.Put(t.Context(), text(site+"2", "Lelang\nKita lanjut."))
		return err
	}); err != nil {
		t.Error(err)
	}
	leads.Resign()
	soon(t, "another leader", func() bool { return other.Status(t.Context()).Leads })
}

// A rebuilt generation takes the place of the one before at all nodes; searches never fail.
func TestARebuiltGenerationReachesOtherNodes(t *testing.T) {
	t.Parallel()
	node, _ := overSharedEngine(t)
	leads, other := leadsAndOther(t, node(), node())
	for n := range 30 {
		put(t, leads, text(fmt.Sprint(site, n), fmt.Sprintf("Rapat %d\nHandi Tri Ujiono @33: Kita mulai %d.", n, n)))
	}
	settled(t, leads)
	settled(t, other)
	ctx, stop := context.WithCancel(t.Context())
	var g errgroup.Group
	for _, a := range []*archive.Archive{leads, other} {
		g.Go(func() error {
			for ctx.Err() == nil {
				page, err := a.Search(t.Context(), search.Query{Of: index.Articles, Size: 1})
				if err != nil || page.Total < 30 {
					return fmt.Errorf("during the rebuild: %+v, %w", page, err)
				}
			}
			return nil
		})
	}
	for want := 2; want <= 4; want++ {
		if err := leads.Reindex(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := leads.Rebuilt(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, a := range []*archive.Archive{leads, other} {
			soon(t, "the new generation", func() bool { return a.Status(t.Context()).Generation == want })
		}
		put(t, other, text(fmt.Sprint(site, 100*want), fmt.Sprintf("Lagi %d\nKita mulai.", want)))
	}
	stop()
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	for _, a := range []*archive.Archive{leads, other} {
		if got := settled(t, a); len(got) != 33 {
			t.Errorf("%d articles, want 33", len(got))
		}
	}
}

// While the search servers are away, what is acknowledged stays, and searches are refused.
func TestSearchServersThatAreAway(t *testing.T) {
	t.Parallel()
	node, cluster := overSharedEngine(t)
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	settled(t, other)
	nodes := []*archive.Archive{leads, other}
	cluster.SetAway(true)
	for n, a := range nodes {
		put(t, a, text(fmt.Sprint(site, 2+n), fmt.Sprintf("Lelang %d\nKita lanjut.", n)))
		if _, err := a.Search(t.Context(), search.Query{Of: index.Articles, Size: 1}); index.KindOf(err) != index.Unavailable {
			t.Errorf("node %d: a search without servers: %v", n, err)
		}
		soon(t, "that the servers are away", func() bool {
			is := a.Status(t.Context())
			return is.State == archive.Degraded && is.IndexAway && is.Trouble != ""
		})
	}
	late := node() // it begins all the same
	put(t, late, text(site+"9", "Debat\nKita tanya."))
	if _, err := late.Search(t.Context(), search.Query{Of: index.Articles, Size: 1}); index.KindOf(err) != index.Unavailable {
		t.Errorf("a node that began without servers: %v", err)
	}
	cluster.SetAway(false)
	for _, a := range append(nodes, late) {
		soon(t, "the return", func() bool {
			page, err := a.Search(t.Context(), search.Query{Of: index.Articles, Size: 1})
			return err == nil && page.Total == 4
		})
		soon(t, "health", func() bool { is := a.Status(t.Context()); return is.State == archive.OK && !is.IndexAway })
		if is := a.Status(t.Context()); is.Generation != 1 {
			t.Errorf("servers that were away led to a rebuild: %+v", is)
		}
	}
}

// Leaders that change all the time lose nothing.
func TestLeadersThatComeAndGo(t *testing.T) {
	t.Parallel()
	node, _ := overSharedEngine(t)
	stays := node()
	written := 0
	for round := range 6 {
		comes := node()
		for n := range 5 {
			put(t, stays, text(fmt.Sprintf("%s%d%d", site, 1+round, n), fmt.Sprintf("Rapat %d %d\nRini Astuti @33.74: Kita catat %d.", round, n, n)))
			written++
		}
		leads, other := leadsAndOther(t, stays, comes)
		if round%2 == 0 && leads == stays {
			leads, other = other, leads
		}
		if err := leads.Close(); err != nil {
			t.Fatal(err)
		}
		stays = other
		soon(t, "all articles", func() bool {
			page, err := stays.Search(t.Context(), search.Query{Of: index.Articles, Size: 1})
			return err == nil && page.Total == written
		})
	}
	settled(t, stays)
	if found, err := stays.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("a check finds %v, %v", found, err)
	}
}

// Articles as read lie in the database, so that searches end with it, and come back with it.
func TestADatabaseThatIsAwayEndsSearches(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	node := overCluster(t, server.URL, new(indextest.Cluster))
	leads, other := leadsAndOther(t, node(), node())
	put(t, other, text(site+"1", "Rapat\nKita mulai."))
	settled(t, leads)
	settled(t, other)
	server.Stop(t)
	for _, a := range []*archive.Archive{leads, other} {
		soon(t, "that the database is away", func() bool {
			is := a.Status(t.Context())
			return is.Away && is.State == archive.Degraded && strings.Contains(is.Trouble, "nothing can be searched or written")
		})
		if page, err := a.Search(t.Context(), search.Query{Of: index.Articles, Size: 1}); index.KindOf(err) != index.Unavailable {
			t.Errorf("a search without the database: %+v, %v", page, err)
		}
	}
	server.Start(t)
	for _, a := range []*archive.Archive{leads, other} {
		soon(t, "the return", func() bool {
			page, err := a.Search(t.Context(), search.Query{Of: index.Articles, Size: 1})
			return err == nil && page.Total == 1
		})
	}
	soon(t, "a leader", func() bool { return leads.Status(t.Context()).Leads != other.Status(t.Context()).Leads })
	put(t, leads, text(site+"2", "Lelang\nKita lanjut."))
	for _, a := range []*archive.Archive{leads, other} {
		if got := settled(t, a); len(got) != 2 {
			t.Errorf("afterwards %d articles", len(got))
		}
		if is := a.Status(t.Context()); is.Generation != 1 {
			t.Errorf("a database that was away led to a rebuild: %+v", is)
		}
	}
}

func TestAnIndexThatIsGoneIsBuiltAgain(t *testing.T) {
	t.Parallel()
	node, cluster := overSharedEngine(t)
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	settled(t, other)
	names, err := cluster.Names(t.Context(), "")
	if err != nil || len(names) != 1 {
		t.Fatalf("there are the indices %v, %v", names, err)
	}
	if err := errors.Join(cluster.Delete(t.Context(), names[0]), leads.Close()); err != nil {
		t.Fatal(err)
	}
	soon(t, "another index", func() bool { is := other.Status(t.Context()); return is.Leads && is.Generation == 2 && is.Ready })
	if got := settled(t, other); len(got) != 1 {
		t.Errorf("it has %d articles", len(got))
	}
	soon(t, "health", func() bool { return other.Status(t.Context()).State == archive.OK })
}

// A cutOff is a cluster that one process does not reach.
type cutOff struct {
	*indextest.Cluster

	off, red atomic.Bool
	asked    atomic.Value // string: the index that Away was asked for last
}

func (c *cutOff) Away(ctx context.Context, name string) error {
	c.asked.Store(name)
	switch {
	case c.off.Load():
		return errors.New("no route to host")
	case c.red.Load():
		return generations.ErrUnwell
	}
	return c.Cluster.Away(ctx, name)
}

// Servers that answer, but cannot search the index, do so for no other leader either. Asked for is
// the live index alone.
func TestALeaderStaysWhereTheServersAnswer(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	cluster := &cutOff{Cluster: new(indextest.Cluster)}
	node := overCluster(t, url, cluster)
	leads, other := leadsAndOther(t, node(), node())
	put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	settled(t, leads)
	names, err := cluster.Names(t.Context(), "")
	if err != nil || len(names) != 1 {
		t.Fatalf("there are the indices %v, %v", names, err)
	}
	soon(t, "a question for the live index", func() bool { return cluster.asked.Load() == names[0] })
	cluster.red.Store(true)
	soon(t, "that the index is away", func() bool { return leads.Status(t.Context()).IndexAway && other.Status(t.Context()).IndexAway })
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for range 130 { // longer than a leader waits for a server that answers
		if <-tick.C; !leads.Status(t.Context()).Leads {
			t.Fatal("the leader has left the lead")
		}
	}
	cluster.red.Store(false)
	soon(t, "health", func() bool { return leads.Status(t.Context()).State == archive.OK })
}

func TestALeaderThatIsCutOffFromTheServersLeavesTheLead(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	cluster := new(indextest.Cluster)
	mine := &cutOff{Cluster: cluster}
	leads := overCluster(t, url, mine)()
	soon(t, "a leader", func() bool { return leads.Status(t.Context()).Leads })
	other := overCluster(t, url, cluster)()
	mine.off.Store(true)
	soon(t, "another leader", func() bool { return other.Status(t.Context()).Leads && !leads.Status(t.Context()).Leads })
	r := put(t, leads, text(site+"1", "Rapat\nKita mulai."))
	if err := other.WaitSearchable(t.Context(), r.Seq); err != nil {
		t.Error(err)
	}
}
