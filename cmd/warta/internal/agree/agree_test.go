package agree

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

func TestEachAnswerThatDiffersIsTold(t *testing.T) {
	t.Parallel()
	s := Sample{Queries: []search.Query{{Text: "satu"}, {Text: "dua", Of: index.Quotes}}, Articles: []string{"a", "b"}}
	was := Answers{Queries: []string{`{"total":1}`, `{"total":2}`}, Articles: []string{"x", "yz"}}
	if got := Differences(s, was, was); got != nil {
		t.Errorf("the same answers differ: %q", got)
	}
	is := Answers{Queries: []string{`{"total":1}`, `{"total":3}`}, Articles: []string{"x", "y"}}
	got := Differences(s, was, is)
	if len(got) != 2 || !strings.Contains(got[0], `query 2 (`) || !strings.Contains(got[0], `"dua"`) || !strings.Contains(got[0], `"2}" before, "3}" now`) ||
		!strings.Contains(got[1], `article b is read otherwise: "z" before, "" now`) {
		t.Errorf("got %q", got)
	}
}

func TestQueriesAreValidAndOfAllKinds(t *testing.T) {
	t.Parallel()
	rich := &article.Article{
		ID: "a", Title: "Sosialisasi Pemilih Pemula Digelar", Paragraphs: []string{"Rapat pleno terbuka digelar kemarin sore."}, Date: "2025-11-04",
		Satker: []string{"33", "33.74"}, Officials: []article.Official{{ID: "budi"}}, Topics: []article.Topic{{ID: "logistik"}},
		Quotes: []article.Quote{{Text: "kami siap melayani pemilih", Speaker: &article.Person{ID: "budi"}}},
	}
	for name, articles := range map[string][]*article.Article{"rich": {rich}, "poor": {{ID: "b"}}} {
		draw := func() (qs []search.Query) {
			d := &drawer{Rand: rand.New(rand.NewPCG(1, 1)), articles: articles}
			for i := range 96 {
				qs = append(qs, d.query(i))
			}
			return qs
		}
		qs := draw()
		kinds := map[string]int{}
		for _, q := range qs {
			if err := q.Validate(); err != nil {
				t.Errorf("%s: %+v: %v", name, q, err)
			}
			for kind, is := range map[string]bool{
				"words": q.Text != "", "phrase": strings.HasPrefix(q.Text, `"`), "prefix": strings.HasSuffix(q.Text, "*"), "without": strings.Contains(q.Text, " -"),
				"satker": q.Satker != nil, "official": q.Official != nil, "topic": q.Topic != nil, "date": q.Date != nil,
				"quotes": q.Of == index.Quotes, "speaker": q.Speaker != nil, "oldest": q.Sort == index.Oldest, "facets": len(q.Facets) > 3,
			} {
				if is {
					kinds[kind]++
				}
			}
		}
		if name == "rich" && len(kinds) != 12 {
			t.Errorf("kinds %v", kinds)
		}
		if !reflect.DeepEqual(draw(), qs) {
			t.Errorf("%s: the same seed gives other queries", name)
		}
	}
}
