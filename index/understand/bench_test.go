package understand_test

import (
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/understand"
)

// BenchmarkUnderstand reads queries without asking for them.
func BenchmarkUnderstand(b *testing.B) {
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	spoken := registryOf(b, cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}))
	for _, text := range []string{"wisnu hartawan logistik", "ketua kpu kabupaten tegal soal surat suara 2024", strings.Repeat("ketua bawaslu wisnu soal ", index.MaxWords/4), strings.Repeat("kpu bogor ", index.MaxWords/2)} {
		b.Run("quotes/"+text[:min(len(text), 30)], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if len(understand.Text(text, understand.Options{Of: index.Quotes, Weights: &weights, Today: time.Now(), People: spoken}).Steps) == 0 {
					b.Fatal("it is not asked for")
				}
			}
		})
	}
	long := strings.Repeat("sosialisasi pemilih pemula ", index.MaxWords/3)
	for _, text := range []string{"pemilu", "ketua kpu jateng november 2025", `"badan ad hoc" sdm -pilkada topik:logistik`, "abdurrohman taufiq hidayat", long} {
		b.Run(text[:min(len(text), 30)], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if len(understand.Text(text, understand.Options{Weights: &weights, Today: time.Now(), People: registry}).Steps) == 0 {
					b.Fatal("it is not asked for")
				}
			}
		})
	}
}

// BenchmarkNameLookup reads names of people, and other spellings of them, whom a registry of
// 50,000 people knows.
func BenchmarkNameLookup(b *testing.B) {
	const known = 50_000
	all := cast.ManyPeople(known)
	weights, registry := understand.DefaultWeights(), registryOf(b, all...)
	var typed []string
	for i := 0; i < len(all); i += len(all) / 200 {
		name := all[i].Officials[0].Name
		typed = append(typed, name, strings.NewReplacer("u", "oe", "f", "p").Replace(name), strings.NewReplacer("i", "ie", "z", "j", "h", "").Replace(name))
	}
	for name, of := range map[string]index.Of{"articles": index.Articles, "quotes": index.Quotes} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if len(understand.Text(typed[i%len(typed)], understand.Options{Of: of, Weights: &weights, Today: time.Now(), People: registry}).Steps) == 0 {
					b.Fatal("it is not asked for")
				}
			}
		})
	}
}
