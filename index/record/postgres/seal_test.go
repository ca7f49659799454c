package postgres_test

import (
	"bytes"
	"strings"
	"testing"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

func TestSealedTextOpensAtItsPlaceOnly(t *testing.T) {
	t.Parallel()
	key := postgres.NewKey()
	sealed, err := postgres.Seal(key, 7, "version 1", []byte("isi"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := postgres.Unseal(key, 7, "version 1", sealed); err != nil || string(text) != "isi" {
		t.Errorf("got %q, %v", text, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for what, err := range map[string]error{
		"another key":     errOf(postgres.Unseal(postgres.NewKey(), 7, "version 1", sealed)),
		"another article": errOf(postgres.Unseal(key, 8, "version 1", sealed)),
		"another version": errOf(postgres.Unseal(key, 7, "version 2", sealed)),
		"a flipped bit":   errOf(postgres.Unseal(key, 7, "version 1", flipped)),
		"an unknown way":  errOf(postgres.Unseal(key, 7, "version 1", append([]byte{9}, sealed[1:]...))),
		"a short text":    errOf(postgres.Unseal(key, 7, "version 1", sealed[:5])),
		"no key":          errOf(postgres.Unseal(nil, 7, "version 1", sealed)),
	} {
		if err == nil {
			t.Errorf("%s opens it", what)
		}
	}
}

func errOf[T any](_ T, err error) error { return err }

// One article whose text does not open hides no other.
func TestADamagedBodyIsSaid(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	a, b := put(t, s, entry("a", "satu")).ID, put(t, s, entry("b", "dua")).ID
	pgtest.Exec(t, url, `UPDATE change SET body = set_byte(body, 20, get_byte(body, 20) # 1) WHERE seq = 1`)
	if _, err := s.Get(t.Context(), a); err == nil || !strings.Contains(err.Error(), "open the sealed text") {
		t.Errorf("got %v", err)
	}
	page, err := s.Page(t.Context(), 0, 10)
	if err != nil || len(page) != 2 || page[0].Damaged == nil || page[1].ID != b || page[1].Received.Body != "dua" {
		t.Errorf("got %+v, %v", page, err)
	}
	// Whatever arrives replaces it.
	if res := put(t, s, entry("a", "satu")); res.Outcome != record.Updated {
		t.Errorf("sent again: %+v", res)
	}
}

func TestSoundFindsWhatTheTablesCannotKeepOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ harm, want string }{
		"nothing":                {"SELECT 1", ""},
		"a lost key":             {"DELETE FROM article_key WHERE article = 1", "1 articles have text and no key"},
		"a lost change":          {"DELETE FROM change WHERE seq = 2", "1 articles have a last change"},
		"an old row of counters": {"UPDATE counter SET change = 1", "logs have rows above the counters"},
		"a lost row of a roster": {"DELETE FROM roster", "has 0 rows, and should have 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Record(t, t.Name())
			s := start(t, url, postgres.Options{})
			put(t, s, entry("a", "satu"))
			id := put(t, s, entry("b", "dua")).ID
			put(t, s, entry("c", "tiga"))
			if _, err := s.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}); err != nil {
				t.Fatal(err)
			}
			if name == "nothing" {
				if _, err := s.Remove(t.Context(), id, ""); err != nil {
					t.Fatal(err)
				}
			}
			pgtest.Exec(t, url, c.harm)
			err := s.Sound(t.Context())
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
