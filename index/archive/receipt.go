package archive

import (
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
)

// An Incoming is one article as submitted.
type Incoming struct {
	Source          analyzers.Source
	ExternalID      string    // unique per Key; may be empty
	Key             string    // id of the API key that submitted it
	SourceUpdatedAt time.Time // last change at the source; zero if unknown
	Split           bool      // split a page that holds several articles
	Restore         bool      // permit the return of a removed article

	piece bool // part of a split page, whose address is not its own
}

// An Outcome is the result of an [Incoming] or a removal.
type Outcome string

// Values of [Outcome].
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Stale     Outcome = "stale" // older than the current version; nothing changed
	Deleted   Outcome = "deleted"
	Rejected  Outcome = "rejected"
)

// A Receipt is the result of an [Incoming] or a removal. The change is durable when it is
// returned.
type Receipt struct {
	ID      string           `json:"id"`
	Result  Outcome          `json:"result"`
	Seq     uint64           `json:"-"` // sequence number of the change, searchable once the mark reaches it
	Article *article.Article `json:"article,omitempty"`
	Err     error            `json:"-"` // reason if Rejected
}

// A Version is one received state of an article.
type Version struct {
	Version         int              `json:"version"`
	Seq             uint64           `json:"-"`
	ReceivedAt      time.Time        `json:"received_at"`
	SourceUpdatedAt *time.Time       `json:"source_updated_at,omitempty"`
	Article         *article.Article `json:"article,omitempty"`
}
