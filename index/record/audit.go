package record

import "time"

// An Audit is one line of the audit log: who did what that changes what others see.
type Audit struct {
	N      uint64 // rises
	At     time.Time
	By     string // key id; empty for the command line on the data folder
	Action string // "remove"
	Target string // id of what was changed
	Detail string
}

// A Write is one line of the log of writes: an article that was taken in, or a line of
// the audit log.
type Write struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`     // key id; empty for the command line on the data folder
	Action string    `json:"action"` // "create", "update", "remove", "add key", …
	Target string    `json:"target"` // id of the article, key, quote or person
	Detail string    `json:"detail,omitempty"`
}

// A WritesPlace is a place in the log of writes. The log merges two logs, so a place has
// two numbers: everything before both is before the place. The zero value is behind the
// newest line.
type WritesPlace struct{ Change, Audit uint64 }
