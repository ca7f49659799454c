package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"warta/index/archive"
	"warta/index/people"
	"warta/index/search"
	"warta/server/keys"
)

// A correctedQuote is what a call about one quote answers.
type correctedQuote struct {
	ID     string
	Hidden bool
	Quote  struct {
		ID, Text, Because string
		Speaker           *search.Named
		Role              *struct{ Title string }
	}
}

// staff sends a correction with a key that may make it.
func (s *site) staff(method, path, body string) answer {
	s.Helper()
	return s.do(method, path, s.keys[keys.Staff], strings.NewReader(body), "Content-Type", "application/json")
}

// tellOf sends two articles about two people and returns the id of what the first
// says.
func (s *site) tellOf() (quote, article string) {
	s.Helper()
	for n, words := range []string{
		"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.\n\n“Kita mulai tepat waktu,” ujar Handi Tri Ujiono.",
		"Semarang - Anggota KPU Kota Semarang Rini Astuti menutup rapat.\n\n“Kita lanjut bulan depan,” ujar Rini Astuti.",
	} {
		s.post("/v1/articles?wait=searchable", fmt.Sprintf(
			`{"url":"https://kota-semarang.kpu.go.id/berita/%d","title":"Rapat KPU Kota Semarang %d","body":%q,"published":"2025-11-05"}`, n, n, words))
	}
	page := read[search.Page](s.T, s.get("/v1/quotes?official=handi-tri-ujiono"))
	if page.Total != 1 {
		s.Fatalf("found %d quotes of Handi", page.Total)
	}
	return page.Hits[0].Quote.ID, page.Hits[0].ID
}

func TestAQuoteIsReadAndCorrected(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	id, art := s.tellOf()
	path := "/v1/quotes/" + id
	before := read[correctedQuote](t, s.get(path))
	if before.ID != art || before.Quote.Speaker.ID != "handi-tri-ujiono" || before.Quote.Role == nil || before.Quote.Text == "" {
		t.Fatalf("got %+v", before)
	}
	fixed := read[correctedQuote](t, s.staff(http.MethodPatch, path, `{"speaker":"rini-astuti","reason":"salah kutip"}`))
	if fixed.Quote.Speaker.ID != "rini-astuti" || fixed.Quote.Speaker.Name != "Rini Astuti" || fixed.Quote.Role != nil {
		t.Errorf("corrected %+v", fixed)
	}
	if page := read[search.Page](t, s.get("/v1/quotes?official=rini-astuti")); page.Total != 2 {
		t.Errorf("hers are %d quotes", page.Total)
	}
	if nobody := read[correctedQuote](t, s.staff(http.MethodPatch, path, `{"speaker":null}`)); nobody.Quote.Speaker != nil {
		t.Errorf("corrected to nobody: %+v", nobody)
	}

	if hidden := read[correctedQuote](t, s.staff(http.MethodPatch, path, `{"hidden":true}`)); !hidden.Hidden {
		t.Errorf("hidden: %+v", hidden)
	}
	if a := s.get(path); a.status != http.StatusGone || a.problem(t).Article != art {
		t.Errorf("the hidden quote answers %d %s", a.status, a.body)
	}
	if seen := s.do(http.MethodGet, path, s.keys[keys.Staff], nil); !read[correctedQuote](t, seen).Hidden || seen.header.Get("Cache-Control") != "no-store" {
		t.Errorf("staff see %d %s, which may be kept: %q", seen.status, seen.body, seen.header.Get("Cache-Control"))
	}
	if a := s.get("/artikel/" + art); strings.Contains(a.body, `id="kutipan-`+id) {
		t.Error("the page of the article marks the hidden quote")
	}

	log := read[struct{ Writes []archive.Write }](t, s.do(http.MethodGet, "/v1/admin/writes?target="+id, s.keys[keys.Admin], nil))
	if len(log.Writes) != 3 {
		t.Errorf("the log of writes has %+v", log.Writes)
	}
	for _, w := range log.Writes {
		if w.By == "" {
			t.Errorf("nobody did %+v", w)
		}
	}
}

func TestOfficialsAreMergedSplitRenamedAndSuppressed(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.tellOf()
	do := func(id, what, body string) people.Official {
		t.Helper()
		return read[people.Official](t, s.staff(http.MethodPost, "/v1/officials/"+id+"/"+what, body))
	}
	if who := do("rini-astuti", "merge", `{"into":"handi-tri-ujiono","reason":"uji"}`); who.ID != "handi-tri-ujiono" || len(who.IDs) != 2 {
		t.Fatalf("merged: %+v", who)
	}
	if who := read[person](t, s.get("/v1/officials/rini-astuti")); who.ID != "handi-tri-ujiono" || who.Quotes != 2 {
		t.Errorf("the old id answers %+v", who)
	}
	if a := s.get("/pejabat/rini-astuti"); a.status != http.StatusMovedPermanently || a.header.Get("Location") != "/pejabat/handi-tri-ujiono" {
		t.Errorf("the old page answers %d, %q", a.status, a.header.Get("Location"))
	}
	if page := read[search.Page](t, s.get("/v1/search?official=rini-astuti")); page.Total != 2 {
		t.Errorf("the old id finds %d articles", page.Total)
	}
	if who := do("rini-astuti", "split", `{}`); who.ID != "rini-astuti" || len(who.IDs) != 1 {
		t.Errorf("split: %+v", who)
	}
	if who := do("rini-astuti", "rename", `{"name":"Rini Astuti Dewi"}`); who.ID != "rini-astuti-dewi" || who.Name != "Rini Astuti Dewi" {
		t.Errorf("renamed: %+v", who)
	}
	if a := s.get("/pejabat/rini-astuti"); a.header.Get("Location") != "/pejabat/rini-astuti-dewi" {
		t.Errorf("the page before the renaming answers %d, %q", a.status, a.header.Get("Location"))
	}
	if who := do("rini-astuti", "suppress", `{"reason":"atas permintaan"}`); !who.Suppressed {
		t.Errorf("suppressed: %+v", who)
	}
	for _, path := range []string{"/v1/officials/rini-astuti", "/v1/officials/rini-astuti-dewi", "/pejabat/rini-astuti"} {
		if a := s.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s of who is suppressed answers %d", path, a.status)
		}
	}
	for _, path := range []string{"/v1/officials", "/v1/search?q=rapat", "/?q=rapat", "/v1/suggest?q=rini", "/v1/export?kind=articles&format=csv", "/feed.atom?q=rapat", "/v1/facets/official"} {
		if a := s.get(path); a.status != http.StatusOK || strings.Contains(a.body, "rini-astuti") {
			t.Errorf("%s: %d, names who is suppressed: %.300s", path, a.status, a.body)
		}
	}
	if who := do("rini-astuti", "suppress", `{"suppressed":false}`); who.Suppressed {
		t.Errorf("brought back: %+v", who)
	}
}

// A client without an answer sends again: nothing is decided or logged twice.
func TestAMergeAndASplitMayBeAskedForAgain(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.tellOf()
	writes := func() int {
		t.Helper()
		log := s.do(http.MethodGet, "/v1/admin/writes?size=100", s.keys[keys.Admin], nil)
		return len(read[struct{ Writes []archive.Write }](t, log).Writes)
	}
	for _, c := range []struct{ name, first, body, again, againBody, leads string }{
		{"merged", "rini-astuti/merge", `{"into":"handi-tri-ujiono"}`, "rini-astuti/merge", `{"into":"handi-tri-ujiono","reason":"lagi"}`, "handi-tri-ujiono"},
		{"split", "rini-astuti/split", `{}`, "rini-astuti/split", `{}`, "rini-astuti"},
		{"merged, asked for the other way round", "rini-astuti/merge", `{"into":"handi-tri-ujiono"}`, "handi-tri-ujiono/merge", `{"into":"rini-astuti"}`, "handi-tri-ujiono"},
	} {
		before := writes()
		first := s.staff(http.MethodPost, "/v1/officials/"+c.first, c.body)
		once := writes()
		again := s.staff(http.MethodPost, "/v1/officials/"+c.again, c.againBody)
		if first.status != http.StatusOK || again.status != http.StatusOK || again.body != first.body {
			t.Errorf("%s: got %d %s, then %d %s", c.name, first.status, first.body, again.status, again.body)
		}
		if once == before || writes() != once {
			t.Errorf("%s: the log of writes has %d lines, then %d, then %d", c.name, before, once, writes())
		}
		if who := read[person](t, s.get("/v1/officials/rini-astuti")); who.ID != c.leads {
			t.Errorf("%s: rini-astuti leads to %s, want %s", c.name, who.ID, c.leads)
		}
	}
}

func TestAMergeMovesAllIDsOfAPerson(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.tellOf()
	s.post("/v1/articles?wait=searchable", `{"url":"https://kota-semarang.kpu.go.id/berita/9","title":"Rapat KPU Kota Semarang 9","published":"2025-11-05",`+
		`"body":"Semarang - Anggota KPU Kota Semarang Siti Maryam memimpin rapat.\n\n“Kita selesai lebih awal,” ujar Siti Maryam."}`)
	for _, m := range [][2]string{{"rini-astuti", "handi-tri-ujiono"}, {"rini-astuti", "siti-maryam"}} {
		if a := s.staff(http.MethodPost, "/v1/officials/"+m[0]+"/merge", `{"into":"`+m[1]+`"}`); a.status != http.StatusOK {
			t.Fatalf("merge %s into %s: %d %s", m[0], m[1], a.status, a.body)
		}
	}
	for _, id := range []string{"rini-astuti", "handi-tri-ujiono", "siti-maryam"} {
		if who := read[person](t, s.get("/v1/officials/"+id)); who.ID != "siti-maryam" || who.Quotes != 3 {
			t.Errorf("%s leads to %s with %d quotes", id, who.ID, who.Quotes)
		}
	}
}

func TestCorrectionsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	id, _ := s.tellOf()
	for _, c := range []struct {
		method, path, body string
		status             int
		field              string
	}{
		{"PATCH", "/v1/quotes/" + id, `{}`, 400, ""},
		{"PATCH", "/v1/quotes/" + id, `{"speaker":7}`, 400, "speaker"},
		{"PATCH", "/v1/quotes/" + id, `{"speaker":"tidak-ada"}`, 400, "speaker"},
		{"PATCH", "/v1/quotes/" + id, `{"speaker":"<b>"}`, 400, "speaker"},
		{"PATCH", "/v1/quotes/" + id, `{"hidden":"ya"}`, 400, "hidden"},
		{"PATCH", "/v1/quotes/" + id, `{"hidden":true,"reason":"` + strings.Repeat("x", 1001) + `"}`, 400, "reason"},
		{"PATCH", "/v1/quotes/" + id, `{"oleh":"saya"}`, 400, "oleh"},
		{"PATCH", "/v1/quotes/" + id, `[`, 400, ""},
		{"PATCH", "/v1/quotes/" + id + "?x=1", `{"hidden":true}`, 400, "x"},
		{"PATCH", "/v1/quotes/tidak-ada", `{"hidden":true}`, 404, ""},
		{"PATCH", "/v1/quotes/%00", `{"hidden":true}`, 404, ""},
		{"PATCH", "/v1/quotes/" + id, `null`, 400, ""},
		{"PATCH", "/v1/quotes/" + id, `{"HIDDEN":true}`, 400, "HIDDEN"},
		{"PATCH", "/v1/quotes/" + id, `{"hidden":true}}`, 400, ""},
		{"POST", "/v1/officials/handi-tri-ujiono/merge", `{}`, 400, "into"},
		{"POST", "/v1/officials/handi-tri-ujiono/merge", `{"into":"handi-tri-ujiono"}`, 400, "into"},
		{"POST", "/v1/officials/handi-tri-ujiono/merge", `{"into":"tidak-ada"}`, 404, ""},
		{"POST", "/v1/officials/tidak-ada/split", `{}`, 404, ""},
		{"POST", "/v1/officials/%2e%2e/split", `{}`, 404, ""},
		{"POST", "/v1/officials/handi-tri-ujiono/split", `{}`, 400, "id"},
		{"POST", "/v1/officials/handi-tri-ujiono/rename", `{}`, 400, "name"},
		{"POST", "/v1/officials/handi-tri-ujiono/rename", `{"name":"!!"}`, 400, "name"},
		{"POST", "/v1/officials/handi-tri-ujiono/suppress", `{"suppressed":1}`, 400, "suppressed"},
		{"POST", "/v1/officials/handi-tri-ujiono/suppress", `{"suppressed":null}`, 400, "suppressed"},
		{"POST", "/v1/officials/handi-tri-ujiono/suppress", `{"suppressed":false,"suppressed":true}`, 400, "suppressed"},
		{"POST", "/v1/officials/handi-tri-ujiono/suppress", `null`, 400, ""},
		{"POST", "/v1/officials/handi-tri-ujiono/split", `null`, 400, ""},
	} {
		a := s.staff(c.method, c.path, c.body)
		if a.status != c.status || a.problem(t).Field != c.field {
			t.Errorf("%s %s %.60s: got %d, %+v", c.method, c.path, c.body, a.status, a.problem(t))
		}
	}
	if a := s.do("PATCH", "/v1/quotes/"+id, s.keys[keys.Staff], strings.NewReader("hidden=true"), "Content-Type", "application/x-www-form-urlencoded"); a.status != http.StatusUnsupportedMediaType || a.header.Get("Accept") != "application/json" {
		t.Errorf("a form: got %d, Accept %q", a.status, a.header.Get("Accept"))
	}
}
