// Package finder asks the archive within bounds: on the time of each call, on how many
// run at once, and on the share of each client ([limit.Client]).
package finder

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/answer"
	"warta/server/limit"
)

// An Archive answers searches.
type Archive interface {
	// Search answers a query about articles or quotes.
	Search(ctx context.Context, q search.Query) (*search.Page, error)
	// Suggest completes a text.
	Suggest(ctx context.Context, text string, size int) ([]search.Suggestion, error)
	// SuggestInside is Suggest with private people.
	SuggestInside(ctx context.Context, text string, size int) ([]search.Suggestion, error)
	// Meant returns the known values of a filter that may be meant by a value without
	// the form of one.
	Meant(ctx context.Context, parameter, value string) ([]understand.MeantValue, error)
	// Similar returns articles that are like one.
	Similar(ctx context.Context, id string, size int) (*search.Page, error)
	// Versions lists up to n states of an article as they were received, the newest
	// first: those before a change, or with 0 from the newest. Next is 0 at the end.
	Versions(ctx context.Context, id string, before uint64, n int) (list []archive.Version, next uint64, err error)
}

// Options are the bounds of a [Finder]. All are needed.
type Options struct {
	Searches     int           // searches at once
	QueryTimeout time.Duration // of one search, and of waiting for a place
	PageTimeout  time.Duration // of writing one page of a long answer, and of retrying while busy
	Now          func() time.Time
}

// A Finder asks the archive. It is safe for concurrent use.
type Finder struct {
	archive  Archive
	opts     Options
	searches *limit.Places
	readings *limit.Places // of articles that are read for a caller, not stored
	walks    chan struct{} // one token for each walk
}

const (
	// maxWalks is how many walks run at once. Each holds at most one place of searches.
	maxWalks = 2
	// walkRetry is the Retry-After of a walk that is refused because others run.
	walkRetry = 10 * time.Second
	// busyPause is the pause before a walk asks again while the service is busy.
	busyPause = 250 * time.Millisecond
)

// New returns a finder over an archive.
func New(a Archive, o Options) *Finder {
	return &Finder{
		archive: a, opts: o, searches: limit.NewPlaces(o.Searches, o.Now),
		readings: limit.NewPlaces((o.Searches+1)/2, o.Now), walks: make(chan struct{}, maxWalks),
	}
}

// Running returns how many searches run.
func (f *Finder) Running() int { return f.opts.Searches - f.searches.Free() }

// Waiting returns how many searches wait for a place.
func (f *Finder) Waiting() int { return f.searches.Waiting() }

// Search answers a query. Lists of the page are never nil.
func (f *Finder) Search(ctx context.Context, q search.Query) (page *search.Page, err error) {
	err = f.inPlace(ctx, func(ctx context.Context) error {
		page, err = f.archive.Search(ctx, q)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err) // without the query, which is private
	}
	if page.Hits == nil {
		page.Hits = []search.Hit{}
	}
	for name, values := range page.Facets {
		if values == nil {
			page.Facets[name] = []index.Count{}
		}
	}
	return page, nil
}

// Suggest completes a text, with private people or without.
func (f *Finder) Suggest(ctx context.Context, text string, size int, private bool) (list []search.Suggestion, err error) {
	ask := f.archive.Suggest
	if private {
		ask = f.archive.SuggestInside
	}
	err = f.inPlace(ctx, func(ctx context.Context) error {
		list, err = ask(ctx, text, size)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err) // without the text, which is private
	}
	return list, nil
}

// Meant returns the known values of a filter that may be meant by a value without the
// form of one.
func (f *Finder) Meant(ctx context.Context, parameter, value string) (list []understand.MeantValue, err error) {
	err = f.inPlace(ctx, func(ctx context.Context) error {
		list, err = f.archive.Meant(ctx, parameter, value)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up a value of a filter: %w", err)
	}
	return list, nil
}

// SuggestOfficials returns officials whose names a text begins or resembles.
func (f *Finder) SuggestOfficials(ctx context.Context, text string) ([]search.Suggestion, error) {
	list, err := f.Suggest(ctx, text, search.MaxSuggestions, false)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(s search.Suggestion) bool { return s.Kind != search.SuggestOfficial }), nil
}

// Similar returns articles that are like one.
func (f *Finder) Similar(ctx context.Context, id string, size int) (page *search.Page, err error) {
	err = f.inPlace(ctx, func(ctx context.Context) error {
		page, err = f.archive.Similar(ctx, id, size)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find similar articles: %w", err)
	}
	return page, nil
}

// Versions lists states of an article, as the archive does. Each is read again from
// the text that was received, so the call takes a place of [Finder.ReadingPlace].
func (f *Finder) Versions(ctx context.Context, id string, before uint64, n int) (list []archive.Version, next uint64, err error) {
	release, err := f.ReadingPlace(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, f.opts.QueryTimeout)
	defer cancel()
	if list, next, err = f.archive.Versions(ctx, id, before, n); err != nil {
		return nil, 0, fmt.Errorf("list the versions of an article: %w", err)
	}
	return list, next, nil
}

// ReadingPlace waits for a place to read an article that is not stored; release gives
// it back. There are half as many as for searches.
func (f *Finder) ReadingPlace(ctx context.Context) (release func(), err error) {
	return f.place(ctx, f.readings)
}

// inPlace calls ask in a place of searches. Its time begins once it has the place.
func (f *Finder) inPlace(ctx context.Context, ask func(context.Context) error) error {
	release, err := f.place(ctx, f.searches)
	if err != nil {
		return err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, f.opts.QueryTimeout)
	defer cancel()
	return ask(ctx)
}

// place waits for a place in the name of the client of ctx. The error is [index.Busy].
func (f *Finder) place(ctx context.Context, places *limit.Places) (release func(), err error) {
	waits, cancel := context.WithTimeout(ctx, f.opts.QueryTimeout)
	defer cancel()
	release, err = places.Take(waits, limit.Client(ctx))
	if err != nil {
		return nil, &index.Error{
			Kind: index.Busy, Op: "finder.place", Text: "too many at once: try again in a moment", Err: errors.Join(err, ctx.Err()),
		}
	}
	return release, nil
}

// Walk gives each page of the result of q: at most so many hits, 0 for all, and at least
// one page. Each page extends the time of the answer w, because a walk may take long.
func (f *Finder) Walk(ctx context.Context, w http.ResponseWriter, q search.Query, most int, give func(*search.Page) error) error {
	select {
	case f.walks <- struct{}{}:
		defer func() { <-f.walks }()
	default:
		return &index.Error{
			Kind: index.Busy, Op: "finder.Walk", RetryAfter: walkRetry,
			Text: fmt.Sprintf("%d exports run already: ask for this one again in a moment", maxWalks),
		}
	}
	for given := 0; ; {
		answer.Extend(w, 2*f.opts.PageTimeout) // for finding a page, and for sending it
		q.Size = index.MaxSize
		if most > 0 {
			q.Size = min(q.Size, most-given)
		}
		page, err := f.searchPatiently(ctx, q)
		if err != nil {
			return err
		}
		if err := give(page); err != nil {
			return fmt.Errorf("send a page of results: %w", err)
		}
		given += q.Size
		if page.Next == nil || most > 0 && given >= most {
			return nil
		}
		q.Cursor = *page.Next
	}
}

// searchPatiently is Search that is tried again while the service is busy, because half
// of an export is useless.
func (f *Finder) searchPatiently(ctx context.Context, q search.Query) (*search.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, f.opts.PageTimeout)
	defer cancel()
	for {
		page, err := f.Search(ctx, q)
		if err == nil || index.KindOf(err) != index.Busy {
			return page, err
		}
		select {
		case <-time.After(busyPause):
		case <-ctx.Done():
			return nil, err
		}
	}
}
