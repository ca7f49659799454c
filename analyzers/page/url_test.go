package page_test

import (
	"strings"
	"testing"

	"warta/analyzers/page"
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
		{"other sites keep path and query", "https://kabar.example/read?id=5&utm_medium=z", "https://kabar.example/read?id=5"},
		{"a port that says nothing goes", "https://kabar.example:443/a/", "https://kabar.example/a"},
		{"other ports stay", "http://kabar.example:8080/a", "http://kabar.example:8080/a"},
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
		"https://batu.kpu.go.id/" + strings.Repeat("a", 2048),
	} {
		if got, err := page.CanonicalURL(raw); err == nil {
			t.Errorf("CanonicalURL(%.80q) = %q, want an error", raw, got)
		} else if len(err.Error()) > 120 {
			t.Errorf("CanonicalURL(%.80q): the error repeats too much: %v", raw, err)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	f.Add("https://kota-batu.kpu.go.id/blog/read/12_posko?utm_source=x")
	f.Add("http://kabar.example:80/%zz?a=%zz#x")
	f.Add("https://[::1]:8080/a")
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := page.CanonicalURL(raw)
		if err != nil {
			return
		}
		if !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") {
			t.Fatalf("CanonicalURL(%q) = %q", raw, got)
		}
		if len(got) <= 2048 {
			if again, err := page.CanonicalURL(got); err != nil || again != got {
				t.Fatalf("CanonicalURL(%q) = %q, and of that %q, %v", raw, got, again, err)
			}
		}
	})
}
