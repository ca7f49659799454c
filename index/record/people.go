package record

// A PersonID is an id that was given to a person. It is never given to another.
type PersonID struct {
	ID  string
	Key string // what it was given to
}
