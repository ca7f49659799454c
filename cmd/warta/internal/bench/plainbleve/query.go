package plainbleve

import (
	"strings"

	"warta/index"
	"warta/index/search"
)

// A Query is a query of the mix without a query language, so that any engine can
// be asked it. All of it has to hold.
type Query struct {
	Match     string         `json:"match,omitempty"` // how title or body have to match the text
	Text      string         `json:"text,omitempty"`  // nothing: every document
	Satker    []string       `json:"satker,omitempty"`
	Topics    []string       `json:"topic,omitempty"`
	Officials []string       `json:"official,omitempty"`
	From      string         `json:"from,omitempty"` // ISO dates, both included
	To        string         `json:"to,omitempty"`
	Sort      index.Sort     `json:"sort"`
	Size      int            `json:"size"`
	Marks     bool           `json:"marks"`  // of the words that were found, in title and body
	Facets    map[string]int `json:"facets"` // how many values of which field; "month" is the first part of the date
}

// How a text is matched.
const (
	MatchAll    = "all"    // each of the words
	MatchAny    = "any"    // one of the words
	MatchPhrase = "phrase" // the words one after the other
	MatchPrefix = "prefix" // a word that begins so
)

// facetFields are where the facets of an archive are counted.
var facetFields = map[string]string{
	index.FacetOfficial: "official", index.FacetSatker: "satker", index.FacetTopic: "topic", index.FacetDate: "month",
}

// Plain takes a query of the mix out of the query language: words that are all
// wanted, words joined by OR, a phrase, or a beginning.
func Plain(q search.Query) Query {
	p := Query{
		Text: q.Text, Satker: q.Satker, Topics: q.Topic, Officials: q.Official, From: q.From, To: q.To,
		Sort: q.Sort, Size: q.Size, Marks: q.Highlight, Facets: map[string]int{},
	}
	for _, f := range q.Facets {
		p.Facets[facetFields[f.Name]] = f.Size
	}
	phrase, isPhrase := strings.CutPrefix(q.Text, `"`)
	beginning, isBeginning := strings.CutSuffix(q.Text, "*")
	switch {
	case q.Text == "":
	case isPhrase:
		p.Match, p.Text = MatchPhrase, strings.TrimSuffix(phrase, `"`)
	case isBeginning:
		p.Match, p.Text = MatchPrefix, beginning
	case strings.Contains(q.Text, " OR "):
		p.Match, p.Text = MatchAny, strings.ReplaceAll(q.Text, " OR ", " ")
	default:
		p.Match = MatchAll
	}
	return p
}
