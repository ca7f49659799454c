package server_test

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"warta/index/search"
	"warta/internal/race"
	"warta/server/keys"
)

// pictures are those of the README and of docs, by file in docs/images: what is
// shown, how wide, and what is done before.
var pictures = []struct {
	file  string
	width int64
	take  func(p *tab)
}{
	{"cari.png", desk, func(p *tab) { p.to("/?q=data+pemilih") }},
	{"saran.png", desk, func(p *tab) {
		p.to("/")
		p.step("type", chromedp.SendKeys(chromedp.CSS("#q"), "semar"))
		p.until("suggestions open", `document.querySelectorAll("#saran li").length > 0`)
		p.press(kb.ArrowDown)
	}},
	{"ponsel.png", phone, func(p *tab) { p.to("/?q=data+pemilih&topic=data-pemilih") }},
	{"kutipan.png", desk, func(p *tab) {
		p.to("/kutipan?official=lalu-ahmad-zaenuri")
		p.click(".rest summary", ".citation")
	}},
	{"artikel.png", desk, func(p *tab) {
		p.to("/artikel/" + read[search.Page](p.T, p.site.get("/v1/quotes?q=mahasiswa&size=1")).Hits[0].ID)
	}},
	{"pejabat.png", desk, func(p *tab) { p.to("/pejabat/baiq-sulastri-handayani") }},
	{"perbaiki.png", desk, func(p *tab) {
		p.to("/masuk?kembali=/kutipan/" + read[search.Page](p.T, p.site.get("/v1/quotes?q=mahasiswa&size=1")).Hits[0].Quote.ID)
		p.step("sign in", chromedp.SendKeys(chromedp.CSS("#kunci"), p.site.keys[keys.Staff]))
		p.click("main form button", ".fix")
	}},
}

// The pictures are replaced with -update. Without it they are taken and discarded:
// what they show must still be there.
func TestThePicturesOfTheDocs(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	s := startEngine(t)
	const dir = "../docs/images"
	for _, picture := range pictures {
		p := s.open(t, picture.width)
		picture.take(p)
		shot, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatalf("%s: %v", picture.file, err)
		}
		file := filepath.Join(dir, picture.file)
		if *update {
			if err := os.WriteFile(file, shot, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%v: take it with -update", err)
			continue
		}
		is, err := png.DecodeConfig(bytes.NewReader(kept))
		if err != nil || is.Width != int(picture.width) {
			t.Errorf("%s: %v, %d wide, want %d: take it anew with -update", picture.file, err, is.Width, picture.width)
		}
	}
	for _, doc := range []string{"../README.md", "../docs/pages.md"} {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, image := range regexp.MustCompile(`images/([a-z]+\.png)`).FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(dir, image[1])); err != nil {
				t.Errorf("%s shows %v", doc, err)
			}
		}
	}
}
