package indextest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

func officesFirst(t testing.TB, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	press, paper, reprint, own := change("press", "2025-01-01", text), change("paper", "2025-01-02", text), change("reprint", "2025-01-03", text), change("own", "2025-01-04", text)
	own.Article.Publisher = &article.Office{Code: "33"}
	reprint.Article.Publisher, reprint.Article.Origin = &article.Office{Code: "33.74"}, "33"
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true, Places: 3}
	want := func(first string, places ...string) {
		t.Helper()
		got := search(t, e, r)
		wantIDs(t, got, first)
		for i := range places {
			places[i] = index.ArticleDocument(places[i])
		}
		if len(got.Hits) == 1 && !slices.Equal(got.Hits[0].Places, places) {
			t.Errorf("%s has the places %v, want %v", first, got.Hits[0].Places, places)
		}
	}
	apply(t, e, 1, paper, press)
	want("press", "paper")
	apply(t, e, 2, reprint)
	want("reprint", "press", "paper")
	apply(t, e, 3, own)
	want("own", "reprint", "press", "paper")
}

func narrowedHits(t testing.TB, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	apply(t, e, 1, change("early", "2025-01-01", text), change("late", "2025-03-01", text), change("other", "2025-02-01", "satu lain"))
	id := func(article string) index.Expr {
		return index.Term{Field: index.FieldID, Text: index.ArticleDocument(article)}
	}
	ask := func(collapse bool, hits index.Expr, want ...string) {
		t.Helper()
		for _, by := range []index.Sort{index.ByRelevance, index.Newest} {
			got := search(t, e, index.Request{Size: 10, Where: body("satu"), Sort: by, Collapse: collapse, Hits: hits, Facets: []index.FacetAsk{{Field: index.KeyYear}}})
			wantIDs(t, got, want...)
			total := 3
			if collapse {
				total = 2
			}
			if got.Total != total || got.Documents != 3 || len(got.Facets[0]) != 1 || got.Facets[0][0].Count != 3 {
				t.Errorf("%s, hits %v: total %d of %d, facets %v", by, hits, got.Total, got.Documents, got.Facets)
			}
		}
	}
	ask(false, id("late"), "late")
	ask(true, id("early"), "early")
	ask(true, id("late"))
	ask(true, index.Any{id("late"), id("other")}, "other")
	ask(true, index.Any{})
}

func copies(t testing.TB, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	late, early, short := change("late", "2025-03-01", text), change("early", "2025-01-01", text), change("short", "", "satu dua")
	for _, c := range []documents.Change{late, early} {
		c.Article.Publisher, c.Article.Origin = &article.Office{Code: "33.74"}, "33"
	}
	apply(t, e, 1, early, change("x", "2025-02-01", "satu lain"), short, change("short2", "", "satu dua"))
	apply(t, e, 2, late)
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	got := search(t, e, r)
	wantIDs(t, got, "x", "early", "short", "short2")
	if got.Total != 4 || got.Documents != 5 || got.Hits[1].Copies != 1 {
		t.Errorf("total %d of %d, %d copies; want 4 of 5, 1", got.Total, got.Documents, got.Hits[1].Copies)
	}
	r.Filters = []index.Filter{{Where: index.Term{Field: index.KeyMonth, Text: "2025-03"}}}
	wantIDs(t, search(t, e, r), "late")
	r.Filters = nil
	late.Article.Origin = "" // at its origin after all
	apply(t, e, 3, late)
	wantIDs(t, search(t, e, r), "late", "x", "short", "short2")
	apply(t, e, 4, documents.Change{ID: "late"})
	wantIDs(t, search(t, e, r), "x", "early", "short", "short2")
	apply(t, e, 5, late)
	if !e.Can().ChainedCopies {
		ofTitle(t, e, early, late, []string{"late", "retold", "shortened", "x", "other", "short", "short2"}, 7, 1)
		return
	}
	ofTitle(t, e, early, late, []string{"late", "x", "other", "short", "short2"}, 5, 3)
	ofGeneralTitle(t, e)
	r.Collapse = false
	wantIDs(t, search(t, e, r), "late", "retold", "shortened", "x", "early", "other", "again", "general", "short", "short2")
}

// titled returns the change with another title, under the dateline of one event.
func titled(c documents.Change, title string) documents.Change {
	a := *c.Article
	a.Title, a.Dateline, a.EventDates = title, &article.Dateline{Host: "jateng.kpu.go.id"}, []string{"2025-01-01"}
	c.Article = &a
	return c
}

// publishedBy returns the change as one of an office, after one of office 33.
func publishedBy(office string, c documents.Change) documents.Change {
	c.Article.Publisher, c.Article.Origin = &article.Office{Code: office}, ""
	if office != "33" {
		c.Article.Origin = "33"
	}
	return c
}

// ofTitle adds to a story of two equal texts what others made of it under its title,
// and checks what is found, how many stories, and how many copies of the first.
func ofTitle(t testing.TB, e index.Engine, early, late documents.Change, want []string, stories, copies int) {
	t.Helper()
	const title = "Satu Kotak Suara Tiba di Gudang"
	early, late = titled(early, title), titled(late, "Lain")
	retold := titled(publishedBy("33.01", change("retold", "2025-02-03", "satu yang diubah")), title)
	shortened := titled(publishedBy("33.02", change("shortened", "2025-02-02", "satu")), strings.ToUpper(title)+"!")
	other := titled(publishedBy("33.01", change("other", "2024-12-01", "satu kotak")), title)
	other.Article.EventDates = []string{"2024-12-01"} // the same title, another day
	apply(t, e, 6, early, late, retold, shortened, other)
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	got := search(t, e, r)
	wantIDs(t, got, want...)
	if got.Total != stories || got.Documents != 8 || got.Hits[0].Copies != copies {
		t.Errorf("total %d of %d, %d copies; want %d of 8, %d", got.Total, got.Documents, got.Hits[0].Copies, stories, copies)
	}
}

// ofGeneralTitle goes on behind ofTitle, for engines that chain copies.
func ofGeneralTitle(t testing.TB, e index.Engine) {
	t.Helper()
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	r.Filters = []index.Filter{{Where: index.Term{Field: index.KeyMonth, Text: "2025-02"}}}
	wantIDs(t, search(t, e, r), "shortened", "x") // the earlier of those left
	// Two stories of one office under one title stay two, and a third article with that
	// title is a copy of neither.
	const meeting = "Satu Rapat Rutin Hari Senin"
	general := titled(publishedBy("33", change("general", "2024-11-01", "satu rapat pagi")), meeting)
	again := titled(publishedBy("33", change("again", "2024-11-02", "satu rapat sore")), meeting)
	retold := titled(publishedBy("33.01", change("retold", "2025-02-03", "satu rapat")), meeting)
	apply(t, e, 7, general, again, retold)
	r.Filters = nil
	wantIDs(t, search(t, e, r), "late", "retold", "x", "other", "again", "general", "short", "short2")
}

// quoteCopies tells one story at three places with both of its quotes, and one of the quotes
// in another text too.
func quoteCopies(t testing.TB, e index.Engine) {
	const (
		text  = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
		long  = "kami mengajak semua pemilih datang ke tps pada hari itu"
		other = "kami mengajak semua pemilih datang ke tps pada hari lain"
	)
	said := func(c documents.Change, office, name string) documents.Change {
		c = publishedBy(office, c)
		c.Article.EventDates = []string{"2025-01-01"}
		for i := range c.Article.Quotes {
			c.Article.Quotes[i].Speaker = &article.Person{ID: name, Name: name}
		}
		return c
	}
	const ari, budi = "Ari Wibowo", "Budi Santoso"
	first := said(change("first", "2025-01-02", text, long, "siap"), "33.01", ari)
	second := said(change("second", "2025-01-03", text, long, "siap"), "33.02", ari)
	third := said(change("third", "2025-02-04", text, long, "siap"), "33.03", ari)
	apply(t, e, 1, second, said(change("budi", "2025-01-05", "lain", long), "33.05", budi))
	apply(t, e, 2, third, first, said(change("words", "2025-01-06", "lain", other, "siap"), "33.06", ari))
	r := index.Request{Of: index.Quotes, Size: 10, Collapse: true, Places: 5}
	expect := func(what string, documents int, hits ...string) {
		t.Helper()
		got := search(t, e, r)
		list := []string{}
		for _, h := range got.Hits {
			var line strings.Builder
			line.WriteString(fmt.Sprintf("%s+%d", h.Quote, h.Copies))
			for _, id := range h.Places {
				_, quote := index.SplitDocument(id)
				line.WriteString(" " + quote)
			}
			list = append(list, line.String())
		}
		if !slices.Equal(list, hits) || got.Total != len(hits) || got.Documents != documents {
			t.Errorf("%s: %d of %d are %q, want %d of %d, %q", what, got.Total, got.Documents, list, len(hits), documents, hits)
		}
	}
	expect("three places", 9, "words-0+0", "words-1+0", "budi-0+0", "first-0+2 second-0 third-0", "first-1+2 second-1 third-1")
	r.Facets = []index.FacetAsk{{Field: index.KeyField(index.Quotes, index.KeyMonth)}}
	if got := search(t, e, r).Facets[0]; !slices.Equal(got, []index.Count{{Value: "2025-01", Count: 7}, {Value: "2025-02", Count: 2}}) {
		t.Errorf("facets count %v, want the quotes of all places", got)
	}
	r.Facets, r.Places = nil, 1
	expect("one of them named", 9, "words-0+0", "words-1+0", "budi-0+0", "first-0+2 second-0", "first-1+2 second-1")
	r.Places, r.Filters = 5, []index.Filter{{Where: index.Term{Field: index.KeyField(index.Quotes, index.KeyPublisher), Text: "33.03"}}}
	expect("a filter that leaves one", 2, "third-0+0", "third-1+0")
	r.Filters = nil
	third.Article.Origin = "" // at its origin after all
	apply(t, e, 3, third)
	expect("at its origin", 9, "third-0+2 first-0 second-0", "third-1+2 first-1 second-1", "words-0+0", "words-1+0", "budi-0+0")
	apply(t, e, 4, documents.Change{ID: "third"})
	expect("without the origin", 7, "words-0+0", "words-1+0", "budi-0+0", "first-0+1 second-0", "first-1+1 second-1")
	apply(t, e, 5, documents.Change{ID: "first"})
	expect("without its first", 5, "words-0+0", "words-1+0", "budi-0+0", "second-0+0", "second-1+0")
	r.Collapse = false
	expect("not gathered", 5, "words-0+0", "words-1+0", "budi-0+0", "second-0+0", "second-1+0")
	if r.Collapse = true; e.Can().ChainedCopies {
		// Another text with the long quote joins what is one story by its text.
		apply(t, e, 6, first, said(change("retold", "2025-01-01", "ringkas", long), "33.04", ari))
		expect("in a chain", 8, "words-0+0", "words-1+0", "budi-0+0", "first-1+1 second-1", "retold-0+2 first-0 second-0")
		// One publisher that has the words in two texts joins nothing.
		apply(t, e, 7, said(change("again", "2025-01-01", "ringkas lagi", long), "33.04", ari))
		expect("twice by one publisher", 9, "words-0+0", "words-1+0", "budi-0+0", "first-0+1 second-0", "first-1+1 second-1", "again-0+0", "retold-0+0")
	}
}
