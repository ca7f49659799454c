package main_test

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// seed returns the real article that stays outside the repository.
func seed(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "seed", "article.txt"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI runs with ../shared beside the repository: %v", err)
		}
		t.Skip("skipped: there is no ../shared beside the repository, which holds the real article")
	}
	return string(data)
}

const seedURL = "https://kota-semarang.kpu.go.id/blog/read/8131_kpu-dorong-penguatan-sdm"

type facetValue struct {
	Value, Label string
	Count        int
}

func TestTheWholeWayOfARealArticle(t *testing.T) {
	t.Parallel()
	text := seed(t)
	for name, published := range map[string]string{"with its day of publication": "2025-11-05", "with nothing but its address": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
			query := url.Values{"url": {seedURL}, "wait": {"searchable"}}
			if published != "" {
				query.Set("published", published)
			}
			post := "/v1/articles?" + query.Encode()

			got := p.mustCall(t, "POST", post, "text/plain; charset=utf-8", text)
			var receipt struct{ ID, Result string }
			got.decode(t, &receipt)
			if got.status != 201 || receipt.Result != "created" || receipt.ID == "" {
				t.Fatalf("sent: got %d %s; want 201 created", got.status, got.body)
			}
			checkSeedIsFound(t, p, receipt.ID)

			got = p.mustCall(t, "POST", post, "text/plain; charset=utf-8", text)
			got.decode(t, &receipt)
			if got.status != 200 || receipt.Result != "unchanged" {
				t.Errorf("sent again: got %d %s; want 200 unchanged", got.status, got.body)
			}
			moved := strings.Replace(text, "Telah dilihat 42 kali", "Telah dilihat 97 kali", 1)
			got = p.mustCall(t, "POST", post, "text/plain; charset=utf-8", moved)
			got.decode(t, &receipt)
			if receipt.Result != "unchanged" {
				t.Errorf("sent with another counter: got %s; want unchanged", got.body)
			}
			changed := strings.Replace(text, "Ngopi Asli bertema", "Ngopi Asli pekan ini bertema", 1)
			got = p.mustCall(t, "POST", post, "text/plain; charset=utf-8", changed)
			got.decode(t, &receipt)
			if got.status != 200 || receipt.Result != "updated" {
				t.Errorf("sent with another text: got %d %s; want 200 updated", got.status, got.body)
			}
			checkSeedIsFound(t, p, receipt.ID)
			var versions struct{ Versions []struct{ Version int } }
			p.mustCall(t, "GET", "/v1/articles/"+receipt.ID+"/versions", "", "").decode(t, &versions)
			if len(versions.Versions) != 2 {
				t.Errorf("got %d versions, want 2", len(versions.Versions))
			}

			if got = p.mustCall(t, "DELETE", "/v1/articles/"+receipt.ID, "", ""); got.status != 204 {
				t.Fatalf("removed: got %d %s; want 204", got.status, got.body)
			}
			for _, path := range []string{"/v1/search?q=arsip", "/v1/search", "/v1/quotes", "/v1/quotes?official=handi-tri-ujiono"} {
				var page struct {
					Total  int
					Facets map[string][]facetValue
				}
				p.mustCall(t, "GET", path, "", "").decode(t, &page)
				if page.Total != 0 || len(page.Facets["official"])+len(page.Facets["topic"])+len(page.Facets["date"]) > 0 && path == "/v1/search" {
					t.Errorf("%s after the removal: got %+v; want nothing", path, page)
				}
			}
			if got = p.mustCall(t, "GET", "/v1/articles/"+receipt.ID, "", ""); got.status != 410 {
				t.Errorf("the removed article: got %d; want 410", got.status)
			}
			if got = p.mustCall(t, "POST", post, "text/plain; charset=utf-8", text); got.status != 409 {
				t.Errorf("sent after its removal: got %d %s; want 409", got.status, got.body)
			}
		})
	}
}

func checkSeedIsFound(t *testing.T, p *process, id string) {
	t.Helper()
	var page struct {
		Total int
		Hits  []struct {
			ID, Date  string
			EventDate []string `json:"event_dates"`
		}
		Facets map[string][]facetValue
	}
	p.mustCall(t, "GET", "/v1/search?q=arsip", "", "").decode(t, &page)
	if page.Total != 1 || page.Hits[0].ID != id || !slices.Contains(page.Hits[0].EventDate, "2025-11-04") {
		t.Errorf("search for arsip: got %+v; want the article with its event date", page)
	}
	for facet, want := range map[string]string{"official": "handi-tri-ujiono", "satker": "33", "date": "2025-11", "topic": "arsip"} {
		if !slices.ContainsFunc(page.Facets[facet], func(v facetValue) bool { return v.Value == want && v.Count == 1 }) {
			t.Errorf("facet %s: got %+v; want %s once", facet, page.Facets[facet], want)
		}
	}
	if !slices.ContainsFunc(page.Facets["satker"], func(v facetValue) bool { return v.Value == "33.74" && v.Label == "KPU Kota Semarang" }) {
		t.Errorf("facet satker: got %+v; want 33.74 with its name", page.Facets["satker"])
	}
	got := p.mustCall(t, "GET", "/v1/quotes?official=handi-tri-ujiono", "", "")
	for _, want := range []string{"Kita perlu terus memperkuat komunikasi", "Handi Tri Ujiono", "Ketua", "KPU Provinsi Jawa Tengah"} {
		if !strings.Contains(string(got.body), want) {
			t.Errorf("quotes of Handi Tri Ujiono: got %s; want it to hold %q", got.body, want)
		}
	}
}
