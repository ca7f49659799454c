// Package people resolves the names in articles into people: by rules, by the roster (the
// list of office holders) and by the decisions of editors.
//
// [KeysOf] turns the names of an article into raw keys, each a name with the scope in
// which it was read, and evidence. A [Registry] in memory learns them as a [Delta] and
// groups raw keys into people. The ids of people are rows of the record, see [IDs].
package people
