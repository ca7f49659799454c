package postgres_test

import (
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
	"warta/index/record/recordtest"
)

// open opens the record with a name.
func open(t testing.TB, name string, opts postgres.Options) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), pgtest.Record(t, name), opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func openRecord(t testing.TB, dir string, now func() time.Time) record.Record {
	return open(t, dir, postgres.Options{Now: now, Conns: 2})
}

func TestContract(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	recordtest.Test(t, openRecord)
}

func TestContractOfNodes(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	recordtest.TestShared(t, openRecord)
}
