package dates_test

import (
	"strings"
	"testing"
)

// TestNotations: one table of inputs to each kind of notation. The text stands
// alone below a title, published where a day is given.
func TestNotations(t *testing.T) {
	t.Parallel()
	type row struct{ text, published, want string }
	for _, kind := range []struct {
		name string
		rows []row
	}{
		{"a range with a hyphen and no year is never a day, a month and a year", []row{
			{"KPU menggelar bimtek pada Senin-Rabu (3-5/11) di Hotel Truntum untuk tahapan 2025.", "", "2025-11-03 2025-11-05"},
			{"KPU menggelar bimtek pada 3-5/11 di hotel.", "2025-11-06", "2025-11-03 2025-11-05"},
			{"KPU menggelar bimtek (3 - 5/11) di hotel.", "2025-11-06", "2025-11-03 2025-11-05"},
			{"KPU menggelar bimtek, Senin s.d. Rabu (10-12/11), di hotel.", "2025-11-13", "2025-11-10 2025-11-12"},
			{"KPU menggelar bimtek selama dua hari, Sabtu-Minggu (7-8/10).", "2023-10-09", "2023-10-07 2023-10-08"},
			{"KPU menggelar rakor pada Kamis—Sabtu (8—10/6).", "2023-06-12", "2023-06-08 2023-06-10"},
			{"KPU menggelar rakor tanggal 1-2/12 di Batam.", "2024-12-03", "2024-12-01 2024-12-02"},
			{"KPU menggelar rakor, Rabu s/d Jumat (1 s/d 3/3).", "2023-03-06", "2023-03-01 2023-03-03"},
			{"KPU menggelar rakor (3~5/11).", "2025-11-06", "2025-11-03 2025-11-05"},
			{"KPU menggelar rakor (3-5/11/25) di aula.", "", "2025-11-03 2025-11-05"},
			{"KPU menggelar rakor (3-5-11-2025) di aula.", "", "2025-11-03 2025-11-05"},
		}},
		{"a range whose ends both have their month", []row{
			{"KPU menggelar rakor (30/9 - 2/10) di aula.", "2025-10-03", "2025-09-30 2025-10-02"},
			{"KPU menggelar rakor (30/9/2025-2/10/2025) di aula.", "", "2025-09-30 2025-10-02"},
			{"KPU menggelar rakor, Selasa-Kamis (30/9-2/10/2025).", "", "2025-09-30 2025-10-02"},
			{"KPU menggelar rakor, Senin (29/12) - Jumat (2/1).", "2026-01-03", "2025-12-29 2026-01-02"},
			{"KPU menggelar rakor pada 28 Februari s.d. tanggal 2 Maret 2024.", "", "2024-02-28 2024-03-02"},
			{"KPU menggelar rakor, Senin 3 hingga Rabu 5 November 2025.", "", "2025-11-03 2025-11-05"},
			{"KPU menggelar rakor pada 30/9/2025 s.d. 2/10/2025.", "", "2025-09-30 2025-10-02"},
		}},
		{"a range in figures whose last day has its year", []row{
			{"KPU menggelar rapat, 3/11 – 5/11/2025.", "", "2025-11-03 2025-11-05"},
			{"KPU menggelar rapat 30/9-2/10/2025 di aula.", "", "2025-09-30 2025-10-02"},
			{"KPU menggelar rapat 29/12 s.d. 2/1/2026 di aula.", "2026-01-03", "2025-12-29 2026-01-02"},
			{"KPU menggelar rapat, 3/11 hingga 5/11/2025.", "", "2025-11-03 2025-11-05"},
		}},
		{"a list names each of its days", []row{
			{"KPU melantik PPS pada 4, 11, dan 18 November 2025.", "", "2025-11-04 2025-11-11 2025-11-18"},
			{"KPU melantik PPS pada Senin, Rabu, dan Jumat (3, 5, dan 7/11/2025).", "", "2025-11-03 2025-11-05 2025-11-07"},
			{"KPU melantik PPS pada Selasa 4, Rabu 5, dan Kamis 6 November 2025.", "", "2025-11-04 2025-11-05 2025-11-06"},
			{"KPU melantik PPS (3,5,7/11) di aula.", "2025-11-08", "2025-11-03 2025-11-05 2025-11-07"},
			{"KPU melantik PPS, Sabtu & Minggu (8 & 9/11).", "2025-11-10", "2025-11-08 2025-11-09"},
			{"KPU melantik PPS pada Sabtu/Minggu, 8/9 November 2025.", "", "2025-11-08 2025-11-09"},
			{"KPU melantik PPS pada tanggal 3 Mei, 10 Mei, dan 17 Mei 2024.", "", "2024-05-03 2024-05-10 2024-05-17"},
			{"KPU melantik PPS pada 27, 28 Februari dan 1 Maret 2024.", "", "2024-02-28 2024-03-01"},
			{"KPU melantik PPS tanggal 27, 28 Februari dan 1 Maret 2024.", "", "2024-02-27 2024-02-28 2024-03-01"},
			{"KPU melantik PPS pada 3 serta 5 Mei 2024.", "", "2024-05-03 2024-05-05"},
			{"KPU melantik PPS di lantai 2, 5 Mei 2024.", "", "2024-05-05"},
		}},
		{"an eve is the evening before", []row{
			{"KPU menggelar nonton bareng pada Sabtu malam Minggu (8/11) di lapangan.", "2025-11-10", "2025-11-08"},
			{"KPU menggelar nonton bareng, malam Minggu (8/11/2025).", "", "2025-11-08"},
			{"KPU menggelar doa bersama, malam Jumat (15/2) di musala.", "2024-02-16", "2024-02-15"},
			{"KPU menggelar doa bersama pada malam Jum’at Kliwon, 6 November 2025.", "", "2025-11-06"},
			{"Warga datang, Minggu malam Senin (9/11). Evaluasi SAKIP 2024 dibahas.", "", "2025-11-09"},
			{"KPU menggelar rapat, Sabtu malam (8/11). Evaluasi SAKIP 2024 dibahas.", "", "2025-11-08"},
		}},
		{"Roman months", []row{
			{"KPU melantik sekretaris pada hari Rabu, 8-XI-2017 di aula.", "", "2017-11-08"},
			{"KPU menggelar rapat (5/XI/2025) di aula.", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (5/XI).", "2025-11-06", "2025-11-05"},
			{"KPU menggelar rapat, Kamis 17.VIII.2023.", "", "2023-08-17"},
			{"KPU menggelar rapat, Rabu 5 XI 2025.", "", "2025-11-05"},
			{"KPU menerima surat Nomor 5/XI/2025 dan berkas 12/VI/KPU.", "", ""},
		}},
		{"the year first", []row{
			{"KPU menggelar uji konsekuensi pada 2025-11-05 di aula.", "", "2025-11-05"},
			{"KPU menggelar rapat (2025-08-18) di aula.", "", "2025-08-18"},
			{"KPU menggelar rapat, Rabu (2025/11/05).", "", "2025-11-05"},
			{"KPU menggelar rapat pada 2025.11.05.", "", "2025-11-05"},
			{"KPU menggelar rapat dari 2025-11-03 s.d. 2025-11-05.", "", "2025-11-03 2025-11-05"},
			{"KPU menggelar rapat 2025-11-05T09:00:00+07:00.", "", "2025-11-05"},
			{"KPU menyimpan berkas rapat-2025-11-05.pdf dan laman /2025/11/05/rapat.", "", ""},
		}},
		{"dots", []row{
			{"KPU menggelar rapat (5.11.25) di aula.", "", "2025-11-05"},
			{"KPU menggelar rapat, Jumat (07.02.20).", "", "2020-02-07"},
			{"KPU menggelar rapat pada Rabu, 05.02.2020 pukul 10.30.", "", "2020-02-05"},
			{"KPU menggelar rapat pukul 10.11.25 dan bab 3.2.10 dibaca.", "", ""},
		}},
		{"marks and brackets of all sorts", []row{
			{"KPU menggelar rapat, Rabu (5-Nov-2025).", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (05–11–2025).", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (5\\11\\2025).", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu [5/11/2025].", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (5/11/).", "2025-11-06", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (5/11", "2025-11-06", "2025-11-05"},
			{"KPU menggelar rapat (Rabu-Jumat, 5-7/11).", "2025-11-08", "2025-11-05 2025-11-07"},
			{"KPU menggelar rapat, Rabu (5 Nov 25).", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu 5November2025.", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (05/112025) dan Rabu (05/11/20255).", "", ""},
		}},
		{"ranges and lists together", []row{
			{"KPU melantik PPS pada 5, 6, dan 10 November serta 1 Desember 2025.", "", "2025-11-05 2025-11-06 2025-11-10 2025-12-01"},
			{"KPU melantik PPS pada 29-31 Oktober dan 3-5 November 2025.", "", "2025-10-29 2025-10-31 2025-11-03 2025-11-05"},
			{"KPU melantik PPS, Senin-Rabu (3-5/11) dan Senin-Rabu (10-12/11).", "2025-11-14", "2025-11-03 2025-11-05 2025-11-10 2025-11-12"},
			{"KPU melantik PPS pada Senin (3/11), Rabu (5/11), dan Rabu (12/11).", "2025-11-13", "2025-11-03 2025-11-05 2025-11-12"},
		}},
		{"digits of East Asian width", []row{
			{"KPU menggelar rapat （５／１１／２０２５） di aula.", "", "2025-11-05"},
			{"KPU menggelar rapat, Rabu (５/１１).", "2025-11-06", "2025-11-05"},
			{"KPU menggelar rapat pada ３－５ November ２０２５.", "", "2025-11-03 2025-11-05"},
			{"“Kami datang （４／１１／２０２５）,” kata Budi pada rapat ５ November 2025.", "", "2025-11-05"},
		}},
		{"dates in words", []row{
			{"KPU menggelar rapat pada hari Rabu tanggal lima bulan November tahun dua ribu dua puluh lima di aula.", "", "2025-11-05"},
			{"Pada hari ini, Selasa, tanggal dua puluh satu Februari dua ribu dua puluh tiga, rapat digelar.", "", "2023-02-21"},
			{"KPU menggelar rapat tanggal 5 (lima) November 2025.", "", "2025-11-05"},
			{"KPU menggelar rapat tanggal sebelas bulan Juni tahun 2024.", "", "2024-06-11"},
			{"KPU menggelar rapat tanggal tigabelas Mei 2024.", "", "2024-05-13"},
			{"KPU menggelar rapat tanggal 5 bulan 11 tahun 2025.", "", "2025-11-05"},
			{"Dosen Institut Teknologi Sepuluh Nopember hadir bersama dua Mei bersaudara.", "", ""},
		}},
		{"misspelt weekdays", []row{
			{"KPU menggelar rapat di tanggal Selesa (5/3). Hasil Pemilu 2019 dibahas.", "", "2019-03-05"},
			{"KPU menggelar rapat, Kmais (6/11).", "2025-11-07", "2025-11-06"},
			{"KPU menggelar rapat pada hari Jumt, 7 November 2025.", "", "2025-11-07"},
			{"KPU menggelar rapat, Senni pagi (3/11). Evaluasi SAKIP 2024 dibahas.", "", "2025-11-03"},
			{"KPU menggelar rapat, Minggu (9/11) hingga Raabu (12/11/2025).", "", "2025-11-09 2025-11-12"},
		}},
		{"misspelt and foreign months", []row{
			{"KPU menggelar rapat pada 5 Novemver 2025.", "", "2025-11-05"},
			{"KPU menggelar rapat, Selasa, 21 Febuari 2023.", "", "2023-02-21"},
			{"KPU menggelar rapat, Kamis 17 Agutsus.", "2023-08-18", "2023-08-17"},
			{"KPU menggelar rapat pada 4 December 2025.", "", "2025-12-04"},
			{"KPU menerima 5 Novembra dan 17 orang tua.", "2025-11-06", ""},
		}},
		{"what only looks like a date", []row{
			{"KPU menggelar rapat pada Minggu ke-3 November.", "2025-11-20", ""},
			{"KPU memperingati HUT ke-17 Agustusan dan HUT ke 5 Maret.", "2025-08-18", ""},
			{"Peserta berkumpul di Jalan 10 November dan Stadion 17 Mei.", "2025-11-20", ""},
			{"Di Jalan 30 September 2009, KPU menggelar rapat, Rabu (5/11/2025).", "", "2025-11-05"},
			{"KPU di Jl. 10 November 2010 Nomor 5 menggelar rapat, Rabu (5/11/2025).", "", "2025-11-05"},
			{"Warga Gang 17 Agustus 2015 ikut rapat, Rabu (5/11/2025).", "", "2025-11-05"},
			{"Kantor di Jln. 1 Juni 2008 direnovasi, Rabu (5/11/2025).", "", "2025-11-05"},
			{"KPU menggelar rapat di aula 5 November 2025.", "", "2025-11-05"},
			{"Tim kami menang 3-2 dan 4-3, rasio 3/4, kursi 3-5/11 bagian.", "2025-11-20", ""},
			{"KPU mencatat nomor 12/3/2025 dan pasal (3.2).", "", ""},
			{"KPU mencatat Rabu (31/4/2025) dan 2025-02-30.", "", ""},
			{"Kata Kamil (5/11/2025), kami siap.", "", "2025-11-05"},
		}},
	} {
		for _, c := range kind.rows {
			got := news("Rapat\n"+c.text, c.published, "2026-11-23")
			if strings.Join(got.Dates, " ") != c.want {
				t.Errorf("%s: %q published %q\n got %v %+v\nwant %s", kind.name, c.text, c.published, got.Dates, got.Details, c.want)
			}
			for _, w := range got.Warnings {
				t.Logf("%q: %s %s", c.text, w.Code, w.Message)
			}
		}
	}
}
