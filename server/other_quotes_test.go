package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"warta/index/search"
)

// TestTheOtherQuotesOfAPersonAreShown: where a person said nothing on the subject, the page says
// so and shows what else they said, whether the name was typed or the person chosen; under the
// filters that were chosen, and never in the API, whose hits are what was asked for.
func TestTheOtherQuotesOfAPersonAreShown(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for n, words := range []string{"Gudang sudah kita isi,", "Perahu kita sewa dua unit,", "Rapat kita mulai tepat waktu,"} {
		post := []string{"Ketua", "Anggota", "Ketua"}[n]
		if a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kota-semarang.kpu.go.id/%d","title":"Kabar %d","published":"2025-11-0%d","body":%q}`, n, n, n+1,
			"Semarang - "+post+" KPU Kota Semarang Handi Tri Ujiono hadir.\n\n“"+words+"” ujar Handi Tri Ujiono.")); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	s.post("/v1/articles?wait=searchable", `{"url":"https://kota-semarang.kpu.go.id/9","title":"Anggaran","published":"2025-11-05","body":"Semarang - Sekretaris KPU Kota Semarang Rini Astuti hadir.\n\n“Anggaran sudah kita bahas,” ujar Rini Astuti."}`)
	const note = "Handi Tri Ujiono tidak ditemukan berbicara tentang <q>anggaran</q>. Ini kutipan Handi Tri Ujiono yang lain."
	for _, c := range []struct {
		path  string
		note  bool
		shown []string // words of the quotes in the list
		all   string   // the link to all, if the page has one
	}{
		{"/kutipan?q=handi+tri+ujiono+anggaran", true, []string{"Gudang", "Perahu", "Rapat kita"}, ""},
		{"/kutipan?official=handi-tri-ujiono&q=anggaran", true, []string{"Gudang", "Perahu", "Rapat kita"}, `href="/kutipan?official=handi-tri-ujiono" rel="nofollow">Semua 3 kutipan Handi Tri Ujiono</a>`},
		{"/kutipan?official=handi-tri-ujiono&q=anggaran&sort=relevance", true, []string{"Gudang", "Perahu", "Rapat kita"}, `href="/kutipan?official=handi-tri-ujiono" rel="nofollow">Semua 3 kutipan`},
		{"/kutipan?official=handi-tri-ujiono&q=anggaran&role=Anggota", true, []string{"Perahu"}, `href="/kutipan?official=handi-tri-ujiono&amp;role=Anggota" rel="nofollow">Semua 1 kutipan`},
		{"/kutipan?official=handi-tri-ujiono&q=gudang", false, []string{"Gudang"}, ""},
		{"/kutipan?official=handi-tri-ujiono&q=anggaran&date=2024", false, nil, ""},
		{"/kutipan?official=tidak-ada&q=anggaran", false, nil, ""},
	} {
		body := s.get(c.path).body
		root := sound(t, c.path, body)
		if strings.Contains(body, note) != c.note {
			t.Errorf("%s: the note stands there: %t", c.path, !c.note)
		}
		if c.all != "" != strings.Contains(body, ">Semua ") || !strings.Contains(body, c.all) {
			t.Errorf("%s has no link to all: %q", c.path, c.all)
		}
		var list strings.Builder
		for _, ol := range root.all("ol") {
			if class, _ := ol.attr("class"); strings.Contains(class, "quotes") {
				list.WriteString(ol.text())
			}
		}
		for _, word := range []string{"Gudang", "Perahu", "Rapat kita", "Anggaran sudah"} {
			want := false
			for _, shown := range c.shown {
				want = want || shown == word
			}
			if strings.Contains(list.String(), word) != want {
				t.Errorf("%s: %q is shown: %t", c.path, word, !want)
			}
		}
		if strings.Contains(body, "/v1/export?") && c.all != "" && strings.Contains(body, "format=csv&amp;kind=quotes&amp;official=handi-tri-ujiono&amp;q=") {
			t.Errorf("%s: the table is of nothing", c.path)
		}
	}
	if page := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujiono&q=anggaran")); page.Total != 0 {
		t.Errorf("the API finds %d on the subject", page.Total)
	}
}
