package archive

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/page"
	"warta/index"
	"warta/index/internal/shield"
	"warta/index/record"
)

// Bounds of one Put.
const (
	MaxIncoming   = 16 << 20 // bytes of one article or page
	MaxExternalID = 200      // characters
	maxSplit      = 1000     // articles in one page
	splitting     = 16       // articles of one page that are written concurrently
)

// Put stores one article, or with [Incoming.Split] each article of a page in the order
// of the page. When Put returns, they are on disk. A second Put of the same content
// changes nothing.
//
// The error is of kind [index.Invalid], [index.TooLarge], [index.Unreadable] for a page of
// several articles without Split, [index.Conflict], [index.Removed], [index.Busy] or
// [index.Unavailable]. With Split a refused article has the result [Rejected] and its
// error in its receipt.
func (a *Archive) Put(ctx context.Context, in Incoming) ([]Receipt, error) {
	const op = "index.Put"
	if err := in.normalize(op); err != nil {
		return nil, err
	}
	in.Source.AsOf = a.today()
	in.Source.Received = in.Source.AsOf
	found, err := a.tryRead(in.Source)
	if err != nil {
		return nil, &index.Error{Kind: index.Internal, Op: op, Err: err}
	}
	if len(found) > 1 && !in.Split {
		return nil, &index.Error{
			Kind: index.Unreadable, Op: op,
			Text: fmt.Sprintf("this page holds %d articles; send them one by one, or have the page taken apart (split=true, with a command --split)", len(found)),
		}
	}
	if len(found) <= 1 {
		in.piece = in.Split && isListing(in.Source.URL)
		r, err := a.putOne(ctx, op, in, found)
		if err != nil {
			return nil, err
		}
		return []Receipt{r}, nil
	}
	return a.putEach(ctx, op, in, len(found))
}

// Parse reads in as Put does and stores nothing.
func (a *Archive) Parse(_ context.Context, in Incoming) []article.Article {
	if in.Source.AsOf == "" {
		in.Source.AsOf = a.today()
	}
	if canonical, err := canonicalURL(in.Source.URL); err == nil {
		in.Source.URL = canonical
	}
	return a.opts.Reader.Read(in.Source)
}

func (a *Archive) today() string { return a.opts.Now().In(record.WIB).Format(time.DateOnly) }

// normalize validates in and brings it to its stored form.
func (in *Incoming) normalize(op string) error {
	bad := func(field, format string, args ...any) error {
		return &index.Error{Kind: index.Invalid, Op: op, Field: field, Text: fmt.Sprintf(format, args...)}
	}
	s := &in.Source
	fields := []struct{ name, value string }{
		{"url", s.URL},
		{"external_id", in.ExternalID},
		{"title", s.Title},
		{"body", s.Body},
		{"html", s.HTML},
		{"text", s.Text},
		{"published", s.Published},
		{"satker", s.Satker},
	}
	size := 0
	for _, f := range fields {
		if !utf8.ValidString(f.value) {
			return bad(f.name, "%s is not UTF-8; convert it before sending", f.name)
		}
		size += len(f.value)
	}
	if size > MaxIncoming {
		return &index.Error{Kind: index.TooLarge, Op: op, Text: fmt.Sprintf("the article has %d bytes; the most is %d", size, MaxIncoming)}
	}
	given := 0
	for _, v := range []string{s.Body, s.HTML, s.Text} {
		if v != "" {
			given++
		}
	}
	switch {
	case given > 1:
		return bad("", "body, html and text are alternatives; send one of them")
	case strings.TrimSpace(s.Title+s.Body+s.HTML+s.Text) == "":
		return bad("", "there is no text; send title and body, html or text")
	case utf8.RuneCountInString(in.ExternalID) > MaxExternalID:
		return bad("external_id", "external_id has %d characters; the most is %d", utf8.RuneCountInString(in.ExternalID), MaxExternalID)
	case strings.ContainsFunc(in.ExternalID, unicode.IsControl):
		return bad("external_id", "external_id holds a control character")
	}
	if s.Published != "" && !isDayOrTime(s.Published) {
		return bad("published", "published %q is not a date; write it as 2025-11-05 or 2025-11-05T09:30:00+07:00", s.Published)
	}
	if s.URL != "" {
		canonical, err := canonicalURL(s.URL)
		if err != nil {
			return bad("url", "url: %v", err)
		}
		s.URL = canonical
	}
	return nil
}

// isDayOrTime reports whether v is an ISO date or an RFC 3339 time. It does not determine
// the day of a time: that depends on the publisher's zone, which the reader finds.
func isDayOrTime(v string) bool {
	_, errDay := time.Parse(time.DateOnly, v)
	_, errTime := time.Parse(time.RFC3339, v)
	return errDay == nil || errTime == nil
}

// tryRead returns the reading of src. A panic of the reader is returned as an error.
func (a *Archive) tryRead(src analyzers.Source) (found []article.Article, err error) {
	if err = shield.Call(func() error { found = a.opts.Reader.Read(src); return nil }); err != nil {
		return nil, fmt.Errorf("the reader failed: %w", err)
	}
	return found, nil
}

// putOne stores an incoming page as one article; found is its reading.
func (a *Archive) putOne(ctx context.Context, op string, in Incoming, found []article.Article) (Receipt, error) {
	if len(found) == 0 || found[0].Title == "" && len(found[0].Paragraphs) == 0 {
		return Receipt{}, &index.Error{Kind: index.Unreadable, Op: op, Text: "there is no article in this text; send its title and body"}
	}
	art, asOf := &found[0], in.Source.AsOf
	e := record.Entry{
		Received: record.Received{
			URL: in.Source.URL, ExternalID: in.ExternalID, Title: in.Source.Title, Body: in.Source.Body,
			HTML: in.Source.HTML, Text: in.Source.Text, Published: in.Source.Published, Satker: in.Source.Satker, Stated: in.Source.Stated,
		},
		Identity:        record.Identity{ExternalID: in.ExternalID, URL: in.Source.URL, Words: identityWords(art, in.Source.URL)},
		By:              in.Key,
		SourceUpdatedAt: in.SourceUpdatedAt,
		Restore:         in.Restore,
	}
	if in.piece {
		// The address of a listing is no identity: its content changes from week to
		// week.
		e.Identity.URL = ""
	}
	// asRead returns the article as read on another day, the day of its first receipt.
	asRead := func(day string) *article.Article {
		if day != asOf {
			src := in.Source
			src.AsOf = day
			if again, err := a.tryRead(src); err == nil && len(again) > 0 {
				art, asOf = &again[0], day
			}
		}
		return art
	}
	same := func(prev record.Received, day string) bool {
		if prev.URL != e.Received.URL && !in.piece || prev.Published != e.Received.Published || prev.Satker != e.Received.Satker || prev.Stated != e.Received.Stated {
			return false
		}
		before, err := a.tryRead(source(prev, day))
		return err == nil && len(before) > 0 && sameText(&before[0], asRead(day))
	}
	var offered *handed
	res, err := record.PutOver(ctx, a.record, e, func(b *record.Base) {
		a.fresh.settle(offered, 0) // the reading is of a version that is no longer current
		offered = nil
		if out, _, err := b.Judge(&e, a.opts.Now()); err != nil || out == record.Stale || b.Same {
			return
		}
		if b.Received != nil && same(*b.Received, b.AsOf) {
			b.Same = true
			return
		}
		day := cmp.Or(b.AsOf, in.Source.AsOf)
		if read := asRead(day); asOf == day {
			size := len(e.Received.Body) + len(e.Received.HTML) + len(e.Received.Text) + 1024
			offered = a.fresh.offer(handoffKey{e.Received, day, in.Source.Received}, read, size)
		}
	})
	if err != nil || res.Outcome != record.Created && res.Outcome != record.Updated {
		a.fresh.settle(offered, 0)
	} else {
		a.fresh.settle(offered, res.Seq)
	}
	if err != nil {
		return Receipt{}, explained(op, err)
	}
	Wrote(ctx, res.Seq, 0)
	r := Receipt{ID: res.ID, Result: Outcome(res.Outcome), Seq: res.Seq}
	if r.Result == Stale {
		r.Article, err = a.Article(ctx, res.ID)
		return r, err
	}
	c := *asRead(res.AsOf)
	identify(&c, res.ID)
	r.Article = a.shown(a.correct(res.ID, &c))
	return r, nil
}

// isListing reports whether a canonical address is the address of a page of articles: a
// category or a front page. The content of a listing changes, even where it holds a
// single article today.
func isListing(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == "/" || strings.Contains(u.Path, "/blog/category/"))
}

// putEach stores the n articles of a page. The identity of each is made of its own words.
func (a *Archive) putEach(ctx context.Context, op string, in Incoming, n int) ([]Receipt, error) {
	if in.ExternalID != "" {
		return nil, &index.Error{Kind: index.Unreadable, Op: op, Field: "external_id", Text: fmt.Sprintf("this page holds %d articles, which cannot all have one external_id; leave it out", n)}
	}
	if n > maxSplit {
		return nil, &index.Error{Kind: index.TooLarge, Op: op, Text: fmt.Sprintf("this page holds %d articles; the most is %d", n, maxSplit)}
	}
	pieces := pieces(in)
	receipts := make([]Receipt, len(pieces))
	var g errgroup.Group
	g.SetLimit(splitting)
	for i, p := range pieces {
		g.Go(func() error {
			err := shield.Call(func() error {
				found, err := a.tryRead(p.Source)
				if err == nil {
					receipts[i], err = a.putOne(ctx, op, p, found)
				}
				return err
			})
			if err != nil {
				receipts[i] = Receipt{Result: Rejected, Err: err}
			}
			return nil
		})
	}
	_ = g.Wait() // the goroutines return no error
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", op, context.Cause(ctx))
	}
	return receipts, nil
}

// pieces splits a page into its articles. Each article is stored as its own text, so that
// a removal can remove it without the rest of the page.
func pieces(in Incoming) []Incoming {
	raw, isHTML := in.Source.HTML, true
	if raw == "" {
		if raw, isHTML = in.Source.Text, false; raw == "" {
			raw = in.Source.Title + "\n\n" + in.Source.Body
		}
	}
	var out []Incoming
	for _, d := range page.Read(raw, isHTML) {
		p := in
		p.piece, p.Split = true, false
		body := slices.Clone(d.Paragraphs)
		if d.Credits != nil && d.Credits.Text != "" {
			body = append(body, d.Credits.Text)
		}
		p.Source = analyzers.Source{
			URL: in.Source.URL, Title: d.Title, Body: strings.Join(body, "\n\n"),
			Published: in.Source.Published, Satker: in.Source.Satker, AsOf: in.Source.AsOf, Received: in.Source.Received,
			Stated: cmp.Or(d.PublishedAt, d.Published),
		}
		if d.URL != "" && d.URL != in.Source.URL {
			p.Source.URL, p.piece = d.URL, false
		}
		out = append(out, p)
	}
	return out
}

// Addresses returns the addresses under which [Archive.Put] stores the articles of a page,
// in the order of the page. It returns nil where the page is one article, which is stored
// under the address in [Incoming].
func Addresses(in Incoming) []string {
	found := pieces(in)
	if len(found) < 2 {
		return nil
	}
	addresses := make([]string, len(found))
	for i, p := range found {
		addresses[i] = p.Source.URL
	}
	return addresses
}

// source returns the input of the reader for a version.
func source(r record.Received, asOf string) analyzers.Source {
	return analyzers.Source{
		URL: r.URL, Title: r.Title, Body: r.Body, HTML: r.HTML, Text: r.Text,
		Published: r.Published, Satker: r.Satker, Stated: r.Stated, AsOf: asOf,
	}
}

// sameText reports whether two readings have the same text for a human reader. It ignores
// the page around the article, such as counters and share bars.
func sameText(a, b *article.Article) bool {
	return a.Title == b.Title && a.Section == b.Section &&
		slices.Equal(a.Paragraphs, b.Paragraphs) && slices.Equal(a.Captions, b.Captions) &&
		(a.Credits == b.Credits || a.Credits != nil && b.Credits != nil && *a.Credits == *b.Credits)
}

// identityWords returns the identity of an article without id and address: its publisher,
// its title and its opening words, folded.
func identityWords(a *article.Article, address string) string {
	const opening = 200 // folded code points
	publisher := ""
	if a.Publisher != nil {
		publisher = a.Publisher.Code
	} else if u, err := url.Parse(address); err == nil {
		publisher = u.Host
	}
	body := make([]rune, 0, opening)
	for _, p := range a.Paragraphs {
		for _, r := range folded(p + " ") {
			if len(body) == opening {
				break
			}
			body = append(body, r)
		}
		if len(body) == opening {
			break
		}
	}
	return publisher + "\n" + strings.TrimSpace(folded(a.Title)) + "\n" + strings.TrimSpace(string(body))
}

// folded returns s in lower case, with each run of characters other than letters and
// digits as one space. Two typings of the same words have the same folded form.
func folded(s string) string {
	var b strings.Builder
	space := true
	for _, r := range norm.NFKC.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(unicode.ToLower(r))
			space = false
		} else if !space {
			b.WriteByte(' ')
			space = true
		}
	}
	return b.String()
}

// identify sets the ids of an article and of its quotes. The id of a quote is made of its
// article, its folded text and a repeat number, so that a link to the quote still works
// after a new reading.
func identify(a *article.Article, id string) {
	a.ID = id
	a.Quotes = slices.Clone(a.Quotes)
	seen := map[string]int{}
	for i := range a.Quotes {
		sum := sha256.Sum256([]byte(folded(a.Quotes[i].Text)))
		qid := id + "-" + strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:5]))
		if seen[qid]++; seen[qid] > 1 {
			qid += "-" + strconv.Itoa(seen[qid])
		}
		a.Quotes[i].ID = qid
	}
}
