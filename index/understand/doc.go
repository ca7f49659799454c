// Package understand turns the text of a query into expressions for an engine: words with their
// roots and synonyms, offices, periods, posts and people. Start at [Text].
package understand
