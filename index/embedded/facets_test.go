package embedded_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
)

// counted are the fields of keys that searches count, by facet.
var counted = map[string]string{
	index.FacetOfficial: index.KeyOfficial, index.FacetSatker: index.KeySatker,
	index.FacetTopic: index.KeyTopic, index.FacetRegulation: index.KeyRegulation, index.FacetDate: index.KeyMonth,
}

// A facetsOfBleve is an index of bleve's with the keys of documents and the words
// of their main text.
type facetsOfBleve struct{ bleve.Index }

func newFacetsOfBleve(t *testing.T) facetsOfBleve {
	t.Helper()
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	key := mapping.NewTextFieldMapping()
	key.Analyzer = keyword.Name
	for _, of := range []index.Of{index.Articles, index.Quotes} {
		for _, name := range counted {
			m.DefaultMapping.AddFieldMappingsAt(index.KeyField(of, name), key)
		}
	}
	for _, field := range []string{"of", index.FieldBody, index.FieldQuote} {
		m.DefaultMapping.AddFieldMappingsAt(field, key)
	}
	made, err := bleve.New(filepath.Join(t.TempDir(), "bleve"), m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := made.Close(); err != nil {
			t.Error(err)
		}
	})
	return facetsOfBleve{made}
}

// apply takes the documents of an article's last version out and those of the new
// one in.
func (b facetsOfBleve) apply(t *testing.T, last, now []index.Document) {
	t.Helper()
	batch := b.NewBatch()
	for _, d := range last {
		batch.Delete(d.ID)
	}
	for _, d := range now {
		fields := map[string]any{"of": fmt.Sprint(d.Of)}
		for _, k := range d.Keys {
			fields[k.Field] = k.Values
		}
		for _, text := range d.Texts {
			if text.Field == index.FieldBody || text.Field == index.FieldQuote {
				fields[text.Field] = text.Terms
			}
		}
		if err := batch.Index(d.ID, fields); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Batch(batch); err != nil {
		t.Fatal(err)
	}
}

// A chosen is what is asked of both.
type chosen struct {
	of    index.Of
	words []string // all of them; none for every document
	only  map[string][]string
}

// count returns a facet as bleve counts it: without the filter of its own.
func (b facetsOfBleve) count(t *testing.T, c chosen, facet string) []index.Count {
	t.Helper()
	term := func(field, text string) query.Query {
		q := bleve.NewTermQuery(text)
		q.SetField(field)
		return q
	}
	all := []query.Query{term("of", fmt.Sprint(c.of))}
	for _, w := range c.words {
		all = append(all, term(textOf(c.of), w))
	}
	for name, values := range c.only {
		var oneOf []query.Query
		for _, v := range values {
			oneOf = append(oneOf, term(index.KeyField(c.of, counted[name]), v))
		}
		if name != facet {
			all = append(all, bleve.NewDisjunctionQuery(oneOf...))
		}
	}
	r := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(all...), 0, 0, false)
	r.AddFacet(facet, bleve.NewFacetRequest(index.KeyField(c.of, counted[facet]), 1000))
	found, err := b.SearchInContext(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	list := []index.Count{}
	for _, f := range found.Facets[facet].Terms.Terms() {
		list = append(list, index.Count{Value: f.Term, Count: f.Count})
	}
	return inOrder(list)
}

// request asks an engine for the same.
func (c chosen) request() index.Request {
	r := index.Request{Of: c.of, Sort: index.Newest}
	var all index.All
	for _, w := range c.words {
		all = append(all, index.Term{Field: textOf(c.of), Text: w, Boost: 1})
	}
	if len(all) > 0 {
		r.Where = all
	}
	for name, values := range c.only {
		var oneOf index.Any
		for _, v := range values {
			oneOf = append(oneOf, index.Term{Field: index.KeyField(c.of, counted[name]), Text: v})
		}
		r.Filters = append(r.Filters, index.Filter{Facet: name, Where: oneOf})
	}
	for _, name := range facetNames {
		r.Facets = append(r.Facets, index.FacetAsk{Facet: name, Field: index.KeyField(c.of, counted[name])})
	}
	return r
}

var facetNames = index.FacetNames

func textOf(of index.Of) string {
	if of == index.Quotes {
		return index.FieldQuote
	}
	return index.FieldBody
}

// inOrder orders counts as the archive does.
func inOrder(list []index.Count) []index.Count {
	slices.SortFunc(list, func(a, b index.Count) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(a.Value, b.Value))
	})
	return list
}

// TestFacetsAreThoseOfBleve asks the engine and bleve for the same after random
// changes: words, filters that their own facet leaves out, articles and quotes.
func TestFacetsAreThoseOfBleve(t *testing.T) {
	t.Parallel()
	const seed, steps, asked = 7, 30, 12
	random := rand.New(rand.NewPCG(seed, seed)) // repeatable on purpose
	corpus := indextest.NewCorpus(seed)
	e, b := openWith(t, filepath.Join(t.TempDir(), "index"), embedded.Options{}), newFacetsOfBleve(t)
	live := make(map[string][]index.Document)
	for step := range steps {
		for range 1 + random.IntN(8) {
			change := documents.Change{ID: fmt.Sprint(random.IntN(80))}
			if random.IntN(5) > 0 {
				change.Article = corpus.Article(change.ID)
			}
			documents := documents.Of(change)
			apply(t, e, change)
			b.apply(t, live[change.ID], documents)
			live[change.ID] = documents
		}
		for range asked {
			c := draw(random, live)
			found, err := e.Search(t.Context(), c.request())
			if err != nil {
				t.Fatal(err)
			}
			for i, facet := range facetNames {
				got, want := append([]index.Count{}, found.Facets[i]...), b.count(t, c, facet)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d, step %d: %s of %+v is %v, bleve counts %v", seed, step, facet, c, got, want)
				}
			}
		}
	}
}

// draw makes up what to ask for, of words and values that documents have.
func draw(random *rand.Rand, live map[string][]index.Document) chosen {
	c := chosen{of: index.Of(random.IntN(2)), only: make(map[string][]string)}
	var documents []index.Document
	for _, id := range slices.Sorted(maps.Keys(live)) {
		for _, d := range live[id] {
			if d.Of == c.of {
				documents = append(documents, d)
			}
		}
	}
	if len(documents) == 0 {
		return c
	}
	for range random.IntN(3) {
		for _, text := range documents[random.IntN(len(documents))].Texts {
			if text.Field == textOf(c.of) && len(text.Terms) > 0 {
				c.words = append(c.words, text.Terms[random.IntN(len(text.Terms))])
			}
		}
	}
	for range random.IntN(3) {
		facet := facetNames[random.IntN(len(facetNames))]
		for _, k := range documents[random.IntN(len(documents))].Keys {
			if k.Field == index.KeyField(c.of, counted[facet]) && len(k.Values) > 0 {
				c.only[facet] = append(c.only[facet], k.Values[random.IntN(len(k.Values))])
			}
		}
	}
	return c
}
