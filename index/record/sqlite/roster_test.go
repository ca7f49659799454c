package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/sqlite"
)

// chair is a row of a list of office holders.
func chair(satker, name string) record.RosterRow {
	return record.RosterRow{Name: name, Post: "Ketua", Satker: satker, From: "2023-10-24", Source: "SK 1/2023"}
}

// changeRoster puts rows into the list in the place of those of their satker.
func changeRoster(t *testing.T, s *sqlite.Store, c record.RosterChange) record.RosterVersion {
	t.Helper()
	v, err := s.ChangeRoster(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func rosterOf(t *testing.T, s *sqlite.Store, version uint64) []record.RosterRow {
	t.Helper()
	_, rows, err := s.Roster(t.Context(), version)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestARosterIsKeptInVersions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	opts := sqlite.Options{Now: func() time.Time { return now }}
	s, err := sqlite.Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	budi, rini, handi, sari := chair("33.74", "Budi Santoso"), chair("33.17", "Rini Astuti"), chair("33.74", "Handi Tri Ujiono"), chair("33", "Sari Dewanti")
	if v, rows, err := s.Roster(t.Context(), 0); err != nil || v.N != 0 || len(rows) != 0 {
		t.Errorf("a new record has version %+v, %v, %v", v, rows, err)
	}
	for _, c := range []struct {
		what string
		in   record.RosterChange
		want record.RosterVersion
	}{
		{"the first list", record.RosterChange{By: "k1", Rows: []record.RosterRow{budi, rini, rini}}, record.RosterVersion{N: 1, By: "k1", Rows: 2, Added: 2}},
		{"the same again", record.RosterChange{By: "k2", Rows: []record.RosterRow{rini, budi}}, record.RosterVersion{N: 1, By: "k1", Rows: 2}},
		{"tried only", record.RosterChange{By: "k2", Rows: []record.RosterRow{handi}, Try: true}, record.RosterVersion{N: 2, By: "k2", Rows: 2, Added: 1, Dropped: 1}},
		{"one satker has another", record.RosterChange{By: "k2", Rows: []record.RosterRow{handi}}, record.RosterVersion{N: 2, By: "k2", Rows: 2, Added: 1, Dropped: 1}},
		{"a satker more", record.RosterChange{By: "k2", Rows: []record.RosterRow{sari}}, record.RosterVersion{N: 3, By: "k2", Rows: 3, Added: 1}},
		{"the whole list", record.RosterChange{By: "k3", Rows: []record.RosterRow{budi}, All: true}, record.RosterVersion{N: 4, By: "k3", Rows: 1, Added: 1, Dropped: 3}},
		{"none", record.RosterChange{By: "k3", All: true}, record.RosterVersion{N: 5, By: "k3", Dropped: 1}},
		{"an earlier one", record.RosterChange{By: "k3", Rows: []record.RosterRow{rini, handi}, All: true}, record.RosterVersion{N: 6, By: "k3", Rows: 2, Added: 2}},
	} {
		c.want.At = now
		if got := changeRoster(t, s, c.in); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.what, got, c.want)
		}
	}
	if _, err := s.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{sari}, MaxRows: 2}); !errors.Is(err, record.ErrRosterTooLong) {
		t.Errorf("one row too many: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, opts)
	for version, want := range map[uint64][]record.RosterRow{
		1: {rini, budi}, 2: {rini, handi}, 3: {sari, rini, handi}, 4: {budi}, 5: nil, 6: {rini, handi}, 0: {rini, handi},
	} {
		if got := rosterOf(t, s, version); !reflect.DeepEqual(got, want) {
			t.Errorf("version %d: got %+v, want %+v", version, got, want)
		}
	}
	if _, _, err := s.Roster(t.Context(), 7); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	if list, err := s.RosterVersions(t.Context(), 0, 4); err != nil || len(list) != 4 || list[0].N != 6 || list[3].N != 3 {
		t.Errorf("the newest versions: %+v, %v", list, err)
	}
	if list, err := s.RosterVersions(t.Context(), 3, 4); err != nil || len(list) != 2 || list[0].N != 2 {
		t.Errorf("the versions before: %+v, %v", list, err)
	}
	writes, _, err := s.Writes(t.Context(), record.WritesPlace{}, record.RosterTarget, 100)
	if err != nil || len(writes) != 6 || writes[0].By != "k3" || writes[0].Action != "roster.import" || !strings.Contains(writes[0].Detail, `"version":6`) {
		t.Errorf("the log of writes has %+v, %v", writes, err)
	}
	if err := s.Sound(t.Context()); err != nil {
		t.Error(err)
	}
}

// The context ends while the writer works out the version: the race detector tells where
// the writer and the call that returns write the same variable.
func TestARosterIsKeptThoughItsSenderLeaves(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	now := func() time.Time {
		leave()
		time.Sleep(20 * time.Millisecond) // the call returns meanwhile, and nothing orders the two
		return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	}
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: now})
	budi := chair("33.74", "Budi Santoso")
	v, err := s.ChangeRoster(ctx, record.RosterChange{Rows: []record.RosterRow{budi}})
	if !errors.Is(err, context.Canceled) || v != (record.RosterVersion{}) {
		t.Errorf("got %+v, %v", v, err)
	}
	// The next change comes after it.
	if v := changeRoster(t, s, record.RosterChange{Rows: []record.RosterRow{budi}}); v.N != 1 || v.Added != 0 {
		t.Errorf("the same again: %+v", v)
	}
}

func TestABackupCarriesTheRoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "record.db"), sqlite.Options{})
	budi := chair("33.74", "Budi Santoso")
	changeRoster(t, s, record.RosterChange{Rows: []record.RosterRow{budi}})
	backup, restored := filepath.Join(dir, "backup.db"), filepath.Join(dir, "restored.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	changeRoster(t, s, record.RosterChange{All: true})
	if err := sqlite.Restore(t.Context(), backup, restored); err != nil {
		t.Fatal(err)
	}
	r := open(t, restored, sqlite.Options{})
	if got := rosterOf(t, r, 0); !reflect.DeepEqual(got, []record.RosterRow{budi}) {
		t.Errorf("restored %+v", got)
	}
}

func TestARosterThatLostARowIsToldByTheCheck(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	changeRoster(t, s, record.RosterChange{Rows: []record.RosterRow{chair("33.74", "Budi Santoso"), chair("33.17", "Rini Astuti")}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "DELETE FROM roster WHERE satker = '33.17'")
	s = open(t, path, sqlite.Options{})
	if err := s.Sound(t.Context()); err == nil || !strings.Contains(err.Error(), "has 1 rows, and should have 2") {
		t.Errorf("got %v", err)
	}
}

func TestARecordFromBeforeRostersOpensAndTakesOne(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	id := put(t, s, entry("a", "satu")).ID
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "DROP TABLE roster; DROP TABLE roster_version; PRAGMA user_version = 3") // as it was then
	s = open(t, path, sqlite.Options{})
	if c, err := s.Get(t.Context(), id); err != nil || c.Received.Body != "satu" {
		t.Errorf("got %+v, %v", c, err)
	}
	changeRoster(t, s, record.RosterChange{Rows: []record.RosterRow{chair("33.74", "Budi Santoso")}})
	if _, err := s.Remove(t.Context(), id, "admin"); err != nil {
		t.Fatal(err)
	}
	if got := rosterOf(t, s, 0); len(got) != 1 {
		t.Errorf("a removed article changed the list: %+v", got)
	}
}
