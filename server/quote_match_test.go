package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"warta/index/archive"
	"warta/index/search"
	"warta/server/keys"
)

// patchIf sends a correction of a quote that holds for the tags in If-Match alone.
func (s *site) patchIf(match, id, body string) answer {
	s.Helper()
	return s.do(http.MethodPatch, "/v1/quotes/"+id, s.keys[keys.Staff], strings.NewReader(body), "Content-Type", "application/json", "If-Match", match)
}

// TestACorrectionHoldsForTheQuoteThatWasRead: If-Match takes the tag of the quote as it is, and
// refuses that of a quote which was corrected or whose article changed. What else comes in, such
// as a further place, changes nothing of it.
func TestACorrectionHoldsForTheQuoteThatWasRead(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	id, _ := s.tellOf()
	tag := func() string {
		t.Helper()
		a := s.do(http.MethodGet, "/v1/quotes/"+id, s.keys[keys.Staff], nil)
		if etag := a.header.Get("ETag"); a.status == http.StatusOK && etag != "" {
			return etag
		}
		t.Fatalf("%d without a tag: %s", a.status, a.body)
		return ""
	}
	refused := func(why, match string) {
		t.Helper()
		a := s.patchIf(match, id, `{"speaker":null}`)
		if p := a.problem(t); a.status != http.StatusPreconditionFailed || p.Type != "/problems/changed" {
			t.Errorf("%s: %d %+v", why, a.status, p)
		}
		if now := read[correctedQuote](t, s.do(http.MethodGet, "/v1/quotes/"+id, s.keys[keys.Staff], nil)); now.Quote.Speaker == nil {
			t.Fatalf("%s: refused, and done all the same", why)
		}
	}
	first := tag()
	if a := s.do(http.MethodGet, "/v1/quotes/"+id, "", nil, "If-None-Match", first); a.status != http.StatusNotModified {
		t.Errorf("asked again: %d", a.status)
	}
	for _, other := range []string{`"x"`, `W/"x.y"`, "x", ""} {
		refused("a tag of nothing: "+other, other)
	}
	s.post("/v1/articles?wait=searchable", `{"url":"https://jateng.kpu.go.id/berita/7","title":"Rapat di Semarang","published":"2025-11-06","body":`+
		`"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.\n\n“Kita mulai tepat waktu,” ujar Handi Tri Ujiono."}`)
	fixed := s.patchIf(`"x", `+first, id, `{"speaker":"rini-astuti"}`)
	if fixed.status != http.StatusOK || fixed.header.Get("ETag") == first || fixed.header.Get("ETag") != tag() {
		t.Fatalf("%d, tag %s: %s", fixed.status, fixed.header.Get("ETag"), fixed.body)
	}
	refused("corrected since", first)
	hidden := s.patchIf(tag(), id, `{"hidden":true}`)
	if hidden.status != http.StatusOK {
		t.Fatalf("%d %s", hidden.status, hidden.body)
	}
	refused("hidden since", fixed.header.Get("ETag"))
	if shown := s.patchIf(tag(), id, `{"hidden":false}`); shown.status != http.StatusOK {
		t.Errorf("%d %s", shown.status, shown.body)
	}
	before := tag()
	s.post("/v1/articles?wait=searchable", `{"url":"https://kota-semarang.kpu.go.id/berita/0","title":"Rapat","published":"2025-11-05","body":`+
		`"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono menutup rapat.\n\n“Kita mulai tepat waktu,” ujar Handi Tri Ujiono."}`)
	refused("another version since", before)
	if a := s.patchIf("*", id, `{"speaker":"handi-tri-ujiono"}`); a.status != http.StatusOK {
		t.Errorf("any state: %d %s", a.status, a.body)
	}
}

// TestOfTwoCorrectionsOfOneStateOneHolds: both were decided about the quote as it was.
func TestOfTwoCorrectionsOfOneStateOneHolds(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	id, _ := s.tellOf()
	tag := s.get("/v1/quotes/" + id).header.Get("ETag")
	var wait sync.WaitGroup
	took := make([]int, 4)
	for i := range took {
		wait.Go(func() {
			took[i] = s.patchIf(tag, id, []string{`{"speaker":"rini-astuti"}`, `{"hidden":true}`}[i%2]).status
		})
	}
	wait.Wait()
	held := 0
	for _, status := range took {
		switch status {
		case http.StatusOK:
			held++
		case http.StatusPreconditionFailed:
		default:
			t.Errorf("one answers %d", status)
		}
	}
	if held != 1 {
		t.Errorf("%d corrections of one state hold: %v", held, took)
	}
}

// TestACorrectedSpeakerHasAPost: the one that was given, else the one of the article, else none;
// also after a later version, in lists and under filters.
func TestACorrectedSpeakerHasAPost(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	body := func(post string) string {
		return `{"url":"https://kota-semarang.kpu.go.id/berita/1","title":"Rapat","published":"2025-11-05","body":"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat bersama ` +
			post + ` KPU Kota Semarang Rini Astuti.\n\n“Kita mulai tepat waktu,” ujar Handi Tri Ujiono."}`
	}
	s.tellOf() // names them elsewhere too
	s.post("/v1/articles?wait=searchable", `{"url":"https://kota-semarang.kpu.go.id/berita/3","title":"Lantik","published":"2025-11-05","body":"Ketua KPU Kabupaten Klaten Primus Supriono hadir. “Kami hadir,” ujar Primus Supriono."}`)
	s.post("/v1/articles?wait=searchable", body("Anggota"))
	id := ""
	for _, h := range read[search.Page](t, s.get("/v1/quotes?q=mulai+tepat+waktu&collapse=false")).Hits {
		if strings.HasSuffix(h.URL, "/berita/1") {
			id = h.Quote.ID
		}
	}
	if id == "" {
		t.Fatal("the quote is not found")
	}
	correct := func(wish string) correctedQuote {
		t.Helper()
		return read[correctedQuote](t, s.staff(http.MethodPatch, "/v1/quotes/"+id, wish))
	}
	title := func(q correctedQuote) string {
		if q.Quote.Role == nil {
			return ""
		}
		return q.Quote.Role.Title
	}
	for _, c := range []struct{ why, wish, want string }{
		{"the post of the article", `{"speaker":"rini-astuti"}`, "Anggota"},
		{"back to whom the article names", `{"speaker":"handi-tri-ujiono"}`, "Ketua"},
		{"a person whom the article does not name", `{"speaker":"primus-supriono"}`, ""},
		{"the post given", `{"speaker":"primus-supriono","role":{"title":"Ketua","satker":"33.10"}}`, "Ketua"},
		{"a post without a known name", `{"speaker":null,"role":{"title":"Sekretaris"}}`, "Sekretaris"},
		{"no speaker", `{"speaker":null}`, ""},
		{"the post of the article again", `{"speaker":"rini-astuti"}`, "Anggota"},
	} {
		if got := title(correct(c.wish)); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
	if page := read[search.Page](t, s.get("/v1/quotes?official=rini-astuti&role=Anggota&office=33.74&q=mulai")); page.Total != 1 || page.Hits[0].Quote.Role == nil {
		t.Errorf("%d quotes under her post", page.Total)
	}
	s.post("/v1/articles?wait=searchable", body("Sekretaris"))
	if now := read[correctedQuote](t, s.get("/v1/quotes/"+id)); title(now) != "Sekretaris" || now.Quote.Speaker.ID != "rini-astuti" {
		t.Errorf("the article changed her post: %+v", now.Quote)
	}
	const most = 100 // characters, see maxLength in the description of the API
	long := strings.Repeat("é", most)
	if got := title(correct(`{"speaker":"rini-astuti","role":{"title":"` + long + `"}}`)); got != long {
		t.Errorf("a title of %d characters beyond ASCII: %q", most, got)
	}
	if page := read[search.Page](t, s.get("/v1/quotes?official=rini-astuti&role="+url.QueryEscape(long))); page.Total != 1 {
		t.Errorf("%d quotes under that title", page.Total)
	}
	correct(`{"speaker":"rini-astuti","role":{"title":"Sekretaris"},"reason":"` + strings.Repeat("é", archive.MaxReason) + `"}`)
	for _, bad := range []string{`{"speaker":"rini-astuti","role":{"title":"` + long + `e"}}`, `{"role":{"title":"Ketua"}}`, `{"speaker":"rini-astuti","role":{"title":""}}`, `{"speaker":"rini-astuti","role":{"title":"Ketua","satker":"99.99"}}`, `{"hidden":true,"role":{"title":"Ketua"}}`} {
		if a := s.staff(http.MethodPatch, "/v1/quotes/"+id, bad); a.status != http.StatusBadRequest || a.problem(t).Field != "role" {
			t.Errorf("%s: %d %s", bad, a.status, a.body)
		}
	}
	if log := s.do(http.MethodGet, "/v1/admin/writes?target="+id, s.keys[keys.Admin], nil); strings.Contains(log.body, `"as"`) {
		t.Errorf("the log has words of the article: %s", log.body)
	}
}
