package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/people"
	"warta/index/search"
	"warta/server/keys"
)

// everybody are the people named in the real article, in the order of the names.
var everybody = []string{
	"Akmaliyah", "Basmar Prianto Amron", "Handi Tri Ujiono", "Mey Nurlela", "Muhammad Machruz", "Muslim Aisha", "Paulus Widiyantoro", "Sabbikisma Setia Nugraha",
}

// modelled is an article built as the real one is, of other words: some speak without a
// post, one of them word for word.
const modelled = `KPU Jateng Tata Gudang Bersama

Semarang, kota-semarang.kpu.go.id - Komisi Pemilihan Umum (KPU) Provinsi Jawa Tengah menggelar forum penataan gudang, Selasa (4/11/2025). Musim hujan menjadi pertimbangan.

Forum dibuka oleh Ketua KPU Provinsi Jawa Tengah, Handi Tri Ujiono, yang menegaskan pentingnya gudang yang kering.

"Kita perlu menata gudang sebelum hujan datang," ujar Handi.

Dalam arahannya, Anggota KPU Provinsi Jawa Tengah, Basmar Prianto Amron, mengajak semua kantor menyusun jadwal.

Sementara itu, Anggota KPU Provinsi Jawa Tengah, Mey Nurlela, menekankan pentingnya pelatihan petugas.

Dalam kesempatan yang sama, Anggota KPU Provinsi Jawa Tengah, Akmaliyah, mengingatkan pentingnya catatan barang.

Sementara itu, Muhammad Machruz menyoroti perlunya kunci cadangan.

Paulus Widiyantoro menambahkan bahwa penataan memerlukan dukungan semua pihak.

Sementara itu Muslim Aisha turut menegaskan pentingnya evaluasi setelah penataan. "Langkah kecil setiap hari lebih berguna daripada rapat besar. Musim hujan tidak menunggu," ujarnya.

Forum yang dimoderatori oleh Sabbikisma Setia Nugraha (Kabag Rendatin KPU Provinsi Jawa Tengah) ini berlangsung dua jam.`

// An archive of one article finds all its speakers.
func TestEachSpeakerIsFoundByName(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"modelled on the real article": modelled}
	article, err := os.ReadFile(filepath.Join("..", "..", "shared", "seed", "article.txt"))
	switch {
	case err == nil:
		texts["the real article"] = string(article)
	case os.Getenv("CI") == "true":
		t.Fatalf("CI runs with ../shared beside the repository: %v", err)
	default:
		t.Log("without the real article: there is no ../shared beside the repository")
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmpty(t)
			a := s.do(http.MethodPost, "/v1/articles?wait=searchable&url="+url.QueryEscape("https://kota-semarang.kpu.go.id/blog/read/1_x"), s.keys[keys.Ingest],
				strings.NewReader(text), "Content-Type", "text/plain; charset=utf-8")
			if a.status != http.StatusCreated {
				t.Fatalf("put: %d %s", a.status, a.body)
			}
			s.checkEverybody()
		})
	}
}

func (s *site) checkEverybody() {
	s.Helper()
	page := read[search.Page](s.T, s.get("/v1/search?facets=official"))
	var names []string
	for _, c := range page.Facets[index.FacetOfficial] {
		names = append(names, c.Label)
	}
	slices.Sort(names)
	if !slices.Equal(names, everybody) {
		s.Errorf("in the facet are %q", names)
	}
	const id = "muslim-aisha"
	if page := read[search.Page](s.T, s.get("/v1/quotes?official="+id)); page.Total == 0 || !speaks(page, id) {
		s.Errorf("official=%s: first is %+v of %d", id, first(page), page.Total)
	}
	for _, text := range []string{"Muslim Aisha", "muslim aisha", "Dr. H. Muslim Aisha, S.H.", "Pak Muslim", "AISHA MUSLIM", "Aisha"} {
		for _, path := range []string{"/v1/quotes", "/v1/search"} {
			page := read[search.Page](s.T, s.get(path+"?q="+url.QueryEscape(text)))
			if page.Total == 0 || page.Query.Corrected != nil || page.Query.Offered != "" || page.Query.Mode != "all" {
				s.Errorf("%s %s: %d hits, understood %+v", path, text, page.Total, page.Query)
			}
			if path == "/v1/quotes" && !speaks(page, id) {
				s.Errorf("%s %s: first is %+v", path, text, first(page))
			}
			if text != "Aisha" && (len(page.Query.People) != 1 || page.Query.People[0].ID != id) {
				s.Errorf("%s %s: means %+v", path, text, page.Query.People)
			}
		}
	}
	for _, text := range []string{"muslim", "aisha", "muslim ai", "Mus", "Pak Mus", "Dr. H. Muslim"} {
		a := s.get("/v1/suggest?q=" + url.QueryEscape(text))
		if !strings.Contains(a.body, fmt.Sprintf("%q", id)) {
			s.Errorf("%s suggests %s", text, a.body)
		}
	}
	for _, name := range everybody { // each by the whole name
		page := read[search.Page](s.T, s.get("/v1/search?q="+url.QueryEscape(name)))
		if page.Total != 1 || len(page.Query.People) != 1 || page.Query.People[0].Name != name || page.Query.Corrected != nil {
			s.Errorf("%s: %d hits, understood %+v", name, page.Total, page.Query)
		}
	}
}

func first(page search.Page) *search.QuoteHit {
	if len(page.Hits) == 0 {
		return nil
	}
	return page.Hits[0].Quote
}

func speaks(page search.Page, id string) bool {
	q := first(page)
	return q != nil && q.Speaker != nil && q.Speaker.ID == id
}

func TestWhatIsForStaffIsForStaffAlone(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for n, words := range []string{
		"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat, Selasa (4/11/2025).\n\n“Kita mulai tepat waktu,” ujar Handi Tri Ujiono.",
		"Semarang - Rapat digelar KPU Kota Semarang, Rabu (5/11/2025).\n\n“Kita lanjut bulan depan,” ujar Handi.",
		"Padang - Ketua KPU Kota Padang Handi Tri Ujiono membuka rapat, Rabu (5/11/2025).\n\n“Kita di Padang sekarang,” ujar Handi Tri Ujiono.",
	} {
		host := "kota-semarang"
		if n == 2 {
			host = "kota-padang"
		}
		s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://%s.kpu.go.id/berita/%d","title":"Rapat kerja %d","body":%q}`, host, n, n, words))
	}
	const path = "/v1/officials/handi-tri-ujiono"
	if a := s.get(path); a.status != http.StatusOK || strings.Contains(a.body, "maybe_same") || strings.Contains(a.body, "short_names") {
		t.Errorf("everybody sees %d %s", a.status, a.body)
	}
	seen := read[struct {
		Short []people.ShortName `json:"short_names"`
		Maybe []people.MaybeSame `json:"maybe_same"`
	}](t, s.do(http.MethodGet, path, s.keys[keys.Staff], nil))
	if len(seen.Maybe) != 1 || len(seen.Maybe[0].Steps) != 1 || seen.Maybe[0].Steps[0].Satker != "13.71" {
		t.Errorf("staff see %+v", seen)
	}
	if len(seen.Short) != 1 || seen.Short[0].Name != "Handi" || seen.Short[0].Because == "" {
		t.Errorf("staff see %+v", seen)
	}
	const page, maybe, short = "/pejabat/handi-tri-ujiono", "Mungkin orang yang sama", "Nama pendek yang dibaca"
	v := &visitor{site: s}
	if a := v.page(page); a.status != http.StatusOK || strings.Contains(a.body, maybe) || strings.Contains(a.body, short) {
		t.Errorf("everybody sees on the page %d %s", a.status, a.body)
	}
	quotes := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujiono"))
	v.signIn(s.keys[keys.Staff], "/kutipan/"+quotes.Hits[0].Quote.ID)
	a := v.page(page)
	for _, want := range []string{maybe, short, "Ketua, KPU Kota Padang (2025)", "satu-satunya yang bernama demikian", "KPU Kota Semarang"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page that staff see has no %q: %d %s", want, a.status, a.body)
		}
	}
	if a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page that staff see may be kept: %v", a.header)
	}
	for _, call := range []string{"/v1/search?q=handi", "/v1/quotes?q=handi", "/v1/officials?prefix=ha", "/v1/suggest?q=handi"} {
		if a := s.get(call + "&private=true"); a.status != http.StatusUnauthorized && a.status != http.StatusForbidden {
			t.Errorf("%s: everybody gets %d %s", call, a.status, a.body)
		}
		if a := s.do(http.MethodGet, call+"&private=true", s.keys[keys.Ingest], nil); a.status != http.StatusForbidden {
			t.Errorf("%s: who only ingests gets %d", call, a.status)
		}
		if a := s.do(http.MethodGet, call+"&private=true", s.keys[keys.Staff], nil); a.status != http.StatusOK || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: staff get %d, %v", call, a.status, a.header)
		}
		if a := s.get(call + "&private=maybe"); a.status != http.StatusBadRequest {
			t.Errorf("%s: private=maybe gives %d", call, a.status)
		}
	}
}
