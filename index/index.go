// Package index keeps an archive of articles and searches it.
//
// Three things lie behind an [Archive]. The record (package record) holds every
// article as it was received and what people decided: it is the only truth. A
// generation holds everything that is worked out from it: readings and an
// [Engine]. A generation carries a mark, the sequence number of the last change
// of the record that it holds; it resumes from there after any stop, and can be
// thrown away and rebuilt. So an archive moves to another engine by filling an
// empty one.
//
// The package knows no engine by name: package embedded implements [Engine]
// with bleve, package indextest holds the contract that each engine must keep.
package index
