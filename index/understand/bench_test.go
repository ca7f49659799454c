package understand_test

import (
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/people"
	"warta/index/understand"
)

// BenchmarkUnderstand reads queries without asking for them.
func BenchmarkUnderstand(b *testing.B) {
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
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
