package page_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/page"
	"warta/analyzers/samples"
	"warta/internal/race"
)

func FuzzRead(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	all, err := samples.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range all {
		if !s.Held {
			f.Add(s.Raw, s.HTML)
		}
	}
	for _, seed := range hostile(200) {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Add("45\nJudul Berita\nIsi.\nSelengkapnya\n\xff\xfe", false)
	f.Fuzz(func(t *testing.T, raw string, isHTML bool) {
		check(t, raw, page.Read(raw, isHTML))
		check(t, raw, []page.Draft{page.Body(raw, raw)})
	})
}

// check holds drafts to what every stage after them relies on.
func check(t *testing.T, raw string, drafts []page.Draft) {
	t.Helper()
	if len(drafts) == 0 {
		t.Fatalf("%q gives no draft", raw)
	}
	for _, d := range drafts {
		for _, s := range append([]string{d.Title, d.Section, d.Byline}, append(d.Paragraphs, d.Captions...)...) {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\u200b\ufeff") || strings.Contains(s, "  ") {
				t.Fatalf("%q gives the untidy %q", raw, s)
			}
		}
		for _, p := range d.Paragraphs {
			if p == "" {
				t.Fatalf("%q gives an empty paragraph", raw)
			}
		}
		if d.Kind == "" {
			t.Fatalf("%q gives no kind", raw)
		}
	}
}

// hostile gives texts of about n bytes that were made to hurt.
func hostile(n int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, n/len(s)+1)[:n] }
	return map[string]string{
		"quotation marks":  fill(`"`),
		"curly marks":      fill("“”"),
		"brackets":         fill("("),
		"closed brackets":  fill("()"),
		"captions":         fill("dok. foto "),
		"related":          fill("Baca juga: "),
		"one word":         fill("kampanye "),
		"offices":          fill("Ketua KPU "),
		"numbers":          fill("1\n"),
		"titles":           fill("KPU Gelar Rapat Pleno\n"),
		"stories":          fill("KPU Gelar Rapat Pleno\nBatu - Isi.\n"),
		"share bars":       fill("Bagikan: "),
		"hashtags":         fill("#a "),
		"images":           fill("http://a.jpg "),
		"entities":         fill("&amp;"),
		"spaces":           fill(" "),
		"elements":         fill("<div>"),
		"emphasis":         fill("<b><i><u>"),
		"links":            fill("<a href=x>"),
		"attributes":       "<p " + fill("a=b "),
		"classes":          `<p class="` + fill("isi "),
		"tables":           fill("<table><tr><td>"),
		"paragraphs":       fill("<p>Isi, isi, isi, dan isi yang cukup panjang untuk dihitung."),
		"contents":         fill(`<h2>Judul berita</h2><div class="post-content">` + strings.Repeat("Isi berita. ", 12) + `</div>`),
		"headings":         fill("<h1>Judul"),
		"headings of text": fill("<h1>Judul</h1>isi"),
		"comments":         fill("<!--"),
		"scripts":          fill("<script>"),
		"formatting":       fill("<p><b a=1>x</p>"),
		"not text":         fill("\xff\xc0"),
		"teasers":          fill("<p><a href=x>Rapat pleno rutin bahas</a><br>Isi yang cukup panjang untuk sebuah kalimat."),
		"lists of others":  fill("<h4>Berita Terkait</h4><p>Isi yang cukup panjang untuk sebuah kalimat.</p>"),
		"bold labels":      fill("<b>Baca Juga</b>"),
		"nested labels":    fill("<div><b>Berita Terkait</b>"),
		"forms":            fill("<form><p>Isi yang cukup panjang untuk sebuah kalimat biasa.</p><input></form>"),
		"pictures":         fill("<div class=img><img><div>Suasana rapat</div></div>"),
		"postings":         fill("<ul><li>admin</li><li>6 Nov 2025</li></ul>"),
		"nested postings":  fill("<div><span>admin</span><span>6 Nov 2025</span>"),
		"commands":         fill(`[gallery ids="1"] `),
		"open commands":    fill("[caption "),
		"addresses":        fill("Isi. KPU Luncurkan Pilkada baca di sini https://a.example/b "),
		"latest":           fill("Latest posts by admin (see all)\n"),
		"dated titles":     fill("KPU Gelar Rapat - 25/01/2018\n"),
		"read also links":  fill("<p>Baca juga: <a href=x>KPU Gelar Rapat</a></p><p>Isi yang cukup panjang untuk sebuah kalimat.</p>"),
		"text beside text": fill("<div>Isi yang cukup panjang untuk sebuah kalimat biasa di sini.</div>"),
		"mixed siblings":   fill("<div>a</div><!-- --><p>Isi yang cukup panjang untuk sebuah kalimat biasa di sini.</p>"),
	}
}

// One megabyte of anything is read without a hang; BenchmarkHostile shows that
// the time grows with the size.
func TestHostilePagesAreRead(t *testing.T) {
	t.Parallel()
	for name, raw := range hostile(1 << 20) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if len(page.Read(raw, false)) == 0 || len(page.Read(raw, true)) == 0 {
				t.Error("no draft")
			}
		})
	}
}

func BenchmarkHostile(b *testing.B) {
	for _, size := range []int{1 << 18, 1 << 20} {
		for name, raw := range hostile(size) {
			for _, isHTML := range []bool{false, true} {
				kind := "text"
				if isHTML {
					kind = "html"
				}
				b.Run(strings.ReplaceAll(name, " ", "-")+"/"+kind+"/"+map[int]string{1 << 18: "256K", 1 << 20: "1M"}[size], func(b *testing.B) {
					b.SetBytes(int64(size))
					b.ReportAllocs()
					for b.Loop() {
						page.Read(raw, isHTML)
					}
				})
			}
		}
	}
}

// The furniture that a page was rid of does not come back: what was read can be
// read again and stays the same.
func TestReadingTwiceIsReadingOnce(t *testing.T) {
	t.Parallel()
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Held {
			continue
		}
		for _, d := range page.Read(s.Raw, s.HTML) {
			again := page.Body(d.Title, strings.Join(d.Paragraphs, "\n"))
			if got, want := strings.Join(again.Paragraphs, "\n"), strings.Join(d.Paragraphs, "\n"); got != want {
				t.Errorf("%s read twice\n got %q\nwant %q", s.Name, got, want)
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	for _, isHTML := range []bool{false, true} {
		name, size := "text", 0
		var some []samples.Sample
		for _, s := range all {
			if s.HTML == isHTML {
				some = append(some, s)
				size += len(s.Raw)
			}
		}
		if isHTML {
			name = "html"
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size / len(some)))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				page.Read(some[i%len(some)].Raw, isHTML)
				i++
			}
		})
	}
}
