package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// agreedWithin is how soon nodes over one record agree on what is decided or written at one.
const agreedWithin = 2 * time.Second

// agreeTries bounds how often it may take longer, on a machine that does much else.
const agreeTries = 3

// speech is an article with a quote of an official, whose id is the name with hyphens.
func speech(n int, who string) string {
	body, err := json.Marshal(map[string]string{
		"url": fmt.Sprintf("https://kota-semarang.kpu.go.id/blog/read/%d_pidato", n), "title": fmt.Sprintf("KPU Kota Semarang %s", markOf(n)), "published": "2025-11-05",
		"body": fmt.Sprintf("Semarang - KPU Kota Semarang menata arsip pemilu.\n\n“Arsip %s kami tata sampai tuntas tahun ini,” ujar %s.", markOf(n), who),
	})
	if err != nil {
		panic(err) // strings
	}
	return string(body)
}

// idOf returns the id of an official with a name that no other has.
func idOf(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// Each attempt is about people of its own.
var (
	speakers = []string{"Muslim Aisha", "Rini Astuti", "Handi Ujiono"}
	others   = []string{"Paulus Widiyantoro", "Basmar Amron", "Yulianto Sudrajat"}
)

func TestTwoNodesAgreeWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	noDetector(t)
	url := pgtest.Record(t, t.Name())
	nodes := startNodes(t, url, 2)
	one, two := nodes[0], nodes[1]
	send := func(method, path, body string) answer {
		t.Helper()
		kind := "application/json"
		if strings.HasPrefix(path, "/v1/roster") {
			kind = "text/csv"
		}
		got := one.ask(t, method, path, body, "Content-Type", kind)
		if got.status/100 != 2 {
			t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
		}
		return got
	}
	at := func(p *process, path string) string { return string(p.ask(t, "GET", path, "").body) }
	total := func(path string) (n int) {
		var found struct{ Total int }
		two.ask(t, "GET", path, "").decode(t, &found)
		return found.Total
	}
	shown := func(id string) string {
		var who struct{ ID string }
		two.ask(t, "GET", "/v1/officials/"+id, "").decode(t, &who)
		return who.ID
	}
	ids, quotes := make([]string, agreeTries), make([]string, agreeTries)
	made := make([]struct{ ID, Key string }, agreeTries)
	with := func(n int) string { return "Bearer " + made[n].Key }

	for _, c := range []struct {
		what   string
		change func(n int)
		holds  func(n int) bool
	}{
		{
			"an article",
			func(n int) {
				var receipt struct{ ID string }
				send("POST", "/v1/articles", speech(n, speakers[n])).decode(t, &receipt)
				ids[n] = receipt.ID
				send("POST", "/v1/articles", speech(10+n, others[n]))
			},
			func(n int) bool {
				return total("/v1/search?facets=none&correct=false&q="+markOf(n)) == 1 && total("/v1/search?facets=none&correct=false&q="+markOf(10+n)) == 1
			},
		},
		{
			"the ids of people",
			func(int) {},
			func(n int) bool {
				path := "/v1/officials/" + idOf(speakers[n])
				here, there := one.ask(t, "GET", path, ""), two.ask(t, "GET", path, "")
				return here.status == 200 && there.status == 200 && string(here.body) == string(there.body)
			},
		},
		{
			"a new version",
			func(n int) {
				send("POST", "/v1/articles", strings.Replace(speech(n, speakers[n]), "KPU Kota Semarang "+markOf(n), "KPU Kota Semarang Ganti Judul "+markOf(n), 1))
			},
			func(n int) bool {
				return strings.Contains(at(two, "/v1/search?facets=none&correct=false&q="+markOf(n)), "Ganti Judul")
			},
		},
		{
			"a list of office holders",
			func(n int) {
				send("PUT", "/v1/roster?replace=all", fmt.Sprintf("nama;jabatan;satker;mulai;selesai;sumber\n%s;Ketua;KPU Kota Semarang;24/10/2023;;SK 1\n", speakers[n]))
			},
			func(n int) bool {
				return strings.Contains(at(two, "/v1/roster"), speakers[n]) && strings.Contains(at(two, "/v1/quotes?role=Ketua&office=33.74"), markOf(n))
			},
		},
		{
			"a name",
			func(n int) {
				send("POST", "/v1/officials/"+idOf(speakers[n])+"/rename", fmt.Sprintf(`{"name":"Drs. %s Utama","reason":"ejaan"}`, speakers[n]))
			},
			func(n int) bool {
				return strings.Contains(at(two, "/v1/officials/"+idOf(speakers[n])), speakers[n]+" Utama")
			},
		},
		{
			"a name that was taken back",
			func(n int) {
				send("POST", "/v1/officials/"+idOf(speakers[n])+"/rename", `{"name":"","reason":"ejaan"}`)
			},
			func(n int) bool {
				return !strings.Contains(at(two, "/v1/officials/"+idOf(speakers[n])), speakers[n]+" Utama")
			},
		},
		{
			"a merge",
			func(n int) {
				send("POST", "/v1/officials/"+idOf(others[n])+"/merge", fmt.Sprintf(`{"into":%q,"reason":"satu orang"}`, idOf(speakers[n])))
			},
			func(n int) bool { return shown(idOf(others[n])) == idOf(speakers[n]) },
		},
		{
			"a split",
			func(n int) {
				send("POST", "/v1/officials/"+idOf(others[n])+"/split", `{"reason":"dua orang"}`)
			},
			func(n int) bool { return shown(idOf(others[n])) == idOf(others[n]) },
		},
		{
			"a suppression",
			func(n int) {
				send("POST", "/v1/officials/"+idOf(others[n])+"/suppress", `{"reason":"atas permintaan"}`)
			},
			func(n int) bool {
				return two.ask(t, "GET", "/v1/officials/"+idOf(others[n]), "", "Authorization", "").status != 200
			},
		},
		{
			"a corrected quote",
			func(n int) {
				var found struct {
					Hits []struct{ Quote struct{ ID string } }
				}
				one.ask(t, "GET", "/v1/quotes?q="+markOf(n), "", "Warta-Seen", send("GET", "/v1/articles/"+ids[n], "").header.Get("Warta-Seen")).decode(t, &found)
				quotes[n] = found.Hits[0].Quote.ID
				send("PATCH", "/v1/quotes/"+quotes[n], `{"hidden":true,"reason":"keliru"}`)
			},
			func(n int) bool {
				return total("/v1/quotes?q="+markOf(n)) == 0 && two.ask(t, "GET", "/v1/quotes/"+quotes[n], "", "Authorization", "").status == http.StatusGone
			},
		},
		{
			"a key",
			func(n int) {
				send("POST", "/v1/admin/keys", `{"name":"staf","scopes":["staff"]}`).decode(t, &made[n])
			},
			func(n int) bool { return two.ask(t, "GET", "/v1/roster", "", "Authorization", with(n)).status == 200 },
		},
		{
			"a key that was revoked",
			func(n int) { send("DELETE", "/v1/admin/keys/"+made[n].ID, "") },
			func(n int) bool { return two.ask(t, "GET", "/v1/roster", "", "Authorization", with(n)).status == 401 },
		},
		{
			"a removal",
			func(n int) { send("DELETE", "/v1/articles/"+ids[n], "") },
			func(n int) bool {
				return total("/v1/search?facets=none&correct=false&q="+markOf(n)) == 0 && two.ask(t, "GET", "/v1/articles/"+ids[n], "").status == http.StatusGone &&
					strings.Contains(at(two, "/v1/admin/writes"), ids[n])
			},
		},
	} {
		var best time.Duration
		for n := range agreeTries { // every attempt has to hold in the end, one of them in time
			c.change(n)
			begun := time.Now()
			becomes(t, c.what, func() bool { return c.holds(n) })
			if took := time.Since(begun); n == 0 || took < best {
				best = took
			}
		}
		t.Logf("%s: %v", c.what, best.Round(time.Millisecond))
		if best > agreedWithin {
			t.Errorf("%s: the other node has it only after %v", c.what, best)
		}
	}
}

// Limits are of each node alone.
func TestLimitsAreOfEachNode(t *testing.T) {
	t.Parallel()
	noDetector(t)
	url, dir := pgtest.Record(t, t.Name()), t.TempDir()
	var nodes []*process
	for i := range 2 {
		nodes = append(nodes, start(t, "serve", "--addr", "127.0.0.1:0", "--data", fmt.Sprintf("%s/%d", dir, i), "--record", url, "--rate-per-address", "1"))
	}
	for i, p := range nodes {
		limited := false
		for range 100 { // a limit lets some pass at once
			if p.ask(t, "GET", "/v1/search", "", "Authorization", "").status == http.StatusTooManyRequests {
				limited = true
				break
			}
		}
		if !limited {
			t.Errorf("node %d has no limit", i)
		}
		if i == 0 {
			if got := nodes[1].ask(t, "GET", "/v1/search", "", "Authorization", ""); got.status != 200 {
				t.Errorf("the other node counts what the first has answered: %d %s", got.status, got.body)
			}
		}
	}
}
