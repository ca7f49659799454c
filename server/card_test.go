package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestANameTypedIntoThePublicBoxShowsWhoItIs: a person or an office above the results, with
// the post, the newest words and a link; several of one name as a question; nothing where the
// text asks for more than a name.
func TestANameTypedIntoThePublicBoxShowsWhoItIs(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for _, body := range []string{
		`{"external_id":"1","title":"Rapat logistik","published":"2025-11-05","satker":"33.74",
		"body":"Ketua KPU Kota Semarang, Handi Tri Ujiono, membuka rapat. “Gudang sudah siap,” ujar Handi."}`,
		`{"external_id":"2","title":"Coklit dimulai","published":"2024-06-24","satker":"33.76",
		"body":"Anggota KPU Kota Tegal, Budi Santoso, melepas petugas. “Ketuk pintunya dengan sopan,” kata Budi."}`,
		`{"external_id":"3","title":"Rakor data","published":"2023-02-01","satker":"33.71",
		"body":"Sekretaris KPU Kota Magelang, Budi Santoso, memimpin rakor. “Berkasnya lengkap,” kata Budi."}`,
		`{"external_id":"4","title":"Rapat pleno","published":"2024-03-01","satker":"33.72",
		"body":"Ketua KPU Kota Surakarta, Yustinus Arya, membuka rapat. “Rapat kita mulai,” ujar Yustinus."}`,
		`{"external_id":"5","title":"Apel pagi","published":"2025-03-01","satker":"33.72",
		"body":"Plt. Ketua KPU Kota Surakarta, Rina Wulandari, memimpin apel. “Semua sudah hadir,” ujar Rina."}`,
	} {
		if a := s.post("/v1/articles?wait=searchable", body); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	for path, want := range map[string][]string{
		"/?q=handi+tri+ujiono":                 {`<h2 id="kartu"><a href="/pejabat/handi-tri-ujiono">Handi Tri Ujiono</a></h2>`, "Ketua KPU Kota Semarang 2025", "Gudang sudah siap", `href="/kutipan?official=handi-tri-ujiono"`},
		"/?q=Dr.+H.+Handi+Tri+Ujiono%2C+M.Si.": {`<h2 id="kartu"><a href="/pejabat/handi-tri-ujiono">`},
		"/?q=kpu+kota+semarang":                {`<h2 id="kartu"><a href="/satker/33.74">KPU Kota Semarang</a></h2>`, "Ketua: Handi Tri Ujiono (menurut berita Rabu, 5 November 2025)", "Gudang sudah siap", `href="/kutipan?office=33.74"`, `<span class="role">Handi Tri Ujiono, Ketua KPU Kota Semarang</span>`},
		"/?q=kpu+kota+surakarta":               {"Plt. Ketua: Rina Wulandari (menurut berita Sabtu, 1 Maret 2025)", `<span class="role">Rina Wulandari, Plt. Ketua KPU Kota Surakarta</span>`, `<span class="role">Yustinus Arya, Ketua KPU Kota Surakarta</span>`},
		"/?q=ketua+kpu+kota+semarang":          {`<h2 id="kartu"><a href="/satker/33.74">`},
		"/?q=budi+santoso":                     {"Siapa yang Anda maksud", "Anggota KPU Kota Tegal 2024", "Sekretaris KPU Kota Magelang 2023"},
		"/?q=handi+tri+ujiono+logistik":        nil,
		"/?q=gudang":                           nil,
		"/?q=kpu+kota+salatiga":                {`<h2 id="kartu"><a href="/satker/33.73">KPU Kota Salatiga</a></h2>`},
	} {
		body := string(s.get(path).body)
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s lacks %s", path, text)
			}
		}
		if want == nil && (strings.Contains(body, `id="kartu"`) || strings.Contains(body, "Siapa yang Anda maksud")) {
			t.Errorf("%s shows a person or an office, and asks for more", path)
		}
	}
}
