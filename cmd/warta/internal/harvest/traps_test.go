package harvest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A trap is what a site might do to a reader, and what must come of it.
func TestTraps(t *testing.T) {
	t.Parallel()
	page := func(title, text string) string {
		return fmt.Sprintf(`<html><head><title>%s</title></head><body><h1>%s</h1><div class="post-content"><p>%s</p></div></body></html>`, title, title, text)
	}
	bomb := packed(make([]byte, mostList+1))
	text := "KPU Kota Batu menggelar rapat koordinasi di aula kantor, dihadiri ketua dan anggota serta sekretaris, Selasa (4/11/2025)."
	traps := []struct {
		name  string
		lists []string
		site  http.HandlerFunc
		check func(w *web, got Summary, b *box, asked []request)
	}{
		{"a calendar without an end", nil, func(out http.ResponseWriter, r *http.Request) {
			n := 1
			_, _ = fmt.Sscan(r.URL.Query().Get("page"), &n)
			fmt.Fprintf(out, `<a href="/blog/category/kalender?page=%d">berikut</a> <a href="/blog/category/kalender">x</a>`, n+1)
		}, func(w *web, got Summary, b *box, asked []request) {
			if len(b.articles) != 0 || len(asked) > 10 {
				w.Errorf("got %+v after %d requests", got, len(asked))
			}
		}},
		{"addresses that are made up, one after the other", []string{"/blog/category/104"}, func(out http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/blog/read/") {
				fmt.Fprint(out, page("Rapat Koordinasi", text))
				return
			}
			n := 1
			_, _ = fmt.Sscan(r.URL.Query().Get("page"), &n)
			for i := range 10 {
				fmt.Fprintf(out, `<a href="/blog/read/%d_rapat">x</a>`, 10*n+i)
			}
			fmt.Fprintf(out, `<a href="?page=%d">berikut</a>`, n+1)
		}, func(w *web, got Summary, b *box, asked []request) {
			if len(b.articles) != 1 || got.OK() || count(asked, batu+"/blog/read/") > 1+mostNothing || count(asked, batu+"/blog/category") > 50 {
				w.Errorf("got %+v", got)
			}
		}},
		{"redirects in a circle", []string{"/feed"}, func(out http.ResponseWriter, r *http.Request) {
			http.Redirect(out, r, map[string]string{"/feed": "/feed2", "/feed2": "/feed"}[r.URL.Path], http.StatusFound)
		}, func(w *web, got Summary, _ *box, asked []request) {
			if got.OK() || !strings.Contains(got.Problem, "redirects") || len(asked) > mostRedirects+2 {
				w.Errorf("got %+v, asked %v", got, len(asked))
			}
		}},
		{"redirects into the network inside", []string{"/feed"}, func(out http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/feed":
				for i, to := range []string{"127.0.0.1:%s/rahasia", "169.254.169.254/latest/meta-data", "[::1]:%s/x", "kota-malang.kpu.go.id:%s/x"} {
					if strings.Contains(to, "%") {
						_, port, _ := net.SplitHostPort(r.Host)
						to = fmt.Sprintf(to, port)
					}
					fmt.Fprintf(out, map[bool]string{true: "<rss>", false: ""}[i == 0]+"<item><link>http://%s/blog/read/%d_ke-dalam</link></item><item><link>http://%s</link></item>", r.Host, i, to)
				}
			default:
				http.Redirect(out, r, "http://127.0.0.1"+portOf(r)+"/rahasia", http.StatusFound)
			}
		}, func(w *web, got Summary, b *box, asked []request) {
			if len(b.articles) != 0 || got.Skipped != 4 || count(asked, "127.0.0.1") != 0 || count(asked, "kota-malang") != 0 {
				w.Errorf("got %+v, asked %v", got, asked)
			}
		}},
		{"a page without an end", []string{"/feed"}, func(out http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				fmt.Fprint(out, "<rss><item><link>/blog/read/1_besar</link></item></rss>")
				return
			}
			for r.Context().Err() == nil {
				if _, err := io.WriteString(out, strings.Repeat("<p>besar</p>", 10_000)); err != nil {
					return
				}
			}
		}, func(w *web, got Summary, b *box, _ []request) {
			if got.Failed != 1 || len(b.articles) != 0 || !strings.Contains(got.Problem, "too large") {
				w.Errorf("got %+v", got)
			}
		}},
		{"a packed sitemap that unpacks to more than a list may have", []string{"/sitemap.xml.gz"}, func(out http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/sitemap.xml.gz" {
				_, _ = out.Write(bomb)
				return
			}
			http.NotFound(out, r)
		}, func(w *web, got Summary, _ *box, _ []request) {
			if got.OK() || !strings.Contains(got.Problem, "too large") {
				w.Errorf("got %+v", got)
			}
		}},
		{"a page that unpacks on the way to more than a page may have", []string{"/feed"}, func(out http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				fmt.Fprint(out, "<rss><item><link>/blog/read/1_bom</link></item></rss>")
				return
			}
			out.Header().Set("Content-Type", "text/html")
			out.Header().Set("Content-Encoding", "gzip")
			_, _ = out.Write(bomb) // the reader hangs up
		}, func(w *web, got Summary, b *box, _ []request) {
			if got.Failed != 1 || len(b.articles) != 0 || !strings.Contains(got.Problem, "too large") {
				w.Errorf("got %+v", got)
			}
		}},
		{"pages that drip and never end", []string{"/feed"}, func(out http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				fmt.Fprint(out, "<rss><item><link>/blog/read/1_tetes</link></item></rss>")
				return
			}
			drip := time.NewTicker(5 * time.Millisecond)
			defer drip.Stop()
			for r.Context().Err() == nil { // until the reader hangs up
				_, _ = io.WriteString(out, "<p>")
				_ = http.NewResponseController(out).Flush()
				select {
				case <-drip.C:
				case <-r.Context().Done():
				}
			}
		}, func(w *web, got Summary, b *box, asked []request) {
			if got.Failed != 1 || len(b.articles) != 0 || !strings.Contains(got.Problem, "no whole answer") || len(asked) > 5 {
				w.Errorf("got %+v, %d requests", got, len(asked))
			}
		}},
		{"everything is as it was, though nobody asked before", nil, func(out http.ResponseWriter, _ *http.Request) {
			out.WriteHeader(http.StatusNotModified)
		}, func(w *web, got Summary, b *box, asked []request) {
			if got.OK() || len(b.articles) != 0 || len(asked) > 5 {
				w.Errorf("got %+v, asked %v", got, asked)
			}
		}},
		{"an index of made-up sitemaps", []string{"/a.xml"}, func(out http.ResponseWriter, r *http.Request) {
			fmt.Fprint(out, "<sitemapindex>")
			for i := range 2 * mostLists {
				fmt.Fprintf(out, "<sitemap><loc>http://%s/%s%d</loc></sitemap>", r.Host, r.URL.Path[1:], i)
			}
			fmt.Fprint(out, "</sitemapindex>")
		}, func(w *web, got Summary, _ *box, asked []request) {
			if len(asked) > 51 {
				w.Errorf("%d requests: %+v", len(asked), got)
			}
		}},
		{"sitemaps that name each other", []string{"/a.xml"}, func(out http.ResponseWriter, r *http.Request) {
			fmt.Fprint(out, "<sitemapindex>")
			for i := range 20 {
				fmt.Fprintf(out, "<sitemap><loc>http://%s/%d%s</loc></sitemap>", r.Host, i, r.URL.Path[1:])
			}
			fmt.Fprint(out, "</sitemapindex>")
		}, func(w *web, got Summary, _ *box, asked []request) {
			if len(asked) > 51 {
				w.Errorf("%d requests: %+v", len(asked), got)
			}
		}},
		{"a site that never answers", nil, func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				<-r.Context().Done()
			}
		}, func(w *web, got Summary, _ *box, asked []request) {
			if got.OK() || !strings.Contains(got.Problem, "no whole answer") || len(asked) > 20 {
				w.Errorf("got %+v, %d requests", got, len(asked))
			}
		}},
		{"what is no article is not sent", []string{"/feed"}, func(out http.ResponseWriter, r *http.Request) {
			switch path := r.URL.Path; {
			case path == "/feed":
				fmt.Fprint(out, "<rss>")
				for _, name := range []string{"1_baik", "2_jangan", "3_tajuk", "4_gambar", "5_pindah", "6_daftar", "7_pendek", "8_hilang"} {
					fmt.Fprintf(out, "<item><link>/blog/read/%s</link></item>", name)
				}
				fmt.Fprint(out, "</rss>")
			case strings.Contains(path, "1_"):
				fmt.Fprint(out, page("Rapat Koordinasi", text))
			case strings.Contains(path, "2_"):
				fmt.Fprint(out, strings.Replace(page("Rapat Dua", text+" Dua."), "<head>", `<head><meta name="robots" content="noindex, nofollow">`, 1))
			case strings.Contains(path, "3_"):
				out.Header().Set("X-Robots-Tag", "noindex")
				fmt.Fprint(out, page("Rapat Tiga", text+" Tiga."))
			case strings.Contains(path, "4_"):
				out.Header().Set("Content-Type", "image/png")
				fmt.Fprint(out, page("Rapat Empat", text+" Empat."))
			case strings.Contains(path, "5_"):
				http.Redirect(out, r, "/", http.StatusFound)
			case path == "/":
				fmt.Fprint(out, page("Beranda", text+" Lima."))
			case strings.Contains(path, "6_"):
				fmt.Fprintf(out, `<html><body><h3>Rapat Enam A</h3><div class="post-content"><p>%s Enam A.</p></div><h3>Rapat Enam B</h3><div class="post-content"><p>%s Enam B.</p></div></body></html>`, text, text)
			case strings.Contains(path, "7_"):
				fmt.Fprint(out, page("Profil", "Segera hadir."))
			default:
				http.NotFound(out, r)
			}
		}, func(w *web, got Summary, b *box, _ []request) {
			if got.Created != 1 || got.Skipped != 6 || got.Gone != 1 || !got.OK() {
				w.Errorf("got %+v: %v", got, b.paths())
			}
		}},
	}
	for _, trap := range traps {
		t.Run(trap.name, func(t *testing.T) {
			t.Parallel()
			w, b := newWeb(t), &box{}
			w.hangs = strings.Contains(trap.name, "never")
			w.add(batu, http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					http.NotFound(out, r)
					return
				}
				trap.site(out, r)
			}))
			w.add("kota-malang.kpu.go.id", http.NotFoundHandler())
			got, asked := w.mustHarvest(t.TempDir(), b, w.site(batu, trap.lists...), func(o *Options) {
				if w.hangs {
					o.Timeout = 50 * time.Millisecond
				}
			})
			trap.check(w, got, b, asked)
		})
	}
}

func portOf(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host)
	return ":" + port
}

func packed(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes all
	_ = z.Close()
	return b.Bytes()
}

// A name may lead to a public address when it is looked at and to the machine's own
// when it is connected to. What counts is the address of the connection.
func TestANameThatChangesItsAddressLeadsNowhere(t *testing.T) {
	t.Parallel()
	var met atomic.Int64
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	inside := httptest.NewUnstartedServer(http.NotFoundHandler())
	inside.Listener = l
	inside.Config.ConnState = func(net.Conn, http.ConnState) { met.Add(1) }
	inside.Start()
	defer inside.Close()

	w, b := newWeb(t), &box{}
	w.add(batu, newPaper("KPU Kota Batu", 6))
	w.names[batu] = []netip.Addr{loopback, netip.MustParseAddr("127.0.0.2")}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	site := w.site(batu, "http://"+batu+":"+port+"/feed")
	got, _ := w.mustHarvest(t.TempDir(), b, site)
	if got.OK() || !strings.Contains(got.Problem, "127.0.0.2 is not a public address") || met.Load() != 0 {
		t.Errorf("got %+v; the server inside met %d connections", got, met.Load())
	}
}

func TestWithoutPermitTheMachinesOwnAddressesAreClosed(t *testing.T) {
	t.Parallel()
	w, b := newWeb(t), &box{}
	w.add(batu, newPaper("KPU Kota Batu", 1))
	got, asked := w.mustHarvest(t.TempDir(), b, w.site(batu), func(o *Options) { o.Permit = nil })
	if got.OK() || len(asked) != 0 || !strings.Contains(got.Problem, "not a public address") {
		t.Errorf("got %+v, asked %v", got, asked)
	}
}
