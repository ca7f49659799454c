package web

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/index"
)

// Head is what every page has.
type Head struct {
	Title       string // of the window
	Description string
	Section     string // "cari", "kutipan": which part of the site this is
	Q           string // what stands in the search box
	Path        string // of the form that the box belongs to
	Feed        string // address of the same as a feed, or empty
}

// A Link leads to another state of a page.
type Link struct {
	Label   string
	Href    string
	Current bool
}

// A Field is a hidden input that carries a filter through the form.
type Field struct{ Name, Value string }

// A Value is one value of a facet, as a check box.
type Value struct {
	Name     string // of the input
	Value    string
	ID       string
	Label    string
	Count    int
	Selected bool
	Children []Value
	Below    string // what the children are called together
	Open     bool   // the children are shown at once
}

// A Facet is a list of values.
type Facet struct {
	Name  string
	Title string
	First []Value // shown at once
	More  []Value // shown on demand
}

// A SearchView is a page of results, articles or quotes.
type SearchView struct {
	Head
	Asked    bool // there are words or filters
	Total    int
	Any      bool   // not all words are found together
	Dropped  bool   // the query was too long
	Correct  *Link  // what may have been meant
	Chips    []Link // each takes one filter off
	Clear    string // takes all filters off
	Sorts    []Link
	Hidden   []Field
	Facets   []Facet
	From, To string
	Hits     []Hit
	Next     string
	First    string // the first page, where this is a later one
	Expired  bool   // the cursor could not be continued
}

// A Hit is one result.
type Hit struct {
	index.Hit
	Href      string // our copy
	Host      string // of the source
	Publisher *Link
	People    []Link
	Subjects  []Link
	Said      *Said
}

// Said is the quote of a hit.
type Said struct {
	index.QuoteHit
	Speaker *Link
	Role    string
	Href    string // our copy of the article at the quote
	Pieces  []Piece
}

// State turns a query into the parameters of a link: what the page understood,
// in a fixed order, and nothing that it did not.
func State(q index.Query) url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", q.Text)
	for _, list := range []struct {
		name   string
		values []string
	}{
		{"official", q.Official},
		{"satker", q.Satker},
		{"topic", q.Topic},
		{"publisher", q.Publisher},
		{"speaker", q.Speaker},
		{"office", q.Office},
		{"role", q.Role},
		{"date", q.Date},
	} {
		if len(list.values) > 0 {
			v[list.name] = slices.Clone(list.values)
		}
	}
	for _, k := range q.QuoteKind {
		v.Add("kind", string(k))
	}
	if q.MinConfidence > 0 {
		set("min_confidence", strconv.FormatFloat(q.MinConfidence, 'g', -1, 64))
	}
	set("from", q.From)
	set("to", q.To)
	if q.EventDate {
		v.Set("date_field", "event")
	}
	set("sort", string(q.Sort))
	return v
}

// filterNames are the parameters that narrow, in the order of their chips.
var filterNames = []string{"official", "speaker", "satker", "office", "publisher", "topic", "date", "from", "to", "kind", "role", "min_confidence"}

// facetTitles are the headings of the facets.
var facetTitles = map[string]string{
	index.FacetOfficial: "Pejabat", index.FacetSatker: "Satuan kerja", index.FacetTopic: "Topik", index.FacetDate: "Tanggal",
}

// Names gives labels to what an answer names by id alone.
type Names interface {
	Satker(code string) string
	Topic(id string) string
}

// NewSearchView arranges the answer to q for a page at path.
func NewSearchView(path string, q index.Query, page *index.Page, names Names) *SearchView {
	state := State(q)
	v := &SearchView{
		Head:  Head{Q: q.Text, Path: path, Section: "cari", Title: "Cari berita pemilu"},
		Total: page.Total, From: q.From, To: q.To,
		Any: page.Query.Mode == "any" || page.Query.Mode == "most", Dropped: page.Query.Dropped != "",
	}
	if q.Of == index.Quotes {
		v.Section, v.Title = "kutipan", "Cari kutipan"
	}
	if q.Text != "" {
		v.Title = shorten(q.Text, 60) + " – " + v.Title
	}
	link := pageLink(path)
	meant := page.Query.Offered
	if page.Query.Corrected != nil {
		meant = *page.Query.Corrected
	}
	if meant != "" {
		v.Correct = &Link{Label: meant, Href: link(with(state, "q", meant))}
	}
	v.addChips(state, page, names, link)
	v.addSorts(q, state, link)
	v.addFacets(q, page)
	if page.Next != nil {
		v.Next = link(with(state, "cursor", *page.Next))
	}
	if q.Cursor != "" {
		v.First = link(state)
	}
	for _, h := range page.Hits {
		v.Hits = append(v.Hits, newHit(path, h))
	}
	if q.Of == index.Articles {
		feed := State(q)
		feed.Del("sort")
		v.Feed = pageLink("/feed.atom")(feed)
	}
	v.Asked = q.Text != "" || len(v.Chips) > 0
	return v
}

func pageLink(path string) func(url.Values) string {
	return func(v url.Values) string {
		if len(v) == 0 {
			return path
		}
		return path + "?" + v.Encode()
	}
}

// with returns a copy of v in which name has just that value.
func with(v url.Values, name, value string) url.Values {
	out := url.Values{}
	maps.Copy(out, v)
	out[name] = []string{value}
	return out
}

// without returns a copy of v that lacks one value of name.
func without(v url.Values, name, value string) url.Values {
	out := url.Values{}
	for k, list := range v {
		if k == name {
			list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == value })
		}
		if len(list) > 0 {
			out[k] = list
		}
	}
	return out
}

func (v *SearchView) addChips(state url.Values, page *index.Page, names Names, link func(url.Values) string) {
	clear := url.Values{}
	for name, list := range state {
		if !slices.Contains(filterNames, name) {
			clear[name] = list
		}
	}
	for _, name := range filterNames {
		for _, value := range state[name] {
			v.Chips = append(v.Chips, Link{Label: chipLabel(name, value, page, names), Href: link(without(state, name, value))})
		}
	}
	v.Clear = link(clear)
}

func chipLabel(name, value string, page *index.Page, names Names) string {
	facet := name
	switch name {
	case "speaker":
		facet = index.FacetOfficial
	case "office":
		facet = index.FacetSatker
	}
	label := value
	for _, c := range page.Facets[facet] {
		if c.Value == value && c.Label != "" {
			label = c.Label
		}
	}
	switch name {
	case "satker", "office", "publisher":
		if label == value {
			code, alone := strings.CutSuffix(value, ".self")
			if label = names.Satker(code); alone {
				label += " saja"
			}
		}
	case "topic":
		if label == value {
			label = names.Topic(value)
		}
	case "date":
		label = dateLabel(value)
	case "from":
		return "Sejak " + LongDate(value)
	case "to":
		return "Sampai " + LongDate(value)
	case "min_confidence":
		return "Keyakinan paling sedikit " + value
	case "kind":
		label = quoteKinds[value]
	case "official", "speaker":
		label = personLabel(label, value)
	}
	switch name {
	case "speaker":
		return "Dikutip: " + label
	case "publisher":
		return "Penerbit: " + label
	case "kind":
		return "Jenis: " + label
	case "role":
		return "Jabatan: " + label
	}
	return label
}

// quoteKinds are the words for the kinds of quotes.
var quoteKinds = map[string]string{
	"direct": "langsung", "unmarked": "tanpa tanda petik", "mixed": "campuran", "indirect": "tidak langsung", "title": "judul",
}

// personLabel makes a readable name of an id that nothing gave a name for.
func personLabel(label, id string) string {
	if label != id {
		return label
	}
	words := strings.FieldsFunc(id, func(r rune) bool { return r == '-' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

func dateLabel(value string) string {
	if value == index.NoDate {
		return "Tanpa tanggal"
	}
	return LongDate(value)
}

func (v *SearchView) addSorts(q index.Query, state url.Values, link func(url.Values) string) {
	now := q.Sort
	if now == "" {
		now = index.Newest
		if q.Text != "" {
			now = index.ByRelevance
		}
	}
	for _, s := range []struct {
		sort  index.Sort
		label string
	}{{index.ByRelevance, "Paling sesuai"}, {index.Newest, "Terbaru"}, {index.Oldest, "Terlama"}} {
		if s.sort == index.ByRelevance && q.Text == "" {
			continue // nothing to be relevant to
		}
		v.Sorts = append(v.Sorts, Link{Label: s.label, Href: link(with(state, "sort", string(s.sort))), Current: s.sort == now})
	}
}

// shownAtOnce is how many values of a facet stand there before "more".
const shownAtOnce = 8

func (v *SearchView) addFacets(q index.Query, page *index.Page) {
	state := State(q)
	listed := map[string]bool{"q": true, "from": true, "to": true}
	for _, name := range index.FacetNames {
		if len(page.Facets[name]) == 0 {
			continue
		}
		facet := Facet{Name: name, Title: facetTitles[name]}
		if q.Of == index.Quotes && name == index.FacetOfficial {
			facet.Title = "Pembicara"
		}
		values := tree(name, page.Facets[name])
		if name == index.FacetDate {
			slices.SortStableFunc(values, newestFirst)
		}
		for i, value := range values {
			if i < shownAtOnce || anySelected(value) {
				facet.First = append(facet.First, value)
			} else {
				facet.More = append(facet.More, value)
			}
		}
		v.Facets = append(v.Facets, facet)
		listed[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if !listed[name] {
			for _, value := range state[name] {
				v.Hidden = append(v.Hidden, Field{name, value})
			}
		}
	}
}

// newestFirst orders the values of the date facet; those without a date come last.
func newestFirst(a, b Value) int {
	if a.Value == index.NoDate || b.Value == index.NoDate {
		return cmp.Compare(a.Value, b.Value) // letters come behind digits
	}
	return cmp.Compare(b.Value, a.Value)
}

func anySelected(v Value) bool { return v.Selected || slices.ContainsFunc(v.Children, anySelected) }

// tree hangs the values of a facet below their parents, where these are listed.
func tree(name string, counts []index.Count) []Value {
	var top []Value
	below := map[string][]Value{}
	listed := map[string]bool{}
	for _, c := range counts {
		listed[c.Value] = true
	}
	for _, c := range counts {
		v := Value{Name: name, Value: c.Value, ID: name + "-" + c.Value, Label: c.Label, Count: c.Count, Selected: c.Selected}
		switch {
		case name == index.FacetDate:
			v.Label = dateLabel(c.Value)
		case v.Label == "":
			v.Label = c.Value
		}
		if c.Parent != nil && *c.Parent != c.Value && listed[*c.Parent] {
			below[*c.Parent] = append(below[*c.Parent], v)
		} else {
			top = append(top, v)
		}
	}
	for i := range top {
		v := &top[i]
		v.Children = below[v.Value]
		v.Open = v.Selected || slices.ContainsFunc(v.Children, anySelected)
		v.Below = "subtopik"
		if name == index.FacetSatker {
			v.Below = "kabupaten/kota"
		}
	}
	return top
}

func newHit(path string, h index.Hit) Hit {
	out := Hit{Hit: h, Href: "/artikel/" + url.PathEscape(h.ID)}
	if u, err := url.Parse(h.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		out.Host = u.Hostname()
	}
	link := pageLink(path)
	if h.Publisher != nil {
		out.Publisher = &Link{Label: h.Publisher.Name, Href: link(url.Values{"publisher": {h.Publisher.Code}})}
	}
	for _, o := range h.Officials {
		out.People = append(out.People, Link{Label: o.Name, Href: link(url.Values{"official": {o.ID}})})
	}
	for _, t := range h.Topics {
		out.Subjects = append(out.Subjects, Link{Label: t.Label, Href: link(url.Values{"topic": {t.ID}})})
	}
	if h.Quote != nil {
		said := &Said{QuoteHit: *h.Quote, Href: out.Href + "#kutipan-" + h.Quote.ID, Role: roleLabel(h.Quote.Role)}
		if p := h.Quote.Speaker; p != nil {
			said.Speaker = &Link{Label: p.Name}
			if isPublic(h.Article, p.ID) {
				said.Speaker.Href = link(url.Values{"official": {p.ID}})
			}
		}
		if said.Pieces = Spoken(h.Quote.TextHTML); said.Pieces == nil {
			said.Pieces = []Piece{{Text: strings.TrimSuffix(h.Quote.Text, ",")}}
		}
		out.Said = said
	}
	return out
}

// isPublic reports whether a person holds an office: only those can be searched
// for. A pupil who is quoted stays inside the article.
func isPublic(a *article.Article, id string) bool {
	return a != nil && slices.ContainsFunc(a.Officials, func(o article.Official) bool { return o.ID == id && o.Public })
}

// shorten cuts s to n code points.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
