// Package harvest is a polite crawler of the sites of satker that passes on new articles.
//
// It first reads lists of pages: feeds, sitemaps and pages of links. It searches a site for
// lists if none is configured. Then it fetches the pages, one request at a time, with the
// rules and the pause of robots.txt. It keeps its state in a folder, one file for each site:
// a killed run resumes where it was, and unchanged pages are not transferred again.
//
// It sends requests only to hosts in the list of sites and only to public addresses. See
// docs/harvesting.md.
package harvest

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"
)

// An Article is one page with an article.
type Article struct {
	URL       string
	HTML      string // the whole page, in UTF-8
	Satker    string // office whose site it is
	Published string // RFC 3339 or a day, from a list; empty if the page has a date
}

// A Sink receives articles, one at a time from each site, from several sites at once. It
// returns what the article was to it. A *RefusedError concerns that article only; any other
// error ends the run.
type Sink func(context.Context, Article) (Outcome, error)

// An Outcome is the result of a sink for an article.
type Outcome uint8

// The outcomes.
const (
	Unchanged Outcome = iota
	Created
	Updated
)

// A RefusedError is the reason why a sink refused an article.
type RefusedError struct{ Err error }

func (e *RefusedError) Error() string { return "refused: " + e.Err.Error() }

func (e *RefusedError) Unwrap() error { return e.Err }

// A Clock returns the time and waits.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// Options configure a harvest. Those without a default must be set.
type Options struct {
	Agent    string        // User-Agent, with a contact
	StateDir string        // folder for the state
	Sink     Sink          // receives the articles
	Delay    time.Duration // pause between two requests to a site (default 2 s); robots.txt may extend it
	Timeout  time.Duration // time limit of a request with its body (default 30 s)
	AtOnce   int           // sites read at the same time (default 4)
	Articles int           // maximum pages of one site in one run (default 500)
	Lists    int           // maximum lists of one site in one run (default 50)
	Span     time.Duration // time limit of one site in one run (default 1 h); the next run continues
	Recheck  time.Duration // time after its discovery in which a page is checked again once a day; 0: never
	Permit   []netip.Prefix
	Clock    Clock
	OnPage   func()        // called after each fetched page; from several goroutines
	OnSite   func(Summary) // called after each site; from one goroutine at a time

	lookup func(context.Context, string) ([]netip.Addr, error) // for tests
}

func (o Options) withDefaults() *Options {
	if o.Delay <= 0 {
		o.Delay = 2 * time.Second
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.AtOnce <= 0 {
		o.AtOnce = 4
	}
	if o.Articles <= 0 {
		o.Articles = 500
	}
	if o.Lists <= 0 {
		o.Lists = 50
	}
	if o.Span <= 0 {
		o.Span = time.Hour
	}
	if o.Clock == nil {
		o.Clock = wallClock{}
	}
	if o.OnPage == nil {
		o.OnPage = func() {}
	}
	if o.OnSite == nil {
		o.OnSite = func(Summary) {}
	}
	if o.lookup == nil {
		o.lookup = lookup
	}
	return &o
}

// A wallClock is the real clock.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

func (wallClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// A Summary is the result of one site in one run.
type Summary struct {
	Site      string   `json:"site"`
	Satker    string   `json:"satker"`
	Created   int      `json:"created"`
	Updated   int      `json:"updated"`
	Unchanged int      `json:"unchanged"` // fetched or checked, and not changed
	Skipped   int      `json:"skipped"`   // no article, a copy, or noindex
	Refused   int      `json:"refused"`   // by the sink
	Failed    int      `json:"failed"`    // could not be fetched
	Gone      int      `json:"gone"`
	Waiting   int      `json:"waiting"` // left for the next run
	Requests  int      `json:"requests"`
	Notes     []string `json:"notes,omitempty"`   // remarks: read over http, impossible dates
	Problem   string   `json:"problem,omitempty"` // why the site was not read to the end, or the first failure
}

// OK reports whether there was no failure.
func (s Summary) OK() bool { return s.Problem == "" && s.Failed == 0 && s.Refused == 0 }

// Run reads the sites and returns when all are read. A problem of one site is in its summary
// and does not affect the others. An error concerns the whole run: ctx, the folder, or the
// sink.
func Run(ctx context.Context, sites []Site, options Options) (err error) {
	if err := Validate(); err != nil {
		return err
	}
	o := options.withDefaults()
	release, err := lock(o.StateDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	client := newClient(o)
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	queue := make(chan Site)
	var (
		workers sync.WaitGroup
		telling sync.Mutex
	)
	for range min(o.AtOnce, len(sites)) {
		workers.Go(func() {
			for site := range queue {
				summary, err := read(ctx, o, client, site)
				if err != nil {
					cancel(err)
				}
				telling.Lock()
				o.OnSite(summary)
				telling.Unlock()
			}
		})
	}
	for _, site := range sites {
		select {
		case queue <- site:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	workers.Wait()
	return context.Cause(ctx)
}
