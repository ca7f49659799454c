// Package opensearch is an [index.Engine] on a cluster of OpenSearch 2.19 or 3.x.
//
// An [Engine] is one process's view of one index. Of the engines over one index a single one
// applies at a time; a lease from outside sees to that, and versions of the documents equal to
// the mark of their batch refuse what a writer sends that has lost the lease. Searches of an
// engine share a point in time, so that an answer of several requests is of one state.
package opensearch
