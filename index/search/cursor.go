package search

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"warta/index"
)

// A cursor is the place where a page ends, as [Page.Next] encodes it. In an order by date
// it is the last hit, so changes before it move nothing; by relevance it is a number of
// hits in the ranking of the first page. The zero value is the beginning.
type cursor struct {
	Query uint64     `json:"q"` // fingerprint of the query
	Sort  index.Sort `json:"s"`
	Step  int        `json:"a,omitempty"` // [route.step] of the first page
	Text  string     `json:"t,omitempty"` // [route.text] of the first page
	Date  string     `json:"d,omitempty"` // by date: of the last hit
	ID    string     `json:"i,omitempty"` // by date: document of the last hit
	Skip  int        `json:"n,omitempty"` // by relevance: hits of the pages before
	Mark  uint64     `json:"m,omitempty"` // by relevance: of the first page
	At    int64      `json:"u,omitempty"` // by relevance: time of the first page, in Unix seconds
}

func (c cursor) isSet() bool { return c.Sort != "" }

// fingerprint returns a hash of the fields in which queries with the same cursor agree: all
// that decide what is found and in which order. Without a field here a cursor passes from
// one value of it to another.
func fingerprint(q Query) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %q %q %q %q %q %q %q %q %q %q %q %v %q %q %q %v %s %v %v %v %v %v %v", // a hash never fails
		q.Of, q.Text, q.Official, q.Satker, q.Topic, q.Stage, q.Regulation, q.Publisher, q.Speaker, q.Office, q.Role, q.QuoteKind,
		q.MinConfidence, q.From, q.To, q.Date, q.EventDate, q.Sort, q.Collapse, q.Private, q.Exact, q.AsTyped, q.NoPeriods, q.AllWords)
	return h.Sum64()
}

// decodeCursor decodes the cursor of a query whose Sort is set. A query without one gives
// the zero value; a cursor of another query is an error of kind [index.Invalid].
func decodeCursor(q Query) (cursor, error) {
	if q.Cursor == "" {
		return cursor{}, nil
	}
	bad := &index.Error{Kind: index.Invalid, Op: "search.Search", Field: "cursor", Text: "cursor: this is not one of this search; search again without it"}
	data, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err != nil {
		bad.Err = err
		return cursor{}, bad
	}
	var c cursor
	if err := json.Unmarshal(data, &c); err != nil {
		bad.Err = err
		return cursor{}, bad
	}
	if c.Query != fingerprint(q) || c.Sort != q.Sort || c.Skip < 0 || c.Skip > index.MaxRanked {
		return cursor{}, bad
	}
	return c, nil
}

func (c cursor) String() string {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and numbers
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// expired is the error for a cursor whose ranking is lost.
func expired() error {
	return &index.Error{
		Kind: index.Expired, Op: "search.Search", Field: "cursor",
		Text: "an order by relevance is kept for five minutes; search again without the cursor",
	}
}

// resume sets where the request starts. Behind the first page by relevance it looks for the
// ranking that was kept then.
func (a *answer) resume(ctx context.Context) error {
	if a.query.Size > 0 {
		a.request.Size++ // one more shows whether there is a next page
	}
	switch {
	case a.query.Sort != index.ByRelevance:
		if a.place.isSet() {
			a.request.After = &index.Position{Date: a.place.Date, ID: a.place.ID}
		}
		return nil
	case !a.place.isSet():
		if a.query.Size > 0 {
			a.request.Keep = index.MaxRanked
		}
		return nil
	}
	if a.now().Unix()-a.place.At >= int64(RankingTTL/time.Second) {
		return expired()
	}
	if a.ranking = a.cursors.Get(ctx, RankingKey{a.place.Query, a.place.Mark}); a.ranking != nil {
		a.request.Size = 0 // the engine answers totals and facets only
		return nil
	}
	a.request.Skip = a.place.Skip
	a.request.Size = min(a.request.Size, index.MaxRanked-a.place.Skip)
	return nil
}

// turn cuts the hits of this page out of what was found. A page behind the first whose
// ranking is lost is Expired if the index has changed since.
func (a *answer) turn(context.Context) error {
	hits := a.found.Hits
	switch {
	case a.ranking != nil:
		hits = a.ranking[min(a.place.Skip, len(a.ranking)):]
	case a.place.isSet() && a.query.Sort == index.ByRelevance && a.found.Mark != a.place.Mark:
		return expired()
	}
	a.more = len(hits) > a.query.Size
	a.hits = hits[:min(a.query.Size, len(hits))]
	return nil
}

// link sets the cursor of the next page, if there is one, and keeps the ranking of a first
// page for it.
func (a *answer) link(ctx context.Context) error {
	if !a.more || len(a.hits) == 0 {
		return nil
	}
	next := cursor{Query: fingerprint(a.query), Sort: a.query.Sort, Step: a.route.step, Text: a.route.text}
	switch {
	case a.query.Sort != index.ByRelevance:
		last := a.hits[len(a.hits)-1]
		next.Date, next.ID = last.Date, last.ID
	case a.place.isSet():
		next.Skip, next.Mark, next.At = a.place.Skip+len(a.hits), a.place.Mark, a.place.At
	default:
		next.Skip, next.Mark, next.At = len(a.hits), a.found.Mark, a.now().Unix()
		a.cursors.Put(ctx, RankingKey{next.Query, next.Mark}, a.found.Ranked)
	}
	a.page.Next = new(next.String())
	return nil
}
