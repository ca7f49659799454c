package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"warta/server"
	"warta/server/keys"
)

// wide encodes text as UTF-16, high byte first.
func wide(text string) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return string(out)
}

// latin encodes text as windows-1252; it knows the marks that the tests use.
func latin(text string) string {
	return strings.NewReplacer("’", "\x92", "“", "\x93", "”", "\x94", "é", "\xe9").Replace(text)
}

func TestBodiesAreDecodedByTheirCharset(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	const title, said = "KPU Kota Padang Gelar Rapat", "KPU Kota Padang menggelar rapat pleno, “Kita siap,” ujar Asy’ari di kafé."
	text := title + "\n\n" + said
	page := "<!-- x --><html><head><meta charset=windows-1252></head><body><h1>" + title + "</h1><article><p>" + said + "</p></article></body></html>"
	object := `{"title":"` + title + `","body":"` + said + `"}`
	for _, c := range []struct{ name, kind, body string }{
		{"text in windows-1252", "text/plain; charset=windows-1252", latin(text)},
		{"text in UTF-16", "text/plain; charset=utf-16be", wide(text)},
		{"text in UTF-16 with its mark", "text/plain", "\xfe\xff" + wide(text)},
		{"a page in windows-1252", "text/html; charset=ISO-8859-1", latin(page)},
		{"a page that declares it itself", "text/html", latin(page)},
		{"a page in UTF-16", "text/html; charset=utf-16", "\xfe\xff" + wide(page)},
		{"a page that is called text", "text/plain", latin(page)},
		{"text that is called a page", "text/html; charset=utf-8", text},
		{"JSON in windows-1252", "application/json; charset=windows-1252", latin(object)},
		{"JSON behind a mark", "application/json", "\uFEFF" + object},
	} {
		a := s.do(http.MethodPost, "/v1/parse", s.keys[keys.Ingest], strings.NewReader(c.body), "Content-Type", c.kind)
		var got struct {
			Title      string
			Paragraphs []string
		}
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.status != http.StatusOK || got.Title != title || len(got.Paragraphs) != 1 || got.Paragraphs[0] != said {
			t.Errorf("%s: %d %.300s", c.name, a.status, a.body)
		}
	}
	lines := object + "\n" + strings.Replace(object, "pleno", "kerja", 1) + "\n"
	for kind, body := range map[string]string{
		"application/x-ndjson; charset=windows-1252": latin(lines),
		"application/x-ndjson; charset=utf-16":       "\xfe\xff" + wide(lines),
		"application/x-ndjson":                       "\uFEFF" + lines,
	} {
		a := s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader(body), "Content-Type", kind)
		if a.status != http.StatusOK || !strings.Contains(a.body, `"lines":2`) || !strings.Contains(a.body, `"rejected":0`) {
			t.Errorf("%s: %d %s", kind, a.status, a.body)
		}
	}
	packed := s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader("\x1f\x8b\x08\x00"), "Content-Type", "application/x-ndjson")
	if !strings.Contains(packed.body, "packed with gzip") {
		t.Errorf("a packed batch: %s", packed.body)
	}
}

// With split a line of a batch is answered by a result for each article on its
// page, all with its number.
func TestABatchTakesPagesApart(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	page, err := json.Marshal(map[string]string{"text": "Berita Terkini\n\n12\nKPU Kota Padang Gelar Rapat Pleno\n\nPadang - KPU Kota Padang menggelar rapat pleno, Selasa (4/11/2025).\nTelah dilihat 12 kali\n\n" +
		"34\nKPU Kota Padang Terima Logistik Pemilu\n\nPadang - KPU Kota Padang menerima logistik pemilu, Rabu (5/11/2025).\nTelah dilihat 34 kali\n"})
	if err != nil {
		t.Fatal(err)
	}
	body := string(page) + "\n" + `{"title":"KPU Siap","body":"KPU siap."}` + "\n"
	send := func(query string) []map[string]any {
		a := s.do(http.MethodPost, "/v1/articles/batch"+query, s.keys[keys.Ingest], strings.NewReader(body), "Content-Type", "application/x-ndjson")
		var lines []map[string]any
		for line := range strings.Lines(a.body) {
			var v map[string]any
			if err := json.Unmarshal([]byte(line), &v); err != nil {
				t.Fatalf("%d %s: %v", a.status, a.body, err)
			}
			lines = append(lines, v)
		}
		return lines
	}
	whole := send("")
	if len(whole) != 3 || whole[0]["result"] != "rejected" || whole[0]["code"] != "unreadable" || whole[1]["result"] != "created" {
		t.Errorf("without split: %v", whole)
	}
	apart := send("?split=true")
	if len(apart) != 4 || apart[0]["line"] != 1.0 || apart[1]["line"] != 1.0 || apart[0]["id"] == apart[1]["id"] || apart[0]["result"] != "created" || apart[2]["line"] != 2.0 {
		t.Fatalf("with split: %v", apart)
	}
	if sum, _ := apart[3]["summary"].(map[string]any); sum["lines"] != 2.0 || sum["created"] != 2.0 || sum["unchanged"] != 1.0 {
		t.Errorf("summary: %v", sum)
	}
}

// What cannot be true is refused where it is given, and never leads a list or keeps
// later messages out.
func TestTimesThatCannotBeTrue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC) // 23:00 WIB
	s := start(t, &stub{}, func(o *server.Options) { o.Now = func() time.Time { return now } })
	for _, c := range []struct {
		field, value string
		status       int
	}{
		{"published", "2026-03-01", http.StatusCreated},
		{"published", "2026-03-02", http.StatusCreated},
		{"published", "2026-03-03", http.StatusBadRequest},
		{"published", "2026-03-02T22:59:00+07:00", http.StatusCreated},
		{"published", "2026-03-02T23:01:00+07:00", http.StatusBadRequest},
		{"published", "2099-01-01", http.StatusBadRequest},
		{"published", "1970-01-01", http.StatusBadRequest},
		{"published", "1998-12-31T23:00:00+07:00", http.StatusBadRequest},
		{"published", "1999-06-07", http.StatusCreated},
		{"source_updated_at", "2026-03-02T15:59:00Z", http.StatusCreated},
		{"source_updated_at", "2026-03-02T16:01:00Z", http.StatusBadRequest},
		{"source_updated_at", "2099-11-05T17:00:00+07:00", http.StatusBadRequest},
		{"source_updated_at", "1970-01-01T00:00:00Z", http.StatusBadRequest},
	} {
		body := `{"title":"KPU Siap","body":"KPU siap.","` + c.field + `":"` + c.value + `"}`
		a := s.post("/v1/articles", body)
		if a.status != c.status {
			t.Errorf("%s %s: %d %s", c.field, c.value, a.status, a.body)
		} else if a.status == http.StatusBadRequest {
			if p := a.problem(t); p.Field != c.field || !strings.Contains(p.Detail, c.value) || !strings.Contains(p.Detail, "leave it out") {
				t.Errorf("%s %s: %+v", c.field, c.value, p)
			}
		}
		line := s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader(body), "Content-Type", "application/x-ndjson")
		if rejected := strings.Contains(line.body, `"field":"`+c.field+`"`); rejected != (c.status == http.StatusBadRequest) {
			t.Errorf("%s %s in a batch: %s", c.field, c.value, line.body)
		}
	}
}

func TestAPageFromTheFutureLeadsNoList(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	page := func(day, title string) string {
		return `<meta property="article:published_time" content="` + day + `"><h1>` + title + `</h1><article><p>KPU menggelar rapat pleno terbuka di kantornya, dihadiri peserta pemilu dan pengawas.</p></article>`
	}
	for _, c := range [][2]string{{"2099-01-01T00:00:00Z", "KPU Dari Masa Depan"}, {"2025-11-05", "KPU Dari Tahun Lalu"}, {"1970-01-01", "KPU Dari Awal Zaman"}} {
		a := s.do(http.MethodPost, "/v1/articles?wait=searchable", s.keys[keys.Ingest], strings.NewReader(page(c[0], c[1])), "Content-Type", "text/html")
		if warned := strings.Contains(a.body, "implausible_date"); a.status != http.StatusCreated || warned != (c[0] != "2025-11-05") {
			t.Errorf("%s: %d %s", c[1], a.status, a.body)
		}
	}
	for _, sort := range []string{"newest", "oldest"} {
		found := read[struct {
			Hits []struct{ Title, Date string }
		}](t, s.get("/v1/search?sort="+sort))
		if len(found.Hits) != 3 || found.Hits[0].Title != "KPU Dari Tahun Lalu" || found.Hits[1].Date+found.Hits[2].Date != "" {
			t.Errorf("%s first: %+v", sort, found.Hits)
		}
	}
}
