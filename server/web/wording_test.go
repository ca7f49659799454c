package web

import (
	"net/url"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/search"
)

// hitOf is a quote of one kind as a hit.
func hitOf(kind article.QuoteKind, words string, confidence float64, verbatim bool) search.Hit {
	a, q := saidIn("“"+words+"” ujar Handi.", words, "ujar")
	q.Kind, q.Confidence, q.Verbatim = kind, confidence, verbatim
	if kind == article.TitleQuote {
		q.Parts, q.Cue = []article.Part{{In: article.InTitle, Span: article.Span{End: len(words)}}}, ""
	}
	a.Title, a.Quotes = "Rapat", []article.Quote{q}
	a.Officials = []article.Official{{ID: "handi", Name: "Handi", Public: true}}
	return search.Hit{
		ID: "a", URL: "https://kota-semarang.kpu.go.id/1", Title: a.Title, Date: "2025-11-04", Article: a,
		Publisher: &article.Office{Code: "33.74", Name: "KPU Kota Semarang"}, Quote: &search.QuoteHit{Quote: q},
	}
}

// Only the words of a speaker stand between quotation marks, are cited as speech and are a
// Quotation to search engines, wherever a quote is shown.
func TestEachKindOfQuoteIsShownAsWhatItIs(t *testing.T) {
	t.Parallel()
	const source = "laman KPU Kota Semarang (versi artikel ke-2), Selasa (4/11/2025)"
	for _, c := range []struct {
		why      string
		hit      search.Hit
		title    string
		line     string // what stands in a list
		citation string
		speech   bool   // all of it
		beside   bool   // in the list beside the article
		label    string // among the facts
	}{
		{
			"between marks", hitOf(article.Direct, "Kami siap,", 0.98, false), "Kutipan Handi: “Kami siap”", "“Kami siap”",
			"“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari " + source + ".", true, true, "",
		},
		{
			"a piece between marks", hitOf(article.Mixed, "gudang itu “kering dan aman sampai besok”", 0.9, false),
			"Kutipan Handi: gudang itu “kering dan aman sampai besok”", "gudang itu “kering dan aman sampai besok”",
			"Ketua KPU Provinsi Jawa Tengah, Handi, mengatakan bahwa gudang itu “kering dan aman sampai besok”, demikian dilaporkan " + source + ".", false, true,
			"sebagian dikutip langsung",
		},
		{
			"without marks in the source", hitOf(article.Unmarked, "Kami siap.", 0.85, false), "Kutipan Handi: “Kami siap.”", "“Kami siap.”",
			"“Kami siap,” kata Ketua KPU Provinsi Jawa Tengah Handi, dikutip dari " + source + ", tanpa tanda kutip dalam sumber.", true, true,
			"tanpa tanda kutip dalam sumber",
		},
		{
			"without marks, and its ends are not sure", hitOf(article.Unmarked, "Kami siap.", 0.84, false), "Ucapan Handi: Kami siap.",
			"Menurut laporan KPU Kota Semarang: Kami siap.",
			"Ketua KPU Provinsi Jawa Tengah, Handi, mengatakan, tanpa tanda kutip dalam sumber: Kami siap, demikian dilaporkan " + source + ".", false, false,
			"tanpa tanda kutip dalam sumber",
		},
		{
			"reported", hitOf(article.Indirect, "kotak suara sudah kering", 0.95, false), "Kutipan tidak langsung Handi: kotak suara sudah kering",
			"Menurut laporan KPU Kota Semarang: kotak suara sudah kering",
			"Ketua KPU Provinsi Jawa Tengah, Handi, mengatakan bahwa kotak suara sudah kering, demikian dilaporkan " + source + ".", false, false,
			"kutipan tidak langsung",
		},
		{
			"a title", hitOf(article.TitleQuote, "Kami Siap", 0.9, false), "Judul berita: Kami Siap", "Judul berita: Kami Siap",
			"Judul berita: Kami Siap, dimuat " + source + ".", false, false, "judul berita",
		},
		{
			"a title with marks of its own", hitOf(article.TitleQuote, "Kami Siap", 0.9, true), "Judul berita: “Kami Siap”", "Judul berita: “Kami Siap”",
			"Judul berita: “Kami Siap”, dimuat " + source + ".", false, false, "judul berita",
		},
	} {
		c.hit.Version = 2
		v := NewQuotePageView("https://warta.example", archive.FoundQuote{Hit: c.hit})
		said := v.Hit.Said
		if v.Title != c.title {
			t.Errorf("%s: the page is titled\n%s, want\n%s", c.why, v.Title, c.title)
		}
		if line := lineOf(t, said); line != c.line {
			t.Errorf("%s: the line is\n%s, want\n%s", c.why, line, c.line)
		}
		if said.Citation != c.citation || v.Description != c.citation {
			t.Errorf("%s: the citation is\n%s, want\n%s", c.why, said.Citation, c.citation)
		}
		share, err := url.Parse(said.Share)
		if text := c.citation + "\nhttps://warta.example/kutipan/q"; err != nil || share.Query().Get("text") != text {
			t.Errorf("%s: what is shared is %q, %v, want %q", c.why, share.Query().Get("text"), err, text)
		}
		if said.Label != c.label || said.Speech != c.speech {
			t.Errorf("%s: is labelled %q, speech %v, want %q, %v", c.why, said.Label, said.Speech, c.label, c.speech)
		}
		quotation := c.hit.Quote.Marked() != nil
		if (v.Linked != nil) != quotation {
			t.Errorf("%s: search engines are told %v", c.why, v.Linked)
		}
		page := NewArticleView("https://warta.example", c.hit.Article, plainNames{})
		parts, _ := page.Linked.(linked)["hasPart"].([]any)
		if (len(parts) == 1) != quotation {
			t.Errorf("%s: in the article search engines are told %v", c.why, parts)
		}
		if (len(page.Quotes) == 1) != c.beside || (page.People[0].Words != "") != c.beside {
			t.Errorf("%s: beside the article stand %+v and %+v", c.why, page.Quotes, page.People)
		}
	}
}

// lineOf renders the words of a quote in a list.
func lineOf(t *testing.T, said *Said) string {
	t.Helper()
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := pages.pages["quotes"].ExecuteTemplate(&b, "words", said); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(said.LeadIn + " " + b.String())
}

func TestWhatIsReportedIsCitedInReportedForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, words string
		change     func(*search.Hit)
		want       string
	}{
		{"the text has the conjunction", "agar kotak suara kering.", nil, "Ketua KPU Provinsi Jawa Tengah, Handi, mengatakan agar kotak suara kering, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"a sentence of its own", "Hal itu tidak mudah.", nil, "Ketua KPU Provinsi Jawa Tengah, Handi, mengatakan: Hal itu tidak mudah, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"something is named", "kotak itu sebagai taruhan", func(h *search.Hit) { h.Quote.Cue = "menyebut" }, "Ketua KPU Provinsi Jawa Tengah, Handi, menyebut kotak itu sebagai taruhan, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"no post", "kotak kering", func(h *search.Hit) { h.Quote.Role = nil }, "Handi mengatakan bahwa kotak kering, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"a post from elsewhere", "kotak kering", func(h *search.Hit) { h.Quote.Role.Basis = article.ByRoster }, "Handi mengatakan bahwa kotak kering, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"a post alone", "kotak kering", func(h *search.Hit) { h.Quote.Speaker = nil }, "Ketua KPU Provinsi Jawa Tengah mengatakan bahwa kotak kering, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."},
		{"nobody is named", "kotak kering", func(h *search.Hit) { h.Quote.Speaker, h.Quote.Role = nil, nil }, "Menurut laporan laman KPU Kota Semarang, Selasa (4/11/2025): kotak kering."},
		{"nothing is known", "kotak kering", func(h *search.Hit) { *h = search.Hit{Quote: h.Quote}; h.Quote.Speaker, h.Quote.Role = nil, nil }, "Menurut laporan berita: kotak kering."},
		{"no day", "kotak kering", func(h *search.Hit) { h.Date = "" }, "Ketua KPU Provinsi Jawa Tengah, Handi, mengatakan bahwa kotak kering, demikian dilaporkan laman KPU Kota Semarang."},
	} {
		h := hitOf(article.Indirect, c.words, 0.9, false)
		if c.change != nil {
			c.change(&h)
		}
		if got := citation(h); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.why, got, c.want)
		}
	}
}

// A wish, a request and a question are never told as a statement, in any of the places that
// tell a quote.
func TestAReportKeepsItsSpeechAct(t *testing.T) {
	t.Parallel()
	const (
		who    = "Ketua KPU Provinsi Jawa Tengah, Handi, "
		told   = "Handi, Ketua KPU Provinsi Jawa Tengah, "
		source = ", demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."
		report = "Menurut laporan KPU Kota Semarang:"
		page   = "Menurut laporan laman KPU Kota Semarang, Selasa (4/11/2025): "
	)
	for _, c := range []struct {
		cue, words               string
		kind                     article.QuoteKind
		citation, leadIn, inFeed string
	}{
		{"mengingatkan", "petugas tidak menerima uang", article.Indirect, who + "mengingatkan petugas tidak menerima uang" + source, who + "mengingatkan", told + "mengingatkan petugas tidak menerima uang"},
		{"berharap", "pemilih tidak takut", article.Indirect, who + "berharap pemilih tidak takut" + source, who + "berharap", told + "berharap pemilih tidak takut"},
		{"meminta", "masyarakat memberi tanggapan", article.Indirect, who + "meminta masyarakat memberi tanggapan" + source, who + "meminta", told + "meminta masyarakat memberi tanggapan"},
		{"meminta", "Bawaslu memberi tanggapan", article.Indirect, who + "meminta Bawaslu memberi tanggapan" + source, who + "meminta", told + "meminta Bawaslu memberi tanggapan"},
		{"mengajak", "pemilih pemula datang", article.Indirect, who + "mengajak pemilih pemula datang" + source, who + "mengajak", told + "mengajak pemilih pemula datang"},
		{"mempertanyakan", "apakah anggaran cukup", article.Indirect, who + "mempertanyakan apakah anggaran cukup" + source, who + "mempertanyakan", told + "mempertanyakan apakah anggaran cukup"},
		{"mewanti-wanti", "petugas tidak lalai", article.Indirect, who + "mewanti-wanti petugas tidak lalai" + source, who + "mewanti-wanti", told + "mewanti-wanti petugas tidak lalai"},
		{"bertanya", "apakah anggaran cukup", article.Indirect, who + "bertanya apakah anggaran cukup" + source, who + "bertanya", told + "bertanya apakah anggaran cukup"},
		{"tanyanya", "apakah anggaran cukup", article.Indirect, who + "bertanya apakah anggaran cukup" + source, who + "bertanya", told + "bertanya apakah anggaran cukup"},
		{"minta", "warga datang", article.Indirect, who + "meminta warga datang" + source, who + "meminta", told + "meminta warga datang"},
		{"harapnya", "pemilih tidak takut", article.Indirect, who + "berharap pemilih tidak takut" + source, who + "berharap", told + "berharap pemilih tidak takut"},
		{"diharapkannya", "Pemilih tidak takut", article.Indirect, who + "berharap: Pemilih tidak takut" + source, who + "berharap:", told + "berharap: Pemilih tidak takut"},
		{"meminta", "warga “datang tepat waktu sekali”", article.Mixed, who + "meminta warga “datang tepat waktu sekali”" + source, who + "meminta", told + "meminta warga “datang tepat waktu sekali”"},
		{"meminta", "Warga datang", article.Unmarked, who + "meminta, tanpa tanda kutip dalam sumber: Warga datang" + source, who + "meminta, tanpa tanda kutip dalam sumber:", told + "meminta, tanpa tanda kutip dalam sumber: Warga datang"},
		{"mengatakan", "gudang kering", article.Indirect, who + "mengatakan bahwa gudang kering" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: gudang kering"},
		{"menurut", "gudang kering", article.Indirect, who + "mengatakan bahwa gudang kering" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: gudang kering"},
		{"menurutnya", "gudang kering", article.Indirect, who + "mengatakan bahwa gudang kering" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: gudang kering"},
		{"dijelaskan", "gudang kering", article.Indirect, who + "mengatakan bahwa gudang kering" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: gudang kering"},
		{"dirinci", "gudang kering", article.Indirect, who + "mengatakan bahwa gudang kering" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: gudang kering"},
		{"", "gudang kering", article.Indirect, who + "mengatakan bahwa gudang kering" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: gudang kering"},
		{"", "apakah anggaran cukup", article.Indirect, page + "apakah anggaran cukup.", report, "Menurut laporan berita: apakah anggaran cukup"},
		{"", "agar warga datang", article.Indirect, page + "agar warga datang.", report, "Menurut laporan berita: agar warga datang"},
		{"", "supaya warga datang", article.Indirect, page + "supaya warga datang.", report, "Menurut laporan berita: supaya warga datang"},
		{"ujar", "jangan menerima uang", article.Indirect, page + "jangan menerima uang.", report, "Menurut laporan berita: jangan menerima uang"},
		{"ujar", "Jangan menerima uang", article.Unmarked, who + "mengatakan, tanpa tanda kutip dalam sumber: Jangan menerima uang" + source, report, "Menurut Handi, Ketua KPU Provinsi Jawa Tengah: Jangan menerima uang"},
		{"isyarat", "warga datang", article.Indirect, page + "warga datang.", report, "Menurut laporan berita: warga datang"},
	} {
		h := hitOf(c.kind, c.words, 0.8, false)
		h.Quote.Cue = c.cue
		v := NewQuotePageView("https://warta.example", archive.FoundQuote{Hit: h})
		if said := v.Hit.Said; said.Citation != c.citation || v.Description != c.citation || said.LeadIn != c.leadIn {
			t.Errorf("%q %s:\ncited   %s, %s\nwant    %s\nlead-in %q, want %q", c.cue, c.words, said.Citation, v.Description, c.citation, said.LeadIn, c.leadIn)
		}
		if got := Told(h.Quote.Quote, 0, false); got != c.inFeed {
			t.Errorf("%q %s:\ntold %s\nwant %s", c.cue, c.words, got, c.inFeed)
		}
	}
	h := hitOf(article.Indirect, "warga datang", 0.9, false)
	h.Quote.Cue, h.Quote.Speaker, h.Quote.Role = "meminta", nil, nil
	if got, want := citation(h), "Narasumber meminta warga datang, demikian dilaporkan laman KPU Kota Semarang, Selasa (4/11/2025)."; got != want {
		t.Errorf("no speaker:\ngot  %s\nwant %s", got, want)
	}
}

// The name of a private speaker stands on the page alone, which search engines leave out.
func TestAPrivateSpeakerIsNotSpread(t *testing.T) {
	t.Parallel()
	role := &article.Role{Title: "Petugas", Office: "KPU Kota Semarang"}
	for _, c := range []struct {
		why       string
		officials []article.Official
		role      *article.Role
		kind      article.QuoteKind
		private   bool
		title     string // of the entry of a feed
		author    string
	}{
		{"holds an office", []article.Official{{ID: "handi", Name: "Handi", Public: true}}, nil, article.Direct, false, "Handi: “Kami siap sekali”", "Handi"},
		{"is private", []article.Official{{ID: "handi", Name: "Handi"}}, nil, article.Direct, true, "Warga: “Kami siap sekali”", ""},
		{"is private, with a post", []article.Official{{ID: "handi", Name: "Handi"}}, role, article.Direct, true, "Petugas KPU Kota Semarang: “Kami siap sekali”", ""},
		{"is none of the officials", []article.Official{{ID: "rina", Name: "Rina", Public: true}}, nil, article.Direct, true, "Warga: “Kami siap sekali”", ""},
		{"is private and reported", nil, nil, article.Indirect, true, "Warga meminta Kami siap sekali", ""},
		{"a title", []article.Official{{ID: "handi", Name: "Handi", Public: true}}, nil, article.TitleQuote, false, "Judul berita: Kami siap sekali", ""},
	} {
		h := hitOf(c.kind, "Kami siap sekali", 0.9, false)
		h.Article.Officials, h.Quote.Role, h.Article.Quotes[0].Role = c.officials, c.role, c.role
		if h.Quote.Speaker.ID = "handi"; c.kind == article.Indirect {
			h.Quote.Cue = "meminta"
		}
		v := NewQuotePageView("https://warta.example", archive.FoundQuote{Hit: h})
		if v.NoIndex != c.private {
			t.Errorf("%s: noindex %v", c.why, v.NoIndex)
		}
		page := NewArticleView("https://warta.example", h.Article, plainNames{})
		if text := indented(v.Linked) + indented(page.Linked); c.private == strings.Contains(text, "Handi") && c.kind == article.Direct {
			t.Errorf("%s: search engines are told %s", c.why, text)
		}
		q, author := ForFeed(h)
		if got := Told(q, 100, true); got != c.title || author != c.author {
			t.Errorf("%s: the entry is %q by %q, want %q by %q", c.why, got, author, c.title, c.author)
		}
		if h.Quote.Speaker == nil || h.Quote.Speaker.Name != "Handi" {
			t.Errorf("%s: the quote has changed", c.why)
		}
	}
}

func TestAQuoteLeadsToItsPlaceInTheArticle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hit  search.Hit
		want string
	}{
		{hitOf(article.Direct, "Kami siap", 0.9, false), "/artikel/a#kutipan-q"},
		{hitOf(article.Unmarked, "Kami siap", 0.5, false), "/artikel/a#kutipan-q"},
		{hitOf(article.Indirect, "kami siap", 0.9, false), "/artikel/a#p-0"},
		{hitOf(article.TitleQuote, "Kami siap", 0.9, false), "/artikel/a"},
	} {
		said := newSaid("/kutipan", "", c.hit)
		if said.Href != c.want {
			t.Errorf("%s leads to %s, want %s", c.hit.Quote.Kind, said.Href, c.want)
		}
		page := NewArticleView("", c.hit.Article, plainNames{})
		_, anchor, _ := strings.Cut(c.want, "#kutipan-")
		for _, p := range page.Paragraphs {
			for _, piece := range p.Pieces {
				if piece.Anchor && piece.Quote != anchor {
					t.Errorf("%s: the article has a place for %q, want %q", c.hit.Quote.Kind, piece.Quote, anchor)
				}
			}
		}
	}
}

func TestConfidenceIsAWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		confidence float64
		want, why  string
	}{
		{0.98, "tinggi", "Keyakinan: tinggi — “…” ujar Handi"},
		{0.85, "tinggi", "Keyakinan: tinggi — “…” ujar Handi"},
		{0.84, "sedang", "Keyakinan: sedang — “…” ujar Handi"},
		{0.69, "rendah", "Keyakinan: rendah — “…” ujar Handi"},
	} {
		said := newSaid("/kutipan", "", hitOf(article.Direct, "Kami siap", c.confidence, false))
		if said.Sure != c.want || said.Why != c.why {
			t.Errorf("%v: got %q, %q", c.confidence, said.Sure, said.Why)
		}
	}
	h := hitOf(article.Direct, "Kami siap", 0.9, false)
	h.Quote.Speaker, h.Quote.Role = nil, nil
	if said := newSaid("/kutipan", "", h); said.Sure != "" || said.Why != "Teks tidak menyebut siapa yang berbicara" {
		t.Errorf("nobody is named: got %q, %q", said.Sure, said.Why)
	}
}

func TestOtherPlacesAreNamedOrCounted(t *testing.T) {
	t.Parallel()
	place := func(quote, office string) search.Place {
		return search.Place{Article: "b", Quote: quote, Date: "2025-11-05", Publisher: &article.Office{Name: office}}
	}
	for _, c := range []struct {
		copies int
		places []search.Place
		want   string
	}{
		{0, nil, ""},
		{3, nil, "juga di 3 tempat lain"},
		{1, []search.Place{place("b1", "KPU A")}, "juga di KPU A"},
		{2, []search.Place{place("b1", "KPU A"), place("b2", "KPU A")}, "juga di KPU A"},
		{2, []search.Place{place("b1", "KPU A"), place("b2", "KPU B")}, "juga di KPU A dan KPU B"},
		{3, []search.Place{place("b1", "KPU A"), place("b2", "KPU B")}, "juga di 3 tempat lain"}, // one is not named
		{3, []search.Place{place("b1", "KPU A"), place("b2", "KPU B"), place("b3", "")}, "juga di 3 tempat lain"},
		{1, []search.Place{{Quote: "b1"}}, "juga di 1 tempat lain"},
		{100, make([]search.Place, 50), "juga di 100 tempat lain"},
	} {
		h := hitOf(article.Direct, "Kami siap", 0.9, false)
		h.Copies, h.Places = c.copies, c.places
		said := newSaid("/kutipan", "", h)
		if said.Also != c.want || len(said.Places) != min(len(c.places), maxPlaces) {
			t.Errorf("%d copies: %q and %d listed, want %q", c.copies, said.Also, len(said.Places), c.want)
		}
	}
	h := hitOf(article.Direct, "Kami siap", 0.9, false)
	h.Copies, h.Places = 1, []search.Place{place("b1", "KPU A")}
	if got, want := newSaid("/kutipan", "", h).Places[0], (Link{Label: "KPU A, 5 November 2025", Href: "/kutipan/b1"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestADroppedQuoteTellsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	found := archive.FoundQuote{Hit: hitOf(article.Direct, "Kami siap besok", 0.9, false)}
	found.Version = 3
	found.Quote.Source = found.URL + "#:~:text=Kami"
	now := *found.Quote
	now.ID, now.Text = "q9", "Kami siap lusa"
	found.Dropped = &archive.DroppedQuote{LastVersion: 3, Now: &now}
	v := NewQuotePageView("https://warta.example", found)
	if d := v.Dropped; d == nil || d.Now != "/kutipan/q9" || d.Article != "/artikel/a" || d.OldArticle != "/artikel/a?versi=3" || len(d.Changes) != 3 {
		t.Errorf("got %+v", v.Dropped)
	}
	if !v.NoIndex || v.Linked != nil || v.Hit.Said.Source != found.URL || v.Hit.Said.Href != "/artikel/a?versi=3#kutipan-q" {
		t.Errorf("noindex %v, linked %v, source %s, article %s", v.NoIndex, v.Linked, v.Hit.Said.Source, v.Hit.Said.Href)
	}
	if !strings.Contains(v.Hit.Said.Citation, "(versi artikel ke-3)") {
		t.Errorf("citation %q", v.Hit.Said.Citation)
	}
	if v.AddCorrection(&Correction{}); !v.NoIndex {
		t.Error("staff see a page for search engines")
	}
	found.Dropped.Now = nil
	if d := NewQuotePageView("", found).Dropped; d.Now != "" || d.Changes != nil {
		t.Errorf("nothing stands in its place: %+v", d)
	}
}
