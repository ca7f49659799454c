package search

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"warta/index"
)

// MaxNear is the greatest [Query.Near].
const MaxNear = 10

// A NearPage is a page near the one that was asked for, or that page.
type NearPage struct {
	Number int // from 1
	Cursor string
	// Current is set for the page that was asked for.
	Current bool
}

// A Cut says that an order by relevance ends before its last hit.
type Cut struct {
	Reachable int    `json:"reachable"` // hits that pages lead to
	Hint      string `json:"hint"`      // what to do to see the others
}

// cutHint is [Cut.Hint].
const cutHint = "pages by relevance end after these hits: narrow the search, or sort by date (sort=newest), whose pages lead to all"

// resume sets where the request starts. Behind the first page by relevance it looks for the
// ranking that was kept then.
func (a *answer) resume(ctx context.Context) error {
	if a.query.Size > 0 {
		a.request.Size++ // one more shows whether there is a next page
	}
	if a.query.Sort != index.ByRelevance {
		a.resumeByDate()
		return nil
	}
	if !a.place.isSet() {
		if a.query.Size > 0 {
			a.request.Keep = index.MaxRanked
		}
		return nil
	}
	if !a.query.Live && a.now().Unix()-a.place.At >= int64(RankingTTL/time.Second) {
		return expired()
	}
	a.skipTo(a.place.Skip)
	if a.ranking = a.cursors.Get(ctx, RankingKey{a.place.Query, a.place.Mark}); a.ranking == nil {
		a.request.Keep = index.MaxRanked
	} else if !a.query.Explain {
		a.request.Skip, a.request.Size = 0, 0 // the engine answers totals and facets only
	}
	return nil
}

// skipTo makes the request ask for the hits behind the first n, as far as there may be any.
func (a *answer) skipTo(n int) {
	a.request.Skip, a.request.Size = n, min(a.request.Size, index.MaxRanked-n)
}

// resumeByDate sets where a request in an order by date starts: behind a hit, or, for pages with
// others near them, at the beginning, as far as these pages go.
func (a *answer) resumeByDate() {
	if a.nearByDate() {
		keep := (a.query.Near + 1) * a.query.Size
		if a.place.isSet() {
			keep += a.place.Skip + maxArrived
		}
		a.request.Keep = min(index.MaxRanked, keep)
		return
	}
	if a.place.ID != "" {
		a.request.After = &index.Position{Date: a.place.Date, ID: a.place.ID}
	}
}

// maxArrived is how many hits may come before a page in an order by date, since the page before it
// was shown, without a second request for it.
const maxArrived = 100

// nearByDate reports whether a page in an order by date is looked for among the first hits, which
// lead to the pages near it.
func (a *answer) nearByDate() bool {
	return a.query.Near > 0 && a.query.Size > 0 && a.place.Skip < index.MaxRanked
}

// turn cuts the hits of this page out of what was found. Behind the first page by relevance, a
// ranking that is lost and has changed since is Expired, unless the query is Live: the page then
// begins behind the hit that was the last before it, or at the same number.
func (a *answer) turn(ctx context.Context) error {
	a.start = a.place.Skip
	if a.query.Sort != index.ByRelevance {
		return a.turnByDate(ctx)
	}
	if !a.place.isSet() {
		a.ranking = a.found.Ranked
		a.cutPage(a.found.Hits)
		return nil
	}
	if a.ranking == nil {
		if !a.query.Live && a.found.Mark != a.place.Mark {
			return expired()
		}
		a.ranking, a.place.Mark = a.found.Ranked, a.found.Mark
		a.startIn(a.ranking)
	}
	a.cutPage(a.ranking[min(a.start, len(a.ranking)):])
	return nil
}

// startIn sets the start of the page in a recomputed ranking. The start stays where the hits before
// it are those of the ranking before; else it is behind the last hit of the page before, if the
// ranking has that hit.
func (a *answer) startIn(ranking []index.Match) {
	if a.start <= len(ranking) && hashOf(ranking[:a.start]) == a.place.Before {
		return
	}
	a.moved = true
	if before := slices.IndexFunc(ranking, func(m index.Match) bool { return m.ID == a.place.ID }); before >= 0 && a.start > 0 {
		a.start = before + 1
	}
	if size := max(a.query.Size, 1); a.start >= len(ranking) { // fewer are found: the last page
		a.start = max(0, len(ranking)-1) / size * size
	}
}

// turnByDate cuts a page in an order by date.
func (a *answer) turnByDate(ctx context.Context) error {
	if !a.nearByDate() {
		a.cutPage(a.found.Hits)
		return nil
	}
	first := a.found.Ranked
	a.start = 0
	if a.place.ID != "" {
		after := index.Match{Position: index.Position{Date: a.place.Date, ID: a.place.ID}}
		a.start, _ = slices.BinarySearchFunc(first, after, func(m, after index.Match) int {
			return cmp.Or(byDate(a.query.Sort, m, after), -1) // the place is behind the hit
		})
	}
	if len(first) < a.request.Keep || a.start+a.query.Size < len(first) {
		a.ranking = first
		a.cutPage(first[a.start:])
		return nil
	}
	// So many have come since that the page is not among these.
	a.start = a.place.Skip
	request := a.request
	request.Keep, request.Facets = 0, nil
	request.After = &index.Position{Date: a.place.Date, ID: a.place.ID}
	request.Where = a.whereFound()
	found, err := a.engine.Search(ctx, request)
	if err != nil {
		return fmt.Errorf("ask engine for a page by date: %w", err)
	}
	a.cutPage(found.Hits)
	return nil
}

// byDate compares hits as an order by date does.
func byDate(sort index.Sort, x, y index.Match) int {
	if x.Date == y.Date {
		return cmp.Compare(x.ID, y.ID)
	}
	switch {
	case x.Date == "":
		return 1
	case y.Date == "":
		return -1
	case sort == index.Oldest:
		return cmp.Compare(x.Date, y.Date)
	}
	return cmp.Compare(y.Date, x.Date)
}

// whereFound returns the expression of the route that was taken.
func (a *answer) whereFound() index.Expr {
	if len(a.understood.Steps) == 0 {
		return nil
	}
	return a.understood.Steps[a.route.step].Where
}

// cutPage takes the hits of the page from the first of hits.
func (a *answer) cutPage(hits []index.Match) {
	a.more = len(hits) > a.query.Size
	a.hits = hits[:min(a.query.Size, len(hits))]
}

// link sets the cursors of the next page, of the one before and of those near, and keeps a
// ranking by relevance for them.
func (a *answer) link(ctx context.Context) error {
	a.page.Moved = a.moved
	if a.query.Size == 0 {
		return nil
	}
	ranked := a.query.Sort == index.ByRelevance
	if ranked && a.found.Total > index.MaxRanked {
		a.page.Cut = &Cut{Reachable: index.MaxRanked, Hint: cutHint}
	}
	if ranked && (a.more || a.place.isSet()) && len(a.ranking) > 0 {
		a.cursors.Put(ctx, RankingKey{fingerprint(a.query), a.mark()}, a.ranking)
	}
	if a.more && len(a.hits) > 0 {
		a.page.Next = new(a.next().String())
	}
	if a.ranking == nil { // of an order by date
		a.linkDeep()
		return nil
	}
	if a.start > 0 {
		a.page.Previous = new(a.cursorAt(max(0, a.start-a.query.Size)).String())
	}
	a.linkNear()
	return nil
}

// next returns the cursor of the page behind.
func (a *answer) next() cursor {
	next := a.cursorAt(a.start + len(a.hits))
	if a.ranking == nil {
		last := a.hits[len(a.hits)-1]
		next.Date, next.ID = last.Date, last.ID
	}
	if a.ranking == nil && a.isDeep(next.Skip) {
		next.Back = append(slices.Clone(a.place.Back), [2]string{a.place.Date, a.place.ID})
		next.Back = next.Back[max(0, len(next.Back)-maxBack):]
	}
	return next
}

// maxBack is how many pages an order by date goes back from a page that is too deep to be found
// by its number.
const maxBack = 8

// isDeep reports whether the cursor of a page that begins behind n hits has the places of pages
// before it: in an order by date, where the page reaches the end of the first [index.MaxRanked]
// hits, or would after the arrival of less than another page in front of it.
func (a *answer) isDeep(n int) bool {
	return a.query.Near > 0 && a.query.Sort != index.ByRelevance && n+2*a.query.Size > index.MaxRanked
}

// placesBefore returns [cursor.Back] of the page behind the first n hits of the ranking.
func (a *answer) placesBefore(n int) [][2]string {
	var back [][2]string
	for at := n; at > 0 && len(back) < maxBack; {
		at = max(0, at-a.query.Size)
		var place [2]string // the beginning
		if at > 0 {
			place = [2]string{a.ranking[at-1].Date, a.ranking[at-1].ID}
		}
		back = append(back, place)
	}
	slices.Reverse(back)
	return back
}

// linkDeep sets the page before a page in an order by date that is behind the first hits.
func (a *answer) linkDeep() {
	if a.query.Near == 0 {
		return
	}
	a.page.Number = a.number()
	if last := len(a.place.Back) - 1; last >= 0 {
		before := a.cursorAt(max(0, a.start-a.query.Size))
		before.Date, before.ID, before.Back = a.place.Back[last][0], a.place.Back[last][1], a.place.Back[:last]
		a.page.Previous = new(before.String())
	}
}

// number returns the number of the page.
func (a *answer) number() int { return (a.start+a.query.Size-1)/a.query.Size + 1 }

// linkNear sets the number of this page and the pages near it, if the query asks for them. Where
// changes have moved this page its number is that of the page that has the hit before it.
func (a *answer) linkNear() {
	if a.query.Near == 0 {
		return
	}
	size := a.query.Size
	number := a.number()
	a.page.Number = number
	for k := -a.query.Near; k <= a.query.Near; k++ {
		at := a.start + k*size
		if number+k < 1 || k > 0 && at >= len(a.ranking) {
			continue
		}
		at = max(0, at)
		a.page.Near = append(a.page.Near, NearPage{Number: number + k, Cursor: a.cursorAt(at).String(), Current: k == 0})
	}
}

// cursorAt returns the cursor of the page that begins behind the first n hits of the ranking, if
// there is one.
func (a *answer) cursorAt(n int) cursor {
	c := cursor{
		Query: fingerprint(a.query), Sort: a.query.Sort, Step: a.route.step, Text: a.route.text, Unmark: a.route.unmark, Skip: n,
	}
	if a.ranking != nil && n > 0 && n <= len(a.ranking) {
		c.Date, c.ID = a.ranking[n-1].Date, a.ranking[n-1].ID
		if a.isDeep(n) {
			c.Back = a.placesBefore(n)
		}
	}
	if c.Sort != index.ByRelevance {
		return c
	}
	c.Date = ""
	c.Before, c.Mark, c.At = hashOf(a.ranking[:min(n, len(a.ranking))]), a.mark(), a.place.At
	if !a.place.isSet() || a.moved {
		c.At = a.now().Unix()
	}
	return c
}

// mark returns the mark under which the ranking of this page is kept.
func (a *answer) mark() uint64 {
	if a.place.isSet() {
		return a.place.Mark
	}
	return a.found.Mark
}

// hashOf returns a hash of the documents of hits, in their order.
func hashOf(hits []index.Match) uint64 {
	h := fnv.New64a()
	for _, m := range hits {
		_, _ = h.Write([]byte(m.ID)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}
