package understand

// An Understood says how a query was read, in the shape of the API.
type Understood struct {
	Text       string   `json:"text"` // as typed
	Mode       string   `json:"mode"` // "all", "most", "any"; "none" for an empty query
	Understood []string `json:"understood"`
	Corrected  *string  `json:"corrected"`         // the text that was searched because Text finds nothing
	Offered    string   `json:"offered,omitempty"` // a correction of a Text that finds next to nothing
	Dropped    string   `json:"dropped,omitempty"` // which part of Text was searched, if not all of it
	Terms      []string `json:"-"`

	// People are those whose names or posts are in Text.
	People []UnderstoodPerson `json:"people,omitempty"`
}

// An UnderstoodPerson is a person whom words of a query mean.
type UnderstoodPerson struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Text    string `json:"text"`    // the words
	Because string `json:"because"` // why they mean this person
}
