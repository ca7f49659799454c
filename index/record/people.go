package record

// A PersonID is an id that was given to a person. It is never given to another.
type PersonID struct {
	N   uint64 // rises; filled by the record
	ID  string
	Key string // what it was given to
	// Another gives an id to a key that may have ids already. It is only read in what
	// [People.GivePersonIDs] is asked for.
	Another bool
}
