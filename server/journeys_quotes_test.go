package server_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"warta/index/search"
	"warta/internal/race"
)

// evaluated returns what an expression is on the page.
func evaluated[T any](p *tab, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// sideways checks that the page does not scroll sideways.
func (p *tab) sideways() {
	p.Helper()
	p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)
}

// ask types a text into the box and searches.
func (p *tab) ask(text, then string) {
	p.Helper()
	p.step("ask "+text, chromedp.SetValue(chromedp.CSS("#q"), text), chromedp.Submit(chromedp.CSS("#q")))
	p.until("the answer to "+text, fmt.Sprintf(`new URLSearchParams(location.search).get("q") === %q && document.readyState === "complete" && document.querySelector(%q) !== null`, text, then))
}

// Staff find the words of a person on a subject, narrow them, open the source, copy a
// citation and take the table.
func TestStaffFindTheQuotesOfAPerson(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	each(t, func(p *tab, width int64, script bool) {
		p.to("/kutipan")
		p.shot("start")
		const name = "Lalu Ahmad Zaenuri"
		p.ask(name, ".who-chosen a")
		p.says(".who-chosen", "Kutipan "+name+", ")
		p.holds("the post has years", `/ (sejak )?\d{4}/.test(document.querySelector(".who-chosen").textContent)`)
		p.holds("every quote is theirs", fmt.Sprintf(`[...document.querySelectorAll(".speaker")].every(s => s.textContent.includes(%q))`, name))
		p.says(".facts", "Keyakinan: ")
		p.shot("person")
		p.sideways()

		p.step("choose the person", chromedp.Click(chromedp.CSS(".speaker a")), chromedp.WaitVisible(chromedp.CSS(".chips a")))
		p.holds("the person is a filter", `new URLSearchParams(location.search).getAll("official").length === 1`)
		p.click(".rest summary", ".citation")
		citation := p.text(".citation")
		if !strings.HasPrefix(citation, "“") || !strings.Contains(citation, "kata ") || !strings.Contains(citation, name) || !strings.Contains(citation, "dikutip dari laman ") {
			p.Errorf("citation %q", citation)
		}
		p.says(".sure", "Keyakinan: ")
		p.holds("only a script offers to copy", fmt.Sprintf(`document.querySelector("[data-salin]").hidden !== %v`, script))
		if script {
			p.step("copy", chromedp.Click(chromedp.CSS("[data-salin]")))
			p.until("it says what was done", `document.querySelector("[data-salin] + [role=status]").textContent !== ""`)
		}
		p.shot("quotes")
		p.sideways()

		table := p.site.get(evaluated[string](p, `document.querySelector("a[download]").getAttribute("href")`))
		if table.status != http.StatusOK {
			p.Fatalf("the table: %d %.200s", table.status, table.body)
		}
		lines := csv.NewReader(strings.NewReader(table.body))
		lines.Comma = ';'
		rows, err := lines.ReadAll()
		if err != nil || len(rows) < 2 || !strings.Contains(strings.Join(rows[1], " "), name) {
			p.Errorf("the table: %v, %.300s", err, table.body)
		}

		p.click(".quotes .open a", ".said:target")
		p.holds("the article is open at the quote", `document.querySelector(".said:target").getBoundingClientRect().top < innerHeight`)
		p.click(".saids .words", ".one .quote")
		p.holds("the quote has a lasting address", `/^\/kutipan\/[^/]+$/.test(location.pathname)`)
		p.says("h1", "Kutipan")
		p.says(".citation", "(versi artikel ke-1)")
		p.shot("quote")
	})
}

// Quotes are narrowed by the post of their speakers then and by a period, and the filters
// come off again.
func TestStaffNarrowQuotesByPostAndPeriod(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	each(t, func(p *tab, width int64, script bool) {
		p.to("/kutipan")
		p.unfold(width)
		all := evaluated[int](p, `parseInt(document.querySelector(".total strong").textContent.replace(/\D/g, ""))`)
		post := evaluated[string](p, `document.querySelector("input[name=role]").value`)
		label := evaluated[string](p, `document.querySelector("input[name=role]").parentElement.querySelector(".label").textContent`)
		count := evaluated[int](p, `parseInt(document.querySelector("input[name=role]").parentElement.querySelector(".count").textContent)`)
		if label == strings.ToLower(label) {
			p.Errorf("the post is written %q", label)
		}
		p.step("choose a post", chromedp.Click(chromedp.CSS("input[name=role]")))
		p.click(".apply button", ".chips a")
		p.says(".chips", "Jabatan: "+label)
		p.says(".total", fmt.Sprintf("%d kutipan", count))
		if count == 0 || count >= all {
			p.Errorf("%s: %d of %d quotes", post, count, all)
		}
		p.holds("every speaker has the post", fmt.Sprintf(`[...document.querySelectorAll(".speaker")].every(s => s.textContent.includes(%q))`, label))
		p.shot("post")
		p.sideways()
		p.unfold(width)
		p.holds("the others can still be chosen", `document.querySelectorAll("input[name=role]").length > 1 && document.querySelector("input[name=role]:checked") !== null`)

		p.step("choose a period", chromedp.SetValue(chromedp.CSS("#from"), "2024-01-01"), chromedp.SetValue(chromedp.CSS("#to"), "2025-12-31"), chromedp.Submit(chromedp.CSS("#q")))
		p.until("it is a filter", `document.readyState === "complete" && document.querySelectorAll(".chips a").length >= 4`)
		p.holds("the post still is", `new URLSearchParams(location.search).getAll("role").length === 1`)
		p.holds("every quote is of the period", `[...document.querySelectorAll(".facts time")].every(t => t.dateTime >= "2024-01-01" && t.dateTime <= "2025-12-31")`)
		p.says(".chips", "Sejak ")
		for left := evaluated[int](p, `document.querySelectorAll(".chips a").length`) - 1; left > 0; left-- {
			p.step("take a filter off", chromedp.Click(chromedp.CSS(".chips a")))
			p.until("it is off", fmt.Sprintf(`document.readyState === "complete" && document.querySelectorAll(".chips a:not(.clear)").length === %d`, left-1))
		}
		p.says(".total", fmt.Sprint(all))
		p.to("/kutipan?role=" + url.QueryEscape(post))
		p.says(".total", fmt.Sprintf("%d kutipan", count))
	})
}

// Two people of one name speak: the page asks who is meant, also beside a subject, and a
// choice keeps the subject.
func TestStaffChooseAmongPeopleOfOneName(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	s := startReal(t)
	for n, words := range []string{
		"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat, Selasa (4/11/2025).\n\n“Gudang logistik harus kering sebelum hujan,” ujar Handi Tri Ujiono.",
		"Padang - Ketua KPU Kota Padang Handi Tri Ujiono membuka rapat, Rabu (5/11/2025).\n\n“Pemilih muda perlu didengar,” ujar Handi Tri Ujiono.",
	} {
		host := []string{"kota-semarang", "kota-padang"}[n]
		s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://%s.kpu.go.id/berita/%d","title":"Rapat kerja %d","body":%q}`, host, n, n, words))
	}
	for _, width := range []int64{phone, desk} {
		for _, script := range []bool{true, false} {
			var setup []chromedp.Action[chromedp.Void]
			if !script {
				setup = append(setup, withoutScript)
			}
			p := s.open(t, width, setup...)
			p.to("/kutipan")
			for _, text := range []string{"handi tri ujiono", "handi tri ujiono logistik"} {
				p.ask(text, ".who a")
				p.says(".who h2", "Siapa yang Anda maksud")
				got := evaluated[[]string](p, `[...document.querySelectorAll(".who a")].map(a => a.textContent.replace(/\s+/g, " ").trim())`)
				slices.Sort(got)
				if want := []string{"Handi Tri Ujiono Ketua KPU Kota Padang 2025", "Handi Tri Ujiono Ketua KPU Kota Semarang 2025"}; !slices.Equal(got, want) {
					t.Errorf("%s: the page offers %q, want %q", text, got, want)
				}
				p.holds("a finger hits them", `[...document.querySelectorAll(".who a")].every(a => a.getBoundingClientRect().height >= 44)`)
			}
			p.shot("who")
			p.sideways()
			p.step("choose", chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll(".who a")].find(a => a.textContent.includes("Semarang")).click()`))
			p.until("the person is a filter", `new URLSearchParams(location.search).getAll("official").length === 1 && document.readyState === "complete"`)
			p.holds("the subject is still asked", `new URLSearchParams(location.search).get("q") === "logistik"`)
			p.says(".who-chosen", "Kutipan Handi Tri Ujiono, Ketua KPU Kota Semarang 2025")
			p.holds("nobody is asked again", `document.querySelector(".who") === null`)
			p.says(".quotes .wording", "Gudang logistik")
			p.click(".rest summary", ".source")
			if got, want := evaluated[string](p, `document.querySelector(".source").href`), "https://kota-semarang.kpu.go.id/berita/0#:~:text="; !strings.HasPrefix(got, want) || !strings.Contains(got[len(want):], "Gudang") {
				t.Errorf("the source %q does not open at the quote", got)
			}
			chosen := evaluated[string](p, `new URLSearchParams(location.search).get("official")`)
			p.click(".who-chosen a", "h1")
			p.says("h1", "Handi Tri Ujiono")
			empty := parsePage(t, s.get("/kutipan?q=bawaslu&official="+chosen).body).all("main")[0].text()
			if want := "Handi Tri Ujiono tidak ditemukan berbicara tentang “bawaslu”."; !strings.Contains(strings.NewReplacer("tentang bawaslu", "tentang “bawaslu”").Replace(empty), want) {
				t.Errorf("the page says %q, want %q", empty, want)
			}
		}
	}
}

// A quote whose source changed a word keeps its address, which shows both.
func TestADroppedQuoteIsFoundByItsAddress(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	s := startReal(t)
	tell := func(word string) {
		s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":"https://kota-semarang.kpu.go.id/berita/1","title":"Rapat","body":%q}`,
			"Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat, Selasa (4/11/2025).\n\n“Kotak suara dikirim ke semua kecamatan mulai "+word+",” ujar Handi Tri Ujiono."))
	}
	tell("besok")
	old := read[search.Page](t, s.get("/v1/quotes?official=handi-tri-ujiono")).Hits[0].Quote.ID
	tell("lusa")
	for _, width := range []int64{phone, desk} {
		p := s.open(t, width, withoutScript)
		p.to("/kutipan/" + old)
		p.says(".note", "Dimuat dalam versi 1, diubah pada ")
		p.says("blockquote", "mulai besok")
		p.says(".changes", "mulai [dihapus: besok] [ditambahkan: lusa]")
		p.says("del", "besok")
		p.says("ins", "lusa")
		p.holds("it is not for search engines", `document.querySelector("meta[name=robots]").content.includes("noindex") && document.querySelector("script[type='application/ld+json']") === null`)
		p.says(".citation", "(versi artikel ke-1)")
		p.shot("dropped")
		p.sideways()
		p.click(".open a", ".said:target")
		p.says(".said:target", "mulai besok")
		p.says(".note", "Ini versi lama")
		p.to("/kutipan/" + old)
		p.click(".dropped a", ".one .quote")
		p.says("blockquote", "mulai lusa")
		p.says(".citation", "(versi artikel ke-2)")
		p.holds("what stands is for search engines", `document.querySelector("meta[name=robots]") === null`)
	}
}
