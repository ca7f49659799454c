package web

import (
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

// saidIn is an article of one paragraph in which words are quoted.
func saidIn(paragraph, words, cue string) (*article.Article, article.Quote) {
	at := strings.Index(paragraph, words)
	q := article.Quote{
		ID: "q", Kind: article.Direct, Text: words, Cue: cue, Confidence: 0.98, Speaker: &article.Person{ID: "handi", Name: "Handi"},
		Role:  &article.Role{Title: "Ketua", Office: "KPU Provinsi Jawa Tengah"},
		Parts: []article.Part{{In: article.InParagraph, Span: article.Span{Start: at, End: at + len(words)}}},
	}
	return &article.Article{ID: "a", Paragraphs: []string{paragraph}, Quotes: []article.Quote{q}}, q
}

func TestTheWordsThatNameTheSpeaker(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, paragraph, words, cue, want string }{
		{"behind the quote", "“Kami siap,” ujar Handi. Rapat berlanjut.", "Kami siap,", "ujar", "“…” ujar Handi"},
		{"before it", "Rapat dibuka. Ketua KPU Handi mengatakan, “Kami siap.”", "Kami siap.", "mengatakan", "Ketua KPU Handi mengatakan, “…”"},
		{"an initial ends no sentence", "“Kami siap,” ujar H. Handi di Semarang. Selesai.", "Kami siap,", "ujar", "“…” ujar H. Handi di Semarang"},
		{"up to the next quote", "“Kami siap,” ujar Handi, “dan sehat.”", "Kami siap,", "ujar", "“…” ujar Handi,"},
		{"straight marks", `"Kami siap," ujar Handi.`, "Kami siap,", "ujar", "“…” ujar Handi"},
		{"no verb", "“Kami siap.” Handi tersenyum.", "Kami siap.", "", ""},
		{"a verb that is elsewhere", "“Kami siap.” Handi tersenyum.", "Kami siap.", "ujar", ""},
	} {
		if got := evidence(saidIn(c.paragraph, c.words, c.cue)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

func TestACitationInPressStyle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, words string
		change     func(*search.Hit)
		want       string
	}{
		{"whole", "Kami siap,", nil, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"a full stop becomes a comma", "Kami siap.", nil, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"a question stays one", "Siapkah kita?", nil, "“Siapkah kita?” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"nobody is named", "Kami siap,", func(h *search.Hit) { h.Quote.Speaker, h.Quote.Role = nil, nil }, "“Kami siap,” dikutip dari laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"only the post is named", "Kami siap,", func(h *search.Hit) { h.Quote.Speaker = nil }, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah, dikutip dari laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"neither publisher nor date", "Kami siap,", func(h *search.Hit) { h.URL, h.Publisher, h.Date = "https://koran.example/1", nil, "" }, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman koran.example."},
		{"a site that is not of the publisher given", "Kami siap,", func(h *search.Hit) { h.URL = "https://koran.example/1" }, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman koran.example, Selasa (4/11/2025)."},
		{"the site of another office", "Kami siap,", func(h *search.Hit) { h.URL = "https://jateng.kpu.go.id/1" }, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman KPU Provinsi Jawa Tengah, Selasa (4/11/2025)."},
		{"no address", "Kami siap,", func(h *search.Hit) { h.URL = "" }, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"neither address nor publisher", "Kami siap,", func(h *search.Hit) { h.URL, h.Publisher = "", nil }, "“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, Selasa (4/11/2025)."},
	} {
		_, q := saidIn("“"+c.words+"”", c.words, "")
		h := search.Hit{
			ID: "a", URL: "https://kota-semarang.kpu.go.id/1", Date: "2025-11-04",
			Publisher: &article.Office{Code: "33.74", Name: "KPU Kota Semarang"}, Quote: &search.QuoteHit{Quote: q},
		}
		if c.change != nil {
			c.change(&h)
		}
		if got := citation(h); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.why, got, c.want)
		}
	}
}

func TestAChartRunsEvenlyThroughTime(t *testing.T) {
	t.Parallel()
	none := index.Count{Value: index.NoDate, Count: 9}
	for _, c := range []struct {
		why    string
		counts []index.Count
		want   string // label:height of each bar; none for no chart
	}{
		{"nothing to compare", []index.Count{{Value: "2025-11", Count: 3}, none}, ""},
		{"no dates", []index.Count{none}, ""},
		{
			"a month without anything is a gap",
			[]index.Count{{Value: "2025-11", Count: 4}, none, {Value: "2025-09", Count: 2}},
			"September 2025:32 Oktober 2025:0 November 2025:64",
		},
		{"whatever there is shows", []index.Count{{Value: "2025-02", Count: 10_000}, {Value: "2025-01", Count: 1}}, "Januari 2025:2 Februari 2025:64"},
		{"many months are years", []index.Count{{Value: "2025-11", Count: 4}, {Value: "2025-10", Count: 4}, {Value: "2019-09", Count: 4}}, "2019:32 2020:0 2021:0 2022:0 2023:0 2024:0 2025:64"},
		{"days", []index.Count{{Value: "2025-03-01", Count: 1}, {Value: "2025-02-28", Count: 1}}, "Jumat, 28 Februari 2025:64 Sabtu, 1 Maret 2025:64"},
		{"what is no date", []index.Count{{Value: "2025-13", Count: 1}, {Value: "<b>", Count: 1}}, ""},
	} {
		var got []string
		if chart := newChart(c.counts, func(value string, _ bool) string { return "/?date=" + value }); chart != nil {
			for _, b := range chart.Bars {
				got = append(got, b.Label+":"+Number(b.H))
				if (b.Count > 0) != (b.Href != "") || b.Y+b.H != chart.Height {
					t.Errorf("%s: bar %+v", c.why, b)
				}
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.why, strings.Join(got, " "), c.want)
		}
	}
}
