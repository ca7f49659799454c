package judged_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"warta/index/indextest/judged"
)

func TestAskingAndItsMeans(t *testing.T) {
	t.Parallel()
	list := []judged.Query{
		{Class: "words", Collection: judged.Made, Text: "found", Grades: map[string]int{"a": 3}},
		{Class: "words", Collection: judged.Made, Text: "missed", Grades: map[string]int{"a": 3}, Held: true},
		{Class: "names", Collection: judged.Made, Text: "second", Grades: map[string]int{"b": 3}},
		{Class: "names", Collection: judged.Samples, Text: "of the other collection", Grades: map[string]int{"b": 3}},
	}
	var asked []string
	answers, err := judged.Ask(t.Context(), list, judged.Made, func(_ context.Context, text string) ([]string, error) {
		asked = append(asked, text)
		return map[string][]string{"found": {"a"}, "second": {"a", "b"}}[text], nil
	})
	if err != nil || !slices.Equal(asked, []string{"found", "missed", "second"}) {
		t.Fatalf("asked %q (%v), want the queries of one collection in their order", asked, err)
	}
	for _, c := range []struct {
		class string
		part  judged.Part
		count int
		mrr   float64
	}{
		{"words", judged.Dev, 1, 1},
		{"words", judged.HeldBack, 1, 0},
		{"words", judged.Both, 2, 0.5},
		{"names", judged.HeldBack, 0, 0},
		{judged.All, judged.Dev, 2, 0.75},
		{judged.All, judged.Both, 3, 0.5},
	} {
		if count, _, mrr := judged.Mean(answers, c.class, c.part); count != c.count || mrr != c.mrr {
			t.Errorf("%s, %s: %d queries with MRR %v, want %d with %v", c.class, c.part, count, mrr, c.count, c.mrr)
		}
	}
	table := judged.Table([]judged.System{{Name: "one", Answers: answers}}, judged.Classes)
	if want := "all          both            3    0.544 0.500\n"; !strings.HasSuffix(table, want) {
		t.Errorf("the table ends\n%s\nwant\n%s", table[len(table)-80:], want)
	}
}

func TestARankerThatFailsIsNoAnswer(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	list := []judged.Query{{Collection: judged.Made, Text: "x"}}
	_, err := judged.Ask(t.Context(), list, judged.Made, func(context.Context, string) ([]string, error) { return nil, broken })
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}
