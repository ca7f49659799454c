package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"warta/server/keys"
)

// TestBoundsCountCharacters holds that texts have as many characters as the description of the API
// says, whatever letters they have, and no more.
func TestBoundsCountCharacters(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.tellOf()
	asJSON := func(key keys.Scope, method, path, body string) answer {
		return s.do(method, path, s.keys[key], strings.NewReader(body), "Content-Type", "application/json")
	}
	for _, c := range []struct {
		what, field string
		most        int
		send        func(text string) answer
	}{
		{"the name of a key", "name", 100, func(text string) answer {
			return asJSON(keys.Admin, http.MethodPost, "/v1/admin/keys", `{"name":"`+text+`","scopes":["read"]}`)
		}},
		{"the name of a person", "name", 120, func(text string) answer {
			return asJSON(keys.Staff, http.MethodPost, "/v1/officials/rini-astuti/rename", `{"name":"`+text+`"}`)
		}},
		{"the beginning of a name", "prefix", 100, func(text string) answer {
			return s.get("/v1/officials?prefix=" + url.QueryEscape(text))
		}},
		{"the beginning of a value", "prefix", 100, func(text string) answer {
			return s.get("/v1/facets/topic?prefix=" + url.QueryEscape(text))
		}},
		{"an id of a sender", "external_id", 200, func(text string) answer {
			return s.post("/v1/articles", `{"external_id":"`+text+`","title":"Rapat","body":"Rapat digelar di aula kantor."}`)
		}},
		{"a title", "title", 2000, func(text string) answer {
			return s.post("/v1/articles", `{"url":"https://kota-semarang.kpu.go.id/berita/9","title":"`+text+`","body":"Rapat digelar di aula kantor."}`)
		}},
	} {
		const letter = "é"
		if a := c.send(strings.Repeat(letter, c.most)); a.status >= http.StatusBadRequest {
			t.Errorf("%s of %d characters: %d %s", c.what, c.most, a.status, a.body)
		}
		if a := c.send(strings.Repeat(letter, c.most+1)); a.status != http.StatusBadRequest || a.problem(t).Field != c.field {
			t.Errorf("%s of %d characters: %d %s", c.what, c.most+1, a.status, a.body)
		}
	}
}
