package batch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/server/batch"
)

// A script says how each line of a batch is worked on. A line is "name" or "-name"; one
// with a minus is a barrier.
type script struct {
	do     func(ctx context.Context, line string) error
	finish func(ctx context.Context, seq uint64) error
	ahead  int // bytes; 0: plenty
}

func (s script) runner() *batch.Runner {
	r := &batch.Runner{
		MaxLine: 100, MaxAhead: s.ahead, Finish: s.finish, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Plan: func(line []byte) (batch.Task, error) {
			text := strings.TrimSpace(string(line))
			if text == "unreadable" {
				return batch.Task{}, &index.Error{Kind: index.Invalid, Text: "unreadable"}
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), "/")
			return batch.Task{Names: []string{name}, Barrier: strings.HasPrefix(text, "-"), Do: func(ctx context.Context) ([]batch.Result, uint64, error) {
				if s.do != nil {
					if err := s.do(ctx, text); err != nil {
						return nil, 0, err
					}
				}
				return []batch.Result{{ID: text, Result: archive.Created}}, uint64(len(text)), nil
			}}, nil
		},
		Reject: func(err error) batch.Result {
			return batch.Result{Result: archive.Rejected, Code: index.KindOf(err).String()}
		},
	}
	if r.MaxAhead == 0 {
		r.MaxAhead = 1 << 20
	}
	return r
}

// fromText gives the lines of a text.
func fromText(text string) batch.Lines {
	r := batch.NewLineReader(strings.NewReader(text), 100)
	return func(context.Context, int) ([]byte, error) { return r.Next() }
}

// run returns the answer: "line id" or "line code" for each result, then the summary.
func (s script) run(t *testing.T, lines batch.Lines) ([]string, batch.Summary) {
	t.Helper()
	var out bytes.Buffer
	if err := s.runner().Run(t.Context(), lines, &out); err != nil {
		t.Fatal(err)
	}
	return answer(t, out.String())
}

func answer(t *testing.T, body string) (results []string, sum batch.Summary) {
	t.Helper()
	for line := range strings.Lines(body) {
		var one struct {
			batch.Result
			Summary *batch.Summary
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		if one.Summary != nil {
			sum = *one.Summary
			continue
		}
		results = append(results, fmt.Sprintf("%d %s%s", one.Line, one.ID, one.Code))
	}
	return results, sum
}

func TestEachLineHasAResultInItsPlace(t *testing.T) {
	t.Parallel()
	s := script{do: func(_ context.Context, line string) error {
		switch line {
		case "panics":
			panic("oh no")
		case "gone":
			return &index.Error{Kind: index.Gone}
		case "fails":
			return errors.New("disk")
		}
		return nil
	}}
	got, sum := s.run(t, fromText("a\n\nunreadable\npanics\ngone\nfails\n"+strings.Repeat("x", 101)+"\nb"))
	want := []string{"1 a", "3 invalid", "4 internal", "5 gone", "6 internal", "7 too-large", "8 b"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	sum.TookMS = 0
	if want := (batch.Summary{Lines: 7, Created: 2, Rejected: 5}); sum != want {
		t.Errorf("got %+v, want %+v", sum, want)
	}
}

func TestTasksWithTheSameNameRunInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var ended []string
		running, most := 0, 0
		s := script{do: func(_ context.Context, line string) error {
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			if strings.HasSuffix(line, "/slow") {
				time.Sleep(time.Second)
			}
			time.Sleep(time.Second)
			mu.Lock()
			defer mu.Unlock()
			running--
			ended = append(ended, line)
			return nil
		}}
		got, _ := s.run(t, fromText("a/slow\nb\na\n-c\na/2\n"))
		if want := []string{"b", "a/slow", "a", "-c", "a/2"}; !slices.Equal(ended, want) {
			t.Errorf("ended in the order %q, want %q", ended, want)
		}
		if want := []string{"1 a/slow", "2 b", "3 a", "4 -c", "5 a/2"}; !slices.Equal(got, want) {
			t.Errorf("answered %q, want %q", got, want)
		}
		if most != 2 {
			t.Errorf("%d at once, want 2", most)
		}
	})
}

func TestLinesInWorkAreBoundedByBytes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, most := 0, 0
		s := script{ahead: 10, do: func(context.Context, string) error {
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			defer mu.Unlock()
			running--
			return nil
		}}
		got, _ := s.run(t, fromText("aaa\nbbb\nccc\nddd\na line longer than the bound runs alone\n"))
		if len(got) != 5 || most != 2 {
			t.Errorf("%d results, %d at once; want 5 and 2", len(got), most)
		}
	})
}

func TestABusyTaskIsTriedAgainForSomeTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		busy time.Duration
		want string
	}{
		{10 * time.Second, "1 a"},
		{time.Hour, "1 busy"},
	} {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			s := script{do: func(context.Context, string) error {
				if time.Since(begin) < c.busy {
					return &index.Error{Kind: index.Busy}
				}
				return nil
			}}
			if got, _ := s.run(t, fromText("a")); !slices.Equal(got, []string{c.want}) {
				t.Errorf("busy for %v: got %q, want %q", c.busy, got, c.want)
			}
			if took := time.Since(begin); took > time.Minute {
				t.Errorf("busy for %v: took %v", c.busy, took)
			}
		})
	}
}

func TestAStopEndsTheReadingAndSaysWhy(t *testing.T) {
	t.Parallel()
	lines := func(_ context.Context, number int) ([]byte, error) {
		if number == 3 {
			return nil, &batch.Stop{Reason: "send again from line 3"}
		}
		return []byte("a\n"), nil
	}
	finished := uint64(0)
	s := script{finish: func(_ context.Context, seq uint64) error {
		finished = seq
		return &index.Error{Kind: index.Busy, Text: "not searchable yet"}
	}}
	got, sum := s.run(t, lines)
	if want := []string{"1 a", "2 a"}; !slices.Equal(got, want) || sum.Stopped != "send again from line 3" || finished != 1 {
		t.Errorf("got %q, stopped %q, finished with change %d", got, sum.Stopped, finished)
	}
	if _, sum := s.run(t, fromText("a")); sum.Stopped != "not searchable yet" {
		t.Errorf("a failed finish: stopped %q", sum.Stopped)
	}
}

func TestAnEndedContextStopsTheReading(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	s := script{ahead: 3, do: func(ctx context.Context, _ string) error {
		cancel()
		<-ctx.Done()
		return context.Cause(ctx)
	}}
	if err := s.runner().Run(ctx, fromText(strings.Repeat("aa\n", 10)), &out); err != nil {
		t.Fatal(err)
	}
	if got, sum := answer(t, out.String()); len(got) != 1 || sum.Stopped != "the request was given up" {
		t.Errorf("got %q, stopped %q", got, sum.Stopped)
	}
}

type fullWriter struct{ room int }

func (w *fullWriter) Write(p []byte) (int, error) {
	if w.room--; w.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestTasksEndThoughTheirResultsCannotBeWritten(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	done := 0
	s := script{do: func(context.Context, string) error {
		mu.Lock()
		defer mu.Unlock()
		done++
		return nil
	}}
	err := s.runner().Run(t.Context(), fromText(strings.Repeat("a\n", 100)), &fullWriter{room: 2})
	if !errors.Is(err, io.ErrShortWrite) || done != 100 {
		t.Errorf("got %v, %d tasks done", err, done)
	}
}
