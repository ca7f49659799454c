// Package documents makes the documents of an article as read: one of the article and one of
// each quote, with the tokens and keys by which they are found.
package documents
