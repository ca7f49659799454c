package harvest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const batu = "kota-batu.kpu.go.id"

func TestASiteIsReadOnceAndThenOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	w, b, dir := newWeb(t), &box{}, t.TempDir()
	site := newPaper("KPU Kota Batu", 11)
	w.add(batu, site)

	got, asked := w.mustHarvest(dir, b, w.site(batu))
	if got.Created != 11 || !got.OK() || got.Waiting != 0 {
		t.Fatalf("first run: got %+v", got)
	}
	paths := b.paths()
	slices.Sort(paths)
	if len(slices.Compact(paths)) != 11 {
		t.Errorf("sent %v: want each of 11 once", paths)
	}
	for _, a := range b.articles {
		if a.Satker != "35.79" || !strings.Contains(a.HTML, "<h1") {
			t.Errorf("got %+v", a)
		}
	}
	if first := b.articles[0]; !strings.Contains(first.URL, "/blog/read/11_") {
		t.Errorf("first came %s: want the newest", first.URL)
	}
	for _, r := range asked {
		if r.header.Get("User-Agent") != "Warta/test (+warta@example.id)" {
			t.Errorf("%s: asked as %q", r.what, r.header.Get("User-Agent"))
		}
		if strings.Contains(r.what, "profil") || strings.Contains(r.what, "jdih") {
			t.Errorf("%s was asked for", r.what)
		}
	}

	again, asked := w.mustHarvest(dir, b, w.site(batu))
	if again.Created+again.Updated+again.Unchanged != 0 || !again.OK() || count(asked, batu+"/blog/read/") != 0 {
		t.Errorf("second run: got %+v, asked %v; want no article asked for", again, asked)
	}
	for _, path := range []string{"/feed", "/sitemap.xml"} {
		if i := slices.IndexFunc(asked, func(r request) bool { return r.what == batu+path }); i < 0 || asked[i].status != http.StatusNotModified {
			t.Errorf("%s: want it asked for by its ETag: %v", path, asked)
		}
	}

	site.publish()
	if third, asked := w.mustHarvest(dir, b, w.site(batu)); third.Created != 1 || count(asked, batu+"/blog/read/") != 1 {
		t.Errorf("a new article: got %+v, asked %v", third, asked)
	}
}

func TestAFeedTellsWhenAnArticleWasPosted(t *testing.T) {
	t.Parallel()
	w, b := newWeb(t), &box{}
	w.add(batu, newPaper("KPU Kota Batu", 3))
	if got, _ := w.mustHarvest(t.TempDir(), b, w.site(batu, "/feed")); got.Created != 3 {
		t.Fatalf("got %+v", got)
	}
	if got := b.articles[0].Published; got != "2025-10-04T02:00:00Z" {
		t.Errorf("got %q", got)
	}
}

func TestAnArticleThatChangedIsSentAgain(t *testing.T) {
	t.Parallel()
	w, b, dir := newWeb(t), &box{}, t.TempDir()
	site := newPaper("KPU Kota Batu", 5)
	w.add(batu, site)
	sitemap := w.site(batu, "/sitemap.xml")
	w.mustHarvest(dir, b, sitemap)
	later := w.clock.Now().Add(time.Hour)
	w.clock.now = later.Add(time.Hour)
	site.change(2, "Teks yang sudah diperbaiki oleh redaksi setelah ada yang mengirim surat kepada kantor.", later)
	got, asked := w.mustHarvest(dir, b, sitemap)
	if got.Updated != 1 || count(asked, batu+"/blog/read/") != 1 {
		t.Errorf("got %+v, asked %v", got, asked)
	}
	w.clock.now = w.clock.now.Add(25 * time.Hour)
	got, asked = w.mustHarvest(dir, b, sitemap, func(o *Options) { o.Recheck = 72 * time.Hour })
	if got.Unchanged != 5 || got.Updated != 0 || count(asked, batu+"/blog/read/") != 5 {
		t.Errorf("asked again after a day: got %+v", got)
	}
	for _, r := range asked {
		if strings.Contains(r.what, "/read/") && r.status != http.StatusNotModified {
			t.Errorf("%s: got %d, want 304", r.what, r.status)
		}
	}
}

func TestALongListingIsReadOverSeveralRuns(t *testing.T) {
	t.Parallel()
	w, b, dir := newWeb(t), &box{}, t.TempDir()
	site := newPaper("KPU Kota Batu", 30)
	w.add(batu, site)
	listing := w.site(batu, "/blog/category/104")
	few := func(o *Options) { o.Lists, o.Articles = 3, 9 }
	total := 0
	for run := range 12 {
		got, asked := w.mustHarvest(dir, b, listing, few)
		if count(asked, batu+"/blog/category") > 3 || count(asked, batu+"/blog/read/") > 9 {
			t.Errorf("run %d: asked %v", run, asked)
		}
		total += got.Created
		if run == 2 {
			site.publish() // pushes all that waits further back
		}
	}
	if total != 31 || len(b.articles) != 31 {
		t.Errorf("got %d articles in 12 runs, want 31", total)
	}
}

func TestWhatRobotsSayIsDone(t *testing.T) {
	t.Parallel()
	w, b := newWeb(t), &box{}
	site := newPaper("KPU Kota Batu", 4)
	site.mux.HandleFunc("/robots.txt", func(out http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(out, "User-agent: *\nDisallow: /\n\nUser-agent: warta\nCrawl-delay: 7\nDisallow: /blog/read/2_\nDisallow: /feed\n")
	})
	w.add(batu, site)
	got, asked := w.mustHarvest(t.TempDir(), b, w.site(batu))
	if got.Created != 3 || got.Skipped != 1 || count(asked, batu+"/blog/read/2_") != 0 || count(asked, batu+"/feed") != 0 {
		t.Errorf("got %+v, asked %v", got, asked)
	}
	for i := 1; i < len(asked); i++ {
		if i > 1 && asked[i].at.Sub(asked[i-1].at) < 7*time.Second {
			t.Errorf("%s came %v after %s: want 7s", asked[i].what, asked[i].at.Sub(asked[i-1].at), asked[i-1].what)
		}
	}
}

// A slow site, or one with long pauses, must not delay the end of a run: its time is limited,
// and the next runs continue.
func TestASiteHasItsTimeAndNoMore(t *testing.T) {
	t.Parallel()
	w, b, dir := newWeb(t), &box{}, t.TempDir()
	site := newPaper("KPU Kota Batu", 30)
	site.mux.HandleFunc("/robots.txt", func(out http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(out, "User-agent: *\nCrawl-delay: 60\n")
	})
	w.add(batu, site)
	for run := 1; len(b.articles) < 30; run++ {
		begun := w.clock.Now()
		got, asked := w.mustHarvest(dir, b, w.site(batu), func(o *Options) { o.Span = 10 * time.Minute })
		if took := w.clock.Now().Sub(begun); took > 12*time.Minute || !got.OK() || got.Created == 0 || run > 12 {
			t.Fatalf("run %d: got %+v, after %v and %d requests", run, got, took, len(asked))
		}
		w.clock.now = w.clock.now.Add(time.Hour)
	}
}

// A list of sites may have thousands, most of which do not exist: each is reported once, and
// at most Options.AtOnce are read at the same time.
func TestThousandsOfSitesAreReadInTurn(t *testing.T) {
	t.Parallel()
	const all, atOnce = 1000, 8
	w, b := newWeb(t), &box{}
	var working, most atomic.Int64
	var sites []Site
	for n := range all {
		host := fmt.Sprintf("kota-%d.example.id", n)
		if n%10 == 0 {
			paper := newPaper(fmt.Sprintf("KPU Kota %d", n), 1)
			w.add(host, http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
				now := working.Add(1)
				defer working.Add(-1)
				for was := most.Load(); now > was && !most.CompareAndSwap(was, now); was = most.Load() {
				}
				paper.ServeHTTP(out, r)
			}))
		}
		sites = append(sites, Site{Satker: "35.79", Home: &url.URL{Scheme: "http", Host: host + ":" + w.port, Path: "/"}})
	}
	told := 0
	summaries, _, err := w.harvest(t.TempDir(), b, sites, func(o *Options) {
		o.AtOnce = atOnce
		o.Span = 1000 * time.Hour // all sites have one clock, and all waiting moves it
		tell := o.OnSite
		o.OnSite = func(s Summary) { told++; tell(s) }
	})
	if err != nil {
		t.Fatal(err)
	}
	good := 0
	for _, s := range summaries {
		if s.OK() {
			good++
		}
	}
	if told != all || len(summaries) != all || good != all/10 || len(b.articles) != all/10 || most.Load() > atOnce {
		t.Errorf("%d told of, %d sites, %d good, %d articles, %d at once", told, len(summaries), good, len(b.articles), most.Load())
	}
}

func TestASiteThatCannotBeAskedForItsWishesIsNotRead(t *testing.T) {
	t.Parallel()
	for name, robots := range map[string]http.HandlerFunc{
		"it fails":              func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusInternalServerError) },
		"it wants days between": func(out http.ResponseWriter, _ *http.Request) { fmt.Fprint(out, "User-agent: *\nCrawl-delay: 86400\n") },
		"it is huge": func(out http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(out, strings.Repeat("Disallow: /x\n", 60_000))
		},
		"it wants nobody": func(out http.ResponseWriter, _ *http.Request) { fmt.Fprint(out, "User-agent: *\nDisallow: /\n") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, b := newWeb(t), &box{}
			site := newPaper("KPU Kota Batu", 4)
			site.mux.HandleFunc("/robots.txt", robots)
			w.add(batu, site)
			got, asked := w.mustHarvest(t.TempDir(), b, w.site(batu))
			if got.Created != 0 || count(asked, batu) != count(asked, batu+"/robots.txt") {
				t.Errorf("got %+v, asked %v; want nothing but robots.txt", got, asked)
			}
			if got.OK() {
				t.Error("want the summary to say why")
			}
		})
	}
}

func TestABusySiteIsLeftAlone(t *testing.T) {
	t.Parallel()
	w, b, dir := newWeb(t), &box{}, t.TempDir()
	site := newPaper("KPU Kota Batu", 6)
	busy, wish := 2, "30"
	var told time.Time
	w.add(batu, http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/blog/read/4_") && busy > 0 {
			busy--
			told = w.clock.Now()
			out.Header().Set("Retry-After", wish)
			out.WriteHeader(http.StatusTooManyRequests)
			return
		}
		if gone := w.clock.Now().Sub(told); gone < 30*time.Second {
			w.Errorf("%s was asked for %v after the site wanted 30s of peace", r.URL, gone)
		}
		site.ServeHTTP(out, r)
	}))
	if got, _ := w.mustHarvest(dir, b, w.site(batu)); got.Created != 6 || !got.OK() {
		t.Fatalf("got %+v", got)
	}
	dir, b = t.TempDir(), &box{}
	busy, wish = 100, "7200"
	got, asked := w.mustHarvest(dir, b, w.site(batu))
	if got.Created != 2 || got.OK() || got.Waiting != 4 || count(asked, batu+"/blog/read/4_") != 1 {
		t.Errorf("asked to stay away for two hours: got %+v, asked %v", got, asked)
	}
	busy = 0
	if got, asked := w.mustHarvest(dir, b, w.site(batu)); len(asked) != 0 || got.OK() {
		t.Errorf("before the two hours are over: got %+v, asked %v", got, asked)
	}
	w.clock.now = w.clock.now.Add(2 * time.Hour)
	if got, _ := w.mustHarvest(dir, b, w.site(batu)); got.Created != 4 || !got.OK() {
		t.Errorf("after two hours: got %+v", got)
	}
}

func TestARunThatEndsEarlyIsGoneOnWith(t *testing.T) {
	t.Parallel()
	w, dir := newWeb(t), t.TempDir()
	w.add(batu, newPaper("KPU Kota Batu", 9))
	b := &box{}
	b.fail = func(Article) error {
		if len(b.articles) == 4 {
			return errBroken
		}
		return nil
	}
	if _, _, err := w.harvest(dir, b, []Site{w.site(batu)}); !errors.Is(err, errBroken) {
		t.Fatalf("got %v, want the archive's fault", err)
	}
	b.fail = nil
	got, asked := w.mustHarvest(dir, b, w.site(batu))
	if got.Created != 5 || len(b.articles) != 9 || count(asked, batu+"/blog/read/") != 5 {
		t.Errorf("got %+v, asked %v; want the five that were left", got, asked)
	}
}

func TestARunThatIsStoppedSaysSo(t *testing.T) {
	t.Parallel()
	w, dir := newWeb(t), t.TempDir()
	w.add(batu, newPaper("KPU Kota Batu", 9))
	ctx, stop := context.WithCancel(t.Context())
	b := &box{}
	b.fail = func(Article) error {
		if len(b.articles) == 3 {
			stop()
			return ctx.Err()
		}
		return nil
	}
	var told Summary
	err := Run(ctx, []Site{w.site(batu)}, Options{
		StateDir: dir, Sink: b.put, Clock: w.clock, lookup: w.lookup, Permit: []netip.Prefix{netip.PrefixFrom(loopback, 32)},
		OnSite: func(s Summary) { told = s },
	})
	if !errors.Is(err, context.Canceled) || told.Created != 3 || told.OK() || told.Waiting != 6 {
		t.Errorf("got %v, %+v", err, told)
	}
	b.fail = nil
	if got, asked := w.mustHarvest(dir, b, w.site(batu)); got.Created != 6 || count(asked, batu+"/blog/read/") != 6 {
		t.Errorf("the run after it: got %+v, asked %v", got, asked)
	}
}

func TestWhatTheArchiveRefusesIsToldAndNotSentAgain(t *testing.T) {
	t.Parallel()
	w, dir := newWeb(t), t.TempDir()
	w.add(batu, newPaper("KPU Kota Batu", 3))
	b := &box{fail: func(a Article) error {
		if strings.Contains(a.URL, "/2_") {
			return &RefusedError{errors.New("no")}
		}
		return nil
	}}
	if got, _ := w.mustHarvest(dir, b, w.site(batu)); got.Created != 2 || got.Refused != 1 || got.OK() || !strings.Contains(got.Problem, "/2_") {
		t.Errorf("got %+v", got)
	}
	if got, asked := w.mustHarvest(dir, b, w.site(batu)); got.Refused != 0 || count(asked, batu+"/blog/read/") != 0 {
		t.Errorf("second run: got %+v, asked %v", got, asked)
	}
}

func TestOneSiteDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	w, b := newWeb(t), &box{}
	hosts := []string{batu, "kota-malang.kpu.go.id", "kota-kediri.kpu.go.id"}
	sites := []Site{w.site("kota-blitar.kpu.go.id")} // the name does not resolve
	for _, host := range hosts {
		w.add(host, newPaper("KPU "+host, 3))
		sites = append(sites, w.site(host))
	}
	got, _, err := w.harvest(t.TempDir(), b, sites)
	if err != nil || got["kota-blitar.kpu.go.id"].OK() || len(b.articles) != 9 {
		t.Errorf("got %v, %+v", err, got)
	}
}

func TestOneFolderServesOneHarvest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	release, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := Run(t.Context(), nil, Options{StateDir: dir}); err == nil || !strings.Contains(err.Error(), "another harvest") {
		t.Errorf("got %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := Run(t.Context(), nil, Options{StateDir: dir}); err != nil {
		t.Errorf("after the first: %v", err)
	}
}

func TestADamagedStateIsSaid(t *testing.T) {
	t.Parallel()
	w, b, dir := newWeb(t), &box{}, t.TempDir()
	w.add(batu, newPaper("KPU Kota Batu", 1))
	site := w.site(batu)
	for _, text := range []string{"", "{", `{"version":9}`, `{"version":1,"lists":{},"pages":{"x":null}}`} {
		if err := os.WriteFile(dir+"/"+fileName(site), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, asked := w.mustHarvest(dir, b, site); got.OK() || len(asked) != 0 || !strings.Contains(got.Problem, "remove it") {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func TestOnlyPublicAddressesAreConnectedTo(t *testing.T) {
	t.Parallel()
	g := &guard{permitted: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	for addr, want := range map[string]bool{
		"103.21.244.9": true, "2606:4700::1111": true, "10.1.2.3": true, "::ffff:10.1.2.3": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "10.2.0.1": false, "192.168.1.1": false, "172.16.0.1": false,
		"169.254.169.254": false, "fe80::1%eth0": false, "fd00::1": false, "0.0.0.0": false, "::": false, "224.0.0.1": false,
		"255.255.255.255": false, "100.64.0.1": false, "::ffff:127.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false,
		"2002:7f00:1::": false, "2001:0:7f00:1::": false, "198.18.0.1": false, "240.0.0.1": false, "fec0::1": false,
	} {
		if got := g.permits(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: got %v, want %v", addr, got, want)
		}
	}
}
