package harvest

import (
	"bytes"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"warta/analyzers/satker"
	"warta/internal/race"
)

func TestListsOfSites(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	sites, err := ReadSites(strings.NewReader(`# Jawa Tengah
KOTA-Semarang.kpu.go.id
https://www.kpu.kapuaskab.go.id 62.03 /blog/category/104   # of its own
http://kab-jepara.kpu.go.id:8080 - /feed https://berita.jepara.example/feed
`), g)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sites {
		var line strings.Builder
		line.WriteString(s.Satker + " " + s.Home.String())
		for _, l := range s.Lists {
			line.WriteString(" " + l.String())
		}
		got = append(got, line.String())
	}
	want := []string{
		"33.74 https://kota-semarang.kpu.go.id/",
		"62.03 https://www.kpu.kapuaskab.go.id/ https://www.kpu.kapuaskab.go.id/blog/category/104",
		"33.20 http://kab-jepara.kpu.go.id:8080/ http://kab-jepara.kpu.go.id:8080/feed https://berita.jepara.example/feed",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	for text, want := range map[string]string{
		"":                                "no site",
		"contoh.example":                  "write its code behind it",
		"contoh.example 99.99":            "the code of no satker",
		"ftp://kota-semarang.kpu.go.id":   "http or https",
		"kota-semarang":                   "whole host",
		"https://a:b@kota-batu.kpu.go.id": "no address",
		"kota-semarang.kpu.go.id/berita":  "the site alone",
		"kota-batu.kpu.go.id\nwww.kota-batu.kpu.go.id\n": "line 1 already",
		"kota-batu.kpu.go.id 35.79 ftp://x.example/feed": "http or https",
	} {
		if _, err := ReadSites(strings.NewReader(text), g); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if known := KnownSites(g); len(known) < 50 {
		t.Errorf("the gazetteer has %d sites that were seen", len(known))
	}
}

func TestASiteAllowsItsOwnHostsAlone(t *testing.T) {
	t.Parallel()
	home, _ := url.Parse("https://kota-batu.kpu.go.id/")
	list, _ := url.Parse("http://berita.example:8080/feed")
	s := Site{Home: home, Lists: []*url.URL{list}}
	for at, want := range map[string]bool{
		"https://kota-batu.kpu.go.id/x": true, "http://www.kota-batu.kpu.go.id": true, "https://KOTA-BATU.kpu.go.id:443/": true,
		"http://kota-batu.kpu.go.id:80/": true, "http://berita.example:8080/x": true, "http://berita.example/": true,
		"https://kota-batu.kpu.go.id:22/": false, "http://kota-batu.kpu.go.id:443/": false, "https://kota-batu.kpu.go.id.jahat.example/": false,
		"https://jahat.example/kota-batu.kpu.go.id": false, "https://kota-batu.kpu.go.id@jahat.example/": false,
		"https://x@kota-batu.kpu.go.id/": false, "ftp://kota-batu.kpu.go.id/": false, "file:///etc/passwd": false, "javascript:alert(1)": false,
		"https://kpu.go.id/": false, "http://127.0.0.1/": false,
	} {
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.allows(u); got != want {
			t.Errorf("%s: got %v", at, got)
		}
	}
}

func TestPathsTellWhatAPageIs(t *testing.T) {
	t.Parallel()
	if err := Validate(); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]struct {
		kind   pageKind
		list   string
		number int
	}{
		"/blog/read/9981_belajar-demokrasi":      {articlePage, "/blog/read/9981_belajar-demokrasi", 1},
		"/index.php/blog/read/rapat/":            {articlePage, "/blog/read/rapat", 1},
		"/berita/baca/12/rapat-pleno":            {articlePage, "/berita/baca/12/rapat-pleno", 1},
		"/2016/03/09/kpu-gelar-rapat/":           {articlePage, "/2016/03/09/kpu-gelar-rapat", 1},
		"/2016/13/kpu-gelar-rapat":               {otherPage, "/2016/13/kpu-gelar-rapat", 1},
		"/index.php/blog/category/104?page=7":    {listPage, "/blog/category/104", 7},
		"/blog/category/104":                     {listPage, "/blog/category/104", 1},
		"/blog/category/104?page=-1":             {listPage, "/blog/category/104", 1},
		"/category/berita/page/3":                {listPage, "/category/berita", 3},
		"/page/2":                                {otherPage, "/", 2},
		"/berita/kpu-gelar-rapat-pleno.html":     {articlePage, "/berita/kpu-gelar-rapat-pleno.html", 1},
		"/page/profil":                           {otherPage, "/page/profil", 1},
		"/":                                      {otherPage, "/", 1},
		"/blog/read/x%27%20OR%201=1":             {otherPage, "/blog/read/x' OR 1=1", 1},
		"/blog/read/":                            {otherPage, "/blog/read", 1},
		"/dmdocument/17000001pengumuman-a-b.pdf": {otherPage, "/dmdocument/17000001pengumuman-a-b.pdf", 1},
	} {
		u, err := url.Parse("https://kota-batu.kpu.go.id" + at)
		if err != nil {
			t.Fatal(err)
		}
		if kind, list, number := kindOf(u); kind != want.kind || list != want.list || number != want.number {
			t.Errorf("%s: got %v %q %d, want %v", at, kind, list, number, want)
		}
	}
	for _, text := range []string{"article", "picture /x", "article blog", "list /blog/{", "list /a//b", "list /{x}"} {
		if _, err := readPaths(text); err == nil {
			t.Errorf("%q is read as a table of paths", text)
		}
	}
}

func TestListsAreRead(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for name, test := range map[string]struct {
		text string
		want listing
	}{
		"RSS": {
			`<?xml version="1.0" encoding="ISO-8859-1"?><rss xmlns:atom="x"><channel><link>https://a.example</link><atom:link href="https://a.example/feed" rel="self"/>
			<item><title>A &amp; B</title><link> https://a.example/1 </link><pubDate>Tue, 04 Nov 2025 09:14:00 +0700</pubDate></item>
			<item><guid>https://a.example/2</guid><dc:date>2025-11-05</dc:date></item><item><guid isPermaLink="false">https://a.example/3</guid></item></channel></rss>`,
			listing{feed: true, entries: []entry{{at: "https://a.example/1", published: "2025-11-04T09:14:00+07:00"}, {at: "https://a.example/2", published: "2025-11-05"}}},
		},
		"Atom": {
			`<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self" rel="self"/><entry><link rel="edit" href="/e"/><link href="/1"/><published>2025-11-04T09:14:00Z</published><updated>2025-11-06T00:00:00Z</updated></entry></feed>`,
			listing{feed: true, entries: []entry{{at: "/1", published: "2025-11-04T09:14:00Z", changed: day("2025-11-06T00:00:00Z")}}},
		},
		"a sitemap with news and pictures": {
			`<urlset xmlns:n="x" xmlns:image="y"><url><loc>https://a.example/1</loc><lastmod>2025-11-06</lastmod><n:news><n:publication_date>2025-11-04</n:publication_date></n:news><image:image><image:loc>https://a.example/1.png</image:loc></image:image></url></urlset>`,
			listing{entries: []entry{{at: "https://a.example/1", published: "2025-11-04", changed: day("2025-11-06T23:59:59Z")}}}, // a correction may come until then
		},
		"an index of sitemaps": {
			`<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>yesterday</lastmod></sitemap></sitemapindex>`,
			listing{lists: []entry{{at: "/s1.xml"}}},
		},
		"a feed that breaks off": {
			`<rss><channel><item><link>/1</link></item><item><link>/2`,
			listing{feed: true, entries: []entry{{at: "/1"}}, faults: 1},
		},
		"a time that cannot be": {
			`<rss><item><link>/1</link><pubDate>Tue, 04 Nov 0025 09:14:00 +0700</pubDate></item></rss>`,
			listing{feed: true, entries: []entry{{at: "/1"}}},
		},
		"entities that would multiply": {
			`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><link>/&b;</link></item></rss>`,
			listing{feed: true, entries: []entry{{at: "/&b;"}}},
		},
	} {
		got, err := readXML([]byte(test.text))
		for i := range got.entries {
			if got.entries[i].changed.Equal(day("2025-11-06T00:00:00Z")) {
				got.entries[i].changed = day("2025-11-06T00:00:00Z") // another zone of the same time
			}
		}
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, test.want)
		}
	}
	for _, text := range []string{"", "<html><body><a href=x>", "<rss", "<svg/>", "{}"} {
		if l, err := readXML([]byte(text)); err == nil {
			t.Errorf("%q is read as a list: %+v", text, l)
		}
	}
}

func TestLinksOfAPage(t *testing.T) {
	t.Parallel()
	got := readPage([]byte(`<base href="/index.php/"><link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" hreflang="en" href="/en">
		<meta name="ROBOTS" content="NOFOLLOW"><a href="blog/read/1">1</a><a name="x">x</a><a href="#top">atas</a><a rel="nofollow" href="/2">2</a><A HREF='/3' rel=next>3</A><!-- <a href="/4"> --><script>"<a href='/5'>"</script>`))
	want := listing{base: "/index.php/", feeds: []string{"/feed"}, noLinks: true, next: "/3", entries: []entry{{at: "blog/read/1"}, {at: "/3"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func FuzzReadXML(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add([]byte(`<rss><channel><item><link>https://a.example/1</link><guid isPermaLink="false">x</guid><pubDate>Tue, 04 Nov 2025 09:14:00 +0700</pubDate></item></channel></rss>`))
	f.Add([]byte(`<feed><entry><link href="/1"/><updated>2025-11-06T00:00:00Z</updated></entry></feed>`))
	f.Add([]byte(`<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>`))
	f.Add([]byte(`<?xml version="1.0" encoding="utf-16"?><urlset><url><loc>&lt;</loc></url>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := readXML(data)
		if err != nil && len(l.entries)+len(l.lists) > 0 {
			t.Errorf("a fault and %d entries", len(l.entries))
		}
		checkLinks(t, l)
	})
}

func FuzzReadPage(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add([]byte(`<base href="//x"><a href="/blog/read/1_a">x</a><meta name=robots content="none"><link rel="next" href="?page=2">`))
	f.Add([]byte("<a href=\"http://127.0.0.1/\x00\"><a href='%zz'><a href=javascript:x>"))
	f.Fuzz(func(t *testing.T, data []byte) { checkLinks(t, readPage(data)) })
}

// checkLinks resolves what a list names: whatever it is, the site's own hosts alone
// are allowed.
func checkLinks(t *testing.T, l listing) {
	t.Helper()
	home, _ := url.Parse("https://kota-batu.kpu.go.id/")
	s := Site{Home: home}
	if len(l.entries) > mostEntries {
		t.Errorf("%d entries", len(l.entries))
	}
	for _, e := range append(l.entries, l.lists...) {
		u := resolve(home, l.base, e.at)
		if u == nil {
			continue
		}
		kindOf(u)
		mayBeArticle(u)
		if s.allows(u) && bareHost(u) != "kota-batu.kpu.go.id" {
			t.Errorf("%q leads to %s", e.at, u)
		}
		if e.published != "" {
			if again, at := postedAt(e.published); again != e.published || at.IsZero() {
				t.Errorf("the day %q is read as %q", e.published, again)
			}
		}
	}
}

func TestRobotsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text          string
		free, refused []string
		delay         time.Duration
		sitemaps      int
	}{
		"nothing in it":                             {"", []string{"/"}, nil, 0, 0},
		"a page that says it is not there":          {"<!DOCTYPE html>\n<style>body{color: red}</style><p>Halaman tidak ditemukan: 404</p>", []string{"/"}, nil, 0, 0},
		"Windows, with a mark":                      {"\xef\xbb\xbfUser-Agent: *\r\nDisallow: /admin\r\n", []string{"/a"}, []string{"/admin/x"}, 0, 0},
		"an old Macintosh":                          {"User-agent: *\rDisallow: /admin\r", []string{"/a"}, []string{"/admin"}, 0, 0},
		"two bytes a character":                     {"\xff\xfeU\x00s\x00e\x00r\x00-\x00a\x00g\x00e\x00n\x00t\x00:\x00*\x00\n\x00D\x00i\x00s\x00a\x00l\x00l\x00o\x00w\x00:\x00/\x00x\x00", []string{"/y"}, []string{"/x"}, 0, 0},
		"a pause in words":                          {"User-agent: *\nCrawl-delay: sebentar\nDisallow: /x\n", []string{"/y"}, []string{"/x"}, 0, 0},
		"a pause with its unit":                     {"User-agent: *\nCrawl-delay: 7 detik\n", []string{"/y"}, nil, 7 * time.Second, 0},
		"a pause with a comma":                      {"User-agent: *\nCrawl-delay: 2,5\n", nil, nil, 2500 * time.Millisecond, 0},
		"a pause of nothing":                        {"User-agent: *\nCrawl-delay:\nDisallow: /x", nil, []string{"/x"}, 0, 0},
		"a pause without an end":                    {"User-agent: *\nCrawl-delay: 99999999999999999999999\n", nil, nil, 2 * longestPause, 0},
		"rules before anybody is named":             {"Disallow: /x\nCrawl-delay: 3\nUser-agent: Bingbot\nDisallow: /\n", []string{"/y"}, []string{"/x"}, 3 * time.Second, 0},
		"our name with a version":                   {"User-agent: *\nDisallow:\nUser-agent: Warta/1.2 (x)\nDisallow: /x\n", []string{"/y"}, []string{"/x"}, 0, 0},
		"the beginning of our name":                 {"User-agent: *\nDisallow: /x\nUser-agent: War\nDisallow: /\n", []string{"/y"}, []string{"/x"}, 0, 0},
		"others may do nothing":                     {"User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow:\n", []string{"/y"}, nil, 0, 0},
		"all, but us":                               {"User-agent: warta\nDisallow:\n\nUser-agent: *\nDisallow: /\n", []string{"/y"}, nil, 0, 0},
		"a group that allows nothing in particular": {"User-agent: warta\nAllow:\nUser-agent: *\nDisallow: /\n", []string{"/y"}, nil, 0, 0},
		"one group for two":                         {"User-agent: Bingbot\nUser-agent: WARTA\nDisallow: /x\n", []string{"/y"}, []string{"/x"}, 0, 0},
		"a comment behind a path":                   {"User-agent: *# semua\nDisallow: /x#rahasia\n", []string{"/y"}, []string{"/x"}, 0, 0},
		"patterns":                                  {"User-agent: *\nDisallow: /*.pdf$\nDisallow: /a***b\n", []string{"/x.pdf.html"}, []string{"/x.pdf", "/a1b"}, 0, 0},
		"stars without an end":                      {"User-agent: *\nDisallow: /" + strings.Repeat("*a", 100_000) + "\n", []string{"/b"}, []string{"/" + strings.Repeat("a", 500)}, 0, 0},
		"a path without an end, and a free":         {"User-agent: *\nDisallow: /" + strings.Repeat("a", 3000) + "\nAllow: /" + strings.Repeat("a", 4000) + "\n", []string{"/aa"}, []string{"/" + strings.Repeat("a", 4000)}, 0, 0},
		"names and rules, times each other":         {strings.Repeat("user-agent:x\n", 20_000) + strings.Repeat("allow:/y\n", 20_000) + "User-agent: *\nDisallow: /x", []string{"/y"}, []string{"/x"}, 0, 0},
		"sitemaps":                                  {"Sitemap: https://kota-batu.kpu.go.id/s.xml\nsitemap:\nSitemap: a b\nSITEMAP: /t.xml # ini", []string{"/"}, nil, 0, 2},
	} {
		robots, err := readRobots([]byte(test.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, path := range test.free {
			if !robots.TestAgent(path, agentToken) {
				t.Errorf("%s: %.40s is refused", name, path)
			}
		}
		for _, path := range test.refused {
			if robots.TestAgent(path, agentToken) {
				t.Errorf("%s: %.40s is free", name, path)
			}
		}
		if got := robots.FindGroup(agentToken).CrawlDelay; got != test.delay {
			t.Errorf("%s: a pause of %v, want %v", name, got, test.delay)
		}
		if len(robots.Sitemaps) != test.sitemaps {
			t.Errorf("%s: sitemaps %q, want %d", name, robots.Sitemaps, test.sitemaps)
		}
	}
}

func FuzzReadRobots(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add([]byte("User-agent: *\nDisallow: /*.pdf$\nAllow: /a*b\nCrawl-delay: 1.5\nSitemap: https://a.example/s.xml\n"))
	f.Add([]byte("Disallow: /\rUser-agent: Warta/1\r\nCrawl-delay: 1e9\n#\x00:"))
	f.Add([]byte("user-agent\u00a0: *\ncrawl-delay: .,.\ndisallow: \xff*$*"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tidy := tidyRobots(data)
		if again := tidyRobots(tidy); !bytes.Equal(again, tidy) {
			t.Errorf("%q is read as %q, and that as %q", data, tidy, again)
		}
		robots, err := readRobots(data)
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		if pause := robots.FindGroup(agentToken).CrawlDelay; pause < 0 || pause > 2*longestPause {
			t.Errorf("%q: a pause of %v", data, pause)
		}
		robots.TestAgent("/blog/read/1_rapat?a=b", agentToken)
	})
}
