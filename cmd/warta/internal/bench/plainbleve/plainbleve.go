// Package plainbleve is what a careful user of bleve gets out of the box: its
// standard tokenizer with lower case and its Indonesian stop words, its own
// facets, its own highlighter. The benchmarks measure beside it.
package plainbleve

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/id"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"warta/index"
	"warta/index/search"
)

// An Index is a folder with plain bleve in it.
type Index struct {
	bleve    bleve.Index
	batch    *bleve.Batch
	analyzer analysis.Analyzer
}

// A Document is an article with the values that it is found and counted by.
type Document struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Body      string   `json:"body"`
	Published string   `json:"published"` // ISO date
	Satker    []string `json:"satker,omitempty"`
	Topics    []string `json:"topic,omitempty"`
	Officials []string `json:"official,omitempty"`
}

// batchLen is how many documents are written at once.
const batchLen = 1000

const textAnalyzer = "plain"

// New makes an index in an empty folder.
func New(dir string) (*Index, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(textAnalyzer, map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name, "token_filters": []string{lowercase.Name, id.StopName},
	})
	if err != nil {
		return nil, fmt.Errorf("plain bleve: %w", err)
	}
	text := mapping.NewTextFieldMapping()
	text.Analyzer, text.DocValues, text.IncludeInAll = textAnalyzer, false, false
	key := mapping.NewTextFieldMapping()
	key.Analyzer, key.Store, key.IncludeTermVectors, key.IncludeInAll = keyword.Name, false, false, false
	date := mapping.NewDateTimeFieldMapping()
	date.Store, date.IncludeInAll = false, false
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt("title", text)
	m.DefaultMapping.AddFieldMappingsAt("body", text)
	for _, name := range []string{"satker", "topic", "official", "month"} {
		m.DefaultMapping.AddFieldMappingsAt(name, key)
	}
	m.DefaultMapping.AddFieldMappingsAt("published", date)
	opened, err := bleve.New(dir, m)
	if err != nil {
		return nil, fmt.Errorf("plain bleve: %w", err)
	}
	return &Index{bleve: opened, batch: opened.NewBatch(), analyzer: m.AnalyzerNamed(textAnalyzer)}, nil
}

// Add takes in a document; Flush writes what is not written yet.
func (x *Index) Add(d Document) error {
	published, err := time.Parse(time.DateOnly, d.Published)
	if err != nil {
		return fmt.Errorf("plain bleve: %w", err)
	}
	err = x.batch.Index(d.ID, map[string]any{
		"title": d.Title, "body": d.Body, "published": published, "month": d.Published[:len("2006-01")],
		"satker": d.Satker, "topic": d.Topics, "official": d.Officials,
	})
	if err != nil || x.batch.Size() < batchLen {
		return err
	}
	return x.Flush()
}

// Flush writes what was added.
func (x *Index) Flush() error {
	if err := x.bleve.Batch(x.batch); err != nil {
		return fmt.Errorf("plain bleve: %w", err)
	}
	x.batch.Reset()
	return nil
}

// Close closes the index.
func (x *Index) Close() error { return x.bleve.Close() }

// Search answers a query of the mix, in the shape of an archive: total, ten hits
// with marks, facets. Where nothing has its words, words with one error are
// looked for, as an archive corrects them.
func (x *Index) Search(ctx context.Context, q search.Query) (*search.Page, error) {
	plain := Plain(q)
	page, err := x.ask(ctx, plain, 0)
	if err == nil && page.Total == 0 && plain.Text != "" {
		return x.ask(ctx, plain, 1)
	}
	return page, err
}

func (x *Index) ask(ctx context.Context, q Query, errors int) (*search.Page, error) {
	r := bleve.NewSearchRequestOptions(x.expression(q, errors), q.Size, 0, false)
	r.Fields = []string{"title"}
	if q.Marks {
		r.Highlight = bleve.NewHighlightWithStyle("html")
		r.Highlight.Fields = []string{"title", "body"}
	}
	for field, size := range q.Facets {
		r.AddFacet(field, bleve.NewFacetRequest(field, size))
	}
	if q.Sort == index.Newest {
		r.SortBy([]string{"-published", "_id"})
	}
	found, err := x.bleve.SearchInContext(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("plain bleve: %w", err)
	}
	page := &search.Page{Total: int(found.Total), Facets: make(map[string][]index.Count)}
	for _, hit := range found.Hits {
		title, _ := hit.Fields["title"].(string)
		page.Hits = append(page.Hits, search.Hit{ID: hit.ID, Title: title, SnippetHTML: strings.Join(hit.Fragments["body"], " … ")})
	}
	for name, field := range facetFields {
		f, ok := found.Facets[field]
		if !ok {
			continue
		}
		for _, t := range f.Terms.Terms() {
			page.Facets[name] = append(page.Facets[name], index.Count{Value: t.Term, Count: t.Count})
		}
	}
	return page, nil
}

// either asks for something in the title or the body.
func either(in func() query.FieldableQuery) query.Query {
	title, body := in(), in()
	title.SetField("title")
	body.SetField("body")
	return bleve.NewDisjunctionQuery(title, body)
}

// words returns what the analyzer leaves of a text.
func (x *Index) words(text string, errors int) []query.Query {
	var list []query.Query
	for _, token := range x.analyzer.Analyze([]byte(text)) {
		list = append(list, either(func() query.FieldableQuery {
			m := bleve.NewMatchQuery(string(token.Term))
			m.SetFuzziness(errors)
			return m
		}))
	}
	return list
}

// expression writes a query for bleve.
func (x *Index) expression(q Query, errors int) query.Query {
	var all []query.Query
	switch q.Match {
	case MatchPhrase:
		all = append(all, either(func() query.FieldableQuery { return bleve.NewMatchPhraseQuery(q.Text) }))
	case MatchPrefix:
		all = append(all, either(func() query.FieldableQuery { return bleve.NewPrefixQuery(q.Text) }))
	case MatchAny:
		all = append(all, bleve.NewDisjunctionQuery(x.words(q.Text, errors)...))
	default:
		all = x.words(q.Text, errors)
	}
	for field, values := range map[string][]string{"satker": q.Satker, "topic": q.Topics, "official": q.Officials} {
		for _, value := range values {
			t := bleve.NewTermQuery(value)
			t.SetField(field)
			all = append(all, t)
		}
	}
	if q.From != "" {
		from, errFrom := time.Parse(time.DateOnly, q.From)
		to, errTo := time.Parse(time.DateOnly, q.To)
		if errFrom == nil && errTo == nil {
			d := bleve.NewDateRangeQuery(from, to.AddDate(0, 0, 1))
			d.SetField("published")
			all = append(all, d)
		}
	}
	if len(all) == 0 {
		return bleve.NewMatchAllQuery()
	}
	return bleve.NewConjunctionQuery(all...)
}
