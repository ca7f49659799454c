package server_test

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"warta/index"
	"warta/index/search"
	"warta/server/web"
)

// inputs returns the values that a form sends as it stands.
func inputs(form node) url.Values {
	sent := url.Values{}
	for _, input := range form.all("input") {
		name, _ := input.attr("name")
		value, _ := input.attr("value")
		_, checked := input.attr("checked")
		if kind, _ := input.attr("type"); kind != "checkbox" || checked {
			sent.Add(name, value)
		}
	}
	return sent
}

// queryOf returns the path and the parameters of an address.
func queryOf(t *testing.T, address string) (string, url.Values) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path, u.Query()
}

// sameState reports whether two sets of parameters have the same values in any order, those given
// as extra apart, which got must have.
func sameState(got, want url.Values, extra map[string]string) bool {
	counts := func(of url.Values) map[string]int {
		found := map[string]int{}
		for name, values := range of {
			for _, v := range values {
				found[name+"="+v]++
			}
		}
		return found
	}
	g, w := counts(got), counts(want)
	for name, value := range extra {
		w[name+"="+value]++
	}
	return reflect.DeepEqual(g, w)
}

// The page of all values of a facet asks as the page of results does, and every way from it keeps
// all that was asked.
func TestThePageOfAFacetKeepsTheWholeState(t *testing.T) {
	t.Parallel()
	common := url.Values{
		"q": {"rapat pleno"}, "official": {"budi-santoso", "siti-aminah"}, "satker": {"33.02", "33.99"}, "topic": {"logistik"}, "regulation": {"pkpu/8/2024"},
		"publisher": {"33.74"}, "from": {"2024-01-02"}, "to": {"2025-03-04"}, "date": {"2024-05", "none"}, "date_field": {"event"}, "period": {"off"},
		"match": {"all"}, "sort": {"oldest"}, "correct": {"false"},
	}
	for _, c := range []struct {
		path string
		of   map[string]string // beside the state in addresses of /saring
		more url.Values
	}{
		{"/", nil, url.Values{"stage": {"pemilu-2024.masa-tenang"}, "speaker": {"rini-astuti"}}},
		{"/kutipan", map[string]string{"of": "quotes"}, url.Values{"office": {"33"}, "role": {"ketua", "ketua, merangkap anggota"}, "kind": {"direct", "title"}, "min_confidence": {"0.25"}}},
	} {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			state := url.Values{}
			for _, part := range []url.Values{common, c.more} {
				maps.Copy(state, part)
			}
			var asked search.Query
			archive := &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
				asked = q
				page := nothing()
				for n := range 150 { // more than either page shows; 33.02 is one of them, 33.99 is not
					code := fmt.Sprintf("%02d.%02d", 31+n/75, n%75)
					page.Facets[index.FacetSatker] = append(page.Facets[index.FacetSatker], index.Count{Value: code, Count: 200 - n, Selected: code == "33.02"})
				}
				return page, nil
			}}
			s := start(t, archive)

			results := sound(t, c.path, s.get(c.path+"?"+state.Encode()).body)
			if got := web.State(asked); !sameState(got, state, nil) {
				t.Fatalf("the page of results asks for %v, want %v", got, state)
			}
			var facet string
			for _, a := range results.all("a") {
				if href, _ := a.attr("href"); strings.HasPrefix(href, "/saring/satker") {
					facet = href
				}
			}
			if _, got := queryOf(t, facet); !sameState(got, state, c.of) {
				t.Fatalf("the page of results leads to %v, want %v", got, state)
			}

			asked = search.Query{}
			page := sound(t, facet, s.get(facet+"&prefix=kpu").body)
			if got := web.State(asked); !sameState(got, state, nil) {
				t.Errorf("the page of the facet asks for %v, want %v", got, state)
			}
			with := func(name, value string) map[string]string {
				extra := map[string]string{name: value}
				maps.Copy(extra, c.of)
				return extra
			}
			seen := map[string]bool{}
			for _, form := range page.all("main")[0].all("form") {
				action, _ := form.attr("action")
				seen[action] = true
				switch got := inputs(form); action {
				case "/saring/satker":
					if !sameState(got, state, with("prefix", "kpu")) {
						t.Errorf("the form for the values sends %v, want %v", got, state)
					}
				case c.path:
					if !sameState(got, state, nil) {
						t.Errorf("the form for the results sends %v, want %v", got, state)
					}
				}
			}
			for _, a := range page.all("main")[0].all("a") {
				href, _ := a.attr("href")
				path, got := queryOf(t, href)
				seen["link to "+path] = true
				switch path {
				case c.path:
					if !sameState(got, state, nil) {
						t.Errorf("the way back leads to %v, want %v", got, state)
					}
				case "/saring/satker":
					cursor := got.Get("cursor")
					extra := with("prefix", "kpu")
					if extra["cursor"] = cursor; cursor == "" || !sameState(got, state, extra) {
						t.Errorf("the next page is %v, want %v and a cursor", got, state)
					}
				}
			}
			for _, want := range []string{c.path, "/saring/satker", "link to " + c.path, "link to /saring/satker"} {
				if !seen[want] {
					t.Errorf("the page of the facet has no %s, only %v", want, seen)
				}
			}
		})
	}
}

// Control characters of a text are spaces wherever it is read, and so in what pages, the API, feeds and
// exports ask for and say.
func TestControlCharactersOfAQueryAreSpaces(t *testing.T) {
	t.Parallel()
	var asked search.Query
	s := start(t, &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		asked = q
		page := nothing()
		page.Query.Text = q.Text
		return page, nil
	}})
	const typed, want = "%00rapat%0D%0Apleno%1B%5B31m%C2%85%7Fjahat%09", "rapat pleno [31m  jahat"
	for _, path := range []string{
		"/?q=", "/kutipan?q=", "/saring/satker?q=", "/widget.json?q=", "/feed.atom?q=", "/feed.atom?of=quotes&q=",
		"/v1/search?q=", "/v1/quotes?q=", "/v1/facets/satker?q=", "/v1/export?q=", "/v1/export?kind=quotes&format=csv&q=",
	} {
		asked = search.Query{}
		a := s.get(path + typed)
		if a.status != 200 || asked.Text != want {
			t.Errorf("%s: %d, asks for %q, want %q", path, a.status, asked.Text, want)
		}
		if i := strings.IndexAny(string(a.body), "\x00\x1b\x7f\u0085"); i >= 0 || strings.Contains(string(a.body), `\u001b`) {
			t.Errorf("%s: the answer has a control character: %q", path, a.body)
		}
	}
	if got := read[search.Page](t, s.get("/v1/search?q="+typed)).Query.Text; got != want {
		t.Errorf("the API says that it searched %q, want %q", got, want)
	}
}
