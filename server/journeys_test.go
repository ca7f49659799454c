package server_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"warta/internal/race"
)

// each runs a journey on a phone and at a desk, with the script and without it.
func each(t *testing.T, journey func(p *tab, width int64, script bool)) {
	s := startEngine(t)
	for _, width := range []int64{phone, desk} {
		for _, script := range []bool{true, false} {
			name := fmt.Sprintf("%dpx", width)
			var setup []chromedp.Action[chromedp.Void]
			if !script {
				name += "-without-script"
				setup = append(setup, withoutScript)
			}
			t.Run(name, func(t *testing.T) {
				p := s.open(t, width, setup...)
				journey(p, width, script)
			})
		}
	}
}

// unfold opens the filters, which a phone folds.
func (p *tab) unfold(width int64) {
	p.Helper()
	if width == phone {
		p.click(".filters > summary", ".values input")
	}
}

func TestThePublicFindsAnArticle(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	each(t, func(p *tab, width int64, script bool) {
		p.to("/")
		p.holds("the stylesheet applies under the policy", `getComputedStyle(document.querySelector(".top")).borderBottomStyle === "solid"`)
		p.holds("filters stand open at a desk alone", fmt.Sprintf(`document.querySelector(".values input").checkVisibility() === %v`, width == desk))
		p.shot("home")
		p.step("search", chromedp.SendKeys(chromedp.CSS("#q"), "data pemilih"), chromedp.Submit(chromedp.CSS("#q")), chromedp.WaitVisible(chromedp.CSS(".hits mark")))
		p.says(".total", "berita ditemukan untuk data pemilih")
		p.says("title", "berita untuk “data pemilih”")

		p.unfold(width)
		p.step("choose a topic", chromedp.Click(chromedp.CSS(".values input[name=topic]")))
		p.click(".apply button", ".chips a")
		p.holds("the filter is in the address", `new URLSearchParams(location.search).getAll("topic").length === 1 && new URLSearchParams(location.search).get("q") === "data pemilih"`)
		p.shot("results")
		p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)
		p.step("take the filter off", chromedp.Click(chromedp.CSS(".chips a")), chromedp.WaitNotPresent(chromedp.CSS(".chips a")))
		p.holds("the filter is off", `!new URLSearchParams(location.search).has("topic")`)
		p.step("sort", chromedp.Click(chromedp.CSS(".sorts li:nth-child(2) a")), chromedp.WaitVisible(chromedp.CSS(".sorts li:nth-child(2) [aria-current]")))

		p.to("/")
		p.unfold(width)
		p.step("choose a bar", chromedp.Click(chromedp.CSS(".chart a:last-child .reach")), chromedp.WaitVisible(chromedp.CSS(".chips a")))
		p.holds("the bar narrows by its date", `new URLSearchParams(location.search).getAll("date").length === 1`)
		p.to("/?q=kpu&sort=newest")
		p.click(".pages .next", ".hits h2 a")
		p.holds("the next page is a link", `new URLSearchParams(location.search).has("cursor")`)
		p.click(".pages a", ".hits h2 a")
		p.click(".hits h2 a", ".text p")
		p.holds("a copy has its place", `location.pathname.startsWith("/artikel/")`)
		p.shot("article")
		p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)

		p.to("/?q=xyzzyx")
		p.says(".total", "Tidak ada berita yang cocok")
		p.says(".empty", "Lihat yang terbaru")
		p.shot("empty")

		p.to("/saring/satker")
		p.step("search the values", chromedp.SendKeys(chromedp.CSS("#prefix"), "jawa"), chromedp.Submit(chromedp.CSS("#prefix")))
		p.until("only those are listed", `location.search.includes("prefix=jawa") && document.querySelectorAll(".values .label").length > 0 && [...document.querySelectorAll(".values .label")].every(l => /jawa/i.test(l.textContent))`)
		p.step("choose one", chromedp.Click(chromedp.CSS(".values input")))
		p.click("main form[action='/'] button", ".chips a")
		p.holds("it is a filter now", `new URLSearchParams(location.search).getAll("satker").length === 1`)
	})
}

func TestTheKeyboardAloneGoesEverywhere(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	s := startEngine(t)
	p := s.open(t, desk)
	focused := func(what, selector string) {
		t.Helper()
		p.holds(what, fmt.Sprintf(`document.activeElement.matches(%q)`, selector))
	}
	// tabTo presses Tab until an element has the focus; it must come within reach.
	tabTo := func(selector string) {
		t.Helper()
		for range 120 {
			p.press(kb.Tab)
			if ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`document.activeElement.matches(%q)`, selector))); err != nil {
				t.Fatal(err)
			} else if ok {
				p.holds("the focus is seen", `getComputedStyle(document.activeElement).outlineStyle !== "none" || document.activeElement.matches("main")`)
				return
			}
		}
		t.Fatalf("Tab does not come to %s", selector)
	}
	p.to("/")
	p.press(kb.Tab)
	focused("the first stop skips to the content", ".skip")
	p.press(kb.Enter, kb.Tab)
	p.holds("and it skips", `document.querySelector("main").contains(document.activeElement)`)

	p.to("/")
	tabTo("#q")
	p.press("s", "e", "m", "a", "r", "a", "n", "g")
	p.until("suggestions open", `document.querySelector("#q").getAttribute("aria-expanded") === "true"`)
	p.says("#saran + [role=status]", "saran")
	p.holds("nothing is chosen yet", `!document.querySelector("#q").hasAttribute("aria-activedescendant")`)
	p.press(kb.ArrowDown)
	p.holds("the first is marked for eyes and for readers", `(() => { const o = document.getElementById(document.querySelector("#q").getAttribute("aria-activedescendant")); return o === document.querySelector("#saran [aria-selected=true]") && o.getAttribute("role") === "option" && o === document.querySelector("#saran").firstElementChild })()`)
	p.shot("suggestions")
	p.press(kb.ArrowUp)
	p.holds("back in the box", `!document.querySelector("#q").hasAttribute("aria-activedescendant")`)
	p.press(kb.ArrowUp)
	p.holds("the last comes before the first", `document.querySelector("#saran").lastElementChild.getAttribute("aria-selected") === "true"`)
	p.press(kb.Escape)
	p.holds("Escape closes the list and keeps the text", `document.querySelector("#saran").hidden && document.querySelector("#q").value === "semarang"`)
	p.press(kb.ArrowDown, kb.ArrowDown)
	p.press(kb.Enter)
	p.until("Enter goes where the suggestion leads", `location.search !== "" || location.pathname !== "/"`)

	// An answer that comes while a reader goes through the list does not change it.
	p.to("/")
	tabTo("#q")
	p.press("s", "e", "m", "a")
	p.until("suggestions open", `document.querySelector("#q").getAttribute("aria-expanded") === "true"`)
	p.holds("the next answers are held back", `(() => {
		const real = fetch;
		window.held = [];
		window.fetch = (...of) => new Promise((yes, no) => {
			of[1].signal.addEventListener("abort", () => no(new DOMException("", "AbortError")));
			held.push(() => real(...of).then(yes, no).finally(() => setTimeout(() => { window.arrived = true; })));
		});
		return true;
	})()`)
	p.press("r")
	p.until("one is asked for", `held.length === 1`)
	p.press(kb.ArrowDown)
	p.holds("it is let go", `(held[0](), true)`)
	p.until("it is there", `window.arrived === true`)
	p.holds("what was chosen is chosen", `document.querySelector("#saran").firstElementChild.getAttribute("aria-selected") === "true"`)

	// Nor do suggestions for a text that is not there any more come back.
	p.press(kb.Escape)
	p.holds("another text", `(document.querySelector("#q").value = "logistik", true)`)
	p.press(kb.ArrowDown)
	p.until("it is asked for", `held.length === 2`)
	p.holds("and the list stays closed until then", `document.querySelector("#saran").hidden`)

	p.to("/?q=pemilih")
	tabTo("input[name=topic]")
	p.press(" ")
	tabTo(".apply button")
	p.press(kb.Enter)
	p.until("the filter is on", `document.querySelectorAll(".chips a").length > 0`)
	tabTo(".chips a")
	p.press(kb.Enter)
	p.until("the filter is off", `document.querySelectorAll(".chips a").length === 0 && document.querySelector(".hits") !== null`)
	tabTo(".hits h2 a")
	p.press(kb.Enter)
	p.until("an article is open", `location.pathname.startsWith("/artikel/")`)
	p.to("/kutipan")
	tabTo(".rest summary")
	p.press(kb.Enter)
	p.until("the citation shows", `document.querySelector(".citation").checkVisibility()`)
	tabTo("[data-salin]")
	p.press(kb.Enter)
	p.until("it says what was done", `document.querySelector("[data-salin] + [role=status]").textContent !== ""`)
}
