// Package documents turns an article as read into the documents that an engine indexes: one for
// the article and one for each of its quotes, with their tokens and keys.
package documents
