// Package stages knows the stages (tahapan) of elections: their names, the words for them, and
// their days.
//
// Their days stand in stages.yaml, with the regulation that set them. An article belongs to a stage
// of an election if it is of its days and names it: see [Calendar.Of]. A query names a stage by its
// words, and the election by its kind, its year or a time: see [Calendar.Asked]. A fault in the
// file stops the program at start.
package stages
