package record

import "time"

// A Key is an API key as the record keeps it: never the key itself, only its hash.
type Key struct {
	ID       string    // public, short, fit for logs and lists
	Hash     [32]byte  // SHA-256 of the key as it is sent
	Name     string    // of the holder
	Scopes   []string  // "read", "ingest", "staff", "admin"
	Satker   []string  // codes: ingest only articles on these offices' sites; empty: no limit
	Created  time.Time // UTC, whole seconds, as all times here
	Expires  time.Time // zero: never
	Revoked  time.Time // zero: in force
	LastUsed time.Time // zero: never; to the minute
}
