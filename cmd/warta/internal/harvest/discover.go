package harvest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"warta/analyzers/dates"
	"warta/analyzers/page"
)

// Bounds of the search for lists on a site without configured lists.
const (
	mostFeeds      = 3
	mostListings   = 10
	deepestSitemap = 3
)

// enough is the number of unchanged pages that a list called changed, after which the dates
// of change in it are ignored for the rest of the run.
const enough = 10

// discover reads the lists of the site and adds new pages to those that wait.
func (r *reading) discover(ctx context.Context) error {
	lists := r.site.Lists
	if len(lists) == 0 {
		return r.lookAround(ctx)
	}
	for _, at := range lists {
		if err := r.readList(ctx, at, 0); err != nil {
			return err
		}
	}
	return nil
}

// lookAround reads the feeds and listings that the start page links to. Sitemaps come last,
// because the others have the newest pages.
func (r *reading) lookAround(ctx context.Context) error {
	home, got, err := r.fetchList(ctx, r.site.Home)
	if err != nil {
		return err
	}
	around := r.state.list("around") // lists that the start page linked to at its last reading
	if got != nil {
		around.Feeds, around.Listings = r.named(got, home)
		r.addLinks(got, home)
		if err := r.save(); err != nil {
			return err
		}
	}
	for _, at := range slices.Concat(around.Feeds, around.Listings) {
		if err := r.readNamed(ctx, at); err != nil {
			return err
		}
	}
	sitemaps := r.robots.Sitemaps
	if len(sitemaps) == 0 {
		sitemaps = []string{"/sitemap.xml"}
	}
	for _, at := range sitemaps[:min(len(sitemaps), mostListings)] {
		if err := r.readNamed(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// readNamed reads a list that the site links to.
func (r *reading) readNamed(ctx context.Context, at string) error {
	u := resolve(r.site.Home, "", at)
	if u == nil || !r.site.allows(u) {
		return nil
	}
	return r.readList(ctx, u, 0)
}

// named returns the feeds and listings that the start page links to.
func (r *reading) named(home *listing, from *url.URL) (feeds, listings []string) {
	seen := map[string]bool{}
	for _, link := range home.feeds {
		if u := resolve(from, home.base, link); u != nil && r.site.allows(u) && !seen[u.String()] && len(feeds) < mostFeeds {
			seen[u.String()] = true
			feeds = append(feeds, u.String())
		}
	}
	for _, link := range home.entries {
		u := resolve(from, home.base, link.at)
		if u == nil || !r.site.allows(u) || len(listings) == mostListings {
			continue
		}
		if kind, list, _ := kindOf(u); kind == listPage && !seen[list] {
			seen[list] = true
			listings = append(listings, u.String())
		}
	}
	return feeds, listings
}

// fetchList fetches a list. The listing is nil if the list has not changed or cannot be
// fetched, or if the run has no budget left for lists. Problems go to the summary.
func (r *reading) fetchList(ctx context.Context, at *url.URL) (from *url.URL, got *listing, err error) {
	if r.lists >= r.Lists || r.Clock.Now().Sub(r.begun) >= r.Span/2 { // the rest of the budget is for pages
		return at, nil, nil
	}
	r.lists++
	known := r.state.list(at.String())
	reply, err := r.get(ctx, at, known.validators, mostList)
	if _, ok := errors.AsType[*laterError](err); ok || ctx.Err() != nil {
		return at, nil, err
	}
	status, told := errors.AsType[statusError](err)
	switch {
	case !r.expected(at) && (told && (status == http.StatusNotFound || status == http.StatusGone) || errors.Is(err, errOutside) || errors.Is(err, errForbidden)):
		return at, nil, nil // the site has no such list
	case err != nil:
		if r.failures++; r.failures >= mostFailures {
			return at, nil, fmt.Errorf("%s: %w", at, err) // the site is down
		}
		r.problem(fmt.Errorf("%s: %w", at, err))
		return at, nil, nil
	}
	r.failures = 0
	known.Fetched = r.Clock.Now()
	if reply.unchanged {
		return reply.url, nil, nil
	}
	l, err := readReply(reply)
	if err != nil {
		r.problem(fmt.Errorf("%s: %w", at, err))
		return reply.url, nil, nil
	}
	known.validators = reply.validators
	if l.faults > 0 {
		known.validators = validators{} // a complete version of the next time may have the same validators
		r.note(fmt.Sprintf("%s: %d places of the list could not be read and were passed over", at, l.faults))
	}
	return reply.url, &l, nil
}

// expected reports whether a missing list is a fault: it is a configured list or the start
// page.
func (r *reading) expected(at *url.URL) bool {
	for named := range r.site.named {
		if *named == *at {
			return true
		}
	}
	return false
}

func readReply(reply *reply) (listing, error) {
	body, err := unzipped(reply.body, mostList)
	if err != nil {
		return listing{}, err
	}
	l, err := readXML(body)
	if err == nil || !errors.Is(err, errNoList) {
		return l, err
	}
	if !reply.html() || len(body) > mostPage {
		return listing{}, errNoList
	}
	l = readPage(body)
	l.page = true
	return l, nil
}

// readList reads a feed, a sitemap or a listing with its pages.
func (r *reading) readList(ctx context.Context, at *url.URL, depth int) error {
	if kind, _, _ := kindOf(at); kind == listPage {
		return r.walk(ctx, at)
	}
	from, got, err := r.fetchList(ctx, at)
	if err != nil || got == nil {
		return err
	}
	if got.page {
		return r.walkFrom(ctx, at, from, got)
	}
	for _, e := range got.entries {
		if u := resolve(from, e.base, e.at); u != nil && (got.feed || mayBeArticle(u)) {
			kind, _, _ := kindOf(u)
			r.add(u, e, got.feed || kind == articlePage)
		}
	}
	r.arrive()
	if err := r.save(); err != nil {
		return err
	}
	if depth == deepestSitemap {
		return nil
	}
	for _, e := range got.lists {
		if r.lists >= r.Lists {
			return nil
		}
		u := resolve(from, e.base, e.at)
		if u == nil || !r.site.allows(u) {
			continue
		}
		if last := r.state.list(u.String()).Fetched; !e.changed.IsZero() && e.changed.Before(last.Add(-24*time.Hour)) {
			continue
		}
		if err := r.readList(ctx, u, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// walk reads a listing from its first page to the first page without new links, and then
// continues where an earlier run stopped before the end.
func (r *reading) walk(ctx context.Context, at *url.URL) error {
	from, got, err := r.fetchList(ctx, at)
	if err != nil {
		return err
	}
	return r.walkFrom(ctx, at, from, got)
}

func (r *reading) walkFrom(ctx context.Context, at, from *url.URL, got *listing) error {
	progress := r.state.list(at.String())
	for number := 1; got != nil; number++ {
		fresh := r.addLinks(got, from)
		next := r.nextPage(got, from)
		switch {
		case next == nil && number >= progress.Next:
			progress.Done = true
		case !progress.Done && number >= progress.Next:
			progress.Next, progress.NextAt = number+1, next.String()
		}
		if err := r.save(); err != nil {
			return err
		}
		if fresh == 0 || next == nil {
			break
		}
		var err error
		if from, got, err = r.fetchList(ctx, next); err != nil {
			return err
		}
	}
	return r.walkBack(ctx, progress)
}

// walkBack continues a listing at the page where an earlier run, or the walk from the front,
// stopped. New articles push old ones to later pages, so continuing at the same number
// misses none. It stops at a page without articles.
func (r *reading) walkBack(ctx context.Context, progress *listState) error {
	for !progress.Done && progress.NextAt != "" && len(r.state.Waiting) < r.Articles && r.lists < r.Lists {
		at, err := url.Parse(progress.NextAt)
		if err != nil {
			return err
		}
		delete(r.state.Lists, at.String()) // its earlier content does not matter any more
		from, got, err := r.fetchList(ctx, at)
		if err != nil {
			return err
		}
		if got == nil {
			return nil
		}
		r.addLinks(got, from)
		next := r.nextPage(got, from)
		if next == nil || r.articles(got, from) == 0 {
			progress.Done, progress.NextAt = true, ""
		} else {
			progress.Next, progress.NextAt = progress.Next+1, next.String()
		}
		if err := r.save(); err != nil {
			return err
		}
	}
	return nil
}

// nextPage returns the page with the next number, nil unless the listing links to it or to a
// later one.
func (r *reading) nextPage(got *listing, from *url.URL) *url.URL {
	if got.noLinks {
		return nil
	}
	_, list, number := kindOf(from)
	var next *url.URL
	consider := func(link string) {
		u := resolve(from, got.base, link)
		if u == nil || !r.site.allows(u) {
			return
		}
		if _, l, n := kindOf(u); l == list && n == number+1 && next == nil {
			next = u
		}
	}
	if got.next != "" {
		consider(got.next)
	}
	for _, e := range got.entries {
		consider(e.at)
	}
	return next
}

// addLinks adds the articles that a page links to, and returns the number of new ones.
func (r *reading) addLinks(got *listing, from *url.URL) int {
	if got.noLinks {
		return 0
	}
	for _, e := range got.entries {
		u := resolve(from, got.base, e.at)
		if u == nil {
			continue
		}
		if kind, _, _ := kindOf(u); kind == articlePage {
			r.add(u, e, true)
		}
	}
	return r.arrive()
}

func (r *reading) articles(got *listing, from *url.URL) int {
	n := 0
	for _, e := range got.entries {
		if u := resolve(from, got.base, e.at); u != nil && r.site.allows(u) {
			if kind, _, _ := kindOf(u); kind == articlePage {
				n++
			}
		}
	}
	return n
}

// add adds a page to those that wait, if it is new, failed before, or changed since it was
// fetched.
func (r *reading) add(u *url.URL, e entry, listed bool) {
	if !r.site.allows(u) || len(r.state.Pages)+len(r.state.Waiting)+len(r.arriving) >= mostAddresses {
		return
	}
	key, err := page.CanonicalURL(u.String())
	if err != nil || r.state.queued[key] {
		return
	}
	if p := r.state.Pages[key]; p != nil && !r.wanted(p, e) {
		return
	}
	r.state.queued[key] = true
	r.arriving = append(r.arriving, waiting{Key: key, At: u.String(), Published: e.published, Listed: listed})
}

// wanted reports whether to fetch a page again.
func (r *reading) wanted(p *pageState, e entry) bool {
	switch p.Fate {
	case fateFailed:
		return p.Tries < mostTries && p.Fetched.Before(r.begun)
	default:
		if dates.PlausibleTime(e.changed, r.Clock.Now()) != nil { // no date, or one in the future
			return false
		}
		return e.changed.After(p.Fetched) && (r.alarms < enough || r.proven)
	}
}

// arrive inserts the new pages of a list behind those found earlier in this run and before
// those of older runs. It returns their number.
func (r *reading) arrive() int {
	n := len(r.arriving)
	r.state.Waiting = slices.Insert(r.state.Waiting, r.found, r.arriving...)
	r.found += n
	r.arriving = r.arriving[:0]
	return n
}

func (r *reading) save() error {
	if err := r.state.save(); err != nil {
		return &fatalError{err}
	}
	return nil
}
