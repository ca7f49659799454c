package dates_test

import (
	"testing"

	"warta/analyzers/dates"
	"warta/analyzers/satker"
)

func gazetteer(tb testing.TB) *satker.Gazetteer {
	tb.Helper()
	g, err := satker.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

func TestDatelineShapes(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for _, c := range []struct{ name, text, place, host, date, rest string }{
		{"A-30 a place and a host", "Magelang, kota-magelang.kpu.go.id - Komisi rapat", "Magelang", "kota-magelang.kpu.go.id", "", "Komisi rapat"},
		{"A-30 no spaces at the dash", "Muaradua,kab-okuselatan.kpu.go.id–KPU rapat", "Muaradua", "kab-okuselatan.kpu.go.id", "", "KPU rapat"},
		{"A-30 a host with no mark after it", "Bandung, kab-bandung.kpu.go.id  Dalam rangka", "Bandung", "kab-bandung.kpu.go.id", "", "Dalam rangka"},
		{"A-30 a hyphen glued to both sides", "Demak, kab-demak.kpu.go.id-Kirab dimulai", "Demak", "kab-demak.kpu.go.id", "", "Kirab dimulai"},
		{"A-31 a place alone", "Painan – Komisi rapat", "Painan", "", "", "Komisi rapat"},
		{"A-31 in capitals", "PADANG — Komisi rapat", "PADANG", "", "", "Komisi rapat"},
		{"A-31 glued to a weekday", "PADANG-Selasa (4/11) KPU rapat", "PADANG", "", "", "Selasa (4/11) KPU rapat"},
		{"A-32 none at all", "KPU Provinsi Bali menggelar rapat - dan senam", "", "", "", "KPU Provinsi Bali menggelar rapat - dan senam"},
		{"A-33 a long date", "Pekanbaru, 29 September 2025 – KPU rapat", "Pekanbaru", "", "2025-09-29", "KPU rapat"},
		{"A-33 a short date in brackets", "Sleman (06/08) – KPU rapat", "Sleman", "", "?-08-06", "KPU rapat"},
		{"A-33 brackets and a comma", "Pekanbaru (11/6), KPU rapat", "Pekanbaru", "", "?-06-11", "KPU rapat"},
		{"A-33 a date and no mark", "Pekanbaru, 20 Desember 2025 Komisi rapat", "Pekanbaru", "", "2025-12-20", "Komisi rapat"},
		{"A-34 a host alone", "Kab-rembang.kpu.go.id – Komisi rapat", "", "Kab-rembang.kpu.go.id", "", "Komisi rapat"},
		{"A-34 an old host", "kpurembang.go.id – Komisi rapat", "", "kpurembang.go.id", "", "Komisi rapat"},
		{"A-35 an office alone", "KPU BANTEN - Komisi Informasi datang", "-", "-", "", "Komisi Informasi datang"},
		{"A-35 a place and an office", "Soe, KPU Kab. TTS - KPU rapat", "Soe", "", "", "KPU rapat"},
		{"A-35 a place joined to an office", "Medan-KPU Sumut. Komisi rapat", "Medan", "", "", "Komisi rapat"},
		{"A-35 an office joined to a place", "KPU Sumut-Medan. Komisi rapat", "Medan", "", "", "Komisi rapat"},
		{"A-36 a unit and a place", "Hupmas, SURABAYA – Sebanyak", "SURABAYA", "", "", "Sebanyak"},
		{"A-36 a unit and an office", "Hupmas, KPU SURABAYA- Setelah", "-", "-", "", "Setelah"},
		{"A-37 a hashtag belongs to the sentence", "#TemanPemilih, KPU rapat", "", "", "", "#TemanPemilih, KPU rapat"},
		{"A-38 a comma only", "Jakarta, Mahkamah memutus", "Jakarta", "", "", "Mahkamah memutus"},
		{"A-38 before an office", "Bandar Lampung, KPU rapat", "Bandar Lampung", "", "", "KPU rapat"},
		{"A-38 a semicolon", "Pasangkayu; KPU rapat", "Pasangkayu", "", "", "KPU rapat"},
		{"A-39 a weekday and an address", "Semarang, Senin (4/10) https://kota-semarang.kpu.go.id KPU rapat", "Semarang", "kota-semarang.kpu.go.id", "?-10-04", "KPU rapat"},
		{"A-40 a form", "Nama Kegiatan : Rapat", "", "", "", "Nama Kegiatan : Rapat"},
		{"A-41 a quotation", "\"Kami siap,\" kata Budi - tegas", "", "", "", "\"Kami siap,\" kata Budi - tegas"},
		{"A-42 a byline", "Oleh : Budi Hartono Anggota KPU", "", "", "", "Oleh : Budi Hartono Anggota KPU"},
		{"A-45 a bracketed date behind a village", "Genuk (22/7) – KPU rapat", "Genuk", "", "?-07-22", "KPU rapat"},
		{"A-46 a town glued to its host", "Padang.sumbar.kpu.go.id - KPU rapat", "Padang", "sumbar.kpu.go.id", "", "KPU rapat"},
		{"A-46 a doubled dot", "Manado, sulut.kpu..go.id – KPU rapat", "Manado", "sulut.kpu..go.id", "", "KPU rapat"},
		{"A-46 a host of the local government", "Kuala Kapuas, www.kpu.kapuaskab.go.id - KPU", "Kuala Kapuas", "www.kpu.kapuaskab.go.id", "", "KPU"},
		{"A-47 the place of the event, not of the office", "BALI — KPU Kota Bima rapat", "BALI", "", "", "KPU Kota Bima rapat"},
		{"A-48 a seat that is named otherwise", "Oksibil - KPU rapat", "Oksibil", "", "", "KPU rapat"},
		{"A-49 a dash in the first clause", "Rapat koordinasi - daring dan luring - digelar", "", "", "", "Rapat koordinasi - daring dan luring - digelar"},
		{"A-49 a list of places", "Jakarta, Bandung, dan Surabaya menjadi contoh", "", "", "", "Jakarta, Bandung, dan Surabaya menjadi contoh"},
		{"a place as the subject", "Semarang, ibu kota provinsi, ramai", "", "", "", "Semarang, ibu kota provinsi, ramai"},
		{"two joined places", "Semarang-Demak dilanda banjir", "", "", "", "Semarang-Demak dilanda banjir"},
		{"a region behind the town", "Soreang, Kabupaten Bandung – KPU rapat", "Soreang", "", "", "KPU rapat"},
		{"a newspaper", "JAKARTA, KOMPAS.com – KPU rapat", "JAKARTA", "", "", "KPU rapat"},
		{"an agency", "Jakarta (ANTARA) - KPU rapat", "Jakarta", "", "", "KPU rapat"},
		{"a village with a host", "Banyumanik, kota-semarang.kpu.go.id - KPU", "Banyumanik", "kota-semarang.kpu.go.id", "", "KPU"},
		{"A-35 an office, a comma and a place", "KPU Kab. Bangli, Bangli - KPU rapat", "Bangli", "", "", "KPU rapat"},
		{"A-36 a unit alone", "Hupmas - KPU rapat", "-", "-", "", "KPU rapat"},
		{"A-36 a media centre", "Media Center, Padang - KPU rapat", "Padang", "", "", "KPU rapat"},
		{"A-33 a date and a full stop", "Mamuju, 11 Oktober 2022. KPU rapat", "Mamuju", "", "2022-10-11", "KPU rapat"},
		{"A-46 an address with a slash", "Semarang, https://kota-semarang.kpu.go.id/ - KPU", "Semarang", "kota-semarang.kpu.go.id", "", "KPU"},
		{"A-46 a host in brackets", "Semarang (kota-semarang.kpu.go.id) - KPU", "Semarang", "kota-semarang.kpu.go.id", "", "KPU"},
		{"A-46 a town joined to the host", "Semarang-kota-semarang.kpu.go.id - KPU", "Semarang", "kota-semarang.kpu.go.id", "", "KPU"},
		{"a newspaper in front", "TEMPO.CO, Jakarta - Komisi rapat", "Jakarta", "", "", "Komisi rapat"},
		{"a province in brackets", "Bogor (Jawa Barat), KPU rapat", "Bogor", "", "", "KPU rapat"},
		{"a weekday first is the sentence", "Selasa, 4 November 2025, KPU rapat", "", "", "", "Selasa, 4 November 2025, KPU rapat"},
		{"nothing", "", "", "", "", ""},
	} {
		o := dates.Dateline(c.text, g)
		place, host := "", ""
		if o.Dateline != nil {
			place, host = o.Dateline.Place, o.Dateline.Host
		}
		wantPlace, wantHost := c.place, c.host
		if c.place == "-" {
			wantPlace, wantHost = "", ""
		}
		date := o.Date().String()
		if d := o.Date(); date == "" && !d.IsZero() {
			d.Year = 2000
			date = "?" + d.String()[4:]
		}
		if place != wantPlace || host != wantHost || date != c.date || c.text[o.End:] != c.rest {
			t.Errorf("%s: %q\n got place %q host %q date %q rest %q\nwant place %q host %q date %q rest %q",
				c.name, c.text, place, host, date, c.text[o.End:], wantPlace, wantHost, c.date, c.rest)
		}
	}
}

// A place that the gazetteer does not know is one in capitals before a dash, as
// newspapers print it.
func TestPlacesInCapitals(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, place string }{
		{"WELERI – Pemilihan kepala desa berlangsung lancar.", "WELERI"},
		{"NGAWEN, Suluh Daerah – Hingga batas akhir pendaftaran hanya satu yang datang.", "NGAWEN"},
		{"SIGI, LEMBAHPALU-NEWS.ID – Tim gabungan menurunkan alat peraga.", "SIGI"},
		{"TUMPANG SARI - Warga desa itu memilih sejak pagi.", "TUMPANG SARI"},
		{"PEMUNGUTAN SUARA ULANG - JADWAL DAN TAHAPAN", ""},
		{"Weleri – begitu warga menyebutnya.", ""},
		{"RAKOR – begitu warga menyebutnya – digelar di aula.", ""},
		{"PDPB-KPU memutakhirkan data.", ""},
	} {
		got := ""
		if d := dates.Dateline(tt.text, g).Dateline; d != nil {
			got = d.Place
		}
		if got != tt.place {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.place)
		}
	}
}
