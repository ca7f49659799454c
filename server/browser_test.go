package server_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser starts a headless Chromium that ends with the test. Without one the
// test is skipped, except where CI promises one.
func browser(t *testing.T) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		const missing = "no chromium, chromium-browser or google-chrome on PATH: the pages are not tried in a browser"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir())}
	for _, flag := range []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars", "disable-dev-shm-usage",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// shot keeps a picture of the page at a width.
func shot(t *testing.T, ctx context.Context, name string, width int64) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatalf("width %d: %v", width, err)
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatalf("picture %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// dark makes the browser ask for pages by night.
func dark(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
	return chromedp.Void{}, err
}

func TestTheSearchJourneyInABrowser(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	s := startReal(t)
	s.fill()
	step := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	text := func(sel string) string {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(sel)))
		if err != nil {
			t.Fatalf("text of %s: %v", sel, err)
		}
		return got
	}
	truth := func(what, expression string) {
		t.Helper()
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err != nil || !ok {
			t.Errorf("%s: %s is %v, %v", what, expression, ok, err)
		}
	}
	step("open", chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.url+"/"))
	truth("the stylesheet applies under the policy", `getComputedStyle(document.querySelector(".top")).borderBottomStyle === "solid"`)
	truth("filters stand open beside results", `document.querySelector(".values input").checkVisibility()`)
	shot(t, ctx, "home-desk", 1280)
	shot(t, ctx, "home-phone", 390)
	truth("a phone scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)
	truth("filters are folded on a phone", `!document.querySelector(".values input").checkVisibility()`)

	step("search", chromedp.EmulateViewport(1280, 900),
		chromedp.SendKeys(chromedp.CSS("#q"), "data pemilih"), chromedp.Submit(chromedp.CSS("#q")), chromedp.WaitVisible(chromedp.CSS(".hits mark")))
	if got := text(".total"); !strings.Contains(got, "berita ditemukan untuk") {
		t.Errorf("status says %q", got)
	}
	step("filter", chromedp.Click(chromedp.CSS(".values input[name=topic]")), chromedp.Click(chromedp.CSS(".apply button")), chromedp.WaitVisible(chromedp.CSS(".chips a")))
	truth("the filter is in the address", `new URLSearchParams(location.search).getAll("topic").length === 1 && new URLSearchParams(location.search).get("q") === "data pemilih"`)
	shot(t, ctx, "search-desk", 1280)
	shot(t, ctx, "search-phone", 390)
	step("take the filter off", chromedp.EmulateViewport(1280, 900), chromedp.Click(chromedp.CSS(".chips a")), chromedp.WaitVisible(chromedp.CSS(".hits h2 a")))
	truth("the filter is off", `!new URLSearchParams(location.search).has("topic")`)
	step("read", chromedp.Click(chromedp.CSS(".hits h2 a")), chromedp.WaitVisible(chromedp.CSS(".text p")))
	truth("a copy has its place", `location.pathname.startsWith("/artikel/")`)

	step("quotes", chromedp.Navigate(s.url+"/kutipan"), chromedp.WaitVisible(chromedp.CSS("blockquote")))
	shot(t, ctx, "quotes-desk", 1280)
	step("open a quote", chromedp.Click(chromedp.CSS(".quotes .do a")), chromedp.WaitVisible(chromedp.CSS(".said:target")))
	shot(t, ctx, "article-desk", 1280)
	shot(t, ctx, "article-phone", 390)
	step("find nothing", chromedp.Navigate(s.url+"/?q=xyzzy"), chromedp.WaitVisible(chromedp.CSS(".empty")))
	shot(t, ctx, "empty-desk", 1280)
	step("by night", dark, chromedp.Navigate(s.url+"/?q=data+pemilih"))
	shot(t, ctx, "search-night", 1280)
}
