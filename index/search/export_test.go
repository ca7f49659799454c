package search

import "warta/index"

// FollowsPost reports whether a folded word is taken for a name behind a post.
func FollowsPost(text, word string) bool { return followsPost(text, word) }

// Fingerprint is the part of a cursor that tells queries apart.
var Fingerprint = fingerprint

// FacetField returns the field of keys that a facet counts.
func FacetField(of index.Of, name string) string {
	field, _ := facetField(Query{Of: of}, name, "2025-11-04")
	return field
}

// Forged is what a cursor says that no page gave.
type Forged struct {
	Step, Skip int
	Text       string
	Unmark     uint64
	Back       int // number of places of pages before
}

// Forge returns a cursor of q.
func Forge(q Query, f Forged) string {
	return cursor{Query: fingerprint(q), Sort: q.Sort, Step: f.Step, Text: f.Text, Skip: f.Skip, Unmark: f.Unmark, Back: make([][2]string, f.Back), ID: "a:x"}.String()
}
