package main_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// startNodes starts nodes over one record, all at once, and returns them with the key that one
// of them has made.
func startNodes(t *testing.T, record string, n int) []*process {
	t.Helper()
	nodes := make([]*process, n)
	dir := t.TempDir()
	var all sync.WaitGroup
	if _, err := binary(); err != nil {
		t.Fatal(err)
	}
	for i := range nodes {
		all.Go(func() {
			nodes[i] = start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, fmt.Sprint(i)), "--record", record)
		})
	}
	all.Wait()
	key := ""
	for _, p := range nodes {
		if p.key != "" && key != "" {
			t.Error("two nodes have made a first key")
		}
		key = key + p.key
	}
	for _, p := range nodes {
		p.key = key
	}
	return nodes
}

// ask sends a request with the headers, pairs of name and value, and returns the answer.
func (p *process) ask(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	got, err := p.tryAsk(method, path, body, headers...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", method, path, err, p.stderr)
	}
	return got
}

// patient is a client that follows no redirects.
var patient = &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (p *process) tryAsk(method, path, body string, headers ...string) (answer, error) {
	request, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Authorization", "Bearer "+p.key)
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		if request.Header.Del(headers[i]); headers[i+1] != "" {
			request.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := patient.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, data}, err
}

func TestTwoNodesOverOneRecordAgree(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	nodes := startNodes(t, server.URL, 2)
	one, two := nodes[0], nodes[1]
	send := func(p *process, n int) answer {
		t.Helper()
		got := p.ask(t, "POST", "/v1/articles", trialArticle(n))
		if got.status/100 != 2 {
			t.Fatalf("article %d: %d %s", n, got.status, got.body)
		}
		return got
	}
	type page struct {
		Total int
		Next  *string
		Hits  []struct{ ID string }
	}
	find := func(p *process, query string, headers ...string) (found page) {
		t.Helper()
		got := p.ask(t, "GET", "/v1/search?facets=none&correct=false&"+query, "", headers...)
		if got.status != 200 {
			t.Fatalf("%s: %d %s", query, got.status, got.body)
		}
		got.decode(t, &found)
		return found
	}

	// What was written at one is found at the other by who says that it was seen.
	seen := ""
	var last struct{ ID string }
	for n := 1; n <= 30; n++ {
		p, other := nodes[n%2], nodes[1-n%2]
		got := send(p, n)
		got.decode(t, &last)
		seen = got.header.Get("Warta-Seen")
		if found := find(other, "q="+markOf(n), "Warta-Seen", seen); found.Total != 1 {
			t.Fatalf("article %d is not found at the other node, which was to have seen %s: %+v", n, seen, found)
		}
	}
	if got := two.ask(t, "GET", "/v1/search", "", "Warta-Seen", "0123456789abcdef-1-0"); got.status != 400 || !strings.Contains(string(got.body), "another archive") {
		t.Errorf("a token of another archive: %d %s", got.status, got.body)
	}

	// A cursor of the other node is continued where the two have the same, else it is 410.
	for _, p := range nodes {
		waitUntilCaughtUp(t, p)
	}
	first := find(one, "q=ketahanan&size=10")
	if first.Next == nil {
		t.Fatalf("there is no second page: %+v", first)
	}
	cursor := "q=ketahanan&size=10&cursor=" + url.QueryEscape(*first.Next)
	if here, there := find(one, cursor), find(two, cursor); fmt.Sprint(here.Hits) != fmt.Sprint(there.Hits) || len(here.Hits) != 10 {
		t.Errorf("the second page is %v here and %v there", here.Hits, there.Hits)
	}
	fresh := find(one, "q=uji&size=10")
	find(two, "q=uji&size=1", "Warta-Seen", send(one, 31).header.Get("Warta-Seen"))
	if got := two.ask(t, "GET", "/v1/search?facets=none&correct=false&q=uji&size=10&cursor="+url.QueryEscape(*fresh.Next), ""); got.status != 410 || !strings.Contains(string(got.body), `"start":"/v1/search?`) {
		t.Errorf("a cursor of another state: %d %s", got.status, got.body)
	}

	// Keys.
	var key struct{ ID, Key string }
	one.ask(t, "POST", "/v1/admin/keys", `{"name":"staf","scopes":["staff","ingest"]}`).decode(t, &key)
	as := "Bearer " + key.Key
	if got := two.ask(t, "GET", "/v1/roster", "", "Authorization", as); got.status != 200 {
		t.Errorf("a key made at the other node: %d %s", got.status, got.body)
	}

	// Sessions of staff.
	form := []string{"Content-Type", "application/x-www-form-urlencoded", "Authorization", ""}
	in := one.ask(t, "POST", "/masuk", url.Values{"kunci": {key.Key}}.Encode(), form...)
	cookie, _, _ := strings.Cut(in.header.Get("Set-Cookie"), ";")
	if in.status != 303 || cookie == "" || strings.Contains(cookie, strings.TrimPrefix(key.Key, "warta_")) {
		t.Fatalf("signing in: %d, %q", in.status, cookie)
	}
	// csrf returns the word of the form by which staff correct a quote; empty for others.
	var quotes struct {
		Hits []struct{ Quote struct{ ID string } }
	}
	two.ask(t, "GET", "/v1/quotes?size=1", "").decode(t, &quotes)
	csrf := func(p *process) string {
		got := p.ask(t, "GET", "/kutipan/"+quotes.Hits[0].Quote.ID, "", "Authorization", "", "Cookie", cookie, "Accept", "text/html")
		_, after, _ := strings.Cut(string(got.body), `name="csrf" value="`)
		word, _, _ := strings.Cut(after, `"`)
		return word
	}
	here, there := csrf(one), csrf(two)
	if here == "" || here != there {
		t.Errorf("a session is known as %q here and %q there", here, there)
	}
	if got := two.ask(t, "POST", "/keluar", url.Values{"csrf": {there}}.Encode(), append(form, "Cookie", cookie)...); got.status != 303 {
		t.Errorf("signing out: %d %s", got.status, got.body)
	}
	if word := csrf(one) + csrf(two); word != "" {
		t.Errorf("a session that was signed out goes on")
	}

	// A removal.
	removed := one.ask(t, "DELETE", "/v1/articles/"+last.ID, "")
	if found := find(two, "q="+markOf(30), "Warta-Seen", removed.header.Get("Warta-Seen")); removed.status != 204 || found.Total != 0 {
		t.Errorf("after a removal (%d) %+v is found", removed.status, found)
	}
	if got := two.ask(t, "GET", "/v1/articles/"+last.ID, ""); got.status != 410 {
		t.Errorf("the removed article: %d", got.status)
	}

	// Without the database both go on searching, for who has a key, too.
	server.Stop(t)
	becomes(t, "the nodes say so", func() bool {
		return strings.Contains(string(one.ask(t, "GET", "/readyz", "").body), "does not answer") && strings.Contains(string(two.ask(t, "GET", "/readyz", "").body), "does not answer")
	})
	for _, p := range nodes {
		if found := find(p, "q="+markOf(7)); found.Total != 1 {
			t.Errorf("without the database %+v is found", found)
		}
		var is struct {
			State      string
			Away       bool `json:"record_away"`
			Head, Mark uint64
		}
		if p.ask(t, "GET", "/v1/admin/status", "").decode(t, &is); is.State != "degraded" || !is.Away || is.Mark == 0 || is.Head < is.Mark {
			t.Errorf("the status is %+v", is)
		}
		if got := p.ask(t, "POST", "/v1/articles", trialArticle(99)); got.status != 503 || got.header.Get("Retry-After") == "" {
			t.Errorf("a write: %d %s", got.status, got.body)
		}
	}
	server.Start(t)
	becomes(t, "the nodes are as before", func() bool {
		return strings.Contains(string(one.ask(t, "GET", "/readyz", "").body), `"ready"`) && strings.Contains(string(two.ask(t, "GET", "/readyz", "").body), `"ready"`)
	})
	if found := find(one, "q="+markOf(32), "Warta-Seen", send(two, 32).header.Get("Warta-Seen")); found.Total != 1 {
		t.Errorf("afterwards %+v is found", found)
	}
	// A key that was revoked at one is refused at the other from then on.
	if got := two.ask(t, "DELETE", "/v1/admin/keys/"+key.ID, ""); got.status != 204 {
		t.Errorf("revoke a key: %d %s", got.status, got.body)
	}
	if got := one.ask(t, "GET", "/v1/roster", "", "Authorization", as); got.status != 401 {
		t.Errorf("a key that was revoked at the other node: %d %s", got.status, got.body)
	}
	for _, p := range nodes {
		if got := p.ask(t, "POST", "/v1/admin/check", ""); got.status != 200 || !strings.Contains(string(got.body), `"findings":[]`) {
			t.Errorf("check: %d %s", got.status, got.body)
		}
		if code := p.stop(t); code != 0 {
			t.Errorf("it ended with %d: %s", code, p.stderr)
		}
	}
}
