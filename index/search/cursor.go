package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"warta/index"
)

// A cursor is where a page ends. By date it is the last hit, so that it goes on
// rightly however much has changed before it; by relevance it is a number of
// hits, in the order that was kept at the first page.
type cursor struct {
	Query uint64     `json:"q"` // hash of the query that it belongs to
	Sort  index.Sort `json:"s"`
	Step  int        `json:"a,omitempty"` // which of the ways to ask answered the first page
	Text  string     `json:"t,omitempty"` // the text that was asked for in place of the one that was typed
	Date  string     `json:"d,omitempty"`
	ID    string     `json:"i,omitempty"`
	Skip  int        `json:"n,omitempty"`
	Mark  uint64     `json:"m,omitempty"` // by relevance, of the first page
	At    int64      `json:"u,omitempty"` // by relevance, when that was, in seconds
}

func (c cursor) set() bool               { return c.Sort != "" }
func (c cursor) by(sort index.Sort) bool { return c.Sort == sort }

// fingerprint tells the queries apart that cannot share a cursor.
func fingerprint(q Query) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %q %q %q %q %q %q %q %q %q %v %q %q %q %v %s %v %v", // a hash never fails
		q.Of, q.Text, q.Official, q.Satker, q.Topic, q.Publisher, q.Speaker, q.Office, q.Role, q.QuoteKind,
		q.MinConfidence, q.From, q.To, q.Date, q.EventDate, q.Sort, q.Collapse, q.Private)
	return h.Sum64()
}

// readCursor reads the cursor of a query; the zero value where it has none. Its
// Sort must be known.
func readCursor(q Query) (cursor, error) {
	if q.Cursor == "" {
		return cursor{}, nil
	}
	bad := &index.Error{Kind: index.Invalid, Op: "index.Search", Field: "cursor", Text: "cursor: this is not one of this search; search again without it"}
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

// continued fills in where the request goes on. By relevance it returns the
// order that the first page had, if that is still kept.
func (s *Searcher) continued(r *index.Request, q Query, place cursor) ([]index.Match, error) {
	if q.Size > 0 {
		r.Size++ // one more tells whether there is a next page
	}
	switch {
	case q.Sort != index.ByRelevance:
		if place.set() {
			r.After = &index.Position{Date: place.Date, ID: place.ID}
		}
		return nil, nil
	case !place.set():
		if q.Size > 0 {
			r.Keep = index.MaxRanked
		}
		return nil, nil
	}
	if s.now().Unix()-place.At >= int64(rankingFor/time.Second) {
		return nil, expired()
	}
	list := s.ranked.get(rankingKey{place.Query, place.Mark}, s.now())
	if list != nil {
		r.Size = 0 // totals and facets are of now
		return list, nil
	}
	r.Skip = place.Skip
	r.Size = min(r.Size, index.MaxRanked-place.Skip)
	return nil, nil
}

// next returns the cursor of the next page; nil where there is none.
func (s *Searcher) next(q Query, asked asked, place cursor, found *index.Result, hits []index.Match, more bool) *string {
	if !more || len(hits) == 0 {
		return nil
	}
	next := cursor{Query: fingerprint(q), Sort: q.Sort, Step: asked.step, Text: asked.text}
	if q.Sort != index.ByRelevance {
		last := hits[len(hits)-1]
		next.Date, next.ID = last.Date, last.ID
		return new(next.String())
	}
	next.Skip, next.Mark, next.At = place.Skip+len(hits), place.Mark, place.At
	if !place.set() {
		next.Mark, next.At = found.Mark, s.now().Unix()
		s.ranked.put(rankingKey{next.Query, next.Mark}, found.Ranked, s.now())
	}
	return new(next.String())
}

// Rankings keep the order of hits by relevance for those who page on.
type rankings struct {
	mu    sync.Mutex
	lists map[rankingKey]*ranking
	order []rankingKey // oldest first
	hits  int          // of all lists
}

type rankingKey struct{ query, mark uint64 }

type ranking struct {
	hits []index.Match
	at   time.Time
}

// How long an order is kept, and how many hits are kept in all: some 120 MB,
// which is a thousand orders of a thousand hits each, and more of shorter ones.
const (
	rankingFor = 5 * time.Minute
	maxKept    = 1_000_000
)

func (r *rankings) get(key rankingKey, now time.Time) []index.Match {
	r.mu.Lock()
	defer r.mu.Unlock()
	if found := r.lists[key]; found != nil && now.Sub(found.at) < rankingFor {
		return found.hits
	}
	return nil
}

func (r *rankings) put(key rankingKey, hits []index.Match, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lists == nil {
		r.lists = make(map[rankingKey]*ranking)
	}
	if before := r.lists[key]; before != nil { // asked for again: who asked now has five minutes too
		r.hits -= len(before.hits)
		r.order = slices.DeleteFunc(r.order, func(k rankingKey) bool { return k == key })
	}
	r.order = append(r.order, key)
	r.lists[key] = &ranking{hits, now}
	r.hits += len(hits)
	for r.hits > maxKept || now.Sub(r.lists[r.order[0]].at) >= rankingFor {
		oldest := r.order[0]
		r.order = r.order[1:]
		r.hits -= len(r.lists[oldest].hits)
		delete(r.lists, oldest)
	}
}
