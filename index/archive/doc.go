// Package archive keeps articles and what is worked out from them: intake, the record's
// followers, generations and their rebuilds, corrections by editors, checks.
//
// The record (package index/record, in SQLite index/record/sqlite) holds every article as
// it was received and every decision of an editor; it is the only truth. A generation holds
// what is derived from it: readings and an [index.Engine]. A generation carries a mark, the
// sequence number of the last change of the record that it holds. It resumes from its mark
// after a stop and can be deleted and rebuilt.
package archive
