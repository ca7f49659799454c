package param_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/server/param"
)

// field returns the parameter that a fault is about.
func field(err error) string {
	if e, ok := errors.AsType[*index.Error](err); ok {
		return e.Field
	}
	return ""
}

func TestTheAPIRefusesWhatAPageIgnores(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		raw, fault string
		read       func(p *param.Set) string
		page       string // what the page reads
	}{
		{"size=ten", "size", func(p *param.Set) string { return strings.Repeat("x", p.Integer("size", 1, 100, 3)) }, "xxx"},
		{"size=1&size=2", "size", func(p *param.Set) string { return strings.Repeat("x", p.Integer("size", 1, 100, 3)) }, "x"},
		{"split=maybe", "split", func(p *param.Set) string { return map[bool]string{true: "yes", false: "no"}[p.Bool("split", true)] }, "yes"},
		{"from=2025-02-30", "from", func(p *param.Set) string { return p.Day("from") }, ""},
		{"sort=best", "sort", func(p *param.Set) string { return p.Choice("sort", "newest") }, ""},
		{"id=a,../b", "id", func(p *param.Set) string { return strings.Join(p.List("id", "ids", param.IsName), " ") }, "a"},
		{"name=a%00b", "name", func(p *param.Set) string { return p.Word("name", 10) }, ""},
		{"unknown=1", "unknown", func(p *param.Set) string { return p.Text("q") }, ""},
	} {
		p := param.New(c.raw)
		c.read(p)
		if err := p.Done(); index.KindOf(err) != index.Invalid || field(err) != c.fault {
			t.Errorf("%s: the API says %v", c.raw, err)
		}
		page := param.ForPage(c.raw)
		if got := c.read(page); got != c.page || page.Done() != nil {
			t.Errorf("%s: a page reads %q, %v; want %q", c.raw, got, page.Done(), c.page)
		}
	}
}

func TestListsRepeatAndHoldCommas(t *testing.T) {
	t.Parallel()
	p := param.New("id=a,b&id=b,%20c,,")
	if got, err := p.List("id", "ids", param.IsName), p.Done(); !slices.Equal(got, []string{"a", "b", "c"}) || err != nil {
		t.Errorf("got %q %v", got, err)
	}
	p = param.New("id=" + strings.Repeat("x,", index.MaxValues) + strings.Join(manyNames(index.MaxValues+1), ","))
	if got, err := p.List("id", "ids", param.IsName), p.Done(); len(got) != index.MaxValues || field(err) != "id" {
		t.Errorf("more than %d values: got %d and %v", index.MaxValues, len(got), err)
	}
}

func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "n" + strings.Repeat("x", i)
	}
	return names
}

func TestCursorsAreReadAsWritten(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 100, 1_000_000} {
		if got, err := param.ReadOffset(param.WriteOffset(n)); got != n || err != nil {
			t.Errorf("%d: got %d %v", n, got, err)
		}
	}
	for _, cursor := range []string{"x", "bg", "!", param.WriteOffset(-1), param.WriteOffset(1_000_001)} {
		if n, err := param.ReadOffset(cursor); index.KindOf(err) != index.Invalid || field(err) != "cursor" {
			t.Errorf("%q: got %d %v", cursor, n, err)
		}
	}
}

func TestIDsAreCheckedBeforeTheArchiveIsAsked(t *testing.T) {
	t.Parallel()
	for id, good := range map[string]bool{"a1": true, "budi-santoso": true, "a~b": true, "": false, ".": false, "..": false, "a/b": false, "a b": false, "é": false, strings.Repeat("a", 129): false} {
		for _, check := range []func(string) (string, error){param.ArticleID, param.QuoteID, param.OfficialID} {
			if _, err := check(id); (err == nil) != good || !good && index.KindOf(err) != index.NotFound {
				t.Errorf("%q: got %v", id, err)
			}
		}
	}
}
