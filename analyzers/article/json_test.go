package article_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/article"
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
			EventDates: []string{}, Satker: []string{}, Officials: []article.Official{}, Topics: []article.Topic{},
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
