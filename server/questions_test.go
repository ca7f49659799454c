package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"warta/index/search"
)

// TestAQuestionTellsHowManyHaveAllItsWords asks a question through the API and on the page, and
// follows the link to those that hold all of it.
func TestAQuestionTellsHowManyHaveAllItsWords(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for i, body := range []string{"Sortir surat suara di gudang Pelaihari dibuka Senin.", "Surat suara tiba di gudang.", "Pegawai ikut donor darah."} {
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"external_id":"%d","title":"Berita %d","body":%q,"published":"2024-02-05"}`, i, i, body))
		if a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	ask := func(path string) search.Page {
		t.Helper()
		a := s.get(path)
		var page search.Page
		if err := json.Unmarshal([]byte(a.body), &page); a.status != http.StatusOK || err != nil {
			t.Fatalf("%s: %d %v %s", path, a.status, err, a.body)
		}
		return page
	}
	question := url.QueryEscape("min, kapan ya sortir surat suara di gudang Pelaihari dibuka?")
	page := ask("/v1/search?q=" + question)
	if page.Total != 2 || page.Query.Mode != "any" || page.Query.Asked != "when" || page.Query.All == nil || page.Query.All.Total != 1 {
		t.Fatalf("total %d, query %+v", page.Total, page.Query)
	}
	if all := ask(page.Query.All.URL); all.Total != 1 || all.Query.Mode != "all" || all.Query.All != nil || all.Hits[0].ID != page.Hits[0].ID {
		t.Errorf("with all words: total %d, query %+v", all.Total, all.Query)
	}
	if by := ask("/v1/search?sort=newest&q=" + question); by.Total != 1 || by.Query.Mode != "all" {
		t.Errorf("by date: total %d, query %+v", by.Total, by.Query)
	}
	html := s.get("/?q=" + question).body
	if !strings.Contains(html, "match=all") || !strings.Contains(html, "Hanya 1 yang memuat semua kata") {
		t.Errorf("the page does not link to what has all words: %s", html)
	}
	if html = s.get("/?match=all&q=" + question).body; !strings.Contains(html, "Memuat semua kata") || strings.Contains(html, "Hanya 1 yang") {
		t.Errorf("the page of what has all words: %s", html)
	}
	if a := s.get("/v1/search?match=some&q=" + question); a.status != http.StatusBadRequest || a.problem(t).Field != "match" {
		t.Errorf("match=some: %d %s", a.status, a.body)
	}
}

// TestATextWithoutWordsFindsNothingEverywhere asks every kind of answer for an emoji, in an archive
// that has an article with a quote.
func TestATextWithoutWordsFindsNothingEverywhere(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	const title, speaker = "Rapat Koordinasi di Gudang", "Sutrisno Wibowo"
	a := s.post("/v1/articles?wait=searchable", `{"url":"https://kab-rembang.kpu.go.id/1","title":"`+title+`","body":"\"Gudang siap dipakai,\" kata Ketua KPU Kabupaten Rembang, `+speaker+`.","published":"2024-02-05"}`)
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
	emoji := url.QueryEscape("🙂")
	for _, path := range []string{"/v1/search?", "/v1/quotes?", "/?", "/kutipan?", "/feed.atom?", "/feed.atom?of=quotes&", "/v1/export?", "/v1/export?kind=quotes&"} {
		if all := s.get(path); all.status != http.StatusOK || !strings.Contains(all.body, title) && !strings.Contains(all.body, speaker) {
			t.Errorf("%s: %d, without the article: %s", path, all.status, all.body)
		}
		for _, more := range []string{"", "&match=all", "&match=all&sort=newest", "&sort=oldest"} {
			if strings.HasPrefix(path, "/feed") && strings.Contains(more, "sort") {
				continue
			}
			if a := s.get(path + "q=" + emoji + more); a.status != http.StatusOK || strings.Contains(a.body, title) || strings.Contains(a.body, speaker) {
				t.Errorf("%sq=🙂%s: %d %s", path, more, a.status, a.body)
			}
		}
	}
}

// TestTheLinksOfAPageKeepHowItWasAsked follows the links to tables and to all values of a facet
// from a page that was asked with words as typed, by date.
func TestTheLinksOfAPageKeepHowItWasAsked(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for i, body := range []string{"Sortir surat suara di gudang Pelaihari dibuka Senin.", "Surat suara tiba di gudang.", "Gudang dibersihkan."} {
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kab-rembang.kpu.go.id/%d","title":"Berita %d","body":%q,"published":"2024-02-05"}`, i, i, body))
		if a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if a := s.get("/v1/export?kind=quotes&format=csv&separator=semicolon&correct=false&q=gudang"); a.status != http.StatusOK {
		t.Errorf("the table of words as typed: %d %s", a.status, a.body)
	}
	if a := s.get("/v1/export?separator=semicolon"); a.status != http.StatusBadRequest || a.problem(t).Field != "separator" || !strings.Contains(a.body, "format=csv") {
		t.Errorf("a separator without a table: %d %s", a.status, a.body)
	}
	question := url.QueryEscape("kapan sortir surat suara di gudang Pelaihari dibuka")
	for sort, want := range map[string]int{"relevance": 3, "newest": 1} {
		a := s.get("/v1/facets/satker?sort=" + sort + "&q=" + question)
		var facet struct {
			Values []struct {
				Value string `json:"value"`
				Count int    `json:"count"`
			} `json:"values"`
		}
		if err := json.Unmarshal([]byte(a.body), &facet); err != nil || len(facet.Values) == 0 {
			t.Fatalf("%d %v %s", a.status, err, a.body)
		}
		for _, v := range facet.Values {
			if v.Count != want {
				t.Errorf("sort=%s: %s is counted %d times, want %d", sort, v.Value, v.Count, want)
			}
		}
	}
}
