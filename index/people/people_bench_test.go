package people_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/roster"
)

// BenchmarkRegistry measures how long it takes to work out who 50,000 are at the
// start, and what another batch of 100 articles costs then.
func BenchmarkRegistry(b *testing.B) {
	all := cast.Crowd(50_000)
	b.Run("all", func(b *testing.B) {
		var r *people.Registry
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for b.Loop() {
			r = people.Meet(b, all)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(r.People()), "people")
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
	})
	b.Run("batch", func(b *testing.B) {
		r := people.Meet(b, all)
		for i := 0; b.Loop(); i++ {
			r.Meet(b, all[i*100%len(all):][:100])
		}
	})
}

// BenchmarkRegistryOfCrowds measures the same for names of one office that are all
// alike: each costs no more where there are many of them.
func BenchmarkRegistryOfCrowds(b *testing.B) {
	for _, c := range cast.AlikeCrowds {
		for _, at := range []string{"33", "~33"} {
			for _, n := range []int{2_500, 10_000} {
				list := make([]*article.Article, n)
				for i := range list {
					list[i] = cast.Telling(fmt.Sprintf("a%d", i), "2024-06-01", cast.Post{Name: c.Name(i), At: at})
				}
				b.Run(fmt.Sprintf("%s/%s/%d", c.What, at, n), func(b *testing.B) {
					var r *people.Registry
					for b.Loop() {
						r = people.Meet(b, list)
					}
					b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "us/name")
					b.ReportMetric(float64(r.People()), "people")
					one := []*article.Article{cast.Telling("more", "2024-06-01", cast.Post{Name: c.Name(n), At: at})}
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
	all := cast.Crowd(50_000)
	var rows []roster.Row
	for i, a := range all[:20_000] {
		name := a.Officials[0].Name
		if i%2 == 0 {
			name = cast.Letters(i, 6) + " " + name
		}
		rows = append(rows, roster.Row{Name: name, Post: "Anggota", Satker: a.Officials[0].Roles[0].Satker, From: "2023-10-24"})
	}
	r := people.Meet(b, all)
	for b.Loop() {
		r.EnlistRows(b, rows)
	}
}

// BenchmarkRosterOfOneName measures a list of 2,000 rows of one name at one satker, and an
// article that names the person once it is in force.
func BenchmarkRosterOfOneName(b *testing.B) {
	first := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	var rows []roster.Row
	for n := range 2_000 {
		day := func(n int) string { return first.AddDate(0, 0, n).Format(time.DateOnly) }
		rows = append(rows, roster.Row{Name: "Rini Astuti", Post: "Anggota", Satker: "33.74", From: day(n), To: day(4_000 + n)})
	}
	r := people.Meet(b, []*article.Article{cast.Telling("a", "2024-06-01", cast.Post{Name: "Rini Astuti", At: "33.74"})})
	b.Run("import", func(b *testing.B) {
		for b.Loop() {
			r.EnlistRows(b, rows)
		}
	})
	b.Run("put", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			r.Meet(b, []*article.Article{cast.Telling("a", "2024-06-01", cast.Post{Name: "Rini Astuti", At: "33.74"}, cast.Post{Name: "Rini Astuti", At: fmt.Sprintf("~33.74,%d", n)})})
		}
	})
}
