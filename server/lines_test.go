package server_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/chromedp"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/internal/race"
)

// usual is a quote of usual length: 160 characters.
const usual = "Kami sudah memeriksa semua kotak suara di gudang dan memastikan tidak satu pun yang basah, sehingga pekan depan pengiriman ke setiap kecamatan dapat kita mulai."

// listing is an archive whose search finds quotes with these words.
func listing(words ...string) *stub {
	return &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		page := nothing()
		if q.Of != index.Quotes || q.Size == 0 {
			return page, nil
		}
		page.Total = len(words)
		for i, text := range words {
			a := sample()
			a.ID = fmt.Sprintf("a%d", i)
			a.Title = "KPU Kota Pekalongan Memeriksa Kesiapan Gudang Logistik Pemilu"
			a.Paragraphs = []string{"“" + text + "” ujar Umi Rosidah Fathoni."}
			a.Quotes = []article.Quote{{
				ID: fmt.Sprintf("a%d-1", i), Kind: article.Direct, Text: text, Cue: "ujar", Confidence: 0.98,
				Speaker: &article.Person{ID: "umi-rosidah-fathoni", Name: "Umi Rosidah Fathoni"}, Role: &article.Role{Title: "Ketua", Office: "KPU Kota Pekalongan", Satker: "33.75"},
				Parts: []article.Part{{In: article.InParagraph, Span: article.Span{Start: len("“"), End: len("“") + len(text)}}},
			}}
			a.Officials = []article.Official{{ID: "umi-rosidah-fathoni", Name: "Umi Rosidah Fathoni", Public: true}}
			h := search.NewHit(index.Match{Article: a.ID, Quote: a.Quotes[0].ID}, a)
			h.URL, h.Date, h.Publisher = "https://kota-pekalongan.kpu.go.id/berita/1", "2025-11-04", &article.Office{Code: "33.75", Name: "KPU Kota Pekalongan"}
			h.Quote = search.NewQuoteHit(a, a.Quotes[0])
			page.Hits = append(page.Hits, h)
		}
		return page, nil
	}}
}

// tall is the height of a phone.
const tall = 800

// Three quotes of usual length stand on one screen of a phone, each with one line of facts
// and three links that a finger hits.
func TestAPhoneShowsThreeQuotesAtOnce(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	if n := utf8.RuneCountInString(usual); n < 155 || n > 165 {
		t.Fatalf("a usual quote has %d characters", n)
	}
	long := strings.TrimSpace(strings.Repeat(usual+" ", 4))
	s := start(t, listing(usual, usual, usual, usual, long))
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script %v", script), func(t *testing.T) {
			t.Parallel()
			setup := []chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(phone, tall)}
			if !script {
				setup = append(setup, withoutScript)
			}
			p := s.open(t, phone, setup...)
			p.to("/kutipan?q=gudang")
			p.shot("list")
			height, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64](`(l => l[2].getBoundingClientRect().bottom - l[0].getBoundingClientRect().top)(document.querySelectorAll(".quotes > li"))`))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("three quotes are %.0f px high", height)
			if height > tall {
				t.Errorf("three quotes are %.0f px high, want at most %d", height, tall)
			}
			p.holds("usual words are not cut", `(w => w.scrollHeight <= w.clientHeight)(document.querySelector(".quotes .wording"))`)
			p.holds("a quote has three targets", `[...document.querySelectorAll(".quotes > li")].every(li => [...li.querySelectorAll("a, summary, button")].filter(e => e.checkVisibility()).length === 3)`)
			p.holds("all of them, and those of a step, are high enough", `(document.querySelectorAll(".rest").forEach(d => d.open = true), [...document.querySelectorAll(".quotes a, .quotes summary, .quotes button")].filter(e => e.checkVisibility()).every(e => e.getBoundingClientRect().height >= 44))`)
			p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)
		})
	}
}

// Long words are cut for the eye alone: they are all in the page, for readers of screens and
// to be selected, and stand there once the rest is open.
func TestLongWordsAreCutForTheEyeAlone(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	long := strings.TrimSpace(strings.Repeat(usual+" ", 4))
	s := start(t, listing(long))
	for _, width := range []int64{phone, desk} {
		p := s.open(t, width, withoutScript)
		p.to("/kutipan?q=gudang")
		p.holds("they are cut", `(w => w.scrollHeight > w.clientHeight)(document.querySelector(".quotes .wording"))`)
		p.holds("all of them are there", fmt.Sprintf(`document.querySelector(".quotes .wording").textContent === "“" + %q + "”"`, long))
		p.holds("all of them can be selected", fmt.Sprintf(`(getSelection().selectAllChildren(document.querySelector(".quotes .wording")), getSelection().toString().replace(/\s+/g, " ").trim() === "“" + %q + "”")`, long))
		p.click(".rest summary", ".citation")
		p.holds("all of them are seen", `(w => w.scrollHeight <= w.clientHeight)(document.querySelector(".quotes .wording"))`)
		p.shot("open")
	}
}

// What stands in the line of a quote, and what is one step away.
func TestAQuoteInAListIsALine(t *testing.T) {
	t.Parallel()
	root := sound(t, "/kutipan", start(t, listing(usual)).get("/kutipan?q=gudang").body)
	figure := root.all("figure")[0]
	facts := ""
	for _, p := range figure.all("p") {
		if class, _ := p.attr("class"); strings.Contains(class, "facts") {
			facts = p.text()
		}
	}
	if want := "Umi Rosidah Fathoni, Ketua KPU Kota Pekalongan 4 November 2025 KPU Kota Pekalongan Keyakinan: tinggi"; facts != want {
		t.Errorf("the facts are %q, want %q", facts, want)
	}
	rest := figure.all("details")[0]
	if got := len(figure.all("details")); got != 1 {
		t.Errorf("there are %d steps", got)
	}
	if _, open := rest.attr("open"); open {
		t.Error("the rest is open")
	}
	if all, inside := len(figure.all("a")), len(rest.all("a")); all-inside != 2 {
		t.Errorf("%d links stand beside the step, want the speaker and the article", all-inside)
	}
	for _, want := range []string{"Keyakinan: tinggi — “…” ujar Umi Rosidah Fathoni", "Kalimat di sekitarnya", "Salin kutipan", "Tautan tetap", "Buka di kota-pekalongan.kpu.go.id", "Bagikan lewat WhatsApp", "kata Ketua KPU Kota Pekalongan Umi Rosidah Fathoni, dikutip dari laman KPU Kota Pekalongan, Selasa (4/11/2025)"} {
		if !strings.Contains(rest.text(), want) {
			t.Errorf("the rest has no %q: %s", want, rest.text())
		}
	}
	if a := start(t, listing()).get("/kutipan?q=gudang"); a.status != http.StatusOK || !strings.Contains(a.body, "Belum ada yang cocok") {
		t.Errorf("nothing found: %d %.300s", a.status, a.body)
	}
}
