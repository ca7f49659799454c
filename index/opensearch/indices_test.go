package opensearch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
)

func TestIndicesAreMadeListedAndDeleted(t *testing.T) {
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
	for _, name := range []string{second, first} {
		if err := opensearch.Create(t.Context(), c, name, opensearch.IndexOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := opensearch.List(t.Context(), c, prefix)
	if err != nil || !slices.Equal(list, []string{first, second}) {
		t.Fatalf("indices %v, %v", list, err)
	}
	// A write to an index that is not there makes one, which nothing else would delete.
	late := prefix + "000777"
	t.Cleanup(func() {
		if err := opensearch.Delete(context.WithoutCancel(t.Context()), c, late); err != nil {
			t.Error(err)
		}
	})
	if err := opensearch.CreatePlain(t.Context(), c, late); err != nil {
		t.Fatal(err)
	}
	if list, err := opensearch.List(t.Context(), c, prefix); err != nil || !slices.Contains(list, late) {
		t.Errorf("indices %v, %v; want %s too", list, err, late)
	}
	if err := opensearch.Delete(t.Context(), c, late); err != nil {
		t.Error(err)
	}
	if makes, err := c.AutoCreates(t.Context(), late); err != nil || makes {
		t.Errorf("the cluster of the tests makes indices by itself: %v, %v", makes, err)
	}
	// An index is replaced with all that it has.
	e := ostest.Engine(t, c, first, opensearch.IndexOptions{})
	if err := e.Apply(t.Context(), updatesOf(1, 1)[0], 5); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opensearch.Create(t.Context(), c, first, opensearch.IndexOptions{}); err != nil {
		t.Fatal(err)
	}
	again := ostest.Engine(t, c, first, opensearch.IndexOptions{})
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

func TestWhichIndicesAClusterMakesByItself(t *testing.T) {
	t.Parallel()
	for value, makes := range map[string]bool{
		"true": true, "false": false, "-warta-*,+*": false, "+*,-warta-*": true, "-other-*,+*": true, "logs-*": false, "warta*": true, "": true,
	} {
		url, _ := answering(t, 200, fmt.Sprintf(`{"persistent": {"action": {"auto_create_index": %q}}, "defaults": {"action": {"auto_create_index": "true"}}}`, value))
		got, err := client(t, opensearch.ClientOptions{URLs: []string{url}}).AutoCreates(t.Context(), "warta-00000000-000001")
		if err != nil || got != makes {
			t.Errorf("%q: %v, %v; want %v", value, got, err, makes)
		}
	}
}

func TestIndicesThatCannotBeOpenedAreRefused(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	if _, err := opensearch.Open(t.Context(), c, ostest.Name(t, c, t.Name()), opensearch.Options{}); !errors.Is(err, opensearch.ErrMissing) {
		t.Errorf("an index that is not there: %v", err)
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
		if err := opensearch.Create(t.Context(), c, ostest.Name(t, c, t.Name()), o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	// One of another template.
	url, _ := answering(t, 200, `{"other": {"mappings": {"_meta": {"warta": {"template": 999}}}, "settings": {"index": {"number_of_shards": "1"}}}}`)
	if _, err := opensearch.Open(t.Context(), client(t, opensearch.ClientOptions{URLs: []string{url}}), "other", opensearch.Options{}); !errors.Is(err, index.ErrOutdated) {
		t.Errorf("an index of another template: %v", err)
	}
}
