package page_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"warta/analyzers/page"
)

// sentences draws running text whose words stand nowhere else on the page.
func sentences(t *rapid.T, mark string) string {
	nouns := []string{"gudang", "petugas", "kotak suara", "pemilih", "aula", "berkas", "panitia", "jadwal", "formulir", "warga"}
	verbs := []string{"menyiapkan", "memeriksa", "menata", "menghitung", "membahas", "mencatat", "menerima", "mengantar"}
	tails := []string{"sejak pagi", "bersama tim", "di kantor", "dengan teliti", "sebelum siang", "tanpa kendala", "untuk semua kecamatan"}
	var b strings.Builder
	for i := range rapid.IntRange(1, 3).Draw(t, "sentences") {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "Pada bagian %s%d %s %s %s %s.", mark, i, rapid.SampledFrom(nouns).Draw(t, "subject"),
			rapid.SampledFrom(verbs).Draw(t, "verb"), rapid.SampledFrom(nouns).Draw(t, "object"), rapid.SampledFrom(tails).Draw(t, "tail"))
	}
	return b.String()
}

// A piece is a part of the body of a made-up page: how it is set, and its text.
func piece(t *rapid.T, n int) (markup, text string) {
	text = sentences(t, fmt.Sprintf("q%d", n))
	set := rapid.SampledFrom([]string{
		"<p>%s</p>", "<div>%s</div>", "<p><span>%s</span></p>", `<div class="x1"><div class="x2">%s</div></div>`, "<p><b>%s</b></p>",
		`<div class="elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container"><p>%s</p></div></div>`,
		"<blockquote>%s</blockquote>", "<ul><li>%s</li></ul>", "<table><tr><td>%s</td></tr></table>", `<p style="text-align:justify"><font size="2">%s</font></p>`,
		`<p><a href="/x">Catatan</a>: %s</p>`, `<div class="row"><div class="col-md-8">%s</div></div>`, `<h3>Persiapan Gudang</h3><p>%s</p>`,
		`<div class="rich-text kolom">%s</div>`, "<dl><dd>%s</dd></dl>", "<center>%s</center>", "<p><em>%s</em></p>", "<table><tbody><tr><td width=10>&nbsp;</td><td>%s</td></tr></tbody></table>",
		`<p class="MsoNormal"><span lang="IN">%s<o:p></o:p></span></p>`, "<div><div><div><div>%s</div></div></div></div>", "<details open><summary>Isi</summary><p>%s</p></details>",
		"<section><p>%s</p></section>", "%s<br><br>", `<div class="wp-block-group"><p>%s</p></div>`, "<p>%s</p><p>&nbsp;</p>", "<div dir=auto><span>%s</span></div>",
	}).Draw(t, "set")
	return fmt.Sprintf(set, text), text
}

// pictures stand between the pieces of a body.
var pictures = []string{
	"", "", "", `<div class="img"><img src="/a.jpg"></div>`, "<figure><img src=/b.jpg><figcaption>Suasana rapat</figcaption></figure>", "<img src=/c.jpg>",
	`<div class="elementor-widget elementor-widget-image"><div class="elementor-widget-container"><img src=d.jpg></div></div>`, "<hr>", `<ins class="adsbygoogle"></ins>`,
	`<p>Baca juga: <a href="/y">Rapat Pleno Rutin Bahas Tindak Lanjut Hasil Pemeriksaan</a></p>`, `<div class="baca-juga"><h5>Baca Juga</h5><ul><li><a href="/y">Uji Publik Dapil</a></li></ul></div>`,
}

// postings say how the article came onto the site.
var postings = []string{
	"", "<p>Oleh: Admin | 06 November 2025 | Dilihat 42 Kali</p>", "<ul><li>admin</li><li>6 Nov 2025</li><li>Berita</li></ul>", "<div><span>2 hari yang lalu</span> <span>Humas</span></div>",
	`<time datetime="2025-11-06">Kamis, 6 November 2025</time>`,
}

// furniture stands around the body; its own mark says so.
var furniture = []string{
	"", `<nav><ul><li><a href="/">Beranda</a></li><li><a href="/b">Berita</a></li></ul></nav>`,
	`<aside><h3>Terpopuler</h3><p>Kalimat panjang dari berita lain yang tidak ada hubungannya dengan halaman ini sama sekali.</p></aside>`,
	`<div class="sidebar"><p>Kalimat panjang dari kotak samping yang tidak ada hubungannya dengan halaman ini sama sekali.</p></div>`,
	`<footer><p>Alamat kantor di jalan raya yang panjang sekali namanya, buka setiap hari kerja sampai sore.</p></footer>`,
	`<div class="share">Bagikan: <a>facebook</a> <a>twitter</a></div>`,
	`<div class="related-posts"><h4><a href="/x">Rapat Pleno Rutin Bahas Tindak Lanjut</a></h4><p>Rapat dipimpin langsung oleh ketua dan dihadiri seluruh anggota sekretariat.</p></div>`,
	`<div class="comments"><p>Semoga ke depan gudangnya dipindah saja ke tempat yang lebih tinggi karena tiap tahun banjir.</p></div>`,
}

// Text that stands in no mark of furniture is in the article, word for word and in its
// order, however the page is made. rapid shrinks what fails.
func TestNoTextIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var body strings.Builder
		var want []string
		container := rapid.SampledFrom([][2]string{
			{"", ""},
			{"<div>", "</div>"},
			{`<div class="post-content">`, "</div>"},
			{"<article>", "</article>"},
			{"<main><div>", "</div></main>"},
			{`<div class="kolom"><div class="isi-kiri">`, "</div></div>"},
			{"<table><tr><td>", "</td></tr></table>"},
			{`<form method="post"><div>`, "</div></form>"},
			{"<section><div><div>", "</div></div></section>"},
			{`<div class="a"><div class="b">`, "</div></div>"},
		}).Draw(t, "container")
		split := rapid.IntRange(0, 3).Draw(t, "columns") // a new container every so many pieces
		body.WriteString(container[0])
		n := rapid.IntRange(2, 8).Draw(t, "pieces")
		for i := range n {
			if split > 0 && i > 0 && i%(split+1) == 0 {
				body.WriteString(container[1])
				body.WriteString(rapid.SampledFrom(pictures).Draw(t, "picture"))
				body.WriteString(container[0])
			}
			markup, text := piece(t, i)
			body.WriteString(markup)
			body.WriteString(rapid.SampledFrom(pictures).Draw(t, "picture"))
			want = append(want, text)
		}
		body.WriteString(container[1])
		wrapped := rapid.SampledFrom([]string{"", "", "<div>"}).Draw(t, "wrapped")
		before := rapid.SliceOfN(rapid.SampledFrom(furniture), 0, 3).Draw(t, "before")
		after := rapid.SliceOfN(rapid.SampledFrom(furniture), 0, 3).Draw(t, "after")
		if wrapped != "" { // what stands beyond that element must be paragraphs alone
			want = want[:1]
			body.Reset()
			fmt.Fprintf(&body, "<p>%s</p>", want[0])
			for i := range rapid.IntRange(0, 4).Draw(t, "beyond") {
				text := sentences(t, fmt.Sprintf("r%d", i))
				fmt.Fprintf(&body, "<p>%s</p>%s", text, rapid.SampledFrom(pictures).Draw(t, "picture"))
				want = append(want, text)
			}
		}
		raw := "<!DOCTYPE html><html><head><title>KPU Batu Menata Gudang Baru</title></head><body>" + strings.Join(before, "") +
			wrapped + "<h1>KPU Batu Menata Gudang Baru</h1>" + rapid.SampledFrom(postings).Draw(t, "posting") + body.String() + strings.Join(after, "") + "</body></html>"
		if wrapped != "" { // the title and the first piece in one element
			raw = strings.Replace(raw, want[0]+"</p>", want[0]+"</p></div>", 1)
		}
		if rapid.Bool().Draw(t, "fragment") {
			raw = body.String()
		}
		drafts := page.Read(raw, true)
		if len(drafts) != 1 {
			t.Fatalf("%d articles in\n%s", len(drafts), raw)
		}
		got := strings.Join(drafts[0].Paragraphs, "\n")
		at := 0
		for _, text := range want {
			i := strings.Index(got[at:], text)
			if i < 0 {
				t.Fatalf("lost: %s\nread: %s\npage: %s", text, got, raw)
			}
			at += i + len(text)
		}
		for _, other := range []string{"tidak ada hubungannya", "Alamat kantor", "dipimpin langsung", "tiap tahun banjir", "facebook", "Uji Publik", "November 2025", "yang lalu"} {
			if strings.Contains(got, other) {
				t.Fatalf("furniture kept: %s\nread: %s\npage: %s", other, got, raw)
			}
		}
	})
}
