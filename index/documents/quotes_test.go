package documents_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

const (
	longWords = "Gudang harus kering dan terkunci sebelum musim hujan datang"
	longBody  = "Ketua membuka rapat tentang gudang logistik di kantornya pada pagi hari. Rapat dihadiri petugas dari semua kabupaten dan kota di provinsi itu."
)

// telling returns an article of KPU Kota Semarang that tells of one day and quotes Handi with
// the words.
func telling(id, body string, words ...string) *article.Article {
	a := &article.Article{
		ID: id, Title: "Gudang", Paragraphs: []string{body}, Date: "2025-11-05", EventDates: []string{"2025-11-04"},
		Publisher: &article.Office{Code: "33.74"},
	}
	for i, w := range words {
		a.Quotes = append(a.Quotes, article.Quote{
			ID: id + "-" + string(rune('0'+i)), Kind: article.Direct, Text: w, Speaker: &article.Person{ID: "o0", Name: "Handi Tri Ujiono"},
			Parts: []article.Part{{In: article.InParagraph}},
		})
	}
	return a
}

// quotesOf returns the documents of the quotes of an article.
func quotesOf(a *article.Article) []index.Document {
	return documents.Of(documents.Change{ID: a.ID, Article: a})[1:]
}

func TestQuotesOfCopiesAndReprints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what          string
		change        func(*article.Article)
		story, retold bool // the keys are equal
	}{
		{"a copy", func(*article.Article) {}, true, true},
		{"a copy at another office, on another day", func(a *article.Article) {
			a.Publisher, a.Origin, a.Date = &article.Office{Code: "33.21"}, "33.74", "2025-12-01"
		}, true, true},
		{"a copy under another title", func(a *article.Article) { a.Title = "Lain" }, true, true},
		{"another kind", func(a *article.Article) { a.Quotes[0].Kind = article.Mixed }, true, true},
		{"other letters and signs", func(a *article.Article) { a.Quotes[0].Text = "“" + strings.ToUpper(longWords) + "!”" }, true, true},
		{"other words", func(a *article.Article) { a.Quotes[0].Text = longWords + " lagi" }, false, false},
		{"another speaker, as an editor set", func(a *article.Article) { a.Quotes[0].Speaker.Name = "Budi Santoso" }, false, false},
		{"the name in another spelling", func(a *article.Article) { a.Quotes[0].Speaker.Name = "Dr. HANDI Tri Oejiono, S.H." }, true, true},
		{"no speaker", func(a *article.Article) { a.Quotes[0].Speaker = nil }, false, false},
		{"in the headline", func(a *article.Article) { a.Quotes[0].Parts[0].In = article.InTitle }, false, false},
		{"another text", func(a *article.Article) { a.Paragraphs = []string{longBody + " Lalu ditutup."} }, false, true},
		{"another text too short for a story", func(a *article.Article) { a.Paragraphs = []string{"Rapat."} }, false, true},
		{"another text that tells of another year", func(a *article.Article) {
			a.Paragraphs, a.EventDates = []string{"Rapat."}, []string{"2024-11-04"}
		}, false, false},
		{"another text without a day", func(a *article.Article) { a.Paragraphs, a.EventDates = []string{"Rapat."}, nil }, false, false},
		{"the press, in a text of its own", func(a *article.Article) { a.Paragraphs, a.Publisher = []string{"Rapat."}, nil }, false, true},
	} {
		first := quotesOf(telling("a", longBody, longWords))[0]
		a := telling("b", longBody, longWords)
		c.change(a)
		second := quotesOf(a)[0]
		if first.Story == "" || first.Retold == "" {
			t.Fatalf("the quote has the story %q, retold %q, want both", first.Story, first.Retold)
		}
		if got := second.Story == first.Story; got != c.story {
			t.Errorf("%s: the same story is %v, want %v", c.what, got, c.story)
		}
		if got := second.Retold == first.Retold; got != c.retold {
			t.Errorf("%s: retold is %v, want %v", c.what, got, c.retold)
		}
	}
}

// A formula of greeting in another text is no copy.
func TestFormulasAreNotRetold(t *testing.T) {
	t.Parallel()
	for words, retold := range map[string]bool{
		"Selamat menunaikan ibadah puasa":                          false,
		"Selamat hari raya Idul Fitri, mohon maaf":                 false,
		"Selamat hari raya Idul Fitri, mohon maaf lahir dan batin": true, // of one day
		"Kita siap": false,
		"Jangan lupa datang ke TPS pada hari pemungutan suara, pilih saja": true,
	} {
		if got := quotesOf(telling("a", "Rapat.", words))[0]; (got.Retold != "") != retold || got.Story != "" {
			t.Errorf("%s: retold %q, story %q", words, got.Retold, got.Story)
		}
	}
	of := func(day string) index.Document {
		a := telling("a", "Rapat.", "Selamat hari raya Idul Fitri, mohon maaf lahir dan batin")
		a.EventDates = []string{day}
		return quotesOf(a)[0]
	}
	if of("2024-04-10").Retold == of("2025-03-31").Retold {
		t.Error("the greeting of another year is the same")
	}
}

// Words that stand twice in one article are two quotes, and each is a copy of its own one.
func TestARepeatedQuoteIsTwoQuotes(t *testing.T) {
	t.Parallel()
	list := func(id string) []string {
		var keys []string
		for _, d := range quotesOf(telling(id, longBody, longWords, "Siap", longWords, "Siap")) {
			keys = append(keys, d.Story, d.Retold)
		}
		return keys
	}
	first := list("a")
	if second := list("b"); !slices.Equal(first, second) {
		t.Errorf("the quotes of the copy have %q, want %q", second, first)
	}
	seen := make(map[string]bool)
	for _, key := range first {
		if key != "" && seen[key] {
			t.Errorf("two quotes of one article have the key %q", key)
		}
		seen[key] = true
	}
}

// A quote stands where its article stands.
func TestAQuoteHasPublisherAndOriginOfItsArticle(t *testing.T) {
	t.Parallel()
	a := telling("a", longBody, longWords)
	for _, origin := range []string{"", "33.74", "33"} {
		a.Origin = origin
		if d := quotesOf(a)[0]; d.Publisher != "33.74" || d.Origin != (origin != "33") {
			t.Errorf("from %q: publisher %q, at its origin %v", origin, d.Publisher, d.Origin)
		}
	}
}

// What no office published stands outside, and is never taken for another text of the same
// publisher: a newspaper may have the words in two texts.
func TestQuotesOfThePressAreOutside(t *testing.T) {
	t.Parallel()
	one, two := telling("a", longBody, longWords), telling("b", "Rapat.", longWords)
	one.Publisher, two.Publisher = nil, nil
	first, second := quotesOf(one)[0], quotesOf(two)[0]
	if !first.Outside || first.Origin || first.Publisher == "" || first.Publisher == second.Publisher || first.Retold != second.Retold {
		t.Errorf("two texts of the press: %+v and %+v", first, second)
	}
	if d := documents.Of(documents.Change{ID: "a", Article: one})[0]; !d.Outside || d.Origin || d.Publisher != "" {
		t.Errorf("an article of the press: publisher %q, at its origin %v, outside %v", d.Publisher, d.Origin, d.Outside)
	}
}
