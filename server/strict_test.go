package server

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"warta/internal/race"
)

// A strictWish has a key of each kind that calls take.
type strictWish struct {
	Name    string          `json:"name"`
	Hidden  bool            `json:"hidden"`
	Wanted  *bool           `json:"wanted"`
	Scopes  []string        `json:"scopes"`
	Expires *time.Time      `json:"expires"`
	Speaker json.RawMessage `json:"speaker"`
}

func TestOneObjectIsReadToTheLetter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ raw, refused string }{
		{`{"name":"a","hidden":true,"scopes":["x"],"expires":"2026-11-01T00:00:00Z","speaker":null}`, ""},
		{" {} \n", ""},
		{`{"name":null,"wanted":null,"scopes":null,"expires":null}`, ""},
		{`null`, "one object"},
		{`[]`, "one object"},
		{`"name"`, "one object"},
		{``, "one object"},
		{`{`, "one object"},
		{`{"name":`, "one object"},
		{`{"name" "a"}`, "one object"},
		{`{"name":"a",}`, "one object"},
		{`{"name":"a"`, "one object"},
		{`{"Name":"a"}`, `no key "Name"`},
		{`{"HIDDEN":true}`, `no key "HIDDEN"`},
		{`{"":true}`, `no key ""`},
		{`{"hidden":true,"hidden":false}`, "given twice"},
		{`{"hidden":true,"h\u0069dden":false}`, "given twice"},
		{`{"hidden":null}`, "true or false"},
		{`{"hidden":1}`, "wrong type"},
		{`{"name":{}}`, "wrong type"},
		{`{"expires":"tomorrow"}`, "wrong type"},
		{`{"name":"a"}}`, "something follows"},
		{`{"name":"a"}]rubbish`, "something follows"},
		{`{"name":"a"}{}`, "something follows"},
		{`{"name":"a"} x`, "something follows"},
	} {
		var wish strictWish
		err := decodeStrict([]byte(c.raw), &wish, `{"name": …}`)
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%s: %v", c.raw, err)
		case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: got error %v, want one with %q", c.raw, err, c.refused)
		}
	}
}

func TestAnArticleIsOneObject(t *testing.T) {
	t.Parallel()
	const one = `{"url":"https://kota-bandung.kpu.go.id/berita/1","text":"x"}`
	if _, err := decodeMessage([]byte(one+" \n"), false); err != nil {
		t.Error(err)
	}
	for _, after := range []string{"}", "]rubbish", "{}", "null", ","} {
		if _, err := decodeMessage([]byte(one+after), false); err == nil {
			t.Errorf("%q behind the object is taken", after)
		}
	}
}

// What is read is one JSON object, by the book too.
func FuzzStrictObject(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, raw := range []string{
		`{"name":"a","hidden":true,"scopes":["x"],"speaker":null}`, `{"name":"a"}}`, `null`, `{"Name":"a"}`,
		`{"hidden":true,"hidden":false}`, `{"name":"\ud800"}`, `{"speaker":{"a":[{}]}}`,
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var wish strictWish
		if err := decodeStrict(raw, &wish, "{}"); err != nil {
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(raw, &members); err != nil || members == nil {
			t.Errorf("%q was taken for an object: %v", raw, err)
		}
	})
}
