package quotes_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/analyzers/quotes"
	"warta/analyzers/samples"
	"warta/analyzers/satker"
	"warta/internal/race"
)

// say prints quotes as "kind speaker [cue] text", a post in brackets where only
// the post is named and "?" for an unknown speaker.
func say(all []article.Quote) []string {
	var lines []string
	for _, q := range all {
		who := "?"
		switch {
		case q.Speaker != nil:
			who = q.Speaker.Name
		case q.Role != nil:
			who = "(" + q.Role.Title + ")"
		}
		lines = append(lines, fmt.Sprintf("%s %s [%s] %s", q.Kind, who, q.Cue, q.Text))
	}
	return lines
}

// rina and joko introduce two people without a word of theirs.
const (
	rina = "Ketua KPU Kota Salatiga, Rina Wulandari, hadir. "
	joko = "Rapat dihadiri Anggota KPU Kota Salatiga, Joko Prabowo. "
)

func TestRules(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		// Section 7: the minimum test set, and the Q-rules.
		{
			"Q-01 named after", rina + `"Gudang sudah siap. Kotak suara lengkap," ujar Rina di gudang.`,
			[]string{"direct Rina Wulandari [ujar] Gudang sudah siap. Kotak suara lengkap,"},
		},
		{
			"Q-02 two quotations with a verb each", rina + `"Gudang sudah siap," ujar Rina. "Tinggal menunggu truk," tambahnya.`,
			[]string{"direct Rina Wulandari [ujar] Gudang sudah siap,", "direct Rina Wulandari [tambahnya] Tinggal menunggu truk,"},
		},
		{
			"Q-03 the second half without a verb", rina + `"Gudang sudah siap," ujar Rina. "Tinggal menunggu truk."`,
			[]string{"direct Rina Wulandari [ujar] Gudang sudah siap, Tinggal menunggu truk."},
		},
		{
			"Q-04 a sentence that its attribution breaks", rina + `"Gudang sudah siap," kata Rina, "tinggal menunggu truk."`,
			[]string{"direct Rina Wulandari [kata] Gudang sudah siap, tinggal menunggu truk."},
		},
		{
			"Q-05 -nya after an indirect statement", `Ketua KPU Kota Salatiga, Rina Wulandari, menegaskan bahwa gudang sudah siap. "Kotak suara lengkap," ujarnya.`,
			[]string{"indirect Rina Wulandari [menegaskan] gudang sudah siap", "direct Rina Wulandari [ujarnya] Kotak suara lengkap,"},
		},
		{
			"Q-05 -nya across a paragraph", "Ketua KPU Kota Salatiga, Rina Wulandari, menekankan pentingnya arsip.\n" + `"Arsip itu ingatan lembaga," jelasnya.`,
			[]string{"indirect Rina Wulandari [menekankan] pentingnya arsip", "direct Rina Wulandari [jelasnya] Arsip itu ingatan lembaga,"},
		},
		{
			"Q-05 the last reporting subject counts, not the last name", `Ketua KPU Kota Salatiga, Rina Wulandari, menyatakan gudang siap dan berterima kasih kepada Joko Prabowo. "Kotak lengkap," ujarnya.`,
			[]string{"indirect Rina Wulandari [menyatakan] gudang siap dan berterima kasih kepada Joko Prabowo", "direct Rina Wulandari [ujarnya] Kotak lengkap,"},
		},
		{
			"tambahnya after another speaker's statement", rina + `"Gudang siap," ujar Rina. Anggota KPU Kota Salatiga, Joko Prabowo, menjelaskan truk sudah dipesan. "Ada lima truk," tambahnya.`,
			[]string{"direct Rina Wulandari [ujar] Gudang siap,", "indirect Joko Prabowo [menjelaskan] truk sudah dipesan", "direct Joko Prabowo [tambahnya] Ada lima truk,"},
		},
		{
			"Q-06 no verb at all", "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat. “Gudang sudah siap dan kotak suara lengkap.”",
			[]string{"direct Rina Wulandari [] Gudang sudah siap dan kotak suara lengkap."},
		},
		{"Q-07 the frame before", rina + `Rina menekankan, "Gudang harus siap."`, []string{"direct Rina Wulandari [menekankan] Gudang harus siap."}},
		{"Q-07 a colon", rina + `Rina mengatakan: "Gudang harus siap."`, []string{"direct Rina Wulandari [mengatakan] Gudang harus siap."}},
		{"Q-07 the verb before the name", rina + `Kata Rina, "Gudang harus siap."`, []string{"direct Rina Wulandari [kata] Gudang harus siap."}},
		{"Q-07 a name and a colon", rina + "\n" + `Rina: "Gudang harus siap sebelum Oktober."`, []string{"direct Rina Wulandari [] Gudang harus siap sebelum Oktober."}},
		{"Q-07 a passive before", rina + `Seperti diungkapkan Rina, "Gudang harus siap."`, []string{"direct Rina Wulandari [diungkapkan] Gudang harus siap."}},
		{"A-124 single marks for a whole quotation", rina + "‘Gudang sudah siap,’ kata Rina.", []string{"direct Rina Wulandari [kata] Gudang sudah siap,"}},
		{"Q-30 a space before the closing mark", rina + "“Gudang harus siap, ” tegas Rina.", []string{"direct Rina Wulandari [tegas] Gudang harus siap,"}},
		{
			"Q-33 attribution in a run of marks", rina + `"Gudang kita sudah siap semua. Rina menambahkan, "Truk sudah kami pesan," ujarnya.`,
			[]string{"direct Rina Wulandari [] Gudang kita sudah siap semua.", "direct Rina Wulandari [ujarnya] Truk sudah kami pesan,"},
		},
		{
			"Q-07 tambahnya before", rina + `"Gudang siap," ujar Rina. Tambahnya lagi, "Truk juga siap".`,
			[]string{"direct Rina Wulandari [ujar] Gudang siap,", "direct Rina Wulandari [tambahnya lagi] Truk juga siap"},
		},
		{
			"Q-08 Hal tersebut disampaikan", `"Gudang harus siap sebelum Oktober." Hal tersebut disampaikan Ketua KPU Kota Salatiga Rina Wulandari, Senin.`,
			[]string{"direct Rina Wulandari [disampaikan] Gudang harus siap sebelum Oktober."},
		},
		{
			"Q-09 over two paragraphs", "“Gudang sudah siap.\n“Truk juga sudah kami pesan,” ujar Ketua KPU Kota Salatiga Rina Wulandari.",
			[]string{"direct Rina Wulandari [ujar] Gudang sudah siap. Truk juga sudah kami pesan,"},
		},
		{"Q-10 a question", rina + `"Siapa yang belum terdaftar?" tanya Rina.`, []string{"direct Rina Wulandari [tanya] Siapa yang belum terdaftar?"}},
		{"Q-20 a theme", rina + `Rapat bertema "Bersama Menjaga Suara Rakyat Kita" itu dibuka Rina.`, nil},
		{"Q-21 a book", rina + `Rina membagikan buku "Suara Rakyat di Ujung Jari".`, nil},
		{"Q-22 a coined term", rina + `Era "TPS gemuk" sudah lewat.`, nil},
		{"Q-23 a list of single words", rina + `Relawan memilih kata "Keadilan", "Suara", hingga "Harapan".`, nil},
		{"Q-26 the words of a law", rina + `Pasal 12 berbunyi "setiap warga negara berhak memilih".`, nil},
		{"Q-27 a theme without marks", "Forum bertema Peran Arsip dalam Pemilu dibuka Ketua KPU Kota Salatiga, Rina Wulandari.", nil},
		{"Q-30 closing marks on both sides", rina + "”Gudang sudah siap,” kata Rina.", []string{"direct Rina Wulandari [kata] Gudang sudah siap,"}},
		{"Q-30 a mismatched pair", rina + `"Gudang sudah siap,” kata Rina.`, []string{"direct Rina Wulandari [kata] Gudang sudah siap,"}},
		{
			"Q-31 an unclosed quotation", rina + "“Gudang sudah siap untuk menerima kotak suara. Menurut Rina, truk menyusul.",
			[]string{"direct Rina Wulandari [] Gudang sudah siap untuk menerima kotak suara.", "indirect Rina Wulandari [menurut] truk menyusul"},
		},
		{"Q-32 a missing opening mark", joko + rina + "Kami tidak mau gudang bocor lagi,” kata Rina.", []string{"direct Rina Wulandari [kata] Kami tidak mau gudang bocor lagi,"}},
		{"Q-34 an editor's gloss", rina + `"Mereka (Bawaslu, red) sudah setuju," kata Rina.`, []string{"direct Rina Wulandari [kata] Mereka (Bawaslu, red) sudah setuju,"}},
		{"Q-35 an apostrophe is no mark", rina + `"Hari Jum'at libur, kita masuk Sabtu," kata Rina.`, []string{"direct Rina Wulandari [kata] Hari Jum'at libur, kita masuk Sabtu,"}},
		{"a quoted word within a quotation", rina + `“Ini bukan sekadar "pesta", ini hajat rakyat,” kata Rina.`, []string{`direct Rina Wulandari [kata] Ini bukan sekadar "pesta", ini hajat rakyat,`}},

		// Verbs of saying.
		{"V-01 a capital behind a closing mark", rina + "“Gudang sudah siap.” Imbuhnya. Rapat bubar.", []string{"direct Rina Wulandari [imbuhnya] Gudang sudah siap."}},
		{"V-01 Kata Rina", rina + "“Gudang sudah siap.” Kata Rina.", []string{"direct Rina Wulandari [kata] Gudang sudah siap."}},
		{"V-02 a glued verb", rina + `"Gudang sudah siap,"kata Rina.`, []string{"direct Rina Wulandari [kata] Gudang sudah siap,"}},
		{"V-02 a comma outside", rina + `"Gudang sudah siap", kata Rina.`, []string{"direct Rina Wulandari [kata] Gudang sudah siap"}},
		{"V-02 no comma", rina + `"Gudang sudah siap" ungkap Rina.`, []string{"direct Rina Wulandari [ungkap] Gudang sudah siap"}},
		{"V-03 a tail", rina + `"Gudang sudah siap," kata Rina kepada media ini, Senin (3/2).`, []string{"direct Rina Wulandari [kata] Gudang sudah siap,"}},
		{"V-04 verb, post, name", `"Gudang sudah siap," ujar Anggota KPU RI Divisi Hukum, Joko Prabowo.`, []string{"direct Joko Prabowo [ujar] Gudang sudah siap,"}},
		{"V-04 a post alone", `"Gudang sudah siap," ujar Sekretaris KPU Provinsi.`, []string{"direct (Sekretaris) [ujar] Gudang sudah siap,"}},
		{"V-04 a description and a name", `"Antrenya pendek," kata salah seorang pemilih, Sari Lestari.`, []string{"direct Sari Lestari [kata] Antrenya pendek,"}},
		{"kata dia", rina + `"Gudang sudah siap," ujar Rina. "Truk juga," kata dia.`, []string{"direct Rina Wulandari [ujar] Gudang sudah siap,", "direct Rina Wulandari [kata] Truk juga,"}},
		{"V-10 an apposition between commas", "Ketua KPU Kota Salatiga, Rina Wulandari, menyampaikan bahwa gudang siap.", []string{"indirect Rina Wulandari [menyampaikan] gudang siap"}},
		{"V-10 yang", "Rapat dibuka Ketua KPU Kota Salatiga, Rina Wulandari, yang menegaskan pentingnya arsip.", []string{"indirect Rina Wulandari [menegaskan] pentingnya arsip"}},
		{
			"V-10 a clause between", "Ketua KPU Kota Salatiga, Rina Wulandari, yang hadir sebagai narasumber mengingatkan agar arsip dijaga.",
			[]string{"indirect Rina Wulandari [mengingatkan] agar arsip dijaga"},
		},
		{"V-11 mengatakan with a comma", rina + "Rina mengatakan, kami sudah siap menerima kotak suara.", []string{"indirect Rina Wulandari [mengatakan] kami sudah siap menerima kotak suara"}},
		{"V-12 senada dengan", joko + "Senada dengan Joko, Ketua KPU Kota Salatiga, Rina Wulandari, menambahkan bahwa gudang siap.", []string{"indirect Rina Wulandari [menambahkan] gudang siap"}},
		{"V-12 mewakili", "Ketua KPU Kota Salatiga Rina Wulandari mewakili Wali Kota berharap arsip dijaga.", []string{"indirect Rina Wulandari [berharap] arsip dijaga"}},
		{
			"V-12 didampingi", "Ketua KPU Kota Salatiga, Rina Wulandari didampingi Anggota KPU Kota Salatiga Joko Prabowo menemui wartawan. “Gudang siap,” jelasnya.",
			[]string{"direct Rina Wulandari [jelasnya] Gudang siap,"},
		},
		{"V-13 menurut", rina + "Menurut Rina, gudang sudah siap.", []string{"indirect Rina Wulandari [menurut] gudang sudah siap"}},
		{"V-13 menurutnya", rina + "Menurutnya, gudang sudah siap.", []string{"indirect Rina Wulandari [menurutnya] gudang sudah siap"}},
		{"V-13 kata at the head", rina + "Masih kata Rina, gudang sudah siap.", []string{"indirect Rina Wulandari [kata] gudang sudah siap"}},
		{
			"V-13 kata dia as a parenthesis", rina + `"Gudang siap," ujar Rina. Namun, kata dia, truk belum datang.`,
			[]string{"direct Rina Wulandari [ujar] Gudang siap,", "indirect Rina Wulandari [kata] truk belum datang"},
		},
		{"V-13 an agentless passive names nobody", rina + "Disampaikan bahwa gudang sudah siap.", nil},
		{"V-13 dibenarkan X, then -nya", rina + `Hal itu dibenarkan Anggota KPU Kota Salatiga, Joko Prabowo. "Gudang memang siap," katanya.`, []string{"direct Joko Prabowo [katanya] Gudang memang siap,"}},
		{"unmarked speech", rina + "Kami sudah siap menerima kotak suara, terang Rina.", []string{"unmarked Rina Wulandari [terang] Kami sudah siap menerima kotak suara"}},
		{"unmarked speech before -nya", "Tamu diterima Ketua KPU Kota Salatiga, Rina Wulandari. Kami senang dikunjungi, tuturnya.", []string{"unmarked Rina Wulandari [tuturnya] Kami senang dikunjungi"}},
		{"a quoted piece in a statement", rina + `Rina menyebut pemilu sebagai "pesta besar seluruh rakyat".`, []string{`mixed Rina Wulandari [menyebut] pemilu sebagai "pesta besar seluruh rakyat"`}},
		{"a verb of saying that is on no list", rina + `"Gudang siap," bisik Rina.`, []string{"direct Rina Wulandari [bisik] Gudang siap,"}},

		{"a condition before kata", rina + "Jika formulir rusak, katanya, petugas mencetak ulang.", []string{"indirect Rina Wulandari [katanya] Jika formulir rusak petugas mencetak ulang"}},
		{"a subject with a relative clause before kata", rina + "Dukungan yang dinyatakan tidak sah, kata Rina, dapat diganti.", []string{"indirect Rina Wulandari [kata] Dukungan yang dinyatakan tidak sah dapat diganti"}},
		{"estimates and advice are statements", rina + "Rina memperkirakan rekapitulasi rampung Jumat. Ia menasihati petugas agar beristirahat.", []string{"indirect Rina Wulandari [memperkirakan] rekapitulasi rampung Jumat", "indirect Rina Wulandari [menasihati] petugas agar beristirahat"}},
		{"a wish that a clause tells", rina + "Rina menyampaikan harapannya agar gudang dijaga.", []string{"indirect Rina Wulandari [menyampaikan] harapannya agar gudang dijaga"}},
		{"a statement that begins with a quoted piece", rina + `Rina mengatakan bahwa "gudang sudah siap sekali" dan truk menyusul.`, []string{`mixed Rina Wulandari [mengatakan] "gudang sudah siap sekali" dan truk menyusul`}},
		{"demikian and a name", "“Data adalah jantung pemilu,” demikian Ketua KPU Kota Salatiga, Rina Wulandari, menutup rapat.", []string{"direct Rina Wulandari [demikian] Data adalah jantung pemilu,"}},
		{"Q-31 an unclosed quotation ends before its attribution", rina + "“Gudang sudah siap menerima kotak, ujar Rina. Rapat ditutup sore.", []string{"direct Rina Wulandari [ujar] Gudang sudah siap menerima kotak,"}},
		{"Q-33 an attribution within the marks", rina + `"Gudang sudah siap menerima kotak, ujar Rina". Rapat ditutup sore.`, []string{"direct Rina Wulandari [ujar] Gudang sudah siap menerima kotak,"}},
		{"N-47 a description of another kind", `"Saya senang," kata seorang pemilih, Dimas Aditya. "TPS dekat," tambah siswa kelas XII itu.`, []string{"direct Dimas Aditya [kata] Saya senang,", "direct Dimas Aditya [tambah] TPS dekat,"}},
		{"a single name is asked about", rina + `Seorang peserta, Bagas, bertanya soal kotak. "Boleh dua kali?" tanyanya.`, []string{"direct Bagas [tanyanya] Boleh dua kali?"}},

		// What is no statement, and who is no speaker.
		{"the words of a text are nobody's", rina + `"Lima distrik masih menunggu helikopter." Demikian keterangan di papan informasi.`, []string{"direct ? [] Lima distrik masih menunggu helikopter."}},
		{
			"Q-08 a question asked", rina + `"Pemilih pindahan lapor ke mana?" Pertanyaan itu dilontarkan Dimas Aditya, mahasiswa.`,
			[]string{"direct Dimas Aditya [dilontarkan] Pemilih pindahan lapor ke mana?"},
		},
		{
			"a message read out is its author's", "Ketua KPU RI, Mochammad Afifuddin, dalam amanat yang dibacakan Ketua KPU Kota Salatiga Rina Wulandari mengajak jajaran menjaga arsip.",
			[]string{"indirect Mochammad Afifuddin [mengajak] jajaran menjaga arsip"},
		},
		{"who only reads a message out", `Amanat dibacakan Ketua KPU Kota Salatiga Rina Wulandari. "Jaga arsip," ujarnya.`, []string{"direct ? [ujarnya] Jaga arsip,"}},
		{"bunyi tulisan", rina + `"Dilarang masuk tanpa izin," bunyi tulisan di pintu. "Tamu harap lapor," tulis pengumuman itu.`, []string{"direct ? [bunyi] Dilarang masuk tanpa izin,", "direct ? [tulis] Tamu harap lapor,"}},
		{"a subject matter is no statement", rina + "Rina memaparkan hasil evaluasi gudang yang selesai kemarin.", nil},
		{"thanks are no statement", rina + "Rina menyampaikan terima kasih kepada seluruh peserta.", nil},
		{"an institution is no speaker", rina + "KPU Kota Salatiga menegaskan bahwa gudang siap.", nil},
		{"N-50 a group is no speaker", rina + joko + "Keduanya menyatakan gudang siap. Rina dan Joko mengatakan truk siap.", nil},
		{"those who attend never speak", rina + "Turut hadir Anggota KPU Kota Salatiga, Joko Prabowo. Kegiatan berjalan lancar.", nil},
		{"N-27 only a post is named", "Sekretaris KPU Provinsi mengingatkan seluruh satuan kerja untuk menata arsip.", []string{"indirect (Sekretaris) [mengingatkan] seluruh satuan kerja untuk menata arsip"}},
		{"N-47 a post stands for its holder", rina + `"Gudang siap," kata Ketua KPU Kota Salatiga.`, []string{"direct Rina Wulandari [kata] Gudang siap,"}},
		{"N-48 ia", "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat. Ia mengingatkan agar arsip dijaga.", []string{"indirect Rina Wulandari [mengingatkan] agar arsip dijaga"}},
		{"N-49 pihaknya", "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat. Pihaknya menyatakan gudang sudah siap.", []string{"indirect Rina Wulandari [menyatakan] gudang sudah siap"}},
		{"unknown beats wrong", rina + `Seorang pengunjung yang tidak mau disebut namanya mengatakan antre lama. "Saya berdiri dua jam," ujarnya.`, []string{"direct ? [ujarnya] Saya berdiri dua jam,"}},
		{
			"a sub-heading ends the reach of -nya", "Ketua KPU Kota Salatiga, Rina Wulandari, menegaskan gudang siap.\nGudang Baru di Tingkir\n" + `"Pintunya masih macet," ujarnya.`,
			[]string{"indirect Rina Wulandari [menegaskan] gudang siap", "direct ? [ujarnya] Pintunya masih macet,"},
		},
		{"a former member speaks as one", `"Jaga integritas," pesan mantan Anggota KPU Kota Salatiga, Joko Prabowo.`, []string{"direct Joko Prabowo [pesan] Jaga integritas,"}},
		{"another office's speaker", `"Data harus bersih," ujar Ketua KPU Kabupaten Demak Joko Prabowo.`, []string{"direct Joko Prabowo [ujar] Data harus bersih,"}},
		{
			"A-134 a body in Title Case", "Ketua KPU Kota Salatiga, Rina Wulandari, Membuka Rapat Di Aula Kantor Dengan Doa. “Gudang Sudah Siap Untuk Dipakai” Ujar Rina Di Hadapan Peserta Yang Hadir.",
			[]string{"direct Rina Wulandari [ujar] Gudang Sudah Siap Untuk Dipakai"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := read(g, "33.73", "", strings.Split(tt.body, "\n")...)
			got := say(a.Quotes)
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("%s\n got %s\nwant %s", tt.body, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	body := "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat."
	for _, tt := range []struct{ title, want string }{
		{"Rina Wulandari: Gudang Harus Siap", "title Rina Wulandari [] Gudang Harus Siap"},
		{"Ketua KPU Salatiga: “Gudang Harus Siap”", "title Rina Wulandari [] Gudang Harus Siap"},
		{"Rina Wulandari Ingatkan Petugas: Jangan Lelah", "title Rina Wulandari [] Jangan Lelah"},
		{"Ketua KPU Salatiga Ajak Pemula: “Jangan Golput”", "title Rina Wulandari [] Jangan Golput"},
		{"“Jangan Golput”, Pesan Ketua KPU Salatiga kepada Pemula", "title Rina Wulandari [] Jangan Golput"},
		{"Rina Wulandari Buka Rapat: Gudang dan Arsip", ""},
		{"KPU Salatiga: Kami Siap", "title ? [] Kami Siap"},
		{"Press Release: Rapat di Salatiga", ""},
	} {
		a := read(g, "33.73", tt.title, body)
		if got := strings.Join(say(a.Quotes), "\n"); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.title, got, tt.want)
		}
	}
}

func TestUnclosedWarning(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := read(g, "33.73", "", "Rapat dibuka.", rina+"“Gudang sudah siap. Menurut Rina, truk menyusul.")
	if len(a.Warnings) != 1 || a.Warnings[0].Code != article.WarnUnclosedQuote || *a.Warnings[0].Paragraph != 1 ||
		a.Warnings[0].Span.Of(a.Paragraphs[1]) != "“" {
		t.Errorf("got %+v, want a warning at the opening mark", a.Warnings)
	}
}

// A quote in the wrong mouth is worse than one not found: where the evidence is
// thin the confidence is below 0.9.
func TestThinEvidenceIsNotTrusted(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, body string }{
		{"somebody else may have spoken since", rina + `"Kami siap," kata Rina. Joko Prabowo dari Tingkir mengangguk. "Kami juga," timpalnya.`},
		{"a single name that the text gives nowhere in full", `"Kami siap," kata Dimas.`},
		{"an attribution within the marks", rina + `"Gudang sudah siap menerima kotak, ujar Rina".`},
		{"no verb of saying", rina + "Rina meninjau gudang. “Kotak sudah dirakit semua sejak kemarin.”"},
	} {
		a := read(g, "33.73", "", tt.body)
		if len(a.Quotes) == 0 {
			t.Errorf("%s: no quote found", tt.body)
			continue
		}
		if q := a.Quotes[len(a.Quotes)-1]; q.Confidence >= 0.9 {
			t.Errorf("%s: %s\n got %q with confidence %.2f, want less than 0.9", tt.name, tt.body, q.Text, q.Confidence)
		}
	}
}

// TestRole holds that the role of a quote is the speaker's of this article.
func TestRole(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := read(g, "33.73", "", `"Siap," ujar Plh. Ketua KPU Provinsi Jawa Tengah Rina Wulandari.`)
	want := article.Role{Title: "Plh. Ketua", Office: "KPU Provinsi Jawa Tengah", Satker: "33"}
	if len(a.Quotes) != 1 || a.Quotes[0].Role == nil || *a.Quotes[0].Role != want || a.Quotes[0].Because == "" {
		t.Errorf("got %+v, want role %+v", a.Quotes, want)
	}
}

// checkSpans holds that the parts of every quote cut its text.
func checkSpans(t *testing.T, title string, paragraphs []string, all []article.Quote) {
	t.Helper()
	for _, q := range all {
		var texts []string
		for _, p := range q.Parts {
			text := title
			if p.In == article.InParagraph {
				text = paragraphs[p.Paragraph]
			}
			if !p.Span.In(text) || p.Span.Start == p.Span.End {
				t.Fatalf("part %+v of %q does not lie in its text", p, q.Text)
			}
			texts = append(texts, p.Span.Of(text))
		}
		if strings.Join(texts, " ") != q.Text || len(texts) == 0 {
			t.Errorf("parts %q are not the text %q", texts, q.Text)
		}
		if q.Confidence < 0 || q.Confidence > 1 || q.Because == "" {
			t.Errorf("%q: confidence %v because %q", q.Text, q.Confidence, q.Because)
		}
	}
}

// TestSpans holds that the parts of every quote of the built-in articles cut
// its text.
func TestSpans(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, raw := range s.Gold {
			var gold struct {
				Title      string
				Paragraphs []string
			}
			if err := json.Unmarshal(raw, &gold); err != nil {
				t.Fatal(err)
			}
			a := read(g, "", gold.Title, gold.Paragraphs...)
			checkSpans(t, gold.Title, gold.Paragraphs, a.Quotes)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	g, err := satker.Load()
	if err != nil {
		b.Fatal(err)
	}
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range all {
		if s.Name != "49-jdih-jabar" {
			continue
		}
		var gold struct {
			Title      string
			Paragraphs []string
		}
		if err := json.Unmarshal(s.Gold[0], &gold); err != nil {
			b.Fatal(err)
		}
		people := officials.Find(officials.Input{Title: gold.Title, Paragraphs: gold.Paragraphs, Offices: g})
		b.ReportAllocs()
		b.SetBytes(int64(len(strings.Join(gold.Paragraphs, ""))))
		for b.Loop() {
			quotes.Find(quotes.Input{People: people})
		}
	}
}

func FuzzFind(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	g, err := satker.Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"", `"`, `""`, `"Ya," ujar Rina. "Tidak."`, "“Satu\n“Dua” kata Rina", "Ketua KPU, Rina Wulandari, menegaskan bahwa ", `Rina menyebut "a b c d" dan`,
		"” kata Rina", "Menurut Rina, ", "kata dia, ", "\xff“", rina + `"Gudang "siap" betul," ujarnya`, ", kata Rina, akan", "‘Ya,’ kata Rina",
	} {
		f.Add("Rina: Ya", seed)
	}
	f.Fuzz(func(t *testing.T, title, body string) {
		paragraphs := strings.Split(body, "\n")
		people := officials.Find(officials.Input{Title: title, Paragraphs: paragraphs, Offices: g})
		all, _ := quotes.Find(quotes.Input{People: people})
		checkSpans(t, title, paragraphs, all)
	})
}
