package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"warta/index/archive"
	"warta/server/keys"
)

func TestEachWriteIsInTheLogWithItsKey(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	who := map[string]string{}
	listed := read[struct{ Keys []struct{ ID, Name string } }](t, s.do(http.MethodGet, "/v1/admin/keys", s.keys[keys.Admin], nil))
	for _, k := range listed.Keys {
		who[k.ID] = k.Name
	}
	send := func(key keys.Scope, n, version int) string {
		t.Helper()
		body := fmt.Sprintf(`{"external_id":"%s-%d","title":"Rapat %d","body":"KPU menata arsip, yang ke-%d."}`, key, n, n, version)
		a := s.do(http.MethodPost, "/v1/articles", s.keys[key], strings.NewReader(body), "Content-Type", "application/json")
		if a.status >= 300 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		return read[put](t, a).ID
	}
	one := send(keys.Ingest, 1, 1)
	send(keys.Ingest, 1, 1) // which changes nothing
	send(keys.Ingest, 1, 2)
	two := send(keys.Admin, 2, 1)
	s.do(http.MethodDelete, "/v1/articles/"+one, s.keys[keys.Admin], nil)
	made := read[struct{ ID, Key string }](t, s.do(http.MethodPost, "/v1/admin/keys", s.keys[keys.Admin], strings.NewReader(`{"name":"CMS","scopes":["ingest"]}`), "Content-Type", "application/json"))
	s.do(http.MethodDelete, "/v1/admin/keys/"+made.ID, s.keys[keys.Admin], nil)
	three := s.batch("/v1/articles/batch", `{"external_id":"x","title":"Siap","body":"KPU siap."}`+"\n"+`{"delete":"`+two+`"}`)[0].ID

	ask := func(query string) (lines []string, next *string) {
		t.Helper()
		a := s.do(http.MethodGet, "/v1/admin/writes?"+query, s.keys[keys.Admin], nil)
		page := read[struct {
			Writes []archive.Write
			Next   *string
		}](t, a)
		if strings.Contains(a.body, made.Key) {
			t.Error("a key is in the log")
		}
		for _, w := range page.Writes {
			target := w.Target
			for name, id := range map[string]string{"one": one, "two": two, "three": three, "made": made.ID} {
				if target == id {
					target = name
				}
			}
			lines = append(lines, who[w.By]+" "+w.Action+" "+target)
		}
		return lines, page.Next
	}
	got, _ := ask("")
	want := []string{
		"ingest remove two", "ingest create three", "admin revoke key made", "admin add key made", "admin remove one", "admin create two", "ingest update one", "ingest create one",
	}
	got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, " add key") }) // those of the test
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got, next := ask("target=" + one); next != nil || strings.Join(got, ", ") != "admin remove one, ingest update one, ingest create one" {
		t.Errorf("of one article: %q", got)
	}
	all, _ := ask("")
	var paged []string
	for cursor := ""; ; {
		lines, next := ask("size=2&cursor=" + url.QueryEscape(cursor))
		paged = append(paged, lines...)
		if next == nil {
			break
		}
		cursor = *next
	}
	if !slices.Equal(paged, all) {
		t.Errorf("page by page\n%q\nat once\n%q", paged, all)
	}
	for _, bad := range []string{"x", "dzEtMg!", "dzk5OTk5OTk5OTk5OTk5OTk5OTktMQ"} {
		if a := s.do(http.MethodGet, "/v1/admin/writes?cursor="+bad, s.keys[keys.Admin], nil); a.status != http.StatusBadRequest {
			t.Errorf("cursor %s: %d", bad, a.status)
		}
	}
}
