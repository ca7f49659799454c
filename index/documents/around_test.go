package documents_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

// spoken returns an article with paragraphs in which quotes stand between marks: "[A words]" is
// a quote of A, "[? words]" of an unknown speaker.
func spoken(paragraphs ...string) *article.Article {
	a := &article.Article{ID: "x", Title: "Logistik 2024 aman"}
	for n, text := range paragraphs {
		var out strings.Builder
		for text != "" {
			before, rest, ok := strings.Cut(text, "[")
			out.WriteString(before)
			if !ok {
				break
			}
			inside, after, _ := strings.Cut(rest, "]")
			who, words, _ := strings.Cut(inside, " ")
			q := article.Quote{ID: inside, Kind: article.Direct, Text: words, Confidence: 0.9}
			if who != "?" {
				q.Speaker = &article.Person{ID: who, Name: who}
			}
			q.Parts = []article.Part{{In: article.InParagraph, Paragraph: n, Span: article.Span{Start: out.Len(), End: out.Len() + len(words)}}}
			out.WriteString(words)
			a.Quotes = append(a.Quotes, q)
			text = after
		}
		a.Paragraphs = append(a.Paragraphs, out.String())
	}
	return a
}

func TestAroundAQuote(t *testing.T) {
	t.Parallel()
	long := strings.TrimSpace(strings.Repeat("kata ", 80))
	for _, c := range []struct {
		why  string
		in   *article.Article
		want []string
	}{
		{"the rest of the paragraph", spoken("Rapat dibuka. [A Kita mulai,] ujar ketua."), []string{"Rapat dibuka.", "ujar ketua."}},
		{"and the one before", spoken("Dua hari lalu.", "Di aula [A Kita mulai.]", "Selesai."), []string{"Dua hari lalu.", "Di aula"}},
		{"not the words of others", spoken("[? Siapa tahu.] Rapat [B Kami juga] dan [A Kita mulai.]"), []string{"Rapat", "dan"}},
		{"all others for an unknown speaker", spoken("Awal [? Kita mulai.] Rapat [A Kami juga] akhir"), []string{"Awal", "Rapat", "akhir"}},
		{"without the marks of the quote", spoken("Ia berkata “[A Kita mulai,]” ujar ketua."), []string{"Ia berkata", "ujar ketua."}},
		{"the speaker's own other words", spoken("[A Kita mulai.] Lalu [A Kita tutup.]"), []string{"Lalu Kita tutup."}},
	} {
		i := slices.IndexFunc(c.in.Quotes, func(q article.Quote) bool { return q.Text == "Kita mulai." || q.Text == "Kita mulai," })
		if got := documents.Around(c.in, i); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
	got := documents.Around(spoken("satu "+long+" dua [A Kita mulai.] tiga "+long+" empat"), 0)
	if len(got) != 2 || len(strings.Fields(got[0]))+len(strings.Fields(got[1])) != 60 || !strings.HasSuffix(got[0], " dua") || !strings.HasPrefix(got[1], "tiga ") {
		t.Errorf("of a long paragraph: %q", got)
	}
	inTitle := &article.Article{Title: "Kita mulai", Paragraphs: []string{"Isi."}, Quotes: []article.Quote{{Parts: []article.Part{{In: article.InTitle, Span: article.Span{End: 4}}}}}}
	if got := documents.Around(inTitle, 0); got != nil {
		t.Errorf("around a headline: %q", got)
	}
}

// A pupil or a voter is not found by name among quotes.
func TestNamesOfPrivatePeopleDoNotSurroundAQuote(t *testing.T) {
	t.Parallel()
	a := spoken("[A Kita mulai.] ujar Siti Pelajar, siswi SMA, kepada Handi Ujiono.")
	text := a.Paragraphs[0]
	at := strings.Index(text, "Siti")
	a.Title = "Siti: Belajar Memilih Siti Pelajar"
	a.Officials = []article.Official{
		{ID: "siti", Name: "Siti Pelajar", Mentions: []article.Mention{{Span: article.Span{Start: at, End: at + len("Siti Pelajar")}}}},
		{ID: "handi", Name: "Handi Ujiono", Public: true, Mentions: []article.Mention{{Span: article.Span{Start: strings.Index(text, "Handi"), End: len(text) - 1}}}},
	}
	if got, want := documents.Around(a, 0), []string{"ujar", "siswi SMA, kepada Handi Ujiono."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, text := range documents.Of(documents.Change{ID: a.ID, Article: a})[1].Texts {
		if text.Field != index.FieldQuote && slices.Contains(text.Terms, "siti") {
			t.Errorf("%s has %q", text.Field, text.Terms)
		}
	}
}

// The time for a quote does not grow with the article: thousands of quotes among as many words,
// in one paragraph.
func TestAroundManyQuotesInOneParagraph(t *testing.T) {
	t.Parallel()
	const quotes = 5000
	a := spoken(strings.Repeat("kata "+strings.Repeat("isi ", 20)+"[A Kita mulai.] ", quotes))
	docs := documents.Of(documents.Change{ID: a.ID, Article: a})
	if len(docs) != 1+quotes {
		t.Fatalf("%d documents", len(docs))
	}
	if n := len(strings.Fields(strings.Join(documents.Around(a, quotes/2), " "))); n != 60 {
		t.Errorf("%d words around a quote", n)
	}
}

func TestADocumentOfAQuoteHasWhatSurroundsIt(t *testing.T) {
	t.Parallel()
	a := spoken("Pendistribusian dimulai. [A Kita mulai.]")
	a.Quotes[0].Role = &article.Role{Title: "Ketua Divisi Teknis", Office: "KPU Tegal", Satker: "33.76"}
	docs := documents.Of(documents.Change{ID: a.ID, Article: a})
	got := make(map[string]string)
	for _, text := range docs[1].Texts {
		got[text.Field] = strings.Join(text.Terms, " ")
		if strings.HasPrefix(text.Field, "quote.around") && (text.Positions != nil || text.Length != len(text.Terms)) {
			t.Errorf("%s: positions %v, length %d", text.Field, text.Positions, text.Length)
		}
	}
	for field, want := range map[string]string{
		index.FieldAround:     "distribusi mula",
		index.FieldQuoteTitle: "logistik 2024 aman",
		index.FieldRole:       "divisi ketua kota kpu tegal teknis",
	} {
		if got[field] != want {
			t.Errorf("%s: %q, want %q", field, got[field], want)
		}
	}
}
