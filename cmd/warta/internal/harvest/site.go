package harvest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"warta/analyzers/dates"
	"warta/analyzers/page"
	"warta/analyzers/satker"
)

// Limits after which the run leaves a site.
const (
	mostFailures = 5  // consecutive failures: the site is down
	mostNothing  = 25 // consecutive pages without a new article: the site generates URLs
)

// A reading is the reading of one site in one run.
type reading struct {
	*visit
	state    *state
	sum      Summary
	begun    time.Time
	lists    int       // lists fetched in this run
	arriving []waiting // new pages of the current list
	found    int       // pages found in this run, which are first among those that wait
	failures int       // consecutive failures
	nothing  int       // consecutive pages without a new article
	alarms   int       // unchanged pages that a list called changed
	proven   bool      // a page that a list called changed was changed
	doubtful int       // impossible dates in lists
	doubt    string    // the first of them
}

// read reads one site. An error concerns the whole run.
func read(ctx context.Context, o *Options, client *http.Client, site Site) (Summary, error) {
	r := &reading{visit: &visit{Options: o, client: client, site: site, pause: o.Delay}, begun: o.Clock.Now()}
	r.sum = Summary{Site: site.Name(), Satker: site.Satker}
	err := r.run(ctx)
	r.sum.Requests = r.requests
	if r.doubtful > 0 {
		r.note(fmt.Sprintf("%d dates of its lists cannot be true and were left out, the first %q", r.doubtful, r.doubt))
	}
	r.sum.Notes = r.notes
	if r.state != nil {
		r.sum.Waiting = len(r.state.Waiting)
		if later, ok := errors.AsType[*laterError](err); ok {
			r.state.NotBefore = later.until
		}
		if saving := r.state.save(); saving != nil {
			return r.sum, saving
		}
	}
	if fatal, ok := errors.AsType[*fatalError](err); ok && ctx.Err() == nil {
		r.problem(fatal.error)
		return r.sum, fatal.error
	}
	switch {
	case err != nil && ctx.Err() != nil:
		r.problem(errStopped)
	case err != nil:
		r.problem(err)
	}
	return r.sum, ctx.Err()
}

// errStopped is the problem of a site whose run was cancelled.
var errStopped = errors.New("stopped before its end: the next run goes on")

// A fatalError ends the whole run.
type fatalError struct{ error }

func (e *fatalError) Unwrap() error { return e.error }

// problem records a problem, unless there is one already.
func (r *reading) problem(err error) {
	if r.sum.Problem == "" {
		r.sum.Problem = err.Error()
	}
}

func (r *reading) run(ctx context.Context) (err error) {
	if r.state, err = openState(r.StateDir, r.site); err != nil {
		return err
	}
	if now := r.Clock.Now(); r.state.NotBefore.After(now) {
		return &laterError{r.state.NotBefore}
	}
	r.state.NotBefore = time.Time{}
	if err := r.greet(ctx); err != nil {
		return err
	}
	if err := r.discover(ctx); err != nil {
		return err
	}
	r.again()
	return r.fetchAll(ctx)
}

// again adds recently found pages to those that wait, once a day, because news are corrected
// soon after publication.
func (r *reading) again() {
	now := r.Clock.Now()
	for key, p := range r.state.Pages {
		if p.Fate == fateSent && p.At != "" && now.Sub(p.First) < r.Recheck && now.Sub(p.Fetched) >= 24*time.Hour && !r.state.queued[key] {
			r.state.queued[key] = true
			r.state.Waiting = append(r.state.Waiting, waiting{Key: key, At: p.At, Listed: true})
		}
	}
}

// fetchAll fetches the pages that wait, newest first, within the limits of one run.
func (r *reading) fetchAll(ctx context.Context) error {
	for range r.Articles {
		if len(r.state.Waiting) == 0 || r.Clock.Now().Sub(r.begun) >= r.Span {
			return nil
		}
		w := r.state.Waiting[0]
		if err := r.fetch(ctx, w); err != nil {
			return err
		}
		r.OnPage()
		r.state.Waiting = r.state.Waiting[1:]
		delete(r.state.queued, w.Key)
		if err := r.state.savePage(); err != nil {
			return &fatalError{err}
		}
		if r.failures >= mostFailures {
			return fmt.Errorf("%d pages in a row could not be fetched: %s", r.failures, r.sum.Problem)
		}
		if r.nothing >= mostNothing {
			return fmt.Errorf("%d pages in a row held no new article: does the site make up addresses?", r.nothing)
		}
	}
	return nil
}

// fetch fetches one page and passes it to the sink. An error ends the run of the site. The
// page then keeps waiting, without the validators of this answer, so that the next run
// fetches it again.
func (r *reading) fetch(ctx context.Context, w waiting) error {
	now := r.Clock.Now()
	p := &pageState{First: now}
	if known := r.state.Pages[w.Key]; known != nil {
		*p = *known
	}
	at, err := url.Parse(w.At)
	if err != nil {
		return nil // only an edited state file has an invalid URL
	}
	got, err := r.get(ctx, at, p.validators, mostPage)
	if later, ok := errors.AsType[*laterError](err); ok {
		return later
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.Fetched = now
	switch {
	case err != nil:
		r.missed(p, w, err)
	case got.unchanged:
		r.failures, p.Tries = 0, 0
		r.unchanged()
	default:
		r.failures, p.Tries = 0, 0
		p.validators = got.validators
		if err := r.take(ctx, w, p, got); err != nil {
			return err
		}
	}
	r.state.Pages[w.Key] = p
	return nil
}

// missed records the fate of a page that was not fetched.
func (r *reading) missed(p *pageState, w waiting, err error) {
	status, told := errors.AsType[statusError](err)
	switch {
	case told && (status == http.StatusNotFound || status == http.StatusGone):
		p.Fate = fateGone
		r.sum.Gone++
		r.nothing++
	case errors.Is(err, errOutside), errors.Is(err, errForbidden), errors.Is(err, errRedirects):
		p.Fate = fateNone
		r.skip()
	default:
		p.Fate = fateFailed
		p.Tries++
		r.failures++
		r.sum.Failed++
		r.problem(fmt.Errorf("%s: %w", w.At, err))
	}
}

func (r *reading) unchanged() {
	r.sum.Unchanged++
	r.alarms++
	r.nothing = 0
}

func (r *reading) skip() {
	r.sum.Skipped++
	r.nothing++
}

// Least number of letters in the text of an article; it is greater if only the URL suggests
// an article.
const (
	shortest        = 60
	shortestGuessed = 300
)

// take passes the page to the sink if it is a new or changed article.
func (r *reading) take(ctx context.Context, w waiting, p *pageState, got *reply) error {
	now := r.Clock.Now()
	key, err := page.CanonicalURL(got.url.String())
	if err != nil {
		key = w.Key
	}
	if before := r.state.Pages[key]; key != w.Key && before != nil && before.Fate == fateSent {
		p.Fate = fateCopy // an old URL that redirects to a known page
		r.skip()
		return nil
	}
	kind, _, _ := kindOf(got.url)
	moved := got.url.String() != w.At
	html := got.text()
	head := readPage([]byte(html))
	noIndex, _ := asks(strings.Join(got.header.Values("X-Robots-Tag"), ","))
	drafts := page.Read(html, true)
	draft := drafts[0]
	length := 0
	for _, paragraph := range draft.Paragraphs {
		length += utf8.RuneCountInString(paragraph)
	}
	wanted := shortestGuessed
	if kind == articlePage || w.Listed && !moved {
		wanted = shortest
	}
	if !got.html() || head.noIndex || noIndex || moved && kind != articlePage || len(drafts) != 1 || draft.Title == "" || length < wanted {
		p.Fate = fateNone
		r.skip()
		return nil
	}
	digest := sha256.Sum256([]byte(draft.Title + "\n" + strings.Join(draft.Paragraphs, "\n")))
	sum := base64.RawStdEncoding.EncodeToString(digest[:15])
	if sum == p.Sum && p.Fate == fateSent {
		r.unchanged()
		return nil
	}
	if owner, ok := r.state.sums[sum]; ok && owner != w.Key {
		p.Fate = fateCopy
		r.skip()
		return nil
	}
	article := Article{URL: got.url.String(), HTML: html, Satker: r.site.Satker}
	if dates.Plausible(dates.ISO(draft.Published), dates.DayOf(now.In(satker.WIB.Location()))) != nil { // no date, or an impossible one
		article.Published = r.believable(w.Published)
	}
	return r.send(ctx, w, p, sum, article)
}

// believable returns a date of publication, "" if it is in the future.
func (r *reading) believable(published string) string {
	_, at := postedAt(published)
	if published == "" || at.IsZero() || dates.PlausibleTime(at, r.Clock.Now()) == nil {
		return published
	}
	if r.doubtful++; r.doubtful == 1 {
		r.doubt = published
	}
	return ""
}

func (r *reading) send(ctx context.Context, w waiting, p *pageState, sum string, article Article) error {
	outcome, err := r.Sink(ctx, article)
	if _, ok := errors.AsType[*RefusedError](err); ok {
		p.Fate, p.Sum = fateRefused, sum
		r.sum.Refused++
		r.problem(fmt.Errorf("%s: %w", article.URL, err))
		return nil
	}
	if err != nil {
		return &fatalError{err}
	}
	p.Fate, p.Sum = fateSent, sum
	r.state.sums[sum] = w.Key
	r.nothing, r.proven = 0, true
	switch outcome {
	case Created:
		r.sum.Created++
	case Updated:
		r.sum.Updated++
	default:
		r.sum.Unchanged++
	}
	return nil
}
