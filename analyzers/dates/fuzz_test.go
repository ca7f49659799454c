package dates_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/dates"
	"warta/analyzers/internal/hostile"
	"warta/analyzers/samples"
	"warta/internal/race"
)

func FuzzDates(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, seed := range [...][3]string{
		{"Semarang, kota-semarang.kpu.go.id - KPU rapat, Selasa (4/11). SAKIP 2024.", "2025-11-05", "2026-11-23"},
		{"Semarang, Senin (4/10) https://kota-semarang.kpu.go.id KPU rapat 29 September - 3 Oktober", "", "2026-11-23"},
		{"Medan-KPU Sumut. “Rapat Jum’at (8/10 2021) hingga Minggu (10/10).", "", ""},
		{"KPU rapat Sabtu hingga Senin (20–22/12) dan 30 Desember - 2 Januari 2025", "2025-13-40", "x"},
		{"Padang （３-５/11） - KPU rapat tanggal lima bulan November tahun dua ribu dua puluh lima, malam Minggu (8/11), Selesa (5.11.25).", "2025-11-09", "2026-11-23"},
		{"Rapat ‘4, 11, dan 18 November 2025’ pada 2025-11-05 s.d. Rabu (5/XI/2025), Senin, Rabu, dan Jumat (3, 5, 7/11) hingga 2/10.", "2025-01-01", "2025-11-23"},
		{"Selasa (11/4/2025) & Kmais (25/11/06) 30/9-2/10/2025, 5 (lima) Novemver 2025 '1-2/12' ke-3 November.", "2025-11-05", ""},
		{"Padang.sumbar.kpu.go.id – \xf3 29/2 (29/2) 31.04.2025 Selasa,,, ((5/6", "", "2024-01-01"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	g := gazetteer(f)
	f.Fuzz(func(t *testing.T, text, published, asOf string) {
		o := dates.Dateline(text, g)
		if o.End < 0 || o.End > len(text) || utf8.ValidString(text) && o.End < len(text) && !utf8.RuneStart(text[o.End]) {
			t.Fatalf("%q: the opening ends at %d", text, o.End)
		}
		if d := o.Dateline; d != nil && (!strings.Contains(text, d.Place) || !strings.Contains(text, d.Host)) {
			t.Fatalf("%q: dateline %+v does not stand in the text", text, d)
		}
		got := dates.Events(dates.Input{
			Kind: article.News, Title: text, Paragraphs: []string{text[o.End:], text}, Opening: o, Published: published, AsOf: asOf,
		})
		for i, d := range got.Dates {
			if _, err := time.Parse(time.DateOnly, d); err != nil || i > 0 && got.Dates[i-1] >= d {
				t.Fatalf("%q: dates %v", text, got.Dates)
			}
		}
		for _, d := range got.Details {
			if !strings.Contains(text, d.Text) || d.Text == "" {
				t.Fatalf("%q: the words %q do not stand in the text", text, d.Text)
			}
			if _, err := time.Parse(time.DateOnly, asOf); err == nil && asOf > "1900" && asOf < "2200" && d.Basis != "written" && d.Date[:4] > asOf[:4] {
				t.Fatalf("%q: year of %v worked out beyond %s", text, d, asOf)
			}
		}
		for _, w := range got.Warnings {
			if w.Span != nil && utf8.ValidString(text) && !w.Span.In([]string{text[o.End:], text}[*w.Paragraph]) {
				t.Fatalf("%q: warning %+v cuts a character", text, w)
			}
		}
	})
}

func TestReadingIsLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	hostile.Linear(t, hostile.Dates, func(text string) {
		dates.Events(dates.Input{Kind: article.News, Title: text, Paragraphs: []string{text}, Published: "2025-11-05", AsOf: "2026-11-23"})
	})
}

// TestParagraphsAreReadInLinearTime is [TestReadingIsLinear] for lines: each is a
// paragraph.
func TestParagraphsAreReadInLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, line := range [...]string{"Tanggal : 3 Mei 2025", "Hari : Rabu", "\"Rabu (5/11/2025)", "Rapat digelar pada:", "‘a"} {
		took := func(n int) time.Duration {
			paragraphs := slices.Repeat([]string{line}, n)
			start := time.Now()
			dates.Events(dates.Input{Kind: article.News, Title: "Rapat", Paragraphs: paragraphs, AsOf: "2026-11-23"})
			return time.Since(start)
		}
		few, many := took(2_000), took(32_000)
		for try := 0; try < 2 && many > 64*few; try++ {
			few, many = max(few, took(2_000)), min(many, took(32_000))
		}
		if many > 200*time.Millisecond && many > 64*few {
			t.Errorf("32,000 paragraphs %q take %v, 2,000 %v", line, many, few)
		}
	}
}

func BenchmarkDateline(b *testing.B) {
	g := gazetteer(b)
	const first = "Semarang, kota-semarang.kpu.go.id - Komisi Pemilihan Umum (KPU) Provinsi Jawa Tengah rapat, Selasa (4/11)."
	b.ReportAllocs()
	for b.Loop() {
		dates.Dateline(first, g)
	}
}

func BenchmarkEvents(b *testing.B) {
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	text := all[len(all)/2].Raw
	in := dates.Input{Kind: article.News, Title: "Rapat", Paragraphs: strings.Split(text, "\n"), AsOf: "2026-11-23"}
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		dates.Events(in)
	}
}
