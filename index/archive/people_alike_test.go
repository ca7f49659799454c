package archive_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
)

// Names of which a great many have the same in common stay apart, whichever comes
// first, and come together again when they are few.
func TestInACrowdNamesAreToldApart(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	crowd := func(i int) string { return "Ketua Panitia Lom" + cast.Letters(i, 3) + "ker" }
	tell(t, a, site+"a", "Ketua Panitia @33: Kita mulai.")
	tell(t, a, site+"b", crowd(0)+" @33: Kita lanjut.")
	together := inFacet(t, a, index.Articles)
	if len(together) != 1 {
		t.Fatalf("before: %v", together)
	}
	var lines []string
	for i := range 60 {
		lines = append(lines, crowd(i+1)+" @33: Kita "+cast.Letters(i, 2)+".")
	}
	many := tell(t, a, site+"c", lines...)
	nobodyAmiss(t, a)
	if got := inFacet(t, a, index.Articles); !slices.Contains(got, "ketua-panitia=1") {
		t.Errorf("in a crowd: %v", got)
	}
	if _, err := a.Remove(t.Context(), many.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	nobodyAmiss(t, a)
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != fmt.Sprint(together) {
		t.Errorf("when it is gone: %v, want %v", got, together)
	}
}

// Crowds come out the same whatever the order, too.
func TestCrowdsAreTheSameWhateverTheOrder(t *testing.T) {
	t.Parallel()
	for _, c := range cast.AlikeCrowds {
		t.Run(c.What, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(2, 3))
			var list []*article.Article
			for i := range 150 {
				list = append(list, cast.Telling(fmt.Sprintf("a%d", i), "2024-06-01", cast.Post{Name: c.Name(i), At: cast.Pick(rng, "33", "33", "~33", "?33", "/Bawaslu Kota Semarang")}))
			}
			s := newShelf(t, list...)
			want := s.groups()
			for range 2 {
				rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
				again := newShelf(t)
				for batch := range slices.Chunk(list, 1+rng.IntN(40)) {
					again.put(batch...)
				}
				if got := again.groups(); !slices.Equal(got, want) {
					t.Fatalf("in another order people are\n%q\nwant\n%q", got, want)
				}
			}
		})
	}
}
