package web

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/regulations"
	"warta/analyzers/stages"
	"warta/index"
	"warta/index/search"
)

// A SearchView is a page of results, articles or quotes.
type SearchView struct {
	Head
	Asked   bool // there are words or filters
	Heading string
	Total   int
	Any     bool // not all words are found together
	// ByRelevance is the search in that order, where this one by date has only what holds all words.
	ByRelevance string
	All         *Link  // the hits that have all words, where others stand behind them; labelled by their number
	Dropped     bool   // the query was too long
	ManyNames   bool   // its names mean too many people
	ManyPosts   bool   // it has more posts than are asked for
	Correct     *Link  // the corrected query that was searched instead
	AsTyped     string // then: the same with the words as typed
	Meant       *Link  // a correction that is offered
	Also        []Also // words with the same meaning that were searched too
	Chips       []Link // each takes one filter off
	Clear       string // takes all filters off
	Sorts       []Link
	Hidden      []Field
	Facets      []Facet
	From, To    string
	Hits        []Hit
	Turns                  // to the other pages
	First       string     // the first page, where this is a later one
	Expired     bool       // the cursor could not be continued
	Other       string     // the same among quotes, or among articles
	Tables      []Link     // all of it as a table, in several forms
	AllKinds    string     // quotes: the same with indirect ones, where these are left out
	Questions   []Question // whom words of the query may mean
	Persons     []Choice   // whose quotes these are: officials who are chosen, or whom the query means
	Times       *Link      // the times that the words name; the link reads them as plain words
	AsTimes     string     // reads times again, where they are read as plain words
	Stages      []Asked    // stages of elections that the words name
	NoWords     string     // the same without the text, which has nothing to search for
	Excluded    string     // the words of a text that has only exclusions, searched for
	NoMarks     string     // the same without quotation marks, if nothing was found with them
	Unmarked    []string   // phrases that nothing has, whose words were searched
	NotTimes    []string   // what looks like a time and is none
	Without     string     // the period in the query in which nothing was found: these are of other days
	WithoutPost string     // the post in the query of whose holders no quote is known: these are of others
	NoneFrom    string     // the period in the query in which those asked for said nothing
	OtherTimes  *Link      // the same without the period, with the number of quotes
	Others      string     // the subject that the persons were not found to speak on: these are their other quotes
	AllOthers   *Link      // all of the other quotes, where the first ones are shown of a search that found nothing
	Nearby      []Choice   // things with similar names, if nothing was found
	Unknown     []Unknown  // values of filters that name nothing
	Rules       []Link     // regulations that the query names
	Card        *Card      // the person or office that the text names, or nil
}

// Also is words with the same meaning that are searched too.
type Also struct {
	Typed  string
	Others []string
}

// A Choice is an official, an office or a topic to go on with.
type Choice struct {
	Label, Detail, Href string
	Page                string // about it, or empty
}

// State returns the parameters of a link to a query, in a fixed order. Parameters that the
// page did not understand are left out.
func State(q search.Query) url.Values {
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
		{"stage", q.Stage},
		{"regulation", q.Regulation},
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
	if q.NoPeriods {
		v.Set("period", "off")
	}
	set("sort", string(q.Sort))
	if q.AllWords {
		v.Set("match", "all")
	}
	if q.AsTyped {
		v.Set("correct", "false")
	}
	return v
}

// filterNames are the parameters that narrow, in the order of their chips.
var filterNames = []string{"official", "speaker", "satker", "office", "publisher", "topic", "stage", "regulation", "date", "from", "to", "kind", "role", "min_confidence", "match"}

// facetTitles are the headings of the facets.
var facetTitles = map[string]string{
	index.FacetOfficial: "Pejabat", index.FacetSatker: "Satuan kerja", index.FacetTopic: "Topik", index.FacetDate: "Tanggal",
	index.FacetStage: "Tahapan", index.FacetRegulation: "Peraturan", index.FacetRole: "Jabatan saat berbicara",
}

// facetNouns are the words for the values of the facets.
var facetNouns = map[string]string{
	index.FacetOfficial: "pejabat", index.FacetSatker: "satuan kerja", index.FacetTopic: "topik", index.FacetDate: "tanggal",
	index.FacetStage: "tahapan", index.FacetRegulation: "peraturan", index.FacetRole: "jabatan",
}

// Names returns the labels of ids.
type Names interface {
	Satker(code string) string
	Topic(id string) string
}

// NewSearchView arranges the answer to q for a page at path of the service at
// base.
func NewSearchView(base, path string, q search.Query, page *search.Page, names Names) *SearchView {
	state := State(q)
	v := &SearchView{
		Head:  Head{Q: q.Text, Path: path, Section: sectionOf(q.Of)},
		Total: page.Total, From: q.From, To: q.To,
		NotTimes: page.Query.NotTimes, Without: page.Query.Without, WithoutPost: page.Query.WithoutPost,
		Any: page.Query.Mode == "any" || page.Query.Mode == "most", Dropped: page.Query.Cut, ManyNames: page.Query.ManyNames, ManyPosts: page.Query.ManyPosts,
	}
	link := pageLink(path)
	instead := func(text string) *Link {
		if text == "" {
			return nil
		}
		return &Link{Label: text, Href: link(with(state, "q", text))}
	}
	v.Meant = instead(page.Query.Offered)
	if page.Query.Corrected != nil {
		v.Correct = instead(*page.Query.Corrected)
		v.AsTyped = link(with(state, "correct", "false"))
	}
	if page.Query.ByDate && page.Query.Mode == "all" && page.Total > 0 {
		v.ByRelevance = link(with(state, "sort", "relevance"))
	}
	if all := page.Query.All; all != nil && all.Total > 0 {
		v.Any = false
		if all.Total < page.Total {
			v.All = &Link{Label: Number(all.Total), Href: link(with(state, "match", "all"))}
		}
	}
	if page.Query.WithoutPost != "" {
		v.Any = false
	}
	if other := page.Query.OtherTimes; other != nil {
		v.NoneFrom = other.Period
		v.OtherTimes = &Link{Label: Number(other.Total), Href: link(with(state, "q", other.Text))}
	}
	v.Also = alsoOf(page.Query.Understood)
	for _, r := range page.Query.Regulations {
		v.Rules = append(v.Rules, Link{Label: r.Label, Href: RegulationPath(r.ID)})
	}
	for _, u := range page.Query.Unknown {
		v.addUnknown(u, state)
	}
	v.addChips(state, page, names, link)
	v.addTimes(q, state, page)
	v.addSorts(q, state, link)
	v.addFacets(q, page)
	v.addTurns(state, page, link)
	v.addWords(state, page.Query, link)
	if q.Cursor != "" {
		v.First = link(state)
	}
	for _, h := range page.Hits {
		v.Hits = append(v.Hits, newHit(path, base, h))
	}
	v.Asked = q.Text != "" || len(v.Chips) > 0
	v.addHead(base, q, state)
	return v
}

// addHead says what the page is, for the window, for search engines, and as a
// feed or a table.
func (v *SearchView) addHead(base string, q search.Query, state url.Values) {
	what, other := "berita", "/kutipan"
	v.Description = "Cari berita situs KPU pusat, provinsi, kabupaten, dan kota menurut kata, pejabat, kantor, topik, dan tanggal."
	if q.Of == index.Quotes {
		what, other = "kutipan", "/"
		v.Description = "Apa kata pejabat pemilu, kapan, dan dalam jabatan apa: kutipan kata demi kata dengan sumbernya."
		v.QuoteFeed = feedLink(state, true)
		v.Tables = tableLinks(state)
		if len(q.QuoteKind) == 0 {
			all := maps.Clone(state)
			all["kind"] = allKinds
			v.AllKinds = pageLink(v.Path)(all)
		}
	} else {
		v.Feed = feedLink(state, false)
	}
	if q.Text != "" {
		v.Other = pageLink(other)(url.Values{"q": {q.Text}})
	}
	v.Heading = "Cari " + what + " pemilu"
	if v.Asked {
		v.Heading = Number(v.Total) + " " + what
		if v.Total == 0 {
			v.Heading = "Tidak ada " + what + " yang cocok"
		}
		if q.Text != "" {
			v.Heading += " untuk “" + shorten(q.Text, 60) + "”"
		}
	}
	v.Title = v.Heading
	if v.Number > 1 {
		v.Title += " · halaman " + Number(v.Number)
	}
	v.NoIndex = v.Asked
	v.Canonical = base + pageLink(v.Path)(state)
	if !v.Asked && q.Of == index.Articles {
		v.Linked = linkedSearch(base)
	}
}

// tableLinks lead to all quotes of a state as a table. An Excel in Indonesian parts cells at
// semicolons.
func tableLinks(state url.Values) []Link {
	all := without(state, "sort", string(index.ByRelevance))
	if kinds, ok := all["kind"]; ok {
		all["quote_kind"] = kinds
	}
	all["kind"], all["format"] = []string{"quotes"}, []string{"csv"}
	link := pageLink("/v1/export")
	return []Link{{Label: "CSV (Excel)", Href: link(with(all, "separator", "semicolon"))}, {Label: "CSV dengan koma", Href: link(all)}}
}

// AddNearby adds things with similar names to a page without results.
func (v *SearchView) AddNearby(list []search.Suggestion) {
	for _, l := range list {
		v.Nearby = append(v.Nearby, newChoice(v.Path, l))
	}
}

func newChoice(path string, l search.Suggestion) Choice {
	s := NewSuggested(path, l)
	c := Choice{Label: s.Label, Detail: s.Detail, Href: s.Href}
	if c.Detail == "" && l.Kind != search.SuggestOfficial {
		c.Detail = s.Kind
	}
	return c
}

// alsoOf reads how a query was understood: "sdm | sumber daya manusia".
func alsoOf(understood []string) []Also {
	var out []Also
	for _, u := range understood {
		ways := strings.Split(u, " | ")
		if len(ways) > 1 {
			out = append(out, Also{Typed: ways[0], Others: ways[1:]})
		}
	}
	return out
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

func (v *SearchView) addChips(state url.Values, page *search.Page, names Names, link func(url.Values) string) {
	rest := url.Values{}
	for name, list := range state {
		if !slices.Contains(filterNames, name) {
			rest[name] = list
		}
	}
	for _, name := range filterNames {
		for _, value := range state[name] {
			v.Chips = append(v.Chips, Link{Label: chipLabel(name, value, page, names), Href: link(without(state, name, value))})
		}
	}
	v.Clear = link(rest)
}

func chipLabel(name, value string, page *search.Page, names Names) string {
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
	case "regulation":
		label = regulations.LabelOf(value)
	case "stage":
		label = cmp.Or(stages.Known().Label(value), value)
	case "date":
		label = dateLabel(value)
	case "from":
		return "Sejak " + LongDate(value)
	case "to":
		return "Sampai " + LongDate(value)
	case "match":
		return "Memuat semua kata"
	case "min_confidence":
		return "Keyakinan paling sedikit " + value
	case "kind":
		label = quoteKinds[value]
	case "official", "speaker":
		label = personLabel(label, value)
	case "role":
		label = indonesian.TitleCase(value)
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

// allKinds are the kinds of quotes as parameters.
var allKinds = slices.Sorted(maps.Keys(quoteKinds))

// personLabel makes a readable name of an id without a label.
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

func (v *SearchView) addSorts(q search.Query, state url.Values, link func(url.Values) string) {
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

// shorten cuts s to n code points.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
