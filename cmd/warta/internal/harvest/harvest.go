// Package harvest reads the sites of satker politely and hands on the articles
// that are new.
//
// Lists are read first: feeds, sitemaps and pages of links, which are looked for
// where the list of sites names none. Then the pages that they name, one request
// at a time, as robots.txt allows and with the pause that it asks for. What was
// read is remembered in a folder, a file for each site; a run that was killed goes
// on where it was, and what has not changed is not sent over the network again.
//
// Nothing that a site says leads to an address that nobody named in the list of
// sites, nor to one that is not public. See docs/harvesting.md.
package harvest

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"
)

// An Article is one page that holds an article.
type Article struct {
	URL       string
	HTML      string // the whole page, in UTF-8
	Satker    string // whose site it is
	Published string // RFC 3339 or a day: what a list said, where the page itself says nothing
}

// A Sink takes articles, one at a time from each site and several sites at once.
// It says whether the article was new to it or changed what it had. A *RefusedError
// is of that article alone; any other ends the run.
type Sink func(context.Context, Article) (Outcome, error)

// An Outcome is what an article was to the sink.
type Outcome uint8

// The outcomes.
const (
	Unchanged Outcome = iota
	Created
	Updated
)

// A RefusedError is an article that the sink does not want.
type RefusedError struct{ Err error }

func (e *RefusedError) Error() string { return "refused: " + e.Err.Error() }

func (e *RefusedError) Unwrap() error { return e.Err }

// A Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// Options say how to harvest. Those without a default must be set.
type Options struct {
	Agent    string        // User-Agent: who reads, and how to reach them
	StateDir string        // folder for what is remembered
	Sink     Sink          // takes the articles
	Delay    time.Duration // between two requests to a site (default 2 s); robots.txt may ask for more
	Timeout  time.Duration // of one request, its body included (default 30 s)
	AtOnce   int           // sites that are read at the same time (default 4)
	Articles int           // pages fetched of one site in one run at the most (default 500)
	Lists    int           // lists fetched of one site in one run at the most (default 50)
	Span     time.Duration // of one site in one run at the most (default 1 h): what waits is left for the next
	Recheck  time.Duration // for that long after it was found a page is asked for again once a day; 0: never
	Permit   []netip.Prefix
	Clock    Clock
	OnPage   func()        // after each page fetched; from several goroutines
	OnSite   func(Summary) // after each site; from one goroutine at a time

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

// A Summary is what came of one site in one run.
type Summary struct {
	Site      string   `json:"site"`
	Satker    string   `json:"satker"`
	Created   int      `json:"created"`
	Updated   int      `json:"updated"`
	Unchanged int      `json:"unchanged"` // fetched, or asked for, and as before
	Skipped   int      `json:"skipped"`   // no article, a copy, or not to be kept
	Refused   int      `json:"refused"`   // by the archive
	Failed    int      `json:"failed"`    // could not be fetched
	Gone      int      `json:"gone"`
	Waiting   int      `json:"waiting"` // found and left for the next run
	Requests  int      `json:"requests"`
	Notes     []string `json:"notes,omitempty"`   // what is worth knowing and no problem: read over http, dates that cannot be true
	Problem   string   `json:"problem,omitempty"` // why the site was left before its end, or what failed first
}

// OK reports whether all went well.
func (s Summary) OK() bool { return s.Problem == "" && s.Failed == 0 && s.Refused == 0 }

// Run reads the sites and returns when all are read. What is wrong with one site
// is told in its summary and the others go on; an error is of the whole run: ctx,
// the folder, or the sink.
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
