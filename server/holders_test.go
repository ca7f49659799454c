package server_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"warta/index/search"
	"warta/server/keys"
)

// cards returns whom the page of quotes asks about, or says that it means.
func (s *site) cards(t *testing.T, query string) []string {
	t.Helper()
	var out []string
	root := parsePage(t, s.get("/kutipan?q="+query).body)
	for _, p := range root.all("p") {
		if class, _ := p.attr("class"); class == "who-chosen" {
			out = append(out, p.text())
		}
	}
	for _, section := range root.all("section") {
		if class, _ := section.attr("class"); class != "who" {
			continue
		}
		for _, link := range section.all("a") {
			out = append(out, link.text())
		}
	}
	slices.Sort(out)
	return out
}

// A card says nothing of an office that the person does not hold there.
func TestAPostIsOfTheOfficeThatIsAskedFor(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	if got, want := s.cards(t, "ketua+kpu+jateng"), []string{"Sutrisno Hadi Wibowo Ketua KPU Kabupaten Rembang 2025", "Umi Rosidah Fathoni Ketua KPU Kota Pekalongan 2023"}; !slices.Equal(got, want) {
		t.Errorf("only chairs below it are quoted: got %q, want %q", got, want)
	}
	put := s.do(http.MethodPost, "/v1/articles?wait=searchable&url=https://jateng.kpu.go.id/blog/read/9_rapat", s.keys[keys.Ingest], strings.NewReader(
		"KPU Jateng Rapat\n\nSemarang - Ketua KPU Provinsi Jawa Tengah, Handi Tri Ujiono, membuka rapat, Rabu (5/11/2025).\n\n\"Kotak suara harus kering dan terkunci,\" ujar Handi."), "Content-Type", "text/plain; charset=utf-8")
	if put.status != http.StatusCreated {
		t.Fatalf("%d %s", put.status, put.body)
	}
	if got, want := s.cards(t, "ketua+kpu+jateng"), []string{"Kutipan Handi Tri Ujiono, Ketua KPU Provinsi Jawa Tengah 2025"}; !slices.Equal(got, want) {
		t.Errorf("its own chair is quoted: got %q, want %q", got, want)
	}
	if got, want := s.cards(t, "ketua+kpu+kota+pekalongan"), []string{"Kutipan Umi Rosidah Fathoni, Ketua KPU Kota Pekalongan 2023"}; !slices.Equal(got, want) {
		t.Errorf("an office without others below: got %q, want %q", got, want)
	}
}

// A quote of a person who only likely held the post on that day stands behind the others and
// says so, on the page and in the API.
func TestALikelyPostIsTold(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	for _, text := range []string{
		"KPU Jateng Rapat\n\nSemarang - Anggota KPU Provinsi Jawa Tengah, Gatot Suryokusumo, membuka rapat, Rabu (5/6/2024).\n\n\"Kotak suara harus kering dan terkunci,\" ujar Gatot.",
		"KPU Jateng Tinjau Gudang\n\nSemarang - Gatot Suryokusumo meninjau gudang KPU Provinsi Jawa Tengah, Rabu (4/6/2025).\n\n\"Gudang ini sudah kering,\" ujar Gatot Suryokusumo.",
	} {
		put := s.do(http.MethodPost, "/v1/articles?wait=searchable&url=https://jateng.kpu.go.id/blog/read/"+strconv.Itoa(len(text)), s.keys[keys.Ingest], strings.NewReader(text), "Content-Type", "text/plain; charset=utf-8")
		if put.status != http.StatusCreated {
			t.Fatalf("%d %s", put.status, put.body)
		}
	}
	const told = "jabatan pada hari itu tidak tertulis"
	page := read[search.Page](t, s.get("/v1/quotes?q=anggota+kpu+jateng"))
	if len(page.Hits) != 2 || page.Hits[0].Quote.PostUnstated || !page.Hits[1].Quote.PostUnstated {
		t.Errorf("%d quotes: %+v", len(page.Hits), page.Hits)
	}
	for query, want := range map[string]int{"anggota+kpu+jateng": 1, "gatot+suryokusumo": 0, "anggota+kpu+jateng+2024": 0} {
		if got := strings.Count(s.get("/kutipan?q="+query).body, told); got != want {
			t.Errorf("%s: told %d times, want %d", query, got, want)
		}
	}
}
