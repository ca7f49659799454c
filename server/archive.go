package server

import (
	"context"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/search"
	"warta/server/keys"
)

// An Archive is what the server needs of index.Archive. All errors have the
// kinds of [index.Error]; ids that name nothing are NotFound, removed ones Gone.
type Archive interface {
	// Put takes in one article, or with Incoming.Split each article of a page. It
	// answers once they are on disk.
	Put(ctx context.Context, in archive.Incoming) ([]archive.Receipt, error)
	// Remove takes an article out of every answer, in the name of the key with the
	// id by. Removing again changes nothing.
	Remove(ctx context.Context, id, by string) (archive.Receipt, error)
	// Article returns the newest reading of an article.
	Article(ctx context.Context, id string) (*article.Article, error)
	// Versions lists up to n states of an article as they were received, the newest
	// first: those before a change, or with 0 from the newest. Next is 0 at the end.
	Versions(ctx context.Context, id string, before uint64, n int) (list []archive.Version, next uint64, err error)
	// Writes returns up to n lines of the log of writes before a place, the newest
	// first; with target those about one thing. Next is nil at the end.
	Writes(ctx context.Context, before archive.WritesPlace, target string, n int) (lines []archive.Write, next *archive.WritesPlace, err error)
	// WaitSearchable waits until searches see the change with that number.
	WaitSearchable(ctx context.Context, seq uint64) error
	// Search answers a query about articles or quotes.
	Search(ctx context.Context, q search.Query) (*search.Page, error)
	// Quote returns one quote; a hidden one is Gone unless hidden ones are asked for.
	Quote(ctx context.Context, id string, hidden bool) (archive.FoundQuote, error)
	// CorrectQuote keeps what somebody decided about a quote, in the name of the key
	// with the id by.
	CorrectQuote(ctx context.Context, id string, c archive.QuoteCorrection, by string) (archive.FoundQuote, error)
	// Official returns the person to whom an id leads.
	Official(ctx context.Context, id string) (people.Official, error)
	// MergeOfficials, SplitOfficial, RenameOfficial and SuppressOfficial keep what
	// somebody decided about people.
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
	// Suggest returns what a beginning may become.
	Suggest(ctx context.Context, text string, size int) ([]search.Suggestion, error)
	// SuggestInside is Suggest for staff, with private people.
	SuggestInside(ctx context.Context, text string, size int) ([]search.Suggestion, error)
	// Similar returns articles that are like one.
	Similar(ctx context.Context, id string, size int) (*search.Page, error)
	// Parse reads a text or page as Put would and stores nothing; a listing gives
	// several, nothing gives none.
	Parse(ctx context.Context, in archive.Incoming) []article.Article
	// Reindex rebuilds what is worked out, with no pause in searching, and answers
	// once the rebuilding has begun.
	Reindex(ctx context.Context) error
	// Rollback brings the generation before the live one up to date and puts it in
	// its place, and answers once that has begun.
	Rollback(ctx context.Context) error
	// Check looks through the whole record and holds what was worked out of it
	// against it; it returns what is wrong, a sentence each.
	Check(ctx context.Context) ([]string, error)
	// Status tells an operator how the archive is.
	Status(ctx context.Context) archive.Status
	// Ready returns nil where searches can be answered now.
	Ready(ctx context.Context) error
}

var (
	_ Archive    = (*archive.Archive)(nil)
	_ keys.Store = (*archive.Keyring)(nil)
)
