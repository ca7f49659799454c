// Package article is the vocabulary of what Warta understands of an article:
// its parts, people, offices, quotes, topics and dates. Every other package may
// import it; it imports nothing but the standard library.
//
// Inside the program all offsets are bytes into the UTF-8 string that they
// name. In JSON they are Unicode code points, as the contract asks; the
// conversion happens once, in [Article.MarshalJSON] and
// [Article.UnmarshalJSON].
package article

import (
	"strings"
	"unicode/utf8"
)

// A Kind says what sort of text an article is.
type Kind string

// The kinds of articles that KPU sites publish among their news.
const (
	News         Kind = "news"
	Announcement Kind = "announcement"
	Greeting     Kind = "greeting"
	Opinion      Kind = "opinion"
	Explainer    Kind = "explainer"
	PressRelease Kind = "press_release"
	Form         Kind = "form"
	Document     Kind = "document"
)

// A QuoteKind says how the words of a quote stand in the text.
type QuoteKind string

// The kinds of quotes.
const (
	Direct     QuoteKind = "direct"   // between quotation marks
	Unmarked   QuoteKind = "unmarked" // direct speech printed without marks
	Mixed      QuoteKind = "mixed"    // reported speech with a quoted piece in it
	Indirect   QuoteKind = "indirect" // reported speech
	TitleQuote QuoteKind = "title"    // the wording of the title, see [Quote.Verbatim]
)

// A Span is a half-open range of bytes in the string that it belongs to.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// In reports whether s cuts text at rune boundaries.
func (s Span) In(text string) bool {
	return 0 <= s.Start && s.Start <= s.End && s.End <= len(text) &&
		boundary(text, s.Start) && boundary(text, s.End)
}

// Of returns the part of text that s covers. It panics unless s.In(text).
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Dateline is the text before the first sentence. Place and Host are as
// typed; either may be empty.
type Dateline struct {
	Place string `json:"place,omitempty"`
	Host  string `json:"host,omitempty"`
}

// An Office names a satker by its code in the gazetteer.
type Office struct {
	Code string `json:"code"`
	Name string `json:"name,omitempty"`
}

// A Role is an office that a person holds as of the article. Title is the post
// without the body's name, Office the body's name, Satker its code where the
// body belongs to the KPU.
type Role struct {
	Title  string `json:"title"`
	Office string `json:"office,omitempty"`
	Satker string `json:"satker,omitempty"`
	Basis  Basis  `json:"basis"`
}

// A Basis is the source of a [Role]. A reader leaves it empty, which is the text of the
// article; in JSON that is "text". What is known from elsewhere is added when an
// article is shown.
type Basis string

// The bases beside the text.
const (
	ByElsewhere Basis = "elsewhere" // another article; kept by the contract, and not given so far
	ByRoster    Basis = "roster"    // the list of office holders
)

// byText is the empty basis in JSON.
const byText = "text"

// MarshalText writes the empty basis as "text".
func (b Basis) MarshalText() ([]byte, error) {
	if b == "" {
		return []byte(byText), nil
	}
	return []byte(b), nil
}

// UnmarshalText reads what [Basis.MarshalText] wrote.
func (b *Basis) UnmarshalText(text []byte) error {
	if *b = Basis(text); *b == byText {
		*b = ""
	}
	return nil
}

// A Mention is one place in which a person is named.
type Mention struct {
	Paragraph int `json:"paragraph"`
	Span
	Text string `json:"text"`
}

// An Official is a named person who holds an office or speaks.
type Official struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Public     bool      `json:"public"`
	Private    bool      `json:"-"` // the text shows a private person: a pupil, a voter, an age
	Honorifics []string  `json:"honorifics,omitempty"`
	Aliases    []string  `json:"aliases,omitempty"` // declared nicknames
	Roles      []Role    `json:"roles"`
	Mentions   []Mention `json:"mentions,omitempty"`
}

// A Person refers to an official of the same article.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A Part is one piece of a quote. In is "title" or "paragraph"; Paragraph is
// meaningful for the latter.
type Part struct {
	In        string `json:"in"`
	Paragraph int    `json:"paragraph"`
	Span
}

// The values of Part.In.
const (
	InTitle     = "title"
	InParagraph = "paragraph"
)

// A Quote is a statement in the text. Speaker is nil if the text does not name the
// speaker; Role may then still hold the speaker's post. Confidence is from 0 to 1. Verbatim
// is set for the kind [TitleQuote] alone, where the title itself has Text between quotation
// marks: a title without them is the wording of its editor.
type Quote struct {
	ID         string    `json:"id"`
	Kind       QuoteKind `json:"kind"`
	Text       string    `json:"text"`
	Verbatim   bool      `json:"verbatim,omitempty"`
	Parts      []Part    `json:"parts"`
	Speaker    *Person   `json:"speaker"`
	Role       *Role     `json:"role,omitempty"`
	Cue        string    `json:"cue,omitempty"`
	Because    string    `json:"because,omitempty"`
	Confidence float64   `json:"confidence"`
}

// SureUnmarked is the least confidence with which unmarked words count as speech.
const SureUnmarked = 0.85

// IsSpeech reports whether the text of q is what its speaker said, as lists of quotes have it
// that are asked for no kind: direct and mixed quotes, and unmarked ones that are sure. A
// reported statement is the wording of its writer, a title that of its editor.
func (q *Quote) IsSpeech() bool {
	return q.Kind == Direct || q.Kind == Mixed || q.Kind == Unmarked && q.Confidence >= SureUnmarked
}

// leastPiece is the number of words with which a piece of a mixed quote counts as words of
// its speaker: fewer are a term that is set off.
const leastPiece = 3

// Marked returns the pieces of q that stand between quotation marks in the text and are words
// of its speaker: all of a direct quote, the pieces of a mixed one with leastPiece words or
// more, nothing of other kinds. It is empty for a mixed quote whose marks do not pair.
func (q *Quote) Marked() []string {
	switch q.Kind {
	case Direct:
		return []string{q.Text}
	case Mixed:
		var pieces []string
		open := -1 // byte behind the mark that is open
		for i, r := range q.Text {
			switch {
			case !strings.ContainsRune(marks, r):
			case open < 0:
				open = i + utf8.RuneLen(r)
			default:
				if piece := q.Text[open:i]; len(strings.Fields(piece)) >= leastPiece {
					pieces = append(pieces, strings.TrimSpace(piece))
				}
				open = -1
			}
		}
		if open >= 0 {
			return nil
		}
		return pieces
	case Unmarked, Indirect, TitleQuote:
	}
	return nil
}

// marks are the double quotation marks of every shape.
const marks = "\"“”„‟″«»＂"

// A Topic is a leaf of the controlled topics with its weight in (0, 1].
type Topic struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// A Regulation is one that the article names, see package regulations. Label is the long way to
// write it. Paragraph is the first that names it; nil if the title does.
type Regulation struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Paragraph *int   `json:"paragraph,omitempty"`
}

// An EventDate says which words gave an event date. Basis is "written",
// "weekday", "anchor" or "published"; Confidence "high" or "low".
type EventDate struct {
	Date       string `json:"date"`
	Text       string `json:"text"`
	Basis      string `json:"basis"`
	Confidence string `json:"confidence"`
}

// Credits is the sign-off of an article.
type Credits struct {
	Text   string `json:"text,omitempty"`
	Writer string `json:"writer,omitempty"`
	Editor string `json:"editor,omitempty"`
	Photo  string `json:"photo,omitempty"`
}

// A Warning describes a suspected fault of an article, for its editor. Paragraph is nil
// and Span empty if the warning concerns the entire article.
type Warning struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Paragraph *int   `json:"paragraph,omitempty"`
	Span      *Span  `json:"-"`
}

// The codes of warnings.
const (
	WarnUnclosedQuote   = "unclosed_quote"
	WarnWeekdayMismatch = "weekday_mismatch"
	WarnUncertainDate   = "uncertain_date"
	WarnUnknownYear     = "unknown_year"
	WarnNameSpelling    = "name_spelling"
	WarnNoDate          = "no_date"
	WarnUnknownOffice   = "unknown_office"
	WarnSeveralArticles = "several_articles"
	WarnMaybeSeveral    = "maybe_several"
	WarnTextLeftOut     = "text_left_out"
	WarnDoubtfulDate    = "implausible_date" // a day of publication that cannot be true was left out
	WarnDamagedText     = "damaged_text"     // text came through a wrong code page and could not be repaired
)

// An Article is everything that was read out of one text. Dates are ISO
// ("2025-11-04"). Unknown values are empty.
type Article struct {
	ID               string       `json:"id,omitempty"`
	URL              string       `json:"url,omitempty"`
	Kind             Kind         `json:"kind"`
	Section          string       `json:"section,omitempty"`
	Title            string       `json:"title"`
	Dateline         *Dateline    `json:"dateline,omitempty"`
	Publisher        *Office      `json:"publisher,omitempty"`
	Origin           string       `json:"origin,omitempty"` // satker code
	Published        string       `json:"published,omitempty"`
	PublishedBasis   string       `json:"published_basis,omitempty"` // "given" or "page"
	Date             string       `json:"date,omitempty"`
	DateBasis        string       `json:"date_basis,omitempty"` // "published" or "event"
	EventDates       []string     `json:"event_dates"`
	EventDateDetails []EventDate  `json:"event_date_details,omitempty"`
	Paragraphs       []string     `json:"paragraphs"`
	Captions         []string     `json:"captions,omitempty"`
	Satker           []string     `json:"satker"`
	Officials        []Official   `json:"officials"`
	Quotes           []Quote      `json:"quotes"`
	Topics           []Topic      `json:"topics"`
	Regulations      []Regulation `json:"regulations"`
	Credits          *Credits     `json:"credits,omitempty"`
	Views            *int         `json:"views,omitempty"`
	Warnings         []Warning    `json:"warnings"`
}
