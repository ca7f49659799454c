// Package ostest gives tests indices on a real OpenSearch.
package ostest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"warta/index/opensearch"
)

// Variable names the environment variable with the URLs of the nodes of a cluster, comma
// between, that `.ci/opensearch up` started.
const Variable = "WARTA_TEST_OPENSEARCH"

// deadline bounds a search of [Engine]. The node shares the processors with all other tests.
const deadline = time.Minute

// URLs returns the URLs of the nodes. Without them it skips the test, and fails it in CI.
func URLs(t testing.TB) []string {
	t.Helper()
	urls := os.Getenv(Variable)
	if urls == "" && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not set: `.ci/opensearch up` starts a server and prints its URL", Variable)
	}
	if urls == "" {
		t.Skipf("no OpenSearch: %s is not set (`.ci/opensearch up` starts one and prints it)", Variable)
	}
	return strings.Split(urls, ",")
}

// Client returns a client of the cluster that is closed with the test.
func Client(t testing.TB) *opensearch.Client {
	t.Helper()
	return ClientOf(t, URLs(t)...)
}

// ClientOf returns a client of nodes that is closed with the test.
func ClientOf(t testing.TB, urls ...string) *opensearch.Client {
	t.Helper()
	c, err := opensearch.NewClient(opensearch.ClientOptions{URLs: urls})
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	t.Cleanup(c.Close)
	return c
}

// Name returns the name of an index, the same for the same text in one run. The index is
// deleted with the test.
func Name(t testing.TB, c *opensearch.Client, text string) string {
	t.Helper()
	name := fmt.Sprintf("t-%x", sha256.Sum256(fmt.Appendf(nil, "%d %s", os.Getpid(), text)))[:20]
	t.Cleanup(func() {
		if err := opensearch.Delete(context.WithoutCancel(t.Context()), c, name); err != nil {
			t.Errorf("delete the index of the test: %v", err)
		}
	})
	return name
}

// Engine opens the index of a name, and makes it where there is none. The engine is closed with the
// test, if not before.
func Engine(t testing.TB, c *opensearch.Client, name string, o opensearch.IndexOptions) *opensearch.Engine {
	t.Helper()
	options := opensearch.Options{Deadline: deadline}
	e, err := opensearch.Open(t.Context(), c, name, options)
	if errors.Is(err, opensearch.ErrMissing) {
		if err := opensearch.Create(t.Context(), c, name, o); err != nil {
			t.Fatal(err)
		}
		e, err = opensearch.Open(t.Context(), c, name, options)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}
