package index_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/embedded"
	"warta/index/indextest"
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

// BenchmarkRosterRole measures searches for quotes by role and by office where a list gives
// the post to 2,000 people, who speak in 10,000 articles without it. Mostly many begin on
// one day; in the worst list each begins on another.
func BenchmarkRosterRole(b *testing.B) {
	for _, days := range []int{60, 2_000} {
		s := listedSpeakers(b, days)
		for _, q := range []index.Query{{Role: []string{"Anggota"}}, {Office: []string{"33"}}, {Role: []string{"Ketua"}}} {
			q.Of, q.Size, q.Sort = index.Quotes, 10, index.Newest
			b.Run(fmt.Sprint(days, "days", q.Role, q.Office), func(b *testing.B) {
				for b.Loop() {
					page, err := s.Search(b.Context(), q)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(page.Total), "quotes")
				}
			})
		}
	}
}

// listedSpeakers returns what searches 10,000 articles in which 2,000 people speak, to whom
// a list gives a post since one of so many days.
func listedSpeakers(b *testing.B, days int) *index.Searcher {
	const people, articles = 2_000, 10_000
	engine, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = engine.Close() }) // nothing is kept
	var readings indextest.Readings
	s := index.NewSearcher(engine, &readings, func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })
	first := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	office := func(n int) string { return fmt.Sprintf("%02d.%02d", 11+n%38, 1+n/38%15) }
	rows := make([]roster.Row, people)
	for n := range rows {
		from := first.AddDate(0, 0, n%days*(people/days))
		rows[n] = roster.Row{Name: letters(n, 6) + " Santoso", Post: "Anggota", Satker: office(n), From: from.Format(time.DateOnly)}
	}
	var changes []index.Change
	for i := range articles {
		n := i % people
		day := first.AddDate(0, 0, i*7919%3000).Format(time.DateOnly)
		changes = append(changes, index.Change{ID: fmt.Sprintf("a%d", i), Article: telling(fmt.Sprintf("a%d", i), day, post{rows[n].Name, "?" + office(n)})})
	}
	mark := uint64(0)
	for some := range slices.Chunk(changes, 1000) {
		mark++
		if err := engine.Apply(b.Context(), some, mark); err != nil {
			b.Fatal(err)
		}
	}
	readings.Apply(changes...)
	s.Enlist(b, rows)
	return s
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
	r := index.Meet(b, []*article.Article{telling("a", "2024-06-01", post{"Rini Astuti", "33.74"})})
	b.Run("import", func(b *testing.B) {
		for b.Loop() {
			r.Enlist(b, rows)
		}
	})
	b.Run("put", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			r.Meet(b, []*article.Article{telling("a", "2024-06-01", post{"Rini Astuti", "33.74"}, post{"Rini Astuti", fmt.Sprintf("~33.74,%d", n)})})
		}
	})
}
