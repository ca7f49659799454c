package quotes_test

import (
	"strings"
	"testing"

	"warta/analyzers/satker"
)

// Introductions of people who have not yet said anything.
const (
	budi  = "Anggota KPU Kota Salatiga, Budi Hartono, hadir. "
	fauzi = "Rapat dihadiri Anggota KPU Kota Salatiga Ahmad Fauzi dan Anggota KPU Kota Salatiga Ahmad Rifai. "
)

// speakerCase is a body and what is found in it. A bar parts paragraphs.
type speakerCase struct {
	name, body string
	want       []string
}

func runSpeakers(t *testing.T, cases []speakerCase) {
	t.Helper()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := read(g, "33.73", "", strings.Split(tt.body, "|")...)
			if got := say(a.Quotes); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("%s\n got %s\nwant %s", tt.body, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

// TestDescriptions holds that a description means only a person of whom the
// text states a matching property (N-47).
func TestDescriptions(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{"another sex", budi + `Budi mengatakan TPS siap. "Saya datang pagi," kata perempuan paruh baya itu.`, []string{"indirect Budi Hartono [mengatakan] TPS siap", "direct ? [kata] Saya datang pagi,"}},
		{"sex by a title", "Ketua KPU Kota Salatiga, Hj. Rina Wulandari, hadir. \"Siap,\" ujar wanita berkerudung itu.", []string{"direct Rina Wulandari [ujar] Siap,"}},
		{"sex by a form of address", budi + `Pak Budi membuka rapat. "Siap," ujar lelaki berkacamata itu.`, []string{"direct Budi Hartono [ujar] Siap,"}},
		{"a calling that nobody has", rina + `Rina meninjau TPS. "Antre dua jam," keluh pedagang sayur itu. "Capek," ujarnya.`, []string{"direct ? [keluh] Antre dua jam,", "direct ? [ujarnya] Capek,"}},
		{"a calling that the text tells", budi + `Sari Lestari, pedagang sayur, ikut antre. "Antre dua jam," keluh pedagang itu.`, []string{"direct Sari Lestari [keluh] Antre dua jam,"}},
		{"a party that the text tells", `Anggota DPRD Kota Salatiga dari PDIP, Joko Prabowo, mengkritik jadwal. "Terlalu padat," ucap politikus PDIP itu.`, []string{"direct Joko Prabowo [ucap] Terlalu padat,"}},
		{"a politician where nobody is one", budi + `Budi membuka rapat. "Terlalu padat," ucap politikus PDIP itu.`, []string{"direct ? [ucap] Terlalu padat,"}},
		{"a former post that the text tells", "Rapat dihadiri mantan Gubernur Jawa Tengah Joko Prabowo. " + rina + `Joko memuji panitia. "Bagus," kata mantan gubernur itu.`, []string{"direct Joko Prabowo [kata] Bagus,"}},
		{"a former post of nobody", rina + `Rina membuka rapat. "Bagus," kata mantan gubernur itu.`, []string{"direct (Mantan Gubernur) [kata] Bagus,"}},
		{"an age that the text tells", `Karto Wiryo (58), penarik becak, datang pagi. "Biar cepat," kata pria 58 tahun itu.`, []string{"direct Karto Wiryo [kata] Biar cepat,"}},
		{"somebody without a name", rina + `"Siap," ujar Rina. "Lama sekali," kata seorang warga. "Capek," ujarnya.`, []string{"direct Rina Wulandari [ujar] Siap,", "direct ? [kata] Lama sekali,", "direct ? [ujarnya] Capek,"}},
		{"a crowd", rina + `"Kami siap!" seru Rina. "Siap!" jawab peserta serentak.`, []string{"direct Rina Wulandari [seru] Kami siap!", "direct ? [jawab] Siap!"}},
		{"an age that the text does not tell", rina + `Rina membuka rapat. "Biar cepat," kata perempuan paruh baya itu.`, []string{"direct ? [kata] Biar cepat,"}},
		{"somebody old", budi + `Budi membuka rapat. "Biar cepat," kata kakek tujuh cucu itu.`, []string{"direct ? [kata] Biar cepat,"}},
		{"a career of who has spoken", budi + `Budi mengatakan gudang siap. "Jangan lelah," pesan alumnus Undip itu.`, []string{"indirect Budi Hartono [mengatakan] gudang siap", "direct Budi Hartono [pesan] Jangan lelah,"}},
		{
			"a description as the subject", "Ketua KPU Kota Salatiga, Rina Wulandari, mengatakan gudang siap. Perempuan berkacamata itu menambahkan, truk sudah dipesan.",
			[]string{"indirect Rina Wulandari [mengatakan] gudang siap", "indirect Rina Wulandari [menambahkan] truk sudah dipesan"},
		},
		{
			"a description of another as the subject", budi + `Budi mengatakan gudang siap. Perempuan berkerudung itu mengaku antre lama. "Capek," ujarnya.`,
			[]string{"indirect Budi Hartono [mengatakan] gudang siap", "direct ? [ujarnya] Capek,"},
		},
	})
}

// TestCurrentSubject holds whom "-nya" and "ia" mean (Q-05, N-48).
func TestCurrentSubject(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{
			"over a paragraph without a person", rina + `"Surat sudah dikirim," kata Rina.|Kantor dijaga sejak pagi. Jalan ditutup sampai sore.|"Akhirnya kami batalkan," sambungnya.`,
			[]string{"direct Rina Wulandari [kata] Surat sudah dikirim,", "direct Rina Wulandari [sambungnya] Akhirnya kami batalkan,"},
		},
		{
			"over what an office states", rina + `"Surat sudah dikirim," kata Rina.|KPU menyatakan keputusan itu final.|"Akhirnya kami batalkan," sambungnya.`,
			[]string{"direct Rina Wulandari [kata] Surat sudah dikirim,", "direct Rina Wulandari [sambungnya] Akhirnya kami batalkan,"},
		},
		{
			"ia over a paragraph", rina + `"Surat sudah dikirim," kata Rina.|Gudang berdiri sejak 2018.|Ia memastikan kunci disimpan dua orang.`,
			[]string{"direct Rina Wulandari [kata] Surat sudah dikirim,", "indirect Rina Wulandari [memastikan] kunci disimpan dua orang"},
		},
		{
			"somebody else with an age", rina + `"Siap," kata Rina. Paijo (40), petani, datang pagi. "Biar cepat," katanya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct Paijo [katanya] Biar cepat,"},
		},
		{"a place and those who live there", rina + `"Siap," kata Rina. Di Tingkir, warga antre sejak pagi. "Kami tambah meja," ujarnya.`, []string{"direct Rina Wulandari [kata] Siap,", "direct Rina Wulandari [ujarnya] Kami tambah meja,"}},
		{"two subjects", rina + joko + `"Siap," kata Rina. Rina Wulandari dan Joko Prabowo menegaskan gudang aman. "Kami jaga," ujarnya.`, []string{"direct Rina Wulandari [kata] Siap,", "direct ? [ujarnya] Kami jaga,"}},
		{"only attending", `Acara dihadiri Ketua KPU Kota Salatiga Rina Wulandari, Sekretaris KPU Kota Salatiga Joko Prabowo. "Semoga lancar," harapnya.`, []string{"direct ? [harapnya] Semoga lancar,"}},
		{
			"who is given the word", rina + joko + `"Siap," kata Rina. Keluhan lain datang dari Joko Prabowo. "Truk kurang," katanya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct Joko Prabowo [katanya] Truk kurang,"},
		},
		{
			"a passive with words between", rina + joko + `Prosedurnya dijelaskan lebih rinci oleh Joko Prabowo. Ia menyebut partai diberi waktu tiga hari.`,
			[]string{"indirect Joko Prabowo [menyebut] partai diberi waktu tiga hari"},
		},
		{
			"a talk by somebody", rina + joko + `"Siap," kata Rina. Dilanjutkan pemaparan materi oleh Joko Prabowo. "Truk kurang," katanya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct Joko Prabowo [katanya] Truk kurang,"},
		},
		{
			"one who came too and is not known", rina + `"Siap," kata Rina. Hadir pula Herry Abriyanto. "Semoga lancar," tutupnya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct ? [tutupnya] Semoga lancar,"},
		},
		{
			"one who closes the event", rina + `"Siap," kata Rina. Acara ditutup oleh Herry Abriyanto. "Semoga lancar," tutupnya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct Herry Abriyanto [tutupnya] Semoga lancar,"},
		},
		{
			"one among others", rina + joko + `"Siap," kata Rina. Truk kurang. Salah satunya truk Joko Prabowo. "Sudah dipesan," katanya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct Rina Wulandari [katanya] Sudah dipesan,"},
		},
		{
			"one who leads the parade", rina + joko + `"Siap," kata Rina. Bertindak selaku pembina apel Joko Prabowo. "Jaga disiplin," pesannya.`,
			[]string{"direct Rina Wulandari [kata] Siap,", "direct Joko Prabowo [pesannya] Jaga disiplin,"},
		},
		{
			"behind -nya with sambil", rina + `"Gudang siap," ujar Rina sambil berharap truk tidak mogok lagi.`,
			[]string{"direct Rina Wulandari [ujar] Gudang siap,", "indirect Rina Wulandari [berharap] truk tidak mogok lagi"},
		},
	})
}

// TestSharedNames holds whom a short name means that several bear (F7).
func TestSharedNames(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{"after tambah the speaker before", fauzi + `"Gudang siap," kata Ahmad Rifai. "Truk juga," tambah Ahmad.`, []string{"direct Ahmad Rifai [kata] Gudang siap,", "direct Ahmad Rifai [tambah] Truk juga,"}},
		{"after lanjut the speaker before", fauzi + `"Gudang siap," kata Ahmad Fauzi. "Truk juga," lanjut Ahmad.`, []string{"direct Ahmad Fauzi [kata] Gudang siap,", "direct Ahmad Fauzi [lanjut] Truk juga,"}},
		{"the last one who reported", fauzi + `Ahmad Rifai menjelaskan anggaran. "Truk siap," kata Ahmad.`, []string{"direct Ahmad Rifai [kata] Truk siap,"}},
		{"the other after he has spoken", fauzi + `"A siap," kata Ahmad Rifai. Ahmad Fauzi menilai truk kurang. "Lima saja," ujar Ahmad.`, []string{"direct Ahmad Rifai [kata] A siap,", "indirect Ahmad Fauzi [menilai] truk kurang", "direct Ahmad Fauzi [ujar] Lima saja,"}},
		{"nobody has spoken", fauzi + `"Truk siap," kata Ahmad.`, []string{"direct ? [kata] Truk siap,"}},
		{"nobody as the subject", fauzi + `Ahmad menegaskan truk sudah siap.`, []string{"indirect ? [menegaskan] truk sudah siap"}},
		{"a word that one bears", fauzi + `"A siap," kata Ahmad Rifai. "Truk siap," kata Fauzi.`, []string{"direct Ahmad Rifai [kata] A siap,", "direct Ahmad Fauzi [kata] Truk siap,"}},
		{"a title that one bears", "Rapat dihadiri Ketua KPU Kota Salatiga Johan Wattimena dan Kepala Dinas Kesehatan Kota Salatiga dr. Johan Latubessy. " + `"Rapat dibuka," kata Johan Wattimena. "Alat siap," kata dr. Johan.`, []string{"direct Johan Wattimena [kata] Rapat dibuka,", "direct Johan Latubessy [kata] Alat siap,"}},
	})
}

// TestCallingsMustBeTold holds that a place alone does not make a description that of
// the last speaker (N-47).
func TestCallingsMustBeTold(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{"a teacher of the town of the office", rina + `"Rapat dibuka," kata Rina. "Bagus sekali," ungkap guru SMA 1 Salatiga itu.`, []string{"direct Rina Wulandari [kata] Rapat dibuka,", "direct (Guru) [ungkap] Bagus sekali,"}},
		{"a student of the town", rina + `"Rapat dibuka," kata Rina. "Bagus sekali," ungkap mahasiswa asal Salatiga itu.`, []string{"direct Rina Wulandari [kata] Rapat dibuka,", "direct ? [ungkap] Bagus sekali,"}},
		{"a trader of the town", rina + `"Rapat dibuka," kata Rina. "Bagus sekali," ujar pedagang Pasar Salatiga itu.`, []string{"direct Rina Wulandari [kata] Rapat dibuka,", "direct ? [ujar] Bagus sekali,"}},
	})
}

// TestFrames holds attributions without a verb behind the closing mark, and
// quotations of several paragraphs.
func TestFrames(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{"a dash", rina + `"Gudang sudah siap semua." – Rina Wulandari, Ketua KPU Kota Salatiga`, []string{"direct Rina Wulandari [] Gudang sudah siap semua."}},
		{"a dash and a short name", rina + `“Jangan lelah menjaga suara.” — Rina.`, []string{"direct Rina Wulandari [] Jangan lelah menjaga suara."}},
		{"a dash on the line below", rina + `“Jangan lelah menjaga suara.”|— Rina Wulandari`, []string{"direct Rina Wulandari [] Jangan lelah menjaga suara."}},
		{"a name in brackets", rina + `“Jangan lelah menjaga suara” (Rina Wulandari).`, []string{"direct Rina Wulandari [] Jangan lelah menjaga suara"}},
		{"a dash before narration", joko + `“Jangan lelah menjaga suara kita.” – Rina mencatatnya di buku.`, []string{"direct ? [] Jangan lelah menjaga suara kita."}},
		{"a frame and a colon", rina + `Berikut pernyataan Rina Wulandari:|“Gudang harus kering.”`, []string{"direct Rina Wulandari [] Gudang harus kering."}},
		{"a frame and a list", rina + `Rina Wulandari menyampaikan hal-hal berikut:|1. “Gudang harus kering.”|2. “Truk harus siap.”|Rapat usai. “Semua senang dan pulang cepat.”`, []string{"direct Rina Wulandari [menyampaikan] Gudang harus kering.", "direct Rina Wulandari [menyampaikan] Truk harus siap.", "direct ? [] Semua senang dan pulang cepat."}},
		{"a frame in the same paragraph", rina + `Ia menyampaikan tiga pesan: “Gudang harus kering.”`, []string{"direct Rina Wulandari [menyampaikan] Gudang harus kering."}},
		{"a frame with -nya", rina + `Rina membuka rapat. Berikut kutipan pernyataannya:|“Gudang harus kering.”`, []string{"direct Rina Wulandari [] Gudang harus kering."}},
		{"one of the list has its own speaker", rina + joko + `Berikut pesan Rina Wulandari:|“Gudang harus kering.”|“Truk juga siap,” sahut Joko.`, []string{"direct Rina Wulandari [] Gudang harus kering.", "direct Joko Prabowo [sahut] Truk juga siap,"}},
		{
			"three paragraphs, two marks", rina + `|“Pertama, gudang harus kering.|Kedua, petugas jaga dua orang.|Ketiga, kunci dipegang sekretaris,” ujar Rina.`,
			[]string{"direct Rina Wulandari [ujar] Pertama, gudang harus kering. Kedua, petugas jaga dua orang. Ketiga, kunci dipegang sekretaris,"},
		},
		{
			"two paragraphs, straight marks", rina + "|\"Gudang harus kering.|Petugas jaga dua orang,\" ujar Rina.",
			[]string{"direct Rina Wulandari [ujar] Gudang harus kering. Petugas jaga dua orang,"},
		},
		{
			"narration below an unclosed quotation", rina + "|“Gudang harus kering dan bersih.|Kegiatan ditutup doa. Rina menambahkan, “Petugas jaga dua orang.”",
			[]string{"direct Rina Wulandari [] Gudang harus kering dan bersih.", "direct Rina Wulandari [menambahkan] Petugas jaga dua orang."},
		},
		{"straight single marks", rina + `'Kotak suara harus kering,' kata Rina.`, []string{"direct Rina Wulandari [kata] Kotak suara harus kering,"}},
		{"straight single marks in two pieces", rina + `'Kotak kering,' ujar Rina. 'Truk siap.'`, []string{"direct Rina Wulandari [ujar] Kotak kering, Truk siap."}},
		{"apostrophes", rina + `'Jum'at kita rapat di Ma'had,' kata Rina.`, []string{"direct Rina Wulandari [kata] Jum'at kita rapat di Ma'had,"}},
		{"doubled marks", rina + `""Kotak kering,"" kata Rina. ‘’Truk siap,’’kata Rina.`, []string{"direct Rina Wulandari [kata] Kotak kering,", "direct Rina Wulandari [kata] Truk siap,"}},
		{"a bare one before another", rina + `“KPU memakai teknologi untuk melindungi suara” “Jadi hasil segera diumumkan”, tutup Rina`, []string{"direct Rina Wulandari [] KPU memakai teknologi untuk melindungi suara", "direct Rina Wulandari [tutup] Jadi hasil segera diumumkan"}},
		{"a bare one after its speaker", "Ketua KPU Kota Salatiga, Rina Wulandari, meninjau gudang. “Semua kotak sudah kering sejak kemarin.”", []string{"direct Rina Wulandari [] Semua kotak sudah kering sejak kemarin."}},
		{"pieces parted by narration", rina + `Rina menambahkan, “truk siap,” sambil tersenyum, “tinggal menunggu hujan reda.”`, []string{"direct Rina Wulandari [menambahkan] truk siap, tinggal menunggu hujan reda."}},
		{"an attribution that an unclosed quotation takes in", rina + `“Arsip ini saksi kita, ujar Rina disambut tawa hadirin.`, []string{"direct Rina Wulandari [ujar] Arsip ini saksi kita,"}},
		{"itu kata", rina + `“Gudang sudah aman dan bersih.” Itu kata Rina kemarin.`, []string{"direct Rina Wulandari [kata] Gudang sudah aman dan bersih."}},
		{"a quotation within begins at once", rina + `Rina menirukan warga. "'Kapan coblosan?' tanya mereka," tutur Rina.`, []string{"direct Rina Wulandari [tutur] 'Kapan coblosan?' tanya mereka,"}},
		{"Q-08 a description before the name", `“Jangan bicara banjir lagi kalau begitu.” Pernyataan itu disampaikan calon wali kota nomor urut 1, Joko Prabowo, tadi malam.`, []string{"direct Joko Prabowo [disampaikan] Jangan bicara banjir lagi kalau begitu."}},
	})
}

// TestStatements holds the forms of reported speech.
func TestStatements(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{"opening with", "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat dengan menegaskan pentingnya arsip.", []string{"indirect Rina Wulandari [menegaskan] pentingnya arsip"}},
		{"closing with", rina + "Rina menutup acara dengan mengajak warga datang ke TPS.", []string{"indirect Rina Wulandari [mengajak] warga datang ke TPS"}},
		{"opening and asking", rina + "Rina mengawali sambutan sambil mengingatkan agar kunci dijaga.", []string{"indirect Rina Wulandari [mengingatkan] agar kunci dijaga"}},
		{"a phrase before bahwa", rina + "Rina melanjutkan pada poin kedua, bahwa KPU bekerja berdasarkan aturan.", []string{"indirect Rina Wulandari [melanjutkan] KPU bekerja berdasarkan aturan"}},
		{"an addressee before bahwa", rina + "Rina menyampaikan kepada peserta bahwa gudang siap.", []string{"indirect Rina Wulandari [menyampaikan] gudang siap"}},
		{"to the press", "Ketua KPU Kota Salatiga, Rina Wulandari kepada Kabarkota mengatakan, gudang sudah siap.", []string{"indirect Rina Wulandari [mengatakan] gudang sudah siap"}},
		{"met by the press", rina + "Rina ditemui seusai rapat mengatakan, gudang sudah siap.", []string{"indirect Rina Wulandari [mengatakan] gudang sudah siap"}},
		{"the day between", "Ketua KPU Kota Salatiga, Rina Wulandari, Selasa (22/10), mengatakan gudang sudah siap.", []string{"indirect Rina Wulandari [mengatakan] gudang sudah siap"}},
		{"an age and an apposition between", "Sutrisno (58), penarik becak asal Tingkir, mengaku belum memilih.", []string{"indirect Sutrisno [mengaku] belum memilih"}},
		{"a part in the event", "Bertindak selaku Inspektur Upacara adalah Ketua KPU Kota Salatiga Rina Wulandari. Inspektur Upacara dalam sambutannya mengatakan peringatan ini menjadi pemersatu.", []string{"indirect Rina Wulandari [mengatakan] peringatan ini menjadi pemersatu"}},
		{"a part in small letters", "Pembina apel adalah Sekretaris KPU Kota Salatiga, Joko Prabowo. Dalam amanatnya, pembina apel mengingatkan agar disiplin dijaga.", []string{"indirect Joko Prabowo [mengingatkan] agar disiplin dijaga"}},
		{"the second of a part", "Sosialisasi menghadirkan narasumber Ketua KPU Kota Salatiga Rina Wulandari dan Anggota KPU Kota Salatiga Joko Prabowo. Narasumber kedua menjelaskan kotak sudah dikirim.", []string{"indirect Joko Prabowo [menjelaskan] kotak sudah dikirim"}},
		{"a part of nobody", rina + "Narasumber menjelaskan kotak sudah dikirim.", nil},
		{"menurut dia", rina + "Rina membuka rapat. Menurut dia, gudang sudah siap.", []string{"indirect Rina Wulandari [menurut] gudang sudah siap"}},
		{"menurut with a relative clause", rina + "Menurut Rina yang memimpin rapat itu, gudang sudah siap.", []string{"indirect Rina Wulandari [menurut] gudang sudah siap"}},
		{"lanjut inside", rina + "Kotak suara, lanjut Rina, dikirim besok.", []string{"indirect Rina Wulandari [lanjut] Kotak suara dikirim besok"}},
		{"katanya inside", rina + "Gudang sudah siap, kata Rina, dan truk sudah dipesan.", []string{"indirect Rina Wulandari [kata] Gudang sudah siap dan truk sudah dipesan"}},
		{"jelas and a reason", rina + "Penundaan itu, jelas Rina, karena kotak belum tiba.", []string{"indirect Rina Wulandari [jelas] Penundaan itu karena kotak belum tiba"}},
		{"meski begitu", rina + "Rina mengaku belum menerima laporan, meski begitu ia berharap KPU segera memperbaiki.", []string{"indirect Rina Wulandari [mengaku] belum menerima laporan", "indirect Rina Wulandari [berharap] KPU segera memperbaiki"}},
		{"kata dia at the end", rina + `"Siap," kata Rina. Petugas jaga ditambah dua orang, kata dia.`, []string{"direct Rina Wulandari [kata] Siap,", "unmarked Rina Wulandari [kata] Petugas jaga ditambah dua orang"}},
		{"katanya and the day", rina + `Rina membuka rapat. Petugas wajib datang lagi, katanya, Rabu (13/12).`, []string{"unmarked Rina Wulandari [katanya] Petugas wajib datang lagi"}},
		{"ucapnya without a comma", rina + `Rina membuka rapat. Kami sisir bersama besok pagi ucapnya.`, []string{"unmarked Rina Wulandari [ucapnya] Kami sisir bersama besok pagi"}},
		{"accompanied by two", "Ketua KPU Kota Salatiga Rina Wulandari didampingi Anggota KPU Kota Salatiga Joko Prabowo dan Budi Hartono mengatakan gudang siap.", []string{"indirect Rina Wulandari [mengatakan] gudang siap"}},
		{"accompanied by a list", "Ketua KPU Kota Salatiga Rina Wulandari didampingi 3 Anggota yakni, Joko Prabowo, Budi Hartono, dan Ahmad Rifai dalam sambutannya menjelaskan gudang siap.", []string{"indirect Rina Wulandari [menjelaskan] gudang siap"}},
		{"beside somebody", "Kepala Satpol PP Kota Salatiga, Joko Prabowo yang duduk di sebelah Ketua KPU Kota Salatiga, Rina Wulandari, mengaku kekurangan kendaraan.", []string{"indirect Joko Prabowo [mengaku] kekurangan kendaraan"}},
		{"a passive with bahwa", "Disampaikan Ketua KPU Kota Salatiga Rina Wulandari bahwa gudang sudah siap.", []string{"indirect Rina Wulandari [disampaikan] gudang sudah siap"}},
		{"a passive with a comma", rina + "Lebih lanjut dikatakan Rina, petugas tetap bekerja seperti biasa.", []string{"indirect Rina Wulandari [dikatakan] petugas tetap bekerja seperti biasa"}},
		{"a passive and the day only", "Hal itu disampaikan Ketua KPU Kota Salatiga Rina Wulandari, Senin (3/2).", nil},
		{"the sentence before", "Surat suara yang disortir ternyata kurang 2.114 lembar. Hal ini diungkapkan Ketua KPU Kota Salatiga, Rina Wulandari, di gudang.", []string{"indirect Rina Wulandari [diungkapkan] Surat suara yang disortir ternyata kurang 2.114 lembar"}},
		{"what somebody did is no statement", rina + joko + "Hal itu dibenarkan Joko Prabowo.", nil},
		{"several of one subject", "Ketua KPU Kota Salatiga Rina Wulandari menjelaskan bahwa gudang siap, mengingatkan agar kunci dijaga, dan meminta warga melapor.", []string{"indirect Rina Wulandari [menjelaskan] gudang siap", "indirect Rina Wulandari [mengingatkan] agar kunci dijaga", "indirect Rina Wulandari [meminta] warga melapor"}},
		{"of two subjects", rina + joko + "Rina menyarankan agar data dicermati, sedangkan Joko mengatakan perekaman dilayani sampai malam.", []string{"indirect Rina Wulandari [menyarankan] agar data dicermati", "indirect Joko Prabowo [mengatakan] perekaman dilayani sampai malam"}},
		{"namun ia", rina + "Rina menyatakan truk sudah siap, namun ia meminta KPU menanggung bahan bakar.", []string{"indirect Rina Wulandari [menyatakan] truk sudah siap", "indirect Rina Wulandari [meminta] KPU menanggung bahan bakar"}},
		{"a clause without a verb", rina + "Rina menyebutkan 27 petugas juga korban banjir.", []string{"indirect Rina Wulandari [menyebutkan] 27 petugas juga korban banjir"}},
		{"the verb behind a relative clause", rina + "Rina mengungkapkan aduan yang masuk ke posko mencapai 118 orang.", []string{"indirect Rina Wulandari [mengungkapkan] aduan yang masuk ke posko mencapai 118 orang"}},
		{"points are no statement", rina + "Rina menyampaikan beberapa poin penting, antara lain kesiapan gudang.", nil},
		{"an excuse", rina + "Rina membuka rapat. Ia beralasan server kantor padam.", []string{"indirect Rina Wulandari [beralasan] server kantor padam"}},
		{"an addressee and agar", rina + "Rina menyampaikan kepada seluruh pegawai agar menjaga kesehatan.", []string{"indirect Rina Wulandari [menyampaikan] kepada seluruh pegawai agar menjaga kesehatan"}},
		{"an addressee and untuk", rina + "Rina menekankan kepada pegawai untuk datang tepat waktu.", []string{"indirect Rina Wulandari [menekankan] kepada pegawai untuk datang tepat waktu"}},
		{"an addressee alone", rina + "Rina menyampaikan kepada peserta materi yang disusun kemarin.", nil},
		{"a subject matter stays none", rina + "Rina mengungkapkan hasil evaluasi yang masuk ke posko.", nil},
	})
}

// TestTitleOfThing holds that a thing before a colon in a title does not speak.
func TestTitleOfThing(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ title, body string }{
		{"Ayam Cemani: Warna, Asal, dan Cara Merawat Ayam", "Halo Sobat, Ayam Cemani dikenal hitam legam. Ukuran Ayam Cemani bervariasi."},
		{"Batik Durian: Sejarah dan Motif", "Batik Durian berasal dari Lubuklinggau. Motif Batik Durian beragam."},
		{"Pulau Penyengat: Jejak Melayu di Kepri", "Pulau Penyengat ramai dikunjungi. Di Pulau Penyengat ada masjid tua."},
		{"Rumah Pintar Pemilu: Belajar Sambil Bermain", "Rumah Pintar Pemilu dibuka setiap hari."},
	} {
		if a := read(g, "33.73", tt.title, tt.body); len(a.Quotes) > 0 {
			t.Errorf("%s: got %q, want no quote", tt.title, say(a.Quotes))
		}
	}
}

// TestSpeakersBehindAndBelow holds forms in which the speaker stands behind the words in
// other ways than "ujar X", or in the paragraph below.
func TestSpeakersBehindAndBelow(t *testing.T) {
	t.Parallel()
	runSpeakers(t, []speakerCase{
		{"name and verb behind", joko + rina + `"Mahasiswa kami magang di sini," Rina mencontohkan.`, []string{"direct Rina Wulandari [mencontohkan] Mahasiswa kami magang di sini,"}},
		{"name, adverb and verb behind", joko + rina + `"Alat kami masih keluaran lama," Rina tersipu mengakui.`, []string{"direct Rina Wulandari [mengakui] Alat kami masih keluaran lama,"}},
		{"a name and a new clause behind", rina + joko + `"Kami siap," kata Joko. Rina menutup rapat.`, []string{"direct Joko Prabowo [kata] Kami siap,"}},
		{"told in the paragraph below", `"Uang rakyat harus pulang ke rakyat," ujarnya di ruang rapat.|Pernyataan itu datang dari Ketua KPU Kota Salatiga, Rina Wulandari.`, []string{"direct Rina Wulandari [ujarnya] Uang rakyat harus pulang ke rakyat,"}},
		{"nya apart from its verb", joko + rina + `Rina membuka rapat. "Cukup bawa surat," ungkap nya.`, []string{"direct Rina Wulandari [ungkap nya] Cukup bawa surat,"}},
		{"an adverb before the mark", rina + `Ditanya soal itu, Rina hanya menjawab singkat, "Belum."`, []string{"direct Rina Wulandari [menjawab] Belum."}},
		{"an indirect question", rina + "Rina menanyakan mengapa honor petugas terlambat.", []string{"indirect Rina Wulandari [menanyakan] mengapa honor petugas terlambat"}},
		{"a subject matter of a question", rina + "Rina bertanya soal honor yang terlambat.", nil},
		{"colloquial verbs", rina + "Rina bilang kotak suara sudah siap diangkut besok.", []string{"indirect Rina Wulandari [bilang] kotak suara sudah siap diangkut besok"}},
		{"a phrase with sela", rina + "Di sela kunjungan, Rina tampak mencatat sesuatu.", nil},
		{"turning to another", joko + rina + `Rina membuka rapat. Lain lagi dengan Joko. "Saya datang naik perahu," katanya.`, []string{"direct Joko Prabowo [katanya] Saya datang naik perahu,"}},
		{"who leads the event", `Bertindak selaku pembina apel Ketua KPU Kota Salatiga Rina Wulandari.|Dalam amanatnya, ia menyoroti perlunya penataan arsip.`, []string{"indirect Rina Wulandari [menyoroti] perlunya penataan arsip"}},
		{"one of them", joko + `Joko membuka rapat. Salah satunya Rina Wulandari. "TPS saya pindah lagi," serunya.`, []string{"direct Rina Wulandari [serunya] TPS saya pindah lagi,"}},
		{"a name inside a description", joko + `"Saya siap didatangi," ucap perempuan bernama asli Hartatun itu.`, []string{"direct Hartatun [ucap] Saya siap didatangi,"}},
		{"a nickname explained behind menurut", rina + "Masih menurut Rina, begitu ia akrab disapa, gudang sudah siap dipakai.", []string{"indirect Rina Wulandari [menurut] gudang sudah siap dipakai"}},
	})
}

// TestVerbsOfThePress holds that verbs of the press attribute as "ujar" does.
func TestVerbsOfThePress(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"sela", "sindir", "seloroh", "kelakar", "curhat", "cuit", "tegas", "sentil", "protes", "timpal", "kilah", "sanggah", "tepis", "gurau", "keluh"} {
		runSpeakers(t, []speakerCase{
			{verb + " and a name", joko + rina + `"Jangan hujan terus," ` + verb + " Rina.", []string{"direct Rina Wulandari [" + verb + "] Jangan hujan terus,"}},
			{verb + "nya", `Ketua KPU Kota Salatiga, Rina Wulandari, menegaskan gudang siap. "Jangan hujan terus," ` + verb + "nya.", []string{"indirect Rina Wulandari [menegaskan] gudang siap", "direct Rina Wulandari [" + verb + "nya] Jangan hujan terus,"}},
		})
	}
}

// TestContractedNames holds whom a word that contracts a name means (N-59), and whom it does not.
func TestContractedNames(t *testing.T) {
	t.Parallel()
	const (
		rohimatun = "Ketua KPU Kota Salatiga Rohimatun Nafisah meninjau hari pertama. "
		speaks    = `"Semua sudah siap," kata Rohma.`
		known     = "direct Rohimatun Nafisah [kata] Semua sudah siap,"
		unknown   = "direct Rohma [kata] Semua sudah siap," // of whom the text says no more
	)
	runSpeakers(t, []speakerCase{
		{"N-59 the subject of the sentence before", rohimatun + speaks, []string{known}},
		{"N-59 in the paragraph before", rohimatun + "|" + speaks, []string{known}},
		{"N-59 behind a phrase", "Usai rapat, Rohimatun Nafisah, Ketua KPU Kota Salatiga, meninjau gudang. " + speaks, []string{known}},
		{"N-59 a full name without a post", joko + "Dalam kunjungan itu Rohimatun Nafisah memeriksa gudang. " + speaks, []string{known}},
		{"N-59 the last name", `Ketua KPU Kota Salatiga Ahmad Sulistyono meninjau gudang. "Semua sudah siap," kata Sulis.`, []string{"direct Ahmad Sulistyono [kata] Semua sudah siap,"}},
		{"N-59 the last name with a gap", `Ketua KPU Kota Salatiga Dwi Hariyanti meninjau gudang. "Semua sudah siap," kata Haryi.`, []string{"direct Dwi Hariyanti [kata] Semua sudah siap,"}},
		{"N-59 another last vowel", `Ketua KPU Kota Salatiga Suprihatin Lestari meninjau gudang. "Semua sudah siap," kata Suprio.`, []string{"direct Suprihatin Lestari [kata] Semua sudah siap,"}},
		{"N-59 again", rohimatun + speaks + ` Truk datang pagi. "Lima truk," tambah Rohma.`, []string{known, "direct Rohimatun Nafisah [tambah] Lima truk,"}},
		{"N-59 a name of other letters", `Ketua KPU Kota Salatiga Nurhasanah Harahap meninjau gudang. "Semua sudah siap," kata Nunung.`, []string{"direct Nunung [kata] Semua sudah siap,"}},
		{"N-59 the middle name", `Ketua KPU Kota Salatiga Siti Rohimatun Nafisah meninjau gudang. ` + speaks, []string{unknown}},
		{"N-59 another may be meant", "Rapat dihadiri Anggota KPU Kota Salatiga Rohmawati Dewi. " + rohimatun + speaks, []string{"direct Rohmawati Dewi [kata] Semua sudah siap,"}}, // N-45
		{"N-59 two names fit", "Rapat dihadiri Anggota KPU Kota Salatiga Rohimah Dewi. " + rohimatun + speaks, []string{unknown}},
		{"N-59 not the subject", "Rapat dihadiri Ketua KPU Kota Salatiga Rohimatun Nafisah. " + speaks, []string{unknown}},
		{"N-59 a sentence between", rohimatun + "Gudang dijaga sejak pagi. " + speaks, []string{unknown}},
		{"N-59 another person between", rohimatun + rina + speaks, []string{unknown}},
		{"N-59 one letter in common", `Ketua KPU Kota Salatiga Rohimatun Nafisah meninjau gudang. "Semua sudah siap," kata Rima.`, []string{"direct Rima [kata] Semua sudah siap,"}},
		{"N-59 a given name", `Ketua KPU Kota Salatiga Sri Handayani meninjau gudang. "Semua sudah siap," kata Hadi.`, []string{"direct Hadi [kata] Semua sudah siap,"}},
		{"N-59 a given name that ends alike", `Ketua KPU Kota Salatiga Andriani Lestari meninjau gudang. "Semua sudah siap," kata Andi.`, []string{"direct Andi [kata] Semua sudah siap,"}},
		{"N-59 a given name in the paragraph before", `Ketua KPU Kota Salatiga Rinawati meninjau TPS.|"Antre dua jam," kata Rini.`, []string{"direct Rini [kata] Antre dua jam,"}},
		{"N-59 a voter", `Ketua KPU Kota Salatiga Rinawati meninjau TPS. "Antre dua jam," ujar salah seorang pemilih, Rini.`, []string{"direct Rini [ujar] Antre dua jam,"}},
		{"N-59 a voter of a rare name", rohimatun + `"Antre dua jam," ujar salah seorang pemilih, Rohma.`, []string{"direct Rohma [ujar] Antre dua jam,"}},
		{"N-59 an age", `Ketua KPU Kota Salatiga Rinawati meninjau TPS. "Antre dua jam," kata Rini (34).`, []string{"direct Rini [kata] Antre dua jam,"}},
		{"N-59 an age of a rare name", rohimatun + `"Antre dua jam," kata Rohma (34).`, []string{"direct Rohma [kata] Antre dua jam,"}},
		{"N-59 a calling behind the name", rohimatun + `"Antre dua jam," kata Rohma, seorang pemilih.`, []string{"direct Rohma [kata] Antre dua jam,"}},
		{"N-59 a form of address", rohimatun + `"Antre dua jam," kata Ibu Rohma.`, []string{"direct Rohma [kata] Antre dua jam,"}},
		{"N-59 a person without a name between", "Ketua KPU Kota Salatiga Rohimatun Nafisah menyapa seorang pemilih. " + speaks, []string{unknown}},
		{"N-59 an age behind the same word", rohimatun + speaks + ` "Antre dua jam," keluh seorang pemilih, Rohma (34).`, []string{known, "direct Rohma [keluh] Antre dua jam,"}},
	})
}
