package archive_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"warta/index"
	"warta/index/embedded"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/search"
)

// BenchmarkRosterRole measures searches for quotes by role and by office where a list gives
// the post to 2,000 people, who speak in 10,000 articles without it. Mostly many begin on
// one day; in the worst list each begins on another.
func BenchmarkRosterRole(b *testing.B) {
	for _, days := range []int{60, 2_000} {
		s := listedSpeakers(b, days)
		for _, q := range []search.Query{{Role: []string{"Anggota"}}, {Office: []string{"33"}}, {Role: []string{"Ketua"}}} {
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
func listedSpeakers(b *testing.B, days int) *search.Searcher {
	const many, articles = 2_000, 10_000
	engine, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = engine.Close() }) // nothing is kept
	var readings indextest.Readings
	s := search.New(engine, &readings, func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })
	first := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	office := func(n int) string { return fmt.Sprintf("%02d.%02d", 11+n%38, 1+n/38%15) }
	rows := make([]roster.Row, many)
	for n := range rows {
		from := first.AddDate(0, 0, n%days*(many/days))
		rows[n] = roster.Row{Name: cast.Letters(n, 6) + " Santoso", Post: "Anggota", Satker: office(n), From: from.Format(time.DateOnly)}
	}
	var changes []index.Change
	for i := range articles {
		n := i % many
		day := first.AddDate(0, 0, i*7919%3000).Format(time.DateOnly)
		changes = append(changes, index.Change{ID: fmt.Sprintf("a%d", i), Article: cast.Telling(fmt.Sprintf("a%d", i), day, cast.Post{Name: rows[n].Name, At: "?" + office(n)})})
	}
	mark := uint64(0)
	for some := range slices.Chunk(changes, 1000) {
		mark++
		if err := engine.Apply(b.Context(), some, mark); err != nil {
			b.Fatal(err)
		}
	}
	readings.Apply(changes...)
	if _, err := s.Search(b.Context(), search.Query{}); err != nil { // which loads the people of the engine
		b.Fatal(err)
	}
	if err := s.People.Enlist(b.Context(), people.NewOfficeList(rows)); err != nil {
		b.Fatal(err)
	}
	return s
}
