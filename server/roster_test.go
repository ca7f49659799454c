package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/roster"
	"warta/index/search"
	"warta/server/keys"
)

// rosterList is what GET /v1/roster answers as JSON.
type rosterList struct {
	archive.RosterVersion
	Holders []roster.Row
}

// rosterSent is what PUT /v1/roster answers.
type rosterSent struct {
	archive.RosterVersion
	Taken, Wrong int
	Faults       []roster.Fault
	Warnings     []roster.Fault
	DryRun       bool `json:"dry_run"`
}

// sendRoster sends a list with the key of an admin.
func (s *site) sendRoster(query, kind, list string) answer {
	s.Helper()
	return s.do(http.MethodPut, "/v1/roster"+query, s.keys[keys.Admin], strings.NewReader(list), "Content-Type", kind)
}

func (s *site) rosterAs(scope keys.Scope, query string, header ...string) answer {
	s.Helper()
	return s.do(http.MethodGet, "/v1/roster"+query, s.keys[scope], nil, header...)
}

const (
	excelList = "\uFEFFNama;Jabatan;Satker;Mulai;Selesai;Sumber\r\nMuslim Aisha;Ketua;33.74;24/10/2023;24/10/2028;'=SK 1\r\nRini Astuti;Anggota;KPU Kota Semarang;;;\r\nBudi Santoso;Ketua;33.17;;;\r\n"
	plainList = "name,post,satker,from,to,source\nBudi Santoso,Ketua,33.17,,,\nRini Astuti,Anggota,33.74,,,\nMuslim Aisha,Ketua,33.74,2023-10-24,2028-10-24,'=SK 1\n"
)

func TestARosterIsSentAndHadBack(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	if got := read[rosterList](t, s.rosterAs(keys.Staff, "")); got.Version != 0 || got.Holders == nil || len(got.Holders) != 0 {
		t.Errorf("a new archive has %+v", got)
	}
	if tried := read[rosterSent](t, s.sendRoster("?dry_run=true", "text/csv", excelList)); !tried.DryRun || tried.Added != 3 || tried.Version != 1 {
		t.Errorf("tried: %+v", tried)
	}
	sent := read[rosterSent](t, s.sendRoster("", "text/csv; charset=utf-8", excelList))
	if sent.Version != 1 || sent.Rows != 3 || sent.Added != 3 || sent.Taken != 3 || sent.Faults == nil || sent.At == nil || sent.By == "" {
		t.Errorf("sent: %+v", sent)
	}
	table := s.rosterAs(keys.Staff, "?format=csv")
	if table.body != plainList || table.header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" || table.header.Get("Cache-Control") != "no-store" {
		t.Errorf("as CSV: %v %s", table.header, table.body)
	}
	if got := s.rosterAs(keys.Staff, "", "Accept", "text/csv;q=0.9, text/html"); got.body != plainList {
		t.Errorf("by Accept: %s", got.body)
	}
	lines := s.rosterAs(keys.Staff, "?format=ndjson")
	for kind, list := range map[string]string{"text/csv": table.body, "application/x-ndjson": lines.body} {
		if got := read[rosterSent](t, s.sendRoster("?replace=all", kind, list)); got.Version != 1 || got.Added != 0 || got.Dropped != 0 {
			t.Errorf("sent back as %s: %+v", kind, got)
		}
	}
	if got := read[rosterList](t, s.rosterAs(keys.Staff, "?satker=33.17,33.self")); len(got.Holders) != 1 || got.Holders[0].Name != "Budi Santoso" {
		t.Errorf("of one satker: %+v", got.Holders)
	}
	if got := read[rosterList](t, s.rosterAs(keys.Staff, "?satker=33")); len(got.Holders) != 3 {
		t.Errorf("of a province: %+v", got.Holders)
	}

	if got := read[rosterSent](t, s.sendRoster("", "text/tab-separated-values", "name\tpost\tsatker\nSari Dewanti\tKetua\t33.74\n")); got.Rows != 2 || got.Dropped != 2 {
		t.Errorf("another list of one satker: %+v", got)
	}
	if got := s.rosterAs(keys.Staff, "?format=csv&version=1"); got.body != plainList {
		t.Errorf("the version before: %s", got.body)
	}
	if got := read[rosterSent](t, s.sendRoster("?replace=all", "text/csv", table.body)); got.Version != 3 || got.Rows != 3 {
		t.Errorf("the version before again: %+v", got)
	}
	if a := s.rosterAs(keys.Staff, "?version=9"); a.status != http.StatusNotFound || a.problem(t).Field != "version" {
		t.Errorf("a version that is not there: %d %s", a.status, a.body)
	}
	list := read[struct {
		Versions []archive.RosterVersion
		Next     *string
	}](t, s.do(http.MethodGet, "/v1/roster/versions?size=2", s.keys[keys.Staff], nil))
	if len(list.Versions) != 2 || list.Versions[0].Version != 3 || list.Next == nil {
		t.Fatalf("the versions: %+v", list)
	}
	rest := read[struct {
		Versions []archive.RosterVersion
		Next     *string
	}](t, s.do(http.MethodGet, "/v1/roster/versions?cursor="+*list.Next, s.keys[keys.Staff], nil))
	if len(rest.Versions) != 1 || rest.Versions[0].Version != 1 || rest.Next != nil {
		t.Errorf("the rest of them: %+v", rest)
	}
	log := read[struct{ Writes []archive.Write }](t, s.do(http.MethodGet, "/v1/admin/writes?target=roster", s.keys[keys.Admin], nil))
	if len(log.Writes) != 3 || log.Writes[0].Action != "roster.import" || log.Writes[0].By == "" {
		t.Errorf("the log of writes has %+v", log.Writes)
	}
}

func TestAFaultyRosterIsRefusedByLine(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	wrong := "name,post,satker,from\nRini Astuti,Ketua,33.74,\n,Ketua,33.74,\nBudi Santoso,Ketua,33.17,31/02/2023\n"
	a := s.sendRoster("", "text/csv", wrong)
	var p struct {
		Type, Detail string
		Lines        []roster.Fault
		Wrong, Right int
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != http.StatusUnprocessableEntity || p.Type != "/problems/unreadable" {
		t.Fatalf("got %d %s, %v", a.status, a.body, err)
	}
	if p.Wrong != 2 || p.Right != 1 || len(p.Lines) != 2 || p.Lines[0].Line != 3 || p.Lines[0].Field != "name" || p.Lines[1].Line != 4 || !strings.Contains(p.Detail, "line 3: name is empty") {
		t.Errorf("told: %+v", p)
	}
	if got := read[rosterList](t, s.rosterAs(keys.Staff, "")); got.Version != 0 {
		t.Errorf("taken all the same: %+v", got)
	}
	if got := read[rosterSent](t, s.sendRoster("?partial=true", "text/csv", wrong)); got.Taken != 1 || got.Wrong != 2 || len(got.Faults) != 2 || got.Rows != 1 {
		t.Errorf("in part: %+v", got)
	}
	for _, c := range []struct {
		why, query, kind, list string
		status                 int
	}{
		{"no row", "", "text/csv", "name,post,satker\n", http.StatusBadRequest},
		{"no list", "", "text/csv", "", http.StatusBadRequest},
		{"no row in place of all", "?replace=all", "text/csv", "name,post,satker\n", http.StatusBadRequest},
		{"a blank line in place of all", "?replace=all", "application/x-ndjson", "\n", http.StatusBadRequest},
		{"nothing in place of all", "?replace=all", "application/x-ndjson", "", http.StatusBadRequest},
		{"no row in place of what is named", "?allow_empty=true", "text/csv", "name,post,satker\n", http.StatusBadRequest},
		{"nothing but faults in place of all", "?replace=all&allow_empty=true&partial=true", "text/csv", "name,post,satker\n,Ketua,\n", http.StatusUnprocessableEntity},
		{"no names of columns", "?replace=all&allow_empty=true", "text/csv", "Rini Astuti,Ketua,33.74\n", http.StatusUnprocessableEntity},
		{"nothing but faults, in part", "?partial=true", "text/csv", "name,post,satker\n,Ketua,\n", http.StatusUnprocessableEntity},
		{"a form that nobody reads", "", "application/json", "[]", http.StatusUnsupportedMediaType},
		{"another way to replace", "?replace=some", "text/csv", plainList, http.StatusBadRequest},
		{"too long", "", "text/csv", strings.Repeat("x", roster.MaxBytes+1), http.StatusRequestEntityTooLarge},
		{"no UTF-8", "", "text/csv", "name,post,satker\nJos\xe9,Ketua,33\n", http.StatusUnprocessableEntity},
	} {
		if a := s.sendRoster(c.query, c.kind, c.list); a.status != c.status {
			t.Errorf("%s: got %d %.200s, want %d", c.why, a.status, a.body, c.status)
		}
		if got := read[rosterList](t, s.rosterAs(keys.Staff, "")); got.Version != 1 || got.Rows != 1 {
			t.Errorf("%s: the roster is %+v", c.why, got)
		}
	}
	for _, scope := range []keys.Scope{keys.Read, keys.Ingest, keys.Staff} {
		if a := s.do(http.MethodPut, "/v1/roster", s.keys[scope], strings.NewReader(plainList), "Content-Type", "text/csv"); a.status != http.StatusForbidden {
			t.Errorf("with the right %s: got %d", scope, a.status)
		}
	}
	if a := s.rosterAs(keys.Ingest, ""); a.status != http.StatusForbidden {
		t.Errorf("read with the right ingest: got %d", a.status)
	}
}

// What an empty roster is exported as empties one, where that is said on purpose.
func TestARosterIsEmptiedOnPurpose(t *testing.T) {
	t.Parallel()
	for format, kind := range map[string]string{"csv": "text/csv", "ndjson": "application/x-ndjson"} {
		s := startReal(t)
		none := s.rosterAs(keys.Staff, "?format="+format).body
		if a := s.sendRoster("", "text/csv", plainList); a.status != http.StatusOK {
			t.Fatal(a.body)
		}
		got := read[rosterSent](t, s.sendRoster("?replace=all&allow_empty=true", kind, none))
		if got.Version != 2 || got.Rows != 0 || got.Dropped != 3 {
			t.Errorf("%s: %+v", format, got)
		}
		if got := s.rosterAs(keys.Staff, "?format="+format).body; got != none {
			t.Errorf("%s: exported as %q, and before as %q", format, got, none)
		}
		if again := read[rosterSent](t, s.sendRoster("?replace=all&allow_empty=true", kind, none)); again.Version != 2 || again.Dropped != 0 {
			t.Errorf("%s, once more: %+v", format, again)
		}
	}
}

func TestAListIsTakenWithAWarning(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	const list = "nama;jabatan;satker;mulai\nRini Astuti;Anggota;33.74;24/10/2023\nRini Astuti;Ketua;33.74;24/10/2023\n"
	got := read[rosterSent](t, s.sendRoster("", "text/csv", list))
	if got.Taken != 2 || len(got.Faults) != 0 || len(got.Warnings) != 1 || got.Warnings[0].Line != 3 {
		t.Errorf("got %+v", got)
	}
	if a := s.sendRoster("", "text/csv", plainList); !strings.Contains(a.body, `"warnings":[]`) {
		t.Errorf("without one: %s", a.body)
	}
}

// A speaker of whom the text tells no post has the one of the list, everywhere.
func TestThePostOfARosterIsShownAsSuch(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kota-semarang.kpu.go.id/berita/1","title":"KPU Kota Semarang Tata Arsip","body":%q,"published":"2025-11-05"}`,
		"Semarang - KPU Kota Semarang menata arsip pemilu.\n\n“Arsip kami tata sampai tuntas tahun ini,” ujar Muslim Aisha."))
	page := read[search.Page](t, s.get("/v1/quotes?q=arsip"))
	if page.Total != 1 || page.Hits[0].Quote.Role != nil {
		t.Fatalf("before: %+v", page)
	}
	quote, art := page.Hits[0].Quote.ID, page.Hits[0].ID
	if got := read[search.Page](t, s.get("/v1/quotes?role=Ketua")); got.Total != 0 {
		t.Errorf("before, %d quotes of a chair", got.Total)
	}
	if a := s.sendRoster("", "text/csv", excelList); a.status != http.StatusOK {
		t.Fatal(a.body)
	}
	want := article.Role{Title: "Ketua", Office: "KPU Kota Semarang", Satker: "33.74", Basis: article.ByRoster}
	for _, query := range []string{"role=Ketua", "office=33", "official=muslim-aisha", "role=ketua&office=33.74&from=2025-11-05"} {
		got := read[search.Page](t, s.get("/v1/quotes?"+query))
		if got.Total != 1 || got.Hits[0].Quote.Role == nil || *got.Hits[0].Quote.Role != want {
			t.Errorf("%s finds %+v", query, got)
		}
	}
	for _, query := range []string{"role=Anggota", "office=33.17", "role=Ketua&to=2023-10-23"} {
		if got := read[search.Page](t, s.get("/v1/quotes?"+query)); got.Total != 0 {
			t.Errorf("%s finds %d", query, got.Total)
		}
	}
	for path, words := range map[string]string{
		"/v1/articles/" + art:                  `"basis":"roster"`,
		"/v1/quotes/" + quote:                  `"basis":"roster"`,
		"/v1/export?kind=quotes&format=csv":    `Muslim Aisha,Ketua,KPU Kota Semarang,"=""33.74""",daftar pejabat,`,
		"/v1/export?kind=quotes&format=ndjson": `"basis":"roster"`,
		"/v1/officials/muslim-aisha":           `"roster":[{"title":"Ketua","office":"KPU Kota Semarang","satker":"33.74","from":"2023-10-24","to":"2028-10-24"}]`,
		"/v1/suggest?q=muslim":                 "muslim-aisha",
		"/v1/facets/official":                  "muslim-aisha",
		"/artikel/" + art:                      "Ketua KPU Kota Semarang (menurut daftar pejabat)",
		"/kutipan/" + quote:                    "Ketua KPU Kota Semarang (menurut daftar pejabat)",
		"/kutipan":                             "Ketua KPU Kota Semarang (menurut daftar pejabat)",
		"/pejabat/muslim-aisha":                "Jabatan menurut daftar pejabat",
	} {
		if a := s.get(path); a.status != http.StatusOK || !strings.Contains(a.body, words) {
			t.Errorf("%s: got %d, and no %q in\n%.1500s", path, a.status, words, a.body)
		}
	}
	if a := s.get("/pejabat/rini-astuti"); a.status != http.StatusNotFound {
		t.Errorf("named by no article: %d", a.status)
	}
	if a := s.do(http.MethodDelete, "/v1/articles/"+art, s.keys[keys.Admin], nil); a.status != http.StatusNoContent {
		t.Fatalf("remove: %d %s", a.status, a.body)
	}
	if got := read[rosterList](t, s.rosterAs(keys.Staff, "")); got.Version != 1 || len(got.Holders) != 3 {
		t.Errorf("a removed article changed the list: %+v", got)
	}
	if a := s.get("/pejabat/muslim-aisha"); a.status != http.StatusNotFound {
		t.Errorf("named by no article any more: %d", a.status)
	}
}

// The page of an official tells staff why a short name is taken for them: what articles
// tell, or the list of office holders.
func TestStaffSeeWhyAShortNameLeads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, list, short, want string }{
		{"only name", "", "“Kita lanjut bulan depan,” ujar Handi.", "satu-satunya yang bernama demikian di kantor yang diberitakan"},
		{"sole post", "", "“Kita lanjut bulan depan,” ujar Ketua KPU Kota Semarang Handi.", "jabatan yang sama, yang hanya dipegang satu orang"},
		{"list", "name,post,satker\nHandi Tri Ujiono,Ketua,33.74\n", "“Kita lanjut bulan depan,” ujar Anggota KPU Kota Semarang Handi.", "satu-satunya yang bernama demikian di kantor itu menurut daftar pejabat"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			s := startReal(t)
			if c.list != "" {
				if a := s.sendRoster("", "text/csv", c.list); a.status != http.StatusOK {
					t.Fatalf("the list: %d %s", a.status, a.body)
				}
			}
			for n, words := range []string{
				"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat, Selasa (4/11/2025).\n\n“Kita mulai tepat waktu,” ujar Handi Tri Ujiono.",
				"Semarang - Rapat digelar KPU Kota Semarang, Rabu (5/11/2025).\n\n" + c.short,
			} {
				s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kota-semarang.kpu.go.id/berita/%d","title":"Rapat kerja %d","body":%q}`, n, n, words))
			}
			v := &visitor{site: s}
			quotes := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujiono"))
			v.signIn(s.keys[keys.Staff], "/kutipan/"+quotes.Hits[0].Quote.ID)
			if a := v.page("/pejabat/handi-tri-ujiono"); !strings.Contains(a.body, c.want) {
				_, part, _ := strings.Cut(a.body, "Nama pendek yang dibaca")
				t.Errorf("the page has no %q: %d %.600s", c.want, a.status, part)
			}
		})
	}
}
