package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"warta/server"
	"warta/server/keys"
)

// described reads the description as a client gets it.
func described(t *testing.T, s *site) *openapi3.T {
	t.Helper()
	a := s.get("/openapi.json")
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Fatalf("%d %s", a.status, a.header.Get("Content-Type"))
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestTheDescriptionHasTheRoutesAndTheirRights(t *testing.T) {
	t.Parallel()
	doc := described(t, start(t, &stub{}))
	srv, err := server.New(server.Options{Archive: &stub{}, Keys: &keys.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]keys.Scope{}
	for _, c := range srv.Calls() {
		want[c.Method+" "+c.Path] = c.Need
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			call := method + " " + path
			need, ok := want[call]
			if !ok {
				t.Errorf("%s is described, and there is no such route", call)
				continue
			}
			delete(want, call)
			if line, _ := op.Extensions["x-curl"].(string); !strings.Contains(line, `"/`) {
				t.Errorf("%s has no example of a call in x-curl", call)
			}
			if op.Responses.Default() != nil {
				t.Errorf("%s: say which answers there are, one by one: default takes in what nobody planned", call)
			}
			if op.Summary == "" || op.OperationID == "" || len(op.Tags) != 1 {
				t.Errorf("%s needs a summary, an operationId and one tag", call)
			}
			var says []string
			if op.Security != nil && len(*op.Security) == 1 {
				says = (*op.Security)[0]["key"]
			}
			if open := need == "" || need == keys.Read; open && len(says) != 0 || !open && !slices.Equal(says, []string{string(need)}) {
				t.Errorf("%s: described with %v, needs %q", call, says, need)
			}
		}
	}
	for call := range want {
		t.Errorf("%s is not described", call)
	}
}

func TestEveryCallHasExamplesThatAreAsDescribed(t *testing.T) {
	t.Parallel()
	doc := described(t, start(t, &stub{}))
	judge := func(call, what, kind string, media *openapi3.MediaType) {
		t.Helper()
		if !strings.HasSuffix(kind, "json") {
			return
		}
		if media.Example == nil {
			t.Errorf("%s: %s has no example", call, what)
			return
		}
		example := media.Example
		if line, ok := example.(string); ok { // a line of NDJSON as it is sent
			if err := json.Unmarshal([]byte(line), &example); err != nil {
				t.Errorf("%s: %s: %v", call, what, err)
			}
		}
		if err := oneLine(media.Schema.Value.VisitJSON(example)); err != nil {
			t.Errorf("%s: the example of %s is not as described: %v", call, what, err)
		}
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			call := method + " " + path
			if op.RequestBody != nil {
				for kind, media := range op.RequestBody.Value.Content {
					judge(call, "the body", kind, media)
				}
			}
			for status, response := range op.Responses.Map() {
				if status >= "300" { // all problems have one form
					continue
				}
				for kind, media := range response.Value.Content {
					judge(call, "the answer "+status, kind, media)
				}
			}
		}
	}
	form := doc.Components.Schemas["Problem"].Value
	if len(form.Examples) == 0 {
		t.Error("a problem has no example")
	}
	for _, example := range form.Examples {
		if err := oneLine(form.VisitJSON(example)); err != nil {
			t.Errorf("the example of a problem: %v", err)
		}
	}
}

func TestTheDescriptionHasTheParametersThatAreRead(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	doc := described(t, s)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if !strings.HasPrefix(path, "/v1/") || path == "/v1/admin/keys/{id}" {
				continue
			}
			var named []string
			for _, p := range op.Parameters {
				if p.Value.In == "query" {
					named = append(named, p.Value.Name)
				}
			}
			slices.Sort(named)
			if path == "/v1/facets/{name}" || path == "/v1/export" { // described for both kinds; each refuses the other's
				continue
			}
			target, body, kind := request(server.Call{Method: method, Path: path})
			if path == "/v1/articles" || path == "/v1/parse" {
				body, kind = "x", "text/plain"
			}
			a := s.do(method, target+"?nosuchparameter=1", s.keys[keys.Admin], strings.NewReader(body), "Content-Type", kind)
			p := a.problem(t)
			_, list, _ := strings.Cut(p.Detail, "takes ")
			if list == "none" {
				list = ""
			}
			if got := strings.Join(named, ", "); a.status != http.StatusBadRequest || list != got {
				t.Errorf("%s %s\n reads     %q\n described %q", method, path, list, got)
			}
		}
	}
}

func TestAnswersAreAsDescribed(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	doc := described(t, s)
	first := s.do(http.MethodPost, "/v1/articles?wait=searchable&url=https://kota-semarang.kpu.go.id/berita/1", s.keys[keys.Ingest], strings.NewReader(story), "Content-Type", "text/plain")
	id := read[put](t, first).ID
	admin := s.keys[keys.Admin]
	for _, c := range []struct{ method, path, of, body string }{
		{http.MethodPost, "/v1/articles", "/v1/articles", `{"url":"https://kpu.go.id/berita/2","title":"Siap","body":"KPU siap."}`},
		{http.MethodPost, "/v1/parse", "/v1/parse", `{"text":"KPU siap."}`},
		{http.MethodGet, "/v1/articles/" + id, "/v1/articles/{id}", ""},
		{http.MethodGet, "/v1/articles/" + id + "/versions", "/v1/articles/{id}/versions", ""},
		{http.MethodGet, "/v1/articles/" + id + "/similar", "/v1/articles/{id}/similar", ""},
		{http.MethodGet, "/v1/suggest?q=seman", "/v1/suggest", ""},
		{http.MethodGet, "/v1/articles/none", "/v1/articles/{id}", ""},
		{http.MethodGet, "/v1/search?q=arsip", "/v1/search", ""},
		{http.MethodGet, "/v1/search?size=none", "/v1/search", ""},
		{http.MethodGet, "/v1/quotes", "/v1/quotes", ""},
		{http.MethodGet, "/v1/facets/satker", "/v1/facets/{name}", ""},
		{http.MethodGet, "/v1/satker?prefix=kota", "/v1/satker", ""},
		{http.MethodGet, "/v1/satker/33", "/v1/satker/{code}", ""},
		{http.MethodGet, "/v1/topics", "/v1/topics", ""},
		{http.MethodGet, "/v1/admin/status", "/v1/admin/status", ""},
		{http.MethodPost, "/v1/admin/reindex", "/v1/admin/reindex", ""},
		{http.MethodGet, "/v1/admin/keys", "/v1/admin/keys", ""},
		{http.MethodPost, "/v1/admin/keys", "/v1/admin/keys", `{"name":"x","scopes":["read"]}`},
		{http.MethodGet, "/healthz", "/healthz", ""},
		{http.MethodGet, "/readyz", "/readyz", ""},
	} {
		a := s.do(c.method, c.path, admin, strings.NewReader(c.body), "Content-Type", "application/json")
		op := doc.Paths.Value(c.of).GetOperation(c.method)
		response := op.Responses.Status(a.status)
		if response == nil {
			if response = op.Responses.Default(); response == nil || a.status < 400 {
				t.Errorf("%s %s: %d is not described: %s", c.method, c.path, a.status, a.body)
				continue
			}
		}
		kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
		media := response.Value.Content.Get(kind)
		if media == nil {
			t.Errorf("%s %s: %s is not described", c.method, c.path, kind)
			continue
		}
		if err := media.Schema.Value.VisitJSON(read[any](t, a)); err != nil {
			t.Errorf("%s %s: %v", c.method, c.path, err)
		}
	}
}
