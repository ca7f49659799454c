package embedded_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/id"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	api "github.com/blevesearch/bleve_index_api"

	"warta/analyzers/article"
	"warta/index/indextest/judged"
)

// A baseline is what a careful user of bleve gets without Indonesian: title and
// body, BM25 with their true average lengths, the title weighted, all words
// wanted and else any of them, quotation marks as phrases.
type baseline struct {
	index    bleve.Index
	analyzer analysis.Analyzer
	lengths  search.BM25Stats
}

// titleBoost is what the title weighs in a baseline, from the range that bleve's
// users start with.
const titleBoost = 3

// newBaseline indexes articles with bleve's tokenizer, lower case and the token
// filters given.
func newBaseline(t testing.TB, articles []*article.Article, filters ...string) *baseline {
	t.Helper()
	m := bleve.NewIndexMapping()
	m.ScoringModel = api.BM25Scoring
	m.DefaultAnalyzer = "baseline"
	err := m.AddCustomAnalyzer(m.DefaultAnalyzer, map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name, "token_filters": append([]string{lowercase.Name}, filters...),
	})
	if err != nil {
		t.Fatal(err)
	}
	text := mapping.NewTextFieldMapping()
	text.Store, text.DocValues, text.IncludeInAll = false, false, false
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt("title", text)
	m.DefaultMapping.AddFieldMappingsAt("body", text)
	b := &baseline{
		analyzer: m.AnalyzerNamed(m.DefaultAnalyzer),
		lengths:  search.BM25Stats{DocCount: float64(len(articles)), FieldCardinality: map[string]int{}},
	}
	if b.index, err = bleve.New(filepath.Join(t.TempDir(), "baseline"), m); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.index.Close() })
	batch := b.index.NewBatch()
	for _, a := range articles {
		fields := map[string]any{"title": a.Title, "body": strings.Join(a.Paragraphs, "\n")}
		for name, text := range fields {
			b.lengths.FieldCardinality[name] += len(b.analyzer.Analyze([]byte(text.(string))))
		}
		if err := batch.Index(a.ID, fields); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.index.Batch(batch); err != nil {
		t.Fatal(err)
	}
	return b
}

// rank is a [judged.Ranker].
func (b *baseline) rank(ctx context.Context, text string) ([]string, error) {
	var all []query.Query
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 1 {
			title, body := bleve.NewMatchPhraseQuery(part), bleve.NewMatchPhraseQuery(part)
			title.SetField("title")
			title.SetBoost(titleBoost)
			body.SetField("body")
			all = append(all, bleve.NewDisjunctionQuery(title, body))
			continue
		}
		for word := range strings.FieldsSeq(part) {
			if len(b.analyzer.Analyze([]byte(word))) == 0 { // a stop word
				continue
			}
			title, body := bleve.NewMatchQuery(word), bleve.NewMatchQuery(word)
			title.SetField("title")
			title.SetBoost(titleBoost)
			body.SetField("body")
			all = append(all, bleve.NewDisjunctionQuery(title, body))
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	ids, err := b.ask(ctx, bleve.NewConjunctionQuery(all...))
	if err == nil && len(ids) == 0 {
		ids, err = b.ask(ctx, bleve.NewDisjunctionQuery(all...))
	}
	return ids, err
}

func (b *baseline) ask(ctx context.Context, q query.Query) ([]string, error) {
	request := bleve.NewSearchRequestOptions(q, judged.Depth, 0, false)
	request.SortBy([]string{"-_score", "_id"})
	request.PreSearchData = map[string]any{search.BM25PreSearchDataKey: &b.lengths}
	found, err := b.index.SearchInContext(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("ask bleve: %w", err)
	}
	var ids []string
	for _, hit := range found.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, nil
}

// TestTheBaselinesAreNotStrawMen shows that the baselines do what they claim.
func TestTheBaselinesAreNotStrawMen(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("kursi ", 300)
	articles := []*article.Article{
		{ID: "title", Title: "Arsip pemilu", Paragraphs: []string{"Rapat di aula."}},
		{ID: "short", Title: "Rapat", Paragraphs: []string{"Menata arsip di ruang baca untuk rapat dan rapat."}},
		{ID: "long", Title: "Rapat", Paragraphs: []string{long + "menata arsip " + long}},
		{ID: "or", Title: "Rapat", Paragraphs: []string{"ketua atau anggota"}},
		{ID: "and", Title: "Rapat", Paragraphs: []string{"ketua dan anggota"}},
	}
	plain, stopped := newBaseline(t, articles), newBaseline(t, articles, id.StopName)
	for _, c := range []struct {
		why, text string
		of        *baseline
		want      []string
	}{
		{"the title weighs more and length counts", "arsip", plain, []string{"title", "short", "long"}},
		{"all words are wanted", "menata arsip", plain, []string{"short", "long"}},
		{"else any", "pemilu anggota", plain, []string{"title", "and", "or"}},
		{"a phrase", `"ketua dan anggota"`, plain, []string{"and"}},
		{"a phrase whose stop word is any word", `"ketua dan anggota"`, stopped, []string{"and", "or"}},
		{"stop words are not wanted", "yang arsip", stopped, []string{"title", "short", "long"}},
	} {
		got, err := c.of.rank(t.Context(), c.text)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q found %q (%v), want %q", c.why, c.text, got, err, c.want)
		}
	}
}
