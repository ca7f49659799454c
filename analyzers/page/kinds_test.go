package page_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/page"
)

// kept is a second paragraph that every case must keep.
const kept = "Posko buka setiap hari kerja sampai sore dan melayani warga yang pindah memilih."

// A line that tells how the article was posted is neither title nor body; its day is the
// day of publication.
func TestPostingLines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, line, day string
		views           int
		body            bool // the line is text and stays
	}{
		{"author, day and counter", "Oleh: Admin | 06 November 2025 | Dilihat 42 Kali", "2025-11-06", 42, false},
		{"counter, day and author", "Dilihat 42 Kali | Kamis, 6 November 2025 | Oleh Humas", "2025-11-06", 42, false},
		{"day, author and label", "6 Nov 2025 · admin · Berita Terkini", "2025-11-06", 0, false},
		{"without marks between", "Admin 06 Nov 2025 Berita", "2025-11-06", 0, false},
		{"slashes between", "Berita Terkini / admin / 16 Juni 2020 / Dilihat 190 Kali.", "2020-06-16", 190, false},
		{"hour and zone", "Selasa, 4 November 2025 | 10.12 WIB", "2025-11-04", 0, false},
		{"numbers alone", "12/11/2024 16:05 | Parmas | 388", "2024-11-12", 388, false},
		{"year first", "2021/03/18 · by humas · 0 Comments", "2021-03-18", 0, false},
		{"month first", "Posted on November 6, 2025 by operator", "2025-11-06", 0, false},
		{"month first in numbers", "Dikirim oleh hupmas pada Rab, 09/20/2017 - 08:11", "2017-09-20", 0, false},
		{"hyphens", "15-12-2016, admin, 61 klik", "2016-12-15", 61, false},
		{"a name among the segments", "Sari Melati • 3 Mei 2024 • 2 menit baca", "2024-05-03", 0, false},
		{"days ago", "Humas · 2 hari yang lalu", "", 0, false},
		{"hours ago", "9 jam ago", "", 0, false},
		{"the office as the author", "Oleh: Humas KPU Kota Batu", "", 0, false},
		{"the day of a change", "Terakhir diperbarui: Jumat, 25 Mei 2012 09:01", "", 0, false},
		{"credits and day", "Penulis: Agustinus Bili | Editor: Yanti | 02/08/2022, 10:05 WITA", "2022-08-02", 0, false},
		{"a sentence with a day", "Rapat digelar pada 6 November 2025 di aula", "", 0, true},
		{"a sentence with a counter", "Video itu dilihat 42 kali oleh warga", "", 0, true},
		{"a name and a number", "Pariaman Utara 66 15.104 12.011", "", 0, true},
		{"a sentence with an author", "Oleh karena itu warga diminta datang lebih awal", "", 0, true},
		{"a unit as the subject", "Humas KPU Kota Batu menerima 12 wartawan", "", 0, true},
		{"an hour of the programme", "Pukul 10.00 WIB peserta berkumpul", "", 0, true},
		{"an hour in a line of its own", "Pukul : 09.00 WIB", "", 0, true},
		{"an hour without a word", "09.00 WIB", "", 0, true},
		{"a weekday and an hour", "Senin 08.00", "", 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := page.Read("KPU Batu Buka Posko di Pasar\n"+tt.line+"\n"+story+"\n"+kept, false)[0]
			want := []string{story, kept}
			if tt.body {
				want = []string{tt.line, story, kept}
			}
			views := 0
			if d.Views != nil {
				views = *d.Views
			}
			if d.Title != "KPU Batu Buka Posko di Pasar" || !slices.Equal(d.Paragraphs, want) || d.Published != tt.day || views != tt.views || d.Kind != article.News {
				t.Errorf("%q\n got %q of %q, %d views, body %q, %s\nwant %q, %d views, body %q", tt.line, d.Title, d.Published, views, d.Paragraphs, d.Kind, tt.day, tt.views, want)
			}
		})
	}
}

// A line of posting behind the text is no text; a day alone among the text is.
func TestPostingBehindTheText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, tail, day string
		want            []string
	}{
		{"a line of posting", "Diterbitkan pada 6 November 2025 oleh admin", "2025-11-06", nil},
		{"a change", "Terakhir Diperbaharui ( Jumat, 25 Mei 2012 09:01 )", "", nil},
		{"a day of a list", "6 November 2025", "", []string{"6 November 2025"}},
	} {
		d := page.Read("KPU Batu Buka Posko di Pasar\n"+story+"\n"+kept+"\n"+tt.tail, false)[0]
		if want := append([]string{story, kept}, tt.want...); !slices.Equal(d.Paragraphs, want) || d.Published != tt.day {
			t.Errorf("%s: got %q of %q, want %q of %q", tt.name, d.Paragraphs, d.Published, want, tt.day)
		}
	}
}

// An insert of the site between sentences is cut where both of its ends have a mark. The
// sentences stay whole.
func TestInsertsBetweenSentences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		want       string
		captions   []string
	}{
		{"a related title and the subject that the article names", "Ayam Cemani hitam legam. Baca Juga : Kabupaten Blora, Kota Jati di Jawa Tengah Ayam Cemani memiliki bulu hitam.", "Ayam Cemani hitam legam. Ayam Cemani memiliki bulu hitam.", nil},
		{"a related title and a word that opens sentences", "Gudang siap. Baca juga: Tim Jatanras Bekuk Pencuri Sapi di Kubung Sisanya berasal dari daerah lain.", "Gudang siap. Sisanya berasal dari daerah lain.", nil},
		{"a related title and a quotation", "Gudang siap. Baca juga: KPU Batu Gelar Apel Pagi “Kami siap,” kata Rina.", "Gudang siap. “Kami siap,” kata Rina.", nil},
		{"a related title with its own end", "Gudang siap. Baca juga: Siapa Saja yang Boleh Memilih? Rina Wulandari menutup acara.", "Gudang siap. Rina Wulandari menutup acara.", nil},
		{"a related title whose end nothing tells", "Gudang siap. Baca juga: KPU Batu Gelar Apel Pagi Rina Wulandari menutup acara.", "Gudang siap. Baca juga: KPU Batu Gelar Apel Pagi Rina Wulandari menutup acara.", nil},
		{"a sentence that says so", "Warga dapat membaca juga: daftar di papan pengumuman kantor.", "Warga dapat membaca juga: daftar di papan pengumuman kantor.", nil},
		{"an address and its title", "Tahapan sudah dimulai. KPU Luncurkan Pilkada baca di sini https://www.kpu.go.id/berita/1 “Mulai besok,” kata Rina.", "Tahapan sudah dimulai. “Mulai besok,” kata Rina.", nil},
		{"an address that the text names", "Warga mengecek di laman https://cekdpt.kpu.go.id sejak pagi.", "Warga mengecek di laman https://cekdpt.kpu.go.id sejak pagi.", nil},
		{"a sentence that leads to an address", "Hasil lengkap dapat dibaca selengkapnya di sini https://batu.example/hasil sejak pagi.", "Hasil lengkap dapat dibaca selengkapnya di sini https://batu.example/hasil sejak pagi.", nil},
		{"a caption and a verb", "Rina menjadi pembina apel. Dok. foto Suasana Apel Pagi Membuka amanatnya, Rina menyapa peserta.", "Rina menjadi pembina apel. Membuka amanatnya, Rina menyapa peserta.", []string{"Suasana Apel Pagi"}},
		{"a caption in small letters and a noun", "Kegiatan selesai. dok. foto komisioner turut hadir dan menyapa warga Sambutan kedua oleh Rina selaku Camat Cepu.", "Kegiatan selesai. Sambutan kedua oleh Rina selaku Camat Cepu.", []string{"komisioner turut hadir dan menyapa warga"}},
		{"a command of an editor", `Gudang siap. [gallery ids="1,2"] Petugas berjaga. [/vc_column_text] Kunci disimpan. {loadposition social}`, "Gudang siap. Petugas berjaga. Kunci disimpan.", nil},
		{"a caption of an editor", `[caption id="a1" width="300"]Petugas memindai berkas[/caption] Gudang siap.`, "Gudang siap.", []string{"Petugas memindai berkas"}},
		{"brackets of the text", "Gudang [lama] siap [sejak 2018] dan {baru} dibuka.", "Gudang [lama] siap [sejak 2018] dan {baru} dibuka.", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := page.Read("Ayam Cemani dan Gudang Baru\n"+tt.body, false)[0]
			if got := strings.Join(d.Paragraphs, "\n"); got != tt.want || !slices.Equal(d.Captions, tt.captions) {
				t.Errorf("%q\n got %q, captions %q\nwant %q, captions %q", tt.body, got, d.Captions, tt.want, tt.captions)
			}
		})
	}
}

// A title that the body repeats is cut where it is the same words in the same order.
func TestRepeatedTitle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, title, body, want string }{
		{"as it stands", "KPU Kota Padang Undang Mantan Ketua", "KPU Kota Padang Undang Mantan Ketua\nRapat dibuka.", "Rapat dibuka."},
		{"in capitals", "KPU Kota Padang Undang Mantan Ketua", "KPU KOTA PADANG UNDANG MANTAN KETUA\nRapat dibuka.", "Rapat dibuka."},
		{"with a word spelt in another way", "KPU Kota Padang Undang Mantan Ketua", "KPU Kota Padang Undangan Mantan Ketua\nRapat dibuka.", "Rapat dibuka."},
		{"with a full stop, run into the first sentence", "Rekapitulasi di Cepu dan Jepon selesai.", "Rekapitulasi di Cepu dan Jepon selesai. Rapat dibuka.", "Rapat dibuka."},
		{"the same words in another order", "KPU Kota Padang Undang Mantan Ketua", "Mantan Ketua KPU Kota Padang M. Darwati hadir dalam rapat.", "Mantan Ketua KPU Kota Padang M. Darwati hadir dalam rapat."},
		{"another office", "Ketua dan Anggota KPU Kota Padang", "Anggota dan Ketua KPU Kota Solok hadir.", "Anggota dan Ketua KPU Kota Solok hadir."},
		{"another number", "KPU Siapkan 420 Kotak", "KPU Siapkan 530 Kotak\nRapat dibuka.", "KPU Siapkan 530 Kotak\nRapat dibuka."},
		{"a sentence of the same words", "KPU Rembang Menetapkan Jadwal Rapat Pleno", "KPU Rembang menetapkan jadwal rapat pleno pada Senin.", "KPU Rembang menetapkan jadwal rapat pleno pada Senin."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(page.Body(tt.title, tt.body).Paragraphs, "\n"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What stands below the text, of other articles and of the author, starts no article.
func TestBelowTheText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, tail string }{
		{"the author's box", "KPU Batu\nKPU Batu yang beralamat di Jl. Mawar No. 4A Website : www.contoh.go.id email : info@contoh.go.id\nLatest posts by KPU Batu (see all)\n- Pengumuman Nama Calon Anggota PPK - 25/01/2018\n- Foto Bersama - 15/03/2017"},
		{"about the author", "About the Author\nOperator KPU Batu\nAdmin laman resmi sejak 2019. Hobi memancing.\nLatest posts by operator (see all)\nKPU Batu Gelar Doa Bersama - 5 Februari 2024\nLogistik Tiba, Gudang Dijaga - 3 Februari 2024"},
		{"a related title with its address", "#KPUBatu\nBerita Terkait: KPU Batu Salurkan Bekal Petugas https://batu.example/2024/02/03/bekal"},
		{"a heading that is made of two words", "Kabar lainnya\nKPU Batu Gelar Doa Bersama - 5 Februari 2024\nSenam Sehat Pegawai"},
		{"the source", "Sumber : Kabarbatu"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			drafts := page.Read("KPU Batu Buka Posko di Pasar\n"+story+"\n"+kept+"\n"+tt.tail, false)
			if len(drafts) != 1 || !slices.Equal(drafts[0].Paragraphs, []string{story, kept}) {
				t.Errorf("got %d articles, the first %q", len(drafts), drafts[0].Paragraphs)
			}
		})
	}
}

// A listing without counters and datelines is parted by its leads; one article with
// sub-headings stays one; where nothing tells, there is a warning.
func TestListingsWithoutMarks(t *testing.T) {
	t.Parallel()
	lead := func(doing, day string) string {
		return "KPU Kabupaten Blora " + doing + ", " + day + ". Rapat dipimpin ketua dan dihadiri seluruh anggota serta pegawai sekretariat di aula kantor sampai sore."
	}
	long := strings.Repeat("Petugas menata kotak suara di gudang yang baru dibangun tahun lalu. ", 4)
	for _, tt := range []struct {
		name, raw string
		n         int
		warned    bool
	}{
		{"two stories", "Berita Terkini\nKPU Blora Bahas Arsip Lembaga\n" + lead("membahas arsip", "Senin (2/2/2026)") + "\nKPU Blora Terima Surat Suara\n" + lead("menerima surat suara", "Selasa (3/2/2026)"), 2, false},
		{"three, one with a dateline", "KPU Blora Bahas Arsip Lembaga\nBlora - " + lead("membahas arsip", "Senin (2/2)") + "\nKPU Blora Terima Surat Suara\n" + lead("menerima", "Selasa (3/2)") + "\nSiswa SMA Kunjungi Rumah Pintar\n" + lead("menerima siswa", "Rabu (4/2)"), 3, false},
		{"sub-headings without days", "KPU Blora Bahas Arsip Lembaga\n" + lead("membahas arsip", "Senin (2/2)") + "\nPutusan Makin Kuat\n" + long + "\nGudang Baru Dipakai Bersama\n" + long, 1, false},
		{"what may be titles", "KPU Blora Gelar Rangkaian Kegiatan\n" + lead("menggelar kegiatan", "Senin (2/2)") + "\nJalan Sehat di Alun-alun Kota\nWarga berjalan bersama, Minggu (1/2). " + long, 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			drafts := page.Read(tt.raw, false)
			warned := slices.ContainsFunc(drafts[0].Warnings, func(w article.Warning) bool { return w.Code == article.WarnMaybeSeveral })
			if len(drafts) != tt.n || warned != tt.warned {
				t.Errorf("got %d articles, warned %v; want %d, %v", len(drafts), warned, tt.n, tt.warned)
			}
		})
	}
}

// The time of a page is its day, in a sentence it is a word of it.
func TestMachineTimes(t *testing.T) {
	t.Parallel()
	long := "Padang - KPU Kota Padang membuka posko layanan di kantor sampai sore hari."
	for _, tt := range []struct{ name, html, day, first string }{
		{"under the title", `<time datetime="2025-11-05">5 Nov</time><p>` + long + `</p>`, "2025-11-05", long},
		{"in a line of its own", `<p><time datetime="2025-11-05T08:00:00+07:00">kemarin</time></p><p>` + long + `</p>`, "2025-11-05", long},
		{"behind the text", `<p>` + long + `</p><div><time datetime="2025-11-05">Rabu</time></div>`, "2025-11-05", long},
		{"in a sentence", `<p>Padang - Rapat pada <time datetime="2025-11-05">5 November</time> dihadiri seluruh anggota dan sekretaris.</p>`, "", "Padang - Rapat pada 5 November dihadiri seluruh anggota dan sekretaris."},
	} {
		d := page.Read("<html><body><article><h1>KPU Padang Buka Posko Layanan</h1>"+tt.html+"</article></body></html>", true)[0]
		if len(d.Paragraphs) != 1 || d.Paragraphs[0] != tt.first || d.Published != tt.day {
			t.Errorf("%s: got %q of %q", tt.name, d.Paragraphs, d.Published)
		}
	}
}

// A page that repeats one layout holds several stories; sub-headings, teasers and boxes
// beside one article make none.
func TestRepeatedLayouts(t *testing.T) {
	t.Parallel()
	text := func(n string) string {
		return strings.Repeat("Panitia "+n+" menyiapkan gudang yang kering dan jauh dari banjir untuk semua kotak suara. ", 5)
	}
	item := func(set, n string) string {
		return strings.NewReplacer("TITLE", "KPU Batu Menata Gudang "+n, "TEXT", text(n)).Replace(set)
	}
	for _, tt := range []struct {
		name, set string
		n         int
	}{
		{"cards", `<div class="card"><h3><a href="/read/TITLE">TITLE</a></h3><p>TEXT</p></div>`, 3},
		{"list items", `<li><h2><a href="/x">TITLE</a></h2><div>TEXT</div></li>`, 3},
		{"the link around the heading", `<section><div><a href="/x"><h4>TITLE</h4></a></div><div><p>TEXT</p></div></section>`, 3},
		{"sub-headings in sections", `<section><h3>TITLE</h3><p>TEXT</p></section>`, 1},
		{"sub-headings side by side", `<h3>TITLE</h3><p>TEXT</p>`, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			raw := "<html><head><title>Berita</title></head><body><h1>Berita KPU Batu Hari Ini</h1><div>" + item(tt.set, "Satu") + item(tt.set, "Dua") + item(tt.set, "Tiga") + "</div></body></html>"
			drafts := page.Read(raw, true)
			if len(drafts) != tt.n {
				t.Fatalf("got %d articles, want %d", len(drafts), tt.n)
			}
			for i, n := range []string{"Satu", "Dua", "Tiga"} {
				d := drafts[min(i, tt.n-1)]
				if body := strings.Join(d.Paragraphs, " "); !strings.Contains(body, strings.TrimSpace(text(n))) || tt.n == 3 && (d.Title != "KPU Batu Menata Gudang "+n || len(d.Paragraphs) != 1) {
					t.Errorf("article %d: %q, %q", i, d.Title, d.Paragraphs)
				}
			}
		})
	}
}

// Running text that is in no article raises a warning.
func TestTextLeftOutIsTold(t *testing.T) {
	t.Parallel()
	line := "Panitia menyiapkan gudang yang kering dan jauh dari banjir untuk semua kotak suara di kota itu. "
	other := "Kantor juga membuka layanan informasi bagi warga yang datang dari luar kota pada hari kerja. "
	raw := "<html><body><h1>KPU Batu Menata Gudang</h1><div class=post-content><p>" + line + line + line + "</p></div><div id=c><p>" + strings.Repeat(other, 4) + "</p></div></body></html>"
	d := page.Read(raw, true)[0]
	at := slices.IndexFunc(d.Warnings, func(w article.Warning) bool { return w.Code == article.WarnTextLeftOut })
	if at < 0 || !strings.Contains(d.Warnings[at].Message, "Kantor juga membuka layanan") {
		t.Errorf("got body %q, warnings %+v", d.Paragraphs, d.Warnings)
	}
}

// A page that was copied from head to foot holds one article: its menu and its foot are
// none of it.
func TestCopiedPages(t *testing.T) {
	t.Parallel()
	menu := "Lewati ke konten\nKPU Kota Batu\nBeranda\nProfil\nBERITA\nPPID\nKontak\n"
	foot := "Bagikan\nFacebook\nX\nBerita Terkait\n31 Maret 2026\nKPU Batu Bahas Serapan Anggaran Triwulan\nRapat dipimpin langsung oleh ketua dan dihadiri seluruh anggota serta sekretaris kantor.\nTerpopuler\n1\nCara Mengajukan Permohonan\n"
	title := "KPU Batu Buka Posko di Pasar"
	for _, tt := range []struct{ name, raw, day string }{
		{"a line of posting below the title", menu + title + "\nRabu, 30 Oktober 2019 07:55 WITA | Dibaca 64 kali | Oleh : Admin\n" + story + "\n" + kept + "\n" + foot, "2019-10-30"},
		{"author and day in lines of their own", menu + "Beranda » Berita » " + title + "\n" + title + "\nHumas KPU Batu\n25 Juni 2024\n09:31\nTidak ada komentar\n" + story + "\n" + kept + "\n[Red/Humas]\nposko\npasar\n" + foot, "2024-06-25"},
		{"the day above the title", menu + "Jumat, 17 Januari 2014\n" + title + "\n" + story + "\n" + kept + "\nDiposkan oleh KPU BATU di 11.03\nKirimkan Ini lewat Email BlogThis!\n" + foot, "2014-01-17"},
		{"no day", menu + title + "\n" + story + "\n" + kept + "\n" + foot, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			drafts := page.Read(tt.raw, false)
			if d := drafts[0]; len(drafts) != 1 || d.Title != title || !slices.Equal(d.Paragraphs, []string{story, kept}) || d.Published != tt.day {
				t.Errorf("got %d articles, %q of %q, body %q", len(drafts), d.Title, d.Published, d.Paragraphs)
			}
		})
	}
	// A text with a label and a short first line is no such page.
	if d := page.Read("Berita Terkini\n"+title+"\nMelayani\n"+story+"\n"+kept, false)[0]; d.Title != title || len(d.Paragraphs) != 3 {
		t.Errorf("got %q, %q", d.Title, d.Paragraphs)
	}
}

// The title of a page without telling headings is what its head calls the article, the
// line above the line of posting, or the heading over the path of links.
func TestTitlesOfPages(t *testing.T) {
	t.Parallel()
	title := "KPU Batu Buka Posko di Pasar"
	body := "<p>" + story + "</p><p>" + kept + "</p>"
	for _, tt := range []struct{ name, head, html string }{
		{"named by the head", "<title>" + title + " | KPU Kota Batu</title>", "<table><tr><td class=s4>" + title + "</td></tr><tr><td>" + body + "</td></tr></table>"},
		{"above the line of posting", "<title>New Page 1</title>", "<p><b>" + title + "</b></p><p><i>Diposting : Rabu, 7 Nopember 2012</i></p><div>" + body + "</div>"},
		{"over the path of links", "<title>KPU Kota Batu</title>", "<section class=breadcrumb><h2>" + title + "</h2><p>Home / Blog</p></section><div>" + body + "</div>"},
		{"below the name of the office", "<title>KPU Kota Batu</title>", "<h1>KPU Kota Batu</h1><div><h3>" + title + "</h3>" + body + "</div>"},
		{"below the label of the section", "<title>KPU Kota Batu</title>", "<h1>Berita Terkini <small>KPU Kota Batu</small></h1><div><h3>" + title + "</h3><p>by Humas • 27 Mei 2016 • 0 comments</p>" + body + "</div>"},
		{"not the day above it", "<title>KPU Kota Batu</title>", "<h2 class=date-header>Senin, 28 Oktober 2013</h2><h3 class=post-title>" + title + "</h3><div class=post-body>" + body + "</div>"},
	} {
		d := page.Read("<html><head>"+tt.head+"</head><body><nav><a href=/>Beranda</a></nav>"+tt.html+"</body></html>", true)[0]
		if d.Title != title || !slices.Equal(d.Paragraphs, []string{story, kept}) {
			t.Errorf("%s: got %q, %q", tt.name, d.Title, d.Paragraphs)
		}
	}
}

// Elements that would be furniture by their class hold the article where no other does.
func TestArticlesInWidgets(t *testing.T) {
	t.Parallel()
	body := "<p>" + story + "</p><p>" + kept + "</p>"
	other := "<div class=widget><div class=entry-content><p>Rapat dipimpin langsung oleh ketua dan dihadiri seluruh anggota serta sekretaris kantor di aula lantai dua sampai sore hari.</p></div></div>"
	for _, tt := range []struct{ name, html string }{
		{"a widget around the text", "<div class='widget Blog'><h3 class=post-title>KPU Batu Buka Posko</h3><div class=post-body>" + body + "</div></div>"},
		{"other widgets beside the text", "<h1>KPU Batu Buka Posko</h1><div class=post-content>" + body + "</div>" + other},
		{"a pull quote", "<h1>KPU Batu Buka Posko</h1><div class=post-content>" + body + "<div class=quote-wrapper>Posko buka setiap hari kerja</div></div>"},
		{"a copy for the ear", "<h1>KPU Batu Buka Posko</h1><div class=post-content>" + body + "</div><div style='position:absolute;left:-9999px'>" + body + "</div>"},
		{"a form around all", "<form method=post><h1>KPU Batu Buka Posko</h1><div>" + body + "</div></form>"},
	} {
		d := page.Read("<html><head><title>KPU Kota Batu</title></head><body>"+tt.html+"</body></html>", true)[0]
		if !slices.Equal(d.Paragraphs, []string{story, kept}) {
			t.Errorf("%s: got %q, %q", tt.name, d.Title, d.Paragraphs)
		}
	}
}

// What looks like the end of a text, or like furniture, is none where the text goes on.
func TestTextGoesOn(t *testing.T) {
	t.Parallel()
	title := "KPU Batu Buka Posko di Pasar"
	long := "Panitia menyiapkan gudang yang kering dan jauh dari banjir untuk semua kotak suara di kota itu."
	for _, tt := range []struct{ name, raw, want string }{
		{"a share line between paragraphs", story + "\nBagikan\n" + long, long},
		{"a counter between paragraphs", story + "\nTelah dilihat 42 kali\n" + long, long},
		{"a counter inside a sentence", story + "\nVideo sosialisasi itu telah dilihat 42 kali\n" + long, "Video sosialisasi itu telah dilihat 42 kali\n" + long},
		{"a sub-heading that is the heading of comments elsewhere", story + "\nTanggapan\n" + long, "Tanggapan\n" + long},
		{"a hashtag that the sentence names", story + "\nWarga diajak memakai tagar #BatuMemilih", "Warga diajak memakai tagar #BatuMemilih"},
		{"a line of its own in brackets", story + "\n(1)\n" + long, "(1)\n" + long},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := page.Read(title+"\n"+tt.raw, false)[0]
			if got := strings.Join(d.Paragraphs, "\n"); !strings.HasSuffix(got, tt.want) || !strings.HasPrefix(got, story) {
				t.Errorf("%q\n got %q\nwant the end %q", tt.raw, got, tt.want)
			}
		})
	}
}

// A word of a class marks furniture only where what stands inside agrees: most of the
// running text of a page is the article, and a warning names the text that stays out.
func TestClassesThatLie(t *testing.T) {
	t.Parallel()
	title := "<h1>KPU Batu Menata Gudang</h1>"
	line := "<p>Panitia menyiapkan gudang yang kering dan jauh dari banjir untuk semua kotak suara di kota itu.</p>"
	text := strings.Repeat(line, 3)
	other := "<p>Kantor juga membuka layanan informasi bagi warga yang datang dari luar kota pada hari kerja.</p>"
	for _, tt := range []struct {
		name, html string
		want       int // paragraphs
		warned     bool
	}{
		{"an offer around the text", title + "<div class=promo-box>" + text + "</div>", 3, false},
		{"a widget inside the template's element", "<div class=entry-content>" + title + "<div class=my-widget>" + text + "</div></div>", 3, false},
		{"comments longer than the text", title + "<div>" + line + "</div><div class=my-comments>" + strings.Repeat(other, 9) + "</div>", 1, false},
		{"a side bar longer than the text", title + "<div class=post-content>" + strings.Repeat(line, 2) + "</div><div class=sidebar>" + strings.Repeat(other, 9) + "</div>", 2, false},
		{"a box with links", title + "<div>" + line + "</div><div class=promo-box><h3><a href=/a>KPU Batu Lantik Petugas</a></h3>" + strings.Repeat(other, 9) + "</div>", 1, false},
		{"a box inside the text", title + "<div class=entry-content>" + text + "<div class=cta-box>" + strings.Repeat(other, 3) + "</div></div>", 3, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, wrap := range []string{"<html><body>%s</body></html>", "<html><body><div id=main>%s</div><nav><a href=/>Beranda</a></nav></body></html>"} {
				raw := strings.Replace(wrap, "%s", tt.html, 1)
				d := page.Read(raw, true)[0]
				warned := slices.ContainsFunc(d.Warnings, func(w article.Warning) bool { return w.Code == article.WarnTextLeftOut })
				if len(d.Paragraphs) != tt.want || warned != tt.warned {
					t.Errorf("%s\n got %q, warned %t", raw, d.Paragraphs, warned)
				}
			}
		})
	}
	d := page.Read(title+text+"<div class=cta-box>"+strings.Repeat(other, 3)+"</div>", true)[0]
	if !slices.ContainsFunc(d.Warnings, func(w article.Warning) bool { return w.Code == article.WarnTextLeftOut }) {
		t.Errorf("the text of an editor's form lost %q without a warning", other)
	}
}
