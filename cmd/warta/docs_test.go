package main_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestTheExamplesOfTheDocsWork runs every command line of /docs as a reader would:
// in a shell, against a service that runs elsewhere.
func TestTheExamplesOfTheDocsWork(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("curl is missing")
		}
		t.Skip("curl is missing")
	}
	p := start(t, "demo", "--addr", "127.0.0.1:0")
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	p.mustCall(t, http.MethodGet, "/openapi.json", "", "").decode(t, &doc)
	type operation struct {
		ID        string `json:"operationId"`
		Curl      string `json:"x-curl"`
		Responses map[string]struct{ Content map[string]any }
	}
	var calls []operation
	for _, item := range doc.Paths {
		for method, raw := range item {
			if method == "parameters" {
				continue
			}
			var op operation
			if err := json.Unmarshal(raw, &op); err != nil {
				t.Fatal(err)
			}
			calls = append(calls, op)
		}
	}
	slices.SortFunc(calls, func(a, b operation) int { // what takes something away comes last
		return strings.Compare(strings.Replace(a.ID, "re", "zz", 1), strings.Replace(b.ID, "re", "zz", 1))
	})
	env := append(os.Environ(), "BASE="+p.url, "KEY="+p.key, "ID="+firstID(t, p), "OFFICIAL="+firstOfficial(t, p), "TOPIC=logistik",
		"KEY_ID="+madeKey(t, p), "ASSET="+stylesheet(t, p))
	for _, op := range calls {
		line := strings.ReplaceAll(op.Curl, `"/`, `"$BASE/`)
		line = strings.ReplaceAll(line, "-OJ", "-o /dev/null")
		cmd := exec.CommandContext(t.Context(), "sh", "-c", `curl -sS -o /dev/null -w '%{http_code} %{content_type}' `+line)
		cmd.Env, cmd.Dir = env, t.TempDir()
		out, err := cmd.CombinedOutput()
		status, kind, _ := strings.Cut(string(out), " ")
		kind, _, _ = strings.Cut(kind, ";")
		answer, described := op.Responses[status]
		if _, ok := answer.Content[kind]; err != nil || !strings.HasPrefix(status, "2") || !described || !ok && status != "204" {
			t.Errorf("%s: curl %s: got %s %v, want an answer that is described", op.ID, op.Curl, out, err)
		}
	}
	if len(calls) < 40 {
		t.Errorf("only %d calls", len(calls))
	}
}

func firstID(t *testing.T, p *process) string {
	t.Helper()
	var page struct{ Hits []struct{ ID string } }
	p.mustCall(t, http.MethodGet, "/v1/search?size=1", "", "").decode(t, &page)
	return page.Hits[0].ID
}

func firstOfficial(t *testing.T, p *process) string {
	t.Helper()
	var list struct{ Officials []struct{ ID string } }
	p.mustCall(t, http.MethodGet, "/v1/officials?size=1", "", "").decode(t, &list)
	return list.Officials[0].ID
}

func madeKey(t *testing.T, p *process) string {
	t.Helper()
	var key struct{ ID string }
	p.mustCall(t, http.MethodPost, "/v1/admin/keys", "application/json", `{"name":"x","scopes":["read"]}`).decode(t, &key)
	return key.ID
}

// stylesheet returns the name of the file that the pages are styled with.
func stylesheet(t *testing.T, p *process) string {
	t.Helper()
	page := string(p.mustCall(t, http.MethodGet, "/", "", "").body)
	_, rest, ok := strings.Cut(page, `<link rel="stylesheet" href="/aset/`)
	name, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Fatal("the page has no stylesheet")
	}
	return name
}
