package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestASourceThatChangesTheSpeakerIsTold: the words and their address stay, the mouth changes. A
// name in another spelling is no other speaker, and a private one is not named.
func TestASourceThatChangesTheSpeakerIsTold(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	send := func(n int, speaker string) string {
		t.Helper()
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kota-semarang.kpu.go.id/berita/%d","title":"Rapat KPU","published":"2025-11-05","body":%q}`, n,
			"Semarang - KPU Kota Semarang menggelar rapat.\n\n“Perahu kita sewa dua unit untuk pulau,” ujar "+speaker+"."))
		if a.status != http.StatusOK && a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
		return read[struct{ ID string }](t, a).ID
	}
	type told struct {
		Quote   struct{ ID string }
		Version int
		Earlier *struct {
			LastVersion int    `json:"last_version"`
			ChangedAt   string `json:"changed_at"`
			Speaker     *struct{ Name string }
		}
	}
	quote := func(article string) told {
		t.Helper()
		list := read[struct{ Quotes []struct{ ID string } }](t, s.get("/v1/articles/"+article))
		return read[told](t, s.get("/v1/quotes/"+list.Quotes[0].ID))
	}
	send(9, "Ketua KPU Kota Semarang Handi Tri Ujiono") // whom no standing article names is not public
	for n, c := range []struct {
		before, after string
		earlier       string // the speaker told, "-" for nothing, "?" for one without a name
	}{
		{"Ketua KPU Kota Semarang Handi Tri Ujiono", "Sekretaris KPU Kota Semarang Rini Astuti", "Handi Tri Ujiono"},
		{"Anggota KPU Kota Semarang Budi Wirawan", "Sekretaris KPU Kota Semarang Rini Astuti", "?"},
		{"Ketua KPU Kota Semarang Mochamad Sutrisno", "Ketua KPU Kota Semarang Mohammad Soetrisno", "-"},
		{"Siti Pelajar (17), siswi SMA Negeri 1", "Sekretaris KPU Kota Semarang Rini Astuti", "?"},
		{"Ketua KPU Kota Semarang Handi Tri Ujiono", "Ketua KPU Kota Semarang Handi Tri Ujiono, Rabu", "-"},
	} {
		first := quote(send(n, c.before))
		now := quote(send(n, c.after))
		if first.Earlier != nil || first.Quote.ID != now.Quote.ID || now.Version != 2 {
			t.Fatalf("%s, then %s: %+v, %+v: this case shows nothing", c.before, c.after, first, now)
		}
		got := "-"
		if e := now.Earlier; e != nil {
			if got = "?"; e.Speaker != nil {
				got = e.Speaker.Name
			}
			if e.LastVersion != 1 || e.ChangedAt == "" {
				t.Errorf("%s, then %s: %+v", c.before, c.after, e)
			}
		}
		if got != c.earlier {
			t.Errorf("%s, then %s: told %q, want %q", c.before, c.after, got, c.earlier)
		}
		page := s.get("/kutipan/" + now.Quote.ID).body
		line := map[string]string{"-": "sebagai pembicara kata-kata ini", "?": "menyebut orang lain sebagai pembicara kata-kata ini"}[c.earlier]
		if line == "" {
			line = "menyebut " + c.earlier + " sebagai pembicara kata-kata ini"
		}
		if has := strings.Contains(page, line); has != (c.earlier != "-") {
			t.Errorf("%s, then %s: the page has %q: %t", c.before, c.after, line, has)
		}
		if strings.Contains(page, "Siti Pelajar") {
			t.Errorf("the page names a private person")
		}
	}
}
