// Package dockeys defines the keys of documents: how values such as dates, offices and
// names are spelt in a field of keys, and the expressions that match them.
package dockeys
