package archive

import "time"

// A Key is an API key as the record keeps it: never the key itself, only its
// hash. Package server/keys makes and checks them; the record stores them by the
// methods of keys.Store (AddKey, Keys, KeyByHash, RevokeKey, TouchKey).
type Key struct {
	ID       string    // public, short, fit for logs and lists
	Hash     [32]byte  // SHA-256 of the key as it is sent
	Name     string    // whose it is
	Scopes   []string  // "read", "ingest", "staff", "admin"
	Satker   []string  // codes: ingest only articles on these offices' sites; empty: no limit
	Created  time.Time // UTC, whole seconds, as all times here
	Expires  time.Time // zero: never
	Revoked  time.Time // zero: in force
	LastUsed time.Time // zero: never; to the minute
}
