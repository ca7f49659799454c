package index_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/roster"
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

// alikeCrowds are names of one office as somebody would make them who wants the
// registry to compare all with all, or as a template does that is wrong.
var alikeCrowds = []struct {
	what string
	name func(i int) string
}{
	{"one name in many spellings", func(i int) string { return spelt("Budi", i) + " Santoso" }},
	{"two words in common", func(i int) string { return "Ketua Panitia " + letters(i, 4) }},
	{"a letter or two differ", func(i int) string { return "Abdurrahman Wah" + letters(i, 3) + "id" }},
	{"each a part of others", func(i int) string { return parts(i) }},
	{"initials between", func(i int) string { return "Budi " + initials(i) + "Santoso" }},
}

// letters writes i in letters that no spelling takes for each other, n at least.
func letters(i, n int) string {
	const of = "abdefgiklmnoprstu"
	var b []byte
	for ; i > 0 || len(b) < n; i /= len(of) {
		b = append(b, of[i%len(of)])
	}
	return string(b)
}

// spelt doubles letters of a word as often as the digits of i say.
func spelt(word string, i int) string {
	var b strings.Builder
	for _, c := range word {
		b.WriteString(strings.Repeat(string(c), 1+i%16))
		i /= 16
	}
	return b.String()
}

// parts returns the words that the bits of i say.
func parts(i int) string {
	words := []string{"Ahmad", "Budi", "Candra", "Dewi", "Eko", "Fajar", "Galih", "Hasan", "Indra", "Joko", "Kartika", "Lestari", "Mahendra", "Nugroho", "Oktavia", "Pratama"}
	var list []string
	for n, w := range words {
		if i>>n&1 == 1 {
			list = append(list, w)
		}
	}
	return strings.Join(append(list, "Wibowo", "Saputra"), " ")
}

func initials(i int) string {
	var b strings.Builder
	for ; i > 0; i /= 20 {
		b.WriteString(strings.ToUpper(letters(i%20, 1)[:1]) + " ")
	}
	return b.String()
}

// BenchmarkRegistryOfCrowds measures the same for names of one office that are all
// alike: each costs no more where there are many of them.
func BenchmarkRegistryOfCrowds(b *testing.B) {
	for _, c := range alikeCrowds {
		for _, at := range []string{"33", "~33"} {
			for _, n := range []int{2_500, 10_000} {
				list := make([]*article.Article, n)
				for i := range list {
					list[i] = telling(fmt.Sprintf("a%d", i), "2024-06-01", post{c.name(i), at})
				}
				b.Run(fmt.Sprintf("%s/%s/%d", c.what, at, n), func(b *testing.B) {
					var r index.Registry
					for b.Loop() {
						r = index.Meet(b, list)
					}
					b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "us/name")
					b.ReportMetric(float64(r.People()), "people")
					one := []*article.Article{telling("more", "2024-06-01", post{c.name(n), at})}
					began := time.Now()
					r.Meet(b, one)
					b.ReportMetric(float64(time.Since(began).Microseconds()), "us/more")
				})
			}
		}
	}
}

// BenchmarkRoster measures how long a list of 20,000 office holders takes to be put into
// force where 50,000 names are known, half of the list among them.
func BenchmarkRoster(b *testing.B) {
	all := crowd(50_000)
	var rows []roster.Row
	for i, a := range all[:20_000] {
		name := a.Officials[0].Name
		if i%2 == 0 {
			name = letters(i, 6) + " " + name
		}
		rows = append(rows, roster.Row{Name: name, Post: "Anggota", Satker: a.Officials[0].Roles[0].Satker, From: "2023-10-24"})
	}
	r := index.Meet(b, all)
	for b.Loop() {
		r.Enlist(b, rows)
	}
}
