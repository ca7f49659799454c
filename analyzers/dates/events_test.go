package dates_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/dates"
)

// news returns the event dates of a text whose first line is its title.
func news(text, published, asOf string) dates.Result {
	lines := strings.Split(text, "\n")
	return dates.Events(dates.Input{
		Kind: article.News, Title: lines[0], Paragraphs: lines[1:], Published: published, AsOf: asOf,
	})
}

func TestEventDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"A-60 a weekday and a full date in brackets", "KPU rapat, Rabu (29/3/2023).", "2023-03-29"},
		{"A-60 a comma before the bracket", "KPU rapat, Rabu, (10/12/2025).", "2025-12-10"},
		{"A-60 lower case", "KPU rapat kamis (29/1/2026).", "2026-01-29"},
		{"A-60 a part of the day between", "KPU rapat, Rabu pagi (17/02/2021).", "2021-02-17"},
		{"A-60 a part of the day behind", "KPU rapat, Rabu (14/10/2020) pagi.", "2020-10-14"},
		{"A-60 the weekday inside the bracket", "KPU rapat (senin, 05/09/2022) di aula.", "2022-09-05"},
		{"A-60 the month in words inside the bracket", "KPU rapat, Rabu (23 Januari 2019).", "2019-01-23"},
		{"A-60 a broken bracket", "KPU rapat, Jumat (8/10 2021).", "2021-10-08"},
		{"A-60 Friday with an apostrophe", "KPU rapat, Jum’at (13/10/2023) dan Jum'at (20/10/2023).", "2023-10-13 2023-10-20"},
		{"A-60 spaces inside the date", "KPU rapat, Selasa ( 4 / 11 / 2025 ).", "2025-11-04"},
		{"A-60 hyphens and dots", "KPU rapat, Selasa (04-11-2025) lalu Rabu (05.11.2025).", "2025-11-04 2025-11-05"},
		{"A-60 glued to the next sentence", "KPU rapat, Jumat (11/12/2020)Setelah itu pulang.", "2020-12-11"},
		{"A-61 without a year", "KPU bahas SAKIP 2024, Selasa (4/11).", "2025-11-04"},
		{"A-61 no space before the bracket", "KPU bahas Pilkada 2024, Sabtu,(23/11).", "2024-11-23"},
		{"A-61 no brackets", "KPU bahas Pilkada 2017 sejak itu, Selasa 19/12.", "2017-12-19"},
		{"A-61 lalu", "KPU bahas hasil tahun 2018, Selasa (22/1) lalu.", "2019-01-22"},
		{"A-62 a weekday and a long date", "KPU rapat, Jumat, 7 Februari 2025 di aula.", "2025-02-07"},
		{"A-62 no comma", "KPU rapat Kamis 27 Desember 2012.", "2012-12-27"},
		{"A-62 hari and tanggal", "KPU rapat pada hari Senin, tanggal 24 Januari 2022.", "2022-01-24"},
		{"A-62 Tanggal", "KPU rapat Senin Tanggal 14 Desember 2020.", "2020-12-14"},
		{"A-62 old spellings", "KPU rapat Senin, 5 Nopember 2018 hingga Rabu, 6 Pebruari 2019.", "2018-11-05 2019-02-06"},
		{"A-62 glued to a comma", "KPU rapat pada tahun 2024,Jumat, 7 Februari 2025.", "2025-02-07"},
		{"A-63 a range in one month", "KPU rapat 15-17 Februari 2021.", "2021-02-15 2021-02-17"},
		{"A-63 an en dash with spaces", "KPU rapat 11 – 27 Februari 2019.", "2019-02-11 2019-02-27"},
		{"A-63 hingga", "KPU buka pendaftaran 10 hingga 16 Juni 2025.", "2025-06-10 2025-06-16"},
		{"A-63 s/d", "KPU rapat 4 s/d 5 September 2022.", "2022-09-04 2022-09-05"},
		{"A-63 two months", "KPU rapat 29 September - 3 Oktober 2025.", "2025-09-29 2025-10-03"},
		{"A-63 two years", "KPU rapat 30 Desember - 2 Januari 2025.", "2024-12-30 2025-01-02"},
		{"A-63 two brackets", "KPU rapat, Rabu (30/7/2025) hingga Jumat (1/8/2025).", "2025-07-30 2025-08-01"},
		{"A-63 two weekdays and one bracket", "KPU bahas tahun 2024, Jumat hingga Minggu (20–22/12).", "2024-12-20 2024-12-22"},
		{"A-63 dari tanggal and berakhir tanggal", "Pendaftaran dibuka dari tanggal 16 Desember dan berakhir tanggal 29 Desember 2022.", "2022-12-16 2022-12-29"},
		{"A-63 sampai dengan", "KPU rapat 3 sampai dengan 5 Mei 2021.", "2021-05-03 2021-05-05"},
		{"A-63 two brackets without a year", "KPU rekapitulasi Pilkada Tahun 2024 sejak Selasa (3/12) hingga Rabu (4/12).", "2024-12-03 2024-12-04"},
		{"A-63 dan", "KPU rapat pada 3 dan 4 Desember 2025.", "2025-12-03 2025-12-04"},
		{"A-63 a list names each of its days", "KPU rapat tiga hari, 3, 4, dan 5 Mei 2024.", "2024-05-03 2024-05-04 2024-05-05"},
		{"A-63 two weekdays joined by a hyphen", "KPU rapat, Senin-Selasa (3-4/12/2024).", "2024-12-03 2024-12-04"},
		{"A-60 the year behind the bracket", "KPU rapat, Rabu (14/10) 2020.", "2020-10-14"},
		{"A-60 figures without brackets", "Selasa, 4/11/25, KPU rapat.", "2025-11-04"},
		{"the polling day as a rehearsal", "KPU melakukan simulasi pemungutan suara pada Sabtu, 27 Januari 2024.", "2024-01-27"},
		{"the term of office of those who are sworn in", "KPU melantik PPS, Selasa 24 Januari 2023. Masa kerja PPS mulai 24 Januari 2023 hingga 4 April 2024.", "2023-01-24"},
		{"a plan that is told", "KPU rapat, Selasa (4/11/2025). Rapat berikutnya digelar pekan depan, Selasa (11/11/2025).", "2025-11-04 2025-11-11"},
		{"A-64 a long date alone", "KPU rapat pada tanggal 5 September 2024.", "2024-09-05"},
		{"A-65 a year of two digits", "KPU rapat, Rabu (25/02/15).", "2015-02-25"},
		{"A-66 a bare bracket behind the full stop", "KPU rapat tahun 2025 di aula. (08/07)", "2025-07-08"},
		{"A-67 a bare bracket with a year", "KPU rapat di aula (11/10/2022).", "2022-10-11"},
		{"A-68 no date", "KPU rapat di aula.", ""},
		{"A-70 inside quotation marks", "KPU rapat.\n“Kami mulai Selasa (4/11/2025),” kata Budi.", ""},
		{"A-70 a gloss inside quotation marks", "KPU rapat, Rabu (5/11/2025).\n\"Pendaftaran hari ini (kemarin), 4 November 2025, tertib,\" kata Budi.", "2025-11-05"},
		{"A-70 after a quotation that is not closed", "KPU rapat.\n\"Kami siap bekerja. Budi hadir pada rapat, Rabu (5/11/2025).", "2025-11-05"},
		{"A-70 in a quotation over two paragraphs", "KPU rapat, Rabu (5/11/2025).\n\"Kami mulai. Pada 4 November 2025 rapat digelar.\n\"Lalu kami pulang,\" kata Budi.", "2025-11-05"},
		{"A-129 behind a closing mark that a space precedes", "KPU rapat.\n“Kami mulai, ”tegas Budi, Rabu (5/11/2025).", "2025-11-05"},
		{"A-71 kemarin and its date", "KPU rapat kemarin, Sabtu (22/3/2025).", "2025-03-22"},
		{"A-72 a plan", "KPU akan menggelar rapat pada hari Senin, 8 Desember 2025.", "2025-12-08"},
		{"the day before, where the text tells of it", "KPU rapat, Rabu (11/6/2025).\nSehari sebelumnya, Selasa (10/6/2025), KPU menggelar gladi.", "2025-06-10 2025-06-11"},
		{"an earlier stage", "KPU rapat, Rabu (11/6/2025).\nSebelumnya, pada 3 Mei 2025, KPU menetapkan daftar.", "2025-06-11"},
		{"a later stage", "KPU rapat, Rabu (11/6/2025).\nPendaftaran akan dibuka pada 1 Juli 2025.", "2025-06-11"},
		{"a deadline", "KPU rapat, Rabu (11/6/2025).\nBerkas diterima paling lambat 30 Juni 2025.", "2025-06-11"},
		{"the date of a decision", "KPU rapat atas Keputusan Nomor 12 Tahun 2025 tanggal 3 Mei 2025, Rabu (11/6/2025).", "2025-06-11"},
		{"a letter", "KPU menindaklanjuti surat tertanggal 3 Mei 2025 dalam rapat, Rabu (11/6/2025).", "2025-06-11"},
		{"the polling day", "KPU rapat, Rabu (30/10/2024).\nPemungutan suara berlangsung Rabu, 27 November 2024.", "2024-10-30"},
		{"the polling day in the first sentence", "Menjelang pemungutan suara 27 November 2024, KPU rapat, Rabu (30/10/2024).", "2024-10-30"},
		{"news of the polling day itself", "KPU memantau pemungutan suara, Rabu (14/2/2024).", "2024-02-14"},
		{"history", "KPU upacara mengenang 10 November 1945, Senin (10/11/2025).", "2025-11-10"},
		{"figures by a day", "Pemilih per 30 Juni 2025 tercatat 5.000, kata KPU, Rabu (2/7/2025).", "2025-07-02"},
		{"numbers that are no dates", "KPU mencatat 1.265.218 pemilih, 3/4 hadir pukul 13.00 - 15.00 di lantai 2, Nomor 14/02/PK.01/2025.", ""},
		{"days that are not in the calendar", "KPU rapat, Rabu (31/4/2025) dan 30 Februari 2025.", ""},
	} {
		got := strings.Join(news("Rapat\n"+c.text, "", "2026-11-23").Dates, " ")
		if got != c.want {
			t.Errorf("%s: %q\n got %q\nwant %q", c.name, c.text, got, c.want)
		}
	}
}

func TestTheYearThatIsNotTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, published, asOf, want, basis, confidence string }{
		{"A-75 the owned article", "Rapat\nKPU rapat, Selasa (4/11). Evaluasi SAKIP 2024 dibahas.", "", "2026-11-23", "2025-11-04", "weekday", "high"},
		{"A-75 the same when its publication is known", "Rapat\nKPU rapat, Selasa (4/11). Evaluasi SAKIP 2024 dibahas.", "2025-11-05", "2026-11-23", "2025-11-04", "published", "high"},
		{"A-75 the same from the text alone", "Rapat\nKPU rapat, Selasa (4/11). Evaluasi SAKIP 2024 dibahas.", "", "", "2025-11-04", "weekday", "high"},
		{"A-75 a weekday that does not fit beside a date that is near", "Rapat\nKPU rapat, Kamis, (17/10). Pelatihan 2–3 Oktober 2025 sudah dibahas tahun 2025.", "", "2026-11-23", "2025-10-17", "anchor", "low"},
		{"A-75 two years are possible", "Rapat\nKPU rapat, Rabu (25/5). Rumah itu diresmikan tahun 2016.", "", "2026-11-23", "2016-05-25", "weekday", "low"},
		{"A-75 an election ahead is no lower bound", "Rapat\nMenjelang Pemilu 2024, KPU rapat, Selasa (5/12).", "", "2026-11-23", "2023-12-05", "weekday", ""},
		{"A-75 nor is one that is far off", "Rapat\nKPU bahas Pilkada 2024 dan Pemilu 2029, Selasa (4/11).", "", "2026-11-23", "2025-11-04", "weekday", ""},
		{"A-75 an election that others led to", "Rapat\nKPU bahas tahapan Pemilu 2024, Selasa (14/6).", "", "2026-11-23", "2022-06-14", "weekday", ""},
		{"A-75 the number of a decision", "Rapat\nKPU bahas Keputusan 12/HK.03/2025, Selasa (4/11).", "", "2026-11-23", "2025-11-04", "weekday", "high"},
		{"A-75 the year of the title", "KPU 2026\nKPU rapat, Kamis (5/2).", "", "2026-11-23", "2026-02-05", "weekday", "high"},
		{"A-75 never later than the day of receipt", "Rapat\nKPU bahas tahun 2013, Selasa (4/11).", "", "2015-01-01", "2014-11-04", "weekday", "high"},
		{"A-75 no year where nothing tells", "Rapat\nKPU rapat, Selasa (4/11).", "", "", "", "", ""},
		{"A-75 no year without a weekday either", "Rapat\nKPU rapat (4/11).", "", "2026-11-23", "", "", ""},
		{"A-75 the newest where only the receipt is known", "Rapat\nKPU rapat, Selasa (4/11).", "", "2026-11-23", "2025-11-04", "weekday", "low"},
		{"A-75 over the turn of the year", "Rapat\nKPU rapat, Selasa (30/12).", "2026-01-02", "2026-01-03", "2025-12-30", "published", "high"},
		{"A-75 a plan after publication", "Rapat\nKPU akan rapat pada Kamis (15/1).", "2025-12-29", "2026-01-01", "2026-01-15", "published", "high"},
		{"A-75 a weekday that fits no year from the largest one on", "Rapat\nKPU bahas PDPB Tahun 2025, Kamis (17/10).", "", "2026-11-23", "2025-10-17", "anchor", "low"},
		{"A-75 a year that is planned for", "Rapat\nKPU bahas anggaran 2025 dan 2026, Selasa (4/11).", "", "2026-11-23", "2025-11-04", "weekday", "low"},
		{"A-75 before a day that is said to be ahead", "Rapat\nKPU bahas logistik, Senin (18/12). Pemungutan suara akan berlangsung 14 Februari 2024.", "", "2026-11-23", "2023-12-18", "weekday", "high"},
		{"A-75 the words of an era that ended", "Rapat\nKPU melantik PPDP, Rabu (15/7).", "", "2026-11-23", "2020-07-15", "weekday", "low"},
		{"A-75 the words of an era that began", "Rapat\nKPU membahas PDPB, Kamis (2/10).", "", "2026-11-23", "2025-10-02", "weekday", "high"},
		{"A-75 a leap day", "Rapat\nKPU bahas tahun 2023, Kamis (29/2).", "", "2026-11-23", "2024-02-29", "weekday", "high"},
	} {
		got := news(c.text, c.published, c.asOf)
		date, basis, confidence := strings.Join(got.Dates, " "), "", ""
		if len(got.Details) > 0 {
			basis, confidence = got.Details[0].Basis, got.Details[0].Confidence
		}
		if date != c.want || basis != c.basis || c.confidence != "" && confidence != c.confidence {
			t.Errorf("%s: %q published %q received %q\n got %q %q %q\nwant %q %q %q", c.name, c.text, c.published, c.asOf,
				date, basis, confidence, c.want, c.basis, c.confidence)
		}
	}
}

func TestTheAddressMayHoldTheYear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, url, want string }{
		{"in the slug", "https://kab-ngawi.kpu.go.id/blog/read/evaluasi-pilkada-2020", "2020-12-22"},
		{"as a folder", "https://kab-ngawi.kpu.go.id/berita/2015/12/rapat", "2015-12-22"},
		{"the number of a page is no year", "https://kab-ngawi.kpu.go.id/blog/read/2009_rapat?page=2009", ""},
	} {
		got := dates.Events(dates.Input{
			Kind: article.News, Title: "Rapat", Paragraphs: []string{"KPU rapat, Selasa (22/12)."}, URL: c.url,
		})
		if strings.Join(got.Dates, " ") != c.want {
			t.Errorf("%s: %s: got %v, want %q", c.name, c.url, got.Dates, c.want)
		}
	}
}

func TestWarningsOfDates(t *testing.T) {
	t.Parallel()
	got := news("Rapat\nKPU rapat, Selasa (5/10/2022).", "", "2026-11-23")
	if !slices.Equal(got.Dates, []string{"2022-10-05"}) || len(got.Warnings) != 1 || got.Warnings[0].Code != article.WarnWeekdayMismatch {
		t.Errorf("a typed year is kept and the weekday is warned of: got %+v", got)
	}
}

func TestOnlyNewsHasEventDates(t *testing.T) {
	t.Parallel()
	for _, kind := range []article.Kind{
		article.Announcement, article.Greeting, article.Opinion, article.Explainer, article.PressRelease, article.Form, article.Document,
	} {
		got := dates.Events(dates.Input{Kind: kind, Paragraphs: []string{"Senin, 12 Juni 2023 pukul 14.00 WITA"}})
		if len(got.Dates) != 0 || len(got.Warnings) != 0 {
			t.Errorf("A-12 %s: got %+v, want nothing", kind, got)
		}
	}
}

func TestTheOpeningsDateCountsWhereTheTextNamesNoOther(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for _, c := range []struct{ name, first, want string }{
		{"A-33 no other", "Pekanbaru, 29 September 2025 – KPU rapat.", "2025-09-29"},
		{"A-50 another", "Sleman (25/01/2024) – KPU rapat, Jumat (22/3/2024).", "2024-03-22"},
		{"A-71 the day before", "Timika (27/10) – KPU apel Pilkada 2024 kemarin, Sabtu (26/10).", "2024-10-26"},
	} {
		o := dates.Dateline(c.first, g)
		got := dates.Events(dates.Input{
			Kind: article.News, Title: "Rapat", Paragraphs: []string{c.first[o.End:]}, Opening: o, AsOf: "2026-11-23",
		})
		if strings.Join(got.Dates, " ") != c.want {
			t.Errorf("%s: %q: got %v, want %s", c.name, c.first, got.Dates, c.want)
		}
	}
}

func TestTheTitleGivesADateWhereTheTextHasNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, published, want string }{
		{"KPU Gelar Rapat 5 November 2025", "2025-11-06", "2025-11-05"},
		{"KPU Gelar Rapat 5 November 2025", "", "2025-11-05"},
		{"Pemilu 14 Februari 2024 di Mata Warga", "2025-11-06", ""},
		{"Mengenang Pilkada 27 November 2024", "", ""},
		{"Cerita dari Rapat 3 Mei 2023", "2025-11-06", ""},
		{"Isi Keputusan Nomor 5 Tahun 2025 tanggal 3 Oktober 2025", "2025-11-06", ""},
		{"Data Pemilih per 30 September 2025", "2025-11-06", ""},
		{"Data Pemilih Triwulan III, 1 Juli-30 September 2025", "2025-11-06", ""},
	} {
		if got := news(c.title+"\nWarga senang.", c.published, "2026-11-23"); strings.Join(got.Dates, " ") != c.want {
			t.Errorf("%q published %q: got %v, want %q", c.title, c.published, got.Dates, c.want)
		}
	}
}
