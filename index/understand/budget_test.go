package understand_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/understand"
	"warta/internal/race"
)

var (
	alikeFirst = []string{"Ahmad", "Ahmat", "Husein", "Husin", "Sulaiman"}
	alikeLast  = []string{"Mubarak", "Mubarok", "Nugraha", "Nugeraha", "Hidayat"}
)

// alikeArticles name n people of alike names: in each of 25 families all have two words in
// common, and the families are spellings of each other. Three more people have 500 spellings each.
func alikeArticles(n int) []*article.Article {
	const each = 50
	var list []*article.Article
	add := func(named []cast.Post) {
		list = append(list, cast.Article(fmt.Sprintf("a%d", len(list)), "2024-02-01", named...))
	}
	for from := 0; from < n; from += each {
		var named []cast.Post
		for k := from; k < from+each; k++ {
			name := fmt.Sprintf("%s %s %s", alikeFirst[k%5], alikeLast[k/5%5], cast.Letters(k, 5))
			named = append(named, cast.Post{Name: name, At: officeOf(from / each)})
		}
		add(named)
	}
	for i, code := range []string{"11", "12", "13"} {
		var named []cast.Post
		for k := range 500 {
			named = append(named, cast.Post{Name: cast.SimilarNames[0].Name(k) + " " + alikeLast[2*i], At: code})
		}
		add(named)
	}
	return list
}

func officeOf(n int) string { return fmt.Sprintf("%02d.%02d", 11+n%38, 1+n/38%15) }

// understood reads a text, and returns the leaves of its largest step too.
func understood(tb testing.TB, r *people.Registry, of index.Of, text string) (u understand.Understanding, most int) {
	tb.Helper()
	weights := understand.DefaultWeights()
	u = understand.Text(text, understand.Options{Of: of, Weights: &weights, Today: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), People: r})
	for _, s := range u.Steps {
		most = max(most, index.Leaves(s.Where))
	}
	return u, most
}

// mostLeaves is what a step may have: the budget for names and posts, and other words.
const mostLeaves = 1<<15 + 5_000

// A text of many names, and a name of very many alike people, ask for no more than the budget
// of a query, and the answer says so. Ordinary texts use up none of it.
func TestNamesHaveABudget(t *testing.T) {
	t.Parallel()
	many := 50_000
	if race.Enabled { // the detector is slow, and of so few people no text asks for too many
		many = 2_000
	}
	r := registryOf(t, alikeArticles(many)...)
	var each, spelt []string
	for _, first := range alikeFirst {
		for _, last := range alikeLast {
			each = append(each, first+" "+last)
		}
	}
	for i := range 3 {
		spelt = append(spelt, "budi santoso "+alikeLast[2*i])
	}
	for _, c := range []struct {
		what, text string
		cut        bool
	}{
		{"a name", "ahmad mubarak soal logistik", false},
		{"an alike name", "ahmed mubarok", false},
		{"a common word of names", "pak ahmad soal logistik", false},
		{"a name of many spellings", spelt[0] + " soal logistik", false},
		{"a name time and again", strings.Repeat("ahmad mubarak, ", 16), false},
		{"a common word time and again", strings.Repeat("pak ahmad, ", 16), false},
		{"words that are no names", strings.Repeat("logistik pemilu rusak ", 10), false},
		{"16 names of many people", strings.Join(each[:16], ", "), !race.Enabled},
		{"16 names of many spellings", strings.Join(append(spelt, each[:10]...), ", "), !race.Enabled},
		{"a long run of names", strings.ReplaceAll(strings.Join(each[:16], " "), ",", ""), !race.Enabled},
		{"fields of names", "pejabat:" + strings.Join(each[:16], " pejabat:"), false},
		{"alternatives", strings.ReplaceAll(strings.Join(spelt, " OR "), "budi ", "budi-"), false},
	} {
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			u, most := understood(t, r, of, c.text)
			if most == 0 || most > mostLeaves {
				t.Errorf("%s of %d: the largest of %d steps has %d leaves", c.what, of, len(u.Steps), most)
			}
			s := u.Summary
			if s.ManyNames != strings.Contains(s.Dropped, "too many people") || s.ManyNames && !c.cut {
				t.Errorf("%s of %d: dropped %q", c.what, of, s.Dropped)
			}
			if c.cut && of == index.Articles && !s.ManyNames {
				t.Errorf("%s of %d: nothing was dropped", c.what, of)
			}
		}
	}
}

// Posts count as well: where the list of office holders gives a post to too many people, those
// count whose articles tell it.
func TestPostsHaveABudget(t *testing.T) {
	t.Parallel()
	const many = 5_000
	var rows []roster.Row
	var list []*article.Article
	for n := range many {
		name := cast.Letters(n, 6) + " Santoso"
		rows = append(rows, roster.Row{Name: name, Post: "Anggota", Satker: "33", From: time.Date(2010, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)})
		if n%50 == 0 {
			list = append(list, cast.Article(fmt.Sprint("a", n), "2024-06-01"))
		}
		a := list[len(list)-1]
		b := cast.Article("b", "2024-06-01", cast.Post{Name: name, At: "?33"})
		b.Officials[0].ID = fmt.Sprint("o", len(a.Officials))
		b.Quotes[0].ID, b.Quotes[0].Speaker.ID = fmt.Sprint(a.ID, "-", len(a.Officials)), b.Officials[0].ID
		a.Publisher, a.Satker = b.Publisher, b.Satker
		a.Officials, a.Quotes = append(a.Officials, b.Officials...), append(a.Quotes, b.Quotes...)
	}
	r := registryOf(t, list...)
	for _, n := range []int{100, many} {
		if err := r.SetRoster(t.Context(), people.NewRoster(rows[:n])); err != nil {
			t.Fatal(err)
		}
		u, most := understood(t, r, index.Quotes, "anggota kpu soal logistik")
		if isMany := n == many; u.Summary.ManyNames != isMany || most > mostLeaves || most < n && !isMany {
			t.Errorf("%d holders: %d leaves, dropped %q", n, most, u.Summary.Dropped)
		}
		if !strings.Contains(u.Steps[0].Where.String(), `quote.role:"anggota"`) {
			t.Errorf("%d holders: the post in articles is not asked for: %.300s", n, u.Steps[0].Where)
		}
	}
}

// Posts behind the first four, and repeated posts, cost no more than their words, whatever the
// number of their bodies. The summary names only the posts that are asked for.
func TestOnlySoManyPostsAreAskedFor(t *testing.T) {
	t.Parallel()
	const posts, bodies = 15, 16
	var list []*article.Article
	var typed []string
	for n := range posts {
		name := "sumber" + cast.Letters(n, 4)
		typed = append(typed, "lurah "+name)
		for k := range bodies {
			at := "/Kelurahan " + name + " Kabupaten " + cast.Letters(k, 4)
			list = append(list, cast.Article(fmt.Sprint(n, "-", k), "2024-02-01", cast.Post{Name: "Handoko" + cast.Letters(n*bodies+k, 6), At: at}))
		}
	}
	r := registryOf(t, list...)
	const subject = " soal logistik"
	four, ofFour := understood(t, r, index.Quotes, strings.Join(typed[:4], " ")+subject)
	if steps := four.Steps; four.Summary.Dropped != "" || !strings.Contains(steps[len(steps)-1].Where.String(), typed[0][len("lurah "):]) || ofFour < 4*bodies {
		t.Fatalf("four posts: dropped %q, at most %d leaves, the last step is %.300s", four.Summary.Dropped, ofFour, steps[len(steps)-1].Where)
	}
	for _, c := range []struct {
		what, text string
		like       understand.Understanding // with the same posts asked for
		dropped    string
	}{
		{"one time and again", strings.Repeat(typed[0]+" ", posts), first(understood(t, r, index.Quotes, typed[0]+subject)), ""},
		{"many", strings.Join(typed, " "), four, "only the first 4 posts are asked for"},
		{"of bodies without articles", "lurah " + strings.Join(strings.Fields("brebes tegal cilacap kendal demak kudus jepara"), " lurah "), understand.Understanding{}, "only the first 4 posts are asked for"},
	} {
		u, most := understood(t, r, index.Quotes, c.text+subject)
		if u.Summary.Dropped != c.dropped || u.Summary.ManyPosts != (c.dropped != "") {
			t.Errorf("%s: dropped %q, want %q", c.what, u.Summary.Dropped, c.dropped)
		}
		if words := len(strings.Fields(c.text)); most > ofFour+30*words {
			t.Errorf("%s: a step has %d leaves, of four posts at most %d", c.what, most, ofFour)
		}
		if got, want := fmt.Sprint(u.Summary.Understood), fmt.Sprint(c.like.Summary.Understood); c.like.Steps != nil && got != want {
			t.Errorf("%s: understood %s, want %s", c.what, got, want)
		}
	}
}

func first(u understand.Understanding, _ int) understand.Understanding { return u }

var fewAlike = sync.OnceValue(func() []*article.Article { return alikeArticles(500) })

// FuzzNames reads any words of names, in any order, with any signs between.
func FuzzNames(f *testing.F) {
	r := registryOf(f, fewAlike()...)
	for _, seed := range []string{
		"", "abab", "a,b;c d", "ketua kpu a b, c d", strings.Repeat("bud sant m ", 10), "-ab OR \"cd\" pejabat:e",
	} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(1))
	}
	words := map[rune]string{
		'a': "ahmad ", 'b': "ahmat ", 'c': "husein ", 'd': "husin ", 'e': "sulaiman ", 'm': "mubarak ", 'n': "mubarok ", 'o': "nugraha ",
		'u': "budi ", 's': "santoso ", 't': "buddii ", 'k': "ketua kpu ", 'p': "pak ", 'q': "pejabat:",
	}
	f.Fuzz(func(t *testing.T, text string, of uint8) {
		var b strings.Builder
		for _, letter := range text {
			if word := words[letter]; word != "" {
				b.WriteString(word)
			} else {
				b.WriteRune(letter)
			}
		}
		if u, most := understood(t, r, index.Of(of%2), b.String()); most > mostLeaves {
			t.Errorf("%q: the largest of %d steps has %d leaves", b.String(), len(u.Steps), most)
		}
	})
}
