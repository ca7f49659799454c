package page_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"warta/analyzers/page"
	"warta/internal/race"
)

func TestA10CanonicalAddresses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, raw, want string }{
		{"a read page keeps host and slug", "http://WWW.Kota-Batu.kpu.go.id/index.php/blog/read/12_posko#isi", "https://kota-batu.kpu.go.id/blog/read/12_posko"},
		{"what trackers add goes", "https://kota-batu.kpu.go.id/blog/read/12_posko?utm_source=x&fbclid=y", "https://kota-batu.kpu.go.id/blog/read/12_posko"},
		{"a listing keeps its digits and page", "https://batu.kpu.go.id/blog/category/104?page=3&x=y", "https://batu.kpu.go.id/blog/category/104?page=3"},
		{"page one of a listing is the listing", "https://batu.kpu.go.id/blog/category/104?page=1", "https://batu.kpu.go.id/blog/category/104"},
		{"an injection pasted into the path is cut off", `https://batu.kpu.go.id/blog/category/104/%5Cu0022onmouseover=alert`, "https://batu.kpu.go.id/blog/category/104"},
		{"so is one glued to the digits", "https://batu.kpu.go.id/blog/category/104%27%20OR%20%271%27=%271", "https://batu.kpu.go.id/blog/category/104"},
		{"and one behind a slug", "https://batu.kpu.go.id/blog/read/12_posko%22%3E%3Cscript%3E", "https://batu.kpu.go.id/blog/read/12_posko"},
		{"a per cent sign that escapes nothing is kept as a sign", "https://kabar.example/berita/100%-siap", "https://kabar.example/berita/100%25-siap"},
		{"dots inside a slug stay", "https://batu.kpu.go.id/blog/read/judul.a", "https://batu.kpu.go.id/blog/read/judul.a"},
		{"a dot behind it goes", "https://batu.kpu.go.id/blog/read/judul.", "https://batu.kpu.go.id/blog/read/judul"},
		{"a semicolon in a query stays", "https://kabar.example/read?c=1;d=2", "https://kabar.example/read?c=1%3Bd%3D2"},
		{"and does not drop what stands beside it", "https://kabar.example/read?a=5&c=1;d=2", "https://kabar.example/read?a=5&c=1%3Bd%3D2"},
		{"other sites keep path and query", "https://kabar.example/read?id=5&utm_medium=z", "https://kabar.example/read?id=5"},
		{"a port that says nothing goes", "https://kabar.example:443/a/", "https://kabar.example/a"},
		{"other ports stay", "http://kabar.example:8080/a", "http://kabar.example:8080/a"},
		{"index.php goes as a whole step", "https://kabar.example/index.php/a/b", "https://kabar.example/a/b"},
		{"and however often", "https://kabar.example/index.php/index.php", "https://kabar.example/"},
		{"not as the head of a word", "https://batu.kpu.go.id/index.phpx", "https://batu.kpu.go.id/index.phpx"},
		{"a port says something under the other scheme", "http://kabar.example:443/a", "http://kabar.example:443/a"},
		{"a port of a site of the KPU keeps its scheme", "http://batu.kpu.go.id:8080/a", "http://batu.kpu.go.id:8080/a"},
		{"a port is a number", "https://kabar.example:0443/a", "https://kabar.example/a"},
		{"www. goes in front of a site", "https://www.kabar.example/a", "https://kabar.example/a"},
		{"www. stays where it is the site", "https://www.example/a", "https://www.example/a"},
		{"a name in another script is what browsers ask for", "https://kabár.example/a", "https://xn--kabr-7na.example/a"},
		{"a sign that stands for a dot is one", "https://batu.kpu。go。id/a", "https://batu.kpu.go.id/a"},
		{"one spelling of an IPv6 address", "http://[::FFFF:1]:80/a", "http://[::ffff:1]/a"},
		{"a bare host is its root", "https://kabar.example", "https://kabar.example/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := page.CanonicalURL(c.raw)
			if err != nil || got != c.want {
				t.Errorf("CanonicalURL(%q)\n got %q, %v\nwant %q", c.raw, got, err, c.want)
			}
			if again, err := page.CanonicalURL(got); err != nil || again != got {
				t.Errorf("CanonicalURL(%q) again: %q, %v", got, again, err)
			}
		})
	}
}

func TestA10WhatIsNoAddressOfAPage(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"", "posko", "/blog/read/1", "javascript:alert(1)", "ftp://batu.kpu.go.id/a", "file:///etc/passwd", "data:text/html,x", "https://", "https:///a",
		"https://user:secret@batu.kpu.go.id/", "https://ba tu.kpu.go.id/", "https://batu..kpu.go.id/", "http://[::1", "https://batu.kpu.go.id\n.evil.example/",
		`https://batu.kpu.go.id\.evil.example/`, "https://evil.example／.batu.kpu.go.id/", "https://batu.kpu.go.id@evil.example/", "https://batu.kpu.go.id:x@evil.example/",
		"https://batu.kpu.go.id:0/", "https://batu.kpu.go.id:65536/", "https://a,b.example/", "https://[::1%25eth0]/", "https:batu.kpu.go.id/a", "//batu.kpu.go.id/a",
		"https://batu.kpu.go.id/" + strings.Repeat("a", 2048),
	} {
		if got, err := page.CanonicalURL(raw); err == nil {
			t.Errorf("CanonicalURL(%.80q) = %q, want an error", raw, got)
		} else if len(err.Error()) > 120 {
			t.Errorf("CanonicalURL(%.80q): the error repeats too much: %v", raw, err)
		}
	}
}

// hostileTails are what may stand behind the host of an own site to make it
// another one.
var hostileTails = []string{
	".evil.example", ".evil.example/x", "@evil.example/x", ":8443", ":8443/x", ":pw@evil.example/", "x", "/", "//evil.example/x", "/\\evil.example", "%2f.evil.example",
	"%40evil.example", "?@evil.example", "#@evil.example", "。evil.example", "\u200b.evil.example", "%00.evil.example", ";.evil.example", "/..//evil.example", "%2e%2e/x", "",
}

// Whatever stands in the path, in whatever spelling of index.php: what is kept
// has the host, port and user of what was sent, and its scheme but for https on
// sites of the KPU.
func TestAnAddressNeverBecomesAnotherHost(t *testing.T) {
	t.Parallel()
	hosts := []string{"kota-padang.kpu.go.id", "www.kota-padang.kpu.go.id", "KOTA-PADANG.kpu.go.id.", "kota-padang.kpu.go.id:8443", "kabar.example", "kabar.example:80", "[::1]:8080", "192.0.2.1"}
	heads := []string{"/index.php", "/INDEX.PHP", "/index.php/index.php", "/index.php%2f", "//index.php", "/index.php/blog/read/1_a", "/blog/read", "/blog/category/104", "/berita/index.php", "/index.ph", "/", ""}
	kept := 0
	for _, scheme := range []string{"https://", "http://", "HTTPS://"} {
		for _, host := range hosts {
			for _, head := range heads {
				for _, tail := range hostileTails {
					if sameSite(t, scheme+host+head+tail) {
						kept++
					}
				}
			}
		}
	}
	if kept < 1000 {
		t.Errorf("only %d addresses were taken: the test shows little", kept)
	}
}

// sameSite holds the canonical form of raw to the site of raw. It reports whether
// there is one.
func sameSite(t *testing.T, raw string) bool {
	t.Helper()
	got, err := page.CanonicalURL(raw)
	if err != nil {
		return false
	}
	u, err := url.Parse(got)
	if err != nil {
		t.Fatalf("CanonicalURL(%q) = %q, which is no address", raw, got)
	}
	sent, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return true // a lone per cent sign, which is escaped
	}
	if u.User != nil || sent.User != nil {
		t.Fatalf("CanonicalURL(%q) = %q has a user", raw, got)
	}
	host := strings.TrimSuffix(strings.ToLower(sent.Hostname()), ".")
	if ascii, err := idna.Lookup.ToASCII(host); err == nil && !strings.Contains(host, ":") {
		host = strings.TrimSuffix(ascii, ".")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		host = ip.String()
	}
	if h := u.Hostname(); h != host && h != strings.TrimPrefix(host, "www.") {
		t.Fatalf("CanonicalURL(%q) = %q: host %q, want %q", raw, got, h, host)
	}
	implied := map[string]string{"http": "80", "https": "443"}
	port := func(u *url.URL) string {
		if p := strings.TrimLeft(u.Port(), "0"); p != "" {
			return p
		}
		return implied[u.Scheme]
	}
	raised := sent.Scheme == "http" && u.Scheme == "https" && strings.HasSuffix("."+host, ".kpu.go.id") && port(sent) == "80" && u.Port() == ""
	if !raised && (u.Scheme != sent.Scheme || port(u) != port(sent)) {
		t.Fatalf("CanonicalURL(%q) = %q: another scheme or port", raw, got)
	}
	return true
}

func FuzzCanonicalURL(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("https://kota-batu.kpu.go.id/blog/read/12_posko?utm_source=x")
	f.Add("http://kabar.example:80/%zz?a=%zz#x")
	f.Add("https://[::1]:8080/a")
	for _, tail := range hostileTails {
		f.Add("https://kota-padang.kpu.go.id/index.php" + tail)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := page.CanonicalURL(raw)
		if err != nil {
			return
		}
		if !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") {
			t.Fatalf("CanonicalURL(%q) = %q", raw, got)
		}
		sameSite(t, raw)
		if len(got) <= 2048 {
			if again, err := page.CanonicalURL(got); err != nil || again != got {
				t.Fatalf("CanonicalURL(%q) = %q, and of that %q, %v", raw, got, again, err)
			}
		}
	})
}
