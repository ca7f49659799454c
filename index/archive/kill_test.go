package archive_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"warta/index"
	"warta/index/archive"
	"warta/index/embedded"
)

// childFolder makes the test binary the victim of [TestKilledAtAnyPoint].
const (
	childFolder = "WARTA_TEST_KILL_FOLDER"
	childRound  = "WARTA_TEST_KILL_ROUND"
	childEngine = "WARTA_TEST_KILL_ENGINE"
)

// killOptions are those of victim and survivor.
func killOptions(dir, engine string) archive.Options {
	o := options(dir)
	if engine == "bleve" {
		o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
			return embedded.Open(ctx, dir, embedded.Options{})
		}
	}
	return o
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := victim(dir, os.Getenv(childRound), os.Getenv(childEngine)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// killClients send at the same time.
const killClients = 8

// victim sends articles until it is killed and tells on standard output what was
// acknowledged: of each article first its arrival, then a change, then for every
// fifth its removal.
func victim(dir, round, engine string) error {
	ctx := context.Background()
	a, err := archive.Open(ctx, killOptions(dir, engine))
	if err != nil {
		return err
	}
	var mu sync.Mutex
	acknowledge := func(name string, step int) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(name, step)
	}
	var g errgroup.Group
	for c := range killClients {
		g.Go(func() error {
			for n := 0; ; n++ {
				name := fmt.Sprintf("r%s-c%d-n%d", round, c, n)
				var id string
				for step := 1; step <= 2; step++ {
					got, err := a.Put(ctx, text(site+name, fmt.Sprintf("%s %d\nisi", name, step)))
					if err != nil {
						return err
					}
					id = got[0].ID
					acknowledge(name, step)
				}
				if n%5 == 0 {
					if _, err := a.Remove(ctx, id, ""); err != nil {
						return err
					}
					acknowledge(name, 3)
				}
				if c == 0 && n%20 == 19 {
					if err := a.Reindex(ctx); err != nil {
						return err
					}
				}
				if c == 2 && n%10 == 9 {
					if err := a.Tidy(ctx); err != nil && index.KindOf(err) != index.Unavailable {
						return err
					}
				}
				if c == 1 && n%15 == 14 {
					err := a.Rollback(ctx)
					if kind := index.KindOf(err); err != nil && kind != index.Busy && kind != index.NotFound {
						return err
					}
				}
			}
		})
	}
	return g.Wait()
}

// TestKilledAtAnyPoint kills a process in the middle of a stream of articles,
// again and again: everything that was acknowledged is there afterwards, once.
// WARTA_KILL_ROUNDS asks for more than the five of every day.
func TestKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"plain", "bleve"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			killAgainAndAgain(t, engine)
		})
	}
}

func killAgainAndAgain(t *testing.T, engine string) {
	rounds, seed := number(t, "WARTA_KILL_ROUNDS", 5), number(t, "WARTA_KILL_SEED", 1)
	rng := rand.New(rand.NewPCG(uint64(seed), 9))
	dir := t.TempDir()
	steps := map[string]int{} // that were acknowledged, by name
	for round := range rounds {
		runAndKill(t, dir, engine, round, 1+rng.IntN(600), steps)
		checkKilled(t, dir, engine, steps)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", round, seed)
		}
	}
	t.Logf("%d rounds, %d articles", rounds, len(steps))
}

// runAndKill runs the victim until it has acknowledged so many steps, and notes
// all that it told before it was gone.
func runAndKill(t *testing.T, dir, engine string, round, acknowledged int, steps map[string]int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) // the test binary itself
	cmd.Env = append(os.Environ(), childFolder+"="+dir, childRound+"="+strconv.Itoa(round), childEngine+"="+engine)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, n := bufio.NewReader(out), 0
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the line that the kill cut off was not told
			break
		}
		name, step, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			t.Fatalf("the victim says %q", line)
		}
		if steps[name], err = strconv.Atoi(step); err != nil {
			t.Fatal(err)
		}
		if n++; n == acknowledged {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); n < acknowledged || !ok || exit.Exited() {
		t.Fatalf("the victim ended by itself after %d steps: %v", n, err)
	}
}

// checkKilled opens what the victim left.
func checkKilled(t *testing.T, dir, engine string, steps map[string]int) {
	t.Helper()
	a, err := archive.Open(t.Context(), killOptions(dir, engine))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, title := range settled(t, a) {
		name, step, _ := strings.Cut(title, " ")
		if found[name] != 0 {
			t.Errorf("article %s is there twice", name)
		}
		if found[name], err = strconv.Atoi(step); err != nil {
			t.Error(err)
		}
	}
	// The step after the last acknowledged one may have reached the disk.
	for name, step := range steps {
		got, there := found[name]
		switch {
		case there && (got == step || got == step+1):
		case !there && step >= 2 && strings.ContainsAny(name[len(name)-1:], "05"): // removed
		default:
			t.Errorf("article %s: step %d was acknowledged, step %d is there", name, step, got)
		}
	}
	for name, got := range found {
		if _, told := steps[name]; !told && got != 1 {
			t.Errorf("article %s is at step %d, of which nobody was told", name, got)
		}
		steps[name] = got
	}
	for name := range steps {
		if _, there := found[name]; !there {
			steps[name] = 3
		}
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
