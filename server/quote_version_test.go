package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"warta/index/search"
)

// TestACitationInAListHasTheVersionThatHasTheWords: an article is changed twice, and a
// correction renumbers it in the record; a list, the page of a person, the table and the lines give the
// number of the version that they show.
func TestACitationInAListHasTheVersionThatHasTheWords(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	send := func(page int, words string) {
		t.Helper()
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kota-semarang.kpu.go.id/berita/%d","title":"Rapat KPU","published":"2025-11-05","body":%q}`, page,
			"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.\n\n“"+words+"” ujar Handi Tri Ujiono."))
		if a.status != http.StatusOK && a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	send(1, "Perahu kita sewa dua unit untuk pulau,")
	for n, words := range []string{"Gudang kita siap,", "Gudang kita siap bulan depan,", "Gudang kita siap bulan Desember,"} {
		send(2, words)
		list := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujiono&sort=newest"))
		for _, h := range list.Hits {
			want := 1
			if h.Quote.Text == words {
				want = n + 1
			}
			if h.Version != want {
				t.Errorf("change %d: %q is of version %d, want %d", n, h.Quote.Text, h.Version, want)
			}
		}
		if len(list.Hits) != 2 {
			t.Fatalf("change %d: %d quotes", n, len(list.Hits))
		}
		cited := fmt.Sprintf("laman KPU Kota Semarang (versi artikel ke-%d), Rabu (5/11/2025)", n+1)
		for _, path := range []string{"/kutipan?q=gudang", "/kutipan?official=handi-tri-ujiono", "/pejabat/handi-tri-ujiono", "/v1/export?kind=quotes&format=csv"} {
			if a := s.get(path); a.status != http.StatusOK || !strings.Contains(a.body, cited) {
				t.Errorf("change %d: %d, %s does not cite %q", n, a.status, path, cited)
			}
		}
		if lines := s.get("/v1/export?kind=quotes&format=ndjson").body; !strings.Contains(lines, fmt.Sprintf(`"version":%d`, n+1)) {
			t.Errorf("change %d: the lines lack the version: %s", n, lines)
		}
	}
	at := read[search.Page](t, s.get("/v1/quotes?q=gudang")).Hits[0]
	if a := s.staff(http.MethodPatch, "/v1/quotes/"+at.Quote.ID, `{"speaker":"handi-tri-ujiono"}`); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if after := read[search.Page](t, s.get("/v1/quotes?q=gudang")); after.Hits[0].Version != 3 {
		t.Errorf("corrected: version %d", after.Hits[0].Version)
	}
	if articles := s.get("/v1/search?q=gudang").body; strings.Contains(articles, `"version"`) {
		t.Errorf("an article that is found has a version: %s", articles)
	}
}

// TestACitationNamesTheSite: the one that carries the article, whatever the request, the dateline
// and the credits say of it.
func TestACitationNamesTheSite(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for n, c := range []struct{ given, where, publisher string }{
		{`"url":"https://koran.example/1","satker":"33.74"`, "laman koran.example (versi artikel ke-1)", "33.74"},
		{`"url":"https://kab-klaten.kpu.go.id/1","satker":"33.74"`, "laman KPU Kabupaten Klaten (versi artikel ke-1)", "33.10"},
		{`"external_id":"3","satker":"33.10"`, "laman KPU Kabupaten Klaten (versi artikel ke-1)", "33.10"},
	} {
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{%s,"title":"Rapat %d","published":"2025-11-0%d",
			"body":"Malang, jatim.kpu.go.id - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.\n\n“Gudang nomor %d sudah kita isi,” ujar Handi Tri Ujiono.\n\n(Humas KPU Kota Surabaya)"}`, c.given, n, n+1, n))
		if a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
		hits := read[search.Page](t, s.get(fmt.Sprintf(`/v1/quotes?date=2025-11-0%d`, n+1))).Hits
		if len(hits) != 1 || hits[0].Publisher == nil || hits[0].Publisher.Code != c.publisher {
			t.Fatalf("%s: got %+v", c.given, hits)
		}
		for _, path := range []string{"/kutipan/" + hits[0].Quote.ID, fmt.Sprintf("/kutipan?date=2025-11-0%d", n+1), fmt.Sprintf("/v1/export?kind=quotes&format=csv&date=2025-11-0%d", n+1)} {
			if body := s.get(path).body; !strings.Contains(body, "dikutip dari "+c.where) {
				t.Errorf("%s: %s does not cite %s", c.given, path, c.where)
			}
		}
	}
}
