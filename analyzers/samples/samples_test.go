package samples_test

import (
	"os"
	"strings"
	"testing"

	"warta/analyzers/samples"
)

func TestEverySampleHasTextAndGold(t *testing.T) {
	t.Parallel()
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 73 {
		t.Errorf("got %d samples, want 73", len(all))
	}
	for _, s := range all {
		if s.Raw == "" || len(s.Gold) == 0 {
			t.Errorf("%s: %d bytes of text, %d golds; want both", s.Name, len(s.Raw), len(s.Gold))
		}
		if s.Listing != (len(s.Gold) > 1) {
			t.Errorf("%s: listing %t with %d golds", s.Name, s.Listing, len(s.Gold))
		}
	}
}

// The split was fixed before the first rule was written.
func TestTheSplitIsTheOneThatWasCommitted(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/held-back.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range all {
		if s.Held {
			got = append(got, s.Name)
		}
	}
	if g, w := strings.Join(got, "\n"), strings.TrimSpace(string(want)); g != w {
		t.Errorf("held back:\n%s\nwant\n%s", g, w)
	}
}

func TestTheFreshSetIsWholeAndHasAPartHeldBack(t *testing.T) {
	t.Parallel()
	fresh, err := samples.Fresh()
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, s := range fresh {
		if s.Raw == "" || len(s.Gold) != 1 {
			t.Errorf("%s: %d bytes of text, %d golds; want some and one", s.Name, len(s.Raw), len(s.Gold))
		}
		if s.Held {
			held++
		}
	}
	if len(fresh) != 52 || held != 24 {
		t.Errorf("got %d samples, %d of them held back; want 52 and 24", len(fresh), held)
	}
}

func TestTheOutsideSetIsWholeAndHasAPartHeldBack(t *testing.T) {
	t.Parallel()
	outside, err := samples.Outside()
	if err != nil {
		t.Fatal(err)
	}
	if len(outside) < 60 {
		t.Errorf("got %d samples, want 60 or more", len(outside))
	}
	held := 0
	for _, s := range outside {
		if s.Raw == "" || len(s.Gold) != 1 {
			t.Errorf("%s: %d bytes of text, %d golds; want some and one", s.Name, len(s.Raw), len(s.Gold))
		}
		if s.Held {
			held++
		}
	}
	if held*5 < len(outside) || held*2 > len(outside) {
		t.Errorf("%d of %d are held back, want about a third", held, len(outside))
	}
}
