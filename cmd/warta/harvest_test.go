package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A siteOfNews is a satker site on this machine with a feed, a listing and articles.
type siteOfNews struct {
	*httptest.Server
	mu     sync.Mutex
	asked  map[string]int
	fourth chan struct{} // closed when four articles were asked for
}

const newsOfSite = 7

func newSiteOfNews(t *testing.T) *siteOfNews {
	t.Helper()
	s := &siteOfNews{asked: map[string]int{}, fourth: make(chan struct{})}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked[r.URL.Path]++
		if r.URL.Path == "/blog/read/4_rapat" && s.asked[r.URL.Path] == 1 {
			close(s.fourth)
		}
		s.mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch {
		case r.URL.Path == "/blog/category/104":
			for n := 1; n <= newsOfSite; n++ {
				fmt.Fprintf(w, `<h3><a href="/blog/read/%d_rapat">Rapat %d</a></h3>`, n, n)
			}
		case strings.HasPrefix(r.URL.Path, "/blog/read/"):
			n := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/blog/read/"), "_rapat")
			fmt.Fprintf(w, `<html><head><title>KPU Kota Batu Gelar Rapat Nomor %s</title></head><body><h1>KPU Kota Batu Gelar Rapat Nomor %s</h1><div class="post-content">
<p>Batu - KPU Kota Batu menggelar rapat panenraya nomor %s di aula kantor, dihadiri ketua dan anggota, Selasa (4/11/2025).</p></div></body></html>`, n, n, n)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *siteOfNews) list(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sites.txt")
	if err := os.WriteFile(file, []byte(s.URL+" 35.79 /blog/category/104\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestAHarvestThatIsKilledGoesOn kills the program in the middle and runs it again:
// every article is there once, and none but the one at hand was asked for twice.
func TestAHarvestThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	site := newSiteOfNews(t)
	args := []string{
		"harvest", "--contact", "warta@example.id", "--permit", "127.0.0.1", "--delay", "500ms", "--state", filepath.Join(t.TempDir(), "state"), "--json", site.list(t),
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	first := exec.Command(path, append(args, "--server", p.url, "--key", p.key)...)
	var said bytes.Buffer
	first.Stderr = &said
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- first.Wait() }()
	select {
	case <-site.fourth:
	case err := <-ended:
		t.Fatalf("the first run ended by itself: %v %s", err, &said)
	}
	_ = first.Process.Kill()
	if err := <-ended; err == nil {
		t.Fatal("the first run ended by itself")
	}

	code, out, errText := p.command(t, "", args...)
	if code != 0 {
		t.Fatalf("got code %d, %s", code, errText)
	}
	var summary struct {
		Site, Problem       string
		Created, Unchanged  int
		Requests, Refused   int
		Satker              string
		Waiting, Gone, Skip int
	}
	if err := json.Unmarshal([]byte(out), &summary); err != nil || summary.Satker != "35.79" || summary.Created < newsOfSite-4 {
		t.Errorf("got %v, %s", err, out)
	}
	waitUntilCaughtUp(t, p)
	if found := idsOf(t, p.mustCall(t, http.MethodGet, "/v1/export?q=panenraya&satker=35.79&collapse=false", "", "").body); len(found) != newsOfSite {
		t.Errorf("%d articles are found, want %d", len(found), newsOfSite)
	}
	site.mu.Lock()
	twice := 0
	for n := 1; n <= newsOfSite; n++ {
		twice += site.asked[fmt.Sprintf("/blog/read/%d_rapat", n)] - 1
	}
	site.mu.Unlock()
	if twice < 0 || twice > 1 {
		t.Errorf("%d pages too many were asked for: %v", twice, site.asked)
	}
}

func TestHarvestPutsIntoTheDataFolder(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	site, data := newSiteOfNews(t), t.TempDir()
	run := func() string {
		cmd := exec.CommandContext(t.Context(), path, "harvest", "--permit", "127.0.0.1", "--delay", "500ms", "--articles", "2", "--data", data, site.list(t))
		cmd.Env = append(os.Environ(), "WARTA_CONTACT=https://warta.example.id/tentang")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	for i, want := range []string{"2 created", "2 created"} {
		out := run()
		begun, rest, _ := strings.Cut(out, "\n")
		if begins := strings.Contains(begun, "beginning a new one"); begins != (i == 0) {
			t.Errorf("run %d: got %s", i+1, out)
		} else if begins {
			out = rest
		}
		lines := bufio.NewScanner(strings.NewReader(out))
		if !lines.Scan() || !strings.Contains(lines.Text(), want) || !strings.Contains(lines.Text(), "waiting") || !strings.Contains(out, "1 sites: 2 articles created") {
			t.Errorf("got %s", out)
		}
	}
}

func TestHarvestTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	site := newSiteOfNews(t)
	good := site.list(t)
	bad := filepath.Join(t.TempDir(), "bad.txt")
	if err := os.WriteFile(bad, []byte("contoh.example\nftp://x.example 33\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		code int
		err  string
	}{
		"nobody to write to":         {[]string{good}, 2, "--contact"},
		"a contact that is none":     {[]string{"--contact", "saya", good}, 2, "--contact"},
		"a file that is not there":   {[]string{"--contact", "a@b.id", "none.txt"}, 2, "none.txt"},
		"a file with faults":         {[]string{"--contact", "a@b.id", bad}, 2, "line 2"},
		"two files":                  {[]string{good, good}, 2, "one file"},
		"no pause":                   {[]string{"--delay", "0s", good}, 2, "--delay"},
		"a satker that is none":      {[]string{"--contact", "a@b.id", "--satker", "99", good}, 2, "--satker"},
		"a satker without a site":    {[]string{"--contact", "a@b.id", "--satker", "33", good}, 2, "no site of it"},
		"a network that is none":     {[]string{"--contact", "a@b.id", "--permit", "kantor", good}, 2, "--permit"},
		"a server that is not there": {[]string{"--contact", "a@b.id", "--server", "http://127.0.0.1:1", good}, 1, "no answer"},
		"an address that is private": {[]string{"--contact", "a@b.id", "--data", t.TempDir(), good}, 1, "not a public address"},
		"only shown":                 {[]string{"--show", "--satker", "33.74"}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), path, append([]string{"harvest"}, test.args...)...)
			var stdout, stderr strings.Builder
			cmd.Stdout, cmd.Stderr, cmd.Dir = &stdout, &stderr, t.TempDir()
			_ = cmd.Run()
			lines := strings.Count(stderr.String(), "\n")
			if cmd.ProcessState.ExitCode() != test.code || !strings.Contains(stderr.String(), test.err) || test.code == 2 && lines != 1 {
				t.Errorf("got code %d, %s; want %d and %q", cmd.ProcessState.ExitCode(), &stderr, test.code, test.err)
			}
			if test.code == 0 && stdout.String() != "kota-semarang.kpu.go.id\t33.74\n" {
				t.Errorf("got %q", &stdout)
			}
		})
	}
}
