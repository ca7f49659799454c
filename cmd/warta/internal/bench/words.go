package bench

import "strings"

// stopWords are words that no query of the mix consists of.
var stopWords = set(`yang di dan ke dari dengan untuk pada ini itu dalam tidak akan juga ada oleh sebagai adalah karena bahwa
atau saat telah lebih sudah dapat tersebut bisa menjadi para kepada secara masih serta seperti kami kita mereka dia ia saya anda
harus agar hanya hingga antara namun setelah sebelum lain banyak hari tahun dua satu tiga ya sangat bagi lagi pun masa maka jika
bila belum maupun sehingga selama sementara yaitu yakni tak kata ujar jelas terang tambah lanjut tutur ungkap atas tentang tanpa
sejak ketika kalau saja semua orang baik apa bukan hal cara terhadap sebuah selain dirinya katanya ujarnya melalui memang menurut
jadi sampai terus setiap mungkin pernah kali diri sebesar sekitar beberapa seluruh berbagai suatu empat lima enam tujuh delapan
agak segala sendiri kembali lalu dahulu siapa mana bagaimana jelasnya ungkapnya tambahnya tegasnya imbuhnya pungkasnya bahkan
justru pula per demi guna usai pihak sesuai`)

// questionWords begin questions.
var questionWords = strings.Fields(`siapa kapan berapa bagaimana mengapa dimana apakah`)

// inflected are inflected words about elections; an analyzer should map them to roots.
var inflected = strings.Fields(`pemungutan penghitungan pelantikan pendaftaran verifikasi penyortiran pelipatan pendistribusian
pemutakhiran pencocokan pengawasan penyelenggaraan pengumuman pembentukan perekrutan pemusnahan pembuktian penyerahan penerimaan
pelaporan pengujian pencalonan pengundian perbaikan pembukaan pelayanan gugatan putusan dipungut dihitung ditetapkan dilantik
disalurkan memungut menghitung menetapkan mengawasi mencocokkan`)

// commonPhrases are phrases that many articles have.
var commonPhrases = []string{
	"daftar pemilih", "komisi pemilihan umum", "partai politik", "rapat pleno", "data dan informasi", "anggota kpu",
	"daftar pemilih tetap", "surat suara", "ketua divisi hukum", "tokoh masyarakat", "partisipasi masyarakat", "badan adhoc",
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
