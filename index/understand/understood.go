package understand

// An Understood says how a query was read, in the shape of the API.
type Understood struct {
	Text       string   `json:"text"` // as typed
	Mode       string   `json:"mode"` // "all", "most", "any"; "none" for a query without words
	Understood []string `json:"understood"`
	// Asked is the kind of answer that a question asks for: "who", "when", "where", "howmany",
	// "how", "why", "what" or "yesno".
	Asked string `json:"asked,omitempty"`
	// All counts the hits that hold all that was asked for, under the filters, where others stand behind
	// them; nil for another Mode than ModeAny and, of quotes of a speaker, ModeMost.
	All       *AllWords `json:"all,omitempty"`
	Corrected *string   `json:"corrected"`         // the text that was searched because Text finds nothing
	Offered   string    `json:"offered,omitempty"` // a correction of a Text that finds next to nothing, or Text with a complete name
	Dropped   string    `json:"dropped,omitempty"` // which part of Text was searched, if not all of it
	Cut       bool      `json:"-"`                 // words or bytes at the end of Text were dropped
	ManyNames bool      `json:"-"`                 // the names of Text used up what one query may cost
	ManyPosts bool      `json:"-"`                 // Text has more posts than are asked for
	Terms     []string  `json:"-"`
	// Hint says what to do with a Text in which there is nothing to search for, or only words to
	// leave out.
	Hint string `json:"hint,omitempty"`
	// Excluded are the words of a Text that has only exclusions, without their minus.
	Excluded []string `json:"-"`
	// WithoutMarks are the phrases whose words were searched without quotation marks, because
	// nothing has the phrases.
	WithoutMarks []string `json:"without_marks,omitempty"`

	// PeriodsOff is set if Text names periods that were read as plain words, as asked.
	PeriodsOff bool `json:"-"`

	// ByDate is set for a text in an order by date that has only what holds all of it, as far as
	// there is any, where an order by relevance has more.
	ByDate bool `json:"-"`

	// Subject is what a query of quotes asks about, as typed: Text without the names of
	// people and offices, posts, periods and the words of a question around them.
	Subject string `json:"subject,omitempty"`
	// Without is the period in Text, as typed, if nothing was found in it and the answer has
	// quotes of other days.
	Without string `json:"without,omitempty"`

	// WithoutPost is the post in Text, as typed, if no quote of its holders is known. The answer has
	// nothing then, or quotes of others on the subject: of the same office or body first.
	WithoutPost string `json:"without_post,omitempty"`
	// OtherTimes counts the quotes of the holders of the post in Text at other times than the
	// period in Text, if there are none in it.
	OtherTimes *OtherTimes `json:"other_times,omitempty"`

	// Periods are the times that Text names, with their days.
	Periods []UnderstoodPeriod `json:"periods,omitempty"`
	// NotTimes are words of Text that have the form of a time that is none, or that lies outside
	// of the years of articles: "31 februari". They were read as plain words.
	NotTimes []string `json:"not_times,omitempty"`
	// Stages are the stages of elections that Text names.
	Stages []UnderstoodStage `json:"stages,omitempty"`

	// People are those whose names or posts are in Text.
	People []UnderstoodPerson `json:"people,omitempty"`
	// Offices are those that Text names. An ambiguous name has several.
	Offices []UnderstoodOffice `json:"offices,omitempty"`
	// Regulations are those that Text names.
	Regulations []UnderstoodRegulation `json:"regulations,omitempty"`
	// NameAlone is set for a query of articles that is nothing but the name of people or of
	// an office, with a post or without.
	NameAlone bool `json:"-"`

	// Unknown are the values of filters that name nothing.
	Unknown []UnknownValue `json:"unknown,omitempty"`
}

// OtherTimes are the hits of a query without its period.
type OtherTimes struct {
	Text   string `json:"text"`   // the query without the period
	Period string `json:"period"` // the period, as typed
	Total  int    `json:"total"`  // as the total of the page
}

// AllWords are the hits that hold all that a query asks for.
type AllWords struct {
	Total int    `json:"total"`         // as the total of the page: stories where copies are gathered
	URL   string `json:"url,omitempty"` // the same search for them alone, in the API
}

// An UnderstoodPeriod is a time that words of a query mean.
type UnderstoodPeriod struct {
	Text string `json:"text"`           // the words
	From string `json:"from,omitempty"` // the first day, empty for an open end
	To   string `json:"to,omitempty"`   // the last day, empty for an open end
}

// An UnderstoodStage is a stage of an election that words of a query mean.
type UnderstoodStage struct {
	Text string `json:"text"` // the words
	// Sure is set where the query tells the election. Meant has that one then, else all that may
	// be meant, the latest first.
	Sure  bool         `json:"sure"`
	Meant []MeantStage `json:"meant"`
}

// A MeantStage is a stage of one election.
type MeantStage struct {
	ID       string           `json:"id"`       // a value of the filter stage
	Election string           `json:"election"` // the id of the election, such a value too
	Name     string           `json:"name"`     // of the stage in any election
	Label    string           `json:"label"`
	Days     []UnderstoodDays `json:"days"` // empty if they are not known: no article has the stage
}

// UnderstoodDays are days from the first to the last.
type UnderstoodDays struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// An UnderstoodOffice is an office that words of a query mean, with the post asked for there.
type UnderstoodOffice struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Text string `json:"text"`           // the words that name the office
	Post string `json:"post,omitempty"` // the words before them that name a post
}

// An UnderstoodRegulation is a regulation that words of a query name.
type UnderstoodRegulation struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Text  string `json:"text"` // the words
}

// An UnknownValue is a value of a filter that names nothing, with the known values that may
// be meant.
type UnknownValue struct {
	Parameter string       `json:"parameter"`
	Value     string       `json:"value"`
	Meant     []MeantValue `json:"meant"`
}

// A MeantValue is a known value of a filter.
type MeantValue struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// An UnderstoodPerson is a person whom words of a query mean.
type UnderstoodPerson struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Text    string `json:"text"`    // the words
	Because string `json:"because"` // why they mean this person
	// Rest is the text of the query without Text, titles and degrees: what is asked of a
	// person who was chosen from several. It is empty if the rest asks for nothing.
	Rest string `json:"-"`
}
