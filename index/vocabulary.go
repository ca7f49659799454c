package index

import "slices"

// Of says which of the two kinds of documents a query is about.
type Of uint8

// The kinds of documents.
const (
	Articles Of = iota
	Quotes
)

// A Sort is an order of hits.
type Sort string

// The orders. Articles without a date come last in both orders by date.
const (
	ByRelevance Sort = "relevance"
	Newest      Sort = "newest"
	Oldest      Sort = "oldest"
)

// NoDate is the value of the date facet for articles without a date.
const NoDate = "none"

// Bounds of a query.
const (
	MaxSize      = 100  // hits on a page
	MaxFacetSize = 1000 // values of a facet
	MaxWords     = 32   // words of the text of a query that are looked at
	MaxText      = 1024 // bytes of the text of a query that are looked at
	MaxValues    = 100  // values of one filter
)

// A Count is one value of a facet.
type Count struct {
	Value    string  `json:"value"`
	Label    string  `json:"label,omitempty"`
	Detail   string  `json:"detail,omitempty"` // of an official, the office
	Count    int     `json:"count"`
	Parent   *string `json:"parent"`
	Selected bool    `json:"selected"`
}

// The facets that a query can count. Package search gives each its field of keys, its
// selection and its labels (index/search/facets.go).
const (
	FacetOfficial = "official"
	FacetSatker   = "satker"
	FacetTopic    = "topic"
	FacetDate     = "date"

	FacetRegulation = "regulation"

	FacetRole  = "role"  // of quotes alone: the posts of their speakers then
	FacetStage = "stage" // of articles alone: stages of elections, and the elections
)

// FacetNames lists the facets of articles and quotes in the order in which they are shown.
var FacetNames = []string{FacetOfficial, FacetSatker, FacetTopic, FacetRegulation, FacetDate}

// DefaultFacets are the facets that a search counts which asks for none by name.
var DefaultFacets = []string{FacetOfficial, FacetSatker, FacetTopic, FacetDate}

var (
	articleFacets = append(slices.Clone(FacetNames), FacetStage)
	quoteFacets   = append(slices.Clone(FacetNames), FacetRole)
)

// FacetsOf lists the facets of one kind of documents in the order in which they are shown.
func FacetsOf(of Of) []string {
	if of == Quotes {
		return quoteFacets
	}
	return articleFacets
}
