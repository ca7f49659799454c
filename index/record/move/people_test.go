package move_test

import (
	"errors"
	"reflect"
	"testing"

	"warta/index/record"
	"warta/index/record/move"
)

// An index that is kept gets no id that the record does not hold; one that is thrown away does.
func TestIDsOfPeopleUnderAnIndex(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]func(t *testing.T) record.Record{
		"Source": func(t *testing.T) record.Record { return source(t, files, filled(t, files)) },
		"Target": func(t *testing.T) record.Record {
			s, err := files.Target(t, filled(t, files))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := of(t)
			held, err := record.AllPersonIDs(t.Context(), r, 0)
			if err != nil || len(held) != 4 {
				t.Fatalf("%+v, %v", held, err)
			}
			known := record.PersonID{ID: "x", Key: held[0].Key}
			lacking := 0
			kept, thrown := move.Within(r, func() { lacking++ }), move.Beside(r)
			if got, err := kept.GivePersonIDs(t.Context(), []record.PersonID{known}); err != nil || got[0] != held[0] || lacking != 0 {
				t.Errorf("%+v, %v, %d", got, err, lacking)
			}
			if got, err := kept.GivePersonIDs(t.Context(), []record.PersonID{known, {ID: "baru", Key: "baru"}}); !errors.Is(err, record.ErrSealed) || lacking != 1 {
				t.Errorf("%+v, %v, %d", got, err, lacking)
			}
			given, err := thrown.GivePersonIDs(t.Context(), []record.PersonID{known, {ID: "baru", Key: "baru"}})
			if err != nil || given[0] != held[0] || given[1].N != held[3].N+1 {
				t.Errorf("%+v, %v", given, err)
			}
			if err := errors.Join(kept.Close(), thrown.Close()); err != nil {
				t.Error(err)
			}
			for _, p := range []record.People{r, kept} {
				if now, err := record.AllPersonIDs(t.Context(), p, 0); err != nil || !reflect.DeepEqual(now, held) {
					t.Errorf("%+v, %v", now, err)
				}
			}
		})
	}
}
