package sqlite_test

import (
	"context"
	"errors"
	"os"
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

// The context ends while the writer works out the version: the race detector tells where
// the writer and the call that returns write the same variable.
func TestAChangeOfTheRosterIsKeptAfterItsContextEnds(t *testing.T) {
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

func TestSoundFindsALostRowOfTheRoster(t *testing.T) {
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
	script, err := os.ReadFile("testdata/format-4.sql")
	if err != nil {
		t.Fatal(err)
	}
	edit(t, path, string(script)+"DROP TABLE roster; DROP TABLE roster_version; PRAGMA user_version = 3") // as it was then
	s := open(t, path, sqlite.Options{})
	id := put(t, s, entry("a", "satu lagi")).ID
	changeRoster(t, s, record.RosterChange{Rows: []record.RosterRow{chair("33.74", "Budi Santoso")}})
	if _, err := s.Remove(t.Context(), id, "admin"); err != nil {
		t.Fatal(err)
	}
	if got := rosterOf(t, s, 0); len(got) != 1 {
		t.Errorf("a removed article changed the list: %+v", got)
	}
}
