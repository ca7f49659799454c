package server_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The pages are tried in a headless Chromium. All tests share one, each in windows
// of its own that know nothing of the others.

// chromium starts the browser that the tests share.
var chromium = sync.OnceValues(func() (*sharedBrowser, error) {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		return nil, fmt.Errorf("no chromium, chromium-browser or google-chrome on PATH")
	}
	dir, err := os.MkdirTemp("", "warta-browser")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(program), chromedp.UserDataDir(dir)}
	for _, flag := range []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars", "disable-dev-shm-usage",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	options = append(options, chromedp.Flag("lang", "id"))
	allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
	b := &sharedBrowser{dir: dir, stop: stop}
	b.ctx, _ = chromedp.NewContext(allocated)
	if err := chromedp.Do(b.ctx, chromedp.Navigate("about:blank")); err != nil {
		b.close()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	browserStarted = b
	return b, nil
})

type sharedBrowser struct {
	ctx  context.Context
	stop context.CancelFunc
	dir  string
}

func (b *sharedBrowser) close() {
	b.stop()
	_ = os.RemoveAll(b.dir)
}

// browserStarted is set once there is a browser to end.
var browserStarted *sharedBrowser

func TestMain(m *testing.M) {
	code := m.Run()
	if browserStarted != nil {
		browserStarted.close()
	}
	os.Exit(code)
}

// needed ends a test for which something is missing. Where CI promises it, that is
// a failure; a developer's machine may lack it.
func needed(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	t.Skipf("the pages are not tried in a browser: %v", err)
}

// The widths at which pages are looked at: a small phone, and a desk.
const (
	phone = 360
	desk  = 1280
)

// tabTime bounds what a test does in one tab, also on a machine that is busy.
const tabTime = 4 * time.Minute

// A tab is one page of the browser, open on a site. It notes what a page must not
// do: send requests to other hosts, or open a dialog.
type tab struct {
	*testing.T
	ctx  context.Context
	site *site
	also string // another site that may be asked

	mu     sync.Mutex
	faults []string
}

// open opens a tab of its own; steps set it up.
func (s *site) open(t *testing.T, width int64, steps ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	b, err := chromium()
	needed(t, err)
	ctx, cancel := context.WithTimeout(b.ctx, tabTime)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx, site: s}
	p.step("open a tab", enableNetwork, chromedp.EmulateViewport(width, 900))
	if err := chromedp.Listen(ctx, p.watch); err != nil {
		t.Fatal(err)
	}
	p.step("set the tab up", steps...)
	t.Cleanup(p.behaved)
	return p
}

func (p *tab) watch(ev any) {
	fault := ""
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; !strings.HasPrefix(u, p.site.url+"/") && (p.also == "" || !strings.HasPrefix(u, p.also+"/")) && !strings.HasPrefix(u, "data:") && u != "about:blank" {
			fault = "asked for " + u
		}
	case *page.EventJavascriptDialogOpening:
		fault = "opened a dialog: " + ev.Message
	}
	if fault != "" {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.faults = append(p.faults, fault)
	}
}

// behaved reports what the pages of the tab did that they must not.
func (p *tab) behaved() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fault := range p.faults {
		p.Errorf("a page %s", fault)
	}
}

func enableNetwork(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{})
	return chromedp.Void{}, err
}

// withoutScript makes the browser run no script of a page.
func withoutScript(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return chromedp.Void{}, err
}

// dark makes the browser ask for pages by night.
func dark(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
	return chromedp.Void{}, err
}

// step does something and fails the test where it cannot be done.
func (p *tab) step(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if len(actions) == 0 {
		return
	}
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		at, _ := chromedp.Run(p.ctx, chromedp.Location())
		p.Fatalf("%s: %v, at %s", what, err, at)
	}
}

// to goes to a path of the site.
func (p *tab) to(path string) {
	p.Helper()
	p.step("go to "+path, chromedp.Navigate(p.site.url+path), chromedp.WaitReady(chromedp.CSS("main")))
}

// click clicks on the first element and waits for another to show.
func (p *tab) click(selector, then string) {
	p.Helper()
	p.step("click on "+selector, chromedp.Click(chromedp.CSS(selector)), chromedp.WaitVisible(chromedp.CSS(then)))
}

// press presses keys, one after the other.
func (p *tab) press(keys ...string) {
	p.Helper()
	for _, key := range keys {
		p.step("press "+key, chromedp.KeyEvent(key))
	}
}

func (p *tab) text(selector string) string {
	p.Helper()
	got, err := chromedp.Run(p.ctx, chromedp.TextContent(chromedp.CSS(selector)))
	if err != nil {
		p.Fatalf("text of %s: %v", selector, err)
	}
	return strings.Join(strings.Fields(got), " ")
}

// says checks that an element has a text.
func (p *tab) says(selector, want string) {
	p.Helper()
	if got := p.text(selector); !strings.Contains(got, want) {
		p.Errorf("%s says %q, want %q", selector, got, want)
	}
}

// holds checks that an expression is true of the page.
func (p *tab) holds(what, expression string) {
	p.Helper()
	if ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression)); err != nil || !ok {
		at, _ := chromedp.Run(p.ctx, chromedp.Location())
		p.Errorf("%s: %s is %v, %v, at %s", what, expression, ok, err, at)
	}
}

// until waits for an expression to be true of the page, also of the one that is
// still coming.
func (p *tab) until(what, expression string) {
	p.Helper()
	for {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression))
		if ok && err == nil {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-p.ctx.Done():
			p.Fatalf("%s: %s never came true: %v", what, expression, err)
		}
	}
}

// shot keeps a picture of the page.
func (p *tab) shot(name string) {
	p.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.Fatalf("picture %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(p.ArtifactDir(), name+".png"), png, 0o600); err != nil {
		p.Fatal(err)
	}
}
