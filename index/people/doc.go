// Package people works out who is who: it groups names as articles write them into people,
// by rules, by the list of office holders and by the decisions of editors.
//
// A [Registry] lives in memory and is fed with deltas of raw keys, a name with the place
// where an article has its bearer hold office. Ids of people are rows of the record ([IDs]).
package people
