package people_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/search"
)

// A speakersOfRoster is a searcher over quotes whose speakers a roster gives posts.
type speakersOfRoster struct {
	*search.Searcher
	engine   index.Engine
	readings indextest.Readings
	random   *rand.Rand
	names    []string
	mark     uint64
}

func newSpeakersOfRoster(tb testing.TB, many int) *speakersOfRoster {
	tb.Helper()
	engine, err := embedded.Open(tb.Context(), tb.TempDir(), embedded.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = engine.Close() }) // nothing is kept
	s := &speakersOfRoster{engine: engine, random: rand.New(rand.NewPCG(22, 109))}
	s.Searcher = search.New(search.Options{Engine: engine, Readings: &s.readings, Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }})
	for n := range many {
		s.names = append(s.names, cast.Letters(n, 6)+" Santoso")
	}
	return s
}

func officeOf(n int) string { return fmt.Sprintf("%02d.%02d", 11+n%38, 1+n/38%15) }

// day returns a random day of the years 2016 to 2025.
func (s *speakersOfRoster) day() string {
	return time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, s.random.IntN(3650)).Format(time.DateOnly)
}

// rows returns two terms of each person in one of so many posts; some have no first or no
// last day.
func (s *speakersOfRoster) rows(posts int) []roster.Row {
	var rows []roster.Row
	for n, name := range s.names {
		first, second := s.day(), s.day()
		if first > second {
			first, second = second, first
		}
		post := func() string { return "Anggota " + cast.Letters(s.random.IntN(posts), 3) }
		one := roster.Row{Name: name, Post: post(), Satker: officeOf(n), From: first, To: second}
		two := roster.Row{Name: name, Post: post(), Satker: officeOf(n), From: second, To: second[:3] + "9-12-31"}
		switch n % 7 {
		case 0:
			one.From = ""
		case 1:
			two.To = ""
		case 2:
			one.From, one.To, two = "", "", one
		}
		rows = append(rows, one, two)
	}
	return rows
}

// article returns an article in which so many people speak, one in eight with a post.
func (s *speakersOfRoster) article(i, speakers int) documents.Change {
	at := s.random.IntN(len(s.names))
	var said []cast.Post
	for k := range speakers {
		n := (at + k*38*15) % len(s.names) // of the same office
		where := "?" + officeOf(at)
		if s.random.IntN(8) == 0 {
			where = officeOf(at) + "!Anggota " + cast.Letters(s.random.IntN(3), 3)
		}
		said = append(said, cast.Post{Name: s.names[n], At: where})
	}
	day := s.day()
	if s.random.IntN(20) == 0 {
		day = ""
	}
	id := fmt.Sprintf("a%d", i)
	return documents.Change{ID: id, Article: cast.Article(id, day, said...)}
}

func (s *speakersOfRoster) apply(tb testing.TB, changes ...documents.Change) {
	tb.Helper()
	s.mark++
	if err := s.engine.Apply(tb.Context(), documents.Updates(changes), s.mark); err != nil {
		tb.Fatal(err)
	}
	s.readings.Apply(changes...)
}

func (s *speakersOfRoster) ask(tb testing.TB, q search.Query) *search.Page {
	tb.Helper()
	page, err := s.Search(tb.Context(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return page
}

// Every post of a large roster is counted as often as the filter by it finds a quote,
// whatever else narrows, and after changes of quotes, roster and people.
func TestPostsOfALargeRosterAreCountedAsTheyAreFiltered(t *testing.T) {
	t.Parallel()
	s := newSpeakersOfRoster(t, 1500)
	var changes []documents.Change
	for i := range 1200 {
		changes = append(changes, s.article(i, 2))
	}
	s.apply(t, changes[:700]...)
	s.apply(t, changes[700:]...)
	s.ask(t, search.Query{}) // which loads the people of the engine
	setRoster := func(rows []roster.Row) {
		t.Helper()
		if err := s.People.SetRoster(t.Context(), people.NewRoster(rows)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(why string, byRoster bool) {
		t.Helper()
		for name, q := range map[string]search.Query{
			"all": {}, "an office": {Satker: []string{"11"}}, "days": {From: "2019-01-01", To: "2022-06-30"},
			"no day": {Date: []string{index.NoDate}}, "words": {Text: "mulai 1"}, "a person": {Text: s.names[3]}, "collapsed": {Collapse: true},
		} {
			q.Of, q.Facets = index.Quotes, []search.FacetRequest{{Name: index.FacetRole, Size: index.MaxFacetSize}}
			counts := s.ask(t, q).Facets[index.FacetRole]
			if name == "all" && (len(counts) > 30) != byRoster {
				t.Errorf("%s: %d posts are counted", why, len(counts))
			}
			for i, c := range counts {
				if i%4 != 0 && i < len(counts)-2 { // the filter is slow
					continue
				}
				narrow := q
				narrow.Role, narrow.Collapse = []string{c.Label}, false
				if found := s.ask(t, narrow).Total; found != c.Count {
					t.Errorf("%s, %s: %s is counted %d times and found %d times", why, name, c.Value, c.Count, found)
				}
			}
		}
	}
	check("without a roster", false)
	setRoster(s.rows(40))
	check("with a roster", true)
	kept := s.People.RosterGroups()
	var more []documents.Change
	for i := 1100; i < 1300; i++ {
		more = append(more, s.article(i, 2))
	}
	s.apply(t, append(more, documents.Change{ID: "a3"}, documents.Change{ID: "a4"})...)
	check("with other quotes", true)
	setRoster(s.rows(45))
	check("with another roster", true)
	if s.People.RosterGroups() == kept {
		t.Error("another roster gives the same posts")
	}
	again := s.People.RosterGroups()
	if s.apply(t, documents.Change{ID: "plain", Article: cast.Plain("plain", "2024-01-01", "Rapat", "Rapat dibuka.")}); s.ask(t, search.Query{}).Mark != s.mark {
		t.Error("the new article is not found")
	}
	if s.People.RosterGroups() != again {
		t.Error("posts are worked out again for an article without people")
	}
	setRoster(nil)
	check("with the roster taken back", false)
}

// BenchmarkRoleFacet counts the posts of 300,000 quotes where a roster has 3,000 people of
// two terms each: as groups of the engine, and by a request for each post.
func BenchmarkRoleFacet(b *testing.B) {
	s := newSpeakersOfRoster(b, 3000)
	const articles, batch = 100_000, 2000
	for from := 0; from < articles; from += batch {
		var changes []documents.Change
		for i := range batch {
			changes = append(changes, s.article(from+i, 3))
		}
		s.apply(b, changes...)
	}
	if err := s.engine.(index.Tidier).Tidy(b.Context()); err != nil {
		b.Fatal(err)
	}
	s.ask(b, search.Query{})
	lists := [2]*people.Roster{people.NewRoster(s.rows(5)), people.NewRoster(s.rows(5))}
	set := func(l *people.Roster) {
		if err := s.People.SetRoster(b.Context(), l); err != nil {
			b.Fatal(err)
		}
	}
	set(lists[0])
	plain := search.New(search.Options{Engine: onePostAtATime{s.engine}, Readings: &s.readings, People: s.People})
	all := search.Query{Of: index.Quotes, Facets: []search.FacetRequest{{Name: index.FacetRole, Size: 20}}}
	for name, q := range map[string]search.Query{"all": all, "words": {Text: "mulai"}, "one office": {Satker: []string{"11"}}} {
		q.Of, q.Facets = all.Of, all.Facets
		s.ask(b, q)
		var naive float64
		b.Run(name+"/a request for each post", func(b *testing.B) {
			for b.Loop() {
				if _, err := plain.Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
			naive = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		})
		b.Run(name+"/groups", func(b *testing.B) {
			for b.Loop() {
				s.ask(b, q)
			}
			b.ReportMetric(naive/(float64(b.Elapsed().Nanoseconds())/float64(b.N)), "times")
		})
		bare := q
		bare.Facets = nil
		b.Run(name+"/without the facet", func(b *testing.B) {
			for b.Loop() {
				s.ask(b, bare)
			}
		})
	}
	b.Run("all/after another roster", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			b.StopTimer()
			set(lists[(n+1)%2])
			b.StartTimer()
			s.ask(b, all)
		}
	})
}

// An onePostAtATime engine has no live groups.
type onePostAtATime struct{ index.Engine }

func (e onePostAtATime) Can() index.Capabilities {
	can := e.Engine.Can()
	can.LiveGroups = false
	return can
}
