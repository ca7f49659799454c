// Package index is the seam between searches and engines: documents, expressions, requests
// and results, the interface [Engine] with its optional parts, and the kinds of errors.
//
// The package knows no engine. Package embedded implements [Engine] with bleve, package
// indextest holds the contract that each engine keeps.
package index
