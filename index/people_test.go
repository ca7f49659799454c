package index_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/internal/race"
)

// A post is a name and where its bearer holds office, as one article tells it:
// "33.74" is a satker, "33.74!Ketua" one with the post, "/bawaslu" another body,
// "~33.74" somewhere near that one, "?33.74" a name without a post, and "-33.74" a
// private person. "Handi Ujiono (Inu)" is a name with a declared nickname.
type post struct{ name, at string }

// telling returns an article that names the people.
func telling(id, date string, people ...post) *article.Article {
	a := plain(id, date, "Rapat "+id, "Rapat dibuka pada pagi hari.")
	for i, p := range people {
		o := article.Official{ID: fmt.Sprintf("o%d", i), Public: true}
		o.Name, o.Aliases = nicknamed(p.name)
		switch p.at[0] {
		case '/':
			o.Roles = []article.Role{{Title: "Ketua", Office: p.at[1:]}}
		case '~', '?', '-':
			o.Public, o.Private = p.at[0] == '~', p.at[0] == '-'
			a.Publisher, a.Satker = &article.Office{Code: p.at[1:]}, []string{p.at[1:]}
		default:
			o.Roles = []article.Role{postAt(p.at)}
		}
		a.Officials = append(a.Officials, o)
		a.Quotes = append(a.Quotes, article.Quote{
			ID: fmt.Sprintf("%s-%d", id, i), Kind: article.Direct, Text: fmt.Sprintf("Kita mulai %d.", i), Confidence: 0.9,
			Speaker: &article.Person{ID: o.ID, Name: o.Name},
		})
	}
	return a
}

// nicknamed parts a name from a nickname in brackets behind it.
func nicknamed(name string) (full string, aliases []string) {
	full, alias, ok := strings.Cut(strings.TrimSuffix(name, ")"), " (")
	if ok {
		aliases = []string{alias}
	}
	return full, aliases
}

// postAt reads "33.74!Ketua"; who has no post told is a member.
func postAt(at string) article.Role {
	code, title, ok := strings.Cut(at, "!")
	if !ok {
		title = "Anggota"
	}
	return article.Role{Title: title, Satker: code}
}

// people returns who is in the facet, by id.
func (s *shelf) people() map[string]index.Count {
	s.t.Helper()
	page := s.ask(index.Query{Facets: []index.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
	out := map[string]index.Count{}
	for _, c := range page.Facets[index.FacetOfficial] {
		out[c.Value] = c
	}
	return out
}

func TestWhoIsOnePersonAndWhoIsNot(t *testing.T) {
	t.Parallel()
	const here, there, above = "33.74", "33.17", "33"
	for _, c := range []struct {
		why  string
		in   [][]post // an article each
		want []string // names, in order
	}{
		{"one letter more", [][]post{{{"Basmar Prianto Amron", above}}, {{"Basmar Perianto Amron", above}}}, []string{"Basmar Perianto Amron"}},
		{"doubled letters", [][]post{{{"Basmar Perianto Amron", above}}, {{"Basmar Periantto Amron", above}}}, []string{"Basmar Perianto Amron"}},
		{"h dropped", [][]post{{{"Fathur Rohman", here}}, {{"Fatur Rohman", here}}}, []string{"Fathur Rohman"}},
		{"Muhammad is Mohamad", [][]post{{{"Muhammad Yusuf Karim", here}}, {{"Mohamad Yusup Karim", here}}}, []string{"Mohamad Yusup Karim"}},
		{"Syahputra is Syah Putra", [][]post{{{"Dedi Syahputra", here}}, {{"Dedi Syah Putra", here}}}, []string{"Dedi Syah Putra"}},
		{"an initial between", [][]post{{{"Rahmat Setiawan", here}}, {{"Rahmat B Setiawan", here}}}, []string{"Rahmat B Setiawan"}},
		{"part of a Balinese name", [][]post{{{"I Gede John Darmawan", "51"}}, {{"I Gede Agung John Darmawan", "51"}}}, []string{"I Gede Agung John Darmawan"}},
		{"a shortened name is the one it may be", [][]post{{{"Handi Tri Ujiono", above}}, {{"Handi Ujiono", above}}}, []string{"Handi Tri Ujiono"}},

		{"one name, two offices", [][]post{{{"Arief Rahman", here}}, {{"Arief Rahman", there}}}, []string{"Arief Rahman", "Arief Rahman"}},
		{"one word in common", [][]post{{{"Siti Aminah", here}}, {{"Siti Rahmawati", here}}}, []string{"Siti Aminah", "Siti Rahmawati"}},
		{"a word that goes on", [][]post{{{"Nur Hidayat", here}}, {{"Nur Hidayati", here}}}, []string{"Nur Hidayat", "Nur Hidayati"}},
		{"two letters of a short name", [][]post{{{"Andi Lani", here}}, {{"Andi Lina", here}}}, []string{"Andi Lani", "Andi Lina"}},
		{"another first letter", [][]post{{{"Dewi Lestari", here}}, {{"Sewi Lestari", here}}}, []string{"Dewi Lestari", "Sewi Lestari"}},
		{"a shortened name that two may be", [][]post{{{"Budi Tri Santoso", here}}, {{"Budi Eko Santoso", here}}, {{"Budi Santoso", here}}}, []string{"Budi Eko Santoso", "Budi Santoso", "Budi Tri Santoso"}},
		{"one article has both", [][]post{{{"Rini Astuti", here}, {"Rina Astuti", here}}}, []string{"Rina Astuti", "Rini Astuti"}},
		{"one article has both, others one", [][]post{{{"Rini Astuti", here}}, {{"Rina Astuti", here}}, {{"Rini Astuti", here}, {"Rina Astuti", here}}}, []string{"Rina Astuti", "Rini Astuti"}},
		{"one word alone", [][]post{{{"Handi", here}}, {{"Handy", here}}}, []string{"Handi"}}, // sounds the same
		{"one word and a full name", [][]post{{{"Ujiono", above}}, {{"Handi Tri Ujiono", above}}}, []string{"Handi Tri Ujiono", "Ujiono"}},

		{"at another body in one term", [][]post{{{"Nuraini Saleh", "/Bawaslu Kota Semarang"}}, {{"Nuraeni Saleh", "/Bawaslu Kota Semarang"}}}, []string{"Nuraeni Saleh"}},
		{"at two bodies", [][]post{{{"Nuraini Saleh", "/Bawaslu Kota Semarang"}}, {{"Nuraini Saleh", "/Dinas Dukcapil"}}}, []string{"Nuraini Saleh", "Nuraini Saleh"}},
		{"somewhere, and one who holds a post there", [][]post{{{"Eko Prasetyo", here}}, {{"Eko Prasetyo", "~" + here}}}, []string{"Eko Prasetyo"}},
		{"somewhere else", [][]post{{{"Eko Prasetyo", here}}, {{"Eko Prasetyo", "~" + there}}}, []string{"Eko Prasetyo", "Eko Prasetyo"}},
		{"without a post, and one who holds one there", [][]post{{{"Eko Prasetyo", here}}, {{"Eko Prasetyo", "?" + here}}}, []string{"Eko Prasetyo"}},
		{"without a post anywhere", [][]post{{{"Sari Dewanti", "?" + here}}}, nil},
		{"a private person anywhere", [][]post{{{"Sari Dewanti", "-" + here}}, {{"Sari Dewanti", "-" + here}}}, nil},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 { // whichever comes first
				s := newShelf(t)
				list := slices.Clone(c.in)
				if turn == 1 {
					slices.Reverse(list)
				}
				for i, people := range list {
					s.put(telling(fmt.Sprintf("a%d", i), "2024-06-01", people...))
				}
				var names []string
				for _, who := range s.people() {
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
	both := telling("both", "2024-06-01", post{"Paulus Widyantoro", "33"})
	both.Officials[0].Roles = append(both.Officials[0].Roles, article.Role{Title: "Plt. Ketua", Satker: "33.17"})
	s := newShelf(t, telling("a", "2023-01-01", post{"Paulus Widyantoro", "33"}), telling("b", "2025-01-01", post{"Paulus Widyantoro", "33.17"}))
	if got := len(s.people()); got != 2 {
		t.Fatalf("%d people of one name in two offices, want 2", got)
	}
	s.put(both)
	got := s.people()
	if len(got) != 1 || got["paulus-widyantoro"].Count != 3 {
		t.Errorf("got %v, want one who is in 3 articles", got)
	}
}

// cast makes articles whose people are few and alike.
func cast(rng *rand.Rand, n int) []*article.Article {
	names := []string{
		"Basmar Prianto Amron", "Basmar Perianto Amron", "Basmar Amron", "Basmar", "Handi Tri Ujiono", "Handi Ujiono", "Handi T Ujiono",
		"Budi Santoso", "Budi Tri Santoso", "Budi Eko Santoso", "Budi Santosa", "Rini Astuti", "Rina Astuti", "Dedi Syahputra", "Dedi Syah Putra",
		"Handi", "Budi", "Inu", "H. T. Ujiono", "B. Santoso", "Handi Tri Ujiono (Inu)",
	}
	places := []string{"33", "33!Ketua", "33!Sekretaris", "33.74", "33.17", "/Bawaslu Kota Semarang", "~33", "?33.74", "?33", "-33"}
	var list []*article.Article
	for i := range n {
		var people []post
		for range 1 + rng.IntN(3) {
			p := post{pick(rng, names...), pick(rng, places...)}
			if !slices.ContainsFunc(people, func(q post) bool { return q.name == p.name }) {
				people = append(people, p)
			}
		}
		list = append(list, telling(fmt.Sprintf("a%03d", i), fmt.Sprintf("20%d-06-01", 19+rng.IntN(6)), people...))
	}
	return list
}

// groups returns which articles each person is in: what people are, whatever their
// ids.
func (s *shelf) groups() []string {
	s.t.Helper()
	var out []string
	for id := range s.people() {
		page := s.ask(index.Query{Official: []string{id}, Size: index.MaxSize, Sort: index.Oldest})
		ids := hitIDs(page)
		slices.Sort(ids)
		out = append(out, strings.Join(ids, " "))
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
		list := cast(rng, 40)
		s := newShelf(t, list...)
		want := s.groups()
		for range 3 {
			rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			again := newShelf(t)
			for batch := range slices.Chunk(list, 1+rng.IntN(8)) {
				again.put(batch...)
				if rng.IntN(2) == 0 {
					again.people() // what is known by then must not last
				}
			}
			if got := again.groups(); !slices.Equal(got, want) {
				t.Fatalf("seed %d: in another order people are\n%q\nwant\n%q", seed, got, want)
			}
		}
	}
}

// What the facet counts is what the articles show, and what the filter finds.
func TestPeopleAreCountedAsTheyAreShown(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		s := newShelf(t, cast(rand.New(rand.NewPCG(seed, 9)), 60)...)
		naive, said := map[string]int{}, map[string]int{}
		for _, h := range s.ask(index.Query{Size: 60}).Hits {
			for _, o := range h.Article.Officials {
				if o.Public {
					naive[o.ID]++
				}
			}
		}
		quotes := s.ask(index.Query{Of: index.Quotes, Size: index.MaxSize, Facets: []index.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
		for cursor := quotes; ; {
			for _, h := range cursor.Hits {
				said[h.Quote.Speaker.ID]++
			}
			if cursor.Next == nil {
				break
			}
			cursor = s.ask(index.Query{Of: index.Quotes, Size: index.MaxSize, Cursor: *cursor.Next})
		}
		counted := map[string]int{}
		for id, who := range s.people() {
			counted[id] = who.Count
			if page := s.ask(index.Query{Official: []string{id}}); page.Total != who.Count {
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
