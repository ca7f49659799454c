package article_test

import (
	"slices"
	"testing"

	"warta/analyzers/article"
)

func TestWhatIsSpeech(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind       article.QuoteKind
		confidence float64
		verbatim   bool
		want       bool
	}{
		{article.Direct, 0.5, false, true},
		{article.Mixed, 0.5, false, true},
		{article.Unmarked, 0.85, false, true},
		{article.Unmarked, 0.84, false, false},
		{article.Indirect, 1, false, false},
		{article.TitleQuote, 1, false, false},
		{article.TitleQuote, 1, true, false},
	} {
		q := article.Quote{Kind: tt.kind, Confidence: tt.confidence, Verbatim: tt.verbatim}
		if q.IsSpeech() != tt.want {
			t.Errorf("%s of confidence %.2f: want %v", tt.kind, tt.confidence, tt.want)
		}
	}
}

func TestWordsBetweenMarks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind article.QuoteKind
		text string
		want []string
	}{
		{article.Direct, "Kami siap,", []string{"Kami siap,"}},
		{article.Mixed, `pemilu sebagai "pesta besar seluruh rakyat"`, []string{"pesta besar seluruh rakyat"}},
		{article.Mixed, "“gudang sudah siap” dan truk „tinggal menunggu panggilan‟", []string{"gudang sudah siap", "tinggal menunggu panggilan"}},
		{article.Mixed, `sebuah "pesta" yang "dijaga oleh semua"`, []string{"dijaga oleh semua"}},
		{article.Mixed, `sebuah "pesta"`, nil},
		{article.Mixed, `pemilu sebagai "pesta besar seluruh rakyat`, nil},
		{article.Mixed, "tanpa tanda petik sama sekali", nil},
		{article.Unmarked, "Kami siap menerima kotak suara", nil},
		{article.Indirect, `agar "semua kotak suara" dijaga`, nil},
		{article.TitleQuote, "Arsip Harus Rapi", nil},
	} {
		q := article.Quote{Kind: tt.kind, Text: tt.text, Confidence: 1}
		if got := q.Marked(); !slices.Equal(got, tt.want) {
			t.Errorf("%s %q: got %q, want %q", tt.kind, tt.text, got, tt.want)
		}
	}
}
