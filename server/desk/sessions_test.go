package desk_test

import (
	"strconv"
	"testing"
	"time"

	"warta/server/desk"
)

func TestSessionsEndInTimeAndOnDemand(t *testing.T) {
	t.Parallel()
	var m desk.Memory
	now := time.Unix(1e9, 0)
	begin := func(name string, lasts time.Duration) string {
		token, err := m.Begin(t.Context(), desk.Session{Secret: name, Until: now.Add(lasts)}, now)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	find := func(token string) string {
		s, ok, err := m.Find(t.Context(), token, now)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return "none"
		}
		return s.Secret
	}
	short, long := begin("short", time.Minute), begin("long", time.Hour)
	if short == long || find(short) != "short" || find(long) != "long" || find("") != "none" {
		t.Errorf("got %q %q %q", find(short), find(long), find(""))
	}
	now = now.Add(time.Minute)
	if find(short) != "none" || find(long) != "long" {
		t.Errorf("after a minute: got %q %q", find(short), find(long))
	}
	if err := m.End(t.Context(), long, now); err != nil || find(long) != "none" {
		t.Errorf("ended: got %q %v", find(long), err)
	}
}

func TestTheSessionThatEndsFirstMakesRoom(t *testing.T) {
	t.Parallel()
	var m desk.Memory
	now := time.Unix(1e9, 0)
	tokens := make([]string, 1001)
	for i := range tokens {
		var err error
		if tokens[i], err = m.Begin(t.Context(), desk.Session{Secret: strconv.Itoa(i), Until: now.Add(time.Hour + time.Duration(i))}, now); err != nil {
			t.Fatal(err)
		}
	}
	for i, token := range tokens {
		if _, ok, err := m.Find(t.Context(), token, now); err != nil || ok != (i > 0) {
			t.Fatalf("session %d: found %v, %v", i, ok, err)
		}
	}
}
