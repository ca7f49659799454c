// Package dockeys spells the keys of documents, and the expressions that find them: dates,
// offices, confidences, beginnings of names.
package dockeys
