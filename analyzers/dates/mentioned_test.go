package dates_test

import (
	"strings"
	"testing"
)

// TestDatesThatAreOnlyMentioned: the event of each text is on 5 November 2025. The
// other dates of the text belong to its background.
func TestDatesThatAreOnlyMentioned(t *testing.T) {
	t.Parallel()
	const lead = "KPU Kota Padang menggelar rapat, Rabu (5/11/2025). "
	for _, kind := range []struct {
		name  string
		texts []string
	}{
		{"inside quotation marks", []string{
			lead + "“Rapat berikutnya digelar Selasa (11/11/2025) di aula,” kata Budi.",
			lead + "\"Kami mulai pada 3 November 2025 dan dilaksanakan sampai 9 November 2025.\" Begitu Budi.",
			lead + "‘Kegiatan digelar Selasa (11/11/2025),’ kata Budi.",
			lead + "'Kegiatan digelar pada 11 November 2025 di aula,' kata Budi.",
			lead + "Budi berkata «rapat mulai Senin (3/11/2025)» di aula.",
			lead + "Budi mengatakan 'rapat mulai Senin (3/11/2025)' kepada warga.",
			lead + "Menurutnya ‘kegiatan digelar Selasa (11/11/2025)’ tidak benar.",
			lead + "Spanduk 'Rapat Akbar, Minggu (9/11/2025)' dipasang di aula.",
			lead + "«Kegiatan digelar Jumat (7/11/2025),» kata Budi.",
			"\"KPU siap, kata Budi, Rabu (5/11/2025).",
			"“Rapat Senin (3/11/2025) batal, ujar Budi pada Rabu (5/11/2025).",
			"\"KPU siap bekerja, jelasnya di aula, Rabu (5/11/2025). \"Besok libur.\"",
			lead + "\"Kami mulai.\n\"Kegiatan digelar Selasa (11/11/2025).\n\"Selesai,\" kata Budi.",
		}},
		{"polling days", []string{
			lead + "Pemungutan suara berlangsung Rabu, 27 November 2024.",
			lead + "Sebanyak 874 TPS melaksanakan pemungutan suara pada Rabu (27/11/2024).",
			lead + "Pada Pemilu 14 Februari 2024 lalu, kegiatan serupa digelar.",
			lead + "Partisipasi pada pencoblosan 19 April 2025 dilaporkan dalam rapat.",
		}},
		{"decrees, laws and papers", []string{
			lead + "Kegiatan dilaksanakan berdasarkan Keputusan KPU Nomor 12 Tahun 2025 tanggal 3 Mei 2025.",
			lead + "Rapat menindaklanjuti surat KPU RI tanggal 28 Oktober 2025.",
			lead + "Rapat digelar sesuai Berita Acara tanggal 30 Oktober 2025.",
			lead + "Mutasi dilaksanakan menurut keputusan tertanggal 27-X-2025.",
			"KPU Kota Padang menindaklanjuti Surat Edaran Nomor 8 tanggal 1 Oktober 2025 dalam rapat, Rabu (5/11/2025).",
		}},
		{"birthdays and history", []string{
			lead + "Kabupaten ini berdiri pada 18 Desember 2008 dan kegiatan hari jadi digelar tiap tahun.",
			lead + "Lembaga yang didirikan pada 11 April 2012 itu menggelar rapat.",
			lead + "Budi lahir 12 Mei 2005 dan mengikuti rapat pertama kali.",
			lead + "Proklamasi 17 Agustus 1945 dibacakan dalam acara.",
		}},
		{"elections, before their day is in the table", []string{
			"Pemilihan Wali Kota yang akan dilaksanakan tanggal 20 Desember 2025 tinggal 45 hari lagi. Untuk itu KPU, Rabu 5 November 2025 mengundang tokoh agama.",
			"Warga dipindahkan menjelang Pilkada 27 Desember mendatang. Keputusan itu diambil dalam rapat, Rabu (5/11/2025).",
			lead + "Pemilu akan digelar pada 14 Februari 2029.",
		}},
		{"of another time", []string{
			lead + "Ia dilantik pada 12 Juni 2023 dan mengikuti rapat perdana.",
			lead + "Budi menjabat sejak 12 Juni 2023 hingga 12 Juni 2028 dan menggelar rapat.",
			lead + "Rapat serupa digelar pada 3 Mei 2024 lalu.",
			lead + "PSU dilaksanakan Sabtu, 19 April 2025.",
			lead + "Ia dilantik pada Jumat (20/10/2023) lalu bertugas.",
			lead + "Putusan itu dibacakan MK, Selasa (20/8/2024).",
			lead + "PSU digelar Sabtu (13/7/2024) lalu.",
			lead + "Gedung itu diresmikan Senin (4/3/2019) oleh gubernur.",
			lead + "Debat terakhir digelar Rabu (20/11/2024), disiarkan langsung.",
			lead + "Anggota PPK dilantik Kamis (16/5/2024) di aula.",
		}},
		{"what was before", []string{
			lead + "Budi meninggal dunia pada Senin (3/11/2025) di rumah sakit.",
			lead + "Foto diambil Kamis (30/10/2025).",
			lead + "Kegiatan ini tindak lanjut rapat pada Senin (3/11/2025).",
			lead + "Almarhum wafat Minggu (2/11/2025) karena sakit.",
			lead + "Rapat menindaklanjuti arahan yang diberikan Selasa (4/11/2025).",
			lead + "Foto bersama warga, Sabtu (1/11/2025), dipasang di aula.",
			"Putusan MK yang dibacakan Kamis (26/6/2025) dibahas KPU, Rabu (5/11/2025).",
			"Putusan MK yang dibacakan Kamis (26/6/2025), Rabu (5/11/2025) dibahas KPU.",
			"KPU mempelajari Putusan DKPP yang diucapkan Senin (20/10/2025) dalam rapat, Rabu (5/11/2025).",
			"KPU membahas Surat Keputusan yang diterbitkan Jumat (31/10/2025) dalam rapat, Rabu (5/11/2025).",
		}},
		{"the periods of figures", []string{
			"Triwulan III (1 Juli-30 September 2025) menjadi dasar rekapitulasi, Rabu (5/11/2025).",
			"Periode 1 Juli s.d. 30 September 2025 menjadi dasar rekapitulasi, Rabu (5/11/2025).",
			"KPU merekap data Semester I, 1 Januari hingga 30 Juni 2025, pada Rabu (5/11/2025).",
			lead + "Data periode 1 April-30 Juni 2025 dilaporkan dalam rapat.",
			lead + "Kegiatan memuat data 1 Juli–30 September 2025 (triwulan III).",
			lead + "Rapat membahas PDPB kuartal kedua (1 April sampai 30 Juni 2025).",
		}},
		{"feasts ahead, ages, and what was planned first", []string{
			"KPU menyambut HUT KORPRI 29 November dengan rapat, Rabu (5/11/2025).",
			"Menyongsong Hari Pahlawan 10 November 2025, KPU menggelar lomba pada 5 November 2025.",
			"Jelang peringatan Hari Ibu 22 Desember, KPU rapat, Rabu (5/11/2025).",
			lead + "Pemilih berusia 17 tahun pada 30 November 2025 dicatat dalam kegiatan.",
			lead + "Warga yang genap berumur 17 tahun pada 1 Desember 2025 mengikuti acara.",
			"Rapat semula dijadwalkan Selasa (4/11/2025), namun digeser ke Rabu (5/11/2025).",
			"Rapat yang sedianya digelar 4 November 2025 berlangsung Rabu (5/11/2025).",
		}},
		{"what is over, and ends of other things", []string{
			lead + "Ketua membuka acara dengan menegaskan bahwa lokasi telah ditetapkan pada 23 September 2025.",
			lead + "Masyarakat masih dapat mengirimkan tanggapan hingga 30 November.",
			lead + "Relawan bertugas sampai 30 September 2025.",
		}},
		{"earlier and later stages", []string{
			lead + "Sebelumnya, coklit dilaksanakan pantarlih pada 12 Februari hingga 14 Maret 2025.",
			lead + "Tahapan kampanye sendiri berlangsung sampai 23 November 2025 dan disambung masa tenang tanggal 24 sampai 26 November 2025.",
			lead + "Pendaftaran pasangan calon dilaksanakan 27-29 Agustus 2025.",
			lead + "Rapat digelar usai penetapan daftar pemilih pada 3 Oktober 2025.",
			lead + "Berkas diserahkan paling lambat 30 November 2025.",
			lead + "Jumlah itu lebih kecil dibandingkan daftar yang ditetapkan 5 April 2025 maupun yang diplenokan pada 12 Mei 2025.",
		}},
	} {
		for _, text := range kind.texts {
			if got := news("Rapat\n"+text, "", "2026-11-23"); strings.Join(got.Dates, " ") != "2025-11-05" {
				t.Errorf("%s: %q\n got %+v\nwant 2025-11-05 alone", kind.name, text, got.Details)
			}
		}
	}
}

// TestDatesThatCount: these dates belong to the event, although they resemble dates
// that are only mentioned.
func TestDatesThatCount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"the last day of what is told", "Di hari terakhir, Jumat (12/7/2019), ada 59 perkara.", "2019-07-12"},
		{"behind a clause of what came before", "Stadion bergemuruh. Tim lolos setelah menundukkan tamunya, lewat adu penalti 4-3, Minggu (19/1/2020) sore.", "2020-01-19"},
		{"the end of a stage that is the subject", "KPU membuka pendaftaran calon PPS, Kamis (2/5/2024). Pendaftaran berlangsung hingga Rabu, 8 Mei 2024.", "2024-05-02 2024-05-08"},
		{"a campaign that is the subject", "Dinas memulai kampanye imunisasi, Senin (1/8/2022). Kampanye berlangsung sampai 31 Agustus 2022.", "2022-08-01 2022-08-31"},
		{"a day on which news of the vote is told", "Warga memilih dalam pemungutan suara, Rabu (27/11/2024).", "2024-11-27"},
		{"the next meeting", "KPU rapat, Rabu (5/11/2025). Pertemuan lanjutan dilaksanakan Jumat (7/11/2025).", "2025-11-05 2025-11-07"},
		{"a feast that is the event itself", "KPU menggelar upacara menyambut HUT RI, Minggu 17 Agustus 2025.", "2025-08-17"},
		{"a feast and nothing else", "Menyambut Hari Pahlawan 10 November 2025, KPU berdoa.", "2025-11-10"},
		{"who said it, and when", "“Kotaknya terbuka sejak kami tiba,” kata seorang saksi, Rabu (27/11/2024).", "2024-11-27"},
		{"what is quoted says nothing of the date", "KPU bersiap.\n“Sebelumnya uang rakyat kembali sampai rupiah terakhir,” ujarnya, Kamis (13/2/2025).", "2025-02-13"},
		{"the day of an interview", "KPU rapat, Senin (22/1/2024).\n“Silakan periksa,” kata Budi di Jakarta, Selasa, 23 Januari 2024.", "2024-01-22 2024-01-23"},
		{"the last of several that is planned", "Debat digelar Kamis (7/11/2024). Debat ketiga sekaligus terakhir akan digelar pada 20 November 2024.", "2024-11-07 2024-11-20"},
		{"beside a day whose year is typed", "KPU bahas anggaran 2018, Selasa (12/12/2017).\nPetugas datang lagi, katanya, Rabu (13/12).", "2017-12-12 2017-12-13"},
		{"the day of an invitation", "KPU akan menggelar rapat pada:\nHari : Rabu\nTanggal : 12 November 2025\nTempat : Aula", "2025-11-12"},
		{"the same beside the day of the report", "KPU memberi tahu, Senin (10/11/2025), rapat yang akan digelar pada:\nHari/Tanggal : Rabu, 12 November 2025\nPukul : 09.00", "2025-11-10 2025-11-12"},
		{"the same with a range", "KPU membuka bimtek dengan jadwal:\nAcara: Bimtek\nWaktu: 3 s.d. 5 November 2025", "2025-11-03 2025-11-05"},
		{"the same with marks before it", "KPU mengundang warga ke aula sebagai berikut:\n- Hari: Kamis\n- Tgl.: 13-11-2025", "2025-11-13"},
		{"the head of a letter", "KPU mengirim surat, Rabu (5/11/2025), yang berbunyi:\nNomor : 12/PP.06\nTanggal : 3 November 2025\nPerihal : Undangan", "2025-11-05"},
		{"a label below no colon", "KPU rapat, Rabu (5/11/2025).\nTanggal : 3 November 2025", "2025-11-05"},
		{"the period of a stage", "KPU membuka pendaftaran periode 1-30 September 2025.", "2025-09-01 2025-09-30"},
		{"a short period", "KPU menggelar bimtek periode 10-16 Oktober 2025.", "2025-10-10 2025-10-16"},
		{"an apostrophe opens no quotation", "KPU rapat di Ba'a dan Jum'at bersih, Jum'at (7/11/2025). Kegiatan 'Pemilih Cerdas' digelar Sabtu (8/11/2025).", "2025-11-07 2025-11-08"},
	} {
		if got := news("Rapat\n"+c.text, "", "2026-11-23"); strings.Join(got.Dates, " ") != c.want {
			t.Errorf("%s: %q\n got %+v\nwant %s", c.name, c.text, got.Details, c.want)
		}
	}
}

// TestReadingsThatContradict: of two readings the one wins that contradicts
// neither the weekday nor the day of publication nor the other dates; what
// stays doubtful is low and warned of, or left out.
func TestReadingsThatContradict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, published, want, confidence, warnings string }{
		{"day first, as everywhere", "KPU rapat, Selasa (4/11/2025).", "2025-11-05", "2025-11-04", "high", ""},
		{"the month first, by weekday and publication", "KPU rapat, Selasa (11/4/2025).", "2025-11-05", "2025-11-04", "low", "uncertain_date"},
		{"the same without a year", "KPU rapat, Selasa (11/4).", "2025-11-05", "2025-11-04", "low", "uncertain_date"},
		{"the month first, by weekday and the other dates", "KPU rapat, Senin (3/11/2025) dan Selasa (11/4/2025).", "", "2025-11-03 2025-11-04", "low", "uncertain_date"},
		{"the year first, by weekday and publication", "KPU rapat, Selasa (25/11/04).", "2025-11-05", "2025-11-04", "low", "uncertain_date"},
		{"day first where the other reading is no nearer", "KPU rapat, Kamis (6/5/2025).", "2025-05-08", "2025-05-06", "high", "weekday_mismatch"},
		{"a typed year is kept, with low confidence", "KPU rapat, Selasa (4/11/2024).", "2025-11-05", "2024-11-04", "low", "uncertain_date weekday_mismatch"},
		{"a weekday that fits nothing is warned of", "KPU rapat, Kamis (4/11/2025).", "", "2025-11-04", "low", "weekday_mismatch"},
		{"publication bears the date out", "KPU rapat, Kamis (4/11/2025).", "2025-11-05", "2025-11-04", "high", "weekday_mismatch"},
		{"a year far ahead of publication", "KPU rapat, Rabu (4/11/2026).", "2024-11-05", "2026-11-04", "low", "uncertain_date"},
		{"an end before its beginning", "KPU rapat sejak Rabu (5/11/2025) hingga Senin (3/11/2025).", "", "2025-11-05", "high", "uncertain_date"},
		{"an end before its beginning, a sentence on", "Rekapitulasi berlangsung di tanggal Selesa (5/3/2019). Rapat dilanjutkan hingga pagi hari Rabu (6/2/2019).", "", "2019-03-05", "high", "uncertain_date"},
		{"no year can be told", "KPU rapat (4/11).", "", "", "", "unknown_year"},
		{"a month ahead against the weekday", "KPU rapat, Rabu (5/12/2025).", "2025-11-06", "2025-12-05", "low", "uncertain_date weekday_mismatch"},
		{"a range a month ahead against its weekdays", "KPU rapat, Senin-Rabu (3-5/12/2025).", "2025-11-06", "2025-12-03 2025-12-05", "low", "uncertain_date weekday_mismatch weekday_mismatch"},
		{"a month behind against the weekday", "KPU rapat, Rabu (5/10/2025).", "2025-11-06", "2025-10-05", "low", "weekday_mismatch"},
		{"two days that look like day and month", "KPU rapat, Selasa-Rabu (11-12-2025).", "2025-11-13", "2025-12-11", "low", "uncertain_date weekday_mismatch"},
		{"two months behind against the weekday", "KPU rapat, Kamis (2/9/2025).", "2025-11-06", "2025-09-02", "low", "weekday_mismatch"},
		{"the month that is not typed, against the weekday", "KPU rapat, Kamis (2/9).", "2025-11-06", "2025-09-02", "low", "weekday_mismatch"},
		{"two days behind against the weekday", "KPU rapat, Rabu (4/11/2025).", "2025-11-06", "2025-11-04", "high", "weekday_mismatch"},
		{"figures ahead without a plan", "KPU rapat (5/12/2025).", "2025-11-06", "2025-12-05", "low", "uncertain_date"},
		{"figures ahead with a plan", "KPU akan rapat (5/12/2025).", "2025-11-06", "2025-12-05", "high", ""},
		{"two figures of a year, the year first", "KPU rapat (25/11/05).", "2025-11-06", "2025-11-05", "low", "uncertain_date"},
		{"two figures of a year far behind", "KPU rapat pada 3/5/11.", "2025-11-06", "2011-05-03", "low", "uncertain_date"},
		{"two figures and hyphens", "KPU rapat pada 25-11-04.", "2025-11-06", "2025-11-04", "low", "uncertain_date"},
		{"two figures that fit as they are", "KPU rapat (5/11/25).", "2025-11-06", "2025-11-05", "high", ""},
		{"two figures that fit nothing", "KPU rapat (7/3/12).", "2025-11-06", "2012-03-07", "low", "uncertain_date"},
		{"two figures and no publication", "KPU rapat (25/11/05).", "", "2005-11-25", "low", "uncertain_date"},
		{"years behind publication without a weekday", "KPU rapat pada 12 Juni 2019.", "2025-11-06", "2019-06-12", "low", "uncertain_date"},
		{"years behind publication with its weekday", "KPU rapat pada Rabu, 12 Juni 2019.", "2025-11-06", "2019-06-12", "high", ""},
		{"the far future", "KPU rapat, Kamis (5/11/2099).", "", "2099-11-05", "low", "uncertain_date"},
		{"the far future in words", "KPU akan rapat pada 5 November 2062.", "", "2062-11-05", "low", "uncertain_date"},
		{"the far future in figures", "KPU rapat (5/11/2052).", "", "2052-11-05", "low", "uncertain_date"},
		{"the end in the far future", "KPU rapat pada 20 Oktober 2026 hingga 20 Oktober 2031.", "", "2026-10-20 2031-10-20", "low", "uncertain_date"},
		{"ahead of receipt without a plan", "KPU rapat pada 20 Desember 2026.", "", "2026-12-20", "low", "uncertain_date"},
		{"ahead of receipt, planned", "KPU akan rapat pada 20 Desember 2026.", "", "2026-12-20", "high", ""},
		{"an old text published anew", "KPU bahas Pilkada 2020, Rabu (16/9).", "2025-06-05", "2020-09-16", "low", "uncertain_date"},
		{"the eve and its date agree", "KPU nonton bareng, malam Minggu (8/11/2025).", "", "2025-11-08", "high", ""},
		{"the date of the day behind the eve", "KPU nonton bareng, malam Minggu (9/11/2025).", "", "2025-11-09", "low", "uncertain_date"},
		{"the same without a year", "KPU nonton bareng, malam Minggu (2/11).", "2025-11-04", "2025-11-02", "low", "uncertain_date"},
		{"the same in words", "KPU doa bersama pada malam Jumat, 7 November 2025.", "2025-11-08", "2025-11-07", "low", "uncertain_date"},
		{"the eve in words", "KPU doa bersama pada malam Jumat, 6 November 2025.", "2025-11-07", "2025-11-06", "high", ""},
		{"the weekday of an invitation", "KPU akan rapat pada:\nHari : Kamis\nTanggal : 12 November 2025", "", "2025-11-12", "low", "weekday_mismatch"},
		{"a range whose first day has no month", "KPU rapat 30-1 November 2025.", "", "2025-11-01", "low", "uncertain_date"},
		{"the same with spaces", "KPU rapat pada 29 – 2 Oktober 2025.", "", "2025-10-02", "low", "uncertain_date"},
		{"the same in brackets", "KPU rapat (28-3/3/2025).", "", "2025-03-03", "low", "uncertain_date"},
		{"the same with a weekday", "KPU rapat, Rabu (30-1/5/2025).", "2025-05-02", "2025-05-01", "low", "uncertain_date"},
		{"a range in figures alone", "KPU rapat, 10-12/11.", "2025-11-13", "2025-11-10 2025-11-12", "low", "uncertain_date"},
		{"the same, narrated", "KPU menggelar bimtek 3-5/11 di Batam.", "2025-11-06", "2025-11-03 2025-11-05", "low", "uncertain_date"},
		{"the same, no year to be told", "KPU menggelar bimtek 3-5/11 di Batam.", "", "", "", "unknown_year"},
		{"a share that is not narrated", "Kursi tersisa 3-5/11 bagian.", "2025-11-06", "", "", ""},
		{"day and month with a hyphen", "KPU rapat, Rabu (5-11).", "2025-11-06", "2025-11-05", "low", "uncertain_date"},
		{"the same with spaces", "KPU rapat, Rabu (5 - 11).", "2025-11-06", "2025-11-05", "low", "uncertain_date"},
		{"the same with a dash", "KPU rapat, Jumat (7–11).", "2025-11-08", "2025-11-07", "low", "uncertain_date"},
		{"the same, with another weekday", "KPU rapat, Kamis (5-11).", "2025-11-06", "", "", "uncertain_date"},
		{"the same, no day of publication", "KPU rapat 2025, Rabu (5-11).", "", "", "", "uncertain_date"},
	} {
		got := news("Rapat\n"+c.text, c.published, "2026-11-23")
		confidence, codes := "", make([]string, 0, 2)
		if len(got.Details) > 0 {
			confidence = got.Details[0].Confidence
		}
		for _, w := range got.Warnings {
			codes = append(codes, w.Code)
		}
		if strings.Join(got.Dates, " ") != c.want || confidence != c.confidence || strings.Join(codes, " ") != c.warnings {
			t.Errorf("%s: %q published %q\n got %+v %v\nwant %s %s %s", c.name, c.text, c.published, got.Details, got.Warnings, c.want, c.confidence, c.warnings)
		}
	}
}
