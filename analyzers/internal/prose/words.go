package prose

// IsAdverb reports whether a lower-case word stands between a subject and its verb:
// "Rina juga menegaskan".
func IsAdverb(low string) bool { return adverbs[low] }

var adverbs = map[string]bool{
	"akhirnya": true, "antara": true, "awalnya": true, "bahkan": true, "balik": true, "bergantian": true, "berkali-kali": true, "berulang": true,
	"berulangkali": true, "detail": true, "hanya": true, "ikut": true, "jg": true, "juga": true, "justru": true, "kali": true, "kembali": true, "kemudian": true,
	"kerap": true, "khusus": true, "lagi": true, "lain": true, "lalu": true, "langsung": true, "lanjut": true, "lantas": true, "lebih": true,
	"malah": true, "misal": true, "misalnya": true, "pernah": true, "pertama": true, "pula": true, "pun": true, "rinci": true, "sebelumnya": true,
	"secara": true, "segera": true, "sekali": true, "sekaligus": true, "selalu": true, "selanjutnya": true, "sempat": true, "sendiri": true,
	"sering": true, "singkat": true, "sudah": true, "tegas": true, "telah": true, "terbuka": true, "terus": true, "terus-menerus": true, "tetap": true,
	"turut": true,
}

// IsUtterance reports whether a lower-case word is a noun for what a person says:
// "pernyataan", "sambutan".
func IsUtterance(low string) bool { return utterances[low] }

var utterances = map[string]bool{
	"ajakan": true, "amanat": true, "arahan": true, "cerita": true, "cuitan": true, "curahan": true, "harapan": true, "himbauan": true, "imbauan": true,
	"jawaban": true, "kata-kata": true, "kesaksian": true, "kesan": true, "keterangan": true, "klarifikasi": true, "komentar": true, "kutipan": true,
	"nasihat": true, "pandangan": true, "paparan": true, "pendapat": true, "penegasan": true, "pengakuan": true, "penjelasan": true, "penuturan": true,
	"perkataan": true, "pernyataan": true, "pesan": true, "pesan-pesan": true, "petikan": true, "pidato": true, "poin": true, "pokok-pokok": true,
	"sambutan": true, "seruan": true, "sikap": true, "tanggapan": true, "tuturan": true, "ucapan": true, "ujaran": true, "ulasan": true,
	"unggahan": true, "ungkapan": true,
}
