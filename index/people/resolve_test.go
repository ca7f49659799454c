package people_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/internal/race"
)

func TestWhoIsOnePersonAndWhoIsNot(t *testing.T) {
	t.Parallel()
	const here, there, above = "33.74", "33.17", "33"
	for _, c := range []struct {
		why  string
		in   [][]cast.Post // an article each
		want []string      // names, in order
	}{
		{"one letter more", [][]cast.Post{{{Name: "Basmar Prianto Amron", At: above}}, {{Name: "Basmar Perianto Amron", At: above}}}, []string{"Basmar Perianto Amron"}},
		{"doubled letters", [][]cast.Post{{{Name: "Basmar Perianto Amron", At: above}}, {{Name: "Basmar Periantto Amron", At: above}}}, []string{"Basmar Perianto Amron"}},
		{"h dropped", [][]cast.Post{{{Name: "Fathur Rohman", At: here}}, {{Name: "Fatur Rohman", At: here}}}, []string{"Fathur Rohman"}},
		{"Muhammad is Mohamad", [][]cast.Post{{{Name: "Muhammad Yusuf Karim", At: here}}, {{Name: "Mohamad Yusup Karim", At: here}}}, []string{"Mohamad Yusup Karim"}},
		{"Syahputra is Syah Putra", [][]cast.Post{{{Name: "Dedi Syahputra", At: here}}, {{Name: "Dedi Syah Putra", At: here}}}, []string{"Dedi Syah Putra"}},
		{"an initial between", [][]cast.Post{{{Name: "Rahmat Setiawan", At: here}}, {{Name: "Rahmat B Setiawan", At: here}}}, []string{"Rahmat B Setiawan"}},
		{"part of a Balinese name", [][]cast.Post{{{Name: "I Gede John Darmawan", At: "51"}}, {{Name: "I Gede Agung John Darmawan", At: "51"}}}, []string{"I Gede Agung John Darmawan"}},
		{"a shortened name is the one it may be", [][]cast.Post{{{Name: "Handi Tri Ujiono", At: above}}, {{Name: "Handi Ujiono", At: above}}}, []string{"Handi Tri Ujiono"}},

		{"one name, two offices", [][]cast.Post{{{Name: "Arief Rahman", At: here}}, {{Name: "Arief Rahman", At: there}}}, []string{"Arief Rahman", "Arief Rahman"}},
		{"one word in common", [][]cast.Post{{{Name: "Siti Aminah", At: here}}, {{Name: "Siti Rahmawati", At: here}}}, []string{"Siti Aminah", "Siti Rahmawati"}},
		{"a word that goes on", [][]cast.Post{{{Name: "Nur Hidayat", At: here}}, {{Name: "Nur Hidayati", At: here}}}, []string{"Nur Hidayat", "Nur Hidayati"}},
		{"two letters of a short name", [][]cast.Post{{{Name: "Andi Lani", At: here}}, {{Name: "Andi Lina", At: here}}}, []string{"Andi Lani", "Andi Lina"}},
		{"another first letter", [][]cast.Post{{{Name: "Dewi Lestari", At: here}}, {{Name: "Sewi Lestari", At: here}}}, []string{"Dewi Lestari", "Sewi Lestari"}},
		{"a shortened name that two may be", [][]cast.Post{{{Name: "Budi Tri Santoso", At: here}}, {{Name: "Budi Eko Santoso", At: here}}, {{Name: "Budi Santoso", At: here}}}, []string{"Budi Eko Santoso", "Budi Santoso", "Budi Tri Santoso"}},
		{"one article has both", [][]cast.Post{{{Name: "Rini Astuti", At: here}, {Name: "Rina Astuti", At: here}}}, []string{"Rina Astuti", "Rini Astuti"}},
		{"one article has both, others one", [][]cast.Post{{{Name: "Rini Astuti", At: here}}, {{Name: "Rina Astuti", At: here}}, {{Name: "Rini Astuti", At: here}, {Name: "Rina Astuti", At: here}}}, []string{"Rina Astuti", "Rini Astuti"}},
		{"one word alone", [][]cast.Post{{{Name: "Handi", At: here}}, {{Name: "Handy", At: here}}}, []string{"Handi"}}, // sounds the same
		{"one word and a full name", [][]cast.Post{{{Name: "Ujiono", At: above}}, {{Name: "Handi Tri Ujiono", At: above}}}, []string{"Handi Tri Ujiono", "Ujiono"}},

		{"at another body in one term", [][]cast.Post{{{Name: "Nuraini Saleh", At: "/Bawaslu Kota Semarang"}}, {{Name: "Nuraeni Saleh", At: "/Bawaslu Kota Semarang"}}}, []string{"Nuraeni Saleh"}},
		{"at two bodies", [][]cast.Post{{{Name: "Nuraini Saleh", At: "/Bawaslu Kota Semarang"}}, {{Name: "Nuraini Saleh", At: "/Dinas Dukcapil"}}}, []string{"Nuraini Saleh", "Nuraini Saleh"}},
		{"somewhere, and one who holds a post there", [][]cast.Post{{{Name: "Eko Prasetyo", At: here}}, {{Name: "Eko Prasetyo", At: "~" + here}}}, []string{"Eko Prasetyo"}},
		{"somewhere else", [][]cast.Post{{{Name: "Eko Prasetyo", At: here}}, {{Name: "Eko Prasetyo", At: "~" + there}}}, []string{"Eko Prasetyo", "Eko Prasetyo"}},
		{"without a post, and one who holds one there", [][]cast.Post{{{Name: "Eko Prasetyo", At: here}}, {{Name: "Eko Prasetyo", At: "?" + here}}}, []string{"Eko Prasetyo"}},
		{"without a post anywhere", [][]cast.Post{{{Name: "Sari Dewanti", At: "?" + here}}}, nil},
		{"a private person anywhere", [][]cast.Post{{{Name: "Sari Dewanti", At: "-" + here}}, {{Name: "Sari Dewanti", At: "-" + here}}}, nil},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 { // whichever comes first
				s := cast.NewShelf(t)
				list := slices.Clone(c.in)
				if turn == 1 {
					slices.Reverse(list)
				}
				for i, people := range list {
					s.Put(cast.Article(fmt.Sprintf("a%d", i), "2024-06-01", people...))
				}
				var names []string
				for _, who := range s.Officials() {
					names = append(names, who.Label)
				}
				slices.Sort(names)
				if !slices.Equal(names, c.want) {
					t.Errorf("turn %d: got %q, want %q", turn, names, c.want)
				}
			}
		})
	}
}

func TestOnePersonHoldsTwoPostsWhereAnArticleSaysSo(t *testing.T) {
	t.Parallel()
	both := cast.Article("both", "2024-06-01", cast.Post{Name: "Paulus Widyantoro", At: "33"})
	both.Officials[0].Roles = append(both.Officials[0].Roles, article.Role{Title: "Plt. Ketua", Satker: "33.17"})
	s := cast.NewShelf(t, cast.Article("a", "2023-01-01", cast.Post{Name: "Paulus Widyantoro", At: "33"}), cast.Article("b", "2025-01-01", cast.Post{Name: "Paulus Widyantoro", At: "33.17"}))
	if got := len(s.Officials()); got != 2 {
		t.Fatalf("%d people of one name in two offices, want 2", got)
	}
	s.Put(both)
	got := s.Officials()
	if len(got) != 1 || got["paulus-widyantoro"].Count != 3 {
		t.Errorf("got %v, want one who is in 3 articles", got)
	}
}

// fewNames returns articles whose people are few and similar.
func fewNames(rng *rand.Rand, n int) []*article.Article {
	names := []string{
		"Basmar Prianto Amron", "Basmar Perianto Amron", "Basmar Amron", "Basmar", "Handi Tri Ujiono", "Handi Ujiono", "Handi T Ujiono",
		"Budi Santoso", "Budi Tri Santoso", "Budi Eko Santoso", "Budi Santosa", "Rini Astuti", "Rina Astuti", "Dedi Syahputra", "Dedi Syah Putra",
		"Handi", "Budi", "Inu", "H. T. Ujiono", "B. Santoso", "Handi Tri Ujiono (Inu)",
	}
	places := []string{"33", "33!Ketua", "33!Sekretaris", "33.74", "33.17", "/Bawaslu Kota Semarang", "~33", "?33.74", "?33", "-33"}
	var list []*article.Article
	for i := range n {
		var people []cast.Post
		for range 1 + rng.IntN(3) {
			p := cast.Post{Name: cast.Pick(rng, names...), At: cast.Pick(rng, places...)}
			if !slices.ContainsFunc(people, func(q cast.Post) bool { return q.Name == p.Name }) {
				people = append(people, p)
			}
		}
		list = append(list, cast.Article(fmt.Sprintf("a%03d", i), fmt.Sprintf("20%d-06-01", 19+rng.IntN(6)), people...))
	}
	return list
}

// groups returns the articles of each person, sorted, which does not depend on the ids of
// people.
func groups(s *cast.Shelf) []string {
	var out []string
	for _, line := range s.ArticlesByOfficial() {
		_, articles, _ := strings.Cut(line, ": ")
		out = append(out, articles)
	}
	slices.Sort(out)
	return out
}

func TestPeopleAreTheSameWhateverTheOrder(t *testing.T) {
	if race.Enabled {
		t.Skip("names are compared in one goroutine")
	}
	t.Parallel()
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 7))
		list := fewNames(rng, 40)
		s := cast.NewShelf(t, list...)
		want := groups(s)
		for range 3 {
			rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			again := cast.NewShelf(t)
			for batch := range slices.Chunk(list, 1+rng.IntN(8)) {
				again.Put(batch...)
				if rng.IntN(2) == 0 {
					again.Officials() // what is known by then must not last
				}
			}
			if got := groups(again); !slices.Equal(got, want) {
				t.Fatalf("seed %d: in another order people are\n%q\nwant\n%q", seed, got, want)
			}
		}
	}
}

// The counts of the facet agree with what the articles show and what the filter finds.
func TestPeopleAreCountedAsTheyAreShown(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		s := cast.NewShelf(t, fewNames(rand.New(rand.NewPCG(seed, 9)), 60)...)
		naive, said := map[string]int{}, map[string]int{}
		for _, h := range s.Ask(search.Query{Size: 60}).Hits {
			for _, o := range h.Article.Officials {
				if o.Public {
					naive[o.ID]++
				}
			}
		}
		quotes := s.Ask(search.Query{Of: index.Quotes, Size: index.MaxSize, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
		for cursor := quotes; ; {
			for _, h := range cursor.Hits {
				said[h.Quote.Speaker.ID]++
			}
			if cursor.Next == nil {
				break
			}
			cursor = s.Ask(search.Query{Of: index.Quotes, Size: index.MaxSize, Cursor: *cursor.Next})
		}
		counted := map[string]int{}
		for id, who := range s.Officials() {
			counted[id] = who.Count
			if page := s.Ask(search.Query{Official: []string{id}}); page.Total != who.Count {
				t.Errorf("seed %d: %s is in %d articles, the filter finds %d", seed, id, who.Count, page.Total)
			}
		}
		if !maps.Equal(counted, naive) {
			t.Errorf("seed %d: counted %v, shown %v", seed, counted, naive)
		}
		for _, c := range quotes.Facets[index.FacetOfficial] {
			if said[c.Value] != c.Count {
				t.Errorf("seed %d: %s speaks in %d quotes, shown in %d", seed, c.Value, c.Count, said[c.Value])
			}
		}
	}
}
