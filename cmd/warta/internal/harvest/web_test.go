package harvest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"warta/analyzers/satker"
)

// A clock advances only when a goroutine waits.
type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *fakeClock {
	return &fakeClock{now: time.Date(2025, 11, 20, 8, 0, 0, 0, time.UTC)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(0, d))
	return ctx.Err()
}

// A web is some sites on this machine, and what is asked of them.
type web struct {
	*testing.T
	clock  *fakeClock
	port   string
	server *httptest.Server

	mu      sync.Mutex
	sites   map[string]http.Handler
	names   map[string][]netip.Addr // answers one after the other, the last for good
	asked   []request
	running map[string]int
	hangs   bool // a site notices late that the client has gone
}

type request struct {
	what   string // "kota-batu.kpu.go.id/blog/read/1"
	status int
	at     time.Time
	header http.Header
}

func newWeb(t *testing.T) *web {
	t.Helper()
	w := &web{T: t, clock: newClock(), sites: map[string]http.Handler{}, names: map[string][]netip.Addr{}, running: map[string]int{}}
	w.server = httptest.NewServer(w)
	t.Cleanup(w.server.Close)
	u, err := url.Parse(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	w.port = u.Port()
	return w
}

func (w *web) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	host, _, _ := net.SplitHostPort(r.Host)
	w.mu.Lock()
	site := w.sites[host]
	w.running[host]++
	if w.running[host] > 1 && !w.hangs {
		w.Errorf("%s is asked for two things at once", host)
	}
	at := w.clock.Now()
	w.mu.Unlock()
	status := &statusWriter{ResponseWriter: out, status: http.StatusOK}
	if site == nil {
		http.NotFound(status, r)
	} else {
		site.ServeHTTP(status, r)
	}
	w.mu.Lock()
	w.running[host]--
	w.asked = append(w.asked, request{host + r.URL.RequestURI(), status.status, at, r.Header})
	w.mu.Unlock()
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

var loopback = netip.MustParseAddr("127.0.0.1")

func (w *web) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	addrs := w.names[host]
	if len(addrs) == 0 {
		if w.sites[host] == nil {
			return nil, fmt.Errorf("no such host %s", host)
		}
		return []netip.Addr{loopback}, nil
	}
	if len(addrs) > 1 {
		w.names[host] = addrs[1:]
	}
	return addrs[:1], nil
}

// site is the line of a list of sites, with the port of this web.
func (w *web) site(host string, lists ...string) Site {
	w.Helper()
	g, err := satker.Load()
	if err != nil {
		w.Fatal(err)
	}
	line := "http://" + host + ":" + w.port + " - " + strings.Join(lists, " ")
	sites, err := ReadSites(strings.NewReader(line), g)
	if err != nil {
		w.Fatal(err)
	}
	return sites[0]
}

// A box keeps what was sent.
type box struct {
	mu       sync.Mutex
	articles []Article
	fail     func(Article) error
}

func (b *box) put(_ context.Context, a Article) (Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		if err := b.fail(a); err != nil {
			return 0, err
		}
	}
	outcome := Created
	if slices.ContainsFunc(b.articles, func(have Article) bool { return have.URL == a.URL }) {
		outcome = Updated
	}
	b.articles = append(b.articles, a)
	return outcome, nil
}

func (b *box) paths() []string {
	var paths []string
	for _, a := range b.articles {
		u, _ := url.Parse(a.URL)
		paths = append(paths, u.RequestURI())
	}
	return paths
}

// harvest runs once over sites and returns their summaries by host, and what was
// asked in this run.
func (w *web) harvest(dir string, b *box, sites []Site, change ...func(*Options)) (map[string]Summary, []request, error) {
	w.Helper()
	w.mu.Lock()
	w.asked = nil
	w.mu.Unlock()
	summaries := map[string]Summary{}
	o := Options{
		Agent: "Warta/test (+warta@example.id)", StateDir: dir, Sink: b.put, Clock: w.clock, lookup: w.lookup,
		Permit: []netip.Prefix{netip.PrefixFrom(loopback, 32)},
		OnSite: func(s Summary) { summaries[strings.TrimSuffix(s.Site, ":"+w.port)] = s },
	}
	for _, f := range change {
		f(&o)
	}
	err := Run(w.Context(), sites, o)
	w.mu.Lock()
	defer w.mu.Unlock()
	return summaries, slices.Clone(w.asked), err
}

// mustHarvest harvests one site.
func (w *web) mustHarvest(dir string, b *box, site Site, change ...func(*Options)) (Summary, []request) {
	w.Helper()
	summaries, asked, err := w.harvest(dir, b, []Site{site}, change...)
	if err != nil {
		w.Fatal(err)
	}
	return summaries[strings.TrimSuffix(site.Name(), ":"+w.port)], asked
}

func (w *web) add(host string, site http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sites[host] = site
}

// count is how often an address that begins with prefix was asked for.
func count(asked []request, prefix string) int {
	n := 0
	for _, r := range asked {
		if strings.HasPrefix(r.what, prefix) {
			n++
		}
	}
	return n
}

// A paper is a satker site as the commission's template makes them: a start page, a
// listing of whole articles with pages, read pages, a feed and a sitemap.
type paper struct {
	name string // of the office
	mu   sync.Mutex
	news []story // oldest first
	size int     // of a page of the listing
	mux  *http.ServeMux
}

type story struct {
	number  int
	title   string
	text    string
	posted  time.Time
	changed time.Time
}

func (s story) path() string { return fmt.Sprintf("/blog/read/%d_%s", s.number, slugOf(s.title)) }

func (s story) etag() string { return fmt.Sprintf("%q", fmt.Sprint(s.number, "-", s.changed.Unix())) }

func slugOf(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

func newPaper(name string, stories int) *paper {
	p := &paper{name: name, size: 4, mux: http.NewServeMux()}
	for range stories {
		p.publish()
	}
	p.mux.HandleFunc("/{$}", p.home)
	p.mux.HandleFunc("/blog/category/104", p.listing)
	p.mux.HandleFunc("/index.php/blog/category/104", p.listing)
	p.mux.HandleFunc("/blog/read/{slug}", p.read)
	p.mux.HandleFunc("/feed", p.feed)
	p.mux.HandleFunc("/sitemap.xml", p.sitemap)
	return p
}

func (p *paper) publish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.news) + 1
	at := time.Date(2025, 10, 1, 2, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	p.news = append(p.news, story{
		number: n, title: fmt.Sprintf("%s Gelar Rapat Nomor %d", p.name, n), posted: at, changed: at,
		text: fmt.Sprintf("%s menggelar rapat koordinasi nomor %d di aula kantor, dihadiri ketua dan anggota serta sekretaris.", p.name, n),
	})
}

func (p *paper) change(n int, text string, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.news[n-1].text, p.news[n-1].changed = text, at
}

// newest are the stories, newest first.
func (p *paper) newest() []story {
	p.mu.Lock()
	defer p.mu.Unlock()
	news := slices.Clone(p.news)
	slices.Reverse(news)
	return news
}

func (p *paper) frame(w io.Writer, title, head, body string) {
	fmt.Fprintf(w, `<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>%s | %s</title>
<link rel="alternate" type="application/rss+xml" href="/feed">%s</head><body>
<header class="navbar"><nav><a href="/">Beranda</a> <a href="/page/profil">Profil</a> <a href="/index.php/blog/category/104">Berita</a>
<a href="https://jdih.kpu.go.id/blog/read/9_putusan">JDIH</a></nav></header>
<main>%s</main><footer><a href="mailto:humas@example.id">Surel</a></footer></body></html>`, title, p.name, head, body)
}

func (p *paper) home(w http.ResponseWriter, _ *http.Request) {
	news := p.newest()
	p.frame(w, "Beranda", "", fmt.Sprintf(`<h3><a href="%s">%s</a></h3><p>%s....</p>`, news[0].path(), news[0].title, news[0].text))
}

func (p *paper) listing(w http.ResponseWriter, r *http.Request) {
	page := 1
	if _, err := fmt.Sscan(r.URL.Query().Get("page"), &page); err != nil {
		page = 1
	}
	news := p.newest()
	from, to := min((page-1)*p.size, len(news)), min(page*p.size, len(news))
	var b strings.Builder
	b.WriteString(`<p class="kicker">Berita Terkini</p>`)
	for _, s := range news[from:to] {
		fmt.Fprintf(&b, `<div class="item"><span>%d</span><h3><a href="http://%s%s">%s</a></h3><div class="post-content"><p>%s</p></div><a href="%s">Selengkapnya</a></div>`,
			40+s.number, r.Host, s.path(), s.title, s.text, s.path())
	}
	for n := 1; n <= (len(news)+p.size-1)/p.size; n++ {
		fmt.Fprintf(&b, `<a href="?page=%d">%d</a> `, n, n)
	}
	p.frame(w, "Berita Terkini", "", b.String())
}

func (p *paper) read(w http.ResponseWriter, r *http.Request) {
	for _, s := range p.newest() {
		if r.URL.Path != s.path() {
			continue
		}
		w.Header().Set("ETag", s.etag())
		if r.Header.Get("If-None-Match") == s.etag() {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		p.frame(w, s.title, "", fmt.Sprintf(`<article><p class="kicker">Berita Terkini</p><h1 class="post-title">%s</h1>
<div class="post-content"><p><strong>Batu, kota-batu.kpu.go.id - </strong>%s</p><p>Rapat ditutup dengan doa bersama.</p></div>
<div class="share">Bagikan: facebook twitter whatapps</div><p class="views">Telah dilihat %d kali</p></article>`, s.title, s.text, s.number))
		return
	}
	http.NotFound(w, r)
}

func (p *paper) feed(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	news := p.newest()
	for _, s := range news[:min(3, len(news))] {
		fmt.Fprintf(&b, "<item><title>%s</title><link>http://%s%s</link><pubDate>%s</pubDate></item>", s.title, r.Host, s.path(), s.posted.Format(time.RFC1123Z))
	}
	serveTagged(w, r, "application/rss+xml", `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>/</link>`+b.String()+"</channel></rss>")
}

func (p *paper) sitemap(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	for _, s := range p.newest() {
		fmt.Fprintf(&b, "<url><loc>http://%s%s</loc><lastmod>%s</lastmod></url>", r.Host, s.path(), s.changed.Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "<url><loc>http://%s/page/profil</loc></url>", r.Host)
	serveTagged(w, r, "application/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`+b.String()+"</urlset>")
}

func serveTagged(w http.ResponseWriter, r *http.Request, kind, body string) {
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(body)))
	w.Header().Set("ETag", tag)
	w.Header().Set("Content-Type", kind)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = io.WriteString(w, body)
}

func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

var errBroken = errors.New("the archive is gone")
