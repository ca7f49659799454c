package people_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/internal/race"
)

// misspelt changes a name as writers do: a letter or two, a word left out, an initial
// added, two words in one.
func misspelt(rng *rand.Rand, name string) string {
	words := strings.Fields(name)
	for range 1 + rng.IntN(2) {
		at := rng.IntN(len(words))
		w := words[at]
		switch n := 1 + rng.IntN(len(w)-1); rng.IntN(7) {
		case 0:
			w = w[:n] + string(rune('a'+rng.IntN(26))) + w[n:]
		case 1:
			if len(w) > 3 {
				w = w[:n] + w[n+1:]
			}
		case 2:
			w = w[:n] + string(rune('a'+rng.IntN(26))) + w[n+1:]
		case 3:
			if n+1 < len(w) {
				w = w[:n] + w[n+1:n+2] + w[n:n+1] + w[n+2:]
			}
		case 4:
			if len(words) > 2 {
				return strings.Join(slices.Delete(words, at, at+1), " ")
			}
		case 5:
			return strings.Join(slices.Insert(words, at+1, string(rune('A'+rng.IntN(26)))), " ")
		case 6:
			if at+1 < len(words) {
				return strings.Join(append(append(words[:at:at], w+strings.ToLower(words[at+1])), words[at+2:]...), " ")
			}
		}
		words[at] = w
	}
	return strings.Join(words, " ")
}

// Blocking keys find names that are similar: all with as many words, and nearly all
// others.
func TestNamesThatAreAlikeAreCompared(t *testing.T) {
	if race.Enabled {
		t.Skip("names are compared in one goroutine")
	}
	t.Parallel()
	words := strings.Fields("Ahmad Basmar Citra Dewi Eko Fathurrahman Gunawan Hadi Indra Joko Kartika Lubis Mahendra Nugroho Oktavia Putra Rahmat Santoso Tri Ujiono Wibowo Syah Nur Ayu")
	rng := rand.New(rand.NewPCG(1, 3))
	pairs, missed := 0, 0
	for range 60_000 {
		var list []string
		for range 2 + rng.IntN(4) {
			list = append(list, cast.Pick(rng, words...))
		}
		a := strings.Join(list, " ")
		b := misspelt(rng, a)
		alike, compared, must := people.Alike(a, b)
		if alike {
			pairs++
		}
		if alike && !compared {
			missed++
			if must {
				t.Errorf("%s and %s are alike and not compared", a, b)
			}
		}
	}
	t.Logf("%d of %d pairs are not compared", missed, pairs)
	if pairs < 20_000 || missed*100 > pairs {
		t.Errorf("of %d pairs that are alike %d are not compared", pairs, missed)
	}
}

// Clusters of a block that is too large come out the same in any order.
func TestLargeBlocksDoNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	for _, c := range cast.SimilarNames {
		t.Run(c.What, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(2, 3))
			var list []*article.Article
			for i := range 150 {
				list = append(list, cast.Article(fmt.Sprintf("a%d", i), "2024-06-01", cast.Post{Name: c.Name(i), At: cast.Pick(rng, "33", "33", "~33", "?33", "/Bawaslu Kota Semarang")}))
			}
			s := cast.NewShelf(t, list...)
			want := groups(s)
			for range 2 {
				rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
				again := cast.NewShelf(t)
				for batch := range slices.Chunk(list, 1+rng.IntN(40)) {
					again.Put(batch...)
				}
				if got := groups(again); !slices.Equal(got, want) {
					t.Fatalf("in another order people are\n%q\nwant\n%q", got, want)
				}
			}
		})
	}
}
