package understand

// Understood says how a query was read.
type Understood struct {
	Text       string   `json:"text"`
	Mode       string   `json:"mode"` // "all", "most", "any"; "none" without words
	Understood []string `json:"understood"`
	Corrected  *string  `json:"corrected"`         // what was asked instead of Text, which found nothing
	Offered    string   `json:"offered,omitempty"` // what was perhaps meant, where Text found next to nothing
	Dropped    string   `json:"dropped,omitempty"` // what was left out, and why
	Terms      []string `json:"-"`

	// People are those whose names or posts stand in Text.
	People []UnderstoodPerson `json:"people,omitempty"`
}

// An UnderstoodPerson is one whom words of a query mean.
type UnderstoodPerson struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Text    string `json:"text"`    // the words
	Because string `json:"because"` // why they mean this person
}
