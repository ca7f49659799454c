package article_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/internal/race"
)

func TestOffsetsAreCodePointsInJSON(t *testing.T) {
	t.Parallel()
	p := "“Kami siap,” kata Asy’ari."
	start := strings.Index(p, "Asy")
	a := article.Article{
		Kind: article.News, Title: "Siap", Paragraphs: []string{p},
		Officials: []article.Official{{
			ID: "asyari", Name: "Asy’ari",
			Mentions: []article.Mention{{Span: article.Span{Start: start, End: start + len("Asy’ari")}, Text: "Asy’ari"}},
		}},
	}
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if want := `"start":18,"end":25`; !strings.Contains(string(data), want) {
		t.Errorf("got %s, want it to hold %s", data, want)
	}
}

func FuzzJSONRoundTrip(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("“Kami siap,” kata Budi.", 0, 15, "Judul")
	f.Add("", 3, 1, "")
	f.Add("é\u0301x", 1, 2, "x")
	f.Fuzz(func(t *testing.T, paragraph string, start, end int, title string) {
		if !utf8.ValidString(paragraph) || !utf8.ValidString(title) {
			t.Skip("the reader turns these away at the door")
		}
		span := article.Span{Start: start, End: end}
		if !span.In(paragraph) {
			t.Skip("no reader gives such a span")
		}
		zero := 0
		a := article.Article{
			Kind: article.News, Title: title, Paragraphs: []string{paragraph},
			EventDates: []string{}, Satker: []string{}, Officials: []article.Official{}, Topics: []article.Topic{}, Regulations: []article.Regulation{{ID: "pkpu/8/2024", Label: title, Paragraph: &zero}},
			Quotes: []article.Quote{{
				Kind: article.Direct, Text: span.Of(paragraph), Confidence: 0.5,
				Parts: []article.Part{{In: article.InParagraph, Span: span}},
			}},
			Warnings: []article.Warning{{Code: article.WarnUnclosedQuote, Paragraph: &zero, Span: &span}},
		}
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back article.Article
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if back.Officials == nil {
			back.Officials = []article.Official{}
		}
		if !reflect.DeepEqual(a, back) {
			t.Errorf("got  %+v\nwant %+v", back, a)
		}
	})
}

func TestOffsetsInLongTextsAreExact(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	letters := []string{"a", "é", "“", "𝐊", "\u0301", " "}
	var b strings.Builder
	for b.Len() < 10_000 {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	a := article.Article{Kind: article.News, Paragraphs: []string{"x", b.String()}}
	text := a.Paragraphs[1]
	var starts []int
	for at := range text {
		starts = append(starts, at)
	}
	starts = append(starts, len(text))
	var want []article.Span
	for range 500 {
		from := r.IntN(len(starts))
		to := from + r.IntN(len(starts)-from)
		want = append(want, article.Span{Start: from, End: to})
		a.Quotes = append(a.Quotes, article.Quote{
			Kind: article.Direct, Parts: []article.Part{{In: article.InParagraph, Paragraph: 1, Span: article.Span{Start: starts[from], End: starts[to]}}},
		})
	}
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var raw struct {
		Quotes []struct{ Parts []struct{ Start, End int } }
	}
	var back article.Article
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	for i, w := range want {
		if p := raw.Quotes[i].Parts[0]; p.Start != w.Start || p.End != w.End {
			t.Fatalf("quote %d: got %+v, want the code points %+v", i, p, w)
		}
		if got := back.Quotes[i].Parts[0].Span; got != a.Quotes[i].Parts[0].Span {
			t.Fatalf("quote %d came back at %+v, was at %+v", i, got, a.Quotes[i].Parts[0].Span)
		}
	}
}
