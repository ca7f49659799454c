package people_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
)

// In an article that the registry has not learned yet, a private person has no link to
// the office holder of the same name.
func TestAPrivatePersonOfAnUnreadArticleHasNoLink(t *testing.T) {
	t.Parallel()
	r := people.NewRegistryOf(t, []*article.Article{cast.Article("a", "2024-06-01", cast.Post{Name: "Rini Astuti", At: "33"})})
	pupil := cast.Article("b", "2024-06-01", cast.Post{Name: "Rini Astuti", At: "-33"})
	pupil.Officials[0].ID = "rini-astuti"
	pupil.Quotes = []article.Quote{{Text: "Saya memilih.", Speaker: &article.Person{ID: "rini-astuti", Name: "Rini Astuti"}}}
	got := r.Show(pupil)
	if id := got.Officials[0].ID; id != "rini-astuti-b" || got.Quotes[0].Speaker.ID != id || got.Officials[0].Public {
		t.Errorf("shown as %+v, spoken by %+v", got.Officials[0], got.Quotes[0].Speaker)
	}
}

// Names that the text marks as private do not take part in the resolution of others.
func TestAPrivatePersonDoesNotAffectOthers(t *testing.T) {
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
				s := cast.NewShelf(t)
				for n := range c.in {
					if turn == 1 {
						n = len(c.in) - 1 - n
					}
					s.Put(cast.Article(fmt.Sprintf("a%d", n), "2024-06-01", c.in[n]...))
					s.Officials() // what is known by then must not last
				}
				if got := s.ArticlesByOfficial(); !slices.Equal(got, c.want) {
					t.Errorf("turn %d: got %q, want %q", turn, got, c.want)
				}
				for id := range s.Officials() {
					if who, _ := s.People.Official(id); len(who.MaybeSame) > 0 {
						t.Errorf("turn %d: %+v", turn, who)
					}
				}
			}
		})
	}
}
