// Package indonesian analyses Indonesian text for searching: it finds words,
// folds them, and gives each its root.
//
// Everything in it is a pure function of its input and of embedded data, and
// safe for concurrent use. It knows no search engine.
package indonesian

// Version names what the analysis yields. The index records it and is rebuilt
// when it differs, so every change of a term, a root or a position raises it.
const Version = "1"
