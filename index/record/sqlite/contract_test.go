package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/recordtest"
	"warta/index/record/sqlite"
)

func TestContract(t *testing.T) {
	t.Parallel()
	recordtest.Test(t, func(t testing.TB, dir string, now func() time.Time) record.Record {
		s, err := sqlite.Open(t.Context(), filepath.Join(dir, "record.db"), sqlite.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
