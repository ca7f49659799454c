package archive_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/search"
)

// The order of arrival is that of the last changes, over more changes than are
// looked at in one go, and words mean in it what they mean in any other order.
func TestTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	var minutes atomic.Int64
	o := options(t.TempDir())
	o.Now = func() time.Time { return begin.Add(time.Duration(minutes.Load()) * time.Minute) }
	a := open(t, o)
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
	if _, err := a.Search(t.Context(), search.Query{Sort: search.ByArrival, Of: index.Quotes}); index.KindOf(err) != index.Invalid {
		t.Errorf("of quotes: %v", err)
	}
}
