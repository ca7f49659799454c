package embedded_test

import (
	"testing"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/id"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"

	"warta/analyzers/indonesian"
	"warta/analyzers/samples"
)

// texts returns the built-in articles, pages left out, and their bytes.
func texts(b *testing.B) ([][]byte, int64) {
	b.Helper()
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	var out [][]byte
	size := 0
	for _, s := range all {
		if !s.HTML {
			out = append(out, []byte(s.Raw))
			size += len(s.Raw)
		}
	}
	return out, int64(size)
}

// BenchmarkAnalysis compares the analyzer, from text to surface terms and
// roots with their places, with the engine's standard one: Unicode words, lower
// case, the Indonesian stop list, no roots.
func BenchmarkAnalysis(b *testing.B) {
	docs, size := texts(b)
	b.Run("warta", func(b *testing.B) {
		var a indonesian.Analyzer
		var tokens []indonesian.Token
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			for _, d := range docs {
				tokens = a.Append(tokens[:0], d)
			}
		}
		if len(tokens) == 0 {
			b.Fatal("no tokens")
		}
	})
	b.Run("bleve-standard", func(b *testing.B) {
		a := standard(b)
		n := 0
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			for _, d := range docs {
				n = len(a.Analyze(d))
			}
		}
		if n == 0 {
			b.Fatal("no tokens")
		}
	})
}

// standard is what bleve's "standard" analyzer is, with its Indonesian stop
// list in place of the English one.
func standard(b *testing.B) analysis.Analyzer {
	b.Helper()
	cache := registry.NewCache()
	words, err := cache.TokenizerNamed(unicode.Name)
	if err != nil {
		b.Fatal(err)
	}
	lower, err := cache.TokenFilterNamed(lowercase.Name)
	if err != nil {
		b.Fatal(err)
	}
	stop, err := cache.TokenFilterNamed(id.StopName)
	if err != nil {
		b.Fatal(err)
	}
	return &analysis.DefaultAnalyzer{Tokenizer: words, TokenFilters: []analysis.TokenFilter{lower, stop}}
}
