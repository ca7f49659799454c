package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"warta/index/search"
	"warta/server/keys"
)

// A droppedQuote is what a call about a quote answers that its source changed.
type droppedQuote struct {
	ID      string
	Hidden  bool
	Version int
	Quote   struct {
		ID, Text, Context string
		Link, Source      string
		Parts             []struct{ Start, End int }
		Speaker           *search.Named
	}
	Dropped *struct {
		LastVersion int    `json:"last_version"`
		ChangedAt   string `json:"changed_at"`
		Now         *struct {
			ID, Text string
			Parts    []struct{ Start, End int }
		}
	}
}

// A quote keeps its address while its source changes it, drops it, hides it and removes it.
func TestTheAddressOfAQuoteLasts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, stop := startOver(t, dir)
	send := func(paragraphs ...string) {
		t.Helper()
		body := "Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.\n\n" + strings.Join(paragraphs, "\n\n")
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(
			`{"url":"https://kota-semarang.kpu.go.id/berita/1","title":"Rapat KPU Kota Semarang","body":%q,"published":"2025-11-05"}`, body))
		if a.status != http.StatusOK && a.status != http.StatusCreated {
			t.Fatalf("sent: %d %s", a.status, a.body)
		}
	}
	const other = "“Terima kasih atas kerja samanya selama ini,” ujar Handi Tri Ujiono."
	send("“Gudang kita siap menerima kotak suara bulan depan,” ujar Handi Tri Ujiono.", other)
	page := read[search.Page](t, s.get("/v1/quotes?sort=oldest&q=kutipan:gudang"))
	if page.Total != 1 {
		t.Fatalf("found %d quotes", page.Total)
	}
	id, art := page.Hits[0].Quote.ID, page.Hits[0].ID
	path := "/v1/quotes/" + id
	get := func(what string) droppedQuote {
		t.Helper()
		a := s.get(path)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d %s", what, a.status, a.body)
		}
		return read[droppedQuote](t, a)
	}
	if got := get("as sent"); got.Version != 1 || got.Dropped != nil {
		t.Errorf("as sent: %+v", got)
	}

	// One word is another one.
	send("“Gudang kita siap menerima surat suara bulan depan,” ujar Handi Tri Ujiono.", other)
	changed := get("one word changed")
	if changed.ID != art || changed.Version != 1 || changed.Quote.Text != "Gudang kita siap menerima kotak suara bulan depan," ||
		changed.Quote.Speaker == nil || changed.Quote.Speaker.ID != "handi-tri-ujiono" || !strings.Contains(changed.Quote.Context, "kotak suara") {
		t.Errorf("one word changed: %+v", changed)
	}
	if d := changed.Dropped; d == nil || d.LastVersion != 1 || d.ChangedAt == "" || d.Now == nil || d.Now.Text != "Gudang kita siap menerima surat suara bulan depan," {
		t.Fatalf("one word changed: dropped %+v", d)
	}
	if now := changed.Dropped.Now; now.Parts[0].Start != 1 || now.Parts[0].End != 1+len(now.Text) || changed.Quote.Parts[0].Start != 1 {
		t.Errorf("offsets are not in code points: %+v, %+v", now.Parts, changed.Quote.Parts)
	}
	if page := s.get("/kutipan/" + id); page.status != http.StatusOK || !strings.Contains(page.body, "kotak suara") {
		t.Errorf("its page answers %d", page.status)
	}
	if changed.Quote.Source != "" || changed.Quote.Link != "/artikel/"+art+"?versi=1#kutipan-"+id {
		t.Errorf("it leads to %q and %q", changed.Quote.Source, changed.Quote.Link)
	}
	if old := s.get("/artikel/" + art + "?versi=1"); old.status != http.StatusOK || !strings.Contains(old.body, `id="kutipan-`+id) {
		t.Errorf("the version that has it answers %d without it", old.status)
	}
	if list := read[search.Page](t, s.get("/v1/quotes?sort=oldest")); list.Total != 2 {
		t.Errorf("a search finds %d quotes", list.Total)
	}
	for _, listed := range []string{"/v1/quotes?size=100", "/artikel/" + art, "/sitemap.xml", "/feed.atom"} {
		if a := s.get(listed); a.status == http.StatusOK && strings.Contains(a.body, id) {
			t.Errorf("%s lists the dropped quote", listed)
		}
	}

	// Nothing is in its place, and many versions later it is still found.
	send(other)
	for n := range 25 {
		send(other, fmt.Sprintf("Peserta rapat berjumlah %d orang dari semua kecamatan.", 40+n))
	}
	if old := s.get("/artikel/" + art + "?versi=1"); old.status != http.StatusOK || !strings.Contains(old.body, `id="kutipan-`+id) {
		t.Errorf("the old version answers %d", old.status)
	}
	for _, none := range []string{"0", "-1", "99"} {
		if a := s.get("/artikel/" + art + "?versi=" + none); a.status != http.StatusNotFound {
			t.Errorf("version %s answers %d", none, a.status)
		}
	}
	if got := get("dropped"); got.Version != 1 || got.Dropped == nil || got.Dropped.Now != nil || got.Dropped.ChangedAt != changed.Dropped.ChangedAt {
		t.Errorf("dropped: %+v", got)
	}
	if a := s.get("/v1/quotes/" + art + "-zzzzzzzz"); a.status != http.StatusGone || a.problem(t).Article != art {
		t.Errorf("a quote that never was answers %d %s", a.status, a.body)
	}
	if a := s.do(http.MethodGet, "/kutipan/"+art+"-zzzzzzzz", "", nil, "Accept", "text/html"); a.status != http.StatusGone || !strings.Contains(a.body, `href="/artikel/`+art+`"`) {
		t.Errorf("its page answers %d without a link to the article", a.status)
	}

	// Editors decide about it as about any other.
	if got := read[droppedQuote](t, s.staff(http.MethodPatch, path, `{"speaker":null,"reason":"uji"}`)); got.Quote.Speaker != nil || got.Dropped == nil {
		t.Errorf("corrected: %+v", got)
	}
	if got := read[droppedQuote](t, s.staff(http.MethodPatch, path, `{"hidden":true,"reason":"uji"}`)); !got.Hidden {
		t.Errorf("hidden: %+v", got)
	}
	hidden := func(what string) {
		t.Helper()
		if a := s.get(path); a.status != http.StatusGone || a.problem(t).Article != art || strings.Contains(a.body, "kotak suara") {
			t.Errorf("%s: %d %s", what, a.status, a.body)
		}
	}
	hidden("hidden")
	stop()
	s, _ = startOver(t, dir)
	hidden("hidden, after a restart")
	if got := read[droppedQuote](t, s.staff(http.MethodPatch, path, `{"hidden":false,"reason":"uji"}`)); got.Hidden {
		t.Errorf("shown again: %+v", got)
	}
	if got := get("after a restart"); got.Version != 1 || got.Dropped == nil || got.Quote.Speaker != nil {
		t.Errorf("after a restart: %+v", got)
	}

	if a := s.do(http.MethodDelete, "/v1/articles/"+art, s.keys[keys.Admin], nil); a.status != http.StatusNoContent {
		t.Fatalf("removed: %d %s", a.status, a.body)
	}
	for _, address := range []string{path, "/kutipan/" + id} {
		if a := s.get(address); a.status != http.StatusGone || strings.Contains(a.body, "kotak suara") {
			t.Errorf("of a removed article, %s answers %d %s", address, a.status, a.body)
		}
	}
}
