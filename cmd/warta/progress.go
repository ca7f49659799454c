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

// A progress reports on long work on the error stream: as a bar on a terminal, else as a
// line from time to time. It is safe for concurrent use.
type progress struct {
	bar *progressbar.ProgressBar // nil if the stream is no terminal
	out io.Writer
	of  string // noun for the pieces of work

	mu          sync.Mutex
	done, total int64
	last        time.Time // time of the last line
}

// lineEvery is the least time between lines.
const lineEvery = 30 * time.Second

// progress returns a report on work of total pieces; -1: unknown.
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

// reached sets the number of finished pieces and the total.
func (p *progress) reached(done, total uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if total == 0 {
		return
	}
	p.set(int64(min(done, total)), int64(total)) // numbers of changes are far below the limit
}

// set updates the report. The caller holds mu. Errors are ignored.
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

// line returns the report as text.
func line(done, total int64, of string) string {
	if total > 0 {
		return fmt.Sprintf("%d of %d %s", done, total, of)
	}
	return fmt.Sprintf("%d %s", done, of)
}

// hide removes the bar until the next update, so that another line can be printed.
func (p *progress) hide() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// finish removes the bar.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear()
		_ = p.bar.Exit()
	}
}

// Write counts the bytes of data as pieces.
func (p *progress) Write(data []byte) (int, error) {
	p.add(len(data))
	return len(data), nil
}

// following reports, until stop is called, on an index that is built or catches up.
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

// how returns the progress of the index that is built, or else of the current one, in changes
// of the record.
func how(s archive.Status) (done, total uint64) {
	if s.Building != 0 {
		return s.BuildMark, s.Head
	}
	return s.Mark, s.Head
}
