package archive

import (
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
)

// An Incoming is one article as somebody sent it.
type Incoming struct {
	Source          analyzers.Source
	ExternalID      string    // unique per Key; or empty
	Key             string    // id of the API key that sent it
	SourceUpdatedAt time.Time // when the source last changed it; zero where unknown
	Split           bool      // a page that holds several articles is taken apart
	Restore         bool      // a removed article may come back

	piece bool // it was cut out of a page of several, whose address is not its own
}

// An Outcome says what became of an [Incoming].
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Stale     Outcome = "stale" // older than what is there: nothing changed
	Deleted   Outcome = "deleted"
	Rejected  Outcome = "rejected"
)

// A Receipt is the answer to an [Incoming], given once it is on disk.
type Receipt struct {
	ID      string           `json:"id"`
	Result  Outcome          `json:"result"`
	Seq     uint64           `json:"-"` // of the change; searches see it once the mark reaches it
	Article *article.Article `json:"article,omitempty"`
	Err     error            `json:"-"` // why it was Rejected
}

// A Version is one state of an article as it was received.
type Version struct {
	Version         int              `json:"version"`
	Seq             uint64           `json:"-"`
	ReceivedAt      time.Time        `json:"received_at"`
	SourceUpdatedAt *time.Time       `json:"source_updated_at,omitempty"`
	Article         *article.Article `json:"article,omitempty"`
}
