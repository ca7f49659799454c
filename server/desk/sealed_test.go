package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/server/desk"
)

// ends is what several processes share.
type ends struct {
	ids  []string
	fail error
}

func (e *ends) End(_ context.Context, id, _ string) error {
	e.ids = append(e.ids, id)
	return e.fail
}

func (e *ends) Ended(_ context.Context, id string) (bool, error) {
	return slices.Contains(e.ids, id), e.fail
}

func TestSealedSessionsAreKnownToAllWithTheKey(t *testing.T) {
	t.Parallel()
	now := time.Now()
	shared := &ends{}
	sealed := func(key string) *desk.Sealed {
		s, err := desk.NewSealed([]byte(strings.Repeat(key, 32)), shared)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	here, there, stranger := sealed("k"), sealed("k"), sealed("x")
	session := desk.Session{Secret: "warta_rahasia", CSRF: "c", Until: now.Add(time.Hour)}
	token, err := here.Begin(t.Context(), session, now)
	if err != nil || strings.Contains(token, "rahasia") {
		t.Fatalf("got %q, %v", token, err)
	}
	if again, _ := here.Begin(t.Context(), session, now); again == token {
		t.Error("two sessions have one token")
	}
	for _, s := range []*desk.Sealed{here, there} {
		if got, ok, err := s.Find(t.Context(), token, now); err != nil || !ok || got.Secret != session.Secret || got.CSRF != session.CSRF || !got.Until.Equal(session.Until) {
			t.Errorf("got %+v, %v, %v", got, ok, err)
		}
	}
	changed := []byte(token)
	changed[len(changed)/2] ^= 1
	for why, c := range map[string]struct {
		by    *desk.Sealed
		token string
		at    time.Time
	}{
		"another key":    {stranger, token, now},
		"too late":       {here, token, now.Add(time.Hour)},
		"another token":  {here, string(changed), now},
		"cut":            {here, token[:len(token)-4], now},
		"short":          {here, "AAAA", now},
		"empty":          {here, "", now},
		"no base64":      {here, "*", now},
		"long":           {here, strings.Repeat("A", 5000), now},
		"a nonce, alone": {here, strings.Repeat("A", 16), now},
	} {
		if _, ok, err := c.by.Find(t.Context(), c.token, c.at); ok || err != nil {
			t.Errorf("%s: found, %v", why, err)
		}
		if err := c.by.End(t.Context(), c.token, c.at); err != nil || len(shared.ids) > 0 {
			t.Errorf("%s: end: %v, %v", why, err, shared.ids)
		}
	}
	if err := there.End(t.Context(), token, now); err != nil || len(shared.ids) != 1 {
		t.Fatalf("end: %v, %v", err, shared.ids)
	}
	if _, ok, err := here.Find(t.Context(), token, now); ok || err != nil {
		t.Errorf("it ended elsewhere: %v, %v", ok, err)
	}
	if err := here.End(t.Context(), token, now); err != nil || len(shared.ids) != 1 {
		t.Errorf("a second end leaves a line: %v, %v", err, shared.ids)
	}
	shared.fail = errors.New("the record is away")
	if _, ok, err := here.Find(t.Context(), token, now); ok || err == nil {
		t.Errorf("without a record: %v, %v", ok, err)
	}
	if _, err := desk.NewSealed([]byte("short"), shared); err == nil {
		t.Error("a short key is taken")
	}
}

// A token has one spelling: the base64 of another last character, or with a line break in it,
// has the same bytes where the decoder is not strict.
func TestASealedTokenHasOneSpelling(t *testing.T) {
	t.Parallel()
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	now := time.Now()
	for pad := range 3 { // the last character has 6, 2 or 4 bits of the token
		shared := &ends{}
		s, err := desk.NewSealed([]byte(strings.Repeat("k", 32)), shared)
		if err != nil {
			t.Fatal(err)
		}
		token, err := s.Begin(t.Context(), desk.Session{Secret: "warta_rahasia" + strings.Repeat("x", pad), CSRF: "c", Until: now.Add(time.Hour)}, now)
		if err != nil {
			t.Fatal(err)
		}
		spellings := []string{token + "\n", token[:8] + "\r\n" + token[8:], token + "=", token + "=="}
		for _, last := range letters {
			if other := token[:len(token)-1] + string(last); other != token {
				spellings = append(spellings, other)
			}
		}
		found := func(when string) {
			for _, other := range spellings {
				if _, ok, err := s.Find(t.Context(), other, now); ok || err != nil {
					t.Errorf("%s, %d bytes more: …%q opens the session of …%q, %v", when, pad, other[len(other)-4:], token[len(token)-4:], err)
				}
			}
		}
		found("before the end")
		if _, ok, err := s.Find(t.Context(), token, now); !ok || err != nil {
			t.Errorf("the token itself: %v, %v", ok, err)
		}
		if err := s.End(t.Context(), token, now); err != nil || len(shared.ids) != 1 {
			t.Fatalf("end: %v, %v", err, shared.ids)
		}
		found("after the end")
	}
}
