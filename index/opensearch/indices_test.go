package opensearch_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"warta/index"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
)

func TestIndicesAreListedWithTheirInfo(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	prefix := ostest.Name(t, c, t.Name()) + "-"
	first, second := prefix+"000001", prefix+"000002"
	t.Cleanup(func() {
		for _, name := range []string{first, second} {
			if err := opensearch.Delete(context.WithoutCancel(t.Context()), c, name); err != nil {
				t.Error(err)
			}
		}
	})
	if list, err := opensearch.List(t.Context(), c, prefix); err != nil || len(list) > 0 {
		t.Errorf("indices before there are any: %v, %v", list, err)
	}
	info := json.RawMessage(`{"state":"building"}`)
	for _, name := range []string{second, first} {
		if err := opensearch.Create(t.Context(), c, name, opensearch.IndexOptions{}, info); err != nil {
			t.Fatal(err)
		}
	}
	if err := opensearch.Describe(t.Context(), c, second, json.RawMessage(`{"state":"ready","n":9007199254740993}`)); err != nil {
		t.Fatal(err)
	}
	list, err := opensearch.List(t.Context(), c, prefix)
	if err != nil || len(list) != 2 || list[0].Name != first || list[1].Name != second {
		t.Fatalf("indices %v, %v", list, err)
	}
	if string(list[0].Info) != string(info) || !strings.Contains(string(list[1].Info), "9007199254740993") {
		t.Errorf("infos %s and %s", list[0].Info, list[1].Info)
	}
	// An index is replaced with all that it has.
	e := ostest.Engine(t, c, first, opensearch.IndexOptions{})
	if err := e.Apply(t.Context(), updatesOf(1, 1)[0], 5); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opensearch.Create(t.Context(), c, first, opensearch.IndexOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	again := ostest.Engine(t, c, first, opensearch.IndexOptions{})
	defer again.Close() //nolint:errcheck // it has no error
	if mark, err := again.Mark(t.Context()); mark != 0 || err != nil {
		t.Errorf("mark %d, %v of an index that was replaced", mark, err)
	}
	for _, name := range []string{first, first} { // the second time it is gone
		if err := opensearch.Delete(t.Context(), c, name); err != nil {
			t.Error(err)
		}
	}
	if list, err := opensearch.List(t.Context(), c, prefix); err != nil || len(list) != 1 {
		t.Errorf("indices %v, %v; want one", list, err)
	}
}

func TestAnAliasStandsForOneIndex(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	first, second := ostest.Name(t, c, t.Name()+"1"), ostest.Name(t, c, t.Name()+"2")
	for i, name := range []string{first, second} {
		e := ostest.Engine(t, c, name, opensearch.IndexOptions{})
		if err := e.Apply(t.Context(), nil, uint64(i+1)); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	alias := first + "-live"
	if err := opensearch.Point(t.Context(), c, alias, first+"x"); err == nil {
		t.Error("an alias stands for an index that is not there")
	}
	for _, name := range []string{first, second, second} {
		if err := opensearch.Point(t.Context(), c, alias, name); err != nil {
			t.Fatal(err)
		}
		list, err := opensearch.List(t.Context(), c, alias)
		if err != nil || len(list) != 1 || list[0].Name != name {
			t.Errorf("the alias stands for %v, %v; want %s", list, err, name)
		}
	}
	if _, err := opensearch.Open(t.Context(), c, alias, opensearch.Options{}); err == nil {
		t.Error("an alias is opened as an index")
	}
}

func TestIndicesThatCannotBeOpenedAreRefused(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	if _, err := opensearch.Open(t.Context(), c, ostest.Name(t, c, t.Name()), opensearch.Options{}); !errors.Is(err, opensearch.ErrMissing) {
		t.Errorf("an index that is not there: %v", err)
	}
	if err := opensearch.Describe(t.Context(), c, ostest.Name(t, c, t.Name()), nil); !errors.Is(err, opensearch.ErrMissing) {
		t.Errorf("the info of an index that is not there: %v", err)
	}
	for _, name := range []string{"", "*", "_all", "a,b", "A", "a/../b", "a?x", "-a", strings.Repeat("a", 201)} {
		if _, err := opensearch.Open(t.Context(), c, name, opensearch.Options{}); err == nil {
			t.Errorf("the name %q is taken", name)
		}
		if err := opensearch.Delete(t.Context(), c, name); err == nil {
			t.Errorf("the index %q is deleted", name)
		}
	}
	for _, o := range []opensearch.IndexOptions{{Shards: 65}, {Replicas: -1}, {Replicas: 17}} {
		if err := opensearch.Create(t.Context(), c, ostest.Name(t, c, t.Name()), o, nil); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	// One of another template.
	url, _ := answering(t, 200, `{"other": {"mappings": {"_meta": {"warta": {"template": 999}}}, "settings": {"index": {"number_of_shards": "1"}}}}`)
	if _, err := opensearch.Open(t.Context(), client(t, opensearch.ClientOptions{URLs: []string{url}}), "other", opensearch.Options{}); !errors.Is(err, index.ErrOutdated) {
		t.Errorf("an index of another template: %v", err)
	}
}
