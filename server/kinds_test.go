package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/search"
)

// Every list of quotes, and every count of them, has speech alone; a headline and reported
// speech are found only where asked for, and no headline is a quotation for machines.
func TestListsOfQuotesHaveSpeechAlone(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	body := strings.Join([]string{
		"Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.",
		"“Kita mulai tepat waktu,” ujar Handi Tri Ujiono.",
		"Kami tunggu laporan semua divisi, pesan Handi Tri Ujiono.",
		"Handi Tri Ujiono mengingatkan agar arsip dijaga.",
		`Handi Tri Ujiono menyebut rapat itu sebagai "titik awal kerja bersama" seluruh jajaran.`,
	}, "\n\n")
	s.post("/v1/articles?wait=searchable", fmt.Sprintf(
		`{"url":"https://kota-semarang.kpu.go.id/berita/1","title":"Handi Tri Ujiono: Arsip Harus Rapi","body":%q,"published":"2025-11-05"}`, body))

	total := func(query string) int { return read[search.Page](t, s.get("/v1/quotes?"+query)).Total }
	for query, want := range map[string]int{
		"": 3, "official=handi-tri-ujiono": 3, "kind=title": 1, "kind=indirect": 1, "kind=direct": 1, "kind=mixed": 1, "kind=unmarked": 1,
	} {
		if got := total(query); got != want {
			t.Errorf("?%s finds %d quotes, want %d", query, got, want)
		}
	}
	for _, h := range read[search.Page](t, s.get("/v1/quotes?q=arsip")).Hits { // found by the title of their article
		if h.Quote.Kind == article.TitleQuote || h.Quote.Kind == article.Indirect || h.Quote.Matched == "quote" {
			t.Errorf("words of the headline or of reported speech are listed as speech: %+v", h.Quote)
		}
	}
	who := read[struct{ Quotes, Reported int }](t, s.get("/v1/officials/handi-tri-ujiono"))
	if who.Quotes != 3 || who.Reported != 1 {
		t.Errorf("the profile counts %+v", who)
	}
	if a := s.get("/v1/export?kind=quotes&format=csv"); strings.Count(strings.TrimSpace(a.body), "\n") != 3 || strings.Contains(a.body, ",indirect,") {
		t.Errorf("the export has %s", a.body)
	}
	facet := read[struct {
		Values []struct {
			Value string
			Count int
		}
	}](t, s.get("/v1/facets/official?of=quotes"))
	if len(facet.Values) != 1 || facet.Values[0].Count != 3 {
		t.Errorf("the facet counts %+v", facet.Values)
	}

	page := read[search.Page](t, s.get("/v1/quotes?kind=title,indirect,direct,mixed,unmarked&sort=oldest&size=10"))
	for _, h := range page.Hits {
		quotation := quotations(t, s.get("/kutipan/"+h.Quote.ID).body)
		want := map[string]string{"direct": "Kita mulai tepat waktu,", "mixed": "titik awal kerja bersama"}[string(h.Quote.Kind)]
		if got := strings.Join(quotation, " | "); got != want {
			t.Errorf("the page of a quote of the kind %s tells machines %q, want %q", h.Quote.Kind, got, want)
		}
	}
	if got := quotations(t, s.get("/artikel/"+page.Hits[0].ID).body); len(got) != 2 {
		t.Errorf("the page of the article tells machines %q", got)
	}
}

// quotations returns the texts of all that a page calls a Quotation of schema.org.
func quotations(t *testing.T, page string) []string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<script type="application/ld+json">`)
	if !ok {
		return nil
	}
	raw, _, _ := strings.Cut(rest, "</script>")
	var v any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatal(err)
	}
	var texts []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if v["@type"] == "Quotation" {
				texts = append(texts, fmt.Sprint(v["text"]))
			}
			for _, of := range v {
				walk(of)
			}
		case []any:
			for _, of := range v {
				walk(of)
			}
		}
	}
	walk(v)
	return texts
}
