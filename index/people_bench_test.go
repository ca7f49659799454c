package index_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"warta/analyzers/article"
	"warta/index"
)

// crowd makes articles that name about n different people in 553 offices, a tenth of
// them in a second spelling.
func crowd(n int) []*article.Article {
	first := []string{"Ahmad", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gunawan", "Hadi", "Indra", "Joko", "Kartika", "Lestari", "Made", "Nur", "Oki", "Putri", "Rahmat", "Siti", "Tri", "Wahyu"}
	second := []string{"Santoso", "Wijaya", "Pratama", "Lubis", "Siregar", "Hidayat", "Kurniawan", "Saputra", "Nugroho", "Rahman", "Aminah", "Susanto", "Hasibuan", "Setiawan", "Maulana", "Purnomo", "Yusuf", "Harahap", "Mustofa", "Lestari"}
	third := []string{"", " Amron", " Darma", " Eka", " Firdaus", " Gita", " Hakim", " Jaya", " Karim", " Latif", " Mahendra", " Nasution", " Oktavia", " Pane", " Ramadhan", " Suryani", " Tanjung", " Utama", " Wibowo", " Zain"}
	rng := rand.New(rand.NewPCG(1, 2))
	list := make([]*article.Article, n)
	for i := range list {
		name := pick(rng, first...) + " " + pick(rng, second...) + pick(rng, third...)
		if i%10 == 0 && len(name) > 14 {
			name = name[:9] + name[10:]
		}
		list[i] = telling(fmt.Sprintf("a%d", i), "2024-06-01", post{name, fmt.Sprintf("%02d.%02d", 11+i%38, 1+i/38%15)})
	}
	return list
}

// BenchmarkRegistry measures how long it takes to work out who 50,000 are at the
// start, and what another batch of 100 articles costs then.
func BenchmarkRegistry(b *testing.B) {
	all := crowd(50_000)
	b.Run("all", func(b *testing.B) {
		var r index.Registry
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for b.Loop() {
			r = index.Meet(b, all)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(r.People()), "people")
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
	})
	b.Run("batch", func(b *testing.B) {
		r := index.Meet(b, all)
		for i := 0; b.Loop(); i++ {
			r.Meet(b, all[i*100%len(all):][:100])
		}
	})
}
