package embedded_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
)

// The first hits are those of scoring every match, to the last bit of their scores: of random
// expressions, with deleted documents, in several segments, frequencies kept and not.
func TestContendersLeaveOutNoneOfTheFirst(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			frequent := []int{1, 1, 40, 1_000_000}[seed]
			e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Frequent: frequent})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = e.Close() })
			a := &asker{Rand: rand.New(rand.NewPCG(seed, 23)), corpus: indextest.NewCorpus(seed)}
			contests, fewer := 0, 0
			for step := range 12 {
				var changes []documents.Change
				for range 150 {
					c := documents.Change{ID: fmt.Sprint(a.IntN(1200))}
					if a.IntN(8) > 0 {
						c.Article = a.article(c.ID)
					}
					changes = append(changes, c)
				}
				if err := e.Apply(t.Context(), documents.Updates(changes), uint64(step+1)); err != nil {
					t.Fatal(err)
				}
				for range 40 {
					r := a.request()
					e.SetContests(embedded.ContestsNone)
					want, err := e.Search(t.Context(), r)
					if err != nil {
						t.Fatal(err)
					}
					e.SetContests(embedded.ContestsAll)
					got, err := e.Search(t.Context(), r)
					if err != nil {
						t.Fatal(err)
					}
					if !reflect.DeepEqual(got, want) {
						t.Fatalf("step %d: %s\nwhere %v\nasked %+v\n got %+v\nwant %+v", step, indextest.Difference(got, want), r.Where, r, got, want)
					}
					kept, all, err := e.Contenders(t.Context(), r, 1+a.IntN(20))
					if err != nil {
						t.Fatal(err)
					}
					if contests++; kept < all {
						fewer++
					}
				}
			}
			if fewer < contests/4 {
				t.Errorf("contenders were fewer than matches for %d of %d requests only", fewer, contests)
			}
		})
	}
}

// An asker asks questions of many clauses about articles of a random corpus.
type asker struct {
	*rand.Rand
	corpus *indextest.Corpus
}

// article is an article of the corpus with a word that only some have.
func (a *asker) article(id string) *article.Article {
	out := a.corpus.Article(id)
	out.Paragraphs = append(out.Paragraphs[:len(out.Paragraphs):len(out.Paragraphs)], a.rare()+" "+a.rare())
	return out
}

// rare returns one of twenty words, the first of which are the most frequent.
func (a *asker) rare() string { return fmt.Sprint("kata", int(20*a.Float64()*a.Float64())) }

// request returns a request for what matches much: a random expression of the corpus, or a
// question of some clauses, some with others that only add to the score.
func (a *asker) request() index.Request {
	r := a.corpus.Request()
	for r.Sort != index.ByRelevance {
		r = a.corpus.Request()
	}
	if r.Of == index.Quotes {
		return r
	}
	if a.IntN(4) > 0 {
		r.Filters = nil
	}
	if a.IntN(4) == 0 {
		return r
	}
	question := make(index.Any, 1+a.IntN(8))
	for i := range question {
		question[i] = a.clause(2)
	}
	r.Where = question
	switch a.IntN(4) {
	case 0:
		r.Where = index.Prefer{Want: question, More: []index.Expr{
			index.Weigh{Of: index.All(question[:1+a.IntN(len(question))]), Boost: a.boost()},
			a.clause(1),
		}}
	case 1:
		r.Where = index.All{question, index.Not{Of: a.clause(0)}}
	}
	return r
}

// boost returns a random boost, which may be 0 and rarely less.
func (a *asker) boost() float64 {
	if a.IntN(60) == 0 {
		return -0.5
	}
	return float64(a.IntN(7)) / 2
}

// clause returns a random expression on the words of the asker's articles.
func (a *asker) clause(depth int) index.Expr {
	parts := func() []index.Expr {
		list := make([]index.Expr, 1+a.IntN(3))
		for i := range list {
			list[i] = a.clause(depth - 1)
		}
		return list
	}
	words := []string{"komisi", "pemilihan", "umum", "kpu", "pemilih", "data"}
	field := []string{index.FieldBody, index.FieldBody, index.FieldTitle}[a.IntN(3)]
	kind := a.IntN(12)
	if depth == 0 {
		kind = a.IntN(6)
	}
	switch kind {
	case 0, 1, 2:
		return index.Term{Field: index.FieldBody, Text: a.rare(), Boost: a.boost()}
	case 3:
		return index.Term{Field: field, Text: words[a.IntN(len(words))], Boost: a.boost()}
	case 4:
		return index.Phrase{Field: field, Terms: []string{words[a.IntN(len(words))], words[a.IntN(len(words))]}, Boost: a.boost()}
	case 5:
		return index.Prefix{Field: index.FieldBody, Text: fmt.Sprint("kata", a.IntN(3)), Boost: a.boost()}
	case 6:
		return index.All(parts())
	case 7, 8:
		return index.Best(parts())
	case 9:
		return index.Weigh{Of: a.clause(depth - 1), Boost: a.boost()}
	case 10:
		return index.Prefer{Want: a.clause(depth - 1), More: parts()}
	default:
		return index.Any(parts())
	}
}

// Documents that score nothing are among the first hits by their dates: where too few documents
// score, and where those that might score do not.
func TestDocumentsWithoutAScoreAreContenders(t *testing.T) {
	t.Parallel()
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	var changes []documents.Change
	for i := range 60 {
		text := "rapat pleno"
		switch {
		case i < 2:
			text = "mangga nanas"
		case i < 40:
			text = "nanas muda, mangga tua"
		}
		a := &article.Article{ID: fmt.Sprint(i), Title: "berita", Date: fmt.Sprintf("2024-03-%02d", 1+i/2), Paragraphs: []string{text}}
		changes = append(changes, documents.Change{ID: a.ID, Article: a})
	}
	if err := e.Apply(t.Context(), documents.Updates(changes), 1); err != nil {
		t.Fatal(err)
	}
	for name, more := range map[string]index.Expr{
		"a phrase that two have, of words that most have": index.Phrase{Field: index.FieldBody, Terms: []string{"mangga", "nanas"}, Boost: 1},
		"a word that a third has":                         index.Term{Field: index.FieldBody, Text: "pleno", Boost: 1},
		"a word that two thirds have":                     index.Term{Field: index.FieldBody, Text: "nanas", Boost: 1},
	} {
		for _, size := range []int{1, 5, 30, 55, 60} {
			r := index.Request{Where: index.Prefer{Want: index.Everything{}, More: []index.Expr{more}}, Sort: index.ByRelevance, Size: size}
			e.SetContests(embedded.ContestsNone)
			want, err := e.Search(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			e.SetContests(embedded.ContestsAll)
			got, err := e.Search(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, first %d: %s", name, size, indextest.Difference(got, want))
			}
		}
	}
}
