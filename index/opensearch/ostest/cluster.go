package ostest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A Cluster is an OpenSearch of one test, which may end its nodes.
type Cluster struct {
	URLs   []string // of nodes 1, 2, and so on; they stay the same
	script string
	dir    string
}

// Own starts a cluster of so many nodes that ends with the test. It skips the test where there
// is no other server for tests, as URLs does.
func Own(t testing.TB, nodes int) *Cluster {
	t.Helper()
	URLs(t)
	c := &Cluster{script: script(t)}
	var err error
	// Not a folder of the test: another user must be able to get there.
	if c.dir, err = os.MkdirTemp("", "warta-opensearch-"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(c.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = exec.Command(c.script, "kill", c.dir).Run() // it may have been stopped
		if err := os.RemoveAll(c.dir); err != nil {
			t.Error(err)
		}
	})
	c.URLs = strings.Split(c.call(t, "up", strconv.Itoa(nodes)), ",")
	return c
}

// Kill ends a node, counted from 1, as a crash would.
func (c *Cluster) Kill(t testing.TB, node int) { c.call(t, "kill", strconv.Itoa(node)) }

// Start starts the nodes that were ended, and returns once all nodes have met.
func (c *Cluster) Start(t testing.TB) { c.call(t, "up", strconv.Itoa(len(c.URLs))) }

// Data returns the folder in which a node, counted from 1, keeps its files.
func (c *Cluster) Data(node int) string {
	return filepath.Join(c.dir, "node-"+strconv.Itoa(node), "data")
}

func (c *Cluster) call(t testing.TB, what, more string) string {
	t.Helper()
	cmd := exec.Command(c.script, what, c.dir, more)
	// A node of a test starts more often than it would gain by code that is worked out better.
	cmd.Env = append(os.Environ(), "WARTA_OPENSEARCH_OPTIONS=-XX:TieredStopAtLevel=1", "WARTA_OPENSEARCH_HEAP=384m")
	var faults strings.Builder
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf(".ci/opensearch %s: %v: %s", what, err, faults.String())
	}
	return strings.TrimSpace(string(out))
}

// script returns the path of .ci/opensearch.
func script(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		name := filepath.Join(dir, ".ci", "opensearch")
		if _, err := os.Stat(name); err == nil {
			return name
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("there is no .ci/opensearch above the folder of the test")
		}
		dir = filepath.Dir(dir)
	}
}
