package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"warta/index/search"
	"warta/internal/race"
	"warta/server"
	"warta/server/keys"
)

// A visitor is a browser without a script: it keeps a cookie and sends forms.
type visitor struct {
	*site
	cookie string
}

func (v *visitor) form(path string, fields url.Values, headers ...string) answer {
	v.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(v.Context(), http.MethodPost, v.url+path, strings.NewReader(fields.Encode()))
	if err != nil {
		v.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if v.cookie != "" {
		req.Header.Set("Cookie", v.cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		v.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	return answer{status: res.StatusCode, header: res.Header}
}

func (v *visitor) page(path string) answer {
	v.Helper()
	return v.do(http.MethodGet, path, "", nil, "Cookie", v.cookie, "Accept", "text/html")
}

// signIn signs in with a key and returns the word that forms must show.
func (v *visitor) signIn(key, back string) (csrf string) {
	v.Helper()
	a := v.form("/masuk", url.Values{"kunci": {key}, "kembali": {back}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != back {
		v.Fatalf("sign in: %d %q", a.status, a.header.Get("Location"))
	}
	v.cookie, _, _ = strings.Cut(a.header.Get("Set-Cookie"), ";")
	for _, input := range parsePage(v.T, v.page(back).body).all("input") {
		if name, _ := input.attr("name"); name == "csrf" {
			csrf, _ = input.attr("value")
		}
	}
	if csrf == "" {
		v.Fatal("the page of a quote shows no form to who has signed in")
	}
	return csrf
}

func TestSigningInLeavesACookieThatLeadsToNoKey(t *testing.T) {
	t.Parallel()
	for base, want := range map[string][]string{
		"":                         {"warta_sesi=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=28800"},
		"https://warta.example.id": {"__Host-warta_sesi=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=28800", "Secure"},
	} {
		v := &visitor{site: start(t, &stub{}, func(o *server.Options) { o.PublicURL = base })}
		key := v.keys[keys.Staff]
		a := v.form("/masuk", url.Values{"kunci": {key}, "kembali": {"https://example.invalid/"}})
		if got := a.header.Get("Location"); got != "/kutipan" {
			t.Errorf("after signing in one goes to %q", got)
		}
		cookie := a.header.Get("Set-Cookie")
		for _, part := range want {
			if !strings.Contains(cookie, part) {
				t.Errorf("%q: the cookie %q lacks %s", base, cookie, part)
			}
		}
		if strings.Contains(cookie, strings.TrimPrefix(key, keys.Prefix)) {
			t.Errorf("the cookie holds the key")
		}
		for _, wrong := range []string{"", "x", key + "x", v.keys[keys.Ingest]} {
			if a := v.form("/masuk", url.Values{"kunci": {wrong}}); a.status != http.StatusUnprocessableEntity || a.header.Get("Set-Cookie") != "" {
				t.Errorf("with %.12q: %d %q", wrong, a.status, a.header.Get("Set-Cookie"))
			}
		}
	}
}

func TestOnlyAFormOfTheSessionCorrects(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	v := &visitor{site: start(t, archive)}
	hide := func(csrf string) url.Values {
		return url.Values{"aksi": {"sembunyikan"}, "alasan": {"salah kutip"}, "csrf": {csrf}}
	}
	if a := v.form("/kutipan/k1", hide("")); a.status != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", a.status)
	}
	csrf := v.signIn(v.keys[keys.Staff], "/kutipan/k1")
	archive.calls()
	for why, c := range map[string]struct {
		form    url.Values
		headers []string
		status  int
	}{
		"no word":               {hide(""), nil, 403},
		"another word":          {hide(csrf + "x"), nil, 403},
		"a form of other sites": {hide(csrf), []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a form of old pages":   {hide(csrf), []string{"Origin", "https://example.invalid"}, 403},
		"no reason":             {url.Values{"aksi": {"sembunyikan"}, "csrf": {csrf}}, nil, 400},
		"no speaker":            {url.Values{"aksi": {"pembicara"}, "alasan": {"x"}, "csrf": {csrf}}, nil, 400},
		"no such thing to do":   {url.Values{"aksi": {"hapus"}, "alasan": {"x"}, "csrf": {csrf}}, nil, 400},
		"too long":              {url.Values{"aksi": {"sembunyikan"}, "alasan": {strings.Repeat("x", 17<<10)}, "csrf": {csrf}}, nil, 413},
		"JSON":                  {hide(csrf), []string{"Content-Type", "application/json"}, 415},
	} {
		if a := v.form("/kutipan/k1", c.form, c.headers...); a.status != c.status {
			t.Errorf("%s: got %d, want %d", why, a.status, c.status)
		}
	}
	if asked := archive.calls(); len(asked) > 0 {
		t.Errorf("the archive was asked %v", asked)
	}
	if a := v.form("/kutipan/k1", hide(csrf), "Sec-Fetch-Site", "same-origin"); a.status != http.StatusSeeOther || a.header.Get("Location") != "/kutipan/k1?tersimpan=true" {
		t.Errorf("hidden: %d %q", a.status, a.header.Get("Location"))
	}
	if asked := archive.calls(); len(asked) != 1 || asked[0] != "CorrectQuote" {
		t.Errorf("the archive was asked %v", asked)
	}
	// Answers to a session are private.
	a := v.page("/kutipan/k1")
	if a.header.Get("Cache-Control") != "no-store" || !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Cookie") {
		t.Errorf("headers %v", a.header)
	}
	if a := v.page("/kutipan"); strings.Contains(a.header.Get("Cache-Control"), "no-store") {
		t.Errorf("all other pages are the same for everybody: %v", a.header)
	}
	// And the API does not look at it.
	if a := v.do(http.MethodGet, "/v1/admin/status", "", nil, "Cookie", v.cookie); a.status != http.StatusUnauthorized {
		t.Errorf("the API: %d", a.status)
	}
}

func TestASessionEndsWithItsKeyAndBySigningOut(t *testing.T) {
	t.Parallel()
	v := &visitor{site: start(t, &stub{})}
	csrf := v.signIn(v.keys[keys.Staff], "/kutipan/k1")
	if a := v.form("/keluar", url.Values{}); a.status != http.StatusForbidden {
		t.Errorf("signed out by a form without the word: %d", a.status)
	}
	if a := v.form("/keluar", url.Values{"csrf": {csrf}}); a.status != http.StatusSeeOther || !strings.Contains(a.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("signed out: %d %q", a.status, a.header.Get("Set-Cookie"))
	}
	if body := v.page("/kutipan/k1").body; strings.Contains(body, "csrf") || !strings.Contains(body, "/masuk?kembali=") {
		t.Error("who has signed out still sees the forms")
	}
	k := v.key(keys.Spec{Name: "Humas", Scopes: []keys.Scope{keys.Staff}})
	v.signIn(k, "/kutipan/k1")
	found, err := v.ring.Find(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.ring.Revoke(t.Context(), found.ID, ""); err != nil {
		t.Fatal(err)
	}
	if body := v.page("/kutipan/k1").body; strings.Contains(body, "csrf") {
		t.Error("whose key was revoked still sees the forms")
	}
}

func TestTheStaffCorrectsAQuote(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	each(t, func(p *tab, width int64, script bool) {
		hit := read[search.Page](p.T, p.site.get("/v1/quotes?q=mahasiswa&size=1")).Hits[0]
		path := "/kutipan/" + hit.Quote.ID
		p.to(path)
		p.click(".one > .origin a", "#kunci")
		p.step("type what is no key", chromedp.SendKeys(chromedp.CSS("#kunci"), "bukan kunci"))
		p.click("main form button", "[role=alert]")
		p.says("[role=alert]", "tidak dikenal")
		p.step("type the key", chromedp.SendKeys(chromedp.CSS("#kunci"), p.site.keys[keys.Staff]))
		p.click("main form button", ".fix")
		p.holds("one is back at the quote", `location.pathname === "`+path+`"`)
		p.shot("correct")
		p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)

		p.step("look for an official", chromedp.SendKeys(chromedp.CSS("#cari-pejabat"), "lalu ahmad"), chromedp.Submit(chromedp.CSS("#cari-pejabat")))
		p.until("they are in the list", `document.querySelector("input[value=lalu-ahmad-zaenuri]") !== null && location.search.includes("cari=")`)
		p.step("choose", chromedp.Click(chromedp.CSS("input[value=lalu-ahmad-zaenuri]")), chromedp.SendKeys(chromedp.CSS("#alasan-pembicara"), "didengar dari rekaman"))
		p.click(".fix form:nth-of-type(2) button", ".note")
		p.says(".note", "Perbaikan disimpan")
		p.says(".speaker", "Lalu Ahmad Zaenuri")
		p.says(".sure", "ditetapkan oleh redaksi")

		p.step("hide", chromedp.SendKeys(chromedp.CSS("#alasan-tampil"), "bukan kutipan"))
		p.click(".fix form:nth-of-type(3) button", ".note + .note")
		if a := p.site.do(http.MethodGet, path, "", nil, "Accept", "text/html"); a.status != http.StatusGone || !strings.Contains(a.body, "Kutipan tidak ditampilkan lagi") {
			p.Errorf("a reader of what is hidden: %d", a.status)
		}
		if got := read[search.Page](p.T, p.site.get("/v1/quotes?q=mahasiswa")); len(got.Hits) > 0 && got.Hits[0].Quote.ID == hit.Quote.ID {
			p.Error("what is hidden is found")
		}
		p.step("show it again", chromedp.SendKeys(chromedp.CSS("#alasan-tampil"), "kutipan juga"))
		p.step("send", chromedp.Click(chromedp.CSS(".fix form:nth-of-type(3) button")))
		p.until("it is shown", `document.querySelector(".fix") !== null && !document.querySelector("main").textContent.includes("disembunyikan dari pembaca")`)
		if a := p.site.get(path); a.status != http.StatusOK {
			p.Errorf("shown again: %d", a.status)
		}
		p.click(".fix form:last-of-type button", ".hits")
		p.to(path)
		p.holds("signed out", `document.querySelector(".fix") === null`)
	})
}
