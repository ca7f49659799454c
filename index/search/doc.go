// Package search answers queries. A [Searcher] sends an engine the expressions that package
// understand reads in the text of a query, and turns the matches into a page of hits with
// facets, a cursor and corrections; it also suggests completions and finds similar articles.
//
// Start at [Searcher.Search] in search.go: its steps are in the order in which they run.
package search
