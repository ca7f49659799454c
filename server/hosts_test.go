package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"warta/server/keys"
)

// A key that may write for one office keeps no link to any other host, whatever
// stands behind the host of the office.
func TestALimitedKeyLinksToItsOwnHostAlone(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	made := s.do(http.MethodPost, "/v1/admin/keys", s.keys[keys.Admin], strings.NewReader(`{"name":"Humas","scopes":["ingest"],"satker":["33.74"]}`), "Content-Type", "application/json")
	key := read[struct{ Key string }](t, made).Key
	const own = "kota-semarang.kpu.go.id"
	taken := 0
	for i, tail := range []string{
		"/index.php.evil.example/x", "/index.php@evil.example/x", "/index.php:8443/x", "/index.phpx", "/index.php/.evil.example/x", "/index.php//evil.example/x",
		"/index.php%2f@evil.example", "/index.php/%40evil.example", ".evil.example/index.php/x", "@evil.example/x", ":pw@evil.example/x", `\.evil.example/x`, `/\evil.example/x`,
		"。evil.example/x", "%2eevil.example/x", ":8443/x", "/index.php/blog/read/1_a@evil.example",
	} {
		for name, form := range map[string]string{
			"given":             `{"url":%[1]s,"title":"Siap %[3]d","body":"KPU siap, yang ke-%[3]d."}`,
			"stated by a page":  `{"url":"https://` + own + `/berita/%[3]d","html":%[2]s}`,
			"beside a batch":    `{"url":%[1]s,"title":"Siap","body":"KPU siap lagi, yang ke-%[3]d."}`,
			"stated in a batch": `{"url":"https://` + own + `/berita/%[3]d","html":%[2]s}`,
		} {
			address := "https://" + own + tail
			inJSON, err := json.Marshal(address)
			if err != nil {
				t.Fatal(err)
			}
			html, err := json.Marshal(fmt.Sprintf(`<link rel="canonical" href="%s"><h1>Siap %d</h1><article><p>KPU siap menggelar rapat pleno terbuka hari ini, yang ke-%d.</p></article>`, address, i, i))
			if err != nil {
				t.Fatal(err)
			}
			path, kind := "/v1/articles", "application/json"
			if strings.HasSuffix(name, "batch") {
				path, kind = "/v1/articles/batch", "application/x-ndjson"
			}
			a := s.do(http.MethodPost, path, key, strings.NewReader(fmt.Sprintf(form, inJSON, html, i)), "Content-Type", kind)
			id := read[struct{ ID string }](t, answer{status: a.status, body: strings.SplitN(a.body, "\n", 2)[0]}).ID
			if id == "" {
				continue
			}
			taken++
			kept := read[struct{ URL string }](t, s.get("/v1/articles/"+id)).URL
			if u, err := url.Parse(kept); err != nil || u.Hostname() != own || u.User != nil {
				t.Errorf("%q %s is kept as %q", address, name, kept)
			}
		}
	}
	if taken == 0 {
		t.Error("nothing was taken: the test shows nothing")
	}
}

// A host that others may have gives a limited key no right.
func TestALimitedKeyWritesForSitesOfItsOfficeAlone(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for code, hosts := range map[string]map[string]int{
		"33":    {"kip.jatengprov.go.id": http.StatusForbidden, "jateng.kpu.go.id": http.StatusCreated},
		"13.71": {"kpupadang.web.id": http.StatusForbidden, "kpupadang.com": http.StatusForbidden, "kota-padang.kpu.go.id": http.StatusCreated},
		"11.72": {"kipsabang.com": http.StatusForbidden},
	} {
		made := s.do(http.MethodPost, "/v1/admin/keys", s.keys[keys.Admin], strings.NewReader(`{"name":"Humas","scopes":["ingest"],"satker":["`+code+`"]}`), "Content-Type", "application/json")
		key := read[struct{ Key string }](t, made).Key
		for host, want := range hosts {
			body := fmt.Sprintf(`{"url":"https://%[1]s/x","title":"Siap %[1]s","body":"KPU siap: %[1]s."}`, host)
			if a := s.do(http.MethodPost, "/v1/articles", key, strings.NewReader(body), "Content-Type", "application/json"); a.status != want {
				t.Errorf("a key of %s writes for %s: %d, want %d: %s", code, host, a.status, want, a.body)
			}
		}
	}
}

// A page of several articles on the office's own site is taken apart for a limited key,
// and its articles are kept as those of that site, whatever address the page states.
func TestALimitedKeyTakesItsPagesApart(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	made := s.do(http.MethodPost, "/v1/admin/keys", s.keys[keys.Admin], strings.NewReader(`{"name":"Humas","scopes":["ingest"],"satker":["13.71"]}`), "Content-Type", "application/json")
	key := read[struct{ Key string }](t, made).Key
	const listing = `<html><head>%s</head><body><article><h2>KPU Kota Padang Gelar Rapat Pleno</h2><p>Padang - KPU Kota Padang menggelar rapat pleno di aula kantor, Selasa (4/11/2025).</p><p>Telah dilihat 12 kali</p></article>
<article><h2>KPU Kota Padang Terima Logistik Pemilu</h2><p>Padang - KPU Kota Padang menerima logistik pemilu di gudang, Rabu (5/11/2025).</p><p>Telah dilihat 34 kali</p></article></body></html>`
	own := "https://kota-padang.kpu.go.id/blog/category/104"
	for name, c := range map[string]struct {
		head, at string
		want     int // articles
	}{
		"on its own site":           {"", own, 2},
		"on another":                {"", "https://kota-semarang.kpu.go.id/blog/category/104", 0},
		"that says it is elsewhere": {`<link rel="canonical" href="https://kota-semarang.kpu.go.id/x">`, own + "?page=2", 2},
	} {
		a := s.do(http.MethodPost, "/v1/articles?split=true&url="+url.QueryEscape(c.at), key, strings.NewReader(fmt.Sprintf(listing, c.head)), "Content-Type", "text/html")
		if (a.status == http.StatusForbidden) != (c.want == 0) || strings.Count(a.body, `"result":`) != c.want || c.want > 0 && strings.Contains(a.body, "semarang.kpu.go.id/") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}
