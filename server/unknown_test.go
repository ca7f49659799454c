package server_test

import (
	"net/http"
	"strings"
	"testing"

	"warta/index/search"
)

// TestAnUnknownValueOfAFilterIsTold: by the API in the answer, on a page in words with what
// may be meant, where the value has the form of one and where it has not.
func TestAnUnknownValueOfAFilterIsTold(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	a := s.post("/v1/articles?wait=searchable", `{"external_id":"1","title":"Rapat logistik","published":"2025-11-05","satker":"33.74",
		"body":"Ketua KPU Kota Semarang, Handi Tri Ujiono, membuka rapat. “Gudang sudah siap,” ujar Handi."}`)
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
	page := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujino,handi-tri-ujiono&role=Ketua&satker=33.99"))
	unknown := page.Query.Unknown
	if len(unknown) != 2 || unknown[0].Parameter != "official" || unknown[0].Meant[0].Value != "handi-tri-ujiono" || unknown[1].Value != "33.99" {
		t.Errorf("got %+v", unknown)
	}
	if known := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujiono&role=Ketua&satker=33.74")); known.Query.Unknown != nil || known.Total != 1 {
		t.Errorf("of known values: %+v, %d quotes", known.Query.Unknown, known.Total)
	}
	if p := s.get("/v1/search?satker=kota+semarang").problem(t); p.Field != "satker" || !strings.HasSuffix(p.Detail, "KPU Kota Semarang is 33.74") {
		t.Errorf("the name of an office in place of its code: %+v", p)
	}
	for path, want := range map[string][]string{
		"/kutipan?official=handi-tri-ujino&q=gudang":   {"Pejabat <q>handi-tri-ujino</q> tidak dikenal.", `href="/kutipan?official=handi-tri-ujiono&amp;q=gudang"`},
		"/?satker=kota+semarang&q=rapat":               {"Kantor <q>kota semarang</q> tidak dikenal.", `href="/?q=rapat&amp;satker=33.74"`},
		"/kutipan?role=sekertaris":                     {"Jabatan <q>sekertaris</q> tidak dikenal.", ">Sekretaris</a>"},
		"/?topic=%3Cscript%3E":                         {"Topik <q>&lt;script&gt;</q> tidak dikenal.</p>"},
		"/?date=2025-13,2025-11":                       {"Tanggal <q>2025-13</q> tidak dimengerti, jadi tidak dipakai. Tulis tahun, bulan, atau hari, misalnya"},
		"/?from=kemarin&to=2025-02-30":                 {"Tanggal awal <q>kemarin</q> tidak dimengerti", "Tanggal akhir <q>2025-02-30</q> tidak dimengerti"},
		"/kutipan?period=mati&date=mei+2025&q=gudang":  {"Cara membaca waktu <q>mati</q> tidak dimengerti", "Tanggal <q>mei 2025</q> tidak dimengerti", "1</strong> kutipan"},
		"/kutipan?kind=lisan&min_confidence=5":         {"Jenis kutipan <q>lisan</q> tidak dimengerti", "Keyakinan <q>5</q> tidak dimengerti"},
		"/?date_field=terima":                          {"Jenis tanggal <q>terima</q> tidak dimengerti"},
		"/?from=" + strings.Repeat("9", 4000):          {"Tanggal awal <q>" + strings.Repeat("9", 59) + "…</q> tidak dimengerti"},
		"/?from=%3Cb%3E":                               {"Tanggal awal <q>&lt;b&gt;</q> tidak dimengerti"},
		"/?from=2025-11-04&to=&date=2025&date=none":    nil,
		"/?official=handi-tri-ujiono&satker=33.74":     nil,
		"/?utm_source=x&satker=33.74&fbclid=tidak-ada": nil,
	} {
		body := string(s.get(path).body)
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s lacks %s", path, text)
			}
		}
		if want == nil && (strings.Contains(body, "tidak dikenal") || strings.Contains(body, "tidak dimengerti")) {
			t.Errorf("%s tells of an unknown value", path)
		}
	}
}
