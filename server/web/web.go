// Package web renders the pages for people: plain HTML that needs no script, in
// Indonesian, with one stylesheet of our own. Every text goes through
// html/template, marks of found words too, so nothing that was typed or ingested
// reaches a page as markup.
//
// It knows no HTTP; package server chooses the page and writes it out.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed static
var static embed.FS

// An Asset is a file that pages refer to. Its name holds a hash of its content,
// so that it can be kept for ever.
type Asset struct {
	Name string
	Type string
	Body []byte
}

// Pages renders pages. It never changes after [New].
type Pages struct {
	pages  map[string]*template.Template
	assets map[string]Asset
}

// assetTypes are the types of files in static.
var assetTypes = map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}

// New reads the templates and renders every page once, so that a fault shows at
// start-up.
func New() (*Pages, error) {
	p := &Pages{pages: map[string]*template.Template{}, assets: map[string]Asset{}}
	named, err := p.loadAssets()
	if err != nil {
		return nil, err
	}
	funcs := template.FuncMap{
		"asset": func(name string) (string, error) {
			hashed, ok := named[name]
			if !ok {
				return "", fmt.Errorf("no asset %q", name)
			}
			return AssetPath + hashed, nil
		},
		"tanggal": LongDate,
		"hari":    ShortDate,
		"angka":   Number,
		"marked":  Marked,
		"codes":   codes,
		"at":      at,
	}
	layout, err := template.New("layout.html").Funcs(funcs).ParseFS(templates, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	for _, name := range []string{"search", "quotes", "article", "problem", "problemtype", "docs", "subject", "people", "regulations", "quote", "facet", "widget", "signin"} {
		page, err := layout.Clone()
		if err == nil {
			page, err = page.ParseFS(templates, "templates/"+name+".html")
		}
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", name, err)
		}
		p.pages[name] = page
	}
	for name, view := range examples() {
		if err := p.render(io.Discard, name, view); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// AssetPath is where the server answers [Pages.Asset].
const AssetPath = "/aset/"

func (p *Pages) loadAssets() (map[string]string, error) {
	named := map[string]string{}
	err := fs.WalkDir(static, "static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := static.ReadFile(file)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		base, ext := path.Base(file), path.Ext(file)
		hashed := strings.TrimSuffix(base, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		named[base] = hashed
		p.assets[hashed] = Asset{Name: hashed, Type: assetTypes[ext], Body: body}
		if assetTypes[ext] == "" {
			return fmt.Errorf("asset %s: no type for %q", base, ext)
		}
		return nil
	})
	return named, err
}

// Asset returns the file with that hashed name.
func (p *Pages) Asset(name string) (Asset, bool) {
	a, ok := p.assets[name]
	return a, ok
}

// Search renders the page of results.
func (p *Pages) Search(w io.Writer, v *SearchView) error { return p.render(w, "search", v) }

// Quotes renders the page of quotes.
func (p *Pages) Quotes(w io.Writer, v *SearchView) error { return p.render(w, "quotes", v) }

// Article renders our copy of an article.
func (p *Pages) Article(w io.Writer, v *ArticleView) error { return p.render(w, "article", v) }

// Quote renders the page of one quote.
func (p *Pages) Quote(w io.Writer, v *QuotePageView) error { return p.render(w, "quote", v) }

// Facet renders all values of a facet.
func (p *Pages) Facet(w io.Writer, v *FacetView) error { return p.render(w, "facet", v) }

// Widget renders how another site puts in the search box.
func (p *Pages) Widget(w io.Writer, v *WidgetView) error { return p.render(w, "widget", v) }

// Problem renders what went wrong.
func (p *Pages) Problem(w io.Writer, v *ProblemView) error { return p.render(w, "problem", v) }

// render writes a whole page or nothing: a reader never gets half of one.
func (p *Pages) render(w io.Writer, name string, view any) error {
	var b bytes.Buffer
	if err := p.pages[name].ExecuteTemplate(&b, "layout.html", view); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
