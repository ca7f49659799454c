package plainbleve

import (
	"strings"

	"warta/index"
	"warta/index/search"
)

// A Query is a query of the mix without query syntax, for any engine. A document must meet
// all of its conditions.
type Query struct {
	Match     string         `json:"match,omitempty"` // how title or body must match Text; see the constants
	Text      string         `json:"text,omitempty"`  // empty: every document matches
	Satker    []string       `json:"satker,omitempty"`
	Topics    []string       `json:"topic,omitempty"`
	Officials []string       `json:"official,omitempty"`
	From      string         `json:"from,omitempty"` // ISO dates, both included
	To        string         `json:"to,omitempty"`
	Sort      index.Sort     `json:"sort"`
	Size      int            `json:"size"`
	Marks     bool           `json:"marks"`  // with matches marked in title and body
	Facets    map[string]int `json:"facets"` // number of values by field; "month" is the first part of the date
}

// Values of Query.Match.
const (
	MatchAll    = "all"    // all words
	MatchAny    = "any"    // at least one word
	MatchPhrase = "phrase" // the words in sequence
	MatchPrefix = "prefix" // a word with this prefix
)

// facetFields are the fields of the facets of an archive.
var facetFields = map[string]string{
	index.FacetOfficial: "official", index.FacetSatker: "satker", index.FacetTopic: "topic", index.FacetDate: "month",
}

// anyFrom is the number of words from which on any of them may match: it is a question.
const anyFrom = 8

// Plain converts a query of the mix: required words, words joined by OR or many, a phrase, or a
// prefix.
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
	case len(strings.Fields(q.Text)) >= anyFrom:
		p.Match = MatchAny
	default:
		p.Match = MatchAll
	}
	return p
}
