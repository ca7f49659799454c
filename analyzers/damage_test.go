package analyzers_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"warta/analyzers"
	"warta/analyzers/article"
)

func codes(a article.Article) []string {
	var out []string
	for _, w := range a.Warnings {
		out = append(out, w.Code)
	}
	return out
}

// misread decodes the UTF-8 of text as windows-1252, as a wrongly configured site does.
func misread(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if r := charmap.Windows1252.DecodeByte(c); r != '\uFFFD' {
			b.WriteRune(r)
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// Text that came through a wrong code page reads as if it had not, whatever form it
// was sent in.
func TestRepairedTextReadsAsTheSound(t *testing.T) {
	t.Parallel()
	const title = "KPU Blora – “Siap” Gelar Rapat"
	const body = "Blora — Ketua KPU Blora Darmo Asy’ari menyampaikan bahwa rapat penting, Senin (2/2/2026). “Kita harus siap menjaga gudang,” ujar Darmo."
	page := "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><article><p>" + body + "</p></article></body></html>"
	entities := strings.NewReplacer("â", "&acirc;", "€", "&euro;", "™", "&trade;", "œ", "&oelig;")
	for _, damage := range []func(string) string{misread, func(s string) string { return misread(misread(s)) }, func(s string) string { return entities.Replace(misread(s)) }} {
		for name, pair := range map[string][2]analyzers.Source{
			"text":  {{Text: title + "\n\n" + body}, {Text: damage(title + "\n\n" + body)}},
			"html":  {{HTML: page}, {HTML: damage(page)}},
			"body":  {{Title: title, Body: body}, {Title: damage(title), Body: damage(body)}},
			"title": {{Title: title, HTML: page}, {Title: damage(title), HTML: page}},
		} {
			sound, mended := reader(t).Read(pair[0])[0], reader(t).Read(pair[1])[0]
			if mended.Title != sound.Title || !slices.Equal(mended.Paragraphs, sound.Paragraphs) || sound.Title != title || len(mended.Quotes) != len(sound.Quotes) || len(sound.Quotes) == 0 {
				t.Errorf("%s: got %q %q, want %q %q", name, mended.Title, mended.Paragraphs, sound.Title, sound.Paragraphs)
			}
			if slices.Contains(codes(mended), article.WarnDamagedText) {
				t.Errorf("%s: warned of what was repaired: %v", name, mended.Warnings)
			}
		}
	}
}

func TestDamageBeyondRepairIsWarnedOf(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"KPU Blora Siap\n\nKetua KPU Blora Darmo Asy\uFFFDari menyampaikan rapat penting, Senin (2/2/2026).",
		"KPU Blora Siap\n\nRapat dibuka. ?Kita harus siap,? ujar Ketua KPU Blora Darmo Asy?ari.",
	} {
		a := reader(t).Read(analyzers.Source{Text: text})[0]
		i := slices.IndexFunc(a.Warnings, func(w article.Warning) bool { return w.Code == article.WarnDamagedText })
		if i < 0 {
			t.Errorf("%q: no warning: %v", text, a.Warnings)
			continue
		}
		w := a.Warnings[i]
		if !strings.Contains(w.Message, "rusak") || w.Paragraph == nil || !w.Span.In(a.Paragraphs[*w.Paragraph]) || w.Span.Start == w.Span.End {
			t.Errorf("%q: %+v", text, w)
		}
	}
	if a := reader(t).Read(analyzers.Source{Text: "KPU Blora Siap?\n\nSiapa siap? Kita, kata Darmo Asy’ari."})[0]; slices.Contains(codes(a), article.WarnDamagedText) {
		t.Errorf("sound text: %v", a.Warnings)
	}
}

func TestEntitiesEncodedTwiceAreDecoded(t *testing.T) {
	t.Parallel()
	const body = "KPU Kota Padang dan DPRD “bahas” anggaran R&D bersama, Rabu (5/11/2025), di kantor KPU Kota Padang."
	const coded = "KPU Kota Padang dan DPRD &amp;ldquo;bahas&amp;rdquo; anggaran R&amp;amp;D bersama, Rabu (5/11/2025), di kantor KPU Kota Padang."
	for name, src := range map[string]analyzers.Source{
		"a heading":                   {HTML: "<h1>KPU &amp;amp; DPRD &amp;quot;Siap&amp;quot;</h1><p>" + coded + "</p>"},
		"a meta title":                {HTML: `<meta property="og:title" content="KPU &amp;amp; DPRD &amp;quot;Siap&amp;quot;"><p>` + coded + "</p>"},
		"a page title":                {HTML: "<title>KPU &amp;amp; DPRD &amp;quot;Siap&amp;quot;</title><p>" + coded + "</p>"},
		"JSON":                        {Title: "KPU &amp;amp; DPRD &amp;quot;Siap&amp;quot;", Body: coded},
		"JSON-LD":                     {HTML: `<script type="application/ld+json">{"@type":"NewsArticle","headline":"KPU &amp;amp; DPRD &amp;quot;Siap&amp;quot;"}</script><p>` + coded + "</p>"},
		"a title given beside a page": {Title: "KPU &amp;amp; DPRD &amp;quot;Siap&amp;quot;", HTML: "<h1>x</h1><p>" + coded + "</p>"},
	} {
		a := reader(t).Read(src)[0]
		if a.Title != `KPU & DPRD "Siap"` || len(a.Paragraphs) != 1 || a.Paragraphs[0] != body {
			t.Errorf("%s: %q %q", name, a.Title, a.Paragraphs)
		}
	}
}

// The day of publication that a page states is the one in its publisher's zone, and
// left out with a warning where it cannot be true.
func TestThePublishedDayOfAPage(t *testing.T) {
	t.Parallel()
	const body = `<h1>KPU Siap Gelar Rapat</h1><article><p>KPU menggelar rapat pleno terbuka di kantornya, dihadiri peserta pemilu dan pengawas.</p></article>`
	meta := func(v string) string { return `<meta property="article:published_time" content="` + v + `">` + body }
	linked := func(v string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"` + v + `"}</script>` + body
	}
	const west, east = "https://kota-semarang.kpu.go.id/berita/1", "https://kab-merauke.kpu.go.id/berita/1"
	for _, c := range []struct {
		name     string
		src      analyzers.Source
		day      string
		doubtful bool
	}{
		{"a day", analyzers.Source{URL: west, HTML: meta("2025-11-05")}, "2025-11-05", false},
		{"universal time", analyzers.Source{URL: west, HTML: meta("2025-11-05T18:30:00Z")}, "2025-11-06", false},
		{"a zone", analyzers.Source{URL: west, HTML: meta("2025-11-05T23:30:00+07:00")}, "2025-11-05", false},
		{"a zone, in the east", analyzers.Source{URL: east, HTML: meta("2025-11-05T23:30:00+07:00")}, "2025-11-06", false},
		{"linked data", analyzers.Source{URL: west, HTML: linked("2025-11-05T18:30:00Z")}, "2025-11-06", false},
		{"a zone by name", analyzers.Source{URL: east, HTML: meta("5 November 2025 23:30 WIB")}, "2025-11-05", false},
		{"the future", analyzers.Source{URL: west, HTML: meta("2099-01-01T00:00:00Z")}, "", true},
		{"the day after tomorrow", analyzers.Source{URL: west, HTML: meta("2025-11-12")}, "", true},
		{"tomorrow", analyzers.Source{URL: west, HTML: meta("2025-11-11")}, "2025-11-11", false},
		{"the far past", analyzers.Source{URL: west, HTML: meta("1970-01-01T00:00:00Z")}, "", true},
		{"what is given goes before it", analyzers.Source{URL: west, HTML: meta("2099-01-01"), Published: "2025-11-04"}, "2025-11-04", false},
		{"given before the rule", analyzers.Source{URL: west, HTML: meta("2025-11-04"), Published: "2099-01-01"}, "2025-11-04", true},
		{"a page that was changed since", analyzers.Source{URL: west, HTML: meta("2025-12-01"), Received: "2025-12-01"}, "2025-12-01", false},
	} {
		c.src.AsOf = "2025-11-10"
		a := reader(t).Read(c.src)[0]
		if a.Published != c.day || slices.Contains(codes(a), article.WarnDoubtfulDate) != c.doubtful {
			t.Errorf("%s: %q, %v; want %q", c.name, a.Published, codes(a), c.day)
		}
	}
}
