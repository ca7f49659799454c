package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"

	"warta/index"
	"warta/index/understand"
)

// A cursor is the place where a page begins, as [Page.Next] encodes it. In an order by date
// it is the hit before it, so changes before that move nothing; by relevance it is a number of
// hits in the ranking of the first page, with what tells whether another ranking has the same
// ones there. The zero value is the beginning.
type cursor struct {
	Query uint64     `json:"q"` // fingerprint of the query
	Sort  index.Sort `json:"s"`
	Step  int        `json:"a,omitempty"` // [route.step] of the first page
	Text  string     `json:"t,omitempty"` // [route.text] of the first page
	// Unmark is [route.unmark] of the first page.
	Unmark uint64 `json:"p,omitempty"`
	Date   string `json:"d,omitempty"` // by date: of the hit before
	ID     string `json:"i,omitempty"` // document of the hit before
	// Back has dates and documents, as Date and ID, of pages before, the nearest last: by date,
	// for a page behind the first [index.MaxRanked] hits.
	Back   [][2]string `json:"k,omitempty"`
	Skip   int         `json:"n,omitempty"` // hits of the pages before; by date as they were then
	Before uint64      `json:"b,omitempty"` // by relevance: hashOf those hits
	Mark   uint64      `json:"m,omitempty"` // by relevance: of the ranking
	At     int64       `json:"u,omitempty"` // by relevance: time of the first page, in Unix seconds
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
	bad := notOfThisSearch()
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
	if c.Query != fingerprint(q) || c.Sort != q.Sort || c.Step < 0 || c.Skip < 0 || c.Skip > maxSkip(c.Sort) || len(c.Back) > maxBack {
		return cursor{}, bad
	}
	return c, nil
}

// maxSkip returns the greatest [cursor.Skip] of an order. By date it is more than any index holds.
func maxSkip(sort index.Sort) int {
	if sort == index.ByRelevance {
		return index.MaxRanked
	}
	return math.MaxInt32
}

// checkRoute returns an error of kind [index.Invalid] for a cursor whose route none of the texts
// and phrases of the query leads to.
func (c cursor) checkRoute(phrases int) error {
	switch {
	case c.Unmark == 0:
		return nil
	case c.Text != "", phrases == 0, c.Unmark != understand.EveryPhrase && c.Unmark>>phrases != 0:
		return notOfThisSearch()
	}
	return nil
}

// notOfThisSearch is the error for a cursor of another search.
func notOfThisSearch() *index.Error {
	return &index.Error{Kind: index.Invalid, Op: "search.Search", Field: "cursor", Text: "cursor: this is not one of this search; search again without it"}
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
	return expiredBecause("an order by relevance is kept for five minutes")
}

// otherSteps is the error for a cursor of a step that the query does not have, as after a change of
// the people who are known.
func otherSteps() error {
	return expiredBecause("cursor: the words of the search are understood in another way now")
}

func expiredBecause(reason string) error {
	return &index.Error{
		Kind: index.Expired, Op: "search.Search", Field: "cursor",
		Text: reason + "; search again without the cursor",
	}
}
