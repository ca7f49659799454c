package archive_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/generations"
	"warta/index/generations/shared"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
	"warta/index/record/recordtest"
	"warta/index/search"
)

// A newNode opens one more node over a record, with its options changed.
type newNode func(change ...func(*archive.Options)) *archive.Archive

// overSharedRecords runs a test with nodes over one record, as several processes have it: in
// memory, and in PostgreSQL, there with an engine each and with one that they share.
func overSharedRecords(t *testing.T, test func(t *testing.T, node newNode)) {
	overOwnEngines(t, test)
	t.Run("shared engine", func(t *testing.T) {
		t.Parallel()
		node, _ := overSharedEngine(t)
		test(t, node)
	})
}

// overOwnEngines is overSharedRecords for tests that change the engine of a node.
func overOwnEngines(t *testing.T, test func(t *testing.T, node newNode)) {
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		memory := recordtest.NewMemory()
		test(t, nodesOver(t, func() record.Record { return memory.Open(nil) }))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := pgtest.Record(t, t.Name())
		test(t, nodesOver(t, func() record.Record {
			s, err := postgres.Open(context.WithoutCancel(t.Context()), url, postgres.Options{Conns: 2})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}))
	})
}

// overSharedEngine returns what opens nodes over one record in PostgreSQL and one cluster.
func overSharedEngine(t *testing.T) (newNode, *indextest.Cluster) {
	t.Helper()
	url := pgtest.Record(t, t.Name())
	cluster := new(indextest.Cluster)
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	return overCluster(t, url, cluster), cluster
}

// overCluster returns what opens nodes over the record at a URL and a cluster.
func overCluster(t *testing.T, url string, cluster shared.Engines) newNode {
	return func(change ...func(*archive.Options)) *archive.Archive {
		t.Helper()
		o := overRecord(t.TempDir(), nil)
		o.OpenRecord = func(ctx context.Context, _ string) (record.Record, error) {
			return postgres.Open(ctx, url, postgres.Options{Conns: 4})
		}
		o.OpenGenerations = func(ctx context.Context, of record.Record) (generations.Store, error) {
			return shared.Open(ctx, shared.Options{Record: of.(*postgres.Store), Engines: cluster, Prefix: "warta", Log: o.Log})
		}
		for _, f := range change {
			f(&o)
		}
		return open(t, o)
	}
}

// nodesOver returns what opens nodes over a record.
func nodesOver(t *testing.T, opened func() record.Record) newNode {
	return func(change ...func(*archive.Options)) *archive.Archive {
		o := overRecord(t.TempDir(), opened)
		for _, f := range change {
			f(&o)
		}
		return open(t, o)
	}
}

// soon waits until holds returns true.
func soon(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s: not in time", what)
		}
	}
}

// What an editor decides at one node holds at the others, though no article changes.
func TestDecisionsAboutPeopleReachOtherNodes(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, testDecisionsReach)
}

func testDecisionsReach(t *testing.T, node newNode) {
	here, there := node(), node()
	tell(t, here, site+"1", "Handi Tri Ujiono @33: Kita mulai.")
	tell(t, here, site+"2", "H. Ujiono @33.74: Kita lanjut.")
	tell(t, here, site+"3", "Rini Astuti @33.74: Kita catat.")
	settled(t, there)
	facet := func(want string) func() bool {
		return func() bool { return fmt.Sprint(inFacet(t, there, index.Articles)) == want }
	}
	soon(t, "the articles", facet("[h-ujiono=1 handi-tri-ujiono=1 rini-astuti=1]"))
	if _, err := here.MergeOfficials(t.Context(), "h-ujiono", "handi-tri-ujiono", "satu orang", "k1"); err != nil {
		t.Fatal(err)
	}
	soon(t, "a merge", facet("[handi-tri-ujiono=2 rini-astuti=1]"))
	if _, err := here.SuppressOfficial(t.Context(), "rini-astuti", true, "atas permintaan", "k1"); err != nil {
		t.Fatal(err)
	}
	soon(t, "a suppression", facet("[handi-tri-ujiono=2]"))
	if _, err := here.RenameOfficial(t.Context(), "handi-tri-ujiono", "Handi Wijaya", "nama baru", "k1"); err != nil {
		t.Fatal(err)
	}
	soon(t, "a renaming", facet("[handi-wijaya=2]"))
	if who, err := there.Official(t.Context(), "handi-wijaya"); err != nil || !slices.Contains(who.IDs, "h-ujiono") {
		t.Errorf("by the new id: %+v, %v", who, err)
	}
	// Both write by turns, and agree.
	if _, err := there.SplitOfficial(t.Context(), "h-ujiono", "dua orang", "k2"); err != nil {
		t.Fatal(err)
	}
	soon(t, "a split at the other node", func() bool {
		return slices.Contains(inFacet(t, here, index.Articles), "h-ujiono=1") && slices.Equal(inFacet(t, here, index.Articles), inFacet(t, there, index.Articles))
	})
}

// A correction comes with its article: no node reads the article again without it.
func TestCorrectionsOfQuotesReachOtherNodes(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, testCorrectionsReach)
}

func testCorrectionsReach(t *testing.T, node newNode) {
	here, there := node(), node()
	said := tell(t, here, site+"1", "Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita catat.")
	settled(t, there)
	quotesOf := func(a *archive.Archive, id string) int {
		page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Official: []string{id}, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	soon(t, "the article", func() bool { return quotesOf(there, "rini-astuti") == 1 })
	speaker := "rini-astuti"
	if _, err := here.CorrectQuote(t.Context(), said.Quotes[0].ID, archive.QuoteCorrection{Speaker: &speaker, Reason: "salah orang"}, "k1"); err != nil {
		t.Fatal(err)
	}
	soon(t, "the correction", func() bool { return quotesOf(there, "rini-astuti") == 2 })
	if n := quotesOf(there, "handi-tri-ujiono"); n != 0 {
		t.Errorf("the speaker before still has %d quotes", n)
	}
}

// A list of office holders that one node takes in holds at the others.
func TestARosterReachesOtherNodes(t *testing.T) {
	t.Parallel()
	overSharedRecords(t, testRosterReaches)
}

func testRosterReaches(t *testing.T, node newNode) {
	here, there := node(), node()
	tell(t, here, site+"1", "Handi Tri Ujiono @?33.74: Kita mulai.")
	settled(t, there)
	if _, err := here.ImportRoster(t.Context(), archive.RosterImport{Rows: cast.RosterRows("Handi Tri Ujiono, Ketua @33.74 2023-10-24.."), All: true}, "k1"); err != nil {
		t.Fatal(err)
	}
	soon(t, "the list", func() bool {
		who, err := there.Official(t.Context(), "handi-tri-ujiono")
		return err == nil && len(who.Roster) == 1
	})
}

// A correction is in force where it was made, without reading all decisions again.
func TestTheTailIsSparedOwnCorrections(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	said := tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita catat.").Quotes
	if n := a.Enforced(); n != 0 {
		t.Fatalf("decision %d is in force before there is one", n)
	}
	speaker, hidden := "rini-astuti", true
	before := uint64(0)
	for _, c := range []archive.QuoteCorrection{{Speaker: &speaker, Reason: "salah orang"}, {Speaker: &speaker, Hidden: &hidden, Reason: "keliru"}} {
		if _, err := a.CorrectQuote(t.Context(), said[0].ID, c, "k1"); err != nil {
			t.Fatal(err)
		}
		left, err := a.Record().DecisionsAfter(t.Context(), a.Enforced(), 10)
		if err != nil || len(left) > 0 || a.Enforced() <= before {
			t.Errorf("the tail reads %+v again, %v", left, err)
		}
		before = a.Enforced()
	}
}

// overtaken is a record in which another process withdraws each decision as soon as it is made.
type overtaken struct{ record.Record }

func (o overtaken) Decide(ctx context.Context, list ...record.Decision) (record.Decided, error) {
	made, err := o.Record.Decide(ctx, list...)
	if err != nil {
		return made, err
	}
	for _, d := range list {
		d.By, d.Data = "k2", nil
		if _, err := o.Record.Decide(ctx, d); err != nil {
			return made, err
		}
	}
	return made, nil
}

// The decision of another process about the same quote is not taken for the own one.
func TestADecisionThatOvertakesIsInForce(t *testing.T) {
	t.Parallel()
	memory := recordtest.NewMemory()
	a := nodesOver(t, func() record.Record { return overtaken{memory.Open(nil)} })()
	said := tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.").Quotes
	hidden := true
	if _, err := a.CorrectQuote(t.Context(), said[0].ID, archive.QuoteCorrection{Hidden: &hidden, Reason: "keliru"}, "k1"); err != nil {
		t.Fatal(err)
	}
	if got, err := a.Quote(t.Context(), said[0].ID, true); err != nil || got.Hidden {
		t.Errorf("the withdrawal is not in force: %+v, %v", got, err)
	}
}
