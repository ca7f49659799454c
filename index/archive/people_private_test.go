package archive_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
	"warta/index/search"
)

// A private person who has the name of an office holder of the same office stays inside
// the article, whether articles or the list of office holders tell of the other, and
// whichever comes first.
func TestAPrivatePersonIsNoOfficeHolderOfTheName(t *testing.T) {
	t.Parallel()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	const words = "Saya baru pertama kali memilih,"
	pupil := archive.Incoming{Source: analyzers.Source{
		URL: "https://kota-semarang.kpu.go.id/blog/read/1", Title: "Siswa Belajar Memilih", Published: "2025-11-05",
		Body: "Semarang - KPU Kota Semarang menerima kunjungan siswa, Rabu (5/11/2025).\n\n\"" + words + "\" ujar Rini Astuti (17), siswi SMA Negeri 1.",
	}, Key: "k1"}
	secretary := archive.Incoming{Source: analyzers.Source{
		URL: "https://kota-semarang.kpu.go.id/blog/read/2", Title: "Rapat Pleno Dibuka", Published: "2025-11-05",
		Body: "Semarang - Sekretaris KPU Kota Semarang, Rini Astuti, membuka rapat pleno, Rabu (5/11/2025).",
	}, Key: "k1"}
	for _, c := range []struct {
		why   string
		steps []string
		facet string
	}{
		{"the list alone", []string{"list", "pupil"}, "[]"},
		{"an article alone", []string{"secretary", "pupil"}, "[rini-astuti=1]"},
		{"both", []string{"list", "secretary", "pupil"}, "[rini-astuti=1]"},
	} {
		for turn := range 2 {
			t.Run(fmt.Sprint(c.why, turn), func(t *testing.T) {
				t.Parallel()
				o := options(t.TempDir())
				o.Reader = reader
				a := open(t, o)
				steps := slices.Clone(c.steps)
				if turn == 1 {
					slices.Reverse(steps)
				}
				id := ""
				for _, step := range steps {
					switch step {
					case "list":
						enlist(t, a, "Rini Astuti, Sekretaris @33.74 ..")
					case "pupil":
						id = put(t, a, pupil).ID
					default:
						put(t, a, secretary)
					}
					settled(t, a)
				}
				quote := shown(t, a, id).Quotes[0]
				if quote.Text != words || quote.Speaker == nil || quote.Speaker.Name != "Rini Astuti" {
					t.Fatalf("read as %+v: this test shows nothing", quote)
				}
				if _, err := a.Official(t.Context(), quote.Speaker.ID); quote.Role != nil || index.KindOf(err) != index.NotFound {
					t.Errorf("shown as %+v, %+v: %v", quote.Speaker, quote.Role, err)
				}
				if o := shown(t, a, id).Officials; len(o) != 1 || o[0].Public || len(o[0].Roles) > 0 {
					t.Errorf("the officials: %+v", o)
				}
				if got := fmt.Sprint(inFacet(t, a, index.Articles)); got != c.facet {
					t.Errorf("in the facet: %s, want %s", got, c.facet)
				}
				for _, q := range []search.Query{{Role: []string{"Sekretaris"}}, {Office: []string{"33.74"}}, {Official: []string{"rini-astuti"}}, {Text: "rini astuti"}} {
					if n := found(t, a, q); n != 0 {
						t.Errorf("%+v finds %d quotes", q, n)
					}
				}
				if n := found(t, a, search.Query{Official: []string{"rini-astuti~33.74"}, Private: true}); n != 1 {
					t.Errorf("staff find %d quotes by the id", n)
				}
				nobodyAmiss(t, a)
			})
		}
	}
}

// Names that the text tells to be of private people take no part in who else is who.
func TestAPrivatePersonTakesNoPartInWhoElseIsWho(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why  string
		in   [][]cast.Post
		want []string
	}{
		{"a short name leads to an office holder", [][]cast.Post{{{Name: "Handi Tri Ujiono", At: "33"}}, {{Name: "Handi", At: "-33"}}}, []string{"Handi Tri Ujiono: a0"}},
		{"a short name of another is led by office holders alone", [][]cast.Post{{{Name: "Handi Tri Ujiono", At: "33"}}, {{Name: "Handi Wijaya", At: "-33"}}, {{Name: "Handi", At: "?33"}}}, []string{"Handi Tri Ujiono: a0 a2"}},
		{"somewhere", [][]cast.Post{{{Name: "Rini Astuti", At: "~33"}}, {{Name: "Rini Astuti", At: "-33"}}}, []string{"Rini Astuti: a0"}},
		{"named without a post", [][]cast.Post{{{Name: "Rini Astuti", At: "?33"}}, {{Name: "Rini Astuti", At: "-33"}}}, nil},
		{"both beside an office holder", [][]cast.Post{{{Name: "Rini Astuti", At: "33"}}, {{Name: "Rini Astuti", At: "-33"}}, {{Name: "Rini Astuti", At: "?33"}}}, []string{"Rini Astuti: a0 a2"}},
		{"misspelt", [][]cast.Post{{{Name: "Basmar Prianto Amron", At: "33"}}, {{Name: "Basmar Perianto Amron", At: "-33"}}}, []string{"Basmar Prianto Amron: a0"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 {
				s := newShelf(t)
				for n := range c.in {
					if turn == 1 {
						n = len(c.in) - 1 - n
					}
					s.put(cast.Telling(fmt.Sprintf("a%d", n), "2024-06-01", c.in[n]...))
					s.people() // what is known by then must not last
				}
				if got := peopled(s); !slices.Equal(got, c.want) {
					t.Errorf("turn %d: got %q, want %q", turn, got, c.want)
				}
				for id := range s.people() {
					if who, _ := s.People.Official(id); len(who.MaybeSame) > 0 {
						t.Errorf("turn %d: %+v", turn, who)
					}
				}
			}
		})
	}
}

// Staff find under one id a name that one article tells to be a private person's and
// another merely gives.
func TestStaffFindAPrivatePersonWithTheMerelyNamed(t *testing.T) {
	t.Parallel()
	_, a := openDated(t)
	tellOn(t, a, 1, "2025-11-04", "Siti Pelajar @-33.74: Saya memilih.")
	tellOn(t, a, 2, "2025-11-04", "Siti Pelajar @?33.74: Saya datang.")
	const id = "siti-pelajar~33.74"
	page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Text: "Siti Pelajar", Private: true, Size: 10, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: 10}}})
	if err != nil || page.Total != 2 {
		t.Fatalf("found %+v, %v", page, err)
	}
	if got := page.Query.People; len(got) != 1 || got[0].ID != id {
		t.Errorf("meant are %+v", got)
	}
	if got := page.Facets[index.FacetOfficial]; len(got) != 1 || got[0].Value != id || got[0].Count != 2 {
		t.Errorf("the facet: %+v", got)
	}
	if n := found(t, a, search.Query{Official: []string{id}, Private: true}); n != 2 {
		t.Errorf("the id finds %d quotes", n)
	}
	if n := found(t, a, search.Query{Official: []string{id}}); n != 0 {
		t.Errorf("the id finds %d quotes for readers", n)
	}
}
