package server

import (
	"context"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/keys"
)

// An Archive is the part of [archive.Archive] that the server uses. All errors have the
// kinds of [index.Error]: unknown ids are NotFound, removed ones Gone.
type Archive interface {
	// Put stores one article, or with Incoming.Split each article of a page. It returns
	// once they are on disk.
	Put(ctx context.Context, in archive.Incoming) ([]archive.Receipt, error)
	// Remove removes an article from every answer, in the name of the key with the id by.
	// It is idempotent.
	Remove(ctx context.Context, id, by string) (archive.Receipt, error)
	// Article returns the newest reading of an article.
	Article(ctx context.Context, id string) (*article.Article, error)
	// Versions lists up to n states of an article as they were received, the newest
	// first: those before a change, or with 0 from the newest. Next is 0 at the end.
	Versions(ctx context.Context, id string, before uint64, n int) (list []archive.Version, next uint64, err error)
	// Writes returns up to n lines of the log of writes before a place, the newest first;
	// with target those about one id. Next is nil at the end.
	Writes(ctx context.Context, before archive.WritesPlace, target string, n int) (lines []archive.Write, next *archive.WritesPlace, err error)
	// WaitSearchable waits until searches see the change with that number.
	WaitSearchable(ctx context.Context, seq uint64) error
	// Seen returns what searches of this process see of the record.
	Seen() archive.Seen
	// WaitSeen waits until they see what a caller has seen elsewhere.
	WaitSeen(ctx context.Context, want archive.Seen) error
	// Search answers a query about articles or quotes.
	Search(ctx context.Context, q search.Query) (*search.Page, error)
	// Quote returns one quote; a hidden one is Gone unless hidden ones are asked for.
	Quote(ctx context.Context, id string, hidden bool) (archive.FoundQuote, error)
	// CorrectQuote keeps a correction of a quote, in the name of the key with the id by.
	CorrectQuote(ctx context.Context, id string, c archive.QuoteCorrection, by string) (archive.FoundQuote, error)
	// Official returns the person to whom an id leads.
	Official(ctx context.Context, id string) (people.Official, error)
	// MergeOfficials, SplitOfficial, RenameOfficial and SuppressOfficial keep decisions
	// about people, in the name of the key with the id by.
	MergeOfficials(ctx context.Context, id, into, reason, by string) (people.Official, error)
	SplitOfficial(ctx context.Context, id, reason, by string) (people.Official, error)
	RenameOfficial(ctx context.Context, id, name, reason, by string) (people.Official, error)
	SuppressOfficial(ctx context.Context, id string, suppress bool, reason, by string) (people.Official, error)
	// ImportRoster puts a list of office holders into the record, in the name of the key
	// with the id by.
	ImportRoster(ctx context.Context, in archive.RosterImport, by string) (archive.RosterVersion, error)
	// Roster returns a version of the list of office holders; 0 asks for the newest.
	Roster(ctx context.Context, version uint64) (archive.RosterVersion, []roster.Row, error)
	// RosterVersions returns up to n versions of the list before one, the newest first; 0
	// begins with the newest.
	RosterVersions(ctx context.Context, before uint64, n int) ([]archive.RosterVersion, error)
	// Suggest completes a text.
	Suggest(ctx context.Context, text string, size int) ([]search.Suggestion, error)
	// SuggestInside is Suggest with private people.
	SuggestInside(ctx context.Context, text string, size int) ([]search.Suggestion, error)
	// Meant returns the known values of a filter that may be meant by a value without
	// the form of one.
	Meant(ctx context.Context, parameter, value string) ([]understand.MeantValue, error)
	// Similar returns articles that are like one.
	Similar(ctx context.Context, id string, size int) (*search.Page, error)
	// Parse reads a text or page as Put does and stores nothing. A listing has several
	// articles, an empty page none.
	Parse(ctx context.Context, in archive.Incoming) []article.Article
	// Reindex starts to rebuild the index while searches go on with the old one.
	Reindex(ctx context.Context) error
	// Rollback starts to bring the generation before the live one up to date, which then
	// replaces it.
	Rollback(ctx context.Context) error
	// Check reads the complete record and compares the index with it. It returns the
	// faults, a sentence each.
	Check(ctx context.Context) ([]string, error)
	// Status returns the state of the archive for operators.
	Status(ctx context.Context) archive.Status
	// Ready returns nil if searches can be answered.
	Ready(ctx context.Context) error
}

var (
	_ Archive    = (*archive.Archive)(nil)
	_ keys.Store = (*archive.Keyring)(nil)
)
