package analyzers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/samples"
	"warta/internal/race"
)

var loaded = sync.OnceValues(analyzers.New)

// reader is one reader for all tests: it never changes.
func reader(t testing.TB) *analyzers.Reader {
	t.Helper()
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// everything is all built-in articles and those in the manner of the press.
func everything(t testing.TB) []samples.Sample {
	t.Helper()
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	press, err := samples.Press()
	if err != nil {
		t.Fatal(err)
	}
	return append(all, press...)
}

// checkArticle holds a reading to what the contract promises of any article:
// every span cuts exactly the text that it names, ids are told apart, dates are
// dates, scores are in bounds.
func checkArticle(t *testing.T, a *article.Article) {
	t.Helper()
	ids := make(map[string]bool)
	for _, o := range a.Officials {
		if o.ID == "" || ids[o.ID] {
			t.Fatalf("official %q: id %q is empty or given twice", o.Name, o.ID)
		}
		ids[o.ID] = true
		for _, m := range o.Mentions {
			if m.Paragraph < 0 || m.Paragraph >= len(a.Paragraphs) || !m.In(a.Paragraphs[m.Paragraph]) {
				t.Fatalf("mention %+v of %q lies outside the text", m, o.Name)
			}
			if cut := m.Of(a.Paragraphs[m.Paragraph]); cut != m.Text {
				t.Fatalf("mention of %q cuts %q, names %q", o.Name, cut, m.Text)
			}
		}
	}
	for _, q := range a.Quotes {
		checkQuote(t, a, q, ids)
	}
	checkLists(t, a)
}

func checkQuote(t *testing.T, a *article.Article, q article.Quote, ids map[string]bool) {
	t.Helper()
	var parts []string
	for _, p := range q.Parts {
		text := a.Title
		if p.In == article.InParagraph {
			if p.Paragraph < 0 || p.Paragraph >= len(a.Paragraphs) {
				t.Fatalf("quote %q: part %+v in no paragraph", q.Text, p)
			}
			text = a.Paragraphs[p.Paragraph]
		} else if p.In != article.InTitle {
			t.Fatalf("quote %q: part in %q", q.Text, p.In)
		}
		if !p.Span.In(text) {
			t.Fatalf("quote %q: part %+v lies outside %q", q.Text, p, text)
		}
		parts = append(parts, p.Of(text))
	}
	if joined := strings.Join(parts, " "); joined != q.Text {
		t.Fatalf("quote %q: its parts read %q", q.Text, joined)
	}
	if q.Speaker != nil && !ids[q.Speaker.ID] {
		t.Fatalf("quote %q: speaker %+v is no official of the article", q.Text, *q.Speaker)
	}
	if q.Confidence < 0 || q.Confidence > 1 {
		t.Fatalf("quote %q: confidence %v", q.Text, q.Confidence)
	}
}

func checkLists(t *testing.T, a *article.Article) {
	t.Helper()
	for _, s := range append(append([]string{a.Title, a.Section}, a.Paragraphs...), a.Captions...) {
		if !utf8.ValidString(s) || strings.Contains(s, "\n") {
			t.Fatalf("%q is no line of text", s)
		}
	}
	if len(a.Topics) > 5 || !slices.IsSortedFunc(a.Topics, func(x, y article.Topic) int { return int(100*y.Score) - int(100*x.Score) }) {
		t.Fatalf("topics %v: want at most five, best first", a.Topics)
	}
	for _, topic := range a.Topics {
		if topic.Score <= 0 || topic.Score > 1 {
			t.Fatalf("topic %v: want a score in (0, 1]", topic)
		}
	}
	if !slices.IsSorted(a.EventDates) || a.Kind != article.News && (len(a.EventDates) > 0 || len(a.Quotes) > 0) {
		t.Fatalf("%s with event dates %v and %d quotes", a.Kind, a.EventDates, len(a.Quotes))
	}
	if (a.Date == "") != (a.DateBasis == "") || (a.Published == "") != (a.PublishedBasis == "") {
		t.Fatalf("date %q by %q, published %q by %q", a.Date, a.DateBasis, a.Published, a.PublishedBasis)
	}
	for _, w := range a.Warnings {
		if w.Code == "" || w.Message == "" || w.Paragraph != nil && (*w.Paragraph < 0 || *w.Paragraph >= len(a.Paragraphs)) {
			t.Fatalf("warning %+v", w)
		}
		if w.Span != nil && (w.Paragraph == nil || !w.Span.In(a.Paragraphs[*w.Paragraph])) {
			t.Fatalf("warning %+v: its span lies outside the text", w)
		}
	}
}

func TestEverySpanCutsTheTextThatItNames(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, s := range everything(t) {
		for _, a := range r.Read(sourceOf(s)) {
			checkArticle(t, &a)
			data, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			var back article.Article
			if err := json.Unmarshal(data, &back); err != nil {
				t.Fatal(err)
			}
			checkArticle(t, &back) // also after the way through code points
		}
	}
}

func TestReadingIsPure(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, s := range everything(t) {
		first, second := fmt.Sprintf("%+v", dump(t, r.Read(sourceOf(s)))), fmt.Sprintf("%+v", dump(t, r.Read(sourceOf(s))))
		if first != second {
			t.Errorf("%s read twice\n first %s\nsecond %s", s.Name, first, second)
		}
	}
}

func dump(t testing.TB, articles []article.Article) string {
	t.Helper()
	data, err := json.Marshal(articles)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What reading finds may not change under one version: archives read again
// only when it changes. Run with -update after raising it.
func TestTheVersionChangesWithTheReadings(t *testing.T) {
	t.Parallel()
	r := reader(t)
	h := sha256.New()
	for _, s := range everything(t) {
		fmt.Fprintln(h, dump(t, r.Read(sourceOf(s))))
	}
	got := r.Version() + " " + hex.EncodeToString(h.Sum(nil)[:12]) + "\n"
	const file = "testdata/version.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("version and readings %q, recorded %q: raise the version in reader.go and run with -update", got, want)
	}
}

// dated is a page whose head and whose <time> state a day.
func dated(head, shown string) string {
	s := `<html><head><meta property="article:published_time" content="` + head + `"></head><body><article><h1>KPU Gelar Rapat</h1>`
	if shown != "" {
		s += `<time datetime="` + shown + `">` + shown + `</time>`
	}
	return s + `<div class="post-content"><p>Rembang – KPU Kabupaten Rembang menggelar rapat, Kamis (2/10/2025).</p><p>Rapat dihadiri seluruh anggota dan sekretaris.</p></div></article></body></html>`
}

func TestDatesOfAnArticle(t *testing.T) {
	t.Parallel()
	const event = "Rembang – KPU Kabupaten Rembang menggelar rapat, Kamis (2/10/2025)."
	for _, c := range []struct {
		name                          string
		src                           analyzers.Source
		published, by, date, dateByIt string
	}{
		{"the day that the request gives goes first", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, Published: "2025-10-03", AsOf: asOf}, "2025-10-03", "given", "2025-10-03", "published"},
		{"of a time only the day is kept", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, Published: "2025-10-03T23:50:00+07:00", AsOf: asOf}, "2025-10-03", "given", "2025-10-03", "published"},
		{"a time is one of the publisher's day, in the west", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, Published: "2025-10-03T16:30:00Z", URL: "https://kota-semarang.kpu.go.id/berita/1", AsOf: asOf}, "2025-10-03", "given", "2025-10-03", "published"},
		{"in the middle", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, Published: "2025-10-03T16:30:00.5+00:00", URL: "https://kota-makassar.kpu.go.id/berita/1", AsOf: asOf}, "2025-10-04", "given", "2025-10-04", "published"},
		{"and in the east, by the satker of the request", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, Published: "2025-10-03T22:30:00+07:00", Satker: "91.71", AsOf: asOf}, "2025-10-04", "given", "2025-10-04", "published"},
		{"the day that the page shows", analyzers.Source{Text: "KPU Gelar Rapat\nJumat, 3 Oktober 2025\n" + event, AsOf: asOf}, "2025-10-03", "page", "2025-10-03", "published"},
		{"else the last event", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, AsOf: asOf}, "", "", "2025-10-02", "event"},
		{"the day that a page shows, where its head states one of the future", analyzers.Source{HTML: dated("2099-11-05T10:00:00+07:00", "2025-10-03"), AsOf: asOf}, "2025-10-03", "page", "2025-10-03", "published"},
		{"or one of long ago", analyzers.Source{HTML: dated("1970-01-01", "2025-10-03"), AsOf: asOf}, "2025-10-03", "page", "2025-10-03", "published"},
		{"none where both cannot be true", analyzers.Source{HTML: dated("2099-11-05", "2098-11-05"), AsOf: asOf}, "", "", "2025-10-02", "event"},
		{"the head goes first", analyzers.Source{HTML: dated("2025-10-04", "2025-10-03"), AsOf: asOf}, "2025-10-04", "page", "2025-10-04", "published"},
		{"figures that may be the month first give none", analyzers.Source{HTML: dated("10/03/2025 11:30 PM", ""), AsOf: asOf}, "", "", "2025-10-02", "event"},
		{"nor do they in a line", analyzers.Source{Text: "KPU Gelar Rapat\nDiposting 10/03/2025 11:30 PM\n" + event, AsOf: asOf}, "", "", "2025-10-02", "event"},
		{"the month first beyond doubt", analyzers.Source{HTML: dated("10/23/2025 11:30 PM", ""), AsOf: asOf}, "2025-10-23", "page", "2025-10-23", "published"},
		{"but none of the far future", analyzers.Source{Text: "KPU Gelar Rapat\nKPU menggelar rapat, Kamis (5/11/2099).", AsOf: asOf}, "", "", "", ""},
		{"nor one in words", analyzers.Source{Text: "KPU Gelar Rapat\nKPU menggelar rapat pada 5 November 2062.", AsOf: asOf}, "", "", "", ""},
		{"nor one in figures", analyzers.Source{Text: "KPU Gelar Rapat\nKPU menggelar rapat (5/11/2052).", AsOf: asOf}, "", "", "", ""},
		{"nor one that is planned", analyzers.Source{Text: "KPU Gelar Rapat\nKPU akan menggelar rapat, Kamis (23/4/2026).", AsOf: asOf}, "", "", "", ""},
		{"the last one before that", analyzers.Source{Text: "KPU Gelar Rapat\n" + event + " Rapat berikutnya akan digelar, Kamis (23/4/2026).", AsOf: asOf}, "", "", "2025-10-02", "event"},
		{"a later receipt believes it", analyzers.Source{Text: "KPU Gelar Rapat\nKPU akan menggelar rapat, Kamis (23/4/2026).", AsOf: asOf, Received: "2026-04-24"}, "", "", "2026-04-23", "event"},
		{"else none", analyzers.Source{Text: "KPU Gelar Rapat\nKPU Kabupaten Rembang menggelar rapat.", AsOf: asOf}, "", "", "", ""},
		{"what a listing states of its article goes before what was given with the listing", analyzers.Source{Title: "KPU Gelar Rapat", Body: event, Published: "2025-10-09", Stated: "2025-10-03", AsOf: asOf}, "2025-10-03", "page", "2025-10-03", "published"},
		{"with its zone", analyzers.Source{Title: "KPU Gelar Rapat", Body: event, Stated: "2025-10-03T16:30:00Z", Satker: "91.71", AsOf: asOf}, "2025-10-04", "page", "2025-10-04", "published"},
		{"one that cannot be true takes none away", analyzers.Source{Title: "KPU Gelar Rapat", Body: event, Published: "2025-10-03", Stated: "2099-10-03", AsOf: asOf}, "2025-10-03", "given", "2025-10-03", "published"},
		{"what is no date is not given", analyzers.Source{Text: "KPU Gelar Rapat\n" + event, Published: "kemarin", AsOf: asOf}, "", "", "2025-10-02", "event"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := reader(t).Read(c.src)[0]
			if a.Published != c.published || a.PublishedBasis != c.by || a.Date != c.date || a.DateBasis != c.dateByIt {
				t.Errorf("got published %q by %q, date %q by %q; want %q by %q, %q by %q",
					a.Published, a.PublishedBasis, a.Date, a.DateBasis, c.published, c.by, c.date, c.dateByIt)
			}
		})
	}
}

func TestDaysThatAreNotTakenAreWarnedOf(t *testing.T) {
	t.Parallel()
	const planned = "KPU Gelar Rapat\nKPU akan menggelar rapat, Kamis (23/4/2026)."
	for _, c := range []struct {
		name string
		src  analyzers.Source
		code string
		says string
	}{
		{"the head has its month first or last", analyzers.Source{HTML: dated("10/03/2025 11:30 PM", ""), AsOf: asOf}, article.WarnDoubtfulDate, "10/03/2025"},
		{"a line has", analyzers.Source{Text: "KPU Gelar Rapat\nDiposting 04/11/2025 9:30 am\nKPU menggelar rapat.", AsOf: asOf}, article.WarnDoubtfulDate, "04/11/2025"},
		{"the head lies in the future", analyzers.Source{HTML: dated("2099-11-05", "2025-10-03"), AsOf: asOf}, article.WarnDoubtfulDate, "2099-11-05"},
		{"the only day is ahead", analyzers.Source{Text: planned, AsOf: asOf}, article.WarnNoDate, "masih di depan"},
	} {
		a := reader(t).Read(c.src)[0]
		if !slices.ContainsFunc(a.Warnings, func(w article.Warning) bool { return w.Code == c.code && strings.Contains(w.Message, c.says) }) {
			t.Errorf("%s: warnings %+v, want %s with %q", c.name, a.Warnings, c.code, c.says)
		}
	}
}

func TestPublisherAndOrigin(t *testing.T) {
	t.Parallel()
	const repost = "KPU Gelar Rapat\nJakarta, kpu.go.id – KPU RI menggelar rapat, Kamis (2/10/2025)."
	for _, c := range []struct {
		name              string
		src               analyzers.Source
		publisher, origin string
	}{
		{"A-09 a repost has the site's publisher and the dateline's origin", analyzers.Source{Text: repost, URL: "https://kab-ngawi.kpu.go.id/blog/read/1_rapat"}, "35.21", "00"},
		{"A-46 without an address the dateline's host tells", analyzers.Source{Text: repost}, "00", ""},
		{"what the request says is the last resort", analyzers.Source{Text: "KPU Gelar Rapat\nKPU menggelar rapat.", Satker: "35.21"}, "35.21", ""},
		{"the address goes before the request", analyzers.Source{Text: "KPU Gelar Rapat\nKPU menggelar rapat.", URL: "https://jatim.kpu.go.id/blog/read/2_rapat", Satker: "35.21"}, "35", ""},
		{"a page's own canonical address tells as well", analyzers.Source{HTML: `<link rel="canonical" href="https://jatim.kpu.go.id/blog/read/2_rapat"><h1>KPU Gelar Rapat</h1><div class="post-content"><p>KPU menggelar rapat pada hari ini.</p></div>`}, "35", ""},
		{"an office that is merely named is no publisher", analyzers.Source{Text: "KPU Gelar Rapat\nKPU Kota Batu menggelar rapat."}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := reader(t).Read(c.src)[0]
			code := ""
			if a.Publisher != nil {
				code = a.Publisher.Code
			}
			if code != c.publisher || a.Origin != c.origin {
				t.Errorf("got publisher %q, origin %q; want %q, %q", code, a.Origin, c.publisher, c.origin)
			}
		})
	}
}

func TestWarningsForTheWholeArticle(t *testing.T) {
	t.Parallel()
	listing := "Berita\nKPU Batu Buka Posko di Pasar\nBatu - KPU Kota Batu membuka posko.\nKPU Batu Lantik Petugas Baru\nBatu - KPU Kota Batu melantik petugas, Kamis (2/10/2025)."
	got := reader(t).Read(analyzers.Source{Text: listing, URL: "https://kota-batu.kpu.go.id/blog/category/104", AsOf: asOf})
	if len(got) != 2 {
		t.Fatalf("got %d articles, want 2", len(got))
	}
	for i, want := range [][]string{{article.WarnSeveralArticles, article.WarnNoDate}, {article.WarnSeveralArticles}} {
		var codes []string
		for _, w := range got[i].Warnings {
			codes = append(codes, w.Code)
		}
		if !slices.Equal(codes, want) {
			t.Errorf("article %d: warnings %v, want %v", i, codes, want)
		}
		if got[i].URL != "" {
			t.Errorf("article %d has the address of its listing, %q (A-11)", i, got[i].URL)
		}
		if got[i].Publisher == nil || got[i].Publisher.Code != "35.79" {
			t.Errorf("article %d: publisher %v, want 35.79", i, got[i].Publisher)
		}
	}
}

func FuzzRead(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, s := range everything(f) {
		if !s.Held {
			f.Add(s.Raw, s.HTML, s.URL, s.Published)
		}
	}
	for _, seed := range hostile(200) {
		f.Add(seed, false, "", "")
	}
	f.Fuzz(func(t *testing.T, raw string, isHTML bool, url, published string) {
		src := analyzers.Source{URL: url, Published: published, AsOf: asOf}
		if isHTML {
			src.HTML = raw
		} else {
			src.Text = raw
		}
		articles := reader(t).Read(src)
		if len(articles) == 0 {
			t.Fatal("no article")
		}
		for i := range articles {
			checkArticle(t, &articles[i])
		}
	})
}

// hostile gives texts of about n bytes that were made to hurt the stages behind
// the page.
func hostile(n int) map[string]string {
	fill := func(s string) string { return "KPU Gelar Rapat\n" + strings.Repeat(s, n/len(s)+1)[:n] }
	return map[string]string{
		"quotation marks":    fill(`"`),
		"marks and words":    fill(`"a `),
		"curly marks":        fill("“”"),
		"opened marks":       fill("“a "),
		"brackets":           fill("("),
		"one word":           fill("kampanye "),
		"offices":            fill("Ketua KPU "),
		"people":             fill("Ketua KPU Kota Batu, Budi Anwar, "),
		"different people":   different(n),
		"names":              fill("Budi Anwar "),
		"verbs":              fill("ujar "),
		"said":               fill(`"Ya," ujar Budi. `),
		"reported":           fill("Ia mengatakan bahwa "),
		"dates":              fill("Senin (1/1/2024) "),
		"days without years": fill("Senin (1/1) "),
		"numbers":            fill("1/"),
		"places":             fill("Kota Batu "),
		"datelines":          fill("Batu - "),
		"degrees":            fill("S.H., "),
		"commas":             fill(","),
		"capitals":           fill("A "),
		"lines":              fill("a.\n"),
		"lines of speech":    fill("\"Ya,\" ujar Ketua KPU.\n"),
		"not text":           fill("\xff"),
	}
}

// different returns at least n bytes of text in which each sentence names another person.
func different(n int) string {
	var b strings.Builder
	b.WriteString("KPU Gelar Rapat\n")
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "Ketua KPU Kota Batu, %s %s, mengatakan rapat selesai. ", name(i), name(i/676+7))
	}
	return b.String()
}

func name(i int) string {
	return string([]byte{byte('A' + i%26), byte('a' + i/26%26), 'r', byte('a' + i/7%26), 'n', byte('a' + i/3%26)})
}

func TestHostileTextIsRead(t *testing.T) {
	t.Parallel()
	for name, raw := range hostile(1 << 20) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, a := range reader(t).Read(analyzers.Source{Text: raw, AsOf: asOf}) {
				checkArticle(t, &a)
			}
		})
	}
}

func BenchmarkHostile(b *testing.B) {
	r := reader(b)
	for _, size := range []int{1 << 18, 1 << 20} {
		for name, raw := range hostile(size) {
			b.Run(fmt.Sprintf("%s/%dK", strings.ReplaceAll(name, " ", "-"), size>>10), func(b *testing.B) {
				b.SetBytes(int64(size))
				b.ReportAllocs()
				for b.Loop() {
					r.Read(analyzers.Source{Text: raw, AsOf: asOf})
				}
			})
		}
	}
}

// BenchmarkRead reads one article after the other; bytes are those of the page.
func BenchmarkRead(b *testing.B) {
	r := reader(b)
	all := everything(b)
	for _, kind := range []struct {
		name string
		fits func(samples.Sample) bool
	}{
		{"text", func(s samples.Sample) bool { return !s.HTML && !s.Listing }},
		{"html", func(s samples.Sample) bool { return s.HTML }},
		{"longest", func(s samples.Sample) bool { return s.Name == "49-jdih-jabar" }},
	} {
		var some []samples.Sample
		size := 0
		for _, s := range all {
			if kind.fits(s) {
				some = append(some, s)
				size += len(s.Raw)
			}
		}
		b.Run(kind.name, func(b *testing.B) {
			b.SetBytes(int64(size / len(some)))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				r.Read(sourceOf(some[i%len(some)]))
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := analyzers.New(); err != nil {
			b.Fatal(err)
		}
	}
}
