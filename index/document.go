package index

import (
	"strconv"
	"strings"
)

// The fields of tokens. Forms as typed (with positions) and roots (without) are
// two fields, never two tokens of one; those of quotes have names of their own,
// so that one index holds both kinds of documents.
const (
	FieldTitle     = "title"
	FieldTitleRoot = "title.root"
	FieldBody      = "body"
	FieldBodyRoot  = "body.root"
	FieldQuote     = "quote.text"
	FieldQuoteRoot = "quote.text.root"
	FieldPeople    = "people"       // the names of the officials of an article
	FieldSpeaker   = "quote.people" // the name of the speaker of a quote
	// The names again, in one spelling: see spelling in index/documents/tokens.go.
	FieldPeopleSpelt  = "people.spelt"
	FieldSpeakerSpelt = "quote.people.spelt"
	// Of an article, what in title and text may be a name, as it is heard: see
	// indonesian.NameSounds.
	FieldNames = "names.spelt"
	// FieldOpening has the roots of the first words of an article, without positions. A word
	// stands in it the more often the earlier it comes: see opening in
	// index/documents/opening.go.
	FieldOpening = "body.opening.root"
	// What surrounds a quote, without positions. FieldAround has the roots of the words
	// around the quote, see Around in index/documents/around.go, FieldQuoteTitle those of
	// the title of its article, FieldRole the forms of the words of the speaker's post and
	// of the name of its office.
	FieldAround     = "quote.around.root"
	FieldQuoteTitle = "quote.title.root"
	FieldRole       = "quote.role.text"
)

// FieldID has the ID of each document as its only key. Engines know it by themselves;
// it is no field of [Document].
const FieldID = "_id"

// The fields of keys that articles and quotes both have; a quote has them under
// the names that [KeyField] gives.
const (
	KeyOfficial   = "official"    // raw keys, see index/people/raw_key.go; of a quote its speaker
	KeySatker     = "satker"      // codes, and those of their provinces
	KeyOffices    = "satker.self" // codes alone
	KeyTopic      = "topic"       // ids and their parents
	KeyRegulation = "regulation"  // ids, see package analyzers/regulations
	KeyPublisher  = "publisher"
	KeySpeaker    = "speaker"
	KeyYear       = "year"  // "2025"
	KeyMonth      = "month" // "2025-11", or NoDate
	KeyDay        = "day"   // "2025-11-04"
	KeyEventYear  = "event.year"
	KeyEventMonth = "event.month"
	KeyEventDay   = "event.day"
	// KeyStage has the stages of elections to which an article belongs, and these elections;
	// only of articles: see analyzers/stages.
	KeyStage = "stage"
	// KeySuggest has the officials of an article by every word of their names, only
	// of articles: see index/documents/suggest_keys.go.
	KeySuggest = "suggest"
	// KeyPerson has the ids of the people whom KeyOfficial means, as readers know them, and
	// KeyPersonInside as staff do. Engines without live groups alone have them.
	KeyPerson       = "person"
	KeyPersonInside = "person.inside"
	// KeyGrouped has raw keys with the ids that KeyPerson and KeyPersonInside have for
	// them; only of articles, for engines without live groups.
	KeyGrouped = "official.grouped"
	// KeyEvidence has pairs of raw keys that an article tells to be one person, or
	// two; only of articles.
	KeyEvidence = "official.evidence"
)

// The fields of keys that only quotes have.
const (
	KeyOffice     = "quote.office" // satker code of the speaker's office then
	KeyRole       = "quote.role"   // folded title of the speaker then, or NoRole
	KeyQuoteKind  = "quote.kind"
	KeyConfidence = "quote.confidence" // whole hundredths, "000" to "100"
)

// NoRole is the value of [KeyRole] of quotes whose article tells no post of the speaker:
// no title has it.
const NoRole = "\x1f"

// KeyField returns the name under which documents of that kind have the field
// of keys.
func KeyField(of Of, key string) string {
	if of == Quotes {
		return "quote." + key
	}
	return key
}

// A Document is what an engine holds of an article or of a quote.
type Document struct {
	// ID is "a:" and the article's id, or "q:", the article's id, "#" and the
	// quote's id: it begins alike for all quotes of one article.
	ID      string
	Of      Of
	Article string
	Quote   string
	Date    string // ISO date, or empty
	// Documents with the same Story, and those with the same Retold of one story each
	// of several publishers, are copies of one story, and so is what a chain of such
	// joins; both are empty for what has no copies. A Retold that one publisher has
	// twice, for what are no copies by Story, joins nothing: the title is a general
	// one. Of the copies the first is the one at its Origin, else the one that is not Outside,
	// else the earliest, else the one whose ID is less. For quotes the words take the place of the title; keys of
	// articles and of quotes are never the same.
	Story     string
	Retold    string
	Publisher string // code of the office; Outside a name of its own; not empty beside Retold
	Origin    bool
	Outside   bool // published by no office
	Texts     []Text
	Keys      []Keys
}

// A Text is one field of tokens. Positions are nil for a field that phrases do
// not look at; they never fall. Length is the number of words, which can be less than that of
// terms: a compound and its pieces overlie each other.
type Text struct {
	Field     string
	Terms     []string
	Positions []int
	Length    int
}

// Keys are the values of one field of keys, each once.
type Keys struct {
	Field  string
	Values []string
}

// ArticleDocument returns the ID of an article's [Document].
func ArticleDocument(id string) string { return "a:" + id }

// QuotePrefix returns what the IDs of the documents of an article's quotes, and
// no others, begin with.
func QuotePrefix(article string) string { return string(AppendQuotePrefix(nil, article)) }

// AppendQuotePrefix appends the QuotePrefix of an article.
func AppendQuotePrefix[ID string | []byte](to []byte, article ID) []byte {
	to = append(strconv.AppendInt(append(to, "q:"...), int64(len(article)), 10), ':')
	return append(append(to, article...), '#')
}

// SplitDocument returns the ids in a Document.ID; quote is empty for articles.
func SplitDocument(id string) (article, quote string) {
	if rest, ok := strings.CutPrefix(id, "a:"); ok {
		return rest, ""
	}
	var n int
	rest := strings.TrimPrefix(id, "q:")
	digits, rest, _ := strings.Cut(rest, ":")
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	if n < 0 || n >= len(rest) {
		return rest, ""
	}
	return rest[:n], rest[n+1:]
}
