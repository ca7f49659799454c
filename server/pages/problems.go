package pages

import (
	"io"
	"net/http"
	"strings"

	"warta/index"
	"warta/server/answer"
	"warta/server/web"
)

// problemTypes explains every type of problem, by slug: its status, what it means, and
// what to do.
var problemTypes = map[string]struct {
	status    int
	means, do string
}{
	"internal":    {500, "Ada yang gagal di pihak kami.", "Kirim ulang sekali. Bila tetap gagal, sampaikan request_id kepada pengelola."},
	"invalid":     {400, "Parameter atau isi permintaan tidak dapat dimengerti; field menyebut yang mana.", "Perbaiki menurut detail. Mengirim ulang yang sama tidak menolong."},
	"not-found":   {404, "Tidak ada apa pun di alamat itu.", "Periksa id atau kodenya; /docs memuat semua alamat."},
	"gone":        {410, "Artikel pernah ada dan sudah dihapus.", "Hapus juga dari tempat Anda."},
	"changed":     {412, "Kutipan berubah sejak dibaca: If-Match menyebut keadaan yang lama.", "Baca lagi, lalu putuskan dengan ETag yang baru."},
	"conflict":    {409, "Isinya bertentangan dengan yang tersimpan, misalnya external_id dan url menunjuk dua artikel.", "Kirim dengan salah satu saja."},
	"removed":     {409, "Artikel ini sudah dihapus dan tetap begitu.", "Hanya pengelola yang dapat mengembalikannya, dengan restore=true."},
	"unreadable":  {422, "Bentuknya benar, tetapi tidak dapat dikerjakan seperti diminta.", "Ubah menurut detail; halaman berisi beberapa artikel dikirim dengan split=true."},
	"too-large":   {413, "Melebihi batas ukuran; detail menyebut batasnya.", "Kirim bagian yang lebih kecil."},
	"too-costly":  {422, "Pencarian ini akan memakan terlalu banyak waktu.", "Pakai lebih sedikit kata atau tanda bintang, atau persempit dengan tanggal, satker, atau topik."},
	"expired":     {410, "Urutan menurut kecocokan disimpan lima menit; cursor ini lebih lama dari itu.", "Mulai lagi dari alamat dalam start."},
	"forbidden":   {403, "Kunci ini tidak berhak.", "Mintalah hak itu, atau kunci lain, kepada pengelola."},
	"busy":        {503, "Terlalu banyak pekerjaan sekaligus.", "Kirim ulang setelah Retry-After detik."},
	"unavailable": {503, "Layanan belum siap atau sedang berhenti.", "Kirim ulang setelah Retry-After detik."},

	"unauthorized":           {401, "Perlu kunci, atau kunci yang dikirim tidak dikenal, kedaluwarsa, atau dicabut.", "Kirim Authorization: Bearer warta_… dengan kunci yang berlaku."},
	"method-not-allowed":     {405, "Alamat ini tidak menerima metode itu; Allow menyebut yang diterima.", "Pakai salah satunya."},
	"uri-too-long":           {414, "Alamat lebih panjang daripada yang dibaca.", "Kurangi saringan atau kata."},
	"unsupported-media-type": {415, "Jenis isi ini tidak diterima.", "Pakai Content-Type yang disebut dalam detail, tanpa Content-Encoding."},
	"too-many-requests":      {429, "Kunci atau alamat ini mengirim lebih banyak permintaan daripada jatahnya.", "Tunggu Retry-After detik; RateLimit-Remaining menyebut sisa jatah."},
	"incomplete":             {400, "Isi permintaan terputus atau datang terlalu lambat.", "Kirim ulang; aman untuk diulang."},
}

// ProblemType answers GET /problems/{slug}: what a type of problem means.
func (s *Site) ProblemType(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("slug")
	is, ok := problemTypes[slug]
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "pages.ProblemType", Text: "there is no such type of problem"}
	}
	view := &web.ProblemTypeView{
		Head: web.Head{Path: "/", Title: "Masalah: " + slug},
		Slug: slug, Status: is.status, StatusText: http.StatusText(is.status), Means: is.means, Do: is.do,
	}
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.ProblemType(out, view) })
}

// Problem answers with the page of an error.
func (s *Site) Problem(w http.ResponseWriter, r *http.Request, p answer.Problem) error {
	v := &web.ProblemView{
		Head: web.Head{Path: "/"}, Status: p.Status, RequestID: p.RequestID, Article: p.Article,
		Heading: "Ada yang tidak beres", Text: "Kesalahan ada di pihak kami. Coba lagi; bila tetap terjadi, beri tahu kami nomor permintaan di bawah.",
	}
	switch p.Status {
	case http.StatusNotFound:
		v.Heading, v.Text = "Halaman tidak ditemukan", "Alamat ini tidak menunjuk ke halaman mana pun. Mungkin salah ketik, atau tautannya sudah lama."
		if strings.HasPrefix(r.URL.Path, web.RegulationsPath+"/") {
			v.Heading, v.Text = "Peraturan tidak dikenal", "Alamat peraturan berisi jenis, nomor, dan tahunnya, misalnya /peraturan/pkpu/8/2024. Mungkin salah ketik."
			v.Elsewhere = &web.Link{Label: "Lihat semua peraturan", Href: web.RegulationsPath}
		}
	case http.StatusGone:
		v.Heading, v.Text = "Artikel sudah ditarik", "Artikel ini pernah ada dan sudah dihapus dari pencarian."
		if strings.HasPrefix(r.URL.Path, "/kutipan/") {
			v.Heading, v.Text = "Kutipan tidak ditampilkan lagi", "Kutipan ini ditarik, atau tidak ada dalam versi artikel mana pun yang kami simpan."
		}
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		v.Heading, v.Text = "Sedang sibuk", "Terlalu banyak permintaan saat ini. Coba lagi beberapa saat lagi."
	case http.StatusUnprocessableEntity:
		v.Heading, v.Text = "Pencarian terlalu berat", "Pakai lebih sedikit kata, atau persempit dengan tanggal, satuan kerja, atau topik."
	case http.StatusUnauthorized, http.StatusForbidden:
		v.Heading, v.Text = "Tidak diizinkan", "Untuk ini Anda perlu masuk sebagai staf. Bila sudah masuk, muat ulang halamannya, lalu kirim formulirnya sekali lagi."
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestURITooLong:
		v.Heading, v.Text = "Permintaan tidak dapat dibaca", "Periksa alamatnya, atau mulai lagi dari halaman pencarian."
	}
	v.Title = v.Heading
	return s.Sender.HTML(w, r, p.Status, func(out io.Writer) error { return s.Views.Problem(out, v) })
}
