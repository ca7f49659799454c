package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"warta/index/archive"
)

// A progress tells of long work on the error stream: as a bar on a terminal, as a
// plain line now and then elsewhere. Several goroutines may use it.
type progress struct {
	bar *progressbar.ProgressBar // on a terminal
	out io.Writer
	of  string // what is counted

	mu          sync.Mutex
	done, total int64
	last        time.Time // when a line was written
}

// lineEvery is how often work without a terminal says how far it is.
const lineEvery = 30 * time.Second

// progress begins to tell of work on so many pieces; -1 where nobody knows.
func (a *app) progress(of string, total int) *progress {
	p := &progress{out: a.err, of: of, total: int64(total), last: time.Now()}
	if isTerminal(a.err) {
		p.bar = progressbar.NewOptions64(p.total,
			progressbar.OptionSetWriter(a.err), progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(of),
			progressbar.OptionSetPredictTime(total > 0), progressbar.OptionClearOnFinish(), progressbar.OptionSetElapsedTime(true),
			progressbar.OptionThrottle(100*time.Millisecond))
	}
	return p
}

// add counts n more pieces.
func (p *progress) add(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.set(p.done+int64(n), p.total)
}

// reached says that done pieces of total are done.
func (p *progress) reached(done, total uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if total == 0 {
		return
	}
	p.set(int64(min(done, total)), int64(total)) // changes of a record: far fewer than that
}

// set needs mu. What goes wrong with it is cosmetic.
func (p *progress) set(done, total int64) {
	if p.bar != nil {
		if total != p.total && total > 0 {
			p.bar.ChangeMax64(total)
		}
		_ = p.bar.Set64(done)
	} else if time.Since(p.last) >= lineEvery {
		p.last = time.Now()
		fmt.Fprintln(p.out, line(done, total, p.of))
	}
	p.done, p.total = done, total
}

func line(done, total int64, of string) string {
	if total > 0 {
		return fmt.Sprintf("%d of %d %s", done, total, of)
	}
	return fmt.Sprintf("%d %s", done, of)
}

// clear makes room for a line of others.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// finish takes the bar away.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear()
		_ = p.bar.Exit()
	}
}

// Write counts the bytes that pass.
func (p *progress) Write(data []byte) (int, error) {
	p.add(len(data))
	return len(data), nil
}

// following tells, until stop, how far an index is that is built or catches up.
func (a *app) following(ctx context.Context, archive *archive.Archive) (stop func()) {
	p := a.progress("changes", -1)
	ctx, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		tick := time.NewTicker(250 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				p.reached(how(archive.Status(ctx)))
			}
		}
	})
	return func() {
		cancel()
		watching.Wait()
		p.finish()
	}
}

// how far the index is that is being made, else the one at work.
func how(s archive.Status) (done, total uint64) {
	if s.Building != 0 {
		return s.BuildMark, s.Head
	}
	return s.Mark, s.Head
}
