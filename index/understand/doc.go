// Package understand turns the text of a query into expressions for an engine: words with
// their families and synonyms, offices, periods, posts and people.
package understand
