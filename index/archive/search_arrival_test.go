package archive_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

// The order of arrival is that of the last changes, over more changes than are
// looked at in one go, and words mean in it what they mean in any other order.
func TestTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	for _, few := range []int{1, 1000} { // by the last changes, by sorting what matches
		t.Run(fmt.Sprint(few), func(t *testing.T) {
			t.Parallel()
			testOrderOfArrival(t, few)
		})
	}
}

func testOrderOfArrival(t *testing.T, few int) {
	begin := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	var minutes atomic.Int64
	o := options(t.TempDir())
	o.Now = func() time.Time { return begin.Add(time.Duration(minutes.Load()) * time.Minute) }
	a := open(t, o)
	a.SortFew(few)
	send := func(name, words string) string {
		minutes.Add(1)
		return put(t, a, text(site+name, "Berita "+name+"\nKPU "+words)).ID
	}
	first := send("1_a", "rapat pleno terbuka")
	second := send("2_b", "rapat kerja")
	for n := range 700 {
		send(fmt.Sprintf("%d_c", n+3), "pelantikan")
	}
	settled(t, a)
	ask := func(q search.Query) (ids []string, page *search.Page) {
		t.Helper()
		page, err := a.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range page.Hits {
			ids = append(ids, h.ID)
		}
		return ids, page
	}
	if got, page := ask(search.Query{Text: "rapat", Sort: search.ByArrival, Size: 10}); !slices.Equal(got, []string{second, first}) || page.Total != 2 {
		t.Errorf("got %v of %d, want %v", got, page.Total, []string{second, first})
	}
	if got, _ := ask(search.Query{Sort: search.ByArrival, Size: 50}); len(got) != 50 || slices.Contains(got, first) {
		t.Errorf("of everything: %d", len(got))
	}
	// A round without a hit for all of the words asks for no fewer of them.
	if got, _ := ask(search.Query{Text: "rapat pleno", Sort: search.ByArrival, Size: 10}); !slices.Equal(got, []string{first}) {
		t.Errorf("two words: got %v, want %s alone", got, first)
	}
	minutes.Add(1)
	put(t, a, text(site+"1_a", "Berita 1_a\nKPU rapat pleno terbuka untuk umum"))
	put(t, a, text(site+"2_b", "Berita 2_b\nKPU rapat kerja\nviews: 7")) // says the same
	settled(t, a)
	got, page := ask(search.Query{Text: "rapat", Sort: search.ByArrival, Size: 10})
	if !slices.Equal(got, []string{first, second}) || !page.Hits[0].Changed.Equal(o.Now()) || !page.Hits[1].Changed.Equal(begin.Add(2*time.Minute)) {
		t.Errorf("after a correction: %v, changed %v and %v", got, page.Hits[0].Changed, page.Hits[1].Changed)
	}
	if _, page := ask(search.Query{Text: "rapat", Sort: index.Newest, Size: 10, Changed: true}); page.Hits[0].Changed.IsZero() || page.Hits[1].Changed.IsZero() {
		t.Errorf("by date: %+v", page.Hits)
	}
	if _, err := a.Remove(t.Context(), first, "k1"); err != nil {
		t.Fatal(err)
	}
	if got, _ := ask(search.Query{Text: "rapat", Sort: search.ByArrival, Size: 10}); !slices.Equal(got, []string{second}) {
		t.Errorf("after a removal: %v", got)
	}
	if _, err := a.Search(t.Context(), search.Query{Sort: search.ByArrival, Cursor: "x"}); index.KindOf(err) != index.Invalid {
		t.Errorf("of a second page: %v", err)
	}
}

// A story stands once in the order of arrival, where its copies are looked at in different
// rounds too, and where the copy that stands for it stands: by the last changes as by sorting
// what matches.
func TestAStoryArrivesOnce(t *testing.T) {
	t.Parallel()
	const words = " bahwa seluruh logistik untuk pemungutan suara sudah tiba di gudang dan akan dibagikan kepada semua kecamatan mulai besok pagi hari"
	for _, of := range []index.Of{index.Articles, index.Quotes} {
		t.Run(fmt.Sprint(of), func(t *testing.T) {
			t.Parallel()
			o := options(t.TempDir())
			o.Reader = castReader{plainReader: plainReader{version: "1"}}
			a := open(t, o)
			a.SortFew(1)
			const stories = 90
			for round := range 3 { // each story thrice, in different rounds of the order
				for n := range stories {
					if (n+round)%3 != 0 || round == 0 {
						put(t, a, text(fmt.Sprintf("%s%d_%c", site, 3*n+round+1, 'a'+round), fmt.Sprintf("Berita %d\nUjiono @33: KPU mengatakan nomor %d%s", n, n, words)))
					}
				}
			}
			settled(t, a)
			ask := func(few int) (ids []string, total int) {
				a.SortFew(few)
				for _, size := range []int{7, index.MaxSize} {
					page, err := a.Search(t.Context(), search.Query{Of: of, Text: "logistik", Sort: search.ByArrival, Size: size, Collapse: true})
					if err != nil {
						t.Fatal(err)
					}
					if size == index.MaxSize && !slices.Equal(idsOf(page.Hits)[:7], ids) {
						t.Errorf("the first 7 are %v, of more %v", ids, idsOf(page.Hits)[:7])
					}
					ids, total = idsOf(page.Hits), page.Total
					for _, h := range page.Hits {
						if h.Copies == 0 {
							t.Errorf("%s has no copies", h.ID)
						}
					}
				}
				return ids, total
			}
			want, total := ask(1000)
			got, _ := ask(1)
			if total != stories || len(want) != stories || !slices.Equal(got, want) {
				t.Errorf("of %d stories %d by sorting:\n got %v\nwant %v", total, len(want), got, want)
			}
		})
	}
}

func idsOf(hits []search.Hit) (ids []string) {
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// Quotes arrive with their article. What corrects or hides one makes its article the newest
// change, and the time of the page moves with whatever may have taken something out of it.
func TestTheOrderOfArrivalOfQuotes(t *testing.T) {
	t.Parallel()
	for _, few := range []int{1, 1000} {
		t.Run(fmt.Sprint(few), func(t *testing.T) {
			t.Parallel()
			testOrderOfArrivalOfQuotes(t, few)
		})
	}
}

func testOrderOfArrivalOfQuotes(t *testing.T, few int) {
	begin := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	var minutes atomic.Int64
	o := options(t.TempDir())
	o.Reader = castReader{plainReader: plainReader{version: "1"}}
	o.Now = func() time.Time { return begin.Add(time.Duration(minutes.Load()) * time.Minute) }
	a := open(t, o)
	a.SortFew(few)
	send := func(name, words string) string {
		minutes.Add(1)
		return put(t, a, text(site+name, "Berita "+name+"\nUjiono @33: "+words)).ID
	}
	first := send("1_a", "Logistik sudah siap semua")
	for n := range 120 { // more than the first batch
		send(fmt.Sprintf("%d_c", n+3), "Kita mulai tepat waktu")
	}
	second := send("2_b", "Logistik belum siap semua")
	settled(t, a)
	last := time.Time{}
	check := func(after string, moves bool, want ...string) *search.Page {
		t.Helper()
		page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Text: "logistik", Sort: search.ByArrival, Size: 10, Exact: true, Changed: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range page.Hits {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("after %s: got %v, want %v", after, got, want)
		}
		if moves && !page.Changed.Equal(o.Now()) || page.Changed.Before(last) {
			t.Errorf("after %s: changed %v, now is %v, before it was %v", after, page.Changed, o.Now(), last)
		}
		last = page.Changed
		return page
	}
	page := check("two", true, second, first)
	minutes.Add(1)
	if _, err := a.CorrectQuote(t.Context(), page.Hits[1].Quote.ID, archive.QuoteCorrection{Speaker: new("")}, "k1"); err != nil {
		t.Fatal(err)
	}
	corrected := check("a correction", true, first, second)
	if !corrected.Hits[0].Changed.Equal(o.Now()) || corrected.Hits[0].Quote.Because != archive.BecauseDecided {
		t.Errorf("the corrected quote: %+v", corrected.Hits[0])
	}
	minutes.Add(1)
	if _, err := a.CorrectQuote(t.Context(), page.Hits[1].Quote.ID, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil {
		t.Fatal(err)
	}
	check("it is hidden", true, second)
	minutes.Add(1)
	check("nothing", false, second)
	put(t, a, text(site+"2_b", "Berita 2_b\nUjiono @33: Kami pulang sekarang juga"))
	settled(t, a)
	check("a version without the words", true)
	third := send("9_z", "Logistik masih di jalan")
	settled(t, a)
	check("another", true, third)
	minutes.Add(1)
	if _, err := a.Remove(t.Context(), third, "k1"); err != nil {
		t.Fatal(err)
	}
	check("a removal", true)
	// Of everything, the last changes come first, and each article's quotes stand together.
	page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Sort: search.ByArrival, Size: index.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range page.Hits {
		if i > 0 && h.Changed.After(page.Hits[i-1].Changed) {
			t.Errorf("hit %d changed at %v, the one before at %v", i, h.Changed, page.Hits[i-1].Changed)
		}
	}
	if len(page.Hits) != min(index.MaxSize, page.Total) || page.Total < 120 {
		t.Errorf("got %d of %d", len(page.Hits), page.Total)
	}
}
