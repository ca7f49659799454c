// Package hostile holds pieces of text that, repeated, tempt parsers into square
// time, and the measure that tests hold a parser to.
package hostile

import (
	"strings"
	"testing"
	"time"
)

// Offices are pieces for the names of offices.
var Offices = []string{
	"\"", "(", "Ketua KPU ", "KPU", "KPU ", "KPU Semarang ", "KPU Semarang, KPU Kota Tegal, ", "Komisi Pemilihan Umum ", "k", "kpu-",
	"KPU Provinsi dan ", "KPU/KPU/", "se-", "KPU Jawa ", "KPU                ", "dari kepada ke Ketua ", "aKPU", "KPU Kota A",
	"KPU Kota ", "KPU Kota, ", "KPU Provinsi/KPU Kabupaten/", "KPU kabupaten dan ", "kota, ",
}

// Dates are pieces for days.
var Dates = []string{
	"\"", "\" ", "\"a ", "a\" ", "(", "Selasa ", "Selasa (4/11) ", "4 November 2025 ", "4-", "4 - 5 ", "1", "2025 ", "2025/", "Selasa hingga ",
	"tanggal ", "Selesa ", "malam Minggu (8/11) ", "３", "（３/11） ", "dua puluh ", "tanggal dua belas ", "4, ", "'a ", "'a,' ", "2025-11-0", "2025-11-05 ", "5 (lima) ", "/",
	"Senin, ", "3/4 ", "Rabu (5/11/2025) hingga ", "5-XI-", "\"a,\" kata Budi, Rabu (5/11). ", "Nomor 1 Tahun 2025 tanggal 3 Mei 2025 ", ". ", "a", "”", "“", "rapat 4 November 2025, Selasa (4/11). ",
	"Tanggal : 3 Mei 2025 ", "30-1 November 2025 ", "3-5/11 ", "Rabu (5-11) ", "3/11 - 5/11/2025 ", "Jalan 3 Mei 2025 ", "25/11/05 ",
}

// Officials are pieces for roles and names.
var Officials = []string{
	`"`, "(", ")", "Ketua KPU ", "Rina ", "Rina Wulandari, ", "Ketua KPU Rina ", "Anggota KPU Rina, ", "kata ", "Dr. ", "S.H., ", "M. ",
	"Ketua Divisi Hukum, ", "Divisi Data dan ", "Kepala Dinas ", ". ", "yang juga Ketua ", "Rina Wulandari menegaskan bahwa ", "“Ya,” ujarnya. ",
	"Bupati ", "Kepala Universitas X Y Z ", "itu ", "’’", "dan ", ", ", "Plt. ", "Kapolres A B ", "Ketua KPU itu ", "Rina, sapaan akrab ",
	"Ketua KPU X, Rina Wulandari. ", "K.H. ", "A.A.", "Gst. ", "Menurut Rakitan. ", "Direktur A B C, Dr. Rina, ", "Lurah A B C D, ", "Bendesa A ", "Guru Sari ",
	"Anggota Komisi II Budi Santoso hadir bersama DPR Jakarta. ", "warga, Rina Sari mengatakan ya. ", "Ketua DPR RI Puan Maharani ", "pengadilan",
}

// Quotes are pieces for quotations and what introduces them.
var Quotes = []string{
	`"`, "“", "” ", "(", `"Ya," `, `"Ya," ujarnya. `, `"Ya," kata Rina. `, "“Ya, ", "Ketua KPU ", "Rina ", "kata ", "kata Rina, ", ", kata dia, ",
	"Rina menegaskan bahwa ", "Rina menegaskan ia ", "menurut ", "Menurutnya, ", "Ia mengatakan ya. ", "disampaikan oleh ", ". ", ", ", "menyebut “x” ",
	"Ketua KPU mengatakan dan ", "Ketua KPU dan Ketua KPU menegaskan ", "”ya”\u00a0", `"Satu dua tiga empat lima enam." `, "Ketua KPU X menilai. ",
	"Anggota KPU X, Rina Wulandari, menilai A dan ", "Jika ya, katanya, ", "yang dinilai, kata Rina, ", "“Ya, ujar Rina. ", `"Ya." Demikian bunyi `, "Seorang ",
	`"Ya," kata pedagang itu. `, `"Ya," kata pria asal Rina itu. `, "Narasumber Rina Wulandari dan ", "Rina menegaskan A, mengajak B, ", "Hal itu disampaikan Rina. ",
	"dikatakan Rina, ", "'Ya,' kata Rina. ", "'Ya ", "Rina didampingi Rina, ", "pesan Rina: ", "Pembina apel ", "Perempuan itu menilai ya. ", "“Ya” – Rina. ",
}

// Pages are pieces of pages, of their furniture and of their markup.
var Pages = []string{
	`"`,
	"“”",
	"(",
	"()",
	"dok. foto ",
	"Baca juga: ",
	"kampanye ",
	"Ketua KPU ",
	"1\n",
	"KPU Gelar Rapat Pleno\n",
	"KPU Gelar Rapat Pleno\nBatu - Isi.\n",
	"Bagikan: ",
	"#a ",
	"http://a.jpg ",
	"&amp;",
	" ",
	"<div>",
	"<b><i><u>",
	"<a href=x>",
	"<table><tr><td>",
	"<p>Isi, isi, isi, dan isi yang cukup panjang untuk dihitung.",
	`<h2>Judul berita</h2><div class="post-content">` + strings.Repeat("Isi berita. ", 12) + `</div>`,
	"<h1>Judul",
	"<h1>Judul</h1>isi",
	"<!--",
	"<script>",
	"<p><b a=1>x</p>",
	"\xff\xc0",
	"<p><a href=x>Rapat pleno rutin bahas</a><br>Isi yang cukup panjang untuk sebuah kalimat.",
	"<h4>Berita Terkait</h4><p>Isi yang cukup panjang untuk sebuah kalimat.</p>",
	"<b>Baca Juga</b>",
	"<div><b>Berita Terkait</b>",
	"<form><p>Isi yang cukup panjang untuk sebuah kalimat biasa.</p><input></form>",
	"<div class=img><img><div>Suasana rapat</div></div>",
	"<ul><li>admin</li><li>6 Nov 2025</li></ul>",
	"<div><span>admin</span><span>6 Nov 2025</span>",
	`[gallery ids="1"] `,
	"[caption ",
	"Isi. KPU Luncurkan Pilkada baca di sini https://a.example/b ",
	"Latest posts by admin (see all)\n",
	"KPU Gelar Rapat - 25/01/2018\n",
	"<p>Baca juga: <a href=x>KPU Gelar Rapat</a></p><p>Isi yang cukup panjang untuk sebuah kalimat.</p>",
	"<div>Isi yang cukup panjang untuk sebuah kalimat biasa di sini.</div>",
	"<div>a</div><!-- --><p>Isi yang cukup panjang untuk sebuah kalimat biasa di sini.</p>",
}

// Large and small are the sizes in bytes of the texts that are compared.
const (
	small = 25_000
	large = 16 * small
)

// Linear holds read to linear time: sixteen times a text must take nothing like 256
// times as long. A text that is read in less than a second is not judged, which
// leaves room for a busy machine.
func Linear(t *testing.T, pieces []string, read func(text string)) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, piece := range pieces {
		took := func(size int) time.Duration {
			text := strings.Repeat(piece, size/len(piece)+1)
			start := time.Now()
			read(text)
			return time.Since(start)
		}
		brief, long := took(small), took(large)
		for range 2 { // the machine may have been busy
			if long > time.Second && long > 64*brief {
				brief, long = max(brief, took(small)), min(long, took(large))
			}
		}
		if long > time.Second && long > 64*brief {
			t.Errorf("%d kB of %q take %v, %d kB %v", large/1000, piece, long, small/1000, brief)
		}
	}
}
