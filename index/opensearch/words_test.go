package opensearch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/indextest"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
)

func TestWordsAreKeptForTheNextStart(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	name := ostest.Name(t, c, t.Name())
	first := ostest.Engine(t, c, name, opensearch.IndexOptions{Shards: 2})
	mark := uint64(0)
	apply := func(e index.Engine, from, to int) {
		t.Helper()
		mark++
		var changes []documents.Change
		for i := from; i < to; i++ {
			a := &article.Article{ID: fmt.Sprint(i), Title: fmt.Sprint("judul kata", string(rune('a'+i%26))), Paragraphs: []string{"arsip"}}
			changes = append(changes, documents.Change{ID: a.ID, Article: a})
		}
		if err := e.Apply(t.Context(), documents.Updates(changes), mark); err != nil {
			t.Fatal(err)
		}
	}
	words := func(e index.Vocabulary, text string) int {
		t.Helper()
		got, err := e.Words(t.Context(), index.WordsAsk{Fields: []string{index.FieldTitle, index.FieldBody}, Text: text, Size: 1})
		if err != nil || len(got) > 1 {
			t.Fatalf("words %v, %v", got, err)
		}
		if len(got) == 0 {
			return 0
		}
		return got[0].Count
	}
	apply(first, 0, 400) // more than one request of words
	if n := words(first, "arsip"); n != 400 {
		t.Errorf("%d articles have the word, want 400", n)
	}
	if err := opensearch.KeepWords(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	apply(first, 400, 430)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := ostest.Engine(t, c, name, opensearch.IndexOptions{})
	if n := words(second, "arsip"); n != 430 {
		t.Errorf("after it was opened again %d articles have the word, want 430", n)
	}
	if n := words(second, "kataa"); n != 17 {
		t.Errorf("%d articles have a rare word, want 17", n)
	}
	if n := opensearch.CountedArticles(second); n != 30 {
		t.Errorf("%d articles were read for their words, want the 30 that came later", n)
	}
	apply(second, 0, 5)
	if n := words(second, "arsip"); n < 430 {
		t.Errorf("%d articles have the word, want 430 or more", n)
	}
}

// An archive that shrinks leaves no words of what it had in documents that no reader asks for.
func TestFewerWordsLeaveNoDocumentsOfMore(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	e := ostest.Engine(t, c, ostest.Name(t, c, t.Name()), opensearch.IndexOptions{Shards: 2})
	var all []documents.Change
	for i := range 30 {
		all = append(all, documents.Change{ID: fmt.Sprint(i), Article: &article.Article{ID: fmt.Sprint(i), Title: fmt.Sprintf("judul kata%c%c", 'a'+i/26, 'a'+i%26)}})
	}
	apply := func(mark uint64) {
		t.Helper()
		if err := e.Apply(t.Context(), documents.Updates(all), mark); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Words(t.Context(), index.WordsAsk{Fields: []string{index.FieldTitle}, Text: "judul", Size: 1}); err != nil {
			t.Fatal(err)
		}
	}
	kept := func() int {
		t.Helper()
		n, err := opensearch.KeptDocuments(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	apply(1)
	if err := opensearch.KeepWordsBy(t.Context(), e, 5); err != nil {
		t.Fatal(err)
	}
	many := kept()
	for i := range all[3:] {
		all[3+i].Article = nil
	}
	apply(2)
	if err := opensearch.RecountWords(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if few := kept(); few >= many-3 {
		t.Errorf("%d documents of words, %d before most articles were removed", few, many)
	}
}

// TestFacetsOfManyValuesAreExact counts a field that has more values than a shard returns.
func TestFacetsOfManyValuesAreExact(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	e := ostest.Engine(t, c, ostest.Name(t, c, t.Name()), opensearch.IndexOptions{Shards: 3})
	var updates []index.Update
	const values = 12000 // more than one answer has

	for i := range values {
		id := fmt.Sprint(i)
		topics := []string{fmt.Sprintf("t%05d", i)}
		if i%7 == 0 {
			topics = append(topics, fmt.Sprintf("t%05d", (i+1)%values)) // some values stand twice, mostly in two shards
		}
		updates = append(updates, index.Update{ID: id, Documents: []index.Document{{
			ID: index.ArticleDocument(id), Article: id, Keys: []index.Keys{{Field: index.KeyTopic, Values: topics}},
		}}})
	}
	if err := e.Apply(t.Context(), updates, 1); err != nil {
		t.Fatal(err)
	}
	tens := &indextest.Groups{Of: func(value string) string { return value[:len(value)-1] }}
	for range 2 { // the second time it is known
		got, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Facets: []index.FacetAsk{
			{Field: index.KeyTopic, Size: 3}, {Field: index.KeyTopic}, {Field: index.KeyTopic, Groups: tens}, {Field: index.KeyTopic, Groups: tens, Size: 2},
		}})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Facets[1]) != values {
			t.Errorf("%d values, want %d", len(got.Facets[1]), values)
		}
		if len(got.Facets[2]) != values/10 || !slices.Equal(got.Facets[2][:2], got.Facets[3]) || got.Facets[2][0].Count != 11 {
			t.Errorf("%d groups, %v, the first two are %v; want %d, of at most 11", len(got.Facets[2]), got.Facets[2][:2], got.Facets[3], values/10)
		}
		for i, want := range []string{"t00001", "t00008", "t00015"} {
			if got.Facets[0][i] != (index.Count{Value: want, Count: 2}) {
				t.Errorf("value %d is %v, want %s twice", i, got.Facets[0][i], want)
			}
		}
	}
}

// TestWordsAndKeysOfAnyLengthAreTakenIn has terms and keys that are longer than those of Lucene.
func TestWordsAndKeysOfAnyLengthAreTakenIn(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	e := ostest.Engine(t, c, ostest.Name(t, c, t.Name()), opensearch.IndexOptions{})
	long := strings.Repeat("é", 40000)
	doc := index.Document{
		ID: index.ArticleDocument("a"), Article: "a", Keys: []index.Keys{{Field: index.KeyTopic, Values: []string{long, "arsip"}}},
		Texts: []index.Text{{Field: index.FieldBody, Terms: []string{"satu", long, "dua"}, Positions: []int{0, 1, 2}, Length: 3}, {Field: index.FieldBodyRoot, Terms: []string{long, "satu"}, Length: 2}},
	}
	if err := e.Apply(t.Context(), []index.Update{{ID: "a", Documents: []index.Document{doc}}}, 1); err != nil {
		t.Fatal(err)
	}
	for _, where := range []index.Expr{
		index.Term{Field: index.FieldBody, Text: "dua", Boost: 1}, index.Term{Field: index.FieldBodyRoot, Text: "satu", Boost: 1}, index.Term{Field: index.KeyTopic, Text: "arsip"},
	} {
		got, err := e.Search(t.Context(), index.Request{Sort: index.ByRelevance, Size: 1, Where: where})
		if err != nil || got.Total != 1 {
			t.Errorf("%v: %+v, %v; want the article", where, got, err)
		}
	}
}
