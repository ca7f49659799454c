package satker_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/internal/hostile"
	"warta/analyzers/samples"
	"warta/internal/race"
)

func FuzzFind(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, seed := range [...]string{
		"Ketua Komisi Pemilihan Umum (KPU) Kota Semarang dan KPU Kab. TTS hadir.",
		"KPU Provinsi/KIP Aceh, KPU se-Jawa Tengah, KPU kabupaten/kota", "KPU Semarang (kab-semarang.kpu.go.id)",
		"Komisi Pemilihan Umum Provinsi Jawa Timur (KPU Jatim", "KPU\u00a0D.I.\u00a0Yogyakarta", "KPU K\xf3ta \xe2\x80", "KPU Ba’a – KPU Rote",
	} {
		f.Add(seed, "33.74")
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, text, publisher string) {
		ctx := g.NewContext(publisher, text)
		last := 0
		for _, m := range g.Find(text, ctx) {
			if utf8.ValidString(text) && !m.In(text) || m.Start < last || m.Start >= m.End {
				t.Fatalf("%q: mention %+v overlaps or cuts a character", text, m)
			}
			last = m.End
			if m.Code != "" {
				if _, ok := g.ByCode(m.Code); !ok {
					t.Fatalf("%q: unknown code %q", text, m.Code)
				}
			}
			again, ok := g.OfficeAt(text, m.Start, ctx)
			if !ok || again.Span != m.Span || again.Code != m.Code {
				t.Fatalf("%q: OfficeAt(%d) = %+v, want %+v", text, m.Start, again, m)
			}
		}
		g.Involved(ctx, "", text)
		g.ResolveBody(text, ctx)
		g.ByHost(text)
		g.ByURL(text, 2026)
		g.Owner(text)
	})
}

func TestReadingIsLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	g := load(t)
	hostile.Linear(t, hostile.Offices, func(text string) {
		ctx := g.NewContext("33.74", text)
		g.Involved(ctx, "", text)
		g.NormalizeBody(text)
		for at := range len(text) { // a reader of roles asks at each word
			if strings.HasPrefix(text[at:], "KPU") {
				g.OfficeAt(text, at, ctx)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	g := load(b)
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	text := all[len(all)/2].Raw
	ctx := g.NewContext("33.74", text)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		g.Find(text, ctx)
	}
}

func BenchmarkInvolved(b *testing.B) {
	g := load(b)
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	text := all[len(all)/2].Raw
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		g.Involved(g.NewContext("33.74", text), "", text)
	}
}
