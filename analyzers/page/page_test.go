package page_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/page"
)

// A rule is one rule of the anatomy of articles, in words of our own.
type rule struct {
	name string
	raw  string
	html bool
	want []page.Draft // what is left zero is not judged, but for Paragraphs
}

const story = "Painan – KPU Kabupaten Pesisir Selatan membuka posko layanan pemilih di pasar, Senin (3/3/2025)."

func TestRulesOfPages(t *testing.T) {
	t.Parallel()
	rules := []rule{
		{
			name: "A-01 a listing holds several stories, each of one paragraph",
			raw: "Berita\nKPU Buka Posko di Pasar Painan\n" + story + "\nKPU Lantik Petugas Baru di Batang Kapas\n" +
				"Painan - KPU Kabupaten Pesisir Selatan melantik enam petugas baru, Rabu (5/3/2025).",
			want: []page.Draft{
				{Section: "Berita", Title: "KPU Buka Posko di Pasar Painan", Paragraphs: []string{story}},
				{Section: "Berita", Title: "KPU Lantik Petugas Baru di Batang Kapas", Paragraphs: []string{"Painan - KPU Kabupaten Pesisir Selatan melantik enam petugas baru, Rabu (5/3/2025)."}},
			},
		},
		{
			name: "A-02 a read page keeps its paragraphs",
			raw:  "Berita Terkini\n\nKPU Buka Posko di Pasar\n\n" + story + "\n\nPosko buka sampai sore.\n\nBagikan:\n\nfacebook twitter whatapps\n\nTelah dilihat 7 kali",
			want: []page.Draft{{Section: "Berita Terkini", Title: "KPU Buka Posko di Pasar", Paragraphs: []string{story, "Posko buka sampai sore."}}},
		},
		{
			name: "A-03 the text of a home page is cut and stays so",
			raw:  "Berita\nKPU Buka Posko di Pasar\nPainan – KPU membuka posko layanan pemilih di pasar dan di....",
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar", Paragraphs: []string{"Painan – KPU membuka posko layanan pemilih di pasar dan di...."}}},
		},
		{
			name: "A-05 a label is found in any case, with or without its space",
			raw:  "BERITATERKINI\nKPU Buka Posko di Pasar\n" + story,
			want: []page.Draft{{Section: "BERITATERKINI", Title: "KPU Buka Posko di Pasar", Paragraphs: []string{story}}},
		},
		{
			name: "A-05 a label that nobody knows is no title either",
			raw:  "Kabar Nagari\nKPU Buka Posko di Pasar Painan\n" + story,
			want: []page.Draft{{Section: "Kabar Nagari", Title: "KPU Buka Posko di Pasar Painan", Paragraphs: []string{story}}},
		},
		{
			name: "A-05 the path to the page ends in the label",
			raw:  "Beranda / Berita Terkini\nKPU Buka Posko di Pasar\n" + story,
			want: []page.Draft{{Section: "Berita Terkini", Title: "KPU Buka Posko di Pasar", Paragraphs: []string{story}}},
		},
		{
			name: "A-07 a bare number before a title counts its views, Selengkapnya ends a story",
			raw:  "Berita\n45\nKPU Buka Posko di Pasar\n" + story + "\nSelengkapnya\n1103\nKPU Lantik Petugas Baru\nKPU Kabupaten Pesisir Selatan melantik enam petugas.\nSelengkapnya",
			want: []page.Draft{
				{Title: "KPU Buka Posko di Pasar", Views: new(45), Paragraphs: []string{story}},
				{Title: "KPU Lantik Petugas Baru", Views: new(1103), Paragraphs: []string{"KPU Kabupaten Pesisir Selatan melantik enam petugas."}},
			},
		},
		{
			name: "A-07 a number inside the text is text",
			raw:  "KPU Buka Posko di Pasar\n" + story + "\n2025\nadalah tahun yang sibuk.",
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar", Paragraphs: []string{story, "2025", "adalah tahun yang sibuk."}}},
		},
		{
			name: "A-08 a story that stands twice on a page is read once",
			raw:  "Berita\nKPU Buka Posko di Pasar\n" + story + "\nSelengkapnya\nKPU BUKA POSKO DI PASAR\n" + story + "\nSelengkapnya",
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar", Paragraphs: []string{story}}},
		},
		{
			name: "A-23 a title that the body repeats is taken off, also behind a deck line",
			raw:  "KPU Buka Posko di Pasar Painan\nPosko melayani pemilih baru\nKPU BUKA POSKO DI PASAR PAINAN\n" + story,
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar Painan", Paragraphs: []string{"Posko melayani pemilih baru", story}}},
		},
		{
			name: "A-23 a title that runs into the first sentence is taken off",
			raw:  "KPU Buka Posko di Pasar Painan\nKPU BUKA POSKO DI PASAR PAINAN " + story,
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar Painan", Paragraphs: []string{story}}},
		},
		{
			name: "A-23 a sentence that begins with the words of the title stays",
			raw:  "KPU Painan Buka Posko Pasar\nKPU Painan buka posko pasar Selasa pagi dan melayani ratusan pemilih baru sampai sore.",
			want: []page.Draft{{Title: "KPU Painan Buka Posko Pasar", Paragraphs: []string{"KPU Painan buka posko pasar Selasa pagi dan melayani ratusan pemilih baru sampai sore."}}},
		},
		{
			name: "A-42 a byline names the author of an opinion and is no body",
			raw:  "Opini\nMenjaga Suara di Ujung Pulau\nOleh : Rina Melati, Anggota KPU Kabupaten Natuna\nLaut memisahkan kami dari kotak suara.",
			want: []page.Draft{{
				Title: "Menjaga Suara di Ujung Pulau", Byline: "Rina Melati, Anggota KPU Kabupaten Natuna", Kind: article.Opinion,
				Credits: &article.Credits{Writer: "Rina Melati"}, Paragraphs: []string{"Laut memisahkan kami dari kotak suara."},
			}},
		},
		{
			name: "A-88 hashtags at the end are no body, one before a sentence is",
			raw:  "KPU Buka Posko di Pasar\n#TemanPemilih, posko sudah buka di pasar.\nMari datang. #KPUMelayani #Pemilu\n#Pemilu2029",
			want: []page.Draft{{Paragraphs: []string{"#TemanPemilih, posko sudah buka di pasar.", "Mari datang."}}},
		},
		{
			name: "A-100 and A-101 share bar and counter are off though a listing glued them on",
			raw:  "KPU Buka Posko di Pasar\n" + story + " Bagikan: facebook twitter whatapps Telah dilihat 42 kali",
			want: []page.Draft{{Views: new(42), Paragraphs: []string{story}}},
		},
		{
			name: "A-101 the counter is read with what a template glues to it",
			raw:  "KPU Buka Posko di Pasar\n" + story + "\nDilihat 1.068 Kali.",
			want: []page.Draft{{Views: new(1068), Paragraphs: []string{story}}},
		},
		{
			name: "A-102 a related link inside a paragraph ends where the next sentence begins",
			raw:  "KPU Buka Posko di Pasar\n" + story + " Baca juga: KPU Solok Tutup Posko di Terminal Ketua KPU Pesisir Selatan, Budi Anwar, menyambut warga.",
			want: []page.Draft{{Paragraphs: []string{story + " Ketua KPU Pesisir Selatan, Budi Anwar, menyambut warga."}}},
		},
		{
			name: "A-102 a related link on a line of its own goes with its title on the next line",
			raw:  "KPU Buka Posko di Pasar\n" + story + "\nBaca juga:\nKPU Solok Tutup Posko di Terminal\nWarga datang sejak pagi.",
			want: []page.Draft{{Paragraphs: []string{story, "Warga datang sejak pagi."}}},
		},
		{
			name: "A-103 captions between sentences are kept apart",
			raw: "KPU Buka Posko di Pasar\n" + story + " dok. foto Antrean warga di depan posko Dalam sambutannya, Budi menyapa warga. dok.foto Warga menunjukkan kartu " +
				"Anggota KPU Wati Sari menjelaskan syaratnya.",
			want: []page.Draft{{
				Captions:   []string{"Antrean warga di depan posko", "Warga menunjukkan kartu"},
				Paragraphs: []string{story + " Dalam sambutannya, Budi menyapa warga. Anggota KPU Wati Sari menjelaskan syaratnya."},
			}},
		},
		{
			name: "A-103 captions on lines of their own and addresses of images are off",
			raw:  "KPU Buka Posko di Pasar\n" + story + "\n() Warga antre di posko\nGambar 1. Alur layanan\nhttps://kota-x.kpu.go.id/a/b.jpg\nPosko buka https://x.id/c.png sampai sore.",
			want: []page.Draft{{Captions: []string{"Warga antre di posko", "Alur layanan"}, Paragraphs: []string{story, "Posko buka sampai sore."}}},
		},
		{
			name: "A-104 words that lead to a file are off",
			raw:  "Pengumuman Jadwal Layanan Posko\nLayanan posko dibuka setiap hari kerja. Pengumuman selengkapnya dapat didownload disini",
			want: []page.Draft{{Paragraphs: []string{"Layanan posko dibuka setiap hari kerja."}}},
		},
		{
			name: "A-105 a sub-heading on a line of its own is a paragraph",
			raw:  "KPU Buka Posko di Pasar\n" + story + "\nDibuka Sampai Sore\nWarga datang sejak pagi.",
			want: []page.Draft{{Paragraphs: []string{story, "Dibuka Sampai Sore", "Warga datang sejak pagi."}}},
		},
		{
			name: "A-128 runs of spaces become one",
			raw:  "KPU  Buka\tPosko di Pasar\n   Posko   buka\u00a0 setiap hari di pasar.  ",
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar", Paragraphs: []string{"Posko buka setiap hari di pasar."}}},
		},
		{
			name: "A-139 entities are decoded twice and characters without width dropped",
			raw:  "KPU &amp;quot;Buka&amp;quot; Posko\nPos\u00adko bu\u200bka&nbsp;&#8220;setiap&#8221; hari \ufeffdi pasar.",
			want: []page.Draft{{Title: `KPU "Buka" Posko`, Paragraphs: []string{"Posko buka “setiap” hari di pasar."}}},
		},
		{
			name: "A-120 quotation marks stay as typed",
			raw:  "KPU Buka Posko di Pasar\n”Silakan datang,” kata Budi kepada warga, \"kami tunggu\".",
			want: []page.Draft{{Paragraphs: []string{"”Silakan datang,” kata Budi kepada warga, \"kami tunggu\"."}}},
		},
		{
			name: "text after the foot of a page is of no article",
			raw:  "KPU Buka Posko di Pasar\n" + story + "\nTelah dilihat 4 kali\nBerita Terkait\nKPU Lantik Petugas\nKPU Buka Kantor Baru",
			want: []page.Draft{{Title: "KPU Buka Posko di Pasar", Paragraphs: []string{story}}},
		},
		{
			name: "the press puts its day of posting under the title and its names at the end",
			raw:  "KPU Buka Posko di Pasar\nKabar.com - 12/11/2024, 10:15 WIB\nPosko buka setiap hari di pasar.\nPenulis: Damar Sadewa\nEditor: Rina Kusuma",
			want: []page.Draft{{Published: "2024-11-12", Credits: &article.Credits{Writer: "Damar Sadewa", Editor: "Rina Kusuma"}, Paragraphs: []string{"Posko buka setiap hari di pasar."}}},
		},
		{
			name: "text without a title takes its first words for one and loses nothing",
			raw:  "Posko layanan pemilih dibuka setiap hari di pasar.",
			want: []page.Draft{{Title: "Posko layanan pemilih dibuka setiap hari di pasar", Paragraphs: []string{"Posko layanan pemilih dibuka setiap hari di pasar."}}},
		},
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			compare(t, r.raw, page.Read(r.raw, r.html), r.want)
		})
	}
}

// compare judges those parts of drafts that want names.
func compare(t *testing.T, raw string, got, want []page.Draft) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("read %q\n as %d drafts %+v\nwant %d", raw, len(got), got, len(want))
	}
	for i, w := range want {
		g := got[i]
		for _, v := range []struct{ what, got, want string }{
			{"section", g.Section, w.Section},
			{"title", g.Title, w.Title},
			{"byline", g.Byline, w.Byline},
			{"published", g.Published, w.Published},
			{"kind", string(g.Kind), string(w.Kind)},
			{"url", g.URL, w.URL},
		} {
			if v.want != "" && v.got != v.want {
				t.Errorf("read %q\n%s %q, want %q", raw, v.what, v.got, v.want)
			}
		}
		if !slices.Equal(g.Paragraphs, w.Paragraphs) {
			t.Errorf("read %q\n got paragraphs %q\nwant            %q", raw, g.Paragraphs, w.Paragraphs)
		}
		if w.Captions != nil && !slices.Equal(g.Captions, w.Captions) {
			t.Errorf("read %q\n got captions %q\nwant          %q", raw, g.Captions, w.Captions)
		}
		if w.Views != nil && (g.Views == nil || *g.Views != *w.Views) {
			t.Errorf("read %q\n got views %v, want %d", raw, g.Views, *w.Views)
		}
		if w.Credits != nil && (g.Credits == nil || *g.Credits != *w.Credits) {
			t.Errorf("read %q\n got credits %+v, want %+v", raw, g.Credits, w.Credits)
		}
	}
}

// The kinds of A-12; each is a text as a site would print it.
func TestA12KindsOfArticles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		want      article.Kind
	}{
		{"a report with a dateline", "KPU Buka Posko di Pasar\n" + story, article.News},
		{"a report without one", "KPU Buka Posko di Pasar\nKPU Kabupaten Natuna membuka posko layanan di pasar.\nWarga datang sejak pagi.", article.News},
		{"an announcement with a dateline", "Pengumuman Penerimaan Tenaga Pendukung\nTobelo, kab-batu.kpu.go.id – KPU Kabupaten Batu membuka kesempatan dengan ketentuan sebagai berikut:\n1. Warga Negara Indonesia;\n2. Sehat.", article.Announcement},
		{"a numbered announcement with a dateline", "Pengumuman Perpanjangan Seleksi Terbuka\nJakarta, kpu.go.id - Pengumuman Nomor 02/Pansel/VII/2019 Tanggal 12 Juli 2019 Tentang Seleksi Terbuka.", article.Announcement},
		{"a report about an announcement that was rushed", "Pengumuman Hasil Seleksi Diserbu Peserta\nSidikalang – Pengumuman hasil tes yang ditempel di kantor diserbu peserta, Senin (13/5/2024) sore.", article.News},
		{"a report on what an announcement says", "Pengumuman Hasil Seleksi Dinanti Peserta\nSidikalang – Peserta menanti sejak pagi. “Kami sabar,” kata Rina.", article.News},
		{"winners in a list of labels", "Daftar Pemenang Sayembara Maskot\nBerikut nama pemenang:\nJuara I : Rahmat (Si Tabuik)\nJuara II : Dina (Uni Katam)\nJuara III : Sanggar Puti", article.Announcement},
		{"an explainer whose headings run into its sentences", "Transparansi Layanan Informasi\nBlora – KPU Kabupaten Blora terbuka. Mekanisme Permohonan Informasi Publik di Kantor Kami Pemohon dapat mengajukan surat. Pencatatan dan Registrasi Setiap permohonan dicatat. Upaya Keberatan Jika ditolak, pemohon dapat mengajukan keberatan.", article.Explainer},
		{"a report of long subjects", "KPU Blora Rapat\nBlora – Ketua Divisi Hukum Rina Wulandari hadir. Anggota Divisi Data Joko Prabowo hadir. Kepala Dinas Pendidikan Kabupaten Blora hadir.", article.News},
		{"a document that names itself", "Rencana Strategis KPU Kabupaten Batu Tahun 2020-2024\nRencana Strategis KPU Kabupaten Batu Tahun 2020-2024 ditetapkan dengan keputusan.\nDokumen ini memuat visi dan misi.", article.Document},
		{"an opinion without a name", "Kotak Kosong dan Kejujuran Kita\nSaya tidak alergi pada kotak kosong. Bagi saya kolom itu cermin kita.\nKita ribut menyalahkan penyelenggara. Menurut saya itu keliru.\nKarena itu janganlah kita malu.", article.Opinion},
		{"a report that quotes one who says I", "KPU Batu Buka Posko\nKPU Kabupaten Batu membuka posko.\n“Saya senang, saya datang pagi, saya antre, saya pulang, kita semua,” kata Rina.\nPosko tutup sore.", article.News},
		{"a story with a byline of the office", "KPU Batu Buka Posko\nOleh: Humas KPU Kota Batu\n" + story, article.News},
		{"a story with a byline of a person", "KPU Batu Buka Posko\nOleh: Rina Melati\n" + story, article.News},
		{"a report about an announcement", "Pengumuman Hasil Seleksi Digelar Terbuka\n" + story, article.News},
		{"an announcement", "Pengumuman Pemenang Lomba Mural\nBerikut nama pemenang lomba mural tingkat pelajar:\n1. Sari\n2. Budi", article.Announcement},
		{"a call for papers", "Call for Abstract Jurnal Kepemiluan\nSyarat: 1) naskah asli; 2) belum pernah terbit. Tenggat 30 Juni 2025.", article.Announcement},
		{"congratulations", "Selamat dan Sukses atas Pelantikan Bupati Natuna\nKeluarga besar KPU Kabupaten Natuna mengucapkan selamat dan sukses.", article.Greeting},
		{"condolences", "Turut Berduka Cita\nKeluarga besar KPU turut berduka atas wafatnya ayahanda ketua.", article.Greeting},
		{"an opinion", "Opini\nSuara dari Ujung Pulau\nOleh : Rina Melati, Anggota KPU Kabupaten Natuna\nLaut memisahkan kami.", article.Opinion},
		{"a press release", "PRESS RELEASE: Tanggapan Masyarakat Dibuka\nPRESS RELEASE Nomor 3/2024\nKPU membuka masa tanggapan.", article.PressRelease},
		{"a form", "Rapat Pleno Pekan Ini\nNama Kegiatan : Rapat Pleno\nWaktu Kegiatan : Senin, 5 Mei 2025\nTempat : Aula\nHasil : disepakati jadwal", article.Form},
		{"a form that a listing flattened", "Rapat Pleno Pekan Ini\nNama Kegiatan : Rapat Pleno Waktu Kegiatan : Senin, 5 Mei 2025 Tempat : Aula Hasil : disepakati jadwal.", article.Form},
		{"an interview", "Coklit di Perbatasan\nNatuna, kab-natuna.kpu.go.id - Berikut wawancara dengan Anggota KPU Kabupaten Natuna.\nTanya: Apa kendalanya?\nJawab: Ongkos perahu.\nTanya: Sampai kapan?\nJawab: Pekan depan.", article.News},
		{"a decree to download", "Keputusan KPU Kabupaten Natuna tentang Jadwal\nBerikut Keputusan KPU Kabupaten Natuna Nomor 5 Tahun 2024 beserta lampirannya. unduh disini", article.Document},
		{"an explainer with questions", "Mengenal Pemilih Pindahan\nSiapa yang boleh pindah memilih?\nWarga yang bertugas di tempat lain.\nApa syaratnya?\nKTP dan surat tugas.", article.Explainer},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := page.Read(c.raw, false)
			if len(got) != 1 || got[0].Kind != c.want {
				t.Errorf("read %q\n got %d drafts, kind %q; want one, %q", c.raw, len(got), got[0].Kind, c.want)
			}
		})
	}
}

// Sign-offs: the foot of a text, and what is left and read.
func TestSignOffs(t *testing.T) {
	t.Parallel()
	const body = "Rapat ditutup pukul empat."
	for _, c := range []struct {
		name, foot, left string
		want             *article.Credits
	}{
		{"A-80 writers, editor's mark and photographer", " (abc/def/ed. Foto: xyz/KPU Kota Batu)", body, &article.Credits{Text: "(abc/def/ed. Foto: xyz/KPU Kota Batu)", Writer: "abc/def", Editor: "ed", Photo: "xyz/KPU Kota Batu"}},
		{"A-81 names after their marks, no spaces", " (Humas KPU Batu, Sari/ed:Budi,Wati/foto:Joko)", body, &article.Credits{Text: "(Humas KPU Batu, Sari/ed:Budi,Wati/foto:Joko)", Writer: "Humas KPU Batu, Sari", Editor: "Budi,Wati", Photo: "Joko"}},
		{"A-82 the unit alone", " (humas KPU Batu)", body, &article.Credits{Text: "(humas KPU Batu)", Writer: "humas KPU Batu"}},
		{"A-83 name and unit", " (Sari/Humas KPU Kab. Batu)", body, &article.Credits{Text: "(Sari/Humas KPU Kab. Batu)", Writer: "Sari/Humas KPU Kab. Batu"}},
		{"A-84 initials", " (JS)", body, &article.Credits{Text: "(JS)", Writer: "JS"}},
		{"A-85 a full name on a line of its own", "\n(Sari Melati)", body, &article.Credits{Text: "(Sari Melati)", Writer: "Sari Melati"}},
		{"A-86 square brackets", " [Media Center KPU Kota Batu]", body, &article.Credits{Text: "[Media Center KPU Kota Batu]", Writer: "Media Center KPU Kota Batu"}},
		{"A-87 a code", " (DA_ZI_Tekhum)", body, &article.Credits{Text: "(DA_ZI_Tekhum)", Writer: "DA_ZI_Tekhum"}},
		{"A-89 the old style of KPU RI", " (abc/red. FOTO KPU/def/Hupmas)", body, &article.Credits{Text: "(abc/red. FOTO KPU/def/Hupmas)", Writer: "abc", Editor: "red", Photo: "KPU/def/Hupmas"}},
		{"A-90 an acronym that the sentence defines is none", " Rapat membahas Daftar Pemilih Tetap (DPT).", body + " Rapat membahas Daftar Pemilih Tetap (DPT).", nil},
		{"A-90 a bracket with a verb is none", " Semua setuju. (rapat akan dilanjutkan besok pagi di aula)", body + " Semua setuju. (rapat akan dilanjutkan besok pagi di aula)", nil},
		{"A-92 a bracket with a role is none", " Rapat dipimpin Sari Melati. (Kabag Umum)", body + " Rapat dipimpin Sari Melati. (Kabag Umum)", nil},
		{"A-93 the full stop may stand behind", " Rapat selesai (abc/ed).", body + " Rapat selesai.", &article.Credits{Text: "(abc/ed)", Writer: "abc", Editor: "ed"}},
		{"A-93 it may be glued to a quotation mark", " “Setuju.”(azi)", body + " “Setuju.”", &article.Credits{Text: "(azi)", Writer: "azi"}},
		{"A-140 an editor's gloss is none", " Usulan dibahas dewan (DPRD, red)", body + " Usulan dibahas dewan (DPRD, red)", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			raw := "KPU Batu Gelar Rapat\n" + body + c.foot
			d := page.Read(raw, false)[0]
			if got := strings.Join(d.Paragraphs, "\n"); got != c.left {
				t.Errorf("foot %q leaves %q, want %q", c.foot, got, c.left)
			}
			switch {
			case c.want == nil && d.Credits != nil:
				t.Errorf("foot %q read as credits %+v, want none", c.foot, *d.Credits)
			case c.want != nil && (d.Credits == nil || *d.Credits != *c.want):
				t.Errorf("foot %q\n got credits %+v\nwant         %+v", c.foot, d.Credits, *c.want)
			}
		})
	}
}

func TestBodyTakesFurnitureOffWhatCameApart(t *testing.T) {
	t.Parallel()
	d := page.Body(" KPU Buka  Posko ", story+"\n\nBaca juga: KPU Tutup Posko\n\nTelah dilihat 12 kali")
	compare(t, "title and body", []page.Draft{d}, []page.Draft{{Title: "KPU Buka Posko", Views: new(12), Paragraphs: []string{story}}})
}

func TestWordListsAreValid(t *testing.T) {
	t.Parallel()
	if err := page.Validate(); err != nil {
		t.Error(err)
	}
}
