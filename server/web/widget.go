package web

import (
	_ "embed"
	"net/url"
	"strings"

	"warta/index/search"
)

// A WidgetView shows how a site of the KPU embeds the search box.
type WidgetView struct {
	Head
	Base    string
	Code    string // of the satker that the examples are about
	Name    string
	Offices []Value
	Form    string // HTML to copy
	Script  string
	Policy  string
}

// WidgetJS is the script that renders results in place on another site.
//
//go:embed widget.js
var WidgetJS []byte

// NewWidgetView arranges the page for one satker, selected among all.
func NewWidgetView(base, code, name string, offices []Value) *WidgetView {
	fill := strings.NewReplacer("BASE", base, "CODE", code).Replace
	return &WidgetView{
		Head: Head{
			Title: "Pasang kotak cari di situs Anda", Path: "/", Section: "pasang", Canonical: base + "/pasang",
			Description: "Kotak cari berita pemilu untuk situs KPU: formulir biasa atau skrip kecil yang menampilkan hasil di tempat.",
		},
		Base: base, Code: code, Name: name, Offices: offices,
		Form: fill(`<form action="BASE/" method="get" role="search">
  <label for="warta-q">Cari berita</label>
  <input type="search" id="warta-q" name="q">
  <input type="hidden" name="publisher" value="CODE">
  <button type="submit">Cari</button>
</form>`),
		Script: fill(`<form action="BASE/" method="get" role="search" data-warta>
  <label for="warta-q">Cari berita</label>
  <input type="search" id="warta-q" name="q">
  <input type="hidden" name="publisher" value="CODE">
  <button type="submit">Cari</button>
</form>
<script src="BASE/widget.js" defer></script>`),
		Policy: fill("script-src BASE; connect-src BASE; form-action BASE"),
	}
}

// A WidgetAnswer is what the script on another site renders. Texts are plain:
// the script puts them in as text.
type WidgetAnswer struct {
	Total int         `json:"total"`
	More  string      `json:"more"` // all results, on our page
	Hits  []WidgetHit `json:"hits"`
}

// A WidgetHit is one result. Pieces with m set are found words.
type WidgetHit struct {
	Href    string  `json:"href"`
	Title   string  `json:"title"`
	Date    string  `json:"date,omitempty"`
	Office  string  `json:"office,omitempty"`
	Snippet []Piece `json:"snippet"`
}

// NewWidgetAnswer arranges the answer to q for another site. A result leads to its source,
// or to our copy if the source is unknown.
func NewWidgetAnswer(base string, q search.Query, page *search.Page) *WidgetAnswer {
	a := &WidgetAnswer{Total: page.Total, More: base + pageLink("/")(State(q)), Hits: []WidgetHit{}}
	for _, h := range page.Hits {
		hit := WidgetHit{Href: base + articlePath(h.ID), Title: h.Title, Date: LongDate(h.Date), Snippet: Marked(h.SnippetHTML)}
		if webHost(h.URL) != "" {
			hit.Href = h.URL
		}
		if hit.Title == "" {
			hit.Title = "Tanpa judul"
		}
		if h.Publisher != nil {
			hit.Office = h.Publisher.Name
		}
		if hit.Snippet == nil {
			hit.Snippet = []Piece{}
		}
		a.Hits = append(a.Hits, hit)
	}
	return a
}

// A Suggested is one completion in the search box.
type Suggested struct {
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"`
	Kind   string `json:"kind"` // in words
	Href   string `json:"href"`
}

// suggestedKinds are the words for the kinds of suggestions.
var suggestedKinds = map[string]string{
	search.SuggestOfficial: "Pejabat", search.SuggestSatker: "Satuan kerja", search.SuggestTopic: "Topik",
	search.SuggestRegulation: "Peraturan", search.SuggestTitle: "Berita", search.SuggestWord: "Kata",
}

// NewSuggested arranges a suggestion with its address from the page at path.
func NewSuggested(path string, s search.Suggestion) Suggested {
	out := Suggested{Label: s.Label, Detail: s.Detail, Kind: suggestedKinds[s.Kind]}
	link := pageLink(path)
	switch s.Kind {
	case search.SuggestTitle:
		out.Href = articlePath(s.Value)
	case search.SuggestWord:
		out.Href = link(url.Values{"q": {s.Value}})
	default:
		out.Href = link(url.Values{s.Kind: {s.Value}})
	}
	return out
}
