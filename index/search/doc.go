// Package search answers queries: it asks the engine for what package understand made of
// the text, and turns matches into hits, facets, cursors and suggestions.
package search
