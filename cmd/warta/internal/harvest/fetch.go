package harvest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"

	"warta/analyzers/page"
	"warta/analyzers/received"
)

// agentToken is the name of this program in robots.txt.
const agentToken = "Warta"

// Bounds of the requests to one site.
const (
	mostRedirects = 5
	mostRobots    = 512 << 10
	mostPage      = page.MaxSize
	mostList      = 16 << 20 // of a feed or sitemap, unpacked
	mostHeader    = 64 << 10
	attempts      = 4                   // of one request
	longestPause  = 5 * time.Minute     // between requests, or before a retry
	longestAway   = 30 * 24 * time.Hour // maximum of Retry-After
)

// Reasons why nothing was fetched.
var (
	errOutside   = errors.New("leads away from the site")
	errForbidden = errors.New("robots.txt forbids it")
	errTooLarge  = errors.New("too large")
	errRedirects = fmt.Errorf("more than %d redirects", mostRedirects)
)

// A statusError is the status code of an answer other than a page or a request to retry.
type statusError int

func (e statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %d %s", int(e), http.StatusText(int(e))))
}

// A laterError is the request of a site to make no requests for a while.
type laterError struct{ until time.Time }

func (e *laterError) Error() string {
	return "the site asks to come back after " + e.until.Format(time.RFC3339)
}

// validators are the values of an earlier answer for a conditional request.
type validators struct {
	At       string `json:"at,omitempty"` // the URL that answered
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
}

// A reply is a page, or the answer that it has not changed.
type reply struct {
	url       *url.URL // after redirects
	unchanged bool
	header    http.Header
	body      []byte
	validators
}

// html reports whether the reply may be HTML by its media type, which many servers omit.
func (r *reply) html() bool {
	kind := strings.ToLower(r.header.Get("Content-Type"))
	return kind == "" || strings.Contains(kind, "html")
}

// text returns the body in UTF-8, empty if it is not text.
func (r *reply) text() string {
	declared := ""
	if _, about, err := mime.ParseMediaType(r.header.Get("Content-Type")); err == nil {
		declared = about["charset"]
	}
	doc, err := received.Read(r.body, received.Hints{Form: received.HTML, Charset: declared, Lenient: true})
	if err != nil || len(doc.Text) > 2*mostPage {
		return ""
	}
	return doc.Text
}

// A visit is the access to one site in one run: one request at a time, with a pause before
// each.
type visit struct {
	*Options
	client   *http.Client
	site     Site
	robots   *robotstxt.RobotsData
	pause    time.Duration
	last     time.Time // end of the last request
	requests int
	notes    []string
}

// newClient returns a client without cookies and redirects that connects only to addresses
// that the guard allows.
func newClient(o *Options) *http.Client {
	g := &guard{permitted: o.Permit, lookup: o.lookup}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            g.dial, // no Proxy: the guard would check the address of the proxy
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    15 * time.Second,
			MaxResponseHeaderBytes: mostHeader,
			MaxIdleConns:           2 * o.AtOnce, // there are thousands of sites
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        time.Minute,
		},
	}
}

// greet reads robots.txt. If it cannot be read, the site is skipped. If the list of sites has
// no scheme for the site and https gives no answer, greet tries http.
func (v *visit) greet(ctx context.Context) error {
	err := v.readWishes(ctx)
	if !v.site.Implied || !noAnswer(err) || ctx.Err() != nil {
		return err
	}
	over := v.site
	v.site = v.site.overHTTP()
	if v.readWishes(ctx) != nil {
		v.site = over
		return err
	}
	v.note(fmt.Sprintf("https gives no answer, read over http (%v)", err))
	return nil
}

// noAnswer reports whether a request got no answer, as from a site without https.
func noAnswer(err error) bool {
	_, status := errors.AsType[statusError](err)
	_, later := errors.AsType[*laterError](err)
	return err != nil && !status && !later && !isAddressError(err) && !errors.Is(err, errTooLarge) && !errors.Is(err, errRedirects) &&
		!errors.Is(err, errForbidden) && !errors.Is(err, errWishes)
}

// errWishes is the error for a robots.txt that was read and cannot be followed.
var errWishes = errors.New("robots.txt")

// readWishes reads robots.txt.
func (v *visit) readWishes(ctx context.Context) error {
	v.robots, _ = robotstxt.FromBytes(nil) // fetching robots.txt is always allowed
	r, err := v.get(ctx, v.site.Home.JoinPath("robots.txt"), validators{}, mostRobots)
	status, told := errors.AsType[statusError](err)
	switch {
	case told && status >= 400 && status < 500:
		return nil
	case errors.Is(err, errOutside): // a robots.txt of another site does not apply
		return nil
	case err != nil:
		return fmt.Errorf("robots.txt: %w", err)
	}
	robots, err := readRobots(r.body)
	if err != nil {
		return fmt.Errorf("%w cannot be read: %s", errWishes, strings.Join(strings.Fields(err.Error()), " "))
	}
	v.robots = robots
	if wish := robots.FindGroup(agentToken).CrawlDelay; wish > longestPause {
		return fmt.Errorf("%w asks for %v between requests: more than %v, so that it is left alone", errWishes, wish, longestPause)
	} else if wish > v.pause {
		v.pause = wish
	}
	return nil
}

// note adds a remark to the summary that is not a problem.
func (v *visit) note(text string) {
	if len(v.notes) < mostNotes {
		v.notes = append(v.notes, text)
	}
}

// mostNotes is the maximum number of notes on a site.
const mostNotes = 10

// get fetches a page with a conditional request and follows redirects within the site. The
// body may have most bytes.
func (v *visit) get(ctx context.Context, target *url.URL, have validators, most int64) (*reply, error) {
	for range mostRedirects + 1 {
		if !v.site.allows(target) {
			return nil, errOutside
		}
		path := target.EscapedPath()
		if path == "" {
			path = "/"
		}
		if target.RawQuery != "" {
			path += "?" + target.RawQuery
		}
		if !v.robots.TestAgent(path, agentToken) {
			return nil, errForbidden
		}
		r, err := v.patiently(ctx, target, have, most)
		if err != nil || r.url == target {
			return r, err
		}
		target = r.url
	}
	return nil, errRedirects
}

// patiently sends a request and retries if the site is busy or the network fails.
func (v *visit) patiently(ctx context.Context, target *url.URL, have validators, most int64) (*reply, error) {
	backOff := 10 * time.Second
	for attempt := 1; ; attempt++ {
		if err := v.wait(ctx); err != nil {
			return nil, err
		}
		r, after, err := v.once(ctx, target, have, most)
		v.last = v.Clock.Now()
		if err == nil || ctx.Err() != nil {
			return r, err
		}
		status, told := errors.AsType[statusError](err)
		busy := told && (status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable)
		switch {
		case busy:
			pause := max(backOff, after)
			if attempt == attempts || pause > longestPause {
				return nil, &laterError{v.last.Add(min(pause, longestAway))}
			}
			v.pause = min(2*v.pause, longestPause)
			backOff = pause
		case told && status < 500, errors.Is(err, errTooLarge), isAddressError(err), attempt == attempts-1:
			return nil, err
		}
		if err := v.Clock.Sleep(ctx, backOff); err != nil {
			return nil, err
		}
		backOff = min(2*backOff, longestPause)
	}
}

func isAddressError(err error) bool {
	_, ok := errors.AsType[*AddressError](err)
	return ok
}

// wait waits for the pause between two requests.
func (v *visit) wait(ctx context.Context) error {
	if v.requests == 0 {
		return ctx.Err()
	}
	return v.Clock.Sleep(ctx, max(0, v.last.Add(v.pause).Sub(v.Clock.Now())))
}

// once sends one request. A redirect is a reply with another URL.
func (v *visit) once(ctx context.Context, target *url.URL, have validators, most int64) (r *reply, after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, v.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("User-Agent", v.Agent)
	request.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml, text/xml; q=0.9, */*; q=0.1")
	request.Header.Set("Accept-Language", "id")
	if have.At == target.String() {
		setUnlessEmpty(request.Header, "If-None-Match", have.ETag)
		setUnlessEmpty(request.Header, "If-Modified-Since", have.Modified)
	}
	v.requests++
	response, err := v.client.Do(request)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return nil, 0, v.plainly(ctx, err)
	}
	defer response.Body.Close()
	r = &reply{url: target, header: response.Header, validators: validators{
		At: target.String(), ETag: bounded(response.Header.Get("ETag")), Modified: bounded(response.Header.Get("Last-Modified")),
	}}
	switch status := response.StatusCode; {
	case status == http.StatusNotModified && have.At == target.String():
		r.unchanged = true
		return r, 0, nil
	case status == 301 || status == 302 || status == 303 || status == 307 || status == 308:
		next := resolve(target, "", response.Header.Get("Location"))
		if next == nil || *next == *target {
			return nil, 0, statusError(status)
		}
		r.url = next
		return r, 0, nil
	case status != http.StatusOK:
		return nil, v.retryAfter(response.Header), statusError(status)
	}
	r.body, err = io.ReadAll(io.LimitReader(response.Body, most+1))
	if err != nil {
		return nil, 0, v.plainly(ctx, err)
	}
	if int64(len(r.body)) > most {
		return nil, 0, errTooLarge
	}
	return r, 0, nil
}

// plainly replaces the error of a request that exceeded its time limit by a plain message.
func (v *visit) plainly(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("no whole answer within %v", v.Timeout)
	}
	return err
}

func setUnlessEmpty(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// bounded returns a validator, or "" if it is too long.
func bounded(s string) string {
	if len(s) > 1024 {
		return ""
	}
	return s
}

// retryAfter returns the value of Retry-After, which is in seconds or a date.
func (v *visit) retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, int(longestAway/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(0, at.Sub(v.Clock.Now())), longestAway)
	}
	return 0
}
