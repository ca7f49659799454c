package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

// arsipShelf returns a shelf of n articles on "arsip", of which the first by relevance is 000, the
// newest the last. All orders are different.
func arsipShelf(t *testing.T, n int) *searchtest.Shelf {
	t.Helper()
	s := searchtest.NewShelf(t)
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		date := day.AddDate(0, 0, i/3).Format(time.DateOnly)
		if i%10 == 9 {
			date = "" // last in both orders by date
		}
		s.Put(cast.Plain(fmt.Sprintf("%03d", i), date, "berita", strings.Repeat("arsip ", 60-i)))
	}
	return s
}

// Pages go back as they came, in every order; each has the numbers of those near it, and leads to
// what these had.
func TestPagesGoBackAndForth(t *testing.T) {
	t.Parallel()
	s := arsipShelf(t, 47)
	for _, q := range []search.Query{
		{Text: "arsip"}, {Text: "arsip", Sort: index.Newest}, {Text: "arsip", Sort: index.Oldest}, {}, {Text: `berita "arsip berita kota"`},
	} {
		q.Size, q.Live, q.Near = 10, true, 2
		var pages [][]string
		var last *search.Page
		for at := q; ; at.Cursor = *last.Next {
			last = s.Ask(at)
			pages = append(pages, searchtest.IDs(last))
			if last.Number != len(pages) {
				t.Errorf("%q by %q: page %d has number %d", q.Text, q.Sort, len(pages), last.Number)
			}
			for _, near := range last.Near {
				beside := q
				beside.Cursor = near.Cursor
				got := s.Ask(beside)
				if near.Current != (near.Number == len(pages)) || got.Number != near.Number || got.Moved {
					t.Errorf("%q by %q: page %d links %+v, which has number %d", q.Text, q.Sort, len(pages), near, got.Number)
				}
				if near.Number <= len(pages) && !slices.Equal(searchtest.IDs(got), pages[near.Number-1]) {
					t.Errorf("%q by %q: page %d leads to %q as %d, want %q", q.Text, q.Sort, len(pages), searchtest.IDs(got), near.Number, pages[near.Number-1])
				}
			}
			if last.Next == nil {
				break
			}
		}
		var all []string
		for _, page := range pages {
			all = append(all, page...)
		}
		slices.Sort(all)
		if len(pages) != 5 || len(slices.Compact(all)) != 47 {
			t.Fatalf("%q by %q: %d pages of %d articles", q.Text, q.Sort, len(pages), len(all))
		}
		if n := len(last.Near); n != 3 {
			t.Errorf("%q by %q: the last page has %d pages near it, want 3", q.Text, q.Sort, n)
		}
		for i := len(pages) - 2; i >= 0; i-- {
			if last.Previous == nil {
				t.Fatalf("%q by %q: no page before page %d", q.Text, q.Sort, i+2)
			}
			back := q
			back.Cursor = *last.Previous
			last = s.Ask(back)
			if !slices.Equal(searchtest.IDs(last), pages[i]) {
				t.Errorf("%q by %q: back on page %d are %q, want %q", q.Text, q.Sort, i+1, searchtest.IDs(last), pages[i])
			}
		}
		if last.Previous != nil || last.Number != 1 {
			t.Errorf("%q by %q: there is a page before the first", q.Text, q.Sort)
		}
	}
}

// TestAPageByRelevanceLives holds that a kept ranking lasts while pages of it are asked for. A lost
// ranking is recomputed, and equals the old one if the index has not changed.
func TestAPageByRelevanceLives(t *testing.T) {
	t.Parallel()
	s := arsipShelf(t, 40)
	q := search.Query{Text: "arsip", Size: 10, Live: true, Near: 2}
	first := s.Ask(q)
	q.Cursor = *first.Next
	want := searchtest.IDs(s.Ask(q))

	s.Clock = s.Clock.Add(24 * time.Hour)
	if page := s.Ask(q); !slices.Equal(searchtest.IDs(page), want) || page.Moved {
		t.Errorf("after a day: %q, moved %v; want %q", searchtest.IDs(page), page.Moved, want)
	}
	s.Put(cast.Plain("x", "2025-01-01", "lain", "lain"))
	s.Clock = s.Clock.Add(24 * time.Hour)
	if page := s.Ask(q); !slices.Equal(searchtest.IDs(page), want) || page.Moved {
		t.Errorf("after a change of something else: %q, moved %v; want %q", searchtest.IDs(page), page.Moved, want)
	}
	kept := searchtest.IDs(first)
	at := q
	for range 3 { // back and forth within the time to live, while the index changes
		s.Put(cast.Plain("front", "2025-01-01", "arsip", strings.Repeat("arsip ", 80)))
		s.Clock = s.Clock.Add(search.RankingTTL - time.Second)
		back := at
		back.Cursor = *s.Ask(at).Previous
		page := s.Ask(back)
		if !slices.Equal(searchtest.IDs(page), kept) || page.Moved {
			t.Errorf("the order that is kept has %q first, moved %v; want %q", searchtest.IDs(page), page.Moved, kept)
		}
		at.Cursor = *page.Next
	}
}

// Where the order has changed, the page says so and begins behind the hit that came before it.
func TestAPageThatMovedSaysSo(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("arsip ", n) }
	for _, c := range []struct {
		why    string
		change func(s *searchtest.Shelf)
		want   string // the first hit of the second page
		number int
		moved  bool
	}{
		{"a new hit stands before", func(s *searchtest.Shelf) { s.Put(cast.Plain("front", "2025-01-01", "berita", long(90))) }, "010", 3, true},
		{"a hit before is lost", func(s *searchtest.Shelf) { s.Put(cast.Plain("003", "2025-01-01", "lain", "lain")) }, "010", 2, true},
		{"the hit before is lost", func(s *searchtest.Shelf) { s.Put(cast.Plain("009", "2025-01-01", "lain", "lain")) }, "011", 2, true},
		{"a hit behind is lost", func(s *searchtest.Shelf) { s.Put(cast.Plain("010", "2025-01-01", "lain", "lain")) }, "011", 2, false},
		{"all but a few are lost", func(s *searchtest.Shelf) {
			for i := 3; i < 40; i++ {
				s.Put(cast.Plain(fmt.Sprintf("%03d", i), "2025-01-01", "lain", "lain"))
			}
		}, "000", 1, true},
	} {
		s := arsipShelf(t, 40)
		q := search.Query{Text: "arsip", Size: 10, Live: true, Near: 2}
		q.Cursor = *s.Ask(q).Next
		c.change(s)
		s.Clock = s.Clock.Add(search.RankingTTL)
		page := s.Ask(q)
		if got := searchtest.IDs(page); len(got) == 0 || got[0] != c.want || page.Number != c.number || page.Moved != c.moved {
			t.Errorf("%s: page %d has %q, moved %v; want page %d from %s, moved %v", c.why, page.Number, got, page.Moved, c.number, c.want, c.moved)
		}
		if page.Next != nil { // the pages behind go on in the new order
			on := q
			on.Cursor = *page.Next
			next := s.Ask(on)
			if next.Moved || slices.ContainsFunc(searchtest.IDs(next), func(id string) bool { return slices.Contains(searchtest.IDs(page), id) }) {
				t.Errorf("%s: the page behind has moved, or repeats: %q behind %q", c.why, searchtest.IDs(next), searchtest.IDs(page))
			}
		}
		q.Live = false
		if _, err := s.Search(t.Context(), q); index.KindOf(err) != index.Expired {
			t.Errorf("%s: a query that does not live: %v, want expired", c.why, err)
		}
	}
}

// By date, what comes in front moves no page, back or forth.
func TestPagesByDateStayWhereTheyAre(t *testing.T) {
	t.Parallel()
	for _, sort := range []index.Sort{index.Newest, index.Oldest} {
		for _, arrive := range []int{1, 4, 10, 25, 150} {
			s := arsipShelf(t, 40)
			q := search.Query{Text: "arsip", Size: 10, Sort: sort, Live: true, Near: 2}
			first := s.Ask(q)
			q.Cursor = *first.Next
			second := s.Ask(q)
			date := map[index.Sort]string{index.Newest: "2030-01-01", index.Oldest: "2020-01-01"}[sort]
			for i := range arrive {
				s.Put(cast.Plain(fmt.Sprintf("new%d", i), date, "arsip", "arsip"))
			}
			again := s.Ask(q)
			if !slices.Equal(searchtest.IDs(again), searchtest.IDs(second)) {
				t.Errorf("%s, %d new: the second page has %q, want %q", sort, arrive, searchtest.IDs(again), searchtest.IDs(second))
			}
			if again.Previous == nil {
				if arrive < 120 {
					t.Errorf("%s, %d new: no page before", sort, arrive)
				}
				continue
			}
			back := q
			back.Cursor = *again.Previous
			if got := searchtest.IDs(s.Ask(back)); !slices.Equal(got, searchtest.IDs(first)) {
				t.Errorf("%s, %d new: before the second page is %q, want %q", sort, arrive, got, searchtest.IDs(first))
			}
		}
	}
}

// Deep in an order by date a page leads some pages back.
func TestDeepPagesByDateGoBack(t *testing.T) {
	t.Parallel()
	const deepest, back = 13, 6
	s := searchtest.NewShelf(t)
	articles := make([]*article.Article, deepest*100)
	for i := range articles {
		articles[i] = cast.Plain(fmt.Sprintf("%04d", i), fmt.Sprintf("2024-%02d-%02d", 1+i%12, 1+i%28), "arsip", "arsip")
	}
	s.Put(articles...)
	for _, sort := range []index.Sort{index.Newest, index.Oldest} {
		q := search.Query{Text: "arsip", Size: 100, Sort: sort, Near: 2, Live: true}
		var pages [][]string
		var page *search.Page
		for at := q; ; at.Cursor = *page.Next {
			page = s.Ask(at)
			if pages = append(pages, searchtest.IDs(page)); page.Number != len(pages) {
				t.Errorf("%s: page %d has number %d", sort, len(pages), page.Number)
			}
			if page.Next == nil {
				break
			}
		}
		if len(pages) != deepest {
			t.Fatalf("%s: %d pages, want %d", sort, len(pages), deepest)
		}
		for i := range back {
			if page.Previous == nil {
				t.Fatalf("%s: no page before page %d", sort, deepest-i)
			}
			at := q
			at.Cursor = *page.Previous
			page = s.Ask(at)
			if deep := (deepest-1-i)*q.Size >= index.MaxRanked; deep != (page.Near == nil) {
				t.Errorf("%s: page %d has the pages %+v near it", sort, deepest-1-i, page.Near)
			}
			if want := pages[deepest-2-i]; !slices.Equal(searchtest.IDs(page), want) || page.Number != deepest-1-i {
				t.Errorf("%s: back on page %d is page %d with %.3q, want %.3q", sort, deepest-1-i, page.Number, searchtest.IDs(page), want)
			}
		}
	}
}

// A page near one of the first 1,000 hits that lies behind them leads back as the page that was
// reached one by one does: step by step to the last page that has others near it.
func TestANearPageBehindTheFirstHitsGoesBack(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t)
	articles := make([]*article.Article, index.MaxRanked+300)
	for i := range articles {
		articles[i] = cast.Plain(fmt.Sprintf("%04d", i), fmt.Sprintf("2024-%02d-%02d", 1+i%12, 1+i%28), "arsip", "arsip")
	}
	s.Put(articles...)
	for _, c := range []struct {
		size, near int
		from, to   int // numbers of pages
		back       int // pages that lead back one after the other, see maxBack
	}{
		{100, 2, 8, 10, 9},
		{100, 2, 9, 10, 9},
		{100, 9, 1, 10, 9},
		{10, 2, 98, 100, 20},
		{100, 2, 7, 9, 8}, // not behind them
	} {
		for _, sort := range []index.Sort{index.Newest, index.Oldest} {
			q := search.Query{Text: "arsip", Size: c.size, Sort: sort, Near: c.near, Live: true}
			page := s.Ask(q)
			pages := [][]string{searchtest.IDs(page)}
			for n := 2; n <= c.from; n++ {
				q.Cursor = *page.Next
				page = s.Ask(q)
				pages = append(pages, searchtest.IDs(page))
			}
			near := slices.IndexFunc(page.Near, func(n search.NearPage) bool { return n.Number == c.to })
			if near < 0 {
				t.Fatalf("%s by %d: page %d links %+v, want page %d", sort, c.size, c.from, page.Near, c.to)
			}
			for at, link := q, page.Next; len(pages) < c.to; {
				at.Cursor = *link
				one := s.Ask(at)
				pages, link = append(pages, searchtest.IDs(one)), one.Next
			}
			q.Cursor = page.Near[near].Cursor
			for n := c.to; n >= c.to-c.back; n-- {
				page = s.Ask(q)
				if page.Number != n || !slices.Equal(searchtest.IDs(page), pages[n-1]) {
					t.Fatalf("%s by %d: %d steps before page %d is page %d with %.3q, want %.3q", sort, c.size, c.to-n, c.to, page.Number, searchtest.IDs(page), pages[n-1])
				}
				if (page.Previous == nil) != (n == 1) {
					t.Fatalf("%s by %d: page %d has the page before %v", sort, c.size, n, page.Previous)
				}
				if n > 1 {
					q.Cursor = *page.Previous
				}
			}
		}
	}
}

// The pages of the API go back by relevance, without numbers.
func TestAnAnswerByRelevanceHasThePageBefore(t *testing.T) {
	t.Parallel()
	s := arsipShelf(t, 30)
	q := search.Query{Text: "arsip", Size: 7}
	first := s.Ask(q)
	if first.Previous != nil || first.Near != nil || first.Number != 0 {
		t.Errorf("the first page has others near it: %+v", first)
	}
	q.Cursor = *first.Next
	second := s.Ask(q)
	if second.Previous == nil || second.Near != nil || second.Number != 0 {
		t.Fatalf("the second page has no other before it, or others near it: %+v", second)
	}
	q.Cursor = *second.Previous
	if got := searchtest.IDs(s.Ask(q)); !slices.Equal(got, searchtest.IDs(first)) {
		t.Errorf("before the second page is %q, want %q", got, searchtest.IDs(first))
	}
}

// An order by relevance that ends early says so on each of its pages.
func TestACutIsTold(t *testing.T) {
	t.Parallel()
	for _, n := range []int{index.MaxRanked, index.MaxRanked + 1} {
		s := searchtest.NewShelf(t)
		articles := make([]*article.Article, n)
		for i := range articles {
			articles[i] = cast.Plain(fmt.Sprintf("%04d", i), "2025-01-01", "arsip", "arsip")
		}
		s.Put(articles...)
		q := search.Query{Text: "arsip", Size: 100}
		seen := 0
		for {
			page := s.Ask(q)
			seen += len(page.Hits)
			if cut := n > index.MaxRanked; (page.Cut != nil) != cut || cut && (page.Cut.Reachable != index.MaxRanked || !strings.Contains(page.Cut.Hint, "sort=newest")) {
				t.Fatalf("%d hits: the page after %d has the cut %+v", n, seen, page.Cut)
			}
			if page.Next == nil {
				break
			}
			q.Cursor = *page.Next
		}
		if seen != index.MaxRanked {
			t.Errorf("%d hits: pages lead to %d", n, seen)
		}
		if page := s.Ask(search.Query{Text: "arsip", Sort: index.Newest}); page.Cut != nil {
			t.Errorf("by date, %d hits are cut: %+v", n, page.Cut)
		}
	}
}

// A later page is explained as the first one is.
func TestALaterPageIsExplained(t *testing.T) {
	t.Parallel()
	s := arsipShelf(t, 30)
	q := search.Query{Text: "arsip", Size: 10, Explain: true}
	for range 3 {
		page := s.Ask(q)
		for _, h := range page.Hits {
			if h.Explanation == nil || len(h.Explanation.Parts) == 0 || h.Explanation.Mode != "all" {
				t.Errorf("%s is explained by %+v", h.ID, h.Explanation)
			}
		}
		if page.Next != nil {
			q.Cursor = *page.Next
		}
	}
}

// A cursor that no page can have given is refused, never followed. A step that the search does not
// have may be one of another day, so it has expired.
func TestAForgedCursorIsRefused(t *testing.T) {
	t.Parallel()
	s := arsipShelf(t, 30)
	const one, two = `arsip`, `"arsip arsip" "arsip berita" kota`
	for _, c := range []struct {
		text  string
		forge search.Forged
		want  index.Kind
	}{
		{one, search.Forged{Step: -5}, index.Invalid},
		{one, search.Forged{Step: 99}, index.Expired},
		{"", search.Forged{Step: 1}, index.Expired},
		{"", search.Forged{Text: "arsip"}, index.Expired},
		{one, search.Forged{Text: "   "}, index.Invalid},
		{one, search.Forged{Skip: -1}, index.Invalid},
		{one, search.Forged{Skip: 1 << 40}, index.Invalid},
		{one, search.Forged{Skip: 1 << 60}, index.Invalid},
		{one, search.Forged{Back: 9}, index.Invalid},
		{one, search.Forged{Unmark: 1}, index.Invalid},
		{one, search.Forged{Unmark: 1 << 63}, index.Invalid},
		{one, search.Forged{Unmark: understand.EveryPhrase}, index.Invalid},
		{two, search.Forged{Unmark: 1 << 2}, index.Invalid},
		{two, search.Forged{Unmark: 1 << 63}, index.Invalid},
		{two, search.Forged{Text: "arsip", Unmark: 3}, index.Invalid},
		{two, search.Forged{Unmark: 3, Step: 99}, index.Expired},
	} {
		for _, sort := range []index.Sort{index.ByRelevance, index.Newest, index.Oldest} {
			for _, near := range []int{0, 2} {
				q := search.Query{Text: c.text, Size: 10, Sort: sort, Live: true, Near: near}
				q.Cursor = search.Forge(q, c.forge)
				if page, err := s.Search(t.Context(), q); err == nil || index.KindOf(err) != c.want {
					t.Errorf("%s, %q, %+v: page %+v, %v; want an error of kind %v", sort, c.text, c.forge, page, err, c.want)
				}
			}
		}
	}
	for _, forge := range []search.Forged{{}, {Skip: 10}, {Unmark: 3}, {Unmark: 1}, {Unmark: understand.EveryPhrase}, {Back: 8}} { // a page may have given these
		q := search.Query{Text: two, Size: 10, Sort: index.Newest, Live: true, Near: 2}
		q.Cursor = search.Forge(q, forge)
		if _, err := s.Search(t.Context(), q); err != nil {
			t.Errorf("%+v: %v", forge, err)
		}
	}
}
